"""Annotations of GitHub Actions: commands that its log turns into notes beside the lines of a pull request.

GitHub shows ten annotations of each kind of one step, so at most ten of a kind are written, of different
rules if possible; the step's summary has the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TextIO

from dateline.findings import Finding, Severity, order
from dateline.render.console import printable
from dateline.render.findings import cut, plural
from dateline.render.formats.paths import path_and_line
from dateline.render.validation import verdict
from dateline.validate.run import Validation

KINDS = {Severity.error: "error", Severity.warning: "warning", Severity.info: "notice"}
MOST = 10
"""Annotations of one kind that GitHub shows for a step."""
LONGEST = 1000
"""Characters of a message; a box beside a line holds no more."""


def write(result: Validation, stream: TextIO) -> None:
    """Write them, what was cut, and the verdict."""
    findings = sorted(result.findings, key=order)
    for severity in Severity:
        total = result.severities[severity]
        shown = list(_spread(one for one in findings if one.severity is severity))[:MOST]
        for finding in sorted(shown, key=order):
            stream.write(_command(finding, result) + "\n")
        if total > len(shown):
            said = f"{plural(total - len(shown), severity.value)} more; GitHub shows ten of a kind."
            stream.write(f"dateline: {said}\n")
    stream.write(f"dateline: {verdict(result)}\n")


def _spread(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The first finding of each rule, then the second of each, and so on."""
    by_rule: dict[str, list[Finding]] = {}
    for finding in findings:
        by_rule.setdefault(finding.rule, []).append(finding)
    for turn in range(max(map(len, by_rule.values()), default=0)):
        yield from (of_rule[turn] for of_rule in by_rule.values() if turn < len(of_rule))


def _command(finding: Finding, result: Validation) -> str:
    path, line = path_and_line(finding.place, result.root)
    record = getattr(finding.place, "record", None)
    text = printable(cut(finding.message, LONGEST))
    if finding.suggestion:
        text += f"\nPerhaps: {printable(cut(finding.suggestion, LONGEST))}"
    if record:
        text += f"\n{printable(cut(record, LONGEST))}"
    if finding.rule in result.catalogue.rules:
        text += f"\n→ {result.catalogue[finding.rule].advice}"
    parts = {"file": path, "line": str(line) if line else "", "title": f"{finding.rule} {finding.name}"}
    given = ",".join(f"{name}={_property(value)}" for name, value in parts.items() if value)
    return f"::{KINDS[finding.severity]} {given}::{_data(text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
