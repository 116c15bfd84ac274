"""What a project makes of the rules: other severities, rules switched off, rule files of its own."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from dateline import project
from dateline.errors import CallError
from dateline.findings import Finding, Severity
from dateline.rules import own_files
from dateline.rules.catalogue import Catalogue, RuleFileError, catalogue, load
from dateline.rules.model import Rule

OFF = "off"
KNOWN = ("format", "id_prefix", "seeds", "datasets", "codebook", "rules", "rule_files", "gate", "publish")
"""The keys that a project's settings may have."""
CHANGEABLE = (None, "table", "dataset", "exception")
"""Probes whose errors a project may soften: those of tables that stand already. None: rules over rows."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one project."""

    catalogue: Catalogue
    """All rules in force, with the severities that hold here."""
    own: frozenset[str] = frozenset()
    """Codes of the project's own rules: SQL that nobody at dateline has read."""
    off: tuple[Rule, ...] = ()
    """Rules that are switched off."""
    changed: Mapping[str, Severity] = field(default_factory=dict)

    @property
    def every(self) -> Catalogue:
        """All rules, also those that are off."""
        return catalogue([*self.catalogue, *self.off])

    def severity(self, rule: Rule) -> str:
        """The severity that a rule has here, or "off"."""
        return OFF if rule in self.off else rule.severity.value

    def parted(self) -> tuple[list[Rule], list[Rule]]:
        """The built-in rules in force, and the project's own."""
        own = [rule for rule in self.catalogue if rule.code in self.own]
        return [rule for rule in self.catalogue if rule.code not in self.own], own

    def applied_to(self, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
        """Findings of rules that are on, with the severities that hold here."""
        off = {rule.code for rule in self.off}
        kept = (finding for finding in findings if finding.rule not in off)
        return tuple(
            replace(finding, severity=self.changed.get(finding.rule, finding.severity)) for finding in kept
        )


def built_in() -> Settings:
    """The settings of nobody: every built-in rule as it is."""
    return Settings(load())


def here(folder: Path) -> Settings:
    """The settings of the project that `folder` is in; outside any, those of nobody. CallError for a project
    that cannot be used."""
    at = folder.resolve()
    if not any((one / project.DESCRIPTOR).is_file() for one in (at, *at.parents)):
        return built_in()
    of = project.find(at)
    return of_project(of.settings, of.root)


def of_project(settings: Mapping[str, Any], root: Path) -> Settings:
    """Read the keys `rules` and `rule_files` of a project's settings. CallError if they cannot be used, or if
    there is a key that dateline does not know."""
    _check_keys(settings)
    own = [rule for file in _files(settings, root) for rule in _own_rules(file, settings, root)]
    _check_unique(own)
    every = catalogue([*load(), *own])
    asked = settings.get("rules", {})
    if not isinstance(asked, Mapping):
        raise CallError(
            '"dateline": {"rules": …} must give a severity, or "off", for codes of rules; '
            f"it is {_json(asked)}."
        )
    return _settings(every, asked, frozenset(rule.code for rule in own))


def of_layout(asked: Mapping[str, str]) -> Settings:
    """The settings of a layout: severities of built-in rules, or "off"."""
    return _settings(load(), asked)


def _settings(every: Catalogue, asked: Mapping[str, Any], own: frozenset[str] = frozenset()) -> Settings:
    changed: dict[str, Severity] = {}
    off: dict[str, Rule] = {}
    for code, wanted in asked.items():
        rule = _named(code, every)
        if wanted == OFF:
            _may_change(rule)
            off[rule.code] = rule
        elif wanted in list(Severity):
            if Severity(wanted) is not rule.severity:
                _may_change(rule)
            changed[rule.code] = Severity(wanted)
        else:
            raise CallError(
                f'"dateline": {{"rules": {{"{code}": {_json(wanted)}}}}} cannot be used; '
                'a rule can be "error", "warning", "info" or "off".'
            )
    kept = (
        replace(rule, severity=changed.get(rule.code, rule.severity))
        for rule in every
        if rule.code not in off
    )
    return Settings(catalogue(kept), own, tuple(off.values()), changed)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _check_keys(settings: Mapping[str, Any]) -> None:
    for key in settings:
        if key not in KNOWN:
            from dateline.probes.names import first_nearest

            near = first_nearest(key, KNOWN)
            meant = f' Did you mean "{near}"?' if near else ""
            raise CallError(
                f'"dateline": {{"{key}": {_json(settings[key])}}} is no setting.{meant} '
                f"The settings are {', '.join(KNOWN)}."
            )


def _check_unique(own: Iterable[Rule]) -> None:
    taken = {key: rule for rule in load() for key in (rule.code, rule.name)}
    for rule in own:
        for what, key in (("code", rule.code), ("name", rule.name)):
            if key in taken:
                other = taken[key]
                raise CallError(
                    f"{rule.file}: the {what} {key} is taken by {other.code} {other.name} in {other.file}; "
                    "give one of the two another."
                )
            taken[key] = rule


def _may_change(rule: Rule) -> None:
    if rule.probe not in CHANGEABLE and rule.severity is Severity.error:
        raise CallError(
            f"The rule {rule.code} {rule.name} cannot be changed: without it `convert` could make no tables."
        )


def _named(code: str, every: Catalogue) -> Rule:
    try:
        return every[code]
    except KeyError:
        raise CallError(
            f"The settings name a rule {code!r} that does not exist. `dateline rules` lists them all."
        ) from None


def _files(settings: Mapping[str, Any], root: Path) -> list[Path]:
    if "rule_files" not in settings:
        return []
    own = settings["rule_files"]
    names = own.get("files") if isinstance(own, Mapping) and own.keys() == {"prefix", "files"} else None
    if (
        not isinstance(names, list)
        or not all(isinstance(name, str) and "\0" not in name for name in names)
        or not isinstance(own["prefix"], str)
    ):
        raise CallError(
            '"rule_files" must be like {"prefix": "SYR", "files": ["validators/ours.yaml"]}; '
            f"it is {_json(own)}."
        )
    files: list[Path] = []
    for name in names:
        file = (root / name).resolve()
        if not file.is_relative_to(root.resolve()) or not file.is_file():
            raise CallError(f"The rule file {name} is not there, or outside the project.")
        if file in files:
            raise CallError(f'The rule file {name} is listed twice in "rule_files"; name it once.')
        files.append(file)
    return files


def _own_rules(file: Path, settings: Mapping[str, Any], root: Path) -> list[Rule]:
    prefix = settings["rule_files"]["prefix"]
    if not (2 <= len(prefix) <= 8 and prefix.isascii() and prefix.isalpha() and prefix.isupper()):
        raise CallError(
            f'The prefix of the project\'s rules must be 2 to 8 capital letters; it is "{prefix}".'
        )
    shown = file.relative_to(root.resolve()).as_posix()
    try:
        rules = own_files.read(file, shown)
    except RuleFileError as error:
        raise CallError(str(error)) from error
    for rule in rules:
        if not rule.code.startswith(prefix) or not rule.code.removeprefix(prefix).isdigit():
            raise CallError(f"{shown}: the code {rule.code} must be {prefix} and digits.")
        if rule.probe is not None:
            raise CallError(f"{shown}: {rule.code} names a probe; a project's rules are over tables.")
    return rules
