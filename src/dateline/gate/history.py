"""What became of the events that were published before, as findings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dateline import rules
from dateline.engine.reading import Input
from dateline.findings import Cell, Finding
from dateline.gate.rows import Changes, Found, rows
from dateline.rules import Rule

Row = Mapping[str, str]


def of_package(old: Input, new: Input, changes: Changes, retired: frozenset[str]) -> Iterator[Finding]:
    """The events of a package. `retired`: keys and ids of which the project says what became of them."""
    rule = rules.load().answering("change", "deleted")
    for event, row in _sorted(rows(old, changes.deleted)):
        if retired.isdisjoint((event, row.cells.get("event_key", ""))):
            yield lost(rule, event, row.cells, new.file.shown)
    yield from _changed(old, new, changes)


def of_file(old: Input, new: Input, changes: Changes) -> Iterator[Finding]:
    """The events of one file by itself."""
    rule = rules.load().answering("change", "gone")
    for event, row in _sorted(rows(old, changes.deleted)):
        yield lost(rule, event, row.cells, new.file.shown)
    yield from _changed(old, new, changes)


def _changed(old: Input, new: Input, changes: Changes) -> Iterator[Finding]:
    before, after = (rows(table, changes.reused | changes.silent) for table in (old, new))
    for event, now in _sorted(after):
        former, row = before[event].cells, now.cells
        place = Cell(new.file.shown, now.number, now.line, None, event)
        if event in changes.reused:
            values = {"value": event, **when_and_where(former)}
            yield rules.load().answering("change", "reused").finding(place, values)
        else:
            columns = ", ".join(name for name, cell in row.items() if former.get(name, cell) != cell)
            values = {"value": event, "columns": columns, "timestamp": row.get("timestamp", "")}
            yield rules.load().answering("change", "silent").finding(place, values)


def lost(rule: Rule, event: str, row: Row, file: str) -> Finding:
    """The finding of an event that is gone, as `row` told of it; `file` is that of the present ones."""
    return rule.finding(Cell(file, record=event), {"value": event, **when_and_where(row)})


def when_and_where(row: Row) -> dict[str, str]:
    """What a message says of an event."""
    return {
        "day": row.get("event_date") or "an unknown day",
        "place": row.get("location") or "an unknown place",
    }


def _sorted(found: Mapping[str, Found]) -> list[tuple[str, Found]]:
    return sorted(found.items())
