"""What a verification finds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path


class Outcome(StrEnum):
    """What became of a quotation, or of a claim."""

    verified = "verified"
    """The words stand in the text where the release says, letter for letter. Of a claim: of basis `quoted`,
    and so do all its quotations."""
    judged = "judged"
    """Of a claim: its words stand there; that the value follows from them is the coder's judgement."""
    wordless = "wordless"
    """Of a claim: it rests on no words, as one of basis `default` does."""
    position = "position"
    """The release holds no words: its position lies within the text, and no more can be said."""
    unheld = "unheld"
    """The text is not held."""
    false = "false"
    """What the release says does not hold."""


OPEN = frozenset({Outcome.position, Outcome.unheld})
"""Neither proved nor refuted."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something that the release says and that does not hold."""

    about: str
    """A file of the release, a source, or a row as in `evidence DLS-…#1`."""
    said: str
    source_id: str | None = None
    event_id: str | None = None
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Integrity:
    """The files of a release against its own lists."""

    files: int
    """Listed in SHA256SUMS."""
    sums: str
    """SHA-256 of SHA256SUMS itself."""
    problems: Sequence[Flaw]


@dataclass(frozen=True, slots=True)
class Source:
    """A row of `sources`: what is needed to find its text, and to know it."""

    source_id: str
    sha256: str
    length: int
    """Code points."""
    publisher: str | None
    headline: str | None
    published: date | None
    url: str | None
    archive_url: str | None


@dataclass(frozen=True, slots=True)
class Likely:
    """A text that is held and is not the one that was coded, though words of it stand there. No proof."""

    path: Path
    found: int
    """Quotations that stand somewhere in it, of those looked for."""
    sought: int


@dataclass(slots=True)
class OfSource:
    """What became of one source."""

    source: Source
    path: Path | None = None
    """Its text, where that is held."""
    unusable: str | None = None
    """Why a text that is held was not read."""
    quotations: Counter[Outcome] = field(default_factory=Counter)
    likely: Likely | None = None


@dataclass(frozen=True, slots=True)
class OfQuotation:
    """What became of one quotation. `start` and `end` are code points of the text."""

    id: str
    table: str
    source_id: str | None
    exact: str | None
    start: int | None
    end: int | None
    outcome: Outcome
    said: str = ""
    """Why, if it is false."""


@dataclass(frozen=True, slots=True)
class OfClaim:
    """What became of one claim."""

    claim_id: str
    source_id: str | None
    event_id: str | None
    field: str | None
    value: str | None
    basis: str | None
    accepted: bool | None
    outcome: Outcome
    said: str
    """Why, if it is false for a reason of its own."""
    quotations: Sequence[OfQuotation]


@dataclass(slots=True)
class Verification:
    """Everything that was found."""

    name: str
    version: str
    integrity: Integrity
    compared: bool
    """Whether texts were given at all."""
    words: bool
    """Whether the release holds words, or positions alone."""
    events: int
    skipped: Mapping[str, Sequence[str]]
    """Entries of the folders of texts that were not read, by the reason."""
    unread: Sequence[str] = ()
    """Why tables that are needed cannot be read; then nothing but the files was checked."""
    sources: list[OfSource] = field(default_factory=list)
    quotations: dict[str, Counter[Outcome]] = field(default_factory=dict)
    """By table."""
    claims: dict[str, Counter[Outcome]] = field(default_factory=dict)
    """By field of the event."""
    unproved: set[str] = field(default_factory=set)
    """Events with an accepted claim that is false or open."""
    problems: list[Flaw] = field(default_factory=list)
    """The first ones about texts, quotations and claims; `false` counts them all."""
    false: int = 0
    asked: str | None = None
    """The event whose proofs were asked for."""
    proofs: list[OfClaim] = field(default_factory=list)
    """Of that event."""
    statements: list[OfQuotation] = field(default_factory=list)
    """Those of contradictions about it."""

    @property
    def holds(self) -> bool:
        """Whether nothing is false."""
        return not (self.integrity.problems or self.unread or self.false)

    @property
    def complete(self) -> bool:
        """Whether nothing is left open for want of a text, or of words."""
        return (
            self.compared
            and not self.unread
            and not self.missing
            and not any(
                counts[one] for counts in (*self.quotations.values(), *self.claims.values()) for one in OPEN
            )
        )

    @property
    def missing(self) -> list[OfSource]:
        """Sources whose text is not held, or could not be read."""
        return [one for one in self.sources if one.path is None or one.unusable]
