"""What became of the events of the release before, as findings: the rules of the topic history."""

from __future__ import annotations

from collections.abc import Iterator

from dateline import rules
from dateline.diff.model import Changed, Diff, Status
from dateline.findings import Cell, Finding
from dateline.gate import history

EVENTS = "events"


def findings(diff: Diff, file: str) -> Iterator[Finding]:
    """Events that are gone without a word (H001), ids that stand for another event (H002), changes without a
    newer timestamp (H003). `file` is that of the present events."""
    table = diff.table(EVENTS)
    if table is None:
        return
    for row in table.deleted:
        if row.fate is None or row.fate.status is Status.unexplained:
            rule = rules.load().answering("change", "deleted")
            yield history.lost(rule, "/".join(row.key), row.cells, file)
    for changed in table.changed:
        if changed.reused or changed.silent:
            yield _changed(changed, file)


def forgotten(diff: Diff) -> Iterator[str]:
    """Keys of events that the release before lists as retired, and the present state does not."""
    if (table := diff.table("ids")) is not None:
        yield from ("/".join(row.key) for row in table.deleted)
    elif "ids" in diff.tables_removed:
        yield "all of them"


def _changed(changed: Changed, file: str) -> Finding:
    event = "/".join(changed.key)
    place = Cell(file, record=event)
    if changed.reused:
        former = {**changed.row, **{cell.column: cell.old for cell in changed.cells}}
        values = {"value": event, **history.when_and_where(former)}
        return rules.load().answering("change", "reused").finding(place, values)
    columns = ", ".join(cell.column for cell in changed.cells)
    values = {"value": event, "columns": columns, "timestamp": changed.row.get("timestamp", "")}
    return rules.load().answering("change", "silent").finding(place, values)
