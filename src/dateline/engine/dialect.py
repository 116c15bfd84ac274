"""The dialect of rules: text of a rule in, SQL for DuckDB out, or an error for the rule's author.

Rules come from strangers. Each text is parsed alone; every kind of node, function, column and table in its
tree is held against a list of what is allowed; SQL is written anew from what passed. docs/rule-sql.md tells
authors what they may write.
"""

from __future__ import annotations

import functools
from collections.abc import Collection, Mapping
from types import MappingProxyType

from sqlglot import exp

from dateline.engine import rule_text
from dateline.engine.functions import FUNCTIONS
from dateline.engine.rule_selects import Relation, Row, Selects, quoted
from dateline.engine.rule_sql import Predicate, Query, RuleSqlError
from dateline.engine.rule_values import Values

__all__ = ["Predicate", "Query", "RuleSqlError", "expression", "predicate", "query"]

CONSTANTS = frozenset({"as_of"})
"""Columns that have the same value in every row of every table."""
_NONE: Mapping[str, str] = MappingProxyType({})
_INSIDE = "SELECT * FROM ({}) AS found"
"""Around every query: DuckDB takes a statement that writes, in WITH, only at the top level."""


def predicate(text: str, columns: Collection[str], standing: Mapping[str, str] = _NONE) -> Predicate:
    """A condition on one row that has these columns; a name in `standing` stands for a column. RuleSqlError
    if it is not in the dialect."""
    return _over_row(text, columns, standing, is_condition=True)


def expression(text: str, columns: Collection[str], standing: Mapping[str, str] = _NONE) -> Predicate:
    """A value computed from one row that has these columns, as `predicate`."""
    return _over_row(text, columns, standing, is_condition=False)


def query(text: str, tables: Mapping[str, Collection[str]]) -> Query:
    """One SELECT over tables that have these columns. RuleSqlError if it is not in the dialect."""
    fault = functools.partial(RuleSqlError, text)
    names = {*FUNCTIONS, *tables, *(name for columns in tables.values() for name in columns)}
    known = {name: Relation(quoted(name), columns, name) for name, columns in tables.items()}
    selects = Selects(fault, CONSTANTS)
    with rule_text.explained(fault):
        written = selects.query(rule_text.query(text, names, fault), known)
    rows = {name: frozenset(columns) for name, columns in selects.used.items()}
    return Query(_INSIDE.format(written.sql), rows, written.outputs, selects.grouped)


def _over_row(
    text: str, columns: Collection[str], standing: Mapping[str, str], *, is_condition: bool
) -> Predicate:
    fault = functools.partial(RuleSqlError, text)
    row = Row(fault, columns, standing)
    values = Values(fault, row)
    with rule_text.explained(fault):
        tree = rule_text.condition(text, {*FUNCTIONS, *columns, *standing}, fault)
        if not is_condition:
            return Predicate(values.value(tree), frozenset(row.used))
        sql = values.condition(tree)
        guarded = _guarded(tree)
        if guarded is None:
            return Predicate(sql, frozenset(row.used))
        guard, rest = (_stepwise(values, part) for part in guarded)
        return Predicate(sql, frozenset(row.used), guard, rest)


def _guarded(tree: exp.Expr) -> tuple[exp.Expr, exp.Expr] | None:
    """The two parts of `CASE WHEN guard THEN rest END`, or of an AND, of which DuckDB asks both."""
    if isinstance(tree, exp.And):
        return tree.this, tree.expression
    if not isinstance(tree, exp.Case) or tree.this is not None or tree.args.get("default") is not None:
        return None
    first, *others = tree.args["ifs"]
    return None if others else (first.this, first.args["true"])


def _stepwise(values: Values, tree: exp.Expr) -> str:
    """A condition that is true where the tree is, and asks a second part only where the first is true."""
    if parts := _guarded(tree):
        return f"(CASE WHEN {_stepwise(values, parts[0])} THEN {_stepwise(values, parts[1])} END)"
    if isinstance(tree, exp.Paren):
        return _stepwise(values, tree.this)
    return values.condition(tree)
