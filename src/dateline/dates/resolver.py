"""From date words and a publication day to the days that the words allow."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from dateline.dates import counts, days, periods, ranges
from dateline.dates.convention import acled_precision, preferred_days, ucdp_precision
from dateline.dates.interval import Interval
from dateline.dates.reading import Reading, Rule, parse

GRAMMAR = (*days.RULES, *periods.RULES, *counts.RULES, *ranges.RULES)

_LONGEST = 120
_SAME_LENGTH = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u02bc\u02bb\u0060\u00b4", "'"),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2212", "-"),
        **dict.fromkeys("\t\r\f\v\u00a0\u2002\u2003\u2007\u2008\u2009\u200a\u202f\u3000", " "),
    }
)
_AROUND_WORDS = " .,;:!?'\"()[]\u201c\u201d\u2014"


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a date expression means on a publication day.

    `interval`: earliest to latest day that the words allow. `preferred`: the day or days that the ACLED
    convention would code. `precision`: ACLED's time_precision, None for words vaguer than a month, which are
    not coded. `ucdp_precision`: UCDP's date_prec, 1 to 5. `alternatives`: other readings that are not wrong.
    """

    expression: str
    interval: Interval
    preferred: tuple[date, ...]
    precision: int | None
    ucdp_precision: int
    alternatives: tuple[Interval, ...] = ()


def fold_characters(text: str) -> str:
    """Typographic apostrophes, hyphens and spaces made plain, character for character: offsets stay."""
    return text.translate(_SAME_LENGTH)


def resolve(expression: str, published: date, latest: date | None = None) -> Resolution | None:
    """The days that an English date expression allows when it was published on a day.

    `latest`: the last publication day, where the day is known only as an interval; the result then spans the
    days that any publication day allows, with the precision that the words have on `published`.
    None: the grammar does not know the words, or they name no day (31 February, Sunday 14 October 2017).
    Words are read by UCDP's table of reporting expressions (GED codebook 19.1, appendix 2) where it speaks;
    docs/dates.md has the rest. Nothing lies after publication unless the words name a year.
    """
    resolved = [one for day in _publication_days(published, latest) if (one := _resolve_on(expression, day))]
    if not resolved:
        return None
    if len(resolved) == 1:
        return resolved[0]
    whole = resolved[0].interval
    for one in resolved:
        whole = whole.hull(one.interval)
    others = dict.fromkeys(other for one in resolved for other in one.alternatives)
    return Resolution(
        expression,
        whole,
        tuple(sorted({day for one in resolved for day in one.preferred})),
        resolved[0].precision,
        resolved[0].ucdp_precision,
        tuple(other for other in others if not (whole.contains(other.start) and whole.contains(other.end))),
    )


def _publication_days(published: date, latest: date | None) -> Iterator[date]:
    """Each day of the publication interval; of one longer than a year its ends, which span the same days."""
    if latest is None or latest == published:
        yield published
    elif 0 < (latest - published).days <= 366:
        yield from (published + timedelta(days=n) for n in range((latest - published).days + 1))
    else:
        yield from (published, latest)


def _resolve_on(expression: str, published: date) -> Resolution | None:
    parsed = parse_expression(expression)
    if parsed is None:
        return None
    rule, match = parsed
    try:
        reading = rule.read(match, published)
    except (ValueError, OverflowError):
        return None
    if reading is None or (reading.interval.start > published and not reading.dated):
        return None
    interval = _until(reading.interval, published)
    return Resolution(
        expression,
        interval,
        preferred_days(interval, reading.centre),
        None if reading.vague else acled_precision(interval.days),
        5 if reading.vague else ucdp_precision(interval.days),
        _tolerated(reading, interval, published),
    )


def _until(interval: Interval, published: date) -> Interval:
    """The days of an interval up to publication; all of them where it begins later."""
    if interval.start <= published < interval.end:
        return Interval(interval.start, published)
    return interval


def _tolerated(reading: Reading, interval: Interval, published: date) -> tuple[Interval, ...]:
    others = (_until(other, published) for other in reading.alternatives if other.start <= published)
    return tuple(other for other in others if other != interval)


@lru_cache(maxsize=4096)
def parse_expression(expression: str) -> tuple[Rule, re.Match[str]] | None:
    """The rule of the grammar that knows an expression, with its match; None for unknown words."""
    if len(expression) > _LONGEST:
        return None
    words = " ".join(fold_characters(expression).split()).lower().strip(_AROUND_WORDS)
    return parse(GRAMMAR, words)
