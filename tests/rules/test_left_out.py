"""docs/rules-left-out.md: every candidate once, with rules that exist or a reason."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from dateline import rules

CANDIDATES = {"F": 20, "D": 22, "A": 24, "T": 15, "L": 21, "N": 15, "S": 22, "X": 15, "Q": 12}
ROW = re.compile(r"^\| ([A-Z][0-9]{2}) \| (.+) \| (.*) \| (.*) \|$")


@pytest.fixture(scope="module")
def rows(repository: Path) -> list[tuple[str, ...]]:
    text = (repository / "docs/rules-left-out.md").read_text(encoding="utf-8")
    return [found.groups() for line in text.splitlines() if (found := ROW.match(line))]


def test_every_candidate_stands_there_once(rows: list[tuple[str, ...]]) -> None:
    wanted = {f"{letter}{number:02}" for letter, last in CANDIDATES.items() for number in range(1, last + 1)}
    assert len(wanted) == 166
    assert Counter(row[0] for row in rows) == Counter(wanted)


def test_every_rule_that_is_named_exists(rows: list[tuple[str, ...]]) -> None:
    known = {rule.code for rule in rules.load()}
    for candidate, _, codes, reason in rows:
        named = {code for code in codes.split(", ") if code} | set(re.findall(r"\b[A-Z][0-9]{3}\b", reason))
        assert named <= known, candidate


def test_what_no_rule_covers_has_a_reason(rows: list[tuple[str, ...]]) -> None:
    for candidate, _, codes, reason in rows:
        assert codes or reason, candidate
        assert not reason or reason.endswith("."), candidate
