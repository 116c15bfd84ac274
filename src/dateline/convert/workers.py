"""Reading many extractions on all processors, in their order."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from dateline import interrupts
from dateline.convert import read
from dateline.convert.coded import Coded

PARALLEL_FROM = 200
"""Below this number of extractions starting worker processes costs more than it saves."""
_AT_ONCE = 16
"""Extractions that a worker takes, and hands back, in one go."""


def read_all(
    files: Sequence[Path], context: read.Context, progress: Callable[[int, int], None]
) -> Iterator[Coded]:
    """Read extractions in order, on all processors where there are many; tell how many are read."""
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    alone = len(files) < PARALLEL_FROM or processors < 2
    coded = (read.read(path, context) for path in files) if alone else _in_workers(files, context, processors)
    for number, one in enumerate(coded, 1):
        yield one
        progress(number, len(files))


def _in_workers(files: Sequence[Path], context: read.Context, processors: int) -> Iterator[Coded]:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    spawn = get_context("spawn")
    with ProcessPoolExecutor(processors, mp_context=spawn, initializer=_start, initargs=(context,)) as pool:
        with interrupts.put_off():  # the workers start here, and keep it that way
            coded = pool.map(_read, files, chunksize=_AT_ONCE)
        yield from coded


_context: read.Context


def _start(context: read.Context) -> None:
    global _context
    _context = context
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A parent that is killed cannot tell its workers, and they would wait for work for ever."""
    from multiprocessing import parent_process

    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _read(path: Path) -> Coded:
    return read.read(path, _context)
