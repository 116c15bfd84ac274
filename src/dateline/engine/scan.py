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
from dateline.engine.table_file import identifier, literal

BITS = 63
LINE_BREAKS = "~line_breaks"
"""Stored column: line breaks inside the cells of a row, where there can be any."""
BYTES = "~bytes"
"""Stored column: bytes of the cells of a row, less their quotation marks."""

Connection = Any


@dataclass(frozen=True, slots=True)
class Scanned:
    """A scanned table: `checks[i]` failed on the rows whose bit i is set. Of a blank row nothing else is
    said than that it is blank, which is what the first check asks."""

    name: str
    rows: int
    checks: Sequence[RowCheck]
    bytes: int
    """Bytes of all cells, less their quotation marks; 0 if they were not counted."""

    def failing(self, connection: Connection) -> Mapping[int, int]:
        """Exact number of failing rows by number of the check; checks that hold everywhere are absent."""
        words = range(_words(self.checks))
        if not words:
            return {}
        table = identifier(storage(self.name))
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
        counts = ", ".join(f"count_if({_fails(number)})" for number in found)
        numbers = connection.execute(f"SELECT {counts} FROM {table}").fetchone()
        return {number: count for number, count in zip(found, numbers, strict=True) if count}

    def rows_failing(self, connection: Connection, number: int, most: int) -> list[int]:
        """The first `most` rows that fail a check."""
        sql = f"SELECT row FROM {identifier(self.name)} WHERE {_fails(number)} ORDER BY row LIMIT {most}"
        return [row for (row,) in connection.execute(sql).fetchall()]

    def line_breaks(self, connection: Connection) -> list[tuple[int, int]]:
        """(row, line breaks in its cells) for the rows that have any, in order."""
        column = identifier(LINE_BREAKS)
        sql = f"SELECT row, {column} FROM {identifier(self.name)} WHERE {column} > 0 ORDER BY row"
        found: list[tuple[int, int]] = connection.execute(sql).fetchall()
        return found

    def sizes(self, connection: Connection, rows: Sequence[int]) -> Mapping[int, int]:
        """Bytes of the cells, less their quotation marks, of some rows."""
        columns = f"row, {identifier(BYTES)}"
        wanted = ", ".join(map(str, rows)) or "0"
        sql = f"SELECT {columns} FROM {identifier(self.name)} WHERE row IN ({wanted})"
        return dict(connection.execute(sql).fetchall())


@dataclass(frozen=True, slots=True)
class Account:
    """Internal columns of a CSV file for the books: `every` column, those whose cells may hold line breaks,
    and those whose cells may hold quotation marks."""

    every: Sequence[str] = ()
    breakable: Sequence[str] = ()
    quotable: Sequence[str] = ()
    quote: str = '"'


def scan(
    connection: Connection,
    name: str,
    relation: str,
    columns: Columns,
    checks: Sequence[RowCheck],
    stored: Collection[str],
    account: Account,
) -> Scanned:
    """Scan `relation` once into the table behind the view `name`. `stored`: columns that queries need."""
    wanted = {column for check in checks for column in check.columns} | set(stored)
    words = [_word(checks, word) for word in range(_words(checks))]
    kept = [identifier(column) for column in sorted(stored)]
    inner = columns.select(wanted)
    breaks = _sum([_count(text, "\n", "length") for text in account.breakable])
    size = _sum(
        [
            *(f"coalesce(strlen({text}), 0)" for text in account.every),
            *(f"-{_count(text, account.quote, 'strlen')}" for text in account.quotable),
        ]
    )
    counted = [
        f"({breaks})::USMALLINT AS {identifier(LINE_BREAKS)}",
        f"({size})::INTEGER AS {identifier(BYTES)}",
    ]
    outer = ", ".join([*words, *kept, identifier(LINE_BREAKS), identifier(BYTES)])
    inner = ", ".join(part for part in (inner, *counted) if part)
    table = identifier(storage(name))
    connection.execute(f"CREATE TABLE {table} AS SELECT {outer} FROM (SELECT {inner} FROM {relation})")
    connection.execute(f"CREATE VIEW {identifier(name)} AS SELECT rowid + 1 AS row, * FROM {table}")
    totals = f"SELECT count(*), coalesce(sum({identifier(BYTES)}), 0)::BIGINT FROM {table}"
    rows, total = connection.execute(totals).fetchone()
    return Scanned(name, rows, checks, total)


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


def storage(name: str) -> str:
    """Name of the narrow table behind the view `name`."""
    return f"~{name}"


def _fails(number: int) -> str:
    return _bit(number) if number == 0 else f"({_bit(number)} AND NOT {_bit(0)})"


def _count(text: str, mark: str, length: str) -> str:
    """SQL of how often a mark of one byte stands in a text; it is counted only where it stands at all."""
    count = f"{length}({text}) - {length}(replace({text}, {literal(mark)}, ''))"
    return f"(CASE WHEN contains({text}, {literal(mark)}) THEN {count} ELSE 0 END)"


def _sum(terms: Sequence[str]) -> str:
    """The sum as a tree of little height: DuckDB refuses deep expressions, and files may have thousands of
    columns."""
    if len(terms) < 2:
        return terms[0] if terms else "0"
    half = len(terms) // 2
    return f"({_sum(terms[:half])} + {_sum(terms[half:])})"
