"""The acceptance of the catalogue: what is wrong with invented events is found at its line, no more."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from dateline import rules
from dateline.engine.judge import Options
from dateline.findings import Cell, Finding
from dateline.validate.run import validate_file

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"
sys.path.insert(0, str(BENCHMARKS))

import equal_checks  # noqa: E402
import errors_found  # noqa: E402
import events  # noqa: E402
from errors_found import Expected, Found, Seeded  # noqa: E402
from synthetic.generator import Order  # noqa: E402
from synthetic.kinds import KINDS  # noqa: E402

pytestmark = pytest.mark.slow

AS_OF = date(2026, 1, 1)
ROWS = 6_000
"""Not 5,000, at which a rule suspects a download that was cut off."""
TABLE = errors_found.expected()


def found(finding: Finding) -> Found:
    cells = [place for place in (finding.place, *finding.related) if isinstance(place, Cell)]
    rows = tuple(cell.row for cell in cells if cell.row is not None)
    return Found(finding.rule, cells[0].line if cells else None, rows)


@pytest.fixture(scope="module")
def wrong(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with an error of each kind that leaves the rows whole."""
    path = tmp_path_factory.mktemp("events") / "wrong.csv"
    events.write(path, Order(rows=ROWS, errors=True))
    return path


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with an error of each kind, of those as well that break rows and bytes."""
    path = tmp_path_factory.mktemp("events") / "broken.csv"
    events.write(path, Order(rows=ROWS, errors=True, structural=True))
    return path


@pytest.fixture(scope="module", params=["wrong", "broken"])
def reckoning(request: pytest.FixtureRequest) -> errors_found.Reckoning:
    wrong: Path = request.getfixturevalue(request.param)
    judged = validate_file(wrong, Options(as_of=AS_OF, cap=ROWS))
    findings = [found(finding) for finding in judged.findings]
    errors = errors_found.seeded(wrong.with_name(f"{wrong.name}.truth.csv"))
    lines = errors_found.lines(wrong, {one.rows[0] for one in findings if one.rows})
    return errors_found.reckon(errors, findings, TABLE, lines)


def test_every_error_that_a_rule_can_see_is_found(reckoning: errors_found.Reckoning) -> None:
    assert [(error.kind, rule) for error, rule in reckoning.missed] == []
    assert reckoning.seeded + len(reckoning.without_rule) in (len(KINDS) - 5, len(KINDS))


def test_nothing_else_is_found(reckoning: errors_found.Reckoning) -> None:
    assert reckoning.invented == ()


def test_every_finding_names_the_line_of_its_row(reckoning: errors_found.Reckoning) -> None:
    assert reckoning.misplaced == ()


def test_nothing_is_found_in_a_clean_file(tmp_path: Path) -> None:
    events.write(tmp_path / "clean.csv", Order(rows=ROWS))
    assert validate_file(tmp_path / "clean.csv", Options(as_of=AS_OF)).findings == ()


def test_table_says_of_every_kind_which_rules_find_it_or_why_none_does() -> None:
    assert sorted(TABLE) == sorted(KINDS)
    assert [kind for kind, one in TABLE.items() if bool(one.rules) == bool(one.reason)] == []


def test_table_names_rules_that_there_are() -> None:
    codes = {rule.code for rule in rules.load()}
    assert {code for one in TABLE.values() for code in one.all_rules} <= codes


def test_rows_keep_their_numbers_though_several_threads_read(tmp_path: Path) -> None:
    """Rows of a large file are read in pieces, at once; each must still be called by its own number."""
    path = tmp_path / "events.csv"
    rows, wrong = 100_000, 7_001
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(("event_id_cnty", "event_date", "event_type", "inter1", "notes"))
        notes = "nothing happened " * 30
        for row in range(1, rows + 1):
            who = "Nobody" if row % wrong == 0 else "Rioters"
            writer.writerow((f"SYN-{row:010}", "2017-10-14", "Riots", who, notes))
    judged = validate_file(path, Options(as_of=AS_OF, threads=4))
    cells = [one.place for one in judged.findings if one.value == "Nobody" or "Nobody" in one.message]
    told = [(cell.row, cell.line, cell.record) for cell in cells if isinstance(cell, Cell)]
    assert told == [(row, row + 1, f"SYN-{row:010}") for row in range(wrong, rows + 1, wrong)]


class TestReckoning:
    TABLE = {  # noqa: RUF012
        "swapped": Expected(frozenset({frozenset({"L1"})}), frozenset({"L2"}), ""),
        "moved": Expected(frozenset({frozenset({"L1", "L3"}), frozenset({"L4"})}), frozenset(), ""),
        "silent": Expected(frozenset(), frozenset(), "nobody can see it"),
    }
    LINES = {3: 4, 5: 7}  # noqa: RUF012

    def test_an_error_is_found_by_its_rule_and_may_be_found_by_another(self) -> None:
        findings = [Found("L1", 4, (3,)), Found("L2", 4, (3,))]
        it = errors_found.reckon([Seeded("swapped", (3,))], findings, self.TABLE, self.LINES)
        assert (it.seeded, it.found, it.missed, it.invented, it.misplaced) == (1, 1, (), (), ())
        assert str(it) == "1 of 1 errors"

    def test_an_error_is_found_at_either_of_its_rows(self) -> None:
        it = errors_found.reckon([Seeded("swapped", (3, 5))], [Found("L1", 7, (5,))], self.TABLE, self.LINES)
        assert (it.found, it.invented) == (1, ())

    def test_another_rule_does_not_make_up_for_the_one_that_is_silent(self) -> None:
        error = Seeded("swapped", (3,))
        it = errors_found.reckon([error], [Found("L2", 4, (3,))], self.TABLE, self.LINES)
        assert (it.found, it.missed) == (0, ((error, "L1"),))
        assert str(it) == "0 of 1 errors"

    @pytest.mark.parametrize("found_by", ["L1", "L3"])
    def test_one_of_several_rules_may_do(self, found_by: str) -> None:
        findings = [Found(found_by, 4, (3,)), Found("L4", 4, (3,))]
        it = errors_found.reckon([Seeded("moved", (3,))], findings, self.TABLE, self.LINES)
        assert (it.found, it.missed, it.invented) == (1, (), ())

    def test_none_of_several_rules_does_not(self) -> None:
        error = Seeded("moved", (3,))
        it = errors_found.reckon([error], [Found("L4", 4, (3,))], self.TABLE, self.LINES)
        assert (it.found, it.missed) == (0, ((error, "L1|L3"),))

    def test_what_no_error_explains_is_invented(self) -> None:
        clean, other = Found("L1", 7, (5,)), Found("L9", 4, (3,))
        it = errors_found.reckon([Seeded("swapped", (3,))], [clean, other], self.TABLE, self.LINES)
        assert it.invented == (clean, other)
        assert str(it) == "0 of 1 errors, 2 findings invented"

    def test_a_line_of_another_row_is_told(self) -> None:
        one = Found("L1", 5, (3,))
        it = errors_found.reckon([Seeded("swapped", (3,))], [one], self.TABLE, self.LINES)
        assert it.misplaced == (one,)

    def test_kinds_without_a_rule_are_counted_apart(self) -> None:
        it = errors_found.reckon([Seeded("silent", (3,))], [], self.TABLE, self.LINES)
        assert (it.seeded, it.without_rule) == (0, {"silent": 1})

    def test_a_kind_that_the_table_lacks_is_no_accident(self) -> None:
        with pytest.raises(KeyError):
            errors_found.reckon([Seeded("new", (3,))], [], self.TABLE, self.LINES)


class TestEqualChecks:
    def test_keys_into_code_lists_become_lists(self, wrong: Path) -> None:
        fields = {field["name"]: field for field in equal_checks.schema(wrong)["fields"]}
        assert len(fields) == 31
        assert "Rioters" in fields["inter1"]["constraints"]["enum"]
        assert "enum" not in fields["actor1"]["constraints"]

    def test_the_engine_alone_finds_the_rows(self, wrong: Path, tmp_path: Path) -> None:
        schema, answer = tmp_path / "schema.json", tmp_path / "answer.json"
        schema.write_text(json.dumps(equal_checks.schema(wrong)), encoding="utf-8")
        script = BENCHMARKS / "peers" / "dateline_schema.py"
        subprocess.run([sys.executable, script, wrong, schema, answer], check=True, timeout=60)
        told = json.loads(answer.read_text(encoding="utf-8"))
        errors = errors_found.seeded(wrong.with_name(f"{wrong.name}.truth.csv"))
        rows = {error.kind: list(error.rows) for error in errors}
        assert told["range latitude"] == rows["latitude_out_of_range"]
        assert told["type fatalities"] == sorted(
            rows[f"fatalities_{how}"][0]
            for how in ("decimal", "word", "scientific", "thousands", "other_digits")
        )
        assert set(rows["id_twice"]) <= set(told["unique event_id_cnty"])

    def test_missing_ids_are_not_compared_as_equal_ones(self) -> None:
        ours = {"required event_id_cnty": [2, 9], "unique event_id_cnty": [4, 5]}
        theirs = {"required event_id_cnty": [2, 9], "unique event_id_cnty": [2, 4, 5, 9]}
        assert equal_checks.differences(ours, theirs) == (0, 0)
        assert equal_checks.differences(ours, {"unique event_id_cnty": [4, 6]}) == (3, 1)
