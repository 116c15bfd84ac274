"""What is told of events beyond their rows: what became of those that are gone, deaths, coverage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from dateline.diff import rows
from dateline.diff.model import WITHHELD, Coverage, Deaths, Events, Fate, Listed, Named, Row, Status
from dateline.diff.rows import ROW, Paired
from dateline.diff.sides import Relation
from dateline.engine.table_file import identifier, literal
from dateline.registry import LIST

if TYPE_CHECKING:
    import duckdb

KINDS: Mapping[str, tuple[str, ...]] = {
    "countries": ("country",),
    "event types": ("sub_event_type",),
    "sources": ("source",),
    "actors": ("actor1", "actor2"),
}
"""Columns of the values that tell what the events cover."""
LISTS = ("source",)
"""Those of them whose cells are lists."""
RETIRED = ("event_key", "status", "successor_key", "reason", "decided_at")
"""What is read of the list of events that are gone."""
SHOWN = f"CASE WHEN hidden THEN {literal(WITHHELD)} ELSE name END"
"""SQL of a value as it may be shown. What stands in any cell that may be shown is no secret."""


def deleted(of: Paired, retired: Relation | None) -> Listed[Row]:
    """The events that are gone with what became of them: first those of which nothing says it, by key.
    `retired`: see `sides.Side`."""
    _retired(of, retired)
    names = of.shown[0]
    successor = of.new.shown(of.key[0], "f.successor") if of.key else "f.successor"
    reason, decided_at = (
        retired.shown(name, f"f.{name}") if retired else f"f.{name}" for name in ("reason", "decided_at")
    )

    def made(row: Sequence[Any]) -> Row:
        status, successor, reason, decided_at, *texts = row
        cells = rows.filled(names, texts)
        fate = Fate(Status(status), successor or "", reason or "", decided_at or "")
        return Row(tuple(cells.get(name, "") for name in of.key), cells, fate)

    count = rows.one(of.connection, f"SELECT count(*) FROM {of.name('fates')}")
    sql = (
        f"SELECT f.status, {successor}, {reason}, {decided_at}, {rows.whole(of.old, 't', names)} "
        f"FROM {of.name('fates')} f "
        f"JOIN {of.name('old')} t ON t.{ROW} = f.o ORDER BY f.status <> 'unexplained', f.k, f.o"
    )
    return rows.query(of.connection, sql, made, count)


def told(of: Paired, retired: Relation | None) -> Events:
    """All of it. `deleted` must have been called before."""
    fates = dict(
        of.connection.execute(f"SELECT status, count(*) FROM {of.name('fates')} GROUP BY ALL").fetchall()
    )
    for which, side in (("old", of.old), ("new", of.new)):
        _counted(of.connection, f"{of.name('sums_')}{which}", side)
    totals = [
        of.connection.execute(
            f"SELECT coalesce(sum(deaths), 0), coalesce(sum(uncounted), 0), "
            f"{side.shown('event_date', 'min(first)')}, {side.shown('event_date', 'max(last)')} "
            f"FROM {of.name('sums_')}{which} WHERE kind = 'country'"
        ).fetchall()[0]
        for which, side in (("old", of.old), ("new", of.new))
    ]
    (old, not_old, first, last), (new, not_new, first_now, last_now) = totals
    return Events(
        fates={status: fates[status] for status in Status if status in fates},
        explains=retired is not None,
        reused=rows.count(of, "reused"),
        silent=rows.count(of, "silent AND len(cells) > 0"),
        deaths=Deaths("", int(old), int(new)),
        deaths_by_country=_deaths(of, "country"),
        deaths_by_type=_deaths(of, "sub_event_type"),
        uncounted=(int(not_old), int(not_new)),
        period=((first or "", last or ""), (first_now or "", last_now or "")),
        coverage=tuple(
            _coverage(of, kind, columns)
            for kind, columns in KINDS.items()
            if any(name in side.columns for name in columns for side in (of.old, of.new))
        ),
    )


# -- what became of events


def _retired(of: Paired, retired: Relation | None) -> None:
    """The events that are gone, each with its fate. Who follows the successors of a key through others that
    were retired too comes to the event that stands there now."""
    execute, name = of.connection.execute, of.name
    empty = ", ".join(f"NULL::VARCHAR AS {column}" for column in RETIRED)
    execute(f"CREATE TABLE {name('retired')} AS {retired.sql if retired else f'SELECT {empty} LIMIT 0'}")
    execute(
        f"CREATE TABLE {name('ways')} AS WITH RECURSIVE ways(first_key, next_key) AS ("
        f"SELECT event_key, successor_key FROM {name('retired')} WHERE successor_key IS NOT NULL "
        f"UNION SELECT ways.first_key, r.successor_key FROM ways JOIN {name('retired')} r "
        "ON r.event_key = ways.next_key WHERE r.successor_key IS NOT NULL) SELECT * FROM ways"
    )
    gone = f"FROM {name('pairs')} p JOIN {name('old')} t ON t.{ROW} = p.o"
    statuses = ", ".join(f"'{status}'" for status in Status if status is not Status.unexplained)
    key = "t.event_key" if "event_key" in of.old.columns else "NULL"
    execute(
        f"CREATE TABLE {name('fates')} AS WITH "
        f"arrived AS (SELECT w.first_key, min(e.id) AS id FROM {name('ways')} w "
        f"JOIN ({_ids(of)}) e ON e.event_key = w.next_key GROUP BY w.first_key), "
        f"said AS (SELECT DISTINCT ON (event_key) * FROM {name('retired')} WHERE status IN ({statuses}) "
        f"ORDER BY {', '.join(RETIRED)}) "
        "SELECT p.k, p.o, coalesce(s.status, 'unexplained') AS status, a.id AS successor, s.reason, "
        f"s.decided_at {gone} LEFT JOIN said s ON s.event_key = {key} "
        "LEFT JOIN arrived a ON a.first_key = s.event_key WHERE p.n IS NULL"
    )


def _ids(of: Paired) -> str:
    """SQL of the keys of the present events with their ids; of none, where nothing leads to one."""
    if rows.one(of.connection, f"SELECT count(*) FROM {of.name('ways')}") and "event_key" in of.new.columns:
        key = identifier(of.key[0]) if of.key else "NULL::VARCHAR"
        return f"SELECT event_key, {key} AS id FROM ({of.new.sql})"
    return "SELECT NULL::VARCHAR AS event_key, NULL::VARCHAR AS id LIMIT 0"


# -- sums


def _counted(connection: duckdb.DuckDBPyConnection, table: str, side: Relation) -> None:
    """Events, deaths and days by the values of each column, in one reading of the file, and whether a value
    must not be shown."""
    columns = [name for names in KINDS.values() for name in names]
    cells = ", ".join(
        f"{identifier(name) if name in side.columns else 'NULL'} AS {identifier(name)}"
        for name in (*columns, "event_date", "fatalities")
    )
    value = "CASE " + " ".join(f"WHEN grouping({name}) = 0 THEN {name}" for name in columns) + " END"
    kind = "CASE " + " ".join(f"WHEN grouping({name}) = 0 THEN '{name}'" for name in columns) + " END"
    hidden = " ".join(
        f"WHEN grouping({name}) = 0 THEN coalesce({condition}, false)"
        for name in columns
        if (condition := side.hidden(name, name))
    )
    sets = ", ".join(f"({name})" for name in columns)
    whole = "regexp_full_match(fatalities, '[0-9]{1,15}')"
    connection.execute(
        f"CREATE TABLE {table} AS SELECT {kind} AS kind, {value} AS name, "
        f"{f'CASE {hidden} ELSE false END' if hidden else 'false'} AS hidden, count(*) AS events, "
        f"sum(CASE WHEN {whole} THEN CAST(fatalities AS BIGINT) ELSE 0 END) AS deaths, "
        f"count_if(fatalities IS NOT NULL AND NOT {whole}) AS uncounted, "
        "min(event_date) AS first, max(event_date) AS last "
        f"FROM (SELECT {cells} FROM ({side.sql})) GROUP BY GROUPING SETS ({sets})"
    )


def _deaths(of: Paired, kind: str) -> Listed[Deaths]:
    old, new = (
        f"(SELECT name, deaths, hidden FROM {of.name('sums_')}{which} WHERE kind = '{kind}')"
        for which in ("old", "new")
    )
    found = (
        "SELECT coalesce(o.name, n.name, '') AS name, "
        "coalesce(o.deaths, 0) AS old, coalesce(n.deaths, 0) AS new, "
        "coalesce(o.hidden, false) OR coalesce(n.hidden, false) AS hidden "
        f"FROM {old} o FULL JOIN {new} n ON o.name IS NOT DISTINCT FROM n.name "
        "WHERE coalesce(o.deaths, 0) <> coalesce(n.deaths, 0)"
    )
    count = rows.one(of.connection, f"SELECT count(*) FROM ({found})")
    return rows.query(
        of.connection,
        f"SELECT {SHOWN}, old, new FROM ({found}) ORDER BY abs(new - old) DESC, name",
        lambda row: Deaths(row[0], int(row[1]), int(row[2])),
        count,
    )


def _coverage(of: Paired, kind: str, columns: Sequence[str]) -> Coverage:
    names = {}
    for which in ("old", "new"):
        split = any(name in LISTS for name in columns)
        name = f"unnest(string_split(name, '{LIST}'))" if split else "name"
        kinds = ", ".join(f"'{one}'" for one in columns)
        names[which] = (
            f"SELECT name, sum(events) AS events, bool_and(hidden) AS hidden "
            f"FROM (SELECT {name} AS name, events, hidden "
            f"FROM {of.name('sums_')}{which} WHERE kind IN ({kinds}) AND name IS NOT NULL) GROUP BY name"
        )

    def alone(one: str, other: str) -> Listed[Named]:
        found = f"SELECT * FROM ({names[one]}) ANTI JOIN ({names[other]}) USING (name)"
        count = rows.one(of.connection, f"SELECT count(*) FROM ({found})")
        return rows.query(
            of.connection,
            f"SELECT {SHOWN}, events FROM ({found}) ORDER BY events DESC, name",
            lambda row: Named(row[0], int(row[1])),
            count,
        )

    old, new = (rows.one(of.connection, f"SELECT count(*) FROM ({names[one]})") for one in ("old", "new"))
    return Coverage(kind, old, new, alone("new", "old"), alone("old", "new"))
