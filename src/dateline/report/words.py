"""The words behind events: claims with their quotations, in parts that a page opens one by one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dateline.report.content import Content, Row, Table
from dateline.report.texts import clipped, filled
from dateline.schemas import table_schema

PART = 250
"""Events whose words travel together."""
_POINTER = re.compile(r"/events/\d+/(\w+)")
_CLAIM = ("field", "item", "basis", "expression", "attributed_to", "reason", "settled_by")
_QUOTE = ("exact", "prefix", "suffix", "start", "end")
_STATEMENT = ("contradiction_id", "topic", "status", "field", "exact", "statement", "resolution")

Groups = Mapping[str, Sequence[Row]]


def parts(content: Content) -> list[dict[str, Any]]:
    """For each `PART` events: the sources behind them, the quotations, and by position of the event its
    claims and contradictions. Empty if no table gives any words."""
    if not any(content.tables.get(name) for name in ("sources", "claims", "contradictions")):
        return []
    shelves = _Shelves(content)
    rows = content.events.rows
    return [_Part(shelves).of(enumerate(rows[at : at + PART], at)) for at in range(0, len(rows), PART)]


def contradictions_of_none(content: Content) -> list[dict[str, Any]]:
    """The contradictions that belong to no event that is shown."""
    ids = {row.get("event_id_cnty") for row in content.events.rows}
    table = content.tables.get("contradictions", ())
    owned = {row.get("contradiction_id") for row in table if row.get("event_id") in ids}
    free = [row for row in table if row.get("contradiction_id") not in owned]
    sources = {row.get("source_id", ""): row for row in content.tables.get("sources", ())}
    return [
        {**_statement(row), "source": filled(sources.get(row.get("source_id", ""), {}), _source_fields())}
        for row in free
    ]


class _Shelves:
    """The tables by what one looks them up with."""

    def __init__(self, content: Content) -> None:
        tables = content.tables
        self.sources = {row.get("source_id", ""): row for row in tables.get("sources", ())}
        self.claims = _by("event_id", tables.get("claims", ()))
        self.evidence = _by("claim_id", tables.get("evidence", ()))
        self.left_out = _by("source_id", tables.get("left_out", ()))
        contradictions = tables.get("contradictions", ())
        self.statements = _by("contradiction_id", contradictions)
        self.contradictions = _by("event_id", contradictions)


class _Part:
    def __init__(self, shelves: _Shelves) -> None:
        self.shelves = shelves
        self.sources: dict[str, int] = {}
        self.quotes: dict[tuple[str, ...], int] = {}

    def of(self, events: Iterable[tuple[int, Row]]) -> dict[str, Any]:
        words = {str(at): self._event(row) for at, row in events}
        return {
            "sources": [self._source(name) for name in self.sources],
            "quotes": [list(quote) for quote in self.quotes],
            "events": words,
        }

    def _event(self, row: Row) -> dict[str, Any]:
        name = row.get("event_id_cnty", "")
        claims = self.shelves.claims.get(name, ()) if name else ()
        found = {one.get("contradiction_id", ""): None for one in self.shelves.contradictions.get(name, ())}
        named = [source for source in row.get("source_ids", "").split("; ") if source in self.shelves.sources]
        return {
            "sources": [self._at(source) for source in named],
            "claims": [self._claim(claim, row) for claim in claims],
            "contradictions": [
                {**_statement(one), "source": self._at(one.get("source_id", ""))}
                for contradiction in (found if name else ())
                for one in self.shelves.statements[contradiction]
            ],
        }

    def _claim(self, claim: Row, event: Row) -> dict[str, Any]:
        """A claim; its value only where it is not that of the event, which the page has already."""
        pointer = _POINTER.match(claim.get("pointer", ""))
        source, value = claim.get("source_id"), claim.get("value", "")
        quotes = self.shelves.evidence.get(claim.get("claim_id", ""), ())
        return {
            **filled(claim, _CLAIM),
            **({} if value == event.get(claim.get("field", ""), "") else {"value": clipped(value)}),
            "group": pointer[1] if pointer else claim.get("field", ""),
            "accepted": claim.get("accepted") == "true",
            "source": self._at(source) if source else None,
            "quotes": [self._quote(row) for row in quotes],
        }

    def _at(self, source: str) -> int:
        return self.sources.setdefault(source, len(self.sources))

    def _quote(self, row: Row) -> int:
        cells = filled(row, _QUOTE)
        return self.quotes.setdefault(tuple(cells.get(name, "") for name in _QUOTE), len(self.quotes))

    def _source(self, name: str) -> dict[str, Any]:
        row = self.shelves.sources.get(name, {"source_id": name})
        left_out = [filled(one, ("exact", "reason")) for one in self.shelves.left_out.get(name, ())]
        return {**filled(row, _source_fields()), **({"left_out": left_out} if left_out else {})}


def _statement(row: Row) -> dict[str, str]:
    return filled(row, _STATEMENT)


def _source_fields() -> Sequence[str]:
    return [field["name"] for field in table_schema("sources")["fields"]]


def _by(column: str, table: Table) -> Groups:
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in table:
        groups[row.get(column, "")].append(row)
    return groups
