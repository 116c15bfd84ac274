"""Words made of other date words: between 24 February and 10 March, since Thursday, around 2 July."""

from __future__ import annotations

import re
from datetime import date

from dateline.dates import days, periods
from dateline.dates.days import latest_day_of_year
from dateline.dates.interval import ONE_DAY, Interval, months_before
from dateline.dates.reading import Reading, Rule, any_of, parse, read
from dateline.dates.vocabulary import (
    DAY_OF_MONTH,
    JOIN,
    MONTH,
    YEAR_OR_RELATIVE,
    day_number,
    month_number,
    year_number,
)

_DATES = (*days.RULES, *periods.RULES)
_ANY_DATE = any_of(_DATES)
_AROUND_WHAT = (*days.CALENDAR_DAYS, *days.WEEKDAYS)
_PAIRS = (*days.WEEKDAYS, *days.RELATIVE_DAYS)

_FROM = r"(?:on |in |during |over )?(?:(?:the )?night |overnight )?(?:(?P<open>between|from) )?"
_FIRST_TO_SECOND = rf"(?P<first>{DAY_OF_MONTH}){JOIN}(?:the )?(?P<second>{DAY_OF_MONTH})"
_IN_YEAR = rf"(?:(?:, ?| )(?:of )?(?P<year>{YEAR_OR_RELATIVE}))?"

_MONTH_NAME = re.compile(rf"\b{MONTH}")
_YEAR_NAME = re.compile(rf"\b{YEAR_OR_RELATIVE}")


def _days_of_month(match: re.Match[str], published: date) -> Reading | None:
    month, first, last = month_number(match["month"]), day_number(match["first"]), day_number(match["second"])
    if match["year"]:
        start = date(year_number(match["year"], published.year), month, first)
    else:
        start = latest_day_of_year(month, first, published)
    end = start.replace(day=last)
    return Reading(Interval(start, end), dated=bool(match["year"]) and match["year"].isdigit())


def _named_ends(first: str, second: str, published: date) -> tuple[Reading | None, Reading | None]:
    """Both ends where both name a month: a year at the second holds for both, else the latest first."""
    if _YEAR_NAME.search(second):
        to = read(_DATES, second, published)
        latest = published if to is None or _YEAR_NAME.search(first) else to.interval.end
        return read(_DATES, first, latest), to
    since = read(_DATES, first, published)
    if since is None:
        return None, None
    return since, read(_DATES, second, months_before(since.interval.start, -12) - ONE_DAY)


def _relative_ends(first: str, second: str, published: date) -> tuple[Reading | None, Reading | None]:
    """Both ends where one is a weekday or counted from publication: the latest second, the first before."""
    to = read(_DATES, second, published)
    since = read(_DATES, first, published)
    if to and since and since.interval.start >= to.interval.start:
        since = read(_DATES, first, to.interval.start - ONE_DAY)
    return since, to


def _range(match: re.Match[str], published: date) -> Reading | None:
    first, second = match["first"], match["second"]
    if match["join"].strip() in ("and", "or") and match["open"] != "between" and not _is_pair(first, second):
        return None
    both_named = _MONTH_NAME.search(first) and _MONTH_NAME.search(second)
    since, to = (_named_ends if both_named else _relative_ends)(first, second, published)
    if since is None or to is None:
        return None
    return Reading(Interval(since.interval.start, to.interval.end), dated=since.dated or to.dated)


def _is_pair(first: str, second: str) -> bool:
    """Whether "on X and Y" is one stretch of time: so with days of one week, not with dates far apart."""
    return all(parse(_PAIRS, words) for words in (first, second))


def _since(match: re.Match[str], published: date) -> Reading | None:
    start = read(_DATES, match["start"], published)
    if start is None or start.interval.start > published:
        return None
    starts = (other.start for other in start.alternatives)
    return Reading(
        Interval(start.interval.start, published),
        alternatives=tuple(Interval(other, published) for other in starts if other <= published),
    )


def _around(match: re.Match[str], published: date) -> Reading | None:
    reading = read(_AROUND_WHAT, match["when"], published)
    if reading is None:
        return None
    when = reading.interval
    return Reading(Interval(when.start - ONE_DAY, when.end + ONE_DAY), dated=reading.dated)


RULES = (
    Rule(
        "days of a month",
        rf"{_FROM}(?:the )?{_FIRST_TO_SECOND} (?:of )?(?P<month>{MONTH}){_IN_YEAR}",
        _days_of_month,
    ),
    Rule(
        "month and its days",
        rf"{_FROM}(?P<month>{MONTH}) (?:the )?{_FIRST_TO_SECOND}{_IN_YEAR}",
        _days_of_month,
    ),
    Rule("range", rf"{_FROM}(?P<first>{_ANY_DATE})(?P<join>{JOIN})(?P<second>{_ANY_DATE})", _range),
    Rule("since", rf"(?:ever )?since (?P<start>{_ANY_DATE})", _since),
    Rule(
        "around a day",
        rf"(?:around|about|circa|approximately|on or (?:about|around)) (?P<when>{any_of(_AROUND_WHAT)})",
        _around,
    ),
)
