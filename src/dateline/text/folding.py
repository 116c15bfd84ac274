"""The fold: the declared normalisation under which a quotation is compared with a text.

Unicode NFC; runs of white space (line ends and no-break spaces among them) become one space; typographic
quotes become ' or ", dashes become -, the ellipsis character becomes three dots; soft hyphens, zero-width
characters and marks of direction are dropped. Case stays. Every offset of the folded text leads back to the
text as it stands.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from dateline.text.graphemes import ZERO_WIDTH, joins
from dateline.text.values import Span

_SINGLE_QUOTES = "\u2018\u2019\u201a\u201b\u2032\u2035\u2039\u203a\u02bc\uff07"
_DOUBLE_QUOTES = "\u201c\u201d\u201e\u201f\u2033\u2036\u00ab\u00bb\u301d\u301e\u301f\uff02"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
_PLAIN_FORMS = str.maketrans(
    {
        **dict.fromkeys(_SINGLE_QUOTES, "'"),
        **dict.fromkeys(_DOUBLE_QUOTES, '"'),
        **dict.fromkeys(_DASHES, "-"),
        "\u2026": "...",
    }
)
_TYPOGRAPHIC = _SINGLE_QUOTES + _DOUBLE_QUOTES + _DASHES + "\u2026"

_DROPPED = re.compile(f"[{ZERO_WIDTH}]+")
_WHITE_SPACE = re.compile(r"\s+")
# A lone space is not listed: it folds to itself.
_ODD_SPACE = r"[^\S ]\s*| \s+"
_CHANGED_IN_ASCII = re.compile(_ODD_SPACE)
_CHANGED_IN_COMPOSED = re.compile(f"{_ODD_SPACE}|[{_TYPOGRAPHIC}]")


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text, and the way back to the offsets of the text it was made from.

    The offsets of the two run in step but for some stretches, which are listed in four columns, in order:
    where each starts and ends in the folded text, and where in the original.
    """

    text: str
    starts: Sequence[int] = ()
    ends: Sequence[int] = ()
    original_starts: Sequence[int] = ()
    original_ends: Sequence[int] = ()

    def original(self, span: Span) -> Span:
        """The stretch of the original that a stretch of the folded text (not an empty one) was made from.

        Dropped characters at its edges are left out. An edge inside something that folds as a whole (a run of
        white space, an ellipsis character, a combining sequence) takes in the whole.
        """
        start, end = span
        if not self.starts:
            return span
        before = bisect_right(self.starts, start) - 1
        if before >= 0:
            beyond = start - self.ends[before]
            start = self.original_ends[before] + beyond if beyond >= 0 else self.original_starts[before]
        before = bisect_left(self.starts, end) - 1
        if before >= 0:
            end = self.original_ends[before] + max(0, end - self.ends[before])
        return Span(start, end)

    def folded(self, span: Span) -> Span:
        """The stretch of the folded text that a stretch of the original became."""
        return Span(self._position(span.start), self._position(span.end))

    def divides(self, at: int) -> bool:
        """Whether an offset of the folded text lies inside something that folds as a whole."""
        before = bisect_left(self.starts, at) - 1
        return before >= 0 and at < self.ends[before]

    def _position(self, offset: int) -> int:
        before = bisect_right(self.original_starts, offset) - 1
        if before < 0:
            return offset
        beyond = offset - self.original_ends[before]
        return self.ends[before] + beyond if beyond >= 0 else self.starts[before]


def fold(text: str) -> Folded:
    """Fold a text (see the module). Nothing is stripped from its ends."""
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    original_starts: list[int] = []
    original_ends: list[int] = []
    read = written = 0
    for match in _changed(text).finditer(text):
        start, end = match.span()
        form = _folded(match[0])
        if form == match[0]:
            continue
        pieces += (text[read:start], form)
        begin = written + start - read
        written = begin + len(form)
        read = end
        if end - start > 1 or len(form) != 1:
            starts.append(begin)
            ends.append(written)
            original_starts.append(start)
            original_ends.append(end)
    if not pieces:
        return Folded(text)
    pieces.append(text[read:])
    return Folded("".join(pieces), starts, ends, original_starts, original_ends)


def folded_words(quotation: str) -> str:
    """The fold of a quotation, without white space at its ends; empty if it has no words."""
    whole = fold(quotation).text
    words = whole.strip(" ")
    # A space that carries a combining mark is no white space at the end.
    return f" {words}" if words and whole[0] == " " and joins(words[0]) else words


def _changed(text: str) -> re.Pattern[str]:
    """A pattern that matches every stretch of this text that may fold to something else."""
    if text.isascii():
        return _CHANGED_IN_ASCII
    if unicodedata.is_normalized("NFC", text) and not _DROPPED.search(text):
        return _CHANGED_IN_COMPOSED
    letters = set(_DROPPED.sub("", text))
    marks = "".join(sorted(filter(joins, letters)))
    singles = "".join(sorted(c for c in letters if unicodedata.normalize("NFC", c) != c))
    return _changed_in_any(marks, singles)


@lru_cache(maxsize=64)
def _changed_in_any(marks: str, singles: str) -> re.Pattern[str]:
    """For text that is not composed, or has characters to drop, which may stand inside what folds as one."""
    dropped = f"[{ZERO_WIDTH}]"
    cluster = rf"[^{ZERO_WIDTH}](?:{dropped}*+[{re.escape(marks)}])+|" if marks else ""
    return re.compile(
        rf"{cluster}\s(?:{dropped}*+\s)+|[^\S ]|[{_TYPOGRAPHIC}{re.escape(singles)}]|{dropped}+"
    )


@lru_cache(maxsize=4096)
def _folded(stretch: str) -> str:
    composed = unicodedata.normalize("NFC", _DROPPED.sub("", stretch))
    return _WHITE_SPACE.sub(" ", composed).translate(_PLAIN_FORMS)
