"""A coded date against the words that it was coded from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dateline.dates.convention import acled_precision, middle
from dateline.dates.interval import Interval
from dateline.dates.resolver import Resolution, resolve


class DateState(StrEnum):
    """What the words say about a coded day and its precision."""

    agrees = "agrees"
    undecidable = "undecidable"
    """No publication date, words that the grammar does not know, or a date that proves itself."""
    outside = "outside"
    """The words do not allow the coded day."""
    too_precise = "too_precise"
    """The words know the day less well than the coded precision says."""
    too_vague = "too_vague"
    """The words know the day better than the coded precision says."""
    off_centre = "off_centre"
    """The words allow the coded day, but the convention codes another one, mostly the middle."""
    not_codable = "not_codable"
    """The words are vaguer than a month."""
    after_publication = "after_publication"
    """The coded day lies after the report of it."""


@dataclass(frozen=True, slots=True)
class DateAnswer:
    """A state, and what the words mean where that is known."""

    state: DateState
    resolution: Resolution | None


def date_words(
    expression: str | None,
    value: date,
    precision: int,
    published: date | None,
    latest: date | None = None,
    circular: bool = False,
) -> DateAnswer:
    """Judge a coded day and ACLED time_precision (1, 2, 3) by the quoted date words.

    `published` to `latest`: the days on which the report may have appeared; `circular`: they were inferred
    from this very day, so they prove nothing about it. The first state that holds is the answer: undecidable
    if circular, after_publication, undecidable, not_codable, outside, too_precise,
    too_vague, off_centre, agrees. Where several readings allow the day, one that agrees is enough.
    """
    resolution = resolve(expression, published, latest) if expression and published else None
    return DateAnswer(_state(resolution, value, precision, published, latest, circular), resolution)


def _state(
    resolution: Resolution | None,
    value: date,
    precision: int,
    published: date | None,
    latest: date | None,
    circular: bool,
) -> DateState:
    if circular:
        return DateState.undecidable
    if value > max((day for day in (published, latest) if day), default=value):
        return DateState.after_publication
    if resolution is None or published is None:
        return DateState.undecidable
    if resolution.precision is None:
        return DateState.not_codable
    states = [
        _by_reading(value, precision, expected, preferred)
        for interval, expected, preferred in _readings(resolution)
        if interval.contains(value)
    ]
    if not states:
        return DateState.outside
    return DateState.agrees if DateState.agrees in states else states[0]


def _readings(resolution: Resolution) -> list[tuple[Interval, int | None, tuple[date, ...]]]:
    """Interval, ACLED precision and days to code, of the usual reading and of the tolerated ones."""
    others = ((other, acled_precision(other.days), middle(other)) for other in resolution.alternatives)
    return [(resolution.interval, resolution.precision, resolution.preferred), *others]


def _by_reading(value: date, precision: int, expected: int | None, preferred: tuple[date, ...]) -> DateState:
    if expected is None or precision < expected:
        return DateState.too_precise
    if precision > expected:
        return DateState.too_vague
    return DateState.agrees if value in preferred else DateState.off_centre
