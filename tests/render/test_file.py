"""What is said of one file, from values alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, cast

import pytest

from dateline import rules
from dateline.engine.judge import Books, Profile
from dateline.findings import Cell, Finding
from dateline.render import console, file, groups, not_run
from dateline.rules.model import placeholders
from dateline.validate.reading import Reading
from dateline.validate.run import Validation

BOOK = Books("events", "events.csv", 1200, 1200, 0, "", 0)


def validation(*findings: Finding, **facts: Any) -> Validation:
    counts = facts.pop("counts", {one.rule: 1 for one in findings})
    given: dict[str, Any] = {"applied": frozenset({"S010"}), "silent": {}, "books": (BOOK,), **facts}
    return Validation(findings, counts, rules.load(), as_of=date(2026, 1, 1), **given)


def finding(code: str, line: int, value: str = "x", column: str = "year") -> Finding:
    place = Cell("events.csv", line - 1, line, column, f"ABC-{line}")
    rule = rules.load()[code]
    return rule.finding(place, dict.fromkeys(placeholders(rule.message), "") | {"value": value})


def said(capsys: pytest.CaptureFixture[str], result: Validation) -> list[str]:
    console.show(file.lines(result))
    return capsys.readouterr().out.splitlines()


def test_nothing_found(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, validation()) == [
        "events.csv",
        "  Rows       1,200",
        "",
        "No problems found in 1,200 rows by 1 rule.",
    ]


def test_what_the_file_is(capsys: pytest.CaptureFixture[str]) -> None:
    reading = Reading(
        layout="ACLED export of 2019 to March 2023",
        missing=("tags",),
        unused=tuple(f"x{number}" for number in range(15)),
        renamed={"Event Date": "event_date", "\x1b[31m": "notes"},
        assumed=("dates are written with the day first", "an empty actor2 is none"),
    )
    countries = {f"Country {number}": 17 - number for number in range(17)}
    profile = Profile(1200, "2015-01-01", "2024-12-31", countries, more_countries=1000)
    book = Books("events", "events.csv", 1200, 1197, 3, "", 0)
    assert said(capsys, validation(reading=reading, profile=profile, books=(book,)))[1:9] == [
        "  Layout     ACLED export of 2019 to March 2023",
        "  Missing    tags",
        "  Renamed    Event Date for event_date, \\x1b[31m for notes",
        "  Not used   x0, x1, x2, x3, x4, x5, x6, x7, x8, x9, x10, x11 and 3 more",
        "  Assumed    dates are written with the day first; an empty actor2 is none",
        "  Rows       1,200, of which 3 could not be read",
        "  Period     2015-01-01 to 2024-12-31",
        "  Countries  Country 0 17, Country 1 16, Country 2 15, Country 3 14, Country 4 13 and 1,012 more",
    ]


def test_without_days_and_countries_their_lines_are_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, validation(profile=Profile(1200)))[1:3] == ["  Rows       1,200", ""]


def test_rules_stand_in_the_order_of_severity_and_number(capsys: pytest.CaptureFixture[str]) -> None:
    found = [finding(code, 2) for code in ("X025", "S047", "S010", "S011")]
    counts = {"X025": 500, "S047": 90, "S010": 1, "S011": 7}
    lines = said(capsys, validation(*found, counts=counts, rows={"S011": 6}))
    heads = [line for line in lines if line.startswith(("error ", "warning ", "info "))]
    assert heads == [
        "error S011 empty-required-cell: 7 findings in 6 of 1,200 rows",
        "error S010 cell-of-wrong-type: 1 finding",
        "warning S047 overlong-notes: 90 findings",
        "info X025 shared-notes: 500 findings",
    ]
    assert lines[-4:] == [
        "What a rule means, and rows that pass and fail:",
        "  dateline explain S011",
        "Every finding, as a table:",
        "  dateline validate events.csv -o csv=findings.csv --most 500",
    ]


def test_a_rule_shows_three_of_its_findings(capsys: pytest.CaptureFixture[str]) -> None:
    found = [finding("S010", line) for line in range(2, 9)]
    lines = said(capsys, validation(*found, counts={"S010": 1234}))
    assert lines[4].startswith("  → ")
    assert [line for line in lines if line.startswith("  line ")] == [
        "  line 2  ABC-2  year",
        "  line 3  ABC-3  year",
        "  line 4  ABC-4  year",
    ]
    assert "  … and 1,231 more" in lines


def test_samples_differ_if_they_can() -> None:
    alike = [finding("S010", line) for line in range(2, 9)]
    other, elsewhere = finding("S010", 20, "y"), finding("S010", 30, "x", "iso")
    assert groups.samples([elsewhere, *alike, other]) == [alike[0], other, elsewhere]
    assert groups.samples([*alike, other]) == [alike[0], alike[1], other]
    without_lines = [
        replace(one, place=replace(cast(Cell, one.place), line=None)) for one in (alike[0], other, elsewhere)
    ]
    assert groups.samples(without_lines[::-1]) == without_lines


def test_a_value_that_the_message_does_not_tell_stands_beside_its_column(
    capsys: pytest.CaptureFixture[str],
) -> None:
    lines = said(capsys, validation(finding("S047", 2, "so\x1b long" * 20, "notes")))
    (line,) = [line for line in lines if line.startswith("  line 2")]
    assert line.startswith("  line 2  ABC-2  notes “so\\x1b long")
    assert " … " in line


def test_what_was_not_run_is_told_by_what_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    silent = {f"D{number:03}": "the file lacks event_date" for number in range(14)}
    silent |= {"D014": "the file lacks event_date, notes"}
    silent |= {"L001": "events has no column b, a", "L002": "events has no column b"}
    silent |= {"A001": "there is no table actors", "A002": "there is no table claims"}
    silent |= {"L022": "needs the country of a point: install dateline[geo]"}
    console.show(not_run.lines(validation(silent=silent)))
    assert capsys.readouterr().out.splitlines() == [
        "",
        "Not run: 20 of 21 rules",
        "  without event_date: 15 rules",
        "  without notes: D014",
        "  needs the country of a point: install dateline[geo]: L022",
        "  without b, a: L001, L002",
        "  without the other tables of a data package: 2 rules",
    ]


def test_of_many_missing_columns_those_of_most_rules_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    silent = {f"D{number:03}": f"the file lacks c{number}" for number in range(9)}
    console.show(not_run.lines(validation(silent=silent)))
    lines = capsys.readouterr().out.splitlines()
    assert lines[2:] == [
        *(f"  without c{number}: D00{number}" for number in range(6)),
        "  without 3 other columns, as -o json=FILE tells",
    ]
