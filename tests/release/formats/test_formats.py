"""Every format, read back by what its users read it with, and compared with the source cell by cell."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import sqlite3
import struct
from collections.abc import Callable, Container
from contextlib import closing
from pathlib import Path
from typing import Any

import hxl
import pyarrow.parquet as pq
import pytest
from pyogrio.raw import read as read_layer

from dateline.errors import CallError
from dateline.release import escaping, formats
from dateline.release.formats import geopackage
from dateline.release.formats.content import WORDS, Content
from dateline.release.formats.hxl import hashtags

from .conftest import source, typed, written

Contents = Callable[..., Content]


@pytest.fixture(params=["reference", "hostile"])
def made(request: pytest.FixtureRequest, contents: Contents, repository: Path) -> Content:
    """Each package in turn."""
    return contents(repository if request.param == "reference" else request.getfixturevalue("hostile"))


def rows_of(path: Path) -> list[dict[str, str]]:
    """A CSV file."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, strict=True))


def unescaped(row: dict[str, str], columns: Container[str]) -> dict[str, str]:
    """The row without the apostrophes of these columns."""
    return {k: escaping.unescaped(cell) if k in columns else cell for k, cell in row.items()}


def point(row: dict[str, Any]) -> list[float] | None:
    """Longitude and latitude of a row, if it has them."""
    return None if row["latitude"] is None else [row["longitude"], row["latitude"]]


def test_csv(made: Content, tmp_path: Path) -> None:
    outputs = written("csv", made, tmp_path / "out")
    assert {one.table for one in outputs} == set(made.relations)
    for one in outputs:
        assert one.table is not None
        before, after = source(made, one.table), rows_of(tmp_path / "out" / one.path)
        escaped = {
            name: sum(escaping.escaped(row[name]) != row[name] for row in before)
            for name in made.relations[one.table].table.columns
            if name not in ("latitude", "longitude", "south", "north", "west", "east")
        }
        assert one.escaped == {name: count for name, count in escaped.items() if count}
        assert [unescaped(row, one.escaped) for row in after] == before


def test_csv_of_the_hostile_package_starts_no_formula(
    hostile: Path, contents: Contents, tmp_path: Path
) -> None:
    [output] = written("csv", contents(hostile), tmp_path / "out")
    for row in rows_of(tmp_path / "out" / output.path):
        for name in ("actor1", "actor2", "location", "notes", "tags"):
            assert not row[name].startswith(tuple(escaping.TRIGGERS))
    assert output.escaped == {"actor1": 2, "actor2": 1, "location": 1, "notes": 2, "tags": 2}


def test_csv_keeps_the_bytes_of_what_dateline_wrote(
    repository: Path, contents: Contents, tmp_path: Path
) -> None:
    written("csv", contents(repository), tmp_path / "out")
    for name in ("events", "claims"):
        there, here = tmp_path / "out" / "data" / f"{name}.csv", repository / "datasets" / f"{name}.csv"
        assert there.read_bytes() == here.read_bytes()


def test_parquet(made: Content, tmp_path: Path) -> None:
    for one in written("parquet", made, tmp_path / "out"):
        assert one.table is not None
        file = pq.ParquetFile(tmp_path / "out" / one.path)
        rows = file.read().to_pylist()
        shapes = [row.pop("geometry", None) for row in rows]
        expected = typed(made, one.table)
        assert [
            {k: v.isoformat() if hasattr(v, "isoformat") else v for k, v in row.items()} for row in rows
        ] == expected
        geo = (file.metadata.metadata or {}).get(b"geo")
        assert (geo is not None) == (one.format == "GeoParquet") == (one.table in ("events", "locations"))
        if geo is not None:
            said = json.loads(geo)
            column = said["columns"][said["primary_column"]]
            assert said["version"].startswith("1.") and column["encoding"] == "WKB" and "crs" not in column
            points = [point(row) for row in expected]
            assert [shape and list(struct.unpack("<xIdd", shape)[1:]) for shape in shapes] == points


def test_geojson(made: Content, tmp_path: Path) -> None:
    [output] = written("geojson", made, tmp_path / "out")
    said = json.loads((tmp_path / "out" / output.path).read_bytes())
    expected = typed(made, "events")
    known = [point(row) for row in expected if row["latitude"] is not None]
    assert list(said) == ["type", "bbox", "features"] and said["type"] == "FeatureCollection"
    assert said["bbox"] == [
        *(min(one[axis] for one in known if one) for axis in (0, 1)),
        *(max(one[axis] for one in known if one) for axis in (0, 1)),
    ]
    for feature, row in zip(said["features"], expected, strict=True):
        at = point(row)
        assert feature == {
            "type": "Feature",
            "id": row["event_id_cnty"],
            "geometry": at and {"type": "Point", "coordinates": at},
            "properties": row,
        }


def test_geopackage_in_gdal(made: Content, tmp_path: Path) -> None:
    [output] = written("geopackage", made, tmp_path / "out")
    for table in made.relations:
        if table not in ("events", "locations"):
            continue
        shape = "geom_" if "geom" in made.relations[table].table.columns else "geom"
        meta, _, shapes, cells = read_layer(tmp_path / "out" / output.path, layer=table)
        expected = typed(made, table)
        assert meta["crs"] == "EPSG:4326" and meta["geometry_type"] == "Point"
        assert list(meta["fields"]) == made.relations[table].table.columns
        kinds = {"date": "datetime64[D]", "integer": "int", "number": "float64", "boolean": "bool"}
        for column, field in zip(cells, made.relations[table].table.fields, strict=True):
            assert (
                column.dtype == "object"
                or str(column.dtype).startswith(kinds[field["type"]])
                or any(row[field["name"]] is None for row in expected)  # numpy knows no null but NaN
            )
        points = [point(row) for row in expected]
        assert [one and list(struct.unpack("<xIdd", one)[1:]) for one in shapes] == points
        with closing(sqlite3.connect(tmp_path / "out" / output.path)) as opened:
            found = opened.execute(
                f"SELECT column_name FROM gpkg_geometry_columns WHERE table_name = '{table}'"
            )
            assert found.fetchall() == [(shape,)]


@pytest.mark.parametrize("name", ["geopackage", "sqlite"])
def test_rows_of_databases(name: str, made: Content, tmp_path: Path) -> None:
    output = written(name, made, tmp_path / "out")[0]
    with closing(sqlite3.connect(tmp_path / "out" / output.path)) as opened:
        opened.row_factory = sqlite3.Row
        assert opened.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert opened.execute("PRAGMA foreign_key_check").fetchall() == []
        for table, relation in made.relations.items():
            columns = ", ".join(f'"{one}"' for one in relation.table.columns)
            rows = [dict(row) for row in opened.execute(f"SELECT {columns} FROM {table} ORDER BY rowid")]
            assert rows == typed(made, table)


def test_geopackage_as_the_standard_asks(repository: Path, contents: Contents, tmp_path: Path) -> None:
    made = contents(repository)
    [output] = written("geopackage", made, tmp_path / "out")
    with closing(sqlite3.connect(tmp_path / "out" / output.path)) as opened:

        def all_of(sql: str) -> list[tuple[Any, ...]]:
            return opened.execute(sql).fetchall()

        assert all_of("PRAGMA application_id") == [(0x47504B47,)]
        assert all_of("PRAGMA user_version") == [(10400,)]
        assert all_of("SELECT srs_id FROM gpkg_spatial_ref_sys ORDER BY 1") == [(-1,), (0,), (4326,)]
        kinds = dict(all_of("SELECT table_name, data_type FROM gpkg_contents"))
        assert set(kinds) == set(made.relations)
        assert {name for name, kind in kinds.items() if kind == "features"} == {"events", "locations"}
        assert all_of("SELECT DISTINCT last_change FROM gpkg_contents") == [("2026-11-22T00:00:00.000Z",)]
        box = all_of("SELECT min_x, min_y, max_x, max_y FROM gpkg_contents WHERE table_name = 'events'")
        assert box == [(39.0079, 35.0209, 40.4535, 35.9528)]
        assert all_of("SELECT rtreecheck('rtree_events_geom')") == [("ok",)]
        near = "SELECT id FROM rtree_events_geom WHERE minx >= 40.4 AND maxx <= 40.5 AND miny >= 35.0"
        inside = "SELECT fid FROM events WHERE longitude BETWEEN 40.4 AND 40.5 AND latitude >= 35.0"
        assert all_of(f"{near} ORDER BY id") == all_of(inside) != []
        assert [row[0][:8] for row in all_of("SELECT geom FROM events")] == [b"GP\0\x01\xe6\x10\0\0"] * 5
        titles = all_of("SELECT title FROM gpkg_data_columns WHERE column_name = 'event_date'")
        assert titles == [("Event date",)]


def test_triggers_keep_the_tree_up_to_date() -> None:
    with closing(sqlite3.connect(":memory:")) as opened:
        for axis, most in ((axis, most) for axis in "XY" for most in ("Min", "Max")):
            at = 0 if axis == "X" else 1
            opened.create_function(f"ST_{most}{axis}", 1, lambda text, at=at: float(text.split()[at]))
        opened.create_function("ST_IsEmpty", 1, lambda text: text == "")
        opened.execute("CREATE TABLE places (fid INTEGER PRIMARY KEY, geom TEXT)")
        opened.execute("CREATE VIRTUAL TABLE rtree_places_geom USING rtree(id, minx, maxx, miny, maxy)")
        for trigger in geopackage.triggers("places", "fid", "geom"):
            opened.execute(trigger)
        for change in (
            "INSERT INTO places VALUES (1, '1 2'), (2, NULL), (3, ''), (4, '4 4'), (5, '5 5'), (6, '6 6')",
            "UPDATE places SET geom = '3 3' WHERE fid = 1",
            "UPDATE places SET geom = '2 2' WHERE fid = 2",
            "UPDATE places SET fid = 14 WHERE fid = 4",
            "UPDATE places SET fid = 15, geom = NULL WHERE fid = 5",
            "UPDATE places SET geom = '' WHERE fid = 6",
            "INSERT INTO places VALUES (7, '7 7')",
            "DELETE FROM places WHERE fid = 7",
        ):
            opened.execute(change)
        tree = opened.execute("SELECT * FROM rtree_places_geom ORDER BY id").fetchall()
    assert tree == [(1, 3, 3, 3, 3), (2, 2, 2, 2, 2), (14, 4, 4, 4, 4)]


def test_sqlite_has_keys_indexes_and_search(repository: Path, contents: Contents, tmp_path: Path) -> None:
    output = written("sqlite", contents(repository), tmp_path / "out")[0]
    with closing(sqlite3.connect(tmp_path / "out" / output.path)) as opened:
        keys = {row[3]: row[2] for row in opened.execute("PRAGMA foreign_key_list(claims)")}
        assert keys == {
            "basis": "claim_bases",
            "event_id": "events",
            "field": "field_policies",
            "source_id": "sources",
        }
        primary = [row[1] for row in opened.execute("PRAGMA table_info(events)") if row[5]]
        assert primary == ["event_id_cnty"]
        plan = "EXPLAIN QUERY PLAN SELECT * FROM events WHERE event_date = '2017-10-14'"
        assert "events_event_date" in opened.execute(plan).fetchone()[3]
        found = opened.execute(
            "SELECT event_key FROM events_fts JOIN events ON events.rowid = events_fts.rowid "
            "WHERE events_fts MATCH '\"shia militias\"'"
        )
        assert found.fetchall() == [("al-mayadin-retaken-2017-10-14",)]
        opened.execute("INSERT INTO events_fts (events_fts) VALUES ('integrity-check')")
        opened.commit()
        opened.execute("PRAGMA foreign_keys = ON")
        with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
            opened.execute("UPDATE events SET actor1 = 'nobody'")
        with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
            opened.execute("UPDATE events SET event_id_cnty = 'DLS-4QNHQQ0SD3'")


def test_sqlite_leaves_out_foreign_keys_that_it_cannot_keep(
    hostile: Path, contents: Contents, tmp_path: Path
) -> None:
    output = written("sqlite", contents(hostile), tmp_path / "out")[0]
    with closing(sqlite3.connect(tmp_path / "out" / output.path)) as opened:
        assert opened.execute("PRAGMA foreign_key_list(events)").fetchall() == []
        opened.execute("PRAGMA foreign_keys = ON")
        opened.execute("UPDATE events SET location = 'nowhere'")


def test_the_query_of_the_page_runs(repository: Path, contents: Contents, tmp_path: Path) -> None:
    page = (repository / "docs/formats.md").read_text(encoding="utf-8")
    [query] = [one for one in re.findall(r"```sql\n(.*?)```", page, re.DOTALL) if "MATCH" in one]
    [output, _metadata] = written("sqlite", contents(repository), tmp_path / "out")
    with closing(sqlite3.connect(tmp_path / "out" / output.path)) as opened:
        assert "raqqa" in query
        assert opened.execute(query).fetchall() == []  # the reference has no air strike
        words = query.replace('"air strike" AND raqqa', "militias AND mayadin")
        [(day, notes)] = opened.execute(words).fetchall()
    assert day == "2017-10-14" and "militias" in notes


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")  # Datasette's own
def test_sqlite_in_datasette(repository: Path, contents: Contents, tmp_path: Path) -> None:
    import asyncio

    from datasette.app import Datasette

    made = contents(repository)
    database, metadata = written("sqlite", made, tmp_path / "out")
    served = Datasette(
        [str(tmp_path / "out" / database.path)],
        metadata=json.loads((tmp_path / "out" / metadata.path).read_bytes()),
    )

    async def asked() -> tuple[Any, ...]:
        table = f"/{made.name}/events"
        page = await served.client.get(table)
        facet = await served.client.get(f"{table}.json?_facet=sub_event_type&_shape=objects")
        search = await served.client.get(f"{table}.json?_search=militias&_shape=array")
        words = await served.client.get(f"/{made.name}/evidence.json?_search=Raqqa&_shape=array")
        return page, facet.json(), search.json(), words.json()

    page, facet, search, words = asyncio.run(asked())
    assert page.status_code == 200
    assert "ACLED" in page.text and 'type="search"' in page.text and "Creative Commons" in page.text
    [counted] = [one for one in facet["facet_results"].values() if one["name"] == "sub_event_type"]
    assert sum(one["count"] for one in counted["results"]) == 5
    assert [one["event_key"] for one in search] == ["al-mayadin-retaken-2017-10-14"]
    assert words and all("Raqqa" in one["exact"] for one in words)


def test_hxl(made: Content, tmp_path: Path) -> None:
    [output] = written("hxl", made, tmp_path / "out")
    # libhxl reads every line end as \n, so the file's own reader says whether an apostrophe stands before it
    [_, *bare] = rows_of(tmp_path / "out" / output.path)
    assert [unescaped(row, output.escaped) for row in bare] == source(made, "events")
    with hxl.data(str(tmp_path / "out" / output.path), hxl.InputOptions(allow_local=True)) as read:
        columns = made.relations["events"].table.columns
        assert [one.header for one in read.columns] == columns
        assert [one.display_tag or "" for one in read.columns] == [
            hashtags().get(name, "") for name in columns
        ]
        rows = [dict(zip(columns, row.values, strict=True)) for row in read]
    assert rows == [{name: re.sub("\r\n?", "\n", cell) for name, cell in row.items()} for row in bare]


def test_every_column_of_the_events_has_a_hashtag_of_hxl(repository: Path) -> None:
    fields = json.loads((repository / "schema/tables/events.json").read_bytes())["fields"]
    tags = hashtags()
    assert list(tags) == [one["name"] for one in fields]
    assert len(set(tags.values())) == len(tags)
    core = {
        "#event", "#date", "#group", "#country", "#region", "#adm1", "#adm2", "#adm3", "#loc", "#geo",
        "#meta", "#description", "#affected",
    }  # fmt: skip
    for tag in tags.values():
        parsed = hxl.model.Column.parse(tag, use_exception=True)
        assert parsed.tag in core and parsed.display_tag == tag


@pytest.mark.parametrize("name", list(formats.FORMATS))
def test_no_words(name: str, repository: Path, contents: Contents, tmp_path: Path) -> None:
    made = contents(repository)
    said, ours = set(), set()
    for table in made.relations:
        for row in source(made, table):
            for column, cell in row.items():
                (said if column in WORDS.get(table, ()) else ours).add(cell)
    words = {one for one in said if len(one) > 30 and not any(one in cell for cell in ours)}
    assert len(words) > 50
    written(name, contents(repository, words=False), tmp_path / "out")
    written(name, made, tmp_path / "with")
    for path in (tmp_path / "out").rglob("*"):
        if path.is_file() and path.suffix != ".parquet":
            content = path.read_bytes().decode(errors="replace").replace('""', '"')
            assert not [one for one in words if one in content]
    if name == "parquet":
        rows = pq.read_table(tmp_path / "out/formats/evidence.parquet").to_pylist()
        assert {row[column] for row in rows for column in ("exact", "prefix", "suffix")} == {None}
    if name == "csv":
        with_, without = (rows_of(tmp_path / one / "data/evidence.csv") for one in ("with", "out"))
        assert without == [{**row, "exact": "", "prefix": "", "suffix": ""} for row in with_]


@pytest.mark.parametrize("name", list(formats.FORMATS))
def test_same_bytes_again_on_more_threads(
    name: str, repository: Path, contents: Contents, tmp_path: Path
) -> None:
    for threads in (1, 3):
        written(name, contents(repository, threads=threads), tmp_path / str(threads))
    digests = [
        {
            path.relative_to(tmp_path / str(threads)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in (tmp_path / str(threads)).rglob("*")
            if path.is_file()
        }
        for threads in (1, 3)
    ]
    assert digests[0] == digests[1] != {}


@pytest.mark.parametrize("name", ["parquet", "geojson", "geopackage", "sqlite"])
def test_a_cell_of_another_type_is_the_users_to_mend(
    name: str, hostile: Path, contents: Contents, tmp_path: Path
) -> None:
    path = hostile / "events.csv"
    path.write_bytes(path.read_bytes().replace(b"9999-12-31", b"31 December"))
    with pytest.raises(CallError, match=r"events\.csv cannot be published: .*31 December"):
        formats.writer(name)(contents(hostile), tmp_path / "out")
    assert not list((tmp_path / "out").rglob("*.sqlite")) + list((tmp_path / "out").rglob("*.gpkg"))


@pytest.mark.parametrize("name", ["geopackage", "sqlite"])
def test_a_key_that_repeats_is_the_users_to_mend(
    name: str, hostile: Path, contents: Contents, tmp_path: Path
) -> None:
    path = hostile / "events.csv"
    path.write_bytes(path.read_bytes().replace(b"X1,", b"X0,"))
    if name == "geopackage":  # has keys of its own
        written(name, contents(hostile), tmp_path / "out")
        return
    with pytest.raises(CallError, match=r"UNIQUE.*event_id_cnty.*dateline validate"):
        formats.writer(name)(contents(hostile), tmp_path / "out")
    assert not list((tmp_path / "out").rglob("*.sqlite"))


@pytest.mark.parametrize("name", list(formats.FORMATS))
def test_a_package_without_rows(name: str, hostile: Path, contents: Contents, tmp_path: Path) -> None:
    path = hostile / "events.csv"
    path.write_bytes(path.read_bytes().split(b"\n")[0] + b"\n")
    outputs = written(name, contents(hostile), tmp_path / "out")
    if name == "geojson":
        assert json.loads((tmp_path / "out" / outputs[0].path).read_bytes()) == {
            "type": "FeatureCollection",
            "features": [],
        }


def test_there_is_no_other_format() -> None:
    with pytest.raises(KeyError):
        formats.writer("conftest")


def test_sqlite_keeps_every_foreign_key_of_the_reference(
    repository: Path, contents: Contents, tmp_path: Path
) -> None:
    made = contents(repository)
    output = written("sqlite", made, tmp_path / "out")[0]
    with closing(sqlite3.connect(tmp_path / "out" / output.path)) as opened:
        for table, relation in made.relations.items():
            found = opened.execute(f"PRAGMA foreign_key_list({table})").fetchall()
            assert len(found) == len(relation.table.schema.get("foreignKeys", []))
