"""Functions that tests run in the sandbox: its process imports them from here."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from typing import Any


def answer(value: Any) -> Any:
    """The same value, after some noise."""
    sys.stdout.write("noise")
    return value


def process() -> int:
    """Whose process this is."""
    return os.getpid()


def refuse(error: Exception) -> None:
    """Raise what was given."""
    raise error


class Unpicklable(Exception):
    """An exception that cannot be made anew from its arguments."""

    def __init__(self, one: str, other: str) -> None:
        super().__init__(one)
        self.other = other


def refuse_oddly() -> None:
    """Raise what no pickle carries."""
    raise Unpicklable("the reason", "x")


def spin() -> None:
    """Compute for ever."""
    while True:
        pass


def hoard() -> int:
    """Take more and more memory."""
    kept = []
    while True:
        kept.append(bytearray(10_000_000))


def litter() -> None:
    """Leave a temporary file, and never end."""
    os.close(tempfile.mkstemp()[0])
    time.sleep(60)


def folder() -> str:
    """Where temporary files go."""
    return tempfile.gettempdir()


def locked(path: str, sql: str) -> list[Any]:
    """What a statement gives on a locked connection that may read one file and has a table t."""
    from pathlib import Path

    from dateline.engine import connection as connections

    with connections.connect(memory_limit="200MB", threads=1, temp_directory=None) as connection:
        connection.execute("CREATE TABLE t AS SELECT range AS a FROM range(100000)")
        connections.lock(connection, [Path(path)])
        return connection.execute(sql).fetchall()
