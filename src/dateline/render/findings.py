"""Findings as text for people."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from dateline import rules
from dateline.findings import Cell, Finding, InDataset, InDocument, InText, Place, Severity, order
from dateline.render.console import Line, Marked, Shown, line, printable
from dateline.rules import Catalogue

STYLES = {Severity.error: "bold red", Severity.warning: "yellow", Severity.info: "cyan"}

LONGEST = 160
"""Characters of a value that the text form shows; forms for machines have all of it."""


def as_text(findings: Iterable[Finding], catalogue: Catalogue | None = None) -> Iterator[Shown]:
    """Findings by file and line; the advice of a rule once, below its first finding."""
    known = rules.load() if catalogue is None else catalogue
    advised: set[str] = set()
    for finding in sorted(findings, key=order):
        rule = known.rules.get(finding.rule)
        record = getattr(finding.place, "record", None)
        yield Line((
            (printable(where(finding.place)), "bold"),
            (f"  {finding.severity} ", STYLES[finding.severity]),
            (f"{finding.rule} {finding.name}", ""),
            (f"  [{printable(record)}]" if record else "", "dim"),
        ))  # fmt: skip
        yield line(printable(shortened(finding.message, rule.message if rule else None)), "", "  ", 2)
        if finding.excerpt:
            yield Marked(finding.excerpt, getattr(finding.place, "line", None), 2)
        if finding.suggestion:
            yield line("Perhaps: " + printable(finding.suggestion), "green", "  ", 2)
        for place in finding.related:
            yield line("See also " + printable(where(place)), "dim", "  ", 2)
        if finding.edit:
            yield line("Edit " + printable(where(finding.edit)), "dim", "  ", 2)
        if rule and finding.rule not in advised:
            advised.add(finding.rule)
            yield line("→ " + rule.advice, "dim", "  ", 4)


def shortened(message: str, template: str | None) -> str:
    """`message` with each long value that fills a placeholder of `template` cut in its middle; as a whole,
    and later, if there is no template that it fits."""
    if len(message) <= LONGEST:
        return message
    # Every other part is a placeholder.
    literals = re.split(r"\{\w+\}", template or "")
    pattern = "(.*?)".join(f"({re.escape(literal)})" for literal in literals)
    found = re.fullmatch(pattern, message, re.DOTALL) if len(literals) > 1 else None
    return "".join(cut(part, LONGEST) for part in found.groups()) if found else cut(message, 3 * LONGEST)


def cut(text: str, width: int) -> str:
    """`text` without its middle, if it is longer than so many characters."""
    if len(text) <= width:
        return text
    half = (width - 3) // 2
    return f"{text[:half].rstrip()} … {text[-half:].lstrip()}"


def tally(findings: Sequence[Finding]) -> str:
    """`2 errors, 1 warning`, or `no findings`."""
    counts = Counter(finding.severity for finding in findings)
    parts = [plural(counts[severity], severity.value) for severity in Severity if counts[severity]]
    return ", ".join(parts) or "no findings"


def size(count: int) -> str:
    """`1.2 MB`, `310 kB`."""
    return f"{count / 1e6:.1f} MB" if count >= 1_000_000 else f"{count / 1e3:.0f} kB"


def plural(count: int, noun: str) -> str:
    """`1 event`, `5 events`."""
    return f"{count:,} {noun}" if count == 1 or noun == "info" else f"{count:,} {noun}s"


def and_more(shown: Sequence[str], number: int) -> str:
    """`a, b and 3 more`: the first of so many names."""
    rest = f" and {number - len(shown):,} more" if number > len(shown) else ""
    return ", ".join(shown) + rest


def where(place: Place) -> str:
    """`file:line:column`, as editors and terminals follow it; without lines, the number of the record."""
    match place:
        case Cell():
            at = ":".join(str(part) for part in (place.file, place.line) if part is not None)
            if place.line is None and place.row is not None:
                at += f" record {place.row}"
            return f"{at} {place.column}" if place.column else at
        case InDocument():
            return ":".join(str(part) for part in (place.file, place.line, place.column) if part is not None)
        case InText():
            return f"{place.file}@{place.start}-{place.end}"
        case InDataset():
            return place.name
