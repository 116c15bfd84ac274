"""The source of an extraction: its article, the facts about it, the zones of its body."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from dateline import text
from dateline.convert import quoting
from dateline.convert.reporter import Node, Reporter
from dateline.probes.names import first_nearest

MAX_ARTICLE_BYTES = 10_000_000

FACTS = ("publisher", "headline", "author", "scale", "published")
"""Claims about the source itself; their words may stand anywhere in the file, not only in the body."""
PLAIN = (
    "dateline",
    "location_created",
    "language",
    "url",
    "archive_url",
    "archived_at",
    "accessed_at",
    "media_type",
    "rights",
    "note",
)
CODING = ("coder", "coded_at", "checked_by", "checked_at")


@dataclass(frozen=True, slots=True)
class Source:
    """What the events of an extraction need to know of its source."""

    id: str
    """Empty if the file does not say."""
    file: str
    """Name of the article's file; empty likewise."""
    row: dict[str, str]
    """Row of `sources.csv`."""
    article: text.Article | None = None
    body: tuple[text.Span, ...] | None = None
    """Zones in which quotations count; None where they are not known, and then the whole text counts."""
    published: date | None = None
    latest: date | None = None
    """Latest day of publication possible, where the day is inferred."""
    proves_nothing_about: frozenset[str] = frozenset()
    """Keys of the events from whose dates the day of publication was inferred."""

    @property
    def dated(self) -> date:
        """Newest date of the coding."""
        days = (self.row.get(name) for name in ("coded_at", "checked_at"))
        return max((date.fromisoformat(day) for day in days if day), default=date.min)


def read(reporter: Reporter, articles: Path, scales: Collection[str]) -> Source:
    """Read the blocks `source` and `coding`; problems go to the reporter.

    `scales`: those that one source can have.
    """
    node, coding = reporter.block(reporter.data, "source"), reporter.block(reporter.data, "coding")
    source_id = str(node["id"]) if "id" in node and reporter.sound(("source", "id")) else ""
    raw = _article_bytes(reporter, node, articles)
    article = _decoded(reporter, node, raw)
    facts = {name: _fact(reporter, node, name, article) for name in FACTS}
    scale = facts["scale"].get("value", "")
    if scale and scale not in scales:
        path = ("source", "scale", "value")
        reporter.report("scale", "unknown", path, {"value": scale}, first_nearest(scale, scales))
    published = facts["published"]
    _inferred_from(reporter, node)
    _interval(reporter, published)
    row = {name: str(node[name]) for name in PLAIN if name in node and reporter.sound(("source", name))}
    row |= {
        "source_id": source_id,
        "publisher": facts["publisher"].get("value", ""),
        "publisher_basis": facts["publisher"].get("basis", ""),
        "headline": facts["headline"].get("value", ""),
        "author": facts["author"].get("value", ""),
        "published_at": published.get("value", ""),
        "published_basis": published.get("basis", ""),
        "published_earliest": published.get("earliest", ""),
        "published_latest": published.get("latest", ""),
        "published_reason": published.get("reason", ""),
        "source_scale": scale,
        "source_scale_basis": facts["scale"].get("basis", ""),
        "text_sha256": hashlib.sha256(raw).hexdigest() if raw is not None else "",
        "text_length": str(len(article.text)) if article else "",
        **_coding(reporter, coding),
    }
    inferred_from = node["published"].get("inferred_from", ()) if published else ()
    return Source(
        id=source_id,
        file=str(node["article"]) if "article" in node and reporter.sound(("source", "article")) else "",
        row=row,
        article=article,
        body=_body(reporter, node, article),
        published=_day(published.get("value")),
        latest=_day(published.get("latest")),
        proves_nothing_about=frozenset(inferred_from),
    )


def _article_bytes(reporter: Reporter, node: Node, articles: Path) -> bytes | None:
    at = ("source", "article")
    name = node.get("article")
    if not isinstance(name, str) or not reporter.sound(at):
        return None
    path = articles / name
    if not inside(articles, path):
        there = sorted(other.name for other in articles.glob("*") if inside(articles, other))
        reporter.report("article", "absent", at, {"value": name}, first_nearest(name, there))
        return None
    size = path.stat().st_size
    if size > MAX_ARTICLE_BYTES:
        values = {"value": name, "size": f"{size:,}", "limit": f"{MAX_ARTICLE_BYTES:,}"}
        reporter.report("article", "too_large", at, values)
        return None
    raw = path.read_bytes()
    digest = hashlib.sha256(raw).hexdigest()
    recorded = node.get("sha256", digest)
    if recorded != digest and reporter.sound(("source", "sha256")):
        values = {"value": recorded, "article": name, "now": digest}
        reporter.report("article", "changed", ("source", "sha256"), values)
    return raw


def inside(articles: Path, path: Path) -> bool:
    """Whether the path is a file of the folder of articles, and no link that leads out of it."""
    try:
        return path.is_file() and path.resolve().is_relative_to(articles.resolve())
    except OSError:  # no file can have such a name
        return False


def _decoded(reporter: Reporter, node: Node, raw: bytes | None) -> text.Article | None:
    if raw is None:
        return None
    try:
        content = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        values = {"value": node["article"], "offset": error.start}
        reporter.report("article", "not_utf8", ("source", "article"), values)
        return None
    if not content.strip():
        reporter.report("article", "empty", ("source", "article"), {"value": node["article"]})
        return None
    return text.Article(content)


def _fact(reporter: Reporter, node: Node, name: str, article: text.Article | None) -> dict[str, str]:
    claim = reporter.block(node, name)
    if not claim or not reporter.sound(("source", name)):
        return {}
    reporter.anchored(article, claim, ("source", name), body=None)
    return {key: value for key, value in claim.items() if isinstance(value, str)}


def _interval(reporter: Reporter, published: dict[str, str]) -> None:
    value, earliest, latest = (published.get(name) for name in ("value", "earliest", "latest"))
    if value and earliest and latest and not earliest <= value <= latest:
        values = {"value": value, "stretch": f"{earliest} to {latest}"}
        reporter.report("published", "outside_its_interval", ("source", "published", "value"), values)


def _inferred_from(reporter: Reporter, node: Node) -> None:
    if not reporter.sound(("source", "published")):
        return
    keys = [event.get("key") for event in reporter.entries("events") if isinstance(event, dict)]
    for index, key in enumerate(reporter.block(node, "published").get("inferred_from", ())):
        if key not in keys:
            near = first_nearest(key, (known for known in keys if isinstance(known, str)))
            path = ("source", "published", "inferred_from", index)
            reporter.report("published", "inferred_from_nothing", path, {"value": key}, near)


def _coding(reporter: Reporter, coding: Node) -> dict[str, str]:
    if not coding or not reporter.sound(("coding",)):
        return {}
    coder, checker = coding["coder"], coding.get("checked_by")
    if checker is None:
        reporter.report("coding", "unchecked", ("coding",), {"value": coder})
    elif checker == coder:
        reporter.report("coding", "self_checked", ("coding", "checked_by"), {"value": coder})
    return {name: str(coding[name]) for name in CODING if name in coding}


def _body(reporter: Reporter, node: Node, article: text.Article | None) -> tuple[text.Span, ...] | None:
    zones: Any = node.get("body")
    if article is None or not isinstance(zones, list) or not reporter.sound(("source", "body")):
        return None
    asked = [text.Zone(quoting.quote(zone["from"]), quoting.quote(zone["to"])) for zone in zones]
    spans, problems = text.body(article, asked)
    for problem in problems:
        key = {"start": "from", "end": "to", None: None}[problem.part]
        path = ("source", "body", problem.zone, key) if key else ("source", "body", problem.zone)
        near = problem.anchored.near if problem.anchored else None
        zone = asked[problem.zone]
        words = zone.end.exact if problem.part == "end" else zone.start.exact
        values = {"value": words, "other": (problem.other or 0) + 1}
        reporter.report("body", problem.fault.value, path, values, near.exact if near else None)
    return spans if not problems else None


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
