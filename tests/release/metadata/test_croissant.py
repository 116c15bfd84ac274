"""croissant.json: validated and loaded by mlcroissant, from local files."""

from __future__ import annotations

import csv
import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import mlcroissant as mlc
import pandas as pd
import pytest
from mlcroissant._src.core.issues import GenerationError
from rdflib import RDF, Graph, Literal, Namespace

from dateline.release.metadata import croissant
from dateline.release.model import License, Release, TableOf

if TYPE_CHECKING:
    from tests.release.metadata.conftest import Released

pytestmark = [
    pytest.mark.usefixtures("offline"),
    # rdflib's reader of JSON-LD still makes one of its own.
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning"),
]

RAI = Namespace("http://mlcommons.org/croissant/RAI/")


def loaded(folder: Path, release: Release) -> mlc.Dataset:
    """The file beside the data, as mlcroissant reads it; it raises where it finds errors."""
    path = folder / "croissant.json"
    path.write_text(croissant.text(release), encoding="utf-8")
    return mlc.Dataset(path)


def records(dataset: mlc.Dataset, table: str) -> list[dict[str, Any]]:
    """The records of a table by the names of its columns, texts as texts."""
    return [
        {name.removeprefix(f"{table}/"): _plain(value) for name, value in record.items()}
        for record in dataset.records(table)
    ]


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, pd.Timestamp):
        return value.date()
    return value.decode() if isinstance(value, bytes) else value


def expected(folder: Path, table: TableOf) -> Iterator[dict[str, Any]]:
    """The same from the CSV file, by the Table Schema."""
    with (folder / table.file.path).open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, strict=True):
            yield {field["name"]: _typed(field, row[field["name"]]) for field in table.schema["fields"]}


def _typed(field: dict[str, Any], cell: str) -> Any:
    # mlcroissant reads by pandas, to which NA, the code of Namibia, is no value.
    if cell in ("", "NA"):
        return None
    if "(; " in field.get("constraints", {}).get("pattern", ""):
        return cell.split("; ")
    kinds = {"integer": int, "number": float, "date": date.fromisoformat, "boolean": "true".__eq__}
    return kinds.get(field["type"], str)(cell)


def test_it_is_valid_without_a_warning(released: Released, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        issues = loaded(released.folder, released.release).metadata.ctx.issues
    assert (issues.errors, issues.warnings) == (set(), set())
    assert caplog.records == []


def test_it_says_version_1_1_of_croissant_and_the_vocabulary_for_responsible_data(released: Released) -> None:
    said = json.loads(croissant.text(released.release))
    assert said["conformsTo"] == [
        "http://mlcommons.org/croissant/1.1",
        "http://mlcommons.org/croissant/RAI/1.0",
    ]


def test_the_records_are_the_rows_of_every_table(released: Released) -> None:
    dataset = loaded(released.folder, released.release)
    for table in released.release.tables:
        assert records(dataset, table.name) == list(expected(released.folder, table)), table.name


def test_the_events_are_typed(released: Released) -> None:
    event = records(loaded(released.folder, released.few("events").release), "events")[-1]
    assert event["event_date"] == date(2017, 10, 14)
    assert isinstance(event["fatalities"], int)
    assert isinstance(event["latitude"], float)
    assert isinstance(event["source_ids"], list)


def test_every_table_is_a_file_with_its_hash(released: Released) -> None:
    files = {one.id: one for one in loaded(released.folder, released.release).metadata.file_objects}
    assert {one.content_url: (one.sha256, one.content_size) for one in files.values()} == {
        one.file.path: (one.file.sha256, f"{one.file.bytes} B") for one in released.release.tables
    }


def test_keys_references_and_code_lists(released: Released) -> None:
    sets = {one.uuid: one for one in loaded(released.folder, released.release).metadata.record_sets}
    assert sets["events"].key == ["events/event_id_cnty"]
    fields = {one.name: one for one in sets["events"].fields}
    assert fields["actor1"].references.file_object == "data/actors.csv"
    assert fields["actor1"].references.extract.column == "name"
    assert not fields["actor2"].references
    enumerations = {
        name
        for name, one in sets.items()
        if "https://schema.org/Enumeration" in map(str, one.data_types or [])
    }
    assert enumerations == {one.name for one in released.release.tables if one.is_code_list}


def test_a_reference_that_is_nowhere_filled_keeps_the_table_readable(released: Released) -> None:
    rows = released.rows("contradictions")
    assert rows
    changed = released.few("contradictions", "sources").rewritten(
        "contradictions", [{**row, "event_id": ""} for row in rows]
    )
    found = records(loaded(changed.folder, changed.release), "contradictions")
    assert [one["event_id"] for one in found] == [None] * len(rows)


@pytest.mark.parametrize(
    ("table", "column", "cells", "plain"),
    [
        (
            "sources",
            "headline",
            ["'=1+1", "''=1+1", "'s morgens", "'\tx", "a"],
            ["=1+1", "'=1+1", "'s morgens", "\tx", "a"],
        ),
        ("actors", "aliases", ["'-a; =b", "c", "", "'@d"], [["-a", "=b"], ["c"], None, ["@d"]]),
    ],
)
def test_cells_are_read_without_the_apostrophe_against_formulas(
    released: Released, table: str, column: str, cells: list[str], plain: list[Any]
) -> None:
    row = released.rows(table)[0]
    changed = released.few(table).rewritten(
        table, [{**row, column: cell} for cell in cells], escaped=(column,)
    )
    found = records(loaded(changed.folder, changed.release), table)
    assert [one[column] for one in found] == plain


def test_how_the_data_came_about_is_said_as_far_as_it_is_known(released: Released) -> None:
    data = loaded(released.folder, released.few("events").release).metadata
    assert data.data_collection is not None
    (collection,) = [data.data_collection] if isinstance(data.data_collection, str) else data.data_collection
    assert "5 events coded by hand from 2 news reports" in collection
    assert released.release.codebook in collection
    assert "time_precision" in str(data.data_limitations)
    assert "contradictions" not in str(data.data_limitations)
    without = replace(released.release, sources=0, claims=0, quotations=0)
    assert "rai:" not in json.dumps(
        {k: v for k, v in json.loads(croissant.text(without)).items() if k != "@context"}
    )
    said, silent = (
        json.loads(croissant.text(replace(released.release, words=words)))["rai:dataCollectionRawData"]
        for words in (True, False)
    )
    assert "short quotations" in said
    assert "not their words" in silent


def test_titles_are_in_the_language_of_the_release_and_what_dateline_says_is_english(
    hostile: Release,
) -> None:
    found = Graph().parse(
        data=croissant.text(replace(hostile, tables=[])), format="json-ld", publicID="https://example.org/"
    )
    (dataset,) = [
        one for one, kind in found.subject_objects(RDF.type) if str(kind) == "https://schema.org/Dataset"
    ]
    schema = Namespace("https://schema.org/")
    assert found.value(dataset, schema.name) == Literal(hostile.title, lang="ar")
    assert {one.language for one in found.objects(dataset, RAI.dataLimitations)} == {"en"}


def test_hostile_words_come_out_as_they_went_in(released: Released, hostile: Release) -> None:
    hostile = replace(released, release=hostile).few("events", "actors").release
    data = loaded(released.folder, hostile).metadata
    assert (data.name, data.description) == (hostile.title, hostile.description)
    assert data.keywords == hostile.keywords
    assert [one.name for one in data.creators] == [one.title for one in hostile.contributors]
    assert len(records(mlc.Dataset(released.folder / "croissant.json"), "events")) == hostile.events


def test_a_release_without_events_is_valid(released: Released) -> None:
    changed = released.few("events", "actors").rewritten("events", [])
    release = replace(changed.release, coverage=None, events=0, licenses=[License("X")])
    assert records(loaded(changed.folder, release), "events") == []


def test_a_file_that_was_changed_is_refused(released: Released) -> None:
    dataset = loaded(released.folder, released.few("sources").release)
    with (released.folder / "data/sources.csv").open("a", encoding="utf-8") as stream:
        stream.write("\n")
    with pytest.raises(GenerationError, match="Download"):
        records(dataset, "sources")


def test_the_same_release_makes_the_same_bytes(released: Released) -> None:
    assert croissant.text(released.release) == croissant.text(released.release)
