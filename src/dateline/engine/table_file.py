"""A table on disk: what it is, what its columns are called, and how DuckDB reads it with every cell as
text."""

from __future__ import annotations

import csv
import gzip
import io
import json
import shutil
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from dateline.errors import CallError

SUFFIXES = {
    ".csv": "csv",
    ".tsv": "csv",
    ".txt": "csv",
    ".parquet": "parquet",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
}
HEADER_BYTES = 1 << 20
"""A header is looked for in the first mebibyte."""
MAX_CELL = 1 << 21
"""Longest record that is read, in bytes."""


class Format(StrEnum):
    """What a file is made of."""

    csv = "csv"
    parquet = "parquet"
    jsonl = "jsonl"


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
    """Physical lines of the header; 0 where there is none."""
    copied: bool = field(default=False)
    """Whether `body` is a copy that goes when the run ends."""

    def relation(self) -> str:
        """SQL of the table with internal column names c0, c1 …, all VARCHAR, an empty cell as NULL."""
        path = literal(glob_escaped(self.body))
        names = [f"c{number}" for number in range(len(self.header))]
        match self.format:
            case Format.csv:
                quote = literal(self.quote)
                columns = ", ".join(f"{name}: 'VARCHAR'" for name in names)
                return (
                    f"read_csv({path}, auto_detect=false, header={str(self.header_lines > 0).lower()}, "
                    f"delim={literal(self.delimiter)}, quote={quote}, escape={quote}, "
                    f"strict_mode=true, nullstr='', max_line_size={MAX_CELL}, columns={{{columns}}})"
                )
            case Format.parquet:
                cells = ", ".join(
                    f"nullif(CAST({identifier(column)} AS VARCHAR), '') AS {name}"
                    for column, name in zip(self.header, names, strict=True)
                )
                return f"(SELECT {cells} FROM read_parquet({path}))"
            case Format.jsonl:
                fields = ", ".join(f"{literal(column)}: 'VARCHAR'" for column in self.header)
                cells = ", ".join(
                    f"nullif({identifier(column)}, '') AS {name}"
                    for column, name in zip(self.header, names, strict=True)
                )
                return (
                    f"(SELECT {cells} FROM read_json({path}, format='newline_delimited', auto_detect=false, "
                    f"maximum_object_size={MAX_CELL}, columns={{{fields}}}))"
                )


def opened(
    path: Path, shown: str, folder: Path, dialect: Mapping[str, Any] | None = None, encoding: str = "utf-8"
) -> TableFile:
    """Recognise a table file by its name and its first record.

    `folder` takes what has to be copied (decompressed, transcoded). CallError if the file is not a table
    at all.
    """
    dialect = dialect or {}
    suffixes = [suffix.lower() for suffix in path.suffixes]
    copied = False
    body = path
    if suffixes and suffixes[-1] == ".gz":
        suffixes.pop()
        body = _decompressed(path, shown, folder)
        copied = True
    kind = Format(SUFFIXES.get(suffixes[-1] if suffixes else "", "csv"))
    if kind is Format.parquet:
        return TableFile(path, shown, kind, _parquet_header(body, shown), body, header_lines=0, copied=copied)
    if encoding.lower().replace("_", "-") not in ("utf-8", "utf8", "utf-8-sig"):
        body, copied = _transcoded(body, shown, folder, encoding), True
    if kind is Format.jsonl:
        return TableFile(path, shown, kind, _json_header(body), body, header_lines=0, copied=copied)
    delimiter = str(dialect.get("delimiter", "\t" if suffixes and suffixes[-1] == ".tsv" else ","))
    quote = str(dialect.get("quoteChar", '"'))
    header, lines = _csv_header(body, delimiter, quote)
    return TableFile(path, shown, kind, header, body, delimiter, quote, lines, copied)


def sound_copy(table: TableFile, body: Path) -> TableFile:
    """The table, read from a copy of its sound records (no header, UTF-8, LF)."""
    return replace(table, body=body, header_lines=0, copied=True)


def literal(text: str) -> str:
    """`text` as an SQL string."""
    return "'" + text.replace("'", "''") + "'"


def identifier(name: str) -> str:
    """`name` as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def glob_escaped(path: Path) -> str:
    """A path of which DuckDB reads nothing as a pattern."""
    import glob

    return glob.escape(str(path))


def _csv_header(path: Path, delimiter: str, quote: str) -> tuple[tuple[str, ...], int]:
    with path.open("rb") as stream:
        head = stream.read(HEADER_BYTES)
    text = head.decode("utf-8-sig", errors="replace")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quotechar=quote)
    try:
        cells = next(reader, [])
    except csv.Error:
        cells = []
    return tuple(cells), reader.line_num


def _json_header(path: Path) -> tuple[str, ...]:
    """The keys of the first thousand objects, in the order in which they first appear."""
    keys: dict[str, None] = {}
    with path.open("rb") as stream:
        for _number, line in zip(range(1000), stream, strict=False):
            try:
                entry = json.loads(line)
            except ValueError:
                continue
            if isinstance(entry, dict):
                keys |= dict.fromkeys(map(str, entry))
    return tuple(keys)


def _parquet_header(path: Path, shown: str) -> tuple[str, ...]:
    import duckdb

    try:
        described = duckdb.execute(f"DESCRIBE SELECT * FROM read_parquet({literal(glob_escaped(path))})")
        names = [name for name, *_ in described.fetchall()]
    except duckdb.Error as error:
        raise CallError(f"{shown} is not a Parquet file that can be read: {error}") from error
    return tuple(names)


def _decompressed(path: Path, shown: str, folder: Path) -> Path:
    target = folder / (path.name.removesuffix(".gz") + ".plain")
    try:
        with gzip.open(path, "rb") as source, target.open("wb") as sink:
            shutil.copyfileobj(source, sink, 1 << 20)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise CallError(f"{shown} is not a whole gzip file: {error}. Compress it again.") from error
    return target


def _transcoded(path: Path, shown: str, folder: Path, encoding: str) -> Path:
    target = folder / (path.name + ".utf8")
    try:
        with (
            path.open(encoding=encoding, newline="") as source,
            target.open("w", encoding="utf-8", newline="") as sink,
        ):
            shutil.copyfileobj(source, sink, 1 << 20)
    except LookupError as error:
        raise CallError(
            f"{shown}: there is no encoding {encoding!r}. Correct it in the descriptor."
        ) from error
    except UnicodeDecodeError as error:
        raise CallError(
            f"{shown} is not {encoding}, as its descriptor says: {error.reason} at byte {error.start}."
        ) from error
    return target


def names(header: Sequence[str]) -> dict[str, str]:
    """Internal column by name; the first of equal names."""
    columns: dict[str, str] = {}
    for number, name in enumerate(header):
        columns.setdefault(name, f"c{number}")
    return columns
