"""What a gate lets pass: from which severity on it fails, and how many findings of a rule are tolerated."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dateline.errors import CallError
from dateline.findings import Severity
from dateline.rules import Catalogue

NEVER = "never"
FAIL_ON = (Severity.error.value, Severity.warning.value, NEVER)
KEYS = ("fail_on", "allow", "baseline")


@dataclass(frozen=True, slots=True)
class Allowance:
    """How many findings of a rule are tolerated: a number, or a share of the rows of its table."""

    most: int | None = None
    percent: float | None = None

    def holds(self, count: int, rows: int) -> bool:
        """Whether so many findings in so many rows are tolerated."""
        if self.most is not None:
            return count <= self.most
        return count <= rows * (self.percent or 0.0) / 100

    def __str__(self) -> str:
        return f"{self.most:,}" if self.most is not None else f"{self.percent:g} %"


@dataclass(frozen=True, slots=True)
class Policy:
    """What a project, or whoever calls the gate, has agreed to."""

    fail_on: str = Severity.error.value
    allow: Mapping[str, Allowance] = field(default_factory=dict)
    baseline: str | None = None
    """File with the findings that are known, below the project's folder."""

    def fails(self, severity: Severity) -> bool:
        """Whether a finding of that severity fails the gate, unless it is tolerated."""
        return self.fail_on != NEVER and severity.rank <= Severity(self.fail_on).rank


def of_settings(settings: Any, catalogue: Catalogue) -> Policy:
    """Read the key `gate` of a project's settings. CallError if it cannot be used."""
    if settings is None:
        return Policy()
    keys = ", ".join(KEYS)
    if not isinstance(settings, Mapping):
        raise CallError(f'"gate" in the settings may have the keys {keys}; it is {_json(settings)}.')
    if wrong := sorted(set(settings) - set(KEYS)):
        raise CallError(f'"gate" in the settings may have the keys {keys}, and has {", ".join(wrong)}.')
    fail_on, allow = settings.get("fail_on", Severity.error.value), settings.get("allow", {})
    baseline = settings.get("baseline")
    if fail_on not in FAIL_ON:
        raise CallError(f'"gate": {{"fail_on": {_json(fail_on)}}} must be one of {", ".join(FAIL_ON)}.')
    if not isinstance(allow, Mapping):
        raise CallError(
            f'"gate": {{"allow": {_json(allow)}}} must give a number, or a share, for codes of rules.'
        )
    if baseline is not None and not isinstance(baseline, str):
        raise CallError(f'"gate": {{"baseline": {_json(baseline)}}} must be the path of a file.')
    return Policy(
        fail_on, dict(allowance(code, str(given), catalogue) for code, given in allow.items()), baseline
    )


def allowance(code: str, given: str, catalogue: Catalogue) -> tuple[str, Allowance]:
    """The code of a rule, and what `5` or `0.1%` tolerates of it. CallError if either means nothing."""
    try:
        rule = catalogue[code]
    except KeyError:
        raise CallError(
            f"There is no rule {code!r} in force to tolerate findings of. `dateline rules` lists them all."
        ) from None
    if re.fullmatch(r"[0-9]{1,9}", given):
        return rule.code, Allowance(most=int(given))
    match = re.fullmatch(r"([0-9]{1,3}(?:\.[0-9]+)?) ?%", given)
    if match and float(match[1]) <= 100:
        return rule.code, Allowance(percent=float(match[1]))
    raise CallError(
        f"{code}={given} tolerates nothing that is known. Write a number as in {code}=5, or {code}=0.1%."
    )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
