"""`dateline validate`."""

from __future__ import annotations

from pathlib import Path

import click

from dateline import project
from dateline.cli import options
from dateline.exits import Exit
from dateline.findings import Severity


@click.command("validate")
@options.project
@options.output_format
def command(folder: Path, output: str) -> int:
    """Judge the data package and the extractions it was made from.

    Structure and keys of every table, every quotation against its article, every extraction against the
    registries,
    and whether the datasets are what the seeds give.

    Exit status: 0 no errors, 1 findings of severity error, 2 the package cannot be judged at all.
    """
    from dateline.render import validation as render
    from dateline.render.progress import progress
    from dateline.validate import run

    of = project.find(folder)
    with progress("Reading extractions") as advance:
        result = run.validate(of, advance)
    render.result(result, output)
    failed = any(finding.severity is Severity.error for finding in result.findings)
    return Exit.findings if failed else Exit.clean
