"""The released descriptor, by frictionless as it is and by the profile of the standard."""

from __future__ import annotations

import hashlib
import importlib.util
import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from frictionless import Package
from jsonschema import Draft7Validator

from dateline import package, project
from dateline.release.metadata import datapackage
from dateline.release.model import File, License, Release

if TYPE_CHECKING:
    from tests.release.metadata.conftest import Released

PROJECT = {
    "id": "b03ec84-77fd-4270-813b-0c698943f7ce",
    "dateline": {"id_prefix": "DLS", "gate": {"allow": {}}},
}


@pytest.fixture(scope="module")
def judge() -> Draft7Validator:
    """The Data Package 2.0 profile, as dplib-py carries it."""
    spec = importlib.util.find_spec("dplib")
    assert spec
    assert spec.submodule_search_locations
    path = Path(spec.submodule_search_locations[0], "profiles", "2.0", "datapackage.json")
    return Draft7Validator(json.loads(path.read_text(encoding="utf-8")))


def write(released: Released) -> dict[str, Any]:
    """Put the descriptor into the folder of the release."""
    text = datapackage.text(released.release, PROJECT)
    (released.folder / "datapackage.json").write_text(text, encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def faults(folder: Path) -> list[tuple[str, str]]:
    """What stock frictionless finds."""
    report = Package(str(folder / "datapackage.json")).validate()
    assert report.errors == []
    return [(task.name, error.type) for task in report.tasks for error in task.errors]


def test_the_profile_and_frictionless_hold(released: Released, judge: Draft7Validator) -> None:
    found = write(released)
    assert [error.message for error in judge.iter_errors(found)] == []
    assert faults(released.folder) == []
    assert len(found["resources"]) == len(released.release.files)


def test_frictionless_notices_a_changed_byte(released: Released) -> None:
    write(released)
    for path in ("data/claims.csv", "formats/events.parquet"):
        content = (released.folder / path).read_bytes()
        (released.folder / path).write_bytes(content[:-2] + b"x" + content[-1:])
    assert {name for name, kind in faults(released.folder) if kind.startswith("hash")} == {
        "claims",
        "formats-events.parquet",
    }


def test_no_other_format_is_read_as_a_table(released: Released, judge: Draft7Validator) -> None:
    """Frictionless would need more than it is installed with."""
    files = list(released.release.files)
    for form in ("Parquet", "GeoParquet", "GeoJSON", "GeoPackage", "SQLite", "HXL", "JSON-LD"):
        path = released.folder / "formats" / f"x.{form.lower()}"
        path.write_text("{}")
        digest = hashlib.sha256(b"{}").hexdigest()
        files.append(File(f"formats/{path.name}", 2, digest, "", "", None, form))
    found = json.loads(datapackage.text(replace(released.release, files=files), PROJECT))
    (released.folder / "datapackage.json").write_text(json.dumps(found))
    assert judge.is_valid(found)
    assert faults(released.folder) == []


def test_it_is_a_project_of_dateline(released: Released, tmp_path: Path) -> None:
    write(released)
    opened = package.opened(released.folder, tmp_path)
    assert list(opened.tables) == [one.name for one in released.release.tables]
    read = project.read(released.folder)
    assert (read.id_prefix, read.datasets) == ("DLS", released.folder / "data")
    assert set(read.settings) == {"format", "id_prefix", "seeds", "datasets", "codebook"}


def test_it_says_what_it_is(released: Released) -> None:
    found = write(released)
    assert found["id"] == "https://doi.org/10.5281/zenodo.1234567"
    assert (found["created"], found["version"]) == ("2026-11-22T00:00:00Z", "0.1.0")
    assert found["contributors"][1]["familyName"] == "Example"
    events = found["resources"][0]
    assert events["path"] == "data/events.csv"
    assert events["hash"] == f"sha256:{released.release.tables[0].file.sha256}"
    assert events["schema"]["primaryKey"] == ["event_id_cnty"]
    assert "dateline:escaped" not in events


def test_another_id_is_kept_and_escaped_columns_are_named(released: Released) -> None:
    tables = [replace(released.release.tables[0], escaped=("notes", "tags")), *released.release.tables[1:]]
    found = json.loads(datapackage.text(replace(released.release, doi="", tables=tables), PROJECT))
    assert found["id"] == PROJECT["id"]
    assert found["resources"][0]["dateline:escaped"] == ["notes", "tags"]


def test_odd_words(hostile: Release, judge: Draft7Validator) -> None:
    release = replace(hostile, licenses=[License("CC0-1.0"), License("", "Own", "https://example.org/terms")])
    found = json.loads(datapackage.text(release, {}))
    found["contributors"][0].pop("path", None)
    assert [error.message for error in judge.iter_errors(found)] == []
    assert (found["title"], found["language"]) == (hostile.title, "ar")
    assert not {"id", "homepage", "dateline"} & set(found)
