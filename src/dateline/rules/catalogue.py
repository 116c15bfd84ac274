"""Reading rule files."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dateline import prepared, resources
from dateline.findings import Severity
from dateline.rules.model import Rule, Status


class RuleFileError(Exception):
    """A rule file is not what `schema/rules.schema.json` asks for: the fault of whoever wrote it, never of
    the data."""


@dataclass(frozen=True)
class Catalogue:
    """All rules in force, by code and by what a probe answers."""

    rules: Mapping[str, Rule]
    by_answer: Mapping[tuple[str, str], Rule]

    def __iter__(self) -> Iterator[Rule]:
        """Rules in the order of their codes."""
        return iter(self.rules.values())

    def __getitem__(self, code_or_name: str) -> Rule:
        """The rule of that code or name; KeyError if there is none."""
        if code_or_name in self.rules:
            return self.rules[code_or_name]
        for rule in self.rules.values():
            if rule.name == code_or_name:
                return rule
        raise KeyError(code_or_name)

    def answering(self, probe: str, answer: str) -> Rule:
        """The one rule that a probe's answer breaks."""
        return self.by_answer[probe, answer]


def catalogue(rules: Iterable[Rule]) -> Catalogue:
    """Index `rules`; a code, a name or an answer that is taken twice raises RuleFileError."""
    by_code: dict[str, Rule] = {}
    by_answer: dict[tuple[str, str], Rule] = {}
    names: dict[str, Rule] = {}
    for rule in sorted(rules, key=lambda rule: rule.code):
        if rule.code in by_code:
            raise RuleFileError(f"{rule.file}: the code {rule.code} is taken by {by_code[rule.code].file}")
        if rule.name in names:
            raise RuleFileError(f"{rule.file}: the name {rule.name} is taken by {names[rule.name].code}")
        by_code[rule.code] = names[rule.name] = rule
        for answer in rule.answers:
            if (rule.probe or "", answer) in by_answer:
                other = by_answer[rule.probe or "", answer].code
                raise RuleFileError(
                    f"{rule.file}: {rule.code} and {other} both claim the answer {answer} of {rule.probe}"
                )
            by_answer[rule.probe or "", answer] = rule
    return Catalogue(by_code, by_answer)


@functools.cache
def load() -> Catalogue:
    """The built-in catalogue."""
    kept = prepared.content()
    return catalogue(kept.rules if kept else of_files())


def of_files() -> Iterator[Rule]:
    """The built-in rules, read from the installed package's `validators/`."""
    for path in sorted(resources.folder("validators").glob("*.yaml")):
        yield from read(path)


def read(path: Path) -> list[Rule]:
    """The rules of one file; RuleFileError if the file is malformed."""
    import yaml

    try:
        data = yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise RuleFileError(f"{path.name}: {error}") from error
    if not isinstance(data, dict) or data.get("dateline") != 1:
        raise RuleFileError(f"{path.name}: a rule file begins with `dateline: 1`")
    try:
        return of_data(data, path.name)
    except (KeyError, TypeError, ValueError) as error:
        raise RuleFileError(f"{path.name}: {error!r}; see `schema/rules.schema.json`") from error


def of_data(data: Mapping[str, Any], file: str) -> list[Rule]:
    """The rules of a file that is as `schema/rules.schema.json` asks."""
    return [_rule(entry, data["topic"], file) for entry in data["rules"]]


def schema() -> dict[str, Any]:
    """The JSON Schema of a rule file."""
    text = (resources.folder("schema") / "rules.schema.json").read_text(encoding="utf-8")
    result: dict[str, Any] = json.loads(text)
    return result


def _rule(entry: Mapping[str, Any], topic: str, file: str) -> Rule:
    return Rule(
        code=entry["code"],
        name=entry["name"],
        topic=topic,
        severity=Severity(entry["severity"]),
        status=Status(entry.get("status", "preview")),
        since=entry["since"],
        summary=entry["summary"].strip(),
        message=entry["message"].strip(),
        advice=entry["advice"].strip(),
        why=entry["why"].strip(),
        origin=entry["origin"].strip(),
        passes=tuple(entry["passes"]),
        fails=tuple(entry["fails"]),
        probe=entry.get("probe"),
        answers=tuple(entry.get("answers", ())),
        table=entry.get("table"),
        scope=entry.get("scope", "row"),
        field=entry.get("field"),
        needs=tuple(entry.get("needs", ())),
        each={name: tuple(columns) for name, columns in entry.get("each", {}).items()},
        fails_when=entry.get("fails_when"),
        query=entry.get("query"),
        suggests=entry.get("suggests"),
        repair=entry.get("repair"),
        replaced_by=entry.get("replaced_by"),
        file=file,
    )
