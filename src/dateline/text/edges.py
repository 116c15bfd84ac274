"""Where a quotation may begin and end: not inside a word, a number or a character."""

from __future__ import annotations

import re

from dateline.text.folding import Folded
from dateline.text.graphemes import joins

# Thai, Lao, Tibetan; Myanmar; Khmer; kana; Chinese characters: written without spaces between words.
_WITHOUT_SPACES = re.compile(
    "[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\ua9e0-\ua9ff\uaa60-\uaa7f\uf900-\ufaff\U00020000-\U0003ffff]"
)
_SEPARATORS = ".,\u066b\u066c"


def is_edge(folded: Folded, at: int) -> bool:
    """Whether a quotation may begin or end at this offset of the folded text.

    It may not where letters or digits stand on both sides, in scripts that put spaces between words; nor
    before a combining mark; nor at the separators inside a number.
    """
    text = folded.text
    if not 0 < at < len(text):
        return True
    after = text[at]
    if joins(after) or folded.divides(at):
        return False
    before = _letter_before(text, at)
    if before.isalnum() and after.isalnum():
        return bool(_WITHOUT_SPACES.match(before) or _WITHOUT_SPACES.match(after))
    if before.isdigit() and after in _SEPARATORS:
        return not text[at + 1 : at + 2].isdigit()
    if before in _SEPARATORS and after.isdigit():
        return not text[max(0, at - 2) : at - 1].isdigit()
    return True


def _letter_before(text: str, at: int) -> str:
    """What stands before the offset, without the marks that it carries."""
    last = at - 1
    while last and joins(text[last]):
        last -= 1
    return text[last]
