"""What became of event keys: `seeds/ids.csv`, and the generation that stands in `datasets/`."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence

from dateline import registry, rules, structure
from dateline.convert.coded import Told
from dateline.convert.merge import Merged
from dateline.findings import Cell, Finding, Place, Severity
from dateline.project import Project

IDENTITY = ("event_date", "location_id", "actor1", "actor2")
"""What makes an event this event: a change of place, day or dyad is another one."""


Retired = Mapping[str, tuple[int, Mapping[str, str]]]
"""Lines and rows of `seeds/ids.csv` by event key."""


def check(project: Project, events: Sequence[Merged], told: Told, aside: Told) -> list[Finding]:
    """Findings about keys that were retired, moved to another event, or vanished.

    `told` is what all extractions tell, `aside` what those tell that did not go in.
    """
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
        if successor and not _arrives(successor, retired, told):
            findings.append(
                catalogue.answering("event_key", "no_successor").finding(
                    place, {"value": key, "successor": successor}
                )
            )
    for key, before in _before(project).items():
        if key in by_key:
            now = by_key[key].row
            changed = [name for name in IDENTITY if now[name] != before[name]]
            if changed and not aside.event(key):
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


def _arrives(key: str, retired: Retired, told: Told) -> bool:
    """Whether whoever follows the successors from `key` comes to an event, or to where the file ends them."""
    passed: set[str] = set()
    while key in retired and key not in passed:
        passed.add(key)
        key = retired[key][1]["successor_key"]
    return not key or told.event(key)


def _retired(project: Project) -> tuple[Retired, list[Finding]]:
    path = project.seeds / "ids.csv"
    if not path.is_file():
        return {}, []
    findings = structure.of_tables(project.root, {"ids": path})
    if any(finding.severity is Severity.error for finding in findings):
        return {}, findings
    return {row["event_key"]: (line, row) for line, row in registry.numbered_rows(path)}, findings


def _before(project: Project) -> dict[str, dict[str, str]]:
    """Identity of the events in the last generation. A file that is not ours, or broken, says nothing
    about the past."""
    path = project.datasets / "events.csv"
    if not path.is_file():
        return {}
    try:
        rows = registry.read_rows(path)
        return {row["event_key"]: {name: row[name] for name in IDENTITY} for row in rows if row["event_key"]}
    except (KeyError, ValueError, csv.Error):
        return {}
