"""What queries group, in combinations of values instead of rows.

`SELECT country, count(*), min(row) FROM events GROUP BY country` comes out the same over all rows and over
the combinations of values that occur, if each has the number of its first row and tells how often it occurs.
A million rows have some thousands. So such a SELECT stands apart from the rest of its query, and what several
queries group in the same words is grouped once.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from dateline.engine.table_file import identifier

ROWS = "~rows"
"""What the combinations are called in the SQL of a group."""
TIMES = "~times"
"""Column of a combination: how often it occurs."""


class Grouped(NamedTuple):
    """A SELECT that groups one table."""

    table: str
    sql: str
    """Over `ROWS`."""
    columns: frozenset[str]
    """What it reads."""

    def over(self, rows: str) -> str:
        """The whole SELECT. `rows`: SQL of the combinations."""
        return f"WITH {identifier(ROWS)} AS NOT MATERIALIZED ({rows}) {self.sql}"


def columns(rows: Mapping[str, frozenset[str]], grouped: Mapping[str, Grouped]) -> dict[str, frozenset[str]]:
    """The columns that a query reads, by table."""
    read = dict(rows)
    for one in grouped.values():
        read[one.table] = read.get(one.table, frozenset()) | one.columns
    return read


def of_rows(rows: str) -> str:
    """SQL of combinations, each of one row."""
    return f"SELECT *, 1 AS {identifier(TIMES)} FROM {rows}"


def whole(body: str, relations: Mapping[str, str]) -> str:
    """A query, with the SQL of what it names."""
    named = ", ".join(f"{identifier(name)} AS NOT MATERIALIZED ({sql})" for name, sql in relations.items())
    return f"WITH {named} SELECT * FROM ({body})" if named else body


def over_tables(body: str, grouped: Mapping[str, Grouped]) -> str:
    """A query over the tables themselves."""
    return whole(body, {name: one.over(of_rows(identifier(one.table))) for name, one in grouped.items()})
