"""csvw.json: validated and read by the csvw package."""

from __future__ import annotations

import csv
import json
import warnings
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import uritemplate
from csvw import CSVW, TableGroup

from dateline.release.evidence import iris
from dateline.release.metadata import csvw
from dateline.release.model import Release, TableOf

if TYPE_CHECKING:
    from tests.release.metadata.conftest import Released

pytestmark = pytest.mark.usefixtures("offline")


def written(folder: Path, release: Release) -> Path:
    """The file beside the data."""
    path = folder / "csvw.json"
    path.write_text(csvw.text(release), encoding="utf-8")
    return path


def faults(folder: Path, release: Release) -> list[str]:
    """What the csvw package finds wrong, with the strictness of W3C's tests. It warns of cells and raises an
    error for keys."""
    path = written(folder, release)
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        found = CSVW(str(path), validate=True, strict=True)
        try:
            valid = found.is_valid
        except ValueError as error:
            return [str(error)]
    said = [str(one.message) for one in found.warnings]
    assert valid == (not said)
    return said


def tables(folder: Path, release: Release) -> dict[str, Any]:
    """The tables by their files."""
    return {str(one.url): one for one in TableGroup.from_file(written(folder, release)).tables}


def expected(folder: Path, table: TableOf) -> Iterator[dict[str, Any]]:
    """The rows of the CSV file, by the Table Schema."""
    with (folder / table.file.path).open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, strict=True):
            yield {field["name"]: _typed(field, row[field["name"]]) for field in table.schema["fields"]}


def _typed(field: dict[str, Any], cell: str) -> Any:
    if "(; " in field.get("constraints", {}).get("pattern", ""):
        return cell.split("; ") if cell else []
    if not cell:
        return None
    kinds = {"integer": int, "number": Decimal, "date": date.fromisoformat, "boolean": "true".__eq__}
    return kinds.get(field["type"], str)(cell)


def plain(row: dict[str, Any]) -> dict[str, Any]:
    """A row of csvw's, with days as days."""
    return {name: one.date() if isinstance(one, datetime) else one for name, one in row.items()}


def test_it_is_valid(released: Released) -> None:
    assert faults(released.folder, released.release) == []


def test_the_rows_are_those_of_every_table(released: Released) -> None:
    found = tables(released.folder, released.release)
    assert list(found) == [one.file.path for one in released.release.tables]
    for table in released.release.tables:
        rows = [plain(row) for row in found[table.file.path].iterdicts()]
        assert rows == list(expected(released.folder, table)), table.name


@pytest.mark.parametrize(
    ("table", "changes"),
    [
        ("events", {"event_id_cnty": "no id"}),
        ("events", {"event_date": "14.10.2017"}),
        ("events", {"latitude": "91"}),
        ("events", {"fatalities": "-1"}),
        ("events", {"actor1": ""}),
        ("events", {"actor1": "nobody"}),
        ("events", {"civilian_targeting": "perhaps"}),
        ("events", {"source_ids": "one; no Id"}),
        ("events", {"notes": "short"}),
        ("claims", {"accepted": "yes"}),
        ("claims", {"basis": "guessed"}),
        ("claims", {"event_id": "DLS-0000000000"}),
    ],
)
def test_what_breaks_a_schema_breaks_it_here(released: Released, table: str, changes: dict[str, str]) -> None:
    rows = released.rows(table)
    assert set(changes) <= set(rows[0])
    changed = released.few("events", "actors", "claims").rewritten(table, [{**rows[0], **changes}, *rows[1:]])
    assert faults(changed.folder, changed.release) != []


def test_a_key_twice_is_found(released: Released) -> None:
    rows = released.rows("events")
    changed = released.few("events").rewritten("events", [*rows, rows[0]])
    (said,) = faults(changed.folder, changed.release)
    assert "duplicate primary key" in said


def test_keys_and_references(released: Released) -> None:
    found = {one["url"]: one["tableSchema"] for one in json.loads(csvw.text(released.release))["tables"]}
    events = found["data/events.csv"]
    assert events["primaryKey"] == ["event_id_cnty"]
    keys = {one["columnReference"][0]: one["reference"] for one in events["foreignKeys"]}
    assert keys["actor1"] == {"resource": "data/actors.csv", "columnReference": ["name"]}
    columns = {one["name"]: one for one in events["columns"]}
    assert "actor2" not in keys
    assert columns["actor2"]["dc:references"] == {"@id": "data/actors.csv"}
    assert "dc:references" not in columns["actor1"]


def test_references_to_tables_that_are_not_released_are_left_out(released: Released) -> None:
    tables = [one for one in released.release.tables if one.name not in ("actors", "actor_roles")]
    release = replace(released.release, tables=tables)
    assert "data/actors.csv" not in csvw.text(release)
    assert faults(released.folder, release) == []


@pytest.mark.parametrize("doi", ["", "10.5281/zenodo.1234567"])
@pytest.mark.parametrize(
    ("table", "key", "kind"), [("events", "event_id_cnty", "event"), ("claims", "claim_id", "claim")]
)
def test_rows_are_called_as_in_the_files_of_evidence(
    released: Released, table: str, key: str, kind: str, doi: str
) -> None:
    small = replace(released.few(table).release, doi=doi)
    expected = [f"{iris.release(small)}#{iris.local(kind, row[key])}" for row in released.rows(table)]
    (said,) = json.loads(csvw.text(small))["tables"]
    template = said["tableSchema"]["aboutUrl"]
    assert [uritemplate.expand(template, row) for row in released.rows(table)] == expected
    if doi:  # the package takes a URN for a path
        (found,) = CSVW(str(written(released.folder, small))).to_json()["tables"]
        assert [row["describes"][0]["@id"] for row in found["row"]] == expected


def test_columns_of_any_name_can_be_read(released: Released) -> None:
    fields = [{"name": name, "type": "string"} for name in ("_id", "اسم", "a b", "c-d", "e.f")]
    schema = {"fields": fields, "primaryKey": "_id", "missingValues": ["", "-"]}
    row = {"_id": "1", "اسم": "نور", "a b": "-", "c-d": "x", "e.f": ""}
    tables = [
        replace(one, schema=schema) if one.name == "left_out" else one
        for one in released.few("left_out").release.tables
    ]
    changed = replace(released, release=replace(released.release, tables=tables)).rewritten("left_out", [row])
    assert faults(changed.folder, changed.release) == []
    table = next(
        one for one in CSVW(str(written(changed.folder, changed.release))).tables if "left" in str(one.url)
    )
    assert [list(one.values()) for one in table.iterdicts(strict=False)] == [["1", "نور", None, "x", None]]


def test_other_types_and_formats(released: Released) -> None:
    fields = [
        {"name": "id", "type": "integer"},
        {"name": "year", "type": "year", "constraints": {"minimum": 1900}},
        {"name": "at", "type": "datetime"},
        {"name": "clock", "type": "time"},
        {"name": "day", "type": "date", "format": "%d/%m/%Y"},
        {"name": "sign", "type": "string", "constraints": {"enum": ["a.b", "(c)"]}},
        {"name": "half", "type": "string", "constraints": {"pattern": "a|b"}},
        {"name": "whole", "type": "any"},
    ]
    row = {
        "id": "1", "year": "2017", "at": "2017-10-14T12:30:00", "clock": "12:30:00", "day": "14/10/2017",
        "sign": "(c)", "half": "b", "whole": "x",
    }  # fmt: skip
    tables = [
        replace(one, schema={"fields": fields, "primaryKey": ["id"]}) if one.name == "left_out" else one
        for one in released.few("left_out").release.tables
    ]
    other = replace(released, release=replace(released.release, tables=tables))
    for change, valid in (
        ({}, True),
        ({"sign": "aXb"}, False),
        ({"half": "ab"}, False),
        ({"year": "x"}, False),
    ):
        changed = other.rewritten("left_out", [{**row, **change}])
        assert (faults(changed.folder, changed.release) == []) is valid, change


def test_escaped_columns_are_named(released: Released) -> None:
    row = released.rows("sources")[0]
    changed = released.rewritten("sources", [{**row, "headline": "'=1"}], escaped=("headline",))
    said = next(
        one for one in json.loads(csvw.text(changed.release))["tables"] if one["url"] == "data/sources.csv"
    )
    assert "headline" in said["notes"][0]["rdfs:comment"]["@value"]
    assert "notes" not in json.loads(csvw.text(released.release))["tables"][0]


def test_hostile_words_come_out_as_they_went_in(released: Released, hostile: Release) -> None:
    assert faults(released.folder, hostile) == []
    said = TableGroup.from_file(written(released.folder, hostile)).common_props
    assert (said["dc:title"], said["dc:description"]) == (hostile.title, hostile.description)
    assert said["dcat:keyword"] == hostile.keywords
    assert said["dc:license"] == ["CC-BY-NC-4.0", "LicenseRef-own"]


def test_a_release_without_events_is_valid(released: Released) -> None:
    changed = released
    for name in ("evidence", "claims", "contradictions", "events"):
        changed = changed.rewritten(name, [])
    release = replace(changed.release, coverage=None, events=0, claims=0)
    assert faults(changed.folder, release) == []
    assert "Coverage" not in csvw.text(release)


def test_the_same_release_makes_the_same_bytes(released: Released) -> None:
    assert csvw.text(released.release) == csvw.text(released.release)
