"""SARIF 2.1.0 (OASIS), which code scanning reads.

GitHub refuses a file with more than 25,000 results, and of fewer shows the 5,000 most severe
(docs.github.com, results exceed limits): so the most severe come first, what is over is left out, and the
file says so in a notification.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TextIO
from urllib.parse import quote

from dateline import __version__
from dateline.findings import Cell, Finding, InDocument, Place, Severity, order
from dateline.render import record
from dateline.render.findings import cut
from dateline.render.formats.paths import path_and_line
from dateline.render.validation import verdict
from dateline.rules import Rule
from dateline.validate.run import Validation

MOST = 25_000
"""Results that GitHub takes of a run."""
LONGEST = 2_000
"""Characters of a message; 25,000 of them must stay below 10 MB when they are compressed."""
LEVELS = {Severity.error: "error", Severity.warning: "warning", Severity.info: "note"}


def write(result: Validation, stream: TextIO) -> None:
    """Write it."""
    findings = sorted(result.findings, key=lambda one: (one.severity.rank, *order(one)))
    kept = findings[:MOST]
    codes = sorted({finding.rule for finding in kept})
    places = {code: number for number, code in enumerate(codes)}
    head = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": _driver([result.catalogue[code] for code in codes])},
                "columnKind": "unicodeCodePoints",
                "invocations": [_invocation(result, len(findings) - len(kept))],
                "artifacts": _artifacts(result),
                "properties": _stamp(result),
            }
        ],
    }
    text = json.dumps(head, indent=1)
    stream.write(text.removesuffix("\n  }\n ]\n}") + ',\n   "results": [')
    before = "\n    "
    for finding in kept:
        stream.write(before + json.dumps(_result(finding, places[finding.rule], result.root)))
        before = ",\n    "
    stream.write("\n   ]\n  }\n ]\n}\n")


def _driver(rules: Iterable[Rule]) -> dict[str, Any]:
    return {
        "name": "dateline",
        "semanticVersion": __version__,
        "rules": [
            {
                "id": rule.code,
                "name": rule.name,
                "shortDescription": {"text": rule.summary},
                "fullDescription": {"text": rule.why},
                "help": {"text": f"{rule.advice}\n\n{rule.why}\n\nFrom: {rule.origin}"},
                "defaultConfiguration": {"level": LEVELS[rule.severity]},
                "properties": {"topic": rule.topic, "status": rule.status.value, "tags": [rule.topic]},
            }
            for rule in rules
        ],
    }


def _invocation(result: Validation, left_out: int) -> dict[str, Any]:
    notes = [verdict(result)]
    if left_out:
        notes.append(f"{left_out:,} findings are left out: GitHub takes {MOST:,} of a run.")
    if (uncounted := sum(result.counts.values()) - len(result.findings)) > 0:
        notes.append(f"{uncounted:,} findings were counted and not kept; --most says how many are kept.")
    if result.silent:
        notes.append(f"{len(result.silent)} rules were not run; the JSON report says why.")
    return {
        "executionSuccessful": True,
        "exitCode": int(result.failed),
        "toolExecutionNotifications": [{"level": "note", "message": {"text": note}} for note in notes],
    }


def _artifacts(result: Validation) -> list[dict[str, Any]]:
    return [
        {
            "location": _uri(path_and_line(Cell(book.file), result.root)[0]),
            "length": book.size,
            "hashes": {"sha-256": book.sha256},
        }
        for book in result.books
        if book.sha256
    ]


def _stamp(result: Validation) -> dict[str, Any]:
    whole = record.of_validation(result)
    return {name: whole[name] for name in ("as_of", "code_lists", "documents")} | {
        "rules_sha256": whole["rules"]["sha256"]
    }


def _result(finding: Finding, rule: int, root: Path) -> dict[str, Any]:
    text = cut(finding.message, LONGEST)
    if finding.suggestion:
        text += f" Perhaps: {cut(finding.suggestion, LONGEST)}"
    found: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": rule,
        "level": LEVELS[finding.severity],
        "message": {"text": text},
        "locations": [_location(finding.place, root)],
        "partialFingerprints": {"dateline/v1": finding.fingerprint},
    }
    if finding.related:
        found["relatedLocations"] = [_location(place, root) for place in finding.related]
    if finding.value is not None:
        found["properties"] = {"value": cut(finding.value, LONGEST)}
    return found


def _location(place: Place, root: Path) -> dict[str, Any]:
    path, line = path_and_line(place, root)
    physical: dict[str, Any] = {"artifactLocation": _uri(path)}
    if line:
        column = place.column if isinstance(place, InDocument) else None
        physical["region"] = {"startLine": line, **({"startColumn": column} if column else {})}
    location: dict[str, Any] = {"physicalLocation": physical}
    if isinstance(place, Cell) and (place.record or place.column):
        name = " ".join(filter(None, (place.record, place.column)))
        location["logicalLocations"] = [{"fullyQualifiedName": cut(name, LONGEST), "kind": "member"}]
    return location


def _uri(path: str) -> dict[str, str]:
    return {"uri": Path(path).as_uri() if Path(path).is_absolute() else quote(path)}
