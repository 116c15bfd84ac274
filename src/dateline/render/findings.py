"""Findings as text for people and as JSON lines for machines."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

import click

from dateline import rules
from dateline.findings import Cell, Finding, InDataset, InDocument, InText, Place, Severity, order

STYLES = {Severity.error: "bold red", Severity.warning: "yellow", Severity.info: "cyan"}

LONGEST = 160
"""Characters of a value that the text form shows; the JSON form has all of it."""


def as_text(findings: Iterable[Finding]) -> None:
    """Print findings by file and line; the advice of a rule once, below its first finding."""
    ordered = sorted(findings, key=order)
    if not ordered:
        return
    from rich.text import Text

    from dateline.render.console import console, printable

    advised: set[str] = set()
    catalogue = rules.load()
    for finding in ordered:
        head = Text(printable(where(finding.place)), style="bold")
        head.append(f"  {finding.severity} ", STYLES[finding.severity])
        head.append(f"{finding.rule} {finding.name}")
        record = getattr(finding.place, "record", None)
        if record:
            head.append(f"  [{printable(record)}]", "dim")
        console().print(head)
        template = catalogue[finding.rule].message if finding.rule in catalogue.rules else None
        console().print(Text("  " + printable(shortened(finding.message, template))))
        if finding.suggestion:
            console().print(Text("  Perhaps: " + printable(finding.suggestion), style="green"))
        for place in finding.related:
            console().print(Text("  See also " + printable(where(place)), style="dim"))
        if finding.rule not in advised and finding.rule in catalogue.rules:
            advised.add(finding.rule)
            console().print(Text("  → " + catalogue[finding.rule].advice, style="dim"))


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


def _place(place: Place) -> dict[str, Any]:
    kinds = {Cell: "cell", InDocument: "document", InText: "text", InDataset: "dataset"}
    return {"kind": kinds[type(place)], **asdict(place)}
