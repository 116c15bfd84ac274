"""One record of a CSV file at a time, as Python's csv module reads it in its strict mode."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from typing import BinaryIO, NamedTuple

MAX_RECORD = 1 << 21
"""Longest record that is judged, in bytes without its line end."""
TOO_LONG = f"it is longer than {MAX_RECORD:,} bytes"
MAX_LINES = 10_000
"""A quotation mark that is not closed within so many lines was left open by mistake."""
LOOK_AHEAD = 8 * MAX_RECORD
"""Nor is one that is not closed within so many bytes."""

_FAULTS = {
    "unexpected end of data": "a quotation mark is opened and never closed",
    "new-line character": "a carriage return stands in the middle of a line",
    "expected after": "more text follows a closing quotation mark",
}
"""What the csv module says (a part of it), and what that means."""


class Record(NamedTuple):
    """One record. With a `fault`, `raw` is one physical line and `cells` are not known."""

    raw: bytes
    lines: int
    cells: Sequence[str]
    fault: str


def record(first: bytes, more: Callable[[], bytes], delimiter: str, quote: str) -> Record:
    """The record that begins with the line `first`; `more` gives the lines after it, empty at the end.

    Bytes that are not UTF-8 become lone surrogates. Where a quotation mark is left open, the caller goes on
    at the line after `first`: what the mark swallowed is told apart again.
    """
    taken = [first]
    size = len(first)

    def texts() -> Iterator[str]:
        nonlocal size
        yield text(first)
        while len(taken) < MAX_LINES and size < LOOK_AHEAD and (line := more()):
            taken.append(line)
            size += len(line)
            yield text(line)

    # The usual limit for a cell is 128 KiB, which notes and quotations may exceed; others change it too.
    csv.field_size_limit(LOOK_AHEAD)
    try:
        cells = next(csv.reader(texts(), delimiter=delimiter, quotechar=quote, strict=True))
    except csv.Error as error:
        return Record(first, 1, (), _fault(str(error)))
    raw = b"".join(taken)
    return Record(raw, len(taken), cells, TOO_LONG if too_long(raw) else "")


def too_long(raw: bytes) -> bool:
    """Whether a record is too long to be judged."""
    return len(raw) > MAX_RECORD and len(raw.rstrip(b"\r\n")) > MAX_RECORD


def line_of(stream: BinaryIO) -> bytes:
    """The next physical line; of one that is longer than `LOOK_AHEAD` its beginning."""
    line = rest = stream.readline(LOOK_AHEAD)
    while len(rest) == LOOK_AHEAD and not rest.endswith(b"\n"):
        rest = stream.readline(LOOK_AHEAD)
    return line


def block_of(stream: BinaryIO, size: int, quote: bytes) -> bytes:
    """The next physical lines: `size` bytes, what is left of the last line, and, up to twice the size, the
    lines in which a cell goes on. Of a line that is longer than `LOOK_AHEAD` a part."""
    block = stream.read(size)
    if not block.endswith(b"\n"):
        block += stream.readline(LOOK_AHEAD)
    is_open = block.count(quote) % 2
    while is_open and len(block) < 2 * size and (line := stream.readline(LOOK_AHEAD)):
        block += line
        is_open ^= line.count(quote) % 2
    return block


def text(line: bytes) -> str:
    """UTF-8 as text, each byte that is none as a lone surrogate."""
    return line.decode("utf-8", errors="surrogateescape")


def raw(cell: str) -> bytes:
    """The bytes of a cell that `text` gave."""
    return cell.encode("utf-8", errors="surrogateescape")


def _fault(message: str) -> str:
    return next((said for part, said in _FAULTS.items() if part in message), message)
