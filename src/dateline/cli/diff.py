"""`dateline diff`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from dateline.cli import options
from dateline.exits import Exit
from dateline.render.diff import FORMATS

if TYPE_CHECKING:
    from dateline.diff.model import Diff
    from dateline.render.diff import Write

MOST = 20


def _outputs(_ctx: click.Context, _param: click.Parameter, values: tuple[str, ...]) -> list[tuple[str, Path]]:
    found: list[tuple[str, Path]] = []
    for value in values:
        name, _, file = value.partition("=")
        if name not in FORMATS or not file:
            raise click.BadParameter(
                f"{value!r} is not like markdown=CHANGES.md. The formats are {', '.join(FORMATS)}."
            )
        if Path(file).resolve() in [path.resolve() for _, path in found]:
            raise click.BadParameter(f"{file!r} is named twice; the one would be written over the other.")
        found.append((name, Path(file)))
    return found


@click.command("diff")
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "output",
    type=click.Choice(list(FORMATS)),
    default="text",
    show_default=True,
    help="What is printed.",
)
@click.option(
    "-o",
    "--output",
    "outputs",
    multiple=True,
    metavar="FORMAT=FILE",
    callback=_outputs,
    help="Write FILE too, in any of these formats, as in -o markdown=CHANGES.md; as often as you like.",
)
@click.option(
    "--most",
    type=click.IntRange(min=1),
    default=MOST,
    show_default=True,
    help="Items of each list that people are shown; all are counted, and JSON has all of them.",
)
@click.option("--exit-code", is_flag=True, help="Exit with 1 if anything differs, for scripts.")
@click.option(
    "--memory",
    callback=options.size,
    default="600MB",
    show_default=True,
    help="What the engine may hold before it uses the disk.",
)
@options.as_of
@options.mapping
@options.dates
def command(
    old: Path,
    new: Path,
    output: str,
    outputs: list[tuple[str, Path]],
    most: int,
    exit_code: bool,
    memory: int,
    as_of: date,
    mapping: Path | None,
    dates: tuple[str, ...],
) -> int:
    """Tell what changed between two releases.

    OLD and NEW are data packages (a folder, its datapackage.json, or the zip of a release), or two files of
    events of any layout that `dateline validate FILE` knows. Prints what is new, gone and changed, cell by
    cell, what became of the events that are gone, and which version the changes demand.

    Exit status: 0 they were compared; 1 they differ, if --exit-code asks for it; 2 they cannot be compared.
    """
    import functools
    import sys

    from dateline import outputs as files
    from dateline.diff import compare
    from dateline.errors import CallError
    from dateline.render import diff as render
    from dateline.validate.foreign import Told

    compared = {path.resolve() for path in (old, new)}
    if over := next((path for _, path in outputs if path.resolve() in compared), None):
        raise CallError(
            f"{over} is one of the two that are compared. Choose another name for what is written."
        )
    told = Told(mapping, dates)
    with compare.compared(old, new, as_of=as_of, told=told, memory=f"{memory}B") as found:
        for name, path in outputs:
            write = render.writer(name)
            files.write(path, functools.partial(_put, write, found, most))
        render.writer(output)(found, sys.stdout, most)
        return Exit.findings if exit_code and found.differs else Exit.clean


def _put(write: Write, found: Diff, most: int, stream: TextIO) -> None:
    write(found, stream, most)
