"""`dateline import`."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import click

from dateline.cli import options
from dateline.exits import Exit


@click.command("import")
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    "target",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder to write to; it is made if it is not there.",
)
@options.as_of
@options.mapping
@options.dates
@options.output_format("json")
def command(
    path: Path, target: Path, as_of: date, mapping: Path | None, dates: tuple[str, ...], output: str
) -> int:
    """Turn FILE, an export of another format, into canonical tables.

    Writes events.csv with canonical columns, sources.csv where the format names its sources, changes.csv with
    every change that was made to a value, and rejected.csv with each record that was not taken and the
    reason. Rows in are rows out and rows rejected.

    Exit status: 0 every row was taken, 1 some were rejected, 2 the file cannot be read at all.
    """
    from dateline import imports
    from dateline.render.console import printable
    from dateline.render.findings import plural
    from dateline.validate.foreign import Told

    done = imports.run(path, target, as_of, Told(mapping, dates))
    if output == "json":
        click.echo(json.dumps(imports.summary(done)))
    else:
        click.echo(f"{path}: {done.reading.layout}")
        for said in (*done.reading.assumed, *done.remarks):
            click.echo(f"  {printable(said)}")
        for label, names in (("Missing", done.reading.missing), ("Left out", done.left_out)):
            if names:
                click.echo(f"  {label}: {printable(', '.join(names))}")
        click.echo(
            f"{plural(done.records, 'record')}: {done.taken:,} taken, {done.rejected:,} rejected; "
            f"{plural(done.changes, 'change')} of values"
            + (f"; {plural(done.repaired, 'cell')} with a wrong encoding repaired" if done.repaired else "")
            + (f"; {plural(done.sources, 'source')}" if done.sources else "")
            + f". Written to {target}: events.csv, changes.csv, rejected.csv"
            + (", sources.csv." if done.sources else ".")
        )
    return Exit.findings if done.rejected else Exit.clean
