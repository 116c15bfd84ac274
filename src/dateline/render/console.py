"""The terminal, and text for it."""

from __future__ import annotations

import functools
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dateline.findings import Excerpt
from dateline.render.excerpts import within

if TYPE_CHECKING:
    from rich.console import Console

NARROWEST = 20
"""Columns that are left for words, however far they are indented."""
PLAIN_WIDTH = 110
"""Columns for an excerpt where there is no screen."""

Styled = tuple[str, str]
"""A text and its style, which rich knows."""


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph. On a screen its further lines are indented by `hang` columns."""

    parts: tuple[Styled, ...]
    first: str = ""
    """What stands before it, unstyled."""
    hang: int = 0

    @property
    def plain(self) -> str:
        """As one line without styles."""
        return self.first + "".join(text for text, _ in self.parts)


@dataclass(frozen=True, slots=True)
class Marked:
    """A line of a file with a part of it marked."""

    excerpt: Excerpt
    number: int | None
    """Of the line."""
    indent: int = 0

    def lines(self, width: int) -> Iterator[Line]:
        """The excerpt, cut to so many columns, and the mark below it."""
        label = f"{' ' * self.indent}{self.number or ''} | "
        before, marked, after, mark = within(self.excerpt, max(width - len(label), NARROWEST))
        yield Line(((before, ""), (marked, "bold"), (after, "")), first=label)
        yield Line(((mark, "bold red"),), first=f"{'| ':>{len(label)}}")


Shown = Line | Marked


def line(text: str = "", style: str = "", first: str = "", hang: int = 0) -> Line:
    """A paragraph of one style."""
    return Line(((text, style),), first, hang)


@functools.cache
def console() -> Console:
    """Standard output: coloured on a terminal, plain in a pipe, never guessing links or emoji in people's
    data."""
    from rich.console import Console

    return Console(highlight=False, emoji=False, markup=False, soft_wrap=not sys.stdout.isatty())


def show(lines: Iterable[Shown]) -> None:
    """Print lines: plain in a pipe; on a screen with their styles, and broken to its width."""
    if not sys.stdout.isatty():  # without rich, which takes longer to import than all of this to print
        for text in plain(lines):
            sys.stdout.write(text + "\n")
        sys.stdout.flush()
        return
    from rich.text import Text

    screen = console()
    for one in lines:
        if isinstance(one, Marked):
            for part in one.lines(screen.width):
                screen.print(Text.assemble(part.first, *part.parts), no_wrap=True, crop=True)
            continue
        broken = Text.assemble(*one.parts).wrap(screen, max(screen.width - one.hang, NARROWEST))
        for number, piece in enumerate(broken or [Text()]):
            screen.print(Text(" " * one.hang if number else one.first).append_text(piece))


def plain(lines: Iterable[Shown]) -> Iterator[str]:
    """Lines as they stand in a pipe or a file."""
    for one in lines:
        if isinstance(one, Marked):
            for part in one.lines(PLAIN_WIDTH):
                yield part.plain.rstrip()
        else:
            yield one.plain


def printable(text: str) -> str:
    """`text` without control characters, which a terminal would obey, and characters that nobody sees."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else " " if c in "\n\t\r" else _escaped(ord(c)) for c in text)


def _escaped(code: int) -> str:
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
