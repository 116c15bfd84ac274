"""Date expressions in running text.

More cautious than `resolve`: a coder who quotes "March" means the month, a text often does not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from dateline.dates.reading import any_of, compiled
from dateline.dates.resolver import GRAMMAR, fold_characters, resolve
from dateline.dates.vocabulary import (
    DAY_OF_MONTH,
    MONTH_SHORT,
    NAME_IN_LOWER_CASE,
    WEEKDAY_SHORT,
    YEAR,
)

_WORD_STARTS = r"(?=\w)(?<![\w/-])(?<![0-9][.,:])"
_WORD_ENDS = r"(?![\w/]|-\w|[.,:][0-9])"

_ONLY_WHEN_QUOTED = re.compile(
    rf"(?:the )?(?:may|march|{MONTH_SHORT}|{WEEKDAY_SHORT})(?:'s)?|(?:on )?the {DAY_OF_MONTH}"
    rf"|(?:(?:at|over|around|about|towards?) )?(?:the year )?{YEAR}"
    r"|weekend|of late|the last \w+|no .*|(?!.*ago$).*\b(?:several|a few) \w+"
)
_PART_OF_A_NAME_BEFORE = re.compile(r"\b(?:Black|Bloody|Red|Good|Easter|Palm|Holy|Maundy|Ash|Shrove) $")
_LONGEST_NAME_PART = 10
_PART_OF_A_NAME_AFTER = re.compile(
    r" (?:Brigades?|Battalions?|Division|Regiment|Martyrs|Youth|Movement|Revolution|Alliance|Coalition|Party"
    r"|Square|Street|Bridge|Stadium|Mosque|Cemetery|Times|Telegraph|Mirror|Herald|Mail|Express"
    r"|brigades?|movement|alliance|coalition)\b"
)
_YEAR_ENDS = tuple(date(year, 12, 31) for year in range(2017, 1989, -1))
"""A whole cycle of the calendar: a weekday with its date exists in one of these years, or never."""


@dataclass(frozen=True, slots=True)
class Span:
    """`text` from `start` to before `end`, counted in Unicode code points."""

    start: int
    end: int
    text: str


def find(text: str) -> tuple[Span, ...]:
    """The date expressions in a text, in order, none inside another; the longest that `resolve` knows wins.

    Left out is what only looks like a date: names ("12 March Brigade", "Black September"), numbers that could
    be years, abbreviations alone, and months or weekdays written small.
    """
    folded = fold_characters(text)
    spans = []
    anywhere = _anywhere()
    position = 0
    while found := anywhere.search(folded, position):
        start = found.start()
        end = _longest(folded, start)
        if end is None or _means_less_in_prose(folded[start:end]):
            position = start + 1
            continue
        if not _is_part_of_a_name(folded, start, end):
            spans.append(Span(start, end, text[start:end]))
        position = end
    return tuple(spans)


def _longest(folded: str, start: int) -> int | None:
    """Where the longest expression ends that starts here and names a day in some year."""
    matches = (pattern.match(folded, start) for pattern in _each_rule())
    ends = {match.end() for match in matches if match}
    return next((end for end in sorted(ends, reverse=True) if _means_something(folded[start:end])), None)


def _means_something(words: str) -> bool:
    return any(resolve(words, day) for day in _YEAR_ENDS)


def _means_less_in_prose(words: str) -> bool:
    return bool(
        NAME_IN_LOWER_CASE.search(words) or _ONLY_WHEN_QUOTED.fullmatch(" ".join(words.lower().split()))
    )


def _is_part_of_a_name(folded: str, start: int, end: int) -> bool:
    before = _PART_OF_A_NAME_BEFORE.search(folded, max(0, start - _LONGEST_NAME_PART), start)
    return bool(before or _PART_OF_A_NAME_AFTER.match(folded, end))


@cache
def _anywhere() -> re.Pattern[str]:
    return compiled(_WORD_STARTS + any_of(GRAMMAR) + _WORD_ENDS)


@cache
def _each_rule() -> tuple[re.Pattern[str], ...]:
    return tuple(compiled(f"(?:{rule.pattern}){_WORD_ENDS}") for rule in GRAMMAR)
