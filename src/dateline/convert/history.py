"""What became of event keys: `seeds/ids.csv`, and the generation that stands in `datasets/`."""

from __future__ import annotations

import csv
from collections.abc import Sequence

from dateline import registry, rules, structure
from dateline.convert.coded import Told
from dateline.convert.merge import Merged
from dateline.findings import Cell, Finding, Place
from dateline.project import Project

IDENTITY = ("event_date", "location_id", "actor1", "actor2")
"""What makes an event this event: a change of place, day or dyad is another one."""


def check(project: Project, events: Sequence[Merged], told: Told) -> list[Finding]:
    """Findings about keys that were retired, moved to another event, or vanished."""
    retired, findings = _retired(project)
    catalogue = rules.load()
    file = project.shown(project.seeds / "ids.csv")
    by_key = {merged.row["event_key"]: merged for merged in events}
    for key, (line, row) in retired.items():
        place = Cell(file, line=line, column="event_key", record=key)
        if key in told.keys:
            at: Place = by_key[key].claims[0][0].place if key in by_key else place
            rule = catalogue.answering("event_key", "retired")
            findings.append(
                rule.finding(at, {"value": key, "status": row["status"], "line": line}, related=(place,))
            )
        successor = row["successor_key"]
        if successor and not told.event(successor) and successor not in retired:
            findings.append(
                catalogue.answering("event_key", "no_successor").finding(
                    place, {"value": key, "successor": successor}
                )
            )
    for key, before in _before(project).items():
        if key in by_key:
            now = by_key[key].row
            changed = [name for name in IDENTITY if now[name] != before[name]]
            if changed:
                said = ", ".join(
                    f"{name} from {before[name] or 'nothing'} to {now[name] or 'nothing'}" for name in changed
                )
                place_of = by_key[key].claims[0][0].place
                findings.append(
                    catalogue.answering("event_key", "moved").finding(place_of, {"value": key, "said": said})
                )
        elif not told.event(key) and key not in retired:
            place = Cell(project.shown(project.datasets / "events.csv"), column="event_key", record=key)
            findings.append(catalogue.answering("event_key", "vanished").finding(place, {"value": key}))
    return findings


def _retired(project: Project) -> tuple[dict[str, tuple[int, dict[str, str]]], list[Finding]]:
    path = project.seeds / "ids.csv"
    if not path.is_file():
        return {}, []
    findings = structure.of_tables(project.root, {"ids": path})
    if findings:
        return {}, findings
    return {row["event_key"]: (number, row) for number, row in enumerate(registry.read_rows(path), 2)}, []


def _before(project: Project) -> dict[str, dict[str, str]]:
    """Identity of the events in the last generation. A file that is not ours, or broken, says nothing
    about the past."""
    path = project.datasets / "events.csv"
    if not path.is_file():
        return {}
    try:
        rows = registry.read_rows(path)
        return {row["event_key"]: {name: row[name] for name in IDENTITY} for row in rows}
    except (KeyError, UnicodeDecodeError, csv.Error):
        return {}
