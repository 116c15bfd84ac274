"""What the commands that judge have in common: from their options to a validation, and to what is written of
it."""

from __future__ import annotations

import functools
import os
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from dateline import project
from dateline.errors import CallError

if TYPE_CHECKING:
    from dateline.engine.judge import Options
    from dateline.gate.run import Asked, Gated
    from dateline.render.console import Shown
    from dateline.validate import own_rules
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


USUAL = Limits(most=100, memory=600_000_000, rule_memory=4_000_000_000, rule_seconds=300)
"""The defaults of the command line."""


def judge(
    path: Path | None,
    folder: Path,
    as_of: date,
    limits: Limits,
    mapping: Path | None = None,
    dates: Sequence[str] = (),
) -> Validation:
    """Judge the project that `path` or `folder` is in, or the one file of events at `path`."""
    from dateline.render.progress import progress
    from dateline.validate import run
    from dateline.validate.foreign import Told

    if path is not None and is_file(path):
        return run.validate_file(path, engine_options(as_of, limits), Told(mapping, tuple(dates)))
    with progress("Reading extractions") as advance:
        return run.validate(
            project_of(path, folder), engine_options(as_of, limits), advance, limits_of_own(limits)
        )


def gate(
    path: Path | None,
    folder: Path,
    as_of: date,
    limits: Limits,
    asked: Asked,
    mapping: Path | None = None,
    dates: Sequence[str] = (),
) -> Gated:
    """The same, held against a former state and what was agreed."""
    from dateline.gate import run
    from dateline.validate.foreign import Told

    if path is not None and is_file(path):
        return run.gate_file(path, engine_options(as_of, limits), asked, Told(mapping, tuple(dates)))
    return run.gate_project(
        project_of(path, folder), engine_options(as_of, limits), asked, limits_of_own(limits)
    )


def put(
    result: Validation,
    output: str,
    outputs: Sequence[tuple[str, Path]],
    most: int | None = None,
    end: Iterable[Shown] = (),
) -> None:
    """Write the files, then print: a reader that goes away (`| head`) stops only the printing. `most`:
    findings of each rule that the text shows; `end`: what stands below it."""
    from dateline import outputs as files
    from dateline.render import console, formats
    from dateline.render.formats import markdown, text

    end = tuple(end)
    tables = (book.file for book in result.books)
    judged = {(result.root / file).resolve() for file in (*result.documents, *tables)}
    if over := next((path for _, path in outputs if path.resolve() in judged), None):
        raise CallError(
            f"{over} is one of the files that were judged. Choose another name for what is written."
        )
    for name, path in outputs:
        files.write(path, functools.partial(formats.writer(name), result))
    if output == "text":
        console.show((*text.lines(result if most is None else _first(result, most)), *end))
    else:
        formats.writer(output)(result, sys.stdout)
        for one in console.plain(end) if output == "github" else ():
            sys.stdout.write(one + "\n")
    if output == "github" and (summary := os.environ.get("GITHUB_STEP_SUMMARY")):
        with Path(summary).open("a", encoding="utf-8") as stream:
            stream.writelines(f"{markdown.escaped(one)}\n\n" for one in console.plain(end))
            formats.writer("markdown")(result, stream)


def _first(result: Validation, most: int) -> Validation:
    """The first findings of each rule alone."""
    from dateline.findings import order

    room: Counter[str] = Counter()
    kept = []
    for finding in sorted(result.findings, key=order):
        room[finding.rule] += 1
        if room[finding.rule] <= most:
            kept.append(finding)
    return replace(result, findings=tuple(kept))


def is_file(path: Path) -> bool:
    """Whether a path is one file of events, and no project."""
    return not path.is_dir() and path.name != project.DESCRIPTOR


def project_of(path: Path | None, folder: Path) -> project.Project:
    """The project that `path`, or without one `folder`, is in."""
    return project.find(folder if path is None else path if path.is_dir() else path.parent)


def engine_options(as_of: date, limits: Limits) -> Options:
    """How the engine is to judge."""
    from dateline.engine.judge import Options

    return Options(as_of=as_of, cap=limits.most, memory=f"{limits.memory}B")


def limits_of_own(limits: Limits) -> own_rules.Limits:
    """What the project's own rules may take."""
    from dateline.validate import own_rules

    return own_rules.Limits(limits.rule_memory, limits.rule_seconds)
