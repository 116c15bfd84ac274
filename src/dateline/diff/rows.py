"""The rows of two states of a table, paired by their keys.

Each state is read twice. First every row becomes its key and a digest of its cells (MD5, 128 bits), and the
keys are kept whose rows are not the same in both. Then the rows of these alone are read whole, and compared
cell by cell. Both steps are joins and groups of DuckDB, which go to the disk where the memory does not
suffice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from dateline.diff.identity import DAY, EVENT_KEY, PLACE, SIDES
from dateline.diff.model import Cell, Changed, Listed, Row
from dateline.diff.sides import Relation
from dateline.engine.table_file import identifier

if TYPE_CHECKING:
    import duckdb

T = TypeVar("T")

BATCH = 1_000
"""Rows that are fetched at once."""
KEY, DIGEST, ROW = '"~key"', '"~digest"', '"~row"'
"""Columns that are put before those of a row: its key as one text, the digest of its cells, its number."""


@dataclass(frozen=True, slots=True)
class Paired:
    """The rows of a table that are not the same in both states, as tables of a database."""

    connection: duckdb.DuckDBPyConnection
    schema: str
    """Of the database, with `old`, `new` (whole rows), `pairs` (their numbers; null for the one that there
    is not) and `changed`."""
    old: Relation
    new: Relation
    key: tuple[str, ...]
    columns: tuple[str, ...]
    """That both have and that are compared."""
    shown: tuple[tuple[str, ...], tuple[str, ...]]
    """Of whole rows, old and new."""
    counts: tuple[int, int]
    """Rows of either state."""

    def name(self, table: str) -> str:
        """SQL of one of the tables."""
        return f"{self.schema}.{table}"


def paired(
    connection: duckdb.DuckDBPyConnection,
    schema: str,
    old: Relation,
    new: Relation,
    aside: Sequence[str] = (),
) -> Paired:
    """Pair the rows of two states of a table. `aside`: columns whose cells are not looked at."""
    key = new.key if set(new.key) <= set(old.columns) else ()
    common = tuple(name for name in new.columns if name in old.columns and name not in aside)
    shown = tuple(tuple(name for name in side.columns if name not in aside) for side in (old, new))
    connection.execute(f"CREATE SCHEMA {schema}")
    if old.same_file(new):
        count = one(connection, f"SELECT count(*) FROM ({new.sql})")
        found = Paired(connection, schema, old, new, key, common, (shown[0], shown[1]), (count, count))
        _nothing(found)
        return found
    texts = _key(key, common), _digest(common)
    for which, side in (("o", old), ("n", new)):
        table = f"{schema}.{which}"
        connection.execute(
            f"CREATE TABLE {table} AS SELECT {texts[0]} AS k, {texts[1]} AS h FROM ({side.sql})"
        )
    counts = tuple(one(connection, f"SELECT count(*) FROM {schema}.{which}") for which in ("o", "n"))
    found = Paired(connection, schema, old, new, key, common, (shown[0], shown[1]), (counts[0], counts[1]))
    _differing(found)
    _whole(found)
    _pairs(found)
    _changed(found)
    return found


def added(of: Paired) -> Listed[Row]:
    """The rows that only the new state has, by key."""
    return _alone(of, "new", "n", "o", of.shown[1])


def deleted(of: Paired) -> Listed[Row]:
    """The rows that only the old state has, by key."""
    return _alone(of, "old", "o", "n", of.shown[0])


def changed(of: Paired) -> Listed[Changed]:
    """The rows that both have with other cells: first those that are another event, by key."""
    names = of.columns
    sql = (
        f"SELECT c.cells, c.reused, c.silent, {whole(of.new, 'n', of.shown[1])} FROM {of.name('changed')} c "
        f"JOIN {of.name('new')} n ON n.{ROW} = c.n WHERE len(c.cells) > 0 ORDER BY NOT c.reused, c.k, c.n"
    )

    def made(row: Sequence[Any]) -> Changed:
        found, reused, silent, *texts = row
        row_now = filled(of.shown[1], texts)
        differing = tuple(Cell(names[cell["c"]], cell["o"] or "", cell["n"] or "") for cell in found)
        return Changed(tuple(row_now.get(name, "") for name in of.key), differing, row_now, reused, silent)

    count = one(of.connection, f"SELECT count(*) FROM {of.name('changed')} WHERE len(cells) > 0")
    return query(of.connection, sql, made, count)


def cells(of: Paired) -> Mapping[str, int]:
    """How many cells differ, by column."""
    sql = f"SELECT one.c, count(*) FROM (SELECT unnest(cells) AS one FROM {of.name('changed')}) GROUP BY ALL"
    found = dict(of.connection.execute(sql).fetchall())
    return {name: found[place] for place, name in enumerate(of.columns) if place in found}


def count(of: Paired, condition: str) -> int:
    """Changed rows of which something holds: `reused`, `silent` or that there is no cell that differs."""
    return one(of.connection, f"SELECT count(*) FROM {of.name('changed')} WHERE {condition}")


def query(
    connection: duckdb.DuckDBPyConnection, sql: str, made: Callable[[Sequence[Any]], T], count: int
) -> Listed[T]:
    """What a query gives, read when it is asked for."""

    def read(most: int | None) -> Iterator[T]:
        limit = "" if most is None else f" LIMIT {most}"
        result = connection.cursor().execute(sql + limit) if count else None
        while result and (batch := result.fetchmany(BATCH)):
            yield from map(made, batch)

    return Listed(count, read)


def whole(side: Relation, alias: str, names: Iterable[str]) -> str:
    """SQL of the cells of a row as they may be shown."""
    return ", ".join(side.shown(name, f"{alias}.{identifier(name)}") for name in names) or "NULL"


def filled(names: Iterable[str], texts: Iterable[Any]) -> dict[str, str]:
    """Cells by column, those that are not empty."""
    return {name: text for name, text in zip(names, texts, strict=False) if text is not None}


def one(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    """The one number that a query gives."""
    ((number,),) = connection.execute(sql).fetchall()
    return int(number)


# -- the steps


def _nothing(of: Paired) -> None:
    for which, side in (("old", of.old), ("new", of.new)):
        cells = ", ".join(f"NULL::VARCHAR AS {identifier(name)}" for name in side.columns)
        empty = f"SELECT NULL::VARCHAR AS {KEY}, 0::BIGINT AS {ROW}, {cells} LIMIT 0"
        of.connection.execute(f"CREATE TABLE {of.name(which)} AS {empty}")
    of.connection.execute(f"CREATE TABLE {of.name('pairs')} (k VARCHAR, o BIGINT, n BIGINT)")
    _changed(of)


def _differing(of: Paired) -> None:
    """The keys whose rows are not the same, as often as they stand there."""
    of.connection.execute(
        f"CREATE TABLE {of.name('keys')} AS SELECT DISTINCT k FROM (SELECT k, h FROM ("
        f"SELECT k, h, 1 AS one FROM {of.name('o')} UNION ALL SELECT k, h, -1 FROM {of.name('n')}"
        ") GROUP BY k, h HAVING sum(one) <> 0)"
    )
    of.connection.execute(f"DROP TABLE {of.name('o')}")
    of.connection.execute(f"DROP TABLE {of.name('n')}")


def _whole(of: Paired) -> None:
    """Their rows."""
    for which, side in (("old", of.old), ("new", of.new)):
        of.connection.execute(
            f"CREATE TABLE {of.name(which)} AS "
            f"SELECT {KEY}, {_digest(of.columns)} AS {DIGEST}, row_number() OVER () AS {ROW}, "
            f"* EXCLUDE ({KEY}) FROM (SELECT {_key(of.key, of.columns)} AS {KEY}, * FROM ({side.sql})) "
            f"WHERE {KEY} IN (SELECT k FROM {of.name('keys')})"
        )


def _pairs(of: Paired) -> None:
    """Rows of one key, side by side: first those that are the same, which are left out, then the others in
    the order of their digests, whatever the order of the files."""
    numbered = (
        f"SELECT {KEY} AS k, {DIGEST} AS h, {ROW} AS r, "
        f"row_number() OVER (PARTITION BY {KEY}, {DIGEST} ORDER BY {ROW}) AS twin FROM"
    )
    left = (
        "SELECT k, r, row_number() OVER (PARTITION BY k ORDER BY h, twin) AS place "
        "FROM {one} ANTI JOIN {other} USING (k, h, twin)"
    )
    of.connection.execute(
        f"CREATE TABLE {of.name('pairs')} AS WITH "
        f"a AS MATERIALIZED ({numbered} {of.name('old')}), b AS MATERIALIZED ({numbered} {of.name('new')}), "
        f"x AS ({left.format(one='a', other='b')}), y AS ({left.format(one='b', other='a')}) "
        "SELECT coalesce(x.k, y.k) AS k, x.r AS o, y.r AS n "
        "FROM x FULL JOIN y ON x.k = y.k AND x.place = y.place"
    )


def _changed(of: Paired) -> None:
    """The cells that differ, as they may be shown, and what that makes of an event."""
    listed = ", ".join(
        f"CASE WHEN {_differs(of, name)} THEN {{'c': {place}, "
        f"'o': {of.old.shown(name, f'o.{identifier(name)}')}, "
        f"'n': {of.new.shown(name, f'n.{identifier(name)}')}}} END"
        for place, name in enumerate(of.columns)
    )
    found = (
        f"list_filter([{listed}], lambda one: one IS NOT NULL)"
        if listed
        else ("[]::STRUCT(c INTEGER, o VARCHAR, n VARCHAR)[]")
    )
    of.connection.execute(
        f"CREATE TABLE {of.name('changed')} AS SELECT k, r.n AS n, {found} AS cells, "
        f"{_reused(of)} AS reused, NOT ({_reused(of)}) AND {_silent(of)} AS silent "
        f"FROM {of.name('pairs')} r JOIN {of.name('old')} o ON o.{ROW} = r.o "
        f"JOIN {of.name('new')} n ON n.{ROW} = r.n"
    )


def _differs(of: Paired, name: str) -> str:
    old, new = f"o.{identifier(name)}", f"n.{identifier(name)}"
    differs = f"{old} IS DISTINCT FROM {new}"
    if any(_is_number(one, name) for one in (of.old, of.new)):
        same = f"coalesce(TRY_CAST({old} AS DOUBLE) = TRY_CAST({new} AS DOUBLE), false)"
        differs = f"({differs} AND NOT {same})"
    return differs


def _is_number(table: Relation, name: str) -> bool:
    return any(one["name"] == name and one.get("type") == "number" for one in table.fields)


def _reused(of: Paired) -> str:
    """SQL of whether it is another event (`diff.identity`)."""
    if of.new.name != "events":
        return "false"
    groups = [[_differs(of, name) for name in names if name in of.columns] for names in (DAY, PLACE, SIDES)]
    other = " AND ".join(f"({' OR '.join(one)})" for one in groups) if all(groups) else "false"
    if EVENT_KEY not in of.columns:
        return other
    return f"(coalesce(o.{EVENT_KEY} <> n.{EVENT_KEY}, false) OR ({other}))"


def _silent(of: Paired) -> str:
    """SQL of whether the timestamp is not newer (rule H003): numbers of seconds, or days."""
    if of.new.name != "events" or "timestamp" not in of.columns:
        return "false"
    old, new = "o.timestamp", "n.timestamp"
    numbers = " AND ".join(f"regexp_full_match({one}, '[0-9]{{1,30}}')" for one in (old, new))
    return (
        f"coalesce(CASE WHEN {new} IS NULL THEN false WHEN {old} IS NULL THEN false WHEN {numbers} "
        f"THEN TRY_CAST({new} AS HUGEINT) <= TRY_CAST({old} AS HUGEINT) ELSE {new} <= {old} END, false)"
    )


# -- SQL of rows


def _key(key: Sequence[str], columns: Sequence[str]) -> str:
    """The key of a row as one text; of a row that has none, what is in it."""
    digest = f"chr(1) || md5({_netstrings(columns)})"
    if len(key) == 1:
        return f"coalesce({identifier(key[0])}, {digest})"
    if not key:
        return digest
    empty = " AND ".join(f"{identifier(name)} IS NULL" for name in key)
    return f"CASE WHEN {empty} THEN {digest} ELSE {_netstrings(key)} END"


def _netstrings(names: Sequence[str]) -> str:
    """SQL of several cells as one text that no other cells give: the length of each before it."""
    parts = ", ".join(f"strlen({identifier(name)}), ':', {identifier(name)}" for name in names)
    return f"concat({parts})" if names else "''"


def _digest(names: Sequence[str]) -> str:
    return f"md5_number({_netstrings(names)})"


def _alone(of: Paired, which: str, mine: str, other: str, names: Sequence[str]) -> Listed[Row]:
    side = of.old if which == "old" else of.new
    pairs = f"{of.name('pairs')} p JOIN {of.name(which)} t ON t.{ROW} = p.{mine}"

    def made(row: Sequence[Any]) -> Row:
        cells = filled(names, row)
        return Row(tuple(cells.get(name, "") for name in of.key), cells)

    count = one(of.connection, f"SELECT count(*) FROM {of.name('pairs')} WHERE {other} IS NULL")
    sql = f"SELECT {whole(side, 't', names)} FROM {pairs} WHERE p.{other} IS NULL ORDER BY p.k, t.{ROW}"
    return query(of.connection, sql, made, count)
