"""What `dateline validate` says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from dateline.engine.judge import LACKS
from dateline.findings import Severity
from dateline.render.console import Shown, line, printable
from dateline.render.findings import as_text, plural
from dateline.validate.run import Validation

MOST_CODES = 12
"""Codes that are listed in one line."""


def lines(validation: Validation) -> Iterator[Shown]:
    """The findings, what was not shown, what was not run, and one line that says what was judged."""
    yield from as_text(validation.findings, validation.catalogue)
    shown = Counter(finding.rule for finding in validation.findings)
    for code, count in sorted(validation.counts.items()):
        if count > shown[code]:
            name = validation.catalogue[code].name
            yield line(f"{code} {name}: {count:,} findings, the first {shown[code]:,} are shown")
    for reason, codes in sorted(_by_reason(validation).items()):
        if "needs" in reason:
            yield line(printable(f"Not run ({reason}): {', '.join(codes)}"))
    if lacking := _lacking(validation):
        columns, codes = lacking
        told = ", ".join(codes) if len(codes) <= MOST_CODES else f"{len(codes)} rules, as -o json=FILE tells"
        yield line(f"Not run, because the file lacks {', '.join(columns)}: {told}")
    yield line(verdict(validation))


def verdict(validation: Validation) -> str:
    """`3 errors in 1,000 rows of 1 table …, by 120 rules.`"""
    judged = [f"{plural(sum(book.judged for book in validation.books), 'row')} of {_tables(validation)}"]
    unreadable = sum(book.unreadable for book in validation.books)
    if unreadable:
        judged.append(f"{plural(unreadable, 'record')} that could not be read")
    if validation.quotations:
        judged.append(plural(validation.quotations, "quotation"))
    if validation.extractions:
        judged.append(plural(validation.extractions, "extraction"))
    waived = sum(validation.waived.values())
    silenced = f" {plural(waived, 'finding')} silenced by reviewed exceptions." if waived else ""
    undecidable = f" {plural(validation.undecidable, 'date')} undecidable." if validation.undecidable else ""
    found = tally(validation).capitalize()
    return f"{found} in {', '.join(judged)}, by {len(validation.applied)} rules.{silenced}{undecidable}"


def _tables(validation: Validation) -> str:
    return plural(len(validation.books), "table")


def tally(validation: Validation) -> str:
    """`2 errors, 1 warning`, of all that was found, shown or not."""
    totals = validation.severities
    parts = [plural(totals[severity], severity.value) for severity in Severity if totals[severity]]
    return ", ".join(parts) or "no findings"


def _lacking(validation: Validation) -> tuple[list[str], list[str]] | None:
    """Columns of ACLED's that the file has not, and the rules that could not be run without them."""
    columns: set[str] = set()
    codes = []
    for code, reason in sorted(validation.silent.items()):
        if reason.startswith(LACKS):
            columns.update(reason.removeprefix(LACKS).split(", "))
            codes.append(code)
    return (sorted(columns), codes) if codes else None


def _by_reason(validation: Validation) -> dict[str, list[str]]:
    reasons: dict[str, list[str]] = {}
    for code, reason in sorted(validation.silent.items()):
        reasons.setdefault(reason, []).append(code)
    return reasons
