"""Options that commands share."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from dateline.cli.judging import USUAL, Limits
from dateline.render.formats import FORMATS

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


def output_format(machine: str) -> Callable[[F], F]:
    """`--format`: text for people, or a form for machines."""
    what = {"json": "one JSON document", "jsonl": "one JSON object per line"}[machine]
    return click.option(
        "--format",
        "output",
        type=click.Choice(["text", machine]),
        default="text",
        show_default=True,
        help=f"How the result is printed: text for people, or {what}.",
    )


def formats(function: F) -> F:
    """`--format` and `--output`: what a validation is printed and written as."""
    printed = click.option(
        "--format",
        "output",
        type=click.Choice(list(FORMATS)),
        default="text",
        show_default=True,
        help="What is printed.",
    )
    written = click.option(
        "-o",
        "--output",
        "outputs",
        multiple=True,
        metavar="FORMAT=FILE",
        callback=_outputs,
        help="Write FILE too, in any of these formats, as in -o sarif=findings.sarif; as often as you like.",
    )
    return printed(written(function))


def _outputs(_ctx: click.Context, _param: click.Parameter, values: tuple[str, ...]) -> list[tuple[str, Path]]:
    given = [_output(value) for value in values]
    files = [path.resolve() for _, path in given]
    if twice := next((path for _, path in given if files.count(path.resolve()) > 1), None):
        raise click.BadParameter(f"{str(twice)!r} is named twice; the one would be written over the other.")
    return given


def _output(value: str) -> tuple[str, Path]:
    name, _, file = value.partition("=")
    if name not in FORMATS or not file:
        raise click.BadParameter(
            f"{value!r} is not like sarif=findings.sarif. The formats are {', '.join(FORMATS)}."
        )
    return name, Path(file)


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


def engine(function: F) -> F:
    """`--most`, `--memory`, `--rule-memory`, `--rule-seconds`: what a run may take and keep, as `limits`."""

    @click.option(
        "--most",
        type=click.IntRange(min=1),
        default=USUAL.most,
        show_default=True,
        help="Findings kept of each rule; all are counted. The text about a file shows three of them.",
    )
    @click.option(
        "--memory",
        callback=size,
        default=f"{USUAL.memory // 10**6}MB",
        show_default=True,
        help="What the engine may hold before it uses the disk.",
    )
    @click.option(
        "--rule-memory",
        callback=size_of_process,
        default=f"{USUAL.rule_memory // 10**9}GB",
        show_default=True,
        help="What the project's own rules may take of memory, and as much of the disk.",
    )
    @click.option(
        "--rule-seconds",
        type=click.IntRange(min=1),
        default=USUAL.rule_seconds,
        show_default=True,
        help="How long the project's own rules may take.",
    )
    @functools.wraps(function)
    def with_limits(
        *given: Any, most: int, memory: int, rule_memory: int, rule_seconds: int, **others: Any
    ) -> Any:
        return function(*given, limits=Limits(most, memory, rule_memory, rule_seconds), **others)

    return with_limits  # type: ignore[return-value]


def pairs(example: str) -> Callable[..., list[tuple[str, str]]]:
    """Callback of an option whose values are like `RULE=something`, as in `example`."""

    def parted(
        _ctx: click.Context, _param: click.Parameter, values: tuple[str, ...]
    ) -> list[tuple[str, str]]:
        if wrong := next((value for value in values if "=" not in value), None):
            raise click.BadParameter(f"{wrong!r} is not like {example}.")
        return [(name, said) for name, _, said in (value.partition("=") for value in values)]

    return parted


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
