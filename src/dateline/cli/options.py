"""Options that commands share."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])
LEAST = 10**9
"""Bytes of address space that a process with DuckDB must have."""


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


def mapping(function: F) -> F:
    """`--mapping`: what the columns of a foreign file are."""
    return click.option(
        "--mapping",
        type=click.Path(path_type=Path, dir_okay=False),
        help="YAML file that says what the columns of one file are, where that is not recognised.",
    )(function)


def dates(function: F) -> F:
    """`--dates`: how the dates of a foreign file are to be read."""
    return click.option(
        "--dates",
        type=click.Choice(["day-first", "month-first", "excel-1900", "excel-1904"]),
        multiple=True,
        help="How the dates of one file are to be read, where its own values do not say.",
    )(function)


def size(_ctx: click.Context, param: click.Parameter, value: str) -> int:
    """Callback of an option that is an amount of memory, as in 4GB or 500MiB: bytes."""
    match = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?) ?([MGT])(i?)B", value, re.IGNORECASE)
    if match is None:
        raise click.BadParameter(f"{value!r} is no amount of memory. Write it like {param.default}.")
    return int(float(match[1]) * (1024 if match[3] else 1000) ** (2 + "MGT".index(match[2].upper())))


def size_of_process(ctx: click.Context, param: click.Parameter, value: str) -> int:
    """The same for a whole process, idle or not."""
    found = size(ctx, param, value)
    if found < LEAST:
        raise click.BadParameter(f"{value} is too little: a process that does nothing takes nearly 1GB.")
    return found
