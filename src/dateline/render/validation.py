"""What `dateline validate` says."""

from __future__ import annotations

import json

import click

from dateline.render import findings as render
from dateline.render.findings import plural
from dateline.validate.run import Validation


def result(validation: Validation, output: str) -> None:
    """The findings, then one line that says what was judged."""
    (render.as_json if output == "json" else render.as_text)(validation.findings)
    judged = ", ".join(plural(count, noun) for noun, count in validation.judged.items())
    undecidable = f" {plural(validation.undecidable, 'date')} undecidable." if validation.undecidable else ""
    found = render.tally(validation.findings).capitalize()
    verdict = f"{found} in {judged}, by {validation.rules} rules.{undecidable}"
    click.echo(json.dumps({"summary": verdict}, ensure_ascii=False) if output == "json" else verdict)
