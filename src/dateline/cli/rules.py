"""`dateline rules`."""

from __future__ import annotations

import json
from pathlib import Path

import click

from dateline.cli import options
from dateline.exits import Exit
from dateline.findings import Severity


@click.command("rules")
@click.option("--topic", help="Only rules of this topic: dates, actors, locations …")
@click.option(
    "--severity",
    type=click.Choice([*(severity.value for severity in Severity), "off"]),
    help="Only rules this severe, or only those that the project switches off.",
)
@click.option("--json", "as_json", is_flag=True, help="Everything about each rule, as one JSON document.")
@options.project
def command(topic: str | None, severity: str | None, as_json: bool, folder: Path) -> int:
    """List the rules, with the settings of the project if this is inside one.

    `dateline explain RULE` tells all about one of them.
    """
    from dateline.errors import CallError
    from dateline.render import catalogue as render
    from dateline.rules import settings

    of = settings.here(folder)
    rules = [
        rule for rule in of.every if topic in (None, rule.topic) and severity in (None, of.severity(rule))
    ]
    if not rules:
        topics = ", ".join(sorted({rule.topic for rule in of.every}))
        raise CallError(f"No rule is of that topic and severity. The topics are {topics}.")
    click.echo(
        json.dumps(render.record(rules, of.severity), ensure_ascii=False, indent=2, default=str)
        if as_json
        else render.listed(rules, of.severity)
    )
    return Exit.clean
