"""A project's rule files are read like extractions: strictly, and with the line of what is wrong."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from dateline import resources
from dateline.rules import catalogue, own_files
from dateline.rules.catalogue import RuleFileError

FILE = """\
dateline: 1
topic: ours
letter: OWN
about: Rules of this project.
rules:
  - code: OWN001
    name: event-in-the-town
    severity: warning
    status: preview
    since: 0.1.0
    summary: An event is in the town.
    table: events
    scope: row
    field: location
    fails_when: location = 'Town'
    message: The event is in {location}.
    advice: Look again.
    why: The town is watched.
    origin: This project.
    passes:
      - {location: Village}
    fails:
      - {location: Town}
"""


def test_a_file(tmp_path: Path) -> None:
    path = tmp_path / "ours.yaml"
    path.write_text(FILE, encoding="utf-8")

    (rule,) = own_files.read(path, "validators/ours.yaml")

    assert (rule.code, rule.topic, rule.file) == ("OWN001", "ours", "validators/ours.yaml")
    assert (rule.fails_when, rule.fails) == ("location = 'Town'", ({"location": "Town"},))


@pytest.mark.parametrize(
    "path", sorted(resources.folder("validators").glob("*.yaml")), ids=lambda one: one.stem
)
def test_the_built_in_files_read_in_the_same_way(path: Path) -> None:
    strict = own_files.read(path, path.name)

    without = {"passes": (), "fails": ()}  # days of examples stay text
    assert [replace(rule, **without) for rule in strict] == [
        replace(rule, **without) for rule in catalogue.read(path)
    ]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("advice: Look again.", "advice: &a Look again.", "line 17: `&a` is an anchor"),
        ("rules:", "rules: [", "line 6: "),
        ("location: Town}", "location: Town, location: Town}", "line 23: "),
        ("advice: Look again.", "advice: [Look again.]", "line 17: Here must stand text"),
        ("    severity: warning\n", "", "line 6: The key `severity` is missing"),
        ("severity: warning", "severity: warnin", "Possible: error, warning, info. Did you mean “warning”?"),
        ("    table:", "    query: SELECT row FROM events\n    table:", "cannot stand together"),
        ("code: OWN001", "code: 1", "line 6: "),
        (
            "    field: location",
            "    each: {actor: [actor1, actor2, admin1], code: [inter1, inter2]}\n    field: actor",
            "line 6: OWN001 event-in-the-town: The lists of `each` must be of one length: "
            "actor has 3, code has 2.",
        ),
        (
            "message: The event is in {location}.",
            'message: "The event is in {location."',
            "line 6: OWN001 event-in-the-town: A “{” in the message has no counterpart.",
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, old: str, new: str, says: str) -> None:
    path = tmp_path / "ours.yaml"
    assert old in FILE
    path.write_text(FILE.replace(old, new), encoding="utf-8")

    with pytest.raises(RuleFileError) as caught:
        own_files.read(path, "ours.yaml")

    assert str(caught.value).startswith("ours.yaml, line ")
    assert says in str(caught.value)


def test_nothing_is_expanded(tmp_path: Path) -> None:
    """A few lines of aliases can stand for more than any memory holds."""
    lines = ["a0: &a0 [x, x]", *(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 60))]
    path = tmp_path / "ours.yaml"
    path.write_text("\n".join(lines) + "\n" + FILE, encoding="utf-8")

    with pytest.raises(RuleFileError, match="line 1: "):
        own_files.read(path, "ours.yaml")


def test_the_lists_of_each_of_a_built_in_rule_are_of_one_length() -> None:
    for rule in catalogue.load():
        assert len({len(columns) for columns in rule.each.values()}) <= 1, rule.code
