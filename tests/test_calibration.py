"""docs/calibration.md says what the rules find in real data, and which of them are stable for it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from dateline import cli, rules
from dateline.rules import Status

GED = Path(__file__).parents[2] / "shared" / "data" / "ucdp_ged_syria_2017.csv"
ROW = re.compile(r"\| ([A-Z][0-9]{3}) [a-z0-9-]+ \| (error|warning|info) \| ([0-9,]+) \| ([0-9]+|open) \|")


@pytest.fixture(scope="module")
def page(repository: Path) -> str:
    return (repository / "docs" / "calibration.md").read_text(encoding="utf-8")


def test_stable_rules_are_those_that_were_calibrated(page: str) -> None:
    right = {code for code, _severity, _rows, judged in ROW.findall(page) if judged != "open"}
    silent = set(re.findall(r"[A-Z][0-9]{3}", page.split("**Silence.** ")[1].split(" were asked")[0]))
    assert {rule.code for rule in rules.load() if rule.status is Status.stable} == right | silent


def test_severities_are_those_of_the_rules(page: str) -> None:
    for code, severity, _rows, _judged in ROW.findall(page):
        assert rules.load()[code].severity.value == severity


@pytest.mark.skipif(not GED.is_file(), reason="the rows of UCDP GED are not here")
def test_the_numbers_are_what_is_found(page: str, capsys: pytest.CaptureFixture[str]) -> None:
    told = {code: int(rows.replace(",", "")) for code, _severity, rows, _judged in ROW.findall(page)}
    cli.run(["validate", str(GED), "--as-of", "2026-01-01", "--format", "jsonl", "--most", "1"])
    summary = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert summary["counts"] == told
    rest = 91 if not any("needs" in reason for reason in summary["rules"]["not_run"].values()) else 89
    assert f"by {rest} rules" in summary["verdict"]
