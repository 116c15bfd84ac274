"""A release of the reference project, made by hand: what `dateline verify` may rely on, and no more."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from dateline import cli

TABLES = ("events", "sources", "claims", "evidence", "contradictions", "left_out")
Row = dict[str, str]


@dataclass(frozen=True)
class Made:
    """A release, and the folder of its articles."""

    root: Path
    texts: Path

    def rows(self, table: str) -> list[Row]:
        """The rows of a table."""
        with (self.root / f"data/{table}.csv").open(encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream))

    def change(self, table: str, change: Callable[[Row], None], *, sealed: bool = True) -> None:
        """Change every row of a table, and write hashes anew, as whoever lies with care would."""
        rows = self.rows(table)
        for row in rows:
            change(row)
        self.write(table, rows)
        if sealed:
            self.seal()

    def write(self, table: str, rows: list[Row]) -> None:
        """Put rows in place of those of a table."""
        path = self.root / f"data/{table}.csv"
        header = path.read_text(encoding="utf-8").split("\n", 1)[0].split(",")
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, header, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)

    def descriptor(self, change: Callable[[dict[str, Any]], None]) -> None:
        """Change the descriptor."""
        path = self.root / "datapackage.json"
        found = json.loads(path.read_text(encoding="utf-8"))
        change(found)
        path.write_text(json.dumps(found), encoding="utf-8")

    def seal(self) -> None:
        """Write hash and bytes of every resource, and SHA256SUMS, as they are now."""

        def hashes(descriptor: dict[str, Any]) -> None:
            for resource in descriptor["resources"]:
                content = (self.root / resource["path"]).read_bytes()
                resource |= {"hash": f"sha256:{hashlib.sha256(content).hexdigest()}", "bytes": len(content)}

        self.descriptor(hashes)
        sums = self.root / "SHA256SUMS"
        sums.unlink(missing_ok=True)
        names = sorted(
            path.relative_to(self.root).as_posix() for path in self.root.rglob("*") if path.is_file()
        )
        sums.write_text(
            "".join(
                f"{hashlib.sha256((self.root / name).read_bytes()).hexdigest()}  {name}\n" for name in names
            ),
            encoding="utf-8",
        )

    def zipped(self, path: Path) -> Path:
        """The release as a zip, below its folder's name."""
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for file in sorted(self.root.rglob("*")):
                if file.is_file():
                    archive.write(file, f"{self.root.name}/{file.relative_to(self.root).as_posix()}")
        return path


def make(repository: Path, folder: Path) -> Made:
    """The release and the texts, in a folder."""
    made = Made(folder / "dateline-al-mayadin-0.1.0", folder / "texts")
    (made.root / "data").mkdir(parents=True)
    (made.texts / "2017/october").mkdir(parents=True)
    for article, name in (
        ("002_407be108de235255", "2017/october/a.txt"),
        ("000_eb0d3b9c0bbd38b6", "ohne Namen"),
    ):
        shutil.copy(repository / f"seeds/articles/{article}.txt", made.texts / name)
    project = json.loads((repository / "datapackage.json").read_text(encoding="utf-8"))
    resources = []
    for resource in project["resources"]:
        if resource["name"] in TABLES:
            shutil.copy(repository / resource["path"], made.root / "data")
            schema = json.loads((repository / resource["schema"]).read_text(encoding="utf-8"))
            resources.append({**resource, "path": f"data/{resource['name']}.csv", "schema": schema})
    head = {key: project[key] for key in ("name", "title", "version", "licenses", "contributors")}
    (made.root / "datapackage.json").write_text(
        json.dumps({**head, "resources": resources}), encoding="utf-8"
    )
    (made.root / "README.md").write_text("# A release\n", encoding="utf-8")
    made.seal()
    return made


@dataclass(frozen=True)
class Verified:
    """What the command said and how it ended."""

    exit: int
    out: str
    err: str

    @property
    def found(self) -> dict[str, Any]:
        """Of `--format json`."""
        found: dict[str, Any] = json.loads(self.out)
        return found

    @property
    def said(self) -> list[str]:
        """What is false, of texts, quotations and claims."""
        return [f"{one['about']}: {one['said']}" for one in self.found["problems"]]


@pytest.fixture
def made(repository: Path, tmp_path: Path) -> Made:
    """A release and its texts."""
    return make(repository, tmp_path)


Verify = Callable[..., Verified]


@pytest.fixture
def verify(capsys: pytest.CaptureFixture[str]) -> Verify:
    """Call the command, in this process."""

    def run(release: Path, *options: str | Path) -> Verified:
        capsys.readouterr()
        status = cli.run(["verify", str(release), *map(str, options)])
        return Verified(status, *capsys.readouterr())

    return run
