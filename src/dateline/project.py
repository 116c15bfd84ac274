"""A dateline project: a folder with a `datapackage.json` whose key `dateline` holds the settings."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dateline.errors import CallError

DESCRIPTOR = "datapackage.json"
TABLES = (
    "events",
    "sources",
    "claims",
    "evidence",
    "contradictions",
    "left_out",
    "actors",
    "actor_roles",
    "locations",
)
"""The data resources, in the order in which they are written; each is `datasets/<name>.csv`."""
REGISTRIES = ("actors", "actor_roles", "locations")
FILES = tuple(f"{table}.csv" for table in TABLES)

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True, slots=True)
class Project:
    """Where things are. All paths are inside `root`."""

    root: Path
    name: str
    id_prefix: str
    seeds: Path
    datasets: Path
    settings: Mapping[str, Any] = field(default_factory=dict)
    """Everything under the key `dateline` of the descriptor."""

    @property
    def extractions(self) -> Path:
        """Folder of the extractions."""
        return self.seeds / "extractions"

    @property
    def second(self) -> Path:
        """Folder of second codings of the same sources."""
        return self.seeds / "second"

    @property
    def articles(self) -> Path:
        """Folder of the article texts."""
        return self.seeds / "articles"

    def shown(self, path: Path) -> str:
        """`path` as messages name it: relative to the project, with forward slashes."""
        try:
            return path.relative_to(self.root).as_posix()
        except ValueError:
            return path.as_posix()

    def event_id(self, key: str) -> str:
        """Prefix and 50 bits of the key's SHA-256 in Crockford's base 32: the same key gives the same id
        on any branch."""
        number = int.from_bytes(hashlib.sha256(key.encode()).digest()[:7]) >> 6
        digits = "".join(_ALPHABET[(number >> shift) & 31] for shift in range(45, -1, -5))
        return f"{self.id_prefix}-{digits}"


def find(start: Path) -> Project:
    """The project that `start` is in: the folder itself or the nearest one above it. CallError if there is
    none."""
    here = start.resolve()
    for folder in (here, *here.parents):
        if (folder / DESCRIPTOR).is_file():
            return read(folder)
    raise CallError(
        f"No {DESCRIPTOR} in {here} or any folder above it. Run this inside a dateline project, "
        "name one with --project, or start one with `dateline init FOLDER`."
    )


def read(root: Path) -> Project:
    """The project in folder `root`; CallError if its descriptor is not usable."""
    path = root / DESCRIPTOR
    try:
        descriptor: Any = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CallError(f"{path} cannot be read: {error.strerror or error}.") from error
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise CallError(f"{path} is not JSON: {error}. Mend the file first.") from error
    settings = descriptor.get("dateline") if isinstance(descriptor, dict) else None
    if not isinstance(settings, dict):
        raise CallError(
            f'{path} has no settings under the key "dateline", so it is no dateline project. '
            'Add {"dateline": {"format": 1, "id_prefix": "ABC", "seeds": "seeds", "datasets": "datasets"}}.'
        )
    if settings.get("format") != 1:
        raise CallError(f'{path}: "dateline": {{"format": 1}} is the only format this version knows.')
    prefix = settings.get("id_prefix")
    if not (
        isinstance(prefix, str)
        and 2 <= len(prefix) <= 8
        and prefix.isascii()
        and prefix.isalnum()
        and prefix[0].isalpha()
        and prefix == prefix.upper()
    ):
        raise CallError(
            f'{path}: "id_prefix" must be 2 to 8 capital letters or digits, a letter first; it is {prefix!r}.'
        )
    seeds, datasets = (_inside(root, settings.get(name, name), path) for name in ("seeds", "datasets"))
    if seeds == datasets:
        raise CallError(f"{path}: the seeds and the datasets need two folders; both are {seeds.name!r}.")
    return Project(
        root=root,
        name=str(descriptor.get("name", root.name)),
        id_prefix=prefix,
        seeds=seeds,
        datasets=datasets,
        settings=settings,
    )


def _inside(root: Path, name: Any, descriptor: Path) -> Path:
    folder = (root / str(name)).resolve()
    if not isinstance(name, str) or not folder.is_relative_to(root) or folder == root:
        raise CallError(f"{descriptor}: {name!r} is not a folder inside the project.")
    return folder
