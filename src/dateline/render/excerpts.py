"""Excerpts of lines, cut to the width of a screen."""

from __future__ import annotations

import re
import unicodedata

from dateline.findings import Excerpt

_UNUSUAL = re.compile("[^\x20-\u02ff\u2010-\u2027]")
"""Characters that may take other than one column."""


def within(excerpt: Excerpt, width: int) -> tuple[str, str, str, str]:
    """The three parts of an excerpt cut to `width` columns of a screen, and the mark that belongs below."""
    before, marked, after = (_tidy(part) for part in (excerpt.before, excerpt.marked, excerpt.after))
    marked = _cut(marked, width * 2 // 3)
    room = width - _columns(marked)
    right = min(_columns(after), room // 2)
    before = _cut_left(before, room - right)
    after = _cut(after, room - _columns(before))
    return before, marked, after, " " * _columns(before) + "^" * max(_columns(marked), 1)


def _tidy(text: str) -> str:
    """`text` on one line, without what a terminal obeys or nobody sees."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else " " if c.isspace() else "·" for c in text)


def _columns(text: str) -> int:
    return sum(map(_width, text)) if _UNUSUAL.search(text) else len(text)


def _width(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _cut(text: str, width: int) -> str:
    """`text`, or as much of its beginning as has room before an ellipsis."""
    if _columns(text) <= width:
        return text
    return text[: _fitting(text, width - 1)] + "…" if width > 0 else ""


def _cut_left(text: str, width: int) -> str:
    """`text`, or as much of its end as has room behind an ellipsis."""
    if _columns(text) <= width:
        return text
    return "…" + text[len(text) - _fitting(text[::-1], width - 1) :] if width > 0 else ""


def _fitting(text: str, width: int) -> int:
    """How many characters from the first on take so many columns at most."""
    if not _UNUSUAL.search(text):
        return min(width, len(text))
    taken = 0
    for number, character in enumerate(text):
        taken += _width(character)
        if taken > width:
            return number
    return len(text)
