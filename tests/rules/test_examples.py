"""Every example of every rule, both ways, through the code that users run."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from dateline import rules
from dateline.findings import Finding, Place, Severity
from dateline.rules import Rule, examples
from dateline.rules.probes import PROBES

if TYPE_CHECKING:
    from tests.rules.conftest import FoundInExamples

RULES = [rule for rule in rules.load() if rule.probe is not None]
OF_TABLES = [rule for rule in rules.load() if rule.probe is None]
FAILS = [pytest.param(rule, one, id=f"{rule.code}-{n}") for rule in RULES for n, one in enumerate(rule.fails)]
PASSES = [
    pytest.param(rule, one, id=f"{rule.code}-{n}") for rule in RULES for n, one in enumerate(rule.passes)
]


@pytest.fixture
def carried(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, frozenset[str]]]:
    """Code of the rule, and names of the values, of each finding that is made."""
    made: list[tuple[str, frozenset[str]]] = []
    original = Rule.finding

    def finding(rule: Rule, place: Place, values: Mapping[str, object], **more: Any) -> Finding:
        made.append((rule.code, frozenset(values)))
        return original(rule, place, values, **more)

    monkeypatch.setattr(Rule, "finding", finding)
    return made


def errors(found: list[Finding]) -> set[str]:
    return {finding.rule for finding in found if finding.severity is Severity.error}


@pytest.mark.parametrize(("rule", "example"), FAILS)
def test_fails_for_its_own_reason_only(
    rule: Rule, example: Mapping[str, Any], carried: list[tuple[str, frozenset[str]]]
) -> None:
    found = examples.findings(rule.probe or "", example)

    own = [finding for finding in found if finding.rule == rule.code]
    assert own
    assert errors(found) <= {rule.code}
    for finding in own:
        assert not re.search(r"\{\w+\}", finding.message)
        assert finding.severity is rule.severity
    for code, values in carried:
        if code == rule.code:
            for answer in rule.answers:
                assert values >= set(PROBES[rule.probe or ""].answers[answer])


@pytest.mark.parametrize(("rule", "example"), PASSES)
def test_passes(rule: Rule, example: Mapping[str, Any]) -> None:
    found = examples.findings(rule.probe or "", example)

    assert rule.code not in {finding.rule for finding in found}
    # A file that can be read need not be an extraction.
    assert not errors(found) or rule.probe == "document"


@pytest.mark.parametrize("rule", OF_TABLES, ids=[rule.code for rule in OF_TABLES])
def test_examples_of_a_table_rule(rule: Rule, found_in_examples: FoundInExamples) -> None:
    every = (*rule.fails, *rule.passes)
    for example, found in zip(every, found_in_examples(rule), strict=True):
        assert bool(found) == (example in rule.fails), example
        for finding in found:
            assert not re.search(r"\{\w+\}", finding.message)
            assert finding.severity is rule.severity


def test_answers_are_those_of_the_probe() -> None:
    dated = {"words": "in June", "value": "2017-06-15", "precision": 1, "published": "2017-10-14"}
    assert examples.answers("date_words", dated) == {"too_precise"}
    assert examples.answers("date_words", dated | {"precision": 3}) == set()


def test_answers_of_other_probes_do_not_count() -> None:
    example = {"text": "It fell on Saturday.", "quote": "on Saturday", "expression": "on Sunday"}
    assert examples.answers("quotation", example) == {"expression_absent"}
    assert {finding.rule for finding in examples.findings("quotation", example)} == {"P014", "D002"}


def test_days_may_stand_with_or_without_quotation_marks() -> None:
    example = {"coder": "AB", "coded_at": date(2024, 1, 10)}
    assert examples.answers("coding", example) == examples.answers(
        "coding", {"coder": "AB", "coded_at": "2024-01-10"}
    )


def test_a_probe_that_is_not_there() -> None:
    with pytest.raises(KeyError):
        examples.findings("tarot", {})


def test_a_part_of_an_extraction_that_is_no_yaml() -> None:
    with pytest.raises(ValueError, match="duplicate_key"):
        examples.findings("shape", {"as": "coding", "yaml": "a: 1\na: 2"})


def test_every_probe_has_a_runner() -> None:
    assert list(examples.RUNNERS) == list(PROBES)
