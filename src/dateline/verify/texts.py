"""The texts that somebody holds, known by their hash."""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from dateline.convert.source import MAX_ARTICLE_BYTES
from dateline.errors import CallError
from dateline.generation import sha256

TOO_LARGE = f"larger than the {MAX_ARTICLE_BYTES:,} bytes of the largest text that dateline codes"


@dataclass(slots=True)
class Held:
    """What is in the folders."""

    paths: dict[str, Path] = field(default_factory=dict)
    """Of the texts that are wanted, by SHA-256; of equal files the first."""
    others: list[Path] = field(default_factory=list)
    """All other files."""
    skipped: dict[str, list[str]] = field(default_factory=dict)
    """What was not read, by the reason."""

    def skip(self, reason: str, path: str | Path) -> None:
        """Note that something was not read."""
        self.skipped.setdefault(reason, []).append(os.fspath(path))


def find(folders: Sequence[Path], wanted: Collection[str]) -> Held:
    """The files of the folders, at any depth and of any name, by whether their hash is wanted. Links that
    lead out of a folder, what is no file, and what cannot be read are skipped with the reason."""
    held = Held()
    for folder in folders:
        for path in _files(folder, held):
            try:
                digest = sha256(path)
            except OSError as error:
                held.skip(error.strerror or str(error), path)
                continue
            if digest in wanted:
                held.paths.setdefault(digest, path)
            else:
                held.others.append(path)
    return held


def check(folders: Sequence[Path]) -> None:
    """CallError if a folder is none."""
    for folder in folders:
        if not folder.is_dir():
            raise CallError(f"{folder} is no folder. --texts names the folder that the articles lie in.")


def _files(folder: Path, held: Held) -> Iterator[Path]:
    """Files small enough to be texts, in the order of their names."""

    def unreadable(error: OSError) -> None:
        held.skip(error.strerror or str(error), error.filename)

    inside = folder.resolve()
    for parent, folders, names in os.walk(folder, onerror=unreadable):  # follows no links to folders
        folders.sort()
        for name in sorted(folders):
            path = Path(parent, name)
            if path.is_symlink() and not _leads_inside(path, inside):
                held.skip("a link that leads out of the folder", path)
        for name in sorted(names):
            path = Path(parent, name)
            if reason := _reason(path, inside):
                held.skip(reason, path)
            else:
                yield path


def _reason(path: Path, inside: Path) -> str:
    """Why a path is no text; empty if it may be one."""
    try:
        if path.is_symlink() and not _leads_inside(path, inside):
            return "a link that leads out of the folder, or nowhere"
        found = path.stat()
    except OSError as error:
        return error.strerror or str(error)
    if not stat.S_ISREG(found.st_mode):
        return "no file"
    return TOO_LARGE if found.st_size > MAX_ARTICLE_BYTES else ""


def _leads_inside(path: Path, inside: Path) -> bool:
    try:
        return path.resolve(strict=True).is_relative_to(inside)
    except (OSError, RuntimeError):  # it leads nowhere, or round in a circle
        return False
