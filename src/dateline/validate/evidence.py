"""Every quotation of the package against the article it is taken from, for whoever holds the articles."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from dateline import package, rules, text
from dateline.convert.quoting import misquoted
from dateline.findings import Cell, Finding
from dateline.project import Project

QUOTING = ("evidence", "contradictions", "left_out")
"""Tables whose rows carry a quotation with its position."""


def check(project: Project) -> tuple[list[Finding], int]:
    """Findings about quotations, and how many were judged. Articles are recognised by their SHA-256."""
    tables = package.read(project, ("sources", *QUOTING))
    wanted = {row["text_sha256"]: row["source_id"] for row in tables["sources"]}
    articles = _articles(project, wanted)
    findings: list[Finding] = []
    count = 0
    for name in QUOTING:
        file = project.shown(project.datasets / f"{name}.csv")
        key = {"evidence": "evidence_id", "contradictions": "statement_id", "left_out": "exclusion_id"}[name]
        for number, row in enumerate(tables[name], 1):
            article = articles.get(row["source_id"])
            if article is None or not row["exact"]:
                continue
            count += 1
            finding = _quotation(row, article, Cell(file, number, None, "exact", row[key]))
            if finding:
                findings.append(finding)
    file = project.shown(project.datasets / "sources.csv")
    rule = rules.load().answering("quotation", text.QuoteState.not_verifiable)
    for number, row in enumerate(tables["sources"], 1):
        if row["source_id"] not in articles:
            place = Cell(file, number, None, "text_sha256", row["source_id"])
            findings.append(rule.finding(place, {"value": row["source_id"]}))
    return findings, count


def _articles(project: Project, wanted: Mapping[str, str]) -> dict[str, text.Article]:
    found: dict[str, text.Article] = {}
    for path in sorted(project.articles.glob("*")) if project.articles.is_dir() else ():
        if path.is_file():
            content = path.read_bytes()
            source_id = wanted.get(hashlib.sha256(content).hexdigest())
            if source_id:
                found[source_id] = text.Article(content.decode("utf-8"))
    return found


def _quotation(row: Mapping[str, str], article: text.Article, place: Cell) -> Finding | None:
    at = text.Span(int(row["start"]), int(row["end"]))
    if article.text[at.start : at.end] == row["exact"]:
        return None
    quote = text.Quote(row["exact"], row.get("prefix", ""), row.get("suffix", ""))
    anchored = text.anchor(article, quote, None, at)
    wrong = misquoted(article, quote, anchored)
    answer = "moved" if anchored.state is text.QuoteState.found else wrong.answer
    return (
        rules.load().answering("quotation", answer).finding(place, wrong.values, suggestion=wrong.suggestion)
    )
