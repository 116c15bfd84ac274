"""Release notes in Markdown, for the page of a release or a change log.

Nothing of the data can end a line, a table or an element: every text is on one line, with all that Markdown
would make something of as character references (`escaped`).
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from typing import TextIO

from dateline.diff import words
from dateline.diff.model import Changed, Deaths, Diff, Events, Listed, Row, TableDiff
from dateline.diff.words import Kind
from dateline.render.diff import sentences
from dateline.render.findings import cut
from dateline.render.formats import markdown

MOST = 20
"""Items of a list that are shown, if nobody says otherwise."""
LONGEST = 300
"""Characters of a value."""
AROUND = 40
"""Characters that are shown on either side of what differs."""

_HARMLESS = re.compile(r"(?<=\w)&#(95);(?=\w)|&#(58);(?= |$)|(?<=\()&#(43);(?=\d)")
"""What is escaped where it means nothing: `_` inside a word, `:` before a space, the sign of a number."""


def escaped(text: str) -> str:
    """`text` on one line, as it is, and as easy to read as that goes."""
    return _HARMLESS.sub(lambda found: chr(int(found[1] or found[2] or found[3])), markdown.escaped(text))


def notes(diff: Diff, most: int = MOST) -> str:
    """The release notes."""
    stream = io.StringIO()
    write(diff, stream, most)
    return stream.getvalue()


def write(diff: Diff, stream: TextIO, most: int) -> None:
    """Write them."""
    for one in _lines(diff, most):
        stream.write(one + "\n")


def _lines(diff: Diff, most: int) -> Iterator[str]:
    yield f"# {escaped(sentences.title(diff))}"
    yield ""
    yield escaped(sentences.version(diff))
    if diff.events:
        for one in sentences.alarms(diff.events):
            yield ""
            yield f"**{escaped(one)}**"
    yield from _list(sentences.tables(diff))
    if diff.events and diff.differs:
        yield from _events(diff.events, most)
    for table in diff.tables:
        if table.differs:
            yield from _table(table, most)


def _list(items: Iterator[str]) -> Iterator[str]:
    for number, one in enumerate(items):
        if number == 0:
            yield ""
        yield f"- {escaped(one)}"


def _table(table: TableDiff, most: int) -> Iterator[str]:
    yield ""
    yield f"## {escaped(table.title)}"
    yield ""
    yield escaped(f"{sentences.rows(table)}.")
    if table.name == "events" and (share := sentences.share(table)):
        yield escaped(share)
    if table.cells:
        yield escaped(f"Cells that differ: {sentences.cells(table)}.")
    yield from _list(sentences.columns(table.columns))
    yield from _alone(table, "New", table.added, most)
    yield from _alone(table, "Gone", table.deleted, most)
    if shown := table.changed.first(most):
        yield ""
        yield "### Changed"
        yield ""
        for one in shown:
            yield from _changed(table.name, one)
        yield from _more(table.changed.count, len(shown))


def _alone(table: TableDiff, title: str, rows: Listed[Row], most: int) -> Iterator[str]:
    shown = rows.first(most)
    if not shown:
        return
    yield ""
    yield f"### {title}"
    yield ""
    for row in shown:
        fate = f" *{escaped(sentences.fate(row.fate))}*" if row.fate else ""
        about = escaped(cut(sentences.about(table.name, row.cells), LONGEST))
        yield f"- {_key(row.key)} {about}{fate}".rstrip()
    yield from _more(rows.count, len(shown))


def _changed(table: str, changed: Changed) -> Iterator[str]:
    about = escaped(cut(sentences.about(table, changed.row), LONGEST)) if table == "events" else ""
    marks = [
        *(["**another event under an old id**"] if changed.reused else []),
        *(["**its timestamp is not newer**"] if changed.silent else []),
    ]
    yield f"- {' '.join([_key(changed.key), about, *marks])}".rstrip()
    for cell in changed.cells:
        yield f"  - {escaped(cell.column)}: {_cell(cell.old, cell.new)}"


def _cell(old: str, new: str) -> str:
    if max(len(old), len(new)) <= LONGEST // 5 or sentences.is_whole(old, new):
        return f"{_value(old)} → {_value(new)}"
    found = words.pieces(old, new)
    last = len(found) - 1
    parts = []
    for number, piece in enumerate(found):
        match piece.kind:
            case Kind.same:
                parts.append(_piece(sentences.around(piece.text, number == 0, number == last, AROUND)))
            case Kind.old:
                parts.append(f"<del>{_piece(cut(piece.text, LONGEST))}</del>")
            case Kind.new:
                parts.append(f"<ins>{_piece(cut(piece.text, LONGEST))}</ins>")
    return "".join(parts)


def _piece(text: str) -> str:
    """A piece of a text, with a space where it begins or ends with one."""
    begin, end = (" " if one.isspace() else "" for one in (text[:1], text[-1:]))
    return f"{begin}{escaped(text)}{end}" if text.strip() else begin


def _value(text: str) -> str:
    return escaped(cut(text, LONGEST)) or sentences.NOTHING


def _key(key: Sequence[str]) -> str:
    name = escaped(sentences.identity(tuple(key)))
    return f"<code>{name}</code>" if name else "a row without a key:"


def _events(events: Events, most: int) -> Iterator[str]:
    yield ""
    yield "## What the events cover"
    yield ""
    yield "| | |"
    yield "|---|---|"
    yield f"| Period | {escaped(sentences.period(events))} |"
    yield f"| Fatalities | {escaped(sentences.deaths(events.deaths))} |"
    for kind in events.coverage:
        yield f"| {kind.kind.capitalize()} | {escaped(sentences.coverage(kind))} |"
    if fates := sentences.fates(events):
        yield f"| Events that are gone | {escaped(fates)} |"
    if any(events.uncounted):
        old, new = events.uncounted
        yield f"| Fatalities that are no whole number | {old:,} old, {new:,} new |"
    for title, groups in (("country", events.deaths_by_country), ("sub-event type", events.deaths_by_type)):
        yield from _deaths(title, groups, most)
    for kind in events.coverage:
        for what, names in (("New", kind.added), ("Gone", kind.gone)):
            shown = names.first(most)
            if shown:
                yield ""
                yield f"{what} {kind.kind}: {', '.join(escaped(sentences.named(name)) for name in shown)}"
                yield from _more(names.count, len(shown))


def _deaths(title: str, groups: Listed[Deaths], most: int) -> Iterator[str]:
    shown = groups.first(most)
    if not shown:
        return
    yield ""
    yield f"| {title} | fatalities, old | new | difference |"
    yield "|---|--:|--:|--:|"
    for one in shown:
        group = escaped(one.group) or sentences.NOTHING
        yield f"| {group} | {one.old:,} | {one.new:,} | {one.new - one.old:+,} |"
    yield from _more(groups.count, len(shown))


def _more(count: int, shown: int) -> Iterator[str]:
    if end := sentences.more(count, shown):
        yield ""
        yield end
