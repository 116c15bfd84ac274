"""Finding the place of a quotation: exactly, under the fold, or not at all."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.text.article import Article
from dateline.text.edges import is_edge
from dateline.text.folding import Folded, fold, folded_words
from dateline.text.nearest import nearest
from dateline.text.values import Anchored, Quote, QuoteState, Span


def anchor(
    article: Article, quote: Quote, body: Sequence[Span] | None = None, at: Span | None = None
) -> Anchored:
    """Find the one place of an article that a quotation speaks of.

    Prefix and suffix of the quotation, where given, must stand next to its words, whether or not the words
    occur more than once. With a `body` (spans of the article, as `zones.body` gives them) only occurrences
    inside one of them count; without, the whole text does. `at` is a recorded position: the words must stand
    there, and elsewhere is *moved*. A quotation without words is *missing*. Offsets are code points of
    `article.text`.
    """
    words = folded_words(quote.exact)
    folded = article.folded
    places = _occurrences(folded, words) if words else []
    if not places:
        return Anchored(QuoteState.missing, near=nearest(article, quote.exact, body))
    everywhere = tuple(map(folded.original, places))
    inside = _inside(everywhere, body)
    if not inside:
        return Anchored(QuoteState.outside_body, spans=everywhere)
    prefix, suffix = _neighbour(quote.prefix), _neighbour(quote.suffix)
    fitting = tuple(
        span
        for place, span in zip(places, everywhere, strict=True)
        if at in (None, span) and _stands_between(folded.text, place, prefix, suffix)
    )
    if not fitting:
        return Anchored(QuoteState.moved, spans=inside)
    counted = _inside(fitting, body)
    if not counted:
        return Anchored(QuoteState.outside_body, spans=fitting)
    if len(counted) > 1:
        return Anchored(QuoteState.ambiguous, spans=counted)
    return Anchored(QuoteState.found, span=counted[0], spans=counted)


def _occurrences(folded: Folded, words: str) -> list[Span]:
    """Where the folded words stand in the folded text as whole words, overlapping ones too."""
    text = folded.text
    places: list[Span] = []
    start = text.find(words)
    while start != -1:
        end = start + len(words)
        if is_edge(folded, start) and is_edge(folded, end):
            places.append(Span(start, end))
        start = text.find(words, start + 1)
    return places


def _neighbour(words: str) -> str:
    """The fold of a prefix or suffix; space next to the quotation is no matter."""
    return fold(words).text.strip(" ") if words else ""


def _stands_between(text: str, place: Span, prefix: str, suffix: str) -> bool:
    start, end = place
    if prefix and not text.endswith(prefix, 0, start - (text[start - 1 : start] == " ")):
        return False
    return not suffix or text.startswith(suffix, end + (text[end : end + 1] == " "))


def _inside(spans: tuple[Span, ...], body: Sequence[Span] | None) -> tuple[Span, ...]:
    if body is None:
        return spans
    return tuple(span for span in spans if any(zone.holds(span) for zone in body))
