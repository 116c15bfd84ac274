"""The zip of a release: the same bytes for the same files."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterable
from pathlib import Path

COMPRESSED = frozenset({".parquet", ".zip", ".gz"})
"""Endings of files that are stored as they are."""
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip can tell: it tells nothing of when it was made."""
_PLAIN_FILE = 0o100644 << 16
_UNIX = 3


def write(folder: Path, names: Iterable[str], target: Path) -> None:
    """Write the files `names` of `folder`, in this order, into the zip `target`, below the folder's own name.
    OSError if it cannot be written."""
    with zipfile.ZipFile(target, "x", allowZip64=True) as archive:
        for name in names:
            path = folder / name
            entry = zipfile.ZipInfo(f"{folder.name}/{name}", _FIRST_DAY)
            entry.create_system, entry.external_attr = _UNIX, _PLAIN_FILE
            entry.compress_type = zipfile.ZIP_STORED if path.suffix in COMPRESSED else zipfile.ZIP_DEFLATED
            entry.file_size = path.stat().st_size
            with path.open("rb") as source, archive.open(entry, "w") as goal:
                shutil.copyfileobj(source, goal, 1 << 20)
