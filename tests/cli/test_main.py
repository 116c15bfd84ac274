"""The command line as a whole: help, version, wrong calls, exit statuses, faults of our own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

import dateline
from dateline import cli
from dateline.errors import CallError
from dateline.exits import Exit
from dateline.generation import GenerationError

if TYPE_CHECKING:
    from tests.conftest import Copy


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    capsys.readouterr()
    status = cli.run(arguments)
    return status, *capsys.readouterr()


@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help_lists_every_command(capsys: pytest.CaptureFixture[str], option: str) -> None:
    status, out, err = run(capsys, option)
    assert (status, err) == (0, "")
    assert all(f"\n  {name} " in out for name in cli.COMMANDS)
    assert "Exit status: 0 clean, 1 " in out


@pytest.mark.parametrize("name", sorted(cli.COMMANDS))
def test_every_command_has_help_that_tells_its_exit_status(
    capsys: pytest.CaptureFixture[str], name: str
) -> None:
    status, out, _err = run(capsys, name, "--help")
    assert status == 0
    assert out.startswith(f"Usage: dateline {name}")
    assert "Exit status" in out or name in ("show", "explain", "rules")


def test_help_of_the_group_imports_no_command() -> None:
    """It stays quick because it stays ignorant."""
    code = (
        "import sys; from dateline import cli; cli.run(['--help']); "
        "print([name for name in sys.modules if name.startswith('dateline.c') and name != 'dateline.cli'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "--version") == (0, f"dateline {dateline.__version__}\n", "")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["convrt"], "No such command 'convrt'"),
        (["convert", "--frobnicate"], "No such option"),
        (["convert", "--project", "/no/such/folder"], "does not exist"),
        (["convert", "--format", "xml"], "is not one of 'text', 'jsonl'"),
        (["convert", "extra"], "unexpected extra argument"),
        (["explain"], "Missing argument"),
    ],
)
def test_a_wrong_call(capsys: pytest.CaptureFixture[str], arguments: list[str], says: str) -> None:
    status, out, err = run(capsys, *arguments)
    assert (status, out) == (2, "")
    assert says in err
    assert "Traceback" not in err


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> dict[str, BaseException]:
    """A command that raises what is put under `error`."""
    raised: dict[str, BaseException] = {}

    @click.command("convert")
    def command() -> None:
        raise raised["error"]

    monkeypatch.setattr(cli.group, "get_command", lambda _ctx, _name: command)
    return raised


@pytest.mark.parametrize(
    ("error", "status", "says"),
    [
        (CallError("Name a file."), 2, "dateline: Name a file.\n"),
        (GenerationError("Free some space."), 2, "dateline: Free some space.\n"),
        (PermissionError(13, "Permission denied", "a.csv"), 2, "dateline: a.csv: Permission denied\n"),
        (OSError("odd"), 2, "dateline: what is printed: odd\n"),
        (KeyboardInterrupt(), 130, "Interrupted.\n"),
        (click.exceptions.Abort(), 130, "Interrupted.\n"),
    ],
)
def test_errors_are_told_without_a_traceback(
    capsys: pytest.CaptureFixture[str],
    failing: dict[str, BaseException],
    error: BaseException,
    status: int,
    says: str,
) -> None:
    failing["error"] = error
    ended, out, err = run(capsys, "convert")
    assert (ended, out) == (status, "")
    assert err.endswith(says)
    assert "Traceback" not in err


def test_a_fault_of_ours_says_so_and_shows_where(
    capsys: pytest.CaptureFixture[str], failing: dict[str, BaseException]
) -> None:
    failing["error"] = ZeroDivisionError("ours")
    status, out, err = run(capsys, "convert")
    assert (status, out) == (2, "")
    assert err.startswith("dateline: this is a fault of dateline, not of your data.")
    assert "ZeroDivisionError: ours" in err


def test_exit_statuses_are_a_contract() -> None:
    assert {name.name: int(name) for name in Exit} == {
        "clean": 0,
        "findings": 1,
        "unusable": 2,
        "interrupted": 130,
    }


@pytest.mark.parametrize(
    ("arguments", "status"), [(("--version",), 0), (("convert",), 2), (("nonsense",), 2)]
)
def test_the_process_ends_with_it(tmp_path: Path, arguments: tuple[str, ...], status: int) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "dateline", *arguments],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == status
    assert "Traceback" not in done.stderr


def test_no_project_above_the_current_folder(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "dateline", "convert"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert f"No datapackage.json in {tmp_path.resolve()} or any folder above it." in done.stderr
    assert "dateline init FOLDER" in done.stderr


def test_a_command_works_from_a_folder_inside_the_project(reference: Copy) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "dateline", "convert", "--check"],
        cwd=reference / "seeds" / "extractions",
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0


def test_a_pipe_that_closes_ends_quietly(reference: Copy) -> None:
    done = subprocess.run(
        f'"{sys.executable}" -m dateline show | head -n 1',
        shell=True,
        cwd=reference.root,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stdout == "5 events\n"
    assert done.stderr == ""
