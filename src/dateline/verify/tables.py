"""What the tables of a release say, in the order in which it is proved: source by source, claim by claim."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from dateline import package, schemas
from dateline.errors import CallError
from dateline.package import Package, Table, Unreadable
from dateline.probes.names import nearest
from dateline.release.evidence import streams
from dateline.verify.model import Source

if TYPE_CHECKING:
    import duckdb

NEEDED: Mapping[str, tuple[str, ...]] = {
    "events": ("event_id_cnty", "event_key"),
    "sources": (
        "source_id", "publisher", "headline", "published_at", "url", "archive_url",
        "text_sha256", "text_length",
    ),
    "claims": (
        "claim_id", "event_id", "source_id", "field", "value", "basis", "expression", "accepted",
    ),
    "evidence": ("evidence_id", "claim_id", "source_id", "exact", "prefix", "suffix", "start", "end"),
    "contradictions": ("statement_id", "event_id", "field", "source_id", "exact", "start", "end"),
    "left_out": ("exclusion_id", "source_id", "exact", "start", "end"),
}  # fmt: skip
KEYS = {name: columns[0] for name, columns in NEEDED.items()}
QUOTING = ("evidence", "contradictions", "left_out")
_NEAR_AMONG = 100_000
"""Events among whose ids and keys the nearest to an unknown one are looked for."""
_SOURCES = """
    SELECT source_id, text_sha256, text_length, publisher, headline, published_at, url, archive_url
    FROM sources ORDER BY source_id
"""
_CLAIMS = """
    SELECT source_id, claim_id, event_id, field, value, basis, expression, accepted
    FROM claims {} ORDER BY source_id NULLS LAST, claim_id
"""
_EVIDENCE = """
    SELECT source_id, claim_id, evidence_id, "exact", prefix, suffix, "start", "end"
    FROM evidence {} ORDER BY source_id NULLS LAST, claim_id, evidence_id
"""
_CONTRADICTIONS = """
    SELECT source_id, NULL, statement_id, "exact", NULL, NULL, "start", "end", event_id, field
    FROM contradictions {} ORDER BY source_id NULLS LAST, statement_id
"""
_LEFT_OUT = """
    SELECT source_id, NULL, exclusion_id, "exact", NULL, NULL, "start", "end"
    FROM left_out ORDER BY source_id NULLS LAST, exclusion_id
"""


class Claim(NamedTuple):
    """A row of `claims`."""

    source_id: str | None
    claim_id: str
    event_id: str | None
    field: str | None
    value: str | None
    basis: str | None
    expression: str | None
    accepted: bool | None


class Quotation(NamedTuple):
    """A row of a table that quotes. `event_id` and `field` only of `contradictions`."""

    source_id: str | None
    claim_id: str | None
    id: str
    exact: str | None
    prefix: str | None
    suffix: str | None
    start: int | None
    end: int | None
    event_id: str | None = None
    field: str | None = None


class Said(NamedTuple):
    """A claim with its quotations; or quotations that carry no claim of the release, or need none."""

    source_id: str | None
    table: str
    """Of the quotations."""
    claim: Claim | None
    quotations: Sequence[Quotation]


def opened(root: Path, scratch: Path) -> tuple[Package, list[str]]:
    """The tables of a release that are needed, and why one or other of them cannot be read. CallError if its
    descriptor is none."""
    bare = package.opened(root, scratch, only=())
    found: dict[str, Table] = {}
    faults = []
    for name, columns in NEEDED.items():
        try:
            found[name] = _opened(bare, name, columns, scratch)
        except CallError as error:
            faults.append(str(error))
    return replace(bare, tables=found), faults


def _opened(of: Package, name: str, columns: Sequence[str], scratch: Path) -> Table:
    """One table. CallError if it is not that of a release."""
    resource = next((one for one in of.descriptor["resources"] if one["name"] == name), None)
    table = package.table(resource, of.root, scratch) if resource else None
    if table is None:
        raise CallError(f"The release has no table {name}. Fetch the release again.")
    if table.path.lower().endswith(".gz"):
        raise CallError(f"The table {name} is compressed, as in no release. Fetch the release again.")
    lacking = [column for column in columns if column not in table.columns]
    if lacking:
        raise CallError(f"The table {name} has no column {', '.join(lacking)}. Fetch the release again.")
    types, usual = (
        {one["name"]: package.type_of(one) for one in fields} for fields in (table.fields, _usual(name))
    )
    if wrong := next((column for column in columns if types[column] != usual[column]), None):
        raise CallError(f"The column {wrong} of the table {name} is not of the type that releases have.")
    return table


def _usual(name: str) -> Sequence[Mapping[str, Any]]:
    """The columns of a table, as the built-in schema describes them."""
    fields: Sequence[Mapping[str, Any]] = schemas.table_schema(name)["fields"]
    return fields


def check_keys(connection: duckdb.DuckDBPyConnection) -> None:
    """Unreadable if a key stands twice, or is empty: then nobody can say which row is meant."""
    for table, key in KEYS.items():
        query = f'SELECT "{key}" FROM {table} GROUP BY ALL HAVING "{key}" IS NULL OR count(*) > 1 LIMIT 1'
        for (value,) in streams.rows(connection, query):
            what = f"{value} twice" if value is not None else "a row without it"
            raise Unreadable(f"The column {key} of the table {table} has {what}. Fetch the release again.")


def event_id(connection: duckdb.DuckDBPyConnection, event: str) -> str:
    """The id of the event that has this id or key. CallError if there is none."""
    query = "SELECT event_id_cnty FROM events WHERE $1 IN (event_id_cnty, event_key) LIMIT 1"
    for (found,) in streams.rows(connection, query, (event,)):
        return str(found)
    known = streams.rows(connection, f"SELECT event_key, event_id_cnty FROM events LIMIT {_NEAR_AMONG}")
    near = nearest(event, [name for names in known for name in names if name])
    hint = f" The nearest: {', '.join(near)}." if near else ""
    raise CallError(f"The release has no event {event!r}.{hint}")


def one(connection: duckdb.DuckDBPyConnection, query: str) -> Any:
    """The one value that a query gives. CallError if a table cannot be read."""
    return next(streams.rows(connection, query))[0]


def sources(connection: duckdb.DuckDBPyConnection) -> list[Source]:
    """All sources, in the order of their ids."""
    return [
        Source(source_id, sha256 or "", length or 0, *about)
        for source_id, sha256, length, *about in streams.rows(connection, _SOURCES)
    ]


def said(connection: duckdb.DuckDBPyConnection, event: str | None = None) -> Iterator[Said]:
    """All claims and quotations, or those of one event, source by source."""
    if event is None:
        queries = (query.format("") for query in (_CLAIMS, _EVIDENCE, _CONTRADICTIONS, _LEFT_OUT))
        claims, evidence, statements, exclusions = (streams.in_order(connection, query) for query in queries)
    else:
        by_event = "WHERE event_id = $1"
        by_claim = f"WHERE claim_id IN (SELECT claim_id FROM claims {by_event})"
        filtered = (_CLAIMS.format(by_event), _EVIDENCE.format(by_claim), _CONTRADICTIONS.format(by_event))
        claims, evidence, statements = (streams.rows(connection, query, (event,)) for query in filtered)
        exclusions = iter(())
    carried = streams.joined(
        (Claim(*row) for row in claims), (Quotation(*row) for row in evidence), _place, _place
    )
    return heapq.merge(
        (Said((claim or some[0]).source_id, "evidence", claim, some) for claim, some in carried),
        _alone("contradictions", statements),
        _alone("left_out", exclusions),
        key=lambda one: _order(one.source_id),
    )


def _alone(table: str, rows: Iterator[tuple[Any, ...]]) -> Iterator[Said]:
    """Quotations that need no claim."""
    for row in rows:
        one = Quotation(*row)
        yield Said(one.source_id, table, None, [one])


def _place(row: Claim | Quotation) -> tuple[tuple[bool, str], str]:
    return _order(row.source_id), row.claim_id or ""


def _order(source_id: str | None) -> tuple[bool, str]:
    """As DuckDB sorts, nulls last."""
    return source_id is None, source_id or ""
