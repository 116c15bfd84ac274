"""Rules as SQL for DuckDB: what the dialect makes of them, whatever tables there are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from dateline import prepared
from dateline.engine import columns, combinations, points
from dateline.engine.combinations import Grouped
from dateline.rules import Rule


class RuleSqlError(Exception):
    """A rule is not in the dialect, its author's fault: what is not allowed, what to write instead."""

    def __init__(self, text: str, problem: str, instead: str) -> None:
        super().__init__(text, problem, instead)
        self.text, self.problem, self.instead = text, problem, instead

    def __str__(self) -> str:
        return f"{self.problem} {self.instead} (In: {cut(self.text, 160)})"


@dataclass(frozen=True, slots=True)
class Predicate:
    """An expression over one row: SQL, and the columns that it reads."""

    sql: str
    columns: frozenset[str]
    guard: str | None = None
    """The SQL of a condition, and of what is left to ask where it is true: several rules often have one
    guard."""
    rest: str | None = None


@dataclass(frozen=True, slots=True)
class Application:
    """A rule over one row, with the columns that its names stand for."""

    predicate: Predicate
    suggests: Predicate | None = None
    standing: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Query:
    """A SELECT: SQL, the columns that it reads of rows by table, and the names of the columns that it
    gives."""

    body: str
    rows: Mapping[str, frozenset[str]]
    outputs: tuple[str, ...]
    grouped: Mapping[str, Grouped] = field(default_factory=dict)
    """Its parts that group one table, by what the SQL calls them."""

    @property
    def columns(self) -> Mapping[str, frozenset[str]]:
        """All columns that it reads, by table."""
        return combinations.columns(self.rows, self.grouped)

    @property
    def sql(self) -> str:
        """SQL over the tables themselves."""
        return combinations.over_tables(self.body, self.grouped)


RuleSql = tuple[Application, ...] | Query


def of_rule(rule: Rule) -> RuleSql:
    """A rule over a table as SQL. RuleSqlError if it is not in the dialect.

    What was prepared is asked by all that the SQL depends on, so that no rule of another text is taken for
    one of ours.
    """
    kept = prepared.content()
    return (kept and kept.sql.get(written(rule))) or translated(rule)


def written(rule: Rule) -> prepared.Written:
    """What the author of a rule wrote, as far as its SQL depends on it."""
    return rule.table, rule.needs, rule.fails_when, rule.query, rule.suggests, tuple(rule.each.items())


def translated(rule: Rule) -> RuleSql:
    """The same, always made anew."""
    from dateline.engine import dialect

    if rule.fails_when is None:
        everything = {name: columns.all_names(name) for name in columns.all_tables()}
        return dialect.query(rule.query or "", everything)
    names = columns.all_names(rule.table or "")
    known = names | points.COLUMNS
    return tuple(
        Application(
            dialect.predicate(rule.fails_when, known, standing),
            dialect.expression(rule.suggests, known if rule.needs else names, standing)
            if rule.suggests
            else None,
            standing,
        )
        for standing in rule.applications()
    )


def cut(text: str, width: int) -> str:
    """The beginning of a text, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= width else f"{line[: width - 2]} …"
