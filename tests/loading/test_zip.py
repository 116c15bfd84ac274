"""The zip of a release: what is unpacked of it, and what is refused."""

from __future__ import annotations

import hashlib
import json
import stat
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

import dateline
from dateline import archives
from dateline.errors import CallError

RESOURCE = {"name": "t", "path": "data/t.csv", "schema": {"fields": [{"name": "a"}]}}
Make = Callable[..., Path]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Write a zip with these members, and a descriptor with these resources."""

    def written(
        members: Mapping[str, str | bytes] | None = None,
        *resources: Mapping[str, Any],
        descriptor: str = "p/datapackage.json",
    ) -> Path:
        path = tmp_path / "p.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr(descriptor, json.dumps({"name": "p", "resources": resources or (RESOURCE,)}))
            for name, content in ({"p/data/t.csv": "a\n1\n"} if members is None else members).items():
                packed.writestr(name, content)
        return path

    return written


def unpacked(path: Path, tmp_path: Path) -> list[str]:
    folder = tmp_path / "unpacked"
    archives.unpack(path, folder)
    return sorted(str(one.relative_to(folder)) for one in folder.rglob("*") if one.is_file())


def refused(path: Path) -> str:
    with pytest.raises(CallError) as caught:
        dateline.load(path)
    return str(caught.value)


@pytest.mark.parametrize("top", ["", "p/", "a/b/"])
def test_the_package_may_stand_in_a_folder_of_the_zip(make: Make, top: str) -> None:
    with dateline.load(make({f"{top}data/t.csv": "a\n1\n"}, descriptor=f"{top}datapackage.json")) as loaded:
        assert loaded["t"].fetchall() == [("1",)]


def test_only_what_the_descriptor_names_is_unpacked(make: Make, tmp_path: Path) -> None:
    members = {
        "p/data/t.csv": "a\n1\n",
        "p/data/other.csv": "a\n2\n",
        "../outside.csv": "a\n",
        "p/formats/datapackage.json": "{}",
        "/absolute.csv": "a\n",
    }

    assert unpacked(make(members), tmp_path) == ["data/t.csv", "datapackage.json"]
    assert not (tmp_path / "outside.csv").exists()


@pytest.mark.parametrize(
    "path",
    ["../t.csv", "/t.csv", "data/../../t.csv", "..\\t.csv", "C:t.csv", "."],
)
def test_a_path_that_leaves_the_package_is_refused(make: Make, tmp_path: Path, path: str) -> None:
    packed = make({path or "x": "a\n1\n", f"p/{path}": "a\n1\n"}, {**RESOURCE, "path": path})

    assert "leaves the package's folder" in refused(packed)
    assert not (tmp_path.parent / "t.csv").exists()


def test_a_path_may_begin_with_its_own_folder(make: Make) -> None:
    with dateline.load(make(None, {**RESOURCE, "path": "./data/t.csv"})) as loaded:
        assert loaded["t"].fetchall() == [("1",)]


def test_a_descriptor_outside_the_folder_is_refused(make: Make) -> None:
    assert "Do not trust this file" in refused(make(descriptor="../datapackage.json"))


def test_a_link_is_refused(make: Make, tmp_path: Path) -> None:
    path = make({})
    link = zipfile.ZipInfo("p/data/t.csv")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "a") as packed:
        packed.writestr(link, "/etc/hostname")

    assert "p/data/t.csv is no file but a link or a folder" in refused(path)


@pytest.mark.filterwarnings("ignore:Duplicate name:UserWarning")  # zipfile warns of what is made here
def test_two_members_of_one_name_are_refused(make: Make) -> None:
    path = make()
    with zipfile.ZipFile(path, "a") as packed:
        packed.writestr("p/data/t.csv", "a\n2\n")

    assert "has two files called p/data/t.csv" in refused(path)


def test_two_packages_and_none_are_refused(make: Make, tmp_path: Path) -> None:
    two = make({"q/datapackage.json": "{}"})
    assert "has several packages (p/datapackage.json, q/datapackage.json)" in refused(two)
    none = tmp_path / "none.zip"
    with zipfile.ZipFile(none, "w") as packed:
        packed.writestr("readme.txt", "")
    assert "has no datapackage.json" in refused(none)


def test_a_file_that_is_missing_in_the_zip_is_named(make: Make) -> None:
    assert refused(make({})) == "data/t.csv, the file of the resource t, is not there."


def test_what_is_too_large_unpacked_is_refused(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make({"p/data/t.csv": b"a\n" + b"1\n" * 1_000_000})
    dateline.load(path).close()
    monkeypatch.setattr(archives, "HARMLESS", 1_000_000)
    assert "GB unpacked, from" in refused(path)
    monkeypatch.setattr(archives, "DENSEST", 10_000)
    dateline.load(path).close()
    monkeypatch.setattr(archives, "MOST", 1_000_000)
    assert "dateline does not unpack that" in refused(path)


def test_a_size_that_is_a_lie_unpacks_no_more(make: Make) -> None:
    path = make({"p/data/t.csv": b"a\n" + b"1\n" * 1_000_000})
    content = bytearray(path.read_bytes())
    size = (2_000_002).to_bytes(4, "little")
    assert content.count(size) >= 1
    path.write_bytes(content.replace(size, (4).to_bytes(4, "little")))

    assert "is not a whole zip file" in refused(path)


def test_a_damaged_zip_is_told(make: Make) -> None:
    lines = (hashlib.sha256(bytes([number])).hexdigest() for number in range(200))
    path = make({"p/data/t.csv": "a\n" + "\n".join(lines)})
    content = path.read_bytes()
    middle = len(content) // 2
    path.write_bytes(content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :])
    assert "is not a whole zip file" in refused(path)
    path.write_bytes(content[:middle])
    assert "is not JSON" in refused(path)  # it has no directory, and so is no zip


def test_a_descriptor_that_is_none_is_told(tmp_path: Path) -> None:
    path = tmp_path / "p.zip"
    for content, said in (("{", "is not JSON"), ("[]", 'no list of "resources"'), ("{}", "resources")):
        with zipfile.ZipFile(path, "w") as packed:
            packed.writestr("datapackage.json", content)
        assert said in refused(path)
