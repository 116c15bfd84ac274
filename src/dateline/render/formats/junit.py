"""JUnit XML: a test for each rule that was run or could not be run. Errors are failures; what warnings found
is the output of a test that passed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TextIO
from xml.sax.saxutils import escape, quoteattr

from dateline.findings import Finding, Severity
from dateline.render.findings import plural, where
from dateline.render.groups import by_rule
from dateline.render.validation import verdict
from dateline.rules import Rule
from dateline.validate.run import Validation

FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold, not even as a reference."""


def write(result: Validation, stream: TextIO) -> None:
    """Write it."""
    found = by_rule(result.findings)
    rules = [rule for rule in result.catalogue if _tested(rule, result)]
    failed = sum(_failed(rule, result.counts) for rule in rules)
    skipped = sum(rule.code in result.silent for rule in rules)
    numbers = f'tests="{len(rules)}" failures="{failed}" errors="0" skipped="{skipped}"'
    stream.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="dateline" {numbers}>\n')
    stream.write(f'  <testsuite name="dateline" {numbers}>\n')
    for rule in rules:
        _case(rule, found.get(rule.code, ()), result, stream)
    stream.write(f"    <system-out>{_text(verdict(result))}</system-out>\n")
    stream.write("  </testsuite>\n</testsuites>\n")


def _tested(rule: Rule, result: Validation) -> bool:
    return rule.code in result.applied or rule.code in result.silent or bool(result.counts.get(rule.code))


def _failed(rule: Rule, counts: Mapping[str, int]) -> bool:
    return rule.severity is Severity.error and bool(counts.get(rule.code))


def _case(rule: Rule, findings: Sequence[Finding], result: Validation, stream: TextIO) -> None:
    count = result.counts.get(rule.code, 0)
    name = _quoted(f"{rule.code} {rule.name}")
    stream.write(f"    <testcase classname={_quoted('dateline.' + rule.topic)} name={name}")
    if not count and rule.code not in result.silent:
        stream.write("/>\n")
        return
    stream.write(">\n")
    if rule.code in result.silent:
        stream.write(f"      <skipped message={_quoted(result.silent[rule.code])}/>\n")
    if count:
        said = f"{plural(count, 'finding')}: {rule.summary}"
        failed = _failed(rule, result.counts)
        stream.write(
            f"      <failure type={_quoted(rule.severity.value)} message={_quoted(said)}>"
            if failed
            else f"      <system-out>{_text(f'{rule.severity}, {said}')}\n"
        )
        for finding in findings:
            stream.write(_text(_line(finding)) + "\n")
        if count > len(findings):
            stream.write(f"… and {count - len(findings):,} more\n")
        stream.write(_text("→ " + rule.advice))
        stream.write("</failure>\n" if failed else "</system-out>\n")
    stream.write("    </testcase>\n")


def _line(finding: Finding) -> str:
    record = getattr(finding.place, "record", None)
    perhaps = f" Perhaps: {finding.suggestion}" if finding.suggestion else ""
    return f"{where(finding.place)}{f' [{record}]' if record else ''}: {finding.message}{perhaps}"


def _text(text: str) -> str:
    return escape(FORBIDDEN.sub("\ufffd", text))


def _quoted(text: str) -> str:
    return quoteattr(FORBIDDEN.sub("\ufffd", text))
