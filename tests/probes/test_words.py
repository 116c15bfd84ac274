"""Is a name among quoted words?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.probes.words import mentioned


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Islamic State (Syria)", "the Islamic State said"),
        ("Islamic State (Syria)", "ISLAMIC STATE"),
        ("QSD: Syrian Democratic Forces", "by the Syrian Democratic Forces (SDF)"),
        ("Military Forces of Syria (2000-2024)", "military forces of Syria"),
        ("Al Mayadin", "the town of al-Mayadin."),
        ("Deir-ez-Zor", "in Deir ez Zor"),
        ("Sao Tome", "in São Tomé"),
        ("São Tomé", "in Sao Tome"),
        ("Women's Protection Units", "the Women\u2019s Protection Units"),
        ("on Saturday", "captured it on\n Saturday, it said"),
        ("الميادين", "مدينة الميادين."),
    ],
)
def test_mentioned(name: str, words: str) -> None:
    assert mentioned(name, words)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Islamic State (Syria)", "the Islamic Statement"),
        ("Islamic State (Syria)", "the State"),
        ("Raqqa", "Raqqawi"),
        ("on Saturday", "on Sunday"),
        ("(Syria)", "in Syria"),
        ("", "anything"),
        ("Raqqa", ""),
    ],
)
def test_not_mentioned(name: str, words: str) -> None:
    assert not mentioned(name, words)


def test_a_short_name_is_found_in_a_common_word() -> None:
    """Case does not count, so `is` passes for the group IS: a warning is missed, and none is invented."""
    assert mentioned("IS", "this is not it")
    assert not mentioned("IS", "ISIS")


@given(st.text("abc é-'", min_size=1).filter(lambda name: name.strip(" -'")), st.text("abc .", max_size=8))
def test_a_name_is_mentioned_by_itself(name: str, around: str) -> None:
    assert mentioned(name, name)
    assert mentioned(name, f"{around} {name}, {around}")
