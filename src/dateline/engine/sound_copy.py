"""A copy of the sound records of a file, in a dialect that all readers read alike."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from types import TracebackType

from dateline.engine import csv_runs, table_file
from dateline.engine.csv_text import MAX_RECORD
from dateline.engine.table_file import Format, TableFile


class SoundCopy(AbstractContextManager["SoundCopy"]):
    """Takes records as they stand in the file, and cells.

    `bytes`: those of all cells so far, less their quotation marks.
    """

    def __init__(self, table: TableFile, folder: Path) -> None:
        self._table = table = _in_our_dialect(table, table_file.new_copy(folder))
        self._stream = table.body.open("wb")
        self._longest = MAX_RECORD
        self._end = "\r\n" if table.newline == 2 else "\n"
        self._marks = len(table.header) - 1 + len(self._end)
        self.bytes = 0
        self.add_cells([f"c{number}" for number in range(len(table.header))])
        self.bytes = 0

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stream.close()

    def add(self, raw: bytes, records: int) -> None:
        """Records, each with its line end."""
        self._stream.write(raw)
        self.bytes += len(raw) - raw.count(self._table.quote.encode()) - records * self._marks

    def add_cells(self, cells: Sequence[str]) -> None:
        """One record. In quotation marks every cell means the same to every reader."""
        quote = self._table.quote
        text = "\0".join(cells).replace(quote, quote * 2)  # no cell has a NUL
        text = text.replace("\0", f"{quote}{self._table.delimiter}{quote}")
        raw = f"{quote}{text}{quote}{self._end}".encode()
        self._longest = max(self._longest, len(raw))
        self.add(raw, 1)

    def file(self) -> TableFile:
        """The copy, as a table of its own."""
        return replace(self._table, longest=self._longest)


def _in_our_dialect(table: TableFile, body: Path) -> TableFile:
    """The table in a copy: in its own dialect if records can be copied as they stand."""
    copy = replace(table, format=Format.csv, body=body, copied=True, header_lines=1, skipped=0)
    return copy if csv_runs.can_be_copied(table) else replace(copy, delimiter=",", quote='"')
