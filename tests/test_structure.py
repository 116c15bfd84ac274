"""Tables against their Table Schemas and keys, as the registries are judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dateline import structure
from dateline.findings import Cell, Finding, InDataset, Severity
from dateline.project import REGISTRIES
from dateline.schemas import table_schema

if TYPE_CHECKING:
    from tests.conftest import Copy


def judge(reference: Copy, *names: str) -> list[Finding]:
    tables = {name: reference / f"seeds/{name}.csv" for name in names or REGISTRIES}
    return structure.of_tables(reference.root, tables)


def only(findings: list[Finding]) -> Finding:
    (finding,) = findings
    return finding


def test_the_registries_of_the_reference_project(reference: Copy) -> None:
    assert judge(reference) == []
    assert judge(reference, *REGISTRIES, "ids") == []


def test_a_finding_names_file_row_line_column_and_record(reference: Copy) -> None:
    reference.replace(reference.actors, "named group,Syria,2015,,", "named group,Syria,2o15,,")
    finding = only(judge(reference))
    assert (finding.rule, finding.severity, finding.value) == ("S010", Severity.error, "2o15")
    assert finding.place == Cell(reference.actors, 6, 7, "active_from", "syrian-democratic-forces")


def test_a_table_that_is_absent(reference: Copy) -> None:
    (reference / reference.locations).unlink()
    finding = only(judge(reference))
    assert (finding.rule, finding.value) == ("S001", reference.locations)
    assert isinstance(finding.place, InDataset)


def test_keys_between_the_tables_are_followed(reference: Copy) -> None:
    reference.replace(reference.actors, "militia-pro-government,Militia", "militia-of-the-government,Militia")
    finding = only(judge(reference))
    assert (finding.rule, finding.value) == ("S019", "militia-pro-government")
    assert isinstance(finding.place, Cell)
    assert (finding.place.file, finding.place.column) == (reference.actor_roles, "actor_id")


def test_keys_into_code_lists_are_followed_with_what_is_nearest(reference: Copy) -> None:
    reference.replace(reference.locations, "Al Mayadin,Al Mayadin,Syria", "Al Mayadin,Al Mayadin,Siria")
    finding = only(judge(reference, "locations"))
    assert (finding.rule, finding.suggestion) == ("S019", "Syria")


def test_a_key_into_a_table_that_is_not_judged_leads_nowhere_wrong(reference: Copy) -> None:
    reference.replace(reference.actor_roles, ",islamic-state-syria,", ",nobody,")
    assert judge(reference, "actor_roles") == []


def test_one_damaged_row_does_not_hide_another_table(reference: Copy) -> None:
    reference.replace(reference.actors, "April 2013.,2026-11-22", "April 2013.,2026-11-22,x")
    reference.replace(reference.locations, "35.0209,40.4535", "95.0209,40.4535")
    assert {"S007", "S014"} <= {finding.rule for finding in judge(reference)}


@pytest.mark.parametrize("name", [*REGISTRIES, "ids", "events", "sources", "claims", "evidence"])
def test_every_field_of_a_schema_is_described(name: str) -> None:
    for field in table_schema(name)["fields"]:
        assert field["title"]
        assert field["description"]
        assert field["type"] in ("string", "integer", "number", "boolean", "date")
