from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from dateline.dates import resolve

Days = Callable[[str, str], str | None]
Others = Callable[[str, str], list[str]]


@pytest.mark.parametrize(
    ("expression", "days"),
    [
        ("Within the past 24 hours", "2017-10-13..2017-10-14"),
        ("in the last 24 hours", "2017-10-13..2017-10-14"),
        ("over the previous twelve hours", "2017-10-13..2017-10-14"),
        ("during the past 36 hours", "2017-10-12..2017-10-14"),
        ("past forty-eight hours", "2017-10-12..2017-10-14"),
        ("in the past 96 hours", "2017-10-10..2017-10-14"),
        ("in the past few hours", "2017-10-13..2017-10-14"),
        ("in the past day", "2017-10-13..2017-10-14"),
        ("in the past one day", "2017-10-13..2017-10-14"),
        ("the last two days", "2017-10-12..2017-10-13"),
        ("in the past couple of days", "2017-10-12..2017-10-13"),
        ("for the past 10 days", "2017-10-04..2017-10-13"),
        ("over the past few days", "2017-10-11..2017-10-13"),
        ("in the last several days", "2017-10-11..2017-10-13"),
        ("past two weeks", "2017-10-01..2017-10-14"),
        ("past two or three weeks", "2017-09-24..2017-10-14"),
        ("the past few weeks", "2017-09-23..2017-10-14"),
        ("the past month", "2017-09-15..2017-10-14"),
        ("the past one month", "2017-09-15..2017-10-14"),
        ("these past six months", "2017-04-14..2017-10-14"),
        ("the last two years", "2015-10-14..2017-10-14"),
    ],
)
def test_the_past_so_many_units(allowed: Days, expression: str, days: str) -> None:
    assert allowed(expression, "2017-10-14") == days


def test_the_last_week_can_be_the_calendar_week(allowed: Days, tolerated: Others) -> None:
    assert allowed("over the last week", "2017-10-14") == "2017-10-08..2017-10-14"
    assert tolerated("over the last week", "2017-10-14") == ["2017-10-02..2017-10-08"]
    assert tolerated("over the past week", "2017-10-14") == []


@pytest.mark.parametrize(
    ("expression", "published", "days"),
    [
        ("today's", "2017-10-14", "2017-10-14"),
        ("two days ago", "2018-01-01", "2017-12-30"),
        ("10 days ago", "2017-10-14", "2017-10-04"),
        ("about three days ago", "2017-10-14", "2017-10-10..2017-10-12"),
        ("two or three days ago", "2017-10-14", "2017-10-11..2017-10-12"),
        ("a few days ago", "2017-10-14", "2017-10-11..2017-10-13"),
        ("days ago", "2017-10-14", "2017-10-11..2017-10-13"),
        ("three hours ago", "2017-10-14", "2017-10-13..2017-10-14"),
        ("an hour ago", "2017-10-14", "2017-10-13..2017-10-14"),
        ("a week ago", "2017-10-14", "2017-10-04..2017-10-10"),
        ("three weeks ago", "2018-01-10", "2017-12-17..2017-12-23"),
        ("a month ago", "2017-10-14", "2017-08-30..2017-09-29"),
        ("three months ago", "2018-01-31", "2017-10-16..2017-11-15"),
        ("two years ago", "2017-10-14", "2015-01-01..2015-12-31"),
        ("several weeks ago", "2017-10-14", "2017-09-23..2017-10-14"),
    ],
)
def test_so_many_units_ago(allowed: Days, expression: str, published: str, days: str) -> None:
    assert allowed(expression, published) == days


def test_a_fortnight_and_two_weeks_tolerate_each_other(tolerated: Others) -> None:
    assert tolerated("a fortnight ago", "2017-10-14") == ["2017-09-27..2017-10-03"]
    assert tolerated("two weeks ago", "2017-10-14") == ["2017-10-01..2017-10-14"]
    assert tolerated("three weeks ago", "2017-10-14") == []


@pytest.mark.parametrize(
    ("expression", "days"),
    [
        ("two-day battle", "2017-10-13..2017-10-14"),
        ("a five day offensive", "2017-10-10..2017-10-14"),
        ("the 3-day-long siege", "2017-10-12..2017-10-14"),
        ("a two-week military campaign", "2017-10-01..2017-10-14"),
        ("a week-long siege", "2017-10-08..2017-10-14"),
        ("the days-long clashes", "2017-10-12..2017-10-14"),
        ("a month-long siege", "2017-09-15..2017-10-14"),
        ("a 48-hour truce", "2017-10-12..2017-10-14"),
    ],
)
def test_what_has_lasted_so_long_includes_publication(allowed: Days, expression: str, days: str) -> None:
    assert allowed(expression, "2017-10-14") == days


@pytest.mark.parametrize(
    "expression", ["the past two months", "past year", "recent months", "a few months ago"]
)
@pytest.mark.parametrize("published", ["2018-01-01", "2018-01-20", "2017-10-14"])
def test_long_periods_stay_vague_even_where_the_new_year_cuts_them(expression: str, published: str) -> None:
    resolution = resolve(expression, date.fromisoformat(published))

    assert resolution is not None
    assert resolution.interval.start.year == int(published[:4])
    assert (resolution.precision, resolution.ucdp_precision) == (None, 5)


@pytest.mark.parametrize(
    "expression",
    ["past 0 days", "past 0 weeks", "more than a week ago", "two days later", "a ten-day-old boy"],
)
def test_other_counts_are_unknown(allowed: Days, expression: str) -> None:
    assert allowed(expression, "2017-10-14") is None
