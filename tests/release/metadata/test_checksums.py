"""SHA256SUMS, by the program that reads it."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from pathlib import Path

import pytest

from dateline.release.metadata import checksums

NAMES = (
    "data/events.csv",
    "a b.txt",
    " led by a space",
    "back\\slash",
    "line\nfeed",
    "أحداث.csv",
    "*",
    "ret\rurn",
)

pytestmark = pytest.mark.skipif(not shutil.which("sha256sum"), reason="needs sha256sum of GNU coreutils")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in NAMES:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name, newline="")
    sums = {name: hashlib.sha256(name.encode()).hexdigest() for name in NAMES}
    (tmp_path / "SHA256SUMS").write_text(checksums.text(sums), newline="")
    return tmp_path


def check(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sha256sum", "-c", "--strict", "SHA256SUMS"], cwd=folder, capture_output=True, text=True, check=False
    )


def test_all_files_are_found_and_whole(folder: Path) -> None:
    done = check(folder)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count(": OK") == len(NAMES)


def test_a_changed_and_a_lost_file_are_noticed(folder: Path) -> None:
    (folder / "data/events.csv").write_text("changed")
    (folder / "a b.txt").unlink()
    done = check(folder)
    assert done.returncode == 1
    assert "data/events.csv: FAILED\n" in done.stdout
    assert "a b.txt: FAILED open or read" in done.stdout


def test_lines_are_in_the_order_of_the_paths() -> None:
    assert checksums.text({"b": "1" * 64, "a/c": "2" * 64}) == f"{'2' * 64}  a/c\n{'1' * 64}  b\n"
    assert checksums.text({}) == ""
