"""What stock frictionless makes of foreign keys; docs/foreign-keys.md says what we build on it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import frictionless
import pytest

Table = tuple[str, dict[str, Any]]
"""CSV text and Table Schema."""
Check = Callable[..., list[tuple[int | None, str]]]

PLACE = ["iso", "country"]


def schema(*fields: str, primary: str = "", foreign: tuple[dict[str, Any], ...] = ()) -> dict[str, Any]:
    """A Table Schema; a field is `name` (a string) or `name:type`."""
    parts = [field.partition(":") for field in fields]
    made: dict[str, Any] = {"fields": [{"name": name, "type": kind or "string"} for name, _, kind in parts]}
    if primary:
        made["primaryKey"] = [primary]
    if foreign:
        made["foreignKeys"] = list(foreign)
    return made


def key(own: list[str], resource: str | None, other: list[str]) -> dict[str, Any]:
    reference = {"fields": other} if resource is None else {"resource": resource, "fields": other}
    return {"fields": own, "reference": reference}


COUNTRIES: Table = ("iso,country\n760,Syria\n4,Afghanistan\n,Nowhere\n", schema("iso:integer", "country"))
BY_PLACE = schema("id", "iso:integer", "country", foreign=(key(PLACE, "countries", PLACE),))


@pytest.fixture
def check(tmp_path: Path) -> Check:
    """Validate a package of the given tables; gives row (header is row 1) and type of every error."""

    def validate(**tables: Table) -> list[tuple[int | None, str]]:
        resources = []
        for name, (text, table_schema) in tables.items():
            if text:
                (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
            resources.append({"name": name, "path": f"{name}.csv", "type": "table", "schema": table_schema})
        descriptor = tmp_path / "datapackage.json"
        descriptor.write_text(json.dumps({"name": "test", "resources": resources}), encoding="utf-8")
        report = frictionless.validate(str(descriptor))
        errors = report.errors + [error for task in report.tasks for error in task.errors]
        return [(getattr(error, "row_number", None), error.type) for error in errors]

    return validate


# Composite keys and empty parts


def test_composite_key_that_is_there_passes(check: Check) -> None:
    assert check(countries=COUNTRIES, events=("id,iso,country\n1,760,Syria\n", BY_PLACE)) == []


def test_composite_key_is_one_thing_not_two(check: Check) -> None:
    found = check(countries=COUNTRIES, events=("id,iso,country\n1,760,Afghanistan\n", BY_PLACE))
    assert found == [(2, "foreign-key")]


def test_composite_key_with_all_parts_empty_is_not_judged(check: Check) -> None:
    assert check(countries=COUNTRIES, events=("id,iso,country\n1,,\n", BY_PLACE)) == []


@pytest.mark.parametrize("row", ["1,760,", "1,,Syria"])
def test_composite_key_with_one_part_empty_is_refused(row: str, check: Check) -> None:
    """Unlike SQL's MATCH SIMPLE, where one empty part is enough to pass."""
    found = check(countries=COUNTRIES, events=(f"id,iso,country\n{row}\n", BY_PLACE))
    assert found == [(2, "foreign-key")]


def test_empty_part_matches_an_empty_part(check: Check) -> None:
    """Unlike SQL, where an empty part equals nothing."""
    assert check(countries=COUNTRIES, events=("id,iso,country\n1,,Nowhere\n", BY_PLACE)) == []


def test_order_of_the_fields_of_a_key_is_free(check: Check) -> None:
    turned = schema("id", "iso:integer", "country", foreign=(key(PLACE[::-1], "countries", PLACE[::-1]),))
    assert check(countries=COUNTRIES, events=("id,iso,country\n1,760,Syria\n", turned)) == []


# Simple keys


def test_empty_simple_key_is_not_judged(check: Check) -> None:
    events = schema("id", "country", foreign=(key(["country"], "countries", ["country"]),))
    found = check(countries=COUNTRIES, events=("id,country\n1,\n2,Syria\n3,syria\n", events))
    assert found == [(4, "foreign-key")]


def test_key_may_lead_to_a_field_that_is_no_primary_key(check: Check) -> None:
    actors = ("actor_id,name\na,Red Group\nb,Blue Group\n", schema("actor_id", "name", primary="actor_id"))
    events = schema("id", "actor1", foreign=(key(["actor1"], "actors", ["name"]),))
    assert check(actors=actors, events=("id,actor1\n1,Red Group\n2,a\n", events)) == [(3, "foreign-key")]


def test_field_a_key_leads_to_need_not_be_unique(check: Check) -> None:
    actors = ("actor_id,name\na,Red Group\nb,Red Group\n", schema("actor_id", "name", primary="actor_id"))
    events = schema("id", "actor1", foreign=(key(["actor1"], "actors", ["name"]),))
    assert check(actors=actors, events=("id,actor1\n1,Red Group\n", events)) == []


def test_two_keys_of_a_row_are_judged_one_by_one(check: Check) -> None:
    keys = tuple(key([name], "actors", ["name"]) for name in ("actor1", "actor2"))
    events = schema("id", "actor1", "actor2", foreign=keys)
    found = check(actors=("name\nRed Group\n", schema("name")), events=("id,actor1,actor2\n1,a,b\n", events))
    assert found == [(2, "foreign-key"), (2, "foreign-key")]


@pytest.mark.parametrize("resource", ["", "events", None])
def test_key_into_the_same_table(resource: str | None, check: Check) -> None:
    events = schema("id", "follows", primary="id", foreign=(key(["follows"], resource, ["id"]),))
    found = check(events=("id,follows\n1,\n2,1\n3,4\n4,4\n5,9\n", events))
    assert found == [(6, "foreign-key")]


# Types


def test_integer_keys_are_compared_as_numbers(check: Check) -> None:
    codes = ("code\n1\n2\n", schema("code:integer", primary="code"))
    events = schema("id", "precision:integer", foreign=(key(["precision"], "codes", ["code"]),))
    assert check(codes=codes, events=("id,precision\na,1\nb,01\nc,3\nd,\n", events)) == [(4, "foreign-key")]


def test_keys_of_two_types_never_match(check: Check) -> None:
    codes = ("code\n1\n", schema("code:integer"))
    events = schema("id", "precision", foreign=(key(["precision"], "codes", ["code"]),))
    assert check(codes=codes, events=("id,precision\na,1\n", events)) == [(2, "foreign-key")]


def test_simple_key_that_did_not_parse_counts_as_empty(check: Check) -> None:
    codes = ("code\n1\n", schema("code:integer"))
    events = schema("id", "precision:integer", foreign=(key(["precision"], "codes", ["code"]),))
    assert check(codes=codes, events=("id,precision\na,one\n", events)) == [(2, "type-error")]


def test_part_that_did_not_parse_fails_the_composite_key_as_well(check: Check) -> None:
    found = check(countries=COUNTRIES, events=("id,iso,country\n1,SYR,Syria\n", BY_PLACE))
    assert found == [(2, "type-error"), (2, "foreign-key")]


def test_row_that_fails_its_own_constraints_is_still_a_target(check: Check) -> None:
    codes = schema("code:integer")
    codes["fields"][0]["constraints"] = {"maximum": 1}
    events = schema("id", "precision:integer", foreign=(key(["precision"], "codes", ["code"]),))
    found = check(codes=("code\n1\n2\n", codes), events=("id,precision\na,2\n", events))
    assert found == [(3, "constraint-error")]


# Tables that are not as the key expects


def test_key_into_a_table_without_rows_is_refused(check: Check) -> None:
    events = schema("id", "actor1", foreign=(key(["actor1"], "actors", ["name"]),))
    found = check(actors=("name\n", schema("name")), events=("id,actor1\n1,Red Group\n", events))
    assert found == [(2, "foreign-key")]


def test_key_of_a_column_that_the_file_lacks_is_not_judged(check: Check) -> None:
    events = schema("id", "actor1", foreign=(key(["actor1"], "actors", ["name"]),))
    assert check(actors=("name\n", schema("name")), events=("id\n1\n", events)) == [(None, "missing-label")]


def test_key_into_a_resource_that_is_not_declared_stops_the_table(check: Check) -> None:
    events = schema("id", "actor1", foreign=(key(["actor1"], "actors", ["name"]),))
    assert check(events=("id,actor1\n1,Red Group\n", events)) == [(None, "resource-error")]


def test_key_into_a_file_that_is_not_there_stops_both_tables(check: Check) -> None:
    events = schema("id", "actor1", foreign=(key(["actor1"], "actors", ["name"]),))
    found = check(actors=("", schema("name")), events=("id,actor1\n1,Red Group\n", events))
    assert found == [(None, "scheme-error"), (None, "scheme-error")]


def test_key_into_a_field_that_does_not_exist_is_noticed_only_with_rows(check: Check) -> None:
    """A slip in the schema that a dataset without rows hides; test_tables.py looks at the schema itself."""
    actors = ("name\nRed Group\n", schema("name"))
    events = schema("id", "actor1", foreign=(key(["actor1"], "actors", ["nmae"]),))
    assert check(actors=actors, events=("id,actor1\n", events)) == []
    assert check(actors=actors, events=("id,actor1\n1,Red Group\n", events)) == [(2, "foreign-key")]


def test_items_of_a_list_are_not_followed(check: Check) -> None:
    """A list in a cell is one value: its items need a rule."""
    actors = ("name\nRed Group\nBlue Group\n", schema("name"))
    events = schema("id", "assoc", foreign=(key(["assoc"], "actors", ["name"]),))
    assert check(actors=actors, events=("id,assoc\n1,Red Group; Blue Group\n", events)) == [
        (2, "foreign-key")
    ]


def test_unique_keys_are_ignored(check: Check) -> None:
    """They are of the standard, but stock frictionless does not judge them."""
    events = schema("id", "key") | {"uniqueKeys": [["key"]]}
    assert check(events=("id,key\n1,a\n2,a\n", events)) == []
