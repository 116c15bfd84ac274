"""What one extraction says, checked and anchored; the values that travel from the readers to the merger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from dateline.findings import Finding, InDocument


class Evidence(NamedTuple):
    """A quotation at its place (code points, 0-based, end-exclusive), with up to 32 code points around it."""

    exact: str
    prefix: str
    suffix: str
    start: int
    end: int


class Claim(NamedTuple):
    """One value for one field of one event, as one source gives it."""

    event_key: str
    source_id: str
    field: str
    item: int
    """1, 2 … for the items of a list field, else 0."""
    value: str
    basis: str
    expression: str
    attributed_to: str
    reason: str
    evidence: tuple[Evidence, ...]
    file: str
    line: int
    column: int
    pointer: str
    start: date | None = None
    end: date | None = None
    """For event_date: the days that its words allow, or that its precision covers."""

    @property
    def place(self) -> InDocument:
        """The line of the extraction to edit."""
        return InDocument(self.file, self.line, self.column, self.pointer, self.event_key)


class LeftOut(NamedTuple):
    """Words that were considered and not coded."""

    evidence: Evidence
    reason: str


class Coded(NamedTuple):
    """One extraction. With a finding of severity error it may be incomplete and is not merged."""

    file: str
    source_id: str
    """Empty if the file is too broken to say."""
    article: str
    source: Mapping[str, str]
    """Row of `sources.csv`."""
    dated: date
    """Newest date of the coding itself."""
    claims: tuple[Claim, ...]
    left_out: tuple[LeftOut, ...]
    findings: tuple[Finding, ...]
    undecidable: int
    """Claims whose date the words can neither prove nor refute."""
    id_at: InDocument
    """Where the source's id stands."""
    article_at: InDocument
    """Where the article's name stands."""


class Told(NamedTuple):
    """Which events some extractions tell, as far as they can be read."""

    keys: frozenset[str]
    sources: frozenset[str]
    unread: bool
    """Whether one of them could not be read, and so may be any source and tell any event."""

    def event(self, key: str) -> bool:
        """Whether one of them tells the event, or may."""
        return self.unread or key in self.keys

    def source(self, source_id: str) -> bool:
        """Whether one of them is of the source, or may be."""
        return self.unread or source_id in self.sources


NOTHING = Told(frozenset(), frozenset(), False)


def told(extractions: Iterable[Coded]) -> Told:
    """What `extractions` tell."""
    those = list(extractions)
    return Told(
        keys=frozenset(claim.event_key for one in those for claim in one.claims),
        sources=frozenset(one.source_id for one in those),
        unread=any(not one.source_id for one in those),
    )
