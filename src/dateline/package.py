"""A data package as typed relations of DuckDB: what is published, exported, compared and loaded."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dateline import archives, schemas
from dateline.engine import columns, table_file
from dateline.engine import connection as connections
from dateline.engine.table_file import TableFile, identifier, literal
from dateline.errors import CallError
from dateline.project import DESCRIPTOR
from dateline.registry import LIST
from dateline.release import escaping
from dateline.release.escaping import ESCAPED
from dateline.validate.tables import inside

if TYPE_CHECKING:
    import duckdb

Descriptor = Mapping[str, Any]

TYPES: Mapping[str, str] = {**columns.TYPES, "year": "BIGINT", "time": "TIME", "datetime": "TIMESTAMP"}
"""DuckDB's type by that of the Table Schema; any other is VARCHAR, as is one with a format of its own."""
KINDS: Mapping[str, str] = {
    "BIGINT": "a whole number",
    "DOUBLE": "a number",
    "BOOLEAN": "true or false",
    "DATE": "a date (YYYY-MM-DD)",
    "TIME": "a time (hh:mm:ss)",
    "TIMESTAMP": "a day and time (YYYY-MM-DDThh:mm:ss)",
}
"""What a cell should have been, for people."""
MEMORY = "800MB"
"""What the engine holds before it uses the disk. With less, DuckDB 2.0 takes twice the time, and no less
memory, to copy a million rows to CSV."""
_NOTED = 100
"""Letters of a wrong cell that an error shows."""


class Unreadable(CallError):
    """What a table holds cannot be read, though the package itself can."""


@dataclass(frozen=True, slots=True)
class Table:
    """One tabular resource."""

    name: str
    path: str
    """As the descriptor names it: relative to the package, with forward slashes."""
    file: TableFile
    schema: Descriptor
    resource: Descriptor

    @property
    def fields(self) -> Sequence[Descriptor]:
        """The columns, as the Table Schema describes them, in its order."""
        fields: Sequence[Descriptor] = self.schema["fields"]
        return fields

    @property
    def columns(self) -> list[str]:
        """Their names."""
        return [field["name"] for field in self.fields]

    @property
    def key(self) -> list[str]:
        """The columns of the primary key."""
        key = self.schema.get("primaryKey", [])
        return [key] if isinstance(key, str) else list(key)

    @property
    def lists(self) -> list[str]:
        """The columns whose cells are lists, their items joined by `; `: those whose pattern says so."""
        return [
            one["name"] for one in self.fields if f"({LIST}" in one.get("constraints", {}).get("pattern", "")
        ]

    def text(self) -> str:
        """SQL of the table as it stands in its file: every cell VARCHAR, an empty one NULL, in the order of
        the records."""
        cells = ", ".join(f"{cell} AS {identifier(name)}" for name, cell in self._cells().items())
        return f"SELECT {cells} FROM {self.file.relation()}"

    def typed(self, *, lists: bool = False) -> str:
        """The same with the types of the Table Schema, and with `lists` the cells of `lists` as VARCHAR[]. A
        cell that is not of its type is an error of DuckDB's that names the file, the column and the value."""
        cells = self._cells()
        lists_of = self.lists if lists else ()
        found = (self._typed(field, cells[field["name"]], lists_of) for field in self.fields)
        return f"SELECT {', '.join(found)} FROM {self.file.relation()}"

    def _cells(self) -> dict[str, str]:
        """SQL of the text of each column, without what was put before formulas."""
        at = table_file.names(self.file.header)
        plain = {name: at[name] for name in self.columns}
        escaped = [name for name in self.resource.get(ESCAPED, ()) if name in plain]
        return plain | {name: escaping.sql_unescaped(at[name]) for name in escaped}

    def _typed(self, field: Descriptor, cell: str, lists: Collection[str]) -> str:
        name, kind = field["name"], type_of(field)
        if missing := _missing(field, self.schema):
            cell = f"CASE WHEN {cell} NOT IN ({', '.join(map(literal, missing))}) THEN {cell} END"
        if name in lists:
            cell = f"string_split({cell}, {literal(LIST)})"
        elif kind != "VARCHAR":
            before, after = f"{self.path}, column {name}: '", f"' is not {KINDS[kind]}."
            wrong = f"error({literal(before)} || left({cell}, {_NOTED}) || {literal(after)})"
            cell = f"CASE WHEN ({cell}) IS NOT NULL THEN coalesce({_value(cell, field)}, {wrong}) END"
        return f"{cell} AS {identifier(name)}"


@dataclass(frozen=True, slots=True)
class Package:
    """A folder with a descriptor and the tables that it names."""

    root: Path
    descriptor: Descriptor
    tables: Mapping[str, Table]
    """By name, in the order of the descriptor."""

    @property
    def settings(self) -> Descriptor:
        """What stands under the key `dateline`: empty for a package that is no project of dateline's."""
        settings: Descriptor = self.descriptor.get("dateline", {})
        return settings


def opened(path: Path, folder: Path, only: Collection[str] | None = None) -> Package:
    """The package at `path`: its folder, the folder of a release around it, its descriptor, or a zip.
    `folder` takes what is unpacked, and copies of tables that are compressed or not UTF-8; `only` names the
    tables to open, None all. CallError if it is none, or one of these is missing or cannot be read."""
    file = descriptor_of(path)
    if archives.is_zip(file):
        file = archives.unpack(file, Path(tempfile.mkdtemp(dir=folder)))
    root = file.parent.absolute()
    descriptor = _read(file)
    wanted = (one for one in descriptor["resources"] if only is None or one["name"] in only)
    tables = (table(resource, root, folder) for resource in wanted)
    return Package(root, descriptor, {one.name: one for one in tables if one is not None})


def descriptor_of(path: Path) -> Path:
    """The descriptor of the package in a folder, or in the one folder in it; any other path is its own."""
    if not path.is_dir() or (path / DESCRIPTOR).is_file():
        return path / DESCRIPTOR if path.is_dir() else path
    inner = list(path.glob(f"*/{DESCRIPTOR}"))
    return inner[0] if len(inner) == 1 else path / DESCRIPTOR


def connect(
    package: Package,
    *,
    memory: str = MEMORY,
    threads: int | None = None,
    temp_directory: Path | None = None,
    lists: bool = False,
) -> duckdb.DuckDBPyConnection:
    """A database in memory in which every table of the package is a view of that name, typed. `lists` as of
    `Table.typed`. What is wrong with a cell shows when it is read: see `readable`."""
    connection = connections.connect(
        memory_limit=memory,
        threads=threads or connections.processors(),
        temp_directory=temp_directory,
    )
    for table in package.tables.values():
        connection.execute(f"CREATE VIEW {identifier(table.name)} AS {table.typed(lists=lists)}")
    return connection


@contextmanager
def readable(package: Package) -> Iterator[None]:
    """Make an Unreadable of what DuckDB says of cells and records of the tables that it cannot read, with the
    names that the descriptor gives, and a CallError of memory that does not suffice. Other errors are
    nobody's data."""
    import duckdb

    try:
        yield
    except duckdb.OutOfMemoryException as error:
        raise CallError(f"The memory does not suffice: {_first_line(error)}") from error
    except (duckdb.InvalidInputException, duckdb.ConversionException, duckdb.IOException) as error:
        said = _first_line(error).rstrip(".")
        for table in package.tables.values():
            if said.startswith(f"{table.path}, column "):
                raise Unreadable(f"{said}. `dateline validate` lists all that is wrong.") from error
            if (body := str(table.file.body.absolute())) in str(error):
                said = said.replace(body, table.path)
                raise Unreadable(
                    f"{table.path} cannot be read: {said}. `dateline validate` lists all that is wrong."
                ) from error
        raise


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0].partition("Error: ")[2] or str(error)


def _read(path: Path) -> dict[str, Any]:
    try:
        found: Any = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise CallError(
            f"{path} cannot be read: {error.strerror or error}. A package is a folder with a {DESCRIPTOR}."
        ) from error
    except (ValueError, RecursionError) as error:
        raise CallError(f"{path} is not JSON: {error}. Mend the file first.") from error
    if not isinstance(found, dict) or not isinstance(found.get("resources"), list):
        raise CallError(f'{path} is no data package: it has no list of "resources".')
    schemas.check_descriptor(found)
    return found


def table(resource: Descriptor, root: Path, folder: Path) -> Table | None:
    """A resource of a package as a table; None if it has no schema. `folder` takes copies. CallError if it
    cannot be read."""
    name, path, schema = resource["name"], resource.get("path"), resource.get("schema")
    if isinstance(schema, str):
        schema = _json(inside(root, schema))
    if not isinstance(schema, Mapping):
        return None
    if not isinstance(path, str):
        raise CallError(f"The resource {name} must be one file, named by its path; dateline reads no other.")
    file = inside(root, path)
    if not file.is_file():
        raise CallError(f"{path}, the file of the resource {name}, is not there.")
    fields = _names(name, schema)
    opened = table_file.opened(file, path, folder, resource.get("dialect"), resource.get("encoding", "utf-8"))
    if opened.fault:
        raise CallError(f"{path} cannot be read: {opened.fault.note}. `dateline validate` says more.")
    if lacking := [field for field in fields if field not in opened.header]:
        raise CallError(f"{path} has no column {', '.join(lacking)}. `dateline validate` says more.")
    return Table(name, path, opened, schema, resource)


def _names(table: str, schema: Descriptor) -> list[str]:
    """The names of the columns. CallError if there are none, or two of one name."""
    fields = schema.get("fields")
    if not isinstance(fields, list) or not fields:
        raise CallError(f"The schema of the resource {table} has no fields. Name the columns there.")
    names = [one.get("name") if isinstance(one, Mapping) else None for one in fields]
    if not all(isinstance(name, str) and name for name in names):
        raise CallError(f"The schema of the resource {table} has a field without a name.")
    found = [str(name) for name in names]
    if len({name.lower() for name in found}) < len(found):
        raise CallError(f"The schema of the resource {table} has two fields of one name. Give each its own.")
    return found


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise CallError(f"{path} cannot be read: {error.strerror or error}.") from error
    except (ValueError, RecursionError) as error:
        raise CallError(f"{path} is not JSON: {error}. Mend the file first.") from error


def type_of(field: Descriptor) -> str:
    """DuckDB's type of a column: VARCHAR where the engine does not judge how it is written."""
    kind = field.get("type", "string")
    if kind in columns.TYPES:
        kind = columns.type_of(field)
    elif field.get("format", "default") != "default":
        return "VARCHAR"
    return TYPES.get(kind, "VARCHAR")


def _value(cell: str, field: Descriptor) -> str:
    """SQL of a cell as a value of its type; null where it is none."""
    if field["type"] == "year":
        return columns.typed(cell, {"type": "integer"})
    if field["type"] in columns.TYPES:
        return columns.typed(cell, field)
    return f"TRY_CAST({cell} AS {type_of(field)})"


def _missing(field: Descriptor, schema: Descriptor) -> list[str]:
    """The texts besides the empty one that stand for a missing value (v2: of a field, or with a label)."""
    given = field.get("missingValues", schema.get("missingValues", ()))
    values = (one.get("value", "") if isinstance(one, Mapping) else one for one in given)
    return [value for value in values if value]
