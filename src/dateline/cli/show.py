"""`dateline show`."""

from __future__ import annotations

from pathlib import Path

import click

from dateline import generation, project
from dateline.cli import options
from dateline.errors import CallError
from dateline.exits import Exit


@click.command("show")
@click.argument("event", required=False)
@options.project
def command(event: str | None, folder: Path) -> int:
    """Show the events as a table, or one EVENT (its id or key) with every claim and the words behind it."""
    from dateline import datasets
    from dateline.probes.names import nearest
    from dateline.render import events as render

    of = project.find(folder)
    if of.datasets.is_dir():
        generation.recover(of.datasets)
    tables = datasets.read(of, ("events", "sources", "claims", "evidence", "contradictions"))
    if event is None:
        render.table(tables["events"])
        return Exit.clean
    found = next((row for row in tables["events"] if event in (row["event_id_cnty"], row["event_key"])), None)
    if found is None:
        near = nearest(
            event, [row[name] for row in tables["events"] for name in ("event_key", "event_id_cnty")]
        )
        hint = f" The nearest: {', '.join(near)}." if near else ""
        raise CallError(f"There is no event {event!r} in {of.shown(of.datasets)}/events.csv.{hint}")
    render.one(found, tables)
    return Exit.clean
