"""What became of events that were published before: the hand-kept list of keys, as a table of the release."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from dateline import package as packages
from dateline import project
from dateline.package import Package
from dateline.project import TABLES
from dateline.schemas import table_schema

NAME = "ids"
"""Of the table, and of the file in a project's seeds."""
_ABOUT = ("title", "description")


def with_retired(package: Package, folder: Path) -> Package:
    """A project's package with the table of retired keys, behind its other tables of data; any other package
    is as it was. `folder` takes copies. CallError if the list cannot be read."""
    if NAME in package.tables or not package.settings:
        return package
    of = project.read(package.root)
    path = of.seeds / f"{NAME}.csv"
    if not path.is_file():
        return package
    schema = table_schema(NAME)
    about = {key: schema[key] for key in _ABOUT}
    bare = {key: value for key, value in schema.items() if key not in (*_ABOUT, "name")}
    resource = {"name": NAME, "path": of.shown(path), "schema": bare, **about}
    table = packages.table(resource, package.root, folder)
    assert table is not None
    data = {name: one for name, one in package.tables.items() if name in TABLES}
    codes = {name: one for name, one in package.tables.items() if name not in TABLES}
    return replace(package, tables={**data, NAME: table, **codes})
