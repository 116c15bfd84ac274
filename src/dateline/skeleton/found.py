"""What was found in an article, and the words to say from what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dateline.text import Span


@dataclass(frozen=True, slots=True)
class Found:
    """A value, the words that it was read from, and what they are, for a comment."""

    value: str
    span: Span
    why: str


def joined(parts: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join((", ".join(parts[:-1]), parts[-1])) if len(parts) > 1 else parts[0]
