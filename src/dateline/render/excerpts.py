"""Excerpts of lines, cut to the width of a screen."""

from __future__ import annotations

import unicodedata

from dateline.findings import Excerpt


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
    return "".join(c if c.isprintable() else " " if c.isspace() else "·" for c in text)


def _columns(text: str) -> int:
    if text.isascii():
        return len(text)
    return sum(map(_width, text))


def _width(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _cut(text: str, width: int) -> str:
    if _columns(text) <= width:
        return text
    while text and _columns(text) > width - 1:
        text = text[:-1]
    return text + "…" if width > 0 else ""


def _cut_left(text: str, width: int) -> str:
    if _columns(text) <= width:
        return text
    while text and _columns(text) > width - 1:
        text = text[1:]
    return "…" + text if width > 0 else ""
