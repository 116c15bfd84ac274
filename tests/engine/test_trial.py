"""A rule that cannot be run is refused with its code, before any data is read."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from dateline.engine import columns, trial
from dateline.engine.judge import Options, RuleFailed
from dateline.rules import Status, load, own_files
from dateline.rules.tables import findings

ROW = replace(
    load()["D021"],
    code="OWN001",
    name="ours",
    file="ours.yaml",
    field="event_date",
    each={},
    fails_when="event_date > as_of",
    suggests=None,
)
OPTIONS = Options(date(2024, 2, 29))
PAGE = (Path(__file__).parents[2] / "docs" / "rule-sql.md").read_text(encoding="utf-8")
MESSAGES = {
    "OWN001": "The place of this event of 2017-10-14 is known to the region only (Al Mayadin).",
    "OWN002": "Al Mayadin has 2 events on 2017-10-14; the first is on line 2.",
}
QUERY = replace(ROW, scope="query", fails_when=None)


def test_every_built_in_rule_can_be_run() -> None:
    trial.of_rules([rule for rule in load() if rule.table in columns.all_tables()], OPTIONS)


def test_a_deprecated_rule_is_not_tried() -> None:
    trial.of_rules([replace(ROW, status=Status.deprecated, fails_when="actor1 = 6")], OPTIONS)


@pytest.mark.parametrize(
    ("slip", "says"),
    [
        ({"fails_when": "actor1 = 6"}, "Text is used where a number"),
        ({"fails_when": "lower(actor1) IN (6, 7)"}, "Text is used where a number"),
        ({"fails_when": "latitude > 'a'"}, "Text is used where a number"),
        ({"fails_when": "event_date > 5"}, "Cannot compare values of type DATE and type INTEGER_LITERAL."),
        ({"fails_when": "year(latitude) = 5"}, "'year(DOUBLE)'."),
        ({"suggests": "event_date + actor1"}, "+(DATE, VARCHAR)"),
        ({"fails_when": "time_precision"}, "`fails_when` is no condition."),
        ({"field": "town"}, "`field` is town, which is no column of events."),
        ({"field": "acter1"}, "Did you mean actor1"),
        ({"field": "inter1_code"}, "`field` is inter1_code, which is no column of events."),
    ],
)
def test_a_slip_in_a_condition(slip: dict[str, str], says: str) -> None:
    with pytest.raises(RuleFailed) as caught:
        trial.of_rules([replace(ROW, **slip)], OPTIONS)

    assert str(caught.value).startswith("ours.yaml: OWN001 ours: ")
    assert says in str(caught.value)
    assert "LINE" not in str(caught.value)


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("SELECT events.location AS row FROM events", "row must be the number of a row of events."),
        ("SELECT 0.5 * events.row AS row FROM events", "row must be the number of a row of events."),
        ("SELECT row, notes AS other_row FROM events", "other_row must be the number of a row of events."),
        ("SELECT row FROM events WHERE actor1 = 6", "Text is used where a number"),
        (
            "SELECT events.row FROM events JOIN countries ON events.country = countries.country "
            "WHERE countries.iso = 4",
            "Text is used where a number",
        ),
    ],
)
def test_a_slip_in_a_query(query: str, says: str) -> None:
    with pytest.raises(RuleFailed) as caught:
        trial.of_rules([replace(QUERY, query=query)], OPTIONS)

    assert str(caught.value).startswith("ours.yaml: OWN001 ours: ")
    assert says in str(caught.value)


def test_a_name_of_each_may_be_the_field() -> None:
    each = {"actor": ("actor1", "actor2"), "code": ("inter1_code", "inter2_code")}

    trial.of_rules([replace(ROW, field="actor", each=each, fails_when="actor = 'x' AND code <> 6")], OPTIONS)


def test_the_page_names_every_column_that_is_looked_up() -> None:
    for lookup in columns.LOOKUPS["events"]:
        assert [name for name in lookup.columns if f"`{name}`" not in PAGE] == []


def test_the_rule_file_on_the_page(tmp_path: Path) -> None:
    path = tmp_path / "ours.yaml"
    (text,) = re.findall(r"```yaml\n(dateline: 1\n.*?)```", PAGE, re.DOTALL)
    path.write_text(text, encoding="utf-8")

    rules = own_files.read(path, "ours.yaml")

    trial.of_rules(rules, OPTIONS)
    for rule in rules:
        found = [[one.message for one in of_one] for of_one in findings(rule, (*rule.fails, *rule.passes))]
        assert found == [[MESSAGES[rule.code]], []]
