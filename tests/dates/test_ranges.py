from __future__ import annotations

from collections.abc import Callable

import pytest

Days = Callable[[str, str], str | None]
Others = Callable[[str, str], list[str]]


@pytest.mark.parametrize(
    ("expression", "published", "days"),
    [
        ("on 12-14 October", "2017-10-20", "2017-10-12..2017-10-14"),
        ("on 12–14 October", "2017-10-13", "2017-10-12..2017-10-13"),
        ("12—14 October 2016", "2017-10-14", "2016-10-12..2016-10-14"),
        ("12 to 14 October", "2017-10-11", "2016-10-12..2016-10-14"),
        ("October 12-14, 2017", "2017-10-20", "2017-10-12..2017-10-14"),
        ("from October 12 to 14", "2017-10-20", "2017-10-12..2017-10-14"),
        ("from 3 to 5 May", "2017-10-14", "2017-05-03..2017-05-05"),
        ("between 3 and 5 May 2016", "2017-10-14", "2016-05-03..2016-05-05"),
        ("12 and 13 October", "2017-10-14", "2017-10-12..2017-10-13"),
        ("between the 3rd and the 5th of May", "2017-10-14", "2017-05-03..2017-05-05"),
        ("from 3 to 5 May last year", "2017-10-14", "2016-05-03..2016-05-05"),
        ("28-29 February", "2017-10-14", None),
        ("from 5 to 3 May", "2017-10-14", None),
        ("28-31 June 2017", "2017-10-14", None),
    ],
)
def test_days_of_one_month(allowed: Days, expression: str, published: str, days: str | None) -> None:
    assert allowed(expression, published) == days


@pytest.mark.parametrize(
    ("expression", "published", "days"),
    [
        ("between 24 February and 10 March", "2017-10-14", "2017-02-24..2017-03-10"),
        ("between 24 February - 10 March", "2017-10-14", "2017-02-24..2017-03-10"),
        ("between 24 February and 10 March", "2018-03-05", "2018-02-24..2018-03-05"),
        ("between 24 February and 10 March", "2018-02-23", "2017-02-24..2017-03-10"),
        ("from December 28 to January 3", "2018-01-10", "2017-12-28..2018-01-03"),
        ("28 December to 3 January 2017", "2017-10-14", "2016-12-28..2017-01-03"),
        ("24 December 2016 to 3 January", "2017-10-14", "2016-12-24..2017-01-03"),
        ("from 3 May to 5 June last year", "2017-10-14", "2016-05-03..2016-06-05"),
        ("between 3 May 2015 and 5 June 2016", "2017-10-14", "2015-05-03..2016-06-05"),
        ("between 5 June 2016 and 3 May 2015", "2017-10-14", None),
        ("between June and August", "2017-10-14", "2017-06-01..2017-08-31"),
        ("from November to February", "2017-10-14", "2016-11-01..2017-02-28"),
        ("from June to August 2014", "2017-10-14", "2014-06-01..2014-08-31"),
        ("between late September and early October", "2017-10-14", "2017-09-15..2017-10-10"),
        ("between 2014 and 2016", "2017-10-14", "2014-01-01..2016-12-31"),
        ("between 31 February and 3 March", "2017-10-14", None),
    ],
)
def test_from_one_named_date_to_another(
    allowed: Days, expression: str, published: str, days: str | None
) -> None:
    assert allowed(expression, published) == days


@pytest.mark.parametrize(
    ("expression", "published", "days"),
    [
        ("between Monday and Wednesday", "2017-10-14", "2017-10-09..2017-10-11"),
        ("from Monday to Wednesday", "2017-10-10", "2017-10-02..2017-10-04"),
        ("from Monday to Wednesday", "2017-10-11", "2017-10-09..2017-10-11"),
        ("from Saturday to Monday", "2017-10-14", "2017-10-07..2017-10-09"),
        ("from Saturday to Saturday", "2017-10-14", "2017-10-07..2017-10-14"),
        ("on Thursday and Friday", "2017-10-14", "2017-10-12..2017-10-13"),
        ("Thursday or Friday", "2017-10-14", "2017-10-12..2017-10-13"),
        ("Saturday\u2013Sunday", "2017-10-20", "2017-10-14..2017-10-15"),
        ("yesterday and today", "2017-10-14", "2017-10-13..2017-10-14"),
        ("from Thursday to yesterday", "2017-10-14", "2017-10-12..2017-10-13"),
        ("the night between Sunday and Monday", "2018-01-02", "2017-12-31..2018-01-01"),
        ("on the night from Sunday to Monday", "2017-10-14", "2017-10-08..2017-10-09"),
        ("overnight Friday to Saturday", "2017-10-14", "2017-10-13..2017-10-14"),
        ("Sunday night to Monday morning", "2017-10-14", "2017-10-08..2017-10-09"),
        ("the night between 31 December and 1 January", "2018-01-02", "2017-12-31..2018-01-01"),
    ],
)
def test_from_one_weekday_to_another(allowed: Days, expression: str, published: str, days: str) -> None:
    assert allowed(expression, published) == days


def test_two_dates_far_apart_are_not_one_stretch_of_time(allowed: Days) -> None:
    assert allowed("on 3 May and 5 June", "2017-10-14") is None
    assert allowed("on Friday and in June", "2017-10-14") is None


@pytest.mark.parametrize(
    ("expression", "published", "days"),
    [
        ("since Thursday", "2017-10-14", "2017-10-12..2017-10-14"),
        ("since yesterday", "2018-01-01", "2017-12-31..2018-01-01"),
        ("since the beginning of the week", "2017-10-14", "2017-10-09..2017-10-14"),
        ("since the start of the month", "2017-10-14", "2017-10-01..2017-10-14"),
        ("since last week", "2017-10-14", "2017-10-02..2017-10-14"),
        ("since the weekend", "2017-10-18", "2017-10-14..2017-10-18"),
        ("since 3 October", "2017-10-14", "2017-10-03..2017-10-14"),
        ("since June", "2017-10-14", "2017-06-01..2017-10-14"),
        ("ever since 2014", "2017-10-14", "2014-01-01..2017-10-14"),
        ("since 2018", "2017-10-14", None),
        ("since then", "2017-10-14", None),
    ],
)
def test_since(allowed: Days, expression: str, published: str, days: str | None) -> None:
    assert allowed(expression, published) == days


def test_since_a_weekday_on_that_day_can_be_a_week(tolerated: Others) -> None:
    assert tolerated("since Saturday", "2017-10-14") == ["2017-10-07..2017-10-14"]


def test_around_a_day_is_a_day_on_either_side(allowed: Days) -> None:
    assert allowed("around 2 July", "2017-10-14") == "2017-07-01..2017-07-03"
    assert allowed("on or about January 1, 2017", "2017-10-14") == "2016-12-31..2017-01-02"
    assert allowed("around Thursday", "2017-10-14") == "2017-10-11..2017-10-13"
    assert allowed("around 14 October", "2017-10-14") == "2017-10-13..2017-10-14"


@pytest.mark.parametrize("expression", ["until Friday", "before 3 May", "after 3 May", "up to 2014"])
def test_words_that_leave_one_end_open_are_unknown(allowed: Days, expression: str) -> None:
    assert allowed(expression, "2017-10-14") is None
