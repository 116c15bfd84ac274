"""Which paragraphs are the article proper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dateline.skeleton.kinds import Kind
from dateline.skeleton.paragraphs import Paragraph, ends_in_full_stop

_SUBSTANTIAL = 400
"""Characters from which on a single paragraph counts like several."""
_GAP = 5
"""Paragraphs of another kind that may stand between two parts of one article."""


@dataclass(frozen=True, slots=True)
class Run:
    """Paragraphs that follow each other: positions `first` to `last`, both included."""

    first: int
    last: int
    length: int
    """Characters of prose."""
    parts: int
    """Paragraphs of prose."""

    @property
    def substantial(self) -> bool:
        """Whether it is more than a stray paragraph of the page."""
        return self.parts > 1 or self.length >= _SUBSTANTIAL


def runs(paragraphs: Sequence[Paragraph], kinds: Sequence[Kind]) -> tuple[Run, ...]:
    """The runs of prose, in order, with the subheadings that stand directly on the paragraph they head."""
    found: list[Run] = []
    for first, last in _stretches(paragraphs, kinds):
        length = sum(len(paragraphs[at].text) for at in range(first, last + 1))
        run = Run(first, last, length, last - first + 1)
        if found and _is_subheading(paragraphs, kinds, found[-1], run):
            before = found.pop()
            run = Run(before.first, last, before.length + length, before.parts + run.parts)
        found.append(run)
    return tuple(found)


def longest(those: Sequence[Run]) -> Run | None:
    """The run that is the article's main part: the one with the most prose."""
    return max(those, key=lambda run: (run.substantial, run.length), default=None)


def parts(those: Sequence[Run], kinds: Sequence[Kind], headlines: frozenset[int]) -> tuple[Run, ...]:
    """The runs that make up the article: its main part and what belongs to it on either side.

    A run belongs to it if it is substantial and near; a single paragraph only if no more than a heading, a
    caption or the like is between, or if it is a standfirst: below one of the `headlines` (positions of
    paragraphs). Nothing above the first headline belongs to it.
    """
    main = longest(those)
    if main is None:
        return ()
    chosen = [main]
    at = those.index(main)
    for run in those[at + 1 :]:
        if not _goes_on(kinds, chosen[-1], run):
            break
        chosen.append(run)
    top = min(headlines, default=-1)
    for run in reversed(those[:at]):
        if run.last < top or not (
            _goes_on(kinds, run, chosen[0]) or _is_standfirst(run, chosen[0], headlines)
        ):
            break
        chosen.insert(0, run)
    return tuple(chosen)


def _stretches(paragraphs: Sequence[Paragraph], kinds: Sequence[Kind]) -> list[tuple[int, int]]:
    """First and last position of each stretch of prose, with remarks inside it and statements at its end."""
    found: list[tuple[int, int]] = []
    first: int | None = None
    last = 0
    for at, kind in enumerate(kinds):
        if kind is Kind.prose:
            first = at if first is None else first
            last = at
        elif first is not None and kind is Kind.remark:
            if last == at - 1 and ends_in_full_stop(paragraphs[at].raw):
                last = at
        elif first is not None:
            found.append((first, last))
            first = None
    if first is not None:
        found.append((first, last))
    return found


def _is_subheading(paragraphs: Sequence[Paragraph], kinds: Sequence[Kind], before: Run, after: Run) -> bool:
    at = before.last + 1
    return (
        after.first == at + 1
        and kinds[at] is Kind.heading
        and before.parts > 1
        and after.parts > 1
        and paragraphs[at].after_blank
        and not paragraphs[after.first].after_blank
    )


def _goes_on(kinds: Sequence[Kind], before: Run, after: Run) -> bool:
    between = kinds[before.last + 1 : after.first]
    if before.substantial and after.substantial:
        return len(between) <= _GAP
    return len(between) <= 1 and Kind.tail not in between


def _is_standfirst(run: Run, following: Run, headlines: frozenset[int]) -> bool:
    return run.first - 1 in headlines and following.first - run.last - 1 <= _GAP
