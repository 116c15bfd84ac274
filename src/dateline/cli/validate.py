"""`dateline validate`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from dateline import project
from dateline.cli import options
from dateline.exits import Exit
from dateline.findings import Severity


@click.command("validate")
@click.argument("path", required=False, type=click.Path(path_type=Path))
@options.project
@options.as_of
@click.option(
    "--most",
    type=click.IntRange(min=1),
    default=100,
    show_default=True,
    help="Findings kept of each rule; all are counted. The text about a file shows three of them.",
)
@click.option(
    "--memory",
    callback=options.size,
    default="600MB",
    show_default=True,
    help="What the engine may hold before it uses the disk.",
)
@click.option(
    "--rule-memory",
    callback=options.size_of_process,
    default="4GB",
    show_default=True,
    help="What the project's own rules may take of memory, and as much of the disk.",
)
@click.option(
    "--rule-seconds",
    type=click.IntRange(min=1),
    default=300,
    show_default=True,
    help="How long the project's own rules may take.",
)
@options.mapping
@options.dates
@options.output_format
def command(
    path: Path | None,
    folder: Path,
    as_of: date,
    most: int,
    memory: int,
    rule_memory: int,
    rule_seconds: int,
    mapping: Path | None,
    dates: tuple[str, ...],
    output: str,
) -> int:
    """Judge the data package and the extractions it was made from, or the file of events at PATH.

    Structure and keys of every table, all rules over its rows, every quotation against its article, every
    extraction against the registries, and whether the datasets are what the seeds give.

    PATH is a project, its datapackage.json, or one file of events: CSV, TSV, Parquet or JSON lines, also
    gzipped.

    Exit status: 0 no errors, 1 findings of severity error, 2 the input cannot be judged at all.
    """
    from dateline.engine.judge import Options
    from dateline.render import file, validation
    from dateline.render.progress import progress
    from dateline.validate import run
    from dateline.validate.foreign import Told

    how = Options(as_of=as_of, cap=most, memory=f"{memory}B")
    if path is not None and not path.is_dir() and path.name != project.DESCRIPTOR:
        result, show = run.validate_file(path, how, Told(mapping, dates)), file.result
    else:
        from dateline.validate.own_rules import Limits

        of = project.find(folder if path is None else path if path.is_dir() else path.parent)
        with progress("Reading extractions") as advance:
            result = run.validate(of, how, advance, Limits(rule_memory, rule_seconds))
        show = validation.of_package
    (validation.as_json if output == "json" else show)(result)
    failed = any(finding.severity is Severity.error for finding in result.findings)
    return Exit.findings if failed else Exit.clean
