"""The yardstick: DuckDB reads a file, every cell as text, strictly, and counts the cells of every column.

python duckdb_parse.py FILE
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import duckdb

THREADS = 2


def main() -> None:
    """The command line."""
    path = Path(sys.argv[1])
    with path.open(encoding="utf-8", newline="") as stream:
        names = next(csv.reader(stream))
    columns = {f"c{number}": "VARCHAR" for number in range(len(names))}
    with duckdb.connect(config={"threads": THREADS}) as connection:
        options = "delim=',', quote='\"', escape='\"', nullstr='', header=true, strict_mode=true"
        relation = f"read_csv(?, auto_detect=false, {options}, columns={columns})"
        counts = ", ".join(f"count({name})" for name in columns)
        connection.execute(f"SELECT {counts} FROM {relation}", [str(path)]).fetchall()


if __name__ == "__main__":
    main()
