"""Findings, and all that was judged, as values of JSON. `schema/report.schema.json` describes them."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from typing import Any

from dateline import __version__, resources
from dateline.findings import Cell, Finding, InDataset, InDocument, InText, Place, Severity
from dateline.render.validation import verdict
from dateline.rules import Catalogue
from dateline.validate.run import Validation

FORMAT = 1
"""Version of the report's form."""


def of_finding(finding: Finding) -> dict[str, Any]:
    """One finding."""
    return {
        "rule": finding.rule,
        "name": finding.name,
        "severity": finding.severity.value,
        "message": finding.message,
        "place": of_place(finding.place),
        "value": finding.value,
        "suggestion": finding.suggestion,
        "related": [of_place(place) for place in finding.related],
        "edit": of_place(finding.edit) if finding.edit else None,
        "fingerprint": finding.fingerprint,
    }


def of_place(place: Place) -> dict[str, Any]:
    """A place, with its kind."""
    match place:
        case Cell(file, row, line, column, record):
            return {
                "kind": "cell",
                "file": file,
                "row": row,
                "line": line,
                "column": column,
                "record": record,
            }
        case InDocument(file, line, position, pointer, record):
            return {
                "kind": "document",
                "file": file,
                "line": line,
                "column": position,
                "pointer": pointer,
                "record": record,
            }
        case InText(source, file, start, end):
            return {"kind": "text", "source": source, "file": file, "start": start, "end": end}
        case InDataset(name):
            return {"kind": "dataset", "name": name}


def of_validation(validation: Validation) -> dict[str, Any]:
    """What was judged, by what, and how much was found. Two runs over the same bytes give the same."""
    severities = validation.severities
    return {
        "format": FORMAT,
        "dateline": __version__,
        "as_of": validation.as_of.isoformat(),
        "verdict": verdict(validation),
        "rules": {
            "sha256": rules_hash(validation.catalogue),
            "run": sorted(validation.applied),
            "not_run": dict(sorted(validation.silent.items())),
        },
        "code_lists": {"sha256": code_lists_hash()},
        "tables": [asdict(book) for book in validation.books],
        "documents": dict(sorted(validation.documents.items())),
        "reading": asdict(validation.reading) if validation.reading else None,
        "profile": asdict(validation.profile) if validation.profile else None,
        "extractions": validation.extractions,
        "quotations": validation.quotations,
        "undecidable": validation.undecidable,
        "severities": {severity.value: severities[severity] for severity in Severity},
        "counts": dict(sorted(validation.counts.items())),
        "shown": len(validation.findings),
        "waived": dict(sorted(validation.waived.items())),
    }


def rules_hash(catalogue: Catalogue) -> str:
    """SHA-256 of all that the rules in force say, with the severities that hold."""
    text = json.dumps([asdict(rule) for rule in catalogue], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def code_lists_hash() -> str:
    """SHA-256 of the code lists, by name and content."""
    every = hashlib.sha256()
    for path in sorted((resources.folder("schema") / "codes").glob("*.csv")):
        every.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    return every.hexdigest()
