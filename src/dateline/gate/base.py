"""The state that a gate compares with: a commit, a folder or a file, as a path."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from dateline.errors import CallError
from dateline.project import DESCRIPTOR

FILES = "files"
"""Where the files of a commit are written, beside the index that lists them."""


@dataclass(frozen=True, slots=True)
class Base:
    """Where the former state lies, and how it is called."""

    path: Path
    shown: str


def of(against: str, judged: Path, folder: Path) -> Base:
    """The former state of `judged`, a project's folder or a file of events: what lies at the path `against`,
    or what the commit of that name has in its place, which is written into `folder`. Of a branch it is the
    commit from which the present one has gone its own way. CallError if there is no such thing."""
    if not against.strip():
        raise CallError("--against is empty: name a branch, a commit, a folder or a file to compare with.")
    path = Path(against)
    if path.exists():
        if path.resolve() in (judged.resolve(), judged.resolve() / DESCRIPTOR):
            raise CallError(f"{against} is what is judged. Name its former state to compare it with.")
        return Base(path, against)
    start = judged if judged.is_dir() else judged.parent
    top = Path(_git(start, against, "rev-parse", "--show-toplevel"))
    commit = _commit(start, against)
    inside = judged.resolve().relative_to(top.resolve())
    _check_out(top, commit, inside, folder, against)
    found = folder / FILES / inside
    if not found.exists():
        raise CallError(f"The commit {against} ({commit[:12]}) has no {inside.as_posix()} to compare with.")
    return Base(found, f"{against} ({commit[:12]})")


def _commit(start: Path, against: str) -> str:
    name = f"{against}^{{commit}}"
    commit = _git(start, against, "rev-parse", "--verify", "--quiet", "--end-of-options", name)
    try:
        return _git(start, against, "merge-base", commit, "HEAD")
    except CallError:  # a shallow clone does not know where the two parted
        return commit


def _check_out(top: Path, commit: str, inside: Path, folder: Path, against: str) -> None:
    """Write the files of a commit below `inside`; the repository and its index stay as they are."""
    index = {"GIT_INDEX_FILE": str(folder / "index")}
    _git(top, against, "read-tree", commit, **index)
    listed = _git(top, against, "ls-files", "-z", "--", inside.as_posix() or ".", **index)
    prefix = f"{folder.resolve() / FILES}/"
    _git(top, against, "checkout-index", "-z", "--stdin", f"--prefix={prefix}", given=listed, **index)


def _git(folder: Path, against: str, *arguments: str, given: str = "", **environment: str) -> str:
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *arguments],
            input=given.encode("utf-8", "surrogateescape"),
            env={**os.environ, **environment},
            capture_output=True,
            check=False,
        )
    except FileNotFoundError:
        raise CallError(f"There is no file {against}, and no git to ask for such a commit.") from None
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().removeprefix("fatal: ")
        raise CallError(
            f"There is no file {against}, and git knows no such commit{f' ({said})' if said else ''}. "
            "In CI, fetch it first: actions/checkout needs fetch-depth: 0."
        )
    return done.stdout.decode("utf-8", "surrogateescape").rstrip("\n")
