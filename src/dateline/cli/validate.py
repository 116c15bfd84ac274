"""`dateline validate`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from dateline.cli import judging, options
from dateline.exits import Exit


@click.command("validate")
@click.argument("path", required=False, type=click.Path(path_type=Path))
@options.project
@options.as_of
@options.engine
@options.mapping
@options.dates
@options.formats
def command(
    path: Path | None,
    folder: Path,
    as_of: date,
    limits: judging.Limits,
    mapping: Path | None,
    dates: tuple[str, ...],
    output: str,
    outputs: list[tuple[str, Path]],
) -> int:
    """Judge the data package and the extractions it was made from, or the file of events at PATH.

    Structure and keys of every table, all rules over its rows, every quotation against its article, every
    extraction against the registries, and whether the datasets are what the seeds give.

    PATH is a project, its datapackage.json, or one file of events: CSV, TSV, Parquet or JSON lines, also
    gzipped.

    Exit status: 0 no errors, 1 findings of severity error, 2 the input cannot be judged at all.
    """
    result = judging.judge(path, folder, as_of, limits, mapping, dates)
    judging.put(result, output, outputs)
    return Exit.findings if result.failed else Exit.clean
