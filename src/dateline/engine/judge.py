"""Tables judged by rules: what the schema demands, row rules and queries, in one scan of each table."""

from __future__ import annotations

import functools
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from dateline.engine import checks as schema_checks
from dateline.engine import (
    combinations,
    findings,
    points,
    profile,
    reading,
    records,
    rule_sql,
    scan,
    table_file,
)
from dateline.engine import connection as connections
from dateline.engine.checks import QueryCheck, RowCheck
from dateline.engine.columns import Columns
from dateline.engine.combinations import Grouped
from dateline.engine.profile import Profile
from dateline.engine.reading import Books, Input, Table
from dateline.errors import CallError
from dateline.findings import Finding
from dateline.rules import Rule, Status

__all__ = [
    "CAP",
    "LACKS",
    "MEMORY",
    "NO_COLUMN",
    "NO_TABLE",
    "Books",
    "Input",
    "Judgement",
    "Options",
    "Profile",
    "RuleFailed",
    "compiled",
    "judge",
]

MEMORY = "600MB"
"""What DuckDB may keep in memory before it goes to disk."""
LACKS = "the file lacks "
"""How the reason begins why a rule is not run that needs a column of ACLED's."""
NO_COLUMN = " has no column "
"""What stands between a table and the columns of our own for want of which a rule is not run."""
NO_TABLE = "there is no table "
"""How the reason begins why a rule is not run that needs another table."""
_HEADER = 3
"""Cells by which a row is known that repeats the header."""
CAP = 100
"""Findings that are kept for each rule; all are counted."""


class RuleFailed(CallError):
    """A rule cannot be run: a fault of ours or of whoever wrote it, never of the data."""


SMALL = 4_000_000
"""Bytes of all tables together from which on more than one thread pays."""


@dataclass(frozen=True, slots=True)
class Options:
    """How to judge."""

    as_of: date
    cap: int = CAP
    uncapped: frozenset[str] = frozenset()
    """Rules of which all findings are kept, because reviewed exceptions have to be looked up among them."""
    memory: str = MEMORY
    threads: int | None = None
    locate: points.Locate | None = None
    """Tells the country of points; None for the built-in probe, if its library is installed."""
    schemas: bool = True
    """Whether what the schemas demand is judged too, or the rules alone."""
    disk: str | None = None
    """What DuckDB may write to disk where memory does not do; None for what there is."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was found, exactly counted; of each rule at most `cap` findings are kept."""

    findings: tuple[Finding, ...]
    counts: Mapping[str, int]
    books: tuple[Books, ...]
    applied: tuple[str, ...]
    """Codes of the rules that were run."""
    silent: Mapping[str, str]
    """Codes of the rules that were not, each with the reason."""
    rows: Mapping[str, int] = field(default_factory=dict)
    """In how many rows each rule found something; a row counts once for each query of the rule that finds
    it."""
    profile: Profile | None = None
    """What the events cover, if there are any."""


@dataclass(frozen=True, slots=True)
class _Shown:
    """Rows that are shown, and the findings to make of their records."""

    table: Table
    rows: Sequence[int]
    findings: Callable[[Mapping[int, records.Record]], Iterable[Finding]]


def judge(inputs: Sequence[Input], rules: Iterable[Rule], options: Options) -> Judgement:
    """Judge tables together. CallError if a file cannot be judged at all; RuleFailed and RowsLost are our
    fault."""
    with tempfile.TemporaryDirectory(prefix="dateline-") as name:
        return _Judge(inputs, list(rules), options, Path(name)).run()


def _threads(inputs: Sequence[Input]) -> int:
    """Of small tables planning takes longer than reading, and several threads only get in each other's
    way."""
    size = sum(one.file.body.stat().st_size for one in inputs if not one.file.fault)
    return 1 if size < SMALL else connections.processors()


class _Judge:
    def __init__(
        self, inputs: Sequence[Input], rules: Sequence[Rule], options: Options, folder: Path
    ) -> None:
        self.options = options
        self.folder = folder
        self.rules = rules
        self.found = findings.Collector(options.cap, options.uncapped)
        self.silent: dict[str, str] = {}
        self.applied: set[str] = set()
        self.tables = {one.name: self._table(one) for one in inputs}
        self.queries: list[QueryCheck] = []
        self.groups: Counter[Grouped] = Counter()
        """How many queries have each part that groups one table."""
        self.made: set[Grouped] = set()
        """Those of them that are tables."""
        self.connection = connections.connect(
            memory_limit=options.memory,
            threads=options.threads or _threads(inputs),
            temp_directory=folder,
            most_on_disk=options.disk,
        )

    @functools.cached_property
    def locate(self) -> points.Locate | None:
        """The probe for points, made when a rule first needs it."""
        return self.options.locate or points.built_in()

    def _table(self, one: Input) -> Table:
        present = table_file.names(one.file.header)
        known = {field["name"] for field in one.schema["fields"]}
        columns = Columns(
            one.name,
            one.schema,
            one.translation.present
            if one.translation
            else {name: column for name, column in present.items() if name in known},
            self.options.as_of.isoformat(),
            every=[f"c{number}" for number in range(len(one.file.header))],
            header=_first_names(one) if one.translation else {},
        )
        return Table(one, columns)

    def run(self) -> Judgement:
        # The bytes are read beside all else: of two processors, one would idle until the scan.
        beside = ThreadPoolExecutor(1)
        try:
            for table in self.tables.values():
                table.bytes = reading.begin(table.input, beside)
            self._compile()
            self._code_lists()
            connections.lock(self.connection, [table.input.file.body for table in self.tables.values()])
            asked = any(points.TABLE in query.columns for query in self.queries)
            if asked and isinstance(self.locate, points.BuiltIn):
                self.locate.load()
            for table in self.tables.values():
                table.read = reading.read(table, self.connection, self.folder, self.found)
            if asked:
                events = self._scanned("events").combinations(frozenset(points.KEY))
                points.store(self.connection, events, self.folder, self.locate)
            shown = [one for table in self.tables.values() for one in self._row_findings(table)]
            shown += [one for query in self.queries for one in self._query_findings(query)]
            self._show(shown)
            covered = self._profile()
        finally:
            beside.shutdown(cancel_futures=True)
            self.connection.close()
        return Judgement(
            findings=self.found.kept(),
            counts=self.found.counts,
            books=tuple(table.read.books for table in self.tables.values() if table.read),
            applied=tuple(sorted(self.applied)),
            silent=self.silent,
            rows=self.found.rows,
            profile=covered,
        )

    # -- compiling

    def _compile(self) -> None:
        present = {name: tuple(table.columns.present) for name, table in self.tables.items()}
        for name, table in self.tables.items():
            if table.columns.every:
                table.row_checks.append(schema_checks.of_blank_rows())
            if table.columns.header:
                table.row_checks.append(schema_checks.of_repeated_headers())
            if not self.options.schemas:
                continue
            try:
                table.row_checks += schema_checks.of_rows(name, table.input.schema, present[name])
            except ValueError as error:
                raise CallError(f"The schema of {name} cannot be used: {error}.") from error
            for query in schema_checks.of_tables(name, table.input.schema, present):
                self._add_query(query)
            self.applied |= {check.rule.code for check in table.row_checks}
        for rule in self.rules:
            if rule.status is not Status.deprecated and rule.table is not None:
                self._compile_rule(rule)
        if events := self.tables.get("events"):
            events.stored |= profile.COLUMNS & set(events.columns.present)

    def _compile_rule(self, rule: Rule) -> None:
        if rule.needs and self.locate is None:
            self.silent[rule.code] = points.UNAVAILABLE
            return
        try:
            checks = compiled(rule, self.tables_columns())
        except rule_sql.RuleSqlError as error:
            raise RuleFailed(f"{rule.file}: {rule.code} {rule.name}: {error}") from error
        if isinstance(checks, str):
            self.silent[rule.code] = checks
            return
        told = {"as_of": self.options.as_of.isoformat()}
        for check in (replace(check, values={**check.values, **told}) for check in checks):
            if isinstance(check, RowCheck):
                self.tables[rule.table or ""].row_checks.append(check)
            else:
                self._add_query(check)
        self.applied.add(rule.code)

    def tables_columns(self) -> dict[str, Collection[str]]:
        """Columns that rules may name, by table."""
        return {name: table.columns.names for name, table in self.tables.items()}

    def _add_query(self, query: QueryCheck) -> None:
        for name, columns in query.columns.items():
            if name in self.tables:
                self.tables[name].stored |= columns - {"row"}
        for one in query.grouped.values():
            if one.table in self.tables:
                self.tables[one.table].grouped.add(one.columns - {"row"})
        self.queries.append(query)
        self.groups.update(query.grouped.values())
        self.applied.add(query.rule.code)

    def _code_lists(self) -> None:
        """The code lists that queries join, as tables of text."""
        from dateline import resources

        wanted = (
            {name for query in self.queries for name in query.columns} - set(self.tables) - {points.TABLE}
        )
        for name in sorted(wanted):
            path = resources.folder("schema") / "codes" / f"{name}.csv"
            relation = f"read_csv({table_file.literal(str(path))}, all_varchar=true, header=true, nullstr='')"
            self.connection.execute(f"CREATE TABLE {table_file.identifier(name)} AS SELECT * FROM {relation}")

    # -- findings

    def _show(self, shown: Sequence[_Shown]) -> None:
        """Make the findings. What is shown of a table is read back at once, whatever rules found it."""
        for table in self.tables.values():
            of_table = [one for one in shown if one.table is table]
            assert table.read is not None
            cells = table.read.fetch(list(records.numbered(row for one in of_table for row in one.rows)))
            for one in of_table:
                for finding in one.findings(cells):
                    self.found.add(finding)

    def _row_findings(self, table: Table) -> Iterator[_Shown]:
        scanned = self._scanned(table.input.name)
        failing = scanned.failing(self.connection)
        by_limit: dict[int, list[int]] = defaultdict(list)
        for number in failing:
            by_limit[self.found.limit(scanned.checks[number].rule.code)].append(number)
        first: dict[int, list[int]] = {}
        for limit, numbers in by_limit.items():
            shown, of_rules = scanned.rows_failing(self.connection, numbers, limit)
            first |= shown
            self.found.rows.update(of_rules)
        if table.input.translation and (blank := failing.get(0, 0)) > 1:
            yield from self._blank_rows(table, first[0], blank)
            failing = {number: count for number, count in failing.items() if number}
        sampled: dict[int, list[int]] = {}
        kept: Counter[str] = Counter()
        for number, count in failing.items():
            code = scanned.checks[number].rule.code
            sampled[number] = first[number][: self.found.limit(code) - kept[code]]
            kept[code] += len(sampled[number])
            self.found.count(code, count - len(sampled[number]))
        for number, rows in sampled.items():
            yield _Shown(table, rows, functools.partial(self._of_rows, table, scanned.checks[number], rows))

    def _blank_rows(self, table: Table, first: Sequence[int], count: int) -> Iterator[_Shown]:
        """Blank rows: all those at the end of a foreign file, which a spreadsheet leaves there, are one
        finding."""
        scanned = self._scanned(table.input.name)
        check, start = scanned.checks[0], scanned.blank_from(self.connection)
        at_end = scanned.rows + 1 - start
        rows = [row for row in first if row < start]
        self.found.count(check.rule.code, count - at_end - len(rows))
        yield _Shown(table, rows, functools.partial(self._of_rows, table, check, rows))
        if at_end:
            below = "the row" if at_end == 2 else f"all {at_end - 1:,} rows"
            more = f", as {'is' if at_end == 2 else 'are'} {below} below it, to the end" if at_end > 1 else ""
            last = replace(check, values={**check.values, "note": more})
            yield _Shown(table, [start], functools.partial(self._of_rows, table, last, [start]))

    def _of_rows(
        self, table: Table, check: RowCheck, rows: Sequence[int], cells: Mapping[int, records.Record]
    ) -> Iterator[Finding]:
        suggestions = self._suggestions(table, check, [cells[row] for row in rows])
        for row, suggestion in zip(rows, suggestions, strict=True):
            yield findings.of_row(table.input, check, cells[row], suggestion)

    def _suggestions(
        self, table: Table, check: RowCheck, sampled: Sequence[records.Record]
    ) -> Sequence[str | None]:
        """What a rule suggests for each of the records that are shown."""
        if check.suggests is None or not sampled:
            return [None] * len(sampled)
        sources = table.columns.sources(check.suggested_from)
        names = sorted(table.columns.present if sources is None else sources)
        columns = ", ".join(["n", *(table.columns.present[name] for name in names)])
        rows = ", ".join(
            "(" + ", ".join([str(number), *(_cell(record.cells.get(name, "")) for name in names)]) + ")"
            for number, record in enumerate(sampled)
        )
        values = f"(VALUES {rows}) AS t({columns})"
        inner = f"SELECT n, {table.columns.select(check.suggested_from)} FROM {values}"
        sql = f"SELECT CAST({check.suggests} AS VARCHAR) FROM ({inner}) ORDER BY n"
        return [value for (value,) in self.connection.execute(sql).fetchall()]

    def _query_findings(self, query: QueryCheck) -> Iterator[_Shown]:
        import duckdb

        if lacking := self._not_whole(query):
            self.silent[query.rule.code] = f"needs every record of {lacking}, and some cannot be read"
            return
        sql = combinations.whole(query.body, dict(self._relations(query)))
        try:
            made = self.connection.execute(f'CREATE OR REPLACE TEMP TABLE "~found" AS {sql}')
            ((count,),) = made.fetchall()
        except duckdb.OutOfMemoryException:
            raise
        except duckdb.Error as error:
            raise RuleFailed(f"{query.rule.code} {query.rule.name}: {error}") from error
        if not count:
            return
        names = [name for name, *_ in self.connection.execute('DESCRIBE "~found"').fetchall()]
        self._rows_exist(query, names)
        if "row" in names:
            ((different,),) = self.connection.execute('SELECT count(DISTINCT row) FROM "~found"').fetchall()
            self.found.rows[query.rule.code] += different
        # All columns, so that two runs show the same findings in the same order.
        order = ", ".join(map(table_file.identifier, sorted(names, key=lambda name: (name != "row", name))))
        rows = self.connection.execute(
            f'SELECT * FROM "~found" ORDER BY {order} LIMIT {self.found.limit(query.rule.code)}'
        ).fetchall()
        found = [dict(zip(names, row, strict=True)) for row in rows]
        table = self.tables[query.table]
        wanted = [one[name] for one in found for name in ("row", "other_row") if one.get(name) is not None]
        self.found.count(query.rule.code, count - len(found))
        yield _Shown(
            table,
            wanted,
            lambda cells: (findings.of_query(table.input, query, one, cells) for one in found),
        )

    def _relations(self, query: QueryCheck) -> Iterator[tuple[str, str]]:
        """What a query reads, as SQL by the name that it has there; a code list needs none."""
        for name, columns in query.rows.items():
            if name in self.tables:
                yield name, self._scanned(name).select(columns)
        for name, one in query.grouped.items():
            yield name, self._shared(one) or self._over_rows(one)

    def _over_rows(self, grouped: Grouped) -> str:
        if grouped.table in self.tables:
            return grouped.over(self._scanned(grouped.table).combinations(grouped.columns))
        return grouped.over(combinations.of_rows(table_file.identifier(grouped.table)))

    def _shared(self, grouped: Grouped) -> str | None:
        """SQL of the table of what several queries group in the same words, made when the first of them needs
        it."""
        if self.groups[grouped] < 2:
            return None
        name = f"~shared~{list(self.groups).index(grouped)}"
        if grouped not in self.made:
            self.made.add(grouped)
            self.connection.execute(
                f"CREATE TEMP TABLE {table_file.identifier(name)} AS {self._over_rows(grouped)}"
            )
        return f"SELECT * FROM {table_file.identifier(name)}"

    def _rows_exist(self, query: QueryCheck, names: Collection[str]) -> None:
        """RuleFailed if a query found rows that its table does not have."""
        last = self._scanned(query.table).rows
        for name in ("row", "other_row"):
            if name in names:
                known = f"{table_file.identifier(name)} BETWEEN 1 AND {last}"
                sql = f'SELECT coalesce(bool_and({known}), true) FROM "~found"'
                ((exist,),) = self.connection.execute(sql).fetchall()
                if not exist:
                    raise RuleFailed(
                        f"{query.rule.file}: {query.rule.code} {query.rule.name}: {name} must be the number "
                        f"of a row of {query.table}."
                    )

    def _profile(self) -> Profile | None:
        return (
            profile.of_events(self.connection, self._scanned("events")) if "events" in self.tables else None
        )

    def _scanned(self, name: str) -> scan.Scanned:
        read = self.tables[name].read
        assert read is not None
        return read.scanned

    def _not_whole(self, query: QueryCheck) -> str | None:
        """A table in which a record that cannot be read may hold what the query would miss."""
        itself = "foreign_key" in query.rule.answers and len(query.columns) == 1
        names = set(query.columns) - (set() if itself else {query.table})
        lacking = (name for name in sorted(names) if (table := self.tables.get(name)) and not _whole(table))
        return next(lacking, None)


def _first_names(one: Input) -> dict[str, str]:
    return {f"c{number}": name for number, name in enumerate(one.file.header[:_HEADER]) if name}


def compiled(rule: Rule, tables: Mapping[str, Collection[str]]) -> Sequence[RowCheck | QueryCheck] | str:
    """A rule as checks, one for each of its applications; a text says why it cannot be run on these
    tables."""
    table = rule.table or ""
    if table not in tables:
        return f"{NO_TABLE}{table}"
    sql = rule_sql.of_rule(rule)
    if not isinstance(sql, rule_sql.Query):
        applied = [_applied(rule, tables[table], one) for one in sql]
        checks = [check for check in applied if not isinstance(check, str)]
        return checks or next(check for check in applied if isinstance(check, str))
    for name, wanted in sql.columns.items():
        if name in tables:
            lacking = sorted(wanted - set(tables[name]) - {"row"})
            if lacking:
                return _lacking(name, tables[name], lacking)
        elif not schema_checks.is_code_list(name):
            return f"{NO_TABLE}{name}"
    return [QueryCheck(rule, table, rule.field, sql.body, sql.rows, grouped=sql.grouped)]


def _lacking(table: str, columns: Collection[str], names: Sequence[str]) -> str:
    """Why a rule is not run that names columns which a table has not: those of the schema, from which they
    are computed."""
    from dateline.engine import columns as column_facts

    absent = sorted(column_facts.sources(table, names) - set(columns)) or list(names)
    required = sorted(set(absent) & column_facts.required(table))
    return f"{LACKS}{', '.join(required)}" if required else f"{table}{NO_COLUMN}{', '.join(absent)}"


def _applied(
    rule: Rule, columns: Collection[str], applied: rule_sql.Application
) -> RowCheck | QueryCheck | str:
    """A row rule as a check of the columns that its names stand for."""
    table, predicate, suggests = rule.table or "", applied.predicate, applied.suggests
    lacking = sorted(predicate.columns - set(columns) - points.COLUMNS)
    if lacking:
        return _lacking(table, columns, lacking)
    if rule.needs:
        return points.query(rule, predicate)
    if suggests is not None and not suggests.columns <= set(columns):
        suggests = None
    return RowCheck(
        rule,
        applied.standing.get(rule.field or "", rule.field),
        predicate.sql,
        predicate.columns,
        guard=predicate.guard,
        rest=predicate.rest,
        suggests=suggests.sql if suggests else None,
        suggested_from=suggests.columns if suggests else frozenset(),
        standing=applied.standing,
    )


def _whole(table: Table) -> bool:
    return table.read is not None and table.read.whole


def _cell(text: str) -> str:
    return f"{table_file.literal(text)}::VARCHAR" if text else "NULL::VARCHAR"
