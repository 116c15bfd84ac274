"""Whether a project may be published as it is: all that `dateline validate` judges, what only a release must
keep, and what became of the events of the release before."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from dateline import package as packages
from dateline.convert.run import Progress
from dateline.diff import compare
from dateline.engine.judge import Options
from dateline.findings import Finding, Severity
from dateline.project import DESCRIPTOR, Project
from dateline.release import checks
from dateline.release.formats.content import WORDS
from dateline.release.policy import Policy
from dateline.validate import exceptions, own_rules, run
from dateline.validate.run import Validation


@dataclass(frozen=True, slots=True)
class Judged:
    """What was found before a release. `waived`: findings by rule that do not keep it from being made."""

    validation: Validation
    """With the findings that stand."""
    waived: Mapping[str, int]

    @property
    def refused(self) -> bool:
        """Whether an error stands."""
        return self.validation.severities[Severity.error] > 0

    def why(self, code: str, policy: Policy) -> str:
        """What a waived rule finds, and why that is accepted."""
        return f"{self.validation.catalogue[code].summary} {policy.waive[code]}"


def judge(
    project: Project,
    policy: Policy,
    options: Options,
    limits: own_rules.Limits,
    *,
    former: Path | None = None,
    progress: Progress = lambda done, total: None,
) -> Judged:
    """Judge a project before a release; `former` is the release before. CallError if it cannot be judged."""
    validation = run.validate(project, options, progress, limits)
    found: list[Finding] = []
    standing = (one for one in validation.findings if one.rule not in policy.waive)
    if not any(one.severity is Severity.error for one in standing):  # broken tables are not looked at further
        with tempfile.TemporaryDirectory(prefix="dateline-") as folder:
            opened = packages.opened(project.root / DESCRIPTOR, Path(folder))
            with (
                packages.readable(opened),
                packages.connect(opened, temp_directory=Path(folder)) as connection,
            ):
                found += checks.findings(opened, connection, policy)
            if former is not None:
                aside = {} if policy.words else WORDS
                veil = checks.veil(policy)
                with compare.compared(
                    former, project.root, as_of=options.as_of, aside=aside, veil=veil
                ) as diff:
                    found += checks.of_changes(diff, opened)
    codes = {rule.code for rule in validation.catalogue if rule.probe in run.ELSEWHERE}
    waivers = [one for one in exceptions.read(project.root)[0] if one.rule in codes]
    reviewed = exceptions.review(found, waivers, options.as_of)
    return _waived(_together(validation, reviewed, codes), policy)


def _together(validation: Validation, reviewed: exceptions.Reviewed, codes: set[str]) -> Validation:
    return replace(
        validation,
        findings=(*validation.findings, *reviewed.findings),
        counts=dict(Counter(validation.counts) + Counter(one.rule for one in reviewed.findings)),
        applied=validation.applied | codes,
        waived=dict(Counter(validation.waived) + reviewed.waived),
    )


def _waived(validation: Validation, policy: Policy) -> Judged:
    stand = {code: count for code, count in validation.counts.items() if code not in policy.waive}
    waived = {code: count for code, count in validation.counts.items() if code in policy.waive}
    findings: Sequence[Finding] = [one for one in validation.findings if one.rule in stand]
    silenced = dict(Counter(validation.waived) + Counter(waived))
    kept = replace(validation, findings=tuple(findings), counts=stand, waived=silenced)
    return Judged(kept, waived)
