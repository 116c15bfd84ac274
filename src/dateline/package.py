"""Reading the tables of a data package that `convert` wrote."""

from __future__ import annotations

import csv
from collections.abc import Iterable

from dateline.errors import CallError
from dateline.project import Project
from dateline.registry import read_rows

Tables = dict[str, list[dict[str, str]]]


def read(project: Project, names: Iterable[str]) -> Tables:
    """The named tables, all cells text. CallError if one is absent or is not CSV."""
    return {name: _table(project, name) for name in names}


def _table(project: Project, name: str) -> list[dict[str, str]]:
    path = project.datasets / f"{name}.csv"
    shown = project.shown(path)
    try:
        return read_rows(path)
    except FileNotFoundError:
        raise CallError(f"{shown} is not there. Run `dateline convert` first.") from None
    except (csv.Error, UnicodeDecodeError) as error:
        raise CallError(f"{shown} cannot be read as CSV: {error}. `dateline validate` says more.") from error
