"""Rows of a large file are read in pieces, at once; each is still called by its own number."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from dateline.engine.judge import Options
from dateline.findings import Cell
from dateline.validate.run import validate_file

ROWS, EVERY = 100_000, 7_001
NOTES = "Nothing happened in the town on that day. " * 12


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of some 60 MB: DuckDB gives every 32 MB to another thread."""
    path = tmp_path_factory.mktemp("rows") / "events.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(("event_id_cnty", "event_date", "event_type", "inter1", "region", "notes"))
        for row in range(1, ROWS + 1):
            wrong = row % EVERY == 0
            who = "Nobody" if wrong else "Rioters"
            writer.writerow((f"SYN-{row:010}", "2017-10-14", "Riots", who, "Europe", NOTES))
    return path


@pytest.mark.parametrize("threads", [1, 4])
def test_findings_name_the_rows_and_lines_on_which_they_stand(file: Path, threads: int) -> None:
    judged = validate_file(file, Options(as_of=date(2026, 1, 1), threads=threads))
    cells = [one.place for one in judged.findings if one.value == "Nobody" and isinstance(one.place, Cell)]
    told = [(cell.row, cell.line, cell.record) for cell in cells]
    assert told == [(row, row + 1, f"SYN-{row:010}") for row in range(EVERY, ROWS + 1, EVERY)]
