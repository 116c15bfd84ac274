"""Tables judged by rules: what the schema demands, row rules and queries, in one scan of each table."""

from __future__ import annotations

import functools
import tempfile
import threading
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from dateline.engine import bytes as byte_pass
from dateline.engine import checks as schema_checks
from dateline.engine import connection as connections
from dateline.engine import damage, dialect, findings, points, records, scan, table_file
from dateline.engine.checks import QueryCheck, RowCheck
from dateline.engine.columns import Columns, Schema
from dateline.engine.table_file import Format, TableFile
from dateline.findings import Finding
from dateline.rules import Rule, Status

MEMORY = "300MB"
"""What DuckDB may keep in memory before it goes to disk."""
CAP = 100
"""Findings that are kept for each rule; all are counted."""


class RowsLost(Exception):
    """The books do not balance: a fault of ours, never of the data."""


class RuleFailed(Exception):
    """A rule crashed: a fault of ours or of whoever wrote it, never of the data."""


@dataclass(frozen=True, slots=True)
class Input:
    """A table to judge. `breakable`: columns whose cells may hold line breaks."""

    name: str
    file: TableFile
    schema: Schema
    exact: bool = False
    """Whether the header must be the schema's, in its order (a package), or may be part of it (a foreign
    file)."""


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


@dataclass(frozen=True, slots=True)
class Books:
    """What became of the records of one table: judged + unreadable is all of them."""

    name: str
    file: str
    records: int
    judged: int
    unreadable: int
    sha256: str | None
    size: int


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


@dataclass(slots=True)
class _Table:
    """A table on its way through the engine."""

    input: Input
    columns: Columns
    row_checks: list[RowCheck] = field(default_factory=list)
    stored: set[str] = field(default_factory=set)
    scanned: scan.Scanned | None = None
    fetch: records.Fetch | None = None


def judge(inputs: Sequence[Input], rules: Iterable[Rule], options: Options) -> Judgement:
    """Judge tables together. CallError if a file cannot be judged at all; RuleFailed and RowsLost are our
    fault."""
    with tempfile.TemporaryDirectory(prefix="dateline-") as name:
        return _Judge(inputs, list(rules), options, Path(name)).run()


class _Judge:
    def __init__(
        self, inputs: Sequence[Input], rules: Sequence[Rule], options: Options, folder: Path
    ) -> None:
        self.options = options
        self.folder = folder
        self.rules = rules
        self.found = findings.Collector(options.cap, options.uncapped)
        self.books: list[Books] = []
        self.silent: dict[str, str] = {}
        self.applied: set[str] = set()
        self.tables = {one.name: self._table(one) for one in inputs}
        self.queries: list[QueryCheck] = []
        self.connection = connections.connect(
            memory_limit=options.memory,
            threads=options.threads or connections.processors(),
            temp_directory=folder,
        )

    @functools.cached_property
    def locate(self) -> points.Locate | None:
        """The probe for points, made when a rule first needs it."""
        return self.options.locate or points.built_in()

    def _table(self, one: Input) -> _Table:
        present = table_file.names(one.file.header)
        known = {field["name"] for field in one.schema["fields"]}
        columns = Columns(
            one.name,
            one.schema,
            {name: column for name, column in present.items() if name in known},
            self.options.as_of.isoformat(),
        )
        return _Table(one, columns)

    def run(self) -> Judgement:
        self._compile()
        try:
            for table in self.tables.values():
                self._scan(table)
            self._code_lists()
            if any(points.TABLE in query.columns for query in self.queries):
                points.store(self.connection, self.folder, self.locate)
            for table in self.tables.values():
                self._row_findings(table)
            for query in self.queries:
                self._query_findings(query)
        finally:
            self.connection.close()
        return Judgement(
            findings=self.found.kept(),
            counts=self.found.counts,
            books=tuple(self.books),
            applied=tuple(sorted(self.applied)),
            silent=self.silent,
        )

    # -- compiling

    def _compile(self) -> None:
        present = {name: tuple(table.columns.present) for name, table in self.tables.items()}
        for name, table in self.tables.items():
            table.row_checks += schema_checks.of_rows(name, table.input.schema, present[name])
            for query in schema_checks.of_tables(name, table.input.schema, present):
                self._add_query(query)
            self.applied |= {check.rule.code for check in table.row_checks}
        for rule in self.rules:
            if rule.status is not Status.deprecated and rule.table is not None:
                self._compile_rule(rule)

    def _compile_rule(self, rule: Rule) -> None:
        if rule.needs and self.locate is None:
            self.silent[rule.code] = points.UNAVAILABLE
            return
        try:
            check = compiled(rule, self.tables_columns())
        except dialect.RuleSqlError as error:
            raise RuleFailed(f"{rule.file}: {rule.code} {rule.name}: {error}") from error
        if isinstance(check, str):
            self.silent[rule.code] = check
        elif isinstance(check, RowCheck):
            self.tables[rule.table or ""].row_checks.append(check)
            self.applied.add(rule.code)
        else:
            self._add_query(check)

    def tables_columns(self) -> dict[str, Collection[str]]:
        """Columns that rules may name, by table."""
        return {name: table.columns.names for name, table in self.tables.items()}

    def _add_query(self, query: QueryCheck) -> None:
        for name, columns in query.columns.items():
            if name in self.tables:
                self.tables[name].stored |= columns - {"row"}
        self.queries.append(query)
        self.applied.add(query.rule.code)

    # -- scanning

    def _scan(self, table: _Table) -> None:
        file = table.input.file
        header_problems = list(findings.of_header(table.input))
        for one in header_problems:
            self.found.add(one)
        if file.format is Format.parquet:
            table.scanned = self._scan_body(table, file)
            table.fetch = records.of_relation(self.connection, file)
            self._balance(table, table.scanned.rows, 0, None)
            return
        if findings.fatal(table.input):
            facts = byte_pass.read(file.body)
            lost = max(0, facts.lines - file.header_lines)
            self._empty(table)
            self._balance(table, 0, lost, facts)
            return
        facts, scanned = self._beside(table, file)
        line_of = None
        if scanned is not None:
            breaks = scanned.line_breaks(self.connection)
            told = file.header_lines + scanned.rows + sum(count for _, count in breaks)
            if told == facts.lines and facts.nul is None:
                line_of = records.lines_of_sound_csv(file, breaks)
                self._balance(table, scanned.rows, 0, facts)
        if line_of is None:
            scanned, line_of = self._damaged(table, facts)
        table.scanned = scanned
        table.fetch = records.fetch_of(self.connection, file, facts, line_of)

    def _beside(self, table: _Table, file: TableFile) -> tuple[byte_pass.Bytes, scan.Scanned | None]:
        """The pass over the bytes beside the scan. No scan where the file stopped it."""
        import duckdb

        result: list[byte_pass.Bytes] = []
        thread = threading.Thread(target=lambda: result.append(byte_pass.read(file.body)))
        thread.start()
        scanned = None
        try:
            with suppress(duckdb.InvalidInputException, duckdb.ConversionException):
                scanned = self._scan_body(table, file)
        finally:
            thread.join()
        return result[0], scanned

    def _scan_body(self, table: _Table, file: TableFile) -> scan.Scanned:
        breakable = [] if file.format is Format.parquet else _breakable(table)
        return scan.scan(
            self.connection,
            table.input.name,
            file.relation(),
            table.columns,
            table.row_checks,
            table.stored,
            breakable if file.format is Format.csv else [],
        )

    def _damaged(self, table: _Table, facts: byte_pass.Bytes) -> tuple[scan.Scanned, Any]:
        """The slow way: judge the sound records, report the others."""
        for kind, name in (("VIEW", table.input.name), ("TABLE", f"~{table.input.name}")):
            self.connection.execute(f"DROP {kind} IF EXISTS {table_file.identifier(name)}")
        sound = damage.separate(table.input.file, self.folder)
        for one in sound.unreadable:
            self.found.add(findings.of_unreadable(table.input, one))
        scanned = self._scan_body(table, table_file.sound_copy(table.input.file, sound.body))
        if scanned.rows != len(sound.lines):
            raise RowsLost(
                f"{table.input.file.shown}: {len(sound.lines):,} sound records were given to the scan, "
                f"{scanned.rows:,} came back."
            )
        self._balance(table, scanned.rows, len(sound.unreadable), facts)
        return scanned, sound.line_of

    def _empty(self, table: _Table) -> None:
        """A table none of whose records can be judged."""
        nothing = (
            ", ".join(f"NULL::VARCHAR AS {column}" for column in table.columns.present.values()) or "1 AS c0"
        )
        table.scanned = scan.scan(
            self.connection,
            table.input.name,
            f"(SELECT {nothing} WHERE false)",
            table.columns,
            table.row_checks,
            table.stored,
            [],
        )
        table.fetch = records.of_memory((), ())

    def _balance(self, table: _Table, judged: int, unreadable: int, facts: byte_pass.Bytes | None) -> None:
        file = table.input.file
        self.books.append(
            Books(
                name=table.input.name,
                file=file.shown,
                records=judged + unreadable,
                judged=judged,
                unreadable=unreadable,
                sha256=facts.sha256 if facts and not file.copied else None,
                size=facts.size if facts else file.path.stat().st_size,
            )
        )

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

    def _row_findings(self, table: _Table) -> None:
        assert table.scanned is not None and table.fetch is not None
        failing = table.scanned.failing(self.connection)
        sampled: dict[int, list[int]] = {}
        kept: Counter[str] = Counter()
        for number, count in failing.items():
            check = table.scanned.checks[number]
            room = self.found.limit(check.rule.code) - kept[check.rule.code]
            rows = table.scanned.rows_failing(self.connection, number, max(room, 0))
            kept[check.rule.code] += len(rows)
            sampled[number] = rows
            self.found.count(check.rule.code, count - len(rows))
        cells = table.fetch(list(records.numbered(row for rows in sampled.values() for row in rows)))
        for number, rows in sampled.items():
            check = table.scanned.checks[number]
            suggestions = self._suggestions(table, check, [cells[row] for row in rows])
            for row, suggestion in zip(rows, suggestions, strict=True):
                self.found.add(findings.of_row(table.input, check, row, cells[row], suggestion))

    def _suggestions(
        self, table: _Table, check: RowCheck, sampled: Sequence[records.Record]
    ) -> Sequence[str | None]:
        """What a rule suggests for each of the records that are shown."""
        if check.suggests is None or not sampled:
            return [None] * len(sampled)
        names = list(table.columns.present)
        columns = ", ".join(["n", *table.columns.present.values()])
        rows = ", ".join(
            "(" + ", ".join([str(number), *(_cell(record.cells.get(name, "")) for name in names)]) + ")"
            for number, record in enumerate(sampled)
        )
        values = f"(VALUES {rows}) AS t({columns})"
        inner = f"SELECT n, {table.columns.select(check.suggested_from)} FROM {values}"
        sql = f"SELECT CAST({check.suggests} AS VARCHAR) FROM ({inner}) ORDER BY n"
        return [value for (value,) in self.connection.execute(sql).fetchall()]

    def _query_findings(self, query: QueryCheck) -> None:
        import duckdb

        try:
            self.connection.execute(f'CREATE OR REPLACE TEMP TABLE "~found" AS {query.sql}')
        except duckdb.Error as error:
            raise RuleFailed(f"{query.rule.code} {query.rule.name}: {error}") from error
        (count,) = self.connection.execute('SELECT count(*) FROM "~found"').fetchone()
        if not count:
            return
        names = [name for name, *_ in self.connection.execute('DESCRIBE "~found"').fetchall()]
        ordered = ' ORDER BY "row"' if "row" in names else ""
        rows = self.connection.execute(
            f'SELECT * FROM "~found"{ordered} LIMIT {self.found.limit(query.rule.code)}'
        ).fetchall()
        found = [dict(zip(names, row, strict=True)) for row in rows]
        table = self.tables[query.table]
        wanted = [one[name] for one in found for name in ("row", "other_row") if one.get(name) is not None]
        assert table.fetch is not None
        cells = table.fetch(list(records.numbered(wanted))) if wanted else {}
        self.found.count(query.rule.code, count - len(found))
        for one in found:
            self.found.add(findings.of_query(table.input, query, one, cells))


def compiled(rule: Rule, tables: Mapping[str, Collection[str]]) -> RowCheck | QueryCheck | str:
    """A rule as a check; a text says why it cannot be run on these tables."""
    from dateline.engine import columns as column_facts

    table = rule.table or ""
    if table not in tables:
        return f"there is no table {table}"
    if rule.fails_when is not None:
        known = column_facts.all_names(table) | points.COLUMNS
        predicate = dialect.predicate(rule.fails_when, known)
        lacking = sorted(predicate.columns - set(tables[table]) - points.COLUMNS)
        if lacking:
            return f"{table} has no column {', '.join(lacking)}"
        if rule.needs:
            return points.query(rule, predicate)
        suggests = dialect.expression(rule.suggests, tables[table]) if rule.suggests else None
        return RowCheck(
            rule,
            rule.field,
            predicate.sql,
            predicate.columns,
            suggests=suggests.sql if suggests else None,
            suggested_from=suggests.columns if suggests else frozenset(),
        )
    everything = {name: column_facts.all_names(name) for name in column_facts.all_tables()}
    query = dialect.query(rule.query or "", everything)
    for name, wanted in query.columns.items():
        if name in tables:
            lacking = sorted(wanted - set(tables[name]) - {"row"})
            if lacking:
                return f"{name} has no column {', '.join(lacking)}"
        elif not schema_checks.is_code_list(name):
            return f"there is no table {name}"
    return QueryCheck(rule, table, rule.field, query.sql, query.columns)


def _cell(text: str) -> str:
    return f"{table_file.literal(text)}::VARCHAR" if text else "NULL::VARCHAR"


def _breakable(table: _Table) -> list[str]:
    """Columns of free text; a line break elsewhere unbalances the books, and then every record is read."""
    return [
        field["name"]
        for field in table.input.schema["fields"]
        if field["name"] in table.columns.present
        and field.get("type", "string") == "string"
        and field["name"] in FREE_TEXT
    ]


FREE_TEXT = frozenset(
    (
        "notes",
        "exact",
        "prefix",
        "suffix",
        "reason",
        "value",
        "statement",
        "resolution",
        "description",
        "note",
        "rights",
    )
)
