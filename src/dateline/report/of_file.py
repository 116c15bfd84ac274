"""The events of one file by itself, with their canonical cells."""

from __future__ import annotations

import tempfile
from bisect import bisect_left
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from dateline.engine import connection as connections
from dateline.engine import damage
from dateline.engine.judge import MEMORY
from dateline.engine.table_file import Format
from dateline.findings import Cell
from dateline.report import selection
from dateline.report.content import Content, Events, Row
from dateline.schemas import known_schema
from dateline.validate import foreign
from dateline.validate.foreign import Told
from dateline.validate.run import Validation


def read(path: Path, as_of: date, told: Told, validation: Validation, most: int = selection.MOST) -> Content:
    """At most so many of the file's events, those with findings first. CallError if it cannot be read."""
    with tempfile.TemporaryDirectory(prefix="dateline-") as folder:
        one = foreign.opened(path, Path(folder), as_of, told)
        events = _events(one, Path(folder), _found(validation), most)
    return Content(events=events, title=path.name, names={events.file: path.name})


def _found(validation: Validation) -> list[int]:
    """Numbers of the records that findings are about or name, those of the worst first."""
    places = (
        place
        for finding in selection.worst_first(validation.findings)
        for place in (finding.place, *finding.related)
    )
    return [place.row for place in places if isinstance(place, Cell) and place.row is not None]


def _events(one: foreign.Foreign, folder: Path, found: Sequence[int], most: int) -> Events:
    file, translation = one.input.file, one.input.translation
    assert translation is not None
    sound = None if file.format is Format.parquet else damage.separate(file, folder, lambda _answer: 0)
    numbers = sound.numbers if sound else None
    fields = [field for field in known_schema("events")["fields"] if field["name"] in translation.present]
    names = [field["name"] for field in fields]
    rows = found if numbers is None else _positions(numbers, found)
    relation = translation.over((sound.copy if sound else file).relation())
    cells, total = _select(relation, [translation.present[name] for name in names], rows, most, folder)
    taken = selection.chosen(cells, rows, most)
    return Events(
        file=file.shown,
        fields=fields,
        rows=[_row(names, cells[row]) for row in taken],
        lines=[sound.lines[row - 1] if sound else None for row in taken],
        numbers=[row if numbers is None else numbers[row - 1] for row in taken],
        total=total,
        columns={name: column for name, column in translation.at.items() if column != name},
    )


def _positions(numbers: Sequence[int], found: Sequence[int]) -> list[int]:
    """Which of the sound records, from 1 on, have these numbers in the file."""
    places = ((bisect_left(numbers, number), number) for number in found)
    return [at + 1 for at, number in places if at < len(numbers) and numbers[at] == number]


def _select(
    relation: str, columns: Sequence[str], rows: Sequence[int], most: int, folder: Path
) -> tuple[dict[int, Sequence[str | None]], int]:
    """The cells of the first rows and of `rows`, by number, but for blank ones; and how many rows there are
    that are not blank."""
    filled = f"coalesce({', '.join(columns)}) IS NOT NULL"
    sql = f"""
        WITH numbered AS (SELECT row_number() OVER () AS n, {", ".join(columns)} FROM {relation})
        SELECT n, {", ".join(columns)} FROM numbered
        WHERE {filled} AND (n <= ? OR n IN (SELECT unnest(?::BIGINT[]))) ORDER BY n"""
    # One thread: row numbers are those of the file only where the order of rows is kept.
    with connections.connect(memory_limit=MEMORY, threads=1, temp_directory=folder) as connection:
        chosen = connection.execute(sql, [most, list(rows)]).fetchall()
        ((total,),) = connection.execute(f"SELECT count(*) FROM {relation} WHERE {filled}").fetchall()
    return {row: cells for row, *cells in chosen}, int(total)


def _row(names: Sequence[str], cells: Sequence[str | None]) -> Row:
    return {name: cell for name, cell in zip(names, cells, strict=True) if cell}
