# ruff: noqa: RUF001 (look-alike characters are what these tests are about)
from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.text.edges import is_edge
from dateline.text.folding import Folded, fold, folded_words
from dateline.text.values import Span

# Everything that the fold has an opinion about, so that the neighbours of one are often another.
ODD = (
    " ",
    *"aeEx.'\"-0,",
    *"\u00a0\t\r\n\u2003\u2000\u3000\u2028",
    *"“”’‘«»—–‑…",
    *"\u00ad\u200b\u200c\u200d\u200f\u202b\ufeff\u034f",
    *"\u0301\u0323\u0308\u0344\u0340\u093c",
    *"\u00e9\u1e69\u212b\u0958\ufb1d\U0001d15e",
    *"\u1112\u1161\u11ab\ud558",
    *"ميَّ",
    *"👩🏽🇸🇾\ufe0f",
    *"\u0e01\u0e33漢",
)
texts = st.lists(st.sampled_from(ODD) | st.characters(exclude_categories=["Cs"]), max_size=40).map("".join)


# Format characters that readers see or that spell something: number signs, annotations, tags, shorthand.
SEEN = {*map(chr, range(0x600, 0x606)), *"\u06dd\u070f\u0890\u0891\u08e2\ufff9\ufffa\ufffb"}
SEEN |= {*map(chr, range(0x10000, 0x110000))}


def plainly(text: str) -> str:
    """The fold written down in the slowest and clearest way, without offsets."""
    shown = "".join(c for c in text if c != "\u034f" and (unicodedata.category(c) != "Cf" or c in SEEN))
    composed = unicodedata.normalize("NFC", shown)
    spaced = re.sub(r"\s+", " ", composed)
    for typographic, plain in (
        ("[‘’‚‛′‵‹›ʼ＇]", "'"),
        ("[“”„‟″‶«»〝〞〟＂]", '"'),
        ("[‐‑‒–—―−﹘﹣－]", "-"),
        ("…", "..."),
    ):
        spaced = re.sub(typographic, plain, spaced)
    return spaced


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("as it stands, Case and all", "as it stands, Case and all"),
        ("", ""),
        ("two\r\n\r\nlines", "two lines"),
        ("20\u00a0km", "20 km"),
        (" \t at the ends \n", " at the ends "),
        ("a “collapse” in the town’s ranks", 'a "collapse" in the town\'s ranks'),
        ("« pris »", '" pris "'),
        ("north—south, 3–5, −4", "north-south, 3-5, -4"),
        ("driven […]", "driven [...]"),
        ("co\u00adopera\u200btion\ufeff", "cooperation"),
        ("cafe\u0301", "caf\u00e9"),
        ("e\u200d\u0301", "\u00e9"),
        ("a \u200b\u00a0 b", "a b"),
        ("\u1112\u1161\u11ab", "\ud55c"),
        ("\u200fالميادين\u200f", "الميادين"),
    ],
)
def test_what_is_folded(text: str, folded: str) -> None:
    assert fold(text).text == folded


def test_case_accents_and_straight_quotes_stay() -> None:
    assert fold("Él dijo 'NO'-\"sí\"").text == "Él dijo 'NO'-\"sí\""


def test_text_without_anything_to_fold_is_not_copied() -> None:
    text = "Troops took the town. " * 3

    assert fold(text).text is text
    assert not fold(text).starts


@given(texts)
def test_the_fold_is_the_plain_one(text: str) -> None:
    assert fold(text).text == plainly(text)


@given(texts)
def test_folding_twice_is_folding_once(text: str) -> None:
    once = fold(text).text

    assert fold(once).text == once


def stretches(folded: Folded) -> list[Span]:
    """Every stretch of a folded text that does not tear a character apart."""
    length = len(folded.text)
    marks = {at for at in range(1, length) if unicodedata.category(folded.text[at])[0] == "M"}
    jamo = {at for at in range(1, length) if "\u1160" <= folded.text[at] <= "\u11ff"}
    cuts = [at for at in range(length + 1) if not folded.divides(at) and at not in marks | jamo]
    return [Span(start, end) for start in cuts for end in cuts if start < end]


@given(texts)
def test_every_stretch_leads_back_to_text_that_folds_to_it(text: str) -> None:
    folded = fold(text)
    for stretch in stretches(folded):
        start, end = folded.original(stretch)

        assert fold(text[start:end]).text == folded.text[stretch.start : stretch.end]


@given(texts)
def test_stretches_lead_back_in_order_and_without_overlap(text: str) -> None:
    folded = fold(text)
    ones = [folded.original(Span(at, at + 1)) for at in range(len(folded.text)) if not folded.divides(at)]

    assert all(one.end <= next_one.start or one == next_one for one, next_one in pairwise(ones))
    assert all(0 <= one.start < one.end <= len(text) for one in ones)


@given(texts)
def test_there_and_back_again(text: str) -> None:
    folded = fold(text)
    for stretch in stretches(folded):
        there = folded.folded(folded.original(stretch))

        assert there == stretch


@pytest.mark.parametrize(
    ("text", "words", "original"),
    [
        ("he said:\r\n\r\n“We took it”", '"We took it"', "“We took it”"),
        ("It was cafe\u0301 time", "caf\u00e9", "cafe\u0301"),
        ("the \u200bcapital\u200b city", "capital", "capital"),
        ("a co\u00adoperation pact", "cooperation", "co\u00adoperation"),
        ("driven […] out", "[...] out", "[…] out"),
        ("👩\u200d👩\u200d👧 fled", "fled", "fled"),
    ],
)
def test_the_way_back(text: str, words: str, original: str) -> None:
    folded = fold(text)
    at = folded.text.index(words)
    start, end = folded.original(Span(at, at + len(words)))

    assert text[start:end] == original


def test_a_cut_inside_an_ellipsis_character_divides_and_takes_in_the_whole() -> None:
    folded = fold("so… on")

    assert [at for at in range(len(folded.text) + 1) if folded.divides(at)] == [3, 4]
    assert folded.original(Span(0, 3)) == Span(0, 3)
    assert folded.original(Span(4, 8)) == Span(2, 6)


def test_a_cut_divides_also_where_lengths_happen_to_agree() -> None:
    folded = fold("so…\u200b\u200b\u0301 on")

    assert folded.text == "so...\u0301 on"
    assert [at for at in range(len(folded.text) + 1) if folded.divides(at)] == [3, 4, 5]


def test_a_quotation_loses_the_white_space_at_its_ends() -> None:
    assert folded_words("\n  took the\n  town \u200b\n") == "took the town"


def test_a_space_that_carries_a_mark_is_not_lost() -> None:
    assert folded_words("  \u0301 a") == " \u0301 a"


@pytest.mark.parametrize("blank", ["", " ", "\n\t\u00a0", "\u200b\ufeff", " \u00ad "])
def test_of_a_quotation_without_words_nothing_is_left(blank: str) -> None:
    assert folded_words(blank) == ""


def test_the_edge_of_what_folds_as_a_whole_is_no_edge_of_words() -> None:
    folded = fold("wait…")

    assert not is_edge(folded, len("wait."))
    assert is_edge(folded, len("wait..."))
