"""Whether a text is English."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]+")
_SMALL_WORD = re.compile(
    r"\b(?:the|of|and|to|in|a|an|that|for|on|was|were|is|are|with|as|by|at|it|from|said|has|had|have|be|which)\b",
    re.IGNORECASE,
)
_SHARE = 0.2
_FEWEST_WORDS, _FEWEST_SMALL = 10, 3
_SAMPLE = 20_000
"""Characters from the beginning that are looked at."""


def is_english(text: str) -> bool:
    """Whether every fifth word of a text, or more, is a small one of English such as `the`.

    Texts of less than ten words, or with less than three different ones of the small words, tell nothing.
    """
    words = len(_WORD.findall(text, 0, _SAMPLE))
    small = [word.lower() for word in _SMALL_WORD.findall(text, 0, _SAMPLE)]
    return words >= _FEWEST_WORDS and len(set(small)) >= _FEWEST_SMALL and len(small) >= _SHARE * words
