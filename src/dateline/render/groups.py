"""Findings of one file by rule: the worst first, a few samples of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from dateline.findings import Cell, Finding, InDataset, Place, order
from dateline.render.console import Line, Marked, Shown, line, printable
from dateline.render.findings import STYLES, cut, plural, shortened, where
from dateline.rules import Rule
from dateline.validate.run import Validation

SAMPLES = 3
"""Findings of a rule that are shown."""
LONGEST = 60
"""Characters of a value beside its column."""


def lines(validation: Validation) -> Iterator[Shown]:
    """What each rule found, by severity and number."""
    found = by_rule(validation.findings)
    for rule in by_severity(validation):
        yield from _group(rule, found.get(rule.code, ()), validation)


def by_rule(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """Findings by the code of their rule, each rule's in order."""
    found: dict[str, list[Finding]] = {}
    for finding in sorted(findings, key=order):
        found.setdefault(finding.rule, []).append(finding)
    return found


def by_severity(validation: Validation) -> list[Rule]:
    """The rules that found something: the most severe first, of these the one that found most."""
    rules = [validation.catalogue[code] for code, count in validation.counts.items() if count]
    return sorted(rules, key=lambda one: (one.severity.rank, -validation.counts[one.code], one.code))


def samples(findings: Sequence[Finding]) -> list[Finding]:
    """A few findings of one rule in the order of the file, if possible of different columns and values."""

    def at(finding: Finding) -> tuple[object, ...]:
        return (getattr(finding.place, "row", None) or 0, *order(finding))

    first: dict[tuple[str | None, str | None], Finding] = {}
    alike = []
    for finding in sorted(findings, key=at):
        kind = getattr(finding.place, "column", None), finding.value
        if first.setdefault(kind, finding) is not finding:
            alike.append(finding)
    return sorted([*first.values(), *alike][:SAMPLES], key=at)


def _group(rule: Rule, findings: Sequence[Finding], validation: Validation) -> Iterator[Shown]:
    count, rows = validation.counts[rule.code], validation.rows.get(rule.code)
    records = sum(book.records for book in validation.books)
    number = f": {plural(count, 'finding')}" + (f" in {rows:,} of {plural(records, 'row')}" if rows else "")
    yield line()
    heading = (f"{rule.severity} ", STYLES[rule.severity]), (f"{rule.code} {rule.name}", "bold"), (number, "")
    yield Line(heading, hang=2)
    yield line(rule.advice, "dim", "  → ", 4)
    shown = samples(findings)
    for finding in shown:
        yield from _sample(finding, rule)
    if count > len(shown):
        yield line(f"… and {count - len(shown):,} more", "dim", "  ", 2)


def _sample(finding: Finding, rule: Rule) -> Iterator[Shown]:
    column, value = getattr(finding.place, "column", None), finding.value or ""
    cell = f"  {printable(column)}" if column else ""
    if value and value not in finding.message:
        cell += f" “{printable(cut(value, LONGEST))}”"
    yield Line(((_at(finding.place, finding.place), "bold"), (cell, "")), "  ", 4)
    yield line(printable(shortened(finding.message, rule.message)), "", "    ", 4)
    if finding.excerpt and getattr(finding.place, "row", None) is not None:
        yield Marked(finding.excerpt, getattr(finding.place, "line", None), 4)
    if finding.suggestion:
        yield line("Perhaps: " + printable(finding.suggestion), "green", "    ", 4)
    for place in finding.related:
        yield line("See also " + _at(place, finding.place), "dim", "    ", 4)


def _at(place: Place, main: Place) -> str:
    """The line and the record's own id; the file is told at the top."""
    if isinstance(place, InDataset):
        return "the whole file"
    if not isinstance(place, Cell) or not isinstance(main, Cell) or place.file != main.file:
        return printable(where(place))
    if place.line is not None:
        at = f"line {place.line}"
    else:
        at = "the file" if place.row is None else f"record {place.row}"
    return f"{at}  {printable(cut(place.record, LONGEST))}" if place.record else at
