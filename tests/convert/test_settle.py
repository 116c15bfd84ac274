"""The policies of fields, apart from what they are applied to."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline import codebook
from dateline.convert.coded import Claim
from dateline.convert.settle import CHOOSERS, Settled, Tie, commonest, settle

if TYPE_CHECKING:
    from tests.convert.conftest import Bay


def test_every_policy_of_the_codebook_is_known() -> None:
    policies = {one.policy for one in codebook.load().policies.values()}
    elsewhere = {"most_precise", "union", "with event_date", "with location"}
    assert policies - elsewhere == set(CHOOSERS)


def claims(bay: Bay, field: str, *values: object) -> list[Claim]:
    return [
        next(claim for claim in bay.claims(f"paper-{number}", {field: value}) if claim.field == field)
        for number, value in enumerate(values)
    ]


@pytest.mark.parametrize(
    ("field", "policy", "values", "chosen"),
    [
        ("fatalities", "lowest", (10, 9, 100), "9"),
        ("fatalities_high", "highest", (10, 9, 100), "100"),
        ("notes", "first", ("b", "a"), "b"),
        ("sub_event_type", "highest_in_hierarchy", ("Other", "Attack", "Grenade"), "Grenade"),
        ("actor1", "agree", ("a", "a"), "a"),
    ],
)
def test_policies(bay: Bay, field: str, policy: str, values: tuple[object, ...], chosen: str) -> None:
    outcome = settle(claims(bay, field, *values), policy, codebook.load(), None)
    assert isinstance(outcome, Settled)
    assert outcome.value == chosen
    assert {claim.value for claim in outcome.accepted} == {chosen}
    assert {claim.value for claim in outcome.refused} == {str(value) for value in values} - {chosen}


def test_what_a_policy_does_not_settle_is_a_tie(bay: Bay) -> None:
    outcome = settle(claims(bay, "actor1", "a", "b", "a"), "agree", codebook.load(), None)
    assert isinstance(outcome, Tie)
    assert [claim.value for claim in outcome.claims] == ["a", "b", "a"]


def test_no_two_sub_event_types_have_one_rank() -> None:
    ranks = [one.rank for one in codebook.load().sub_events.values()]
    assert sorted(ranks) == list(range(1, 26))


@pytest.mark.parametrize(
    ("numbers", "best"), [([4], 4), ([4, 9, 9], 9), ([9, 4], 4), ([5, 5, 4, 4, 9], 4), ([0, 0, 7], 0)]
)
def test_the_commonest_number(numbers: list[int], best: int) -> None:
    assert commonest(numbers) == best


@given(st.lists(st.integers(0, 20), min_size=1), st.randoms(use_true_random=False))
def test_the_commonest_number_does_not_depend_on_order(numbers: list[int], shuffle: random.Random) -> None:
    other = [*numbers]
    shuffle.shuffle(other)
    assert commonest(numbers) == commonest(other)
    assert min(numbers) <= commonest(numbers) <= max(numbers)
