"""A file that is not sound: which of its records can be judged, which cannot, and why.

Used only where the scan stopped or the books did not balance, and for JSON lines. Sound records of a CSV file
are copied as they stand, many at a time; around damage, and in JSON lines, each record is read by itself.
"""

from __future__ import annotations

import json
import os
from array import array
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from dateline.engine import csv_runs, csv_text
from dateline.engine.sound_copy import SoundCopy
from dateline.engine.table_file import Format, TableFile, encodable

SHOWN = 60
"""Characters of an unreadable record that are shown."""
AROUND = 15
"""Characters that are shown on either side of a byte that is not UTF-8."""
NUL = "it holds a NUL byte, which no text does"


class Piece(NamedTuple):
    """A record: its first physical line, its cells, and what is wrong with it (an answer of the probe
    `table`), if anything is."""

    line: int
    cells: Sequence[str]
    answer: str | None = None
    value: str = ""
    note: str = ""
    start: int = 0
    """Of a record whose cells are not told apart: where it stands in the file that was read, in bytes."""
    size: int = 0


class Run(NamedTuple):
    """Sound records, one behind the other."""

    raw: bytes
    lines: Sequence[int]
    """The physical line of each."""


class Unreadable(NamedTuple):
    """A record that cannot be judged."""

    number: int
    """1 for the first record below the header."""
    piece: Piece


@dataclass(frozen=True, slots=True)
class Sound:
    """What is left of a damaged file: a copy of its sound records, and where each stood."""

    copy: TableFile
    bytes: int
    """Bytes of all cells of the copy, less their quotation marks."""
    lines: array[int] = field(repr=False)
    """Physical line of each sound record."""
    numbers: array[int] = field(repr=False)
    """Number of each sound record, the others counted too."""
    unreadable: tuple[Unreadable, ...]
    """The first of those that cannot be judged."""
    counts: Mapping[str, int]
    """All of those, by answer."""


def separate(table: TableFile, folder: Path, most: Callable[[str], int]) -> Sound:
    """Copy the sound records of `table` into `folder`, and say what is wrong with the others. `most`: how
    many of these are kept, by answer."""
    lines, numbers = array("Q"), array("Q")
    unreadable: list[Unreadable] = []
    counts: Counter[str] = Counter()
    number = 1
    with SoundCopy(table, folder) as copy:
        for part in parts(table):
            if isinstance(part, Run):
                copy.add(part.raw, len(part.lines))
                lines.extend(part.lines)
                numbers.extend(range(number, number + len(part.lines)))
            elif part.answer is None:
                copy.add_cells(part.cells or [""] * len(table.header))
                lines.append(part.line)
                numbers.append(number)
            else:
                counts[part.answer] += 1
                if counts[part.answer] <= most(part.answer):
                    unreadable.append(Unreadable(number, part))
            number += records_in(part)
    return Sound(copy.file(), copy.bytes, lines, numbers, tuple(unreadable), counts)


def count(table: TableFile) -> int:
    """Number of records below the header."""
    return sum(map(records_in, parts(table)))


def records_in(part: Run | Piece) -> int:
    return len(part.lines) if isinstance(part, Run) else 1


def parts(table: TableFile) -> Iterator[Run | Piece]:
    """Every record below the header, in order."""
    with table.body.open("rb") as stream:
        stream.seek(table.header_bytes)
        yield from (_json if table.format is Format.jsonl else _csv)(table, stream, table.header_lines + 1)


def _csv(table: TableFile, stream: BinaryIO, line: int) -> Iterator[Run | Piece]:
    proved = csv_runs.proof(table)
    quote, size = table.quote.encode(), csv_runs.BLOCK
    while block := csv_text.block_of(stream, size, quote):
        if lines := proved(block, line):
            yield Run(block, lines)
            line += block.count(b"\n")
            size = min(2 * len(block), csv_runs.BLOCK)
            continue
        stream.seek(-len(block), os.SEEK_CUR)
        before_last = block.rfind(b"\n", 0, -1) + 1
        size = (before_last or len(block)) // 4  # a block is up to twice as large, and has to shrink
        if not before_last:
            start = stream.tell()
            record = _record(table, stream)
            yield _placed(_judged(table, line, record), start, record.raw)
            line += record.lines


def _placed(piece: Piece, start: int, raw: bytes) -> Piece:
    """The piece with its place, if that is all that can be known of its text."""
    return piece._replace(start=start, size=len(raw)) if piece.answer and not piece.cells else piece


def _record(table: TableFile, stream: BinaryIO) -> csv_text.Record:
    """The next record. What a quotation mark swallowed that is never closed is read again."""
    first = csv_text.line_of(stream)
    after = stream.tell()
    record = csv_text.record(first, lambda: csv_text.line_of(stream), table.delimiter, table.quote)
    if record.fault and record.lines == 1:
        stream.seek(after)
    return record


def _judged(table: TableFile, line: int, record: csv_text.Record) -> Piece:
    if b"\0" in record.raw:
        return Piece(line, (), "unreadable", "NUL", NUL)
    if (wrong := _not_utf8(record.raw)) is not None:
        return Piece(line, (), "encoding", *wrong)
    shown = csv_text.text(record.raw[: SHOWN * 4]).strip()[:SHOWN]
    if record.fault or csv_text.too_long(record.raw):
        return Piece(line, (), "unreadable", shown, record.fault or csv_text.TOO_LONG)
    cells, width = record.cells, len(table.header)
    if not any(cells):
        return Piece(line, ())
    if len(cells) < width:
        note = f"{len(cells)} of {width} cells"
        return Piece(line, cells, "short_row", "", note)
    if len(cells) > width:
        note = f"{len(cells)} cells where {width} belong"
        return Piece(line, cells, "long_row", cells[width], note)
    return Piece(line, cells)


def _json(table: TableFile, stream: BinaryIO, line: int) -> Iterator[Piece]:
    start = stream.tell()
    while raw := csv_text.line_of(stream):
        yield _placed(_object(table, line, raw), start, raw)
        line, start = line + 1, start + len(raw)


def _object(table: TableFile, line: int, raw: bytes) -> Piece:
    if b"\0" in raw:
        return Piece(line, (), "unreadable", "NUL", NUL)
    if (wrong := _not_utf8(raw)) is not None:
        return Piece(line, (), "encoding", *wrong)
    text = raw.decode("utf-8").rstrip()
    shown = text.strip()[:SHOWN]
    if not shown:
        return Piece(line, ())
    if csv_text.too_long(raw):
        return Piece(line, (), "unreadable", shown, csv_text.TOO_LONG)
    try:
        cells = cells_of(text, table.header)
    except ValueError as error:
        return Piece(line, (), "unreadable", shown, str(error))
    return Piece(line, cells)


def cells_of(text: str, header: Sequence[str]) -> list[str]:
    """The cells of a JSON object in the order of the header: numbers as they are written, what is nested as
    JSON. ValueError for anything else."""
    try:
        entry = _decoder().decode(text)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"it is not JSON from character {error.pos + 1} on") from None
    if not isinstance(entry, dict):
        raise ValueError("it is not a JSON object")
    cells = [
        value if isinstance(value := entry.get(name), str) else _cell(value, name, text) for name in header
    ]
    if "\0" in "".join(cells):
        raise ValueError("it holds a NUL character, which no text does")
    if not encodable("".join((*entry, *cells))):
        raise ValueError("it holds half of a character (a lone surrogate)")
    return cells


@cache
def _decoder() -> json.JSONDecoder:
    return json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str, object_pairs_hook=_keys_once)


def _keys_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    entry = dict(pairs)
    if len(entry) < len(pairs):
        (name, _count), *_ = Counter(key for key, _ in pairs).most_common(1)
        raise ValueError(f"the key {name!r} stands in it twice")
    return entry


def _cell(value: Any, name: str, text: str) -> str:
    match value:
        case None:
            return ""
        case list() | dict():
            return json.dumps(json.loads(text)[name], ensure_ascii=False)
        case _:
            return json.dumps(value)


def _not_utf8(raw: bytes) -> tuple[str, str] | None:
    """The first byte that is not UTF-8, and where it stands."""
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        byte = f"0x{raw[error.start]:02x}"
        before = raw[: error.start].decode("utf-8")[-AROUND:]
        after = raw[error.end :].decode("utf-8", errors="replace")[:AROUND]
        around = " ".join(f"{before}\N{REPLACEMENT CHARACTER}{after}".split())
        return byte, f"byte {error.start + 1} of this record is {byte}, in “{around}”"
    return None
