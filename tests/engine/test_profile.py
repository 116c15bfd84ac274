"""What events cover, and in how many rows a rule finds something: exact, whatever the cells hold."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest
from tests.engine.conftest import AS_OF

from dateline import rules
from dateline.engine import judge, profile, table_file
from dateline.engine.judge import Input, Judgement, Options
from dateline.schemas import table_schema

HEADER = ("event_id_cnty", "event_date", "year", "country", "iso", "inter1", "inter2")
SOUND = ("ABC-0000000000", "2017-10-14", "2017", "Syria", "760", "Rioters", "")


def judged(folder: Path, *rows: tuple[str, ...], header: tuple[str, ...] = HEADER) -> Judgement:
    """A file of events, judged by all rules of a row."""
    path = folder / "events.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([header, *rows])
    file = table_file.opened(path, path.name, folder)
    return judge.judge([Input("events", file, table_schema("events"))], rules.load(), Options(AS_OF))


def row(**cells: str) -> tuple[str, ...]:
    return tuple(cells.get(name, sound) for name, sound in zip(HEADER, SOUND, strict=True))


def test_a_profile(tmp_path: Path) -> None:
    """Known countries and others, also in rows that are odd for another reason, are counted alike."""
    rows = [
        row(),
        row(iso="1e3"),
        row(event_date="2016-02-29", country="Yemen"),
        row(event_date="2019-02-29", country="syria"),
        row(event_date="2019-01-01", country="", inter1="x"),
        row(event_date="", country="syria"),
        row(country="Yemen"),
        row(country="Yemen", inter1="x"),
        ("",) * len(HEADER),
    ]
    covered = judged(tmp_path, *rows).profile
    assert covered == profile.Profile(
        9, "2016-02-29", "2019-01-01", {"Yemen": 3, "Syria": 2, "syria": 2}, more_countries=0
    )
    assert covered.countries is not None
    assert list(covered.countries) == ["Yemen", "Syria", "syria"]


def test_a_column_that_holds_no_countries(tmp_path: Path) -> None:
    count = profile.MOST_COUNTRIES + 7
    covered = judged(tmp_path, *(row(country=f"{number:04}") for number in range(count))).profile
    assert covered is not None
    assert covered.more_countries == 7
    assert covered.countries == {f"{number:04}": 1 for number in range(profile.MOST_COUNTRIES)}


def test_of_a_column_that_is_absent_nothing_is_said(tmp_path: Path) -> None:
    header = ("event_id_cnty", "fatalities")
    assert judged(tmp_path, ("ABC-0000000000", "1"), header=header).profile == profile.Profile(1)


def test_no_rows(tmp_path: Path) -> None:
    assert judged(tmp_path).profile == profile.Profile(0, countries={})


def test_a_row_counts_once_for_a_rule_that_it_breaks_twice(tmp_path: Path) -> None:
    rows = [row(inter1="x"), row(inter1="x", inter2="y"), row(country="z", inter2="y"), row(), row()]
    found = judged(tmp_path, *rows)
    code = rules.load().answering("table", "foreign_key").code
    assert (found.counts[code], found.rows[code]) == (5, 3)


def test_no_rule_finds_something_in_more_rows_than_findings_or_rows(tmp_path: Path) -> None:
    rows = [row(event_id_cnty=f"ABC-{number:010}", year="", iso=str(number)) for number in range(300)]
    found = judged(tmp_path, *rows, ("too", "short"))
    shown = Counter(one.rule for one in found.findings)
    assert set(found.rows) == {code for code, count in found.counts.items() if count}
    assert all(0 < number <= min(301, found.counts[code]) for code, number in found.rows.items())
    assert max(shown.values()) <= 100 < max(found.rows.values())


@pytest.mark.parametrize("schemas", [True, False])
def test_rules_alone_give_a_profile_too(tmp_path: Path, schemas: bool) -> None:
    path = tmp_path / "events.csv"
    path.write_text("event_date,country\n2017-10-14,Syria\n", encoding="utf-8")
    file = table_file.opened(path, path.name, tmp_path)
    found = judge.judge([Input("events", file, table_schema("events"))], (), Options(AS_OF, schemas=schemas))
    assert found.profile == profile.Profile(1, "2017-10-14", "2017-10-14", {"Syria": 1})
