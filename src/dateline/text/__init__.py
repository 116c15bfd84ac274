"""Quotations and the text they are taken from.

A quotation is compared with an article after a declared normalisation, the *fold* (`folding`), and its place
is given in the article as it stands: 0-based, end-exclusive Unicode code points, as in the W3C Web Annotation
TextPositionSelector. Nothing is re-anchored in silence. `docs/quotations.md` tells coders the same.
"""

from __future__ import annotations

from dateline.text.anchoring import anchor
from dateline.text.article import Article
from dateline.text.folding import Folded, fold
from dateline.text.graphemes import context
from dateline.text.nearest import nearest
from dateline.text.values import Anchored, Near, Quote, QuoteState, Span, Zone, ZoneFault, ZoneProblem
from dateline.text.zones import body

__all__ = [
    "Anchored",
    "Article",
    "Folded",
    "Near",
    "Quote",
    "QuoteState",
    "Span",
    "Zone",
    "ZoneFault",
    "ZoneProblem",
    "anchor",
    "body",
    "context",
    "fold",
    "nearest",
]
