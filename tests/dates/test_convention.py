from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.dates import Interval
from dateline.dates.convention import Centre, acled_precision, middle, preferred_days, ucdp_precision


@pytest.mark.parametrize(
    ("days", "acled", "ucdp"),
    [(1, 1, 1), (2, 2, 2), (6, 2, 2), (7, 2, 3), (8, 3, 4), (31, 3, 4), (32, None, 5), (366, None, 5)],
)
def test_precision_follows_the_number_of_days(days: int, acled: int | None, ucdp: int) -> None:
    assert acled_precision(days) == acled
    assert ucdp_precision(days) == ucdp


@given(st.dates(date(1990, 1, 1), date(2030, 1, 1)), st.integers(0, 400))
def test_as_many_days_lie_before_the_middle_as_after(start: date, length: int) -> None:
    interval = Interval(start, start + timedelta(days=length))
    centre = middle(interval)

    assert len(centre) == 2 - interval.days % 2
    assert centre[0] - interval.start == interval.end - centre[-1]
    assert centre[-1] - centre[0] == timedelta(days=len(centre) - 1)


@pytest.mark.parametrize(
    ("first", "last", "centre", "days"),
    [
        (1, 30, Centre.MONTH, [15, 16]),
        (1, 15, Centre.MONTH, [15]),
        (1, 12, Centre.MONTH, [6, 7]),
        (1, 10, Centre.FIRST, [1]),
        (15, 30, Centre.LAST, [30]),
        (4, 10, Centre.WEEK, [6, 7]),
        (4, 4, Centre.WEEK, [4]),
        (4, 8, Centre.MIDDLE, [6]),
    ],
)
def test_the_day_to_code(first: int, last: int, centre: Centre, days: list[int]) -> None:
    interval = Interval(date(2017, 9, first), date(2017, 9, last))

    assert preferred_days(interval, centre) == tuple(date(2017, 9, day) for day in days)
