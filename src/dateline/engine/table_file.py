"""A table on disk: what it is, what its columns are called, and how DuckDB reads it with every cell as
text."""

from __future__ import annotations

import codecs
import glob
import gzip
import json
import os
import shutil
import tempfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

from dateline.engine import csv_text
from dateline.engine.csv_text import MAX_RECORD
from dateline.errors import CallError

SUFFIXES = {
    ".csv": "csv",
    ".tsv": "csv",
    ".txt": "csv",
    ".parquet": "parquet",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
}
FIXED: Mapping[str, Any] = {
    "header": True,
    "doubleQuote": True,
    "skipInitialSpace": False,
    "headerRows": [1],
    "nullSequence": "",
    "commentChar": "",
    "escapeChar": "",
    "commentRows": [],
}
"""Properties of a dialect that are refused with any other value: cells would be read wrongly."""

BEGINNING = 1 << 10
"""Bytes at the beginning of a file by which pictures and archives are known."""


class Format(StrEnum):
    """What a file is made of."""

    csv = "csv"
    parquet = "parquet"
    jsonl = "jsonl"


class Fault(NamedTuple):
    """Why nothing of a file can be read: an answer of the probe `table`."""

    answer: str
    value: str
    note: str


class Remark(NamedTuple):
    """What is to be said of a file that can be read all the same: an answer of the probe `table`."""

    answer: str
    value: str
    note: str
    line: int | None = None
    column: str | None = None


@dataclass(frozen=True, slots=True)
class TableFile:
    """One table. `body` is the file that is scanned: the file itself, or a copy that is UTF-8, plain and
    sound."""

    path: Path
    shown: str
    format: Format
    header: tuple[str, ...]
    """Column names as they stand in the file."""
    body: Path
    delimiter: str = ","
    quote: str = '"'
    header_lines: int = 1
    """Physical lines of the header, and of what stands before and below it; 0 where there is none."""
    header_bytes: int = 0
    """Their bytes with the line ends, and those of the byte order mark."""
    skipped: int = 0
    """Lines before the last of these records."""
    newline: int = 1
    """Bytes of a line end, 2 where the header ends with CRLF."""
    copied: bool = False
    """Whether `body` is a copy that goes when the run ends."""
    longest: int = MAX_RECORD
    """Bytes of the longest record that is read. In a copy of our own one may be longer than in the file."""
    typed: Mapping[str, str] | None = None
    """Of a Parquet file: DuckDB's type by column."""
    fault: Fault | None = None
    encoding: str = "utf-8"
    """How the file itself is encoded; `body` is UTF-8."""
    remarks: tuple[Remark, ...] = ()

    def relation(self) -> str:
        """SQL of the table with internal column names c0, c1 …, all VARCHAR, an empty cell as NULL."""
        if self.format is Format.parquet:
            texts = (f"nullif({self.as_text(column)}, '')" for column in self.header)
            cells = ", ".join(f"{text} AS c{number}" for number, text in enumerate(texts))
            return f"(SELECT {cells} FROM {read_parquet(self.body)})"
        path = literal(glob_escaped(self.body))
        quote = literal(self.quote)
        columns = ", ".join(f"c{number}: 'VARCHAR'" for number in range(len(self.header)))
        return (
            f"read_csv({path}, auto_detect=false, header={self.header_lines > 0}, skip={self.skipped}, "
            f"delim={literal(self.delimiter)}, "
            f"quote={quote}, escape={quote}, strict_mode=true, nullstr='', max_line_size={self.longest}, "
            f"compression='none', hive_partitioning=false, columns={{{columns}}})"
        )

    def as_text(self, column: str) -> str:
        """SQL of a column of a Parquet file as text: midnight (of UTC, where it has a time zone) without its
        hour, whole numbers without `.0`, as the same table would stand in a CSV file."""
        name = f"CAST({identifier(column)} AS VARCHAR)"
        kind = (self.typed or {}).get(column, "")
        if kind == "TIMESTAMP WITH TIME ZONE":
            name = f"CAST(make_timestamp(epoch_us({identifier(column)})) AS VARCHAR)"
        if kind.startswith("TIMESTAMP"):
            return rf"regexp_replace({name}, ' 00:00:00$', '')"
        if kind.startswith(("FLOAT", "DOUBLE", "DECIMAL")):
            return rf"regexp_replace({name}, '\.0+$', '')"
        return name


def opened(
    path: Path,
    shown: str,
    folder: Path,
    dialect: Mapping[str, Any] | None = None,
    encoding: str | Callable[[Path], str] = "utf-8",
) -> TableFile:
    """Recognise a table file by its name and its first record.

    `encoding`: as it is declared, or what guesses it. `folder` takes what has to be copied (decompressed,
    transcoded). A file of which nothing can be read has
    a `fault`. CallError for a dialect or an encoding that dateline does not know, and for a name that is not
    UTF-8.
    """
    if not encodable(str(path)):
        name = shown.encode("utf-8", errors="backslashreplace").decode()
        raise CallError(f"The name of the file {name} is not UTF-8. Give it another.")
    delimiter, quote = _dialect(dialect, "\t" if _suffix(path) == ".tsv" else ",", shown)
    kind = Format(SUFFIXES.get(_suffix(path), "csv"))
    table = TableFile(path, shown, kind, (), path, delimiter, quote)
    try:
        if path.stat().st_size == 0:
            raise _Unreadable("unreadable", "", "it is empty")
        if path.suffix.lower() == ".gz":
            table = replace(table, body=_decompressed(path, folder), copied=True)
        match kind:
            case Format.parquet:
                return _parquet(table)
            case Format.jsonl:
                return _json_header(_as_utf8(table, encoding, folder))
            case Format.csv:
                return _csv_header(_as_utf8(table, encoding, folder), folder)
    except _Unreadable as error:
        return replace(table, fault=error.fault)


def new_copy(folder: Path) -> Path:
    """A new file in `folder`, whatever the names of the tables are."""
    handle, name = tempfile.mkstemp(dir=folder)
    os.close(handle)
    return Path(name)


def literal(text: str) -> str:
    """`text` as an SQL string."""
    return "'" + text.replace("'", "''") + "'"


def identifier(name: str) -> str:
    """`name` as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def glob_escaped(path: Path) -> str:
    """A path of which DuckDB reads nothing as a pattern, a home folder or an address."""
    return glob.escape(str(path.absolute()))


def read_parquet(path: Path, *options: str) -> str:
    """SQL of a Parquet file. A folder `year=2023` would otherwise be a column to DuckDB, before that of the
    file."""
    return f"read_parquet({', '.join([literal(glob_escaped(path)), 'hive_partitioning=false', *options])})"


def encodable(text: str) -> bool:
    """Whether a text can be written as UTF-8: it has no lone surrogate."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def reason(error: Exception, table: TableFile) -> str:
    """What DuckDB says about a file, in one line, with the name that the user gave it."""
    said = str(error).splitlines()[0]
    return said.removeprefix("Invalid Input Error: ").replace(str(table.body.absolute()), table.shown)


def names(header: Sequence[str]) -> dict[str, str]:
    """Internal column by name; the first of equal names."""
    columns: dict[str, str] = {}
    for number, name in enumerate(header):
        columns.setdefault(name, f"c{number}")
    return columns


class _Unreadable(Exception):
    def __init__(self, answer: str, value: str, note: str) -> None:
        super().__init__(note)
        self.fault = Fault(answer, value, note)


def _suffix(path: Path) -> str:
    suffixes = [suffix.lower() for suffix in path.suffixes]
    if suffixes and suffixes[-1] == ".gz":
        suffixes.pop()
    return suffixes[-1] if suffixes else ""


# -- the dialect


def _dialect(dialect: Mapping[str, Any] | None, delimiter: str, shown: str) -> tuple[str, str]:
    """Delimiter and quotation mark. CallError for what is not read."""
    if isinstance(dialect, str):
        raise CallError(f"{shown}: write the dialect into the descriptor; {dialect} is not read.")
    given = {**(dialect or {}), **(dialect or {}).get("csv", {})}
    for name, harmless in FIXED.items():
        if given.get(name) not in (None, harmless):
            raise CallError(f"{shown}: dateline reads no table whose dialect has {name} {given[name]!r}.")
    delimiter, quote = given.get("delimiter", delimiter), given.get("quoteChar", '"')
    for name, mark in (("delimiter", delimiter), ("quoteChar", quote)):
        if not isinstance(mark, str) or len(mark) != 1 or mark in "\r\n\0":
            raise CallError(f"{shown}: the {name} of its dialect must be one character; it is {mark!r}.")
    if not quote.isascii() or quote == delimiter:
        raise CallError(f"{shown}: the quoteChar {quote!r} of its dialect cannot be used.")
    return delimiter, quote


# -- copies


def _decompressed(path: Path, folder: Path) -> Path:
    target = new_copy(folder)
    try:
        with gzip.open(path, "rb") as source, target.open("wb") as sink:
            shutil.copyfileobj(source, sink, 1 << 20)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        note = f"it is not a whole gzip file ({error}); compress it again"
        raise _Unreadable("unreadable", "", note) from error
    return target


def _as_utf8(table: TableFile, encoding: str | Callable[[Path], str], folder: Path) -> TableFile:
    """The table as UTF-8. Bytes that the declared encoding does not have are kept: no UTF-8 has them
    either."""
    if not isinstance(encoding, str):
        encoding = encoding(table.body)
    name = _encoding(encoding, table.shown)
    if name in ("utf-8", "utf-8-sig", "ascii") or _shows_utf8(table.body):
        return table
    target = new_copy(folder)
    try:
        with (
            table.body.open(encoding=encoding, errors="surrogateescape", newline="") as source,
            target.open("w", encoding="utf-8", errors="surrogateescape", newline="") as sink,
        ):
            shutil.copyfileobj(source, sink, 1 << 20)
    except UnicodeError as error:
        raise _Unreadable("encoding", "", f"nor is it {encoding}, as its descriptor says: {error}") from error
    return replace(table, body=target, copied=True, encoding=encoding)


def _encoding(name: str, shown: str) -> str:
    """The usual name of an encoding of text."""
    try:
        "".encode(name)
        return codecs.lookup(name).name
    except (LookupError, TypeError):
        raise CallError(f"{shown}: there is no encoding {name!r}. Correct it in the descriptor.") from None


def _shows_utf8(path: Path) -> bool:
    """Whether a file is UTF-8 and shows it by a letter beyond ASCII. ASCII alone, and NUL in it, may be
    another encoding (UTF-7, ISO-2022-JP, UTF-16)."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    ascii_alone = True
    with path.open("rb") as stream:
        try:
            while chunk := stream.read(1 << 20):
                if b"\0" in chunk:
                    return False
                ascii_alone = ascii_alone and chunk.isascii()
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return not ascii_alone


def _with_line_feeds(table: TableFile, folder: Path) -> TableFile:
    """A copy of a file of the old Macintosh, whose lines end with CR alone."""
    target = new_copy(folder)
    with table.body.open("rb") as source, target.open("wb") as sink:
        while chunk := source.read(1 << 20):
            sink.write(chunk.replace(b"\r", b"\n"))
    return replace(table, body=target, copied=True)


def _has_only_returns(path: Path) -> bool:
    returns = False
    with path.open("rb") as stream:
        while chunk := stream.read(1 << 20):
            if b"\n" in chunk:
                return False
            returns = returns or b"\r" in chunk
    return returns


# -- headers


def _csv_header(table: TableFile, folder: Path) -> TableFile:
    if _has_only_returns(table.body):
        table = _with_line_feeds(table, folder)
    with table.body.open("rb") as stream:
        first = csv_text.line_of(stream)
        read = csv_text.record(
            first.removeprefix(codecs.BOM_UTF8),
            lambda: csv_text.line_of(stream),
            table.delimiter,
            table.quote,
        )
        stream.seek(0)
        binary = b"\0" in stream.read(BEGINNING)
    if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise _Unreadable("encoding", "", "it is UTF-16")
    if b"\0" in read.raw:
        raise _Unreadable("unreadable", "", "it is not text")
    if read.fault:
        raise _Unreadable("unreadable", "", f"in its header {read.fault}")
    try:
        read.raw.decode("utf-8")
    except UnicodeDecodeError as error:
        if binary:
            raise _Unreadable("unreadable", "", "it is not text") from error
        value = f"0x{read.raw[error.start]:02x}"
        raise _Unreadable("encoding", value, f"byte {error.start + 1} of the header is {value}") from error
    return replace(
        table,
        header=tuple(read.cells),
        header_lines=read.lines,
        header_bytes=len(read.raw) + (len(codecs.BOM_UTF8) if first.startswith(codecs.BOM_UTF8) else 0),
        newline=2 if read.raw.endswith(b"\r\n") else 1,
    )


def _json_header(table: TableFile) -> TableFile:
    """The keys of all objects, in the order in which they first appear."""
    keys: dict[str, None] = {}
    for entry in _objects(table.body):
        keys |= dict.fromkeys(entry)
    if not keys:
        raise _Unreadable("unreadable", "", "no line of it is a JSON object")
    with table.body.open("rb") as stream:
        mark = len(codecs.BOM_UTF8) if stream.read(3) == codecs.BOM_UTF8 else 0
    return replace(table, header=tuple(keys), header_lines=0, header_bytes=mark)


def _objects(path: Path) -> Iterator[Mapping[str, Any]]:
    with path.open("rb") as stream:
        while line := csv_text.line_of(stream):
            try:
                # A number of thousands of digits is a ValueError to int.
                entry = json.loads(line, parse_int=str)
            except (ValueError, RecursionError):
                continue
            if isinstance(entry, dict) and encodable("".join(entry)):
                yield entry


def _parquet(table: TableFile) -> TableFile:
    import duckdb

    try:
        with duckdb.connect() as connection:
            described = connection.execute(f"DESCRIBE FROM {read_parquet(table.body)}").fetchall()
    except duckdb.Error as error:
        note = f"it is not a Parquet file ({reason(error, table)})"
        raise _Unreadable("unreadable", "", note) from error
    kinds = {name: kind for name, kind, *_ in described}
    return replace(table, header=tuple(kinds), header_lines=0, typed=kinds)
