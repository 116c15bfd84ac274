"""A whole package of this schema under stock frictionless: sound rows pass, each kind of slip is refused."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import frictionless
import pytest

Tables = dict[str, list[dict[str, str]]]
Sound = Callable[[], Tables]
Build = Callable[[Tables], Path]
Slip = tuple[str, str, str]

REFUSED = [
    ("events", "event_id_cnty", "SYR98569", "constraint-error"),
    ("events", "event_date", "0025-03-14", "constraint-error"),
    ("events", "event_date", "1753-01-01", "constraint-error"),
    ("events", "event_date", "14 March 2020", "type-error"),
    ("events", "event_date", "", "constraint-error"),
    ("events", "year", "2020.0", "type-error"),
    ("events", "time_precision", "4", "constraint-error"),
    ("events", "assoc_actor_1", "Red Group;Blue Group", "constraint-error"),
    ("events", "assoc_actor_1", "Red Group; ", "constraint-error"),
    ("events", "civilian_targeting", "Civilians targeted", "constraint-error"),
    ("events", "latitude", "95", "constraint-error"),
    ("events", "longitude", "40,45", "type-error"),
    ("events", "geo_precision", "0", "constraint-error"),
    ("events", "notes", "A clash.", "constraint-error"),
    ("events", "fatalities", "-1", "constraint-error"),
    ("events", "fatalities", "", "constraint-error"),
    ("events", "timestamp", "", "constraint-error"),
    ("events", "event_key", "Old Town", "constraint-error"),
    ("events", "event_key", "a" * 121, "constraint-error"),
    ("events", "event_key", "red-group-base-2020-03", "unique-error"),
    ("events", "source_ids", "paper-a, paper-b", "constraint-error"),
    ("sources", "text_sha256", "0F" * 32, "constraint-error"),
    ("sources", "text_length", "0", "constraint-error"),
    ("sources", "language", "English", "constraint-error"),
    ("sources", "url", "example.org/2020", "type-error"),
    ("sources", "url", "ftp://example.org/2020", "constraint-error"),
    ("sources", "coder", "", "constraint-error"),
    ("claims", "basis", "not_stated", "constraint-error"),
    ("claims", "accepted", "yes", "type-error"),
    ("claims", "accepted", "TRUE", "type-error"),
    ("claims", "item", "0", "constraint-error"),
    ("claims", "pointer", "events/0", "constraint-error"),
    ("evidence", "prefix", "x" * 33, "constraint-error"),
    ("evidence", "start", "-1", "constraint-error"),
    ("contradictions", "status", "closed", "constraint-error"),
    ("actors", "name", "Red Group", "unique-error"),
    ("actors", "active_from", "200", "constraint-error"),
    ("locations", "latitude", "", "constraint-error"),
]
"""Table, field, cell, and the type of the error that it must be."""

LEADS_NOWHERE = [
    ("events", "sub_event_type", "Excessive force against protestors"),
    ("events", "actor1", "Syrian army"),
    ("events", "actor2", "Daesh"),
    ("events", "inter1", "1"),
    ("events", "inter2", "Rebel Groups"),
    ("events", "country", "Siria"),
    ("events", "source_scale", "National-Subnational"),
    ("events", "source_scale", "National-National"),
    ("events", "location_id", "new-town"),
    ("events", "coordinate_source", "ACLED"),
    ("sources", "publisher_basis", "guessed"),
    ("sources", "published_basis", "guessed"),
    ("sources", "source_scale", "Global"),
    ("sources", "source_scale_basis", "guessed"),
    ("claims", "event_id", "DLS-0000000000"),
    ("claims", "source_id", "paper-c"),
    ("claims", "field", "year"),
    ("evidence", "claim_id", "DLS-5X0K2M9QWT/paper-a-2020-03-15/actor1"),
    ("evidence", "source_id", "paper-c"),
    ("contradictions", "event_id", "DLS-0000000000"),
    ("contradictions", "field", "year"),
    ("contradictions", "source_id", "paper-c"),
    ("left_out", "source_id", "paper-c"),
    ("actors", "actor_type", "Military"),
    ("actors", "country", "Syrian Arab Republic"),
    ("actor_roles", "actor_id", "blue-group"),
    ("actor_roles", "country", "Kurdistan"),
    ("actor_roles", "inter", "Rebels"),
    ("locations", "country", "Kurdistan"),
    ("locations", "coordinate_source", "ACLED"),
]
"""Table, field, and a cell that breaks a foreign key."""

KEYS = {
    "events": {"event_id_cnty": "DLS-00000000{:02}", "event_key": "key-{}"},
    "sources": {"source_id": "source-{}"},
    "claims": {"claim_id": "DLS-5X0K2M9QWT/paper-a-2020-03-15/tags/{}"},
    "evidence": {"evidence_id": "DLS-5X0K2M9QWT/paper-a-2020-03-15/tags/1#{}"},
    "contradictions": {"statement_id": "how-many-died/paper-a-2020-03-15/{}"},
    "left_out": {"exclusion_id": "paper-a-2020-03-15/{}"},
    "actors": {"actor_id": "actor-{}", "name": "Actor {}"},
    "actor_roles": {"role_id": "role-{}"},
    "locations": {"location_id": "location-{}"},
}
"""What must differ from row to row; with a number in it, a sound cell."""


def problems(descriptor: Path) -> list[Slip]:
    """Resource, error type and field (or empty) of everything that frictionless finds."""
    report = frictionless.validate(str(descriptor))
    assert report.errors == []
    return [
        (task.name, error.type, getattr(error, "field_name", ""))
        for task in report.tasks
        for error in task.errors
    ]


def process(descriptor: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "frictionless", "validate", "--json", descriptor.name],
        cwd=descriptor.parent,
        capture_output=True,
        encoding="utf-8",
    )


@pytest.fixture(scope="module")
def slips(sound: Sound, build: Build) -> Mapping[Slip, list[tuple[str, str]]]:
    """One package, in which each slip has a row of its own that is sound but for it.

    Type and field (or empty) of each error in that row, by table, field and cell of the slip.
    """
    tables = sound()
    rows: dict[tuple[str, int], Slip] = {}
    for number, (table, field, cell, *_) in enumerate([*REFUSED, *LEADS_NOWHERE], start=10):
        row = dict(tables[table][0])
        row |= {key: form.format(number) for key, form in KEYS[table].items()}
        row[field] = cell
        tables[table].append(row)
        rows[table, len(tables[table]) + 1] = (table, field, cell)
    found: dict[Slip, list[tuple[str, str]]] = {slip: [] for slip in rows.values()}
    report = frictionless.validate(str(build(tables)), limit_errors=10_000)
    for task in report.tasks:
        for error in task.errors:
            row_error: Any = error
            slip = rows[task.name, row_error.row_number]
            found[slip].append((error.type, getattr(error, "field_name", "")))
    return found


@pytest.mark.parametrize(("table", "field", "cell", "error"), REFUSED)
def test_cell_is_refused(
    table: str, field: str, cell: str, error: str, slips: Mapping[Slip, list[tuple[str, str]]]
) -> None:
    found = slips[table, field, cell]
    assert (error, field) in found
    assert {kind for kind, _ in found} <= {error, "foreign-key"}


@pytest.mark.parametrize(("table", "field", "cell"), LEADS_NOWHERE)
def test_cell_leads_nowhere(
    table: str, field: str, cell: str, slips: Mapping[Slip, list[tuple[str, str]]]
) -> None:
    assert ("foreign-key", "") in slips[table, field, cell]


def test_sound_package_is_valid_as_a_user_would_check_it(build: Build, sound: Sound) -> None:
    tables = sound()
    done = process(build(tables))
    report = json.loads(done.stdout)
    assert (report["valid"], done.returncode) == (True, 0), done.stdout
    rows = {task["name"]: task["stats"]["rows"] for task in report["tasks"]}
    assert {name: len(table) for name, table in tables.items()}.items() <= rows.items()
    assert (rows["event_types"], rows["interactions"], rows["countries"]) == (25, 44, 243)


def test_unsound_package_is_invalid_as_a_user_would_check_it(build: Build, sound: Sound) -> None:
    tables = sound()
    tables["events"][0]["inter1"] = "State Forces"
    done = process(build(tables))
    report = json.loads(done.stdout)
    assert (report["valid"], done.returncode) == (False, 1)
    assert report["stats"]["errors"] == 1


def test_package_without_events_is_valid(build: Build, sound: Sound) -> None:
    assert problems(build({name: [] for name in sound()})) == []


def test_missing_column_is_found(build: Build, sound: Sound) -> None:
    descriptor = build(sound())
    path = descriptor.parent / "datasets" / "left_out.csv"
    path.write_text("exclusion_id,source_id,exact,start,end\npaper-a-2020-03-15/1,paper-a-2020-03-15,x,1,2\n")
    assert problems(descriptor) == [("left_out", "missing-label", "reason")]


def test_spaces_and_line_breaks_of_a_quotation_survive_the_reader(build: Build, sound: Sound) -> None:
    tables = sound()
    package = frictionless.Package(str(build(tables)))
    (row,) = package.get_table_resource("evidence").read_rows()
    assert {name: row[name] for name in ("exact", "prefix", "suffix")} == {
        name: tables["evidence"][0][name] for name in ("exact", "prefix", "suffix")
    }


def test_without_the_dialect_the_reader_would_guess(build: Build, sound: Sound) -> None:
    """Why every resource has a `dialect`: csv.Sniffer takes the `; ` of a list for the delimiter."""
    tables = sound()
    tables["actors"][0]["aliases"] = "regime forces; 'the army'; soldiers"
    descriptor = build(tables)
    assert problems(descriptor) == []
    loaded = json.loads(descriptor.read_text(encoding="utf-8"))
    for resource in loaded["resources"]:
        del resource["dialect"]
    descriptor.write_text(json.dumps(loaded), encoding="utf-8")
    assert {name for name, _, _ in problems(descriptor)} >= {"actors", "events"}
