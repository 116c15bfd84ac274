"""The rows of two states of a table, side by side."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dateline.diff.identity import DAY, EVENT_KEY, PLACE, SIDES
from dateline.engine.reading import Input
from dateline.engine.table_file import Format
from dateline.layouts.sample import records

Cells = Sequence[str]

BATCH = 10_000
"""Rows that are fetched at once."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What is remembered of a row: hashes, for there may be millions."""

    all: int
    day: int
    place: int
    sides: int
    key: str
    """The coder's own key of the event, if the table has one."""
    timestamp: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs between two states of one table, by the ids of its records."""

    added: frozenset[str]
    touched: frozenset[str]
    deleted: frozenset[str]
    reused: frozenset[str] = frozenset()
    """Touched so that they are other events (`diff.identity`)."""
    silent: frozenset[str] = frozenset()
    """Touched without a newer timestamp."""


def compared(old: Input, new: Input) -> Changes:
    """What differs in the columns that both have."""
    common = sorted(set(old.file.header) & set(new.file.header))
    before, seen = (_by_id(table, common) for table in (old, new))
    added, touched, reused, silent = set(), set(), set(), set()
    for key, kept in seen.items():
        former = before.get(key)
        if former is None:
            added.add(key)
        elif former.all != kept.all:
            touched.add(key)
            if _is_another(former, kept):
                reused.add(key)
            elif kept.timestamp and not _newer(kept.timestamp, former.timestamp):
                silent.add(key)
    deleted = before.keys() - seen.keys()
    return Changes(*map(frozenset, (added, touched, deleted, reused, silent)))


@dataclass(frozen=True, slots=True)
class Found:
    """A row, and where it stands."""

    number: int
    line: int | None
    cells: Mapping[str, str]
    """By the canonical name of their columns."""


def rows(table: Input, wanted: frozenset[str]) -> Mapping[str, Found]:
    """Some records, by id."""
    if not wanted:
        return {}
    key = _places(table, _key(table))
    names = {column: at for at, column in enumerate(table.file.header)}
    canonical = {one["name"]: names.get(table.column(one["name"]) or "") for one in table.schema["fields"]}
    found: dict[str, Found] = {}
    line = table.file.header_lines + 1
    for number, cells in enumerate(_records(table), 1):
        name = _name(cells, key)
        if name in wanted and name not in found:
            shown = {column: _cell(cells, at) for column, at in canonical.items() if at is not None}
            found[name] = Found(number, None if table.file.format is Format.parquet else line, shown)
        line += 1
        if table.file.format is Format.csv:
            line += sum(cell.count("\n") for cell in cells)
    return found


def _by_id(table: Input, common: Sequence[str]) -> dict[str, Kept]:
    found: dict[str, Kept] = {}
    for key, kept in _kept(table, common):
        found[key] = _together(found[key], kept) if key in found else kept
    return found


def _kept(table: Input, common: Sequence[str]) -> Iterator[tuple[str, Kept]]:
    header = list(table.file.header)
    key = _places(table, _key(table))
    every = [header.index(name) for name in common]
    day, place, sides = (
        [at for at in _places(table, names) if header[at] in common] for names in (DAY, PLACE, SIDES)
    )
    own, stamp = (_places(table, (name,)) for name in (EVENT_KEY, "timestamp"))
    for cells in _records(table):
        name = _name(cells, key)
        if name:
            yield (
                name,
                Kept(
                    _hash(cells, every),
                    _hash(cells, day),
                    _hash(cells, place),
                    _hash(cells, sides),
                    "".join(_cell(cells, at) for at in own),
                    "".join(_cell(cells, at) for at in stamp),
                ),
            )


def _is_another(former: Kept, now: Kept) -> bool:
    """Whether it is another event (`diff.identity`)."""
    if former.key and now.key and former.key != now.key:
        return True
    return former.day != now.day and former.place != now.place and former.sides != now.sides


def _together(one: Kept, other: Kept) -> Kept:
    """Two rows with one id: what the first has, but any change of either is one."""
    newest = max(one.timestamp, other.timestamp)
    return Kept(hash((one.all, other.all)), one.day, one.place, one.sides, one.key, newest)


def _records(table: Input) -> Iterator[Cells]:
    if table.file.format is not Format.parquet:
        longest = csv.field_size_limit(sys.maxsize)
        try:
            yield from records(table.file)
        finally:
            csv.field_size_limit(longest)
        return
    import duckdb

    with duckdb.connect() as connection:
        cursor = connection.execute(f"SELECT * FROM {table.file.relation()}")
        while batch := cursor.fetchmany(BATCH):
            yield from ([cell or "" for cell in row] for row in batch)


def _key(table: Input) -> Sequence[str]:
    key = table.schema.get("primaryKey", ())
    return [key] if isinstance(key, str) else key


def _places(table: Input, names: Sequence[str]) -> list[int]:
    header = list(table.file.header)
    found = (table.column(name) for name in names)
    return [header.index(name) for name in found if name in header]


def _name(cells: Cells, key: Sequence[int]) -> str:
    parts = [_cell(cells, at) for at in key]
    return "/".join(parts) if any(parts) else ""


def _cell(cells: Cells, at: int) -> str:
    return cells[at] if at < len(cells) else ""


def _hash(cells: Cells, places: Sequence[int]) -> int:
    return hash(tuple(_cell(cells, at) for at in places))


def _newer(one: str, other: str) -> bool:
    """Whether one timestamp is later; both are numbers of seconds, or both dates."""
    return int(one) > int(other) if one.isdecimal() and other.isdecimal() else one > other
