"""docs/rules.md says what the rule files say."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dateline import rules
from dateline.findings import Finding
from dateline.rules import Example, Rule, reference, tables

if TYPE_CHECKING:
    from tests.rules.conftest import FoundInExamples


@pytest.fixture(scope="module")
def page(found_in_examples: FoundInExamples) -> str:
    def failing(rule: Rule, examples: Sequence[Example]) -> list[list[Finding]]:
        assert examples == rule.fails
        return found_in_examples(rule)[: len(examples)]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tables, "findings", failing)
        return reference.page()


def test_the_page_is_not_stale(repository: Path, page: str) -> None:
    there = (repository / reference.PAGE).read_text(encoding="utf-8")
    assert there == page, "docs/rules.md is stale; run: python -m dateline.rules.reference"


def test_every_rule_is_there_with_its_own_heading(page: str) -> None:
    for rule in rules.load():
        assert page.count(f"\n### {rule.code} {rule.name}\n") == 1
        assert f"](#{rule.code.lower()}-{rule.name})" in page


def test_a_failing_example_shows_its_message(page: str) -> None:
    assert "  # Time precision 1 is finer than “in June”, which can mean any of 30 days" in page
