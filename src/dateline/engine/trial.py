"""Rules tried on one made-up row of each table, before any data is read: slips of whoever wrote them."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

from dateline.engine import columns as column_facts
from dateline.engine import connection as connections
from dateline.engine import points, rule_sql, rule_text
from dateline.engine.checks import QueryCheck, RowCheck, is_code_list
from dateline.engine.columns import Columns
from dateline.engine.judge import Options, RuleFailed, compiled
from dateline.engine.table_file import identifier
from dateline.rules import Rule, Status
from dateline.schemas import known_schema

_SAMPLES = {
    "VARCHAR": "CAST('text' AS VARCHAR)",
    "BIGINT": "CAST(1 AS BIGINT)",
    "UBIGINT": "CAST(1 AS UBIGINT)",
    "INTEGER": "CAST(1 AS INTEGER)",
    "DOUBLE": "CAST(1 AS DOUBLE)",
    "DATE": "DATE '2024-01-31'",
    "BOOLEAN": "true",
}
"""A value of each type. The text is none that could be taken for a value of another type."""
_POINTS = {
    "latitude": "DOUBLE",
    "longitude": "DOUBLE",
    "point_country": "VARCHAR",
    "point_at_sea": "BOOLEAN",
    "point_disputed": "BOOLEAN",
}
WHOLE = frozenset({"BIGINT", "INTEGER", "HUGEINT"})
"""DuckDB's types of what can be the number of a row."""


def of_rules(rules: Iterable[Rule], options: Options) -> None:
    """Try each rule on tables that have every column, with the memory and disk of `options`.

    RuleFailed for the first that cannot be run whatever the data: types that do not go together, a `field`
    that is no column, what is no condition.
    """
    with tempfile.TemporaryDirectory(prefix="dateline-") as folder:
        connection = connections.connect(
            memory_limit=options.memory,
            threads=1,
            temp_directory=Path(folder),
            most_on_disk=options.disk,
        )
        try:
            connections.lock(connection, [])
            made = _Tables(connection)
            for rule in rules:
                if rule.status is not Status.deprecated and rule.table in column_facts.all_tables():
                    _try(rule, made)
        finally:
            connection.close()


class _Tables:
    """The tables with their one row, made when a rule first needs them."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection
        self.names: set[str] = set()

    def make(self, wanted: Collection[str]) -> None:
        for name in sorted(set(wanted) - self.names):
            values = ", ".join(
                f"{_SAMPLES[kind]} AS {identifier(one)}" for one, kind in self._types(name).items()
            )
            self.connection.execute(f"CREATE TABLE {identifier(name)} AS SELECT {values}")
            self.names.add(name)

    def _types(self, name: str) -> dict[str, str]:
        if name == points.TABLE:
            return _POINTS
        names = column_facts.all_names(name)
        if is_code_list(name):
            return dict.fromkeys(sorted(names), "VARCHAR")
        schema = known_schema(name)
        present = {one["name"]: identifier(one["name"]) for one in schema["fields"]}
        cells = ", ".join(f"NULL::VARCHAR AS {column}" for column in present.values())
        select = Columns(name, schema, present, "2000-01-01").select(sorted(names - {"row"}))
        described = self.connection.execute(f"DESCRIBE SELECT {select} FROM (SELECT {cells})").fetchall()
        return {"row": "BIGINT", **{one: kind for one, kind, *_ in described}}


def _try(rule: Rule, made: _Tables) -> None:
    import duckdb

    table = rule.table or ""
    cells = {one["name"] for one in known_schema(table)["fields"]}
    for standing in rule.applications():
        column = standing.get(rule.field or "", rule.field)
        if column is not None and column not in cells:
            advice = rule_text.nearest(column, cells) or "It names the column that the finding points at."
            raise _failed(rule, f"`field` is {column}, which is no column of {table}. {advice}")
    everything = {name: column_facts.all_names(name) for name in column_facts.all_tables()}
    try:
        checks = compiled(rule, everything)
        for check in () if isinstance(checks, str) else checks:
            made.make({table} if isinstance(check, RowCheck) else check.columns)
            types = _types(check, made)
            if isinstance(check, RowCheck):
                if types[0][1] not in ("BOOLEAN", '"NULL"'):
                    raise _failed(
                        rule, "`fails_when` is no condition. A condition compares: time_precision = 3."
                    )
            elif rule.fails_when is None:
                for name, kind in types:
                    if name in ("row", "other_row") and kind not in WHOLE:
                        raise _failed(rule, f"{name} must be the number of a row of {table}.")
    except rule_sql.RuleSqlError as error:
        raise _failed(rule, str(error)) from error
    except duckdb.ConversionException as error:
        raise _failed(
            rule, f"Text is used where a number, a date or a yes or no is needed. {_first_line(error)}"
        ) from error
    except duckdb.OutOfMemoryException:
        raise
    except duckdb.Error as error:
        raise _failed(rule, _first_line(error)) from error


def _types(check: RowCheck | QueryCheck, made: _Tables) -> list[tuple[str, str]]:
    """Name and DuckDB type of what a check computes, after it has been computed once."""
    if isinstance(check, RowCheck):
        parts = [check.predicate, *([check.suggests] if check.suggests else [])]
        sql = f"SELECT {', '.join(parts)} FROM {identifier(check.rule.table or '')}"
    else:
        sql = check.sql
    made.connection.execute(sql).fetchall()
    return [(name, kind) for name, kind, *_ in made.connection.execute(f"DESCRIBE {sql}").fetchall()]


def _failed(rule: Rule, problem: str) -> RuleFailed:
    return RuleFailed(f"{rule.file}: {rule.code} {rule.name}: {problem}")


def _first_line(error: Exception) -> str:
    """What DuckDB says, without its advice to cast, which rules cannot."""
    said = str(error).partition("\n")[0].partition(" LINE ")[0]
    said = re.sub(r"^[A-Z][a-z]+( [A-Z][a-z]+)* Error: ", "", said)
    said = re.sub(
        r"( - an explicit cast is required|\.? You might need to add explicit type casts\.?)$", "", said
    )
    return f"{said.rstrip('.')}."
