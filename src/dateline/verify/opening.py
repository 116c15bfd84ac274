"""A release where it lies: its folder, its zip, or its descriptor."""

from __future__ import annotations

import zipfile
from pathlib import Path

from dateline import archives
from dateline.errors import CallError
from dateline.package import descriptor_of
from dateline.project import DESCRIPTOR
from dateline.verify.integrity import SUMS


def root(path: Path, scratch: Path) -> Path:
    """The folder of the release at `path`; of a zip, what it holds, unpacked into `scratch`. CallError if
    there is no release."""
    if path.is_dir():
        return _release(descriptor_of(path).parent, path)
    if path.name == DESCRIPTOR and path.is_file():
        return _release(path.parent, path)
    if not path.is_file():
        raise CallError(f"{path} is not there. Name a release: its folder, its zip or its {DESCRIPTOR}.")
    if not zipfile.is_zipfile(path):
        raise CallError(f"{path} is no release: neither a folder nor a zip nor a {DESCRIPTOR}.")
    archives.unpack_all(path, scratch)
    return _release(descriptor_of(scratch).parent, path)


def _release(folder: Path, path: Path) -> Path:
    for name in (DESCRIPTOR, SUMS):
        if not (folder / name).is_file():
            raise CallError(f"{path} is no release: it has no {name}. `dateline publish` makes releases.")
    return folder
