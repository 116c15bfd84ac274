"""`dateline convert`."""

from __future__ import annotations

from pathlib import Path

import click

from dateline import generation, project
from dateline.cli import options
from dateline.exits import Exit


@click.command("convert")
@options.project
@click.option(
    "--check", is_flag=True, help="Write nothing; fail if the datasets are not what the seeds give."
)
@click.option("--keep-going", is_flag=True, help="Write what is sound, and say what was left out.")
@options.output_format("jsonl")
def command(folder: Path, check: bool, keep_going: bool, output: str) -> int:
    """Turn all extractions into the data package.

    Reads seeds/, checks every extraction against its article and the registries, merges the sources of
    each event and writes datasets/. All problems of all files are told in one go; if any is an error,
    nothing is written.

    Exit status: 0 written (or up to date), 1 errors, something left out, or stale with --check, 2 unusable.
    """
    from dateline.convert import run
    from dateline.render import conversion as render
    from dateline.render.progress import progress

    of = project.find(folder)
    if not check and of.datasets.is_dir():
        generation.recover(of.datasets)
    with progress("Reading extractions") as advance:
        result = run.convert(of, advance)
    if not result.sound and not (keep_going and result.registries):
        render.findings(result, output)
        render.nothing_written(result, output)
        return Exit.findings
    if check:
        stale = run.stale(result)
        render.findings(result, output)
        render.checked(result, stale, output)
        return Exit.findings if stale or not result.sound else Exit.clean
    # Written before anything is printed: a reader that goes away (`| head`) stops only the printing.
    committed = run.write(result)
    render.findings(result, output)
    render.written(result, committed, output)
    return Exit.clean if result.sound else Exit.findings
