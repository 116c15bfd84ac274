"""What may stand in a rule, what is written for it, and that both mean the same."""

from __future__ import annotations

import pickle
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.engine import combinations, dialect
from dateline.engine import connection as connections
from dateline.engine.dialect import RuleSqlError
from dateline.engine.rule_text import LONGEST, NESTING
from dateline.engine.rule_values import TERMS

ROW = {
    "i": "BIGINT",
    "x": "DOUBLE",
    "s": "VARCHAR",
    "d": "DATE",
    "b": "BOOLEAN",
    "as_of": "DATE",
    "row": "BIGINT",
}
TABLES = {
    "events": ("row", "as_of", "event_id", "event_date", "actor1", "fatalities", "source_id", "timestamp"),
    "sources": ("row", "as_of", "source_id", "url", "published_at"),
    "countries": ("country", "iso"),
}
TYPES = {
    "row": "BIGINT",
    "fatalities": "BIGINT",
    "as_of": "DATE",
    "event_date": "DATE",
    "published_at": "DATE",
}
ROWS = (
    (1, 2.5, "abc", date(2024, 1, 31), True, date(2026, 1, 1), 1),
    (None, None, None, None, None, date(2026, 1, 1), 2),
    (-3, 0.0, "Abc d", date(2023, 12, 1), False, date(2026, 1, 1), 3),
    (0, -1.5, "", date(2024, 2, 29), None, date(2026, 1, 1), 4),
    (7, 100.0, "x%y", date(1999, 1, 1), True, date(2026, 1, 1), 5),
)
EXTREMES = (
    (2**63 - 1, 1e308, "9" * 40, date(9999, 12, 31), True, date(2026, 1, 1), 1),
    (-(2**63), float("-inf"), "\0", date(1, 1, 1), None, date(2026, 1, 1), 2),
    (0, 0.0, "", date(2024, 2, 29), False, date(2026, 1, 1), 3),
    (-1, -1e-308, "\U0001f1eb\U0001f1f7", date(1970, 1, 1), True, date(2026, 1, 1), 4),
)


def _table(name: str, rows: tuple[tuple[Any, ...], ...]) -> duckdb.DuckDBPyConnection:
    connection = connections.connect(memory_limit="200MB", threads=1, temp_directory=None)
    columns = ", ".join(f"{column} {kind}" for column, kind in ROW.items())
    connection.execute(f"CREATE TABLE {name} ({columns})")
    connection.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(ROW))})", rows)
    return connection


@pytest.fixture(scope="module")
def rows() -> Iterator[duckdb.DuckDBPyConnection]:
    """A table t of five ordinary rows."""
    with _table("t", ROWS) as connection:
        yield connection


@pytest.fixture(scope="module")
def extremes() -> Iterator[duckdb.DuckDBPyConnection]:
    """A table t of rows at the ends of what the types can hold."""
    with _table("t", EXTREMES) as connection:
        yield connection


def values(connection: duckdb.DuckDBPyConnection, sql: str) -> list[Any]:
    return [value for (value,) in connection.execute(f"SELECT {sql} FROM t").fetchall()]


# -- what is written


@pytest.mark.parametrize(
    ("text", "sql"),
    [
        ("i = 1 AND NOT b OR s IS NULL", """((("i" = 1) AND (NOT "b")) OR ("s" IS NULL))"""),
        ("i = 1 AND b AND x > 2", """(("i" = 1) AND "b" AND ("x" > 2))"""),
        ("s IN ('it''s', 'x')", """("s" IN ('it''s', 'x'))"""),
        ("s NOT IN ('x')", """("s" NOT IN ('x'))"""),
        ("s IS NOT NULL", """("s" IS NOT NULL)"""),
        ("i BETWEEN -90 AND 90", """("i" BETWEEN (-90) AND 90)"""),
        ("s NOT LIKE 'x%'", """("s" NOT LIKE 'x%')"""),
        ("i IS DISTINCT FROM x", """("i" IS DISTINCT FROM "x")"""),
        ("d >= DATE '2024-01-31'", """("d" >= CAST('2024-01-31' AS DATE))"""),
        ("CASE WHEN b THEN i > 1 ELSE false END", """(CASE WHEN "b" THEN ("i" > 1) ELSE false END)"""),
        ("trim(s) = s", """(trim("s", ' ') = "s")"""),
        ("LENGTH(s) > 1 -- a remark", """(length("s") > 1)"""),
        ("i - 1 - 2 / x > 0", """(TRY((TRY(("i" - 1)) - (2 / "x"))) > 0)"""),
        ("d + INTERVAL '1 day' < as_of", """(TRY(("d" + INTERVAL '1' DAY)) < "as_of")"""),
        ('"row" = 1 /* x */ ;', """("row" = 1)"""),
    ],
)
def test_sql_is_written_anew(text: str, sql: str, rows: duckdb.DuckDBPyConnection) -> None:
    predicate = dialect.predicate(text, ROW)

    assert predicate.sql == sql
    assert values(rows, sql) == values(rows, f"{text.rstrip(';')}\n")


def test_a_predicate_tells_the_columns_that_it_reads() -> None:
    predicate = dialect.predicate("CASE WHEN contains(s, 'i') THEN d > as_of END", ROW)

    assert predicate.columns == {"s", "d", "as_of"}


def test_an_expression_may_be_any_value() -> None:
    assert dialect.expression("concat_ws('; ', s, 'x')", ROW) == dialect.Predicate(
        """concat_ws('; ', "s", 'x')""", frozenset({"s"})
    )


def test_a_name_that_is_a_word_of_sql_may_be_quoted_or_not() -> None:
    columns = ("end", "timestamp", "exact", "value", 'odd "name"')

    assert dialect.predicate("end > start", (*columns, "start")).columns == {"end", "start"}
    assert dialect.predicate('"end" > timestamp', columns).sql == '("end" > "timestamp")'
    assert dialect.predicate('"odd ""name""" IS NULL', columns).sql == '("odd ""name""" IS NULL)'


@pytest.mark.parametrize(
    ("text", "columns", "outputs"),
    [
        (
            "SELECT e.row, s.url FROM events e JOIN sources s ON e.source_id = s.source_id "
            "WHERE published_at > event_date",
            {"events": {"row", "source_id", "event_date"}, "sources": {"url", "source_id", "published_at"}},
            ("row", "url"),
        ),
        (
            "SELECT events.row, url FROM events LEFT JOIN sources USING (source_id) WHERE source_id <> 'x'",
            {"events": {"row", "source_id"}, "sources": {"url", "source_id"}},
            ("row", "url"),
        ),
        (
            "WITH g AS (SELECT event_id AS id, min(row) AS first FROM events GROUP BY event_id "
            "HAVING count(*) > 1) SELECT e.row, g.first AS other_row FROM events e "
            "JOIN g ON g.id = e.event_id AND g.first < e.row",
            {"events": {"row", "event_id"}},
            ("row", "other_row"),
        ),
        (
            "SELECT a.row, b.row AS other_row FROM events a JOIN events b "
            "ON a.actor1 = b.actor1 AND a.row < b.row AND date_diff('day', a.event_date, b.event_date) < 3",
            {"events": {"row", "actor1", "event_date"}},
            ("row", "other_row"),
        ),
        (
            "SELECT row FROM events e WHERE NOT EXISTS "
            "(SELECT 1 FROM sources s WHERE s.source_id = e.source_id)",
            {"events": {"row", "source_id"}, "sources": {"source_id"}},
            ("row",),
        ),
        (
            "SELECT row FROM events WHERE source_id IN (SELECT source_id FROM sources WHERE url IS NULL)",
            {"events": {"row", "source_id"}, "sources": {"source_id", "url"}},
            ("row",),
        ),
        (
            "SELECT n FROM (SELECT count(*) AS n FROM events) AS x WHERE n < (SELECT count(*) FROM sources)",
            {"events": set(), "sources": set()},
            ("n",),
        ),
        (
            "SELECT lower(actor1) AS who, count(*) FILTER (WHERE fatalities > 0) AS deadly, "
            "count(DISTINCT event_date) AS days FROM events GROUP BY who",
            {"events": {"actor1", "fatalities", "event_date"}},
            ("who", "deadly", "days"),
        ),
        (
            "SELECT row, lag(event_date) OVER (PARTITION BY actor1 ORDER BY event_date DESC, row) AS later "
            "FROM events",
            {"events": {"row", "event_date", "actor1"}},
            ("row", "later"),
        ),
        (
            "SELECT actor1, count(*) / sum(count(*)) OVER () AS share FROM events GROUP BY actor1",
            {"events": {"actor1"}},
            ("actor1", "share"),
        ),
        (
            "SELECT DISTINCT source_id FROM events UNION ALL SELECT source_id FROM sources",
            {"events": {"source_id"}, "sources": {"source_id"}},
            ("source_id",),
        ),
        (
            "SELECT e.row FROM events e JOIN sources s USING (source_id) WHERE as_of < event_date",
            {"events": {"row", "source_id", "event_date", "as_of"}, "sources": {"source_id"}},
            ("row",),
        ),
    ],
)
def test_a_query_tells_tables_columns_and_outputs(
    text: str, columns: dict[str, set[str]], outputs: tuple[str, ...]
) -> None:
    query = dialect.query(text, TABLES)

    assert dict(query.columns) == columns
    assert query.outputs == outputs
    with duckdb.connect() as connection:
        for name, fields in TABLES.items():
            typed = (f'"{one}" {TYPES.get(one, "VARCHAR")}' for one in fields)
            connection.execute(f"CREATE TABLE {name} ({', '.join(typed)})")
        assert tuple(one[0] for one in connection.execute(query.sql).description) == outputs


@pytest.mark.parametrize(
    ("text", "stands_apart"),
    [
        ("SELECT actor1, count(*) AS n, min(row) AS row FROM events GROUP BY actor1", True),
        ("SELECT count(*) AS n FROM events WHERE fatalities > 0", True),
        ("SELECT count(*) FILTER (WHERE actor1 = 'a') AS n FROM events HAVING count(*) > 1", True),
        (
            "SELECT actor1, count(DISTINCT source_id) AS n, max(fatalities) AS m FROM events GROUP BY actor1",
            True,
        ),
        ("WITH x AS (SELECT actor1, count(*) AS n FROM events GROUP BY actor1) SELECT n FROM x", True),
        ("SELECT actor1, sum(fatalities) AS n FROM events GROUP BY actor1", False),
        ("SELECT actor1, median(fatalities) AS n FROM events GROUP BY actor1", False),
        ("SELECT actor1, count(fatalities) AS n FROM events GROUP BY actor1", False),
        ("SELECT actor1, max(row) AS n FROM events GROUP BY actor1", False),
        ("SELECT actor1, min(row + 1) AS n FROM events GROUP BY actor1", False),
        ("SELECT actor1, count(*) AS n FROM events WHERE row > 1 GROUP BY actor1", False),
        ("SELECT actor1, row_number() OVER (ORDER BY actor1) AS n FROM events GROUP BY actor1", False),
        (
            "SELECT e.actor1, count(*) AS n FROM events e JOIN sources s USING (source_id) GROUP BY e.actor1",
            False,
        ),
        ("SELECT actor1 AS n FROM events", False),
    ],
)
def test_what_groups_one_table_stands_apart_and_comes_out_the_same(text: str, stands_apart: bool) -> None:
    query = dialect.query(text, TABLES)

    assert bool(query.grouped) is stands_apart
    with duckdb.connect() as connection:
        typed = (f'"{one}" {TYPES.get(one, "VARCHAR")}' for one in TABLES["events"])
        connection.execute(f"CREATE TABLE events ({', '.join(typed)})")
        connection.execute("CREATE TABLE sources AS SELECT 's' AS source_id")
        cells = [
            ("a", 1, "s"),
            ("b", 2, "s"),
            ("a", 1, "s"),
            (None, 0, "t"),
            ("a", None, None),
            ("b", 2, "s"),
        ]
        connection.executemany(
            "INSERT INTO events (row, actor1, fatalities, source_id) VALUES (?, ?, ?, ?)",
            [(row, *each) for row, each in enumerate(cells, 1)],
        )
        combined = (
            "SELECT actor1, fatalities, source_id, min(row) AS row, count(*) AS "
            f'"{combinations.TIMES}" FROM events GROUP BY ALL'
        )
        relations = {name: one.over(combined) for name, one in query.grouped.items()}
        over_combinations = connection.execute(combinations.whole(query.body, relations)).fetchall()
        over_rows = connection.execute(text).fetchall()
        assert Counter(over_combinations) == Counter(connection.execute(query.sql).fetchall())
        assert Counter(over_combinations) == Counter(over_rows)


def test_nulls_come_last_and_every_name_is_resolved() -> None:
    query = dialect.query(
        "SELECT row, row_number() OVER (PARTITION BY actor1 ORDER BY row DESC) AS n FROM events", TABLES
    )

    assert query.sql == (
        'SELECT * FROM (SELECT "events"."row" AS "row", row_number() OVER (PARTITION BY "events"."actor1" '
        'ORDER BY "events"."row" DESC NULLS LAST) AS "n" FROM "events" AS "events") AS found'
    )


# -- what is refused

REFUSED_IN_ROWS = {
    "": "There is nothing here",
    "i; b": "Write one statement",
    "true), count_if((true": "can be read",
    "i = 1) FROM t; DROP TABLE t": "“;” is not part",
    "i = ": "can be read",
    "fatalites > 3": "no column fatalites",
    "t.i > 3": "names a table",
    "S = 'x'": "Did you mean s?",
    "jaro_winkler_similarity(s, 'x') > 1": "no function",
    "lenght(s) > 1": "Did you mean length?",
    "main.lower(s) = 'x'": "not part of the dialect",
    "i": None,
    "i + 1": "is no condition",
    "s = 'x' OR 'y'": "is no condition",
    "NOT 1": "is no condition",
    "length(s)": "is no condition",
    "CASE WHEN s THEN 1 END": "is no condition",
    "i = x = 1": "in parentheses",
    "s LIKE lower(s)": "pattern that is no constant",
    r"s LIKE '10\%'": "holds a backslash",
    "s LIKE 'a' ESCAPE 'b'": "not part",
    "s LIKE ANY ('a')": "not part",
    "s SIMILAR TO 'a'": "regexp_matches",
    "s GLOB 'a'": "starts_with",
    "s ~ 'a'": "regexp_matches",
    "regexp_matches(s, s)": "must be a regular expression in quotes",
    "regexp_matches(s, '(?=a)')": "look ahead",
    r"regexp_matches(s, '(a)\1')": "refer back",
    r"regexp_matches(s, '\p{L}')": "Unicode",
    "regexp_matches(s, 'a{300}')": "255 times",
    "regexp_matches(s, '(')": "RE2 can read: missing )",
    "regexp_matches(s, 'a', 'i')": "has 3 arguments",
    "regexp_replace(s, 'a', 'b') = s": "'g'",
    r"regexp_replace(s, '(a)', '\1', 'g') = s": "must be a text",
    "regexp_extract(s, 'a') = s": "regexp_extract(text, pattern, group)",
    "date_diff('month', d, as_of) > 1": "must be 'day'",
    "strftime(d, '%j') = '1'": "must be made of",
    "split_part(s, ',', i) = 'x'": "whole number",
    "pow(x, 0.5) > 1": "whole number",
    "CAST(s AS DATE) > d": "casts what is no constant",
    "s::DATE > d": "CAST",
    "TRY_CAST(s AS DATE) > d": "_text",
    "CAST('x' AS DATE) > d": "“x” is no DATE",
    "CAST('20240131' AS DATE) > d": "is no DATE",
    "CAST('2.5' AS BIGINT) > i": "is no BIGINT",
    "CAST('1' AS DECIMAL(3, 1)) > i": "not part",
    "CAST('1' AS VARCHAR[]) = s": "not part",
    "d > DATE '2024-02-30'": "is no DATE",
    "d > TIMESTAMP '2024-01-31'": "not part",
    "d + INTERVAL (i) DAY > d": "n * INTERVAL 1 DAY",
    "d + INTERVAL '1 day 2 hours' > d": "INTERVAL 7 DAY",
    "d > current_date": "as_of",
    "d > now()": "no function",
    "d > today()": "no function",
    "random() > 0.5": "no function",
    "getvariable('x') = 1": "no function",
    "getenv('HOME') = 'x'": "no function",
    "current_setting('temp_directory') = 'x'": "no function",
    "nextval('x') = 1": "no function",
    "sleep_ms(1000) IS NULL": "no function",
    "write_log('x') IS NULL": "no function",
    "if(b, b, b)": "no function",
    "ifnull(b, b)": "no function",
    "len(s) > 1": "no function",
    "hash(s) > 1": "no function",
    "error('x')": "no function",
    "i % 2 = 0": "mod(a, b)",
    "i // 2 = 0": "floor(a / b)",
    "i ** 2 = 0": "pow(a, 2)",
    "i ^ 2 = 0": "pow(a, 2)",
    "i & 1 = 0": "not part",
    "~i = 0": "not part",
    "@i = 0": "not part",
    "$1 = 1": "parameters",
    "? = 1": "parameters",
    ":x = 1": "not part",
    "$$x$$ = s": "not part",
    "E'x' = s": "not part",
    "s = 'x' 'y'": "not part",
    "[1, 2] = s": "no lists",
    "s[1] = 'x'": "no lists",
    "{'a': 1} = s": "no records",
    "(i, x) = (1, 2)": "not part",
    "(i, x) IN ((1, 2))": "not part",
    "row(1, 2) = s": "no function",
    "list_transform(s, q -> q) = s": "not part",
    "list_transform(s, lambda q: q) = s": "not part",
    "COLUMNS('x') > 1": "no function",
    "COLUMNS(*) > 1": "no function",
    "* = 1": "Name the columns",
    "t.* = 1": "Name the columns",
    "lower(DISTINCT s) = 'x'": "not part",
    "lower(s ORDER BY s) = 'x'": "not part",
    "coalesce(b := true, b)": "not part",
    "s COLLATE nocase = 'x'": "not part",
    "d AT TIME ZONE 'UTC' > d": "not part",
    "i IS JSON": "not part",
    "count(*) > 1": "looks at several rows",
    "count_if(b) > 1": "no function",
    "sum(i) OVER () > 1": "scope: query",
    "row_number() > 1": "looks at several rows",
    "(SELECT 1) = 1": "scope: query",
    "i IN (SELECT 1)": "scope: query",
    "EXISTS (SELECT 1)": "scope: query",
    "i = ANY (SELECT 1)": "scope: query",
    "i = 1 FROM t": "can be read",
    "i IN t": "not part",
    "i BETWEEN SYMMETRIC 1 AND 2": "not part",
    "i = 0x1F": "can be read",
    "i = 1e9999": "is no number",
    "i = 1 \x00": "U+0000",
    "s = '\ud800'": "U+D800",
    "s = 'x": "quotes",
    "i = 1 /* x": "quotes",
}
REFUSED_IN_QUERIES = {
    "": "There is nothing here",
    "fatalities > 3": "no query",
    "SELECT row FROM events; SELECT row FROM sources": "one statement",
    "SELECT * FROM events": "Name the columns",
    "SELECT events.* FROM events": "Name the columns",
    "SELECT * EXCLUDE (row) FROM events": "Name the columns",
    "FROM events": "Name the columns",
    "TABLE events": "not part",
    "VALUES (1)": "not part",
    "SELECT 1 AS x": "reads no table",
    "SELECT row FROM event": "Did you mean events?",
    "SELECT row FROM EVENTS": "Did you mean events?",
    "SELECT row FROM main.events": "plain names",
    "SELECT row FROM 'events.csv'": "no table",
    'SELECT row FROM "events.csv"': "no table",
    "SELECT row FROM events AS e (a, b)": "SELECT … AS name",
    "SELECT e.row FROM events": "nothing in FROM is called e",
    "SELECT events.row FROM events e": "nothing in FROM is called events",
    "SELECT e.actor FROM events e": "Did you mean actor1?",
    "SELECT row FROM events JOIN sources USING (source_id)": "column of events and of sources",
    "SELECT a.row FROM events a JOIN events A ON a.row = A.row": "Two tables are called",
    "SELECT row FROM events e WHERE EXISTS (SELECT 1 FROM sources e WHERE e.row = 1)": "Two tables",
    "SELECT count(*) FROM events": "has no name",
    "SELECT row, row FROM events": "Two columns are called row",
    'SELECT row, actor1 AS "ROW" FROM events': "Two columns are called",
    "SELECT events.row FROM events, sources": "without an equality",
    "SELECT events.row FROM events CROSS JOIN sources": "equality",
    "SELECT events.row FROM events JOIN sources ON true": "without an equality",
    "SELECT events.row FROM events JOIN sources ON 1 = 1": "without an equality",
    "SELECT events.row FROM events JOIN sources ON event_date < published_at": "without an equality",
    "SELECT events.row FROM events JOIN sources ON events.source_id = 'x'": "without an equality",
    "SELECT events.row FROM events JOIN sources ON events.row = events.fatalities": "without an equality",
    "SELECT a.row FROM events a JOIN events b ON a.actor1 = b.actor1 OR true": "without an equality",
    "SELECT events.row FROM events NATURAL JOIN sources": "USING",
    "SELECT events.row FROM events ASOF JOIN sources ON events.row = sources.row": "not part",
    "SELECT events.row FROM events POSITIONAL JOIN sources": "not part",
    "SELECT events.row FROM events SEMI JOIN sources USING (source_id)": "EXISTS",
    "SELECT events.row FROM events RIGHT JOIN sources USING (source_id)": "LEFT JOIN",
    "SELECT events.row FROM events FULL JOIN sources USING (source_id)": "LEFT JOIN",
    "SELECT events.row FROM events JOIN sources USING (row, url)": "not in one table on either side",
    "SELECT e.row FROM events e, LATERAL (SELECT e.row) x": "not part",
    "SELECT x.row FROM (SELECT row FROM events)": "has no name",
    "SELECT e.row FROM events e WHERE EXISTS (SELECT 1 FROM sources s WHERE s.row > e.row)": "an equality",
    "SELECT e.row FROM events e WHERE EXISTS (SELECT 1 FROM sources s WHERE e.row = e.row)": "an equality",
    "SELECT e.row, (SELECT url FROM sources) AS u FROM events e": "several rows",
    "SELECT e.row, (SELECT max(url) FROM sources GROUP BY row) AS u FROM events e": "several rows",
    "SELECT e.row FROM events e WHERE row IN (SELECT row, url FROM sources)": "2 columns",
    "SELECT row FROM events WHERE count(*) > 1": "looks at several rows",
    "SELECT row FROM events WHERE row_number() OVER (ORDER BY row) > 1": "looks at several rows",
    "SELECT row_number() OVER () AS n FROM events": "Add ORDER BY inside OVER",
    "SELECT median(row) OVER () AS n FROM events": "cannot stand here",
    "SELECT lower(actor1) OVER () AS n FROM events": "cannot stand here",
    "SELECT lag(row) AS n FROM events": "lacks its window",
    "SELECT lag(row IGNORE NULLS) OVER (ORDER BY row) AS n FROM events": "not part",
    "SELECT sum(row) OVER (ORDER BY row ROWS 1 PRECEDING) AS n FROM events": "not part",
    "SELECT sum(row) OVER w AS n FROM events WINDOW w AS (ORDER BY row)": "inside OVER",
    "SELECT sum(DISTINCT row) AS n FROM events": "not part",
    "SELECT count(DISTINCT row, actor1) AS n FROM events": "Count one",
    "SELECT sum(max(row)) AS n FROM events": "looks at several rows",
    "SELECT string_agg(actor1, ',') AS n FROM events": "no function",
    "SELECT list(actor1) AS n FROM events": "not part",
    "SELECT unnest(actor1) AS n FROM events": "not part",
    "SELECT actor1 FROM events GROUP BY 1": "names no column",
    "SELECT actor1 FROM events GROUP BY (1)": "names no column",
    "SELECT actor1 FROM events GROUP BY ALL": "queries of rules do not have",
    "SELECT actor1 FROM events GROUP BY ROLLUP (actor1)": "not part",
    "SELECT actor1 FROM events GROUP BY CUBE (actor1)": "not part",
    "SELECT row FROM events ORDER BY row": "puts findings in order",
    "SELECT row FROM events LIMIT 1": "counts all findings",
    "SELECT row FROM events OFFSET 1": "counts all findings",
    "SELECT row FROM events QUALIFY row_number() OVER (ORDER BY row) = 1": "WITH",
    "SELECT row FROM events TABLESAMPLE 10%": "not part",
    "SELECT row FROM events USING SAMPLE 10": "SAMPLE",
    "SELECT DISTINCT ON (actor1) row FROM events": "ON",
    "SELECT row INTO x FROM events": "not part",
    "SELECT row FROM events FOR UPDATE": "not part",
    "SELECT row FROM events UNION SELECT row FROM sources": "UNION ALL",
    "SELECT row FROM events EXCEPT SELECT row FROM sources": "NOT EXISTS",
    "SELECT row FROM events UNION ALL SELECT row, url FROM sources": "different numbers",
    "SELECT row FROM events UNION ALL BY NAME SELECT row FROM sources": "BY_NAME",
    "PIVOT events ON actor1 USING count(*)": "not part",
    "WITH RECURSIVE x AS (SELECT row FROM events UNION ALL SELECT row FROM x) SELECT row FROM x": "No engine",
    "WITH x AS (SELECT row FROM x) SELECT row FROM x": "no table",
    "WITH events AS (SELECT row FROM sources) SELECT row FROM events": "there is a table of that name",
    "WITH x (a) AS (SELECT row FROM events) SELECT a FROM x": "SELECT … AS name",
    "WITH x AS (SELECT count(*) FROM events) SELECT 1 AS n FROM x": "has no name",
    "SELECT row AS a, a + 1 AS b FROM events": "no column a",
}


@pytest.mark.parametrize(("text", "told"), REFUSED_IN_ROWS.items())
def test_what_no_predicate_may_hold(text: str, told: str | None) -> None:
    if told is None:
        assert dialect.predicate(text, ROW).columns == {text}  # it may be a boolean column
        return
    with pytest.raises(RuleSqlError) as caught:
        dialect.predicate(text, ROW)

    assert told in str(caught.value)


@pytest.mark.parametrize(("text", "told"), REFUSED_IN_QUERIES.items())
def test_what_no_query_may_hold(text: str, told: str) -> None:
    with pytest.raises(RuleSqlError) as caught:
        dialect.query(text, TABLES)

    assert told in str(caught.value)


def test_the_error_tells_the_rule_the_problem_and_the_way_out_and_survives_a_process() -> None:
    with pytest.raises(RuleSqlError) as caught:
        dialect.predicate("fatalites >\n 3", ("fatalities",))

    error = pickle.loads(pickle.dumps(caught.value))
    assert str(error) == ("There is no column fatalites here. Did you mean fatalities? (In: fatalites > 3)")


# -- what is hostile


@pytest.mark.parametrize(
    "piece",
    [
        "(", "((a)) AND ", "NOT ", "- ", "a, ", "a = ", "a = b = ", "a<", "a AND ", "a OR ", "a || ", "a + ",
        "a IS NULL ", "a.", "CASE ", "CASE WHEN ", "CASE WHEN a THEN a END + ", "lower(", "coalesce(a, ",
        "nullif(", "INTERVAL ", "DATE ", "CAST(", "EXISTS (", "SELECT a FROM ", "SELECT a FROM (", "1.",
        "a JOIN a ", "FROM a JOIN ", "UNION ALL ", "WITH a AS (", "a IN (", "a LIKE 'a' AND ", "OVER (",
        "a BETWEEN ", "'a' ", '"', "'", "/*", "--", "1 ", "row ", "* < THEN ", "LAMBDA . */ ", "[", "{",
        "a: ", "::a", "$a$", "\U0001f600 ",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "prefix",
    [
        "",
        pytest.param("SELECT a FROM t WHERE ", marks=pytest.mark.slow),
        pytest.param("SELECT a FROM t ", marks=pytest.mark.slow),
    ],
)
def test_no_text_exhausts_the_parser(piece: str, prefix: str) -> None:
    text = prefix + piece * ((LONGEST - len(prefix)) // len(piece))
    begun = time.process_time()
    for read in (
        lambda: dialect.predicate(text, ("a", "row")),
        lambda: dialect.query(text, {"t": ("a", "row")}),
    ):
        with suppress(RuleSqlError):
            read()
    assert time.process_time() - begun < 2 * 1.5, "a second each is the promise; half more for a slow machine"


def test_joins_without_equality_do_not_double_the_work_of_the_parser() -> None:
    with pytest.raises(RuleSqlError):
        dialect.query("SELECT a FROM t" + " JOIN t" * 40, {"t": ("a",)})


def test_a_deep_stack_of_the_caller_is_no_recursion_error() -> None:
    text = "(" * NESTING + "a = 1" + ")" * NESTING

    def deep(levels: int) -> None:
        if levels:
            deep(levels - 1)
        else:
            dialect.predicate(text, ("a",))

    deep(0)
    with pytest.raises(RuleSqlError, match="deep in each other"):
        deep(sys.getrecursionlimit() - 300)


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("(" * NESTING + "b" + ")" * NESTING, True),
        ("(" * (NESTING + 1) + "b" + ")" * (NESTING + 1), False),
        (" AND ".join(["b"] * TERMS), True),
        (" AND ".join(["b"] * (TERMS + 1)), False),
        ("s IN (" + ", ".join(["'x'"] * 2_000) + ")", True),
        ("b" + " " * (LONGEST - 1), True),
        ("b" + " " * LONGEST, False),
        ("nullif(" * 4 + "b" + ", b)" * 4, True),
        ("nullif(" * 5 + "b" + ", b)" * 5, False),
        ("split_part(" * 3 + "s" + ", ',', 1)" * 3 + " = s", False),
    ],
)
def test_limits(text: str, fits: bool, rows: duckdb.DuckDBPyConnection) -> None:
    if fits:
        values(rows, dialect.predicate(text, ROW).sql)
    else:
        with pytest.raises(RuleSqlError):
            dialect.predicate(text, ROW)


# -- what it means


def _conditions() -> st.SearchStrategy[str]:
    """Texts of conditions, with no more parentheses than they happen to have: precedence decides."""
    numbers = st.recursive(
        st.sampled_from(["i", "x", "0", "3", "0.5", "1e2"]),
        lambda inner: st.one_of(
            st.tuples(inner, st.sampled_from("+-*/"), inner).map(" ".join),
            inner.map("- {}".format),
            inner.map("({})".format),
            inner.map("abs({})".format),
            st.tuples(inner, inner).map(lambda two: f"CASE WHEN b THEN {two[0]} ELSE {two[1]} END"),
        ),
        max_leaves=4,
    )
    texts = st.recursive(
        st.sampled_from(["s", "'abc'", "''", "'x''y'"]),
        lambda inner: st.one_of(
            st.tuples(inner, inner).map(" || ".join),
            inner.map("lower({})".format),
            inner.map("({})".format),
        ),
        max_leaves=3,
    )
    signs = st.sampled_from(["=", "<>", "!=", "<", ">=", "IS DISTINCT FROM", "IS NOT DISTINCT FROM"])
    negated = st.sampled_from(["", "NOT "])
    leaves = st.one_of(
        st.sampled_from(["b", "true", "NULL"]),
        st.tuples(numbers, signs, numbers).map(" ".join),
        st.tuples(texts, signs, texts).map(" ".join),
        st.tuples(texts, negated, st.sampled_from(["LIKE", "ILIKE"])).map(
            lambda it: f"{it[0]} {it[1]}{it[2]} 'a%'"
        ),
        st.tuples(numbers, negated, numbers, numbers).map(
            lambda it: f"{it[0]} {it[1]}BETWEEN {it[2]} AND {it[3]}"
        ),
        st.tuples(numbers, negated, numbers, numbers).map(lambda it: f"{it[0]} {it[1]}IN ({it[2]}, {it[3]})"),
        st.tuples(st.one_of(numbers, texts), negated).map(lambda it: f"{it[0]} IS {it[1]}NULL"),
    )
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.tuples(inner, st.sampled_from(["AND", "OR"]), inner).map(" ".join),
            inner.map("NOT {}".format),
            inner.map("({})".format),
            inner.map("{} IS NOT NULL".format),
            st.tuples(inner, inner).map(" = ".join),
        ),
        max_leaves=6,
    )


@given(text=_conditions())
@settings(max_examples=400)
def test_what_is_accepted_means_what_duckdb_reads(text: str, rows: duckdb.DuckDBPyConnection) -> None:
    try:
        predicate = dialect.predicate(text, ROW)
    except RuleSqlError:
        return
    try:
        meant = values(rows, text)
    except duckdb.Error:
        return
    assert values(rows, predicate.sql) == meant


_AWKWARD = st.recursive(
    st.sampled_from(
        ["i", "x", "length(s)", "date_diff('day', d, as_of)", "(i - 9223372036854775807)", "(x * 1e308)"]
    ),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda it: f"({' '.join(it)})"),
        st.tuples(
            st.sampled_from(["abs", "round", "floor", "sqrt", "sin", "cos", "asin", "radians"]), inner
        ).map(lambda it: f"{it[0]}({it[1]})"),
        inner.map("(- {})".format),
        inner.map("pow({}, 3)".format),
        st.tuples(inner, inner).map(lambda it: f"mod({it[0]}, {it[1]})"),
        st.tuples(inner, inner).map(lambda it: f"greatest({it[0]}, {it[1]})"),
    ),
    max_leaves=5,
)


@given(one=_AWKWARD, other=_AWKWARD)
@settings(max_examples=300)
def test_no_cell_makes_a_computation_fail(one: str, other: str, extremes: duckdb.DuckDBPyConnection) -> None:
    """Two at a time: what they share, DuckDB computes once, ahead of both."""
    both = f"{dialect.expression(one, ROW).sql}, {dialect.expression(other, ROW).sql}"
    for row in extremes.execute(f"SELECT {both} FROM t").fetchall():
        assert all(value is None or isinstance(value, int | float) for value in row)


@pytest.mark.parametrize(
    "text",
    [
        "left(s, i) = s",
        "substr(s, i, i) = s",
        "d + i * INTERVAL 1 DAY > d",
        "d - INTERVAL 999999 YEAR < d",
        "i / 0 > 1",
        "mod(i, 0) > 1",
    ],
)
def test_nor_do_these(text: str, extremes: duckdb.DuckDBPyConnection) -> None:
    assert len(values(extremes, dialect.predicate(text, ROW).sql)) == len(EXTREMES)


def test_a_quotient_by_nothing_is_null(rows: duckdb.DuckDBPyConnection) -> None:
    assert values(rows, dialect.expression("i / (i - i)", ROW).sql) == [None] * len(ROWS)
