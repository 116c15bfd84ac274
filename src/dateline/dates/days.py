"""Words for one day or one night: today, last night, on Saturday, 14 October 2017."""

from __future__ import annotations

import re
from datetime import date, timedelta

from dateline.dates.interval import ONE_DAY, ONE_WEEK, Interval, day, months_before, week
from dateline.dates.reading import Reading, Rule
from dateline.dates.vocabulary import (
    DAY_OF_MONTH,
    FIGHTING,
    MONTH,
    WEEKDAY,
    YEAR,
    YEAR_OR_RELATIVE,
    day_number,
    month_number,
    weekday_number,
    year_number,
)

_HOUR = r"(?:dawn|daybreak|sunrise|noon|midday|dusk|sunset)"
_LEAD = (
    r"(?:(?:(?:on|in|at|during) )?(?:the )?(?:early (?:morning )?hours|small hours|early morning|late evening"
    r"|late night|morning|afternoon|evening|night) of "
    rf"|(?:at|before|around|after) {_HOUR}(?: on)? |(?:on )?(?:earlier|early|late)(?: on)? |on |by )?"
)
_TAIL = r"(?:'s)?(?: (?:early |late )?(?:morning|afternoon|evening|night))?"
_NAMED_DAY = rf"(?:(?P<weekday>{WEEKDAY}),? )?"
_IN_YEAR = rf"(?:(?:, ?| |-)(?:of )?(?P<year>{YEAR_OR_RELATIVE}))?"

LEAP_CYCLE = 8
"""Years from one 29 February to the next at most (1896 to 1904): how far back a day and month can lie."""


def latest_weekday(number: int, latest: date) -> date:
    """The last such weekday (0 is Monday) on or before a day."""
    return latest - timedelta(days=(latest.weekday() - number) % 7)


def latest_day_of_year(month: int, day_of_month: int, latest: date) -> date:
    """The last such day and month on or before a day. Raises ValueError for days that no year has."""
    for year in range(latest.year, latest.year - LEAP_CYCLE - 1, -1):
        try:
            when = date(year, month, day_of_month)
        except ValueError:
            continue
        if when <= latest:
            return when
    raise ValueError(f"no year has a day {day_of_month} in month {month}")


def _past_midnight(words: str, when: date) -> tuple[Interval, ...]:
    return (day(when + ONE_DAY),) if "night" in words else ()


def _today(match: re.Match[str], published: date) -> Reading:
    return Reading(day(published))


def _yesterday(match: re.Match[str], published: date) -> Reading:
    when = published - ONE_DAY
    return Reading(day(when), alternatives=_past_midnight(match[0], when))


def _other_day(match: re.Match[str], published: date) -> Reading:
    return Reading(day(published - ONE_DAY))


def _before_yesterday(match: re.Match[str], published: date) -> Reading:
    return Reading(day(published - 2 * ONE_DAY))


def _overnight(match: re.Match[str], published: date) -> Reading:
    return Reading(Interval(published - ONE_DAY, published))


def _overnight_weekday(match: re.Match[str], published: date) -> Reading:
    when = latest_weekday(weekday_number(match["weekday"]), published)
    into, out_of = Interval(when - ONE_DAY, when), Interval(when, when + ONE_DAY)
    if when == published:
        return Reading(into)
    return Reading(out_of, alternatives=(into,))


def _weekday(match: re.Match[str], published: date) -> Reading:
    number = weekday_number(match["weekday"])
    when = latest_weekday(number, published)
    alternatives: tuple[Interval, ...] = ()
    this_week = week(published).start
    if match["week"]:
        when = this_week + timedelta(days=number) - ONE_WEEK * match["week"].startswith("last")
    elif match["which"] and match["which"] != "this":
        when -= ONE_WEEK * (when == published)
        alternatives = (day(when - ONE_WEEK),) * (when >= this_week)
    elif when == published:
        alternatives = (day(when - ONE_WEEK),)
    return Reading(day(when), alternatives=alternatives + _past_midnight(match[0], when))


def _calendar_day(match: re.Match[str], published: date) -> Reading | None:
    month, number = month_number(match["month"]), day_number(match["day"])
    if match["year"]:
        when = date(year_number(match["year"], published.year), month, number)
    else:
        when = latest_day_of_year(month, number, published)
    if match["weekday"] and weekday_number(match["weekday"]) != when.weekday():
        return None
    dated = bool(match["year"]) and match["year"].isdigit()
    return Reading(day(when), alternatives=_past_midnight(match[0], when), dated=dated)


def _iso_day(match: re.Match[str], published: date) -> Reading:
    return Reading(day(date.fromisoformat(match["iso"])), dated=True)


def _day_of_the_month(match: re.Match[str], published: date) -> Reading:
    number = day_number(match["day"])
    month = published.replace(day=1)
    if match["which"] == "last" or (match["which"] is None and number > published.day):
        month = months_before(month, 1)
    return Reading(day(month.replace(day=number)))


WEEKDAYS = (
    Rule(
        "weekday",
        rf"{_LEAD}(?:(?P<which>last|past|this past|this) )?(?P<weekday>{WEEKDAY}){_TAIL}"
        r"(?: (?:of )?(?P<week>last|this) week)?",
        _weekday,
    ),
)
CALENDAR_DAYS = (
    Rule(
        "day and month",
        rf"{_LEAD}{_NAMED_DAY}(?:the )?(?P<day>{DAY_OF_MONTH})(?: |-)(?:of )?(?P<month>{MONTH}){_IN_YEAR}",
        _calendar_day,
    ),
    Rule(
        "month and day",
        rf"{_LEAD}{_NAMED_DAY}(?P<month>{MONTH}) (?:the )?(?P<day>{DAY_OF_MONTH}){_IN_YEAR}",
        _calendar_day,
    ),
    Rule("ISO day", rf"{_LEAD}(?P<iso>{YEAR}-[0-9]{{2}}-[0-9]{{2}})", _iso_day),
)
RELATIVE_DAYS = (
    Rule("today", rf"{_LEAD}today(?:'s)?|this (?:morning|afternoon|evening)|tonight", _today),
    Rule("yesterday", rf"{_LEAD}yesterday{_TAIL}|(?:(?:early|late) )?last (?:night|evening)", _yesterday),
    Rule("the day before yesterday", rf"{_LEAD}the day before yesterday", _before_yesterday),
    Rule("the other day", r"the other day", _other_day),
)
RULES = (
    *WEEKDAYS,
    *CALENDAR_DAYS,
    *RELATIVE_DAYS,
    Rule(
        "day of the month",
        rf"(?:on )?the (?P<day>{DAY_OF_MONTH})(?: of (?P<which>this|last) month)?",
        _day_of_the_month,
    ),
    Rule(
        "overnight",
        rf"overnight|(?:during|through) the night|(?:an? )?(?:night-long|all-night)(?: {FIGHTING})?",
        _overnight,
    ),
    Rule("overnight with a weekday", rf"overnight (?:on |into )?(?P<weekday>{WEEKDAY})", _overnight_weekday),
    Rule("weekday with overnight", rf"(?:on )?(?P<weekday>{WEEKDAY}) overnight", _overnight_weekday),
)
