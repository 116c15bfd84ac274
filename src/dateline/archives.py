"""Zips of releases and packages, unpacked without trusting them."""

from __future__ import annotations

import json
import lzma
import shutil
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any

from dateline.errors import CallError
from dateline.project import DESCRIPTOR

MOST = 20_000_000_000
"""Bytes that the files of a package may have unpacked."""
DENSEST = 200
"""How many times as large as packed they may be, beyond `HARMLESS` bytes; tables are some ten times."""
HARMLESS = 1_000_000_000
MOST_DESCRIPTOR = 50_000_000
"""Bytes of a descriptor."""
MOST_FILES = 10_000


def is_zip(path: Path) -> bool:
    """Whether a file is a zip."""
    return path.suffix.lower() != ".json" and path.is_file() and zipfile.is_zipfile(path)


def holds_package(path: Path) -> bool:
    """Whether it is a zip with a descriptor in it: a workbook, say, is a zip and has none."""
    try:
        with zipfile.ZipFile(path) as packed:
            return any(PurePosixPath(name).name == DESCRIPTOR for name in packed.namelist())
    except (OSError, zipfile.BadZipFile):
        return False


def unpack(path: Path, folder: Path) -> Path:
    """Unpack the package of a zip into `folder`: its one descriptor, wherever it stands, and what its
    resources name. Returns the descriptor. CallError for a file that is no zip or is damaged, has no
    descriptor or several, is too large unpacked, or names what leaves the package."""
    with _opened(path) as packed:
        members = _members(packed, path)
        top = _top(members, path)
        descriptor = members[f"{top}{DESCRIPTOR}"]
        if descriptor.file_size > MOST_DESCRIPTOR:
            raise CallError(f"{path}: its {DESCRIPTOR} is too large ({descriptor.file_size} bytes).")
        found = _named(packed.read(descriptor), path)
        wanted = [members[f"{top}{name}"] for name in found if f"{top}{name}" in members]
        folder.mkdir(parents=True, exist_ok=True)
        _check_size(wanted, path, folder)
        for member in (descriptor, *wanted):
            _extract(packed, member, folder / PurePosixPath(member.filename).relative_to(top or "."))
    return folder / DESCRIPTOR


def unpack_all(path: Path, folder: Path) -> None:
    """Unpack every file of a zip into `folder`. CallError for a file that is no zip or is damaged, is too
    large unpacked, or holds what no release has: more than `MOST_FILES`, a name that leaves the folder or
    differs from another by its case alone, a link."""
    with _opened(path) as packed:
        wanted = [member for member in _members(packed, path).values() if not member.is_dir()]
        if len(wanted) > MOST_FILES:
            raise CallError(f"{path} holds {len(wanted):,} files, more than any release has.")
        seen: dict[str, str] = {}
        for name in (member.filename for member in wanted):
            if not _harmless(name):
                raise CallError(f"{path}: the name {name!r} leaves the folder. Do not trust this file.")
            if (other := seen.setdefault(name.casefold(), name)) != name:
                raise CallError(f"{path} has two files called {other} and {name}; no release does.")
        _check_size(wanted, path, folder)
        for member in wanted:
            _extract(packed, member, folder / member.filename)


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """A zip, and what is wrong with it in words."""
    try:
        with zipfile.ZipFile(path) as packed:
            yield packed
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, UnicodeError) as error:
        raise CallError(f"{path} is not a whole zip file ({error}). Download it again.") from error
    except (RuntimeError, NotImplementedError, ValueError) as error:  # a password, an unknown compression
        raise CallError(f"{path} cannot be unpacked: {error}.") from error
    except OSError as error:
        raise CallError(f"{path} cannot be unpacked: {error.strerror or error}.") from error


def _members(packed: zipfile.ZipFile, path: Path) -> dict[str, zipfile.ZipInfo]:
    members: dict[str, zipfile.ZipInfo] = {}
    for member in packed.infolist():
        if members.setdefault(member.filename, member) is not member:
            raise CallError(f"{path} has two files called {member.filename}; which one is meant?")
    return members


def _top(members: dict[str, zipfile.ZipInfo], path: Path) -> str:
    """The folder of the descriptor in the zip, with a slash behind it, or nothing."""
    found = [name for name in members if PurePosixPath(name).name == DESCRIPTOR]
    if not found:
        raise CallError(f"{path} has no {DESCRIPTOR}; it is no release of dateline's, nor a data package.")
    depth = min(name.count("/") for name in found)
    first, *others = (name for name in found if name.count("/") == depth)
    if others:
        raise CallError(f"{path} has several packages ({first}, {', '.join(others)}). Unpack it first.")
    if not _harmless(first):
        raise CallError(f"{path}: the name {first!r} leaves the folder. Do not trust this file.")
    return first.removesuffix(DESCRIPTOR)


def _named(text: bytes, path: Path) -> list[str]:
    """The files that a descriptor names, each once."""
    try:
        descriptor: Any = json.loads(text.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise CallError(f"{path}: its {DESCRIPTOR} is not JSON: {error}.") from error
    resources = descriptor.get("resources") if isinstance(descriptor, dict) else None
    names = list(dict.fromkeys(_paths(resources)))
    wrong = next((name for name in names if not _harmless(name)), None)
    if wrong is not None:
        raise CallError(
            f"{path}: the path {wrong!r} of a resource leaves the package's folder; no package may do that."
        )
    return names


def _paths(resources: Any) -> Iterator[str]:
    for resource in resources if isinstance(resources, list) else ():
        if not isinstance(resource, dict):
            continue
        path, schema = resource.get("path"), resource.get("schema")
        for name in (*(path if isinstance(path, list) else (path,)), schema):
            if isinstance(name, str) and "://" not in name:
                yield str(PurePosixPath(name))  # without a leading ./


def _harmless(name: str) -> bool:
    """Whether a path stays in its folder on every system, and is no second name of another."""
    parts = name.split("/")
    return not any(part in ("", ".", "..") for part in parts) and not any(one in name for one in "\\:\0")


def _check_size(members: list[zipfile.ZipInfo], path: Path, folder: Path) -> None:
    """The sizes that a zip declares are those that Python unpacks at most."""
    size = sum(one.file_size for one in members)
    packed = sum(one.compress_size for one in members)
    if size > MOST or (size > HARMLESS and size > DENSEST * packed):
        raise CallError(
            f"{path} would be {size / 1e9:.0f} GB unpacked, from {packed / 1e6:.0f} MB: dateline does not "
            "unpack that. If you trust it, unpack it yourself and load the folder."
        )
    free = shutil.disk_usage(folder).free
    if size > free:
        raise CallError(
            f"{path} needs {size / 1e9:.1f} GB unpacked, and {folder.parent} has {free / 1e9:.1f} GB free. "
            "Let TMPDIR name another folder."
        )


def _extract(packed: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path) -> None:
    if member.is_dir() or stat.S_ISLNK(member.external_attr >> 16):
        raise CallError(f"{packed.filename}: {member.filename} is no file but a link or a folder.")
    target.parent.mkdir(parents=True, exist_ok=True)
    with packed.open(member) as source, target.open("wb") as sink:
        shutil.copyfileobj(source, sink, 1 << 20)
