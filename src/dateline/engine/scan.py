"""One scan of a table: every row check at once, and the columns that checks of groups need.

The result is a narrow table in DuckDB: the checks that failed in a row, and the stored columns. Its row ids
are the numbers of the data rows, because `CREATE TABLE … AS SELECT` over one file keeps the order of the
file; joins would not, so looked-up values come from constant maps.

Of a coded column (`dateline.engine.codes`) the number of the value is kept. Checks of coded columns, and
those of one column of names besides, are judged after the scan, once for each combination of values that
occurs: a million rows have some thousands. A row is odd if one of these values is not expected; its texts are
kept, and it is judged by itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from dateline.engine.checks import RowCheck
from dateline.engine.columns import BLANK, HEADER, Columns
from dateline.engine.combinations import TIMES, of_rows
from dateline.engine.plan import Family, Plan
from dateline.engine.table_file import identifier, literal

LINE_BREAKS = '"~line_breaks"'
"""Column of the narrow table: line breaks inside the cells of a row, where there can be any."""
BYTES = '"~bytes"'
"""Column of the narrow table: bytes, less their quotation marks, of the cells that are not kept."""
ODD = '"~odd"'
"""Column of the narrow table: whether a coded column of the row holds a value that is not expected there."""
TEXTS = '"~texts"'
"""Column of the narrow table: the cells of the coded columns of an odd row."""
FAILED = '"~failed"'
"""Column of the narrow table, and of those made from it: numbers of the checks that failed, or null."""
FAILURES = '"~failures"'
"""Table of the rows that fail some check, while they are looked at."""

MOST_IN_HEAP = 10_000
"""Rows that DuckDB finds the first of without sorting all."""

_NOTHING: Mapping[str, str] = MappingProxyType({})

Connection = Any


@dataclass(frozen=True, slots=True)
class Account:
    """Internal columns of a CSV file for the books: `every` column, and those whose cells may hold line
    breaks."""

    every: Sequence[str] = ()
    breakable: Sequence[str] = ()
    quote: str = '"'

    def size(self, text: str, column: str, sound: str | None = None) -> str:
        """SQL of the bytes of a cell, less its quotation marks. `sound`: a column, null if the cell may
        have any."""
        if column not in self.every:
            return "0"
        marks = _count(text, self.quote)
        if sound:
            marks = f"(CASE WHEN {identifier(sound)} IS NULL THEN {marks} ELSE 0 END)"
        return f"(coalesce(strlen({text}), 0) - {marks})"


@dataclass(frozen=True, slots=True)
class Scanned:
    """A scanned table, and what became of its checks, which go by their numbers."""

    name: str
    rows: int
    checks: Sequence[RowCheck]
    bytes: int
    """Bytes of all cells, less their quotation marks; 0 if they were not counted."""
    plan: Plan
    account: Account
    odd: bool
    """Whether any row is odd."""

    def select(self, columns: Collection[str]) -> str:
        """SQL of the table with these stored columns, under the names that rules use, and the number of the
        row."""
        rows = f"SELECT rowid + 1 AS row, * FROM {identifier(storage(self.name))}"
        rows += f" WHERE NOT {ODD}" if self.odd else ""
        return _select(self.plan, columns, f"({rows})", odd=self.odd)

    def combinations(self, columns: Collection[str]) -> str:
        """The same of the combinations of these columns, where a family has them: the number of the first row
        of each, and how often it occurs."""
        times, family = identifier(TIMES), self.plan.combining(columns)
        if family is None:
            return of_rows(f"({self.select(columns)})")
        rows = identifier(_of_family(self.plan, family))
        return _select(self.plan, columns, rows, odd=self.odd, also={times: "n"})

    def failing(self, connection: Connection) -> Mapping[int, int]:
        """Exact number of failing rows by number of the check; checks that hold everywhere are absent."""
        families = ((_of_family(self.plan, family), "n") for family in self.plan.families)
        failed = " UNION ALL ".join(
            f"SELECT unnest({FAILED}) AS number, {weight} AS n FROM {identifier(table)} "
            f"WHERE {FAILED} IS NOT NULL"
            for table, weight in ((_of_odd(self.plan), "1"), *families)
        )
        sql = f"SELECT number, sum(n)::BIGINT FROM ({failed}) GROUP BY number ORDER BY number"
        return dict(connection.execute(sql).fetchall())

    def rows_failing(
        self, connection: Connection, numbers: Collection[int], most: int
    ) -> tuple[Mapping[int, list[int]], Mapping[str, int]]:
        """The first rows, at most `most`, that fail each of these checks, and how many rows fail each rule of
        them: of a rule with several checks a row may fail more than one."""
        if not numbers:
            return {}, {}
        failures = " UNION ALL ".join(self._failures(set(numbers)))
        wanted = ", ".join(map(str, sorted(numbers)))
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE {FAILURES} AS "
            f"SELECT number, row FROM ({failures}) WHERE number IN ({wanted})"
        )
        rows = f"min(row, {most})" if most < MOST_IN_HEAP else f"list(row ORDER BY row)[:{most}]"
        first = f"SELECT number, {rows} FROM {FAILURES} GROUP BY number"
        rules = ", ".join(
            f"({number}, {literal(self.checks[number].rule.code)})" for number in sorted(numbers)
        )
        counted = (
            f"SELECT code, count(DISTINCT row) FROM {FAILURES} "
            f"JOIN (VALUES {rules}) AS rules(number, code) USING (number) GROUP BY code"
        )
        found = dict(connection.execute(first).fetchall()), dict(connection.execute(counted).fetchall())
        connection.execute(f"DROP TABLE {FAILURES}")
        return found

    def frequencies(self, connection: Connection, name: str, most: int) -> tuple[Mapping[str, int], int]:
        """How many rows have each text of a stored column, for the most frequent ones, and how many there
        are."""
        plan, table = self.plan, identifier(storage(self.name))
        kept = _computed(name) if name in plan.computed else _key(plan, name)
        of_odd = _of_texts(plan, name) if name in plan.coded else kept
        counted = f"SELECT {kept} AS kept, count(*) AS n FROM {table} WHERE NOT {ODD} GROUP BY kept"
        rows = f"{table} WHERE {ODD} AND {_is_event(plan)}"
        odd = f"SELECT {of_odd} AS text, count(*) AS n FROM {rows} GROUP BY text"
        sql = (
            "SELECT text, sum(n)::BIGINT AS times, count(*) OVER () FROM "
            f"(SELECT CAST(kept AS VARCHAR) AS text, n FROM ({counted}) UNION ALL {odd}) "
            f"WHERE text <> '' GROUP BY text ORDER BY times DESC, text LIMIT {most}"
        )
        found = connection.execute(sql).fetchall()
        return {text: times for text, times, _ in found}, found[0][2] if found else 0

    def _failures(self, numbers: Set[int]) -> Iterator[str]:
        """SQL of the rows that fail some check, with its number."""
        plan, table = self.plan, identifier(storage(self.name))
        failed = f"unnest({FAILED}) AS number"
        yield f"SELECT row, {failed} FROM {identifier(_of_odd(plan))} WHERE {FAILED} IS NOT NULL"
        for family in plan.families:
            if not numbers.isdisjoint(family.numbers):
                keys = [_key(plan, name) for name in family.names]
                same = " AND ".join(f"r.{key} IS NOT DISTINCT FROM f.{key}" for key in keys)
                of_family = f"FROM {identifier(_of_family(plan, family))} WHERE {FAILED} IS NOT NULL"
                yield f"SELECT row, {failed} {of_family} AND n = 1"
                failing = f"SELECT {', '.join(keys)}, {failed} {of_family} AND n > 1"
                joined = f"FROM {table} r JOIN ({failing}) f ON {same} WHERE NOT r.{ODD}"
                yield f"SELECT r.rowid + 1 AS row, f.number {joined}"

    def line_breaks(self, connection: Connection, lines: int) -> list[tuple[int, int]]:
        """(row, line breaks in its cells) for the rows that have any, in order. `lines`: how many there are;
        the cells that are kept are looked into only where the others do not have as many."""
        plan, table = self.plan, identifier(storage(self.name))
        ((elsewhere,),) = connection.execute(
            f"SELECT coalesce(sum({LINE_BREAKS}), 0) FROM {table}"
        ).fetchall()
        counted = f"SELECT rowid + 1 AS row, {LINE_BREAKS} AS n FROM {table}"
        if elsewhere != lines:
            breaks = _sum(
                [LINE_BREAKS, *(_count(_key(plan, name), "\n") for name in self._broken(connection))]
            )
            counted = f"SELECT rowid + 1 AS row, {breaks} AS n FROM {table} WHERE NOT {ODD}"
            if self.odd:
                kept = [name for name in (*plan.coded, *plan.texts) if self._breakable(name)]
                breaks = _sum([LINE_BREAKS, *(_count(_cell(plan, name), "\n") for name in kept)])
                counted += f" UNION ALL SELECT row, {breaks} FROM {identifier(_apart(plan))}"
        sql = f"SELECT row, n FROM ({counted}) WHERE n > 0 ORDER BY row"
        found: list[tuple[int, int]] = connection.execute(sql).fetchall()
        return found

    def _broken(self, connection: Connection) -> Sequence[str]:
        """The columns of names in which there may be line breaks, in rows that are not odd."""
        plan = self.plan
        families = {name: family for family in plan.families for name in family.names}
        names = [name for name in plan.texts if self._breakable(name)]
        asked = [
            f"(SELECT bool_or(contains({_key(plan, name)}, chr(10))) "
            f"FROM {identifier(_of_family(plan, families[name]))})"
            if name in families
            else "true"
            for name in names
        ]
        (found,) = connection.execute(f"SELECT {', '.join(asked)}").fetchall() if asked else ((),)
        return [name for name, broken in zip(names, found, strict=True) if broken]

    def _breakable(self, name: str) -> bool:
        return self.plan.columns.present[name] in self.account.breakable

    def blank_from(self, connection: Connection) -> int:
        """The first row of those at the end that are blank; one more than the last row if there are none."""
        filled = f"FROM {identifier(storage(self.name))} WHERE NOT {ODD} OR {TEXTS} IS NOT NULL"
        ((last,),) = connection.execute(f"SELECT coalesce(max(rowid) + 1, 0) {filled}").fetchall()
        return int(last) + 1

    def sizes(self, connection: Connection, rows: Sequence[int]) -> Mapping[int, int]:
        """Bytes of the cells, less their quotation marks, of some rows."""
        if not rows:
            return {}
        kept = (*self.plan.coded, *self.plan.texts)
        size = _sum([BYTES, *_sizes(self.plan, self.account, kept)])
        kept_rows = f"{identifier(storage(self.name))} WHERE rowid IN (SELECT unnest(?::BIGINT[]))"
        sql = f"SELECT rowid + 1, {size} FROM {kept_rows}"
        return dict(connection.execute(sql, [[row - 1 for row in rows]]).fetchall())


def scan(
    connection: Connection,
    name: str,
    relation: str,
    columns: Columns,
    checks: Sequence[RowCheck],
    stored: Collection[str],
    grouped: Collection[frozenset[str]],
    account: Account,
) -> Scanned:
    """Scan `relation` once. `stored`: columns that queries need (`Scanned.select`); `grouped`: those of them
    that they group together (`Scanned.combinations`)."""
    plan = Plan(name, columns, checks, frozenset(stored), grouped)
    connection.execute(_create(plan, relation, account))
    ((rows, odd),) = connection.execute(
        f"SELECT count(*), coalesce(bool_or({ODD}), false) FROM {identifier(storage(name))}"
    ).fetchall()
    for sql in (_set_apart(plan), _judged_odd(plan)) if odd else (_none_odd(plan),):
        connection.execute(sql)
    for family in plan.families:
        connection.execute(_judged(plan, family))
    return Scanned(name, rows, checks, _total(connection, plan, account, odd=odd), plan, account, odd)


def forget(connection: Connection, name: str) -> None:
    """Drop what a scan of this name made, if there was one."""
    connection.execute(f"DROP TABLE IF EXISTS {identifier(storage(name))}")


def storage(name: str) -> str:
    """Name of the narrow table of the table `name`."""
    return f"~{name}"


def _create(plan: Plan, relation: str, account: Account) -> str:
    """SQL of the scan itself."""
    columns = plan.columns
    coded = [f"{_coded(plan, name)} AS {_key(plan, name)}" for name in plan.coded]
    read = {column for number in plan.alone for column in plan.checks[number].columns}
    typed = sorted(read.union(plan.computed) - {BLANK, HEADER})
    seen = [
        *(
            f"{column} AS {_raw(column)}"
            for column in dict.fromkeys((*columns.every, *columns.present.values()))
        ),
        *(_key(plan, name) for name in plan.coded),
        *(f"{_sql(plan, name)} AS {identifier(name)}" for name in typed),
    ]
    blank = f"(coalesce({', '.join(map(_raw, columns.every))}) IS NULL)" if plan.excluding else "false"
    odd = [
        blank,
        *(f"({_key(plan, name)} IS NULL)" for name in plan.coded),
        *([columns.repeats(_raw)] if columns.header else []),
        *(f"({asked})" for asked in plan.asked(plan.alone[plan.excluding :])),
    ]
    cells = ", ".join(map(_raw, columns.present.values()))
    kept = f"[{cells}]"
    if columns.header:  # one cell more tells such a row
        kept = f"CASE WHEN {columns.repeats(_raw)} THEN [{cells}, NULL] ELSE {kept} END"
    texts = f"CASE WHEN {ODD} AND NOT {blank} THEN {kept} END" if cells else "NULL::VARCHAR[]"
    stored = [
        *(_key(plan, name) for name in (*plan.coded, *plan.texts)),
        *(f"{identifier(name)} AS {_computed(name)}" for name in plan.computed),
        f"{texts} AS {TEXTS}",
        ODD,
        f"({_sum([*_line_breaks(plan, account)])})::USMALLINT AS {LINE_BREAKS}",
        f"({_sum([*_bytes(plan, account, typed)])})::INTEGER AS {BYTES}",
    ]
    rows = f"SELECT {', '.join(['*', *coded])} FROM {relation}"
    rows = f"SELECT {', '.join(seen) or '1'} FROM ({rows})"
    if plan.guards:
        guards = ", ".join(f"{sql} AS {column}" for sql, column in plan.guards.items())
        rows = f"SELECT *, {guards} FROM ({rows})"
    rows = f"SELECT *, coalesce({' OR '.join(odd)}, false) AS {ODD} FROM ({rows})"
    return f"CREATE TABLE {identifier(storage(plan.table))} AS SELECT {', '.join(stored)} FROM ({rows})"


def _line_breaks(plan: Plan, account: Account) -> Iterator[str]:
    """SQL of the line breaks in each cell that is not kept."""
    kept = {plan.columns.present[name] for name in (*plan.coded, *plan.texts)}
    yield from (_count(_raw(column), "\n") for column in account.breakable if column not in kept)


def _bytes(plan: Plan, account: Account, typed: Collection[str]) -> Iterator[str]:
    """SQL of the bytes, less their quotation marks, of each cell that is not kept. A cell that holds a value
    of one of the `typed` columns has none of these marks."""
    present = plan.columns.present
    kept = {present[name] for name in (*plan.coded, *plan.texts)}
    sound = {present[name]: name for name in plan.columns.typed_names if name in typed}
    for column in account.every:
        if column not in kept:
            yield account.size(_raw(column), column, sound.get(column))


def _raw(column: str) -> str:
    """Column of the scan: the text of a cell. A schema has no column of such a name."""
    return identifier(f"~{column}")


def _select(
    plan: Plan, wanted: Collection[str], rows: str, *, odd: bool, also: Mapping[str, str] = _NOTHING
) -> str:
    """SQL of stored columns over rows of the narrow table, or a family. `also`: other columns, by their
    names; an odd row stands for itself."""
    derived = [name for name in plan.derived if name in wanted]
    computed = [name for name in plan.computed if name in wanted]
    texts = ["*", *_restored(plan, sorted(plan.columns.sources(derived) or ()))]
    shown = [
        "row",
        *(f"{_computed(name)} AS {identifier(name)}" for name in computed),
        *(f"{_sql(plan, name)} AS {identifier(name)}" for name in derived),
        *(f"{sql} AS {name}" for name, sql in also.items()),
    ]
    sql = f"SELECT {', '.join(shown)} FROM (SELECT {', '.join(texts)} FROM {rows})"
    if odd:
        listed = ", ".join(["row", *map(identifier, (*computed, *derived)), *("1" for _ in also)])
        sql += f" UNION ALL SELECT {listed} FROM {identifier(_of_odd(plan))}"
    return sql


def _judged(plan: Plan, family: Family) -> str:
    """SQL of the table of a family: each combination of values, its first row, how often it occurs, and what
    it fails."""
    keys = [_key(plan, name) for name in family.names]
    counted = f"{', '.join(keys)}, count(*) AS n, min(rowid) + 1 AS row"
    rows = (
        f"SELECT {counted} FROM {identifier(storage(plan.table))} WHERE NOT {ODD} GROUP BY {', '.join(keys)}"
    )
    also = [*keys, "n", "row"]
    names = [name for name in family.names if name in plan.coded or name in plan.texts]
    judged = _typed(plan, family.numbers, also, [*also, *_restored(plan, names)], f"({rows})")
    kept = ", ".join([*also, f"{plan.failed(family.numbers)} AS {FAILED}"])
    table = identifier(_of_family(plan, family))
    return f"CREATE OR REPLACE TABLE {table} AS SELECT {kept} FROM ({judged})"


def _set_apart(plan: Plan) -> str:
    """SQL of the odd rows in a table of their own: judged where they stand, each would be a batch of its
    own."""
    rows = f"SELECT rowid + 1 AS row, * FROM {identifier(storage(plan.table))} WHERE {ODD}"
    return f"CREATE OR REPLACE TEMP TABLE {identifier(_apart(plan))} AS {rows}"


def _judged_odd(plan: Plan) -> str:
    """SQL of the table of odd rows: their stored columns, and what they fail of all checks."""
    asked, present = range(plan.excluding, len(plan.checks)), plan.columns.present
    cells = [
        f"(CASE WHEN {_is_event(plan)} THEN {_of_texts(plan, name)} END) AS {column}"
        for name, column in present.items()
    ]
    also = ["row", TEXTS]
    judged = _typed(plan, asked, also, [*also, *cells], identifier(_apart(plan)), plan.stored)
    failed = f"{plan.failed(asked)}::USMALLINT[]"
    if plan.excluding:
        header = f"WHEN len({TEXTS}) > {len(present)} THEN [1::USMALLINT]" if plan.columns.header else ""
        failed = f"(CASE WHEN {TEXTS} IS NULL THEN [0::USMALLINT] {header} ELSE {failed} END)"
    kept = ", ".join(["row", *map(identifier, sorted(plan.stored)), f"{failed} AS {FAILED}"])
    return f"CREATE OR REPLACE TABLE {identifier(_of_odd(plan))} AS SELECT {kept} FROM ({judged})"


def _is_event(plan: Plan) -> str:
    """SQL of whether an odd row is neither blank nor a repeated header."""
    return f"(coalesce(len({TEXTS}), 0) = {len(plan.columns.present)})"


def _none_odd(plan: Plan) -> str:
    return f"CREATE OR REPLACE TABLE {identifier(_of_odd(plan))} (row BIGINT, {FAILED} USMALLINT[])"


def _typed(
    plan: Plan,
    numbers: Sequence[int],
    also: Sequence[str],
    texts: Sequence[str],
    rows: str,
    stored: Collection[str] = (),
) -> str:
    """SQL of the columns that some checks read, and of others, over rows with the texts of cells."""
    wanted = {column for number in numbers for column in plan.checks[number].columns}.union(stored)
    columns = ", ".join([*also, *([plan.columns.select(wanted)] if wanted else [])])
    return f"SELECT {columns} FROM (SELECT {', '.join(texts)} FROM {rows})"


def _restored(plan: Plan, names: Sequence[str]) -> Iterator[str]:
    """The texts of coded columns and of names, under the names that they have in the file, of rows that are
    not odd."""
    for name in names:
        yield f"{_cell(plan, name, odd=False)} AS {plan.columns.present[name]}"


def _cell(plan: Plan, name: str, *, odd: bool = True) -> str:
    """SQL of the text of a coded column or of a name, over the narrow table."""
    if name not in plan.coded:
        return _key(plan, name)
    text = f"nullif(CAST({_key(plan, name)} AS VARCHAR), '')"
    return f"coalesce({_of_texts(plan, name)}, {text})" if odd else text


def _of_texts(plan: Plan, name: str) -> str:
    """SQL of a cell of an odd row."""
    return f"{TEXTS}[{tuple(plan.columns.present).index(name) + 1}]"


def _total(connection: Connection, plan: Plan, account: Account, *, odd: bool) -> int:
    """Bytes of all cells, less their quotation marks: of those that are kept once for each combination."""
    if not account.every:
        return 0
    table = identifier(storage(plan.table))
    kept = (*plan.coded, *plan.texts)
    sums = [f"SELECT sum({BYTES})::BIGINT AS n FROM {table}"]
    if odd:
        size = _sum([*_sizes(plan, account, kept)])
        sums.append(f"SELECT sum({size})::BIGINT FROM {identifier(_apart(plan))}")
    counted: set[str] = set()
    for family in plan.families:
        names = [name for name in family.names if name in kept and name not in counted]
        counted.update(names)
        size = _sum([*_sizes(plan, account, names, odd=False)])
        sums.append(f"SELECT sum(n * {size})::BIGINT FROM {identifier(_of_family(plan, family))}")
    rest = [name for name in plan.texts if name not in counted]
    size = _sum([*_sizes(plan, account, rest, odd=False)])
    sums.append(f"SELECT sum({size})::BIGINT FROM {table} WHERE NOT {ODD}")
    ((total,),) = connection.execute(f"SELECT sum(n)::BIGINT FROM ({' UNION ALL '.join(sums)})").fetchall()
    return total or 0


def _sizes(plan: Plan, account: Account, names: Sequence[str], *, odd: bool = True) -> Iterator[str]:
    """SQL of the bytes, less their quotation marks, of cells that are kept, over the narrow table. `odd`:
    whether rows may be odd."""
    for name in names:
        yield account.size(_cell(plan, name, odd=odd), plan.columns.present[name])


def _sql(plan: Plan, name: str) -> str:
    """A column that rules may name, of rows that are not odd."""
    source = _source(plan, name)
    if source is None:
        return plan.columns.sql(name)
    return plan.columns.of_code(name, _key(plan, source), plan.coded[source])


def _source(plan: Plan, name: str) -> str | None:
    """The coded column from which alone a column is computed."""
    sources = plan.columns.sources([name]) or frozenset()
    return min(sources) if len(sources) == 1 and sources <= plan.coded.keys() else None


def _coded(plan: Plan, name: str) -> str:
    """SQL of the number of a value; null where it is not expected."""
    values, text = plan.coded[name], plan.columns.present[name]
    text = f"coalesce({text}, '')" if "" in values else text
    return f"TRY_CAST({text} AS ENUM({', '.join(map(literal, values))}))"


def _key(plan: Plan, name: str) -> str:
    """Column of the narrow table: the number of a coded column's value, the text of a name, or a value that
    was computed."""
    column = plan.columns.present[name]
    if name in plan.computed:
        return _computed(name)
    return identifier(f"={column}") if name in plan.coded else _raw(column)


def _computed(name: str) -> str:
    """Column of the narrow table that does not follow from the others."""
    return identifier(f"+{name}")


def _of_family(plan: Plan, family: Family) -> str:
    return f"{storage(plan.table)}~{plan.families.index(family)}"


def _of_odd(plan: Plan) -> str:
    return f"{storage(plan.table)}~odd"


def _apart(plan: Plan) -> str:
    return f"{storage(plan.table)}~apart"


def _count(text: str, mark: str) -> str:
    """SQL of how often a mark of one byte stands in a text; it is counted only where it stands at all."""
    count = f"strlen({text}) - strlen(replace({text}, {literal(mark)}, ''))"
    return f"(CASE WHEN contains({text}, {literal(mark)}) THEN {count} ELSE 0 END)"


def _sum(terms: Sequence[str]) -> str:
    """The sum as a tree of little height: DuckDB refuses deep expressions, and files may have thousands of
    columns."""
    if len(terms) < 2:
        return terms[0] if terms else "0"
    half = len(terms) // 2
    return f"({_sum(terms[:half])} + {_sum(terms[half:])})"
