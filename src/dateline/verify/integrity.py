"""The files of a release against SHA256SUMS and the descriptor: all that are listed, and no other."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from dateline.errors import CallError
from dateline.generation import sha256
from dateline.project import DESCRIPTOR
from dateline.verify.model import Flaw, Integrity

SUMS = "SHA256SUMS"
MOST_BYTES = 100_000_000
"""Of the two lists: each is read as a whole."""
_LINE = re.compile(r"(\\?)([0-9a-f]{64}) [ *](.+)")
_ESCAPED = {"\\\\": "\\", "\\n": "\n", "\\r": "\r"}
_HASHES = ("md5", "sha1", "sha256", "sha512")


def check(root: Path) -> Integrity:
    """Hash every file of a release. CallError if one of its two lists cannot be read."""
    listed, problems = _listed(root)
    digests: dict[str, str] = {}
    for name, digest in listed.items():
        fault = _fault(root, name)
        if not fault:
            try:
                digests[name] = sha256(root / name)
            except OSError as error:
                fault = f"cannot be read: {error.strerror or error}"
        if not fault and digests[name] != digest:
            fault = f"is not what {SUMS} lists: its SHA-256 is {digests[name]}"
        if fault:
            problems.append(Flaw(name, fault))
    problems += _resources(root, digests)
    problems += (
        Flaw(name, f"is in the folder, and {SUMS} does not list it")
        for name in _names(root)
        if name not in listed and name != SUMS
    )
    return Integrity(len(listed), sha256(root / SUMS), problems)


def _listed(root: Path) -> tuple[dict[str, str], list[Flaw]]:
    """SHA-256 by path, as `sha256sum` writes them."""
    listed: dict[str, str] = {}
    problems = []
    for number, line in enumerate(_text(root / SUMS).split("\n"), 1):
        if not line:
            continue
        match = _LINE.fullmatch(line)
        if match is None:
            problems.append(Flaw(SUMS, f"line {number} is no hash with a path"))
            continue
        escaped, digest, name = match.groups()
        if escaped:
            name = re.sub(r"\\[\\nr]", lambda found: _ESCAPED[found[0]], name)
        if listed.setdefault(name, digest) != digest:
            problems.append(Flaw(SUMS, f"line {number} lists {name} again, with another hash"))
    return listed, problems


def _fault(root: Path, name: str) -> str:
    """Why a listed path is no file of the release; empty if it is one."""
    if "\0" in name or Path(name).is_absolute() or ".." in Path(name).parts:
        return "is a path that leaves the release"
    try:
        if not (root / name).resolve().is_relative_to(root.resolve()):
            return "is a link that leaves the release"
        return "" if (root / name).is_file() else "is not there"
    except (OSError, RuntimeError) as error:
        return f"cannot be read: {error}"


def _resources(root: Path, digests: Mapping[str, str]) -> Iterator[Flaw]:
    """Hash and bytes that the descriptor gives of each resource."""
    for resource in _descriptor(root):
        path = resource.get("path")
        if not isinstance(path, str) or _fault(root, path):
            continue  # a path that is no file of the package is refused when its tables are opened
        size = (root / path).stat().st_size
        if resource.get("bytes", size) != size:
            yield Flaw(path, f"has {size:,} bytes, and {DESCRIPTOR} says {resource['bytes']!r}")
        if path not in digests:
            yield Flaw(path, f"is a resource of {DESCRIPTOR}, and {SUMS} does not vouch for it")
        if (given := resource.get("hash")) is not None:
            yield from _hash(root, path, str(given), digests.get(path))


def _hash(root: Path, path: str, given: str, sha256: str | None) -> Iterator[Flaw]:
    kind, _, digest = given.rpartition(":")
    kind = kind.lower() or "md5"  # Data Package: a hash without a prefix is MD5
    if kind not in _HASHES:
        yield Flaw(path, f"has a hash in {DESCRIPTOR} of a kind that dateline does not know: {kind}")
        return
    if kind == "sha256" and sha256 is not None:
        found = sha256
    else:
        with (root / path).open("rb") as stream:
            found = hashlib.file_digest(stream, kind).hexdigest()
    if found != digest.lower():
        yield Flaw(path, f"is not what {DESCRIPTOR} says: its {kind} is {found}")


def _descriptor(root: Path) -> list[Mapping[str, Any]]:
    try:
        found: Any = json.loads(_text(root / DESCRIPTOR))
    except (ValueError, RecursionError) as error:
        raise CallError(f"{root / DESCRIPTOR} is not JSON: {error}. Fetch the release again.") from error
    resources = found.get("resources") if isinstance(found, dict) else None
    return [one for one in resources if isinstance(one, dict)] if isinstance(resources, list) else []


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise CallError(f"{path} has more than {MOST_BYTES:,} bytes, as no release's has.")
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise CallError(f"{path} cannot be read: {error.strerror or error}.") from error
    except UnicodeDecodeError as error:
        raise CallError(f"{path} is not UTF-8: {error}. Fetch the release again.") from error


def _names(root: Path) -> Iterator[str]:
    """Every path in the folder that is no folder, with forward slashes."""
    for parent, folders, names in os.walk(root):
        folders.sort()
        linked = [name for name in folders if Path(parent, name).is_symlink()]
        for name in sorted([*names, *linked]):
            yield Path(parent, name).relative_to(root).as_posix()
