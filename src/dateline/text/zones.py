"""The body of an article: what it reports itself, without the furniture of the page around it."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.text.anchoring import anchor
from dateline.text.article import Article
from dateline.text.values import Anchored, Part, QuoteState, Span, Zone, ZoneFault, ZoneProblem

_FAULTS = {
    QuoteState.missing: ZoneFault.missing,
    QuoteState.ambiguous: ZoneFault.ambiguous,
    QuoteState.moved: ZoneFault.moved,
}


def body(article: Article, zones: Sequence[Zone]) -> tuple[tuple[Span, ...], tuple[ZoneProblem, ...]]:
    """The stretches of an article that its zones mark out, in the order of the text, and the zones' problems.

    A zone whose ends are not found, or found in the wrong order, has no stretch: while there are problems,
    the stretches do not make up the body, and quotations are better looked for in the whole text. Zones that
    overlap are a problem, and have both their stretches.
    """
    spans: dict[int, Span] = {}
    problems: list[ZoneProblem] = []
    for number, zone in enumerate(zones):
        span, faults = _stretch(article, zone, number)
        problems += faults
        if span is None:
            continue
        problems += (
            ZoneProblem(number, ZoneFault.overlap, other=earlier)
            for earlier, other in spans.items()
            if span.start < other.end and other.start < span.end
        )
        spans[number] = span
    return tuple(sorted(spans.values())), tuple(problems)


def _stretch(article: Article, zone: Zone, number: int) -> tuple[Span | None, list[ZoneProblem]]:
    first = anchor(article, zone.start)
    last = anchor(article, zone.end)
    ends: tuple[tuple[Part, Anchored], ...] = (("start", first), ("end", last))
    faults = [
        ZoneProblem(number, _FAULTS[anchored.state], part, anchored)
        for part, anchored in ends
        if anchored.span is None
    ]
    if first.span is None or last.span is None:
        return None, faults
    if last.span.start < first.span.start or last.span.end < first.span.end:
        return None, [ZoneProblem(number, ZoneFault.end_before_start)]
    return Span(first.span.start, last.span.end), []
