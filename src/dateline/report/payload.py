"""The data of the page: tables and a validation in, plain values out. The same in, the same out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePath
from typing import Any

from dateline import __version__
from dateline.render.validation import verdict
from dateline.report import links, remarks, selection, words
from dateline.report.content import Content, Events
from dateline.report.texts import clipped
from dateline.validate.run import Validation

FORMAT = 1


def of(content: Content, validation: Validation, most: int = selection.MOST) -> dict[str, Any]:
    """The page's data: `head`, which it needs at once, and `words`, parts that it opens one by one (see
    `dateline.report.words`). Of more than `most` events those with findings come first."""
    content = _limited(content, validation, most)
    linked = links.of(content, _files(validation))
    return {
        "head": {
            "format": FORMAT,
            "tool": f"dateline {__version__}",
            "as_of": validation.as_of.isoformat(),
            "title": content.title,
            "about": content.about,
            "verdict": verdict(validation),
            "tally": remarks.tally(validation),
            "applied": len(validation.applied),
            "notes": [*content.notes, *_left_out(content.events, validation)],
            "files": _files_judged(content, validation),
            "reading": _reading(validation),
            "fields": _fields(content.events),
            "events": _events(content.events, content.names),
            "rules": remarks.rules(validation),
            "findings": remarks.findings(validation, linked),
            "not_run": remarks.not_run(validation),
            "contradictions": words.contradictions_of_none(content),
            "part": words.PART,
        },
        "words": words.parts(content),
    }


def _limited(content: Content, validation: Validation, most: int) -> Content:
    events = content.events
    if len(events.rows) <= most:
        return content
    found = links.of(content, _files(validation)).events(selection.worst_first(validation.findings))
    positions = selection.chosen(range(len(events.rows)), found, most)
    return replace(content, events=selection.part(events, positions))


def _files(validation: Validation) -> Mapping[str, str]:
    return {book.name: book.file for book in validation.books}


def _left_out(events: Events, validation: Validation) -> list[str]:
    """What the page does not show, as sentences."""
    told = []
    if (missing := events.total - len(events.rows)) > 0:
        told.append(
            f"This page shows {len(events.rows):,} of {events.total:,} events: those with findings first, "
            f"then the first of the file. {missing:,} are left out; all of them were judged."
        )
    if unreadable := sum(book.unreadable for book in validation.books):
        told.append(f"{unreadable:,} records could not be read and are not among the events.")
    kept = len(validation.findings)
    if (more := sum(validation.counts.values()) - kept) > 0:
        told.append(
            f"{more:,} findings are counted and not listed: of each rule, this page keeps only the first. "
            "“Findings” says of which rules, and `dateline validate --format json --most N` lists them all."
        )
    return told


def _files_judged(content: Content, validation: Validation) -> list[dict[str, Any]]:
    """The tables, then the documents, each with its hash."""
    tables = [
        {
            "file": content.names.get(book.file, book.file),
            "records": book.records,
            "size": book.size,
            "sha256": book.sha256,
        }
        for book in validation.books
    ]
    documents = [
        {"file": PurePath(file).name if PurePath(file).is_absolute() else file, "sha256": digest}
        for file, digest in sorted(validation.documents.items())
    ]
    return [*tables, *documents]


def _reading(validation: Validation) -> dict[str, Any] | None:
    """How one file by itself was understood."""
    reading = validation.reading
    if reading is None:
        return None
    return {
        "layout": reading.layout or "",
        "missing": list(reading.missing),
        "unused": list(reading.unused),
        "renamed": [[name, meant] for name, meant in reading.renamed.items()],
        "assumed": list(reading.assumed),
    }


def _fields(events: Events) -> list[dict[str, str]]:
    return [
        {
            "name": field["name"],
            "title": field.get("title", field["name"]),
            "about": field.get("description", ""),
            **({"column": column} if (column := events.columns.get(field["name"])) else {}),
        }
        for field in events.fields
    ]


def _events(events: Events, files: Mapping[str, str]) -> dict[str, Any]:
    """The events by column; columns that are empty throughout are left out."""
    names = [field["name"] for field in events.fields]
    columns = {name: [clipped(row.get(name) or "") for row in events.rows] for name in names}
    return {
        "file": files.get(events.file, events.file),
        "total": events.total,
        "shown": len(events.rows),
        "lines": list(events.lines),
        "numbers": list(events.numbers),
        "columns": {name: cells for name, cells in columns.items() if any(cells)},
    }
