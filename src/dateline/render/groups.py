"""Findings of one file by rule: the worst first, a few samples of each."""

from __future__ import annotations

from collections.abc import Sequence

import click

from dateline.findings import Cell, Finding, InDataset, Place, order
from dateline.render.console import paragraph, printable
from dateline.render.findings import STYLES, cut, plural, shortened, where
from dateline.rules import Rule
from dateline.validate.run import Validation

SAMPLES = 3
"""Findings of a rule that are shown."""
LONGEST = 60
"""Characters of a value beside its column."""


def show(validation: Validation) -> None:
    """Print what each rule found, by severity and number."""
    found: dict[str, list[Finding]] = {}
    for finding in validation.findings:
        found.setdefault(finding.rule, []).append(finding)
    rules = [validation.catalogue[code] for code, count in validation.counts.items() if count]
    for rule in sorted(rules, key=lambda one: (one.severity.rank, -validation.counts[one.code], one.code)):
        _group(rule, found.get(rule.code, ()), validation)


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


def _group(rule: Rule, findings: Sequence[Finding], validation: Validation) -> None:
    count, rows = validation.counts[rule.code], validation.rows.get(rule.code)
    records = sum(book.records for book in validation.books)
    number = f": {plural(count, 'finding')}" + (f" in {rows:,} of {plural(records, 'row')}" if rows else "")
    click.echo()
    heading = (f"{rule.severity} ", STYLES[rule.severity]), (f"{rule.code} {rule.name}", "bold"), (number, "")
    paragraph(*heading, hang=2)
    paragraph((rule.advice, "dim"), first="  → ", hang=4)
    shown = samples(findings)
    for finding in shown:
        _sample(finding, rule)
    if count > len(shown):
        paragraph((f"… and {count - len(shown):,} more", "dim"), first="  ", hang=2)


def _sample(finding: Finding, rule: Rule) -> None:
    column, value = getattr(finding.place, "column", None), finding.value or ""
    cell = f"  {printable(column)}" if column else ""
    if value and value not in finding.message:
        cell += f" “{printable(cut(value, LONGEST))}”"
    paragraph((_at(finding.place, finding.place), "bold"), (cell, ""), first="  ", hang=4)
    lines = [(printable(shortened(finding.message, rule.message)), "")]
    if finding.suggestion:
        lines.append(("Perhaps: " + printable(finding.suggestion), "green"))
    lines += [("See also " + _at(place, finding.place), "dim") for place in finding.related]
    for line in lines:
        paragraph(line, first="    ", hang=4)


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
