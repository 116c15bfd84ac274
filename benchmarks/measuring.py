"""What a command costs as a whole: wall time, processor time and memory of the process and all below it."""

from __future__ import annotations

import os
import platform
import resource
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

_PROCESSES = Path("/proc")
_PAUSE = 0.02
"""Seconds between two looks at the memory."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds, and bytes; None where the system does not tell them."""

    wall: float
    cpu: float
    memory: int | None
    """Most that was resident at once in all processes; what two of them share counts twice."""


def cost(command: Sequence[str]) -> Cost:
    """Run a command to its end and say what it cost. CalledProcessError, with what it said, if it fails."""
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8")
    peak = _Peak(process.pid)
    peak.start()
    assert process.stdout is not None
    said = process.stdout.read()
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    peak.join()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, said)
    return Cost(wall, used.ru_utime + used.ru_stime, peak.bytes or None)


def typical(costs: Sequence[Cost]) -> Cost:
    """The median of each figure."""
    known = [one.memory for one in costs if one.memory is not None]
    return Cost(
        median(one.wall for one in costs),
        median(one.cpu for one in costs),
        int(median(known)) if known else None,
    )


def machine() -> str:
    """What the figures depend on, in a line without names."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{cores} cores, {platform.machine()}, {platform.system()}, {python}"


class _Peak(threading.Thread):
    """Looks at the memory of a process and all below it until it ends."""

    def __init__(self, process: int) -> None:
        super().__init__(daemon=True)
        self.process = process
        self.bytes = 0

    def run(self) -> None:
        while sizes := list(_resident(self.process)):
            self.bytes = max(self.bytes, sum(sizes))
            time.sleep(_PAUSE)


def _resident(process: int) -> Iterator[int]:
    """Bytes that the process, and each process below it, has in memory; nothing of those that ended."""
    folder = _PROCESSES / str(process)
    try:
        pages = int((folder / "statm").read_text().split()[1])
        children = [child for task in (folder / "task").iterdir() for child in _children(task)]
    except OSError:
        return
    if pages:  # a process that ended and waits to be asked for its status has none
        yield pages * resource.getpagesize()
    for child in children:
        yield from _resident(child)


def _children(task: Path) -> list[int]:
    return [int(child) for child in (task / "children").read_text().split()]
