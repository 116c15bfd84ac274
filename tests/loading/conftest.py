"""A release as `dateline.load` meets it, made here by hand: the reference tables with `bytes` and `hash`."""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import dateline
from dateline.loading import Data

Change = Callable[[str, str, str], None]


@pytest.fixture(scope="session")
def published(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the tables of the reference project under `data/`, declared as a release declares
    them. Not to be changed."""
    root = tmp_path_factory.mktemp("published") / "dateline-al-mayadin-0.1.0"
    (root / "data").mkdir(parents=True)
    descriptor = json.loads((repository / "datapackage.json").read_text(encoding="utf-8"))
    resources = []
    for resource in descriptor["resources"]:
        source = repository / resource["path"]
        target = root / "data" / source.name
        shutil.copy(source, target)
        content = target.read_bytes()
        resources.append(
            {
                **resource,
                "path": f"data/{source.name}",
                "schema": json.loads((repository / resource["schema"]).read_text(encoding="utf-8")),
                "bytes": len(content),
                "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
            }
        )
    descriptor["resources"] = resources
    (root / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    return root


@pytest.fixture
def release(published: Path, tmp_path: Path) -> Path:
    """A copy of it, to be broken."""
    return Path(shutil.copytree(published, tmp_path / published.name))


@pytest.fixture
def change(release: Path) -> Change:
    """Put other words in place of the first ones in a table of that copy, and declare its size anew."""

    def changed(table: str, old: str, new: str) -> None:
        file = release / "data" / f"{table}.csv"
        text = file.read_bytes().decode()
        assert old in text
        file.write_bytes(text.replace(old, new, 1).encode())
        path = release / "datapackage.json"
        descriptor = json.loads(path.read_text(encoding="utf-8"))
        (resource,) = (one for one in descriptor["resources"] if one["name"] == table)
        resource["bytes"] = file.stat().st_size
        path.write_text(json.dumps(descriptor), encoding="utf-8")

    return changed


@pytest.fixture
def zipped(release: Path) -> Path:
    """The zip beside it."""
    path = release.with_name(f"{release.name}.zip")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for file in sorted(release.rglob("*.*")):
            packed.write(file, file.relative_to(release.parent))
    return path


@pytest.fixture(scope="module")
def data(published: Path) -> Iterator[Data]:
    """The release, loaded."""
    with dateline.load(published) as loaded:
        yield loaded
