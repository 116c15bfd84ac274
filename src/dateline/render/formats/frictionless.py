"""A report of frictionless: a task for each table, findings of severity error as its errors, the others as
its warnings, for whatever reads such reports."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, TextIO

from dateline.engine.judge import Books
from dateline.findings import Cell, Finding, Severity, order
from dateline.render.findings import where
from dateline.validate.run import Validation

TYPES = {
    "dateline-table": ("Dateline: table", "A rule of dateline is broken by the table as a whole."),
    "dateline-row": ("Dateline: row", "A rule of dateline is broken by a row."),
    "dateline-cell": ("Dateline: cell", "A rule of dateline is broken by a cell."),
}
"""The types of errors, which `frictionless_dateline` gives to frictionless, with title and description."""
TAGS = {
    "dateline-table": ["#table"],
    "dateline-row": ["#table", "#row"],
    "dateline-cell": ["#table", "#row", "#cell"],
}


def write(result: Validation, stream: TextIO) -> None:
    """Write it, one error after the other."""
    found: dict[str, list[Finding]] = {}
    for finding in sorted(result.findings, key=order):
        found.setdefault(getattr(finding.place, "file", None) or "", []).append(finding)
    tasks = [(book.name, book.file, found.pop(book.file, []), _stats(book)) for book in result.books]
    # What is about a document, or about the dataset, has no table.
    tasks += [(f"document-{number}", file, rest, {}) for number, (file, rest) in enumerate(found.items(), 1)]
    errors = sum(one.severity is Severity.error for one in result.findings)
    head = {
        "valid": not errors,
        "stats": {
            "tasks": len(tasks),
            "warnings": len(result.findings) - errors,
            "errors": errors,
            "seconds": 0,
        },
        "warnings": [],
        "errors": [],
    }
    stream.write(json.dumps(head).removesuffix("}") + ', "tasks": [')
    for number, (name, file, findings, stats) in enumerate(tasks):
        stream.write(", " if number else "")
        _task(name, file, findings, stats, stream)
    stream.write("]}\n")


def _stats(book: Books) -> Mapping[str, Any]:
    sha256 = {"sha256": book.sha256} if book.sha256 else {}
    return {"bytes": book.size, "rows": book.records, **sha256}


def _task(
    name: str, file: str, findings: Sequence[Finding], stats: Mapping[str, Any], stream: TextIO
) -> None:
    errors = [one for one in findings if one.severity is Severity.error]
    others = [one for one in findings if one.severity is not Severity.error]
    head = {
        "name": name,
        "type": "table",
        "valid": not errors,
        "place": file or "<dataset>",
        "labels": [],
        "stats": {**stats, "warnings": len(others), "errors": len(errors), "seconds": 0},
    }
    stream.write(json.dumps(head).removesuffix("}") + ', "warnings": [')
    for number, one in enumerate(others):
        stream.write((", " if number else "") + json.dumps(f"{where(one.place)}: {note(one)}"))
    stream.write('], "errors": [')
    for number, one in enumerate(errors):
        stream.write((", " if number else "") + json.dumps(_error(one)))
    stream.write("]}")


def _error(finding: Finding) -> dict[str, Any]:
    place, said = finding.place, note(finding)
    of: dict[str, Any] = {}
    kind = "dateline-table"
    if isinstance(place, Cell) and place.row is not None:
        kind, of = "dateline-row", {"cells": [], "rowNumber": place.row + 1}
        if place.column:
            kind = "dateline-cell"
            of |= {"cell": finding.value or "", "fieldName": place.column, "fieldNumber": 0}
    title, description = TYPES[kind]
    return {
        "type": kind,
        "title": title,
        "description": description,
        "message": f"{where(place)}: {said}",
        "tags": TAGS[kind],
        "note": said,
        **of,
    }


def note(finding: Finding) -> str:
    """What is said of a finding beside its place."""
    perhaps = f" Perhaps: {finding.suggestion}" if finding.suggestion else ""
    return f"{finding.rule} {finding.name}: {finding.message}{perhaps}"
