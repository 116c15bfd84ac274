"""The wheel works alone: nothing of this checkout around it, and only what it declares beneath it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from dateline import prepared

PIP = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check")
OFFLINE = ("--no-index", "--no-deps")
HEAVY = {"duckdb", "frictionless", "jsonschema", "rapidfuzz", "requests", "rich.table", "yaml"}
LOADED = f"import sys; print(sorted({HEAVY!r} & set(sys.modules)))"


def run(command: Sequence[str | Path], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run `command` in `folder`, without anything that could lead Python back to this checkout."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return subprocess.run(
        [str(word) for word in command], cwd=folder, env=environment, capture_output=True, encoding="utf-8"
    )


def succeed(command: Sequence[str | Path], folder: Path) -> str:
    done = run(command, folder)
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    succeed([*PIP, "wheel", *OFFLINE, "--no-build-isolation", "--wheel-dir", folder, repository], folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def binaries(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `bin` folder of an environment that has the wheel.

    Its dependencies are those of the environment that runs the tests, since tests use no network. They come
    after its own on the path. A path file is read for folders only, so an editable dateline over there, which
    is a path file itself, does not come along.
    """
    root = tmp_path_factory.mktemp("environment")
    venv.create(root, with_pip=False, symlinks=True)
    python = root / "bin" / "python"
    succeed([*PIP, "--python", python, "install", *OFFLINE, wheel], root)
    (own,) = root.glob("lib/python*/site-packages")
    borrowed = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (own / "borrowed.pth").write_text("\n".join(sorted(borrowed)) + "\n", encoding="utf-8")
    return python.parent


@pytest.mark.parametrize("folder", ["schema", "validators", "src/dateline/template"])
def test_wheel_carries_the_data_folders_whole(folder: str, wheel: Path, repository: Path) -> None:
    base = repository / folder
    files = {path.relative_to(base).as_posix() for path in base.rglob("*") if path.is_file()}
    inside = f"dateline/{base.name}/"
    carried = {
        name.removeprefix(inside) for name in zipfile.ZipFile(wheel).namelist() if name.startswith(inside)
    }
    assert files
    assert carried == files


def test_wheel_carries_the_reference_descriptor(wheel: Path, repository: Path) -> None:
    carried = zipfile.ZipFile(wheel).read("dateline/datapackage.json")
    assert carried == (repository / "datapackage.json").read_bytes()


def test_wheel_carries_types_but_no_articles_and_no_other_package(wheel: Path, repository: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert "dateline/py.typed" in names
    assert {name.split("/")[0].split("-")[0] for name in names} == {"dateline", "frictionless_dateline.py"}
    articles = {path.name for path in (repository / "seeds" / "articles").iterdir()}
    assert articles.isdisjoint(name.rpartition("/")[2] for name in names)


@pytest.mark.slow
def test_wheel_makes_a_project_that_converts_and_validates(binaries: Path, tmp_path: Path) -> None:
    place = succeed([binaries / "python", "-c", "import dateline; print(dateline.__file__)"], tmp_path)
    assert Path(place.strip()).is_relative_to(binaries.parent)
    succeed([binaries / "dateline", "init", "x"], tmp_path)
    project = tmp_path / "x"
    succeed([binaries / "dateline", "convert"], project)
    succeed([binaries / "dateline", "validate"], project)
    assert json.loads((project / "datapackage.json").read_text(encoding="utf-8"))["resources"]


def test_wheel_starts_with_what_was_prepared(binaries: Path, tmp_path: Path) -> None:
    if prepared.content() is None:
        pytest.skip("make test prepares it: python -m dateline.prepared")
    program = "from dateline import prepared; print(prepared.content() is not None)"
    assert succeed([binaries / "python", "-c", program], tmp_path).strip() == "True"


def test_wheel_runs_as_a_module_too(binaries: Path, tmp_path: Path) -> None:
    assert succeed([binaries / "python", "-m", "dateline", "--help"], tmp_path).startswith("Usage: ")


@pytest.mark.parametrize("first", ["import dateline", "import dateline.cli"])
def test_import_loads_nothing_heavy(first: str, tmp_path: Path) -> None:
    assert succeed([sys.executable, "-c", f"{first}; {LOADED}"], tmp_path).strip() == "[]"


def test_help_loads_nothing_heavy(tmp_path: Path) -> None:
    program = f"""
import runpy, sys
sys.argv = ["dateline", "--help"]
try:
    runpy.run_module("dateline", run_name="__main__")
except SystemExit as stop:
    assert not stop.code
{LOADED}"""
    shown = succeed([sys.executable, "-c", program], tmp_path).splitlines()
    assert shown[0].startswith("Usage: ")
    assert shown[-1] == "[]"
