"""Markdown, for the summary of a step, a comment on a pull request, a wiki.

GitHub takes 1 MiB of summary from a step and refuses a longer one as a whole (docs.github.com, workflow
commands), so what is less severe is left out once there is as much, and that is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TextIO

from dateline.findings import Finding
from dateline.render.findings import cut, plural, where
from dateline.render.groups import by_rule, by_severity
from dateline.render.validation import verdict
from dateline.rules import Rule
from dateline.validate.run import Validation

LIMIT = 1_000_000
"""Bytes, of the 1,048,576 that there are."""
MOST = 10
"""Findings of a rule that are shown."""
LONGEST = 300
"""Characters of a message."""
SIGNS = re.compile(r"[\\`*_{}\[\]<>#|~@&!$^:=+\"']|(?<=www)\.")
"""Whatever Markdown, or GitHub's, makes something of."""


def write(result: Validation, stream: TextIO) -> None:
    """Write it."""
    rules = by_severity(result)
    head = [f"**{escaped(verdict(result))}**", ""]
    if rules:
        head += ["| severity | rule | findings | what it is |", "|---|---|--:|---|"]
        head += [_row(rule, result.counts[rule.code]) for rule in rules]
    size = _put("\n".join(head) + "\n", stream)
    found = by_rule(result.findings)
    for number, rule in enumerate(rules):
        text = "\n".join(_section(rule, found.get(rule.code, ()), result.counts[rule.code])) + "\n"
        if size + len(text.encode()) > LIMIT:
            left = plural(len(rules) - number, "rule")
            _put(f"\nThe findings of {left} more are left out here: there is room for 1 MiB.\n", stream)
            return
        size += _put(text, stream)


def escaped(text: str) -> str:
    """`text` as it is, on one line, whatever Markdown would make of it."""
    one_line = " ".join("".join(c if c.isprintable() or c.isspace() else "\ufffd" for c in text).split())
    return SIGNS.sub(lambda found: f"&#{ord(found[0])};", one_line)


def _put(text: str, stream: TextIO) -> int:
    stream.write(text)
    return len(text.encode())


def _row(rule: Rule, count: int) -> str:
    return f"| {rule.severity} | {rule.code} {rule.name} | {count:,} | {escaped(rule.summary)} |"


def _section(rule: Rule, findings: Sequence[Finding], count: int) -> Iterator[str]:
    yield ""
    yield f"<details><summary>{rule.severity} {rule.code} {rule.name}: {plural(count, 'finding')}</summary>"
    yield ""
    yield escaped(rule.advice)
    yield ""
    yield "| where | record | what is wrong |"
    yield "|---|---|---|"
    for finding in findings[:MOST]:
        at = escaped(cut(where(finding.place), LONGEST))
        record = escaped(cut(getattr(finding.place, "record", None) or "", LONGEST))
        said = escaped(cut(finding.message, LONGEST))
        if finding.suggestion:
            said += f" Perhaps: {escaped(cut(finding.suggestion, LONGEST))}"
        yield f"| <code>{at}</code> | <code>{record}</code> | {said} |"
    if count > MOST:
        yield ""
        yield f"… and {count - min(len(findings), MOST):,} more"
    yield ""
    yield "</details>"
