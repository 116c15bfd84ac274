"""Which rules were not run on one file, and why: by what they lack, not one by one."""

from __future__ import annotations

from collections.abc import Sequence

import click

from dateline.engine.judge import LACKS, NO_COLUMN, NO_TABLE
from dateline.render.console import paragraph, printable
from dateline.render.findings import plural
from dateline.validate.run import Validation

MOST_LINES = 6
"""Missing columns, or columns that the same rules need, that have a line each."""
MOST_CODES = 12
"""Codes that are listed in one line."""


def show(validation: Validation) -> None:
    """Print how many rules were not run, and what they lack."""
    silent = validation.silent
    if not silent:
        return
    columns: dict[str, list[str]] = {}
    tables: dict[str, list[str]] = {}
    others: dict[str, list[str]] = {}
    for code, reason in sorted(silent.items()):
        if reason.startswith(NO_TABLE):
            tables.setdefault(reason.removeprefix(NO_TABLE), []).append(code)
        elif reason.startswith(LACKS) or NO_COLUMN in reason:
            for name in reason.removeprefix(LACKS).rpartition(NO_COLUMN)[2].split(", "):
                columns.setdefault(name, []).append(code)
        else:
            others.setdefault(reason, []).append(code)
    click.echo()
    total = len(silent) + len(validation.applied)
    paragraph((f"Not run: {len(silent)} of {plural(total, 'rule')}", "bold"))
    for line in [*_by_column(columns), *_by_reason(others), *_by_table(tables)]:
        paragraph((printable(line), ""), first="  ", hang=4)


def _by_column(columns: dict[str, list[str]]) -> list[str]:
    """A line for each column, or columns that the same rules need, that of most rules first."""
    needing: dict[tuple[str, ...], list[str]] = {}
    for name, codes in columns.items():
        needing.setdefault(tuple(codes), []).append(name)
    ordered = sorted(needing.items(), key=lambda one: (-len(one[0]), one[1]))
    lines = [f"without {', '.join(sorted(names))}: {_rules(codes)}" for codes, names in ordered[:MOST_LINES]]
    rest = [name for _, names in ordered[MOST_LINES:] for name in names]
    return [*lines, f"without {plural(len(rest), 'other column')}, as --format json tells"] if rest else lines


def _by_reason(others: dict[str, list[str]]) -> list[str]:
    return [f"{reason}: {_rules(codes)}" for reason, codes in others.items()]


def _by_table(tables: dict[str, list[str]]) -> list[str]:
    """One line: a file by itself has no other tables."""
    rules = sum(len(codes) for codes in tables.values())
    return [f"without the other tables of a data package: {plural(rules, 'rule')}"] if tables else []


def _rules(codes: Sequence[str]) -> str:
    return ", ".join(codes) if len(codes) <= MOST_CODES else f"{len(codes)} rules"
