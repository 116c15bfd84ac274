"""What differs between two states, in the forms that people and machines read. One file a form; each writes
to a text stream."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from dateline.diff.model import Diff

FORMATS = {
    "text": "for people at a terminal",
    "markdown": "release notes",
    "json": "one document with every row, as schema/diff.schema.json describes it",
    "html": "a page by itself",
}
"""What each is for."""

Write = Callable[["Diff", TextIO, int], None]


def writer(name: str) -> Write:
    """What writes the form of that name: the differences, where to, and how many of each list people are
    shown. KeyError if there is none."""
    if name not in FORMATS:
        raise KeyError(name)
    write: Write = importlib.import_module(f"{__name__}.{name}").write
    return write
