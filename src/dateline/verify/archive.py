"""The zip of a release, unpacked without trusting it."""

from __future__ import annotations

import shutil
import stat
import zipfile
from pathlib import Path, PurePosixPath, PureWindowsPath

from dateline.errors import CallError

MOST_FILES = 10_000
RATIO = 200
"""How many times its size a zip may hold: text of many like rows comes to some 40, a bomb to 1,000."""
FREE = 50_000_000
"""Bytes that any zip may hold, whatever its size."""


def unpack(path: Path, folder: Path) -> None:
    """Unpack a zip into an empty folder. CallError if it is damaged, holds more than a release can, or names
    files that would not stay in the folder."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [one for one in archive.infolist() if not one.is_dir()]
            _check(path, entries, shutil.disk_usage(folder).free)
            for entry in entries:
                target = folder / entry.filename
                target.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(entry) as source, target.open("xb") as sink:
                    shutil.copyfileobj(source, sink, 1 << 20)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, NotImplementedError) as error:
        raise CallError(f"{path} is no whole zip: {error}. Fetch it again.") from error
    except (OSError, ValueError, RuntimeError) as error:
        said = getattr(error, "strerror", None) or error
        raise CallError(f"{path} cannot be unpacked: {said}.") from error


def _check(path: Path, entries: list[zipfile.ZipInfo], free: int) -> None:
    if len(entries) > MOST_FILES:
        raise CallError(
            f"{path} holds {len(entries):,} files, more than any release has. Nothing was unpacked."
        )
    size = sum(one.file_size for one in entries)
    if size > max(FREE, RATIO * path.stat().st_size):
        raise CallError(
            f"{path} would unpack to {size:,} bytes, more than {RATIO} times its own size; no release does. "
            "Nothing was unpacked."
        )
    if size > free:
        raise CallError(
            f"{path} unpacks to {size:,} bytes, and the disk has {free:,} free. Unpack it elsewhere and name "
            "the folder."
        )
    seen: set[str] = set()
    for one in entries:
        name = one.filename
        if fault := _fault(one) or ("is in it twice" if name.casefold() in seen else ""):
            raise CallError(f"{path}: {name!r} {fault}. No release has that; nothing was unpacked.")
        seen.add(name.casefold())


def _fault(entry: zipfile.ZipInfo) -> str:
    name = entry.filename
    posix, windows = PurePosixPath(name), PureWindowsPath(name)
    if posix.is_absolute() or windows.drive or windows.root or ".." in windows.parts or "\\" in name:
        return "would leave the folder"
    mode = entry.external_attr >> 16
    if mode and stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        return "is a link, or no plain file"
    return "is encrypted" if entry.flag_bits & 1 else ""
