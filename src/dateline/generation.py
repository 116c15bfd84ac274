"""Several files replaced as one.

A kill at any point leaves a folder from which the next command restores the whole old generation or the whole
new one. `docs/crash-safety.md` tells how; in short:

1. The new files are written into a folder beside the old ones, each hashed on the way and flushed to disk.
2. A journal with names, sizes and SHA-256 is renamed into that folder. Before this rename the old generation
   stands and what was begun is thrown away; after it the new one stands and what was begun is finished.
3. Each new file is renamed over its predecessor; then the journal and the folder are removed.

The text of every error is for the user: what is wrong, and what to do next.
"""

from __future__ import annotations

import errno
import hashlib
import io
import json
import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from dateline.errors import CallError

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

NEXT = ".dateline-next"
"""The folder, inside the target, that holds a generation in the making."""
LOCK = ".dateline-lock"
"""The file, inside the target, whose lock keeps two writers apart; a kill releases it."""
_JOURNAL = ".journal"
_FORMAT = 1

_OLD = "The files that stood there were not touched."
_NEW = "The new files are safe: the next dateline command that can write there puts them in place."
_DENIED = "permission denied. Ask the folder's owner for access, or work on a copy"
_NO_FOLDER = "a file has the name that the folder must have. Move that file away, then try again"
_REASONS = {
    errno.ENOSPC: "the disk is full. Free some space and run the command again",
    errno.EACCES: _DENIED,
    errno.EPERM: _DENIED,
    errno.EROFS: "the disk is read-only. Work on a copy in a place that can be written",
    errno.EEXIST: _NO_FOLDER,
    errno.ENOTDIR: _NO_FOLDER,
    errno.ENOENT: "it does not exist. Correct the path, or create the folder first",
}


class GenerationError(CallError):
    """A generation cannot be written, restored or read; the text says why and what to do next."""


class Locked(GenerationError):
    """Another process is writing to the folder."""


class Unwritable(GenerationError):
    """The operating system refuses: full or read-only disk, missing permission, no file locks."""


class Damaged(GenerationError):
    """What stands on disk is not what dateline put there; it was left as it is."""


class Recovered(StrEnum):
    """What `recover` had to do."""

    nothing = "nothing"
    rolled_back = "rolled_back"
    """The old generation stands; an unfinished new one was removed."""
    rolled_forward = "rolled_forward"
    """The new generation stands; it was complete and was put in place."""


@dataclass(frozen=True, slots=True)
class Committed:
    """Names by what `Generation.commit` did to them, each in the order of the closed list."""

    changed: tuple[str, ...]
    """New, or with other bytes than before."""
    unchanged: tuple[str, ...]
    """Byte-identical: the file was not touched and keeps its time."""
    removed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Content:
    sha256: str
    size: int


_Journal = dict[str, _Content | None]
"""What is to stand at each name; None where nothing is."""


class _Staged(io.FileIO):
    """A file of the next generation: hashed as it is written, on disk once it is closed."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, "xb")
        self._sha256 = hashlib.sha256()
        self._size = 0

    @property
    def content(self) -> _Content:
        return _Content(self._sha256.hexdigest(), self._size)

    def write(self, data: ReadableBuffer, /) -> int:
        with explained(self.name):
            count = os.write(self.fileno(), data)
        self._sha256.update(memoryview(data)[:count])
        self._size += count
        return count

    def seekable(self) -> bool:
        return False  # the hash takes the bytes in their order

    def close(self) -> None:
        if not self.closed:
            with explained(self.name):
                try:
                    os.fsync(self.fileno())
                finally:
                    super().close()


class Generation:
    """The next generation of the files `names` in `folder`, as a context manager.

    `names` is the closed list of files that belong to a generation: one that is not written is removed by
    `commit`, and no other file of the folder is touched. Leaving without `commit` keeps the old generation.
    The folder is created if its parent exists. All of it raises `GenerationError`, entering also `Locked`.

        with Generation(folder, ["events.csv"]) as generation:
            with generation.open("events.csv") as file:
                file.write(b"...")
            generation.commit()
    """

    def __init__(self, folder: Path, names: Iterable[str]) -> None:
        self._folder = folder
        self._names = _checked(names)
        self._staged: dict[str, _Staged] = {}
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        self._stack.enter_context(self._making())
        return self

    def __exit__(self, *raised: Any) -> None:
        self._stack.__exit__(*raised)

    @contextmanager
    def _making(self) -> Iterator[None]:
        with explained(self._folder):
            if not self._folder.is_dir():
                self._folder.mkdir()
                _sync(self._folder.parent)
        with locked(self._folder):
            try:
                with explained(self._folder):
                    _settle(self._folder)
                    for name in self._names:
                        _stat(self._folder / name)
                    (self._folder / NEXT).mkdir()
                yield
            except BaseException:
                with suppress(GenerationError):  # the first cause is the one to tell
                    self._leave()
                raise
            self._leave()

    def _leave(self) -> None:
        for staged in self._staged.values():
            with suppress(GenerationError):
                staged.close()
        _settle(self._folder)

    def open(self, name: str) -> io.BufferedWriter:
        """A file to write the bytes of `name` to, once and in their order; close it before `commit`."""
        if name not in self._names:
            raise GenerationError(f"{name!r} is none of the files to write: {', '.join(self._names)}.")
        with explained(self._folder):
            self._staged[name] = _Staged(self._folder / NEXT / name)
        return io.BufferedWriter(self._staged[name])

    def commit(self) -> Committed:
        """Put the written files in place of the old ones; touch nothing if no byte differs."""
        folder = self._folder
        if unfinished := [name for name, staged in self._staged.items() if not staged.closed]:
            raise GenerationError(f"Files still open at the commit: {', '.join(unfinished)}. {_OLD}")
        with explained(folder):
            files = {name: self._staged[name].content for name in self._names if name in self._staged}
            same = tuple(name for name in files if _holds(folder / name, files[name]))
            gone = tuple(name for name in self._names if name not in files and _stat(folder / name))
            done = Committed(tuple(name for name in files if name not in same), same, gone)
            if not done.changed and not done.removed:
                return done
            for name in same:
                (folder / NEXT / name).unlink()
            journal: _Journal = {**files, **dict.fromkeys(gone)}
            _write_journal(folder, journal)
        with explained(folder, _NEW):
            _finish(folder, journal)
        return done


def recover(folder: Path) -> Recovered:
    """Restore one whole generation in `folder` after a kill; call it before reading.

    Costs two looks at the folder when there is nothing to do, and takes the lock otherwise. Where the folder
    cannot be written, an update that was only begun is passed over, for the old generation is whole; one that
    may be half in place raises `Unwritable`. Raises `Locked` while another process writes, and `Damaged` if
    the new files are no longer those that were written.
    """
    with explained(folder):
        if not _stat(folder / LOCK) and not _stat(folder / NEXT, is_folder=True):
            return Recovered.nothing
        try:
            with locked(folder):
                return _settle(folder)
        except Unwritable as error:
            if not _stat(folder / NEXT / _JOURNAL):
                return Recovered.nothing
            raise Unwritable(
                f"{folder} holds an unfinished update, so its files may be of two versions. Run dateline "
                f"where the folder can be written, or ask its owner to: that finishes it. ({error.__cause__})"
            ) from error


def digest(folder: Path, names: Iterable[str]) -> dict[str, str]:
    """SHA-256 (hexadecimal) of those `names` that stand in `folder`, in their order."""
    with explained(folder):
        return {name: sha256(folder / name) for name in _checked(names) if _stat(folder / name)}


def _settle(folder: Path) -> Recovered:
    """Bring `folder` to one whole generation. The lock is held; safe to interrupt and repeat."""
    with explained(folder):
        if not _stat(folder / NEXT, is_folder=True):
            return Recovered.nothing
        journal = _read_journal(folder)
        if journal is None:
            return Recovered.rolled_back if _clear(folder) else Recovered.nothing
    with explained(folder, _NEW):
        _verify(folder, journal)
        _finish(folder, journal)
    return Recovered.rolled_forward


def _write_journal(folder: Path, journal: _Journal) -> None:
    upcoming = folder / NEXT
    draft = upcoming / f"{_JOURNAL}.draft"
    files = {name: None if it is None else asdict(it) for name, it in journal.items()}
    with io.BufferedWriter(_Staged(draft)) as file:
        file.write(json.dumps({"format": _FORMAT, "files": files}, indent=2).encode())
    _sync(upcoming)  # what the journal speaks of reaches the disk before it does
    _sync(folder)
    draft.replace(upcoming / _JOURNAL)  # the commit point


def _read_journal(folder: Path) -> _Journal | None:
    path = folder / NEXT / _JOURNAL
    if not _stat(path):
        return None
    try:
        found = json.loads(path.read_bytes())
        if found["format"] != _FORMAT:
            raise ValueError(found["format"])
        _checked(found["files"])
        return {name: None if it is None else _Content(**it) for name, it in found["files"].items()}
    except (ValueError, LookupError, TypeError, AttributeError, GenerationError) as error:
        raise _damaged(folder, f"its journal {path} cannot be read") from error


def _verify(folder: Path, journal: _Journal) -> None:
    """Every file of the journal waits, or is already in place, with the bytes that were written."""
    for name, content in journal.items():
        old, new = folder / name, folder / NEXT / name
        in_place, waits = _stat(old), _stat(new)
        if content and not _holds(new if waits else old, content):
            what = "has been altered since it was written" if waits or in_place else "is missing"
            raise _damaged(folder, f"{new if waits else old} {what}")


def _finish(folder: Path, journal: _Journal) -> None:
    upcoming = folder / NEXT
    _sync(upcoming)
    for name, content in journal.items():
        if content is None:
            (folder / name).unlink(missing_ok=True)
        else:
            with suppress(FileNotFoundError):  # unchanged, or moved before a kill
                (upcoming / name).replace(folder / name)
    _sync(upcoming)
    _sync(folder)
    _clear(folder)


def _clear(folder: Path) -> bool:
    """Remove the folder of the next generation; whether any file was in it."""
    upcoming = folder / NEXT
    waste = sorted(upcoming.iterdir())
    for path in waste:
        path.unlink()
    upcoming.rmdir()
    _sync(folder)
    return bool(waste)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep every other writer out of `folder`, which is there. Raises `Locked` if one is in it."""
    path = folder / LOCK
    with explained(folder):
        while (handle := _grab(path)) is None:
            pass
    try:
        yield
    finally:
        with suppress(OSError):  # a lock file that stays behind locks nothing
            path.unlink()
        os.close(handle)


def _grab(path: Path) -> int | None:
    """A locked handle of the file at `path`, which then carries our process id; None to try again."""
    try:
        import fcntl
    except ImportError as error:
        raise Unwritable(
            "This system has no file locks (fcntl), which keep two runs from mixing their files. "
            "Run dateline on Linux, on macOS or in the Windows Subsystem for Linux."
        ) from error
    _stat(path)
    with ExitStack() as stack:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        stack.callback(os.close, handle)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            number = os.read(handle, 20).decode(errors="replace")
            holder = f"process {number}" if number.isdecimal() else "its process number is not known"
            raise Locked(
                f"Another run of dateline ({holder}) is writing to {path.parent}. "
                "Wait until it has finished, then try again."
            ) from error
        found = _stat(path)
        if not found or found.st_ino != os.fstat(handle).st_ino:
            return None  # the last holder removed this file between our open and our lock
        with suppress(OSError):  # on a full disk the lock holds without a number
            os.ftruncate(handle, 0)
            os.write(handle, str(os.getpid()).encode())
        stack.pop_all()
        return handle


def _checked(names: Iterable[str]) -> tuple[str, ...]:
    names = tuple(names)
    for name in names:
        if not name or name.startswith(".") or any(mark in name for mark in "/\\\0") or names.count(name) > 1:
            raise GenerationError(
                f"{name!r} cannot be the name of a data file: it must stand in the list once, "
                "and must not be empty, begin with a dot or hold a slash."
            )
    return names


def _stat(path: Path, *, is_folder: bool = False) -> os.stat_result | None:
    """What stands at `path`, if anything; a link, or another kind of thing than expected, is refused."""
    try:
        found = path.lstat()
    except FileNotFoundError:
        return None
    if (stat.S_ISDIR if is_folder else stat.S_ISREG)(found.st_mode):
        return found
    kinds = {stat.S_IFLNK: "a link", stat.S_IFDIR: "a folder", stat.S_IFREG: "a file"}
    raise Damaged(
        f"{path} is {kinds.get(stat.S_IFMT(found.st_mode), 'a device')}; dateline keeps "
        f"{'a folder' if is_folder else 'a plain file'} there and follows no links. Nothing was changed. "
        "Move it away and run the command again."
    )


def _holds(path: Path, content: _Content) -> bool:
    found = _stat(path)
    return found is not None and found.st_size == content.size and sha256(path) == content.sha256


def sha256(path: Path) -> str:
    """SHA-256 (hexadecimal) of a file's bytes. OSError if it cannot be read."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _damaged(folder: Path, what: str) -> Damaged:
    return Damaged(
        f"An update of {folder} was interrupted and cannot be finished: {what}. Nothing was changed. "
        f"Delete the folder {folder / NEXT} and run `dateline convert`, which writes all files anew."
    )


@contextmanager
def explained(place: object, outcome: str = _OLD) -> Iterator[None]:
    """Say what the operating system refused in words that help; `outcome` tells how the data stands."""
    try:
        yield
    except OSError as error:
        reason = _REASONS.get(error.errno or 0, f"{error.strerror or error}. Mend this and try again")
        raise Unwritable(f"{error.filename or place}: {reason}. {outcome}") from error
