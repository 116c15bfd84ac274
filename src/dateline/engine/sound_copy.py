"""A copy of the sound records of a file, in a dialect that all readers read alike."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from types import TracebackType

from dateline.engine import csv_runs, table_file
from dateline.engine.csv_text import MAX_RECORD
from dateline.engine.table_file import Format, TableFile


class SoundCopy(AbstractContextManager["SoundCopy"]):
    """Takes records as they stand in the file, and cells."""

    def __init__(self, table: TableFile, folder: Path) -> None:
        own = not csv_runs.copied(table)
        delimiter, quote = (",", '"') if own else (table.delimiter, table.quote)
        self._table = replace(table, format=Format.csv, delimiter=delimiter, quote=quote, copied=True)
        self._path = table_file.new_copy(folder)
        self._stream = self._path.open("wb")
        self._quote = quote.encode()
        self._longest = self.bytes = 0
        # In quotation marks every cell means the same to every reader.
        end = "\r\n" if table.newline == 2 else "\n"
        self._writer = csv.writer(
            self, quoting=csv.QUOTE_ALL, delimiter=delimiter, quotechar=quote, lineterminator=end
        )
        self._between = len(table.header) - 1 + len(end)
        self.add_cells([f"c{number}" for number in range(len(table.header))])
        self.bytes = 0  # the header's are not counted

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stream.close()

    def add(self, raw: bytes, records: int) -> None:
        """Records, each with its line end."""
        self._stream.write(raw)
        self.bytes += len(raw) - raw.count(self._quote) - records * self._between

    def add_cells(self, cells: Sequence[str]) -> None:
        """One record."""
        self._writer.writerow(cells)

    def write(self, text: str) -> None:
        """For the csv module: one record."""
        raw = text.encode()
        self._longest = max(self._longest, len(raw))
        self.add(raw, 1)

    def file(self) -> TableFile:
        """The copy, as a table of its own."""
        return replace(self._table, body=self._path, longest=max(self._longest, MAX_RECORD))
