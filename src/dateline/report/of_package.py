"""The tables of a project, as far as they can be read: a report is most wanted where something is broken."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from typing import Any

from dateline import registry
from dateline.project import DESCRIPTOR, Project
from dateline.report.content import Content, Events, Row
from dateline.schemas import table_schema

TABLES = ("sources", "claims", "evidence", "contradictions", "left_out")
Read = tuple[list[Row], list[int | None], str | None]


def read(project: Project) -> Content:
    """The events and the words behind them; what cannot be read is told in `notes`."""
    rows, lines, note = _table(project, "events")
    events = Events(
        file=project.shown(project.datasets / "events.csv"),
        fields=table_schema("events")["fields"],
        rows=rows,
        lines=lines,
        numbers=[None] * len(rows),
        total=len(rows),
    )
    others = {name: _table(project, name) for name in TABLES}
    about = _about(json.loads((project.root / DESCRIPTOR).read_text(encoding="utf-8")))
    return Content(
        events=events,
        title=about.get("title") or project.name,
        about=about,
        tables={name: found for name, (found, _lines, _note) in others.items()},
        notes=[said for said in (note, *(third for _, _, third in others.values())) if said],
    )


def _table(project: Project, name: str) -> Read:
    """The records of a table, their lines, and what is to be said if it cannot be read to its end."""
    path = project.datasets / f"{name}.csv"
    shown = project.shown(path)
    rows: list[Row] = []
    lines: list[int | None] = []
    try:
        records = registry.numbered_records(path)
        _line, header = next(records, (1, []))
        for line, cells in records:
            rows.append(dict(zip(header, cells, strict=False)))
            lines.append(line)
    except FileNotFoundError:
        return rows, lines, f"{shown} is not there."
    except (csv.Error, UnicodeDecodeError) as error:
        return rows, lines, f"{shown} cannot be read to its end ({error}); what stands before it is shown."
    return rows, lines, None


def _about(descriptor: Mapping[str, Any]) -> dict[str, Any]:
    texts = {
        name: descriptor[name]
        for name in ("name", "title", "version", "description")
        if isinstance(descriptor.get(name), str)
    }
    return {**texts, "licences": _licences(descriptor.get("licenses"))}


def _licences(given: Any) -> Sequence[Mapping[str, str]]:
    entries = given if isinstance(given, list) else []
    return [
        {name: entry[name] for name in ("name", "title", "path") if isinstance(entry.get(name), str)}
        for entry in entries
        if isinstance(entry, dict)
    ]
