"""What a project makes of the rules: other severities, rules switched off, rule files of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from dateline.errors import CallError
from dateline.findings import Finding, Severity
from dateline.rules import own_files
from dateline.rules.catalogue import Catalogue, RuleFileError, catalogue, load
from dateline.rules.model import Rule

OFF = "off"
CHANGEABLE = (None, "table", "dataset", "exception")
"""Probes whose errors a project may soften: those of tables that stand already. None: rules over rows."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one project."""

    catalogue: Catalogue
    """All rules in force, with the severities that hold here."""
    own: frozenset[str] = frozenset()
    """Codes of the project's own rules: SQL that nobody at dateline has read."""
    off: frozenset[str] = frozenset()
    changed: Mapping[str, Severity] = field(default_factory=dict)

    def parted(self) -> tuple[list[Rule], list[Rule]]:
        """The built-in rules in force, and the project's own."""
        own = [rule for rule in self.catalogue if rule.code in self.own]
        return [rule for rule in self.catalogue if rule.code not in self.own], own

    def applied_to(self, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
        """Findings of rules that are on, with the severities that hold here."""
        kept = (finding for finding in findings if finding.rule not in self.off)
        return tuple(
            replace(finding, severity=self.changed.get(finding.rule, finding.severity)) for finding in kept
        )


def built_in() -> Settings:
    """The settings of nobody: every built-in rule as it is."""
    return Settings(load())


def of_project(settings: Mapping[str, Any], root: Path) -> Settings:
    """Read the keys `rules` and `rule_files` of a project's settings. CallError if they cannot be used."""
    own = [rule for file in _files(settings, root) for rule in _own_rules(file, settings, root)]
    every = catalogue([*load(), *own])
    asked = settings.get("rules", {})
    if not isinstance(asked, Mapping):
        raise CallError('"dateline": {"rules": …} must give a severity, or "off", for codes of rules.')
    changed: dict[str, Severity] = {}
    off: set[str] = set()
    for code, wanted in asked.items():
        rule = _named(code, every)
        if wanted == OFF:
            _may_change(rule)
            off.add(rule.code)
        elif wanted in set(Severity):
            if Severity(wanted) is not rule.severity:
                _may_change(rule)
            changed[rule.code] = Severity(wanted)
        else:
            raise CallError(f"The rule {code} cannot be {wanted!r}; it can be error, warning, info or off.")
    kept = (
        replace(rule, severity=changed.get(rule.code, rule.severity))
        for rule in every
        if rule.code not in off
    )
    return Settings(catalogue(kept), frozenset(rule.code for rule in own), frozenset(off), changed)


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
    own = settings.get("rule_files", {})
    if not own:
        return []
    names = own.get("files") if isinstance(own, Mapping) else None
    if not isinstance(names, list) or not isinstance(own.get("prefix"), str):
        raise CallError('"rule_files" must be like {"prefix": "SYR", "files": ["validators/ours.yaml"]}.')
    files = [root / str(name) for name in names]
    for file in files:
        if not file.resolve().is_relative_to(root.resolve()) or not file.is_file():
            raise CallError(f"The rule file {file.relative_to(root)} is not there, or outside the project.")
    return files


def _own_rules(file: Path, settings: Mapping[str, Any], root: Path) -> list[Rule]:
    prefix = settings["rule_files"]["prefix"]
    if not (2 <= len(prefix) <= 8 and prefix.isascii() and prefix.isalpha() and prefix.isupper()):
        raise CallError(
            f'The prefix of the project\'s rules must be 2 to 8 capital letters; it is "{prefix}".'
        )
    shown = file.relative_to(root).as_posix()
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
