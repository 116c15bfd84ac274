"""From the cells of events to the words behind them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from dateline.engine.table_file import literal

Descriptor = Mapping[str, Any]

NEEDED = ("events", "claims", "evidence", "sources")
"""The tables that are joined."""
KEYS = ("event_id_cnty", "event_key")
"""The columns of events that name one."""
CODING = ("sources.", "decisions.", "extraction.")
"""Origins that are about the coding, not about what happened: no words are behind them."""
_CLAIM = re.compile(r"claims\[(\w+)\]")


def fields(column: str, events: Descriptor) -> list[str]:
    """The fields of claims that a column of events follows from, by `derivedFrom` and the foreign keys of its
    schema, the nearest first: its own claims, or else those of the columns that it follows from. A column
    that does not say what it is derived from is a field itself."""
    columns = {one["name"]: one for one in events["fields"]}
    if "derivedFrom" not in columns[column]:
        return [column]
    found: dict[str, None] = {}
    waiting = [column]
    for one in waiting:
        origins = columns[one].get("derivedFrom", ())
        claimed = [claim[1] for claim in map(_CLAIM.fullmatch, origins) if claim]
        found |= dict.fromkeys(claimed)
        if not claimed and not any(origin.startswith(CODING) for origin in origins):
            through = [name for origin in origins for name in _followed(origin, events)]
            waiting += [name for name in through if name in columns and name not in waiting]
    return list(found)


def _followed(origin: str, events: Descriptor) -> list[str]:
    """The columns of events that an origin leads to: `events.x` to x, a column of another table to the
    columns that refer to that table."""
    table, _, name = origin.partition(".")
    if table == "events":
        return [name]
    return [
        name
        for key in events.get("foreignKeys", ())
        if key["reference"].get("resource") == table
        for name in ([key["fields"]] if isinstance(key["fields"], str) else key["fields"])
    ]


def query(wanted: Sequence[str], events: Descriptor, *, some: bool, rejected: bool) -> str:
    """SQL of the claims of events with their quotations and sources: a row for each quotation, and for a
    claim that none carries (a default, a coder's own words) one without.

    `wanted`: the fields; all if there are none. `some`: only of the events whose id or key is in the list
    that is its one parameter. `rejected`: also claims that were not accepted. The words stand at the end,
    where a narrow screen still shows them."""
    where = ["true" if rejected else "c.accepted"]
    if wanted:
        where.append(f"c.field IN ({', '.join(map(literal, wanted))})")
    if some:
        keys = [one["name"] for one in events["fields"] if one["name"] in KEYS]
        where.append(f"({' OR '.join(f'list_contains($1::VARCHAR[], e.{key})' for key in keys)})")
    return f"""
        SELECT e.event_id_cnty, c.field, c.value, c.item, c.accepted, c.basis, c.reason, c.attributed_to,
            e.event_date, c.claim_id, v.evidence_id, c.source_id, s.headline, s.url, v.start, v."end",
            v.prefix, v.suffix, s.publisher, s.published_at, v.exact
        FROM events e JOIN claims c ON c.event_id = e.event_id_cnty
            LEFT JOIN evidence v ON v.claim_id = c.claim_id
            LEFT JOIN sources s ON s.source_id = c.source_id
        WHERE {" AND ".join(where)}"""


def order(events: Descriptor) -> str:
    """SQL of the order of these rows: that of the days, within an event that of the columns."""
    columns = ", ".join(literal(one["name"]) for one in events["fields"])
    return (
        f"event_date, event_id_cnty, list_position([{columns}], field), field, source_id, item, claim_id, "
        'start, "end", evidence_id'
    )
