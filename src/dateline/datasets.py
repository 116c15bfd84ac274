"""The tables in a project's `datasets/`, as `convert` wrote them, read into memory."""

from __future__ import annotations

import csv
from collections.abc import Iterable

from dateline.errors import CallError
from dateline.project import Project
from dateline.registry import read_rows
from dateline.schemas import table_schema

Tables = dict[str, list[dict[str, str]]]


def read(project: Project, names: Iterable[str]) -> Tables:
    """The named tables, all cells text. CallError if one is absent, is not CSV or has other columns."""
    return {name: _table(project, name) for name in names}


def _table(project: Project, name: str) -> list[dict[str, str]]:
    path = project.datasets / f"{name}.csv"
    shown = project.shown(path)
    try:
        rows = read_rows(path)
    except FileNotFoundError:
        raise CallError(f"{shown} is not there. Run `dateline convert` first.") from None
    except (csv.Error, ValueError) as error:
        raise CallError(f"{shown} cannot be read as CSV: {error}. `dateline validate` says more.") from error
    lacking = {field["name"] for field in table_schema(name)["fields"]} - (rows[0].keys() if rows else set())
    if rows and lacking:
        raise CallError(
            f"{shown} lacks the columns {', '.join(sorted(lacking))}. `dateline validate` says more."
        )
    return rows
