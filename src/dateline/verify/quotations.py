"""One quotation against its text, letter for letter."""

from __future__ import annotations

import re

from dateline import text
from dateline.convert.quoting import misquoted
from dateline.text import Article, Quote, QuoteState, Span
from dateline.verify.model import OfQuotation, Outcome
from dateline.verify.tables import Quotation

AROUND = 32
"""Code points that prefix and suffix are made from (schema/tables/evidence.json)."""
_WHITE_SPACE = re.compile(r"\s+")


def check(
    row: Quotation, table: str, article: Article | None, length: int | None, words: bool, *, explain: bool
) -> OfQuotation:
    """What became of a quotation.

    `article` is None where the text is not held; then position and length are held against each other, and
    against the text's `length` in code points. `words`: whether the release has any. `explain` says where
    the words stand instead, which takes up to a second.
    """
    outcome, said = _outcome(row, article, length, words, explain)
    return OfQuotation(row.id, table, row.source_id, row.exact, row.start, row.end, outcome, said)


def _outcome(
    row: Quotation, article: Article | None, length: int | None, words: bool, explain: bool
) -> tuple[Outcome, str]:
    if row.start is None or row.end is None or not 0 <= row.start < row.end:
        return Outcome.false, f"{row.start} to {row.end} is no stretch of a text"
    if length is not None and row.end > length:
        return Outcome.false, f"it ends at {row.end:,}, and the text has {length:,} code points"
    if not row.exact:
        if words:
            return Outcome.false, "it has no words, though others of the release have"
        return (Outcome.unheld, "") if article is None else (Outcome.position, "")
    if len(row.exact) != row.end - row.start:
        return Outcome.false, (
            f"its words have {len(row.exact):,} code points, and its position has {row.end - row.start:,}"
        )
    if article is None:
        return Outcome.unheld, ""
    if article.text[row.start : row.end] != row.exact:
        return Outcome.false, "the text has other words there." + (_instead(row, article) if explain else "")
    before = _one_line(article.text[max(0, row.start - AROUND) : row.start])
    after = _one_line(article.text[row.end : row.end + AROUND])
    if not before.endswith(row.prefix or ""):
        return Outcome.false, f"before it stands “{before}”, not “{row.prefix}”"
    if not after.startswith(row.suffix or ""):
        return Outcome.false, f"behind it stands “{after}”, not “{row.suffix}”"
    return Outcome.verified, ""


def _one_line(words: str) -> str:
    """As prefix and suffix are written: white space as one space."""
    return _WHITE_SPACE.sub(" ", words)


def _instead(row: Quotation, article: Article) -> str:
    """Where the words stand, or what comes nearest."""
    quote = Quote(row.exact or "", row.prefix or "", row.suffix or "")
    anchored = text.anchor(article, quote)
    if anchored.state is QuoteState.missing:
        return f" They stand nowhere in it.{misquoted(article, quote, anchored).values['near']}"
    where = " and ".join(_shown(span) for span in anchored.spans[:3])
    return f" Words like them stand at {where}."


def _shown(span: Span) -> str:
    return f"{span.start:,}–{span.end:,}"
