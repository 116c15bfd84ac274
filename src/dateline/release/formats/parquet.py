"""Parquet with the types of the Table Schemas; tables with coordinates as GeoParquet 1.0, whose coordinate
reference system is OGC:CRS84 where none is named."""

from __future__ import annotations

from pathlib import Path

from dateline.engine.table_file import literal
from dateline.release.formats import points
from dateline.release.formats.content import Content, Output, Relation, place

OPTIONS = "FORMAT parquet, COMPRESSION zstd, GEOPARQUET_VERSION 'V1'"
"""V1: a geometry is WKB and described in the file's metadata, which all readers of GeoParquet know."""


def write(content: Content, folder: Path) -> list[Output]:
    """Each table: `formats/<name>.parquet`."""
    return [_write(content, relation, folder) for relation in content.relations.values()]


def _write(content: Content, relation: Relation, folder: Path) -> Output:
    path = f"formats/{relation.name}.parquet"
    spatial = points.are_in(relation)
    sql = points.with_geometry(relation) if spatial else relation.typed
    content.run(relation, f"COPY ({sql}) TO {literal(str(place(folder, path)))} ({OPTIONS})")
    kind = "GeoParquet" if spatial else "Parquet"
    return Output(path, relation.title, "application/vnd.apache.parquet", kind, relation.name)
