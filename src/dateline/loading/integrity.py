"""Whether the files of a package are those that its descriptor declares."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from dateline.errors import CallError
from dateline.validate.tables import inside

Descriptor = Mapping[str, Any]
_AGAIN = "Download it again, or ask who published it."


def check(root: Path, descriptor: Descriptor, *, hashes: bool) -> None:
    """CallError for a file that is not there or has another size than its resource declares, and with
    `hashes` for one of which not one hash of its resource is right. A resource that declares nothing is not
    judged; with `hashes` it must be there."""
    for resource, shown, path in _files(root, descriptor):
        if not path.is_file():
            if not hashes:
                continue
            raise CallError(f"{shown}, a file of the package, is not there. {_AGAIN}")
        size, declared = path.stat().st_size, resource.get("bytes")
        if isinstance(declared, int) and size != declared:
            raise CallError(f"{shown} has {size} bytes; the descriptor declares {declared}. {_AGAIN}")
        if hashes and resource.get("hash"):
            _check_hash(path, shown, str(resource["hash"]))


def _files(root: Path, descriptor: Descriptor) -> Iterator[tuple[Descriptor, str, Path]]:
    for resource in descriptor["resources"]:
        path = resource.get("path")
        for one in path if isinstance(path, list) else [path]:
            if isinstance(one, str) and "://" not in one:
                yield resource, one, inside(root, one)


def _check_hash(path: Path, shown: str, declared: str) -> None:
    """The hash is of the form `sha256:…`; without a name it is MD5 (Data Package)."""
    name, _, digest = declared.rpartition(":")
    algorithm = (name or "md5").lower().replace("sha-", "sha")
    if algorithm not in hashlib.algorithms_guaranteed or algorithm.startswith("shake"):
        raise CallError(f"{shown}: its hash is of a kind that dateline does not know ({name}).")
    with path.open("rb") as stream:
        found = hashlib.file_digest(stream, lambda: hashlib.new(algorithm, usedforsecurity=False)).hexdigest()
    if found != digest.lower():
        raise CallError(
            f"{shown} has changed: its {algorithm} is {found}; the descriptor declares {digest}. {_AGAIN}"
        )
