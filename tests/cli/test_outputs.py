"""What `validate` prints and writes: several files in one run, and whatever the disk and the terminal do."""

from __future__ import annotations

import json
import os
import pty
import stat
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Copy

EVENTS = "datasets/events.csv"
CALL = [sys.executable, "-m", "dateline", "validate", EVENTS, "--as-of", "2026-11-22"]


def damaged(reference: Copy) -> Copy:
    reference.replace(EVENTS, "Battles,Armed clash", "Battles,Armed clsh")
    return reference


def on_a_terminal(root: Path, *arguments: str, columns: int, **environment: str) -> str:
    """What the command shows on a terminal of so many columns."""
    main, its = pty.openpty()
    environment = {**os.environ, "COLUMNS": str(columns), "TERM": "xterm-256color", **environment}
    running = subprocess.Popen([*CALL, *arguments], cwd=root, stdout=its, env=environment)
    os.close(its)
    shown = b""
    while True:
        try:
            part = os.read(main, 65536)
        except OSError:  # Linux says this at the end
            break
        if not part:
            break
        shown += part
    os.close(main)
    running.wait(60)
    return shown.decode()


def test_any_number_of_files_in_one_run(reference: Copy, tmp_path: Path) -> None:
    forms = ("text", "json", "jsonl", "csv", "markdown", "sarif", "junit", "github", "gitlab")
    files = {name: tmp_path / f"findings.{name}" for name in forms}
    options = [part for name, path in files.items() for part in ("-o", f"{name}={path}")]
    ran = damaged(reference).run("validate", *options)
    assert ran.exit == 1
    assert all("S019" in path.read_text(encoding="utf-8") for path in files.values())
    assert "S019" in ran.out
    assert json.loads(files["json"].read_text(encoding="utf-8"))["severities"]["error"] > 0


def test_the_same_bytes_again(reference: Copy, tmp_path: Path) -> None:
    for name in ("one", "two"):
        reference.process("validate", EVENTS, "--as-of", "2026-11-22", "-o", f"json={tmp_path / name}")
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


@pytest.mark.slow
def test_inputs_are_stamped(reference: Copy, tmp_path: Path) -> None:
    reference.run("validate", "-o", f"json={tmp_path / 'a'}")
    reference.replace(reference.trt, "  checked_by: maintainers", "  checked_by: others")
    reference.run("validate", "-o", f"json={tmp_path / 'b'}")
    one, two = (json.loads((tmp_path / name).read_text(encoding="utf-8")) for name in "ab")
    assert {name for name, sha in one["documents"].items() if two["documents"][name] != sha} == {
        reference.trt
    }


@pytest.mark.parametrize("value", ["findings.sarif", "pdf=x.pdf", "sarif=", "="])
def test_a_wrong_output(reference: Copy, value: str) -> None:
    ran = reference.run("validate", "-o", value)
    assert ran.exit == 2
    assert "is not like sarif=findings.sarif" in ran.err


def test_no_file_that_is_judged_is_written_over(reference: Copy) -> None:
    before = reference.text("datapackage.json")
    for name in ("datapackage.json", EVENTS, "seeds/decisions.yaml"):
        ran = reference.run("validate", "-o", f"json={reference / name}")
        assert (ran.exit, ran.out) == (2, "")
        assert "is one of the files that were judged" in ran.err
    assert reference.text("datapackage.json") == before


def test_no_output_is_written_over_another(reference: Copy, tmp_path: Path) -> None:
    ran = reference.run("validate", "-o", f"json={tmp_path / 'a'}", "-o", f"csv={tmp_path}/./a")
    assert ran.exit == 2
    assert "is named twice" in ran.err


def test_what_cannot_be_written(reference: Copy, tmp_path: Path) -> None:
    ran = reference.run("validate", str(reference / EVENTS), "-o", f"json={tmp_path / 'no' / 'such.json'}")
    assert (ran.exit, ran.out) == (2, "")
    assert "cannot be written: No such file or directory" in ran.err


def test_a_full_disk(reference: Copy) -> None:
    ran = reference.run("validate", str(reference / EVENTS), "-o", "json=/dev/full")
    assert ran.exit == 2
    assert "/dev/full cannot be written: No space left on device" in ran.err


def test_a_file_that_stood_there_keeps_its_rights_or_its_text(reference: Copy, tmp_path: Path) -> None:
    path = tmp_path / "findings.json"
    path.write_text("before", encoding="utf-8")
    path.chmod(0o640)
    reference.run("validate", str(reference / EVENTS), "-o", f"json={path}")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert path.read_text(encoding="utf-8") != "before"
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith(".findings")] == []


def test_standard_output_is_a_file_too(reference: Copy) -> None:
    ran = reference.process("validate", EVENTS, "-o", "csv=/dev/stderr")
    assert ran.err.startswith("severity,rule,")


def test_annotations_come_with_a_summary(reference: Copy, tmp_path: Path) -> None:
    summary = tmp_path / "summary.md"
    summary.write_text("# Before\n", encoding="utf-8")
    ran = damaged(reference).process(
        "validate", EVENTS, "--format", "github", GITHUB_STEP_SUMMARY=str(summary)
    )
    assert "::error file=datasets/events.csv,line=2," in ran.out
    text = summary.read_text(encoding="utf-8")
    assert text.startswith("# Before\n**")
    assert "| error | S019 dangling-reference |" in text


def test_a_narrow_terminal(reference: Copy) -> None:
    shown = on_a_terminal(damaged(reference).root, columns=40)
    assert "\x1b[" in shown
    lines = [line for line in shown.replace("\r\n", "\n").split("\n") if "|" in line]
    assert lines
    import re

    assert all(len(re.sub(r"\x1b\[[0-9;]*m", "", line)) <= 40 for line in lines)


def test_no_colour(reference: Copy) -> None:
    shown = on_a_terminal(damaged(reference).root, columns=100, NO_COLOR="1")
    assert "\x1b[31m" not in shown
    assert "\x1b[1;31m" not in shown
    assert "^^^^" in shown


def test_a_terminal_that_knows_ascii_alone(reference: Copy) -> None:
    ran = damaged(reference).process("validate", EVENTS, PYTHONIOENCODING="ascii", PYTHONUTF8="0", LC_ALL="C")
    assert ran.out.isascii()
    assert "-> " in ran.out


SELDOM = ["sarif", "junit", "github", "gitlab", "markdown", "csv"]


@pytest.mark.parametrize(
    "form", ["text", "json", *(pytest.param(form, marks=pytest.mark.slow) for form in SELDOM)]
)
def test_a_reader_that_goes_away(reference: Copy, form: str) -> None:
    call = " ".join([f'"{CALL[0]}"', *CALL[1:], "--format", form])
    done = subprocess.run(
        f"{call} | head -c 1 >/dev/null",
        shell=True, cwd=damaged(reference).root, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.stderr == ""
