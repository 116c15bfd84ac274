"""What ACLED and UCDP make of an interval: a precision, and the day that is coded.

Sources: ACLED codebook on time_precision (three codes; the middle of a week, the middle of a month, the first
or last day for its beginning or end); UCDP GED codebook 19.1 on date_prec (five codes, by number of days).
docs/dates.md has the mapping as a table.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import Enum, auto

from dateline.dates.interval import Interval


class Centre(Enum):
    """How the day to code is chosen inside an interval."""

    MIDDLE = auto()
    """The middle day, or either of the two."""
    FIRST = auto()
    """Words for the beginning of a month."""
    LAST = auto()
    """Words for the end of a month."""
    MONTH = auto()
    """The 15th or the 16th."""
    WEEK = auto()
    """Wednesday or Thursday: ACLED names both for "last week"."""


def acled_precision(days: int) -> int | None:
    """ACLED's time_precision for a width in days; None is vaguer than a month, which ACLED does not code."""
    if days == 1:
        return 1
    if days <= 7:
        return 2
    return 3 if days <= 31 else None


def ucdp_precision(days: int) -> int:
    """UCDP's date_prec for a width in days: 1, 2-6, 7, 8-31 and more days are 1 to 5."""
    if days == 1:
        return 1
    if days < 7:
        return 2
    if days == 7:
        return 3
    return 4 if days <= 31 else 5


def middle(interval: Interval) -> tuple[date, ...]:
    """The middle day, or the two middle days of an even number of days."""
    before, odd = divmod(interval.days, 2)
    first = interval.start + timedelta(days=before if odd else before - 1)
    return (first,) if odd else (first, first + timedelta(days=1))


def preferred_days(interval: Interval, centre: Centre) -> tuple[date, ...]:
    """The days, in order and inside the interval, that ACLED's convention would code."""
    if centre is Centre.FIRST:
        return (interval.start,)
    if centre is Centre.LAST:
        return (interval.end,)
    if centre is Centre.MONTH:
        usual = [interval.start.replace(day=15), interval.start.replace(day=16)]
    elif centre is Centre.WEEK:
        usual = [interval.start + timedelta(days=2), interval.start + timedelta(days=3)]
    else:
        usual = []
    return tuple(day for day in usual if interval.contains(day)) or middle(interval)
