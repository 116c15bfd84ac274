"""How to name a stretch of an article in words that are found at that one place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dateline import text
from dateline.skeleton.scalars import is_writable
from dateline.text import Article, Quote, QuoteState, Span, Zone

_WORD = re.compile(r"\S{1,40}")
"""A word; of scripts that put no spaces between words, a piece that is long enough."""
_NEIGHBOURS = (3, 6, 12, 24)
"""Numbers of neighbouring words that are tried, the fewest first."""
_ENDS = (6, 10, 16)
"""Numbers of words that name the beginning or the end of a zone."""
_LONG_ENDS = (40, 80)
_MANY = 200
"""Occurrences beyond which words are as good as no quotation."""
_FAR = 2_000
"""Characters on either side of a place within which words for it are looked for."""


def quote(article: Article, span: Span) -> Quote | None:
    """The words of a stretch, with as few words before or after them as tell it from its other occurrences.

    None if the stretch begins or ends inside a word, or if nothing near it tells it apart.
    """
    exact = _plain(article.text[span.start : span.end])
    if not exact:
        return None
    after = [_suffix(article.text, span, count) for count in _NEIGHBOURS]
    before = [_prefix(article.text, span, count) for count in _NEIGHBOURS]
    tried = (
        Quote(exact),
        *(Quote(exact, "", suffix) for suffix in after),
        *(Quote(exact, prefix) for prefix in before),
        *(Quote(exact, prefix, suffix) for prefix, suffix in zip(before, after, strict=True)),
    )
    return next((one for one in tried if _place(article, one) == span), None)


def zone(article: Article, span: Span) -> Zone | None:
    """A stretch as a zone of the body, named by its first and its last words; None if that cannot be done."""
    start = next((one for one in _starts(article.text, span) if _begins(article, one, span)), None)
    end = next((one for one in _ends(article.text, span) if _finishes(article, one, span)), None)
    if start is None or end is None:
        return None
    named = Zone(start, end)
    return named if text.body(article, [named]) == ((span,), ()) else None


def _starts(content: str, span: Span) -> Iterator[Quote]:
    firsts = {count: Span(span.start, _forward(content, span, count)) for count in (*_ENDS, *_LONG_ENDS)}
    for count in _ENDS:
        yield Quote(_words(content, firsts[count]))
    for count in _NEIGHBOURS:
        yield Quote(_words(content, firsts[_ENDS[0]]), _prefix(content, span, count))
    for count in _LONG_ENDS:
        yield Quote(_words(content, firsts[count]))


def _ends(content: str, span: Span) -> Iterator[Quote]:
    lasts = {count: Span(_backward(content, span, count), span.end) for count in (*_ENDS, *_LONG_ENDS)}
    for count in _ENDS:
        yield Quote(_words(content, lasts[count]))
    for count in _NEIGHBOURS:
        yield Quote(_words(content, lasts[_ENDS[0]]), "", _suffix(content, span, count))
    for count in _LONG_ENDS:
        yield Quote(_words(content, lasts[count]))


def _begins(article: Article, words: Quote, span: Span) -> bool:
    place = _place(article, words)
    return place is not None and place.start == span.start


def _finishes(article: Article, words: Quote, span: Span) -> bool:
    place = _place(article, words)
    return place is not None and place.end == span.end


def _place(article: Article, words: Quote) -> Span | None:
    """Where a quotation stands, if at one place only.

    What stands nowhere is not searched for likenesses, what stands everywhere is not told apart, and what an
    extraction cannot hold is no quotation.
    """
    if not all(map(is_writable, (words.exact, words.prefix, words.suffix))):
        return None
    if not 0 < article.folded.text.count(text.fold(words.exact).text.strip(" ")) <= _MANY:
        return None
    anchored = text.anchor(article, words)
    return anchored.span if anchored.state is QuoteState.found else None


def _forward(content: str, span: Span, count: int) -> int:
    """Where the first words of a stretch end."""
    end = span.start
    for number, word in enumerate(_WORD.finditer(content, span.start, min(span.end, span.start + _FAR)), 1):
        end = word.end()
        if number == count:
            break
    return end


def _backward(content: str, span: Span, count: int) -> int:
    """Where the last words of a stretch begin."""
    start = max(span.start, span.end - _FAR)
    words = [
        word.start() for word in _WORD.finditer(content, _word_start(content, start, span.end), span.end)
    ]
    return words[-min(count, len(words))] if words else span.start


def _prefix(content: str, span: Span, count: int) -> str:
    start = _word_start(content, max(0, span.start - _FAR), span.start)
    words = [word.start() for word in _WORD.finditer(content, start, span.start)]
    return _words(content, Span(words[-min(count, len(words))], span.start)) if words else ""


def _suffix(content: str, span: Span, count: int) -> str:
    return _words(content, Span(span.end, _forward(content, Span(span.end, len(content)), count)))


def _word_start(content: str, at: int, end: int) -> int:
    """The next place where a word begins, so that looking back a fixed way does not begin inside one."""
    if at == 0 or content[at - 1].isspace():
        return at
    space = re.compile(r"\s").search(content, at, end)
    return space.start() if space else at


def _words(content: str, span: Span) -> str:
    return _plain(content[span.start : span.end])


def _plain(words: str) -> str:
    return " ".join(words.split())
