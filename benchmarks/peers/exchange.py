"""What each of these programs is told and what it answers, so that their findings can be compared.

    python TOOL.py FILE SCHEMA ANSWER

SCHEMA is a Table Schema (equal_checks.py makes it). ANSWER is written: JSON, for each check that fails
("range latitude") the numbers of the data rows that fail it, from 1.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Field = Mapping[str, Any]
CHECKS = ("type", "required", "list", "pattern", "range", "length", "unique")


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a tool."""

    path: Path
    fields: tuple[Field, ...]
    answer: Path


def asked() -> Asked:
    """The arguments of the command."""
    path, schema, answer = map(Path, sys.argv[1:])
    return Asked(path, tuple(json.loads(schema.read_text(encoding="utf-8"))["fields"]), answer)


def tell(to: Path, found: Mapping[str, Iterable[int]]) -> None:
    """Write the rows that fail, by check."""
    answer = {check: sorted(rows) for check, rows in sorted(found.items())}
    to.write_text(json.dumps({check: rows for check, rows in answer.items() if rows}), encoding="utf-8")


def constraint(field: Field, name: str) -> Any:
    """A constraint of a field, or None."""
    return field.get("constraints", {}).get(name)
