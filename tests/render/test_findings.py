"""Findings as people read them in a terminal."""

from __future__ import annotations

import pytest

from dateline import rules
from dateline.findings import Cell
from dateline.render import console, record
from dateline.render import findings as render
from dateline.render.console import printable

LONG = "On 14 October 2017, " + "forces clashed. " * 60


def test_what_nobody_sees_is_written_as_its_code() -> None:
    assert printable("a\x1b\x85b\u200bbab\U000e0041\n") == r"a\x1b\x85b\u200bbab\U000e0041 "


def test_a_record_without_a_line_has_its_number() -> None:
    assert render.where(Cell("a.parquet", 2, None, "event_date")) == "a.parquet record 2 event_date"
    assert render.where(Cell("a.csv", 2, 3, "event_date")) == "a.csv:3 event_date"


def test_long_cells_are_cut_for_people_alone(capsys: pytest.CaptureFixture[str]) -> None:
    finding = rules.load()["F036"].finding(Cell("a.csv", 1, 2, "fatalities"), {"value": "7", "notes": LONG})
    console.show(render.as_text([finding]))
    said = capsys.readouterr().out.splitlines()[1]
    assert said.startswith("  7 deaths, but the notes do not say that anybody died: “On 14 October 2017")
    assert " … " in said
    assert said.endswith("clashed. ”")
    assert len(said) < render.LONGEST + 80

    assert LONG in record.of_finding(finding)["message"]


def test_a_long_message_of_an_unknown_rule_is_cut_as_a_whole() -> None:
    assert len(render.shortened(LONG, None)) <= 3 * render.LONGEST
    assert render.shortened("7 deaths", None) == "7 deaths"
