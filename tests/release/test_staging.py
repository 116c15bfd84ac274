"""A release is absent or whole, whatever strikes the process that makes it."""

from __future__ import annotations

import errno
import itertools
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from dateline.errors import CallError
from dateline.generation import Locked, Unwritable
from dateline.release import staging

FILES = {"a.csv": "1", "data/b.csv": "2", "data/deep/c.csv": "3"}
STEPS = {
    "open",
    "os.mkdir",
    "os.rename",
    "os.remove",
    "os.rmdir",
    "os.scandir",
    "os.listdir",
    "shutil.rmtree",
}
KILLED, DONE, TOLD = 9, 0, 3


def fill(folder: Path) -> None:
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


def make(target: Path) -> None:
    with staging.staged(target) as folder:
        fill(folder)


def tree(folder: Path) -> dict[str, str]:
    return {p.relative_to(folder).as_posix(): p.read_text() for p in sorted(folder.rglob("*")) if p.is_file()}


def struck(target: Path, at: int, strike: Callable[[], None]) -> int:
    """Make a release in a process that is struck before its `at`-th file-system call; how it ended."""
    child = os.fork()
    if child == 0:
        steps = itertools.count(1)
        sys.addaudithook(
            lambda event, _: (
                strike() if (event in STEPS or event.startswith("fcntl.")) and next(steps) == at else None
            )
        )
        try:
            make(target)
        except CallError:
            os._exit(TOLD)
        os._exit(DONE)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def die() -> None:
    os._exit(KILLED)


def refuse() -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_kill_at_any_step_leaves_no_release_or_the_whole_and_the_next_run_makes_it(tmp_path: Path) -> None:
    for at in itertools.count(1):
        target = tmp_path / f"{at}" / "1.0.0"
        target.parent.mkdir()
        how = struck(target, at, die)
        if target.exists():
            assert tree(target) == FILES
            with pytest.raises(staging.ReleaseExists):
                make(target)
        else:
            assert how == KILLED
            make(target)
            assert tree(target) == FILES
        assert [one.name for one in target.parent.iterdir()] == ["1.0.0"]
        if how == DONE:
            break
    assert at > 15


def test_a_full_disk_at_any_step_is_told_and_leaves_no_half_release(tmp_path: Path) -> None:
    for at in itertools.count(1):
        target = tmp_path / f"{at}" / "1.0.0"
        target.parent.mkdir()
        how = struck(target, at, refuse)
        assert how in (DONE, TOLD)
        assert not target.exists() or tree(target) == FILES
        make_again = not target.exists()
        if make_again:
            make(target)
        assert tree(target) == FILES
        if how == DONE and not make_again and at > 15:
            break


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    target = tmp_path / "1.0.0"
    target.mkdir()
    (target / "mine").write_text("kept")
    with pytest.raises(staging.ReleaseExists, match="Nothing was overwritten"):
        make(target)
    assert tree(target) == {"mine": "kept"}


def test_a_link_in_the_place_of_the_release_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "1.0.0").symlink_to(tmp_path / "nowhere")
    with pytest.raises(staging.ReleaseExists):
        make(tmp_path / "1.0.0")


def test_a_link_in_the_place_of_the_folder_aside_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "kept").write_text("")
    (tmp_path / staging.NEXT).symlink_to(tmp_path / "mine")
    with pytest.raises(CallError, match="not a folder that dateline made"):
        make(tmp_path / "1.0.0")
    assert (tmp_path / "mine" / "kept").exists()


def test_an_error_while_it_is_made_comes_through_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), staging.staged(tmp_path / "1.0.0") as folder:
        fill(folder)
        _ = 1 / 0
    assert list(tmp_path.iterdir()) == []


def test_two_runs_at_once_do_not_meet(tmp_path: Path) -> None:
    with staging.staged(tmp_path / "1.0.0") as folder:
        fill(folder)
        with pytest.raises(Locked, match="Another run"):
            make(tmp_path / "1.1.0")
    assert tree(tmp_path / "1.0.0") == FILES


def test_a_file_in_the_place_of_the_folder_of_releases_is_told(tmp_path: Path) -> None:
    (tmp_path / "releases").write_text("")
    with pytest.raises(Unwritable, match="a file has the name"):
        make(tmp_path / "releases" / "1.0.0")


@pytest.mark.parametrize("words", ["database or disk is full", "IO Error: … No space left on device"])
def test_a_full_disk_that_an_engine_finds_is_told_as_such(words: str, tmp_path: Path) -> None:
    import duckdb

    with pytest.raises(Unwritable, match="the disk is full"), staging.staged(tmp_path / "1.0.0"):
        raise duckdb.IOException(words)
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_run_left_is_removed(tmp_path: Path) -> None:
    left = tmp_path / staging.NEXT
    fill(left)
    make(tmp_path / "1.0.0")
    assert tree(tmp_path / "1.0.0") == FILES
    assert not left.exists()
    shutil.rmtree(tmp_path / "1.0.0")


@pytest.mark.parametrize(
    ("number", "said"), [(errno.EROFS, "the disk is read-only"), (errno.EACCES, "permission denied")]
)
def test_a_place_that_cannot_be_written_is_told(
    number: int, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Path, *_arguments: object, **_options: object) -> None:
        raise OSError(number, os.strerror(number), str(self))

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(Unwritable, match=f"{said}.*No release was made"):
        make(tmp_path / "1.0.0")
    assert list(tmp_path.iterdir()) == []
