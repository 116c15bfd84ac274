"""A function run in a process of its own, within limits of memory and time.

For rules of strangers: what their SQL can cost is not known before it runs, and DuckDB's own memory limit
does not hold a single value back. The limits are the operating system's. All hold on Linux; macOS keeps no
limit of memory, Windows only that of time on the wall.
"""

from __future__ import annotations

import contextlib
import json
import math
import os
import pickle
import signal
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, TypeVar

from dateline import interrupts

T = TypeVar("T")

MEMORY, CPU, WALL = "memory", "cpu", "wall"
_UNITS: Mapping[str, str] = MappingProxyType(
    {MEMORY: "{:,.0f} bytes of memory", CPU: "{:g} seconds of computing", WALL: "{:g} seconds"}
)
_GRACE = 5
"""Seconds after which a process ends by itself whose parent was killed before it could end it."""
_CHILD = """
import json, sys
sys.path[:] = json.loads(sys.argv[1])
from dateline.engine import sandbox
sandbox.serve()
"""


class SandboxError(Exception):
    """The function gave no result: a fault of ours or of a rule, never of the data. Exit 2."""


class SandboxExceeded(SandboxError):
    """It needed more than it may. `limit` is memory, cpu or wall; `allowed` is in bytes or seconds."""

    def __init__(self, limit: str, allowed: float) -> None:
        super().__init__(limit, allowed)
        self.limit, self.allowed = limit, allowed

    def __str__(self) -> str:
        return f"It needed more than the {_UNITS[self.limit].format(self.allowed)} that it may take."


class SandboxCrashed(SandboxError):
    """Its process died, or raised something that cannot be carried over; the text holds what it said last."""


def run(
    function: Callable[..., T],
    arguments: tuple[Any, ...],
    *,
    memory_bytes: int,
    cpu_seconds: float,
    wall_seconds: float,
) -> T:
    """The result of `function(*arguments)`, computed in a fresh process.

    The function must be importable by its name; arguments, result and exceptions are pickled. An exception of
    the function is raised here as it is. `memory_bytes` limits the address space, which is larger than what
    is used: an idle process with DuckDB has some 800 MB. What it leaves in the folder for temporary files
    is removed, however it ends. Raises SandboxExceeded and SandboxCrashed.
    """
    with tempfile.TemporaryDirectory(prefix="dateline-", ignore_cleanup_errors=True) as folder:
        return _run(function, arguments, memory_bytes, cpu_seconds, wall_seconds, folder)


def _run(
    function: Callable[..., T],
    arguments: tuple[Any, ...],
    memory_bytes: int,
    cpu_seconds: float,
    wall_seconds: float,
    folder: str,
) -> T:
    limits = {MEMORY: memory_bytes, CPU: cpu_seconds, WALL: wall_seconds}
    process = None
    try:
        with interrupts.put_off():
            process = subprocess.Popen(
                [sys.executable, "-c", _CHILD, json.dumps(sys.path)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env={**os.environ, "TMPDIR": folder, "TEMP": folder, "TMP": folder},
            )
        job = json.dumps(limits).encode() + b"\n" + pickle.dumps((function, arguments))
        answer, said = process.communicate(job, timeout=wall_seconds)
    except subprocess.TimeoutExpired:
        raise SandboxExceeded(WALL, wall_seconds) from None
    finally:
        if process is not None:
            _end(process)
    result: T = _result(answer, process.returncode, said, limits)
    return result


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.kill()
    process.communicate()


def _result(answer: bytes, code: int, said: bytes, limits: Mapping[str, float]) -> Any:
    if code == 0 and answer:
        outcome, value = pickle.loads(answer)
        if outcome == "result":
            return value
        if outcome == "raised":
            raise value
        if outcome == MEMORY:
            raise SandboxExceeded(MEMORY, limits[MEMORY])
        raise SandboxCrashed(value)
    if -code == getattr(signal, "SIGXCPU", None):
        raise SandboxExceeded(CPU, limits[CPU])
    if b"bad_alloc" in said or b"MemoryError" in said or b"Cannot allocate memory" in said:
        raise SandboxExceeded(MEMORY, limits[MEMORY])
    last = said.decode(errors="replace").strip().splitlines()[-1:] or ["It said nothing."]
    raise SandboxCrashed(f"Its process ended with {code}. {last[0]}")


def serve() -> None:
    """The other side: read a job, keep its limits, write the outcome. For the process that `run` starts."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what the function prints must not mix with its result
    _limit(json.loads(sys.stdin.buffer.readline()))
    try:
        function, arguments = pickle.loads(sys.stdin.buffer.read())
        outcome = pickle.dumps(("result", function(*arguments)))
    except Exception as error:
        outcome = _raised(error)
    out.write(outcome)
    out.flush()
    os._exit(0)  # threads of a function that was given up must not hold the answer back


def _limit(limits: Mapping[str, float]) -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    seconds = math.ceil(limits[CPU])
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(ValueError, OSError):  # macOS refuses
        resource.setrlimit(resource.RLIMIT_AS, (int(limits[MEMORY]),) * 2)
    signal.setitimer(signal.ITIMER_REAL, limits[WALL] + _GRACE)


def _raised(error: Exception) -> bytes:
    if isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryException":
        return pickle.dumps((MEMORY, None))
    try:
        carried = pickle.dumps(("raised", error))
        pickle.loads(carried)
    except Exception:
        lines = traceback.format_exception_only(error)
        return pickle.dumps(("crashed", "".join(lines).strip()))
    return carried
