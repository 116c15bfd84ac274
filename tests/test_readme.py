"""The README shows real output. `UPDATE_README=1 pytest tests/test_readme.py` writes it anew."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SLIPS = {
    "quote: the city of Al Mayadeen}": "quote: the town of Al Mayadeen}",
    "value: Islamic State (Syria)\n      quote: captured": "value: Deash\n      quote: captured",
    "value: 2017-09-01\n      precision: 3": "value: 2017-09-05\n      precision: 1",
}
"""What a hurried coder might have typed in the extraction of the TRT World article."""

SLIPS_IN_EVENTS = {
    "Battles,Armed clash": "Battles,Armed clsh",
    "Al Mayadin,35.0209,40.4535": "Al Mayadin,40.4535,35.0209",
}
"""What might have happened to a copy of the events."""


@pytest.fixture(scope="module")
def project(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the reference project."""
    root = tmp_path_factory.mktemp("readme")
    shutil.copy(repository / "datapackage.json", root)
    for folder in ("schema", "seeds", "datasets"):
        shutil.copytree(repository / folder, root / folder)
    return root


def dateline(project: Path, *arguments: str) -> str:
    """What the command prints on a screen of 96 columns."""
    environment = {**os.environ, "COLUMNS": "96"}
    done = subprocess.run(
        [sys.executable, "-m", "dateline", *arguments],
        cwd=project,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.stdout, done.stderr
    return "\n".join(line.rstrip() for line in done.stdout.splitlines())


def slips(project: Path, tmp_path: Path) -> str:
    """What `convert` says of an extraction with slips. Checked by a second person, only these show."""
    root = tmp_path / "slips"
    shutil.copytree(project, root)
    path = root / "seeds" / "extractions" / "trtworld-2017-10-14-al-mayadeen.yaml"
    text = path.read_text(encoding="utf-8")
    for right, wrong in SLIPS.items():
        assert text.count(right) == 1
        text = text.replace(right, wrong)
    path.write_text(text.replace("  checked_by: maintainers\n", "  checked_by: reviewer\n"), encoding="utf-8")
    other = root / "seeds" / "extractions" / "unstated-2017-10-14-al-mayadeen.yaml"
    text = other.read_text(encoding="utf-8")
    other.write_text(
        text.replace("  checked_by: maintainers\n", "  checked_by: reviewer\n"), encoding="utf-8"
    )
    return dateline(root, "convert")


def one_file(project: Path, tmp_path: Path) -> str:
    """What `validate` says of a file of events with slips."""
    text = (project / "datasets" / "events.csv").read_text(encoding="utf-8")
    for right, wrong in SLIPS_IN_EVENTS.items():
        assert right in text
        text = text.replace(right, wrong, 1)
    (tmp_path / "syria-2017.csv").write_text(text, encoding="utf-8")
    return dateline(tmp_path, "validate", "syria-2017.csv")


def test_readme_shows_what_the_commands_print(project: Path, repository: Path, tmp_path: Path) -> None:
    outputs = {
        "slips": "$ dateline convert\n" + slips(project, tmp_path),
        "file": "$ dateline validate syria-2017.csv\n" + one_file(project, tmp_path),
        "show": "$ dateline show\n" + dateline(project, "show"),
        "one": "$ dateline show raqqa-entered-2017-06\n" + dateline(project, "show", "raqqa-entered-2017-06"),
    }
    path = repository / "README.md"
    text = path.read_text(encoding="utf-8")

    def block(match: re.Match[str]) -> str:
        return f"<!-- output: {match[1]} -->\n```console\n{outputs[match[1]]}\n```\n"

    fresh, count = re.subn(r"<!-- output: (\w+) -->\n```console\n.*?```\n", block, text, flags=re.DOTALL)

    assert count == len(outputs)
    if os.environ.get("UPDATE_README"):
        path.write_text(fresh, encoding="utf-8")
        return
    assert fresh == text, "run UPDATE_README=1 pytest tests/test_readme.py, and look at the difference"
