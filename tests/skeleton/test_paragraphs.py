from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.skeleton.paragraphs import ends_in_full_stop, ends_sentence, split

Sentences = tuple[str, str, str, str]
LINES = st.lists(st.text(st.sampled_from("aB. \t\u00a0\u200b\n\r|é"), max_size=30)).map("\n".join)


def test_each_line_is_a_paragraph_and_blank_lines_are_none() -> None:
    found = split("One two\n\n  \nThree\nFour five\n")
    assert [(one.text, one.line, one.last_line, one.after_blank) for one in found] == [
        ("One two", 1, 1, True),
        ("Three", 4, 4, True),
        ("Four five", 5, 5, False),
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_counted_as_editors_count_them(end: str) -> None:
    assert [one.line for one in split(end.join(["One", "", "Three", "Four"]))] == [1, 3, 4]


def test_white_space_and_what_nobody_sees_is_no_part_of_a_paragraph() -> None:
    (one,) = split("\ufeff \u00a0One \u00a0 two\u200b \n")
    assert one.text == "One two"
    assert "\ufeff \u00a0One \u00a0 two\u200b \n"[slice(*one.span)] == "One \u00a0 two"


@pytest.mark.parametrize("width", [60, 72, 100])
def test_lines_broken_at_a_width_are_put_together(width: int, sentences: Sentences) -> None:
    wrapped = "\n\n".join(textwrap.fill(one, width) for one in sentences)
    assert [one.text for one in split(wrapped)] == list(sentences)


def test_a_broken_paragraph_ends_where_the_next_word_would_have_fitted(sentences: Sentences) -> None:
    wrapped = "A headline of the story\n" + "\n".join(textwrap.fill(one, 72) for one in sentences[:2])
    found = split(wrapped)
    assert [one.text for one in found] == ["A headline of the story", *sentences[:2]]
    assert [(one.line, one.last_line) for one in found] == [(1, 1), (2, 3), (4, 5)]


def test_headlines_below_each_other_are_no_broken_paragraph() -> None:
    headlines = [
        "Ferry to the islands delayed by fog",
        "Council votes on library closure plans",
        "Fog in the harbour",
    ]
    assert [one.text for one in split("\n".join(headlines))] == headlines


@given(LINES)
def test_paragraphs_hold_every_word_once_and_in_order(text: str) -> None:
    found = split(text)
    visible = text.replace("\u200b", "")
    assert " ".join(one.text for one in found).replace("\u200b", "").split() == visible.split()
    for one in found:
        assert one.raw.split() == text[slice(*one.span)].split()
        assert len(one.raw) == one.span.end - one.span.start
        assert one.line <= one.last_line


@pytest.mark.parametrize(
    ("text", "sentence", "statement"),
    [
        ("It rained.", True, True),
        ("“It rained.”", True, True),
        ("(It rained.)", True, True),
        ("Did it rain?", True, False),
        ("He said:", True, False),
        ("Rain in the harbour", False, False),
        ("هل أمطرت؟", True, False),
        ("下雨了。", True, True),
    ],
)
def test_ends(text: str, sentence: bool, statement: bool) -> None:
    assert (ends_sentence(text), ends_in_full_stop(text)) == (sentence, statement)
