"""Every way out of a rule that we know: through the dialect, and past it on a locked connection.

The dialect refuses all of them. The connection alone refuses what reads or writes other files, the network,
settings and extensions; what it cannot refuse stays in its own memory, but for one: what may be read may be
overwritten. The process limits what nothing else does.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pytest

from dateline.engine import connection as connections
from dateline.engine import dialect, judge, rule_sql, sandbox, table_file
from dateline.engine.dialect import RuleSqlError
from dateline.engine.sandbox import SandboxExceeded
from dateline.rules import load
from dateline.schemas import table_schema

TABLES = {"events": ("row", "notes"), "t": ("a",)}
DATA = b"a,b\n1,2\n"
SECRET = "what nobody may see"


class Files(NamedTuple):
    """A file that is being validated, one that is not, and the folder of both."""

    data: Path
    other: Path
    folder: Path


@pytest.fixture
def files(tmp_path: Path) -> Files:
    """Two files of one folder."""
    data, other = tmp_path / "data.csv", tmp_path / "other.csv"
    data.write_bytes(DATA)
    other.write_text(f"a\n{SECRET}\n", encoding="utf-8")
    return Files(data, other, tmp_path)


@pytest.fixture
def locked(files: Files) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with a table t, locked to the one file."""
    with connections.connect(memory_limit="200MB", threads=1, temp_directory=None) as connection:
        connection.execute("CREATE TABLE t AS SELECT 1 AS a")
        connections.lock(connection, [files.data])
        yield connection


def filled(text: str, files: Files) -> str:
    return text.format(data=files.data, other=files.other, folder=files.folder)


BLOCKED = (
    # other files
    "SELECT * FROM read_csv('{other}')",
    "SELECT * FROM read_text('{other}')",
    "SELECT * FROM read_blob('{other}')",
    "SELECT * FROM read_json('{other}')",
    "SELECT * FROM read_parquet('{other}')",
    "SELECT * FROM read_duckdb('{other}')",
    "SELECT * FROM sniff_csv('{other}')",
    "SELECT * FROM parquet_metadata('{other}')",
    "SELECT * FROM '{other}'",
    'SELECT * FROM "{other}"',
    "SELECT * FROM read_csv('{folder}/*.csv')",
    "SELECT * FROM glob('{folder}/*')",
    "SELECT * FROM read_csv('{folder}/./other.csv')",
    "SELECT * FROM read_csv('file://{other}')",
    "SELECT * FROM read_text('/etc/passwd')",
    "SELECT * FROM read_text('/proc/self/environ')",
    "SELECT * FROM query('SELECT * FROM read_text(''{other}'')')",
    "SELECT * FROM query_table('{other}')",
    "SELECT * FROM json_execute_serialized_sql(json_serialize_sql('SELECT * FROM read_text(''{other}'')'))",
    "CREATE VIEW v AS SELECT * FROM read_text('{other}')",
    # writing
    "COPY t TO '{folder}/new.csv'",
    "COPY t TO '{folder}/new.parquet' (FORMAT parquet)",
    "WITH x AS (COPY t TO '{folder}/new.csv' (USE_TMP_FILE false)) SELECT 1",
    "SELECT * FROM query('COPY t TO ''{folder}/new.csv''')",
    "SELECT * FROM (WITH x AS (COPY t TO '{data}' (USE_TMP_FILE false)) SELECT 1)",
    "SELECT * FROM query('WITH x AS (COPY t TO ''{data}'' (USE_TMP_FILE false)) SELECT 1')",
    "COPY t FROM '{other}'",
    "EXPORT DATABASE '{folder}/export'",
    "IMPORT DATABASE '{folder}'",
    "ATTACH '{folder}/new.db'",
    "ATTACH '{other}' AS other",
    # network and extensions
    "SELECT * FROM read_csv('http://127.0.0.1:9/x.csv')",
    "SELECT * FROM read_csv('s3://bucket/x.csv')",
    "ATTACH 'http://127.0.0.1:9/x.db' AS remote",
    "INSTALL httpfs",
    "FORCE INSTALL json",
    "LOAD httpfs",
    "LOAD '{folder}/x.duckdb_extension'",
    # settings
    "SET threads = 1",
    "RESET memory_limit",
    "SET enable_external_access = true",
    "SET lock_configuration = false",
    "SET allowed_paths = ['{other}']",
    "PRAGMA enable_profiling = 'json'",
    "SET profile_output = '{folder}/profile.json'",
    "SELECT * FROM enable_profiling(save_location = '{folder}/profile.json')",
    "CALL enable_logging('QueryLog', storage = 'file', storage_path = '{folder}/log')",
    "CALL enable_logging()",
    # what is around DuckDB
    "SELECT * FROM files",
    "SELECT getenv('HOME')",
)
HARMLESS = (
    # in the database in memory, or about it
    "WITH x AS (DELETE FROM t RETURNING *) SELECT a FROM x",
    "WITH x AS (INSERT INTO t VALUES (2) RETURNING *) SELECT a FROM x",
    "WITH x AS (UPDATE t SET a = 2 RETURNING *) SELECT a FROM x",
    "DELETE FROM t",
    "DROP TABLE t",
    "CREATE TEMP TABLE x AS SELECT 1",
    "CREATE MACRO m(p) AS TABLE SELECT * FROM read_text(p)",
    "ATTACH ':memory:' AS other",
    "SELECT * FROM duckdb_settings()",
    "SELECT * FROM duckdb_databases()",
    "SELECT * FROM information_schema.tables",
    "SELECT * FROM pg_catalog.pg_tables",
    "SELECT current_setting('allowed_paths')",
    "SELECT * FROM query('SELECT 42')",
    "SET VARIABLE x = 1",
    "SELECT getvariable('x')",
    "SELECT write_log('x')",
    "PREPARE p AS SELECT 1",
    "DESCRIBE t",
    "SELECT * FROM range(3)",
    "SELECT count(*) FROM t a, t b, t c",
    "SELECT repeat('x', 1000)",
    "PIVOT t ON a USING count(*)",
    "SELECT * FROM read_csv('{data}')",
    "SELECT * FROM glob('{data}')",
)
OVERWRITING = (
    "COPY t TO '{data}' (USE_TMP_FILE false)",
    "WITH x AS (COPY t TO '{data}' (USE_TMP_FILE false)) SELECT 1",
)
BOMBS = (
    ("SELECT length(repeat('x', 3000000000)) FROM t LIMIT 1", "memory"),
    ("SELECT len(list_transform(range(300000000), lambda x: x + 1))", "memory"),
    ("SELECT length(string_agg(repeat('x', 100000), '')) FROM t", "memory"),
    ("SELECT count(*) FROM t a, t b, t c WHERE a.a + b.a = c.a * 3", "time"),
    ("WITH RECURSIVE x AS (SELECT 1 AS a UNION ALL SELECT 1 - a FROM x) SELECT count(*) FROM x", "time"),
    ("SELECT sleep_ms(60000)", "time"),
)
ALL = (*BLOCKED, *HARMLESS, *OVERWRITING, *(sql for sql, _ in BOMBS))


@pytest.mark.parametrize("text", ALL)
def test_the_dialect_refuses_it(text: str, files: Files) -> None:
    sql = filled(text, files)
    for around in ("{}", "SELECT row FROM ({}) AS x", "WITH x AS ({}) SELECT row FROM x"):
        with pytest.raises(RuleSqlError):
            dialect.query(around.format(sql), TABLES)
    for around in ("{}", "notes IN ({})", "true), count_if(({})", "EXISTS ({})", "notes = 'x'; {}"):
        with pytest.raises(RuleSqlError):
            dialect.predicate(around.format(sql), TABLES["events"])


@pytest.mark.parametrize("text", BLOCKED)
def test_past_the_dialect_the_connection_refuses_it(
    text: str, locked: duckdb.DuckDBPyConnection, files: Files
) -> None:
    with pytest.raises(duckdb.Error) as caught:
        locked.execute(filled(text, files)).fetchall()

    assert not isinstance(caught.value, duckdb.NotImplementedException)
    assert SECRET not in str(caught.value)
    assert files.data.read_bytes() == DATA
    assert sorted(path.name for path in files.folder.iterdir()) == ["data.csv", "other.csv"]


@pytest.mark.parametrize("text", HARMLESS)
def test_what_the_connection_allows_reaches_no_file(
    text: str, locked: duckdb.DuckDBPyConnection, files: Files
) -> None:
    given = locked.execute(filled(text, files)).fetchall()

    assert SECRET not in str(given)
    assert files.data.read_bytes() == DATA
    assert sorted(path.name for path in files.folder.iterdir()) == ["data.csv", "other.csv"]


@pytest.mark.parametrize("text", ["SELECT * FROM m('{other}')", "SELECT * FROM m('/etc/passwd')"])
def test_a_macro_opens_no_file_either(text: str, locked: duckdb.DuckDBPyConnection, files: Files) -> None:
    locked.execute("CREATE MACRO m(p) AS TABLE SELECT * FROM read_text(p)")
    with pytest.raises(duckdb.PermissionException):
        locked.execute(filled(text, files))


@pytest.mark.parametrize("text", OVERWRITING)
def test_a_file_that_is_read_is_safe_only_where_no_statement_stands_at_the_top(
    text: str, locked: duckdb.DuckDBPyConnection, files: Files
) -> None:
    """If the second half fails, DuckDB has mended it: say so in docs/rule-sql.md and in connection.py."""
    sql = filled(text, files)
    with pytest.raises(duckdb.Error):
        locked.execute(dialect._INSIDE.format(sql))
    assert files.data.read_bytes() == DATA

    locked.execute(sql).fetchall()
    assert files.data.read_bytes() != DATA


def test_what_the_dialect_writes_is_a_select_of_known_tables_for_duckdb_too(
    locked: duckdb.DuckDBPyConnection,
) -> None:
    query = dialect.query(
        "WITH x AS (SELECT a, count(*) AS n FROM t GROUP BY a) "
        "SELECT t.a, x.n FROM t JOIN x USING (a) WHERE EXISTS (SELECT 1 FROM x AS y WHERE y.a = t.a) "
        "UNION ALL SELECT a, 0 FROM t",
        TABLES,
    )
    (statement,) = locked.extract_statements(query.sql)

    assert statement.type == duckdb.StatementType.SELECT
    assert locked.get_table_names(query.sql) == {"t"}


@pytest.mark.parametrize("statement", ["query", "predicate"])
def test_past_the_dialect_a_rule_that_is_judged_reaches_no_file(
    statement: str, files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor is it a matter of who wrote the rule: the connection is locked before any runs."""
    columns = frozenset({"event_id_cnty"})
    stolen = f"SELECT content FROM read_text('{files.other}')"
    query = rule_sql.Query(f"SELECT 1 AS row, ({stolen}) AS x", {"events": columns}, ("row",))
    predicate = rule_sql.Predicate(f"contains(({stolen}), 'what')", columns)
    sql = query if statement == "query" else (rule_sql.Application(predicate),)
    monkeypatch.setattr(rule_sql, "of_rule", lambda _rule: sql)
    (rule, *_) = [
        one for one in load() if one.table == "events" and (one.query is None) == (statement != "query")
    ]
    events = files.folder / "events[1].csv"
    events.write_text("event_id_cnty,notes\nABC-1,x\n", encoding="utf-8")
    table = judge.Input("events", table_file.opened(events, "events", files.folder), table_schema("events"))

    with pytest.raises((judge.RuleFailed, duckdb.Error), match="disabled by configuration"):
        judge.judge([table], [replace(rule, needs=())], judge.Options(date(2026, 1, 1)))


@pytest.mark.skipif(sys.platform != "linux", reason="macOS and Windows keep no limit of memory")
@pytest.mark.parametrize(("text", "limit"), BOMBS)
@pytest.mark.slow
def test_past_the_dialect_the_process_ends_it(
    text: str, limit: str, files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    jobs: Any = importlib.import_module("sandboxed")
    with pytest.raises(SandboxExceeded) as caught:
        sandbox.run(
            jobs.locked,
            (str(files.data), text),
            memory_bytes=2_000_000_000,
            cpu_seconds=1,
            wall_seconds=3,
        )

    assert caught.value.limit in ({"memory"} if limit == "memory" else {"cpu", "wall"})
