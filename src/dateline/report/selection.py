"""Which events are shown when there are too many for a page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain, islice

from dateline.findings import Finding
from dateline.report.content import Events

MOST = 20_000
"""Events that a page shows."""


def worst_first(findings: Iterable[Finding]) -> list[Finding]:
    """Findings by severity; of one severity in the order in which they came."""
    return sorted(findings, key=lambda finding: finding.severity.rank)


def chosen(there: Iterable[int], first: Iterable[int], most: int) -> list[int]:
    """At most so many of the numbers `there`, in their order: those of `first`, then the earliest."""
    present = list(there)
    known = set(present)
    wanted = dict.fromkeys(number for number in chain(first, present) if number in known)
    taken = set(islice(wanted, most))
    return [number for number in present if number in taken]


def part(events: Events, positions: Sequence[int]) -> Events:
    """The events at these positions."""
    return replace(
        events,
        rows=[events.rows[at] for at in positions],
        lines=[events.lines[at] for at in positions],
        numbers=[events.numbers[at] for at in positions],
    )
