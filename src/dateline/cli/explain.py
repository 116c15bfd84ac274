"""`dateline explain`."""

from __future__ import annotations

from pathlib import Path

import click

from dateline.cli import options
from dateline.errors import CallError
from dateline.exits import Exit


@click.command("explain")
@click.argument("rule")
@options.project
def command(rule: str, folder: Path) -> int:
    """Explain RULE, a code such as D003 or a name: what it finds, why, what to do, examples that pass and
    fail. Inside a project also its own rules, and the severities that hold there."""
    from dateline.probes.names import nearest
    from dateline.render import explanation
    from dateline.rules import settings

    of = settings.here(folder)
    catalogue = of.every
    try:
        found = catalogue[rule.upper() if rule.upper() in catalogue.rules else rule]
    except KeyError:
        known = [*catalogue.rules, *(one.name for one in catalogue)]
        near = nearest(rule, known)
        hint = f" Did you mean {' or '.join(near)}?" if near else ""
        raise CallError(f"There is no rule {rule!r}.{hint} `dateline rules` lists them all.") from None
    explanation.show(found, of.severity(found))
    return Exit.clean
