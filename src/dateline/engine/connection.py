"""The connection to DuckDB: nothing but the named files can be reached from it, and no setting changed.

A file that may be read may also be overwritten, by `COPY … TO`, which DuckDB 2.0 allows even in the WITH of a
statement that it calls a SELECT. That no rule writes is the dialect's doing (`dateline.engine.dialect`): it
has no COPY, and puts every query inside another, where DuckDB takes none either.
"""

from __future__ import annotations

import glob
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

SAFE: Mapping[str, bool | str] = {
    "allow_community_extensions": False,
    "allow_persistent_secrets": False,
    "allow_unsigned_extensions": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "disabled_optimizers": "in_clause,statistics_propagation",
    "enable_external_file_cache": False,
    "error_on_division_by_zero": False,
    "ieee_floating_point_ops": False,
    "preserve_insertion_order": True,
    "python_enable_replacements": False,
    "python_scan_all_frames": False,
}
"""Settings of every connection. Rules expect that a quotient by 0 is null. Row numbers expect the order of
rows, which several threads keep only without joins; `in_clause` makes a join of every IN with a list.
`statistics_propagation` of DuckDB 2.0 fails on UNION ALL with rows that are null throughout."""


def connect(
    *, memory_limit: str, threads: int, temp_directory: Path | None, most_on_disk: str | None = None
) -> duckdb.DuckDBPyConnection:
    """A database in memory with safe settings.

    `memory_limit` is as DuckDB reads it ("300MB"), for what it keeps in buffers; a single value of any size
    comes on top (`dateline.engine.sandbox` limits all). Without `temp_directory` nothing goes to disk: what
    does not fit fails. `most_on_disk` ("4GB") is how much may; without it, most of what is free.
    """
    import duckdb

    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": memory_limit,
        "threads": threads,
        "temp_directory": "" if temp_directory is None else str(temp_directory),
    }
    connection = duckdb.connect(":memory:", config=config)
    if most_on_disk is not None:  # among `config`, DuckDB 2.0 shows it and does not keep it
        connection.execute(f"SET max_temp_directory_size = '{most_on_disk}'")
    for name, value in SAFE.items():
        with suppress(duckdb.CatalogException):  # an older DuckDB lacks some, and behaves so without them
            connection.execute(f"SET {name} = '{value}'")
    return connection


def lock(connection: duckdb.DuckDBPyConnection, allowed_paths: Sequence[Path]) -> None:
    """Shut everything but these files, and the folder for temporary files, for good."""
    # As `read_csv` names them too, in which a bracket or an asterisk is escaped.
    names = [name for path in allowed_paths for name in dict.fromkeys((str(path), glob.escape(str(path))))]
    paths = ", ".join("'" + name.replace("'", "''") + "'" for name in names)
    connection.execute(f"SET allowed_paths = [{paths}]")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")


def processors() -> int:
    """How many threads may run at once."""
    return os.cpu_count() or 1
