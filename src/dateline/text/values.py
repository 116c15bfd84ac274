"""The values that the rest of the package hands around."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, NamedTuple

_OFFSET = re.compile(r"[0-9]{1,18}", re.ASCII)


class Span(NamedTuple):
    """A stretch of a text: 0-based, end-exclusive, in Unicode code points (W3C TextPositionSelector)."""

    start: int
    end: int

    def holds(self, other: Span) -> bool:
        """Whether the other stretch lies within this one."""
        return self.start <= other.start and other.end <= self.end

    @classmethod
    def of_cells(cls, start: str, end: str) -> Span | None:
        """The stretch that two cells of a table give; None if they are no offsets."""
        if _OFFSET.fullmatch(start) and _OFFSET.fullmatch(end):
            return cls(int(start), int(end))
        return None


@dataclass(frozen=True, slots=True)
class Quote:
    """Words copied from a text, and their neighbours where they occur twice (W3C TextQuoteSelector)."""

    exact: str
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Zone:
    """A stretch of an article's body, named by its first and its last words; both belong to it."""

    start: Quote
    end: Quote


class QuoteState(StrEnum):
    """What became of a quotation."""

    found = "found"
    """It stands in the text, at one place."""
    moved = "moved"
    """The words are there, but not at the recorded place, or not between the given neighbours."""
    ambiguous = "ambiguous"
    """The words are there more than once, and nothing says which is meant."""
    missing = "missing"
    """The words are not there."""
    outside_body = "outside_body"
    """The words are there, but only in what is not the body of the article."""
    not_verifiable = "not_verifiable"
    """There is no text, or no quotation, to compare. Given by callers, never by `anchor`."""


@dataclass(frozen=True, slots=True)
class Near:
    """The text that comes nearest to a quotation that is missing. A suggestion to a person, never a pass."""

    exact: str
    """The text as it stands; it would be found, or be ambiguous, as a quotation."""
    span: Span
    score: float
    """Likeness to the quotation, 0 to 100 (share of characters in common and in order)."""
    difference: str
    """The words that differ, for people."""


@dataclass(frozen=True, slots=True)
class Anchored:
    """Where a quotation stands."""

    state: QuoteState
    span: Span | None = None
    """Set if and only if the state is `found`."""
    spans: tuple[Span, ...] = ()
    """The occurrences that the state speaks of, in the order of the text; that of `span` if it is found."""
    near: Near | None = None
    """Set, where anything comes near, if the state is `missing`."""


class ZoneFault(StrEnum):
    """Why a zone does not mark out a stretch of the body."""

    missing = "missing"
    """Its first or last words are not in the text."""
    ambiguous = "ambiguous"
    """Its first or last words are in the text more than once."""
    moved = "moved"
    """Its first or last words are in the text, but not between the given neighbours."""
    end_before_start = "end_before_start"
    overlap = "overlap"
    """It shares text with an earlier zone of the list."""


Part = Literal["start", "end"]


@dataclass(frozen=True, slots=True)
class ZoneProblem:
    """One fault of one zone."""

    zone: int
    """Position in the list of zones, 0 for the first."""
    fault: ZoneFault
    part: Part | None = None
    """Which words are at fault; none if it is the zone as a whole."""
    anchored: Anchored | None = None
    """What became of those words."""
    other: int | None = None
    """For an overlap: position of the earlier zone in the list."""
