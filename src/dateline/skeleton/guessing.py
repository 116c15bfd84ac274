"""Everything that is guessed of one article, put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dateline import text
from dateline.skeleton import datelines, facts, kinds, layout, paragraphs, quoting
from dateline.skeleton.datelines import Dateline
from dateline.skeleton.found import Found, joined
from dateline.skeleton.language import is_english
from dateline.skeleton.layout import Run
from dateline.skeleton.paragraphs import Paragraph
from dateline.skeleton.scalars import is_writable
from dateline.text import Article, Quote, Span, Zone

_HEAD, _TAIL = 40, 10
"""Paragraphs before and after the article in which facts about the source are looked for."""
_OPENING = 3
"""First paragraphs of the article, one of which may begin with a dateline."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact about the source as an extraction states it, and what it was guessed from."""

    value: str
    why: str
    """Of line numbers and fixed words only, so that it can stand in a comment."""
    quote: Quote
    basis: str = "quoted"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Guesses:
    """What was guessed; None and () where nothing was. Each quotation and zone is found at one place."""

    headline: Fact | None = None
    publisher: Fact | None = None
    published: Fact | None = None
    """Value: a day, YYYY-MM-DD."""
    scale: Fact | None = None
    language: str | None = None
    dateline: str | None = None
    dateline_why: str = ""
    body: tuple[Zone, ...] = ()
    body_why: str = ""

    @property
    def open(self) -> tuple[str, ...]:
        """Names of what an extraction must have and was not guessed."""
        required = ("publisher", "published", "language", "scale", "body")
        return tuple(name for name in required if not getattr(self, name))


def guess(article: Article) -> Guesses:
    """Guess what can be guessed of an article; see `layout` and `facts` for how.

    Costs one pass over the text, and some tens of searches in it.
    """
    all_of_it = paragraphs.split(article.text)
    looks = kinds.kinds(all_of_it)
    runs = layout.runs(all_of_it, looks)
    main = layout.longest(runs)
    top = main.first if main else len(all_of_it)
    head = [at for at in range(min(top, _HEAD)) if not any(run.first <= at <= run.last for run in runs)]
    headline, title = facts.headline([all_of_it[at] for at in head], [looks[at] for at in head], all_of_it)
    same = {at for at in head if headline and all_of_it[at].text.casefold() == headline.value.casefold()}
    parts = layout.parts(runs, looks, frozenset(same))
    before, after, opening = _around(all_of_it, parts)
    publisher = _fact(article, facts.publisher(before, after, opening, title))
    filed = next((one for one in opening if one.filed and is_writable(one.filed)), None)
    body, body_why = _body(article, all_of_it, parts)
    return Guesses(
        headline=_fact(article, headline),
        publisher=publisher,
        published=_fact(article, facts.published(before, opening) or facts.published(after, ())),
        scale=_scale(publisher),
        language="en" if is_english(article.text) else None,
        dateline=filed.filed if filed else None,
        dateline_why=f"line {filed.line} begins with it" if filed else "",
        body=body,
        body_why=body_why,
    )


def _around(
    all_of_it: Sequence[Paragraph], parts: Sequence[Run]
) -> tuple[list[Paragraph], list[Paragraph], list[Dateline]]:
    """What stands before and between the parts of the article, what stands after it, and its datelines."""
    if not parts:
        return list(all_of_it[:_HEAD]), [], []
    inside = [at for run in parts for at in range(run.first, run.last + 1)]
    outside = sorted(set(range(parts[-1].last)).difference(inside))
    after = parts[-1].last + 1
    return (
        [all_of_it[at] for at in outside[:_HEAD]],
        list(all_of_it[after : after + _TAIL]),
        [one for at in inside[:_OPENING] if (one := datelines.read(all_of_it[at]))],
    )


def _first_sentence(paragraph: Paragraph) -> int:
    dateline = datelines.read(paragraph)
    return dateline.span.end if dateline else paragraph.span.start


def _fact(article: Article, found: Found | None) -> Fact | None:
    quote = quoting.quote(article, found.span) if found and found.value else None
    return Fact(found.value, found.why, quote) if found and quote else None


def _scale(publisher: Fact | None) -> Fact | None:
    if publisher is None or not facts.is_international_agency(publisher.value):
        return None
    return Fact(
        value="International",
        why="the publisher is one of the agencies that serve the world",
        quote=publisher.quote,
        basis="inferred",
        reason="A news agency that serves the world.",
    )


def _body(
    article: Article, all_of_it: Sequence[Paragraph], parts: Sequence[Run]
) -> tuple[tuple[Zone, ...], str]:
    """The zones, if all of them can be named and mark out just these parts; and which lines they are."""
    spans = tuple(Span(_first_sentence(all_of_it[run.first]), all_of_it[run.last].span.end) for run in parts)
    zones = tuple(zone for span in spans if (zone := quoting.zone(article, span)))
    if not spans or text.body(article, zones) != (spans, ()):
        return (), ""
    lines = [(all_of_it[run.first].line, all_of_it[run.last].last_line) for run in parts]
    shown = joined([str(first) if first == last else f"{first} to {last}" for first, last in lines])
    runs = "the longest runs" if len(parts) > 1 else "the longest run"
    return zones, f"{runs} of whole sentences: {'line' if shown.isdigit() else 'lines'} {shown}"
