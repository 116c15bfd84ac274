"""A table of findings, for people who sort and filter in a spreadsheet."""

from __future__ import annotations

import csv
import re
from typing import TextIO

from dateline.findings import Cell, Finding, InDataset, InDocument, InText, order
from dateline.render.findings import where
from dateline.validate.run import Validation

COLUMNS = (
    "severity",
    "rule",
    "name",
    "file",
    "line",
    "row",
    "record",
    "column",
    "value",
    "message",
    "suggestion",
    "see_also",
    "edit",
    "fingerprint",
)
FORMULA = re.compile(r"[=@\t\r]|[+-](?![0-9.]+$)")
"""How a cell begins that a spreadsheet would compute."""


def write(result: Validation, stream: TextIO) -> None:
    """Write it. A cell that a spreadsheet would take for a formula gets an apostrophe in front."""
    table = csv.writer(stream, lineterminator="\n")
    table.writerow(COLUMNS)
    for finding in sorted(result.findings, key=order):
        table.writerow([_safe(cell) for cell in _row(finding)])


def _row(finding: Finding) -> tuple[object, ...]:
    return (
        finding.severity.value,
        finding.rule,
        finding.name,
        *_place(finding),
        finding.value,
        finding.message,
        finding.suggestion,
        "; ".join(map(where, finding.related)),
        where(finding.edit) if finding.edit else None,
        finding.fingerprint,
    )


def _place(finding: Finding) -> tuple[object, ...]:
    """File, line, row, record, column."""
    match finding.place:
        case Cell(file, row, line, column, record):
            return file, line, row, record, column
        case InDocument(file, line, _, pointer, record):
            return file, line, None, record, pointer
        case InText(source, file, start, end):
            return file, None, None, source, f"{start}-{end}"
        case InDataset(name):
            return None, None, None, name, None


def _safe(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and FORMULA.match(cell) else cell
