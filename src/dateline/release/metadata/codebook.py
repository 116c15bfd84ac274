"""codebook.md: what every table, column and code means, from the Table Schemas and the code lists."""

from __future__ import annotations

import json
from collections.abc import Container, Iterator, Mapping, Sequence
from typing import Any

from dateline.release.metadata import columns
from dateline.release.metadata.markdown import code, escaped, items, paragraphs, prose, slugs, table
from dateline.release.model import Descriptor, Release, TableOf
from dateline.render.findings import plural

Codes = Mapping[str, Sequence[Mapping[str, str]]]

WHOLE = 60
"""Rows up to which a code list is shown whole; a longer one is shown by its keys alone."""
WIDEST = 6
"""Columns up to which it is a table that can be read."""
SHORT = 60
"""Characters up to which a cell is no sentence."""
_LIMITS: Mapping[str, str] = {
    "minimum": "at least",
    "maximum": "at most",
    "minLength": "characters, at least",
    "maxLength": "characters, at most",
}


def text(release: Release, codes: Codes) -> str:
    """The file. `codes` are the rows of the code lists by the name of the table, each cell as it stands in
    the CSV file, an empty one as an empty text."""
    data = [one for one in release.tables if not one.is_code_list]
    lists = [one for one in release.tables if one.is_code_list]
    title = f"Codebook: {release.title}"
    anchors = _Anchors(title, data, lists)
    parts = [
        f"# {escaped(title)}",
        _about(release),
        "## Contents",
        "\n".join(_contents(data, lists, anchors)),
        "## How to read it",
        _reading(),
        *(["## Tables"] if data else []),
        *(part for one in data for part in _table(one, anchors)),
        *(["## Code lists"] if lists else []),
        *(part for one in lists for part in _list(one, codes.get(one.name, ()), anchors)),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


class _Anchors:
    """The headings of the page in their order, and so their anchors."""

    def __init__(self, title: str, data: Sequence[TableOf], lists: Sequence[TableOf]) -> None:
        headings = {name: name for name in (title, "Contents", "How to read it")}
        if data:
            headings["Tables"] = "Tables"
        for one in data:
            headings[f"table {one.name}"] = one.name
            headings |= {f"column {one.name}.{name}": f"{one.name}.{name}" for name in _names(one)}
        if lists:
            headings["Code lists"] = "Code lists"
        headings |= {f"table {one.name}": one.name for one in lists}
        self._of = dict(zip(headings, slugs(headings.values()), strict=True))

    def to(self, table: str, column: str = "", *, shown: str = "") -> str:
        """A link to a table or a column; its name alone if the page has none."""
        name = f"{table}.{column}" if column else table
        slug = self._of.get(f"column {name}" if column else f"table {name}")
        return f"[{code(shown or name)}](#{slug})" if slug else code(name)

    def plain(self, heading: str) -> str:
        """A link to a heading of the page's own."""
        return f"[{heading}](#{self._of[heading]})"


def _about(release: Release) -> str:
    followed = (
        f" The codebook that the coders followed is {escaped(release.codebook)}." if release.codebook else ""
    )
    return (
        f"Version {escaped(release.version)}, released {release.released.isoformat()}.{followed} This page "
        "was generated from the schemas in `datapackage.json` and from the code lists; README.md says what "
        "the data are."
    )


def _contents(data: Sequence[TableOf], lists: Sequence[TableOf], anchors: _Anchors) -> Iterator[str]:
    yield f"- {anchors.plain('How to read it')}"
    for heading, tables in (("Tables", data), ("Code lists", lists)):
        if tables:
            yield f"- {anchors.plain(heading)}"
        for one in tables:
            yield f"  - {anchors.to(one.name)}: {escaped(one.title)}"


def _reading() -> str:
    return "\n".join((
        "- **Type** is that of the [Table Schema](https://datapackage.org/standard/table-schema/) standard.",
        "- An empty cell is a value that is not known or does not apply; a *required* column has none.",
        "- **Derived from** says what a cell follows from: `claims[x]` are the accepted claims about the "
        "field `x`, `table.column` is that column. A column without a link is part of the coding, not of "
        "this release.",
        "- **List** columns hold several values in one cell.",
    ))  # fmt: skip


def _table(one: TableOf, anchors: _Anchors) -> Iterator[str]:
    yield f"### {code(one.name)}"
    yield f"**{escaped(one.title)}**" if one.title else ""
    yield paragraphs(one.description)
    yield _facts(one, anchors)
    keys = _keys(one.schema)
    yield table(
        ("column", "title", "type", "required", "key"),
        (
            (
                anchors.to(one.name, field["name"], shown=field["name"]),
                escaped(field.get("title", "")),
                escaped(field.get("type", "any")),
                "yes" if field.get("constraints", {}).get("required") else "",
                "primary" if field["name"] in keys else _reference(one.schema, field["name"], anchors),
            )
            for field in one.schema["fields"]
        ),
    )
    for name, field in zip(_names(one), one.schema["fields"], strict=True):
        yield f"#### {code(f'{one.name}.{name}')}"
        yield f"**{escaped(field['title'])}**" if field.get("title") else ""
        yield paragraphs(field.get("description", ""))
        yield _column(one, field, anchors)


def _facts(one: TableOf, anchors: _Anchors) -> str:
    return items(
        {
            "File": f"{code(one.file.path)}, {plural(one.rows, 'row')}",
            "Primary key": ", ".join(code(name) for name in _keys(one.schema)),
            "Foreign keys": "; ".join(_foreign(key, anchors) for key in one.schema.get("foreignKeys", ())),
            "Missing values": ", ".join(
                code(value) for value in one.schema.get("missingValues", ()) if value
            ),
        }
    )


def _column(one: TableOf, field: Descriptor, anchors: _Anchors) -> str:
    limits = field.get("constraints", {})
    values = limits.get("enum", ())
    form = field.get("format", "default")
    kind = code(field.get("type", "any")) + (f", format {code(form)}" if form != "default" else "")
    said = [name for name in ("required", "unique") if limits.get(name)]
    said += [f"{words} {code(_plain(limits[name]))}" for name, words in _LIMITS.items() if name in limits]
    item = columns.item(field)
    return items(
        {
            "Type": ", ".join([kind, *said]),
            "List": f"items joined by {code(columns.SEPARATOR)}" if item else "",
            "Pattern": code(limits.get("pattern", "")),
            "Values": ", ".join(code(_plain(value)) for value in values),
            "True and false": ", ".join(
                code(value) for name in ("trueValues", "falseValues") for value in field.get(name, ())
            ),
            "Refers to": _reference(one.schema, field["name"], anchors),
            "Example": code(_plain(field["example"])) if "example" in field else "",
            "Derived from": ", ".join(_origin(origin, anchors) for origin in field.get("derivedFrom", ())),
            "In the CSV file": "an apostrophe stands before what a spreadsheet would take for a formula"
            if field["name"] in one.escaped
            else "",
        }
    )


def _list(one: TableOf, rows: Sequence[Mapping[str, str]], anchors: _Anchors) -> Iterator[str]:
    yield f"### {code(one.name)}"
    yield f"**{escaped(one.title)}**" if one.title else ""
    yield paragraphs(one.description)
    yield _facts(one, anchors)
    yield "Its columns:"
    yield "\n".join(
        f"- {code(field['name'])}: {prose(field.get('description', '') or field.get('title', ''))}"
        for field in one.schema["fields"]
    )
    if len(rows) > WHOLE:
        yield from _compact(one, rows)
        return
    named = [name for name in _names(one) if any(row.get(name) for row in rows)]
    if rows and len(named) > WIDEST:
        yield "Its values:"
        yield "\n".join(line for row in rows for line in _entry(row, named, _long(rows, named)))
    elif rows:
        yield table(
            [code(name) for name in named],
            ([prose(row.get(name, "")) for name in named] for row in rows),
        )


def _long(rows: Sequence[Mapping[str, str]], names: Sequence[str]) -> set[str]:
    """The columns that hold sentences."""
    return {name for name in names if any(len(row.get(name, "")) > SHORT for row in rows)}


def _entry(row: Mapping[str, str], names: Sequence[str], long: Container[str]) -> Iterator[str]:
    """A row of a list with too many columns for a table: what is short on one line, sentences below it."""
    first, *others = (name for name in names if row.get(name))
    short = [f"{code(name)} {prose(row[name])}" for name in others if name not in long]
    yield f"- **{escaped(row[first])}**" + (f": {', '.join(short)}" if short else "")
    for name in others:
        if name in long:
            yield f"  - {code(name)}: {prose(row[name])}"


def _compact(one: TableOf, rows: Sequence[Mapping[str, str]]) -> Iterator[str]:
    """The keys of a long list, under the values of a column that says in few words what they have in common,
    if it has one."""
    keys = _keys(one.schema) or _names(one)[:1]
    groups = next((name for name in _targets(one.schema) if name not in keys), "")
    yield f"The {len(rows):,} values, of which the file says more:"
    grouped: dict[str, list[str]] = {}
    for row in rows:
        said = " / ".join(escaped(row.get(key, "")) for key in keys)
        grouped.setdefault(row.get(groups, ""), []).append(said)
    if not groups:
        yield "; ".join(said for values in grouped.values() for said in values)
    else:
        yield "\n".join(
            f"- **{escaped(group) or 'none'}**: {'; '.join(values)}" for group, values in grouped.items()
        )


def _foreign(key: Descriptor, anchors: _Anchors) -> str:
    here, reference = _listed(key["fields"]), key["reference"]
    there = _listed(reference["fields"])
    target = reference.get("resource", "")
    ends = ", ".join(_end(target, name, anchors) for name in there)
    return f"{', '.join(code(name) for name in here)} to {ends}"


def _reference(schema: Descriptor, column: str, anchors: _Anchors) -> str:
    """Where the value of a column is looked up, if it is a key of its own."""
    found = [key for key in schema.get("foreignKeys", ()) if _listed(key["fields"]) == [column]]
    ends = ((key["reference"].get("resource", ""), _listed(key["reference"]["fields"])[0]) for key in found)
    return ", ".join(_end(target, name, anchors) for target, name in ends)


def _end(target: str, column: str, anchors: _Anchors) -> str:
    """A column that is looked up: in the code lists, which have no headings for columns, their table."""
    if not target:
        return code(column)
    found = anchors.to(target, column)
    return found if found.startswith("[") else anchors.to(target)


def _targets(schema: Descriptor) -> list[str]:
    return [_listed(key["fields"])[0] for key in schema.get("foreignKeys", ())]


def _origin(said: str, anchors: _Anchors) -> str:
    table_name, _, column = said.partition(".")
    return _end(table_name, column, anchors) if column and "[" not in said else code(said)


def _keys(schema: Descriptor) -> list[str]:
    return _listed(schema.get("primaryKey", []))


def _listed(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def _names(one: TableOf) -> list[str]:
    return [field["name"] for field in one.schema["fields"]]


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
