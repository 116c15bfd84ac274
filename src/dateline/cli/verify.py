"""`dateline verify`."""

from __future__ import annotations

from pathlib import Path

import click

from dateline.cli import options
from dateline.exits import Exit


@click.command("verify")
@click.argument("release", type=click.Path(path_type=Path))
@click.option(
    "--texts",
    "folders",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A folder that the articles lie in, at any depth and under any name; as often as you like. Without "
    "it only the release itself is checked, and the texts that it would take are listed.",
)
@click.option(
    "--event", metavar="EVENT", help="Show the proofs of this event (its id or key), and judge no other."
)
@click.option(
    "--complete",
    is_flag=True,
    help="Fail too if something could not be compared, for want of a text or of words.",
)
@options.output_format("json")
def command(release: Path, folders: tuple[Path, ...], event: str | None, complete: bool, output: str) -> int:
    """Prove the claims of a RELEASE (its folder, zip or datapackage.json) against the articles.

    Its files are held against SHA256SUMS and datapackage.json; each article is recognised by its SHA-256, and
    every quotation must stand in it at its position, letter for letter, between the same words.

    Exit status: 0 what could be compared holds, 1 something is false or a table cannot be read (or, with
    --complete, something could not be compared), 2 it is no release.
    """
    from dateline.render import verification as render
    from dateline.render.console import show
    from dateline.verify.run import verify

    found = verify(release, folders or None, event)
    if output == "json":
        click.echo(render.document(found))
    else:
        show(render.lines(found))
    return Exit.clean if found.holds and (found.complete or not complete) else Exit.findings
