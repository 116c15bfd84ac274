"""SHA256SUMS: the hash of every file of a release, as `sha256sum -c` reads it (GNU coreutils)."""

from __future__ import annotations

from collections.abc import Mapping

_ESCAPES = str.maketrans({"\\": "\\\\", "\n": "\\n", "\r": "\\r"})


def text(sums: Mapping[str, str]) -> str:
    """A line for each file: its SHA-256 by its path, which is relative to the release."""
    return "".join(_line(path, sums[path]) for path in sorted(sums))


def _line(path: str, digest: str) -> str:
    name = path.translate(_ESCAPES)
    return f"{'' if name == path else chr(92)}{digest}  {name}\n"
