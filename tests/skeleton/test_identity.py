from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.skeleton import Fact, Guesses, slug, source_id
from dateline.text import Quote


def fact(value: str) -> Fact:
    return Fact(value, "", Quote("x"))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("TRT World", "trt-world"),
        ("Été à Nîmes", "ete-a-nimes"),
        ("Women’s – 'march'!", "womens-march"),
        ("القصف", ""),
        ("", ""),
    ],
)
def test_slug(words: str, expected: str) -> None:
    assert slug(words) == expected


@pytest.mark.parametrize(
    ("publisher", "day", "headline", "expected"),
    [
        (
            "TRTWorld",
            "2017-10-14",
            "Regime forces capture the town from the rebels at night",
            "trtworld-2017-10-14-regime-forces-capture-the-town-from",
        ),
        ("", "", "Town taken", "unstated-undated-town-taken"),
        ("", "2017-10-14", "القصف يقتل", "unstated-2017-10-14-002-abc"),
        ("رويترز", "", "", "unstated-undated-002-abc"),
    ],
)
def test_source_id(publisher: str, day: str, headline: str, expected: str) -> None:
    guesses = Guesses(
        headline=fact(headline) if headline else None,
        publisher=fact(publisher) if publisher else None,
        published=fact(day) if day else None,
    )
    assert source_id(guesses, "002_Abc.txt") == expected


@given(st.text(max_size=200), st.text(max_size=200), st.text(max_size=200))
def test_every_source_id_is_one(publisher: str, headline: str, file_name: str) -> None:
    made = source_id(Guesses(headline=fact(headline), publisher=fact(publisher)), file_name)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", made)
    assert len(made) <= 120
