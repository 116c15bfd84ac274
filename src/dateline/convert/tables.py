"""Rows of the data package and their bytes: UTF-8, LF, comma, header; the same rows give the same bytes."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import BinaryIO

from dateline.convert.coded import Claim, Coded, Evidence
from dateline.convert.decisions import Contradiction
from dateline.convert.merge import Merged
from dateline.schemas import table_schema

Row = Mapping[str, str]

_SPECIAL = re.compile('[",\r\n]')


def header(table: str) -> list[str]:
    """Column names of a table, in the order of its Table Schema."""
    return [field["name"] for field in table_schema(table)["fields"]]


def write(stream: BinaryIO, table: str, rows: Iterable[Row]) -> None:
    """Write the table as CSV. A column that a row lacks is empty; one that the schema lacks is a
    ValueError."""
    names = header(table)
    known = frozenset(names)

    def cells(row: Row) -> list[str]:
        if not row.keys() <= known:
            raise ValueError(f"{table} has no column {', '.join(sorted(row.keys() - known))}")
        return [row.get(name, "") for name in names]

    text = io.TextIOWrapper(stream, encoding="utf-8", newline="", write_through=False)
    text.write(_record(names))
    text.writelines(_record(cells(row)) for row in rows)
    text.flush()
    text.detach()


def _record(cells: list[str]) -> str:
    """A line of a table, with quotation marks only where they must be (RFC 4180).

    Not by Python's csv module: up to Python 3.12 it puts none around a lone carriage return, and the record
    ends there. It is also slower.
    """
    line = ",".join(cells)
    if line.count(",") >= len(cells) or '"' in line or "\n" in line or "\r" in line:
        line = ",".join([_quoted(cell) if _SPECIAL.search(cell) else cell for cell in cells])
    return line + "\n"


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'


def events(merged: Iterable[Merged]) -> Iterator[Row]:
    """Rows of `events.csv`."""
    for one in merged:
        yield one.row


def sources(coded: Iterable[Coded]) -> Iterator[Row]:
    """Rows of `sources.csv`."""
    for one in coded:
        yield one.source


def claims(merged: Iterable[Merged]) -> Iterator[Row]:
    """Rows of `claims.csv`."""
    for event in merged:
        event_id = event.row["event_id_cnty"]
        for claim, accepted, settled_by in event.claims:
            yield {
                "claim_id": claim_id(event_id, claim),
                "event_id": event_id,
                "source_id": claim.source_id,
                "field": claim.field,
                "item": str(claim.item) if claim.item else "",
                "value": claim.value,
                "basis": claim.basis,
                "expression": claim.expression,
                "attributed_to": claim.attributed_to,
                "accepted": "true" if accepted else "false",
                "reason": claim.reason,
                "settled_by": settled_by,
                "pointer": claim.pointer,
            }


def evidence(merged: Iterable[Merged]) -> Iterator[Row]:
    """Rows of `evidence.csv`."""
    for event in merged:
        event_id = event.row["event_id_cnty"]
        for claim, _accepted, _settled_by in event.claims:
            of = claim_id(event_id, claim)
            for number, one in enumerate(claim.evidence, 1):
                span = _span(one)
                yield {"evidence_id": f"{of}#{number}", "claim_id": of, "source_id": claim.source_id, **span,
                       "prefix": one.prefix, "suffix": one.suffix}  # fmt: skip


def left_out(coded: Iterable[Coded]) -> Iterator[Row]:
    """Rows of `left_out.csv`."""
    for one in coded:
        for number, entry in enumerate(one.left_out, 1):
            yield {
                "exclusion_id": f"{one.source_id}/{number}",
                "source_id": one.source_id,
                **_span(entry.evidence),
                "reason": entry.reason,
            }


def contradictions(
    found: Iterable[tuple[Contradiction, tuple[Evidence, ...]]], event_ids: Mapping[str, str]
) -> Iterator[Row]:
    """Rows of `contradictions.csv`, one for each statement; `event_ids` by event key."""
    for one, evidence_of in found:
        numbers: dict[str, int] = {}
        for statement, quoted in zip(one.statements, evidence_of, strict=True):
            number = numbers[statement.source] = numbers.get(statement.source, 0) + 1
            yield {
                "statement_id": f"{one.id}/{statement.source}/{number}",
                "contradiction_id": one.id,
                "topic": one.topic,
                "status": one.status,
                "event_id": event_ids.get(one.event, ""),
                "field": one.field,
                "source_id": statement.source,
                **_span(quoted),
                "statement": statement.statement,
                "resolution": one.resolution,
                "decided_by": one.decided_by,
                "decided_at": str(one.decided_at),
            }


def claim_id(event_id: str, claim: Claim) -> str:
    """`<event>/<source>/<field>`, with the item's number for a list."""
    item = f"/{claim.item}" if claim.item else ""
    return f"{event_id}/{claim.source_id or 'default'}/{claim.field}{item}"


def _span(evidence: Evidence) -> dict[str, str]:
    return {"exact": evidence.exact, "start": str(evidence.start), "end": str(evidence.end)}
