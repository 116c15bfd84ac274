"""Reading extractions in several processes: the same results, and nothing left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dateline import project, registry
from dateline.convert import read, run, workers

COUNT = 250

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not hasattr(os, "sched_getaffinity") or len(os.sched_getaffinity(0)) < 2,
        reason="needs two processors",
    ),
]


@pytest.fixture(scope="module")
def many(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> project.Project:
    """A project with enough extractions for workers."""
    folder = tmp_path_factory.mktemp("many") / "project"
    generator = str(repository / "benchmarks" / "extractions.py")
    subprocess.run([sys.executable, generator, str(folder), "--count", str(COUNT)], check=True, timeout=60)
    return project.find(folder)


@pytest.fixture(scope="module")
def context(many: project.Project) -> read.Context:
    rows = (registry.read_rows(many.seeds / f"{name}.csv") for name in project.REGISTRIES)
    return run.context_of(many, registry.registries(*rows))


@pytest.fixture
def converting(many: project.Project) -> Iterator[subprocess.Popen[str]]:
    """A conversion in a session of its own, as soon as it has started two workers."""
    with subprocess.Popen(
        [sys.executable, "-m", "dateline", "convert"],
        cwd=many.root,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        start_new_session=True,
    ) as process:
        try:
            assert eventually(lambda: len(children(process.pid)) >= 2)
            yield process
        finally:
            process.kill()


def children(process: int) -> list[int]:
    folders = Path(f"/proc/{process}/task").glob("*/children")
    return [int(child) for folder in folders for child in folder.read_text().split()]


def running(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def eventually(holds: Callable[[], bool]) -> bool:
    end = time.monotonic() + 30
    while not holds() and time.monotonic() < end:
        time.sleep(0.01)
    return holds()


def test_workers_give_what_one_process_gives_in_order(many: project.Project, context: read.Context) -> None:
    files = run.extraction_files(many.extractions)
    seen: list[tuple[int, int]] = []
    several = list(workers.read_all(files, context, lambda done, total: seen.append((done, total))))
    assert several == [read.read(path, context) for path in files]
    assert seen == [(number, COUNT) for number in range(1, COUNT + 1)]


def test_few_extractions_start_no_process(
    many: project.Project, context: read.Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "_in_workers", None)
    few = run.extraction_files(many.extractions)[: workers.PARALLEL_FROM - 1]
    assert len(list(workers.read_all(few, context, lambda done, total: None))) == len(few)


def test_ctrl_c_stops_everything_quietly(converting: subprocess.Popen[str], many: project.Project) -> None:
    workers_then = children(converting.pid)
    os.killpg(converting.pid, signal.SIGINT)  # as a terminal does: to all processes at once
    said, _ = converting.communicate(timeout=60)
    assert (converting.returncode, said.strip()) == (130, "Interrupted.")
    assert eventually(lambda: not any(map(running, workers_then)))
    assert not many.datasets.exists()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_workers_do_not_outlive_their_parent(
    converting: subprocess.Popen[str], number: signal.Signals
) -> None:
    workers_then = children(converting.pid)
    converting.send_signal(number)
    assert converting.wait(timeout=60) == -number
    assert eventually(lambda: not any(map(running, workers_then)))
