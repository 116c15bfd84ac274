"""`dateline publish`."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from pathlib import Path

import click

from dateline.cli import judging, options
from dateline.exits import Exit

RELEASES = "releases"


def _released(_ctx: click.Context, _param: click.Parameter, value: datetime | None) -> date:
    """The day of the release: as asked, as reproducible builds ask, or today."""
    if value is not None:
        return value.date()
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return date.today()
    try:
        return datetime.fromtimestamp(int(epoch), UTC).date()
    except (ValueError, OverflowError, OSError) as error:
        raise click.UsageError(f"SOURCE_DATE_EPOCH is {epoch!r}, which is no number of seconds.") from error


@click.command("publish")
@click.argument("path", required=False, type=click.Path(path_type=Path))
@options.project
@click.option(
    "-d",
    "--releases",
    "parent",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder of releases; this one becomes a folder of its version in it.  "
    f"[default: {RELEASES} in the project]",
)
@click.option(
    "--against",
    "former",
    type=click.Path(path_type=Path, exists=True),
    help="The release before: its folder or zip. The version must be as high as the changes ask, and ids "
    "must mean what they meant.  [default: the highest version among the releases]",
)
@click.option(
    "--waive",
    "waived",
    multiple=True,
    metavar="RULE=REASON",
    callback=options.pairs('R021="Nobody else reads the language."'),
    help="Make the release although a rule is broken. The reason stands in the release.",
)
@click.option(
    "--without-words", is_flag=True, help="Release positions and hashes of quotations, and no words."
)
@click.option("--hxl", is_flag=True, help="Add a table of the events with a row of HXL tags.")
@click.option("--check", is_flag=True, help="Only say whether a release could be made; write nothing.")
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    callback=_released,
    help="The day of the release, which counts as today.  [default: that of SOURCE_DATE_EPOCH, or today]",
)
@options.engine
@options.formats
def command(
    path: Path | None,
    folder: Path,
    parent: Path | None,
    former: Path | None,
    waived: list[tuple[str, str]],
    without_words: bool,
    hxl: bool,
    check: bool,
    as_of: date,
    limits: judging.Limits,
    output: str,
    outputs: list[tuple[str, Path]],
) -> int:
    """Make a release of the data package at PATH: a folder and a zip that others can cite, verify and load.

    First everything is judged that `dateline validate` judges, and what a release must keep besides
    (`dateline rules`, topic publishing). While an error stands, no release is made. The same package, day and
    version of dateline give the same bytes.

    Exit status: 0 made, or with --check it could be; 1 refused; 2 the input or the call cannot be used.
    """
    from dataclasses import replace

    from dateline.release import former as formers
    from dateline.release import judge, policy, publish, staging
    from dateline.render import console
    from dateline.render import release as render
    from dateline.render.progress import progress
    from dateline.rules import settings

    of = judging.project_of(path, folder)
    catalogue = settings.of_project(of.settings, of.root).catalogue
    agreed = policy.of_settings(of.settings.get("publish"), catalogue)
    agreed = replace(
        agreed,
        words=agreed.words and not without_words,
        hxl=agreed.hxl or hxl,
        waive={**agreed.waive, **policy.waivers(waived, catalogue)},
    )
    releases = parent or of.root / RELEASES
    version = formers.version_of(of)
    if version and not check:
        staging.refuse_existing(releases / version)
    before = former or formers.newest(releases)
    with progress("Reading extractions") as advance:
        judged = judge.judge(
            of,
            agreed,
            judging.engine_options(as_of, limits),
            judging.limits_of_own(limits),
            former=before,
            progress=advance,
        )
    if judged.refused or check:
        end = tuple(render.verdict(judged, agreed))
    else:
        made = publish.publish(of, judged, agreed, releases, as_of, former=before)
        end = tuple(render.lines(made, judged, agreed))
    judging.put(judged.validation, output, outputs, limits.most, end)
    if output != "text":  # which is for machines: people read on the other stream
        click.echo("\n".join(console.plain(end)), err=True)
    return Exit.findings if judged.refused else Exit.clean
