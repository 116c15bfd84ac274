"""Two states of small tables, and what differs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from typing import Any

from dateline.diff import compare
from dateline.diff.model import Diff

AS_OF = date(2026, 11, 29)
Cells = Sequence[str]


def package(
    root: Path,
    tables: dict[str, tuple[Sequence[Any], Iterable[Cells]]],
    key: Sequence[str] = ("id",),
    **about: Any,
) -> Path:
    """Write a data package: rows by table, with its columns as names or fields of a Table Schema."""
    root.mkdir(parents=True, exist_ok=True)
    resources = []
    for name, (columns, rows) in tables.items():
        fields = [one if isinstance(one, dict) else {"name": one, "type": "string"} for one in columns]
        stream = io.StringIO()
        csv.writer(stream, lineterminator="\n").writerows([[one["name"] for one in fields], *rows])
        (root / f"{name}.csv").write_text(stream.getvalue(), encoding="utf-8", newline="")
        keys = [one for one in key if one in [field["name"] for field in fields]]
        schema = {"fields": fields, **({"primaryKey": keys} if keys else {})}
        resources.append({"name": name, "path": f"{name}.csv", "format": "csv", "schema": schema})
    descriptor = {"name": "some", "version": "1.0.0", **about, "resources": resources}
    (root / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    return root


def compared(old: Path, new: Path, **more: Any) -> AbstractContextManager[Diff]:
    """What differs between them."""
    return compare.compared(old, new, as_of=AS_OF, **more)
