"""Zips that no release is."""

from __future__ import annotations

import stat
import zipfile

import pytest

from dateline import archives
from dateline.errors import CallError


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "out").mkdir()
    return tmp_path / "out"


def written(path, *entries, compression=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(path, "w", compression) as archive:
        for entry, content in entries:
            archive.writestr(entry, content)
    return path


@pytest.mark.parametrize(
    "name", ["../out.txt", "a/../../out.txt", "/etc/x", "C:/x", "..\\x", "a\\..\\..\\x", "\\\\host\\x"]
)
def test_a_name_that_leaves_the_folder(tmp_path, folder, name):
    path = written(tmp_path / "r.zip", (name, "x"))
    with pytest.raises(CallError, match="leaves the folder"):
        archives.unpack_all(path, folder)
    assert list(folder.iterdir()) == []
    assert not (tmp_path / "out.txt").exists()


def test_a_link(tmp_path, folder):
    entry = zipfile.ZipInfo("link")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    with pytest.raises(CallError, match="a link or a folder"):
        archives.unpack_all(written(tmp_path / "r.zip", (entry, "/etc/passwd")), folder)


def test_a_name_twice_whatever_its_case(tmp_path, folder):
    with pytest.raises(CallError, match=r"two files called a\.csv and A\.csv"):
        archives.unpack_all(written(tmp_path / "r.zip", ("a.csv", "x"), ("A.csv", "y")), folder)


def test_a_bomb(tmp_path, folder, monkeypatch):
    monkeypatch.setattr(archives, "HARMLESS", 50_000_000)
    path = written(tmp_path / "r.zip", *((f"{number}", b"\0" * 10_000_000) for number in range(6)))
    with pytest.raises(CallError, match="does not unpack that"):
        archives.unpack_all(path, folder)
    assert list(folder.iterdir()) == []


def test_a_size_that_lies_unpacks_no_more_than_it_says(tmp_path, folder):
    path = written(tmp_path / "r.zip", ("a", b"\0" * 1_000_000))
    content = path.read_bytes().replace((1_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    path.write_bytes(content)
    with pytest.raises(CallError):
        archives.unpack_all(path, folder)
    assert sum(one.stat().st_size for one in folder.iterdir()) <= 10


def test_too_many_files(tmp_path, folder, monkeypatch):
    monkeypatch.setattr(archives, "MOST_FILES", 2)
    with pytest.raises(CallError, match="3 files"):
        archives.unpack_all(written(tmp_path / "r.zip", *((name, "x") for name in "abc")), folder)


def test_a_file_that_is_a_folder_too(tmp_path, folder):
    with pytest.raises(CallError, match="cannot be unpacked"):
        archives.unpack_all(written(tmp_path / "r.zip", ("a", "x"), ("a/b", "y")), folder)


def test_a_damaged_zip(tmp_path, folder):
    path = written(tmp_path / "r.zip", ("a", b"words" * 1000), compression=zipfile.ZIP_STORED)
    content = bytearray(path.read_bytes())
    content[100] ^= 0xFF
    path.write_bytes(content)
    with pytest.raises(CallError, match="is not a whole zip"):
        archives.unpack_all(path, folder)
