"""How a check is judged must not matter: by combinations of values, as an odd row, or row by row."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from dateline import resources
from dateline.engine import codes, plan
from dateline.engine.judge import Options
from dateline.findings import Cell
from dateline.schemas import table_schema
from dateline.validate.run import validate_file

pytestmark = pytest.mark.slow

ROWS = 3_000
EVENTS = Path(__file__).parents[2] / "benchmarks" / "events.py"


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Events, some hundred of them with an error, of every kind that a row can have."""
    path = tmp_path_factory.mktemp("plan") / "events.csv"
    subprocess.run([sys.executable, EVENTS, path, "--rows", str(ROWS), "--errors", "--seed", "7"], check=True)
    return path


def found(path: Path) -> tuple[Counter[tuple[object, ...]], dict[str, int]]:
    judged = validate_file(path, Options(as_of=date(2026, 1, 1), cap=ROWS))
    cells = (
        (one.rule, one.place.row, one.place.column) for one in judged.findings if isinstance(one.place, Cell)
    )
    return Counter(cells), dict(judged.counts)


def test_row_by_row_finds_the_same(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = found(file)
    monkeypatch.setattr(codes, "of_schema", lambda schema, present: {})
    monkeypatch.setattr(codes, "NAMES", frozenset())
    assert found(file) == usual


def test_rows_that_are_all_odd_give_the_same(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = found(file)
    given = codes.of_schema
    monkeypatch.setattr(
        codes, "of_schema", lambda schema, present: dict.fromkeys(given(schema, present), ("~",))
    )
    assert found(file) == usual


def test_grouping_rows_instead_of_combinations_gives_the_same(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = found(file)
    monkeypatch.setattr(plan.Plan, "combining", lambda self, columns: None)
    assert found(file) == usual


def test_wide_families_give_the_same(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = found(file)
    monkeypatch.setattr(plan, "WIDTH", 9)
    assert found(file) == usual


def test_a_family_has_few_columns_and_one_of_names_at_most() -> None:
    schema = table_schema("events")
    coded = codes.of_schema(schema, [one["name"] for one in schema["fields"]])
    reading = [
        frozenset({"iso", "country"}),
        frozenset({"actor1", "country"}),
        frozenset({"actor2"}),
        frozenset({"iso"}),
    ]
    clusters = plan._clustered(reading, coded)
    assert {one for _, together in clusters for one in together} == set(reading)
    for names, together in clusters:
        assert names == frozenset().union(*together)
        assert len(names - coded.keys()) < 2


def test_every_coded_column_is_one_of_a_schema_of_ours() -> None:
    tables = (resources.folder("schema") / "tables").glob("*.json")
    known = {one["name"] for path in tables for one in table_schema(path.stem)["fields"]}
    assert {*codes.SMALL_NUMBERS, *codes.LISTED, *codes.NAMES} <= known
