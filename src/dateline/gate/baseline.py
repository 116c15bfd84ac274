"""Findings that are known: one line each, so that a change of the file can be read and merged."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

from dateline.errors import CallError
from dateline.findings import Finding

COLUMNS = ("fingerprint", "rule", "record")


def read(path: Path) -> Counter[str]:
    """How often each fingerprint is known. CallError if the file is none that `write` made."""
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            header, *lines = csv.reader(stream)
    except (OSError, UnicodeDecodeError, csv.Error, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise CallError(f"The baseline {path} cannot be read: {why}. --write-baseline makes one.") from error
    if tuple(header) != COLUMNS or any(len(line) != len(COLUMNS) for line in lines):
        raise CallError(f"{path} is no baseline: its columns must be {', '.join(COLUMNS)}.")
    return Counter(fingerprint for fingerprint, _, _ in lines)


def write(findings: Iterable[Finding], stream: TextIO) -> None:
    """Write the findings, in an order that stays when others come."""
    table = csv.writer(stream, lineterminator="\n")
    table.writerow(COLUMNS)
    table.writerows(
        sorted((one.fingerprint, one.rule, getattr(one.place, "record", None) or "") for one in findings)
    )
