"""Headline, publisher, day of publication: the lines that tell them, in the furniture around an article."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from dateline import dates
from dateline.skeleton.datelines import Dateline
from dateline.skeleton.found import Found, joined
from dateline.skeleton.kinds import Kind
from dateline.skeleton.paragraphs import Paragraph
from dateline.text import Span

_SHORT = 200
"""Characters of a line in which a fact about the source is looked for."""
_HEADLINE = (5, 30)
"""Words, or else characters, that a headline has."""
_SHORTEST_HEADLINE = (4, 15)
"""The same for the shortest; a masthead may have as many."""
_REFERENCES = (date(1800, 1, 1), date(2200, 12, 31))
"""Words that mean the same day whenever they were published name it in full."""
_FEW = 3
"""Lines that are named of those that hold the headline, and days besides that of publication."""
_FIRST_YEAR = 1900
"""Days before it are typing errors or history; an extraction holds none."""

_TIME_OF_DAY = re.compile(
    r"(?<=[0-9]{4}-[0-9]{2}-[0-9]{2})T[0-9]{2}:[0-9:.]*[0-9](?:Z|[+-][0-9]{2}:?[0-9]{2})?"
)
_UPDATED = re.compile(r"\b(?:updated|modified|accessed|retrieved|crawled)\b", re.IGNORECASE)
_PUBLISHED = re.compile(r"\b(?:published|posted|issued|dated?)\b", re.IGNORECASE)

_TITLE = re.compile(r"(?P<headline>.+?) [|\u2013\u2014\u00b7-] (?P<name>[^|\u2013\u2014\u00b7]{2,40})")
_SOURCE = re.compile(r"sources?\s*:\s*(?P<name>.{2,80})", re.IGNORECASE)
_YEARS = r"(?:19|20)\d\d(?:\s*[-\u2013]\s*(?:19|20)?\d\d)?"
_COPYRIGHT = re.compile(
    r"(?:.{0,40}\W)??(?:\u00a9|\(c\)|copyright)(?:\s*\u00a9)?\s*"
    rf"(?:{_YEARS}[,.]?\s+(?:by\s+)?(?P<name>[^|.\n]{{2,60}}?)|(?P<name_first>[^|.\d\n]{{2,60}}?),?\s+{_YEARS})"
    r"(?:,? (?:inc|ltd|llc|all rights)\b.*|\s*[|.].*)?",
    re.IGNORECASE,
)
_BY_NAMES = re.compile(r"(?:By|BY|by)(?: (?:and|[A-Z][\w.'\u2019-]*,?))+")
_BYLINE = re.compile(r"by\s+.{2,80}?\s*[|/]\s*(?P<name>[^|/]{2,40})", re.IGNORECASE)
_INTERNATIONAL = (
    r"(?:afp|agence france-presse|ap|(?:the )?associated press|dpa|efe|reuters|upi"
    r"|united press international|xinhua)"
)
_AGENCY_BYLINE = re.compile(rf"by\s+(?P<name>{_INTERNATIONAL})(?: staff)?", re.IGNORECASE)
_AND_AGENCIES = re.compile(
    r",?\s+(?:and|&|\+)\s+(?:(?:news|other|wire)\s+)?(?:agencies|agency|wires?)\.?\Z", re.IGNORECASE
)


def headline(
    head: Sequence[Paragraph], kinds: Sequence[Kind], everywhere: Sequence[Paragraph]
) -> tuple[Found | None, Found | None]:
    """The headline among the paragraphs before the article, and the publisher if the page's title adds it.

    Best a line that another repeats with a name behind it (`Headline | Name`); then one that stands in the
    file twice, as headlines do; else the first that is long enough, or nearly.
    """
    lines = [one for one, kind in zip(head, kinds, strict=True) if _may_be_headline(one, kind)]
    for line in lines:
        for title in head:
            match = _TITLE.fullmatch(title.text) if len(title.raw) <= 2 * _SHORT else None
            if match and match["headline"].casefold() == line.text.casefold():
                why = f"line {line.line} repeats line {title.line} without the name behind it"
                name = Found(
                    _name(match["name"]), title.span, f"line {title.line} has it behind the headline"
                )
                return Found(line.text, line.span, why), name
    counted = Counter(one.text.casefold() for one in everywhere)
    for line in lines:
        if counted[line.text.casefold()] > 1:
            same = [str(one.line) for one in everywhere if one.text.casefold() == line.text.casefold()]
            same[_FEW:] = ["others"] if len(same) > _FEW else []
            return Found(line.text, line.span, f"the same words stand on lines {joined(same)}"), None
    first = next((line for line in lines if _has(line, _HEADLINE)), lines[0] if lines else None)
    if first is None:
        return None, None
    return Found(first.text, first.span, f"line {first.line} is the first that looks like a headline"), None


def published(furniture: Sequence[Paragraph], opening: Sequence[Dateline]) -> Found | None:
    """The day of publication: a day with its year in the furniture, or in a dateline at the opening.

    A day that has a line to itself goes before one that is said to be of publication, that before any other,
    and a day of an update comes last. Where other days are there as well, `why` says so.
    """
    found = sorted(_days(furniture), key=lambda one: one[0]) or list(_days_of_datelines(opening))
    if not found:
        return None
    _rank, day, span, line = found[0]
    others = sorted({str(other) for _, other, _, _ in found} - {str(day)})
    others[_FEW:] = ["others"] if len(others) > _FEW else []
    also = f"; other lines have {joined(others)}" if others else ""
    return Found(str(day), span, f"line {line} has this day{also}")


def publisher(
    before: Sequence[Paragraph],
    after: Sequence[Paragraph],
    opening: Sequence[Dateline],
    title: Found | None,
) -> Found | None:
    """The publisher, from the furniture before and after the article, its datelines and the page's title.

    In this order: a copyright line after the article, a line `Source: Name`, the agency of a dateline, the
    title, a byline before the article.
    """
    return (
        _of_lines(_COPYRIGHT, after or before, "is a copyright line")
        or _of_lines(_SOURCE, (*after, *before), "names the source")
        or next((_of_dateline(one) for one in opening if one.agency), None)
        or title
        or _of_lines(_BYLINE, before, "is a byline with a name behind it")
        or _of_lines(_AGENCY_BYLINE, before, "is the byline of an agency")
    )


def is_international_agency(name: str) -> bool:
    """Whether a name is that of a news agency that serves the world, as it stands under reports."""
    return re.fullmatch(_INTERNATIONAL, name, re.IGNORECASE) is not None


def absolute_days(text: str) -> Iterator[tuple[date, int, int]]:
    """The days that a text names with their year: day, start and end of the words in it."""
    times = {time.start(): time.end() for time in _TIME_OF_DAY.finditer(text)}
    for words in dates.find(_TIME_OF_DAY.sub(lambda time: " " * len(time[0]), text)):
        first, last = (dates.resolve(words.text, reference) for reference in _REFERENCES)
        if not first or not last or first.interval != last.interval or first.interval.days > 1:
            continue
        if first.interval.start.year >= _FIRST_YEAR:
            yield first.interval.start, words.start, times.get(words.end, words.end)


def _may_be_headline(line: Paragraph, kind: Kind) -> bool:
    if kind not in (Kind.heading, Kind.remark) or len(line.text) > _SHORT:
        return False
    if not _has(line, _SHORTEST_HEADLINE) or _BY_NAMES.fullmatch(line.text) or _BYLINE.fullmatch(line.text):
        return False
    return not any(3 * (end - start) > len(line.raw) for _, start, end in absolute_days(line.raw))


def _has(line: Paragraph, length: tuple[int, int]) -> bool:
    words, characters = length
    return len(line.text.split()) >= words or len(line.text) >= characters


_Day = tuple[int, date, Span, int]
"""Rank (0 for the best), day, its words, and the number of their line."""


def _days(furniture: Sequence[Paragraph]) -> Iterator[_Day]:
    for line in furniture:
        for day, start, end in absolute_days(line.raw[:_SHORT]):
            alone = end - start == len(line.raw)
            rank = 0 if alone else 1 if _PUBLISHED.search(line.raw) else 2
            span = Span(line.span.start + start, line.span.start + end)
            yield 3 if _UPDATED.search(line.raw) else rank, day, span, line.line


def _days_of_datelines(opening: Sequence[Dateline]) -> Iterator[_Day]:
    for one in opening:
        for day, start, end in absolute_days(one.text):
            yield 0, day, Span(one.span.start + start, one.span.start + end), one.line


def _of_lines(pattern: re.Pattern[str], lines: Sequence[Paragraph], what: str) -> Found | None:
    for line in lines:
        match = pattern.fullmatch(line.text) if len(line.text) <= _SHORT else None
        name = _name(next(filter(None, match.groups()))) if match else ""
        if name:
            return Found(name, line.span, f"line {line.line} {what}")
    return None


def _of_dateline(one: Dateline) -> Found:
    return Found(_name(one.agency), one.agency_span, f"line {one.line} begins with an agency's mark")


def _name(words: str) -> str:
    name = _AND_AGENCIES.sub("", words.strip()).strip(" .,;").replace(";", ",")
    return "" if name.casefold().startswith("all rights") else name
