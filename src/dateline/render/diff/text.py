"""Differences as text for people."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TextIO

from dateline.diff import words
from dateline.diff.model import Cell, Changed, Diff, Events, Row, Status, TableDiff
from dateline.diff.words import Kind
from dateline.render import console
from dateline.render.console import Line, Shown, Styled, line, printable
from dateline.render.diff import sentences
from dateline.render.findings import cut

LONGEST = 160
"""Characters of a value that are shown; forms for machines have all of it."""
LONG = 60
"""Characters from which on a value is told word by word."""
AROUND = 30
"""Characters that are shown on either side of what differs."""
MARKS = {Kind.old: ("[-", "-]", "red"), Kind.new: ("{+", "+}", "green")}


def write(diff: Diff, stream: TextIO, most: int) -> None:
    """Write it; coloured, where it goes to a terminal."""
    if stream is sys.stdout:
        console.show(lines(diff, most))
        return
    for text in console.plain(lines(diff, most)):
        stream.write(text + "\n")


def lines(diff: Diff, most: int) -> Iterator[Shown]:
    """All of it, so many of each list."""
    yield _line(sentences.title(diff), "bold")
    yield _line(sentences.version(diff))
    if diff.events:
        for one in sentences.alarms(diff.events):
            yield _line(one, "bold red")
    for one in sentences.tables(diff):
        yield _line(one)
    for table in diff.tables:
        if table.differs:
            yield line()
            yield from _table(table, diff.events if table.name == "events" else None, most)
    if diff.events and diff.differs:
        yield line()
        yield from _events(diff.events, most)


def _line(text: str, style: str = "", first: str = "", hang: int = 0) -> Line:
    return line(printable(text), style, first, hang)


def _table(table: TableDiff, events: Events | None, most: int) -> Iterator[Shown]:
    yield _line(f"{table.name}: {sentences.rows(table)}.", "bold")
    for one in sentences.columns(table.columns):
        yield _line(one, first="  ", hang=2)
    if table.cells:
        yield _line(f"Cells that differ: {sentences.cells(table)}.", first="  ", hang=2)
    if events and (share := sentences.share(table)):
        yield _line(share, first="  ")
    yield from _alone(table, "gone", "-", "red", most)
    yield from _alone(table, "new", "+", "green", most)
    shown = table.changed.first(most)
    for changed in shown:
        yield from _changed(table.name, changed)
    yield from _more("changed", table.changed.count, len(shown))


def _alone(table: TableDiff, what: str, sign: str, style: str, most: int) -> Iterator[Shown]:
    rows = table.deleted if what == "gone" else table.added
    shown = rows.first(most)
    for row in shown:
        yield _row(table.name, row, sign, style)
        if row.fate:
            alarm = "bold red" if row.fate.status is Status.unexplained else "dim"
            yield _line(sentences.fate(row.fate), alarm, "      ", 6)
    yield from _more(what, rows.count, len(shown))


def _row(table: str, row: Row, sign: str, style: str) -> Line:
    about = cut(printable(sentences.about(table, row.cells)), LONGEST)
    return Line(((printable(sentences.identity(row.key)), style), (f"  {about}", "")), f"  {sign} ", 6)


def _changed(table: str, changed: Changed) -> Iterator[Shown]:
    about = cut(printable(sentences.about(table, changed.row)), LONGEST) if table == "events" else ""
    yield Line(((printable(sentences.identity(changed.key)), "yellow"), (f"  {about}", "")), "  ~ ", 6)
    if changed.reused:
        yield _line("another event under an old id", "bold red", "      ")
    if changed.silent:
        yield _line("its timestamp is not newer", "bold red", "      ")
    for cell in changed.cells:
        yield Line(((f"{printable(cell.column)}: ", "dim"), *_cell(cell)), "      ", 8)


def _cell(cell: Cell) -> Iterator[Styled]:
    old, new = printable(cell.old), printable(cell.new)
    if max(len(old), len(new)) <= LONG or sentences.is_whole(old, new):
        yield cut(old, LONGEST) or sentences.NOTHING, "red"
        yield " → ", ""
        yield cut(new, LONGEST) or sentences.NOTHING, "green"
        return
    found = words.pieces(old, new)
    for number, piece in enumerate(found):
        if piece.kind is Kind.same:
            yield sentences.around(piece.text, number == 0, number == len(found) - 1, AROUND), ""
        else:
            begin, end, style = MARKS[piece.kind]
            yield f"{begin}{cut(piece.text, LONGEST)}{end}", style


def _events(events: Events, most: int) -> Iterator[Shown]:
    yield _line("What the events cover", "bold")
    yield _line(f"Period: {sentences.period(events)}.", first="  ", hang=4)
    yield _line(f"Fatalities: {sentences.deaths(events.deaths)}.", first="  ", hang=4)
    for groups in (events.deaths_by_country, events.deaths_by_type):
        shown = groups.first(most)
        for one in shown:
            yield _line(f"{one.group or sentences.NOTHING}: {sentences.deaths(one)}", first="    ", hang=6)
        if end := sentences.more(groups.count, len(shown)):
            yield _line(end, "dim", "    ")
    if any(events.uncounted):
        old, new = events.uncounted
        yield _line(
            f"Cells of fatalities that are no whole number: {old:,} old, {new:,} new.", first="  ", hang=4
        )
    for kind in events.coverage:
        yield _line(f"{kind.kind.capitalize()}: {sentences.coverage(kind)}.", first="  ", hang=4)
        for sign, style, names in (("+", "green", kind.added), ("-", "red", kind.gone)):
            listed = names.first(most)
            for name in listed:
                yield _line(f"{sign} {sentences.named(name)}", style, "    ", 6)
            if end := sentences.more(names.count, len(listed)):
                yield _line(end, "dim", "    ")


def _more(what: str, count: int, shown: int) -> Iterator[Shown]:
    if end := sentences.more(count, shown):
        yield _line(f"{end.rstrip('.')} {what}. --most shows more; -o json=FILE has all.", "dim", "  ")
