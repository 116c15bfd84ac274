"""Table Schemas: every field explained and traceable, every key leads somewhere, the profile holds."""

from __future__ import annotations

import copy
import importlib.util
import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

Schemas = dict[str, dict[str, Any]]

DATA = (
    "events",
    "sources",
    "claims",
    "evidence",
    "contradictions",
    "left_out",
    "actors",
    "actor_roles",
    "locations",
)


def words(text: str) -> list[str]:
    return text.split()


ACLED = words(
    """event_id_cnty event_date year time_precision disorder_type event_type sub_event_type
       actor1 assoc_actor_1 inter1 actor2 assoc_actor_2 inter2 interaction civilian_targeting
       iso region country admin1 admin2 admin3 location latitude longitude geo_precision
       source source_scale notes fatalities tags timestamp"""
)

OURS = words(
    """event_key source_ids date_start date_end location_id coordinate_source
       fatalities_low fatalities_best fatalities_high attribution contested"""
)

MAY_BE_EMPTY = words(
    """assoc_actor_1 actor2 assoc_actor_2 inter2 civilian_targeting admin1 admin2 admin3 source_scale tags
       fatalities_low fatalities_best fatalities_high attribution contested"""
)


NO_TABLE = {"extraction.key", "decisions.decided_at"}
"""Origins in the seeds that no table of the package carries."""


def profile(name: str) -> Draft7Validator:
    """A JSON Schema of the Data Package standard 2.0, as dplib-py carries it."""
    spec = importlib.util.find_spec("dplib")
    assert spec is not None
    assert spec.submodule_search_locations
    path = Path(spec.submodule_search_locations[0], "profiles", "2.0", f"{name}.json")
    return Draft7Validator(json.loads(path.read_text(encoding="utf-8")))


def fields(schema: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {field["name"]: field for field in schema["fields"]}


def pattern(schema: dict[str, Any], field: str) -> re.Pattern[str]:
    return re.compile(fields(schema)[field]["constraints"]["pattern"])


def test_schema_holds_for_the_profile_of_the_standard(schemas: Schemas) -> None:
    judge = profile("tableschema")
    assert {
        name: [error.message for error in judge.iter_errors(schema)] for name, schema in schemas.items()
    } == {name: [] for name in schemas}


def test_profile_refuses_what_is_no_schema(schemas: Schemas) -> None:
    broken = copy.deepcopy(schemas["events"])
    broken["fields"][0]["type"] = "text"
    assert not profile("tableschema").is_valid(broken)


def test_every_table_and_field_is_explained_with_an_example(schemas: Schemas) -> None:
    for name, schema in schemas.items():
        for part in (schema, *schema["fields"]):
            where = (name, part.get("name"))
            assert re.fullmatch(r"[A-Z].*[^.\s]", part["title"]), where
            assert re.fullmatch(r"[A-Z`].{8,}[.]", part["description"], flags=re.DOTALL), where
        assert all(field["example"] for field in schema["fields"]), name


def test_an_empty_cell_is_the_only_missing_value(schemas: Schemas) -> None:
    assert {name: schema["missingValues"] for name, schema in schemas.items()} == {
        name: [""] for name in schemas
    }


def test_primary_key_is_one_required_unique_field(schemas: Schemas) -> None:
    for name, schema in schemas.items():
        (key,) = schema["primaryKey"]
        constraints = fields(schema)[key]["constraints"]
        assert (constraints["required"], constraints["unique"]) == (True, True), name


def test_foreign_keys_lead_to_fields_of_the_same_type(schemas: Schemas) -> None:
    for name, schema in schemas.items():
        for key in schema.get("foreignKeys", []):
            there = fields(schemas[key["reference"]["resource"]])
            types = [fields(schema)[field]["type"] for field in key["fields"]]
            assert types == [there[field]["type"] for field in key["reference"]["fields"]], (name, key)


def test_every_foreign_key_is_one_field(schemas: Schemas) -> None:
    """A composite key names no cell, and readers differ about empty parts: test_foreign_keys.py."""
    parts = [len(key["fields"]) for schema in schemas.values() for key in schema.get("foreignKeys", [])]
    assert set(parts) == {1}


def test_fields_match_is_left_out(schemas: Schemas) -> None:
    """The 2.0 profile wants an array, frictionless a string; no form suits both."""
    assert [name for name, schema in schemas.items() if "fieldsMatch" in schema] == []
    judge = profile("tableschema")
    assert not judge.is_valid(schemas["events"] | {"fieldsMatch": "exact"})
    assert judge.is_valid(schemas["events"] | {"fieldsMatch": ["exact"]})


def test_dates_and_years_begin_in_1900(schemas: Schemas) -> None:
    for name, schema in schemas.items():
        for field in schema["fields"]:
            if field["type"] == "date":
                assert field["constraints"]["minimum"] == "1900-01-01", (name, field["name"])
    assert fields(schemas["events"])["year"]["constraints"]["minimum"] == 1900


def test_booleans_are_the_words_true_and_false(schemas: Schemas) -> None:
    booleans = [
        field for schema in schemas.values() for field in schema["fields"] if field["type"] == "boolean"
    ]
    assert len(booleans) == 3
    assert all((field["trueValues"], field["falseValues"]) == (["true"], ["false"]) for field in booleans)


# Events


def test_events_are_acleds_31_columns_and_then_ours(schemas: Schemas) -> None:
    assert len(ACLED) == 31
    assert list(fields(schemas["events"])) == ACLED + OURS


def test_events_may_be_empty_where_acled_rows_are(schemas: Schemas) -> None:
    events = fields(schemas["events"])
    assert [
        name for name, field in events.items() if not field.get("constraints", {}).get("required")
    ] == MAY_BE_EMPTY


def test_every_cell_of_an_event_can_be_traced(
    schemas: Schemas, codes: dict[str, list[dict[str, str]]]
) -> None:
    claimable = {row["field"] for row in codes["field_policies"]}
    for name, field in fields(schemas["events"]).items():
        assert field["derivedFrom"], name
        for origin in field["derivedFrom"]:
            if claim := re.fullmatch(r"claims\[(\w+)\]", origin):
                assert claim[1] in claimable, (name, origin)
            elif origin not in NO_TABLE:
                table, column = origin.split(".")
                assert column in fields(schemas[table]), (name, origin)


def test_what_a_coder_claims_reaches_the_events(
    schemas: Schemas, codes: dict[str, list[dict[str, str]]]
) -> None:
    events = fields(schemas["events"])
    for row in codes["field_policies"]:
        assert f"claims[{row['field']}]" in events[row["field"]]["derivedFrom"]
        is_list = "joined by `; `" in events[row["field"]]["description"]
        assert is_list == (row["list"] == "true"), row["field"]


# Patterns


@pytest.mark.parametrize(
    "cell", ["a", "a b", "a; b", "Islamic State (Syria); Women (Syria)", "x=a, b; y: c|d", "é"]
)
def test_list_accepts(cell: str, schemas: Schemas) -> None:
    assert pattern(schemas["events"], "assoc_actor_1").match(cell)


@pytest.mark.parametrize(
    "cell", ["", " ", ";", "a;", "a; ", "; a", "a;b", "a ;b", "a ; b", "a;  b", "a; ; b", " a", "a "]
)
def test_list_refuses(cell: str, schemas: Schemas) -> None:
    assert not pattern(schemas["events"], "assoc_actor_1").match(cell)


def test_every_list_refuses_an_empty_item(schemas: Schemas) -> None:
    lists = [
        (name, field["name"])
        for name, schema in schemas.items()
        for field in schema["fields"]
        if "joined by `; `" in field["description"]
    ]
    assert len(lists) == 18
    for name, field in lists:
        matcher = pattern(schemas[name], field)
        example = fields(schemas[name])[field]["example"]
        assert matcher.match(example), (name, field)
        assert not matcher.match(f"{example}; "), (name, field)
        assert not matcher.match(f"{example};{example}"), (name, field)


@pytest.mark.parametrize("cell", ["DLS-5X0K2M9QWT", "AB-0123456789", "ABCDEFG1-ZZZZZZZZZZ"])
def test_event_id_accepts(cell: str, schemas: Schemas) -> None:
    assert pattern(schemas["events"], "event_id_cnty").match(cell)


@pytest.mark.parametrize(
    "cell",
    ["SYR12345", "DLS-5X0K2M9QW", "DLS-5X0K2M9QWTT", "dls-5X0K2M9QWT", "D-5X0K2M9QWT", "DLS-5X0K2M9QWI"],
)
def test_event_id_refuses(cell: str, schemas: Schemas) -> None:
    assert not pattern(schemas["events"], "event_id_cnty").match(cell)


@pytest.mark.parametrize(
    "cell",
    [
        "DLS-5X0K2M9QWT/paper-a/actor1",
        "DLS-5X0K2M9QWT/paper-a/assoc_actor_1/2",
        "DLS-5X0K2M9QWT/default/fatalities",
    ],
)
def test_claim_id_and_evidence_id_accept(cell: str, schemas: Schemas) -> None:
    assert pattern(schemas["claims"], "claim_id").match(cell)
    assert pattern(schemas["evidence"], "claim_id").match(cell)
    assert pattern(schemas["evidence"], "evidence_id").match(f"{cell}#1")


@pytest.mark.parametrize(
    "cell",
    [
        "DLS-5X0K2M9QWT/paper-a",
        "DLS-5X0K2M9QWT/paper-a/actor1/0",
        "DLS-5X0K2M9QWT//actor1",
        "x/paper-a/actor1",
    ],
)
def test_claim_id_refuses(cell: str, schemas: Schemas) -> None:
    assert not pattern(schemas["claims"], "claim_id").match(cell)


@pytest.mark.parametrize(
    ("cell", "sound"), [("/events/0/actor1", True), ("/a~1b", True), ("events", False), ("/a~2", False)]
)
def test_pointer_is_a_json_pointer(cell: str, sound: bool, schemas: Schemas) -> None:
    assert bool(pattern(schemas["claims"], "pointer").match(cell)) is sound
