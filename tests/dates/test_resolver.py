from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.dates import resolve
from dateline.dates.reference import EXAMPLES
from dateline.dates.vocabulary import NUMBER, number

SATURDAY = date(2017, 10, 14)

expressions = st.sampled_from([words for group in EXAMPLES.values() for words in group])
days = st.dates(date(1970, 1, 1), date(2035, 12, 31))
windows = st.integers(0, 40).map(lambda length: timedelta(days=length))


def names_a_year(words: str) -> bool:
    return any(
        part.isdigit() and len(part) == 4 for part in words.replace("-", " ").replace(",", " ").split()
    )


@given(expressions, days)
def test_the_days_to_code_are_days_that_the_words_allow(words: str, published: date) -> None:
    resolution = resolve(words, published)
    if resolution is None:
        return

    assert resolution.preferred
    assert list(resolution.preferred) == sorted(set(resolution.preferred))
    assert all(resolution.interval.contains(day) for day in resolution.preferred)


@given(expressions.filter(lambda words: not names_a_year(words)), days)
def test_without_a_year_nothing_lies_after_publication(words: str, published: date) -> None:
    resolution = resolve(words, published)
    if resolution is None:
        return

    assert resolution.interval.end <= published
    assert all(other.end <= published for other in resolution.alternatives)


@given(expressions, days)
def test_precision_is_none_exactly_where_ucdp_says_five(words: str, published: date) -> None:
    resolution = resolve(words, published)
    if resolution is None:
        return

    assert (resolution.precision is None) == (resolution.ucdp_precision == 5)
    assert resolution.precision is None or resolution.interval.days <= 31


@given(expressions, days, st.integers(1, 40))
def test_later_publication_never_moves_the_beginning_back(words: str, published: date, more: int) -> None:
    before, after = resolve(words, published), resolve(words, published + timedelta(days=more))
    if before is None or after is None:
        return

    assert before.interval.start <= after.interval.start


@given(expressions, days, windows, windows)
def test_a_longer_publication_interval_allows_no_fewer_days(
    words: str, published: date, length: timedelta, more: timedelta
) -> None:
    narrow, wide = (
        resolve(words, published, published + length),
        resolve(words, published, published + length + more),
    )
    if narrow is None:
        return

    assert wide is not None
    assert wide.interval.hull(narrow.interval) == wide.interval
    assert set(narrow.preferred) <= set(wide.preferred)
    assert all(wide.interval.contains(day) for day in wide.preferred)


@given(st.text(max_size=200), days)
def test_any_text_at_all_is_answered(words: str, published: date) -> None:
    resolution = resolve(words, published)

    assert resolution is None or resolution.expression == words


@given(
    st.lists(
        st.sampled_from(
            sorted({part for group in EXAMPLES.values() for each in group for part in each.split()})
        )
    )
    .filter(lambda parts: len(parts) < 8)
    .map(" ".join),
    st.dates(),
)
def test_words_of_the_grammar_in_any_order_on_any_day_are_answered(words: str, published: date) -> None:
    resolution = resolve(words, published)

    assert resolution is None or resolution.interval.start <= resolution.interval.end


@pytest.mark.parametrize("published", [date.min, date.max])
def test_the_ends_of_the_calendar_raise_nothing(published: date) -> None:
    for group in EXAMPLES.values():
        for words in group:
            resolve(words, published)
    assert resolve("yesterday", date.min) is None
    assert resolve("today", date.max) is not None


@pytest.mark.parametrize(
    "words",
    [
        "",
        " ",
        "then",
        "samedi",
        "03/04/2017",
        "12 March Brigade",
        "two days later",
        "the previous day",
        "at some point",
        "tomorrow",
        "summer 2014",
        "x" * 10_000,
        "since " * 1_000,
    ],
)
def test_unknown_words_are_not_guessed_at(words: str) -> None:
    assert resolve(words, SATURDAY) is None


@pytest.mark.parametrize(
    "words",
    [
        "on\u00a0Saturday",
        " on  Saturday,",
        "“on Saturday”",
        "(on Saturday).",
        "On\nSaturday",
        "\u2018On Saturday\u2019",
    ],
)
def test_typography_and_white_space_make_no_difference(words: str) -> None:
    resolution = resolve(words, SATURDAY)

    assert resolution is not None
    assert resolution.expression == words
    assert resolution.interval.start == resolution.interval.end == SATURDAY


def test_a_publication_interval_is_read_day_by_day() -> None:
    resolution = resolve("yesterday", date(2017, 10, 14), date(2017, 10, 16))

    assert resolution is not None
    assert (resolution.interval.start, resolution.interval.end) == (date(2017, 10, 13), date(2017, 10, 15))
    assert resolution.preferred == (date(2017, 10, 13), date(2017, 10, 14), date(2017, 10, 15))
    assert (resolution.precision, resolution.ucdp_precision) == (1, 1)


def test_other_readings_inside_the_whole_are_no_longer_other() -> None:
    alone, whole = resolve("on Saturday", SATURDAY), resolve("on Saturday", date(2017, 10, 13), SATURDAY)

    assert alone is not None
    assert whole is not None
    assert [other.start for other in alone.alternatives] == [date(2017, 10, 7)]
    assert (whole.interval.start, whole.interval.end) == (date(2017, 10, 7), SATURDAY)
    assert whole.alternatives == ()


def test_words_that_mean_nothing_on_some_publication_days_mean_what_they_do_on_the_others() -> None:
    assert resolve("on Friday this week", date(2017, 10, 12)) is None
    resolution = resolve("on Friday this week", date(2017, 10, 12), SATURDAY)

    assert resolution is not None
    assert resolution.interval.start == resolution.interval.end == date(2017, 10, 13)


@given(expressions, st.dates(date(2000, 1, 1), date(2020, 1, 1)))
def test_a_publication_interval_of_years_allows_what_its_ends_allow(words: str, published: date) -> None:
    latest = published + timedelta(days=1000)
    long, first, last = resolve(words, published, latest), resolve(words, published), resolve(words, latest)
    ends = [one.interval for one in (first, last) if one]

    assert (long is not None) == bool(ends)
    if long:
        assert long.interval == ends[0].hull(ends[-1])


def test_words_that_name_the_year_may_lie_ahead() -> None:
    ahead = resolve("June 2018", SATURDAY)

    assert ahead is not None
    assert (ahead.interval.start, ahead.interval.end) == (date(2018, 6, 1), date(2018, 6, 30))


def test_what_is_cut_off_by_publication_is_more_precise() -> None:
    month, rest = resolve("in October", date(2017, 11, 1)), resolve("in October", date(2017, 10, 5))

    assert month is not None
    assert rest is not None
    assert (month.precision, month.preferred) == (3, (date(2017, 10, 15), date(2017, 10, 16)))
    assert (rest.precision, rest.preferred) == (2, (date(2017, 10, 3),))


@pytest.mark.parametrize(
    ("words", "preferred"),
    [
        ("in February", [date(2017, 2, 15), date(2017, 2, 16)]),
        ("early September", [date(2017, 9, 1)]),
        ("mid-September", [date(2017, 9, 15), date(2017, 9, 16)]),
        ("the end of September", [date(2017, 9, 30)]),
        ("last week", [date(2017, 10, 4), date(2017, 10, 5)]),
        ("in recent days", [date(2017, 10, 12)]),
        ("past 24 hours", [date(2017, 10, 13), date(2017, 10, 14)]),
        ("on Saturday", [date(2017, 10, 14)]),
    ],
)
def test_the_days_that_acled_would_code(words: str, preferred: list[date]) -> None:
    resolution = resolve(words, SATURDAY)

    assert resolution is not None
    assert list(resolution.preferred) == preferred


def test_every_number_word_counts() -> None:
    words = NUMBER.removeprefix("(?:[0-9]{1,3}|").removesuffix(")").split("|")
    for word in words:
        resolution = resolve(f"{word} days ago", SATURDAY)
        assert resolution is not None, word
        if word not in ("a few", "few", "several"):
            assert resolution.interval.start == SATURDAY - timedelta(days=number(word))
    assert {number(word) for word in words} >= set(range(1, 13))
