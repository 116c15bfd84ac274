"""The first records of a file, by which it is seen how its columns are written."""

from __future__ import annotations

import csv
import itertools
from collections.abc import Iterator, Sequence

from dateline.engine.table_file import Format, TableFile

SAMPLE = 1000
"""Records by which it is seen how a column is written."""

Cells = Sequence[str]


def sample_of(file: TableFile) -> list[Cells]:
    """The first records of a file."""
    return list(itertools.islice(records(file), SAMPLE))


def records(file: TableFile) -> Iterator[Cells]:
    """Records from the beginning of a file, damaged ones as they are."""
    if file.format is not Format.csv:
        yield from by_engine(file, f"SELECT * FROM {file.relation()} LIMIT {SAMPLE}")
        return
    with file.body.open(encoding="utf-8", errors="replace", newline="") as stream:
        for _line in range(file.header_lines):
            stream.readline()
        try:
            yield from csv.reader(stream, delimiter=file.delimiter, quotechar=file.quote)
        except csv.Error:
            return


def by_engine(file: TableFile, sql: str) -> list[tuple[str, ...]]:
    import duckdb

    with duckdb.connect(config={"threads": 2}) as connection:
        rows = connection.execute(sql).fetchall()
    return [tuple(cell or "" for cell in row) for row in rows]


def cells_of(sample: Sequence[Cells], position: int) -> Iterator[str]:
    return (cells[position] for cells in sample if position < len(cells) and cells[position])
