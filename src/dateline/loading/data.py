"""`load`, and what it gives."""

from __future__ import annotations

import difflib
import html
import os
import shutil
import tempfile
import threading
import weakref
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from dateline import package as packages
from dateline.engine.table_file import identifier
from dateline.errors import CallError
from dateline.loading import about, frames, integrity, trace
from dateline.package import Package, Table

if TYPE_CHECKING:
    import duckdb
    import pandas
    import polars

ID = "event_id_cnty"
_LACKING = f"A table whose words are traced needs the column {ID}; this one has none."


def load(path: str | os.PathLike[str], *, lists: bool = False, verify: bool = False) -> Data:
    """The dataset at `path`: a package's folder, its `datapackage.json`, or the zip of a release.

    `lists`: cells that hold several items (`a; b`) become lists. `verify`: every file must have the hash that
    the descriptor declares; sizes are always checked. `dateline.errors.CallError` says what is wrong with a
    package that cannot be read.
    """
    given = Path(path)
    folder = _Folder()
    try:
        package = packages.opened(given, folder.path)
        integrity.check(package.root, package.descriptor, hashes=verify)
        with packages.readable(package):
            connection = packages.connect(package, temp_directory=folder.path, lists=lists)
    except BaseException:
        folder.remove()
        raise
    return Data(given, package, connection, folder)


class Data:
    """A dataset whose tables are relations of DuckDB, by their names: `data["events"]` or `data.events`.

    Nothing is read before it is asked for. It may be used in a `with`, or closed by `close`; without, its
    temporary folder goes when nothing uses it any more. Every thread has a connection of its own, so
    relations of one thread can be joined, and those of several run at once.
    """

    def __init__(
        self, path: Path, package: Package, connection: duckdb.DuckDBPyConnection, folder: _Folder
    ) -> None:
        self.path = path
        """What was loaded."""
        self._package = package
        self._folder = folder
        self._first: duckdb.DuckDBPyConnection | None = connection
        self._local = threading.local()
        self._cursors: weakref.WeakSet[duckdb.DuckDBPyConnection] = weakref.WeakSet()
        self._lock = threading.Lock()
        self._counts: dict[str, int] = {}

    # -- the tables

    @property
    def tables(self) -> list[str]:
        """Their names, in the order of the descriptor."""
        return list(self._package.tables)

    def __getitem__(self, name: str) -> duckdb.DuckDBPyRelation:
        """The table of that name."""
        table = self._table(name)
        with self._reading() as connection:
            return connection.view(identifier(table.name))

    def __getattr__(self, name: str) -> duckdb.DuckDBPyRelation:
        """The table of that name, where no method or property has it."""
        if name.startswith("_"):
            raise AttributeError(name)
        try:
            self._table(name)
        except CallError as error:
            raise AttributeError(str(error)) from None
        return self[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.tables)

    def __contains__(self, name: object) -> bool:
        return name in self._package.tables

    def __len__(self) -> int:
        return len(self._package.tables)

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *self.tables})

    def _ipython_key_completions_(self) -> list[str]:
        return self.tables

    def sql(
        self, query: str, params: Sequence[Any] | Mapping[str, Any] | None = None
    ) -> duckdb.DuckDBPyRelation:
        """The answer to a query in which the tables stand under their names. `params` are the values of its
        `?` or `$name`."""
        with self._reading() as connection:
            return connection.sql(query, params=params)

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """This thread's connection, for whatever else DuckDB can do: by `data.connection.register("mine",
        frame)` a data frame becomes a table that `sql` knows."""
        with self._reading() as connection:
            return connection

    def trace(
        self,
        events: str | Iterable[Any] | duckdb.DuckDBPyRelation | None = None,
        column: str | None = None,
        *,
        rejected: bool = False,
    ) -> duckdb.DuckDBPyRelation:
        """The words behind the cells of events: a row for each quotation, with value, publisher and day.

        `events`: an id or key, several of them, or a table (a relation or data frame) with `event_id_cnty`;
        all without. `column`: the one column of events whose words are wanted; one that follows from others
        gives theirs. Only claims that were accepted, unless `rejected`. A claim without quotation (a default,
        notes in the coder's own words) has a row without words, and its reason.
        """
        if lacking := [name for name in trace.NEEDED if name not in self]:
            raise CallError(f"Words cannot be traced: the package has no table {', '.join(lacking)}.")
        schema = self._package.tables["events"].schema
        wanted = self._fields(column) if column is not None else []
        related = _is_relation(events)
        keys = None if events is None or related else _keys(events)
        if keys is not None:
            self._check_keys(keys)
        with self._reading() as connection:
            query = trace.query(wanted, schema, some=keys is not None, rejected=rejected)
            found = connection.sql(query, params=None if keys is None else [keys])
            if related:
                ids = events.select(ID).distinct()  # type: ignore[union-attr]
                found = found.join(ids, ID, how="semi")
            return found.order(trace.order(schema))

    # -- other libraries

    def arrow(self, table: str | duckdb.DuckDBPyRelation) -> Any:
        """A table, or any relation, as a `pyarrow.Table`. Its metadata are those of the dataset, those of its
        columns their descriptions."""
        relation, notes = self._noted(table)
        with self._reading():
            return frames.to_arrow(relation, self._about(), notes)

    def pandas(self, table: str | duckdb.DuckDBPyRelation) -> pandas.DataFrame:
        """A table, or any relation, as a data frame of pandas: whole numbers are Int64 and truth values
        boolean, with gaps or without; days are datetime64. Its `attrs` say what the dataset and the columns
        are."""
        relation, notes = self._noted(table)
        with self._reading():
            return frames.to_pandas(relation, {**self._about(), "columns": notes})

    def polars(self, table: str | duckdb.DuckDBPyRelation) -> polars.DataFrame:
        """A table, or any relation, as a data frame of polars."""
        relation, _ = self._noted(table)
        with self._reading():
            return frames.to_polars(relation)

    # -- what it is

    @property
    def descriptor(self) -> packages.Descriptor:
        """All that the descriptor says."""
        return self._package.descriptor

    @property
    def title(self) -> str:
        """The title of the dataset, or its name where it has none."""
        return about.text(self.descriptor, "title") or about.text(self.descriptor, "name")

    @property
    def version(self) -> str:
        """The version of the dataset; empty where it has none."""
        return about.text(self.descriptor, "version")

    @property
    def license(self) -> str:
        """The licence of the data, as in `CC-BY-4.0`."""
        return about.license_of(self.descriptor)

    @property
    def citation(self) -> str:
        """How the dataset is cited."""
        return about.citation(self.descriptor)

    def schema(self, table: str) -> dict[str, str]:
        """What the columns of a table mean."""
        return {one["name"]: one.get("description", "") for one in self._table(table).fields}

    def __repr__(self) -> str:
        counted = ", ".join(f"{name} ({said})" for name, said in self._counted())
        return f"<{' '.join(filter(None, (self.title, self.version)))}: {counted}>"

    def _repr_html_(self) -> str:
        head = " ".join(filter(None, (html.escape(self.title), html.escape(self.version))))
        rows = "".join(
            f"<tr><td>{html.escape(name)}</td><td>{html.escape(said)}</td>"
            f"<td>{html.escape(self._package.tables[name].resource.get('title', ''))}</td></tr>"
            for name, said in self._counted()
        )
        return (
            f"<p><b>{head}</b></p><table><thead><tr><th>table</th><th>rows</th><th></th></tr></thead>"
            f"<tbody>{rows}</tbody></table><p>{html.escape(self.citation)}</p>"
        )

    # -- its end

    def close(self) -> None:
        """End the connections, also those of relations, and remove the temporary folder."""
        with self._lock:
            for connection in (*self._cursors, *filter(None, (self._first,))):
                connection.close()
            self._first = None
        self._folder.remove()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # -- inside

    @contextmanager
    def _reading(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """This thread's connection; what DuckDB cannot read becomes a CallError."""
        with self._lock:
            if self._first is None:
                raise CallError(f"The data of {self.path} were closed. Load them again.")
            cursor: duckdb.DuckDBPyConnection | None = getattr(self._local, "cursor", None)
            if cursor is None:
                cursor = self._local.cursor = self._first.cursor()
                self._cursors.add(cursor)
                weakref.finalize(cursor, _let_go, self._folder)
        with packages.readable(self._package):
            yield cursor

    def _table(self, name: str) -> Table:
        if found := self._package.tables.get(name):
            return found
        raise CallError(f"There is no table {name!r}{_hint(name, self.tables)}")

    def _fields(self, column: str) -> list[str]:
        """The fields of claims behind a column of events."""
        table = self._package.tables["events"]
        if column not in table.columns:
            raise CallError(f"events has no column {column!r}{_hint(column, table.columns)}")
        if found := trace.fields(column, table.schema):
            return found
        origins = next(one for one in table.fields if one["name"] == column)["derivedFrom"]
        raise CallError(f"No words are behind {column}: it follows from {', '.join(origins)}.")

    def _check_keys(self, keys: Sequence[str]) -> None:
        """CallError for a key that no event has."""
        names = [name for name in trace.KEYS if name in self._package.tables["events"].columns]
        known = " UNION ALL ".join(f"SELECT {name} FROM events" for name in names)
        with self._reading() as connection:
            query = f"SELECT key FROM (SELECT unnest($1::VARCHAR[]) AS key) WHERE key NOT IN ({known})"
            unknown = [key for (key,) in connection.execute(query, [list(keys)]).fetchall()]
        if unknown:
            more = f" and {len(unknown) - 3} more" if len(unknown) > 3 else ""
            raise CallError(f"No event has the id or key {', '.join(map(repr, unknown[:3]))}{more}.")

    def _noted(self, table: str | duckdb.DuckDBPyRelation) -> tuple[duckdb.DuckDBPyRelation, dict[str, str]]:
        """A relation, and what its columns mean, where it is a table."""
        return (self[table], self.schema(table)) if isinstance(table, str) else (table, {})

    def _about(self) -> dict[str, str]:
        return {
            "title": self.title,
            "version": self.version,
            "license": self.license,
            "citation": self.citation,
        }

    def _counted(self) -> list[tuple[str, str]]:
        """Every table with the number of its rows, which are counted once."""
        return [(name, self._count(name)) for name in self.tables]

    def _count(self, name: str) -> str:
        if name not in self._counts:
            try:
                with self._reading() as connection:
                    answer = connection.execute(f"SELECT count(*) FROM {identifier(name)}").fetchone()
            except CallError:
                return "closed" if self._first is None else "unreadable"
            self._counts[name] = answer[0] if answer else 0
        return f"{self._counts[name]:,}"


class _Folder:
    """A temporary folder that goes with its last user, at the latest when Python ends."""

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="dateline-"))
        self.remove = weakref.finalize(self, shutil.rmtree, self.path, ignore_errors=True)


def _let_go(_folder: _Folder) -> None:
    """A relation lives on its connection, which may outlive the data that it came from."""


def _is_relation(given: Any) -> bool:
    import duckdb

    if not isinstance(given, duckdb.DuckDBPyRelation):
        return False
    if ID not in given.columns:
        raise CallError(_LACKING)
    return True


def _keys(given: Any) -> list[str]:
    """The ids or keys that a call names: a text, texts, or the `event_id_cnty` of a data frame."""
    if isinstance(given, str):
        return [given]
    if hasattr(given, "columns"):
        columns = getattr(given, "column_names", given.columns)  # those of Arrow are no names
        if ID not in list(columns):
            raise CallError(_LACKING)
        given = given[ID]
    if hasattr(given, "to_pylist"):
        given = given.to_pylist()
    keys = list(given)
    if wrong := next((key for key in keys if not isinstance(key, str)), None):
        raise CallError(f"{wrong!r} is no id of an event: name ids, or a table with event_id_cnty.")
    return keys


def _hint(name: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    return f". Did you mean {near[0]}?" if near else f". There are {', '.join(known)}."
