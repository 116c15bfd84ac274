"""An article's text as paragraphs, whether it has one on each line or breaks its lines at some width."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from dateline.text import Span
from dateline.text.graphemes import ZERO_WIDTH

_LINES = re.compile(r"(?P<words>[^\r\n]*)(?:\r\n|\n|\r|\Z)")
_INSIDE = re.compile(rf"[^\s{ZERO_WIDTH}](?:.*[^\s{ZERO_WIDTH}])?", re.DOTALL)
_SPACE = re.compile(r"\s")
_CLOSING = r"[\"'\u201d\u2019\u00bb)\]]*\Z"
_FULL_STOP = re.compile(r"[.\u06d4\u0964\u3002]" + _CLOSING)
_SENTENCE_END = re.compile(r"[.!?:\u061f\u06d4\u0964\u3002\uff01\uff1f]" + _CLOSING)

_WIDEST = 120
"""Characters of the longest line that a program which breaks lines would make."""
_RAGGED = 8
"""Characters by which the longest lines of paragraphs that were broken at one width may differ."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words of the article that belong together: a line, or some lines that were broken at a width."""

    span: Span
    """Without the white space around it."""
    raw: str
    """As it stands there, each white space character made a space: its offsets are those of the span."""
    line: int
    """Number of its first line, 1 for the first of the file, as editors count them."""
    last_line: int
    after_blank: bool
    """Whether a blank line, or the beginning of the file, stands before it."""

    @property
    def text(self) -> str:
        """Its words with single spaces between them."""
        return " ".join(self.raw.split())


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    span: Span
    text: str


def split(text: str) -> tuple[Paragraph, ...]:
    """The paragraphs of a text, in order; blank lines separate them and are none."""
    blocks = list(_blocks(text))
    width = max((_width(block) for block in blocks if _is_broken(block)), default=0)
    return tuple(paragraph for block in blocks for paragraph in _paragraphs(text, block, width))


def ends_sentence(text: str) -> bool:
    """Whether a text ends as a sentence does, with or without closing quotes and brackets."""
    return bool(_SENTENCE_END.search(text[-10:]))


def ends_in_full_stop(text: str) -> bool:
    """Whether a text ends as a statement does, with or without closing quotes and brackets."""
    return bool(_FULL_STOP.search(text[-10:]))


def _blocks(text: str) -> Iterator[list[_Line]]:
    """Runs of lines with words on them."""
    block: list[_Line] = []
    for number, match in enumerate(_LINES.finditer(text), 1):
        inside = _INSIDE.search(text, *match.span("words"))
        if inside:
            block.append(_Line(number, Span(*inside.span()), " ".join(inside[0].split())))
        elif block:
            yield block
            block = []
    if block:
        yield block


def _paragraphs(text: str, block: list[_Line], width: int) -> Iterator[Paragraph]:
    """The paragraphs of a block; `width` is that of the file's broken lines, 0 if none are."""
    broken = width > 0 and _width(block) <= width + _RAGGED
    width = max(width, _width(block))
    first = 0
    for at, line in enumerate(block, 1):
        # A line goes on in the next if the first word there would not have fitted on it.
        if broken and at < len(block) and len(line.text) + 1 + len(block[at].text.split(" ", 1)[0]) > width:
            continue
        those = block[first:at]
        span = Span(those[0].span.start, those[-1].span.end)
        yield Paragraph(
            span=span,
            raw=_SPACE.sub(" ", text[span.start : span.end]),
            line=those[0].number,
            last_line=those[-1].number,
            after_blank=first == 0,
        )
        first = at


def _width(block: list[_Line]) -> int:
    return max(len(line.text) for line in block)


def _is_broken(block: list[_Line]) -> bool:
    """Whether lines were broken at a width: then sentences run on, mostly with a small letter."""
    if _width(block) > _WIDEST:
        return False
    running_on = [after for before, after in pairwise(block) if not ends_sentence(before.text)]
    small = sum(line.text[0].islower() for line in running_on)
    return small > 0 and 2 * small >= len(running_on)
