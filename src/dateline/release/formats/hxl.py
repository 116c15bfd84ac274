"""HXL 1.1: the events as CSV, with a row of hashtags below the header (`schema/hxl.csv`). Cells are escaped
as in all CSV files of a release."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path

from dateline import resources
from dateline.engine.table_file import literal
from dateline.release.formats import csv as csv_format
from dateline.release.formats.content import EVENTS, Content, Output, place

PATH = "formats/events.hxl.csv"


def write(content: Content, folder: Path) -> list[Output]:
    """`formats/events.hxl.csv`; nothing of a package without events. A column that has no hashtag there keeps
    its place without one, as HXL allows."""
    events = content.relations.get(EVENTS)
    if events is None:
        return []
    known = hashtags()
    head = io.StringIO()
    rows = csv.writer(head, lineterminator="\n")
    rows.writerow(events.table.columns)
    rows.writerow(known.get(column, "") for column in events.table.columns)
    escaped = csv_format.escapes(content, events)
    content.run(
        events,
        f"COPY ({csv_format.safe(events, escaped)}) TO {literal(str(place(folder, PATH)))} "
        f"({csv_format.DIALECT}, HEADER false, PREFIX {literal(head.getvalue())}, SUFFIX '\n')",
    )
    return [Output(PATH, events.title, "text/csv", "HXL", EVENTS, escaped)]


def hashtags() -> Mapping[str, str]:
    """The hashtag, with its attributes, of each column of the events."""
    path = resources.folder("schema") / "hxl.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        return {row["column"]: row["hashtag"] for row in csv.DictReader(stream)}
