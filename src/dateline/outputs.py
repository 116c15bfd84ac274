"""Files that a run writes besides what it prints: whole, or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TextIO

from dateline.errors import CallError
from dateline.render import letters


def write(path: Path, put: Callable[[TextIO], None]) -> None:
    """Let `put` write the text of `path`, in UTF-8: into a file beside it that then takes its name. What is
    no file, like /dev/stdout, is written to directly. CallError if it cannot be written; what stood there
    before then stands there still."""
    try:
        if path.exists() and not path.is_file():
            with path.open("w", encoding="utf-8", newline="", errors=letters.ERRORS) as stream:
                put(stream)
        else:
            _whole(path, put)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise CallError(
            f"{path} cannot be written: {error.strerror or error}. What stood there is untouched."
        ) from error


def _whole(path: Path, put: Callable[[TextIO], None]) -> None:
    target = path.resolve()  # a link stays a link
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    beside = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="", errors=letters.ERRORS) as stream:
            put(stream)
            stream.flush()
            os.fsync(handle)
        beside.chmod(_mode(target))
        beside.replace(target)
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise


def _mode(path: Path) -> int:
    """The permissions that a file has, or would have if it were made here."""
    if path.exists():
        return path.stat().st_mode & 0o7777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
