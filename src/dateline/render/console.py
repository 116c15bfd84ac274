"""The terminal."""

from __future__ import annotations

import functools
import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.console import Console

NARROWEST = 20
"""Columns that are left for words, however far they are indented."""

Styled = tuple[str, str]
"""A text and its style, which rich knows."""


@functools.cache
def console() -> Console:
    """Standard output: coloured on a terminal, plain in a pipe, never guessing links or emoji in people's
    data."""
    from rich.console import Console

    return Console(highlight=False, emoji=False, markup=False, soft_wrap=not sys.stdout.isatty())


def paragraph(*parts: Styled, first: str = "", hang: int = 0) -> None:
    """Print `first` and the parts: as one plain line in a pipe, and on a screen with the lines that follow
    indented by `hang` columns."""
    if not sys.stdout.isatty():  # without rich, which takes longer to import than all of this to print
        click.echo(first + "".join(text for text, _ in parts))
        return
    from rich.text import Text

    screen = console()
    lines = Text.assemble(*parts).wrap(screen, max(screen.width - hang, NARROWEST))
    for number, line in enumerate(lines):
        screen.print(Text(" " * hang if number else first).append_text(line))


def printable(text: str) -> str:
    """`text` without control characters, which a terminal would obey, and characters that nobody sees."""
    return "".join(c if c.isprintable() else " " if c in "\n\t\r" else _escaped(ord(c)) for c in text)


def _escaped(code: int) -> str:
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
