"""`dateline compare`."""

from __future__ import annotations

import functools
from pathlib import Path

import click

from dateline import project
from dateline.cli import options
from dateline.exits import Exit


@click.command("compare")
@click.argument("codings", nargs=-1, type=click.Path(path_type=Path), metavar="[A B …]")
@options.project
@click.option(
    "--decisions",
    "prepared",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write a file with a decision for each disagreement, to be filled in.",
)
@options.output_format("json")
def command(codings: tuple[Path, ...], folder: Path, prepared: Path | None, output: str) -> int:
    """Hold two or more codings of the same sources against each other.

    A, B and so on are extractions, or folders of extractions; without any they are the project's own and
    its seeds/second. Prints how far the coders agree on each field, the events that not all of them found,
    and each disagreement with the words behind either side.

    Exit status: 0 they agree, or all they differ in is decided; 1 they differ, or one of them has errors; 2
    there is nothing to compare.
    """
    from dateline import outputs
    from dateline.coders import compare, decisions, reading
    from dateline.convert import decisions as convert_decisions
    from dateline.convert import run
    from dateline.errors import CallError
    from dateline.render import comparison as render
    from dateline.render import console
    from dateline.render.findings import as_text

    of = project.find(folder)
    paths = list(codings) or [of.extractions, of.second]
    if len(paths) < 2:
        raise CallError("One coding cannot be compared. Name two or more, files or folders.")
    read, errors = reading.codings(paths, run.checked_context(of))
    if errors:
        console.show(as_text(errors))
        click.echo("These must be mended before the codings can be compared.")
        return Exit.findings
    found = compare.compare(read)
    if not found.sources:
        raise CallError("The codings have no source in common: the ids of their sources are all different.")
    path = of.seeds / "decisions.yaml"
    decided, wrong = convert_decisions.read(path, of.shown(path))
    if wrong:
        console.show(as_text(wrong))
        return Exit.findings
    found = compare.settled(found, decided.by_field)
    if prepared is not None:
        outputs.write(prepared, functools.partial(decisions.write, found))
    if output == "json":
        click.echo(render.as_json(found))
    else:
        console.show(render.lines(found, prepared))
    return Exit.findings if found.disagreements or found.alone else Exit.clean
