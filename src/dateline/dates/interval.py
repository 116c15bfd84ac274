"""Runs of days, and the small calendar arithmetic that date words need."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
ONE_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Interval:
    """The days from `start` to `end`, both included. Raises ValueError when the end lies before the start."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"an interval cannot end ({self.end}) before it starts ({self.start})")

    @property
    def days(self) -> int:
        """Number of days, at least 1."""
        return (self.end - self.start).days + 1

    def contains(self, day: date) -> bool:
        return self.start <= day <= self.end

    def overlaps(self, other: Interval) -> bool:
        return self.start <= other.end and other.start <= self.end

    def hull(self, other: Interval) -> Interval:
        """The shortest interval that holds both."""
        return Interval(min(self.start, other.start), max(self.end, other.end))


def day(when: date) -> Interval:
    return Interval(when, when)


def month(year: int, number: int) -> Interval:
    """A calendar month; `number` counts from 1."""
    return Interval(date(year, number, 1), date(year, number, monthrange(year, number)[1]))


def year(number: int) -> Interval:
    return Interval(date(number, 1, 1), date(number, 12, 31))


def week(when: date) -> Interval:
    """The week, Monday to Sunday, that holds the day."""
    monday = when - timedelta(days=when.weekday())
    return Interval(monday, monday + timedelta(days=6))


def months_before(when: date, count: int) -> date:
    """The same day of the month `count` months earlier, or that month's last day where it is shorter."""
    years, months = divmod(when.year * 12 + when.month - 1 - count, 12)
    target = month(years, months + 1)
    return target.start.replace(day=min(when.day, target.days))
