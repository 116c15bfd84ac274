from __future__ import annotations

from collections.abc import Callable

import pytest

Days = Callable[[str, str], str | None]
Others = Callable[[str, str], list[str]]


@pytest.mark.parametrize(
    ("expression", "published", "days"),
    [
        ("in June", "2017-10-14", "2017-06-01..2017-06-30"),
        ("June", "2017-06-14", "2017-06-01..2017-06-14"),
        ("back in June", "2017-05-31", "2016-06-01..2016-06-30"),
        ("in December", "2018-01-01", "2017-12-01..2017-12-31"),
        ("during February", "2016-10-14", "2016-02-01..2016-02-29"),
        ("in the month of February", "2017-10-14", "2017-02-01..2017-02-28"),
        ("June 2014", "2017-10-14", "2014-06-01..2014-06-30"),
        ("in June, 2014", "2017-10-14", "2014-06-01..2014-06-30"),
        ("Jun. 2014", "2017-10-14", "2014-06-01..2014-06-30"),
        ("2014-06", "2017-10-14", "2014-06-01..2014-06-30"),
        ("June of last year", "2017-10-14", "2016-06-01..2016-06-30"),
        ("June 2018", "2017-10-14", "2018-06-01..2018-06-30"),
        ("this June", "2017-10-14", "2017-06-01..2017-06-30"),
        ("last October", "2017-10-14", "2016-10-01..2016-10-31"),
        ("this month", "2017-10-14", "2017-10-01..2017-10-14"),
        ("last month", "2018-01-31", "2017-12-01..2017-12-31"),
        ("last month", "2016-03-31", "2016-02-01..2016-02-29"),
        ("earlier this month", "2017-10-01", "2017-10-01"),
    ],
)
def test_months(allowed: Days, expression: str, published: str, days: str) -> None:
    assert allowed(expression, published) == days


def test_last_june_can_be_last_years(allowed: Days, tolerated: Others) -> None:
    assert allowed("last June", "2017-10-14") == "2017-06-01..2017-06-30"
    assert tolerated("last June", "2017-10-14") == ["2016-06-01..2016-06-30"]
    assert tolerated("last June", "2017-06-14") == []


def test_a_later_month_of_this_year_has_not_happened(allowed: Days) -> None:
    assert allowed("this December", "2017-10-14") is None


@pytest.mark.parametrize(
    ("expression", "published", "days"),
    [
        ("early September", "2017-10-14", "2017-09-01..2017-09-10"),
        ("in early September 2015", "2017-10-14", "2015-09-01..2015-09-10"),
        ("at the start of September", "2017-09-05", "2017-09-01..2017-09-05"),
        ("Mid-September", "2017-10-14", "2017-09-10..2017-09-20"),
        ("mid\u2011September", "2017-10-14", "2017-09-10..2017-09-20"),
        ("the middle of September", "2017-09-09", "2016-09-10..2016-09-20"),
        ("late in September", "2017-10-14", "2017-09-15..2017-09-30"),
        ("late October", "2017-10-14", "2016-10-15..2016-10-31"),
        ("at the end of February", "2016-10-14", "2016-02-15..2016-02-29"),
        ("end of February", "2017-10-14", "2017-02-15..2017-02-28"),
        ("towards the end of last month", "2018-01-02", "2017-12-15..2017-12-31"),
        ("early this month", "2017-10-14", "2017-10-01..2017-10-10"),
        ("the beginning of the month", "2017-10-14", "2017-10-01..2017-10-10"),
        ("the first half of August", "2017-10-14", "2017-08-01..2017-08-15"),
        ("second half of February", "2016-10-14", "2016-02-16..2016-02-29"),
        ("the first week of August", "2017-10-14", "2017-08-01..2017-08-07"),
        ("in the second week of August 2016", "2017-10-14", "2016-08-08..2016-08-14"),
        ("3rd week of August", "2017-10-14", "2017-08-15..2017-08-21"),
        ("the fourth week of last month", "2017-10-14", "2017-09-22..2017-09-28"),
        ("the last week of February", "2016-10-14", "2016-02-23..2016-02-29"),
    ],
)
def test_parts_of_a_month(allowed: Days, expression: str, published: str, days: str) -> None:
    assert allowed(expression, published) == days


@pytest.mark.parametrize(
    ("expression", "published", "days"),
    [
        ("this week", "2017-10-14", "2017-10-09..2017-10-14"),
        ("this week", "2017-10-09", "2017-10-09"),
        ("so far this week", "2017-10-10", "2017-10-09..2017-10-10"),
        ("earlier this week", "2017-10-14", "2017-10-09..2017-10-13"),
        ("earlier in the week", "2017-10-09", "2017-10-09"),
        ("early this week", "2017-10-14", "2017-10-09..2017-10-11"),
        ("the middle of the week", "2017-10-14", "2017-10-10..2017-10-12"),
        ("late this week", "2017-10-14", "2017-10-13..2017-10-14"),
        ("last week", "2017-10-15", "2017-10-02..2017-10-08"),
        ("last week", "2017-10-16", "2017-10-09..2017-10-15"),
        ("last week", "2018-01-01", "2017-12-25..2017-12-31"),
        ("early last week", "2017-10-14", "2017-10-02..2017-10-04"),
        ("late last week", "2017-10-14", "2017-10-06..2017-10-08"),
        ("the end of last week", "2017-10-14", "2017-10-06..2017-10-08"),
        ("over the weekend", "2017-10-16", "2017-10-14..2017-10-15"),
        ("over the weekend", "2017-10-15", "2017-10-14..2017-10-15"),
        ("over the weekend", "2017-10-13", "2017-10-07..2017-10-08"),
        ("at the weekend", "2018-01-02", "2017-12-30..2017-12-31"),
        ("last weekend", "2017-10-14", "2017-10-07..2017-10-08"),
        ("last weekend", "2017-10-15", "2017-10-07..2017-10-08"),
        ("last weekend", "2017-10-16", "2017-10-14..2017-10-15"),
    ],
)
def test_weeks(allowed: Days, expression: str, published: str, days: str) -> None:
    assert allowed(expression, published) == days


def test_the_end_of_a_week_that_is_not_over_has_not_happened(allowed: Days) -> None:
    assert allowed("late this week", "2017-10-12") is None
    assert allowed("the end of the month", "2017-10-14") is None


def test_a_weekend_that_is_not_over_can_be_the_one_before(tolerated: Others) -> None:
    assert tolerated("over the weekend", "2017-10-14") == ["2017-10-07..2017-10-08"]
    assert tolerated("over the weekend", "2017-10-15") == []
    assert tolerated("last weekend", "2017-10-15") == ["2017-10-14..2017-10-15"]


@pytest.mark.parametrize(
    ("expression", "published", "days"),
    [
        ("1995", "2017-10-14", "1995-01-01..1995-12-31"),
        ("in 2017", "2017-10-14", "2017-01-01..2017-10-14"),
        ("during the year 2014", "2017-10-14", "2014-01-01..2014-12-31"),
        ("last year", "2017-10-14", "2016-01-01..2016-12-31"),
        ("this year", "2016-02-29", "2016-01-01..2016-02-29"),
        ("earlier this year", "2017-10-14", "2017-01-01..2017-10-13"),
        ("early 1999", "2017-10-14", "1999-01-01..1999-04-30"),
        ("mid-1999", "2017-10-14", "1999-05-01..1999-08-31"),
        ("at the end of 1999", "2017-10-14", "1999-09-01..1999-12-31"),
        ("late last year", "2017-10-14", "2016-09-01..2016-12-31"),
        ("the beginning of the year", "2017-10-14", "2017-01-01..2017-04-30"),
    ],
)
def test_years(allowed: Days, expression: str, published: str, days: str) -> None:
    assert allowed(expression, published) == days
