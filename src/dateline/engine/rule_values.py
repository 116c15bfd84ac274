"""Expressions of rules: each kind of node that is allowed, with the SQL that is written for it.

What no method here writes cannot be in a rule. The SQL is written anew from the tree, every operation in
parentheses, every name in quotes, so that DuckDB cannot read it in another way than it was judged. A value
that cannot be computed for a row (overflow, root of a negative number) is null: no cell can crash a rule.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Protocol

from sqlglot import exp

from dateline.engine.functions import FUNCTIONS, OVER, Function, Kind, Returns
from dateline.engine.rule_sql import RuleSqlError
from dateline.engine.rule_text import PAGE, TYPES, UNITS, Fault, nearest, shown

TERMS, SUMMANDS = 500, 100
"""Terms of the longest a AND b AND …, a + b + …; DuckDB itself gives up at a depth of 1,000."""
COPIES = 16
"""How often DuckDB may have to copy an argument when it expands nested macros."""

COMPARISONS: Mapping[type[exp.Expr], str] = {
    exp.EQ: "=",
    exp.NEQ: "<>",
    exp.LT: "<",
    exp.LTE: "<=",
    exp.GT: ">",
    exp.GTE: ">=",
    exp.NullSafeEQ: "IS NOT DISTINCT FROM",
    exp.NullSafeNEQ: "IS DISTINCT FROM",
}
_LIKES: Mapping[type[exp.Expr], str] = {exp.Like: "LIKE", exp.ILike: "ILIKE"}
_CHAINS: Mapping[type[exp.Expr], str] = {
    exp.And: "AND",
    exp.Or: "OR",
    exp.DPipe: "||",
    exp.Add: "+",
    exp.Sub: "-",
    exp.Mul: "*",
    exp.Div: "/",
}
_MIXED = (exp.Add, exp.Sub), (exp.Mul, exp.Div)
"""Operators that are computed from left to right together."""
_CONDITIONS = (
    *COMPARISONS,
    *_LIKES,
    exp.And,
    exp.Or,
    exp.Not,
    exp.Is,
    exp.In,
    exp.Between,
    exp.Exists,
    exp.Boolean,
    exp.Null,
    exp.Column,
)
_TYPES = {
    exp.DType.DATE: "DATE",
    exp.DType.BIGINT: "BIGINT",
    exp.DType.INT: "INTEGER",
    exp.DType.DOUBLE: "DOUBLE",
    exp.DType.BOOLEAN: "BOOLEAN",
    exp.DType.TEXT: "VARCHAR",
    exp.DType.VARCHAR: "VARCHAR",
}
_FORMS = {
    "BIGINT": r"[+-]?\d{1,18}",
    "INTEGER": r"[+-]?\d{1,9}",
    "DOUBLE": r"[+-]?\d+(\.\d*)?([eE][+-]?\d{1,3})?",
    "BOOLEAN": "true|false",
    "VARCHAR": "(?s:.*)",
}
SCALAR = frozenset({Kind.scalar})
GROUPED = frozenset({Kind.scalar, Kind.aggregate})
ANY = frozenset(Kind)


class Names(Protocol):
    """What names mean where the expression stands."""

    def column(self, node: exp.Column) -> str:
        """SQL of a column, or an error."""

    def subquery(self, node: exp.Query, *, exists: bool = False, member: bool = False) -> str:
        """SQL of a query inside the expression, in parentheses, or an error."""


@dataclass(frozen=True, slots=True)
class Values:
    """Writes expressions of one place: what may stand there is in `kinds`."""

    fault: Fault
    names: Names
    kinds: frozenset[Kind] = SCALAR
    copies: int = 1
    times: str | None = None
    """SQL of how many rows each stands for, where they are combinations of values."""

    def value(self, node: exp.Expr) -> str:
        """SQL of an expression. RuleSqlError if something in it is not allowed."""
        writer = _WRITERS.get(type(node))
        if writer is None:
            raise self._foreign(node)
        return writer(self, node)

    def condition(self, node: exp.Expr) -> str:
        """SQL of an expression that is true, false or null."""
        if not is_condition(node):
            raise self.fault(
                f"“{shown(node)}” is no condition.",
                "A condition compares: a = 'x', a IN ('x', 'y'), a IS NULL; after OR, name it again.",
            )
        return self.value(node)

    def only(self, node: exp.Expr, *parts: str) -> None:
        """Refuse a node that has parts besides these."""
        for name, part in node.args.items():
            if part and name not in parts:
                raise self.fault(
                    f"“{shown(node)}” has what is not part of the dialect ({name.strip('_')}).",
                    f"{PAGE} lists what is.",
                )

    def _foreign(self, node: exp.Expr) -> RuleSqlError:
        if isinstance(node, exp.Star):
            return self.fault("“*” stands for columns here.", "Name the columns.")
        if isinstance(node, exp.Query):
            return self.fault(
                f"“{shown(node)}” is a query inside a condition about one row.",
                "Give the rule scope: query, and join there.",
            )
        return self.fault(f"“{shown(node)}” is not part of the dialect of rules.", f"{PAGE} lists what is.")

    # -- constants and names

    def _literal(self, node: exp.Expr) -> str:
        if node.is_string:
            return "'" + node.name.replace("'", "''") + "'"
        if not re.fullmatch(r"\d{1,38}(\.\d*)?([eE][+-]?\d{1,3})?", node.name):
            raise self.fault(f"“{node.name}” is no number.", "Write digits, with a point before decimals.")
        return node.name

    def _boolean(self, node: exp.Expr) -> str:
        return "true" if node.this else "false"

    def _null(self, node: exp.Expr) -> str:
        return "NULL"

    def _column(self, node: exp.Expr) -> str:
        if isinstance(node.this, exp.Star):
            raise self._foreign(node.this)
        self.only(node, "this", "table")
        assert isinstance(node, exp.Column)
        return self.names.column(node)

    def _cast(self, node: exp.Expr) -> str:
        self.only(node, "this", "to")
        kind = node.args["to"]
        name = _TYPES.get(kind.this)
        if name is None or kind.expressions or kind.args.get("nested"):
            raise self.fault(
                f"“{shown(kind)}” is no type for constants.",
                f"The types are {', '.join(TYPES)}.",
            )
        constant = node.this
        text = _constant(constant)
        if text is None:
            raise self.fault(
                f"“{shown(node)}” casts what is no constant.",
                "Columns have their type already; the text of a cell is in <column>_text.",
            )
        if not isinstance(constant, exp.Null) and not _has_form(text, name):
            raise self.fault(f"“{text}” is no {name}.", "Write dates as 2024-01-31, numbers with digits.")
        return f"CAST({self.value(constant)} AS {name})"

    def _interval(self, node: exp.Expr) -> str:
        self.only(node, "this", "unit")
        unit = node.args.get("unit")
        word = str(unit.this).upper().rstrip("S") if unit is not None else ""
        if not (
            isinstance(node.this, exp.Literal) and re.fullmatch(r"\d{1,6}", node.this.name) and word in UNITS
        ):
            raise self.fault(
                f"“{shown(node)}” is no length of time.",
                "Write INTERVAL 7 DAY (or WEEK, MONTH, YEAR); for a column n: n * INTERVAL 1 DAY.",
            )
        return f"INTERVAL '{node.this.name}' {word}"

    # -- operators

    def _paren(self, node: exp.Expr) -> str:
        self.only(node, "this")
        return self.value(node.this)

    def _chain(self, node: exp.Expr) -> str:
        """a AND b AND c, written in one pair of parentheses: however long, it is not deep."""
        write = self._operand if isinstance(node, exp.DPipe) else self.condition
        first, rest = self._terms(node, (type(node),), TERMS)
        return f"({write(first)}{''.join(f' {sign} {write(term)}' for sign, term in rest)})"

    def _arithmetic(self, node: exp.Expr) -> str:
        """a + b - c, from left to right."""
        first, rest = self._terms(node, next(one for one in _MIXED if isinstance(node, one)), SUMMANDS)
        sql, total = self._operand(first), not _looks_around(first)
        for sign, term in rest:
            total = total and not _looks_around(term)
            sql = f"({sql} {sign} {self._operand(term)})"
            sql = _tried(sql) if total and sign != "/" else sql
        return sql

    def _terms(
        self, node: exp.Expr, family: tuple[type[exp.Expr], ...], most: int
    ) -> tuple[exp.Expr, list[tuple[str, exp.Expr]]]:
        """The first of the terms that operators of a family join, and the others, each after its sign."""
        rest = []
        while isinstance(node, family):
            self.only(node, "this", "expression", "safe")
            rest.append((_CHAINS[type(node)], node.args["expression"]))
            node = node.args["this"]
        if len(rest) >= most:
            raise self.fault(
                f"{len(rest) + 1} terms are joined by {rest[0][0]}.",
                f"At most {most} can be; write a IN ('x', 'y', …), or split the rule.",
            )
        return node, rest[::-1]

    def _negative(self, node: exp.Expr) -> str:
        self.only(node, "this")
        if isinstance(node.this, exp.Literal):
            return f"(-{self._literal(node.this)})"
        sql = f"(-{self._operand(node.this)})"
        return sql if _looks_around(node.this) else _tried(sql)

    def _operand(self, node: exp.Expr) -> str:
        """An operand. A condition must stand in parentheses: engines read a = b = c in different ways."""
        if isinstance(node, _CONDITIONS) and not isinstance(
            node, (exp.Column, exp.Boolean, exp.Null, exp.Exists)
        ):
            raise self.fault(
                f"“{shown(node)}” is a condition inside another operation.",
                "Join conditions with AND or OR; if this is meant, put it in parentheses.",
            )
        return self.value(node)

    def _comparison(self, node: exp.Expr) -> str:
        self.only(node, "this", "expression")
        return f"({self._operand(node.this)} {COMPARISONS[type(node)]} {self._operand(node.expression)})"

    def _not(self, node: exp.Expr) -> str:
        self.only(node, "this")
        if isinstance(node.this, exp.Is):
            return self._is(node.this, "IS NOT")
        if isinstance(node.this, exp.In):
            return self._in(node.this, "NOT IN")
        return f"(NOT {self.condition(node.this)})"

    def _is(self, node: exp.Expr, sign: str = "IS") -> str:
        self.only(node, "this", "expression")
        if not isinstance(node.expression, (exp.Null, exp.Boolean)):
            raise self.fault(
                f"“{shown(node)}” is not part of the dialect of rules.", "IS is followed by NULL or TRUE."
            )
        return f"({self._operand(node.this)} {sign} {self.value(node.expression)})"

    def _in(self, node: exp.Expr, sign: str = "IN") -> str:
        self.only(node, "this", "expressions", "query")
        query = node.args.get("query")
        if query is not None:
            among = self.names.subquery(_query_of(query), member=True)
        else:
            among = f"({', '.join(self.value(one) for one in node.expressions)})"
        return f"({self._operand(node.this)} {sign} {among})"

    def _between(self, node: exp.Expr) -> str:
        self.only(node, "this", "low", "high")
        what, low, high = (self._operand(node.args[part]) for part in ("this", "low", "high"))
        return f"({what} BETWEEN {low} AND {high})"

    def _like(self, node: exp.Expr) -> str:
        self.only(node, "this", "expression", "negate")
        pattern = node.expression
        if not (isinstance(pattern, exp.Literal) and pattern.is_string) or "\\" in pattern.name:
            raise self.fault(
                f"“{shown(node)}” has a pattern that is no constant, or holds a backslash.",
                "Write contains(text, part) or starts_with(text, part).",
            )
        sign = ("NOT " if node.args.get("negate") else "") + _LIKES[type(node)]
        return f"({self._operand(node.this)} {sign} {self.value(pattern)})"

    def _case(self, node: exp.Expr) -> str:
        self.only(node, "this", "ifs", "default")
        subject, default = node.this, node.args.get("default")
        when = self.condition if subject is None else self.value
        parts = ["CASE"] if subject is None else ["CASE", self.value(subject)]
        for branch in node.args["ifs"]:
            self.only(branch, "this", "true")
            parts.append(f"WHEN {when(branch.this)} THEN {self.value(branch.args['true'])}")
        if default is not None:
            parts.append(f"ELSE {self.value(default)}")
        return f"({' '.join(parts)} END)"

    # -- functions

    def _call(self, node: exp.Expr) -> str:
        function = self._function(node)
        if function.kind is Kind.window:
            raise self.fault(
                f"“{shown(node)}” lacks its window.", f"Write {function.signature} OVER (… ORDER BY …)."
            )
        if function.kind is Kind.aggregate:
            return self._aggregate(node, function)
        sql = self._written(node, function)
        may_fail = any(_may_fail(node.expressions, number) for number in function.fails_on)
        return _tried(sql) if may_fail and not _looks_around(node) else sql

    def _function(self, node: exp.Expr) -> Function:
        name = str(node.this).lower() if isinstance(node, exp.Anonymous) else ""
        function = FUNCTIONS.get(name)
        if function is None:
            raise self.fault(
                f"“{node.name or shown(node)}” is no function that rules may call.",
                nearest(name, FUNCTIONS) or f"{PAGE} lists them all.",
            )
        if function.kind not in self.kinds:
            raise self.fault(
                f"“{shown(node)}” looks at several rows.",
                "Here only the row itself is seen: compute it in the SELECT list of a query"
                + (
                    " or in HAVING."
                    if function.kind is Kind.aggregate
                    else " in WITH, and filter that with WHERE."
                ),
            )
        self.only(node, "this", "expressions")
        self._counted(node, function)
        return function

    def _counted(self, node: exp.Expr, function: Function) -> None:
        given = len(node.expressions)
        if given < function.least or (function.most is not None and given > function.most):
            raise self.fault(f"“{shown(node)}” has {given} arguments.", f"Write {function.signature}.")

    def _written(self, node: exp.Expr, function: Function) -> str:
        inner = replace(self, copies=self.copies * function.copies)
        if inner.copies > COPIES:
            raise self.fault(
                f"“{function.name}” stands too deep inside itself and the like.",
                "Split the rule, or use CASE.",
            )
        for number, check in function.constants.items():
            if number < len(node.expressions):
                self._checked(node, number, function, check)
        arguments = [inner.value(one) for one in node.expressions]
        missing = (function.most or 0) - len(arguments)
        arguments += (
            function.defaults[len(function.defaults) - missing :] if function.defaults and missing else ()
        )
        return f"{function.name}({', '.join(arguments)})"

    def _checked(
        self, node: exp.Expr, number: int, function: Function, check: Callable[[str, bool], str | None]
    ) -> None:
        constant = node.expressions[number]
        text = constant.name if isinstance(constant, exp.Literal) else ""
        problem = check(text, isinstance(constant, exp.Literal) and constant.is_string)
        if problem:
            raise self.fault(
                f"In “{shown(node)}”, “{shown(constant)}” {problem}.", f"Write {function.signature}."
            )

    def _aggregate(
        self, node: exp.Expr, function: Function, kinds: frozenset[Kind] = SCALAR, where: str | None = None
    ) -> str:
        inner = replace(self, kinds=kinds)
        (argument,) = node.expressions
        filtered = f" FILTER (WHERE {where})" if where else ""
        if function.name == "count" and isinstance(argument, exp.Star):
            self.only(argument)
            if self.times:
                return f"CAST(coalesce(sum({self.times}){filtered}, 0) AS BIGINT)"
            return f"count(*){filtered}"
        if function.name == "count" and isinstance(argument, exp.Distinct):
            self.only(argument, "expressions")
            if len(argument.expressions) != 1:
                raise self.fault(f"“{shown(node)}” counts several values.", "Count one: count(DISTINCT x).")
            return f"count(DISTINCT {inner.value(argument.expressions[0])}){filtered}"
        return f"{function.name}({inner.value(argument)}){filtered}"

    def _filter(self, node: exp.Expr) -> str:
        self.only(node, "this", "expression")
        function = self._function(node.this)
        if function.kind is not Kind.aggregate:
            raise self.fault(
                f"“{shown(node)}” filters what is no group.", "FILTER follows count, sum, min, max, avg."
            )
        where = node.expression
        self.only(where, "this")
        inner = replace(self, kinds=SCALAR)
        return self._aggregate(node.this, function, where=inner.condition(where.this))

    def _window(self, node: exp.Expr) -> str:
        self.only(node, "this", "partition_by", "order", "over")
        call, order = node.this, node.args.get("order")
        function = self._function(call.this if isinstance(call, exp.Filter) else call)
        if Kind.window not in self.kinds or (function.kind is not Kind.window and function.name not in OVER):
            raise self.fault(
                f"“{shown(node)}” cannot stand here.",
                f"Functions with OVER stand in the SELECT list of a query; {PAGE} lists them.",
            )
        if function.ordered and order is None:
            raise self.fault(
                f"“{shown(node)}” depends on an order that it does not state.", "Add ORDER BY inside OVER."
            )
        inner = replace(self, kinds=GROUPED)
        parts = []
        if node.args.get("partition_by"):
            parts.append("PARTITION BY " + ", ".join(inner.value(one) for one in node.args["partition_by"]))
        if order is not None:
            inner.only(order, "expressions")
            parts.append("ORDER BY " + ", ".join(inner._sorted(one) for one in order.expressions))
        if function.kind is Kind.window:
            what = inner._written(call, function)
        elif isinstance(call, exp.Filter):
            what = inner._filter(call)
        else:
            what = inner._aggregate(call, function, GROUPED)
        return f"{what} OVER ({' '.join(parts)})"

    def _sorted(self, node: exp.Expr) -> str:
        self.only(node, "this", "desc", "nulls_first")
        way = "DESC" if node.args.get("desc") else "ASC"
        nulls = "FIRST" if node.args.get("nulls_first") else "LAST"
        return f"{self.value(node.this)} {way} NULLS {nulls}"

    # -- subqueries

    def _exists(self, node: exp.Expr) -> str:
        self.only(node, "this")
        return f"EXISTS {self.names.subquery(_query_of(node.this), exists=True)}"

    def _subquery(self, node: exp.Expr) -> str:
        return self.names.subquery(_query_of(node))


def is_condition(node: exp.Expr) -> bool:
    """Whether an expression can be true or false, as far as its form tells."""
    if isinstance(node, exp.Paren):
        return is_condition(node.this)
    if isinstance(node, exp.Case):
        results = [branch.args["true"] for branch in node.args["ifs"]]
        default = node.args.get("default")
        return all(is_condition(one) for one in (*results, *([default] if default is not None else ())))
    if isinstance(node, (exp.Window, exp.Filter)):
        return is_condition(node.this)
    if isinstance(node, exp.Anonymous):
        function = FUNCTIONS.get(str(node.this).lower())
        if function is None or function.returns is Returns.condition:
            return True  # an unknown function has its own error
        return (
            function.returns is Returns.argument
            and bool(node.expressions)
            and is_condition(node.expressions[0])
        )
    return isinstance(node, _CONDITIONS)


def conjuncts(node: exp.Expr) -> Iterator[exp.Expr]:
    """The conditions that an expression joins with AND."""
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if isinstance(one, exp.And):
            waiting += [one.this, one.expression]
        elif isinstance(one, exp.Paren):
            waiting.append(one.this)
        else:
            yield one


def aggregates(node: exp.Expr) -> bool:
    """Whether an expression is computed from the rows of a group."""
    return any(
        isinstance(one, exp.Anonymous)
        and _kind(one) is Kind.aggregate
        and not isinstance(one.parent, exp.Window)
        for one in node.walk(prune=lambda one: isinstance(one, (exp.Query, exp.Window)))
    )


def combines(node: exp.Select) -> bool:
    """Whether a SELECT over one table gives the same over the combinations of values that occur in it, each
    with its first row."""
    alone = not any(node.args.get(part) for part in ("with_", "joins", "distinct"))
    if not alone or any(one is not node for one in node.find_all(exp.Query, exp.Window)):
        return False
    if node.args.get("group") is None and not all(aggregates(one) for one in node.expressions):
        return False
    calls = (one for one in node.find_all(exp.Anonymous) if _kind(one) is Kind.aggregate)
    return all(_of_combinations(one) for one in calls) and all(
        isinstance(one.parent, exp.Anonymous) and str(one.parent.this).lower() == "min"
        for one in node.find_all(exp.Column)
        if one.name == "row"
    )


def _of_combinations(call: exp.Anonymous) -> bool:
    """Whether an aggregate can be computed from combinations of values."""
    name, argument = str(call.this).lower(), next(iter(call.expressions), None)
    return name in ("min", "max") or (name == "count" and isinstance(argument, (exp.Star, exp.Distinct)))


def _looks_around(node: exp.Expr) -> bool:
    """Whether an expression is computed from other rows: TRY cannot hold such ones."""
    return any(
        isinstance(one, (exp.Query, exp.Window))
        or (isinstance(one, exp.Anonymous) and _kind(one) is not Kind.scalar)
        for one in node.walk()
    )


def _tried(sql: str) -> str:
    """Null for the rows for which one operation fails. Each has its own TRY: what two expressions share,
    DuckDB computes ahead of both, outside of anything around it."""
    return f"TRY({sql})"


def _kind(node: exp.Anonymous) -> Kind:
    function = FUNCTIONS.get(str(node.this).lower())
    return function.kind if function else Kind.scalar


def _query_of(node: exp.Expr) -> exp.Query:
    while isinstance(node, (exp.Subquery, exp.Paren)) and not node.args.get("alias"):
        node = node.this
    assert isinstance(node, exp.Query)
    return node


def _may_fail(arguments: Sequence[exp.Expr], number: int) -> bool:
    """Whether a function may fail on an argument, as it does not on a small constant."""
    if number >= len(arguments):
        return False
    return not isinstance(arguments[number], exp.Literal) or len(arguments[number].name) > 9


def _constant(node: exp.Expr) -> str | None:
    """The text of a constant; None if it is none."""
    if isinstance(node, exp.Literal):
        return node.name
    if isinstance(node, (exp.Null, exp.Boolean)):
        return str(node.this).lower()
    if isinstance(node, exp.Neg) and isinstance(node.this, exp.Literal) and not node.this.is_string:
        return f"-{node.this.name}"
    return None


def _has_form(text: str, kind: str) -> bool:
    if kind != "DATE":
        return re.fullmatch(_FORMS[kind], text) is not None
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


_WRITERS: Mapping[type[Any], Callable[[Values, Any], str]] = {
    exp.Literal: Values._literal,
    exp.Boolean: Values._boolean,
    exp.Null: Values._null,
    exp.Column: Values._column,
    exp.Cast: Values._cast,
    exp.Interval: Values._interval,
    exp.Paren: Values._paren,
    exp.And: Values._chain,
    exp.Or: Values._chain,
    exp.DPipe: Values._chain,
    exp.Add: Values._arithmetic,
    exp.Sub: Values._arithmetic,
    exp.Mul: Values._arithmetic,
    exp.Div: Values._arithmetic,
    exp.Neg: Values._negative,
    **dict.fromkeys(COMPARISONS, Values._comparison),
    exp.Not: Values._not,
    exp.Is: Values._is,
    exp.In: Values._in,
    exp.Between: Values._between,
    exp.Like: Values._like,
    exp.ILike: Values._like,
    exp.Case: Values._case,
    exp.Anonymous: Values._call,
    exp.Filter: Values._filter,
    exp.Window: Values._window,
    exp.Exists: Values._exists,
    exp.Subquery: Values._subquery,
}
