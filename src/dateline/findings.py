"""A finding: one violation of one rule at one place. Findings are values; renderers print them."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum

_ENTRY = re.compile(r"\A(/[a-z_]+)/[0-9]+")


class Severity(StrEnum):
    """How binding a rule is, in the words of RFC 2119."""

    error = "error"
    """The row *must* not be like this."""
    warning = "warning"
    """The row *should* not be like this; a person may know better."""
    info = "info"
    """Worth a look."""

    @property
    def rank(self) -> int:
        """0 for the worst."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell, a row or a whole table on disk."""

    file: str
    row: int | None = None
    """Data row, 1 for the first record below the header."""
    line: int | None = None
    """Physical line of the file on which the record starts, 1-based."""
    column: str | None = None
    record: str | None = None
    """The record's own id."""


@dataclass(frozen=True, slots=True)
class InDocument:
    """A node of a YAML document."""

    file: str
    line: int | None = None
    column: int | None = None
    pointer: str = ""
    """JSON Pointer (RFC 6901) of the node."""
    record: str | None = None
    """Key of the event, or id of the source, that the node belongs to."""


@dataclass(frozen=True, slots=True)
class InText:
    """A stretch of a source's text, in Unicode code points (W3C TextPositionSelector)."""

    source: str
    file: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class InDataset:
    """The dataset as a whole."""

    name: str


Place = Cell | InDocument | InText | InDataset


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A part of a line of a file, or of a record, and what stands on both sides of it."""

    before: str
    marked: str
    after: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One violation of one rule at one place."""

    rule: str
    name: str
    severity: Severity
    message: str
    place: Place
    value: str | None = None
    suggestion: str | None = None
    related: tuple[Place, ...] = ()
    edit: InDocument | None = None
    """For a cell that `convert` made: the line of the extraction that a person must edit."""
    excerpt: Excerpt | None = None
    """What stands at the place; it is shown, and is no part of the finding's identity."""

    @property
    def fingerprint(self) -> str:
        """Identifies the finding across runs: rule, identity of the place and value, but no line numbers."""
        text = "\x1f".join((self.rule, *_identity(self.place), self.value or ""))
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def order(finding: Finding) -> tuple[object, ...]:
    """Sort key: by file, then line, then column, then rule."""
    place = finding.place
    match place:
        case Cell():
            at: tuple[str, int, str] = (place.file, place.line or 0, place.column or "")
        case InDocument():
            at = (place.file, place.line or 0, f"{place.column or 0:09d}")
        case InText():
            at = (place.file, place.start, "")
        case InDataset():
            at = ("", 0, place.name)
    return (*at, finding.rule, finding.message)


def _identity(place: Place) -> tuple[str, ...]:
    match place:
        case Cell():
            # A record without an id is identified by its row: nothing better is there.
            return (place.file, place.record or f"row {place.row}", place.column or "")
        case InDocument():
            # The entry of a list is identified by its record, not by its number.
            node = _ENTRY.sub(r"\1", place.pointer) if place.record else place.pointer
            return (place.file, place.record or "", node)
        case InText():
            return (place.source, place.file)
        case InDataset():
            return (place.name,)
