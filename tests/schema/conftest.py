"""The schema as tests see it, and a small sound package to break on purpose."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

Rows = list[dict[str, str]]
Tables = dict[str, Rows]

TWO_SIDED = "DLS-5X0K2M9QWT"
ONE_SIDED = "DLS-7ZC4A1B2D3"
SHA256 = "0f" * 32

SOUND: Tables = {
    "events": [
        {
            "event_id_cnty": TWO_SIDED,
            "event_date": "2020-03-14",
            "year": "2020",
            "time_precision": "1",
            "disorder_type": "Political violence",
            "event_type": "Battles",
            "sub_event_type": "Armed clash",
            "actor1": "Military Forces of Syria (2000-2024)",
            "assoc_actor_1": "Red Group; Blue Group",
            "inter1": "State forces",
            "actor2": "Red Group",
            "inter2": "Rebel group",
            "interaction": "State forces-Rebel group",
            "iso": "760",
            "region": "Middle East",
            "country": "Syria",
            "admin1": "North",
            "location": "Old Town",
            "latitude": "35.0209",
            "longitude": "40.4535",
            "geo_precision": "1",
            "source": "Paper A; Paper B",
            "source_scale": "Subnational-National",
            "notes": "On 14 March 2020, soldiers and the Red Group fought in Old Town.",
            "fatalities": "3",
            "tags": "armed; crowd size=between 200 and 300, growing",
            "timestamp": "1795305600",
            "event_key": "old-town-clash-2020-03-14",
            "source_ids": "paper-a-2020-03-15; paper-b-2020-03-16",
            "date_start": "2020-03-14",
            "date_end": "2020-03-14",
            "location_id": "old-town",
            "coordinate_source": "GeoNames",
            "fatalities_low": "3",
            "fatalities_best": "3",
            "fatalities_high": "10",
            "attribution": "an army spokesman",
            "contested": "fatalities",
        },
        {
            "event_id_cnty": ONE_SIDED,
            "event_date": "2020-03-15",
            "year": "2020",
            "time_precision": "2",
            "disorder_type": "Strategic developments",
            "event_type": "Strategic developments",
            "sub_event_type": "Headquarters or base established",
            "actor1": "Red Group",
            "inter1": "Rebel group",
            "interaction": "Rebel group only",
            "iso": "760",
            "region": "Middle East",
            "country": "Syria",
            "location": "Old Town",
            "latitude": "35.0209",
            "longitude": "40.4535",
            "geo_precision": "2",
            "source": "Paper A",
            "notes": "Around 15 March 2020, the Red Group set up a base near Old Town.",
            "fatalities": "0",
            "timestamp": "1795305600",
            "event_key": "red-group-base-2020-03",
            "source_ids": "paper-a-2020-03-15",
            "date_start": "2020-03-13",
            "date_end": "2020-03-16",
            "location_id": "old-town",
            "coordinate_source": "GeoNames",
        },
    ],
    "sources": [
        {
            "source_id": "paper-a-2020-03-15",
            "publisher": "Paper A",
            "publisher_basis": "quoted",
            "url": "https://example.org/2020/03/15/clash",
            "published_at": "2020-03-15",
            "published_basis": "quoted",
            "language": "en",
            "media_type": "text/plain",
            "source_scale": "National",
            "source_scale_basis": "inferred",
            "text_sha256": SHA256,
            "text_length": "900",
            "coder": "AB",
            "coded_at": "2026-11-22",
        },
        {
            "source_id": "paper-b-2020-03-16",
            "publisher_basis": "not_stated",
            "published_at": "2020-03-16",
            "published_basis": "inferred",
            "published_earliest": "2020-03-15",
            "published_latest": "2020-03-17",
            "published_reason": "It says `on Saturday` of what the other source dates to 14 March.",
            "language": "ar-SY",
            "text_sha256": SHA256,
            "text_length": "400",
            "coder": "AB",
            "coded_at": "2026-11-22",
        },
    ],
    "claims": [
        {
            "claim_id": f"{TWO_SIDED}/paper-a-2020-03-15/assoc_actor_1/2",
            "event_id": TWO_SIDED,
            "source_id": "paper-a-2020-03-15",
            "field": "assoc_actor_1",
            "item": "2",
            "value": "Blue Group",
            "basis": "quoted",
            "accepted": "true",
            "settled_by": "union",
            "pointer": "/events/0/assoc_actor_1/1",
        },
        {
            "claim_id": f"{ONE_SIDED}/default/fatalities",
            "event_id": ONE_SIDED,
            "field": "fatalities",
            "value": "0",
            "basis": "default",
            "accepted": "true",
            "settled_by": "lowest",
        },
    ],
    "evidence": [
        {
            "evidence_id": f"{TWO_SIDED}/paper-a-2020-03-15/assoc_actor_1/2#1",
            "claim_id": f"{TWO_SIDED}/paper-a-2020-03-15/assoc_actor_1/2",
            "source_id": "paper-a-2020-03-15",
            "exact": "“the Blue Group”,\nthe spokesman said",
            "prefix": " beside them stood ",
            "suffix": ' on Saturday; "all',
            "start": "0",
            "end": "34",
        }
    ],
    "contradictions": [
        {
            "statement_id": "how-many-died/paper-a-2020-03-15/1",
            "contradiction_id": "how-many-died",
            "topic": "How many died",
            "status": "open",
            "source_id": "paper-a-2020-03-15",
            "exact": "three men died",
            "start": "40",
            "end": "54",
            "statement": "Three died.",
            "resolution": "Left open.",
        }
    ],
    "left_out": [
        {
            "exclusion_id": "paper-a-2020-03-15/1",
            "source_id": "paper-a-2020-03-15",
            "exact": "years of war",
            "start": "60",
            "end": "72",
            "reason": "No place and no date.",
        }
    ],
    "actors": [
        {
            "actor_id": "syria-military",
            "name": "Military Forces of Syria (2000-2024)",
            "aliases": "the army; soldiers",
            "actor_type": "state forces",
            "country": "Syria",
            "active_from": "2000",
            "active_to": "2024",
            "updated_at": "2026-11-22",
        },
        {
            "actor_id": "red-group",
            "name": "Red Group",
            "actor_type": "named group",
            "updated_at": "2026-11-22",
        },
    ],
    "actor_roles": [
        {
            "role_id": "syria-military-in-syria",
            "actor_id": "syria-military",
            "country": "Syria",
            "inter": "State forces",
            "updated_at": "2026-11-22",
        }
    ],
    "locations": [
        {
            "location_id": "old-town",
            "name": "Old Town",
            "admin1": "North",
            "country": "Syria",
            "latitude": "35.0209",
            "longitude": "40.4535",
            "feature": "town",
            "coordinate_source": "GeoNames",
            "coordinate_reference": "123456",
            "updated_at": "2026-11-22",
        }
    ],
}


def _json(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def _rows(path: Path) -> Rows:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


@pytest.fixture(scope="session")
def descriptor(repository: Path) -> dict[str, Any]:
    """`datapackage.json`."""
    return _json(repository / "datapackage.json")


@pytest.fixture(scope="session")
def schemas(repository: Path) -> dict[str, dict[str, Any]]:
    """Every Table Schema, by the name of its resource."""
    return {path.stem: _json(path) for path in sorted((repository / "schema" / "tables").glob("*.json"))}


@pytest.fixture(scope="session")
def codes(repository: Path) -> dict[str, Rows]:
    """Every code list, by name."""
    return {path.stem: _rows(path) for path in sorted((repository / "schema" / "codes").glob("*.csv"))}


@pytest.fixture(scope="session")
def sound() -> Callable[[], Tables]:
    """Gives the tables of a small sound package, each time anew, to be changed at will."""
    return lambda: {name: [dict(row) for row in rows] for name, rows in SOUND.items()}


@pytest.fixture(scope="session")
def build(
    repository: Path, tmp_path_factory: pytest.TempPathFactory, schemas: Mapping[str, Any]
) -> Callable[[Tables], Path]:
    """Make a package of this repository's schema and the given tables; gives its descriptor."""

    def make(tables: Tables) -> Path:
        folder = tmp_path_factory.mktemp("package")
        shutil.copytree(repository / "schema", folder / "schema")
        shutil.copy(repository / "datapackage.json", folder)
        (folder / "datasets").mkdir()
        for name, rows in tables.items():
            names = [field["name"] for field in schemas[name]["fields"]]
            with (folder / "datasets" / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, names, restval="", lineterminator="\n")
                writer.writeheader()
                writer.writerows(rows)
        return folder / "datapackage.json"

    return make
