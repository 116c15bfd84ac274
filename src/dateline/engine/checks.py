"""What a Table Schema demands, as checks of the engine: types, constraints, keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as made_by
from datetime import date
from typing import Any

from dateline.engine import combinations
from dateline.engine.columns import BLANK, BOOLEANS, HEADER, TYPES, Schema, code_list, type_of
from dateline.engine.combinations import Grouped
from dateline.engine.patterns import re2
from dateline.engine.table_file import identifier, literal
from dateline.rules import Rule, load


@dataclass(frozen=True, slots=True)
class RowCheck:
    """A predicate over one row of a table; the row fails where it is true."""

    rule: Rule
    field: str | None
    predicate: str
    columns: frozenset[str]
    values: Mapping[str, object] = made_by(default_factory=dict)
    """Values for the message that do not come from the row."""
    suggests: str | None = None
    """SQL of the value that would be right, over the columns of the row."""
    suggested_from: frozenset[str] = frozenset()
    """Columns that `suggests` names."""
    guard: str | None = None
    """Predicate that must be true as well; `rest` is then what is left to ask."""
    rest: str | None = None
    known: Sequence[str] = ()
    """Values among which the nearest is suggested."""
    standing: Mapping[str, str] = made_by(default_factory=dict)
    """Names in the message that stand for columns."""


@dataclass(frozen=True, slots=True)
class QueryCheck:
    """A query over stored tables that gives one row per finding."""

    rule: Rule
    table: str
    field: str | None
    body: str
    rows: Mapping[str, frozenset[str]]
    """Columns that it reads of rows, by table."""
    values: Mapping[str, object] = made_by(default_factory=dict)
    grouped: Mapping[str, Grouped] = made_by(default_factory=dict)
    """Its parts that group one table, by what the SQL calls them."""

    @property
    def columns(self) -> Mapping[str, frozenset[str]]:
        """Columns that have to be stored, by table."""
        return combinations.columns(self.rows, self.grouped)

    @property
    def sql(self) -> str:
        """SQL over the tables themselves."""
        return combinations.over_tables(self.body, self.grouped)


def of_blank_rows() -> RowCheck:
    """The check that goes before all others: of a blank row nothing else is said."""
    return RowCheck(_told("blank_row"), None, identifier(BLANK), frozenset({BLANK}))


def of_repeated_headers() -> RowCheck:
    """The check of rows that repeat the header, of which nothing else is said either."""
    return RowCheck(_told("repeated_header"), None, identifier(HEADER), frozenset({HEADER}))


def of_rows(table: str, schema: Schema, present: Sequence[str]) -> Iterator[RowCheck]:
    """Checks of single cells: type, required, enum, pattern, range, length, keys into code lists."""
    keys = [
        key for key in schema.get("foreignKeys", ()) if is_code_list(key["reference"].get("resource", ""))
    ]
    for one in schema["fields"]:
        if one["name"] in present:
            yield from _of_field(one)
    primary = _listed(schema.get("primaryKey", ()))
    if primary and set(primary) <= set(present):
        text = [f"{name}_text" for name in primary]
        empty = " AND ".join(f"{identifier(name)} IS NULL" for name in text)
        yield RowCheck(_told("empty_key"), None, empty, frozenset(text))
    for key in keys:
        fields, reference = _listed(key["fields"]), key["reference"]
        there = code_list(reference["resource"])[0].keys()
        if set(fields) <= set(present) and there >= set(_listed(reference["fields"])):
            by_name = {one["name"]: one for one in schema["fields"]}
            yield _into_code_list([by_name[name] for name in fields], reference)


def of_tables(table: str, schema: Schema, tables: Mapping[str, Sequence[str]]) -> Iterator[QueryCheck]:
    """Checks of a table as a whole: unique columns, the primary key, keys into other tables of the
    package."""
    present = tables[table]
    primary = tuple(_listed(schema.get("primaryKey", ())))
    for one in schema["fields"]:
        unique = one.get("constraints", {}).get("unique")
        if unique and one["name"] in present and (one["name"],) != primary:
            yield _unique(table, "unique", (one["name"],))
    if primary and set(primary) <= set(present):
        yield _unique(table, "primary_key", primary)
    for key in schema.get("foreignKeys", ()):
        fields, reference = _listed(key["fields"]), key["reference"]
        other = reference.get("resource") or table
        there = set(_listed(reference["fields"])) <= set(tables.get(other, ()))
        if set(fields) <= set(present) and there and not is_code_list(other):
            yield _into_table(table, fields, other, _listed(reference["fields"]))


def is_code_list(name: str) -> bool:
    """Whether a resource is one of the built-in code lists."""
    from dateline import resources

    return (resources.folder("schema") / "codes" / f"{name}.csv").is_file()


def _of_field(one: Mapping[str, Any]) -> Iterator[RowCheck]:
    name, kind = one["name"], type_of(one)
    value, text = identifier(name), identifier(f"{name}_text")
    constraints = one.get("constraints", {})
    both, only = frozenset({name, f"{name}_text"}), frozenset({f"{name}_text"})
    if kind in TYPES:
        expected = {"expected": _FORMS[kind]}
        yield RowCheck(_told("type"), name, f"{text} IS NOT NULL AND {value} IS NULL", both, expected)
    if constraints.get("required"):
        yield RowCheck(_told("required"), name, f"{text} IS NULL", only)
    if "enum" in constraints:
        listed = ", ".join(constant(item, one) for item in constraints["enum"])
        allowed = [str(item) for item in constraints["enum"]]
        expected = {"expected": ", ".join(allowed)}
        yield RowCheck(
            _told("not_in_list"), name, f"{value} NOT IN ({listed})", both, expected, known=allowed
        )
    if "pattern" in constraints and kind == "string":
        predicate = f"NOT regexp_full_match({text}, {literal(re2(constraints['pattern']))})"
        yield RowCheck(_told("pattern"), name, predicate, only, {"expected": constraints["pattern"]})
    for key, sign, words in _LIMITS if kind in TYPES else ():
        if key in constraints:
            predicate = f"{value} {sign} {constant(constraints[key], one)}"
            expected = {"expected": f"{words} {constraints[key]}"}
            yield RowCheck(_told("range"), name, predicate, both, expected)
    for key, sign, words in _LENGTHS if kind == "string" else ():
        if key in constraints:
            limit = int(constraints[key])
            # Bytes are cheaper to count than characters, of which each has one to four.
            bytes_suffice = (
                f"strlen({text}) < {4 * limit}" if key == "minLength" else f"strlen({text}) > {limit}"
            )
            predicate = f"{bytes_suffice} AND length({text}) {sign} {limit}"
            expected = {"expected": f"{words} {constraints[key]} characters"}
            yield RowCheck(_told("length"), name, predicate, only, expected)


_LIMITS = (
    ("minimum", "<", "at least"),
    ("maximum", ">", "at most"),
    ("exclusiveMinimum", "<=", "more than"),
    ("exclusiveMaximum", ">=", "less than"),
)
_LENGTHS = (("minLength", "<", "at least"), ("maxLength", ">", "at most"))


def _into_code_list(fields: Sequence[Mapping[str, Any]], reference: Mapping[str, Any]) -> RowCheck:
    """A key into a code list; one whose parts are all empty, or did not parse, is not followed."""
    names = [one["name"] for one in fields]
    texts = [f"{name}_text" for name in names]
    rows = [[row[name] for name in _listed(reference["fields"])] for row in code_list(reference["resource"])]
    given = " OR ".join(f"{identifier(name)} IS NOT NULL" for name in names)
    unknown = f"{_key([identifier(name) for name in texts])} NOT IN ({', '.join(map(_literal_key, rows))})"
    if any(type_of(one) in TYPES for one in fields):
        # What the text does not show, such as a leading zero, the value may; few cells come so far.
        values = [f"CAST({identifier(name)} AS VARCHAR)" for name in names]
        canonical = [[_canonical(cell, one) for cell, one in zip(row, fields, strict=True)] for row in rows]
        other = f"({given}) AND {_key(values)} NOT IN ({', '.join(map(_literal_key, canonical))})"
        predicate = f"CASE WHEN {unknown} THEN {other} ELSE false END"
    else:
        predicate = f"({given}) AND {unknown}"
    return RowCheck(
        _told("foreign_key"),
        names[0] if len(names) == 1 else None,
        predicate,
        frozenset((*names, *texts)),
        {
            "note": f"values of the list {reference['resource']} ({_quoted(names)})",
            "expected": reference["resource"],
        },
        known=[row[0] for row in rows] if len(names) == 1 else (),
    )


def _canonical(cell: str, one: Mapping[str, Any]) -> str:
    return str(int(cell)) if cell and type_of(one) == "integer" else cell


def _key(parts: Sequence[str]) -> str:
    """SQL of several texts as one."""
    if len(parts) == 1:
        return parts[0]
    given = ", ".join(f"coalesce({part}, '')" for part in parts)
    return f"concat_ws(chr(31), {given})"


def _literal_key(cells: Sequence[str]) -> str:
    return _key([literal(cell) for cell in cells])


def _unique(table: str, answer: str, fields: Sequence[str]) -> QueryCheck:
    """Every record after the first that has the same values; one that has none is not compared."""
    hashes = [f"{name}_hash" for name in fields]
    keys = ", ".join(identifier(name) for name in hashes)
    given = " OR ".join(f"{identifier(name)} IS NOT NULL" for name in hashes)
    same = " AND ".join(f"e.{identifier(name)} IS NOT DISTINCT FROM t.{identifier(name)}" for name in hashes)
    copied = ", ".join(f"e.{identifier(name)}" for name in hashes)
    sql = (
        f"WITH twice AS (SELECT {keys} FROM {identifier(table)} WHERE {given} "
        f"GROUP BY {keys} HAVING count(*) > 1), "
        f"copies AS (SELECT e.row AS row, min(e.row) OVER (PARTITION BY {copied}) AS other_row "
        f"FROM {identifier(table)} e JOIN twice t ON {same}) "
        "SELECT row, other_row FROM copies WHERE row > other_row"
    )
    field_name = fields[0] if len(fields) == 1 and answer == "unique" else None
    values = {"expected": ", ".join(fields), "note": ""}
    return QueryCheck(_told(answer), table, field_name, sql, {table: frozenset(hashes)}, values)


def _into_table(table: str, fields: Sequence[str], other: str, keys: Sequence[str]) -> QueryCheck:
    own, theirs = [f"{name}_hash" for name in fields], [f"{name}_hash" for name in keys]
    given = " OR ".join(f"e.{identifier(name)} IS NOT NULL" for name in own)
    same = " AND ".join(
        f"o.{identifier(b)} IS NOT DISTINCT FROM e.{identifier(a)}" for a, b in zip(own, theirs, strict=True)
    )
    sql = (
        f"SELECT e.row AS row FROM {identifier(table)} e WHERE ({given}) "
        f"AND NOT EXISTS (SELECT 1 FROM {identifier(other)} o WHERE {same})"
    )
    note = f"values of {_quoted(keys)} in the table {other} ({_quoted(fields)})"
    columns = {table: frozenset(own), other: frozenset(theirs)}
    if table == other:
        columns = {table: frozenset((*own, *theirs))}
    field_name = fields[0] if len(fields) == 1 else None
    return QueryCheck(
        _told("foreign_key"), table, field_name, sql, columns, {"note": note, "expected": other}
    )


_FORMS = {
    "date": "a date as YYYY-MM-DD",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
}


def _told(answer: str) -> Rule:
    return load().answering("table", answer)


def constant(value: Any, one: Mapping[str, Any]) -> str:
    """SQL of a value that a schema names, as a value of the field's type. ValueError if it is none."""
    kind, text = type_of(one), str(value)
    match kind:
        case "integer":
            return str(int(text))
        case "number":
            return repr(float(text))
        case "date":
            return f"DATE {literal(date.fromisoformat(text).isoformat())}"
        case "boolean":
            known = {cell: key for key in BOOLEANS for cell in one.get(key, BOOLEANS[key])}
            known |= {"True": "trueValues", "False": "falseValues"} if isinstance(value, bool) else {}
            if text not in known:
                raise ValueError(f"{text!r} is neither true nor false")
            return str(known[text] == "trueValues").lower()
        case _:
            return literal(text)


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _listed(names: str | Sequence[str]) -> Sequence[str]:
    return [names] if isinstance(names, str) else list(names)
