"""The checks that all tools can do: those of one cell, and the unique id.

They are the Table Schema of events, cut to the columns that a file has; a key into a code list becomes the
list of what its columns may hold. Keys of several columns are beyond most tools, so none is asked for them.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

Schema = Mapping[str, Any]
Answer = Mapping[str, Sequence[int]]
"""Rows that fail, by check; peers/exchange.py says how a check is named."""

_SCHEMA = Path(__file__).resolve().parents[1] / "schema"


def schema(path: Path) -> Schema:
    """A Table Schema without keys for an event file."""
    with path.open(encoding="utf-8", newline="") as stream:
        columns = next(csv.reader(stream))
    events = json.loads((_SCHEMA / "tables" / "events.json").read_text(encoding="utf-8"))
    fields = {field["name"]: field for field in events["fields"] if field["name"] in columns}
    for key in events["foreignKeys"]:
        codes = _SCHEMA / "codes" / f"{key['reference']['resource']}.csv"
        if codes.is_file():
            for name, column in zip(_listed(key["fields"]), _listed(key["reference"]["fields"]), strict=True):
                if name in fields and fields[name]["type"] == "string":
                    fields[name].setdefault("constraints", {})["enum"] = _values(codes, column)
    kept = ("name", "type", "constraints")
    return {"fields": [{key: fields[name][key] for key in kept if key in fields[name]} for name in columns]}


def count(schema: Schema) -> int:
    """How many checks there are; a lower and an upper limit are one."""
    return sum(
        (field["type"] != "string")
        + len({name.replace("max", "min") for name in field.get("constraints", {})})
        for field in schema["fields"]
    )


def differences(ours: Answer, theirs: Answer) -> tuple[int, int]:
    """How many failures only the first answer has, and how many only the second.

    Whether two cells without an id have the same id is a matter of taste; a missing one fails another check.
    """
    checks = set(ours) | set(theirs)
    pairs = [(_without_missing(ours, check), _without_missing(theirs, check)) for check in checks]
    return sum(len(one - other) for one, other in pairs), sum(len(other - one) for one, other in pairs)


def _without_missing(answer: Answer, check: str) -> set[int]:
    rows = set(answer.get(check, ()))
    kind, _, field = check.partition(" ")
    return rows - set(answer.get(f"required {field}", ())) if kind == "unique" else rows


def _values(codes: Path, column: str) -> list[str]:
    with codes.open(encoding="utf-8", newline="") as stream:
        return sorted({row[column] for row in csv.DictReader(stream)} - {""})


def _listed(names: str | list[str]) -> list[str]:
    return [names] if isinstance(names, str) else names
