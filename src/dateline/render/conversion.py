"""What `dateline convert` says."""

from __future__ import annotations

import json

import click

from dateline import excerpts
from dateline.convert.run import Conversion
from dateline.findings import order
from dateline.generation import Committed
from dateline.render import console, record
from dateline.render import findings as render
from dateline.render.console import printable
from dateline.render.findings import plural


def findings(result: Conversion, output: str) -> None:
    """All findings of the run."""
    if output == "text":
        console.show(render.as_text(excerpts.of_documents(result.findings, result.project.root)))
    else:
        for finding in sorted(result.findings, key=order):
            click.echo(json.dumps(record.of_finding(finding)))


def nothing_written(result: Conversion, output: str) -> None:
    """The end of a run with errors."""
    say = f"{render.tally(result.findings)}. Nothing was written."
    if result.registries:
        say += " Mend the errors, or write what is sound with --keep-going."
    _say(output, say, written=False)


def checked(result: Conversion, stale: tuple[str, ...], output: str) -> None:
    """The end of a run with --check."""
    folder = result.project.shown(result.project.datasets)
    if stale:
        _say(
            output,
            f"{folder}/ is not what the seeds give: {', '.join(stale)} would change. Run `dateline convert`.",
            stale=stale,
        )
    else:
        _say(output, f"{folder}/ is what the seeds give: {_counts(result)}.", stale=())


def written(result: Conversion, committed: Committed, output: str) -> None:
    """The end of a run that wrote."""
    folder = result.project.shown(result.project.datasets)
    changed = ", ".join((*committed.changed, *committed.removed))
    what = f"wrote {changed}" if changed else "all files were up to date"
    undecidable = f" {plural(result.undecidable, 'date')} undecidable." if result.undecidable else ""
    _say(
        output,
        f"{_counts(result)} → {folder}/ ({what}). {render.tally(result.findings).capitalize()}.{undecidable}",
        written=True,
        changed=list(committed.changed),
        left_out=list(result.left_out),
        events_left_out=list(result.events_left_out),
    )
    if output == "text" and (result.left_out or result.events_left_out):
        click.echo("Left out because of the errors above:")
        for file in result.left_out:
            click.echo(f"  {printable(file)}")
        for key in result.events_left_out:
            click.echo(f"  event {key}")


def _counts(result: Conversion) -> str:
    claims = sum(len(event.claims) for event in result.events)
    quotations = sum(len(claim.evidence) for event in result.events for claim, _, _ in event.claims)
    return ", ".join((
        plural(len(result.coded), "source"),
        plural(len(result.events), "event"),
        plural(claims, "claim"),
        plural(quotations, "quotation"),
    ))  # fmt: skip


def _say(output: str, text: str, **facts: object) -> None:
    click.echo(json.dumps({"summary": text, **facts}) if output == "jsonl" else text)
