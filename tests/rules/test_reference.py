"""docs/rules.md says what the rule files say."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline import rules
from dateline.rules import reference


@pytest.fixture(scope="module")
def page() -> str:
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
