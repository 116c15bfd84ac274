"""Findings as text for people and as JSON lines for machines."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

import click
from rich.text import Text

from dateline import rules
from dateline.findings import Cell, Finding, InDataset, InDocument, InText, Place, Severity, order
from dateline.render.console import console, printable

_STYLES = {Severity.error: "bold red", Severity.warning: "yellow", Severity.info: "cyan"}


def as_text(findings: Iterable[Finding]) -> None:
    """Print findings by file and line; the advice of a rule once, below its first finding."""
    advised: set[str] = set()
    catalogue = rules.load()
    for finding in sorted(findings, key=order):
        head = Text(printable(where(finding.place)), style="bold")
        head.append(f"  {finding.severity} ", _STYLES[finding.severity])
        head.append(f"{finding.rule} {finding.name}")
        record = getattr(finding.place, "record", None)
        if record:
            head.append(f"  [{printable(record)}]", "dim")
        console().print(head)
        console().print(Text("  " + printable(finding.message)))
        if finding.suggestion:
            console().print(Text("  Perhaps: " + printable(finding.suggestion), style="green"))
        for place in finding.related:
            console().print(Text("  See also " + printable(where(place)), style="dim"))
        if finding.rule not in advised and finding.rule in catalogue.rules:
            advised.add(finding.rule)
            console().print(Text("  → " + catalogue[finding.rule].advice, style="dim"))


def as_json(findings: Iterable[Finding]) -> None:
    """Print one JSON object per finding, in ASCII: no terminal and no encoding comes in its way."""
    for finding in sorted(findings, key=order):
        click.echo(json.dumps(record(finding)))


def record(finding: Finding) -> dict[str, Any]:
    """A finding as a JSON object."""
    return {
        "rule": finding.rule,
        "name": finding.name,
        "severity": finding.severity.value,
        "message": finding.message,
        "place": _place(finding.place),
        "value": finding.value,
        "suggestion": finding.suggestion,
        "related": [_place(place) for place in finding.related],
        "edit": _place(finding.edit) if finding.edit else None,
        "fingerprint": finding.fingerprint,
    }


def tally(findings: Sequence[Finding]) -> str:
    """`2 errors, 1 warning`, or `no findings`."""
    counts = Counter(finding.severity for finding in findings)
    parts = [plural(counts[severity], severity.value) for severity in Severity if counts[severity]]
    return ", ".join(parts) or "no findings"


def plural(count: int, noun: str) -> str:
    """`1 event`, `5 events`."""
    return f"{count:,} {noun}" if count == 1 or noun == "info" else f"{count:,} {noun}s"


def where(place: Place) -> str:
    """`file:line:column`, as editors and terminals follow it."""
    match place:
        case Cell():
            at = ":".join(str(part) for part in (place.file, place.line) if part is not None)
            return f"{at} {place.column}" if place.column else at
        case InDocument():
            return ":".join(str(part) for part in (place.file, place.line, place.column) if part is not None)
        case InText():
            return f"{place.file}@{place.start}-{place.end}"
        case InDataset():
            return place.name


def _place(place: Place) -> dict[str, Any]:
    kinds = {Cell: "cell", InDocument: "document", InText: "text", InDataset: "dataset"}
    return {"kind": kinds[type(place)], **asdict(place)}
