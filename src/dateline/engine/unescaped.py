"""A table of a release as it was before cells were kept from running in a spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from dateline.engine import table_file
from dateline.engine.table_file import Format, TableFile
from dateline.release import escaping


def plain(file: TableFile, columns: Collection[str], folder: Path) -> TableFile:
    """The table with the cells of these columns as they were; `folder` takes the copy, whose records stand on
    the lines on which they stood. A file that is no CSV, or not whole, is left as it is: what is wrong with
    it is told elsewhere."""
    at = [number for number, name in enumerate(file.header) if name in columns]
    if not at or file.fault or file.format is not Format.csv:
        return file
    target = table_file.new_copy(folder)
    try:
        with (
            file.body.open(encoding="utf-8", newline="") as source,
            target.open("w", encoding="utf-8", newline="") as sink,
        ):
            writer = csv.writer(sink, delimiter=file.delimiter, quotechar=file.quote, lineterminator="\n")
            for cells in csv.reader(source, delimiter=file.delimiter, quotechar=file.quote, strict=True):
                for number in at:
                    cells[number] = escaping.unescaped(cells[number])
                writer.writerow(cells)
    except (csv.Error, UnicodeDecodeError, IndexError):
        return file
    return replace(file, body=target, copied=True)
