"""`pytest --dateline`, as a team runs it beside its own tests."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

pytestmark = pytest.mark.slow

if TYPE_CHECKING:
    from tests.conftest import Copy

SLIP = ("Battles,Armed clash", "Battles,Armed clsh")


def run(root: Path, *arguments: str) -> tuple[int, str]:
    call = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--dateline-as-of", "2026-11-22"]
    done = subprocess.run(
        [*call, *arguments],
        cwd=root, capture_output=True, encoding="utf-8", timeout=120, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


@pytest.mark.slow
def test_a_sound_project(reference: Copy) -> None:
    status, said = run(reference.root, "--dateline", "datapackage.json")
    assert status == 0
    assert re.search(r"\d{3} passed, \d+ skipped, 4 warnings", said)
    assert "DatelineWarning: E041 self-checked-coding: 2 findings" in said


def test_a_broken_rule_fails_with_its_findings(reference: Copy) -> None:
    reference.replace("datasets/events.csv", *SLIP)
    status, said = run(reference.root, "--dateline", ".", "-k", "S019")
    assert status == 1
    assert "S019 dangling-reference: 1 finding" in said
    assert "datasets/events.csv:2 sub_event_type  error S019" in said
    assert "Perhaps: Armed clash" in said
    assert "Traceback" not in said


@pytest.mark.slow
def test_beside_other_tests_and_warnings_as_errors(reference: Copy) -> None:
    reference.write("test_ours.py", "def test_ours(): pass\n")
    warning = "error::dateline.pytest_plugin.DatelineWarning"
    status, said = run(reference.root, "test_ours.py", "--dateline", "datapackage.json", "-W", warning, "-v")
    assert status == 1
    assert "test_ours.py::test_ours PASSED" in said
    assert "datapackage.json::E041-self-checked-coding FAILED" in said


@pytest.mark.slow
def test_on_many_processors(reference: Copy) -> None:
    status, said = run(reference.root, "--dateline", "datasets/events.csv", "-n", "2", "-k", "D021 or D022")
    assert status == 0
    assert "2 passed" in said


def test_one_file_and_one_rule(reference: Copy) -> None:
    status, said = run(reference.root, "--dateline", "datasets/events.csv", "-k", "D021 or P010", "-rs")
    assert status == 0
    assert "1 passed, 1 skipped" in said


def test_what_is_not_there(reference: Copy) -> None:
    status, said = run(reference.root, "--dateline", "nowhere.json")
    assert status == 4
    assert "nowhere.json is not there" in said


def test_what_cannot_be_judged(reference: Copy) -> None:
    reference.write("a.csv", "x,y\n1,2\n")
    status, said = run(reference.root, "--dateline", "a.csv", "-k", "D021")
    assert status == 1
    assert "is no file of events that dateline knows" in said
    assert "Traceback" not in said


def test_without_the_option_nothing_is_judged(reference: Copy) -> None:
    reference.write("test_ours.py", "def test_ours(): pass\n")
    status, said = run(reference.root, "test_ours.py")
    assert status == 0
    assert "1 passed" in said
