"""Which rules were not run on one file, and why: by what they lack, not one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dateline.engine.judge import LACKS, NO_COLUMN, NO_TABLE
from dateline.render.console import Shown, line, printable
from dateline.render.findings import and_more, plural
from dateline.schemas import foreign_columns
from dateline.validate.run import Validation

MOST_LINES = 6
"""Missing columns, or columns that the same rules need, that are named."""
MOST_CODES = 12
"""Codes that are listed in one line."""

Needing = dict[str, list[str]]
"""Codes of rules by what they need."""


def lines(validation: Validation) -> Iterator[Shown]:
    """How many rules were not run, and what they lack."""
    silent = validation.silent
    if not silent:
        return
    columns, others, reasons = Needing(), Needing(), Needing()
    tables = foreign = 0
    only_foreign = foreign_columns()
    for code, reason in sorted(silent.items()):
        if reason.startswith(LACKS):
            _add(columns, reason.removeprefix(LACKS).split(", "), code)
        elif reason.startswith(NO_TABLE):
            tables += 1
        elif NO_COLUMN in reason:
            names = reason.partition(NO_COLUMN)[2].split(", ")
            if only_foreign.isdisjoint(names):
                _add(others, names, code)
            else:
                foreign += 1
        else:
            _add(reasons, [reason], code)
    yield line()
    total = len(silent) + len(validation.applied)
    yield line(f"Not run: {len(silent)} of {plural(total, 'rule')}", "bold")
    for text in (
        *_by_column(columns),
        *(f"{reason}: {_rules(codes)}" for reason, codes in reasons.items()),
        *_others(others),
        *([f"about columns that only other formats have: {plural(foreign, 'rule')}"] if foreign else []),
        *([f"without the other tables of a data package: {plural(tables, 'rule')}"] if tables else []),
    ):
        yield line(printable(text), "", "  ", 4)


def _add(needing: Needing, names: Sequence[str], code: str) -> None:
    for name in names:
        needing.setdefault(name, []).append(code)


def _by_column(columns: Needing) -> Iterator[str]:
    """A line for each column, or columns that the same rules need, that of most rules first."""
    alike: dict[tuple[str, ...], list[str]] = {}
    for name, codes in columns.items():
        alike.setdefault(tuple(codes), []).append(name)
    ordered = sorted(alike.items(), key=lambda one: (-len(one[0]), one[1]))
    for needing, names in ordered[:MOST_LINES]:
        yield f"without {', '.join(sorted(names))}: {_rules(needing)}"
    if rest := sum(len(names) for _, names in ordered[MOST_LINES:]):
        yield f"without {plural(rest, 'other column')}, as -o json=FILE tells"


def _others(columns: Needing) -> Iterator[str]:
    """One line for the columns that many kinds of files do not have."""
    if columns:
        codes = {code for needing in columns.values() for code in needing}
        names = sorted(columns, key=lambda name: (-len(columns[name]), name))
        yield f"without {and_more(names[:MOST_LINES], len(names))}: {_rules(sorted(codes))}"


def _rules(codes: Sequence[str]) -> str:
    return ", ".join(codes) if len(codes) <= MOST_CODES else f"{len(codes)} rules"
