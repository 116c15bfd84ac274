"""Differences as one page that asks nobody for anything, without a script. It is written piece by piece."""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TextIO

from dateline import __version__
from dateline.diff import words
from dateline.diff.model import Changed, Deaths, Diff, Events, Listed, Row, Status, TableDiff
from dateline.diff.words import Kind
from dateline.render.diff import sentences
from dateline.render.findings import cut

LONGEST = 10_000
"""Characters of a value."""
_PARTS = Path(__file__).resolve().parent / "parts"
_PLACE = re.compile(r"\{\{(\w+)\}\}")
_TAGS = {Kind.same: "{}", Kind.old: "<del>{}</del>", Kind.new: "<ins>{}</ins>"}


def write(diff: Diff, stream: TextIO, most: int) -> None:
    """Write it, so many of each list."""
    style = (_PARTS / "page.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    parts = {
        "policy": f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; "
        "base-uri 'none'; form-action 'none'",
        "style": style,
        "title": _text(sentences.title(diff)),
        "tool": f"dateline {__version__}",
    }
    head = (_PARTS / "page.html").read_text(encoding="utf-8")
    # In one pass, so that nothing of the data is taken for a place of its own.
    stream.write(_PLACE.sub(lambda found: parts[found[1]], head))
    for piece in _body(diff, most):
        stream.write(piece + "\n")
    stream.write("</body>\n</html>\n")


def _text(text: str) -> str:
    """A text as it stands, with what nobody sees shown by its number: an override of direction would turn the
    page round."""
    seen = "".join(
        c if c.isprintable() or c in "\n\t" else " " if c.isspace() else f"\\u{ord(c):04x}" for c in text
    )
    return html.escape(seen)


def _body(diff: Diff, most: int) -> Iterator[str]:
    differing = [table for table in diff.tables if table.differs]
    yield f"<h1><bdi>{_text(sentences.title(diff))}</bdi></h1>"
    yield f"<p>{_text(sentences.version(diff))}</p>"
    for one in sentences.alarms(diff.events) if diff.events else ():
        yield f'<p class="alarm">{_text(one)}</p>'
    yield from _list(sentences.tables(diff))
    yield f'<p class="quiet">Compared by dateline {__version__}.</p>'
    if differing:
        links = (
            f'<a href="#table-{number}">{_text(table.title)}</a>' for number, table in enumerate(differing)
        )
        yield f'<nav aria-label="Tables">{" ".join(links)}</nav>'
    yield "<main>"
    if diff.events and diff.differs:
        yield from _events(diff.events, most)
    for number, table in enumerate(differing):
        yield from _table(number, table, most)
    yield "</main>"


def _list(items: Iterable[str]) -> Iterator[str]:
    found = [f"<li>{_text(one)}</li>" for one in items]
    if found:
        yield f"<ul>{''.join(found)}</ul>"


def _table(number: int, table: TableDiff, most: int) -> Iterator[str]:
    yield f'<section aria-labelledby="table-{number}">'
    yield f'<h2 id="table-{number}">{_text(table.title)}</h2>'
    yield f"<p>{_text(sentences.rows(table))}.</p>"
    if table.name == "events" and (share := sentences.share(table)):
        yield f"<p>{_text(share)}</p>"
    if table.cells:
        yield f"<p>Cells that differ: {_text(sentences.cells(table))}.</p>"
    yield from _list(sentences.columns(table.columns))
    yield from _alone(table.name, "gone", "Gone", table.deleted, most)
    yield from _alone(table.name, "new", "New", table.added, most)
    if shown := table.changed.first(most):
        yield "<h3>Changed</h3>"
        yield '<ul class="rows">'
        for one in shown:
            yield from _changed(table.name, one)
        yield "</ul>"
        yield from _more(table.changed.count, len(shown))
    yield "</section>"


def _alone(table: str, kind: str, title: str, rows: Listed[Row], most: int) -> Iterator[str]:
    shown = rows.first(most)
    if not shown:
        return
    yield f"<h3>{title}</h3>"
    yield '<ul class="rows">'
    for row in shown:
        fate = ""
        if row.fate:
            alarm = "alarm" if row.fate.status is Status.unexplained else "quiet"
            fate = f'<p class="{alarm}">{_text(cut(sentences.fate(row.fate), LONGEST))}</p>'
        yield f'<li class="{kind}">{_heading(table, row.key, row.cells)}{fate}</li>'
    yield "</ul>"
    yield from _more(rows.count, len(shown))


def _heading(table: str, key: tuple[str, ...], cells: Mapping[str, str]) -> str:
    about = _text(cut(sentences.about(table, cells), LONGEST))
    return f"<code>{_text(sentences.identity(key))}</code> <bdi>{about}</bdi>"


def _changed(table: str, changed: Changed) -> Iterator[str]:
    yield f"<li>{_heading(table, changed.key, changed.row)}"
    if changed.reused:
        yield '<p class="alarm">another event under an old id</p>'
    if changed.silent:
        yield '<p class="alarm">its timestamp is not newer</p>'
    yield "<table><tbody>"
    for cell in changed.cells:
        yield f'<tr><th scope="row">{_text(cell.column)}</th><td>{_cell(cell.old, cell.new)}</td></tr>'
    yield "</tbody></table></li>"


def _cell(old: str, new: str) -> str:
    if sentences.is_whole(old, new) or " " not in old + new:
        return " → ".join(
            _TAGS[kind].format(_text(cut(text, LONGEST)))
            if text
            else f'<span class="empty">{sentences.NOTHING}</span>'
            for text, kind in ((old, Kind.old), (new, Kind.new))
        )
    return "".join(
        _TAGS[piece.kind].format(_text(cut(piece.text, LONGEST))) for piece in words.pieces(old, new)
    )


def _events(events: Events, most: int) -> Iterator[str]:
    yield "<section>"
    yield "<h2>What the events cover</h2>"
    yield '<dl class="figures">'
    yield _figure("Period", sentences.period(events))
    yield _figure("Fatalities", sentences.deaths(events.deaths))
    if any(events.uncounted):
        old, new = events.uncounted
        yield _figure("Fatalities that are no whole number", f"{old:,} old, {new:,} new")
    if fates := sentences.fates(events):
        yield _figure("Events that are gone", fates)
    for kind in events.coverage:
        yield _figure(kind.kind.capitalize(), sentences.coverage(kind))
        for what, names in (("New", kind.added), ("Gone", kind.gone)):
            if shown := names.first(most):
                said = [sentences.named(name) for name in shown]
                end = sentences.more(names.count, len(shown))
                yield _figure(f"{what} {kind.kind}", "; ".join([*said, *([end] if end else [])]))
    yield "</dl>"
    for title, groups in (("Country", events.deaths_by_country), ("Sub-event type", events.deaths_by_type)):
        yield from _deaths(title, groups, most)
    yield "</section>"


def _figure(name: str, value: str) -> str:
    return f"<dt>{_text(name)}</dt><dd>{_text(value)}</dd>"


def _deaths(title: str, groups: Listed[Deaths], most: int) -> Iterator[str]:
    shown = groups.first(most)
    if not shown:
        return
    heads = "".join(f'<th scope="col" class="number">{name}</th>' for name in ("Old", "New", "Difference"))
    yield "<h3>Fatalities that differ</h3>"
    yield f'<table class="deaths"><thead><tr><th scope="col">{title}</th>{heads}</tr></thead><tbody>'
    for one in shown:
        numbers = (f"{one.old:,}", f"{one.new:,}", f"{one.new - one.old:+,}")
        cells = "".join(f'<td class="number">{number}</td>' for number in numbers)
        yield f'<tr><th scope="row">{_text(one.group or sentences.NOTHING)}</th>{cells}</tr>'
    yield "</tbody></table>"
    yield from _more(groups.count, len(shown))


def _more(count: int, shown: int) -> Iterator[str]:
    if end := sentences.more(count, shown):
        yield f'<p class="quiet">{_text(end)}</p>'
