# ruff: noqa: RUF001 (look-alike characters are what these tests are about)
from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.text.graphemes import context, is_whole, joins
from dateline.text.values import Span

FAMILY = "👩\u200d👩\u200d👧"


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("ab", ["a", "b"]),
        ("e\u0301x", ["e\u0301", "x"]),
        ("a\r\nb\n\n", ["a", "\r\n", "b", "\n", "\n"]),
        (f"{FAMILY}!", [FAMILY, "!"]),
        ("👍🏽👍", ["👍🏽", "👍"]),
        ("🇸🇾🇮🇶🇺", ["🇸🇾", "🇮🇶", "🇺"]),
        ("❤\ufe0f❤", ["❤\ufe0f", "❤"]),
        ("🏴\U000e0067\U000e0062\U000e007f.", ["🏴\U000e0067\U000e0062\U000e007f", "."]),
        ("قَالَ", ["قَ", "ا", "لَ"]),
        ("\u1112\u1161\u11ab\u1112\u1161", ["\u1112\u1161\u11ab", "\u1112\u1161"]),
        ("co\u00adop", ["c", "o\u00ado", "p"]),
    ],
)
def test_what_stays_together(text: str, whole: list[str]) -> None:
    cuts = [at for at in range(len(text) + 1) if is_whole(text, at)]

    assert [text[start:end] for start, end in pairwise(cuts)] == whole


@pytest.mark.parametrize("character", [*"\u0301\u0903\u0940\u1161\u11ab\ud7b0\ud7cb\ufe0f\U00016d67"])
def test_marks_and_the_inside_of_syllables_join(character: str) -> None:
    assert joins(character)


@pytest.mark.parametrize("character", [*"a '", *"\u00e9\u1112\ud55cم漢ก👩🏽", "\u200d"])
def test_letters_signs_and_joiners_do_not(character: str) -> None:
    assert not joins(character)


@given(st.characters(exclude_categories=["Cs"]), st.characters(exclude_categories=["Cs"]))
def test_what_can_change_its_neighbour_joins_it(one: str, other: str) -> None:
    apart = unicodedata.normalize("NFC", one) + unicodedata.normalize("NFC", other)

    assert joins(other) or unicodedata.normalize("NFC", one + other) == apart


def test_every_character_that_composes_joins_what_is_before_it() -> None:
    followers = set()
    for code in range(0xA0, 0x20000):
        parts = unicodedata.normalize("NFD", chr(code))
        followers.update(parts[1:])

    assert len(followers) > 80
    assert not [hex(ord(c)) for c in followers if not joins(c)]


def test_context_is_32_code_points_on_either_side() -> None:
    text = "x" * 50 + "WORDS" + "y" * 50

    assert context(text, Span(50, 55)) == ("x" * 32, "y" * 32)


def test_context_ends_with_the_text() -> None:
    assert context("In Raqqa, shells fell.", Span(3, 8)) == ("In ", ", shells fell.")
    assert context("Raqqa", Span(0, 5)) == ("", "")


def test_context_keeps_the_text_as_it_stands() -> None:
    text = "said:\r\n\u00a0“Raqqa”\u00a0…"

    assert context(text, Span(9, 14)) == ("said:\r\n\u00a0“", "”\u00a0…")


def test_context_is_shorter_rather_than_torn() -> None:
    text = f"e\u0301 {FAMILY}Raqqa{FAMILY} e\u0301"
    start = text.index("Raqqa")
    span = Span(start, start + 5)

    assert context(text, span, width=3) == ("", "")
    assert context(text, span, width=5) == (FAMILY, FAMILY)
    assert context(text, span, width=7) == (" " + FAMILY, FAMILY + " ")
    assert context(text, span, width=8) == ("e\u0301 " + FAMILY, FAMILY + " e\u0301")


@given(st.text(max_size=60), st.integers(0, 60), st.integers(0, 60), st.integers(0, 12))
def test_context_is_what_stands_around(text: str, one: int, other: int, width: int) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    prefix, suffix = context(text, Span(start, end), width)

    assert len(prefix) <= width
    assert len(suffix) <= width
    assert text[:start].endswith(prefix)
    assert text[end:].startswith(suffix)
