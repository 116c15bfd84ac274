"""Filling a database of SQLite: for SQLite itself and for GeoPackage, which is one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from dateline import package
from dateline.engine.table_file import identifier
from dateline.errors import CallError
from dateline.package import Descriptor
from dateline.release.formats.content import Content, Relation, reading

TYPES = {
    "BIGINT": "INTEGER",
    "DOUBLE": "DOUBLE",
    "BOOLEAN": "BOOLEAN",
    "DATE": "DATE",
    "TIMESTAMP": "DATETIME",
}
"""Declared type by that of DuckDB, in the words of GeoPackage; any other is TEXT. SQLite keeps days and times
as text, and what is true or not as 1 or 0."""
_VALUES = {
    "BOOLEAN": "CAST({} AS TINYINT)",
    "TIMESTAMP": "strftime({}, '%Y-%m-%dT%H:%M:%S.%gZ')",
    "DATE": "CAST({} AS VARCHAR)",
    "TIME": "CAST({} AS VARCHAR)",
}
BATCH = 2000
"""Rows held at a time."""
# The file is new: one that was not finished is thrown away, and needs no journal.
_SETTINGS = (
    "journal_mode = OFF",
    "synchronous = OFF",
    "locking_mode = EXCLUSIVE",
    "cache_size = -131072",
    "threads = 2",
)


@contextmanager
def database(path: Path) -> Iterator[sqlite3.Connection]:
    """A new database at the path, in one transaction. CallError if keys of its tables repeat, and
    sqlite3.OperationalError if it cannot be written; then there is none."""
    path.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as made:
            for setting in _SETTINGS:
                made.execute(f"PRAGMA {setting}")
            made.execute("BEGIN")
            yield made
            made.execute("COMMIT")
    except sqlite3.IntegrityError as error:
        path.unlink(missing_ok=True)
        raise CallError(f"{path.name} cannot be written: {error}. `dateline validate` says more.") from error
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def column(field: Descriptor, key: list[str]) -> str:
    """SQL that declares a column."""
    rules = field.get("constraints", {})
    required = rules.get("required") or field["name"] in key
    kind = TYPES.get(package.type_of(field), "TEXT")
    return f"{identifier(field['name'])} {kind}{' NOT NULL' if required else ''}"


def fill(made: sqlite3.Connection, content: Content, relation: Relation, *more: tuple[str, str]) -> None:
    """Put all rows into the table of the same name. `more`: further columns, and the SQL (of DuckDB) of what
    stands in them."""
    cells = {one["name"]: _value(one) for one in relation.table.fields} | dict(more)
    columns, marks = ", ".join(map(identifier, cells)), ", ".join("?" * len(cells))
    put = f"INSERT INTO {identifier(relation.name)} ({columns}) VALUES ({marks})"
    with reading(relation), closing(content.connection.cursor()) as cursor:
        cursor.execute(f"SELECT {', '.join(cells.values())} FROM ({relation.typed})")
        while rows := cursor.fetchmany(BATCH):
            made.executemany(put, rows)


def _value(field: Descriptor) -> str:
    return _VALUES.get(package.type_of(field), "{}").format(identifier(field["name"]))
