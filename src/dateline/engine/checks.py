"""What a Table Schema demands, as checks of the engine: types, constraints, keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as made_by
from typing import Any

from dateline.engine.columns import BLANK, TYPES, Schema, code_list
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
    known: Sequence[str] = ()
    """Values among which the nearest is suggested."""


@dataclass(frozen=True, slots=True)
class QueryCheck:
    """A query over stored tables that gives one row per finding."""

    rule: Rule
    table: str
    field: str | None
    sql: str
    columns: Mapping[str, frozenset[str]]
    """Columns that have to be stored, by table."""
    values: Mapping[str, object] = made_by(default_factory=dict)


def of_blank_rows() -> RowCheck:
    """The check that goes before all others: of a blank row nothing else is said."""
    return RowCheck(_rule("blank_row"), None, identifier(BLANK), frozenset({BLANK}))


def of_rows(table: str, schema: Schema, present: Sequence[str]) -> Iterator[RowCheck]:
    """Checks of single cells: type, required, enum, pattern, range, length, keys into code lists."""
    keys = [key for key in schema.get("foreignKeys", ()) if is_code_list(key["reference"].get("resource", ""))]
    for one in schema["fields"]:
        if one["name"] in present:
            yield from _of_field(one)
    primary = _listed(schema.get("primaryKey", ()))
    if primary and set(primary) <= set(present):
        text = [f"{name}_text" for name in primary]
        empty = " AND ".join(f"{identifier(name)} IS NULL" for name in text)
        yield RowCheck(_rule("empty_key"), None, empty, frozenset(text))
    for key in keys:
        fields = _listed(key["fields"])
        if set(fields) <= set(present):
            yield _into_code_list(fields, key["reference"])


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
    name, kind = one["name"], one.get("type", "string")
    value, text = identifier(name), identifier(f"{name}_text")
    constraints = one.get("constraints", {})
    both, only = frozenset({name, f"{name}_text"}), frozenset({f"{name}_text"})
    if kind in TYPES:
        expected = {"expected": _FORMS[kind]}
        yield RowCheck(_rule("type"), name, f"{text} IS NOT NULL AND {value} IS NULL", both, expected)
    if constraints.get("required"):
        yield RowCheck(_rule("required"), name, f"{text} IS NULL", only)
    if "enum" in constraints:
        allowed = [str(item) for item in constraints["enum"]]
        listed = ", ".join(literal(item) for item in allowed)
        predicate = f"{text} NOT IN ({listed})"
        if kind in TYPES:
            numbers = ", ".join(str(item) for item in constraints["enum"])
            predicate = f"{value} NOT IN ({numbers})"
        yield RowCheck(
            _rule("not_in_list"), name, predicate, both, {"expected": ", ".join(allowed)}, known=allowed
        )
    if "pattern" in constraints:
        pattern = constraints["pattern"]
        predicate = f"NOT regexp_full_match({text}, {literal(pattern)})"
        yield RowCheck(_rule("pattern"), name, predicate, only, {"expected": pattern})
    limits = [("minimum", "<", "at least"), ("maximum", ">", "at most")]
    bounds = [(f"{value} {sign} {_constant(constraints[key], kind)}", f"{word} {constraints[key]}")
              for key, sign, word in limits if key in constraints]  # fmt: skip
    for predicate, expected_text in bounds:
        yield RowCheck(_rule("range"), name, predicate, both, {"expected": expected_text})
    lengths = [("minLength", "<", "at least"), ("maxLength", ">", "at most")]
    for key, sign, word in lengths:
        if key in constraints:
            predicate = f"length({text}) {sign} {int(constraints[key])}"
            expected = {"expected": f"{word} {constraints[key]} characters"}
            yield RowCheck(_rule("length"), name, predicate, only, expected)


def _into_code_list(fields: Sequence[str], reference: Mapping[str, Any]) -> RowCheck:
    """A key into a code list; one whose parts are all empty is not followed, as in frictionless."""
    texts = [f"{name}_text" for name in fields]
    rows = code_list(reference["resource"])
    known = ["\x1f".join(row[name] for name in _listed(reference["fields"])) for row in rows]
    cells = ", ".join(f"coalesce({identifier(name)}, '')" for name in texts)
    key = f"concat_ws(chr(31), {cells})" if len(texts) > 1 else identifier(texts[0])
    given = " OR ".join(f"{identifier(name)} IS NOT NULL" for name in texts)
    listed = ", ".join(_literal_key(one) for one in known)
    predicate = f"({given}) AND {key} NOT IN ({listed})"
    note = f"for {_quoted(fields)}: not in the list {reference['resource']}"
    return RowCheck(
        _rule("foreign_key"),
        fields[0] if len(fields) == 1 else None,
        predicate,
        frozenset(texts),
        {"note": note, "expected": reference["resource"]},
        known=known if len(fields) == 1 else (),
    )


def _unique(table: str, answer: str, fields: Sequence[str]) -> QueryCheck:
    """Every record after the first that has the same value; a value that is empty is not compared."""
    hashes = [f"{name}_hash" for name in fields]
    keys = ", ".join(identifier(name) for name in hashes)
    given = " AND ".join(f"{identifier(name)} IS NOT NULL" for name in hashes)
    sql = (
        f"WITH twice AS (SELECT {keys}, min(row) AS other_row FROM {identifier(table)} WHERE {given} "
        f"GROUP BY {keys} HAVING count(*) > 1) "
        f"SELECT e.row AS row, t.other_row AS other_row FROM {identifier(table)} e "
        f"JOIN twice t USING ({keys}) WHERE e.row > t.other_row"
    )
    field_name = fields[0] if len(fields) == 1 and answer == "unique" else None
    values = {"expected": ", ".join(fields), "note": ""}
    return QueryCheck(_rule(answer), table, field_name, sql, {table: frozenset(hashes)}, values)


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
    note = f"for {_quoted(fields)}: not among the records of {other} (as {_quoted(keys)})"
    columns = {table: frozenset(own), other: frozenset(theirs)}
    if table == other:
        columns = {table: frozenset((*own, *theirs))}
    field_name = fields[0] if len(fields) == 1 else None
    return QueryCheck(
        _rule("foreign_key"), table, field_name, sql, columns, {"note": note, "expected": other}
    )


_FORMS = {
    "date": "a date as YYYY-MM-DD",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
}


def _rule(answer: str) -> Rule:
    return load().answering("table", answer)


def _constant(value: Any, kind: str) -> str:
    return f"DATE {literal(str(value))}" if kind == "date" else str(value)


def _literal_key(key: str) -> str:
    return (
        literal(key)
        if "\x1f" not in key
        else "concat_ws(chr(31), " + ", ".join(map(literal, key.split("\x1f"))) + ")"
    )


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _listed(names: str | Sequence[str]) -> Sequence[str]:
    return [names] if isinstance(names, str) else list(names)
