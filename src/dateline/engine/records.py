"""The records behind row numbers: their cells as they stand in the file, and the physical line they start
on."""

from __future__ import annotations

import bisect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from dateline.engine import csv_text, damage
from dateline.engine.bytes import Bytes
from dateline.engine.table_file import Format, TableFile, read_parquet

Connection = Any


class Record(NamedTuple):
    """One record. `number`: 1 for the first below the header, those that cannot be judged counted too.
    `line` is None where the format has no lines (Parquet)."""

    number: int
    line: int | None
    texts: Sequence[str]
    """All cells."""
    cells: Mapping[str, str]
    """Cells by the name of their column, of equal names the first."""


Fetch = Callable[[Sequence[int]], Mapping[int, Record]]
"""Records by data row of the scan (1-based); the rows are asked for in ascending order."""
Place = Callable[[int], tuple[int, int]]
"""Number and physical line of the record that is a data row of the scan."""


def of_text(table: TableFile, facts: Bytes, place: Place) -> Fetch:
    """Read records of a CSV or JSON lines file back from their lines."""
    cells_of = _csv_cells if table.format is Format.csv else _json_cells

    def fetch(rows: Sequence[int]) -> dict[int, Record]:
        places = [place(row) for row in rows]
        texts = facts.text_from([line for _number, line in places])
        found: dict[int, Record] = {}
        for row, (number, line), text in zip(rows, places, texts, strict=True):
            cells = cells_of(table, text)
            found[row] = Record(number, line, cells, by_name(table.header, cells))
        return found

    return fetch


def _csv_cells(table: TableFile, lines: Iterator[bytes]) -> Sequence[str]:
    return csv_text.record(next(lines), lambda: next(lines, b""), table.delimiter, table.quote).cells


def _json_cells(table: TableFile, lines: Iterator[bytes]) -> Sequence[str]:
    text = next(lines).decode("utf-8-sig")
    return damage.cells_of(text, table.header) if text.strip() else ()


def of_relation(connection: Connection, table: TableFile) -> Fetch:
    """Read rows of a Parquet file back by their numbers."""

    def fetch(rows: Sequence[int]) -> dict[int, Record]:
        if not rows:
            return {}
        numbers = ", ".join(str(row - 1) for row in rows)
        cells = ", ".join(table.as_text(name) for name in table.header)
        relation = read_parquet(table.body, "file_row_number=true")
        found = connection.execute(
            f"SELECT file_row_number + 1, {cells} FROM {relation} WHERE file_row_number IN ({numbers})"
        ).fetchall()
        texts = {row: [cell or "" for cell in cells] for row, *cells in found}
        return {row: Record(row, None, cells, by_name(table.header, cells)) for row, cells in texts.items()}

    return fetch


def nothing(rows: Sequence[int]) -> dict[int, Record]:
    """The records of a table of which none can be judged."""
    assert not rows
    return {}


def in_sound_csv(table: TableFile, embedded: Iterable[tuple[int, int]]) -> Place:
    """Where the records of a CSV file without damage stand; `embedded`: (row, line breaks in its cells)."""
    rows: list[int] = []
    sums: list[int] = []
    total = 0
    for row, count in embedded:
        total += count
        rows.append(row)
        sums.append(total)

    def place(row: int) -> tuple[int, int]:
        at = bisect.bisect_left(rows, row)
        return row, table.header_lines + row + (sums[at - 1] if at else 0)

    return place


def in_sound_copy(sound: damage.Sound) -> Place:
    """Where the sound records of a damaged file stand."""
    return lambda row: (sound.numbers[row - 1], sound.lines[row - 1])


def by_name(header: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    """Cells by the name of their column; empty where there are too few."""
    given = [*cells, *[""] * (len(header) - len(cells))]
    return dict(zip(reversed(header), reversed(given[: len(header)]), strict=True))


def numbered(rows: Iterable[int]) -> Iterator[int]:
    """Distinct rows in ascending order."""
    yield from sorted(set(rows))
