"""`dateline explain`."""

from __future__ import annotations

import click

from dateline.errors import CallError
from dateline.exits import Exit


@click.command("explain")
@click.argument("rule")
def command(rule: str) -> int:
    """Explain RULE, a code such as D003 or a name: what it finds, why, what to do, examples that pass and
    fail."""
    from dateline import rules
    from dateline.probes.names import nearest
    from dateline.render import explanation

    catalogue = rules.load()
    try:
        found = catalogue[rule.upper() if rule.upper() in catalogue.rules else rule]
    except KeyError:
        known = [*catalogue.rules, *(one.name for one in catalogue)]
        near = nearest(rule, known)
        hint = f" Did you mean {' or '.join(near)}?" if near else ""
        raise CallError(f"There is no rule {rule!r}.{hint} docs/rules.md lists them all.") from None
    explanation.show(found)
    return Exit.clean
