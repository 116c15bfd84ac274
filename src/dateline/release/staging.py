"""A folder that is made aside and then appears as a whole, or not at all."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dateline import generation
from dateline.errors import CallError

NEXT = ".dateline-release"
"""The folder, beside the releases, in which one is made. What a kill left of it is removed by the next
run."""
NOTHING = "No release was made, and nothing that stood there was touched."
_FULL = "disk is full", "No space left", "disk I/O error", "File too large"
"""What engines say of a disk that takes no more."""


class ReleaseExists(CallError):
    """There is a release of that version already."""


@contextmanager
def staged(target: Path) -> Iterator[Path]:
    """An empty folder to fill, which becomes `target` by one rename when all went well. The parent of
    `target` is created if its own parent exists.

    Raises `ReleaseExists` if `target` is there, and CallError, with what is to be done, where the disk is
    full or cannot be written, or another run is making a release there. Nothing is left of a folder that was
    not finished, unless the process is killed; the next run then removes it.
    """
    parent = target.parent
    with generation.explained(parent, NOTHING):
        if not parent.is_dir():
            parent.mkdir()
    with generation.locked(parent), generation.explained(target, NOTHING):
        refuse_existing(target)
        aside = parent / NEXT
        if aside.is_symlink() or (aside.exists() and not aside.is_dir()):
            raise CallError(f"{aside} is not a folder that dateline made. Move it away. {NOTHING}")
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir()
        try:
            with _full_disk_told(target):
                yield aside
                _flush(aside)
            refuse_existing(target)
            aside.rename(target)
            _sync(parent)
        finally:
            shutil.rmtree(aside, ignore_errors=True)


def refuse_existing(target: Path) -> None:
    """Raise `ReleaseExists` if something is at `target`."""
    if target.exists() or target.is_symlink():
        raise ReleaseExists(
            f"{target} is there already, and what was published must not change. Nothing was overwritten. "
            'Set a higher "version" in datapackage.json (`dateline diff` tells which); if that release never '
            "left this machine, remove its folder first."
        )


@contextmanager
def _full_disk_told(target: Path) -> Iterator[None]:
    """Engines have errors of their own for a full disk."""
    import duckdb

    try:
        yield
    except (duckdb.Error, sqlite3.Error) as error:
        if not is_full_disk(error):
            raise
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(target)) from error


def is_full_disk(error: Exception) -> bool:
    """Whether an engine failed because the disk takes no more."""
    return any(words in str(error) for words in _FULL)


def _flush(folder: Path) -> None:
    """Have the disk hold what was written: a rename must not reach it before."""
    for path in sorted(folder.rglob("*")):
        _sync(path)
    _sync(folder)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
