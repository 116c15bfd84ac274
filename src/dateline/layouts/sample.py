"""The first records of a file, by which it is seen how its columns are written."""

from __future__ import annotations

import csv
import itertools
from collections.abc import Iterator, Sequence

from dateline.engine import damage
from dateline.engine.table_file import Format, TableFile

SAMPLE = 1000
"""Records by which it is seen how a column is written."""

Cells = Sequence[str]


def sample_of(file: TableFile) -> list[Cells]:
    """The first records of a file."""
    return list(itertools.islice(records(file), SAMPLE))


def records(file: TableFile) -> Iterator[Cells]:
    """Records from the beginning of a file, damaged ones as they are."""
    match file.format:
        case Format.parquet:
            yield from by_engine(f"SELECT * FROM {file.relation()} LIMIT {SAMPLE}")
        case Format.jsonl:
            yield from (part.cells for part in damage.parts(file) if isinstance(part, damage.Piece))
        case Format.csv:
            yield from _of_csv(file)


def _of_csv(file: TableFile) -> Iterator[Cells]:
    with file.body.open(encoding="utf-8", errors="replace", newline="") as stream:
        for _line in range(file.header_lines):
            stream.readline()
        try:
            yield from csv.reader(stream, delimiter=file.delimiter, quotechar=file.quote)
        except csv.Error:
            return


def by_engine(sql: str) -> list[tuple[str, ...]]:
    """Rows of text; none where the engine cannot read the file, which is told when it is judged."""
    import duckdb

    try:
        with duckdb.connect(config={"threads": 2}) as connection:
            rows = connection.execute(sql).fetchall()
    except duckdb.Error:
        return []
    return [tuple(cell or "" for cell in row) for row in rows]


def cells_of(sample: Sequence[Cells], position: int) -> Iterator[str]:
    return (cells[position] for cells in sample if position < len(cells) and cells[position])
