"""`datapackage.json`: whole, inside its folder, sound for the standard's profile."""

from __future__ import annotations

import copy
import importlib.util
import json
import re
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from jsonschema import Draft7Validator


@pytest.fixture(scope="module")
def judge() -> Draft7Validator:
    """The Data Package 2.0 profile, as dplib-py carries it; it refers to no other file."""
    spec = importlib.util.find_spec("dplib")
    assert spec is not None
    assert spec.submodule_search_locations
    path = Path(spec.submodule_search_locations[0], "profiles", "2.0", "datapackage.json")
    return Draft7Validator(json.loads(path.read_text(encoding="utf-8")))


def test_profile_of_the_standard_holds(descriptor: dict[str, Any], judge: Draft7Validator) -> None:
    assert [error.message for error in judge.iter_errors(descriptor)] == []


def test_profile_holds_with_the_table_schemas_in_their_places(
    descriptor: dict[str, Any], schemas: dict[str, dict[str, Any]], judge: Draft7Validator
) -> None:
    whole = copy.deepcopy(descriptor)
    for resource in whole["resources"]:
        resource["schema"] = schemas[resource["name"]]
    assert [error.message for error in judge.iter_errors(whole)] == []


@pytest.mark.parametrize(
    "change",
    [
        {"resources": None},
        {"licenses": []},
        {"version": 1},
        {"sources": [{"title": "x", "path": "../x"}]},
        {"resources": [{"name": "events", "path": "/etc/passwd"}]},
    ],
)
def test_profile_refuses(change: dict[str, Any], descriptor: dict[str, Any], judge: Draft7Validator) -> None:
    assert not judge.is_valid(descriptor | change)


def test_it_says_what_it_is(descriptor: dict[str, Any]) -> None:
    assert descriptor["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert descriptor["name"] == "dateline-al-mayadin"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", descriptor["created"])
    assert [licence["name"] for licence in descriptor["licenses"]] == ["CC-BY-4.0"]
    assert "does not cover the texts of the articles" in descriptor["description"]
    assert all(descriptor[key] for key in ("title", "version", "contributors", "sources", "keywords"))


def test_its_settings_are_ours(descriptor: dict[str, Any]) -> None:
    assert {key: value for key, value in descriptor["dateline"].items() if key != "publish"} == {
        "format": 1,
        "id_prefix": "DLS",
        "seeds": "seeds",
        "datasets": "datasets",
        "codebook": "acled-style 2024-10",
    }
    assert list(descriptor["dateline"]["publish"]["waive"]) == ["R021"]


def test_resources_have_names_of_their_own(descriptor: dict[str, Any]) -> None:
    names = [resource["name"] for resource in descriptor["resources"]]
    assert len(names) == 24
    assert len(set(names)) == 24


def test_every_code_list_is_a_resource(
    descriptor: dict[str, Any], codes: dict[str, list[dict[str, str]]]
) -> None:
    inside = {r["name"] for r in descriptor["resources"] if r["path"].startswith("schema/codes/")}
    assert inside == set(codes)


def test_paths_stay_inside_the_package(descriptor: dict[str, Any]) -> None:
    for resource in descriptor["resources"]:
        folder = PurePosixPath(resource["path"]).parent
        assert str(folder) in ("datasets", "schema/codes")
        assert resource["path"] == f"{folder}/{resource['name']}.csv"
        assert resource["schema"] == f"schema/tables/{resource['name']}.json"


def test_sources_kept_here_are_here(descriptor: dict[str, Any], repository: Path) -> None:
    local = [source["path"] for source in descriptor["sources"] if "://" not in source["path"]]
    assert len(local) == 2
    assert [path for path in local if not (repository / path).is_file()] == []


def test_resources_describe_themselves_as_their_schemas_do(
    descriptor: dict[str, Any], schemas: dict[str, dict[str, Any]]
) -> None:
    for resource in descriptor["resources"]:
        schema = schemas[resource["name"]]
        assert (resource["title"], resource["description"]) == (schema["title"], schema["description"])


def test_every_table_is_read_in_one_way(descriptor: dict[str, Any]) -> None:
    """Without a dialect stock frictionless guesses delimiter and spaces: test_package.py."""
    for resource in descriptor["resources"]:
        how = {key: resource[key] for key in ("type", "format", "mediatype", "encoding")}
        assert how == {"type": "table", "format": "csv", "mediatype": "text/csv", "encoding": "utf-8"}
        assert resource["dialect"] == {
            "$schema": "https://datapackage.org/profiles/2.0/tabledialect.json",
            "header": True,
            "delimiter": ",",
            "lineTerminator": "\n",
            "quoteChar": '"',
            "doubleQuote": True,
            "skipInitialSpace": False,
        }
