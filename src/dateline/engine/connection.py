"""The connection to DuckDB."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any


def connect(*, memory_limit: str, threads: int, temp_directory: Path | None) -> Any:
    """A database in memory."""
    import duckdb

    connection = duckdb.connect()
    connection.execute(f"SET memory_limit='{memory_limit}'")
    connection.execute(f"SET threads={threads}")
    # The optimizer makes a join of every IN over a list, and joins lose the order of rows, which is their number.
    connection.execute("SET disabled_optimizers='in_clause'")
    if temp_directory:
        connection.execute(f"SET temp_directory='{temp_directory}'")
    return connection


def processors() -> int:
    """How many threads may run at once."""
    return os.cpu_count() or 1
