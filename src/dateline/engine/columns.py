"""Typed columns: what a rule sees of a table whose cells are all text.

A cast is not a type check (`TRY_CAST('2.5' AS BIGINT)` is 3), so a typed column holds a value only where the
text has the lexical form that the Table Schema demands and the cast works; elsewhere it is null.
"""

from __future__ import annotations

import csv
import functools
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dateline import resources
from dateline.engine.table_file import identifier, literal
from dateline.errors import CallError

Schema = Mapping[str, Any]

LEXICAL = {
    "date": r"[0-9]{4}-[0-9]{2}-[0-9]{2}",
    "integer": r"[+-]?[0-9]+",
    "number": r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?",
}
"""The text forms of Table Schema's types; docs/reading.md says where frictionless reads more."""
BOOLEANS = {
    "trueValues": ("true", "True", "TRUE", "1"),
    "falseValues": ("false", "False", "FALSE", "0"),
}
"""What counts as true and false where a field does not say."""
TYPES = {"date": "DATE", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN"}


@dataclass(frozen=True, slots=True)
class Lookup:
    """Columns that a code list adds to a table: `column` of the list, found by the value of `key`."""

    list_name: str
    list_key: str
    key: str
    columns: Mapping[str, tuple[str, str]]
    """Name in rules → (column of the list, type of that column)."""


LOOKUPS: Mapping[str, tuple[Lookup, ...]] = {
    "events": (
        Lookup(
            "event_types",
            "sub_event_type",
            "sub_event_type",
            {
                "type_event_type": ("event_type", "string"),
                "type_disorder_type": ("disorder_type", "string"),
                "type_event_rank": ("event_rank", "integer"),
                "type_rank": ("sub_event_rank", "integer"),
                "type_actor2": ("actor2", "string"),
                "type_civilian_targeting": ("civilian_targeting", "string"),
                "type_fatalities": ("fatalities", "string"),
                "type_interactions": ("interactions", "string"),
                "type_interactions_closed": ("interactions_closed", "boolean"),
            },
        ),
        Lookup(
            "countries",
            "country",
            "country",
            {
                "country_iso": ("iso", "string"),
                "country_region": ("region", "string"),
                "country_first_year": ("first_year", "integer"),
                "country_prefix": ("event_id_prefix", "string"),
            },
        ),
        Lookup("inter_codes", "label", "inter1", {"inter1_code": ("code", "integer")}),
        Lookup("inter_codes", "label", "inter2", {"inter2_code": ("code", "integer")}),
        Lookup("interactions", "label", "interaction", {"interaction_code": ("code", "integer")}),
    )
}
CORE: Mapping[str, int] = {"events": 31}
"""How many of a table's columns are not our own: ACLED's, in ACLED's order."""
EXPECTED_INTERACTION = "expected_interaction"
AS_OF = "as_of"
HEADER = "~header"
"""Whether the first cells of a row are the names of their columns."""
BLANK = "~blank"
"""Whether no cell of a row has anything in it."""


@functools.cache
def code_list(name: str) -> tuple[Mapping[str, str], ...]:
    """The rows of a built-in code list."""
    with (resources.folder("schema") / "codes" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return tuple(csv.DictReader(stream))


@dataclass(frozen=True)
class Columns:
    """SQL of every column that rules may name, over the internal text columns of a relation."""

    table: str
    schema: Schema
    present: Mapping[str, str]
    """Internal text column by name."""
    as_of: str
    """ISO day that counts as today."""
    probes: Collection[str] = ()
    """Names of probe columns that the relation has besides."""
    every: Sequence[str] = ()
    """All internal text columns, those that the schema does not know too."""
    header: Mapping[str, str] = field(default_factory=dict)
    """Of a file whose header may be repeated: names of the first columns, by internal column."""
    _sql: Mapping[str, str] = field(init=False, repr=False)
    _sources: Mapping[str, frozenset[str]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Build the expressions once. CallError if two of them would have one name."""
        _told_apart(self.table, self.present)
        found: dict[str, str] = {AS_OF: f"DATE {literal(self.as_of)}"}
        sources: dict[str, frozenset[str]] = {AS_OF: frozenset()}
        for one in self.schema["fields"]:
            name = one["name"]
            if name not in self.present:
                continue
            text = self.present[name]
            value = typed(text, one)
            found[name] = value
            found[f"{name}_text"] = text
            found[f"{name}_hash"] = f"(CASE WHEN {value} IS NOT NULL THEN hash({value}) END)"
            sources |= dict.fromkeys((name, f"{name}_text", f"{name}_hash"), frozenset({name}))
        for lookup in LOOKUPS.get(self.table, ()):
            if lookup.key in self.present:
                found |= {
                    name: _looked_up(self.present[lookup.key], lookup, column, kind)
                    for name, (column, kind) in lookup.columns.items()
                }
                sources |= dict.fromkeys(lookup.columns, frozenset({lookup.key}))
        if self.table == "events" and {"inter1", "inter2"} <= self.present.keys():
            found[EXPECTED_INTERACTION] = _expected_interaction(
                self.present["inter1"], self.present["inter2"]
            )
            sources[EXPECTED_INTERACTION] = frozenset({"inter1", "inter2"})
        found |= {name: identifier(name) for name in self.probes}
        if self.every:
            found[BLANK] = f"(coalesce({', '.join(self.every)}) IS NULL)"
        if self.header:
            found[HEADER] = self.repeats()
        object.__setattr__(self, "_sql", found)
        object.__setattr__(self, "_sources", sources)

    def repeats(self, column: Callable[[str], str] = str) -> str:
        """SQL of whether the first cells are their own names. `column`: what an internal column is called."""
        same = (f"{column(internal)} = {literal(name)}" for internal, name in self.header.items())
        return f"({' AND '.join(same)})"

    @property
    def names(self) -> Collection[str]:
        """All names that a rule may use."""
        return self._sql.keys()

    @property
    def typed_names(self) -> Collection[str]:
        """Columns of the schema whose values are not text."""
        fields = (one for one in self.schema["fields"] if type_of(one) in TYPES)
        return [one["name"] for one in fields if one["name"] in self.present]

    def sql(self, name: str) -> str:
        """The expression of a column."""
        return self._sql[name]

    def of_code(self, name: str, key: str, values: Sequence[str]) -> str:
        """The expression of a column over `key`, an ENUM of all `values` that its source has: its text, or a
        place in a list, which is cheaper than to compute it from the text."""
        (source,) = self._sources[name]
        text = f"CAST({key} AS VARCHAR)"
        if name == f"{source}_hash" and self._is_text(source):
            given = f"{key} <> ''" if "" in values else f"{key} IS NOT NULL"
            return f"(CASE WHEN {given} THEN hash({text}) END)"
        if name == f"{source}_text" or (name == source and self._is_text(source)):
            return f"nullif({text}, '')" if "" in values else text
        return (
            f"([{', '.join(self._of_value(name, value) for value in values)}])[enum_code({key})::INTEGER + 1]"
        )

    def _is_text(self, name: str) -> bool:
        return type_of(self._field(name)) not in TYPES

    def _field(self, name: str) -> Mapping[str, Any]:
        return next(one for one in self.schema["fields"] if one["name"] == name)

    def _of_value(self, name: str, value: str) -> str:
        """The value of a column where its source has `value`."""
        for lookup in LOOKUPS.get(self.table, ()):
            if name in lookup.columns:
                column, kind = lookup.columns[name]
                found = (row[column] for row in code_list(lookup.list_name) if row[lookup.list_key] == value)
                return _value(next(found, ""), kind)
        if not value:
            return "NULL"
        (source,) = self._sources[name]
        field = self._field(source)
        whole = type_of(field) == "integer" and value.isdecimal()
        typed_value = f"{int(value)}::BIGINT" if whole else typed(literal(value), field)
        if name == f"{source}_hash":
            return f"hash({typed_value})"
        return literal(value) if name == f"{source}_text" else typed_value

    def sources(self, wanted: Collection[str]) -> frozenset[str] | None:
        """The columns of the schema from which the wanted ones are computed; None if others are needed."""
        if not all(name in self._sources for name in wanted):
            return None
        return frozenset().union(*(self._sources[name] for name in wanted))

    def select(self, wanted: Collection[str]) -> str:
        """Select list of the wanted columns, under their names."""
        return ", ".join(f"{self._sql[name]} AS {identifier(name)}" for name in sorted(wanted))


def _told_apart(table: str, names: Collection[str]) -> None:
    """CallError if columns cannot be told apart: names differ by more than capitals, as the Data Package
    standard recommends, and by more than the ends that stand for text and hash of a column."""
    known: dict[str, str] = {}
    for name in names:
        for made in (name, f"{name}_text", f"{name}_hash"):
            other = known.setdefault(made.lower(), name)
            if other != name:
                raise CallError(
                    f"The columns {other} and {name} of {table} cannot be told apart. Give one another name."
                )
        if name.startswith("~"):
            raise CallError(f"The column {name} of {table} has a name of the engine's. Give it another.")


def type_of(one: Mapping[str, Any]) -> str:
    """The type of a field, or `text` where the engine does not judge it: a type or a form of writing that
    docs/reading.md does not name."""
    kind: str = one.get("type", "string")
    if kind == "string":
        return kind
    usual = one.get("format", "default") == "default" and not _OTHER_FORMS & one.keys()
    return kind if kind in TYPES and usual else "text"


_OTHER_FORMS = {"bareNumber", "decimalChar", "groupChar"}


def typed(text: str, one: Mapping[str, Any]) -> str:
    """SQL of a text column as a value of the type of a Table Schema's field; null where it is none."""
    kind = type_of(one)
    if kind not in TYPES:
        return text
    if kind == "boolean":
        true, false = (", ".join(map(literal, one.get(key, BOOLEANS[key]))) or "NULL" for key in BOOLEANS)
        return f"(CASE WHEN {text} IN ({true}) THEN true WHEN {text} IN ({false}) THEN false END)"
    value = f"TRY_CAST({text} AS {TYPES[kind]})"
    if kind == "date":
        # DuckDB writes a date of the years 1 to 9999 in the one form that is allowed.
        return f"(CASE WHEN strlen({text}) = 10 AND CAST({value} AS VARCHAR) = {text} THEN {value} END)"
    form = f"regexp_full_match({text}, {literal(LEXICAL[kind])})"
    if kind == "integer":
        return f"(CASE WHEN CAST({value} AS VARCHAR) = {text} THEN {value} WHEN {form} THEN {value} END)"
    return f"(CASE WHEN {form} THEN {value} END)"


def _looked_up(text: str, lookup: Lookup, column: str, kind: str) -> str:
    """A constant map: a join would cost the order of rows, and with it their numbers."""
    rows = code_list(lookup.list_name)
    return _mapped(text, [(row[lookup.list_key], _value(row[column], kind)) for row in rows])


def _expected_interaction(inter1: str, inter2: str) -> str:
    pairs: list[tuple[str, str]] = []
    for row in code_list("interactions"):
        for one, other in {(row["inter_a"], row["inter_b"]), (row["inter_b"], row["inter_a"])}:
            if one:
                pairs.append((f"{one}|{other}", literal(row["label"])))
    return _mapped(f"concat({inter1}, '|', coalesce({inter2}, ''))", pairs)


def _mapped(key: str, pairs: Sequence[tuple[str, str]]) -> str:
    keys = ", ".join(literal(name) for name, _ in pairs)
    values = ", ".join(value for _, value in pairs)
    return f"(MAP([{keys}], [{values}])[{key}])"


def _value(cell: str, kind: str) -> str:
    if cell == "":
        return "NULL"
    return cell if kind in ("integer", "boolean") else literal(cell)


@functools.cache
def all_tables() -> tuple[str, ...]:
    """Every table that a rule may name: those of a package, and the code lists."""
    return tuple(sorted(path.stem for path in (resources.folder("schema") / "tables").glob("*.json")))


@functools.cache
def all_names(table: str) -> frozenset[str]:
    """Every column that a rule about a table may name, whether a file has it or not."""
    whole = _whole(table)
    if (resources.folder("schema") / "codes" / f"{table}.csv").is_file():
        return frozenset(whole.present)
    return frozenset(whole.names) | {"row"}


def sources(table: str, names: Collection[str]) -> frozenset[str]:
    """The columns of a built-in schema from which those that a rule may name are computed."""
    return _whole(table).sources(names) or frozenset()


def required(table: str) -> frozenset[str]:
    """The columns of a built-in schema that must be filled, of events those that every file of events has."""
    fields = _whole(table).schema["fields"][: CORE.get(table)]
    return frozenset(one["name"] for one in fields if one.get("constraints", {}).get("required"))


@functools.cache
def _whole(table: str) -> Columns:
    """A table of a built-in schema with all its columns, on any day."""
    from dateline.schemas import known_schema

    schema = known_schema(table)
    return Columns(table, schema, {one["name"]: one["name"] for one in schema["fields"]}, "2000-01-01")
