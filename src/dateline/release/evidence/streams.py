"""Rows of big tables, a few at a time, and two sorted streams joined.

The engine sorts what is bigger than its memory on disk, one table after the other; to join wide rows, or to
hold two sorted results at once, it would need the memory. So each is sorted into a table, and joined here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    import duckdb

Left = TypeVar("Left")
Right = TypeVar("Right")

_AT_ONCE = 2_000
"""Rows that are fetched together."""


def rows(
    connection: duckdb.DuckDBPyConnection, query: str, values: Sequence[str] = ()
) -> Iterator[tuple[Any, ...]]:
    """The rows of a query. Several may be read at the same time."""
    cursor = connection.cursor().execute(query, list(values))
    while some := cursor.fetchmany(_AT_ONCE):
        yield from some


def in_order(connection: duckdb.DuckDBPyConnection, query: str) -> Iterator[tuple[Any, ...]]:
    """The rows of a query with ORDER BY, which may be more than the memory holds. One query is read once at a
    time."""
    name = f"in_order_{hashlib.sha256(query.encode()).hexdigest()[:16]}"
    cursor = connection.cursor()
    cursor.execute(f"CREATE TABLE {name} AS {query}")
    try:
        yield from rows(cursor, f"FROM {name}")
    finally:
        cursor.execute(f"DROP TABLE {name}")


def joined(
    left: Iterator[Left],
    right: Iterator[Right],
    left_key: Callable[[Left], Any],
    right_key: Callable[[Right], Any],
) -> Iterator[tuple[Left | None, list[Right]]]:
    """Each of `left` with all of `right` that have its key, in the order of the keys; None with those that
    have the key of none. Both must be sorted by key, as Python compares, and no key of `left` stand twice."""
    groups = ((key, list(some)) for key, some in groupby(right, key=right_key))
    group = next(groups, None)
    for one in left:
        key = left_key(one)
        while group is not None and group[0] < key:
            yield None, group[1]
            group = next(groups, None)
        if group is not None and group[0] == key:
            yield one, group[1]
            group = next(groups, None)
        else:
            yield one, []
    while group is not None:
        yield None, group[1]
        group = next(groups, None)
