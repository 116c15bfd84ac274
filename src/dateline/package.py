"""A data package as typed relations of DuckDB: what is published, exported, compared and loaded."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dateline import schemas
from dateline.engine import connection as connections
from dateline.engine import table_file
from dateline.engine.table_file import TableFile, identifier, literal
from dateline.errors import CallError
from dateline.project import DESCRIPTOR
from dateline.validate.tables import inside

if TYPE_CHECKING:
    import duckdb

Descriptor = Mapping[str, Any]

TYPES: Mapping[str, str] = {
    "integer": "BIGINT",
    "year": "BIGINT",
    "number": "DOUBLE",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "time": "TIME",
    "datetime": "TIMESTAMP",
}
"""DuckDB's type by that of the Table Schema; any other is VARCHAR, as is one with a format of its own."""
MEMORY = "600MB"
"""What the engine holds before it uses the disk."""


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

    def text(self) -> str:
        """SQL of the table as it stands in its file: every cell VARCHAR, an empty one NULL, in the order of
        the records."""
        at = table_file.names(self.file.header)
        cells = ", ".join(f"{at[name]} AS {identifier(name)}" for name in self.columns)
        return f"SELECT {cells} FROM {self.file.relation()}"

    def typed(self) -> str:
        """The same with the types of the Table Schema. A cell that is not of its type is an error of DuckDB's
        that names the column and the value."""
        at = table_file.names(self.file.header)
        missing = [one for one in self.schema.get("missingValues", [""]) if one]
        cells = ", ".join(_typed(field, at[field["name"]], missing) for field in self.fields)
        return f"SELECT {cells} FROM {self.file.relation()}"


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


def opened(path: Path, folder: Path) -> Package:
    """The package at `path`: a folder, or its descriptor. `folder` takes copies of tables that are compressed
    or not UTF-8. CallError if it is none, or a table is missing or cannot be read."""
    root = (path if path.is_dir() else path.parent).absolute()
    file = root / DESCRIPTOR if path.is_dir() else path
    descriptor = _read(file)
    tables = (_table(resource, root, folder) for resource in descriptor["resources"])
    return Package(root, descriptor, {one.name: one for one in tables if one is not None})


def connect(
    package: Package, *, memory: str = MEMORY, threads: int | None = None, temp_directory: Path | None = None
) -> duckdb.DuckDBPyConnection:
    """A database in memory in which every table of the package is a view of that name, typed."""
    connection = connections.connect(
        memory_limit=memory,
        threads=threads or connections.processors(),
        temp_directory=temp_directory,
    )
    for table in package.tables.values():
        connection.execute(f"CREATE VIEW {identifier(table.name)} AS {table.typed()}")
    return connection


def _read(path: Path) -> dict[str, Any]:
    try:
        found: Any = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CallError(f"{path} cannot be read: {error.strerror or error}.") from error
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise CallError(f"{path} is not JSON: {error}. Mend the file first.") from error
    if not isinstance(found, dict) or not isinstance(found.get("resources"), list):
        raise CallError(f'{path} is no data package: it has no list of "resources".')
    schemas.check_descriptor(found)
    return found


def _table(resource: Descriptor, root: Path, folder: Path) -> Table | None:
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
    opened = table_file.opened(
        file, path, folder, resource.get("dialect"), resource.get("encoding", "utf-8")
    )
    if opened.fault:
        raise CallError(f"{path} cannot be read: {opened.fault.note}. `dateline validate` says more.")
    lacking = [field["name"] for field in schema["fields"] if field["name"] not in opened.header]
    if lacking:
        raise CallError(f"{path} has no column {', '.join(lacking)}. `dateline validate` says more.")
    return Table(name, path, opened, schema, resource)


def _json(path: Path) -> Descriptor:
    try:
        found: Descriptor = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise CallError(f"{path} cannot be read: {error}.") from error
    return found


def type_of(field: Descriptor) -> str:
    """DuckDB's type of a column."""
    plain = field.get("format", "default") in ("default", "any")
    kind = TYPES.get(field.get("type", "string"), "VARCHAR")
    return kind if plain else "VARCHAR"


def _typed(field: Descriptor, cell: str, missing: Sequence[str]) -> str:
    name, kind = field["name"], type_of(field)
    if missing:
        cell = f"CASE WHEN {cell} NOT IN ({', '.join(map(literal, missing))}) THEN {cell} END"
    if kind == "BIGINT":  # a cast alone makes 3 of 2.5
        said = f"error({literal(f'{name}: ')} || {cell} || ' is no whole number.')"
        sound = f"regexp_full_match({cell}, '[+-]?[0-9]+')"
        cell = f"CASE WHEN {cell} IS NULL OR {sound} THEN CAST({cell} AS BIGINT) ELSE {said} END"
    elif kind != "VARCHAR":
        cell = f"CAST({cell} AS {kind})"
    return f"{cell} AS {identifier(name)}"
