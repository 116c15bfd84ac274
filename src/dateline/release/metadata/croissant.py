"""MLCommons Croissant 1.1: what machine-learning tools and their data hubs load tables by.

A FileObject and a RecordSet for each CSV table; a Field for each column, with the foreign keys as references.
Of the RAI vocabulary only what the release itself knows is said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from dateline.release.metadata import columns, linked
from dateline.release.model import Contributor, Descriptor, License, Release, TableOf, table

CONFORMS_TO = ["http://mlcommons.org/croissant/1.1"]
RAI = "http://mlcommons.org/croissant/RAI/1.0"
TYPES: Mapping[str, str] = {
    "boolean": "sc:Boolean",
    "date": "sc:Date",
    "datetime": "sc:DateTime",
    "integer": "sc:Integer",
    "number": "sc:Float",
    "time": "sc:Time",
    "year": "sc:Integer",
}
"""Croissant's data type by that of the Table Schema; any other is text."""
ENGLISH = (
    "rai:dataAnnotationProtocol",
    "rai:dataCollection",
    "rai:dataCollectionRawData",
    "rai:dataCollectionType",
    "rai:dataImputationProtocol",
    "rai:dataLimitations",
)
"""What dateline itself says, whatever the language of the release."""
PLAIN = r"^'(?='*[=+\-@\t\r])([\s\S]*)$|^([\s\S]*)$"
"""What a cell says, without the apostrophe that keeps a spreadsheet from taking it for a formula."""


def text(release: Release) -> str:
    """The file `croissant.json`."""
    said = _collection(release)
    return linked.written(
        linked.without_empty(
            {
                "@context": _context(release.language),
                "@type": "sc:Dataset",
                "conformsTo": [*CONFORMS_TO, *([RAI] if said else [])],
                "name": release.title,
                "alternateName": release.name,
                "description": release.description,
                "url": linked.iri(release.homepage) or linked.doi(release),
                "sameAs": linked.doi(release),
                "citeAs": release.citation,
                "version": release.version,
                "datePublished": release.released.isoformat(),
                "inLanguage": release.language,
                "license": [_license(one) for one in release.licenses],
                "creator": [_agent(one) for one in release.creators],
                "publisher": _agent(release.publisher) if release.publisher else None,
                "keywords": list(release.keywords),
                **said,
                "distribution": [_file(one) for one in release.tables],
                "recordSet": [_record_set(one, release) for one in release.tables],
            }
        )
    )


def _context(language: str) -> dict[str, Any]:
    """The terms of Croissant 1.1, with the language of the release in the place of English."""
    croissant = (
        "arrayShape citeAs column containedIn equivalentProperty extract field fileObject fileProperty"
        " fileSet format includes isArray isLiveDataset jsonPath key md5 parentField path recordSet"
        " references regex repeated replace samplingRate separator source subField transform"
    )
    return {
        "@language": language,
        "@vocab": "https://schema.org/",
        "cr": "http://mlcommons.org/croissant/",
        "dct": "http://purl.org/dc/terms/",
        "rai": "http://mlcommons.org/croissant/RAI/",
        "sc": "https://schema.org/",
        "conformsTo": "dct:conformsTo",
        "data": {"@id": "cr:data", "@type": "@json"},
        "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
        "description": {"@container": "@language"},
        "examples": {"@id": "cr:examples", "@type": "@json"},
        "name": {"@container": "@language"},
        **{term: f"cr:{term}" for term in croissant.split()},
        **{term: {"@id": term, "@language": "en"} for term in ENGLISH},
    }


def _collection(release: Release) -> dict[str, Any]:
    """How the data came about, as the RAI vocabulary asks; nothing of data that name no source."""
    making = linked.making(release)
    if not making:
        return {}
    return {
        "rai:dataCollection": making,
        "rai:dataCollectionType": ["Document analysis", "Manual Human Curator"],
        "rai:dataAnnotationProtocol": (
            f"By the codebook {release.codebook}. The table sources names for every document who coded it and"
            " who checked the coding; the table claims gives the basis of every value and, where it is"
            " inferred, the reason."
        ),
        "rai:dataImputationProtocol": (
            "Values that no source states are filled in by the conventions of the codebook and stand in the"
            " table claims with the basis default."
        ),
        "rai:dataLimitations": " ".join(_limits(release)),
        "rai:dataCollectionRawData": (
            "The texts of the sources are not in the release. "
            + (
                "It holds short quotations of them, their positions, and the hash of each text."
                if release.words
                else "It holds the positions of the quotations, not their words, and the hash of each text."
            )
        ),
    }


def _limits(release: Release) -> Iterator[str]:
    yield "The events are what the sources report."
    events = table(release, "events")
    names = {field["name"] for field in events.schema["fields"]} if events else set()
    if {"time_precision", "geo_precision"} <= names:
        yield "The columns time_precision and geo_precision say how exactly a report gives day and place."
    if table(release, "contradictions"):
        yield "The table contradictions says what the sources disagree on."


def _license(one: License) -> str | dict[str, Any]:
    if address := linked.iri(one.path):
        return address
    return {"@type": "sc:CreativeWork", "name": one.name}


def _agent(one: Contributor) -> dict[str, Any]:
    kind = "sc:Person" if linked.is_person(one) else "sc:Organization"
    return linked.without_empty({"@type": kind, "name": one.title, "url": linked.iri(one.path)})


def _file(one: TableOf) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": one.file.path,
        "name": PurePosixPath(one.file.path).name,
        "description": one.file.title,
        "contentUrl": one.file.path,
        "contentSize": f"{one.file.bytes} B",
        "encodingFormat": one.file.mediatype,
        "sha256": one.file.sha256,
    }


def _record_set(one: TableOf, release: Release) -> dict[str, Any]:
    key = columns.listed(one.schema.get("primaryKey", []))
    references = _references(one, release)
    return linked.without_empty(
        {
            "@type": "cr:RecordSet",
            "@id": one.name,
            "name": one.name,
            "description": f"{one.title}. {one.description}" if one.description else one.title,
            "dataType": "sc:Enumeration" if one.is_code_list else "",
            "key": [{"@id": _id(one.name, name)} for name in key],
            "field": [_field(field, one, references.get(field["name"])) for field in one.schema["fields"]],
        }
    )


def _field(field: Descriptor, one: TableOf, references: Mapping[str, Any] | None) -> dict[str, Any]:
    name = field["name"]
    is_list = columns.item(field) is not None
    transform = [
        *([{"regex": PLAIN}] if name in one.escaped else []),
        *([{"separator": columns.SEPARATOR}] if is_list else []),
    ]
    return linked.without_empty(
        {
            "@type": "cr:Field",
            "@id": _id(one.name, name),
            "name": name,
            "description": field.get("description") or field.get("title", ""),
            "dataType": "sc:URL" if field.get("format") == "uri" else TYPES.get(field["type"], "sc:Text"),
            "isArray": is_list or None,
            "arrayShape": "-1" if is_list else "",
            "references": references,
            "source": linked.without_empty(
                {
                    "fileObject": {"@id": one.file.path},
                    "extract": {"column": name},
                    "transform": transform,
                }
            ),
        }
    )


def _references(one: TableOf, release: Release) -> dict[str, dict[str, Any]]:
    """What a column refers to, by the column: of foreign keys of one column, always filled, to other tables.

    mlcroissant joins the tables that are referred to, and errs where the column is empty from top to bottom;
    joins of record sets, instead of files, go astray as soon as there are two (as of 1.1.1)."""
    files = {other.name: other.file.path for other in release.tables if other.name != one.name}
    filled = {field["name"] for field in one.schema["fields"] if field.get("constraints", {}).get("required")}
    return {
        source: {"fileObject": {"@id": files[target]}, "extract": {"column": aim}}
        for source, target, aim in columns.references(one.schema)
        if target in files and source in filled
    }


def _id(table: str, column: str) -> str:
    return f"{table}/{column}"
