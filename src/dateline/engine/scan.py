"""One scan of a table: every row check at once, and the columns that checks of groups need.

The result is a narrow table in DuckDB: the checks that failed in a row, and the stored columns. Its row ids
are the numbers of the data rows, because `CREATE TABLE … AS SELECT` over one file keeps the order of the
file; joins would not, so looked-up values come from constant maps.

Of a coded column (`dateline.engine.codes`) the number of the value is kept. Checks of coded columns, and
those of one column of names besides, are judged after the scan, once for each combination of values that
occurs: a million rows have some thousands. Only in a row that is odd, because one of its values is unknown,
they are judged at once.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from dateline.engine import codes
from dateline.engine.checks import RowCheck
from dateline.engine.columns import BLANK, Columns
from dateline.engine.table_file import identifier, literal

LINE_BREAKS = '"~line_breaks"'
"""Column of the narrow table: line breaks inside the cells of a row, where there can be any."""
BYTES = '"~bytes"'
"""Column of the narrow table: bytes of the cells of a row, less their quotation marks."""
ODD = '"~odd"'
"""Column of the narrow table: whether a coded column of the row holds a value that is not expected there."""

FAILED = '"~failed"'
"""Column of the narrow table, and of that of a family: numbers of the checks that failed, or null."""

Connection = Any


@dataclass(frozen=True, slots=True)
class Account:
    """Internal columns of a CSV file for the books: `every` column, those whose cells may hold line breaks,
    and those whose cells may hold quotation marks."""

    every: Sequence[str] = ()
    breakable: Sequence[str] = ()
    quotable: Sequence[str] = ()
    quote: str = '"'


@dataclass(frozen=True, slots=True)
class Family:
    """Checks that read the same few columns. `table` has a row for each combination of their values."""

    table: str
    names: tuple[str, ...]
    """Columns of the schema."""
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class Plan:
    """Where each check of a table is judged, and what is stored of a row."""

    table: str
    columns: Columns
    checks: Sequence[RowCheck]
    stored: Collection[str]

    @cached_property
    def coded(self) -> Mapping[str, tuple[str, ...]]:
        """Expected values of the coded columns that are of use, by column."""
        every = codes.of_schema(self.columns.schema, tuple(self.columns.present))
        used = {name for family in self.families for name in family.names}
        return {name: values for name, values in every.items() if name in used}

    @cached_property
    def families(self) -> tuple[Family, ...]:
        """Checks by what they read: coded columns alone, or one column of names besides."""
        coded = codes.of_schema(self.columns.schema, tuple(self.columns.present))
        members: dict[str, list[int]] = defaultdict(list)
        read: dict[str, set[str]] = defaultdict(set)
        for number, check in enumerate(self.checks):
            sources = self.columns.sources(check.columns)
            names = (sources or frozenset()) - coded.keys()
            if sources and len(names) < 2 and names <= codes.NAMES:
                key = min(names, default="")
                members[key].append(number)
                read[key] |= sources
        return tuple(
            Family(f"{storage(self.table)}~{place}", tuple(sorted(read[key])), tuple(members[key]))
            for place, key in enumerate(sorted(members))
        )

    @cached_property
    def alone(self) -> tuple[int, ...]:
        """Checks that are judged row by row."""
        grouped = {number for family in self.families for number in family.numbers}
        return tuple(number for number in range(len(self.checks)) if number not in grouped)

    @cached_property
    def texts(self) -> frozenset[str]:
        """Columns of names that are kept as text."""
        used = {name for family in self.families for name in family.names}
        asked = self.columns.sources([name for name in self.stored if self.columns.sources([name])])
        return frozenset((used | set(asked or ())) & codes.NAMES)

    @cached_property
    def derived(self) -> tuple[str, ...]:
        """Stored columns that follow from what is kept of a row anyway."""
        kept = self.coded.keys() | self.texts
        return tuple(name for name in sorted(self.stored) if (self.columns.sources([name]) or {""}) <= kept)

    @cached_property
    def computed(self) -> tuple[str, ...]:
        """Stored columns that do not."""
        return tuple(sorted(set(self.stored) - set(self.derived)))

    @cached_property
    def restored(self) -> tuple[str, ...]:
        """Coded columns of which queries need the text."""
        return tuple(sorted((self.columns.sources(self.derived) or frozenset()) & self.coded.keys()))

    def family_of(self, number: int) -> Family | None:
        """The family of a check."""
        return next((family for family in self.families if number in family.numbers), None)

    def failed(self, numbers: Sequence[int]) -> str:
        """SQL of the list of those checks that fail, null where none does."""
        listed = (
            f"CASE WHEN {self.checks[number].predicate} THEN {number}::USMALLINT END" for number in numbers
        )
        every = f"list_filter([{', '.join(listed)}], lambda one: one IS NOT NULL)"
        return f"(CASE WHEN {self.any_of(numbers)} THEN {every} END)"

    def any_of(self, numbers: Sequence[int]) -> str:
        """SQL of whether any of these checks fails."""
        return " OR ".join(f"({self.checks[number].predicate})" for number in numbers) or "false"


@dataclass(frozen=True, slots=True)
class Scanned:
    """A scanned table, and what became of its checks, which go by their numbers."""

    name: str
    rows: int
    checks: Sequence[RowCheck]
    bytes: int
    """Bytes of all cells, less their quotation marks; 0 if they were not counted."""
    plan: Plan

    def failing(self, connection: Connection) -> Mapping[int, int]:
        """Exact number of failing rows by number of the check; checks that hold everywhere are absent."""
        counts: Counter[int] = Counter()
        for table, weight in ((storage(self.name), "1"), *((one.table, "n") for one in self.plan.families)):
            listed = f"SELECT unnest({FAILED}) AS number, {weight} AS n FROM {identifier(table)}"
            sql = f"SELECT number, sum(n)::BIGINT FROM ({listed} WHERE {FAILED} IS NOT NULL) GROUP BY number"
            counts.update(dict(connection.execute(sql).fetchall()))
        return dict(sorted(counts.items()))

    def rows_failing(self, connection: Connection, number: int, most: int) -> list[int]:
        """The first `most` rows that fail a check."""
        plan, table = self.plan, identifier(storage(self.name))
        fails = f"{FAILED} IS NOT NULL AND list_contains({FAILED}, {number}::USMALLINT)"
        sql = f"SELECT rowid + 1 AS row FROM {table} WHERE {fails}"
        family = plan.family_of(number)
        if family:
            keys = [_key(plan, name) for name in family.names]
            same = " AND ".join(f"r.{key} IS NOT DISTINCT FROM f.{key}" for key in keys)
            failing = f"SELECT {', '.join(keys)} FROM {identifier(family.table)} WHERE {fails}"
            sql += f" UNION ALL SELECT r.rowid + 1 FROM {table} r JOIN ({failing}) f ON {same}"
            sql += f" WHERE NOT r.{ODD}"
        return [row for (row,) in connection.execute(f"{sql} ORDER BY row LIMIT {most}").fetchall()]

    def line_breaks(self, connection: Connection) -> list[tuple[int, int]]:
        """(row, line breaks in its cells) for the rows that have any, in order."""
        rows = f"FROM {identifier(storage(self.name))} WHERE {LINE_BREAKS} > 0 ORDER BY row"
        sql = f"SELECT rowid + 1 AS row, {LINE_BREAKS} {rows}"
        found: list[tuple[int, int]] = connection.execute(sql).fetchall()
        return found

    def sizes(self, connection: Connection, rows: Sequence[int]) -> Mapping[int, int]:
        """Bytes of the cells, less their quotation marks, of some rows."""
        wanted = ", ".join(str(row - 1) for row in rows) or "-1"
        sql = f"SELECT rowid + 1, {BYTES} FROM {identifier(storage(self.name))} WHERE rowid IN ({wanted})"
        return dict(connection.execute(sql).fetchall())


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
    plan = Plan(name, columns, checks, frozenset(stored))
    connection.execute(_create(plan, relation, account))
    connection.execute(_view(plan))
    for family in plan.families:
        connection.execute(_judged(plan, family))
    totals = f"SELECT count(*), coalesce(sum({BYTES}), 0)::BIGINT FROM {identifier(storage(name))}"
    rows, total = connection.execute(totals).fetchone()
    return Scanned(name, rows, checks, total, plan)


def forget(connection: Connection, name: str) -> None:
    """Drop what a scan of this name made, if there was one."""
    for kind, what in (("VIEW", name), ("TABLE", storage(name))):
        connection.execute(f"DROP {kind} IF EXISTS {identifier(what)}")


def storage(name: str) -> str:
    """Name of the narrow table behind the view `name`."""
    return f"~{name}"


def _create(plan: Plan, relation: str, account: Account) -> str:
    """SQL of the scan itself."""
    columns, present = plan.columns, plan.columns.present
    coded = [f"{_coded(plan, name)} AS {_key(plan, name)}" for name in plan.coded]
    blank = [f"coalesce({', '.join(columns.every)}) IS NULL"] if columns.every else []
    odd = " OR ".join([*blank, *(f"{_key(plan, name)} IS NULL" for name in plan.coded)]) or "false"
    breaks = _sum([_count(text, "\n", "length") for text in account.breakable])
    size = _sum(
        [
            *(f"coalesce(strlen({text}), 0)" for text in account.every),
            *(f"-{_count(text, account.quote, 'strlen')}" for text in account.quotable),
        ]
    )
    at_once = {column for number in plan.alone for column in plan.checks[number].columns} | set(plan.computed)
    later = {column for check in plan.checks for column in check.columns} - at_once
    unsaid, first = _first(plan)
    seen = [
        *(f"{_sql(plan, name)} AS {identifier(name)}" for name in sorted(at_once)),
        *(f"(CASE WHEN {ODD} THEN {columns.sql(name)} END) AS {identifier(name)}" for name in sorted(later)),
        *(_key(plan, name) for name in plan.coded),
        *(f"{present[name]} AS {_text(plan, name)}" for name in sorted(plan.texts)),
        *(
            f"(CASE WHEN {_key(plan, name)} IS NULL THEN {present[name]} END) AS {_text(plan, name)}"
            for name in plan.restored
        ),
        ODD,
        f"({breaks})::USMALLINT AS {LINE_BREAKS}",
        f"({size})::INTEGER AS {BYTES}",
    ]
    kept = [
        f"(CASE {first} WHEN {ODD} THEN {plan.failed(range(len(plan.checks))[unsaid:])} "
        f"ELSE {plan.failed(plan.alone[unsaid:])} END) AS {FAILED}",
        *(_key(plan, name) for name in plan.coded),
        *(_text(plan, name) for name in (*sorted(plan.texts), *plan.restored)),
        *(f"{identifier(name)} AS {_computed(name)}" for name in plan.computed),
        ODD,
        LINE_BREAKS,
        BYTES,
    ]
    rows = f"SELECT *, ({odd}) AS {ODD} FROM (SELECT {', '.join(['*', *coded])} FROM {relation})"
    rows = f"SELECT {', '.join(seen)} FROM ({rows})"
    return f"CREATE TABLE {identifier(storage(plan.table))} AS SELECT {', '.join(kept)} FROM ({rows})"


def _first(plan: Plan) -> tuple[int, str]:
    """Of a blank row nothing else is said than that it is blank, which is what the first check asks."""
    first = plan.checks[0] if plan.checks else None
    if first is None or BLANK not in first.columns:
        return 0, ""
    return 1, f"WHEN {ODD} AND {first.predicate} THEN [0::USMALLINT]"


def _view(plan: Plan) -> str:
    """SQL of the view: the stored columns under the names that rules use, and the number of the row."""
    present = plan.columns.present
    inner = [
        "rowid + 1 AS " + _computed("row"),
        *map(_computed, plan.computed),
        *(f"{_text(plan, name)} AS {present[name]}" for name in sorted(plan.texts)),
        *(
            f"coalesce({_text(plan, name)}, {_decoded(plan, name)}) AS {present[name]}"
            for name in plan.restored
        ),
    ]
    shown = [f"{_computed(name)} AS {identifier(name)}" for name in ("row", *plan.computed)]
    shown += [plan.columns.select(plan.derived)] if plan.derived else []
    rows = f"SELECT {', '.join(inner)} FROM {identifier(storage(plan.table))}"
    return f"CREATE VIEW {identifier(plan.table)} AS SELECT {', '.join(shown)} FROM ({rows})"


def _judged(plan: Plan, family: Family) -> str:
    """SQL of the table of a family: each combination of values, how often it occurs, and what it fails."""
    keys = [_key(plan, name) for name in family.names]
    texts = [
        f"{_decoded(plan, name) if name in plan.coded else key} AS {plan.columns.present[name]}"
        for name, key in zip(family.names, keys, strict=True)
    ]
    wanted = {column for number in family.numbers for column in plan.checks[number].columns}
    rows = f"FROM {identifier(storage(plan.table))} WHERE NOT {ODD} GROUP BY {', '.join(keys)}"
    combinations = f"SELECT {', '.join([*keys, 'count(*) AS n'])} {rows}"
    typed = ", ".join([*keys, "n AS " + _computed("n"), plan.columns.select(wanted)])
    inner = f"SELECT {typed} FROM (SELECT {', '.join(['*', *texts])} FROM ({combinations}))"
    kept = ", ".join([*keys, _computed("n") + " AS n", f"{plan.failed(family.numbers)} AS {FAILED}"])
    return f"CREATE OR REPLACE TABLE {identifier(family.table)} AS SELECT {kept} FROM ({inner})"


def _sql(plan: Plan, name: str) -> str:
    """A column that rules may name, in the scan."""
    sources = plan.columns.sources([name]) or frozenset()
    if len(sources) == 1 and (key := min(sources)) in plan.coded:
        coded = plan.columns.coded_lookup(name, _key(plan, key), plan.coded[key])
        return coded or plan.columns.sql(name)
    return plan.columns.sql(name)


def _coded(plan: Plan, name: str) -> str:
    values, text = plan.coded[name], plan.columns.present[name]
    text = f"coalesce({text}, '')" if "" in values else text
    return f"TRY_CAST({text} AS ENUM({', '.join(map(literal, values))}))"


def _decoded(plan: Plan, name: str) -> str:
    return f"nullif(CAST({_key(plan, name)} AS VARCHAR), '')"


def _key(plan: Plan, name: str) -> str:
    """Column of the narrow table: the value of a column, as a number or as text."""
    return identifier(f"={plan.columns.present[name]}") if name in plan.coded else _text(plan, name)


def _text(plan: Plan, name: str) -> str:
    """Column of the narrow table: the text of a column, of a coded one only where it is unexpected."""
    return identifier(f"~{plan.columns.present[name]}")


def _computed(name: str) -> str:
    """Column of the narrow table: a stored column that does not follow from the others."""
    return identifier(f"+{name}")


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
