"""The way of a table through the engine: a scan if the books balance, one of its sound records if not."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor, Future
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from dateline.engine import bytes as byte_pass
from dateline.engine import csv_text, damage, findings, records, scan, table_file
from dateline.engine.checks import RowCheck, is_code_list
from dateline.engine.columns import TYPES, Columns, Schema, type_of
from dateline.engine.table_file import Format, TableFile
from dateline.engine.translation import Translation
from dateline.errors import CallError


class RowsLost(Exception):
    """The books do not balance: a fault of ours, never of the data."""


@dataclass(frozen=True, slots=True)
class Input:
    """A table to judge."""

    name: str
    file: TableFile
    schema: Schema
    exact: bool = False
    """Whether the header must be the schema's, in its order (a package), or may be part of it (a foreign
    file)."""
    translation: Translation | None = None
    """How the columns of a file of another layout become those of the schema."""
    alike: Mapping[str, str] = field(default_factory=dict)
    """Columns that the layout has and the file lacks, by the file's column that may be meant."""

    def column(self, name: str | None) -> str | None:
        """What a column of the schema is called in the file."""
        return self.translation.at.get(name or "", name) if self.translation else name


@dataclass(frozen=True, slots=True)
class Books:
    """What became of the records of one table: judged + unreadable is all of them."""

    name: str
    file: str
    records: int
    judged: int
    unreadable: int
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Read:
    """A table that was read. `whole`: whether every record of it could be judged."""

    scanned: scan.Scanned
    fetch: records.Fetch
    books: Books
    whole: bool


@dataclass(slots=True)
class Table:
    """A table on its way through the engine."""

    input: Input
    columns: Columns
    row_checks: list[RowCheck] = field(default_factory=list)
    stored: set[str] = field(default_factory=set)
    grouped: set[frozenset[str]] = field(default_factory=set)
    """Columns that queries group together."""
    bytes: Future[byte_pass.Bytes] | None = None
    """What the bytes of a CSV file tell, which are read beside all else."""
    read: Read | None = None


def begin(given: Input, pool: Executor) -> Future[byte_pass.Bytes] | None:
    """Begin to read the bytes of a CSV file."""
    file = given.file
    if file.fault or file.format is not Format.csv:
        return None
    return pool.submit(byte_pass.read, file.body, file.quote.encode(), file.header_bytes)


def read(table: Table, connection: Any, folder: Path, found: findings.Collector) -> Read:
    """Scan a table, and find what is wrong with its file, its header and its records. `folder` takes
    copies."""
    return _Reading(table, connection, folder, found).run()


@dataclass(frozen=True, slots=True)
class _Reading:
    table: Table
    connection: Any
    folder: Path
    found: findings.Collector

    def run(self) -> Read:
        given, file = self.table.input, self.table.input.file
        if file.fault:
            self.found.add(findings.of_fault(given, file.fault))
            return self._none(0)
        for one in (*findings.of_header(given), *(findings.of_remark(given, each) for each in file.remarks)):
            self.found.add(one)
        if findings.fatal(given):
            return self._none(damage.count(file))
        match file.format:
            case Format.parquet:
                return self._parquet()
            case Format.jsonl:
                return self._by_record(byte_pass.read(file.body))
            case Format.csv:
                scanned = self._scanned()
                assert self.table.bytes is not None
                facts = self.table.bytes.result()
                return (self._balanced(facts, scanned) if scanned else None) or self._by_record(facts)

    def _scanned(self) -> scan.Scanned | None:
        """The scan of a CSV file; None where the file stopped it."""
        import duckdb

        with suppress(duckdb.Error):  # what is not due to the file comes again when it is read slowly
            return self._scan(self.table.input.file, self._account())
        return None

    def _balanced(self, facts: byte_pass.Bytes, scanned: scan.Scanned) -> Read | None:
        """What was scanned, if it is what stands in the file, to the line and to the byte."""
        file = self.table.input.file
        breaks = scanned.line_breaks(self.connection, facts.lines - file.header_lines - scanned.rows)
        lines = file.header_lines + scanned.rows + sum(count for _, count in breaks)
        marks = scanned.rows * (len(file.header) - 1) * len(file.delimiter.encode()) + facts.quotes
        ends = scanned.rows - (0 if facts.ends_with_newline or not scanned.rows else 1)
        size = file.header_bytes + scanned.bytes + marks + ends * file.newline
        if (lines, size) != (facts.lines, facts.size) or facts.nul is not None or facts.returns:
            return None
        if file.newline == 2 and facts.crlf <= ends:
            return None
        if any(count >= csv_text.MAX_LINES for _, count in breaks):
            return None
        fetch = records.of_text(file, facts, records.in_sound_csv(file, breaks))
        return self._read(scanned, self._checked(scanned, fetch), 0, facts)

    def _by_record(self, facts: byte_pass.Bytes) -> Read:
        """The slow way: judge the sound records, report the others."""
        given = self.table.input
        scan.forget(self.connection, given.name)
        sound = damage.separate(
            given.file, self.folder, lambda answer: self.found.limit(findings.rule(answer).code)
        )
        for one in sound.unreadable:
            self.found.add(findings.of_unreadable(given, one))
        for answer, count in sound.counts.items():
            kept = sum(1 for one in sound.unreadable if one.piece.answer == answer)
            self.found.count(findings.rule(answer).code, count - kept)
            self.found.rows[findings.rule(answer).code] += count
        scanned = self._scan(sound.copy, self._sizes(sound.copy))
        if (scanned.rows, scanned.bytes) != (len(sound.lines), sound.bytes):
            raise RowsLost(
                f"{given.file.shown}: {len(sound.lines):,} sound records ({sound.bytes:,} bytes) were given "
                f"to the scan, {scanned.rows:,} ({scanned.bytes:,} bytes) came back."
            )
        fetch = records.of_text(given.file, facts, records.in_sound_copy(sound))
        return self._read(scanned, self._checked(scanned, fetch), sum(sound.counts.values()), facts)

    def _checked(self, scanned: scan.Scanned, fetch: records.Fetch) -> records.Fetch:
        """What is shown must be what was judged: a record that is read back is as long as it was in the
        scan."""
        quote = scanned.account.quote

        def checked(rows: Sequence[int]) -> Mapping[int, records.Record]:
            found = fetch(rows)
            for row, size in scanned.sizes(self.connection, rows).items():
                texts = found[row].texts
                if sum(len(csv_text.raw(text)) - text.count(quote) for text in texts) != size:
                    raise RowsLost(
                        f"{self.table.input.file.shown}: the record on line {found[row].line} is not the one "
                        "that was judged. Was the file changed meanwhile?"
                    )
            return found

        return checked

    def _parquet(self) -> Read:
        import duckdb

        file = self.table.input.file
        try:
            scanned = self._scan(file)
        except duckdb.Error as error:
            if self._can_be_read():
                raise
            fault = table_file.Fault("unreadable", "", table_file.reason(error, file))
            self.found.add(findings.of_fault(self.table.input, fault))
            return self._none(0)
        return self._read(scanned, records.of_relation(self.connection, file), 0)

    def _can_be_read(self) -> bool:
        """Whether DuckDB reads the file if nothing is asked of its cells."""
        import duckdb

        cells = ", ".join(f"count({name})" for name in self.table.columns.every)
        try:
            self.connection.execute(f"SELECT {cells} FROM {self.table.input.file.relation()}").fetchall()
        except duckdb.Error:
            return False
        return True

    def _none(self, lost: int) -> Read:
        """A table none of whose records can be judged."""
        scanned = self._scan(None)
        return replace(self._read(scanned, records.nothing, lost), whole=False)

    def _scan(self, file: TableFile | None, account: scan.Account | None = None) -> scan.Scanned:
        """The scan of a file, or a copy of it; None stands for no rows."""
        import duckdb

        table, translation = self.table, self.table.input.translation
        columns = self._columns()
        relation = file.relation() if file else _no_rows(table.columns.every)
        if columns.every != table.columns.every:
            relation = _joined(relation, table.columns.every, self._used())
        if translation:
            relation = translation.over(relation)
        try:
            return scan.scan(
                self.connection,
                table.input.name,
                relation,
                columns,
                table.row_checks,
                table.stored,
                table.grouped,
                account or scan.Account(),
            )
        except duckdb.OutOfMemoryException as error:
            raise CallError(
                f"{table.input.file.shown}, with {len(table.columns.every):,} columns, needs more memory "
                "than the engine may use. Let it use more with --memory, for instance --memory 2GB."
            ) from error

    def _columns(self) -> Columns:
        """The columns of the relation that is scanned: of very many, those that the schema does not know are
        one."""
        columns = self.table.columns
        many = len(columns.every) > MANY_COLUMNS
        return replace(columns, every=[*self._used(), OTHERS]) if many else columns

    def _used(self) -> Sequence[str]:
        """The file's internal columns of which the schema knows something."""
        translation, columns = self.table.input.translation, self.table.columns
        used = translation.used if translation else set(columns.present.values())
        return [column for column in columns.every if column in used]

    def _account(self) -> scan.Account:
        given, columns = self.table.input, self._columns()
        read = given.translation.read if given.translation else {}
        free = [name for name in _free(given.schema) if name in columns.present]
        breakable = [column for name in free for column in read.get(name, (columns.present[name],))]
        return scan.Account(columns.every, list(dict.fromkeys(breakable)), given.file.quote)

    def _sizes(self, copy: TableFile) -> scan.Account:
        """For a copy of our own, of which the lines are known."""
        return replace(self._account(), breakable=(), quote=copy.quote)

    def _read(
        self,
        scanned: scan.Scanned,
        fetch: records.Fetch,
        unreadable: int,
        facts: byte_pass.Bytes | None = None,
    ) -> Read:
        given, file = self.table.input, self.table.input.file
        if given.translation:
            fetch = given.translation.named(fetch, self.connection, len(file.header))
        if facts is None or file.copied:
            with file.path.open("rb") as stream:
                digest = hashlib.file_digest(stream, "sha256").hexdigest()
        else:
            digest = facts.sha256
        books = Books(
            name=given.name,
            file=file.shown,
            records=scanned.rows + unreadable,
            judged=scanned.rows,
            unreadable=unreadable,
            sha256=digest,
            size=file.path.stat().st_size,
        )
        return Read(scanned, fetch, books, whole=unreadable == 0)


MANY_COLUMNS = 200
"""In a file with more columns those that the schema does not know are scanned as one: an expression for each
would need some hundred KB of memory."""
OTHERS = "others"
"""Their name."""


def _joined(relation: str, every: Sequence[str], used: Sequence[str]) -> str:
    """SQL of a relation with the columns that the schema does not know as one text."""
    others = [column for column in every if column not in set(used)]
    text = f"nullif(concat({', '.join(others)}), '') AS {OTHERS}" if others else f"NULL::VARCHAR AS {OTHERS}"
    return f"(SELECT {', '.join([*used, text])} FROM {relation})"


def _no_rows(every: Sequence[str]) -> str:
    return f"(SELECT {', '.join(f'NULL::VARCHAR AS {name}' for name in every) or '1'} WHERE false)"


def _free(schema: Schema) -> Sequence[str]:
    """Columns in which a line break is nothing odd. One in another column unbalances the books, and then
    every record is read by itself."""
    keys: set[str] = set()
    for key in schema.get("foreignKeys", ()):
        if is_code_list(key["reference"].get("resource", "")):
            keys |= set([key["fields"]] if isinstance(key["fields"], str) else key["fields"])
    return [
        one["name"]
        for one in schema["fields"]
        if type_of(one) not in TYPES and "enum" not in one.get("constraints", {}) and one["name"] not in keys
    ]
