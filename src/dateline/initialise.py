"""A new dataset project, of the same shape as the reference one."""

from __future__ import annotations

import json
import re
import string
import tempfile
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from dateline import resources
from dateline.errors import CallError
from dateline.project import DESCRIPTOR

README = "README.md"
"""The one file of the template with placeholders: `$title` and `$id_prefix`."""
FALLBACK_PREFIX = "EVT"

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_NAME_LENGTH = 120
_ID_PREFIX = re.compile(r"[A-Z][A-Z0-9]{1,7}")

_DESCRIPTION = (
    "Events that news articles report, coded by hand in the columns of an ACLED export. Every cell can be "
    "followed through claims and evidence to the words behind it. The licence covers the data only. It does "
    "not cover the texts of the articles, which are their publishers' and are not part of this package; the "
    "package holds short quotations, and the hash and length of each text, so that whoever has the text can "
    "check every quotation. The columns and codes follow the conventions of ACLED's codebook of October 2024 "
    "in dateline's own words; no events of ACLED are in it."
)


@dataclass(frozen=True, slots=True)
class Identity:
    """What tells one dataset from another. `identity` makes a sound one."""

    name: str
    """Name of the data package."""
    title: str
    id_prefix: str
    """What every event id begins with."""
    created: date


def identity(
    folder: str,
    created: date,
    name: str | None = None,
    title: str | None = None,
    id_prefix: str | None = None,
) -> Identity:
    """The identity of the dataset in a folder called `folder`; what is not given is made from that name.

    CallError if what is given is not allowed, or if `folder` has nothing that a name can be made of.
    """
    name = _name(name, folder)
    title = " ".join((name.replace("-", " ").capitalize() if title is None else title).split())
    if not title:
        raise CallError("A title cannot be empty. Give one with --title, or leave --title out.")
    return Identity(name, title, _id_prefix(id_prefix, name), created)


def descriptor(reference: Mapping[str, Any], one: Identity) -> dict[str, Any]:
    """The `datapackage.json` of a new project: the reference descriptor with another identity."""
    return {
        **reference,
        "name": one.name,
        "title": one.title,
        "description": _DESCRIPTION,
        "version": "0.1.0",
        "created": f"{one.created.isoformat()}T00:00:00Z",
        "contributors": [{"title": "The coding team", "roles": ["creator", "dataCurator", "maintainer"]}],
        "keywords": ["conflict events", "provenance", "ACLED-style"],
        "sources": [{"title": "The news articles that the table of sources lists"}],
        "dateline": {**_without(reference["dateline"], "publish"), "id_prefix": one.id_prefix},
    }


def _without(settings: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in settings.items() if name != key}


def files(one: Identity) -> dict[str, bytes]:
    """Every file of a new project, by its path with forward slashes."""
    schema = {f"schema/{path}": content for path, content in _tree(resources.folder("schema")).items()}
    template = _tree(resources.folder("template"))
    readme = string.Template(template[README].decode("utf-8"))
    reference = json.loads(resources.descriptor().read_text(encoding="utf-8"))
    written = {
        README: readme.substitute(title=one.title, id_prefix=one.id_prefix),
        DESCRIPTOR: json.dumps(descriptor(reference, one), ensure_ascii=False, indent=2) + "\n",
    }
    return {**schema, **template, **{path: text.encode("utf-8") for path, text in written.items()}}


def free(folder: Path) -> Path:
    """The absolute path of `folder`, where a project can be made; CallError if something stands there."""
    target = folder.resolve()
    if not target.exists():
        return target
    if any(target.iterdir()):
        raise CallError(
            f"{folder} is not empty, and nothing in it was touched. "
            "Name a folder that does not exist yet, or an empty one."
        )
    here = Path.cwd()
    if target in (here, *here.parents):
        raise CallError(
            f"{folder} is the folder that you are in, which cannot be replaced under your feet. "
            f"Go one folder up and run `dateline init {target.name}` there."
        )
    return target


def make(target: Path, contents: Mapping[str, bytes]) -> None:
    """Write the files into `target`, which must be absent or an empty folder; OSError if that cannot be done.

    They are written beside it and take its place by one rename: there is either a whole project or none.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".dateline-init-", dir=target.parent) as aside:
        whole = Path(aside) / target.name
        for name, content in contents.items():
            path = whole / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        whole.rename(target)


def _tree(folder: Path) -> dict[str, bytes]:
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def _name(given: str | None, folder: str) -> str:
    slug = _slug(folder if given is None else given)
    if given is None:
        if slug:
            return slug
        raise CallError(
            f"No name can be made of {folder!r}. Give one with --name, as in `--name river-watch`."
        )
    if _NAME.fullmatch(given) and len(given) <= _NAME_LENGTH:
        return given
    hint = f" Did you mean {slug}?" if slug else ""
    raise CallError(
        f"{given!r} cannot be a name: a name has small letters, digits and single hyphens between them, "
        f"{_NAME_LENGTH} at most.{hint}"
    )


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:_NAME_LENGTH].strip("-")


def _id_prefix(given: str | None, name: str) -> str:
    if given is not None:
        if _ID_PREFIX.fullmatch(given):
            return given
        hint = f" Did you mean {given.upper()}?" if _ID_PREFIX.fullmatch(given.upper()) else ""
        raise CallError(
            f"{given!r} cannot begin event ids: a prefix has 2 to 8 capital letters or digits, "
            f"a letter first.{hint}"
        )
    words = [word for word in name.split("-") if word[0].isalpha()]
    initials = "".join(word[0] for word in words[:8])
    made = (initials if len(words) > 1 else "".join(words)[:3]).upper()
    return made if _ID_PREFIX.fullmatch(made) else FALLBACK_PREFIX
