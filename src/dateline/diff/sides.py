"""The two states that are compared, as relations of text."""

from __future__ import annotations

import filecmp
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from dateline import archives, package
from dateline.diff.model import WITHHELD, State
from dateline.engine import damage, table_file
from dateline.engine.table_file import Format, TableFile, identifier, literal
from dateline.errors import CallError
from dateline.project import DESCRIPTOR
from dateline.release import retired
from dateline.validate import foreign
from dateline.validate.foreign import Told

Field = Mapping[str, Any]
Veil = Callable[[str, Field, str], str | None]
"""Given a table's name, a field and the SQL of its cell (VARCHAR): SQL of a condition under which the cell
must not be shown, or None if it may be, whatever stands in it."""

EVENTS, IDS = "events", "ids"


@dataclass(frozen=True, slots=True)
class Relation:
    """A table of one state."""

    name: str
    title: str
    sql: str
    """A SELECT of its columns by name, all VARCHAR, an empty cell NULL."""
    fields: Sequence[Field]
    key: tuple[str, ...]
    schema: Mapping[str, Any]
    file: TableFile
    about: Mapping[str, Any] = field(default_factory=dict)
    """The resource, as the descriptor has it."""
    veil: Veil | None = None

    @property
    def columns(self) -> list[str]:
        """Names of its columns."""
        return [one["name"] for one in self.fields]

    def hidden(self, column: str, cell: str) -> str | None:
        """SQL of whether a cell must not be shown; None if it may be. `cell`: its SQL."""
        if self.veil is None:
            return None
        field = next((one for one in self.fields if one["name"] == column), None)
        return self.veil(self.name, field, cell) if field else None

    def shown(self, column: str, cell: str) -> str:
        """SQL of a cell as it may be shown."""
        hidden = self.hidden(column, cell)
        return f"CASE WHEN {hidden} THEN {literal(WITHHELD)} ELSE {cell} END" if hidden else cell

    def same_file(self, other: Relation) -> bool:
        """Whether both are read alike from the same bytes."""
        return (
            self.columns == other.columns
            and replace(self.file, path=other.file.path, shown="", body=other.file.body, copied=False)
            == replace(other.file, shown="", copied=False)
            and self.sql.replace(self.file.relation(), "") == other.sql.replace(other.file.relation(), "")
            and filecmp.cmp(self.file.body, other.file.body, shallow=False)
        )


@dataclass(frozen=True, slots=True)
class Side:
    """One state."""

    state: State
    tables: Mapping[str, Relation]
    descriptor: Mapping[str, Any]
    """Empty for a file by itself."""
    retired: Relation | None = None
    """With event_key, status, successor_key, reason and decided_at; None where nothing says what became of
    events."""
    unread: int = 0
    """Records that cannot be read."""

    @property
    def is_package(self) -> bool:
        """Whether it is a data package, and no file by itself."""
        return bool(self.descriptor)


def opened(path: Path, folder: Path, as_of: date, told: Told) -> Side:
    """The package (a folder, its descriptor, the zip of a release) or the file of events at `path`. `folder`
    takes copies. CallError if it is neither."""
    if not path.exists():
        raise CallError(f"{path} is not there.")
    if path.is_dir() or path.name == DESCRIPTOR or archives.holds_package(path):
        return _package(path, folder)
    return _file(path, folder, as_of, told)


def veiled(side: Side, veil: Veil | None) -> Side:
    """The same, with cells that must not be shown."""
    tables = {name: replace(table, veil=veil) for name, table in side.tables.items()}
    return replace(side, tables=tables, retired=side.retired and replace(side.retired, veil=veil))


def mended(side: Side, folder: Path) -> Side:
    """A file by itself with its sound records alone, the others counted."""
    (relation,) = side.tables.values()
    sound = damage.separate(relation.file, folder, lambda _answer: 0)
    sql = relation.sql.replace(relation.file.relation(), sound.copy.relation())
    return replace(
        side,
        tables={relation.name: replace(relation, sql=sql, file=sound.copy)},
        unread=sum(sound.counts.values()),
    )


# -- packages


def _package(path: Path, folder: Path) -> Side:
    found = retired.with_retired(package.opened(path, folder), folder)
    descriptor = found.descriptor
    name = str(descriptor.get("name") or found.root.name)
    state = State(name, str(descriptor.get("title") or name), _version(descriptor))
    tables = {name: _table(table, folder) for name, table in found.tables.items()}
    fates = _fates(tables[IDS]) if IDS in tables else None
    return Side(state, tables, descriptor, fates)


def _version(descriptor: Mapping[str, Any]) -> str:
    version = descriptor.get("version", "")
    return version if isinstance(version, str) else ""


def _table(table: package.Table, folder: Path) -> Relation:
    if table.file.format is Format.jsonl:
        table = replace(table, file=damage.separate(table.file, folder, lambda _answer: 0).copy)
    title = str(table.resource.get("title") or table.name)
    return Relation(
        table.name,
        title,
        table.text(),
        table.fields,
        tuple(table.key),
        table.schema,
        table.file,
        table.resource,
    )


def _fates(ids: Relation) -> Relation:
    wanted = ("event_key", "status", "successor_key", "reason", "decided_at")
    if "event_key" not in ids.columns or "status" not in ids.columns:
        raise CallError(
            f"The table {IDS} must have the columns event_key and status. It says what became of events."
        )
    cells = (
        identifier(one) if one in ids.columns else f"NULL::VARCHAR AS {identifier(one)}" for one in wanted
    )
    return replace(ids, sql=f"SELECT {', '.join(cells)} FROM ({ids.sql})")


# -- files by themselves


def _file(path: Path, folder: Path, as_of: date, told: Told) -> Side:
    given = foreign.opened(path, folder, as_of, told).input
    translation, file = given.translation, given.file
    assert translation is not None
    at = dict(translation.present)
    of_schema: dict[str, Field] = {one["name"]: one for one in given.schema["fields"]}
    for name, internal in table_file.names(file.header).items():
        if internal not in translation.used and name and name.lower() not in map(str.lower, at):
            at[name] = internal
    fields = [{"type": "string", **of_schema.get(name, {}), "name": name} for name in at]
    cells = ", ".join(f"{internal} AS {identifier(name)}" for name, internal in at.items())
    key = given.schema.get("primaryKey", ())
    keys = (key,) if isinstance(key, str) else tuple(key)
    relation = Relation(
        EVENTS,
        "Events",
        f"SELECT {cells} FROM {translation.over(file.relation())}",
        fields,
        keys if set(keys) <= set(at) else (),
        given.schema,
        file,
    )
    side = Side(State(path.name, path.name, ""), {EVENTS: relation}, {})
    return mended(side, folder) if file.format is Format.jsonl else side
