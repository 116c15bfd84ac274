from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.dates import Interval
from dateline.dates.interval import month, months_before, week, year

days = st.dates(date(1990, 1, 1), date(2030, 12, 31))
intervals = st.tuples(days, st.integers(0, 400)).map(
    lambda at: Interval(at[0], at[0] + timedelta(days=at[1]))
)


def test_both_ends_are_included() -> None:
    interval = Interval(date(2017, 10, 13), date(2017, 10, 14))

    assert interval.days == 2
    assert interval.contains(date(2017, 10, 13))
    assert interval.contains(date(2017, 10, 14))
    assert not interval.contains(date(2017, 10, 12))
    assert not interval.contains(date(2017, 10, 15))


def test_an_end_before_the_start_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot end"):
        Interval(date(2017, 10, 14), date(2017, 10, 13))


@given(intervals, intervals)
def test_overlapping_is_sharing_a_day(one: Interval, other: Interval) -> None:
    last_start, first_end = max(one.start, other.start), min(one.end, other.end)

    assert one.overlaps(other) == other.overlaps(one) == (last_start <= first_end)


@given(intervals, intervals)
def test_a_hull_holds_both_and_no_more(one: Interval, other: Interval) -> None:
    hull = one.hull(other)

    assert hull.start in (one.start, other.start)
    assert hull.end in (one.end, other.end)
    assert all(hull.contains(day) for day in (one.start, one.end, other.start, other.end))


def test_calendar_periods() -> None:
    assert month(2016, 2) == Interval(date(2016, 2, 1), date(2016, 2, 29))
    assert year(2016) == Interval(date(2016, 1, 1), date(2016, 12, 31))
    assert week(date(2017, 10, 15)) == Interval(date(2017, 10, 9), date(2017, 10, 15))
    assert week(date(2018, 1, 1)) == Interval(date(2018, 1, 1), date(2018, 1, 7))


@pytest.mark.parametrize(
    ("when", "count", "before"),
    [
        ("2017-10-14", 3, "2017-07-14"),
        ("2017-03-31", 1, "2017-02-28"),
        ("2016-03-31", 1, "2016-02-29"),
        ("2018-01-15", 1, "2017-12-15"),
        ("2018-01-15", 13, "2016-12-15"),
        ("2017-12-31", 12, "2016-12-31"),
        ("2016-02-29", 12, "2015-02-28"),
        ("2017-12-15", -1, "2018-01-15"),
    ],
)
def test_the_same_day_of_an_earlier_month(when: str, count: int, before: str) -> None:
    assert months_before(date.fromisoformat(when), count) == date.fromisoformat(before)
