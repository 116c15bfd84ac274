"""What became of events that were published before: the hand-kept list of keys, as a table of the release."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from dateline.engine import table_file
from dateline.package import Package, Table
from dateline.project import TABLES, Project
from dateline.schemas import table_schema

NAME = "ids"


def with_retired(package: Package, project: Project) -> Package:
    """The package with the table of retired keys, behind its other tables of data."""
    path = project.seeds / f"{NAME}.csv"
    if NAME in package.tables or not path.is_file():
        return package
    shown = project.shown(path)
    schema = table_schema(NAME)
    about = {key: schema[key] for key in ("title", "description")}
    file = table_file.opened(path, shown, Path())
    table = Table(NAME, shown, file, {key: schema[key] for key in schema if key not in about}, about)
    data = {name: one for name, one in package.tables.items() if name in TABLES}
    codes = {name: one for name, one in package.tables.items() if name not in TABLES}
    return replace(package, tables={**data, NAME: table, **codes})
