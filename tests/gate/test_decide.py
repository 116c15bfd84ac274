"""Every finding is counted, old or known, and never more than one of them."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline import rules
from dateline.findings import Cell, Finding, InDataset, InDocument
from dateline.gate.decide import Former, decide
from dateline.gate.policy import NEVER, Allowance, Policy
from dateline.rules.model import placeholders

CODES = ("S010", "S031", "X025")  # an error, a warning, an info
EVENTS = "events.csv"


def finding(code: str, record: str, value: str = "x", other: str | None = None) -> Finding:
    rule = rules.load()[code]
    values = dict.fromkeys(placeholders(rule.message), "") | {"value": value}
    related = (Cell(EVENTS, 9, 10, None, other),) if other else ()
    return rule.finding(Cell(EVENTS, 1, 2, "year", record), values, related=related)


findings = st.lists(
    st.builds(finding, st.sampled_from(CODES), st.sampled_from("abc"), st.sampled_from("xy")), max_size=12
)


@given(findings, findings, findings, st.sets(st.sampled_from("abc")))
def test_nothing_is_lost(
    now: list[Finding], before: list[Finding], known: list[Finding], touched: set[str]
) -> None:
    former = Former(Counter(one.fingerprint for one in before), {EVENTS: touched})
    baseline = Counter(one.fingerprint for one in known)
    decision = decide(now, Policy(), rules.load(), {"events": 10}, former=former, baseline=baseline)
    assert len(decision.counted) + decision.old + decision.known + decision.aside == len(now)
    assert set(decision.failing) <= set(decision.counted)
    assert all(one.rule == "S010" for one in decision.failing)
    assert decision.passed is not any(one.rule == "S010" for one in decision.counted)
    # Whoever touches a record answers for it, unless it is known.
    if not baseline:
        assert all(one in decision.counted for one in now if one.place.record in touched)  # type: ignore[union-attr]


@given(findings)
def test_nothing_counts_against_itself(now: list[Finding]) -> None:
    counts = Counter(one.fingerprint for one in now)
    assert decide(now, Policy(), rules.load(), {}, former=Former(counts, {})).counted == ()
    assert decide(now, Policy(), rules.load(), {}, baseline=counts).counted == ()


def test_a_second_finding_like_an_old_one_is_new() -> None:
    one = finding("S010", "a")
    former = Former(Counter([one.fingerprint]), {})
    assert len(decide([one, one], Policy(), rules.load(), {}, former=former).counted) == 1


def test_the_other_row_of_a_pair_may_be_the_touched_one() -> None:
    pair = finding("S010", "a", other="b")
    former = Former(Counter([pair.fingerprint]), {EVENTS: {"b"}})
    assert decide([pair], Policy(), rules.load(), {}, former=former).counted == (pair,)


def test_a_document_that_changed_answers_for_all_of_it() -> None:
    rule = rules.load()["E041"]
    one = rule.finding(InDocument("seeds/a.yaml", 1, 1), {"value": "x"})
    counts = Counter([one.fingerprint])
    assert decide([one], Policy(), rules.load(), {}, former=Former(counts, {})).old == 1
    assert decide([one], Policy(), rules.load(), {}, former=Former(counts, {"seeds/a.yaml": ()})).counted


@pytest.mark.parametrize(
    ("allowed", "rows", "passes"),
    [
        (Allowance(most=1), 10, False),
        (Allowance(most=2), 10, True),
        (Allowance(percent=10), 20, True),
        (Allowance(percent=9.9), 20, False),
        (Allowance(percent=100), 2, True),
    ],
)
def test_what_is_tolerated(allowed: Allowance, rows: int, passes: bool) -> None:
    found = [finding("S010", "a"), finding("S010", "b")]
    decision = decide(found, Policy(allow={"S010": allowed}), rules.load(), {"events": rows})
    assert decision.passed is passes


def test_the_least_severe_that_fails() -> None:
    rule = rules.load()["Q010"]
    of_dataset = rule.finding(
        InDataset("events"), dict.fromkeys(placeholders(rule.message), "") | {"value": "x"}
    )
    found = [finding(code, "a") for code in CODES]
    failing = {
        fail_on: {one.rule for one in decide([*found, of_dataset], Policy(fail_on), rules.load(), {}).failing}
        for fail_on in ("error", "warning", NEVER)
    }
    assert failing == {"error": {"S010"}, "warning": {"S010", "S031"}, NEVER: set()}
