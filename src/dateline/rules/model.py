"""What a rule is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as field_of
from enum import StrEnum
from typing import Any

from dateline.findings import Finding, InDocument, Place, Severity

Example = Mapping[str, Any]
"""Inputs of one example: the arguments of the rule's probe, or rows by table."""

PLACEHOLDER = re.compile(r"\{(\w+)\}")


class Status(StrEnum):
    """How far a rule can be trusted."""

    preview = "preview"
    """Not yet calibrated on real data; its severity may change."""
    stable = "stable"
    deprecated = "deprecated"
    """Kept for its code and its documentation; never fires."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One entry of a rule file. `code` and `name` are stable and never reused."""

    code: str
    name: str
    topic: str
    severity: Severity
    status: Status
    since: str
    summary: str
    message: str
    advice: str
    why: str
    origin: str
    passes: tuple[Example, ...]
    fails: tuple[Example, ...]
    probe: str | None = None
    answers: tuple[str, ...] = ()
    table: str | None = None
    """The table whose rows fail; None for a rule about documents."""
    scope: str = "row"
    field: str | None = None
    """The column that the finding points at, or the name in `each` that stands for it."""
    needs: tuple[str, ...] = ()
    """Probe columns without which the rule cannot be run."""
    each: Mapping[str, tuple[str, ...]] = field_of(default_factory=dict)
    """Names in the SQL and the message that stand for one column after the other: the rule is applied once
    for each place in these lists."""
    fails_when: str | None = None
    """SQL predicate over one row."""
    query: str | None = None
    """SQL that gives one row per finding."""
    suggests: str | None = None
    """SQL of the value that would be right."""
    repair: str | None = None
    """Name in `dateline.text.repairs` of what finds the value that would be right."""
    replaced_by: str | None = None
    file: str = ""

    def applications(self) -> list[Mapping[str, str]]:
        """For every application of the rule to a row: the columns that the names in `each` stand for."""
        if not self.each:
            return [{}]
        return [dict(zip(self.each, names, strict=True)) for names in zip(*self.each.values(), strict=True)]

    def finding(
        self,
        place: Place,
        values: Mapping[str, object],
        *,
        suggestion: str | None = None,
        related: tuple[Place, ...] = (),
        edit: InDocument | None = None,
    ) -> Finding:
        """The finding of this rule at `place`; `values` fills the placeholders of the message."""
        value = values.get("value")
        return Finding(
            rule=self.code,
            name=self.name,
            severity=self.severity,
            message=fill(self.message, values),
            place=place,
            value=None if value is None else str(value),
            suggestion=suggestion,
            related=related,
            edit=edit,
        )


def fill(message: str, values: Mapping[str, object]) -> str:
    """Put `values` into `{placeholders}`; plain substitution, so a value is never read as a format."""
    return PLACEHOLDER.sub(lambda match: str(values[match[1]]), message)


def placeholders(message: str) -> frozenset[str]:
    """The names between braces in `message`."""
    return frozenset(PLACEHOLDER.findall(message))
