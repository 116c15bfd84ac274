"""Files without a header: known by how many cells a record has, and by what stands in some of them."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from dateline.engine import csv_text
from dateline.engine.table_file import Format, TableFile
from dateline.layouts.catalogue import layouts
from dateline.layouts.date_forms import FORMS
from dateline.layouts.model import Column, Layout
from dateline.layouts.recognition import Recognised


def within(file: TableFile, known: Iterable[Layout] | None = None) -> tuple[TableFile, Recognised] | None:
    """The file as one without a header, with the columns that its layout says; None if it is none."""
    if file.format is not Format.csv:
        return None
    with file.body.open("rb") as stream:
        line = csv_text.line_of(stream)
    first = line.removeprefix(codecs.BOM_UTF8)
    for layout in layouts().values() if known is None else known:
        if not layout.has_header and layout.delimiter:
            cells = csv_text.record(first, lambda: b"", layout.delimiter, file.quote).cells
            if _fits(layout, cells):
                return _read(file, layout, len(line) - len(first))
    return None


def _fits(layout: Layout, cells: Sequence[str]) -> bool:
    return len(cells) == layout.width and all(
        _may_hold(layout.columns[name], cells[_position(layout.columns[name])]) for name in layout.signature
    )


def _may_hold(column: Column, cell: str) -> bool:
    patterns = [form.pattern for form in FORMS] if column.dates else column.patterns
    return any(re.fullmatch(pattern, cell) for pattern in patterns)


def _read(file: TableFile, layout: Layout, mark: int) -> tuple[TableFile, Recognised]:
    columns = {name: _position(column) for name, column in layout.columns.items()}
    named = {position: name for name, position in columns.items()}
    names = [named.get(position, f"column {position + 1}") for position in range(layout.width or 0)]
    read = replace(
        file,
        header=tuple(names),
        header_lines=0,
        header_bytes=mark,
        skipped=0,
        delimiter=layout.delimiter or file.delimiter,
    )
    extra = tuple(name for name in names if name not in columns)
    return read, Recognised(layout, columns, (), extra)


def _position(column: Column) -> int:
    """From 0 on."""
    return (column.number or 1) - 1
