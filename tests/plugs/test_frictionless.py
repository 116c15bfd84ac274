"""Stock frictionless with dateline installed, and findings as its reports."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from frictionless import Check, Checklist, Error, Report, Resource
from tests.render.test_formats import FOUND, validation

from dateline.render import formats

pytestmark = pytest.mark.slow


if TYPE_CHECKING:
    from tests.conftest import Copy

DAY = "2026-11-22"
SLIP = ("Battles,Armed clash", "Battles,Armed clsh")


def run(root: Path, *arguments: str) -> tuple[int, dict[str, Any]]:
    done = subprocess.run(
        [sys.executable, "-m", "frictionless", "validate", *arguments, "--json"],
        cwd=root, capture_output=True, encoding="utf-8", timeout=120, check=False,
    )  # fmt: skip
    return done.returncode, json.loads(done.stdout)


def test_a_package_on_the_command_line(reference: Copy) -> None:
    reference.replace("datasets/events.csv", *SLIP)
    status, report = run(reference.root, "datapackage.json", "--checks", f"dateline:asOf={DAY}")
    assert status == 1
    (events,) = [task for task in report["tasks"] if task["name"] == "events"]
    told = [error for error in events["errors"] if error["type"] == "dateline-cell"]
    assert [(error["rowNumber"], error["fieldName"], error["cell"]) for error in told] == [
        (2, "sub_event_type", "Armed clsh")
    ]
    assert "S019 dangling-reference" in told[0]["note"]
    assert "P040 stale-tables" in " ".join(error["note"] for error in events["errors"])


def judged(reference: Copy, path: str, **check: str) -> list[Error]:
    """The errors of one table that a program judges."""
    checks = [Check.from_descriptor({"type": "dateline", "asOf": DAY, **check})]
    report = Resource(path=path, basepath=str(reference.root)).validate(Checklist(checks=checks))
    return list(report.tasks[0].errors)


def test_a_checklist_by_descriptor(reference: Copy) -> None:
    assert judged(reference, "datasets/events.csv", severity="warning") == []
    reference.replace("datasets/events.csv", *SLIP)
    (error,) = judged(reference, "datasets/events.csv")
    assert error.type == "dateline-cell"


def test_a_table_that_is_none_of_events(reference: Copy) -> None:
    reference.write("a.csv", "x,y\n1,2\n")
    (error,) = judged(reference, "a.csv")
    assert error.type == "dateline-table"
    assert "is no file of events that dateline knows" in error.note


def test_findings_are_a_report_of_frictionless() -> None:
    stream = io.StringIO()
    formats.writer("frictionless")(validation(), stream)
    report = Report.from_descriptor(json.loads(stream.getvalue()))
    assert not report.valid
    found = [error for task in report.tasks for error in task.errors]
    assert len(found) == sum(one.severity == "error" for one in FOUND)
    assert {error.type for error in found} <= {"dateline-table", "dateline-row", "dateline-cell"}
    assert sum(len(task.warnings) for task in report.tasks) == len(FOUND) - len(found)
