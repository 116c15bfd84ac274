"""`dateline gate`: what counts, what fails, and by whose rules."""

from __future__ import annotations

import csv
import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.cli.test_foreign import EVENT, second, table

if TYPE_CHECKING:
    from tests.conftest import Copy, Ran

EVENTS = "datasets/events.csv"
SLIP = ("Battles,Armed clash", "Battles,Armed clsh")
DAY = ("--as-of", "2026-11-22")


def git(root: Path, *arguments: str) -> str:
    who = ("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    done = subprocess.run(
        ["git", *who, *arguments], cwd=root, check=True, capture_output=True, encoding="utf-8"
    )
    return done.stdout


def commit(root: Path) -> None:
    git(root, "add", "-A")
    git(root, "commit", "-qm", "state")


@pytest.fixture
def committed(reference: Copy) -> Copy:
    """The reference project under git, with one commit."""
    git(reference.root, "init", "-q", "-b", "main")
    commit(reference.root)
    return reference


def settings(project: Copy, **more: object) -> None:
    path = project.root / "datapackage.json"
    descriptor = json.loads(path.read_text(encoding="utf-8"))
    descriptor["dateline"].update(more)
    path.write_text(json.dumps(descriptor), encoding="utf-8")


def last(ran: Ran) -> str:
    return ran.out.splitlines()[-1]


def test_a_clean_project(reference: Copy) -> None:
    ran = reference.run("gate", *DAY)
    assert ran.exit == 0
    assert last(ran) == "Gate open: 3 warnings, 3 info that count (it closes on error)."


def test_what_closes_it(reference: Copy) -> None:
    assert reference.run("gate", "--fail-on", "warning", *DAY).exit == 1
    reference.replace(EVENTS, *SLIP)
    ran = reference.run("gate", str(reference / EVENTS), *DAY)
    assert ran.exit == 1
    assert last(ran) == "Gate closed: 1 error that counts (it closes on error)."
    ran = reference.run("gate", str(reference / EVENTS), "--fail-on", "never", *DAY)
    assert ran.exit == 0
    assert last(ran) == "Gate open: 1 error that counts (it never closes)."


@pytest.mark.slow
def test_settings_say_it_and_the_call_says_it_better(reference: Copy) -> None:
    settings(reference, gate={"fail_on": "warning", "allow": {"P065": 1, "E041": "100%"}})
    assert reference.run("gate", *DAY).exit == 0
    assert reference.run("gate", "--allow", "E041=1", *DAY).exit == 1


@pytest.mark.parametrize(
    ("gate", "said"),
    [
        ("strict", "may have the keys fail_on, allow, baseline"),
        ({"fail": "error"}, "may have the keys fail_on, allow, baseline"),
        ({"fail_on": "info"}, "must be one of error, warning, never"),
        ({"allow": ["P065"]}, "must give a number, or a share"),
        ({"allow": {"P999": 1}}, "There is no rule 'P999' in force"),
        ({"allow": {"P065": "some"}}, "P065=some tolerates nothing that is known"),
        ({"allow": {"P065": -1}}, "P065=-1 tolerates nothing that is known"),
        ({"baseline": 1}, "must be the path of a file"),
        ({"baseline": "../known.csv"}, "leaves the package's folder"),
        ({"baseline": "known.csv"}, "known.csv cannot be read"),
    ],
)
def test_settings_that_cannot_be_used(reference: Copy, gate: object, said: str) -> None:
    settings(reference, gate=gate)
    ran = reference.run("gate", *DAY)
    assert (ran.exit, ran.out) == (2, "")
    assert said in ran.err


def test_what_is_tolerated_does_not_count(reference: Copy) -> None:
    reference.replace(EVENTS, *SLIP)
    ran = reference.run("gate", str(reference / EVENTS), "--allow", "S019=20%", *DAY)
    assert ran.exit == 0
    assert "Tolerated: 1 finding of S019, at most 20 %." in ran.out
    assert last(ran) == "Gate open: no findings that count; 1 tolerated set aside (it closes on error)."


@pytest.mark.parametrize("allow", ["P065", "P065=x", "P065=1000000000000", "=1", "P065=101%"])
def test_a_wrong_allowance(reference: Copy, allow: str) -> None:
    assert reference.run("gate", "--allow", allow, *DAY).exit == 2


class TestBaseline:
    """Of one file of events, which is quickly judged."""

    def test_what_is_known_does_not_count(self, reference: Copy, tmp_path: Path) -> None:
        reference.replace(EVENTS, *SLIP)
        events, known = str(reference / EVENTS), str(tmp_path / "known.csv")
        ran = reference.run("gate", events, "--write-baseline", known, *DAY)
        assert ran.exit == 0
        assert ran.out.startswith(f"1 finding written to {known}.")
        ran = reference.run("gate", events, "--baseline", known, *DAY)
        assert ran.exit == 0
        assert last(ran) == "Gate open: no findings that count; 1 known set aside (it closes on error)."
        reference.replace(EVENTS, "2017-10-14,2017,1", "2017-10-14,2018,1")
        ran = reference.run("gate", events, "--baseline", known, "--format", "jsonl", *DAY)
        assert ran.exit == 1
        assert {one["place"]["column"] for one in ran.records[:-1]} == {"year"}

    def test_lines_above_do_not_matter_and_what_is_gone_is_told(
        self, reference: Copy, tmp_path: Path
    ) -> None:
        reference.replace(EVENTS, *SLIP)
        reference.replace(EVENTS, "2017-10-14,2017,1", "2017-10-14,2018,1")
        events, known = str(reference / EVENTS), str(tmp_path / "known.csv")
        reference.run("gate", events, "--write-baseline", known, *DAY)
        reference.replace(EVENTS, SLIP[1], SLIP[0])
        header, *rows = reference.text(EVENTS).splitlines(keepends=True)
        reference.write(EVENTS, header + "".join(reversed(rows)))
        ran = reference.run("gate", events, "--baseline", known, *DAY)
        assert ran.exit == 0
        assert "1 finding of the baseline is no longer made" in ran.out

    @pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "fingerprint,rule,record\nx\n"])
    def test_a_file_that_is_none(self, reference: Copy, tmp_path: Path, text: str) -> None:
        (tmp_path / "known.csv").write_text(text, encoding="utf-8")
        ran = reference.run("gate", str(reference / EVENTS), "--baseline", str(tmp_path / "known.csv"), *DAY)
        assert (ran.exit, ran.out) == (2, "")
        assert "known.csv" in ran.err

    def test_it_is_written_in_an_order_that_stays(self, reference: Copy, tmp_path: Path) -> None:
        reference.run("gate", "--write-baseline", str(tmp_path / "known.csv"), *DAY)
        with (tmp_path / "known.csv").open(encoding="utf-8", newline="") as stream:
            header, *rows = csv.reader(stream)
        assert header == ["fingerprint", "rule", "record"]
        assert len(rows) == 6
        assert rows == sorted(rows)

    @pytest.mark.slow
    def test_that_of_the_settings(self, reference: Copy) -> None:
        reference.replace(EVENTS, *SLIP)
        reference.run("gate", "--write-baseline", str(reference.root / "known.csv"), *DAY)
        settings(reference, gate={"baseline": "known.csv"})
        assert reference.run("gate", *DAY).exit == 0


class TestAFileAgainstACommit:
    """One file of events, which is quickly judged; a project is no other."""

    @staticmethod
    def gate(committed: Copy, against: str = "HEAD") -> Ran:
        return committed.run("gate", str(committed / EVENTS), f"--against={against}", *DAY)

    def test_what_was_there_does_not_count(self, committed: Copy) -> None:
        committed.replace(EVENTS, *SLIP)
        commit(committed.root)
        ran = self.gate(committed)
        assert ran.exit == 0
        assert "no record is new or changed" in ran.out
        assert last(ran) == "Gate open: no findings that count; 1 old set aside (it closes on error)."

    def test_whoever_touches_a_record_answers_for_it(self, committed: Copy) -> None:
        committed.replace(EVENTS, *SLIP)
        commit(committed.root)
        committed.replace(EVENTS, "broke into Ar-Raqqa,", "broke into Ar-Raqqah,")
        ran = self.gate(committed)
        assert ran.exit == 1
        assert "events 1 changed" in ran.out
        assert "S019" in ran.out

    def test_the_working_tree_and_the_index_stay_as_they_are(self, committed: Copy) -> None:
        committed.replace(EVENTS, *SLIP)
        git(committed.root, "add", EVENTS)
        before = git(committed.root, "status", "--porcelain=v1")
        self.gate(committed)
        assert git(committed.root, "status", "--porcelain=v1") == before

    def test_of_a_branch_it_is_where_the_ways_part(self, committed: Copy) -> None:
        git(committed.root, "checkout", "-qb", "work")
        git(committed.root, "checkout", "-q", "main")
        lines = committed.text(EVENTS).splitlines(keepends=True)
        committed.write(EVENTS, "".join(lines[:-1]))
        commit(committed.root)
        git(committed.root, "checkout", "-q", "work")
        assert "no record is new or changed" in self.gate(committed, "main").out

    def test_nothing_is_compared_with_itself(self, committed: Copy) -> None:
        assert "--against is empty" in self.gate(committed, "").err
        assert "is what is judged" in self.gate(committed, str(committed / EVENTS)).err
        ran = committed.run("gate", "--against", str(committed.root), *DAY)
        assert (ran.exit, ran.out) == (2, "")
        ran = committed.run("gate", "nowhere.csv", "--against", "HEAD", *DAY)
        assert "nowhere.csv is not there" in ran.err

    @pytest.mark.parametrize("name", ["nowhere", "--output=x", "HEAD~99"])
    def test_no_such_commit(self, committed: Copy, name: str) -> None:
        ran = self.gate(committed, name)
        assert (ran.exit, ran.out) == (2, "")
        assert f"There is no file {name}" in ran.err
        assert "fetch-depth: 0" in ran.err


class TestAgainstACommit:
    @pytest.mark.slow
    def test_damage_on_a_record_that_did_not_change_counts(self, committed: Copy) -> None:
        lines = committed.text("datasets/sources.csv").splitlines(keepends=True)
        committed.write("datasets/sources.csv", "".join(lines[:-1]))
        ran = committed.run("gate", "--against", "HEAD", "--format", "jsonl", *DAY)
        assert ran.exit == 1
        assert "S019" in {one["rule"] for one in ran.records[:-1]}

    @pytest.mark.slow
    def test_the_policy_is_that_of_the_base(self, committed: Copy) -> None:
        settings(committed, rules={"S019": "off"}, gate={"fail_on": "never"})
        committed.replace(EVENTS, *SLIP)
        ran = committed.run("gate", "--against", "HEAD", *DAY)
        assert ran.exit == 1
        assert (
            'The policy changes, and does not hold here yet: "dateline": {"rules": …} in datapackage.json'
            in ran.out
        )
        commit(committed.root)
        assert committed.run("gate", "--against", "HEAD", *DAY).exit == 0

    @pytest.mark.slow
    def test_exceptions_are_those_of_the_base(self, committed: Copy) -> None:
        committed.replace(EVENTS, *SLIP)
        found = committed.judge("validate", *DAY).findings
        assert found
        lines = [f"{one['fingerprint']},{one['rule']},x,because it is right,ab,2027-01-01" for one in found]
        header = "fingerprint,rule,record,reason,reviewer,expires"
        (committed.root / "validators").mkdir()
        committed.write("validators/exceptions.csv", "\n".join([header, *lines, ""]))
        ran = committed.run("gate", "--against", "HEAD", *DAY)
        assert ran.exit == 1
        assert "not hold here yet: validators/exceptions.csv" in ran.out

    @pytest.mark.slow
    def test_a_project_below_the_repository(self, reference: Copy, tmp_path: Path) -> None:
        outer = tmp_path / "outer"
        outer.mkdir()
        reference.root.rename(outer / "data")
        git(outer, "init", "-q", "-b", "main")
        commit(outer)
        from dateline import cli

        assert cli.run(["gate", str(outer / "data"), "--against", "main", *DAY]) == 0


def differs(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Whether day, place and sides of two events all differ."""
    return all(one[name] != other[name] for name in ("event_date", "location", "actor1"))


class TestHistory:
    @staticmethod
    def found(ran: Ran) -> Mapping[str, str]:
        return {one["rule"]: one["message"] for one in ran.records[:-1] if one["rule"].startswith("H")}

    @pytest.mark.slow
    def test_a_deleted_event(self, committed: Copy) -> None:
        lines = committed.text(EVENTS).splitlines(keepends=True)
        gone = next(csv.DictReader([lines[0], lines[-1]]))
        committed.write(EVENTS, "".join(lines[:-1]))
        ran = committed.run("gate", "--against", "HEAD", "--format", "jsonl", *DAY)
        assert gone["event_id_cnty"] in self.found(ran)["H001"]
        committed.write(
            "seeds/ids.csv",
            "event_key,status,successor_key,reason,decided_by,decided_at\n"
            f"{gone['event_key']},tombstone,,it did not happen,ab,2026-11-22\n",
        )
        ran = committed.run("gate", "--against", "HEAD", "--format", "jsonl", *DAY)
        assert "H001" not in self.found(ran)

    def test_a_silent_edit(self, committed: Copy) -> None:
        committed.replace(EVENTS, *SLIP)
        ran = committed.run("gate", "--against", "HEAD", "--format", "jsonl", *DAY)
        assert "sub_event_type" in self.found(ran)["H003"]
        assert [one["place"]["line"] for one in ran.records[:-1] if one["rule"] == "H003"] == [2]

    def test_keys_that_were_exchanged(self, committed: Copy) -> None:
        text = committed.text(EVENTS)
        rows = committed.rows("events")
        first, other = rows[0], next(row for row in rows if differs(row, rows[0]))
        for name in ("event_key", "event_id_cnty"):
            one, two = first[name], other[name]
            text = text.replace(one, "\0").replace(two, one).replace("\0", two)
        committed.write(EVENTS, text)
        ran = committed.run("gate", "--against", "HEAD", "--format", "jsonl", *DAY)
        reused = [one["message"] for one in ran.records[:-1] if one["rule"] == "H002"]
        assert len(reused) == 2
        assert ran.exit == 1

    def test_files_by_themselves(self, reference: Copy, tmp_path: Path) -> None:
        old, new = tmp_path / "old.csv", tmp_path / "new.csv"
        old.write_text(table(EVENT, second(), second(event_id_cnty="SYR9000003")), encoding="utf-8")
        new.write_text(
            table(
                {**EVENT, "fatalities": "-5"},
                second(event_date="2016-01-01", year="2016", location="Elsewhere", actor1="Rioters (Syria)"),
            ),
            encoding="utf-8",
        )
        ran = reference.run(
            "gate", str(new), "--against", str(old), "--format", "jsonl", "--as-of", "2026-01-01"
        )
        found = self.found(ran)
        assert found.keys() == {"H002", "H003", "H004"}
        assert "SYR9000002" in found["H002"]
        assert "fatalities" in found["H003"]
        assert "SYR9000003" in found["H004"]

    def test_the_same_file_under_another_name(self, reference: Copy, tmp_path: Path) -> None:
        for name in ("old.csv", "new.csv"):
            (tmp_path / name).write_text(table({**EVENT, "fatalities": "-5"}), encoding="utf-8")
        paths = (str(tmp_path / "new.csv"), "--against", str(tmp_path / "old.csv"))
        ran = reference.run("gate", *paths, "--as-of", "2026-01-01")
        assert ran.exit == 0
        assert "no record is new or changed" in ran.out

    def test_a_file_against_a_folder(self, reference: Copy, tmp_path: Path) -> None:
        (tmp_path / "new.csv").write_text(table(EVENT), encoding="utf-8")
        ran = reference.run("gate", str(tmp_path / "new.csv"), "--against", str(tmp_path))
        assert ran.exit == 2
        assert "none to compare it with" in ran.err
