"""Quotations of an extraction or a decision, anchored in the article."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from dateline import text
from dateline.convert.coded import Evidence

_MORE_THAN_A_SPACE = re.compile(r"[^\S ]\s*| \s+")


class Misquoted(NamedTuple):
    """Why a quotation is no evidence: an answer of the probe `quotation`."""

    answer: str
    values: Mapping[str, object]
    suggestion: str | None


def quote(node: Any) -> text.Quote:
    """A quotation as it stands in YAML: words, or words with those around them."""
    if isinstance(node, str):
        return text.Quote(node)
    return text.Quote(node["exact"], node.get("prefix", ""), node.get("suffix", ""))


def quotes(claim: Mapping[str, Any]) -> list[Any]:
    """The quotations of a claim, as nodes; none if it has none."""
    node = claim.get("quote")
    if node is None:
        return []
    return node if isinstance(node, list) else [node]


def evidence(
    article: text.Article, quoted: text.Quote, body: Sequence[text.Span] | None
) -> Evidence | Misquoted:
    """Anchor a quotation in the body (None: in the whole text)."""
    anchored = text.anchor(article, quoted, body)
    if anchored.state is text.QuoteState.found and anchored.span is not None:
        start, end = anchored.span
        # A cell of one line: the fold takes any white space for a space anyhow.
        around = text.context(article.text, anchored.span)
        prefix, suffix = (_MORE_THAN_A_SPACE.sub(" ", part) for part in around)
        return Evidence(article.text[start:end], prefix, suffix, start, end)
    return misquoted(article, quoted, anchored)


def misquoted(article: text.Article, quoted: text.Quote, anchored: text.Anchored) -> Misquoted:
    """What to say of a quotation that was not found."""
    near = anchored.near
    said = (
        f" The nearest is “{near.exact}” ({near.difference})."
        if near
        else " Nothing in the article is like it."
    )
    values = {
        "value": quoted.exact,
        "near": said,
        "places": "; ".join(_excerpt(article.text, span) for span in anchored.spans[:3]),
        "count": len(anchored.spans),
    }
    return Misquoted(anchored.state.value, values, near.exact if near else None)


def _excerpt(content: str, span: text.Span) -> str:
    start, end = max(0, span.start - 25), min(len(content), span.end + 25)
    return f"at {span.start}: “…{' '.join(content[start:end].split())}…”"
