"""Packages to publish: the reference, and one whose cells are as bad as cells can be."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dateline import package
from dateline.release import formats
from dateline.release.formats.content import Content, Output, content

DAY = date(2026, 11, 22)
Row = dict[str, str]


@pytest.fixture
def contents(tmp_path: Path) -> Iterator[Callable[..., Content]]:
    """Opens a package, to be written."""
    with ExitStack() as open_:

        def of(root: Path, *, words: bool = True, threads: int = 2) -> Content:
            opened = package.opened(root, tmp_path)
            connection = open_.enter_context(
                package.connect(opened, threads=threads, temp_directory=tmp_path / "duckdb")
            )
            return content(opened, connection, DAY, words=words)

        yield of


def written(name: str, made: Content, folder: Path) -> list[Output]:
    """Writes one format; every file that it names is there."""
    outputs = formats.writer(name)(made, folder)
    assert all((folder / one.path).stat().st_size for one in outputs)
    return outputs


def source(made: Content, table: str) -> list[Row]:
    """The rows as they stand in the project, read without dateline and DuckDB."""
    path = made.relations[table].table.file.path
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, strict=True))


def typed(made: Content, table: str) -> list[dict[str, Any]]:
    """The same rows, with the types of the Table Schema; days as text."""
    kinds: dict[str, Callable[[str], Any]] = {
        "integer": int,
        "number": float,
        "boolean": lambda cell: cell == "true",
    }
    fields = {one["name"]: kinds.get(one["type"], str) for one in made.relations[table].table.fields}
    return [
        {name: kind(row[name]) if row[name] else None for name, kind in fields.items()}
        for row in source(made, table)
    ]


HOSTILE: list[Row] = [
    {"notes": 'said "so", and\r\nleft\n', "latitude": "-33.4489", "longitude": "-70.6693"},
    {"notes": '=HYPERLINK("http://example.org")', "actor1": "+1", "actor2": "-2", "tags": "@x"},
    {"notes": "'=1+1", "actor1": "''@", "actor2": "'plain", "tags": "\tx", "location": "\rx"},
    {"notes": "قصف على حلب 😀 e\u0301 \u202e", "actor1": "Ärzte", "event_date": "0001-01-01"},
    {"notes": "NULL", "event_date": "9999-12-31", "fatalities": "9007199254740993"},
    {"latitude": "", "longitude": "", "notes": "nowhere", "sure": "false"},
    {"latitude": "90", "longitude": "-180", "sure": "", "notes": "\\N \\ , ; '"},
    {"latitude": "1e-7", "longitude": "0.1", "notes": "#hash \u2028 \u0000end"},
]
COLUMNS = {
    "event_id_cnty": "string",
    "event_date": "date",
    "actor1": "string",
    "actor2": "string",
    "location": "string",
    "latitude": "number",
    "longitude": "number",
    "notes": "string",
    "fatalities": "integer",
    "tags": "string",
    "sure": "boolean",
    "geom": "string",
}


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A package of events with quotation marks, line breaks, formulas, scripts of all kinds and no values."""
    root = tmp_path / "hostile"
    root.mkdir()
    usual = {"event_date": "2017-10-14", "latitude": "35.0209", "longitude": "40.4535", "sure": "true"}
    rows = [{"event_id_cnty": f"X{n}", **usual, **row} for n, row in enumerate(HOSTILE)]
    with (root / "events.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(COLUMNS), lineterminator="\r\n")  # so that CR is quoted
        writer.writeheader()
        writer.writerows(rows)
    fields: list[dict[str, Any]] = [{"name": name, "type": kind} for name, kind in COLUMNS.items()]
    fields[0]["constraints"] = {"required": True}
    keys = [
        {"fields": ["location"], "reference": {"resource": "", "fields": ["actor1"]}},
        {"fields": "actor2", "reference": {"resource": "elsewhere", "fields": "name"}},
    ]
    schema = {"fields": fields, "primaryKey": "event_id_cnty", "foreignKeys": keys}
    resource = {"name": "events", "type": "table", "path": "events.csv", "schema": schema}
    (root / "datapackage.json").write_text(json.dumps({"name": "hostile", "resources": [resource]}))
    return root
