"""What the formats of a release cost, each beside the plainest writer that makes a file of the same rows.

    python benchmarks/publishing.py [--rows N] [--runs N] [--only FORMAT …]

A package of one table, events in dateline's 42 columns, is written in each format, in a process of its own;
so it is by the plainest writer: DuckDB's COPY from CSV for CSV, HXL and Parquet, rows of Python's csv module
in bulk into a table without keys and indexes for GeoPackage and SQLite, a loop with json.dumps for GeoJSON.
Runs take turns; the table has their medians. "Computing" is the time of all processors, which other work on
the machine changes least. Nothing in the events ever happened.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import sqlite3
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import events
from dateline import package, resources
from dateline.release import archive, formats
from dateline.release.formats import content as contents
from measuring import cost, machine, typical
from synthetic.generator import Order
from synthetic.rows import COLUMNS

DAY = date(2026, 1, 1)
EVENTS = "events.csv"


def write(name: str, folder: Path) -> None:
    """One format, as a release has it."""
    with tempfile.TemporaryDirectory(dir=folder) as temporary:
        opened = package.opened(folder, Path(temporary))
        with package.connect(opened, temp_directory=Path(temporary)) as connection:
            formats.writer(name)(contents.content(opened, connection, DAY), folder / name)


def plain_csv(source: Path, target: Path) -> None:
    """DuckDB, all cells as text."""
    _copy(f"read_csv('{source}', all_varchar=true)", target, "FORMAT csv, HEADER")


def plain_parquet(source: Path, target: Path) -> None:
    """DuckDB, types as it guesses them."""
    _copy(f"read_csv('{source}')", target, "FORMAT parquet, COMPRESSION zstd")


def plain_geojson(source: Path, target: Path) -> None:
    """A loop."""
    kinds: dict[str, Callable[[str], object]] = {"integer": int, "number": float}
    cells = [(one["name"], kinds.get(one["type"], str)) for one in _fields()]
    with (
        source.open(encoding="utf-8", newline="") as rows,
        target.open("w", encoding="utf-8", newline="") as stream,
    ):
        before = '{"type":"FeatureCollection","features":[\n'
        for row in csv.DictReader(rows):
            said = {name: kind(row[name]) if row[name] else None for name, kind in cells}
            feature = {
                "type": "Feature",
                "id": said["event_id_cnty"],
                "geometry": {"type": "Point", "coordinates": [said["longitude"], said["latitude"]]},
                "properties": said,
            }
            stream.write(before + json.dumps(feature, ensure_ascii=False))
            before = ",\n"
        stream.write("\n]}\n")


def plain_sqlite(source: Path, target: Path) -> None:
    """Bulk insert into a table without keys."""
    kinds = {"integer": "INTEGER", "number": "REAL"}
    columns = ", ".join(f"{one['name']} {kinds.get(one['type'], 'TEXT')}" for one in _fields())
    with source.open(encoding="utf-8", newline="") as stream:
        rows = csv.reader(stream)
        next(rows)
        made = sqlite3.connect(target)
        made.execute(f"CREATE TABLE events ({columns})")
        made.executemany(f"INSERT INTO events VALUES ({', '.join('?' * len(COLUMNS))})", rows)
        made.commit()
        made.close()


PLAIN: dict[str, Callable[[Path, Path], None]] = {
    "csv": plain_csv,
    "parquet": plain_parquet,
    "geojson": plain_geojson,
    "geopackage": plain_sqlite,
    "sqlite": plain_sqlite,
    "hxl": plain_csv,
}


def _copy(relation: str, target: Path, options: str) -> None:
    import duckdb

    with duckdb.connect() as connection:
        connection.execute(f"COPY (FROM {relation}) TO '{target}' ({options})").fetchall()


def _fields() -> list[dict[str, str]]:
    path = resources.folder("schema") / "tables" / "events.json"
    fields: list[dict[str, str]] = json.loads(path.read_text("utf-8"))["fields"]
    return fields


def _package(folder: Path, rows: int) -> None:
    events.write(folder / EVENTS, Order(rows=rows, seed=1, columns=len(COLUMNS)), os.cpu_count() or 1)
    schema = json.loads((resources.folder("schema") / "tables" / "events.json").read_text("utf-8"))
    resource = {"name": "events", "type": "table", "path": EVENTS, "schema": schema}
    descriptor = {"name": "invented", "resources": [resource]}
    (folder / "datapackage.json").write_text(json.dumps(descriptor), "utf-8")


def measure(folder: Path, names: list[str], runs: int) -> None:
    """Print a row for each format."""
    print(
        "| | dateline | plainest writer | times | computing | times | memory | that of the plainest | size |"
    )
    print("|:--|--:|--:|--:|--:|--:|--:|--:|--:|")
    for name in names:
        ours, plain = [], []
        for _ in range(runs):
            ours.append(cost([sys.executable, __file__, "--write", name, str(folder)]))
            plain.append(cost([sys.executable, __file__, "--plain", name, str(folder)]))
        one, other = typical(ours), typical(plain)
        size = sum(path.stat().st_size for path in (folder / name).rglob("*") if path.is_file())
        memory = [f"{(each.memory or 0) / 1e6:,.0f} MB" for each in (one, other)]
        print(
            f"| {name} | {one.wall:.1f} s | {other.wall:.1f} s | {one.wall / other.wall:.2f} | "
            f"{one.cpu:.1f} s | {one.cpu / other.cpu:.2f} | {memory[0]} | {memory[1]} | "
            f"{size / 1e6:,.0f} MB |",
            flush=True,
        )


def zipped(folder: Path, names: list[str]) -> None:
    """The zip of what the formats wrote."""
    whole = folder / "whole"
    whole.mkdir(exist_ok=True)
    for name in names:
        (folder / name).rename(whole / name)
    files = sorted(path.relative_to(whole).as_posix() for path in whole.rglob("*") if path.is_file())
    target = folder / "whole.zip"
    target.unlink(missing_ok=True)
    archive.write(whole, files, target)


def measure_zip(folder: Path, names: list[str]) -> None:
    """Print what the zip of all of them takes, once."""
    one = cost([sys.executable, __file__, "--zip", str(folder), "--only", *names])
    size = (folder / "whole.zip").stat().st_size
    print(
        f"\nThe zip of these: {one.wall:.0f} s, {(one.memory or 0) / 1e6:,.0f} MB, of {size / 1e6:,.0f} MB."
    )


def main() -> None:
    """Measure all formats, one after the other."""
    parser = argparse.ArgumentParser(description="Measure the formats of a release.")
    parser.add_argument("--rows", type=int, default=1_000_000, help="of events  [default: 1000000]")
    parser.add_argument("--runs", type=int, default=3, help="of which the medians are shown  [default: 3]")
    parser.add_argument("--only", nargs="+", choices=list(formats.FORMATS), default=list(formats.FORMATS))
    parser.add_argument("--write", nargs=2, metavar=("FORMAT", "FOLDER"), help=argparse.SUPPRESS)
    parser.add_argument("--plain", nargs=2, metavar=("FORMAT", "FOLDER"), help=argparse.SUPPRESS)
    parser.add_argument("--zip", metavar="FOLDER", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.zip:
        zipped(Path(asked.zip), asked.only)
    elif asked.write:
        write(asked.write[0], Path(asked.write[1]))
    elif asked.plain:
        name, folder = asked.plain[0], Path(asked.plain[1])
        target = folder / f"plain-{name}"
        target.unlink(missing_ok=True)
        PLAIN[name](folder / EVENTS, target)
    else:
        with tempfile.TemporaryDirectory() as temporary:
            _package(Path(temporary), asked.rows)
            size = (Path(temporary) / EVENTS).stat().st_size
            print(f"{asked.rows:,} events, {size / 1e6:,.0f} MB of CSV; {machine()}\n")
            measure(Path(temporary), asked.only, asked.runs)
            measure_zip(Path(temporary), asked.only)


if __name__ == "__main__":
    main()
