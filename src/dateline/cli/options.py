"""Options that commands share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])


def project(function: F) -> F:
    """`--project`: which project the command works on."""
    return click.option(
        "--project",
        "folder",
        type=click.Path(path_type=Path, file_okay=False, exists=True),
        default=Path(),
        help="The project's folder, or one inside it.  [default: the current folder]",
    )(function)


def output_format(function: F) -> F:
    """`--format`: how findings are printed."""
    return click.option(
        "--format",
        "output",
        type=click.Choice(["text", "json"]),
        default="text",
        help="How findings are printed: text for people, or one JSON object per line.",
    )(function)


def as_of(function: F) -> F:
    """`--as-of`: the day that counts as today. The only place where the clock is read."""
    return click.option(
        "--as-of",
        type=click.DateTime(["%Y-%m-%d"]),
        metavar="DATE",
        callback=lambda _ctx, _param, value: value.date() if value else date.today(),
        help="The day that counts as today, as in 2017-10-14.  [default: today]",
    )(function)
