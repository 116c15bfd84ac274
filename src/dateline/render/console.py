"""The terminal."""

from __future__ import annotations

import functools
import sys

from rich.console import Console


@functools.cache
def console() -> Console:
    """Standard output: coloured on a terminal, plain in a pipe, never guessing links or emoji in people's
    data."""
    return Console(highlight=False, emoji=False, markup=False, soft_wrap=not sys.stdout.isatty())


def printable(text: str) -> str:
    """`text` without control characters, which a terminal would obey."""
    return "".join(c if c.isprintable() else " " if c in "\n\t\r" else f"\\x{ord(c):02x}" for c in text)
