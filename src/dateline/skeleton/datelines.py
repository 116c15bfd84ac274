"""The dateline: the words before a report's first sentence that say where, when and by whom it was filed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dateline.skeleton.paragraphs import Paragraph
from dateline.text import Span

_LONGEST = 200
_CITY = r"[A-Z][A-Z'\u2019./-]{2,}(?: [A-Z][A-Z'\u2019./-]*)*"
_COUNTRY = r"(?:, [A-Z][\w'\u2019. -]{1,30}?)??"
_DAY = r"(?:,? (?:[A-Z][a-z]{2,8}\.? [0-9]{1,2}(?:, [0-9]{4})?|[0-9]{1,2} [A-Z][a-z]{2,8}\.?(?: [0-9]{4})?))?"
_AGENCY = r"\((?P<{}>[^()\d]{{2,40}})\)"
_DASH = r" ?[-\u2013\u2014]{1,2} (?![a-z])"
_DATELINE = re.compile(
    rf"(?P<filed>{_CITY}{_COUNTRY}{_DAY})(?: ?{_AGENCY.format('agency')})?{_DASH}"
    rf"|(?P<place>[^\W\d_][^()\n]{{1,60}}?)? ?{_AGENCY.format('sole_agency')}{_DASH}"
)
"""CITY, Country, Oct 14 (Agency) - before a sentence; a city in capitals or the agency must be there."""


@dataclass(frozen=True, slots=True)
class Dateline:
    """A dateline and where it stands; either of `filed` and `agency` may be empty, not both."""

    line: int
    filed: str
    """Where, and perhaps when."""
    agency: str
    agency_span: Span
    """The agency in its brackets; empty where there is none."""
    span: Span
    """All of it, up to the first sentence."""
    text: str
    """What stands in `span`, with plain spaces."""


def read(paragraph: Paragraph) -> Dateline | None:
    """The dateline that a paragraph begins with, if it does."""
    match = _DATELINE.match(paragraph.raw[:_LONGEST])
    if match is None:
        return None
    filed = match["filed"] or match["place"] or ""
    group = "sole_agency" if match["agency"] is None else "agency"
    start, end = match.span(group)
    first = paragraph.span.start
    return Dateline(
        line=paragraph.line,
        filed=" ".join(filed.split()).rstrip(" ,"),
        agency=(match[group] or "").strip(),
        agency_span=Span(first + start - 1, first + end + 1) if match[group] else Span(first, first),
        span=Span(first, first + match.end()),
        text=match[0],
    )
