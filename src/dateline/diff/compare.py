"""The whole of a comparison: open both states, compare their form, their rows and what they cover."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from dateline.diff import events, rows, shape, sides
from dateline.diff.model import Diff, TableDiff, listed
from dateline.diff.rows import Paired
from dateline.diff.sides import EVENTS, Relation, Side, Veil
from dateline.engine import connection as connections
from dateline.engine.checks import is_code_list
from dateline.engine.table_file import literal
from dateline.errors import CallError
from dateline.validate.foreign import NOTHING, Told

if TYPE_CHECKING:
    import duckdb

MEMORY = "600MB"
"""What the engine holds before it uses the disk."""
DATABASE = "differences"


@contextmanager
def compared(
    old: Path,
    new: Path,
    *,
    as_of: date,
    told: Told = NOTHING,
    memory: str = MEMORY,
    aside: Mapping[str, Sequence[str]] | None = None,
    veil: Veil | None = None,
) -> Iterator[Diff]:
    """What differs between two packages, or two files of events. `as_of` and `told`: how files by themselves
    are read. `aside`: columns by table whose cells are neither compared nor shown. `veil`: see
    `sides.Veil`; the cells it names are compared, and `model.WITHHELD` stands in their place. CallError if
    they cannot be compared."""
    if old.resolve() == new.resolve():
        raise CallError(f"{old} and {new} are the same. Name a former state first, then the present one.")
    with tempfile.TemporaryDirectory(prefix="dateline-") as name:
        folder = Path(name)
        before, after = (sides.veiled(sides.opened(path, folder, as_of, told), veil) for path in (old, new))
        if before.is_package != after.is_package:
            one = old if before.is_package else new
            raise CallError(
                f"{one} is a package, and the other is a file. Name the file of its events instead."
            )
        with _suffices(memory):
            connection = _connect(memory, folder)
            try:
                found = _found(connection, before, after, aside or {})
            except _unreadable() as error:
                connection.close()
                if before.is_package:
                    raise CallError(
                        f"{_said(error, before, after)}. `dateline validate` lists all that is wrong."
                    ) from error
                connection = _connect(memory, folder)
                before, after = (sides.mended(one, folder) for one in (before, after))
                found = _found(connection, before, after, aside or {})
            with connection:
                yield found


@contextmanager
def _suffices(memory: str) -> Iterator[None]:
    import duckdb

    try:
        yield
    except duckdb.OutOfMemoryException as error:
        raise CallError(f"{memory} of memory do not suffice. Allow more with --memory.") from error


def _said(error: Exception, *both: Side) -> str:
    """What DuckDB says in its first line, with the file that it speaks of."""
    whole = str(error)
    tables = [table.file for side in both for table in side.tables.values()]
    named = [file.shown for file in tables if str(file.body.absolute()) in whole]
    said = (whole.splitlines()[0].partition("Error: ")[2] or whole).rstrip(".")
    return f"{named[0]}: {said}" if named else said


def _found(
    connection: duckdb.DuckDBPyConnection, old: Side, new: Side, aside: Mapping[str, Sequence[str]]
) -> Diff:
    connection.begin()  # one for all: each would wait for the disk
    both = [name for name in new.tables if name in old.tables]
    same = {name for name in both if name != EVENTS and old.tables[name].same_file(new.tables[name])}
    paired = {
        name: rows.paired(
            connection, f"{DATABASE}.t{number}", old.tables[name], new.tables[name], aside.get(name, ())
        )
        for number, name in enumerate(both)
        if name not in same
    }
    alone = [
        [name for name in one.tables if name not in other.tables] for one, other in ((new, old), (old, new))
    ]
    found = Diff(
        old.state,
        new.state,
        shape.metadata(old, new),
        _rows(connection, new, alone[0]),
        _rows(connection, old, alone[1]),
        tuple(
            _table(paired[name], new.retired) if name in paired else _same(connection, old, new, name)
            for name in both
        ),
        events.told(paired[EVENTS], new.retired) if EVENTS in paired else None,
        (old.unread, new.unread),
        {name: columns for name, columns in aside.items() if name in both},
    )
    connection.commit()
    return found


def _table(one: Paired, retired: Relation | None) -> TableDiff:
    return TableDiff(
        one.new.name,
        one.new.title,
        shape.columns(one.old, one.new),
        one.key,
        *one.counts,
        rows.added(one),
        events.deleted(one, retired) if one.new.name == EVENTS else rows.deleted(one),
        rows.changed(one),
        rows.cells(one),
        rows.count(one, "len(cells) = 0"),
        is_code_list(one.new.name),
    )


def _same(connection: duckdb.DuckDBPyConnection, old: Side, new: Side, name: str) -> TableDiff:
    """A table whose file is the same: its words alone may differ."""
    before, after = old.tables[name], new.tables[name]
    (count,) = _rows(connection, new, [name]).values()
    return TableDiff(
        name,
        after.title,
        shape.columns(before, after),
        after.key,
        count,
        count,
        listed(()),
        listed(()),
        listed(()),
        is_codes=is_code_list(name),
    )


def _rows(connection: duckdb.DuckDBPyConnection, side: Side, names: Sequence[str]) -> dict[str, int]:
    return {name: rows.one(connection, f"SELECT count(*) FROM ({side.tables[name].sql})") for name in names}


def _connect(memory: str, folder: Path) -> duckdb.DuckDBPyConnection:
    """A database on the disk, for all rows may differ."""
    connection = connections.connect(
        memory_limit=memory, threads=connections.processors(), temp_directory=folder
    )
    file = Path(tempfile.mkdtemp(dir=folder)) / "differences"
    connection.execute(f"ATTACH {literal(str(file))} AS {DATABASE}")
    return connection


def _unreadable() -> tuple[type[Exception], ...]:
    import duckdb

    return duckdb.InvalidInputException, duckdb.ConversionException, duckdb.IOException
