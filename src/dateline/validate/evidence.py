"""Every quotation of the package against the article it is taken from, for whoever holds the articles."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator, Mapping

from dateline import registry, rules, text
from dateline.convert import source
from dateline.convert.quoting import misquoted
from dateline.findings import Cell, Finding
from dateline.project import Project

QUOTING = {"evidence": "evidence_id", "contradictions": "statement_id", "left_out": "exclusion_id"}
"""Tables whose rows carry a quotation with its position, each with its key."""

Record = tuple[int, int, Mapping[str, str]]
"""Number of the data row, physical line, cells."""


def check(project: Project) -> tuple[list[Finding], int]:
    """Findings about quotations, and how many were judged. Articles are recognised by their SHA-256.

    The tables must be there with their headers. What else is wrong with a row is not told again here: a row
    that is not whole, or whose position is no number, is passed over.
    """
    sources = list(_records(project, "sources"))
    articles = _articles(project, {row["text_sha256"]: row["source_id"] for _, _, row in sources})
    findings: list[Finding] = []
    count = 0
    for table, key in QUOTING.items():
        file = project.shown(project.datasets / f"{table}.csv")
        for number, line, row in _records(project, table):
            article, at = articles.get(row["source_id"]), text.Span.of_cells(row["start"], row["end"])
            if article is None or at is None or not row["exact"]:
                continue
            count += 1
            finding = _quotation(row, article, at, Cell(file, number, line, "exact", row[key]))
            if finding:
                findings.append(finding)
    file = project.shown(project.datasets / "sources.csv")
    rule = rules.load().answering("quotation", text.QuoteState.not_verifiable)
    for number, line, row in sources:
        if row["source_id"] not in articles:
            place = Cell(file, number, line, "text_sha256", row["source_id"])
            findings.append(rule.finding(place, {"value": row["source_id"]}))
    return findings, count


def _records(project: Project, table: str) -> Iterator[Record]:
    records = registry.numbered_records(project.datasets / f"{table}.csv")
    try:
        _line, header = next(records, (1, []))
        for number, (line, cells) in enumerate(records, 1):
            if len(cells) == len(header):
                yield number, line, dict(zip(header, cells, strict=True))
    except (csv.Error, UnicodeDecodeError):
        return


def _articles(project: Project, wanted: Mapping[str, str]) -> dict[str, text.Article]:
    found: dict[str, text.Article] = {}
    for path in sorted(project.articles.glob("*")):
        if not source.inside(project.articles, path) or path.stat().st_size > source.MAX_ARTICLE_BYTES:
            continue
        content = path.read_bytes()
        source_id = wanted.get(hashlib.sha256(content).hexdigest())
        if source_id:
            found[source_id] = text.Article(content.decode("utf-8", errors="replace"))
    return found


def _quotation(row: Mapping[str, str], article: text.Article, at: text.Span, place: Cell) -> Finding | None:
    if article.text[at.start : at.end] == row["exact"]:
        return None
    quote = text.Quote(row["exact"], row.get("prefix", ""), row.get("suffix", ""))
    anchored = text.anchor(article, quote, None, at)
    wrong = misquoted(article, quote, anchored)
    answer = "moved" if anchored.state is text.QuoteState.found else wrong.answer
    return (
        rules.load().answering("quotation", answer).finding(place, wrong.values, suggestion=wrong.suggestion)
    )
