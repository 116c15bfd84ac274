"""From failing rows to findings: cells as they stand in the file, lines, messages, nearest names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from dateline import excerpts
from dateline.engine import records
from dateline.engine.checks import QueryCheck, RowCheck
from dateline.engine.damage import Unreadable
from dateline.engine.records import Record
from dateline.engine.table_file import Fault, Format, Remark
from dateline.findings import Cell, Finding, InDataset, InText, Place
from dateline.rules import Rule, load

if TYPE_CHECKING:
    from dateline.engine.reading import Input


EVERY = 1 << 62
"""More findings than there can be."""


@dataclass
class Collector:
    """Findings, of each rule at most `cap`, all of them counted."""

    cap: int
    uncapped: frozenset[str] = frozenset()
    counts: Counter[str] = field(default_factory=Counter)
    rows: Counter[str] = field(default_factory=Counter)
    """Rows in which each rule found something."""
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


def of_row(table: Input, check: RowCheck, record: Record, suggestion: str | None = None) -> Finding:
    """The finding of a row check."""
    value = record.cells.get(check.field or "", "")
    place = _cell(table, record, check.field)
    values = {
        **_cells(record),
        **{name: record.cells.get(column, "") for name, column in check.standing.items()},
        "column": table.column(check.field) or "",
        "note": "",
        "expected": "",
        **check.values,
        "value": value,
    }
    near = suggestion or _repaired(value, check.rule.repair) or _nearest(value, check.known)
    finding = check.rule.finding(place, values, suggestion=near, related=_spans(table, record))
    return _shown_in(table, record, _as_it_stands(table, check.field, record, finding))


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
        "column": table.column(check.field) or "",
        "note": "",
        "expected": "",
        "value": record.cells.get(check.field or "", ""),
        **check.values,
        **extra,
    }
    related: tuple[Place, ...] = _spans(table, record)
    if other is not None:
        related = (_cell(table, cells[other], check.field), *related)
        values |= {f"other_{name}": cell for name, cell in cells[other].cells.items()}
        line = cells[other].line
        values["other_at"] = f"record {cells[other].number}" if line is None else f"line {line}"
    finding = check.rule.finding(_cell(table, record, check.field), values, related=related)
    return _shown_in(table, record, _as_it_stands(table, check.field, record, finding))


def of_unreadable(table: Input, one: Unreadable) -> Finding:
    """The finding of a record that cannot be judged."""
    number, piece = one
    header = table.file.header
    column = header[len(piece.cells)] if piece.answer == "short_row" else None
    cells = records.by_name(header, piece.cells)
    place = Cell(table.file.shown, number, piece.line, column, _key(table, cells))
    values = {"value": piece.value, "column": column or "", "expected": "", "note": piece.note.rstrip(".")}
    excerpt = excerpts.of_record(piece.cells, None, table.file.delimiter) if piece.cells else None
    return replace(rule(piece.answer or "").finding(place, values), excerpt=excerpt)


def of_fault(table: Input, fault: Fault) -> Finding:
    """The finding of a file of which nothing can be read."""
    values = {"value": fault.value, "column": "", "expected": "", "note": fault.note.rstrip(".")}
    return rule(fault.answer).finding(Cell(table.file.shown), values)


def of_remark(table: Input, remark: Remark) -> Finding:
    """The finding of what is to be said of a file that can be read all the same."""
    values = {"value": remark.value, "column": remark.column or "", "expected": "", "note": remark.note}
    return rule(remark.answer).finding(Cell(table.file.shown, line=remark.line, column=remark.column), values)


def of_header(table: Input) -> Iterator[Finding]:
    """What is wrong with the header: absent, empty or twice the same, other than the schema where it must
    be that."""
    header = table.file.header
    wanted = [one["name"] for one in table.schema["fields"]]

    def problem(value: str, expected: str, note: str) -> Finding:
        words = _header_words(value, expected, note)
        values = {"value": value, "column": value, "expected": expected, "note": words}
        place = Cell(table.file.shown, line=1, column=value or expected or None)
        return rule("header").finding(place, values)

    if not any(header):
        yield problem("", "", "there is none")
        return
    seen: set[str] = set()
    told: set[str | None] = set()
    for name in header:
        meant = next((one for one in wanted if one.lower() == name.lower()), "") if table.exact else ""
        note, expected = "", ""
        if not name and table.exact:
            note = "a column has no name"
        elif "\n" in name or "\r" in name:
            note, expected = "a name holds a line break", " ".join(name.split())
        elif name and name in seen:
            note = "two columns have this name" + ("" if table.exact else ", and the first was judged")
        elif meant and meant not in header:
            note, expected = "capitals count in names", meant
        elif name in table.alike:
            note = "the name is not quite the same, so nothing in the column was judged"
            expected = table.alike[name]
        seen.add(name)
        if note:
            told |= {name, expected}
            yield problem(name, expected, note)
    if table.exact:
        given = header if table.file.format is Format.csv else sorted(header, key=_order(wanted))
        for there, missing in _differences(given, wanted):
            if there not in told and missing not in told:
                yield problem(there or "", missing or "", _DIFFERENCES[there is None, missing is None])


def fatal(table: Input) -> bool:
    """Whether the records below such a header cannot be told apart: there is none, or a column that the
    schema knows stands in it twice. Columns of a layout are found by their place, so there the first of two
    is judged."""
    header = table.file.header
    if not any(header) or table.translation is not None:
        return not any(header)
    known = {one["name"] for one in table.schema["fields"]}
    return any(header.count(name) > 1 for name in known)


def rule(answer: str) -> Rule:
    """The rule that an answer of the probe `table` breaks."""
    return load().answering("table", answer)


def _header_words(there: str, expected: str, note: str) -> str:
    """What is wrong, with the names that there are."""
    match there, expected:
        case "", "":
            return note
        case _, "":
            return f"“{there}”, {note}"
        case "", _:
            return f"`{expected}`, {note}"
        case _:
            return f"“{there}” stands where `{expected}` belongs, {note}"


_DIFFERENCES = {
    (False, False): "the schema has another column here",
    (False, True): "the schema has no such column here",
    (True, False): "the column is missing here",
}
"""What is said where no name is there, or none belongs there."""


def _differences(given: Sequence[str], wanted: Sequence[str]) -> Iterator[tuple[str | None, str | None]]:
    """Names that stand in one header and not in the same place of the other, in their order."""
    for tag, a, b, c, d in SequenceMatcher(None, given, wanted, autojunk=False).get_opcodes():
        if tag != "equal":
            yield from zip_longest(given[a:b], wanted[c:d])


def _order(wanted: Sequence[str]) -> Callable[[str], int]:
    """Where formats that find a cell by its name have a column."""
    return lambda name: wanted.index(name) if name in wanted else len(wanted)


def _cell(table: Input, record: Record, column: str | None) -> Cell:
    name = table.column(column)
    return Cell(table.file.shown, record.number, record.line, name, _key(table, record.cells))


def _as_it_stands(table: Input, column: str | None, record: Record, finding: Finding) -> Finding:
    """The finding with the cell of the file as its value, where the message names what it stands for."""
    if table.translation is None or column is None:
        return finding
    return replace(finding, value=record.cells.get(table.column(column) or "", ""))


def _shown_in(table: Input, record: Record, finding: Finding) -> Finding:
    """The finding with what stands around its cell."""
    header, column = table.file.header, getattr(finding.place, "column", None)
    at = header.index(column) if column in header else None
    return replace(finding, excerpt=excerpts.of_record(record.texts, at, table.file.delimiter))


def _key(table: Input, cells: Mapping[str, str]) -> str | None:
    """The record's own id."""
    key = table.schema.get("primaryKey", ())
    names = [key] if isinstance(key, str) else key
    parts = [cells.get(name) or cells.get(table.column(name) or "", "") for name in names]
    return "/".join(parts) if any(parts) else None


def _spans(table: Input, record: Record) -> tuple[Place, ...]:
    """For a quotation: the source and the place in its text."""
    cells = record.cells
    if table.name in ("evidence", "contradictions", "left_out") and cells.get("source_id"):
        from dateline.text import Span  # the rest of that package is not needed for other tables

        span = Span.of_cells(cells.get("start", ""), cells.get("end", ""))
        if span is not None:
            return (InText(cells["source_id"], table.file.shown, *span),)
    return ()


def _cells(record: Record) -> dict[str, object]:
    return dict(record.cells)


def _repaired(value: str, repair: str | None) -> str | None:
    if repair is None:
        return None
    from dateline.text.repairs import REPAIRS

    repaired = REPAIRS[repair](value)
    return repaired if repaired != value else None


def _nearest(value: str, known: Sequence[str]) -> str | None:
    if not value or not known:
        return None
    from dateline.probes.names import nearest

    near = nearest(value, known, 1)
    return near[0] if near else None


def _shown(value: Any) -> str:
    return "" if value is None else str(value)
