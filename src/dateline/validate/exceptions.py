"""Reviewed exceptions: one line of a CSV silences one finding, with a reason, a reviewer and a last day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dateline import registry, rules, structure
from dateline.findings import Cell, Finding

FILE = "validators/exceptions.csv"


@dataclass(frozen=True, slots=True)
class Waiver:
    """One line of the exceptions file."""

    fingerprint: str
    rule: str
    record: str
    expires: date
    place: Cell


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What is left after the exceptions were looked at."""

    findings: tuple[Finding, ...]
    waived: Counter[str]
    """Number of findings that were silenced, by rule."""


def read(root: Path) -> tuple[list[Waiver], list[Finding]]:
    """The exceptions of a project, and what is wrong with the file. A missing file means none."""
    path = root / FILE
    if not path.is_file():
        return [], []
    found = structure.of_tables(root, {"exceptions": path})
    if found:
        return [], found
    return [
        Waiver(
            fingerprint=row["fingerprint"],
            rule=row["rule"],
            record=row["record"],
            expires=date.fromisoformat(row["expires"]),
            place=Cell(FILE, number, number + 1, "fingerprint", row["fingerprint"]),
        )
        for number, row in enumerate(registry.read_rows(path), 1)
    ], []


def review(findings: Iterable[Finding], waivers: Iterable[Waiver], as_of: date) -> Reviewed:
    """Silence the findings that have a valid exception.

    It must name the finding's rule as well as its fingerprint. An exception that is past its day, or matches
    nothing, is itself a finding.
    """
    catalogue = rules.load()
    valid: dict[tuple[str, str], Waiver] = {}
    problems: list[Finding] = []
    for waiver in waivers:
        if waiver.expires < as_of:
            values = {
                "value": waiver.fingerprint,
                "rule": waiver.rule,
                "record": waiver.record,
                "expires": waiver.expires,
            }
            problems.append(catalogue.answering("exception", "expired").finding(waiver.place, values))
        else:
            valid[waiver.fingerprint, waiver.rule] = waiver
    kept: list[Finding] = []
    waived: Counter[str] = Counter()
    for finding in findings:
        if valid.pop((finding.fingerprint, finding.rule), None):
            waived[finding.rule] += 1
        else:
            kept.append(finding)
    for waiver in valid.values():
        values = {"value": waiver.fingerprint, "rule": waiver.rule, "record": waiver.record}
        problems.append(catalogue.answering("exception", "matches_nothing").finding(waiver.place, values))
    return Reviewed((*kept, *problems), waived)
