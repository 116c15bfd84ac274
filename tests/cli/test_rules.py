"""`dateline rules`, and the settings that a project gives them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.conftest import Copy

OURS = """\
dateline: 1
topic: locations
letter: Z
about: Rules of this project.
rules:
  - code: ABC001
    name: event-in-the-capital
    severity: warning
    status: preview
    since: 0.1.0
    summary: An event is coded to Damascus.
    table: events
    scope: row
    field: location
    fails_when: location = 'Al Mayadin'
    message: "The event is coded to {location}."
    advice: Look again.
    why: The town changed hands.
    origin: This project.
    passes:
      - {location: Homs}
    fails:
      - {location: Al Mayadin}
"""


def settle(project: Copy, **settings: Any) -> None:
    """Put keys under `dateline` in the descriptor."""
    descriptor = json.loads(project.text(project.descriptor))
    descriptor["dateline"] |= settings
    project.write(project.descriptor, json.dumps(descriptor))


def test_all_rules_are_listed_by_topic(reference: Copy) -> None:
    ran = reference.run("rules")

    assert ran.exit == 0
    assert "provenance\n" in ran.out
    assert "P010" in ran.out
    assert ran.out.rstrip().endswith("`dateline explain CODE` tells all about one.")


def test_one_topic_and_one_severity(reference: Copy) -> None:
    listed = json.loads(reference.run("rules", "--topic", "dates", "--severity", "error", "--json").out)

    assert {(rule["topic"], rule["severity"]) for rule in listed} == {("dates", "error")}
    assert {"code", "name", "why", "passes", "fails", "message"} <= listed[0].keys()


def test_unknown_topic_names_those_there_are(reference: Copy) -> None:
    ran = reference.run("rules", "--topic", "weather")

    assert ran.exit == 2
    assert "dates" in ran.err


def test_a_rule_is_switched_off(reference: Copy) -> None:
    settle(reference, rules={"E041": "off"})

    ran = reference.process("validate", "--format", "jsonl")

    assert ran.exit == 0
    assert [one for one in ran.records if one.get("rule") == "E041"] == []


def test_rules_that_are_off_are_listed_as_off(reference: Copy) -> None:
    settle(reference, rules={"E041": "off", "P066": "warning"})

    listed = json.loads(reference.run("rules", "--json").out)

    severities = {rule["code"]: rule["severity"] for rule in listed}
    assert (severities["E041"], severities["P066"]) == ("off", "warning")
    assert "E041  off" in reference.run("rules", "--severity", "off").out


def test_rules_of_a_broken_project_are_not_listed(reference: Copy) -> None:
    reference.write(reference.descriptor, "{")

    ran = reference.run("rules")

    assert (ran.exit, ran.out) == (2, "")
    assert "is not JSON" in ran.err


def test_a_warning_becomes_an_error(reference: Copy) -> None:
    settle(reference, rules={"self-checked-coding": "error"})

    ran = reference.process("validate", "--format", "jsonl")

    assert ran.exit == 1
    assert {one["severity"] for one in ran.records if one.get("rule") == "E041"} == {"error"}


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"rules": {"D999": "off"}}, "D999"),
        ({"rules": {"E041": "loud"}}, "loud"),
        ({"rules": {"P010": "off"}}, "cannot be changed"),
        ({"rules": ["E041"]}, "severity"),
        ({"rules": {"D005": ["error"]}}, '{"D005": ["error"]}} cannot be used; a rule can be "error", '),
        ({"rules": {"P066": {}}}, '{"P066": {}}} cannot be used'),
        ({"rules": {"P066": None}}, '{"P066": null}} cannot be used'),
        ({"ruels": {}}, '"dateline": {"ruels": {}} is no setting. Did you mean "rules"?'),
        ({"rule_files": ["ours.yaml"]}, "prefix"),
        ({"rule_files": []}, "it is []"),
        ({"rule_files": {"prefix": "ABC", "files": [{}]}}, '"files": [{}]'),
        ({"rule_files": {"prefix": "ABC", "files": ["/etc/passwd"]}}, "outside"),
        (
            {"rule_files": {"prefix": "ABC", "files": ["validators/ours.yaml"] * 2}},
            "ours.yaml is listed twice",
        ),
        ({"rule_files": {"prefix": "ABC", "files": ["validators/none.yaml"]}}, "not there"),
        ({"rule_files": {"prefix": "ABC", "files": ["../../etc/passwd"]}}, "outside"),
        ({"rule_files": {"prefix": "D", "files": ["validators/ours.yaml"]}}, "2 to 8"),
    ],
)
def test_settings_that_cannot_be_used_are_told(reference: Copy, settings: dict[str, Any], said: str) -> None:
    (reference / "validators").mkdir()
    reference.write("validators/ours.yaml", OURS)
    settle(reference, **settings)

    ran = reference.run("validate")

    assert ran.exit == 2
    assert said in ran.err
    assert "Traceback" not in ran.err


def test_a_rule_of_the_projects_own_is_run(reference: Copy) -> None:
    (reference / "validators").mkdir()
    reference.write("validators/ours.yaml", OURS)
    settle(reference, rule_files={"prefix": "ABC", "files": ["validators/ours.yaml"]})

    ran = reference.judge("validate")

    assert ran.exit == 0
    assert ran.rules == ["ABC001", "ABC001"]
    assert ran.findings[0]["message"] == "The event is coded to Al Mayadin."
    assert "ABC001" in reference.run("rules", "--topic", "locations").out


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("ABC001", "D001", "must be ABC"),
        ("fails_when: location = 'Al Mayadin'", "probe: actor\n    answers: [unknown]", "probe"),
        ("    message:", "    massage:", "message"),
        ("- {location: Homs}", "- *homs", "line 21"),
        ("origin: This project.", "origin: {a: b}", "line 19"),
        ("dateline: 1", "dateline: 2", "line 1: “2” is not possible here. Possible: 1"),
    ],
)
def test_a_broken_rule_file_is_told(reference: Copy, old: str, new: str, said: str) -> None:
    (reference / "validators").mkdir()
    reference.write("validators/ours.yaml", OURS.replace(old, new))
    settle(reference, rule_files={"prefix": "ABC", "files": ["validators/ours.yaml"]})

    ran = reference.run("validate")

    assert ran.exit == 2
    assert said in ran.err
    assert "Traceback" not in ran.err


AGAIN = OURS.partition("rules:\n")[2]


@pytest.mark.parametrize(
    ("again", "said"),
    [
        (AGAIN, "validators/ours.yaml: the code ABC001 is taken by ABC001 event-in-the-capital in "),
        (
            AGAIN.replace("ABC001", "ABC002"),
            "validators/ours.yaml: the name event-in-the-capital is taken by",
        ),
        (
            AGAIN.replace("ABC001", "ABC002").replace("event-in-the-capital", "overprecise-date"),
            "validators/ours.yaml: the name overprecise-date is taken by D003 overprecise-date in dates.yaml",
        ),
    ],
)
def test_a_code_or_name_that_is_taken_is_told(reference: Copy, again: str, said: str) -> None:
    (reference / "validators").mkdir()
    reference.write("validators/ours.yaml", OURS + again)
    settle(reference, rule_files={"prefix": "ABC", "files": ["validators/ours.yaml"]})

    ran = reference.run("validate")

    assert ran.exit == 2
    assert ran.err.startswith(f"dateline: {said}")
    assert len(ran.err.splitlines()) == 1


def test_rule_sql_that_is_not_allowed_is_nobodys_data(reference: Copy) -> None:
    (reference / "validators").mkdir()
    reference.write("validators/ours.yaml", OURS.replace("location = 'Al Mayadin'", "read_text('x') = ''"))
    settle(reference, rule_files={"prefix": "ABC", "files": ["validators/ours.yaml"]})

    ran = reference.run("validate")

    assert ran.exit == 2
    assert "ABC001" in ran.err
    assert "Traceback" not in ran.err
