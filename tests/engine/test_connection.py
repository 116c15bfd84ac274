"""What a connection may do before it is locked, and that spilling to disk still works after."""

from __future__ import annotations

import glob
from pathlib import Path

import duckdb
import pytest

from dateline.engine import connection as connections


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """A CSV file."""
    path = tmp_path / "it's odd.csv"
    path.write_text("a,b\n1,2\n3,4\n", encoding="utf-8")
    return path


def settings(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    return dict(connection.execute("SELECT name, value FROM duckdb_settings()").fetchall())


def test_settings_are_safe_from_the_start(tmp_path: Path) -> None:
    with connections.connect(memory_limit="123MB", threads=2, temp_directory=tmp_path) as connection:
        found = settings(connection)

    for name, value in connections.SAFE.items():
        assert found[name] == str(value).lower()
    assert found["threads"] == "2"
    assert found["memory_limit"] == "117.3 MiB"
    assert found["temp_directory"] == str(tmp_path)
    assert found["logging_storage"] == "memory"
    assert found["enable_logging"] in ("false", "0")


def test_without_a_folder_nothing_goes_to_disk() -> None:
    with connections.connect(memory_limit="50MB", threads=1, temp_directory=None) as connection:
        assert settings(connection)["temp_directory"] == ""
        with pytest.raises(duckdb.OutOfMemoryException):
            connection.execute("CREATE TABLE t AS SELECT range, hash(range) FROM range(20000000)")


def test_a_variable_of_python_is_no_table() -> None:
    secret = [1]
    assert secret
    with (
        connections.connect(memory_limit="100MB", threads=1, temp_directory=None) as connection,
        pytest.raises(duckdb.CatalogException),
    ):
        connection.execute("SELECT * FROM secret")


def test_a_locked_connection_reads_the_named_files_and_spills(sources: Path, tmp_path: Path) -> None:
    folder = tmp_path / "spill"
    with connections.connect(memory_limit="100MB", threads=1, temp_directory=folder) as connection:
        connections.lock(connection, [sources])

        assert connection.execute("SELECT sum(b) FROM read_csv(?)", [str(sources)]).fetchall() == [(6,)]
        connection.execute("CREATE TABLE t AS SELECT range, md5(range::VARCHAR) AS h FROM range(3000000)")
        assert connection.execute("SELECT count(*) FROM duckdb_temporary_files()").fetchall() != [(0,)]
        with pytest.raises(duckdb.PermissionException):
            connection.execute("SELECT * FROM read_csv(?)", [str(tmp_path / "other.csv")])


def test_a_name_that_looks_like_a_pattern_is_only_that_file(tmp_path: Path) -> None:
    for name in ("ev[1].csv", "ev1.csv", "a*.csv", "ab.csv"):
        (tmp_path / name).write_text(f"a\n{name}\n", encoding="utf-8")
    named = [tmp_path / "ev[1].csv", tmp_path / "a*.csv"]
    with connections.connect(memory_limit="100MB", threads=1, temp_directory=None) as connection:
        connections.lock(connection, named)
        for path in named:
            escaped = glob.escape(str(path))
            assert connection.execute("FROM read_csv(?, header=true)", [escaped]).fetchall() == [(path.name,)]
        for other in ("ev1.csv", "ab.csv", "ev[1].csv"):
            with pytest.raises(duckdb.Error):
                connection.execute("FROM read_csv(?, header=true)", [str(tmp_path / other)]).fetchall()


def test_the_disk_has_a_limit_too(tmp_path: Path) -> None:
    with connections.connect(
        memory_limit="50MB", threads=1, temp_directory=tmp_path, most_on_disk="10MB"
    ) as connection:
        connections.lock(connection, [])
        with pytest.raises(duckdb.OutOfMemoryException, match="max_temp_directory_size"):
            connection.execute("CREATE TABLE t AS SELECT md5(range::VARCHAR) AS h FROM range(5000000)")


def test_a_lock_holds_for_good(sources: Path) -> None:
    with connections.connect(memory_limit="100MB", threads=1, temp_directory=None) as connection:
        connections.lock(connection, [])
        for name in ("threads = 1", "enable_external_access = true", "lock_configuration = false"):
            with pytest.raises(duckdb.InvalidInputException, match="locked"):
                connection.execute(f"SET {name}")
        with pytest.raises(duckdb.InvalidInputException, match="locked"):
            connections.lock(connection, [sources])
