"""`dateline gate`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from dateline.cli import judging, options
from dateline.exits import Exit


@click.command("gate")
@click.argument("path", required=False, type=click.Path(path_type=Path))
@options.project
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "never"]),
    help="The least severe findings that fail the gate.  [default: as the settings say, or error]",
)
@click.option(
    "--against",
    metavar="REF-or-FILE",
    help="The former state: a branch or commit of git, a folder, or a file. Only what is new counts: what is "
    "found on records that are new or touched, or was not found before. Its settings and exceptions hold.",
)
@click.option(
    "--baseline",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File of known findings, which do not count.  [default: as the settings say]",
)
@click.option(
    "--write-baseline",
    "written",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write all findings to such a file, and let the gate pass.",
)
@click.option(
    "--allow",
    multiple=True,
    metavar="RULE=N|P%",
    callback=options.pairs("S031=5 or S031=0.1%"),
    help="Tolerate at most N findings of a rule, or one in so many percent of its rows.",
)
@options.as_of
@options.engine
@options.mapping
@options.dates
@options.formats
def command(
    path: Path | None,
    folder: Path,
    fail_on: str | None,
    against: str | None,
    baseline: Path | None,
    written: Path | None,
    allow: list[tuple[str, str]],
    as_of: date,
    limits: judging.Limits,
    mapping: Path | None,
    dates: tuple[str, ...],
    output: str,
    outputs: list[tuple[str, Path]],
) -> int:
    """Judge a project, or the file of events at PATH, as CI does.

    All that `dateline validate` judges, and then one decision: which findings count, and whether they fail.
    Findings of a baseline do not count, nor do, with --against, those that were there before on records that
    have not changed since. The settings under "gate" in datapackage.json say what a project has agreed to.

    Exit status: 0 the gate is open, 1 it is not, 2 the input cannot be judged at all.
    """
    from dateline import outputs as files
    from dateline.gate import baseline as known
    from dateline.gate.run import Asked
    from dateline.render import gate as render

    asked = Asked(against, fail_on, allow, baseline)
    gated = judging.gate(path, folder, as_of, limits, asked, mapping, dates)
    if written is not None:
        files.write(written, lambda stream: known.write(gated.every, stream))
        click.echo(render.baseline_written(gated, written))
        return Exit.clean
    judging.put(gated.validation, output, outputs, limits.most, render.lines(gated))
    return Exit.clean if gated.decision.passed else Exit.findings
