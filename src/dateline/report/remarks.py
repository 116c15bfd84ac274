"""Findings and rules as the page needs them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from dateline.findings import Finding, Place, Severity, order
from dateline.render.groups import by_severity
from dateline.report.links import Links
from dateline.report.texts import clipped
from dateline.rules import Rule
from dateline.validate.run import Validation


def findings(validation: Validation, links: Links) -> list[dict[str, Any]]:
    """The findings that were kept, the worst rules first, each with the event that it is about."""
    ordered = sorted(
        validation.findings,
        key=lambda one: (
            one.severity.rank,
            -validation.counts.get(one.rule, 0),
            one.rule,
            getattr(one.place, "row", None) or 0,
            *order(one),
        ),
    )
    return [_finding(one, links) for one in ordered]


def rules(validation: Validation) -> list[dict[str, Any]]:
    """The rules that found something, the worst first, each with its explanation and exact numbers."""
    kept = Counter(one.rule for one in validation.findings)
    return [
        {
            **_rule(one),
            "count": validation.counts[one.code],
            "kept": kept[one.code],
            "rows": validation.rows.get(one.code, 0),
        }
        for one in by_severity(validation)
    ]


def not_run(validation: Validation) -> list[dict[str, Any]]:
    """The reasons why rules were not run, each with those rules, the reason of most rules first."""
    reasons: dict[str, list[str]] = {}
    for code, reason in sorted(validation.silent.items()):
        reasons.setdefault(reason, []).append(code)
    names = validation.catalogue.rules
    return [
        {"reason": reason, "rules": [[code, names[code].name if code in names else ""] for code in codes]}
        for reason, codes in sorted(reasons.items(), key=lambda one: (-len(one[1]), one[0]))
    ]


def tally(validation: Validation) -> dict[str, int]:
    """How many findings there are of each severity, kept or not."""
    totals = validation.severities
    return {severity.value: totals[severity] for severity in Severity}


def _rule(rule: Rule) -> dict[str, str]:
    return {
        "code": rule.code,
        "name": rule.name,
        "severity": rule.severity.value,
        "status": rule.status.value,
        "summary": rule.summary,
        "advice": rule.advice,
        "why": rule.why,
        "origin": rule.origin,
    }


def _finding(finding: Finding, links: Links) -> dict[str, Any]:
    event = links.event(finding.place)
    facts: Mapping[str, Any] = {
        "where": links.where(finding.place),
        "record": getattr(finding.place, "record", None),
        "value": finding.value and clipped(finding.value),
        "excerpt": _excerpt(finding) if event is None else None,
        "suggestion": finding.suggestion and clipped(finding.suggestion),
        "edit": links.where(finding.edit) if finding.edit else None,
        "event": event,
        "source": links.source(finding.place) if event is None else None,
        "related": _related(finding.related, links),
    }
    return {
        "rule": finding.rule,
        "message": clipped(finding.message),
        **{name: fact for name, fact in facts.items() if fact not in (None, "", [])},
    }


def _excerpt(finding: Finding) -> list[str] | None:
    """The line of the file, in three: before what is meant, that, and behind it."""
    excerpt = finding.excerpt
    return [excerpt.before, excerpt.marked, excerpt.after] if excerpt else None


def _related(places: Sequence[Place], links: Links) -> list[dict[str, Any]]:
    told = []
    for place in places:
        event = links.event(place)
        told.append({"where": links.where(place), **({} if event is None else {"event": event})})
    return told
