"""Words for calendar periods and their parts: in June, early September, last week, over the weekend, 1995.

The parts are UCDP's: early, mid and late are days 1-10, 10-20 and 15-31 of a month, and the thirds of a year.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from dateline.dates.convention import Centre
from dateline.dates.days import latest_weekday
from dateline.dates.interval import ONE_DAY, ONE_WEEK, Interval, month, months_before, week, year
from dateline.dates.reading import Reading, Rule
from dateline.dates.vocabulary import MONTH, YEAR, YEAR_OR_RELATIVE, month_number, year_number

_DURING = r"(?:(?:back )?(?:in|at|during|over|throughout|around|about|towards?) )?"
_IN = rf"{_DURING}(?:the )?"
_IN_WHOLE = r"(?:(?:in|during|throughout|over|so far) )?"
_PART = r"(?P<part>early|beginning|start|mid|middle|late|end)(?:(?: in| of)? |-)"
_MONTH_OF_YEAR = rf"(?P<month>{MONTH})(?:,? (?:of )?(?P<year>{YEAR_OR_RELATIVE}))?"
_ANY_MONTH = rf"(?:{_MONTH_OF_YEAR}|(?P<which>this|last|the) month)"

_STAGES = {"early": 0, "beginning": 0, "start": 0, "mid": 1, "middle": 1, "late": 2, "end": 2}
_ORDINALS = {"first": 0, "1st": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "fourth": 3, "4th": 3}


def _days_of(whole: Interval, first: int, last: int) -> Interval:
    """Days of a period, counted from 1; `last` is cut at the period's end."""
    before = whole.start - ONE_DAY
    return Interval(before + timedelta(days=first), min(before + timedelta(days=last), whole.end))


def _up_to_yesterday(whole: Interval, published: date) -> Interval:
    """A period that still runs, without the publication day unless there is no other."""
    return Interval(whole.start, max(whole.start, published - ONE_DAY))


def _relative_month(which: str, published: date) -> Interval:
    when = months_before(published, 1) if which == "last" else published
    return month(when.year, when.month)


def _part_of_month(
    match: re.Match[str], published: date, cut: Callable[[Interval], Interval], centre: Centre
) -> Reading:
    """The part of the month that the words name; without a year, the latest such part that has begun."""
    if not match["month"]:
        return Reading(cut(_relative_month(match["which"], published)), centre)
    number = month_number(match["month"])
    if match["year"]:
        whole = month(year_number(match["year"], published.year), number)
        return Reading(cut(whole), centre, dated=match["year"].isdigit())
    this_year = cut(month(published.year, number))
    if this_year.start <= published:
        return Reading(this_year, centre)
    return Reading(cut(month(published.year - 1, number)), centre)


def _month(match: re.Match[str], published: date) -> Reading:
    return _part_of_month(match, published, lambda whole: whole, Centre.MONTH)


def _last_named_month(match: re.Match[str], published: date) -> Reading:
    number = month_number(match["month"])
    if number < published.month:
        latest, earlier = month(published.year, number), month(published.year - 1, number)
        return Reading(latest, Centre.MONTH, alternatives=(earlier,))
    return Reading(month(published.year - 1, number), Centre.MONTH)


def _this_named_month(match: re.Match[str], published: date) -> Reading:
    return Reading(month(published.year, month_number(match["month"])), Centre.MONTH)


def _stage_of_month(match: re.Match[str], published: date) -> Reading:
    stage = _STAGES[match["part"]]
    first, last, centre = ((1, 10, Centre.FIRST), (10, 20, Centre.MONTH), (15, 31, Centre.LAST))[stage]
    return _part_of_month(match, published, lambda whole: _days_of(whole, first, last), centre)


def _half_of_month(match: re.Match[str], published: date) -> Reading:
    first, last = (1, 15) if match["half"] == "first" else (16, 31)
    return _part_of_month(match, published, lambda whole: _days_of(whole, first, last), Centre.MIDDLE)


def _week_of_month(match: re.Match[str], published: date) -> Reading:
    def cut(whole: Interval) -> Interval:
        if match["nth"] in ("last", "final"):
            return _days_of(whole, whole.days - 6, whole.days)
        first = 1 + 7 * _ORDINALS[match["nth"]]
        return _days_of(whole, first, first + 6)

    return _part_of_month(match, published, cut, Centre.MIDDLE)


def _relative_whole_month(match: re.Match[str], published: date) -> Reading:
    return Reading(_relative_month(match["which"], published), Centre.MONTH)


def _earlier_this(match: re.Match[str], published: date) -> Reading:
    whole = {
        "week": week(published),
        "month": month(published.year, published.month),
        "year": year(published.year),
    }[match["unit"]]
    return Reading(_up_to_yesterday(whole, published))


def _iso_month(match: re.Match[str], published: date) -> Reading:
    return Reading(month(int(match["year"]), int(match["month"])), Centre.MONTH, dated=True)


def _week(match: re.Match[str], published: date) -> Reading:
    if match["which"] == "last":
        return Reading(week(published - ONE_WEEK), Centre.WEEK)
    return Reading(week(published))


def _stage_of_week(match: re.Match[str], published: date) -> Reading:
    whole = week(published - ONE_WEEK if match["which"] == "last" else published)
    first, last = ((1, 3), (2, 4), (5, 7))[_STAGES[match["part"]]]
    return Reading(_days_of(whole, first, last))


def _weekend(match: re.Match[str], published: date) -> Reading:
    saturday = latest_weekday(5, published)
    nearest = Interval(saturday, saturday + ONE_DAY)
    before = Interval(saturday - ONE_WEEK, saturday - ONE_WEEK + ONE_DAY)
    if match["which"] in ("last", "past") and nearest.contains(published):
        return Reading(before, alternatives=(nearest,))
    return Reading(nearest, alternatives=(before,) if published == saturday else ())


def _year(match: re.Match[str], published: date) -> Reading:
    return Reading(year(int(match["year"])), dated=True)


def _relative_year(match: re.Match[str], published: date) -> Reading:
    return Reading(year(published.year - (match["which"] == "last")))


def _stage_of_year(match: re.Match[str], published: date) -> Reading:
    number = int(match["year"]) if match["year"] else published.year - (match["which"] == "last")
    first = 1 + 4 * _STAGES[match["part"]]
    return Reading(month(number, first).hull(month(number, first + 3)), dated=bool(match["year"]))


RULES = (
    Rule("month", rf"{_DURING}(?:the month of )?{_MONTH_OF_YEAR}", _month),
    Rule("last month of a name", rf"{_DURING}(?:last|past|this past) (?P<month>{MONTH})", _last_named_month),
    Rule("this month of a name", rf"{_DURING}this (?P<month>{MONTH})", _this_named_month),
    Rule("ISO month", rf"{_DURING}(?P<year>{YEAR})-(?P<month>0[1-9]|1[0-2])(?![0-9])", _iso_month),
    Rule("part of a month", rf"{_IN}(?:very )?{_PART}{_ANY_MONTH}", _stage_of_month),
    Rule("half of a month", rf"{_IN}(?P<half>first|second|latter) half of {_ANY_MONTH}", _half_of_month),
    Rule(
        "week of a month",
        rf"{_IN}(?P<nth>{'|'.join(_ORDINALS)}|last|final) week (?:of|in) {_ANY_MONTH}",
        _week_of_month,
    ),
    Rule("this or last month", rf"{_IN_WHOLE}(?P<which>this|last) month", _relative_whole_month),
    Rule(
        "earlier this week, month or year",
        r"earlier (?:this|in the) (?P<unit>week|month|year)",
        _earlier_this,
    ),
    Rule("this or last week", rf"{_IN_WHOLE}(?P<which>this|last) week", _week),
    Rule("part of a week", rf"{_IN}{_PART}(?P<which>this|last|the) week", _stage_of_week),
    Rule("weekend", rf"{_IN}(?:this )?(?:(?P<which>this|last|past) )?weekend", _weekend),
    Rule("year", rf"{_DURING}(?:the year )?(?P<year>{YEAR})", _year),
    Rule("this or last year", rf"{_IN_WHOLE}(?P<which>this|last) year", _relative_year),
    Rule(
        "part of a year",
        rf"{_IN}{_PART}(?:(?P<year>{YEAR})|(?P<which>this|last|the) year)",
        _stage_of_year,
    ),
)
