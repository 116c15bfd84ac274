"""docs/load.md shows code that runs, and what it prints. `UPDATE_README=1 pytest tests/loading/test_docs.py`
writes the outputs anew."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pyogrio
import pytest

if TYPE_CHECKING:
    from tests.conftest import Copy

PYTHON = re.compile(r"```python\n(?P<code>.*?)```\n(?:\n```text\n(?P<shown>.*?)```\n)?", re.DOTALL)
CONSOLE = re.compile(r"^\$ dateline (.+)$", re.MULTILINE)
RUN = """
import contextlib, io, json, subprocess, sys
space, printed = {"__name__": "__main__"}, []
for block in json.load(sys.stdin):
    with contextlib.redirect_stdout(io.StringIO()) as out:
        exec(block, space)
    printed.append(out.getvalue())
json.dump(printed, sys.stdout)
"""
"""Runs blocks in one space of names, and says what each printed."""


@pytest.fixture
def project(reference: Copy, repository: Path) -> Path:
    """The reference project with an excerpt of UCDP GED (CC BY 4.0)."""
    reference.write("ged.csv", (repository / "tests" / "loading" / "ged.csv").read_bytes())
    return reference.root


def test_the_page_shows_what_its_code_prints(project: Path, repository: Path) -> None:
    path = repository / "docs" / "load.md"
    text = path.read_text(encoding="utf-8")
    for arguments in CONSOLE.findall(text):
        command = [sys.executable, "-m", "dateline", *shlex.split(arguments)]
        subprocess.run(command, cwd=project, check=True, capture_output=True)
    blocks = [match["code"] for match in PYTHON.finditer(text)]
    done = subprocess.run(
        [sys.executable, "-c", RUN],
        input=json.dumps(blocks),
        cwd=project,
        env={**os.environ, "PYTHONWARNINGS": "error"},
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    printed = iter(json.loads(done.stdout))

    def block(match: re.Match[str]) -> str:
        out = "\n".join(line.rstrip() for line in next(printed).rstrip().splitlines())
        code = f"```python\n{match['code']}```\n"
        return f"{code}\n```text\n{out}\n```\n" if out else code

    fresh = PYTHON.sub(block, text)

    places = pyogrio.read_info(project / "places.geojson")
    assert (places["features"], places["geometry_type"]) == (3, "Point")
    if os.environ.get("UPDATE_README"):
        path.write_text(fresh, encoding="utf-8")
        return
    assert fresh == text, "run UPDATE_README=1 pytest tests/loading, and look at the difference"
