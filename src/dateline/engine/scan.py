"""One scan of a table: every row check at once, and the columns that checks of groups need.

The result is a narrow table in DuckDB: a bit for each failed check, and the stored columns. Its row ids
are the
numbers of the data rows, because `CREATE TABLE … AS SELECT` over one file keeps the order of the file;
joins would
not, so looked-up values come from constant maps.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dateline.engine.checks import RowCheck
from dateline.engine.columns import Columns
from dateline.engine.table_file import identifier

BITS = 63
LINE_BREAKS = "~line_breaks"
"""Stored column: line breaks inside the cells of a row, where there can be any."""

Connection = Any


@dataclass(frozen=True, slots=True)
class Scanned:
    """A scanned table: `checks[i]` failed on the rows whose bit i is set."""

    name: str
    rows: int
    checks: Sequence[RowCheck]

    def failing(self, connection: Connection) -> Mapping[int, int]:
        """Exact number of failing rows by number of the check; checks that hold everywhere are absent."""
        words = range(_words(self.checks))
        if not words:
            return {}
        table = identifier(_stored(self.name))
        masks = connection.execute(
            f"SELECT {', '.join(f'bit_or(m{word})' for word in words)} FROM {table}"
        ).fetchone()
        found = [
            word * BITS + bit
            for word, mask in zip(words, masks, strict=True)
            for bit in range(BITS)
            if (mask or 0) >> bit & 1
        ]
        if not found:
            return {}
        counts = ", ".join(f"count_if({_bit(number)})" for number in found)
        return dict(zip(found, connection.execute(f"SELECT {counts} FROM {table}").fetchone(), strict=True))

    def rows_failing(self, connection: Connection, number: int, most: int) -> list[int]:
        """The first `most` rows that fail a check."""
        sql = f"SELECT row FROM {identifier(self.name)} WHERE {_bit(number)} ORDER BY row LIMIT {most}"
        return [row for (row,) in connection.execute(sql).fetchall()]

    def line_breaks(self, connection: Connection) -> list[tuple[int, int]]:
        """(row, line breaks in its cells) for the rows that have any, in order."""
        column = identifier(LINE_BREAKS)
        sql = f"SELECT row, {column} FROM {identifier(self.name)} WHERE {column} > 0 ORDER BY row"
        found: list[tuple[int, int]] = connection.execute(sql).fetchall()
        return found


def scan(
    connection: Connection,
    name: str,
    relation: str,
    columns: Columns,
    checks: Sequence[RowCheck],
    stored: Collection[str],
    breakable: Collection[str],
) -> Scanned:
    """Scan `relation` once into the table behind the view `name`.

    `stored`: columns that queries need. `breakable`: columns whose cells may hold line breaks.
    """
    wanted = {column for check in checks for column in check.columns} | set(stored)
    words = [_word(checks, word) for word in range(_words(checks))]
    kept = [identifier(column) for column in sorted(stored)]
    texts = [columns.present[column] for column in breakable]
    inner = columns.select(wanted)
    breaks = " + ".join(_count_breaks(text) for text in texts) or "0"
    outer = ", ".join([*words, *kept, identifier(LINE_BREAKS)])
    inner = ", ".join(part for part in (inner, f"({breaks})::USMALLINT AS {identifier(LINE_BREAKS)}") if part)
    table = identifier(_stored(name))
    connection.execute(f"CREATE TABLE {table} AS SELECT {outer} FROM (SELECT {inner} FROM {relation})")
    connection.execute(f"CREATE VIEW {identifier(name)} AS SELECT rowid + 1 AS row, * FROM {table}")
    (rows,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
    return Scanned(name, rows, checks)


def _word(checks: Sequence[RowCheck], word: int) -> str:
    part = checks[word * BITS : (word + 1) * BITS]
    bits = (
        f"(CASE WHEN {check.predicate} THEN {1 << bit}::UBIGINT ELSE 0 END)" for bit, check in enumerate(part)
    )
    return f"({' | '.join(bits)}) AS m{word}"


def _words(checks: Sequence[RowCheck]) -> int:
    return -(-len(checks) // BITS)


def _bit(number: int) -> str:
    return f"(m{number // BITS} & {1 << number % BITS}) <> 0"


def _stored(name: str) -> str:
    return f"~{name}"


def _count_breaks(text: str) -> str:
    count = f"length({text}) - length(replace({text}, chr(10), ''))"
    return f"(CASE WHEN contains({text}, chr(10)) THEN {count} ELSE 0 END)"
