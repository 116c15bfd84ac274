"""What all formats are written from: the tables as they are published, and what is said of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from dateline.engine import table_file
from dateline.engine.table_file import identifier
from dateline.errors import CallError
from dateline.package import Descriptor, Package, Table
from dateline.release import staging

if TYPE_CHECKING:
    import duckdb

EVENTS = "events"
WORDS: Mapping[str, Sequence[str]] = {
    "claims": ("expression",),
    "contradictions": ("exact",),
    "evidence": ("exact", "prefix", "suffix"),
    "left_out": ("exact",),
}
"""Columns that hold words of a source: empty in a release without them."""
_CODES = "codes"


@dataclass(frozen=True, slots=True)
class Relation:
    """A table as it is published."""

    table: Table
    text: str
    """SQL: every cell VARCHAR, an empty one null."""
    typed: str
    """SQL: the types of the Table Schema."""

    @property
    def name(self) -> str:
        """Of the table."""
        return self.table.name

    @property
    def is_code_list(self) -> bool:
        """Whether it is one of the lists of codes, which lie in a folder of that name."""
        return Path(self.table.path).parent.name == _CODES

    @property
    def title(self) -> str:
        """What people call it."""
        title: str = self.table.resource.get("title") or self.table.schema.get("title") or self.name
        return title

    @property
    def description(self) -> str:
        """What is in it."""
        said: str = self.table.resource.get("description") or self.table.schema.get("description") or ""
        return said


@dataclass(frozen=True, slots=True)
class Content:
    """All that a format is written from."""

    name: str
    """Of the dataset; files that hold all of it are called so."""
    released: date
    """The day that stands in files that must name one."""
    descriptor: Descriptor
    relations: Mapping[str, Relation]
    """By name, in the order of the package."""
    connection: duckdb.DuckDBPyConnection

    def run(self, relation: Relation, sql: str) -> list[tuple[object, ...]]:
        """Run a statement about a table to its end. CallError if the table cannot be read so, or its copy
        not be written."""
        with reading(relation):
            return self.connection.execute(sql).fetchall()


@dataclass(frozen=True, slots=True)
class Output:
    """A file that a format has written."""

    path: str
    """Relative to the release, with forward slashes."""
    title: str
    mediatype: str
    format: str
    """As users name it."""
    table: str | None = None
    """The one table that it holds, if it holds one."""
    escaped: Mapping[str, int] = field(default_factory=dict)
    """How many cells got an apostrophe in front (`dateline.release.escaping`), by the columns that have such
    cells."""


def content(
    package: Package, connection: duckdb.DuckDBPyConnection, released: date, *, words: bool = True
) -> Content:
    """What a release of the package holds. Without `words`, what sources say is left empty."""
    name = package.descriptor.get("name") or package.root.name
    return Content(name, released, package.descriptor, relations(package, words=words), connection)


def relations(package: Package, *, words: bool = True) -> dict[str, Relation]:
    """The tables as they are published, by name."""
    made = {}
    for name, table in package.tables.items():
        silent = [] if words else [one for one in WORDS.get(name, ()) if one in table.columns]
        made[name] = Relation(table, _without(table.text(), silent), _without(table.typed(), silent))
    return made


@contextmanager
def reading(relation: Relation) -> Iterator[None]:
    """Turns what DuckDB says of a table into a CallError; what it says of our own SQL, or of a full disk,
    stays as it is."""
    import duckdb

    try:
        yield
    except (duckdb.DataError, duckdb.OperationalError, duckdb.InvalidInputException) as error:
        if staging.is_full_disk(error):
            raise
        reason = table_file.reason(error, relation.table.file)
        said = re.sub(r"^[A-Z][A-Za-z ]+ Error: ", "", reason).rstrip(".")
        path = relation.table.path
        raise CallError(f"{path} cannot be published: {said}. `dateline validate` says more.") from error


def place(folder: Path, path: str) -> Path:
    """Where a file of the release is to be written; its folder is there afterwards."""
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    return target


def _without(sql: str, columns: Sequence[str]) -> str:
    if not columns:
        return sql
    empty = ", ".join(f"CAST(NULL AS VARCHAR) AS {identifier(one)}" for one in columns)
    return f"SELECT * REPLACE ({empty}) FROM ({sql})"
