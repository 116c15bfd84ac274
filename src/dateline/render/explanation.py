"""What `dateline explain` says."""

from __future__ import annotations

import click
import yaml

from dateline.rules import Rule


def show(rule: Rule, severity: str | None = None) -> None:
    """Print one rule with its reason and its examples; `severity` is that of the project, or "off"."""
    status = rule.status.value + (f", replaced by {rule.replaced_by}" if rule.replaced_by else "")
    click.secho(f"{rule.code} {rule.name}", bold=True)
    click.echo(f"{severity or rule.severity.value}, {rule.topic}, {status}, since {rule.since}\n")
    for title, text in (
        ("", rule.summary),
        ("Message", rule.message),
        ("What to do", rule.advice),
        ("Why", rule.why),
        ("From", rule.origin),
    ):
        click.echo(
            click.wrap_text(f"{title}: {text}" if title else text, width=88, subsequent_indent="  ") + "\n"
        )
    for title, examples in (("Fails", rule.fails), ("Passes", rule.passes)):
        click.secho(f"{title}:", bold=True)
        listed = yaml.safe_dump(
            [dict(one) for one in examples],
            sort_keys=False,
            allow_unicode=True,
            default_flow_style=None,
            width=88,
        )
        click.echo("".join(f"  {line}\n" for line in listed.splitlines()))
