"""Where a text may be cut without tearing apart what readers see as one character."""

from __future__ import annotations

import re
import unicodedata

from dateline.text.values import Span

ZERO_WIDTH = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
"""What readers do not see, as the inside of a character class.

Soft hyphen, grapheme joiner, Arabic letter mark, Mongolian vowel separator; zero-width space, joiners, marks
of direction; embeddings; word joiner and invisible operators; isolates; byte order mark.
"""
_ZERO_WIDTH = re.compile(f"[{ZERO_WIDTH}]")


def joins(character: str) -> bool:
    """Whether the character combines with what stands before it.

    True for combining marks, for the vowels and finals of Hangul syllables, and for the vowel signs of Kirat
    Rai: every character that can change what stands before it under NFC is among them.
    """
    return character > "\u02ff" and (
        unicodedata.category(character)[0] == "M"
        or "\u1160" <= character <= "\u11ff"
        or "\ud7b0" <= character <= "\ud7fb"
        or "\U00016d63" <= character <= "\U00016d6a"
    )


def is_whole(text: str, at: int) -> bool:
    """Whether a cut at this offset leaves combining, emoji and flag sequences and CR LF whole.

    The extended grapheme clusters of Unicode Standard Annex 29, without its rules for prepended signs; and
    zero-width characters stay with what stands on either side, which may combine across them.
    """
    if not 0 < at < len(text):
        return True
    before, after = text[at - 1], text[at]
    if before == "\r" and after == "\n":
        return False
    if joins(after) or _extends_emoji(after) or _ZERO_WIDTH.match(before) or _ZERO_WIDTH.match(after):
        return False
    return not (_is_flag_letter(before) and _is_flag_letter(after) and _flag_letters_before(text, at) % 2)


def context(text: str, span: Span, width: int = 32) -> tuple[str, str]:
    """What stands before and after a span, as it stands in the text: the evidence table's prefix and suffix.

    Each is at most `width` code points long, and shorter where it would tear a character apart.
    """
    start = max(0, span.start - width)
    while start < span.start and not is_whole(text, start):
        start += 1
    end = min(len(text), span.end + width)
    while end > span.end and not is_whole(text, end):
        end -= 1
    return text[start : span.start], text[span.end : end]


def _extends_emoji(character: str) -> bool:
    """Skin tones, and the tags that spell the flags of regions."""
    return "\U0001f3fb" <= character <= "\U0001f3ff" or "\U000e0020" <= character <= "\U000e007f"


def _is_flag_letter(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _flag_letters_before(text: str, at: int) -> int:
    first = at
    while first and _is_flag_letter(text[first - 1]):
        first -= 1
    return at - first
