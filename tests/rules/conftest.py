"""What table rules find in their own examples: asked by two test files, judged once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dateline.findings import Finding
from dateline.rules import Rule
from dateline.rules.tables import findings

FoundInExamples = Callable[[Rule], list[list[Finding]]]


@pytest.fixture(scope="session")
def found_in_examples() -> FoundInExamples:
    """What a rule of the catalogue finds in each example that must fail, then in each that must pass."""
    known: dict[str, list[list[Finding]]] = {}

    def found(rule: Rule) -> list[list[Finding]]:
        if rule.code not in known:
            known[rule.code] = findings(rule, (*rule.fails, *rule.passes))
        return known[rule.code]

    return found
