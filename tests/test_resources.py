from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

import dateline
from dateline import resources


@pytest.mark.parametrize("name", ["schema", "validators"])
def test_checkout_uses_its_own_top_level_folders(name: str, repository: Path) -> None:
    assert resources.folder(name) == repository / name


def test_checkout_uses_its_own_descriptor(repository: Path) -> None:
    assert resources.descriptor() == repository / "datapackage.json"


def test_unknown_folder_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="no folder 'seeds'"):
        resources.folder("seeds")


def install(root: Path, *folders: str) -> Path:
    package = root / "dateline"
    for name in folders:
        (package / name).mkdir(parents=True)
    package.mkdir(parents=True, exist_ok=True)
    return package


@pytest.mark.parametrize("name", ["schema", "validators", "template"])
def test_wheel_uses_the_folders_inside_it(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = install(tmp_path, name)
    monkeypatch.setattr(resources, "_PACKAGE", package)
    assert resources.folder(name) == package / name


def test_wheel_uses_the_descriptor_inside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = install(tmp_path)
    monkeypatch.setattr(resources, "_PACKAGE", package)
    with pytest.raises(FileNotFoundError, match="lacks its 'datapackage"):
        resources.descriptor()
    (package / "datapackage.json").touch()
    assert resources.descriptor() == package / "datapackage.json"


def test_folder_of_the_project_that_vendors_dateline_is_not_taken_for_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pyproject.toml").touch()
    (tmp_path / "schema").mkdir()
    monkeypatch.setattr(resources, "_PACKAGE", install(tmp_path / "vendored"))
    with pytest.raises(FileNotFoundError, match="lacks its 'schema' folder"):
        resources.folder("schema")


def test_checkout_is_known_by_src_and_pyproject(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resources, "_PACKAGE", install(tmp_path / "src"))
    (tmp_path / "schema").mkdir()
    with pytest.raises(FileNotFoundError):
        resources.folder("schema")
    (tmp_path / "pyproject.toml").touch()
    assert resources.folder("schema") == tmp_path / "schema"


def test_version_is_that_of_the_installed_package(repository: Path) -> None:
    project = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert dateline.__version__ == project["version"]


def test_package_has_no_other_attributes() -> None:
    assert not hasattr(dateline, "nothing")
