"""A function in a process of its own: its result or its error comes back, and it keeps within its limits."""

from __future__ import annotations

import importlib
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import pytest

from dateline.engine import sandbox
from dateline.engine.dialect import RuleSqlError
from dateline.engine.sandbox import SandboxCrashed, SandboxExceeded

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="macOS and Windows keep no limit of memory")


@pytest.fixture
def jobs(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The module sandboxed.py, where the other process finds it too."""
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    return importlib.import_module("sandboxed")


def run(
    function: Any, *arguments: Any, memory: int = 2_000_000_000, cpu: float = 10, wall: float = 30
) -> Any:
    return sandbox.run(function, arguments, memory_bytes=memory, cpu_seconds=cpu, wall_seconds=wall)


def test_the_result_comes_back_from_another_process(jobs: Any) -> None:
    assert run(jobs.answer, {"a": [1, None, "é"]}) == {"a": [1, None, "é"]}
    assert run(jobs.process) != os.getpid()


def test_a_result_of_any_size_comes_back(jobs: Any) -> None:
    assert run(jobs.answer, "x" * 3_000_000) == "x" * 3_000_000


def test_an_error_comes_back_as_it_is(jobs: Any) -> None:
    with pytest.raises(RuleSqlError) as caught:
        run(jobs.refuse, RuleSqlError("a = 1", "It is wrong.", "Mend it."))

    assert (caught.value.text, caught.value.instead) == ("a = 1", "Mend it.")


def test_an_error_that_cannot_be_carried_is_told(jobs: Any) -> None:
    with pytest.raises(SandboxCrashed, match=r"Unpicklable: the reason"):
        run(jobs.refuse_oddly)


def test_a_process_that_dies_is_told(jobs: Any) -> None:
    with pytest.raises(SandboxCrashed, match="ended with -6"):
        run(os.abort)


def test_a_process_that_ends_without_an_answer_is_told() -> None:
    with pytest.raises(SandboxCrashed, match="ended with 0"):
        run(os._exit, 0)


def test_the_time_on_the_wall_is_kept() -> None:
    begun = time.monotonic()
    with pytest.raises(SandboxExceeded, match=r"more than the 0\.5 seconds that") as caught:
        run(time.sleep, 60, wall=0.5)

    assert (caught.value.limit, caught.value.allowed) == ("wall", 0.5)
    assert time.monotonic() - begun < 10


def test_the_time_of_computing_is_kept(jobs: Any) -> None:
    with pytest.raises(SandboxExceeded, match="1 seconds of computing") as caught:
        run(jobs.spin, cpu=1)

    assert (caught.value.limit, caught.value.allowed) == ("cpu", 1)


@on_linux
def test_memory_is_kept(jobs: Any) -> None:
    with pytest.raises(SandboxExceeded, match="500,000,000 bytes of memory") as caught:
        run(jobs.hoard, memory=500_000_000)

    assert (caught.value.limit, caught.value.allowed) == ("memory", 500_000_000)


def test_nothing_is_left_of_what_was_ended(
    jobs: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with pytest.raises(SandboxExceeded):
        run(jobs.litter, wall=2)

    assert list(tmp_path.iterdir()) == []
    (folder,) = Path(run(jobs.folder)).relative_to(tmp_path).parts
    assert folder.startswith("dateline-")


def test_what_cannot_be_sent_is_an_error_here() -> None:
    with pytest.raises((AttributeError, TypeError)):
        run(lambda: None)
