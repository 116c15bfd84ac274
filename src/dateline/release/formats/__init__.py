"""Formats in which the data of a release are published. One file a format; each writes its files below the
folder of the release, from the same content, and says what it has written.

    for name in formats.FORMATS:
        outputs += formats.writer(name)(content, folder)
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dateline.release.formats.content import Content, Output

FORMATS: Mapping[str, str] = {
    "csv": "every table, for everything that reads tables",
    "parquet": "every table with its types, for DuckDB, pandas, polars, R; GeoParquet where there are points",
    "geojson": "the events as points, for maps in a browser",
    "geopackage": "every table in one file, for QGIS and other GIS",
    "sqlite": "every table in one file with keys and full-text search, for Datasette and SQL",
    "hxl": "the events as CSV with HXL hashtags, for humanitarian tools",
}
"""What each is for."""
OPTIONAL = frozenset({"hxl"})
"""Those that are written only if they are asked for."""

Write = Callable[["Content", Path], "list[Output]"]


def writer(name: str) -> Write:
    """What writes the format of that name; KeyError if there is none."""
    if name not in FORMATS:
        raise KeyError(name)
    write: Write = importlib.import_module(f"{__name__}.{name}").write
    return write
