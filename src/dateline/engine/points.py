"""The country of a point, joined as columns: the probe is asked once for each distinct pair of
coordinates."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dateline.engine.checks import QueryCheck
from dateline.engine.table_file import identifier, literal

if TYPE_CHECKING:
    from dateline.engine.rule_sql import Predicate
    from dateline.probes.points import Located, PointFinder
    from dateline.rules import Rule

COLUMNS = frozenset({"point_country", "point_at_sea", "point_disputed"})
KEY = ("latitude", "longitude")
TABLE = "~points"
UNAVAILABLE = "needs the country of a point: install dateline[geo]"


Locate = Callable[[Sequence[tuple[float, float]]], Sequence["Located"]]
"""Answers for (latitude, longitude) pairs, in their order."""


class BuiltIn:
    """The probe of `dateline.probes.points`, loaded when it is first asked, or beside other work."""

    def __init__(self) -> None:
        self._loading: Future[PointFinder] | None = None

    def load(self) -> None:
        """Load it in a thread of its own, while this one waits for DuckDB."""
        from dateline.probes.points import PointFinder

        pool = ThreadPoolExecutor(1)
        self._loading = pool.submit(PointFinder)
        pool.shutdown(wait=False)

    def __call__(self, pairs: Sequence[tuple[float, float]]) -> Sequence[Located]:
        """Answers for (latitude, longitude) pairs, in their order."""
        if self._loading is None:
            self.load()
        assert self._loading is not None
        return self._loading.result().locate(pairs)


def built_in() -> BuiltIn | None:
    """The probe of `dateline.probes.points`; None if its library is not installed."""
    from dateline.probes import points

    return BuiltIn() if points.available() else None


def query(rule: Rule, predicate: Predicate) -> QueryCheck:
    """A row rule over probe columns as a query over the stored columns and the answers of the probe."""
    table = rule.table or "events"
    own = sorted((predicate.columns | set(KEY)) - COLUMNS)
    columns = ", ".join(f"e.{identifier(name)}" for name in ("row", *own))
    probed = ", ".join(f"p.{identifier(name)}" for name in sorted(COLUMNS))
    on = " AND ".join(f"p.{name} = e.{name}" for name in KEY)
    joined = f"SELECT {columns}, {probed} FROM {identifier(table)} e JOIN {identifier(TABLE)} p ON {on}"
    shown = ", ".join(identifier(name) for name in ("row", *sorted(COLUMNS)))
    sql = f"SELECT {shown} FROM ({joined}) WHERE {predicate.sql}"
    return QueryCheck(rule, table, rule.field, sql, {table: frozenset(own), TABLE: COLUMNS})


def store(connection: Any, events: str, folder: Path, locate: Locate | None) -> None:
    """Ask the probe for every distinct pair of coordinates of the events, and keep its answers as a table.
    `events`: SQL of the events with their coordinates."""
    assert locate is not None
    distinct = (
        f"SELECT DISTINCT latitude, longitude FROM ({events}) "
        "WHERE latitude IS NOT NULL AND longitude IS NOT NULL"
    )
    inside = "latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180"
    pairs: list[tuple[float, float]] = connection.execute(f"{distinct} AND {inside}").fetchall()
    path = folder / "points.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        for (latitude, longitude), one in zip(pairs, locate(pairs), strict=True):
            country = next(iter(one.country)) if len(one.country) == 1 else ""
            writer.writerow((repr(latitude), repr(longitude), country, one.at_sea, one.disputed))
    types = (
        "{latitude: 'DOUBLE', longitude: 'DOUBLE', point_country: 'VARCHAR', "
        "point_at_sea: 'BOOLEAN', point_disputed: 'BOOLEAN'}"
    )
    relation = f"read_csv({literal(str(path))}, auto_detect=false, header=false, columns={types}, nullstr='')"
    connection.execute(f"CREATE TABLE {identifier(TABLE)} AS SELECT * FROM {relation}")
