"""The whole of a gate: judge the present state, judge the former one, compare, decide."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from dateline import project, registry, rules, schemas
from dateline.engine.findings import EVERY
from dateline.engine.judge import Input, Options
from dateline.errors import CallError
from dateline.findings import Cell, Finding, Place
from dateline.gate import base, baseline, decide, history, policy, rows
from dateline.gate.decide import Decision, Former
from dateline.gate.policy import Policy
from dateline.gate.rows import Changes
from dateline.project import DESCRIPTOR, Project
from dateline.rules import Catalogue, settings
from dateline.validate import exceptions, foreign, own_rules, run, tables
from dateline.validate.foreign import Told
from dateline.validate.run import Validation

EVENTS = "events"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the caller of a gate asks for; what is not asked is as the project's settings say."""

    against: str | None = None
    """A file, a folder, or a commit of git: the former state."""
    fail_on: str | None = None
    allow: Sequence[tuple[str, str]] = ()
    baseline: Path | None = None


@dataclass(frozen=True, slots=True)
class Gated:
    """What a gate found and decided."""

    validation: Validation
    """With the findings that count, and their numbers."""
    every: tuple[Finding, ...]
    """All findings, also those that do not count."""
    decision: Decision
    policy: Policy
    against: str | None = None
    changes: Mapping[str, Changes] | None = None
    """What differs from the former state, by table."""
    policy_changes: tuple[str, ...] = ()
    """Files of the policy that differ from those that were gone by, which are the former ones."""


def gate_file(path: Path, options: Options, asked: Asked, told: Told) -> Gated:
    """Judge one file of events, and decide. CallError if it, or the former one, cannot be judged."""
    if not path.exists():
        raise CallError(f"{path} is not there.")
    everything = replace(options, cap=EVERY)
    agreed = _policy(None, asked, rules.load())
    known = _known(asked.baseline)
    if asked.against is None:
        return _gated(run.validate_file(path, everything, told), agreed, known, None)
    with tempfile.TemporaryDirectory(prefix="dateline-") as folder:
        before = base.of(asked.against, path, Path(folder))
        if not before.path.is_file():
            raise CallError(f"{path} is one file, and {asked.against} is none to compare it with.")
        validation = run.validate_file(path, everything, told)
        former = run.validate_file(before.path, everything, told)
        old, new = (
            foreign.opened(one, Path(folder), options.as_of, told).input for one in (before.path, path)
        )
        changes = rows.compared(old, new)
        named = [_renamed(one, new.file.shown) for one in former.findings]
        touched = {new.file.shown: changes.added | changes.touched}
        found = (*validation.findings, *history.of_file(old, new, changes))
    return _gated(
        replace(validation, findings=found),
        agreed,
        known,
        Former(Counter(one.fingerprint for one in named), touched),
        against=before.shown,
        changes={EVENTS: changes},
    )


def gate_project(of: Project, options: Options, asked: Asked, limits: own_rules.Limits) -> Gated:
    """Judge a project, and decide by its own policy, or by that of the former state if there is one.
    CallError if either cannot be judged."""
    everything = replace(options, cap=EVERY)
    if asked.against is None:
        agreed, known = _agreed(of, asked)
        return _gated(run.validate(of, everything, limits=limits), agreed, known, None)
    with tempfile.TemporaryDirectory(prefix="dateline-") as folder:
        before = base.of(asked.against, of.root, Path(folder))
        former = _project(before.path, asked.against)
        agreed, known = _agreed(former, asked)
        validation = run.validate(of, everything, limits=limits, policy=former)
        was = run.validate(former, everything, limits=limits)
        old, new = (_tables(one, Path(folder)) for one in (former, of))
        changes = {name: rows.compared(old[name], new[name]) for name in new if name in old}
        found = _history(old, new, changes, of)
        documents = {
            file for file, sha256 in validation.documents.items() if was.documents.get(file) != sha256
        }
        touched = dict.fromkeys(documents, frozenset[str]())
        touched |= {new[name].file.shown: one.added | one.touched for name, one in changes.items()}
        return _gated(
            replace(validation, findings=(*validation.findings, *found)),
            agreed,
            known,
            Former(Counter(one.fingerprint for one in was.findings), touched),
            against=before.shown,
            changes=changes,
            policy_changes=_policy_changes(former, of, agreed),
        )


def _gated(
    validation: Validation,
    agreed: Policy,
    known: Counter[str] | None,
    former: Former | None,
    *,
    against: str | None = None,
    changes: Mapping[str, Changes] | None = None,
    policy_changes: tuple[str, ...] = (),
) -> Gated:
    every = validation.findings
    decision = decide.decide(
        every,
        agreed,
        validation.catalogue,
        {book.name: book.records for book in validation.books},
        former=former,
        baseline=known,
    )
    asking = {rule.code for rule in validation.catalogue if rule.probe == run.COMPARING} if former else set()
    counted = replace(
        validation,
        applied=validation.applied | asking,
        findings=decision.counted,
        counts=dict(Counter(one.rule for one in decision.counted)),
        rows={},
    )
    return Gated(counted, every, decision, agreed, against, changes, policy_changes)


def _agreed(of: Project, asked: Asked) -> tuple[Policy, Counter[str] | None]:
    """The policy of a project with what the caller asks for, and the findings that it knows. They are read
    first: what is wrong with them is to be told before a long run."""
    ours = settings.of_project(of.settings, of.root)
    agreed = _policy(of, asked, ours.catalogue)
    if asked.baseline is None and agreed.baseline is not None:
        return agreed, _known(tables.inside(of.root, agreed.baseline))
    return agreed, _known(asked.baseline)


def _policy(of: Project | None, asked: Asked, catalogue: Catalogue) -> Policy:
    agreed = policy.of_settings(of.settings.get("gate") if of else None, catalogue)
    allowed = dict(policy.allowance(code, given, catalogue) for code, given in asked.allow)
    return replace(agreed, fail_on=asked.fail_on or agreed.fail_on, allow={**agreed.allow, **allowed})


def _known(path: Path | None) -> Counter[str] | None:
    return None if path is None else baseline.read(path)


def _project(folder: Path, against: str) -> Project:
    root = folder.parent if folder.name == DESCRIPTOR else folder
    if not (root / DESCRIPTOR).is_file():
        raise CallError(f"{against} holds no {DESCRIPTOR} to compare the project with.")
    return project.read(root.resolve())


def _history(
    old: Mapping[str, Input], new: Mapping[str, Input], changes: Mapping[str, Changes], of: Project
) -> list[Finding]:
    """What became of the events."""
    if EVENTS not in changes:
        return []
    return list(history.of_package(old[EVENTS], new[EVENTS], changes[EVENTS], _retired(of)))


def _tables(of: Project, folder: Path) -> dict[str, Input]:
    descriptor = schemas.descriptor(of.root / DESCRIPTOR)
    inputs, _absent = tables.of_package(descriptor, of.root, folder)
    return {one.name: one for one in inputs if one.file.fault is None}


def _retired(of: Project) -> frozenset[str]:
    """Keys of events, and their ids, of which the project says what became of them."""
    path = of.seeds / "ids.csv"
    if not path.is_file():
        return frozenset()
    keys = [row.get("event_key", "") for row in registry.read_rows(path)]
    return frozenset((*keys, *map(of.event_id, keys)))


def _policy_changes(former: Project, of: Project, agreed: Policy) -> tuple[str, ...]:
    """What of the policy is not as it was: it does not hold yet, and a reviewer must see it."""
    settings = [
        f'"dateline": {{"{key}": …}} in {DESCRIPTOR}'
        for key in ("rules", "rule_files", "gate")
        if former.settings.get(key) != of.settings.get(key)
    ]
    named = former.settings.get("rule_files", {})
    own = named.get("files", ()) if isinstance(named, Mapping) else ()
    files = [*own, exceptions.FILE, *([agreed.baseline] if agreed.baseline else [])]
    changed = [name for name in files if _bytes(former.root / name) != _bytes(of.root / name)]
    return (*settings, *changed)


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _renamed(finding: Finding, file: str) -> Finding:
    """The finding as if it were in the file of that name."""

    def there(place: Place) -> Place:
        return replace(place, file=file) if isinstance(place, Cell) else place

    return replace(finding, place=there(finding.place), related=tuple(map(there, finding.related)))
