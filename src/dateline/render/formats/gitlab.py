"""A code quality report of GitLab: the entries that a merge request shows beside its lines."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from typing import TextIO

from dateline.findings import Severity, order
from dateline.render.formats.paths import path_and_line
from dateline.validate.run import Validation

SEVERITIES = {Severity.error: "major", Severity.warning: "minor", Severity.info: "info"}


def write(result: Validation, stream: TextIO) -> None:
    """Write it. A finding without a file stands at the first line of the descriptor."""
    seen: Counter[str] = Counter()
    before = "\n"
    stream.write("[")
    for finding in sorted(result.findings, key=order):
        path, line = path_and_line(finding.place, result.root)
        seen[finding.fingerprint] += 1
        entry = {
            "description": finding.message,
            "check_name": f"{finding.rule} {finding.name}",
            "fingerprint": _unique(finding.fingerprint, seen[finding.fingerprint]),
            "severity": SEVERITIES[finding.severity],
            "location": {"path": path, "lines": {"begin": line or 1}},
        }
        stream.write(before + json.dumps(entry))
        before = ",\n"
    stream.write("\n]\n")


def _unique(fingerprint: str, number: int) -> str:
    """GitLab shows one of those that are equal."""
    return fingerprint if number == 1 else hashlib.sha256(f"{fingerprint} {number}".encode()).hexdigest()[:16]
