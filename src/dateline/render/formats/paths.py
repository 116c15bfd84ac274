"""Where findings are, as the services that show them beside a repository's files need it."""

from __future__ import annotations

import os
from pathlib import Path

from dateline.findings import InDataset, Place
from dateline.project import DESCRIPTOR


def path_and_line(place: Place, root: Path) -> tuple[str, int | None]:
    """The file, from the folder that the command was called in (which is the repository's, in CI), and the
    physical line. `root` is the folder from which findings name files. What is about the dataset as a whole
    stands in its descriptor."""
    name = DESCRIPTOR if isinstance(place, InDataset) else place.file
    path = root / name
    if path.is_absolute():
        relative = Path(os.path.relpath(path))
        path = path if ".." in relative.parts else relative
    return path.as_posix(), getattr(place, "line", None)
