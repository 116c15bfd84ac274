"""The records behind row numbers: their cells as they stand in the file, and the physical line they start
on."""

from __future__ import annotations

import bisect
import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from dateline.engine.bytes import Bytes
from dateline.engine.table_file import Format, TableFile, glob_escaped, identifier, literal

Connection = Any


class Record(NamedTuple):
    """One record. `line` is None where the format has no lines (Parquet)."""

    line: int | None
    cells: Mapping[str, str]


Fetch = Callable[[Sequence[int]], Mapping[int, Record]]
"""Records by data row (1-based); the rows are asked for in ascending order."""


def of_csv(table: TableFile, facts: Bytes, line_of: Callable[[int], int]) -> Fetch:
    """Read records of a CSV file back from their lines."""

    def fetch(rows: Sequence[int]) -> dict[int, Record]:
        lines = [line_of(row) for row in rows]
        found: dict[int, Record] = {}
        for row, line, text in zip(rows, lines, facts.text_from(lines), strict=True):
            decoded = (part.decode("utf-8", errors="replace") for part in text)
            reader = csv.reader(decoded, delimiter=table.delimiter, quotechar=table.quote)
            found[row] = Record(line, _by_name(table.header, next(reader, [])))
        return found

    return fetch


def of_json_lines(table: TableFile, facts: Bytes, line_of: Callable[[int], int]) -> Fetch:
    """Read objects of a JSON lines file back from their lines."""

    def fetch(rows: Sequence[int]) -> dict[int, Record]:
        lines = [line_of(row) for row in rows]
        found: dict[int, Record] = {}
        for row, line, text in zip(rows, lines, facts.text_from(lines), strict=True):
            entry = json.loads(next(text))
            cells = {name: _json_cell(entry.get(name)) for name in table.header}
            found[row] = Record(line, cells)
        return found

    return fetch


def of_relation(connection: Connection, table: TableFile) -> Fetch:
    """Read rows of a Parquet file back by their numbers."""

    def fetch(rows: Sequence[int]) -> dict[int, Record]:
        numbers = ", ".join(str(row - 1) for row in rows)
        cells = ", ".join(f"CAST({identifier(name)} AS VARCHAR)" for name in table.header)
        path = literal(glob_escaped(table.body))
        found = connection.execute(
            f"SELECT file_row_number + 1, {cells} FROM read_parquet({path}, file_row_number=true) "
            f"WHERE file_row_number IN ({numbers})"
        ).fetchall()
        return {
            row: Record(None, _by_name(table.header, [cell or "" for cell in cells])) for row, *cells in found
        }

    return fetch


def of_memory(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Fetch:
    """Rows that are at hand."""

    def fetch(wanted: Sequence[int]) -> dict[int, Record]:
        return {row: Record(row + 1, _by_name(header, rows[row - 1])) for row in wanted}

    return fetch


def lines_of_sound_csv(table: TableFile, embedded: Iterable[tuple[int, int]]) -> Callable[[int], int]:
    """Physical line of a data row in a CSV file without damage; `embedded`: (row, line breaks in its
    cells)."""
    rows: list[int] = []
    sums: list[int] = []
    total = 0
    for row, count in embedded:
        total += count
        rows.append(row)
        sums.append(total)

    def line_of(row: int) -> int:
        at = bisect.bisect_left(rows, row)
        return table.header_lines + row + (sums[at - 1] if at else 0)

    return line_of


def fetch_of(
    connection: Connection, table: TableFile, facts: Bytes | None, line_of: Callable[[int], int]
) -> Fetch:
    """The way to read records of a file back."""
    if table.format is Format.parquet or facts is None:
        return of_relation(connection, table)
    return (of_csv if table.format is Format.csv else of_json_lines)(table, facts, line_of)


def _by_name(header: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    return dict(zip(header, [*cells, *[""] * (len(header) - len(cells))], strict=False))


def _json_cell(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def numbered(rows: Iterable[int]) -> Iterator[int]:
    """Distinct rows in ascending order."""
    yield from sorted(set(rows))
