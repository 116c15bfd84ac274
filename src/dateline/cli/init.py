"""`dateline init`."""

from __future__ import annotations

import shlex
from datetime import date
from pathlib import Path

import click

from dateline.cli import options
from dateline.exits import Exit


@click.command("init")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--name", metavar="SLUG", help="Name of the data package, as in river-watch.  [default: made from DIR]"
)
@click.option("--title", metavar="TEXT", help="Title of the data package.  [default: made from the name]")
@click.option(
    "--prefix", metavar="ABC", help="What every event id begins with.  [default: made from the name]"
)
@options.as_of
def command(folder: Path, name: str | None, title: str | None, prefix: str | None, as_of: date) -> int:
    """Start a dataset project in DIR, a new folder or an empty one.

    It has the descriptor, the schemas and code lists, and an invented example (one article, its worked
    extraction and the registry rows for it), so that it converts and validates at once.

    Exit status: 0 made, 2 not made, and then nothing was written.
    """
    from dateline import initialise

    target = initialise.free(folder)
    one = initialise.identity(target.name, as_of, name, title, prefix)
    contents = initialise.files(one)
    initialise.make(target, contents)
    place = shlex.quote(folder.as_posix())
    click.echo(
        f"Made the project {one.name} in {place}: {len(contents)} files. "
        f"Its event ids begin with {one.id_prefix}-.\n"
        "It holds one invented example, worked out in full; README.md says how to remove it.\n"
        "\n"
        "Next:\n"
        f"  cd {place}\n"
        "  dateline convert\n"
        "  dateline validate"
    )
    return Exit.clean
