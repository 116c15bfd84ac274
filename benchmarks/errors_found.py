"""What a validation found, held against the errors that were seeded.

errors_found.csv says for every kind of error (see events.py) by which rules it has to be found (by both of
`L021; L023`, by one of `L021|L023`), by which others it may be found besides, because a row with this error
breaks them too, and why no rule finds it where none does.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

_TABLE = Path(__file__).with_suffix(".csv")


class Found(NamedTuple):
    """A finding: the rule, and where it says that the row is. `rows` are all that it names, its own first."""

    rule: str
    line: int | None
    rows: tuple[int, ...]


class Seeded(NamedTuple):
    """An error: its rows are the one with the error and, if there is one, the one that it clashes with."""

    kind: str
    rows: tuple[int, ...]


class Expected(NamedTuple):
    """Rules that have to find a kind of error, one of each set; rules that may; why the first are none."""

    rules: frozenset[frozenset[str]]
    besides: frozenset[str]
    reason: str

    @property
    def all_rules(self) -> frozenset[str]:
        """Rules that have to find it, and those that may."""
        return self.besides.union(*self.rules)


@dataclass(frozen=True, slots=True)
class Reckoning:
    """What came of it."""

    seeded: int
    """Errors of kinds that a rule has to find."""
    missed: tuple[tuple[Seeded, str], ...]
    """Errors, each with a rule that did not find it; `L021|L023` if neither did."""
    invented: tuple[Found, ...]
    """Findings that no seeded error explains."""
    misplaced: tuple[Found, ...]
    """Findings whose line is not that of their row."""
    without_rule: Mapping[str, int] = field(default_factory=dict)
    """Errors of kinds that no rule finds, by kind."""

    @property
    def found(self) -> int:
        """Errors that were found by all rules that have to find them."""
        return self.seeded - len({error for error, _ in self.missed})

    def __str__(self) -> str:
        """`290 of 290 errors`, and what is wrong with the findings, if anything is."""
        parts = [f"{self.found:,} of {self.seeded:,} errors"]
        parts += [f"{len(self.invented):,} findings invented"] * bool(self.invented)
        parts += [f"{len(self.misplaced):,} on a wrong line"] * bool(self.misplaced)
        return ", ".join(parts)


def expected() -> Mapping[str, Expected]:
    """By kind of error."""
    with _TABLE.open(encoding="utf-8", newline="") as stream:
        return {
            row["kind"]: Expected(
                frozenset(frozenset(codes.split("|")) for codes in _codes(row["rules"])),
                _codes(row["besides"]),
                row["reason"],
            )
            for row in csv.DictReader(stream)
        }


def seeded(truth: Path) -> list[Seeded]:
    """The errors of a file, from its FILE.truth.csv."""
    with truth.open(encoding="utf-8", errors="surrogateescape", newline="") as stream:
        return [
            Seeded(row["kind"], tuple(int(row[name]) for name in ("row", "related_row") if row[name]))
            for row in csv.DictReader(stream)
        ]


def lines(path: Path, rows: Collection[int]) -> dict[int, int]:
    """The physical lines on which data rows of a CSV file begin."""
    begin: dict[int, int] = {}
    with path.open(encoding="utf-8", errors="surrogateescape", newline="") as stream:
        reader = csv.reader(stream)
        next(reader)
        line = reader.line_num + 1
        for row, _ in enumerate(reader, start=1):
            if row in rows:
                begin[row] = line
            line = reader.line_num + 1
    return begin


def reckon(
    errors: Iterable[Seeded],
    found: Iterable[Found],
    table: Mapping[str, Expected],
    line_of: Mapping[int, int],
) -> Reckoning:
    """Hold findings against errors. KeyError for a kind that the table does not know."""
    errors, found = list(errors), list(found)
    found_at: defaultdict[int, set[str]] = defaultdict(set)
    for one in found:
        for row in one.rows:
            found_at[row].add(one.rule)
    explained: defaultdict[int, set[str]] = defaultdict(set)
    missed = []
    for error in errors:
        wanted = table[error.kind]
        there = set().union(*(found_at[row] for row in error.rows))
        missed += [
            (error, rules)
            for rules in sorted("|".join(sorted(one)) for one in wanted.rules if not one & there)
        ]
        for row in error.rows:
            explained[row] |= wanted.all_rules
    return Reckoning(
        seeded=sum(bool(table[error.kind].rules) for error in errors),
        missed=tuple(missed),
        invented=tuple(one for one in found if not any(one.rule in explained[row] for row in one.rows)),
        misplaced=tuple(one for one in found if one.rows and one.line != line_of.get(one.rows[0])),
        without_rule=Counter(error.kind for error in errors if not table[error.kind].rules),
    )


def _codes(cell: str) -> frozenset[str]:
    return frozenset(cell.split("; ")) - {""}
