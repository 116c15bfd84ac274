"""One JSON document with every row that differs, one row after the other, as `schema/diff.schema.json`
describes it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any, TextIO, TypeVar

from dateline import __version__
from dateline.diff.model import Changed, Coverage, Deaths, Diff, Events, Listed, Named, Row, State, TableDiff
from dateline.release import versions

FORMAT = 1
"""Version of the document's form."""
T = TypeVar("T")


def write(diff: Diff, stream: TextIO, most: int) -> None:
    """Write it, in ASCII: no terminal and no encoding comes in its way. `most` is for people: machines have
    all."""
    del most
    for piece in _object(_whole(diff), "  "):
        stream.write(piece)
    stream.write("\n")


_Value = Any
"""A value of JSON, or a `_Stream` of them."""


class _Stream:
    """A list whose items are made when they are written."""

    def __init__(self, of: Listed[T], made: Callable[[T], Any]) -> None:
        self.of, self.made = of, made

    def __iter__(self) -> Iterator[Any]:
        return (self.made(one) for one in self.of)


def _object(value: dict[str, _Value], indent: str) -> Iterator[str]:
    before = "{\n"
    for key, one in value.items():
        yield f"{before}{indent}{json.dumps(key)}: "
        yield from _value(one, indent + "  ")
        before = ",\n"
    yield f"\n{indent[:-2]}}}" if value else "{}"


def _value(value: _Value, indent: str) -> Iterator[str]:
    if isinstance(value, _Stream) or (isinstance(value, list) and value and isinstance(value[0], _Nested)):
        before = "["
        for one in value:
            yield f"{before}\n{indent}"
            yield from _object(one, indent + "  ") if isinstance(one, _Nested) else (json.dumps(one),)
            before = ","
        yield "[]" if before == "[" else f"\n{indent[:-2]}]"
    elif isinstance(value, _Nested):
        yield from _object(value, indent)
    else:
        yield json.dumps(value)


class _Nested(dict[str, Any]):
    """An object that is written over several lines, for a list in it is streamed."""


def _whole(diff: Diff) -> dict[str, _Value]:
    needed = versions.needed(diff)
    return {
        "format": FORMAT,
        "dateline": __version__,
        "old": _state(diff.old),
        "new": _state(diff.new),
        "differs": diff.differs,
        "bump": needed.bump.name,
        "reasons": [{"bump": one.bump.name, "text": one.text} for one in needed.reasons],
        "metadata": list(diff.metadata),
        "tables_added": dict(diff.tables_added),
        "tables_removed": dict(diff.tables_removed),
        "unread": {"old": diff.unread[0], "new": diff.unread[1]},
        "not_compared": {name: list(columns) for name, columns in diff.aside.items()},
        "events": _events(diff.events) if diff.events else None,
        "tables": [_table(table) for table in diff.tables],
    }


def _state(one: State) -> dict[str, str]:
    return {"name": one.name, "title": one.title, "version": one.version}


def _table(table: TableDiff) -> _Nested:
    columns = table.columns
    return _Nested(
        name=table.name,
        title=table.title,
        key=list(table.key),
        columns={
            "added": list(columns.added),
            "removed": list(columns.removed),
            "retyped": [{"column": one.column, "old": one.old, "new": one.new} for one in columns.retyped],
            "reordered": columns.reordered,
            "redefined": list(columns.redefined),
            "described": list(columns.described),
            "key": {"old": list(columns.key[0]), "new": list(columns.key[1])} if columns.key else None,
            "missing_values": columns.missing,
        },
        rows={
            "old": table.old,
            "new": table.new,
            "added": table.added.count,
            "deleted": table.deleted.count,
            "changed": table.changed.count,
            "rewritten": table.rewritten,
            "unchanged": table.unchanged,
        },
        cells=dict(table.cells),
        added=_Stream(table.added, _row),
        deleted=_Stream(table.deleted, _row),
        changed=_Stream(table.changed, _changed),
    )


def _row(row: Row) -> dict[str, Any]:
    found: dict[str, Any] = {"key": list(row.key), "row": dict(row.cells)}
    if row.fate:
        found["fate"] = {
            "status": row.fate.status.value,
            "successor": row.fate.successor,
            "reason": row.fate.reason,
            "decided_at": row.fate.decided_at,
        }
    return found


def _changed(changed: Changed) -> dict[str, Any]:
    return {
        "key": list(changed.key),
        "cells": [{"column": one.column, "old": one.old, "new": one.new} for one in changed.cells],
        "timestamp": changed.row.get("timestamp", ""),
        "reused": changed.reused,
        "silent": changed.silent,
    }


def _events(events: Events) -> _Nested:
    (old, new) = events.period
    return _Nested(
        explains=events.explains,
        fates={status.value: count for status, count in events.fates.items()},
        reused=events.reused,
        silent=events.silent,
        uncounted={"old": events.uncounted[0], "new": events.uncounted[1]},
        period={"old": {"first": old[0], "last": old[1]}, "new": {"first": new[0], "last": new[1]}},
        fatalities=_Nested(
            old=events.deaths.old,
            new=events.deaths.new,
            by_country=_Stream(events.deaths_by_country, _deaths),
            by_sub_event_type=_Stream(events.deaths_by_type, _deaths),
        ),
        coverage=[_coverage(one) for one in events.coverage],
    )


def _deaths(of: Deaths) -> dict[str, Any]:
    return {"group": of.group, "old": of.old, "new": of.new}


def _coverage(of: Coverage) -> _Nested:
    return _Nested(
        kind=of.kind, old=of.old, new=of.new, added=_Stream(of.added, _named), gone=_Stream(of.gone, _named)
    )


def _named(of: Named) -> dict[str, Any]:
    return {"name": of.name, "events": of.events}
