"""The GitHub Action: its steps run as they are written."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
import yaml
from tests.cli.test_gate import commit, git

if TYPE_CHECKING:
    from tests.conftest import Copy

SLIP = ("Battles,Armed clash", "Battles,Armed clsh")


class Step(NamedTuple):
    """What a step left behind."""

    status: int
    log: str
    summary: str
    outputs: Mapping[str, str]


@pytest.fixture(scope="module")
def action(repository: Path) -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((repository / "action.yml").read_text(encoding="utf-8"))
    return read


@pytest.fixture(scope="module")
def runner(
    action: dict[str, Any],
    repository: Path,
    offline: Mapping[str, str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """The temporary folder of a runner on which the first step was run."""
    temporary = tmp_path_factory.mktemp("runner")
    given = {"python": sys.executable}
    done = step(action, 0, repository, temporary, {**offline, "GITHUB_ACTION_PATH": str(repository)}, given)
    assert done.status == 0, done.log
    return temporary


def step(
    action: dict[str, Any],
    number: int,
    root: Path,
    temporary: Path,
    environment: Mapping[str, str],
    inputs: Mapping[str, str],
) -> Step:
    """Run a step as a runner does: its inputs put into its environment, its script given to bash."""
    described = action["runs"]["steps"][number]
    given = {name: inputs.get(name, str(one.get("default", ""))) for name, one in action["inputs"].items()}
    known = {f"inputs.{name}": value for name, value in given.items()}
    known["github.action_path"] = environment.get("GITHUB_ACTION_PATH", "")

    def filled(text: str) -> str:
        return re.sub(r"\$\{\{ (\S+) \}\}", lambda found: known[found[1]], text)

    files = {name: temporary / name for name in ("summary", "output")}
    for path in files.values():
        path.write_text("", encoding="utf-8")
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", described["run"]],
        cwd=root,
        env={
            **environment,
            **{name: filled(value) for name, value in described["env"].items()},
            "RUNNER_TEMP": str(temporary),
            "GITHUB_STEP_SUMMARY": str(files["summary"]),
            "GITHUB_OUTPUT": str(files["output"]),
        },
        capture_output=True, encoding="utf-8", timeout=180, check=False,
    )  # fmt: skip
    lines = files["output"].read_text(encoding="utf-8").splitlines()
    outputs = dict(line.split("=", 1) for line in lines)
    return Step(
        done.returncode, done.stdout + done.stderr, files["summary"].read_text(encoding="utf-8"), outputs
    )


@pytest.mark.slow
def test_a_pull_request(
    action: dict[str, Any], runner: Path, offline: Mapping[str, str], reference: Copy
) -> None:
    git(reference.root, "init", "-q", "-b", "main")
    commit(reference.root)
    git(reference.root, "checkout", "-qb", "work")
    inputs = {"against": "main", "sarif": "findings.sarif", "json": "report.json"}
    done = step(action, 1, reference.root, runner, offline, inputs)
    assert done.status == 0, done.log
    assert done.outputs["verdict"].startswith("Gate open: ")
    reference.replace("datasets/events.csv", *SLIP)
    done = step(action, 1, reference.root, runner, offline, inputs)
    assert done.status == 1
    assert "::error file=datasets/events.csv,line=2,title=S019 dangling-reference::" in done.log
    assert done.outputs["verdict"].startswith("Gate closed: ")
    assert "Gate closed" in done.summary
    assert "S019" in done.summary
    assert json.loads(reference.text("findings.sarif"))["version"] == "2.1.0"
    assert json.loads(reference.text("report.json"))["severities"]["error"] > 0


@pytest.mark.slow
def test_what_is_tolerated(
    action: dict[str, Any], runner: Path, offline: Mapping[str, str], reference: Copy
) -> None:
    reference.replace("datasets/events.csv", *SLIP)
    inputs = {"path": "datasets/events.csv", "fail-on": "warning", "allow": "D021=1\nS019=100%\n"}
    assert step(action, 1, reference.root, runner, offline, inputs).status == 0
    assert step(action, 1, reference.root, runner, offline, {**inputs, "allow": ""}).status == 1


@pytest.mark.slow
def test_an_input_is_no_program(
    action: dict[str, Any], runner: Path, offline: Mapping[str, str], reference: Copy
) -> None:
    inputs = {"path": "$(touch hacked)", "against": "; touch hacked", "allow": "`touch hacked`"}
    assert step(action, 1, reference.root, runner, offline, inputs).status == 2
    assert not (reference.root / "hacked").exists()


def test_no_input_is_put_into_a_script(action: dict[str, Any]) -> None:
    assert all("${{" not in one["run"] for one in action["runs"]["steps"])


def test_it_is_as_the_schema_of_actions_wants_it(repository: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-actions", "action.yml"],
        cwd=repository, capture_output=True, encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
