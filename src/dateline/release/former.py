"""The release before."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from dateline import schemas
from dateline.errors import CallError
from dateline.project import DESCRIPTOR, Project
from dateline.release import versions


def version_of(project: Project) -> str:
    """The version that a project's descriptor gives; empty if it gives none that a release can have."""
    given = str(schemas.descriptor(project.root / DESCRIPTOR).get("version") or "")
    with suppress(CallError):
        return str(versions.parsed(given))
    return ""


def newest(releases: Path) -> Path | None:
    """The descriptor of the highest version in a folder of releases, if there is any."""
    found = []
    for folder in releases.iterdir() if releases.is_dir() else ():
        with suppress(CallError):
            found += [(versions.parsed(folder.name), one) for one in folder.glob(f"*/{DESCRIPTOR}")]
    return max(found)[1] if found else None
