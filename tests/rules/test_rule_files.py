"""Every rule file, and every rule in it: documented in full, named as the bad pattern, one of a kind."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from dateline import resources, rules
from dateline.extraction.document import Document, parse
from dateline.rules import Rule, catalogue
from dateline.rules.model import placeholders
from dateline.rules.probes import PROBES

FILES = sorted(resources.folder("validators").glob("*.yaml"))
RULES = list(rules.load())

FORBIDDEN = (
    "no-",
    "not-",
    "non-",
    "un-",
    "invalid-",
    "bad-",
    "wrong-",
    "incorrect-",
    "disallow-",
    "forbid-",
    "check-",
    "validate-",
    "ensure-",
    "require-",
    "missing-the-",
    "rule-",
)
"""A name says what is there, so that "allow <name>" reads well; none may begin like this."""


def document(path: Path) -> Any:
    read = parse(path.read_bytes(), path.name)
    assert isinstance(read, Document), f"{path.name} must be plain YAML, as extractions are: {read}"
    return read.data


def each_rule(test: Any) -> Any:
    return pytest.mark.parametrize("rule", RULES, ids=[rule.code for rule in RULES])(test)


def test_the_schema_of_rule_files_is_a_schema() -> None:
    Draft202012Validator.check_schema(catalogue.schema())


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_file_is_as_the_schema_asks(path: Path) -> None:
    validator = Draft202012Validator(catalogue.schema(), format_checker=Draft202012Validator.FORMAT_CHECKER)
    problems = [
        f"{'/'.join(map(str, error.absolute_path))}: {error.message}"
        for error in validator.iter_errors(document(path))
    ]
    assert not problems


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_file_holds_one_topic_under_one_letter(path: Path) -> None:
    data = document(path)
    assert data["topic"] == path.stem
    assert {rule["code"][0] for rule in data["rules"]} == {data["letter"]}


def test_letters_are_one_of_a_kind() -> None:
    letters = Counter(document(path)["letter"] for path in FILES)
    assert set(letters.values()) == {1}


def test_all_rules_of_all_files_are_in_the_catalogue() -> None:
    codes = [rule["code"] for path in FILES for rule in document(path)["rules"]]
    assert sorted(codes) == [rule.code for rule in RULES]


@each_rule
def test_name_is_the_bad_pattern(rule: Rule) -> None:
    assert not rule.name.startswith(FORBIDDEN), (
        f"{rule.code}: a name says what is there, not what ought to be: `allow {rule.name}` must read well"
    )


@each_rule
def test_summary_is_one_sentence(rule: Rule) -> None:
    plain = re.sub(r"`[^`]*`", "", rule.summary)
    assert re.findall(r"[.!?](?=\s|$)", plain) == ["."], f"{rule.code}: one sentence, please: {rule.summary}"


@each_rule
def test_texts_end_as_sentences(rule: Rule) -> None:
    for text in (rule.advice, rule.why, rule.origin):
        assert text.endswith("."), f"{rule.code}: {text}"


@each_rule
def test_message_uses_only_what_the_answers_carry(rule: Rule) -> None:
    for answer in rule.answers:
        carried = PROBES[rule.probe or ""].answers[answer]
        unknown = placeholders(rule.message) - set(carried)
        assert not unknown, f"{rule.code}: {answer} carries {', '.join(carried)}, not {', '.join(unknown)}"


@each_rule
def test_probe_and_answers_are_known(rule: Rule) -> None:
    assert rule.probe is not None
    assert set(rule.answers) <= set(PROBES[rule.probe].answers)


def test_schema_lists_the_probes() -> None:
    properties = catalogue.schema()["$defs"]["rule"]["properties"]
    assert properties["probe"]["enum"] == list(PROBES)
    for name in PROBES:
        assert f"of_{name}" in catalogue.schema()["$defs"]
        assert f"`{name}`" in properties["probe"]["description"]
