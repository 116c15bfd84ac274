"""Where in a foreign file its table begins: below titles and blank lines, above a row of HXL tags, with
another delimiter than its name says."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from dateline.engine import csv_text
from dateline.engine.csv_text import Record
from dateline.engine.table_file import Remark, TableFile

DELIMITERS = (",", ";", "\t", "|")
NAMES = {",": "a comma", ";": "a semicolon", "\t": "a tab", "|": "a bar"}
MOST = 20
"""Lines that may stand before the header."""
SHOWN = 80
"""Characters that are shown of what was passed over."""

Known = Callable[[Sequence[str]], bool]


def within(file: TableFile, known: Known) -> TableFile:
    """The table that begins at the first line whose names are `known`; the file as it is if there is none."""
    first = _lines(file)
    delimiters = (file.delimiter, *(one for one in DELIMITERS if one != file.delimiter))
    for before in range(len(first)):
        for delimiter in delimiters:
            header = _record(first[before:], delimiter, file.quote)
            if header and not header.fault and known(header.cells):
                return _found(file, first, before, header, delimiter)
    return file


def _found(file: TableFile, lines: Sequence[bytes], before: int, header: Record, delimiter: str) -> TableFile:
    below = _record(lines[before + header.lines :], delimiter, file.quote)
    tags = below if below and _is_tags(below.cells) else None
    records = [*lines[:before], header.raw, *([tags.raw] if tags else [])]
    mark = len(codecs.BOM_UTF8) if before == 0 and lines[0].startswith(codecs.BOM_UTF8) else 0
    return replace(
        file,
        header=tuple(header.cells),
        delimiter=delimiter,
        header_lines=before + header.lines + (tags.lines if tags else 0),
        header_bytes=mark + sum(map(len, records)),
        skipped=before + (header.lines if tags else 0),
        newline=2 if header.raw.endswith(b"\r\n") else 1,
        remarks=(*file.remarks, *_remarks(file, lines, before, header, tags, delimiter)),
    )


def _remarks(
    file: TableFile, lines: Sequence[bytes], before: int, header: Record, tags: Record | None, delimiter: str
) -> Iterator[Remark]:
    if before:
        passed = b" ".join(lines[:before]).decode("utf-8", errors="replace").split()
        yield Remark(
            "lines_before_header",
            " ".join(passed).strip(",;|")[:SHOWN],
            f"the header is on line {before + 1}",
            1,
        )
    if header.raw.endswith(b"\r\r\n"):
        yield Remark("doubled_returns", "CR CR LF", "", before + 1)
    if tags:
        yield Remark("hxl_tags", ", ".join(filter(None, tags.cells))[:SHOWN], "", before + header.lines + 1)
    if delimiter != file.delimiter:
        yield Remark(
            "other_delimiter",
            NAMES.get(delimiter, delimiter),
            NAMES.get(file.delimiter, file.delimiter),
            before + 1,
        )


def _lines(file: TableFile) -> list[bytes]:
    """The first physical lines: enough for what stands before the header, the header and the row below."""
    with file.body.open("rb") as stream:
        return [line for _ in range(MOST + 2) if (line := csv_text.line_of(stream))]


def _record(lines: Sequence[bytes], delimiter: str, quote: str) -> Record | None:
    if not lines:
        return None
    rest = iter(lines[1:])
    return csv_text.record(lines[0].removeprefix(codecs.BOM_UTF8), lambda: next(rest, b""), delimiter, quote)


def _is_tags(cells: Sequence[str]) -> bool:
    """Whether a row is one of HXL tags: `#date+start`, `#geo+lat` …"""
    given = [cell for cell in cells if cell]
    return bool(given) and all(cell.startswith("#") and cell[1:2].isalpha() for cell in given)
