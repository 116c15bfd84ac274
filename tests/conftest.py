"""What all tests share."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from dateline import cli

# A slow machine is no bug: properties are judged by their outcome, not by the clock.
settings.register_profile("dateline", settings(), deadline=None)
settings.load_profile("dateline")

ACCEPTED = {"E041", "P065", "P066", "P082"}
"""What dateline rightly says of the reference project as it is: coder and checker are the same, one article
does not say who published it, neither has an address, and the deaths are what one side claims."""


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of this checkout."""
    return Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Ran:
    """What a command said and how it ended."""

    exit: int
    out: str
    err: str

    @property
    def records(self) -> list[dict[str, Any]]:
        """The lines of `--format jsonl`."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def findings(self) -> list[dict[str, Any]]:
        """The findings among them, without those that the reference project has anyway."""
        return [one for one in self.records if "rule" in one and one["rule"] not in ACCEPTED]

    @property
    def rules(self) -> list[str]:
        """The codes of the findings, in their order."""
        return [one["rule"] for one in self.findings]


@dataclass(frozen=True)
class Copy:
    """A copy of the reference project, to be broken."""

    root: Path
    capsys: pytest.CaptureFixture[str]

    descriptor = "datapackage.json"
    trt = "seeds/extractions/trtworld-2017-10-14-al-mayadeen.yaml"
    unstated = "seeds/extractions/unstated-2017-10-14-al-mayadeen.yaml"
    trt_article = "seeds/articles/002_407be108de235255.txt"
    unstated_article = "seeds/articles/000_eb0d3b9c0bbd38b6.txt"
    decisions = "seeds/decisions.yaml"
    ids = "seeds/ids.csv"
    actors = "seeds/actors.csv"
    actor_roles = "seeds/actor_roles.csv"
    locations = "seeds/locations.csv"

    def __truediv__(self, name: str) -> Path:
        """The path of a file of the project."""
        return self.root / name

    def text(self, name: str) -> str:
        """A file as text, line ends as they are."""
        return (self.root / name).read_bytes().decode()

    def write(self, name: str, content: str | bytes) -> None:
        """Put a file in place of another, byte for byte."""
        (self.root / name).write_bytes(content.encode() if isinstance(content, str) else content)

    def replace(self, name: str, old: str, new: str, count: int = 1) -> None:
        """Put other words in place of the first ones in a file; they must be there."""
        text = self.text(name)
        assert old in text, f"{name} has no {old!r}"
        self.write(name, text.replace(old, new, count))

    def line(self, name: str, words: str) -> int:
        """The number of the first line that holds the words."""
        return next(number for number, line in enumerate(self.text(name).split("\n"), 1) if words in line)

    def rows(self, table: str) -> list[dict[str, str]]:
        """The rows of a table in `datasets/`."""
        with (self.root / "datasets" / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream, strict=True))

    def event(self, key: str) -> dict[str, str]:
        """The row of an event in `datasets/`."""
        return next(row for row in self.rows("events") if row["event_key"] == key)

    def datasets(self) -> dict[str, bytes]:
        """All that stands in `datasets/`."""
        return {path.name: path.read_bytes() for path in sorted((self.root / "datasets").iterdir())}

    def run(self, *arguments: str) -> Ran:
        """Call a command in this process, on the project."""
        self.capsys.readouterr()
        status = cli.run([arguments[0], "--project", str(self.root), *arguments[1:]])
        return Ran(status, *self.capsys.readouterr())

    def judge(self, command: str = "convert", *options: str) -> Ran:
        """Call a command for its findings as JSON."""
        return self.run(command, "--format", "jsonl", *options)

    def process(self, *arguments: str, **environment: str) -> Ran:
        """Call a command in a process of its own, in the project's folder."""
        done = subprocess.run(
            [sys.executable, "-m", "dateline", *arguments],
            cwd=self.root,
            env={**os.environ, **environment},
            capture_output=True,
            encoding="utf-8",
            timeout=60,
        )
        return Ran(done.returncode, done.stdout, done.stderr)


def copy_reference(repository: Path, root: Path) -> None:
    """Copy the reference project into a folder, without what only developing it needs."""
    root.mkdir(exist_ok=True)
    shutil.copy(repository / "datapackage.json", root)
    for folder in ("schema", "seeds", "datasets"):
        shutil.copytree(repository / folder, root / folder)


@pytest.fixture
def reference(repository: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Copy:
    """A copy of the reference project."""
    copy_reference(repository, tmp_path / "project")
    return Copy(tmp_path / "project", capsys)


@pytest.fixture(scope="session")
def releases(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of releases of a copy of the reference project, with the first in it, made on 2026-11-29.
    Not to be changed."""
    root = tmp_path_factory.mktemp("project")
    copy_reference(repository, root)
    made = subprocess.run(
        [sys.executable, "-m", "dateline", "publish", "--as-of", "2026-11-29"], cwd=root, capture_output=True
    )
    assert made.returncode == 0, made.stderr
    return root / "releases"
