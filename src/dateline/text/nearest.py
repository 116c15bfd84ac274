"""The text that comes nearest to a quotation that is not there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import islice
from operator import itemgetter
from textwrap import shorten

from dateline.text.article import Article
from dateline.text.edges import is_edge
from dateline.text.folding import Folded, folded_words
from dateline.text.values import Near, Span

_CUTOFF = 75
"""Likeness, 0 to 100, below which nothing is suggested: sentences of other articles stay below it."""
_LONGEST = 5_000
"""Code points of the longest quotation that something near is looked for."""
_WORK = 1_000_000_000
"""Characters of the quotation times characters of the text that are compared: well under a second."""
_FEW = 4
"""Edges of words that are tried on either side of each end of a rough hit."""
_FAR = 200
"""Code points from the end of a rough hit within which these are looked for."""
_PARTS = 3
"""Differences that are shown."""
_WIDTH = 80
"""Code points of words that are shown of each."""


def nearest(article: Article, exact: str, body: Sequence[Span] | None = None) -> Near | None:
    """The words of the article that come nearest to a quotation, or None if nothing comes near.

    With a `body`, what is near inside it goes before what is nearer outside. Case does not count. For a
    quotation of more than 5,000 code points, or without words, nothing is looked for.
    """
    words = folded_words(exact)
    if not words or len(words) > _LONGEST:
        return None
    folded = article.folded
    for zones in ([folded.folded(zone) for zone in body or ()], [Span(0, len(folded.text))]):
        fits = (_fit(folded, words, zone) for zone in zones)
        best = max(filter(None, fits), key=itemgetter(0), default=None)
        if best is not None:
            score, place = best
            span = folded.original(place)
            difference = _difference(words, folded.text[place.start : place.end])
            return Near(article.text[span.start : span.end], span, score, difference)
    return None


def _fit(folded: Folded, words: str, zone: Span) -> tuple[float, Span] | None:
    """The stretch of whole words of the zone that is most like the quotation, with its likeness."""
    from rapidfuzz import fuzz

    sought = _lower(words)
    text = _lower(folded.text[zone.start : zone.end])
    rough = _rough(sought, text)
    if rough is None:
        return None
    starts = _edges(folded, zone, rough.start, lambda at: at < len(text) and text[at] != " ")
    ends = _edges(folded, zone, rough.end, lambda at: at > 0 and text[at - 1] != " ")
    stretches = [Span(start, end) for start in starts for end in ends if start < end]
    scored = [(fuzz.ratio(sought, text[start:end]), Span(start, end)) for start, end in stretches]
    if not scored:
        return None
    score, best = max(scored, key=itemgetter(0))
    return score, Span(zone.start + best.start, zone.start + best.end)


def _rough(sought: str, text: str) -> Span | None:
    """About where the words would stand in the text; in a very long one, only their two ends are compared."""
    from rapidfuzz import fuzz

    size = max(1, _WORK // max(1, len(text)))
    head = fuzz.partial_ratio_alignment(sought[:size], text, score_cutoff=_CUTOFF)
    if head is None:
        return None
    start = head.dest_start
    if size >= len(sought):
        return Span(start, head.dest_end)
    about = start + len(sought) - size
    before, after = max(start, about - size // 2), about + size + size // 2
    tail = fuzz.partial_ratio_alignment(sought[-size:], text[before:after], score_cutoff=_CUTOFF)
    return Span(start, before + tail.dest_end) if tail is not None else None


def _lower(text: str) -> str:
    """Lower case, if every letter stays one character (İ does not): offsets must hold."""
    lower = text.lower()
    return lower if len(lower) == len(text) else text


def _edges(folded: Folded, zone: Span, about: int, fits: Callable[[int], bool]) -> list[int]:
    """A few offsets on either side of the given one where words have edges, all from the zone's start."""
    back = range(about, max(0, about - _FAR) - 1, -1)
    on = range(about + 1, min(zone.end - zone.start, about + _FAR) + 1)

    def some(way: range) -> Iterator[int]:
        return islice((at for at in way if fits(at) and is_edge(folded, zone.start + at)), _FEW)

    return [*some(back), *some(on)]


def _difference(quoted: str, there: str) -> str:
    """The words that differ, in the order of the text."""
    quoted_words, words = quoted.split(" "), there.split(" ")
    parts = [
        _phrase(" ".join(quoted_words[a:b]), " ".join(words[c:d]))
        for tag, a, b, c, d in SequenceMatcher(None, quoted_words, words).get_opcodes()
        if tag != "equal"
    ]
    more = len(parts) - _PARTS
    return "; ".join([*parts[:_PARTS], *([f"and {more} more"] if more > 0 else [])])


def _phrase(quoted: str, there: str) -> str:
    quoted, there = (shorten(words, _WIDTH, placeholder=" ...") for words in (quoted, there))
    if not there:
        return f"without «{quoted}»"
    if not quoted:
        return f"also «{there}»"
    return f"«{there}» where the quotation has «{quoted}»"
