from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.dates import DateState, date_words
from dateline.dates.reference import EXAMPLES

SATURDAY = date(2017, 10, 14)


def state(
    words: str | None,
    value: str,
    precision: int,
    published: str | None = "2017-10-14",
    latest: str | None = None,
    circular: bool = False,
) -> str:
    return date_words(
        words,
        date.fromisoformat(value),
        precision,
        date.fromisoformat(published) if published else None,
        date.fromisoformat(latest) if latest else None,
        circular,
    ).state.value


@pytest.mark.parametrize(
    ("words", "value", "precision", "expected"),
    [
        ("on Saturday", "2017-10-14", 1, "agrees"),
        ("on Saturday", "2017-10-07", 1, "agrees"),
        ("on Saturday", "2017-10-13", 1, "outside"),
        ("on Saturday", "2017-10-14", 3, "too_vague"),
        ("on Saturday", "2017-10-15", 1, "after_publication"),
        ("yesterday", "2017-10-14", 1, "outside"),
        ("in June", "2017-06-15", 3, "agrees"),
        ("in June", "2017-06-16", 3, "agrees"),
        ("in June", "2017-06-01", 3, "off_centre"),
        ("in June", "2017-06-15", 1, "too_precise"),
        ("in June", "2017-06-01", 2, "too_precise"),
        ("in June", "2017-05-31", 3, "outside"),
        ("early September", "2017-09-01", 3, "agrees"),
        ("early September", "2017-09-05", 3, "off_centre"),
        ("within the past 24 hours", "2017-10-13", 2, "agrees"),
        ("within the past 24 hours", "2017-10-14", 2, "agrees"),
        ("within the past 24 hours", "2017-10-14", 1, "too_precise"),
        ("within the past 24 hours", "2017-10-14", 3, "too_vague"),
        ("last week", "2017-10-04", 2, "agrees"),
        ("last week", "2017-10-08", 2, "off_centre"),
        ("last year", "2016-07-01", 3, "not_codable"),
        ("last year", "2001-01-01", 3, "not_codable"),
        ("past year", "2017-05-01", 3, "not_codable"),
        ("at some point", "2017-10-14", 1, "undecidable"),
        (None, "2017-10-14", 1, "undecidable"),
        ("", "2017-10-14", 1, "undecidable"),
    ],
)
def test_a_coded_date_against_its_words(words: str | None, value: str, precision: int, expected: str) -> None:
    assert state(words, value, precision) == expected


def test_a_day_after_publication_needs_no_words() -> None:
    assert state(None, "2017-10-15", 1) == "after_publication"
    assert state("15 October 2017", "2017-10-15", 1) == "after_publication"
    assert state("on Saturday", "2017-10-15", 1, latest="2017-10-15") == "outside"
    assert state("on Saturday", "2017-10-16", 1, latest="2017-10-15") == "after_publication"
    assert state(None, "2017-10-16", 1, published=None, latest="2017-10-15") == "after_publication"


def test_without_a_publication_date_nothing_is_decided() -> None:
    assert state("14 October 2017", "2017-10-14", 1, published=None) == "undecidable"
    assert state("on Saturday", "2017-10-14", 1, published=None) == "undecidable"


@pytest.mark.parametrize("value", ["2017-10-13", "2017-10-14", "2017-10-15"])
def test_a_date_does_not_prove_itself(value: str) -> None:
    assert state("on Saturday", value, 1, circular=True) == "undecidable"
    assert date_words("on Saturday", SATURDAY, 1, SATURDAY, circular=True).resolution is not None


def test_a_publication_interval_allows_every_day_it_can_mean() -> None:
    for value in ("2017-10-13", "2017-10-14", "2017-10-15"):
        assert state("yesterday", value, 1, latest="2017-10-16") == "agrees"
    assert state("yesterday", "2017-10-16", 1, latest="2017-10-16") == "outside"


def test_a_day_in_two_readings_is_judged_by_the_kinder_one() -> None:
    assert state("a fortnight ago", "2017-09-30", 2) == "agrees"
    assert state("a fortnight ago", "2017-10-07", 3) == "agrees"
    assert state("two weeks ago", "2017-10-02", 2) == "off_centre"
    assert state("since Saturday", "2017-10-10", 3) == "agrees"
    assert state("since Saturday", "2017-10-10", 1) == "too_precise"


@given(
    st.sampled_from([words for group in EXAMPLES.values() for words in group]),
    st.dates(date(1999, 1, 1), date(2018, 12, 31)),
    st.integers(1, 3),
    st.dates(date(2010, 1, 1), date(2018, 12, 31)),
)
def test_the_answer_follows_from_the_resolution(
    words: str, value: date, precision: int, published: date
) -> None:
    answer = date_words(words, value, precision, published)
    resolution = answer.resolution

    if value > published:
        assert answer.state is DateState.after_publication
    elif resolution is None:
        assert answer.state is DateState.undecidable
    elif resolution.precision is None:
        assert answer.state is DateState.not_codable
    else:
        allowed = any(each.contains(value) for each in (resolution.interval, *resolution.alternatives))
        assert (answer.state is not DateState.outside) == allowed
        if value in resolution.preferred and precision == resolution.precision:
            assert answer.state is DateState.agrees


@given(
    st.sampled_from([words for group in EXAMPLES.values() for words in group]),
    st.dates(date(1999, 1, 1), date(2018, 12, 31)),
)
def test_what_the_convention_codes_agrees(words: str, published: date) -> None:
    resolution = date_words(words, published, 1, published).resolution
    if resolution is None or resolution.precision is None or resolution.interval.start > published:
        return

    for day in resolution.preferred:
        assert date_words(words, day, resolution.precision, published).state is DateState.agrees
