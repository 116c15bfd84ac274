"""Words that count back from the publication day: the past 24 hours, three days ago, recently.

UCDP's table decides where it speaks. Among its choices: "past two days" ends the day before publication,
48 and 72 hours both go back two days, and a period of months stops at 1 January.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from dateline.dates.interval import ONE_DAY, ONE_WEEK, Interval, months_before, week, year
from dateline.dates.reading import Reading, Rule
from dateline.dates.vocabulary import FEW, FEW_WORDS, FIGHTING, NUMBER, number

_WITHIN = r"(?:(?:with)?in |over |during |for |throughout )?"
_OVER = rf"{_WITHIN}(?:the |these )?"
_IN_A = r"(?:(?:in|during|after) )?(?:an? |the )?"
_SO_MANY = rf"(?P<number>{NUMBER})(?: (?:or|to) (?P<most>{NUMBER}))?"
_UNIT = r"(?P<unit>hour|day|week|month|year)"
_ROUGHLY = r"(?:about|around|roughly|approximately|some|nearly|almost)"


def _back(published: date, first: int, last: int = 0) -> Interval:
    """From `first` to `last` days before publication."""
    return Interval(published - timedelta(days=first), published - timedelta(days=last))


def _hours(count: int) -> int:
    """Days before publication that a number of hours can reach (UCDP: 24 one day, 48 and 72 two days)."""
    if count <= 24:
        return 1
    return 2 if count <= 72 else -(-count // 24)


def _long_period(unit: str, count: int, published: date) -> Reading:
    """Months or years back from publication: too long for ACLED. UCDP does not let months cross the year."""
    if unit == "year":
        return Reading(Interval(months_before(published, 12 * count), published), vague=True)
    start = max(months_before(published, count), year(published.year).start)
    return Reading(Interval(start, published), vague=True)


def _past_unit(match: re.Match[str], published: date) -> Reading:
    unit = match["unit"]
    if unit == "week":
        return Reading(_back(published, 6))
    if unit == "month":
        return Reading(Interval(months_before(published, 1) + ONE_DAY, published))
    if unit == "year":
        return Reading(Interval(year(published.year).start, published), vague=True)
    return Reading(_back(published, 1))


def _the_last_unit(match: re.Match[str], published: date) -> Reading:
    reading = _past_unit(match, published)
    if match["unit"] == "week":
        return Reading(reading.interval, alternatives=(week(published - ONE_WEEK),))
    return reading


def _few(unit: str, published: date) -> Reading:
    """What a few, several or recent units are, counted back from publication."""
    if unit == "hour":
        return Reading(_back(published, 1))
    if unit == "day":
        return Reading(_back(published, FEW, 1))
    if unit == "week":
        return Reading(_back(published, 7 * FEW))
    return _long_period(unit, FEW, published)


def _past_units(match: re.Match[str], published: date) -> Reading:
    unit, words = match["unit"], match["number"]
    if words in FEW_WORDS:
        return _few(unit, published)
    count = number(match["most"] or words)
    if unit == "hour":
        return Reading(_back(published, _hours(count)))
    if count == 1:
        return _past_unit(match, published)
    if unit == "day":
        return Reading(_back(published, count, 1))
    if unit == "week":
        return Reading(_back(published, 7 * count - 1))
    return _long_period(unit, count, published)


def _recent_units(match: re.Match[str], published: date) -> Reading:
    return _few(match["unit"], published)


def _recently(match: re.Match[str], published: date) -> Reading:
    return _few("day", published)


def _around_week(published: date, count: int) -> Interval:
    """The seven days in the middle of which a number of weeks ago lies."""
    return _back(published, 7 * count + 3, 7 * count - 3)


def _ago(match: re.Match[str], published: date) -> Reading:
    unit, words = match["unit"], match["number"]
    if words in FEW_WORDS:
        return _few(unit, published)
    count = number(match["most"] or words)
    least = number(words)
    if unit == "hour":
        return Reading(_back(published, _hours(count)))
    if unit == "day":
        slack = 1 if match["roughly"] else 0
        return Reading(_back(published, count + slack, max(0, least - slack)))
    if unit == "week":
        weeks = _around_week(published, count).hull(_around_week(published, least))
        return Reading(weeks, alternatives=(_back(published, 13),) * (count == least == 2))
    if unit == "month":
        first, last = months_before(published, count), months_before(published, least)
        return Reading(Interval(first - timedelta(days=15), last + timedelta(days=15)))
    return Reading(year(published.year - count).hull(year(published.year - least)))


def _fortnight_ago(match: re.Match[str], published: date) -> Reading:
    return Reading(_back(published, 13), alternatives=(_around_week(published, 2),))


def _lasting(match: re.Match[str], published: date) -> Reading:
    return _last_units(match["unit"], number(match["number"]), published)


def _long(match: re.Match[str], published: date) -> Reading:
    return _last_units(match["unit"], FEW if match["plural"] else 1, published)


def _last_units(unit: str, count: int, published: date) -> Reading:
    """Something that has lasted for so long, the publication day included."""
    if unit == "hour":
        return Reading(_back(published, _hours(count)))
    if unit in ("day", "week"):
        return Reading(_back(published, count * (7 if unit == "week" else 1) - 1))
    months = count * 12 if unit == "year" else count
    return Reading(Interval(months_before(published, months) + ONE_DAY, published))


RULES = (
    Rule("past unit", rf"{_OVER}(?:this )?past {_UNIT}", _past_unit),
    Rule("the last unit", rf"{_WITHIN}the last {_UNIT}", _the_last_unit),
    Rule(
        "past so many units",
        rf"{_OVER}(?:past|last|previous) {_SO_MANY} {_UNIT}s?",
        _past_units,
    ),
    Rule("past units", rf"{_OVER}past {_UNIT}s", _recent_units),
    Rule("recent units", rf"{_WITHIN}(?:the )?(?:more )?recent {_UNIT}s", _recent_units),
    Rule("several units", rf"{_WITHIN}(?:several|a few) {_UNIT}s", _recent_units),
    Rule("recently", r"(?:just |only |more |most )?recently|lately|of late", _recently),
    Rule("no time given", r"no (?:date|time)(?: is)? given", _recently),
    Rule(
        "so many units ago",
        rf"(?:(?P<roughly>{_ROUGHLY}) )?{_SO_MANY} {_UNIT}s? ago",
        _ago,
    ),
    Rule("units ago", r"(?:just |only )?(?P<unit>hour|day|week|month)s ago", _recent_units),
    Rule("a fortnight ago", rf"(?:{_ROUGHLY} )?a fortnight ago", _fortnight_ago),
    Rule(
        "so many units long",
        rf"{_IN_A}(?P<number>{NUMBER})(?:-| ){_UNIT}(?:-long|-old)? {FIGHTING}",
        _lasting,
    ),
    Rule(
        "units long",
        rf"{_IN_A}{_UNIT}(?P<plural>s?)-long {FIGHTING}",
        _long,
    ),
)
