"""What a finding says besides what stands in its row."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from dateline.engine import judge, table_file
from dateline.rules import Rule, load
from dateline.schemas import table_schema

LATE = replace(
    load()["D021"], fails_when="event_date > as_of", message="{event_date} is later than {as_of}.", each={}
)


@pytest.mark.parametrize(
    "rule",
    [
        LATE,
        replace(
            LATE, fails_when=None, query="SELECT row FROM events WHERE event_date > as_of", scope="query"
        ),
        replace(
            LATE,
            fails_when=None,
            query="SELECT max(event_date) AS event_date FROM events HAVING count(*) > 0",
            scope="query",
        ),
    ],
    ids=["row", "query", "dataset"],
)
def test_a_message_may_name_the_day_that_counts_as_today(rule: Rule, tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    path.write_text("event_id_cnty,event_date\nABC-1,2024-05-06\n", encoding="utf-8")
    table = judge.Input("events", table_file.opened(path, path.name, tmp_path), table_schema("events"))

    judged = judge.judge([table], [rule], judge.Options(date(2024, 2, 29), schemas=False))

    assert [one.message for one in judged.findings] == ["2024-05-06 is later than 2024-02-29."]


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("SELECT events.row + 100 AS row FROM events", "row"),
        ("SELECT events.row - 1 AS row FROM events", "row"),
        ("SELECT row, events.row + 100 AS other_row FROM events", "other_row"),
    ],
)
def test_a_query_must_give_numbers_of_rows_that_there_are(query: str, name: str, tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    path.write_text("event_id_cnty,event_date\nABC-1,2024-05-06\n", encoding="utf-8")
    table = judge.Input("events", table_file.opened(path, path.name, tmp_path), table_schema("events"))
    rule = replace(LATE, fails_when=None, query=query, scope="query", file="ours.yaml")

    with pytest.raises(judge.RuleFailed) as caught:
        judge.judge([table], [rule], judge.Options(date(2024, 2, 29), schemas=False))

    assert str(caught.value) == (
        f"ours.yaml: {rule.code} {rule.name}: {name} must be the number of a row of events."
    )


@pytest.mark.parametrize(("day", "suggested"), [("2021-08-17", "2021"), ("0021-08-17", None)])
def test_no_year_before_all_data_is_suggested(day: str, suggested: str | None, tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    path.write_text(f"event_id_cnty,event_date,year\nABC-1,{day},2020\n", encoding="utf-8")
    table = judge.Input("events", table_file.opened(path, path.name, tmp_path), table_schema("events"))

    judged = judge.judge([table], [load()["D020"]], judge.Options(date(2024, 2, 29), schemas=False))

    assert [one.suggestion for one in judged.findings] == [suggested]
