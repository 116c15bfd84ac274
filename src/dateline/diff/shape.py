"""What differs in the form of the data, and in what is said about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dateline.diff.model import Columns, Retyped
from dateline.diff.sides import Relation, Side
from dateline.release.escaping import ESCAPED

Field = Mapping[str, Any]

EVERY_TIME = frozenset({"$schema", "created", "dateline", "id", "resources", "version"})
"""Properties of a package that say which state it is or how it is made, or are compared by themselves."""
OF_FILES = frozenset(
    {"$schema", ESCAPED, "bytes", "encoding", "format", "hash", "mediatype", "name", "path", "profile"}
    | {"schema", "type"}
)
"""Properties of a resource that follow from its file, or are compared by themselves."""
DIALECT: Mapping[str, Any] = {
    "delimiter": ",",
    "doubleQuote": True,
    "header": True,
    "lineTerminator": "\n",
    "quoteChar": '"',
    "skipInitialSpace": False,
}
"""What holds where a dialect says nothing, and no reader is led astray by."""
MEANING = ("type", "format", "decimalChar", "groupChar", "bareNumber", "trueValues", "falseValues")
"""Properties of a field by which its cells are read."""


def columns(old: Relation, new: Relation) -> Columns:
    """How the columns of a table differ."""
    before, after = ({one["name"]: one for one in table.fields} for table in (old, new))
    common = [name for name in after if name in before]
    return Columns(
        added=tuple(name for name in after if name not in before),
        removed=tuple(name for name in before if name not in after),
        retyped=tuple(
            Retyped(name, _type(before[name]), _type(after[name]))
            for name in common
            if _meaning(before[name]) != _meaning(after[name])
        ),
        reordered=_moved(old.columns, new.columns),
        redefined=tuple(
            name
            for name in common
            if before[name].get("constraints", {}) != after[name].get("constraints", {})
        ),
        described=tuple(name for name in common if _words(before[name]) != _words(after[name])),
        key=(old.key, new.key) if old.key != new.key else None,
        missing=_missing(old) != _missing(new),
    )


def metadata(old: Side, new: Side) -> tuple[str, ...]:
    """What is said otherwise, sorted. Files by themselves say nothing."""
    if not (old.is_package and new.is_package):
        return ()
    found = _differing(old.descriptor, new.descriptor, EVERY_TIME)
    for name in old.tables.keys() & new.tables.keys():
        before, after = old.tables[name], new.tables[name]
        found += [f"{name}.{one}" for one in _differing(_about(before), _about(after), OF_FILES)]
        if before.about:
            of_schema = _differing(
                before.schema, after.schema, {"$schema", "fields", "missingValues", "primaryKey"}
            )
            found += [f"{name}.schema.{one}" for one in of_schema]
    return tuple(sorted(found))


def _about(table: Relation) -> Mapping[str, Any]:
    """What a resource says of its table, its dialect in full."""
    dialect = table.about.get("dialect")
    given = dialect if isinstance(dialect, Mapping) else {}
    said = {key: value for key, value in given.items() if key != "$schema"}
    return {**table.about, "dialect": {**DIALECT, **said}}


def _differing(old: Mapping[str, Any], new: Mapping[str, Any], but: frozenset[str] | set[str]) -> list[str]:
    return [
        key for key in (*old, *(new.keys() - old.keys())) if key not in but and old.get(key) != new.get(key)
    ]


def _moved(old: Sequence[str], new: Sequence[str]) -> bool:
    """Whether a column that both have is another one by its number. Others may come behind the last."""
    places = {name: place for place, name in enumerate(old)}
    return any(place != places.get(name, place) for place, name in enumerate(new))


def _meaning(field: Field) -> list[Any]:
    return [field.get(name, {"type": "string", "format": "default"}.get(name)) for name in MEANING]


def _type(field: Field) -> str:
    kind, form = field.get("type", "string"), field.get("format", "default")
    return str(kind) if form == "default" else f"{kind} ({form})"


def _words(field: Field) -> Mapping[str, Any]:
    return {key: value for key, value in field.items() if key not in (*MEANING, "name", "constraints")}


def _missing(table: Relation) -> list[str]:
    return sorted(map(str, table.schema.get("missingValues", [""])))
