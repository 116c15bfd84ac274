"""Every quotation as a W3C Web Annotation: `evidence/annotations.jsonld`.

One AnnotationCollection with one page, and in it one Annotation for each row of `evidence`, by claim. The
target is the stretch of the text, by position and, in a release with words, by quotation: two selectors side
by side, since each selects the whole of it (one that refined the other would select inside it). The source
is the article's address, its state the very text that was coded, by hash (`cached`): positions count there
and nowhere else. Where no address is known, the source is that text.

The bodies say what the words carry: the event that they tell of (*identifying* gives the words its name), the
field (*tagging*), and its value in the terms of the dataset (*describing*). Who coded it is the creator; the
hour is not known, so `created` is left out.

Source: Web Annotation Data Model, W3C Recommendation, 23 February 2017.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

from dateline.release.evidence import iris, jsonld, streams
from dateline.release.evidence.jsonld import Node
from dateline.release.model import Release

if TYPE_CHECKING:
    import duckdb

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_EVIDENCE = """
    SELECT claim_id, evidence_id, source_id, "exact", prefix, suffix, "start", "end"
    FROM evidence ORDER BY claim_id, evidence_id
"""
_CLAIMS = "SELECT claim_id, event_id, field, value FROM claims ORDER BY claim_id"
_SOURCES = "SELECT source_id, url, archive_url, text_sha256, coder FROM sources"


def write(connection: duckdb.DuckDBPyConnection, target: Path, release: Release) -> None:
    """Write the annotations of the tables `evidence`, `claims` and `sources` of a connection. CallError if
    the file cannot be written."""
    counted = connection.execute("SELECT count(*) FROM evidence").fetchone()
    total = counted[0] if counted else 0
    jsonld.write(target, _collection(release, total), _annotations(connection, iris.release(release)))


def _collection(release: Release, total: int) -> Node:
    named = partial(_named, iris.release(release))
    page = named("annotations", "page-1")
    collection = named("annotations")
    return {
        "@context": CONTEXT,
        "id": collection,
        "type": "AnnotationCollection",
        "label": f"Quotations behind the claims of: {release.title}",
        **({"rights": rights} if (rights := [one.path for one in release.licenses if one.path]) else {}),
        "generator": {
            "id": named("program"),
            "type": "Software",
            "name": release.made_by,
        },
        "total": total,
        "first": {
            "id": page,
            "type": "AnnotationPage",
            "partOf": collection,
            "startIndex": 0,
            "items": [jsonld.HERE],
        },
        "last": page,
    }


def _annotations(connection: duckdb.DuckDBPyConnection, release: str) -> Iterator[Node]:
    named = partial(_named, release)
    sources = {source_id: about for source_id, *about in streams.rows(connection, _SOURCES)}
    claims, evidence = streams.in_order(connection, _CLAIMS), streams.in_order(connection, _EVIDENCE)
    for claim, quotations in streams.joined(claims, evidence, itemgetter(0), itemgetter(0)):
        bodies = _bodies(named, *claim[1:]) if claim else None
        for _, evidence_id, source_id, *words in quotations:
            url, archive_url, sha256, coder = sources.get(source_id, (None, None, None, None))
            held = iris.text(sha256) or named("text", source_id)
            source = url or archive_url or held
            cached = [one for one in (archive_url, held) if one and one != source]
            yield {
                "id": named("annotation", evidence_id),
                "type": "Annotation",
                "motivation": "describing",
                "creator": {"id": named("agent", coder), "nickname": coder} if coder else None,
                "body": bodies,
                "target": {
                    "id": named("quotation", evidence_id),
                    "type": "SpecificResource",
                    "source": source,
                    **({"state": {"type": "TimeState", "cached": cached}} if cached else {}),
                    "selector": _selectors(*words),
                },
            }


def _bodies(named: Callable[..., str], event_id: str, field: str, value: str) -> list[Node]:
    return [
        {"type": "SpecificResource", "purpose": "identifying", "source": named("event", event_id)},
        {"type": "TextualBody", "purpose": "tagging", "value": field},
        {"type": "TextualBody", "purpose": "describing", "value": value},
    ]


def _named(release: str, kind: str, name: str = "") -> str:
    return f"{release}#{iris.local(kind, name)}"


def _selectors(exact: str | None, prefix: str | None, suffix: str | None, start: int, end: int) -> list[Node]:
    position: Node = {"type": "TextPositionSelector", "start": start, "end": end}
    if not exact:
        return [position]
    around = {name: words for name, words in (("prefix", prefix), ("suffix", suffix)) if words}
    return [{"type": "TextQuoteSelector", "exact": exact, **around}, position]
