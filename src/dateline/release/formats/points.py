"""Tables with a point in each row, as SQL."""

from __future__ import annotations

from collections.abc import Iterable

from dateline import package
from dateline.engine.table_file import identifier
from dateline.release.formats.content import Relation

LATITUDE, LONGITUDE = "latitude", "longitude"
KNOWN = f"(isfinite({LATITUDE}) AND isfinite({LONGITUDE}))"
"""SQL of whether a row has a point: both coordinates are there, and numbers. Null if one is null."""
GEOMETRY = f"CASE WHEN {KNOWN} THEN CAST('POINT(' || {LONGITUDE} || ' ' || {LATITUDE} || ')' AS GEOMETRY) END"
"""SQL of the point, WGS 84, longitude first. Through text, which DuckDB writes with as many digits as the
number needs to come back exactly; its core has no other way."""


def are_in(relation: Relation) -> bool:
    """Whether a table has coordinates."""
    kinds = {one["name"]: package.type_of(one) for one in relation.table.fields}
    return kinds.get(LATITUDE) == kinds.get(LONGITUDE) == "DOUBLE"


def free(name: str, columns: Iterable[str]) -> str:
    """A name for one more column: `name`, with as many underscores as make it new in any spelling."""
    taken = {one.lower() for one in columns}
    while name in taken:
        name += "_"
    return name


def with_geometry(relation: Relation) -> str:
    """SQL of the table with the point as its last column, `geometry`."""
    added = identifier(free("geometry", relation.table.columns))
    return f"SELECT *, {GEOMETRY} AS {added} FROM ({relation.typed})"
