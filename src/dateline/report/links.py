"""From the place of a finding to the event, or the source, that it is about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from dateline.findings import Cell, Finding, InDataset, InDocument, InText, Place
from dateline.render.findings import where
from dateline.report.content import Content, Events, Row

_OWNERS = {"claims": "claim_id", "evidence": "evidence_id", "contradictions": "statement_id"}
"""Tables whose records belong to an event, each with its key."""


@dataclass(frozen=True, slots=True)
class Links:
    """Positions of events by all that a place may name them with."""

    file: str
    lines: Mapping[int, int]
    numbers: Mapping[int, int]
    names: Mapping[str, int]
    """By id and by key."""
    records: Mapping[tuple[str, str], int]
    """By the path and the key of a record of another table."""
    sources: frozenset[str]
    files: Mapping[str, str]
    """What the page calls a file."""

    def where(self, place: Place) -> str:
        """The place as a reader looks it up: file, line, column."""
        if isinstance(place, InDataset):
            return where(place)
        return where(replace(place, file=self.files.get(place.file, place.file)))

    def event(self, place: Place) -> int | None:
        """The position of the event that a place belongs to, if it belongs to one that is shown."""
        if isinstance(place, Cell):
            if place.file == self.file:
                return self._row(place)
            return self.records.get((place.file, place.record or ""))
        if isinstance(place, InDocument):
            return self.names.get(place.record or "")
        return None

    def source(self, place: Place) -> str | None:
        """The id of the source that a place belongs to."""
        name = place.source if isinstance(place, InText) else getattr(place, "record", None)
        return name if name in self.sources else None

    def events(self, findings: Iterable[Finding]) -> list[int]:
        """The positions of all events that findings are about or name, in the order of the findings."""
        places = (place for finding in findings for place in (finding.place, *finding.related))
        return [at for place in places if (at := self.event(place)) is not None]

    def _row(self, place: Cell) -> int | None:
        if place.line is not None and place.line in self.lines:
            return self.lines[place.line]
        if place.row is not None and place.row in self.numbers:
            return self.numbers[place.row]
        return self.names.get(place.record or "") if place.line is None and place.row is None else None


def of(content: Content, files: Mapping[str, str]) -> Links:
    """The links into the events of `content`. `files`: the path of each table, as findings name it."""
    events = content.events
    names = _names(events)
    return Links(
        file=events.file,
        lines={line: at for at, line in enumerate(events.lines) if line is not None},
        numbers={number: at for at, number in enumerate(events.numbers) if number is not None},
        names=names,
        records=_records(content, names, files),
        sources=frozenset(row.get("source_id", "") for row in content.tables.get("sources", ())),
        files=content.names,
    )


def _names(events: Events) -> dict[str, int]:
    named: dict[str, int] = {}
    for column in ("event_id_cnty", "event_key"):
        for at, row in enumerate(events.rows):
            if row.get(column):
                named.setdefault(row[column], at)
    return named


def _records(
    content: Content, names: Mapping[str, int], files: Mapping[str, str]
) -> dict[tuple[str, str], int]:
    claims = {row.get("claim_id", ""): row for row in content.tables.get("claims", ())}
    found = {}
    for table, key in _OWNERS.items():
        for row in content.tables.get(table, ()):
            owner = names.get(_event_of(row, claims))
            if owner is not None:
                found[files.get(table, ""), row.get(key, "")] = owner
    return found


def _event_of(row: Row, claims: Mapping[str, Row]) -> str:
    return row.get("event_id") or claims.get(row.get("claim_id", ""), {}).get("event_id", "")
