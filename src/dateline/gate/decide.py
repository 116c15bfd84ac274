"""Which findings count, and whether they fail the gate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from dateline.findings import Cell, Finding, InDocument, Place
from dateline.gate.policy import Allowance, Policy
from dateline.rules import Catalogue


@dataclass(frozen=True, slots=True)
class Former:
    """The state that is compared with."""

    findings: Counter[str]
    """How often each fingerprint was found in it."""
    touched: Mapping[str, Collection[str]]
    """Ids of the records that are new or have changed since, by file."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a gate makes of a validation."""

    counted: tuple[Finding, ...]
    """Findings that are neither old, known nor tolerated, of any severity."""
    failing: tuple[Finding, ...]
    """Those of them that fail the gate."""
    old: int = 0
    """Findings that were there before, on records that have not changed."""
    known: int = 0
    """Findings of the baseline."""
    aside: int = 0
    """Findings that are tolerated."""
    gone: int = 0
    """Findings of the baseline that are no longer made."""
    tolerated: Mapping[str, tuple[int, Allowance]] = field(default_factory=dict)
    """Rules whose findings are within what is tolerated, with their number."""

    @property
    def passed(self) -> bool:
        """Whether the gate is open."""
        return not self.failing


def decide(
    findings: Iterable[Finding],
    policy: Policy,
    catalogue: Catalogue,
    rows: Mapping[str, int],
    *,
    former: Former | None = None,
    baseline: Counter[str] | None = None,
) -> Decision:
    """Hold findings against the former state, the baseline and the policy. `rows`: of each table; a share is
    one of the rows of the table that a rule is about, of all of them if it is about none."""
    every = tuple(findings)
    fresh = tuple(_fresh(every, former)) if former else every
    known = Counter(baseline or ())
    counted = tuple(_without(fresh, known))
    totals = Counter(finding.rule for finding in every)
    tolerated = {
        code: (totals[code], allowed)
        for code, allowed in policy.allow.items()
        if totals[code] and allowed.holds(totals[code], _rows_of(code, catalogue, rows))
    }
    counting = tuple(one for one in counted if one.rule not in tolerated)
    return Decision(
        counting,
        tuple(one for one in counting if policy.fails(one.severity)),
        old=len(every) - len(fresh),
        known=len(fresh) - len(counted),
        aside=len(counted) - len(counting),
        gone=0 if former else known.total(),
        tolerated=tolerated,
    )


def _fresh(findings: Iterable[Finding], former: Former) -> Iterator[Finding]:
    """Those on records that were touched, and those that were not there."""
    before = Counter(former.findings)
    for finding in findings:
        was_there = before[finding.fingerprint] > 0
        before[finding.fingerprint] -= 1
        if not was_there or any(_is_touched(one, former) for one in (finding.place, *finding.related)):
            yield finding


def _is_touched(place: Place, former: Former) -> bool:
    match place:
        case Cell() if place.record is not None:
            return place.record in former.touched.get(place.file, ())
        case InDocument():
            return place.file in former.touched
        case _:
            return False


def _without(findings: Iterable[Finding], known: Counter[str]) -> Iterator[Finding]:
    """Those that are not known; what is met is taken out of `known`."""
    for finding in findings:
        if known[finding.fingerprint] > 0:
            known[finding.fingerprint] -= 1
        else:
            yield finding


def _rows_of(code: str, catalogue: Catalogue, rows: Mapping[str, int]) -> int:
    return rows.get(catalogue[code].table or "", sum(rows.values()))
