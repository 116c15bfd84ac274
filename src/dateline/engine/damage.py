"""A file that is not sound: which of its records can be judged, which cannot, and why.

Used only where the scan stopped or the books did not balance; it reads record by record with the csv module.
"""

from __future__ import annotations

import csv
import json
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from dateline.engine.table_file import MAX_CELL, Format, TableFile

MAX_LINES = 10_000
"""A quotation mark that is not closed within so many lines was left open by mistake."""


class Unreadable(NamedTuple):
    """A record that cannot be judged: an answer of the probe `table`."""

    answer: str
    line: int
    record: int
    """Number of the record, 1 for the first below the header."""
    value: str
    note: str


@dataclass(frozen=True, slots=True)
class Sound:
    """What is left of a damaged file: a copy of its sound records, and where each stood."""

    body: Path
    lines: array[int] = field(repr=False)
    """Physical line of each sound record."""
    unreadable: tuple[Unreadable, ...]

    def line_of(self, row: int) -> int:
        """Physical line, in the file as it was, of a sound record (1-based)."""
        return self.lines[row - 1]


def separate(table: TableFile, folder: Path) -> Sound:
    """Copy the sound records of `table` into `folder`, and say what is wrong with the others."""
    body = folder / (table.body.name + ".sound")
    lines: array[int] = array("Q")
    unreadable: list[Unreadable] = []
    pieces = _csv_pieces(table) if table.format is Format.csv else _json_pieces(table)
    with body.open("wb") as sink:
        for number, (line, raw, problem) in enumerate(pieces, 1):
            if problem is None:
                lines.append(line)
                sink.write(raw)
            else:
                unreadable.append(Unreadable(problem[0], line, number, problem[1], problem[2]))
    return Sound(body, lines, tuple(unreadable))


Problem = tuple[str, str, str]
Piece = tuple[int, bytes, Problem | None]


def _csv_pieces(table: TableFile) -> Iterator[Piece]:
    """Every record below the header: its line, its bytes with LF at the end, what is wrong with it."""
    quote = table.quote.encode()
    with table.body.open("rb") as stream:
        line = 1
        for _ in range(table.header_lines):
            line += bool(stream.readline())
        offset = stream.tell()
        while raw := stream.readline():
            start, after_first = line, offset + len(raw)
            parts, open_quote = [raw], raw.count(quote) % 2 == 1
            while open_quote and len(parts) < MAX_LINES and (more := stream.readline()):
                parts.append(more)
                open_quote ^= more.count(quote) % 2 == 1
            if open_quote:
                # Whatever the quotation mark swallowed is read again, line by line.
                stream.seek(after_first)
                del parts[1:]
            whole = b"".join(parts)
            line, offset = start + len(parts), offset + len(whole)
            yield start, _plain(whole), _csv_problem(table, whole, open_quote)


def _csv_problem(table: TableFile, raw: bytes, unclosed: bool) -> Problem | None:
    if b"\0" in raw:
        return "unreadable", "NUL", "a NUL byte, which no text file holds"
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return "encoding", f"0x{raw[error.start]:02x}", f"byte {error.start + 1} of the record is not UTF-8"
    if unclosed:
        return "unreadable", text.strip()[:60], "a quotation mark is opened and never closed"
    if not text.strip("\r\n"):
        return "blank_row", "", ""
    if len(raw) > MAX_CELL:
        return "unreadable", text[:60], f"longer than {MAX_CELL:,} bytes"
    try:
        cells = next(csv.reader([text], delimiter=table.delimiter, quotechar=table.quote, strict=True))
    except csv.Error as error:
        return "unreadable", text.strip()[:60], str(error)
    if len(cells) < len(table.header):
        return "short_row", "", f"{len(cells)} of {len(table.header)} cells"
    if len(cells) > len(table.header):
        return "long_row", cells[len(table.header)], f"{len(cells)} cells where {len(table.header)} belong"
    return None


def _json_pieces(table: TableFile) -> Iterator[Piece]:
    with table.body.open("rb") as stream:
        for line, raw in enumerate(stream, 1):
            problem: Problem | None = None
            try:
                entry = json.loads(raw.decode("utf-8"))
                if not isinstance(entry, dict):
                    problem = "unreadable", raw[:60].decode("utf-8", "replace").strip(), "not an object"
            except UnicodeDecodeError as error:
                problem = (
                    "encoding",
                    f"0x{raw[error.start]:02x}",
                    f"byte {error.start + 1} of the line is not UTF-8",
                )
            except ValueError as error:
                shown = raw[:60].decode("utf-8", "replace").strip()
                problem = ("unreadable", shown, str(error)) if shown else ("blank_row", "", "")
            yield line, raw.rstrip(b"\r\n") + b"\n", problem


def _plain(raw: bytes) -> bytes:
    """The record with one LF at its end; line breaks inside cells stay as they are."""
    return raw.rstrip(b"\r\n") + b"\n"
