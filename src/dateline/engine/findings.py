"""From failing rows to findings: cells as they stand in the file, lines, messages, nearest names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from dateline.engine.checks import QueryCheck, RowCheck
from dateline.engine.damage import Unreadable
from dateline.engine.records import Record
from dateline.findings import Cell, Finding, InDataset, InText, Place
from dateline.rules import load

if TYPE_CHECKING:
    from dateline.engine.judge import Input


EVERY = 1 << 62
"""More findings than there can be."""


@dataclass
class Collector:
    """Findings, of each rule at most `cap`, all of them counted."""

    cap: int
    uncapped: frozenset[str] = frozenset()
    counts: Counter[str] = field(default_factory=Counter)
    _kept: list[Finding] = field(default_factory=list)
    _room: Counter[str] = field(default_factory=Counter)

    def add(self, finding: Finding) -> None:
        """Count a finding, and keep it if there is room."""
        self.counts[finding.rule] += 1
        if self._room[finding.rule] < self.limit(finding.rule):
            self._room[finding.rule] += 1
            self._kept.append(finding)

    def limit(self, rule: str) -> int:
        """How many findings of a rule are kept."""
        return EVERY if rule in self.uncapped else self.cap

    def count(self, rule: str, number: int) -> None:
        """Count findings that were not made."""
        if number:
            self.counts[rule] += number

    def kept(self) -> tuple[Finding, ...]:
        """The findings that were kept."""
        return tuple(self._kept)


def of_row(table: Input, check: RowCheck, row: int, record: Record, suggestion: str | None = None) -> Finding:
    """The finding of a row check."""
    value = record.cells.get(check.field or "", "")
    place = _cell(table, row, record, check.field)
    values = {
        **_cells(record),
        "column": check.field or "",
        "note": "",
        "expected": "",
        **check.values,
        "value": value,
    }
    near = suggestion or _nearest(value, check.known)
    return check.rule.finding(place, values, suggestion=near, related=_spans(table, record))


def of_query(
    table: Input, check: QueryCheck, found: Mapping[str, Any], cells: Mapping[int, Record]
) -> Finding:
    """The finding of one row of a query."""
    extra = {name: _shown(value) for name, value in found.items() if name not in ("row", "other_row")}
    row, other = found.get("row"), found.get("other_row")
    if row is None:
        return check.rule.finding(InDataset(table.name), {"value": "", **check.values, **extra})
    record = cells[row]
    values = {
        **_cells(record),
        "column": check.field or "",
        "note": "",
        "expected": "",
        "value": record.cells.get(check.field or "", ""),
        **check.values,
        **extra,
    }
    related: tuple[Place, ...] = _spans(table, record)
    if other is not None:
        related = (_cell(table, other, cells[other], check.field), *related)
        values |= {f"other_{name}": cell for name, cell in cells[other].cells.items()}
        values |= {"other_row": other, "other_line": cells[other].line}
    return check.rule.finding(_cell(table, row, record, check.field), values, related=related)


def of_unreadable(table: Input, one: Unreadable) -> Finding:
    """The finding of a record that cannot be judged."""
    place = Cell(table.file.shown, one.record, one.line)
    values = {"value": one.value, "column": "", "expected": "", "note": one.note}
    return load().answering("table", one.answer).finding(place, values)


def of_header(table: Input) -> Iterator[Finding]:
    """What is wrong with the header: absent, empty or twice the same, other than the schema where it must
    be that."""
    header, file = table.file.header, table.file.shown
    rule = load().answering("table", "header")

    def problem(value: str, expected: str, note: str) -> Finding:
        values = {"value": value, "column": value, "expected": expected, "note": note}
        return rule.finding(Cell(file, line=1, column=value or None), values)

    if not any(header):
        yield problem("", table.schema["fields"][0]["name"], "there is no header")
        return
    seen: set[str] = set()
    for name in header:
        if not name:
            yield problem("", "", "a column has no name")
        elif "\n" in name or "\r" in name:
            yield problem(name, name.split()[0], "a name holds a line break")
        elif name.lower() in seen:
            yield problem(name, "", "two columns have this name")
        seen.add(name.lower())
    if table.exact:
        wanted = [one["name"] for one in table.schema["fields"]]
        for position, name in enumerate(wanted):
            there = header[position] if position < len(header) else ""
            if there != name:
                yield problem(there, name, "the schema has another column here")
        for name in header[len(wanted) :]:
            yield problem(name, "", "the schema has no such column")


def fatal(table: Input) -> bool:
    """Whether the records below such a header cannot be told apart."""
    header = table.file.header
    names = [name.lower() for name in header]
    return (
        not any(header)
        or len(set(names)) < len(names)
        or any("\n" in name or "\r" in name for name in header)
    )


def _cell(table: Input, row: int, record: Record, column: str | None) -> Cell:
    key = table.schema.get("primaryKey", ())
    names = [key] if isinstance(key, str) else key
    cells = [record.cells.get(name, "") for name in names]
    return Cell(table.file.shown, row, record.line, column, "/".join(cells) if any(cells) else None)


def _spans(table: Input, record: Record) -> tuple[Place, ...]:
    """For a quotation: the source and the place in its text."""
    cells = record.cells
    if table.name in ("evidence", "contradictions", "left_out") and cells.get("source_id"):
        start, end = cells.get("start", ""), cells.get("end", "")
        if start.isdigit() and end.isdigit():
            return (InText(cells["source_id"], table.file.shown, int(start), int(end)),)
    return ()


def _cells(record: Record) -> dict[str, object]:
    return dict(record.cells)


def _nearest(value: str, known: Sequence[str]) -> str | None:
    if not value or not known:
        return None
    from dateline.probes.names import nearest

    near = nearest(value, known, 1)
    return near[0] if near else None


def _shown(value: Any) -> str:
    return "" if value is None else str(value)
