"""Whole generations on disk: whatever happens, the folder ends with all of the old files or all of the new.

Run as a script, this file is the process that gets killed: `python test_generation.py SCENARIO FOLDER`.
"""

from __future__ import annotations

import errno
import io
import itertools
import json
import os
import re
import shutil
import subprocess
import sys
import time
import traceback
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline import generation
from dateline.generation import (
    LOCK,
    NEXT,
    Committed,
    Damaged,
    Generation,
    GenerationError,
    Locked,
    Recovered,
    Unwritable,
    digest,
    recover,
)

Tree = dict[str, str]

NAMES = ("events.csv", "sources.csv", "claims.csv", "evidence.csv", "left_out.csv")
OLD = {"events.csv": "old events", "sources.csv": "same", "claims.csv": "old claims", "left_out.csv": "gone"}
NEW = {"events.csv": "new events", "sources.csv": "same", "claims.csv": "new claims", "evidence.csv": "added"}
STRANGERS = {"README.md": "by hand"}
BEFORE, AFTER = OLD | STRANGERS, NEW | STRANGERS


def tree(folder: Path) -> Tree:
    return {path.name: path.read_text() for path in sorted(folder.iterdir()) if path.is_file()}


def everything(folder: Path) -> Tree:
    return {str(p.relative_to(folder)): p.read_text() for p in sorted(folder.rglob("*")) if p.is_file()}


def build(folder: Path, files: Tree) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, text in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    return folder


def write(folder: Path, files: Tree) -> Committed:
    with Generation(folder, NAMES) as following:
        for name, text in files.items():
            with following.open(name) as file:
                file.write(text.encode())
        return following.commit()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return build(tmp_path / "datasets", BEFORE)


# The process that is struck down. It forks a child for each step, so that a sweep costs a few ms per step.

STEPS = {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.truncate", "os.scandir", "os.listdir"}
KILLED, NEVER_STRUCK, SURVIVED, TOLD, INTERRUPTED, CRASHED = 9, 0, 1, 3, 4, 5


def at_step(at: int, strike: Callable[[], None], *, once: bool = True) -> Callable[[], bool]:
    """Call `strike` before the `at`-th file-system call of this process; tells whether it was called."""
    steps = itertools.count(1)
    struck = False

    def step() -> None:
        nonlocal struck
        number = next(steps)
        if number == at or (number > at and not once):
            struck = True
            strike()

    def torn(handle: int, data: bytes) -> int:
        half = real_write(handle, memoryview(data)[: len(data) // 2])
        step()
        return half + real_write(handle, memoryview(data)[half:])

    real_write = os.write
    os.write = torn  # type: ignore[assignment]
    os.fsync = lambda fd: step()
    sys.addaudithook(lambda event, _: step() if event in STEPS or event.startswith("fcntl.") else None)
    return lambda: struck


def die() -> None:
    os._exit(KILLED)


def refuse() -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def interrupt() -> None:
    raise KeyboardInterrupt


def fork(
    task: Callable[[], object], at: int, strike: Callable[[], None], *, once: bool = True, told: int = 2
) -> int:
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    outcome, real_write = CRASHED, os.write
    try:
        struck = at_step(at, strike, once=once)
        task()
        outcome = SURVIVED if struck() else NEVER_STRUCK
    except GenerationError as error:
        real_write(told, str(error).encode())
        outcome = TOLD
    except KeyboardInterrupt:
        outcome = INTERRUPTED
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(outcome)


def sweep(folder: Path, strike: Callable[[], None], *, once: bool = True) -> Iterator[dict[str, object]]:
    """Strike at each step of one update, then recover."""
    for at in range(1, 200):
        build(folder, BEFORE)
        ear, mouth = os.pipe()
        status = fork(lambda: write(folder, NEW), at, strike, once=once, told=mouth)
        os.close(mouth)
        told = os.read(ear, 4096).decode()
        os.close(ear)
        left, recovered = everything(folder), recover(folder)
        row = {"status": status, "left": left, "recovered": recovered, "tree": everything(folder)}
        yield row | ({"told": told} if told else {})
        if status == NEVER_STRUCK:
            return


def sweep_recovery(folder: Path) -> Iterator[dict[str, object]]:
    """Kill at each step of the recovery from each state that a killed update leaves, then recover again."""
    states = {re.sub(r'"\d+"', '"4711"', json.dumps(row["left"])): row["tree"] for row in sweep(folder, die)}
    for state, expected in states.items():
        for at in range(1, 200):
            build(folder, json.loads(state))
            status = fork(lambda: recover(folder), at, die)
            recover(folder)
            yield {"status": status, "tree": everything(folder), "expected": expected}
            if status == NEVER_STRUCK:
                break


def crowd(folder: Path) -> Iterator[dict[str, object]]:
    """Four writers at once, 25 generations each; nobody may see a mix or meet another in the folder."""
    build(folder, dict.fromkeys(NAMES, "0"))
    meeting = folder.with_name("occupied")

    def work() -> None:
        done = 0
        while done < 25:
            try:
                with Generation(folder, NAMES) as following:
                    meeting.mkdir()
                    assert len({tree(folder)[name] for name in NAMES}) == 1
                    for name in NAMES:
                        with following.open(name) as file:
                            file.write(f"{os.getpid()} {done}".encode())
                    following.commit()
                    meeting.rmdir()
                    done += 1
            except Locked:
                time.sleep(0.0005)

    children = []
    for _ in range(4):
        child = os.fork()
        if not child:
            os._exit(fork(work, 0, die))
        children.append(child)
    for child in children:
        yield {"status": os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])}
    yield {"status": NEVER_STRUCK, "left": sorted(path.name for path in folder.iterdir())}


def hold(folder: Path) -> Iterator[dict[str, object]]:
    """Be in the middle of an update until killed."""
    with Generation(folder, NAMES) as following, following.open("events.csv") as file:
        file.write(b"half")
        yield {"pid": os.getpid()}
        sys.stdin.read()


SCENARIOS: dict[str, Callable[[Path], Iterator[dict[str, object]]]] = {
    "kill": lambda folder: sweep(folder, die),
    "refuse once": lambda folder: sweep(folder, refuse),
    "refuse from then on": lambda folder: sweep(folder, refuse, once=False),
    "interrupt": lambda folder: sweep(folder, interrupt),
    "kill recovery": sweep_recovery,
    "crowd": crowd,
    "hold": hold,
}


SAME_MODULES = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


def start(scenario: str, folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, __file__, scenario, str(folder)],
        env=SAME_MODULES,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def rows(scenario: str, folder: Path) -> list[dict[str, object]]:
    with start(scenario, folder) as process:
        found = [json.loads(line) for line in process.communicate()[0].splitlines()]
    assert process.returncode == 0
    return found


def one_switch(trees: list[object]) -> bool:
    """First only the old generation, then only the new one."""
    switch = trees.index(AFTER)
    return switch > 0 and all(t == (BEFORE if i < switch else AFTER) for i, t in enumerate(trees))


def test_a_kill_at_any_step_leaves_one_whole_generation(tmp_path: Path) -> None:
    *struck, last = rows("kill", tmp_path / "datasets")
    assert len(struck) > 40
    assert {row["status"] for row in struck} == {KILLED}
    assert one_switch([row["tree"] for row in struck])
    assert {row["recovered"] for row in struck} == set(Recovered)
    for row in struck:
        assert row["recovered"] != Recovered.rolled_forward or row["tree"] == AFTER
        assert row["recovered"] != Recovered.rolled_back or row["tree"] == BEFORE
    assert last == {"status": NEVER_STRUCK, "left": AFTER, "recovered": Recovered.nothing, "tree": AFTER}


def test_a_recovery_that_is_killed_is_finished_by_the_next(tmp_path: Path) -> None:
    found = rows("kill recovery", tmp_path / "datasets")
    assert sum(row["status"] == KILLED for row in found) > 200
    assert {row["status"] for row in found} == {KILLED, NEVER_STRUCK}
    for row in found:
        assert row["tree"] == row["expected"]


def test_ctrl_c_at_any_step_leaves_one_whole_generation_and_no_waste(tmp_path: Path) -> None:
    *struck, last = rows("interrupt", tmp_path / "datasets")
    assert last["status"] == NEVER_STRUCK
    assert {row["status"] for row in struck} == {INTERRUPTED}
    assert one_switch([row["tree"] for row in struck])
    for row in struck:
        assert isinstance(row["left"], dict)
        assert {name: text for name, text in row["left"].items() if name != LOCK} == row["tree"]


@pytest.mark.parametrize("scenario", ["refuse once", "refuse from then on"])
def test_a_disk_error_at_any_step_is_told_truly_and_leaves_one_whole_generation(
    scenario: str, tmp_path: Path
) -> None:
    *struck, last = rows(scenario, tmp_path / "datasets")
    told = [row for row in struck if row["status"] == TOLD]
    assert last["status"] == NEVER_STRUCK
    assert one_switch([row["tree"] for row in told])
    for row in told:
        words = "The new files are safe" if row["tree"] == AFTER else "The files that stood there were not"
        assert re.search(f"the disk is full.*{words}", str(row["told"]))
    for row in struck:
        assert row["status"] in {TOLD, SURVIVED}
        assert row["status"] == TOLD or row["tree"] == AFTER
        assert isinstance(row["left"], dict)
        if scenario == "refuse once":
            assert {name: text for name, text in row["left"].items() if name != LOCK} == row["tree"]


def test_writers_at_once_never_meet_or_mix(tmp_path: Path) -> None:
    *writers, after = rows("crowd", tmp_path / "datasets")
    assert [row["status"] for row in writers] == [NEVER_STRUCK] * 4
    assert after["left"] == sorted(NAMES)


def test_a_second_writer_is_told_who_writes_and_a_kill_frees_the_folder(folder: Path) -> None:
    with start("hold", folder) as holder:
        assert holder.stdout is not None
        pid = json.loads(holder.stdout.readline())["pid"]
        for attempt in (lambda: write(folder, NEW), lambda: recover(folder)):
            with pytest.raises(Locked, match=rf"process {pid}\b.*try again"):
                attempt()
        assert tree(folder) == {LOCK: str(pid), **BEFORE}
        holder.kill()
    assert (folder / NEXT / "events.csv").exists()
    assert recover(folder) is Recovered.rolled_back
    assert everything(folder) == BEFORE


def test_a_lock_whose_file_is_removed_in_the_moment_of_taking_it_is_taken_anew(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, handles = os.open, []

    def opened(path: Path, *rest: int) -> int:
        handle = real(path, *rest)
        if path.name == LOCK:
            handles.append(handle)
            if len(handles) == 1:
                path.unlink()  # by the holder before us, who has just finished
        return handle

    monkeypatch.setattr(os, "open", opened)
    with Generation(folder, NAMES):
        with pytest.raises(Locked):
            write(folder, NEW)
        assert os.fstat(handles[1]).st_ino == (folder / LOCK).stat().st_ino


def test_a_lock_file_is_removed_before_the_lock_is_given_up(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.close

    def closed(handle: int) -> None:
        if (folder / LOCK).exists():
            assert os.fstat(handle).st_ino != (folder / LOCK).stat().st_ino
        real(handle)

    monkeypatch.setattr(os, "close", closed)
    write(folder, NEW)
    assert everything(folder) == AFTER


def test_a_lock_file_without_a_holder_stops_nobody(folder: Path) -> None:
    (folder / LOCK).write_text("4711")
    assert recover(folder) is Recovered.nothing
    assert everything(folder) == BEFORE


def test_a_system_without_file_locks_can_read_but_is_told_that_it_cannot_write(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = "import sys; sys.modules['fcntl'] = None; import dateline.generation"
    subprocess.run([sys.executable, "-c", code], env=SAME_MODULES, check=True)
    monkeypatch.setitem(sys.modules, "fcntl", None)
    assert recover(folder) is Recovered.nothing
    with pytest.raises(Unwritable, match="no file locks"):
        write(folder, NEW)
    assert everything(folder) == BEFORE


# What a commit does


def test_a_commit_replaces_adds_removes_and_leaves_strangers_alone(folder: Path) -> None:
    os.utime(folder / "sources.csv", (1, 1))
    assert write(folder, NEW) == Committed(
        changed=("events.csv", "claims.csv", "evidence.csv"),
        unchanged=("sources.csv",),
        removed=("left_out.csv",),
    )
    assert everything(folder) == AFTER
    assert (folder / "sources.csv").stat().st_mtime == 1


def test_the_same_bytes_again_touch_nothing(folder: Path) -> None:
    for name in OLD:
        os.utime(folder / name, (1, 1))
    before = {name: (folder / name).stat().st_ino for name in OLD}
    committed = write(folder, OLD)
    assert committed == Committed((), ("events.csv", "sources.csv", "claims.csv", "left_out.csv"), ())
    assert {name: (folder / name).stat().st_ino for name in OLD} == before
    assert {(folder / name).stat().st_mtime for name in OLD} == {1}
    assert everything(folder) == BEFORE
    assert not (folder / NEXT).exists()


def test_what_the_journal_speaks_of_is_on_disk_before_it_and_in_place_before_it_goes(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = []
    replace, upcoming = os.replace, folder / NEXT

    def synced(handle: int) -> None:
        paths = (folder, upcoming, *(upcoming.iterdir() if upcoming.exists() else ()))
        names = {path.stat().st_ino: path.name for path in paths if path.exists()}
        log.append(f"sync {names[os.fstat(handle).st_ino]}")

    def moved(old: Path, new: Path) -> None:
        replace(old, new)
        log.append(f"move {old.name} to {new.parent.name}/{new.name}")

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "replace", moved)
    write(folder, {"events.csv": "new", "claims.csv": "new"})
    assert log == [
        "sync events.csv",
        "sync claims.csv",
        "sync .journal.draft",
        f"sync {NEXT}",
        "sync datasets",
        f"move .journal.draft to {NEXT}/.journal",
        f"sync {NEXT}",
        "move events.csv to datasets/events.csv",
        "move claims.csv to datasets/claims.csv",
        f"sync {NEXT}",
        "sync datasets",
        "sync datasets",
    ]


def test_a_disk_that_takes_a_few_bytes_at_a_time_is_hashed_right(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: real(handle, memoryview(data)[:3]))
    assert write(folder, OLD).unchanged == tuple(name for name in NAMES if name in OLD)


def test_the_first_generation_creates_its_folder(tmp_path: Path) -> None:
    assert write(tmp_path / "datasets", NEW).changed == tuple(name for name in NAMES if name in NEW)
    assert everything(tmp_path / "datasets") == NEW


def test_leaving_without_commit_keeps_the_old_generation(folder: Path) -> None:
    with Generation(folder, NAMES) as following:
        with following.open("events.csv") as file:
            file.write(b"new")
        never_closed = following.open("claims.csv")
        never_closed.write(b"half")
    assert never_closed.closed
    assert everything(folder) == BEFORE
    assert not (folder / NEXT).exists()


def test_an_error_in_the_block_comes_through_and_keeps_the_old_generation(folder: Path) -> None:
    with (
        pytest.raises(ZeroDivisionError),
        Generation(folder, NAMES) as following,
        following.open("events.csv"),
    ):
        1 / 0  # noqa: B018
    assert everything(folder) == BEFORE


def test_an_open_file_stops_the_commit(folder: Path) -> None:
    with pytest.raises(GenerationError, match=r"events\.csv"), Generation(folder, NAMES) as following:
        file = following.open("events.csv")
        file.write(b"half")
        following.commit()
    assert everything(folder) == BEFORE


def test_a_file_is_written_in_order_and_as_text_too(folder: Path) -> None:
    with Generation(folder, NAMES) as following:
        with io.TextIOWrapper(following.open("events.csv"), encoding="utf-8", newline="") as text:
            text.write("Dayr az-Zawr, دير الزور\n")
        with following.open("claims.csv") as file, pytest.raises(io.UnsupportedOperation):
            file.seek(0)
        following.commit()
    assert tree(folder)["events.csv"] == "Dayr az-Zawr, دير الزور\n"


def test_memory_does_not_grow_with_the_files(folder: Path) -> None:
    size, block = 16 << 20, bytes(1 << 16)
    (folder / "events.csv").write_bytes(bytes(size))
    tracemalloc.start()
    with Generation(folder, NAMES) as following:
        with following.open("events.csv") as file:
            for _ in range(size // len(block)):
                file.write(block)
        assert following.commit().unchanged == ("events.csv",)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2 << 20


FILES = st.dictionaries(st.sampled_from(NAMES), st.sampled_from(["", "one", "two"]))


@settings(deadline=None, max_examples=60)
@given(before=FILES, after=FILES)
def test_any_generation_follows_any_other(
    before: Tree, after: Tree, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = build(tmp_path_factory.getbasetemp() / "any", before)
    committed = write(folder, after)
    assert everything(folder) == after
    assert set(committed.changed) == {name for name in after if before.get(name) != after[name]}
    assert set(committed.unchanged) == {name for name in after if before.get(name) == after[name]}
    assert set(committed.removed) == before.keys() - after.keys()


def test_digest_tells_the_files_that_are_there(folder: Path) -> None:
    assert digest(folder, ["sources.csv", "evidence.csv"]) == {
        "sources.csv": "0967115f2813a3541eaef77de9d9d5773f1c0c04314b0bbfe4ff3b3b1c55b5d5"
    }


# What is refused


@pytest.mark.parametrize("name", ["", ".", "..", ".hidden", "a/b.csv", "a\\b.csv", "a\0.csv", "/etc/passwd"])
def test_a_name_that_is_not_a_plain_file_name_is_refused(name: str, folder: Path) -> None:
    with pytest.raises(GenerationError, match="cannot be the name of a data file"):
        Generation(folder, ["events.csv", name])
    with pytest.raises(GenerationError, match="cannot be the name of a data file"):
        digest(folder, [name])


def test_a_name_twice_or_outside_the_list_is_refused(folder: Path) -> None:
    with pytest.raises(GenerationError, match="once"):
        Generation(folder, ["events.csv", "events.csv"])
    with (
        pytest.raises(GenerationError, match=r"'README\.md' is none of the files"),
        Generation(folder, NAMES) as following,
    ):
        following.open("README.md")
    with pytest.raises(GenerationError), Generation(folder, NAMES) as following:
        following.open("events.csv").close()
        following.open("events.csv")
    assert everything(folder) == BEFORE


@pytest.mark.parametrize("name", ["events.csv", "evidence.csv", NEXT, LOCK])
@pytest.mark.parametrize("kind", ["link", "folder", "file", "pipe"])
def test_links_and_things_of_another_kind_are_refused(name: str, kind: str, folder: Path) -> None:
    elsewhere = build(folder.with_name("elsewhere"), {"kept.txt": "kept"})
    (folder / name).unlink(missing_ok=True)
    if kind == "link":
        (folder / name).symlink_to(elsewhere if name == NEXT else elsewhere / "kept.txt")
    elif kind == "folder":
        (folder / name).mkdir()
    elif kind == "file":
        (folder / name).write_text("by hand")
    else:
        os.mkfifo(folder / name)
    before = sorted(path.name for path in folder.iterdir())
    if (kind == "folder") == (name == NEXT) and kind in ("file", "folder"):
        assert write(folder, NEW).unchanged == ("sources.csv",)
        return
    with pytest.raises(Damaged, match=r"follows no links.*Move it away"), Generation(folder, NAMES):
        pytest.fail("nobody should work for a generation that cannot be put in place")
    assert sorted(path.name for path in folder.iterdir()) == before
    assert everything(elsewhere) == {"kept.txt": "kept"}


def test_a_folder_that_cannot_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("by hand")
    for folder in (tmp_path / "file", tmp_path / "file" / "datasets", tmp_path / "absent" / "datasets"):
        with pytest.raises(Unwritable, match=r"try again|create the folder first"):
            write(folder, NEW)
    assert recover(tmp_path / "absent") is Recovered.nothing
    assert everything(tmp_path) == {"file": "by hand"}


def deny(code: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no file be opened for writing or made, as on a disk that is read-only."""
    real = os.open

    def refused(path: os.PathLike[str], flags: int, mode: int = 0o777) -> int:
        if flags & (os.O_CREAT | os.O_WRONLY | os.O_RDWR):
            raise OSError(code, os.strerror(code), os.fspath(path))
        return real(path, flags, mode)

    monkeypatch.setattr(os, "open", refused)


@pytest.mark.parametrize(
    ("code", "words"),
    [(errno.EACCES, "permission denied"), (errno.EROFS, "read-only"), (errno.ENOSPC, "disk is full")],
)
def test_a_folder_that_cannot_be_written_is_told(
    code: int, words: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deny(code, monkeypatch)
    with pytest.raises(Unwritable, match=rf"{words}.*not touched"):
        write(folder, NEW)
    assert recover(folder) is Recovered.nothing
    assert everything(folder) == BEFORE


def test_a_full_disk_is_told_while_writing_and_nothing_stays_behind(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int, data: bytes) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(Unwritable, match=r"events\.csv: the disk is full.*not touched"):
        write(folder, NEW)
    assert everything(folder) == BEFORE
    assert not (folder / NEXT).exists()


# After a kill: a journal waits


@pytest.fixture
def pending(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Killed after the commit point, before the first file was put in place."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(generation, "_finish", stop)
        write(folder, NEW)
    assert tree(folder) == BEFORE
    return folder


def test_the_next_writer_first_finishes_what_a_kill_left(pending: Path) -> None:
    with Generation(pending, NAMES):
        assert {name: text for name, text in tree(pending).items() if name != LOCK} == AFTER
    assert everything(pending) == AFTER


@pytest.mark.parametrize("code", [errno.EACCES, errno.EROFS])
def test_a_reader_of_a_read_only_folder_is_told_of_a_pending_update(
    code: int, pending: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = everything(pending)
    deny(code, monkeypatch)
    with pytest.raises(Unwritable, match=r"unfinished update.*where the folder can be written"):
        recover(pending)
    assert everything(pending) == before


def test_a_reader_of_a_read_only_folder_passes_over_an_update_that_was_only_begun(
    pending: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (pending / NEXT / ".journal").unlink()
    deny(errno.EROFS, monkeypatch)
    assert recover(pending) is Recovered.nothing
    assert tree(pending) == BEFORE


def alter(path: Path) -> None:
    path.write_text(path.read_text()[::-1])


def rewrite(path: Path, **changes: object) -> None:
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


@pytest.mark.parametrize(
    "tamper",
    [
        pytest.param(lambda folder: alter(folder / NEXT / "claims.csv"), id="same length"),
        pytest.param(lambda folder: (folder / NEXT / "claims.csv").write_text(""), id="emptied"),
        pytest.param(lambda folder: (folder / NEXT / "claims.csv").unlink(), id="old one would stay"),
        pytest.param(lambda folder: (folder / NEXT / "evidence.csv").unlink(), id="missing"),
        pytest.param(lambda folder: alter(folder / "sources.csv"), id="unchanged one altered"),
        pytest.param(lambda folder: alter(folder / NEXT / ".journal"), id="journal garbled"),
        pytest.param(lambda folder: (folder / NEXT / ".journal").write_text(""), id="journal empty"),
        pytest.param(
            lambda folder: rewrite(folder / NEXT / ".journal", format=2), id="journal of the future"
        ),
        pytest.param(lambda folder: rewrite(folder / NEXT / ".journal", files={"../x": None}), id="path"),
        pytest.param(lambda folder: rewrite(folder / NEXT / ".journal", files={"x": {}}), id="no content"),
        pytest.param(lambda folder: rewrite(folder / NEXT / ".journal", files=[1]), id="list"),
    ],
)
def test_an_update_that_was_tampered_with_is_refused_and_left_as_it_is(
    tamper: Callable[[Path], object], pending: Path
) -> None:
    tamper(pending)
    before = everything(pending)
    for attempt in (lambda: recover(pending), lambda: write(pending, OLD)):
        with pytest.raises(Damaged, match=rf"Nothing was changed\. Delete the folder .*{NEXT} and run"):
            attempt()
        assert everything(pending) == before
    shutil.rmtree(pending / NEXT)
    assert set(write(pending, NEW).changed) >= {"events.csv", "claims.csv", "evidence.csv"}
    assert everything(pending) == AFTER


@pytest.mark.parametrize("name", ["events.csv", "left_out.csv"])
def test_a_folder_in_the_way_of_a_pending_update_is_refused_before_anything_moves(
    name: str, pending: Path
) -> None:
    (pending / name).unlink()
    (pending / name).mkdir()
    before = everything(pending)
    with pytest.raises(Damaged, match="is a folder"):
        recover(pending)
    assert everything(pending) == before


if __name__ == "__main__":
    if sys.argv[1] != "hold":
        os.fsync = lambda fd: None  # a kill does not need it, and it is slow
    for row in SCENARIOS[sys.argv[1]](Path(sys.argv[2])):
        sys.stdout.write(json.dumps(row) + "\n")
        sys.stdout.flush()
