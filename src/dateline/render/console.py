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
    """`text` without control characters, which a terminal would obey, and characters that nobody sees."""
    return "".join(c if c.isprintable() else " " if c in "\n\t\r" else _escaped(ord(c)) for c in text)


def _escaped(code: int) -> str:
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
