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
