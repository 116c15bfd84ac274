"""What a rule is, and how its message is filled in."""

from __future__ import annotations

import pytest

from dateline.findings import Cell, InDocument, Severity
from dateline.rules import Rule, Status
from dateline.rules.model import fill, placeholders

PLACE = Cell("datasets/events.csv", row=3, column="fatalities")


def rule(**given: object) -> Rule:
    texts = dict.fromkeys(("summary", "advice", "why", "origin"), "So.")
    plain: dict[str, object] = {"code": "Q001", "name": "odd-number", "topic": "numbers", "since": "0.1.0"}
    plain |= {"severity": Severity.warning, "status": Status.preview, "passes": (), "fails": ()}
    return Rule(**{**plain, **texts, "message": "“{value}” is odd, {near}.", **given})  # type: ignore[arg-type]


def test_placeholders_are_the_names_between_braces() -> None:
    assert placeholders("{value} and {near}, {value}; not {} or {a b}") == {"value", "near"}


def test_a_value_is_never_read_as_a_placeholder() -> None:
    assert fill("{value} {near}", {"value": "{near}", "near": "{0.__class__}"}) == "{near} {0.__class__}"


def test_a_value_that_is_not_there_is_our_fault() -> None:
    with pytest.raises(KeyError, match="near"):
        fill("{near}", {"value": 1})


def test_a_finding_carries_the_rule_the_place_and_the_value() -> None:
    edit = InDocument("seeds/extractions/a.yaml", 4)
    related = (Cell("datasets/events.csv", row=1),)
    values = {"value": 7, "near": "say 6"}

    finding = rule().finding(PLACE, values, suggestion="6", related=related, edit=edit)

    assert finding.message == "“7” is odd, say 6."
    assert (finding.rule, finding.name, finding.severity) == ("Q001", "odd-number", Severity.warning)
    assert (finding.place, finding.value, finding.suggestion) == (PLACE, "7", "6")
    assert (finding.related, finding.edit) == (related, edit)


def test_a_finding_need_not_have_a_value() -> None:
    assert rule(message="Odd.").finding(PLACE, {}).value is None
