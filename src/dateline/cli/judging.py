"""What the commands that judge have in common: from their options to a validation, and to what is written of
it."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from dateline import project

if TYPE_CHECKING:
    from dateline.validate.run import Validation


@dataclass(frozen=True, slots=True)
class Limits:
    """What a run may take, and keep."""

    most: int
    """Findings of each rule."""
    memory: int
    """Bytes that the engine may hold."""
    rule_memory: int
    """Bytes that the project's own rules may take."""
    rule_seconds: int


def judge(
    path: Path | None,
    folder: Path,
    as_of: date,
    limits: Limits,
    mapping: Path | None = None,
    dates: Sequence[str] = (),
) -> Validation:
    """Judge the project that `path` or `folder` is in, or the one file of events at `path`."""
    from dateline.engine.judge import Options
    from dateline.render.progress import progress
    from dateline.validate import run
    from dateline.validate.foreign import Told

    how = Options(as_of=as_of, cap=limits.most, memory=f"{limits.memory}B")
    if path is not None and not path.is_dir() and path.name != project.DESCRIPTOR:
        return run.validate_file(path, how, Told(mapping, tuple(dates)))
    from dateline.validate import own_rules

    of = project.find(folder if path is None else path if path.is_dir() else path.parent)
    with progress("Reading extractions") as advance:
        return run.validate(of, how, advance, own_rules.Limits(limits.rule_memory, limits.rule_seconds))


def put(result: Validation, output: str, outputs: Sequence[tuple[str, Path]]) -> None:
    """Write the files, then print: a reader that goes away (`| head`) stops only the printing."""
    from dateline import outputs as files
    from dateline.render import console, formats
    from dateline.render.formats import text

    for name, path in outputs:
        write = formats.writer(name)
        files.write(path, lambda stream, write=write: write(result, stream))  # type: ignore[misc]
    if output == "text":
        console.show(text.lines(result))
    else:
        formats.writer(output)(result, sys.stdout)
    if output == "github" and (summary := os.environ.get("GITHUB_STEP_SUMMARY")):
        with Path(summary).open("a", encoding="utf-8") as stream:
            formats.writer("markdown")(result, stream)
