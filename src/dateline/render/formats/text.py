"""Text for people, as in a terminal without colours."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

from dateline.render import console, file, validation
from dateline.render.console import Shown
from dateline.validate.run import Validation


def write(result: Validation, stream: TextIO) -> None:
    """Write it."""
    for text in console.plain(lines(result)):
        stream.write(text + "\n")


def lines(result: Validation) -> Iterator[Shown]:
    """What is said of one file, or of a package."""
    return file.lines(result) if result.reading else validation.lines(result)
