"""What a paragraph is by its looks: prose, a heading, or something of the page around the article.

`furniture` knows English words; everything else goes by punctuation and length, in any language.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from dateline.skeleton.furniture import CAPTION, CREDIT, INSERT, TAIL, TAIL_ANYWHERE
from dateline.skeleton.paragraphs import Paragraph, ends_in_full_stop, ends_sentence


class Kind(StrEnum):
    """What a paragraph looks like."""

    prose = "prose"
    """Whole sentences."""
    remark = "remark"
    """Ends like a sentence and is short: prose if it stands next to prose."""
    heading = "heading"
    """Anything else."""
    teaser = "teaser"
    """The beginning of a text that is told elsewhere, mostly cut off."""
    caption = "caption"
    insert = "insert"
    """Furniture that may interrupt an article, such as an advertisement."""
    tail = "tail"
    """Furniture that mostly comes after the article."""


_PROSE_WORDS, _PROSE_LENGTH = 10, 60
"""Sentences of so many words or characters are prose wherever they stand."""
_UNSPACED_LENGTH = 20
"""The same in characters for scripts without spaces, whose full stop is U+3002."""
_LONG = 200
"""Characters from which on words are prose even if no full stop ends them."""
_SAME_BEGINNING = 60
"""Characters that two paragraphs must share to be a text and its teaser."""
_SHORT = 8
"""Words of the longest line that is furniture as a whole."""

_CUT_OFF = re.compile(r"(?:\[\s*)?(?:\u2026|\.\.\.)(?:\s*\])?(?:\s*(?:read more|more))?\Z", re.IGNORECASE)
_SENTENCES = re.compile(r"[.!?\u061f][\"'\u201d\u2019)]* ")
_ITEM = re.compile(r"[\u2022\u25cf\u25aa*-] ")
_IN_BRACKETS = re.compile(r" ?\([^()]*\)\Z")
_MENU = re.compile(r" [|\u00b7\u2022\u203a\u00bb] ")


def kinds(paragraphs: Sequence[Paragraph]) -> tuple[Kind, ...]:
    """What each of the paragraphs looks like.

    Of paragraphs that begin alike one is the text, the others are its teasers: the text is one that is not
    cut off, then the longest, then the last.
    """
    found = [_kind(paragraph.text) for paragraph in paragraphs]
    texts: dict[str, int] = {}
    for at, paragraph in enumerate(paragraphs):
        beginning = paragraph.text[:_SAME_BEGINNING].casefold()
        if found[at] not in (Kind.prose, Kind.teaser) or len(beginning) < _SAME_BEGINNING:
            continue
        other = texts.setdefault(beginning, at)
        if other != at:
            told = {n: (found[n] is Kind.prose, len(paragraphs[n].raw), n) for n in (other, at)}
            teaser, texts[beginning] = sorted(told, key=told.__getitem__)
            found[teaser] = Kind.teaser
    return tuple(found)


def _kind(text: str) -> Kind:
    short = len(text) <= _LONG and len(text.split()) <= _SHORT
    if TAIL_ANYWHERE.search(text, 0, _LONG) or (short and TAIL.fullmatch(text)):
        return Kind.tail
    if short and INSERT.fullmatch(text):
        return Kind.insert
    if CREDIT.search(text[-_LONG:]) or CAPTION.match(text):
        return Kind.caption
    if _CUT_OFF.search(text[-20:]):
        return Kind.teaser
    if _is_prose(text):
        return Kind.prose
    return Kind.remark if ends_sentence(text) or _ITEM.match(text) else Kind.heading


def _is_prose(text: str) -> bool:
    # Reports end with who wrote them: "… the mayor said. (Reporting by A; editing by B)".
    text = _IN_BRACKETS.sub("", text)
    words = text.split()
    if ends_in_full_stop(text):
        unspaced = "\u3002" in text[-10:] and len(text) >= _UNSPACED_LENGTH
        return unspaced or len(words) >= _PROSE_WORDS or len(text) >= _PROSE_LENGTH
    if len(text) >= 2 * _PROSE_LENGTH and ends_sentence(text) and _SENTENCES.search(text):
        return True
    if len(text) < _LONG or _MENU.search(text):
        return False
    # Menus and rows of headlines have capitals where prose has small letters; scripts without capitals pass.
    return 3 * sum(word[0].isupper() for word in words) <= len(words)
