"""CSV on the Web (W3C, 2015): the tables, their columns, types, keys and references, for CSVW tools."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from dateline.release.evidence import iris
from dateline.release.metadata import columns, linked
from dateline.release.model import Contributor, Coverage, Descriptor, License, Release, TableOf

TYPES: Mapping[str, str] = {
    "boolean": "boolean",
    "date": "date",
    "datetime": "dateTime",
    "integer": "integer",
    "number": "decimal",
    "time": "time",
    "year": "integer",
}
"""The built-in datatype by that of the Table Schema; any other is a string."""
NAMES: Mapping[str, tuple[str, str]] = {"events": ("event", ""), "claims": ("claim", "+")}
"""What a row of a table is called on the web of data, if not by the table, and the operator of RFC 6570 that
leaves the slashes of its key as they are."""
FORMATS: Mapping[str, str] = {"date": "yyyy-MM-dd", "dateTime": "yyyy-MM-ddTHH:mm:ss", "time": "HH:mm:ss"}


def text(release: Release) -> str:
    """The file `csvw.json`."""
    return linked.written(
        linked.without_empty(
            {
                "@context": ["http://www.w3.org/ns/csvw", {"@language": release.language}],
                "@type": "TableGroup",
                "dc:title": release.title,
                "dc:description": release.description,
                "dc:identifier": linked.doi(release),
                "dc:issued": {"@value": release.released.isoformat(), "@type": "xsd:date"},
                "schema:version": release.version,
                "dc:license": [_license(one) for one in release.licenses],
                "dc:creator": [_agent(one) for one in release.creators],
                "dc:publisher": _agent(release.publisher) if release.publisher else None,
                "dcat:keyword": list(release.keywords),
                "dcat:landingPage": {"@id": linked.iri(release.homepage)}
                if linked.iri(release.homepage)
                else None,
                "dc:bibliographicCitation": release.citation,
                "schema:temporalCoverage": _period(release.coverage),
                "schema:spatialCoverage": _box(release.coverage),
                "dc:source": [one.title for one in release.origins],
                "notes": _notes(release),
                "dialect": _dialect(release.dialect),
                "tables": [_table(one, release) for one in release.tables],
            }
        )
    )


def _license(one: License) -> dict[str, Any] | str:
    return {"@id": linked.iri(one.path)} if linked.iri(one.path) else one.name


def _agent(one: Contributor) -> dict[str, Any]:
    kind = "schema:Person" if linked.is_person(one) else "schema:Organization"
    address = linked.iri(one.path)
    return linked.without_empty(
        {"@type": kind, "schema:name": one.title, "schema:url": {"@id": address} if address else None}
    )


def _period(coverage: Coverage | None) -> str:
    return f"{coverage.first.isoformat()}/{coverage.last.isoformat()}" if coverage else ""


def _box(coverage: Coverage | None) -> dict[str, Any] | None:
    """schema.org's box: `south west north east`."""
    if coverage is None:
        return None
    box = f"{coverage.south} {coverage.west} {coverage.north} {coverage.east}"
    return {"@type": "schema:Place", "schema:geo": {"@type": "schema:GeoShape", "schema:box": box}}


def _notes(release: Release) -> list[dict[str, Any]]:
    said = [linked.making(release), f"Made by {release.made_by}."]
    return [{"dc:provenance": {"@value": one, "@language": "en"}} for one in said if one]


def _dialect(dialect: Descriptor) -> dict[str, Any]:
    """The Table Dialect in CSVW's terms; what it leaves open is as in RFC 4180."""
    return {
        "encoding": "utf-8",
        "header": dialect.get("header", True),
        "delimiter": dialect.get("delimiter", ","),
        "lineTerminators": [dialect.get("lineTerminator", "\r\n")],
        "quoteChar": dialect.get("quoteChar", '"'),
        "doubleQuote": dialect.get("doubleQuote", True),
        "skipInitialSpace": dialect.get("skipInitialSpace", False),
    }


def _table(one: TableOf, release: Release) -> dict[str, Any]:
    key = columns.listed(one.schema.get("primaryKey", []))
    return linked.without_empty(
        {
            "url": one.file.path,
            "dc:title": one.title,
            "dc:description": one.description,
            "schema:sha256": one.file.sha256,
            "schema:contentSize": f"{one.file.bytes} B",
            "notes": _escapes(one),
            "null": _null(one.schema),
            "tableSchema": linked.without_empty(
                {
                    "aboutUrl": _about(one, key, release),
                    "primaryKey": [variable(name) for name in key],
                    "foreignKeys": _foreign_keys(one, release),
                    "columns": _columns(one, release),
                }
            ),
        }
    )


def _about(one: TableOf, key: list[str], release: Release) -> str:
    """What a row is called: events and claims as in the files of evidence."""
    if len(key) != 1:
        return ""
    kind, operator = NAMES.get(one.name, (one.name, ""))
    return f"{iris.release(release)}#{quote(kind)}/{{{operator}{variable(key[0])}}}"


def _escapes(one: TableOf) -> list[dict[str, Any]]:
    if not one.escaped:
        return []
    said = (
        f"In the columns {', '.join(one.escaped)} one apostrophe was put before every cell that a spreadsheet"
        " would take for a formula: take one away where a cell begins with apostrophes and then one of"
        " = + - @, a tab or a carriage return."
    )
    return [{"rdfs:comment": {"@value": said, "@language": "en"}}]


def _null(schema: Descriptor) -> list[str]:
    """What stands for no value, where it is more than the empty cell, which is CSVW's default."""
    missing = list(schema.get("missingValues", [""]))
    return [] if missing == [""] else missing


def _foreign_keys(one: TableOf, release: Release) -> list[dict[str, Any]]:
    """Those to tables of the release, if always filled: strict readers let no empty cell refer."""
    files = _files(release)
    filled = {field["name"] for field in one.schema["fields"] if field.get("constraints", {}).get("required")}
    return [
        {
            "columnReference": [variable(name) for name in columns.listed(key["fields"])],
            "reference": {
                "resource": files[key["reference"]["resource"] or one.name],
                "columnReference": [variable(name) for name in columns.listed(key["reference"]["fields"])],
            },
        }
        for key in one.schema.get("foreignKeys", [])
        if (key["reference"]["resource"] or one.name) in files
        and filled.issuperset(columns.listed(key["fields"]))
    ]


def _files(release: Release) -> dict[str, str]:
    return {one.name: one.file.path for one in release.tables}


def _columns(one: TableOf, release: Release) -> list[dict[str, Any]]:
    """The columns. One that may be empty and refers to another table names its file."""
    files = _files(release)
    aims = {source: files[target] for source, target, _ in columns.references(one.schema) if target in files}
    return [_column(field, aims.get(field["name"])) for field in one.schema["fields"]]


def _column(field: Descriptor, aim: str | None) -> dict[str, Any]:
    name, title = field["name"], field.get("title", "")
    required = field.get("constraints", {}).get("required")
    return linked.without_empty(
        {
            "name": variable(name),
            "titles": [name, title] if title not in ("", name) else name,
            "dc:description": field.get("description", ""),
            "dc:references": {"@id": aim} if aim and not required else None,
            "required": required,
            "separator": columns.SEPARATOR if columns.item(field) else "",
            "datatype": _datatype(field),
        }
    )


def _datatype(field: Descriptor) -> dict[str, Any] | str:
    base = TYPES.get(field["type"], "string")
    plain = field.get("format", "default") in ("default", "any")
    if base != "string" and not plain:
        base = "string"
    limits = field.get("constraints", {})
    said: dict[str, Any] = {"base": base}
    if base == "string":
        said |= {
            "format": _pattern(field),
            "minLength": limits.get("minLength"),
            "maxLength": limits.get("maxLength"),
        }
        if columns.item(field):
            said |= {"minLength": None, "maxLength": None}
    elif base == "boolean":
        said |= {"format": _boolean(field)}
    else:
        said |= {
            "format": FORMATS.get(base),
            "minimum": limits.get("minimum"),
            "maximum": limits.get("maximum"),
        }
    said = linked.without_empty(said)
    return said if len(said) > 1 else base


def _pattern(field: Descriptor) -> str | None:
    """A regular expression for the whole value (of a list: for each item), in the syntax of ECMAScript."""
    limits = field.get("constraints", {})
    if "enum" in limits:
        return f"^({'|'.join(map(_literal, limits['enum']))})$"
    pattern: str | None = columns.item(field) or limits.get("pattern")
    if pattern is None or (pattern.startswith("^") and pattern.endswith("$")):
        return pattern
    return f"^({pattern})$"


def _literal(value: str) -> str:
    return re.sub(r"[\\^$.|?*+()\[\]{}/]", r"\\\g<0>", value)


def _boolean(field: Descriptor) -> str:
    """The first spellings of true and false; Table Schema allows several, CSVW one pair."""
    return f"{field.get('trueValues', ['true'])[0]}|{field.get('falseValues', ['false'])[0]}"


def variable(name: str) -> str:
    """The column's name as CSVW allows it, where it is a variable of URI templates: letters, digits and
    underscores (not at the beginning), and percent signs for the rest."""
    written = re.sub(
        r"[^A-Za-z0-9_]+", lambda rest: "".join(f"%{byte:02X}" for byte in rest[0].encode()), name
    )
    return f"%5F{written[1:]}" if written.startswith("_") else written
