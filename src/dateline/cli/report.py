"""`dateline report`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dateline import project
from dateline.cli import options
from dateline.errors import CallError
from dateline.exits import Exit

if TYPE_CHECKING:
    from dateline.project import Project

MOST = 1000
"""Findings of each rule that the page lists."""


@click.command("report")
@click.argument("path", required=False, type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    "target",
    required=True,
    type=click.Path(path_type=Path),
    help="The HTML file to write; one that is there is replaced.",
)
@options.project
@options.as_of
@options.mapping
@options.dates
def command(
    path: Path | None, target: Path, folder: Path, as_of: date, mapping: Path | None, dates: tuple[str, ...]
) -> int:
    """Write one HTML page that shows the events, the words behind them and what `dateline validate` finds.

    PATH is a project, its datapackage.json, or one file of events, as in `dateline validate`. The page needs
    no other file and no network, and can be sent as it is.

    Exit status: 0 written, whatever was found; 2 the input cannot be judged, or the page not be written.
    """
    from dateline import outputs
    from dateline.cli import judging
    from dateline.render.console import printable
    from dateline.render.findings import size
    from dateline.report import of_file, of_package, page, payload
    from dateline.validate.foreign import Told

    file = path if path and judging.is_file(path) else None
    of = None if file else judging.project_of(path, folder)
    _check(target, file, mapping, of)
    limits = replace(judging.USUAL, most=MOST)
    validation = judging.judge(path, folder, as_of, limits, mapping, dates)
    if file:
        content = of_file.read(file, as_of, Told(mapping, dates), validation)
    else:
        assert of is not None
        content = of_package.read(of)
    made = payload.of(content, validation)
    written = page.text(made)
    outputs.write(target, lambda stream: stream.writelines([written]))
    length = len(written.encode("utf-8", "replace"))
    click.echo(printable(f"Wrote {target} ({size(length)}): {page.counts(made['head'])}."))
    return Exit.clean


def _check(target: Path, file: Path | None, mapping: Path | None, of: Project | None) -> None:
    """CallError if the page cannot be written there, or would be written over what is judged."""
    if target.is_dir():
        raise CallError(f"{target} cannot be written: it is a folder. Name a file in it, like report.html.")
    if not target.parent.is_dir():
        raise CallError(f"{target} cannot be written: there is no folder {target.parent}. Make it first.")
    if target.exists() and any(one.samefile(target) for one in _inputs(file, mapping, of)):
        raise CallError(f"{target} is one of the files that are judged. Choose another name for the report.")


def _inputs(file: Path | None, mapping: Path | None, of: Project | None) -> Iterator[Path]:
    """The files that a run reads."""
    yield from (one for one in (file, mapping) if one and one.exists())
    if of is None:
        return
    yield of.root / project.DESCRIPTOR
    for folder in (of.datasets, of.seeds, of.root / "schema", of.root / "validators"):
        yield from (one for one in folder.rglob("*") if one.is_file())
