"""GeoPackage 1.4 (OGC 12-128r19): tables with coordinates as layers of points, the others as attributes.

Layers have the R-tree that the standard's extension describes; titles and descriptions of the columns stand
in the tables of its schema extension. Section numbers are those of the standard.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from dateline.engine.table_file import identifier
from dateline.release.formats import bulk, points, rtree
from dateline.release.formats.content import Content, Output, Relation, place

APPLICATION, VERSION = 0x47504B47, 10400
"""`GPKG` in ASCII, and 1.4 as the standard counts (1.1.1)."""
WGS84 = 4326
_WKT = (
    'GEOGCS["WGS 84",DATUM["World Geodetic System 1984",SPHEROID["WGS 84",6378137,298.257223563,'
    'AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],'
    'UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AXIS["Latitude",NORTH],'
    'AXIS["Longitude",EAST],AUTHORITY["EPSG","4326"]]'
)
_SYSTEMS = (
    ("Undefined Cartesian", -1, "NONE", -1, "undefined", "coordinates of no known system, in a plane"),
    ("Undefined geographic", 0, "NONE", 0, "undefined", "coordinates of no known system, in degrees"),
    ("WGS 84", WGS84, "EPSG", WGS84, _WKT, "longitude and latitude in decimal degrees"),
)
"""The three that every file must have (1.1.2.1.2)."""
_TABLES = """
CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
  description TEXT DEFAULT '', last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL,
  srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
  CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_extensions (
  table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL,
  scope TEXT NOT NULL, CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
CREATE TABLE gpkg_data_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT, description TEXT,
  mime_type TEXT, constraint_name TEXT, CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name),
  CONSTRAINT gdc_tn UNIQUE (table_name, name));
CREATE TABLE gpkg_data_column_constraints (
  constraint_name TEXT NOT NULL, constraint_type TEXT NOT NULL, value TEXT, min NUMERIC,
  min_is_inclusive BOOLEAN, max NUMERIC, max_is_inclusive BOOLEAN, description TEXT,
  CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value));
"""
_SCHEMA = ("gpkg_schema", "http://www.geopackage.org/spec/#extension_schema", "read-write")
_EXTENSIONS = (("gpkg_data_columns", None, *_SCHEMA), ("gpkg_data_column_constraints", None, *_SCHEMA))
_RTREE = ("gpkg_rtree_index", "http://www.geopackage.org/spec/#extension_rtree", "write-only")
_BLOB = f"'GP'::BLOB || '\\x00\\x01\\xE6\\x10\\x00\\x00'::BLOB || CAST(ST_AsWKB({points.GEOMETRY}) AS BLOB)"
"""SQL of a geometry (2.1.3): version 0, little endian without an envelope, the number of WGS 84, then WKB."""


def write(content: Content, folder: Path) -> list[Output]:
    """`formats/<name>.gpkg`, with all tables."""
    path = f"formats/{content.name}.gpkg"
    with bulk.database(place(folder, path)) as made:
        made.execute(f"PRAGMA application_id = {APPLICATION}")
        made.execute(f"PRAGMA user_version = {VERSION}")
        for statement in filter(str.strip, _TABLES.split(";\n")):
            made.execute(statement)
        _put(made, "gpkg_spatial_ref_sys", *_SYSTEMS)
        _put(made, "gpkg_extensions", *_EXTENSIONS)
        for relation in content.relations.values():
            (_layer if points.are_in(relation) else _attributes)(made, content, relation)
            _describe(made, relation)
    title = "All tables; those with coordinates as layers"
    return [Output(path, title, "application/geopackage+sqlite3", "GeoPackage")]


def _attributes(made: sqlite3.Connection, content: Content, relation: Relation) -> None:
    _create(made, relation)
    bulk.fill(made, content, relation)
    _list(made, content, relation, "attributes", (None, None, None, None, None))


def _layer(made: sqlite3.Connection, content: Content, relation: Relation) -> None:
    name = relation.name
    row, shape = _row(relation), points.free("geom", relation.table.columns)
    _create(made, relation, f"{identifier(shape)} POINT")
    bulk.fill(made, content, relation, (shape, _BLOB))
    x, y = points.LONGITUDE, points.LATITUDE
    known = f"FROM {identifier(name)} WHERE {identifier(shape)} NOT NULL"
    box = made.execute(f"SELECT min({x}), min({y}), max({x}), max({y}) {known}").fetchone()
    _list(made, content, relation, "features", (*box, WGS84))
    _put(made, "gpkg_geometry_columns", (name, shape, "POINT", WGS84, 0, 0))
    _put(made, "gpkg_extensions", (name, shape, *_RTREE))
    tree = f"rtree_{name}_{shape}"
    made.execute(f"CREATE VIRTUAL TABLE {identifier(tree)} USING rtree(id, minx, maxx, miny, maxy)")
    rtree.fill(made, tree, identifier(name), identifier(row), x, y, f"{identifier(shape)} NOT NULL")
    for trigger in triggers(name, row, shape):
        made.execute(trigger)


def triggers(table: str, row: str, shape: str) -> list[str]:
    """What keeps the R-tree of a layer up to date when its rows change (F.3). The functions are those of the
    program that changes them."""
    at, tree = identifier(table), f"rtree_{table}_{shape}"
    new_row, old_row = f"NEW.{identifier(row)}", f"OLD.{identifier(row)}"
    new, old = f"NEW.{identifier(shape)}", f"OLD.{identifier(shape)}"
    there, gone = (f"({new} NOT NULL AND NOT ST_IsEmpty({new}))", f"({new} ISNULL OR ST_IsEmpty({new}))")
    was, was_not = there.replace("NEW", "OLD"), gone.replace("NEW", "OLD")
    sides = [f"ST_{most}{axis}({new})" for axis in "XY" for most in ("Min", "Max")]
    minx, maxx, miny, maxy = sides
    values = f"VALUES ({new_row}, {', '.join(sides)});"
    insert, replace = (
        f"INSERT INTO {identifier(tree)} {values}",
        f"INSERT OR REPLACE INTO {identifier(tree)} {values}",
    )
    moved = f"UPDATE {identifier(tree)} SET minx = {minx}, maxx = {maxx}, miny = {miny}, maxy = {maxy} "
    delete = f"DELETE FROM {identifier(tree)} WHERE id"
    of = f"UPDATE OF {identifier(shape)}"
    rules = {
        "insert": ("INSERT", there, replace),
        "update2": (of, f"{old_row} = {new_row} AND {gone}", f"{delete} = {old_row};"),
        "update4": ("UPDATE", f"{old_row} != {new_row} AND {gone}", f"{delete} IN ({old_row}, {new_row});"),
        "update5": ("UPDATE", f"{old_row} != {new_row} AND {there}", f"{delete} = {old_row}; {replace}"),
        "update6": (of, f"{old_row} = {new_row} AND {there} AND {was}", f"{moved} WHERE id = {new_row};"),
        "update7": (of, f"{old_row} = {new_row} AND {there} AND {was_not}", insert),
        "delete": ("DELETE", f"{old} NOT NULL", f"{delete} = {old_row};"),
    }
    return [
        f"CREATE TRIGGER {identifier(f'{tree}_{name}')} AFTER {change} ON {at} WHEN {when} BEGIN {do} END"
        for name, (change, when, do) in rules.items()
    ]


def _row(relation: Relation) -> str:
    """The whole number that identifies a row, as the standard demands (2.1.6, 2.4.2)."""
    return points.free("fid", relation.table.columns)


def _create(made: sqlite3.Connection, relation: Relation, *more: str) -> None:
    columns = [
        f"{identifier(_row(relation))} INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL",
        *more,
        *(bulk.column(one, relation.table.key) for one in relation.table.fields),
    ]
    made.execute(f"CREATE TABLE {identifier(relation.name)} ({', '.join(columns)})")


def _list(
    made: sqlite3.Connection,
    content: Content,
    relation: Relation,
    kind: str,
    extent: tuple[float | None, ...],
) -> None:
    day = f"{content.released.isoformat()}T00:00:00.000Z"
    said = f"{relation.title}. {relation.description}".strip()
    _put(made, "gpkg_contents", (relation.name, kind, relation.name, said, day, *extent))


def _describe(made: sqlite3.Connection, relation: Relation) -> None:
    said = [
        (relation.name, one["name"], one["name"], one.get("title"), one.get("description"), None, None)
        for one in relation.table.fields
    ]
    _put(made, "gpkg_data_columns", *said)


def _put(made: sqlite3.Connection, table: str, *rows: tuple[object, ...]) -> None:
    made.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)
