"""What `dateline rules` shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict

from dateline.render.findings import plural
from dateline.rules import Rule

Severity = Callable[[Rule], str]
"""The severity of a rule in a project, or "off"."""


def listed(rules: Sequence[Rule], severity: Severity) -> str:
    """The rules by topic: code, severity, name, what they find."""
    lines: list[str] = []
    width = max(len(rule.name) for rule in rules)
    codes = max(len(rule.code) for rule in rules)
    for topic in dict.fromkeys(rule.topic for rule in rules):
        lines += ["", topic]
        lines += [
            f"  {rule.code:<{codes}}  {severity(rule):<7}  {rule.name:<{width}}  {rule.summary}"
            for rule in rules
            if rule.topic == topic
        ]
    return "\n".join(
        [*lines[1:], "", f"{plural(len(rules), 'rule')}; `dateline explain CODE` tells all about one."]
    )


def record(rules: Sequence[Rule], severity: Severity) -> list[dict[str, object]]:
    """The rules as JSON."""
    return [
        {
            key: severity(rule) if key == "severity" else value
            for key, value in asdict(rule).items()
            if key != "file"
        }
        for rule in rules
    ]
