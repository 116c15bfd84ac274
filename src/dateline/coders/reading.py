"""Reading the extractions of several coders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from dateline.coders.compare import Coding
from dateline.convert import read
from dateline.convert.coded import Coded
from dateline.convert.run import extraction_files
from dateline.errors import CallError
from dateline.findings import Finding, Severity


def codings(paths: Sequence[Path], context: read.Context) -> tuple[list[Coding], list[Finding]]:
    """What each file, or all files of each folder, code, and the errors in them: what is wrong by itself
    cannot be compared. CallError if there is nothing to read."""
    every = [_extractions(path, context) for path in paths]
    names = [_coders(coded) for coded in every]
    twice = {name for name, count in Counter(names).items() if count > 1 or not name}
    errors = [
        finding
        for coded in every
        for one in coded
        for finding in one.findings
        if finding.severity is Severity.error
    ]
    return [
        Coding(path.as_posix() if name in twice else name, {one.source_id: one for one in coded})
        for path, name, coded in zip(paths, names, every, strict=True)
    ], errors


def _extractions(path: Path, context: read.Context) -> list[Coded]:
    if not path.exists():
        raise CallError(
            f"{path} is not there. A second coding lies in seeds/second, in files of the same form."
        )
    files = extraction_files(path) if path.is_dir() else [path]
    if not files:
        raise CallError(f"{path} holds no extraction.")
    return [read.read(file.resolve(), _around(file.resolve(), context)) for file in files]


def _around(file: Path, context: read.Context) -> read.Context:
    """The context in which a file outside the project has a name too."""
    inside = file.is_relative_to(context.root)
    return context if inside else replace(context, root=file.parent)


def _coders(coded: Sequence[Coded]) -> str:
    return ", ".join(sorted({one.source.get("coder", "") for one in coded}))
