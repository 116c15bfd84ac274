from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.dates import Span, find
from dateline.dates.finder import _YEAR_ENDS
from dateline.dates.reference import EXAMPLES
from dateline.dates.resolver import resolve


def texts(text: str) -> list[str]:
    return [span.text for span in find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They entered the town in June 2014 and left in 2016.", ["in June 2014", "in 2016"]),
        ("The group has held it since June 2014.", ["since June 2014"]),
        ("BEIRUT, Oct. 14 — Troops took the town on Saturday, state media said.", ["Oct. 14", "on Saturday"]),
        ("Friday, October 14, 2016: shelling.", ["Friday, October 14, 2016"]),
        ("Between 24 February and 10 March, 12 people died.", ["Between 24 February and 10 March"]),
        ("“Within the past 24\nhours, about 100 gave up”", ["Within the past 24\nhours"]),
        ("Early in September the siege was broken", ["Early in September"]),
        ("as of late October", ["late October"]),
        ("in the last week of August", ["in the last week of August"]),
        ("Saturday’s attack, yesterday's raid", ["Saturday’s", "yesterday's"]),
        ("He spoke on Friday and in June 2014 he fled", ["on Friday", "in June 2014"]),
        ("a five-day offensive that began two days ago", ["a five-day offensive", "two days ago"]),
        ("said on Saturday—the day of the raid", ["on Saturday"]),
        ("from 12–14 October", ["from 12–14 October"]),
        ("It fell on Saturday\n\n14 October 2017", ["on Saturday", "14 October 2017"]),
        ("It fell early on\n    Saturday", ["early on\n    Saturday"]),
        ("It began in May. It ended in March 2015.", ["in May", "in March 2015"]),
        ("\U0001f6a8 On Saturday", ["On Saturday"]),
        ("several days ago", ["several days ago"]),
        ("29 February and Saturday 14 October", ["29 February", "Saturday 14 October"]),
    ],
)
def test_the_longest_expression_is_found(text: str, expected: list[str]) -> None:
    assert texts(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The 12 March Brigade took the hill",
        "fighters of the 12 March Martyrs Brigade",
        "the April 6 Youth Movement",
        "the March 14 alliance",
        "Black September claimed it",
        "the Sunday Times reported",
        "on the 14th Division's orders",
        "they march on the capital, and may strike",
        "May it end. March!",
        "He sat in the sun with Jan and Mar.",
        "killed 2014 people",
        "around 2000 fighters",
        "Monday-based",
        "page 3/14 October/2",
        "two days later, several days passed",
        "no time given to civilians",
        "the last day of fighting",
        "",
    ],
)
def test_what_only_looks_like_a_date_is_left_out(text: str) -> None:
    assert texts(text) == []


def test_a_name_does_not_hide_the_dates_around_it() -> None:
    assert texts("On Friday fighters of the 12 March Brigade said that on 12 March it") == [
        "On Friday",
        "on 12 March",
    ]


def test_places_are_counted_in_code_points() -> None:
    assert find("\U0001f6a8é On Saturday.") == (Span(3, 14, "On Saturday"),)


@pytest.mark.parametrize("words", [words for group in EXAMPLES.values() for words in group])
def test_what_is_found_of_the_reference_is_all_of_it(words: str) -> None:
    """Except that some words mean a date only when somebody quotes them as one."""
    only_when_quoted = {"1995", "on the 12th", "several weeks", "no time given"}

    assert texts(f"He said {words} that so it was.") == ([] if words in only_when_quoted else [words])


fragments = st.lists(
    st.one_of(
        st.text(max_size=5),
        st.sampled_from([words for group in EXAMPLES.values() for words in group]),
        st.sampled_from(
            [" ", "\n", "\n\n", ", ", "—", "–", "’", "İ", "\U0001f6a8", " Brigade", " and ", " to "]
        ),
    ),
    max_size=12,
).map("".join)


@given(fragments)
def test_spans_give_their_text_in_order_and_apart(text: str) -> None:
    spans = find(text)

    assert all(text[span.start : span.end] == span.text for span in spans)
    assert all(span.text.strip() == span.text != "" for span in spans)
    assert all(before.end <= after.start for before, after in pairwise(spans))


@given(fragments)
def test_what_is_found_can_be_resolved(text: str) -> None:
    for span in find(text):
        assert any(resolve(span.text, published) for published in _YEAR_ENDS)
