"""Makes the rows of a file, any stretch of days at a time."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from synthetic import defects
from synthetic.defects import Defect
from synthetic.kinds import Made
from synthetic.rows import ACLED_COLUMNS, COLUMNS, INDEX, Author
from synthetic.schedule import Schedule
from synthetic.world import FIRST_DAY, LAST_DAY, world

_CHUNK = 4_000
"""Rows that are made at a time."""
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_PAIRS = [first + second for first in _ALPHABET for second in _ALPHABET]
_FIFTY = (1 << 50) - 1


@dataclass(frozen=True, slots=True)
class Order:
    """What file is asked for."""

    rows: int
    seed: int = 1
    errors: bool = False
    structural: bool = False
    format: str = "csv"
    columns: int = len(ACLED_COLUMNS)
    gzip: bool = False


@dataclass(frozen=True, slots=True)
class Truth:
    """A defect and where it stands."""

    kind: str
    row: int
    line: int
    event_id: str
    field: str
    value: str
    related_row: int | None

    def cells(self, *, lines: bool) -> list[str | int]:
        """A row of the truth file."""
        line = self.line if lines else ""
        return [self.kind, self.row, line, self.event_id, self.field, self.value, self.related_row or ""]


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some rows of the file; the lines in `truths` count from 0 at its beginning."""

    content: bytes
    lines: int
    truths: list[Truth]


class Generator:
    """Makes any stretch of days of a file."""

    def __init__(self, order: Order) -> None:
        self._order = order
        self._world = world()
        self._author = Author(self._world)
        self._schedule = Schedule(self._world, order.rows, order.seed)
        kinds = defects.kinds(structural=order.structural) if order.errors else []
        placed = defects.place(self._schedule, kinds, order.seed) if kinds else []
        self._defects = {row: defect for defect in placed for row in defect.rows}

    def stretches(self) -> Iterator[tuple[int, int]]:
        """The days of the file, cut into pieces: first day, day after the last."""
        start = FIRST_DAY
        for day in range(FIRST_DAY, LAST_DAY + 1):
            if (
                self._schedule.rows_of(day).stop - self._schedule.rows_of(start).start >= _CHUNK
                or day == LAST_DAY
            ):
                yield start, day + 1
                start = day + 1

    def chunk(self, start: int, stop: int) -> Chunk:
        """The rows of the days from `start` until before `stop`."""
        stream = io.StringIO()
        writer = csv.writer(
            stream, delimiter="\t" if self._order.format == "tsv" else ",", lineterminator="\n"
        )
        truths: list[Truth] = []
        lines = 0
        for day in range(start, stop):
            numbers = self._schedule.rows_of(day)
            rows = self._rows(day)
            found = [at for at, number in enumerate(numbers) if number in self._defects]
            if found:
                truths += self._truths(rows, numbers, found, lines)
            lines += len(rows) + self._breaks(rows)
            if self._order.format == "jsonl":
                stream.writelines(_json(row, self._order.columns) for row in rows)
            else:
                writer.writerows(rows)
        return Chunk(stream.getvalue().encode("utf-8", "surrogateescape"), lines, truths)

    def _rows(self, day: int) -> list[list[str]]:
        random = Random(f"{self._order.seed} day {day}")
        numbers = self._schedule.rows_of(day)
        ids = self._ids(day)
        rows = []
        for number, event_id, slot in zip(numbers, ids, self._schedule.slots(day), strict=True):
            event = self._author.event(slot, day, random)
            defect = self._defects.get(number)
            if defect:
                rows.append(self._made(defect)[defect.rows.index(number)])
            else:
                rows.append(self._author.cells(event, event_id, self._order.columns))
        return rows

    def _made(self, defect: Defect) -> Made:
        ids = tuple(self._id(row) for row in defect.rows)
        return defects.make(defect, self._author, self._world, ids, self._order.columns, self._order.seed)

    def _ids(self, day: int) -> list[str]:
        """The ids of a day's rows, in their order."""
        return sorted(_id(number, self._order.seed) for number in self._schedule.rows_of(day))

    def _id(self, row: int) -> str:
        day = self._schedule.day_of(row)
        return self._ids(day)[row - self._schedule.rows_of(day).start]

    def _truths(self, rows: list[list[str]], numbers: range, found: list[int], lines: int) -> Iterator[Truth]:
        for at in found:
            defect = self._defects[numbers[at]]
            if defect.rows[0] != numbers[at]:
                continue
            kind, row = defect.kind, rows[at]
            yield Truth(
                kind.name,
                numbers[at] + 1,
                lines + at + self._breaks(rows[:at]),
                row[INDEX["event_id_cnty"]],
                kind.field,
                row[INDEX[kind.field]] if kind.field else str(len(row)),
                defect.rows[1] + 1 if len(defect.rows) > 1 else None,
            )

    def _breaks(self, rows: list[list[str]]) -> int:
        """Line breaks within cells."""
        if self._order.format == "jsonl":
            return 0
        return sum(cell.count("\n") for row in rows for cell in (row[INDEX["notes"]], row[INDEX["source"]]))


def _id(number: int, seed: int) -> str:
    """An id of fifty bits, another one for every number: each step can be undone."""
    mixed = (number + seed * 0x9E3779B97F) & _FIFTY
    mixed = (mixed * 0x2545F4914F6CDD1D) & _FIFTY
    mixed ^= mixed >> 25
    mixed = (mixed * 0x1B873593CC9E2D51) & _FIFTY
    mixed ^= mixed >> 25
    return "SYN-" + "".join(_PAIRS[(mixed >> shift) & 1023] for shift in (40, 30, 20, 10, 0))


def _json(row: list[str], width: int) -> str:
    cells = {name: cell or None for name, cell in zip(COLUMNS[:width], row, strict=True)}
    return json.dumps(cells, ensure_ascii=False) + "\n"
