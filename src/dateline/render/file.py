"""What `dateline validate FILE` says of one file: what it is, what was found in it, what to do next."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterator, Sequence

from dateline.render import groups, not_run
from dateline.render.console import Shown, line, printable
from dateline.render.findings import and_more, cut, plural
from dateline.render.validation import tally
from dateline.validate.reading import Reading
from dateline.validate.run import Validation

MOST_COUNTRIES = 5
MOST_NAMES = 12
"""Columns that are listed in one line."""
LONGEST = 60
"""Characters of a name that are shown."""
_WIDTH = 11
"""Columns of the screen that a label takes."""


def lines(validation: Validation) -> Iterator[Shown]:
    """All of it."""
    (book,) = validation.books
    yield line(printable(book.file), "bold")
    for label, text in (*_reading(validation.reading), *_profile(validation)):
        yield line(printable(text), "", f"  {label:<{_WIDTH}}", 2 + _WIDTH)
    yield from groups.lines(validation)
    yield from not_run.lines(validation)
    yield line()
    yield line(_verdict(validation), "bold")
    if validation.findings:
        yield from _next(validation, book.file)


def _reading(reading: Reading | None) -> Iterator[tuple[str, str]]:
    """How the file was understood, with a label each."""
    if reading is None:
        return
    renamed = [f"{_short(name)} for {meant}" for name, meant in reading.renamed.items()]
    for label, text in (
        ("Layout", reading.layout or ""),
        ("Missing", _listed(reading.missing)),
        ("Renamed", ", ".join(renamed)),
        ("Not used", _listed(reading.unused, reading.more_unused)),
        ("Assumed", "; ".join(reading.assumed)),
    ):
        if text:
            yield label, text


def _profile(validation: Validation) -> Iterator[tuple[str, str]]:
    """What the file covers, with a label each."""
    (book,) = validation.books
    lost = f", of which {book.unreadable:,} could not be read" if book.unreadable else ""
    yield "Rows", f"{book.records:,}{lost}"
    profile = validation.profile
    if profile is None:
        return
    if profile.first and profile.last:
        yield "Period", f"{profile.first} to {profile.last}"
    if profile.countries:
        shown = [
            f"{_short(name)} {rows:,}" for name, rows in list(profile.countries.items())[:MOST_COUNTRIES]
        ]
        yield "Countries", and_more(shown, len(profile.countries) + profile.more_countries)


def _verdict(validation: Validation) -> str:
    (book,) = validation.books
    found = tally(validation).capitalize() if validation.findings else "No problems found"
    return f"{found} in {plural(book.records, 'row')} by {plural(len(validation.applied), 'rule')}."


def _next(validation: Validation, file: str) -> Iterator[Shown]:
    """Commands that show more."""
    worst = min(
        validation.findings, key=lambda one: (one.severity.rank, -validation.counts[one.rule], one.rule)
    )
    most = max(validation.counts.values())
    kept = max(Counter(one.rule for one in validation.findings).values())
    every = f"dateline validate {shlex.quote(file)} -o csv=findings.csv"
    every += f" --most {most}" if most > kept else ""
    for what, command in (
        ("What a rule means, and rows that pass and fail:", f"dateline explain {worst.rule}"),
        ("Every finding, as a table:", every),
    ):
        yield line(what)
        yield line(printable(command), "", "  ", 4)


def _listed(names: Sequence[str], more: int = 0) -> str:
    if not names:
        return plural(more, "column") if more else ""
    return and_more([_short(name) for name in names[:MOST_NAMES]], len(names) + more)


def _short(name: str) -> str:
    return cut(name, LONGEST)
