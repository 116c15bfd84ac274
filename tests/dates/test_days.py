from __future__ import annotations

from collections.abc import Callable

import pytest

Days = Callable[[str, str], str | None]
Others = Callable[[str, str], list[str]]


@pytest.mark.parametrize(
    ("expression", "published", "days"),
    [
        ("today", "2017-10-14", "2017-10-14"),
        ("earlier today", "2017-10-14", "2017-10-14"),
        ("this morning", "2017-10-14", "2017-10-14"),
        ("tonight", "2017-10-14", "2017-10-14"),
        ("yesterday", "2018-01-01", "2017-12-31"),
        ("late yesterday", "2016-03-01", "2016-02-29"),
        ("yesterday's", "2017-03-01", "2017-02-28"),
        ("yesterday morning", "2017-10-14", "2017-10-13"),
        ("last night", "2018-01-01", "2017-12-31"),
        ("late last night", "2017-10-14", "2017-10-13"),
        ("the day before yesterday", "2017-10-01", "2017-09-29"),
        ("the other day", "2017-10-14", "2017-10-13"),
        ("overnight", "2018-01-01", "2017-12-31..2018-01-01"),
        ("all-night bombardment", "2017-10-14", "2017-10-13..2017-10-14"),
    ],
)
def test_days_counted_from_publication(allowed: Days, expression: str, published: str, days: str) -> None:
    assert allowed(expression, published) == days


@pytest.mark.parametrize(
    "expression",
    [
        "Saturday",
        "on Saturday",
        "ON SATURDAY",
        "By Saturday",
        "early Saturday",
        "early on Saturday",
        "late Saturday",
        "earlier on Saturday",
        "this Saturday",
        "Saturday morning",
        "on Saturday evening",
        "on Saturday night",
        "Saturday\u2019s",
        "Sat",
        "Sat.",
        "at dawn on Saturday",
        "in the early hours of Saturday",
        "on the evening of Saturday",
        "the night of Saturday",
    ],
)
def test_a_weekday_is_the_latest_one(allowed: Days, expression: str) -> None:
    assert allowed(expression, "2017-10-14") == "2017-10-14"
    assert allowed(expression, "2017-10-15") == "2017-10-14"
    assert allowed(expression, "2017-10-20") == "2017-10-14"
    assert allowed(expression, "2018-01-01") == "2017-12-30"


def test_a_weekday_can_be_a_week_earlier_only_on_its_own_day(tolerated: Others) -> None:
    assert tolerated("on Saturday", "2017-10-14") == ["2017-10-07"]
    assert tolerated("on Saturday", "2017-10-15") == []


@pytest.mark.parametrize(
    ("published", "day", "other"),
    [
        ("2017-10-14", "2017-10-07", []),
        ("2017-10-15", "2017-10-14", ["2017-10-07"]),
        ("2017-10-16", "2017-10-14", []),
    ],
)
def test_last_saturday(allowed: Days, tolerated: Others, published: str, day: str, other: list[str]) -> None:
    assert allowed("last Saturday", published) == day
    assert tolerated("last Saturday", published) == other


def test_a_weekday_of_a_named_week(allowed: Days) -> None:
    assert allowed("Tuesday last week", "2017-10-14") == "2017-10-03"
    assert allowed("Tuesday of last week", "2017-10-09") == "2017-10-03"
    assert allowed("on Tuesday this week", "2017-10-14") == "2017-10-10"
    assert allowed("on Sunday this week", "2017-10-14") is None


def test_a_night_may_run_past_midnight(tolerated: Others) -> None:
    assert tolerated("Friday night", "2017-10-14") == ["2017-10-14"]
    assert tolerated("last night", "2017-10-14") == ["2017-10-14"]
    assert tolerated("yesterday evening", "2017-10-14") == []
    assert tolerated("Saturday night", "2017-10-14") == ["2017-10-07"]


def test_overnight_with_a_weekday_is_either_night(allowed: Days, tolerated: Others) -> None:
    assert allowed("overnight Friday", "2017-10-14") == "2017-10-13..2017-10-14"
    assert tolerated("overnight Friday", "2017-10-14") == ["2017-10-12..2017-10-13"]
    assert allowed("overnight on Friday", "2017-10-13") == "2017-10-12..2017-10-13"
    assert allowed("Friday overnight", "2017-10-18") == "2017-10-13..2017-10-14"


@pytest.mark.parametrize(
    "expression",
    [
        "14 October 2017",
        "14 October, 2017",
        "14th October 2017",
        "the 14th of October 2017",
        "the 14th of October, 2017",
        "October 14, 2017",
        "October 14 2017",
        "October 14th, 2017",
        "Oct. 14, 2017",
        "Oct 14, 2017",
        "OCTOBER 14, 2017",
        "14 Oct 2017",
        "14 Oct. 2017",
        "14-October-2017",
        "14-Oct-2017",
        "2017-10-14",
        "2017\u201110\u201114",
        "Saturday, October 14, 2017",
        "Saturday 14 October 2017",
        "Sat, Oct. 14, 2017",
        "on Saturday the 14th of October, 2017",
        "on 14 October 2017",
        "early on October 14, 2017",
        "14\u00a0October\n2017",
    ],
)
@pytest.mark.parametrize("published", ["2017-10-14", "2020-02-29", "2001-01-01"])
def test_a_date_with_its_year_does_not_depend_on_publication(
    allowed: Days, expression: str, published: str
) -> None:
    assert allowed(expression, published) == "2017-10-14"


@pytest.mark.parametrize(
    ("expression", "published", "days"),
    [
        ("14 October", "2017-10-14", "2017-10-14"),
        ("Oct. 14", "2017-10-13", "2016-10-14"),
        ("Sept. 5", "2017-10-14", "2017-09-05"),
        ("31 December", "2018-01-01", "2017-12-31"),
        ("January 1", "2017-12-31", "2017-01-01"),
        ("1 March", "2016-03-01", "2016-03-01"),
        ("29 February", "2017-10-14", "2016-02-29"),
        ("29 February", "2016-02-28", "2012-02-29"),
        ("29 February", "1904-02-28", "1896-02-29"),
        ("3 May last year", "2017-10-14", "2016-05-03"),
        ("3 May this year", "2017-10-14", "2017-05-03"),
        ("Saturday, October 14", "2017-10-20", "2017-10-14"),
    ],
)
def test_a_date_without_its_year_is_the_latest_one(
    allowed: Days, expression: str, published: str, days: str
) -> None:
    assert allowed(expression, published) == days


@pytest.mark.parametrize(
    "expression",
    [
        "31 February",
        "30 February 2017",
        "29 February 2017",
        "31 June 2017",
        "2017-02-29",
        "2017-13-01",
        "Sunday 14 October 2017",
        "Friday, October 14",
        "14 December this year",
    ],
)
def test_words_that_name_no_day_mean_nothing(allowed: Days, expression: str) -> None:
    assert allowed(expression, "2017-10-14") is None


def test_a_day_of_a_month_without_its_name(allowed: Days) -> None:
    assert allowed("on the 12th", "2017-10-14") == "2017-10-12"
    assert allowed("on the 20th", "2018-01-14") == "2017-12-20"
    assert allowed("the 2nd of this month", "2017-10-14") == "2017-10-02"
    assert allowed("the 14th of last month", "2017-10-01") == "2017-09-14"
    assert allowed("the 20th of this month", "2017-10-14") is None
    assert allowed("on the 31st", "2017-10-14") is None
