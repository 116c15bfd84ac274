"""SQLite: every table with its keys, indexes, and full-text search, as SQL and Datasette expect them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dateline.engine.table_file import identifier
from dateline.package import Descriptor
from dateline.release.formats import bulk
from dateline.release.formats.content import EVENTS, Content, Output, Relation, place

METADATA = "formats/datasette.json"
SEARCHED: Mapping[str, Sequence[str]] = {
    EVENTS: ("actor1", "assoc_actor_1", "actor2", "assoc_actor_2", "location", "notes"),
    "evidence": ("exact",),
}
"""Columns with a full-text index."""
SORTED: Mapping[str, Sequence[str]] = {EVENTS: ("event_date",)}
"""Columns with an index, besides those that point to another table than a list of codes, or are pointed
at."""
FACETS: Mapping[str, Sequence[str]] = {EVENTS: ("country", "event_type")}
"""Columns by which Datasette counts when a table is opened."""
HELD, USUALLY_HELD = 64 << 20, 1 << 20
"""Bytes of the full-text index that FTS5 keeps in memory while it is made, so that it has little to merge,
and afterwards, as in any other."""


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """Columns that name rows of another table, or the same."""

    columns: tuple[str, ...]
    table: str
    targets: tuple[str, ...]


def write(content: Content, folder: Path) -> list[Output]:
    """`formats/<name>.sqlite`, with all tables, and what Datasette shows beside them."""
    path = f"formats/{content.name}.sqlite"
    tables = content.relations
    with bulk.database(place(folder, path)) as made:
        for relation in tables.values():
            made.execute(_table(relation, tables))
            bulk.fill(made, content, relation)
        for relation in tables.values():
            for statement in (*_indexes(relation, tables), *_search(relation)):
                made.execute(statement)
    file = place(folder, METADATA)
    file.write_text(
        json.dumps(_metadata(content), ensure_ascii=False, indent=2) + "\n", "utf-8", newline="\n"
    )
    return [
        Output(path, "All tables, with keys and full-text search", "application/vnd.sqlite3", "SQLite"),
        Output(METADATA, "What Datasette shows beside the tables", "application/json", "Datasette"),
    ]


def foreign_keys(relation: Relation, tables: Mapping[str, Relation]) -> Iterator[ForeignKey]:
    """The foreign keys of a table that SQLite can keep: those that lead to columns of the release which are
    declared to be unique there. Any other is left out, for SQLite would refuse every change of the table."""
    for key in relation.table.schema.get("foreignKeys", []):
        reference = key["reference"]
        name = reference.get("resource") or relation.name
        columns, targets = _names(key["fields"]), _names(reference["fields"])
        if name in tables and targets in _unique(tables[name]):
            yield ForeignKey(columns, name, targets)


def _names(given: str | Sequence[str]) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given)


def _unique(relation: Relation) -> list[tuple[str, ...]]:
    """What is declared to be unique in a table: its primary key, and single columns."""
    schema = relation.table.schema
    single = [(one["name"],) for one in relation.table.fields if one.get("constraints", {}).get("unique")]
    more = [tuple(one) for one in schema.get("uniqueKeys", [])]
    return list(dict.fromkeys([*([tuple(relation.table.key)] if relation.table.key else []), *single, *more]))


def _table(relation: Relation, tables: Mapping[str, Relation]) -> str:
    parts = [bulk.column(one, relation.table.key) for one in relation.table.fields]
    if relation.table.key:
        parts.append(f"PRIMARY KEY ({_list(relation.table.key)})")
    parts += [
        f"FOREIGN KEY ({_list(one.columns)}) REFERENCES {identifier(one.table)} ({_list(one.targets)})"
        for one in foreign_keys(relation, tables)
    ]
    inside = ",\n  ".join(parts)
    return f"CREATE TABLE {identifier(relation.name)} (\n  {inside}\n)"


def _indexes(relation: Relation, tables: Mapping[str, Relation]) -> Iterator[str]:
    """Made when the rows are there, which is faster than keeping them sorted all along. What is unique, and
    nothing points at it, was checked before and costs no index."""
    aimed_at = {
        key.targets
        for one in tables.values()
        for key in foreign_keys(one, tables)
        if key.table == relation.name
    }
    leading = [one.columns for one in foreign_keys(relation, tables) if not tables[one.table].is_code_list]
    others = [(one,) for one in SORTED.get(relation.name, ()) if one in relation.table.columns]
    for columns in dict.fromkeys([*sorted(aimed_at), *leading, *others]):
        if columns != tuple(relation.table.key):
            kind = "UNIQUE INDEX" if columns in aimed_at else "INDEX"
            name = identifier(f"{relation.name}_{'_'.join(columns)}")
            yield f"CREATE {kind} {name} ON {identifier(relation.name)} ({_list(columns)})"


def _search(relation: Relation) -> Iterator[str]:
    """A full-text index without a copy of the texts. Datasette knows it by the square brackets."""
    columns = [one for one in SEARCHED.get(relation.name, ()) if one in relation.table.columns]
    if columns:
        name = identifier(f"{relation.name}_fts")
        yield (
            f"CREATE VIRTUAL TABLE {name} USING fts5({_list(columns)}, content=[{relation.name}], "
            "tokenize='unicode61 remove_diacritics 2')"
        )
        yield f"INSERT INTO {name} ({name}, rank) VALUES ('hashsize', {HELD})"
        yield f"INSERT INTO {name} ({name}) VALUES ('rebuild')"
        yield f"INSERT INTO {name} ({name}, rank) VALUES ('hashsize', {USUALLY_HELD})"


def _list(columns: Sequence[str]) -> str:
    return ", ".join(map(identifier, columns))


def _metadata(content: Content) -> dict[str, Any]:
    said = content.descriptor
    license: Descriptor = next(iter(said.get("licenses", [])), {})
    whole = {
        "title": said.get("title"),
        "description": said.get("description"),
        "license": license.get("title") or license.get("name"),
        "license_url": license.get("path"),
        "source_url": said.get("homepage"),
    }
    tables = {name: _shown(relation) for name, relation in content.relations.items()}
    return {**{k: v for k, v in whole.items() if v}, "databases": {content.name: {"tables": tables}}}


def _shown(relation: Relation) -> dict[str, Any]:
    columns = {one["name"]: one["description"] for one in relation.table.fields if one.get("description")}
    facets = [one for one in FACETS.get(relation.name, ()) if one in relation.table.columns]
    shown = {
        "title": relation.title,
        "description": relation.description,
        "columns": columns,
        "facets": facets,
    }
    return {name: value for name, value in shown.items() if value}
