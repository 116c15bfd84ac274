"""Where dateline's own data are: the schemas, the built-in rules, what a new project is made from."""

from __future__ import annotations

from pathlib import Path

_FOLDERS = ("schema", "validators", "template")
_PACKAGE = Path(__file__).resolve().parent


def folder(name: str) -> Path:
    """The folder `schema`, `validators` or `template` that belongs to this copy of dateline.

    A wheel carries all three inside the package. In a checkout `schema` and `validators` stand at the top
    level instead, and those are used: the copies that an editable install leaves in site-packages are never
    looked at, because this module is then loaded from `src/`.

    Raises:
        ValueError: `name` is none of the three.
        FileNotFoundError: this copy of dateline is incomplete.
    """
    if name not in _FOLDERS:
        raise ValueError(f"dateline has no folder {name!r}; it has {', '.join(_FOLDERS)}")
    return _find(name, "folder")


def descriptor() -> Path:
    """The reference `datapackage.json`, found as the folders are: the pattern of every project's descriptor.

    Raises:
        FileNotFoundError: this copy of dateline is incomplete.
    """
    return _find("datapackage.json", "file")


def _find(name: str, kind: str) -> Path:
    candidates = [_PACKAGE / name]
    checkout = _checkout()
    if checkout is not None:
        candidates.append(checkout / name)
    for candidate in candidates:
        if candidate.exists():
            return candidate
    raise FileNotFoundError(f"this copy of dateline lacks its {name!r} {kind}; install dateline again")


def _checkout() -> Path | None:
    source, root = _PACKAGE.parent, _PACKAGE.parents[1]
    return root if source.name == "src" and (root / "pyproject.toml").is_file() else None
