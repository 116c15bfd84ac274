"""Tables against their Table Schemas and keys alone, without the rules."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from dateline import rules
from dateline.engine import judge as engine
from dateline.engine import table_file
from dateline.findings import Finding, InDataset
from dateline.schemas import table_schema

_ANY_DAY = date(2000, 1, 1)
"""What a schema demands does not depend on today."""


def of_tables(root: Path, tables: Mapping[str, Path]) -> list[Finding]:
    """Judge CSV files by the built-in schemas, with their keys into each other and into the code lists."""
    findings: list[Finding] = []
    with tempfile.TemporaryDirectory(prefix="dateline-") as folder:
        inputs: list[engine.Input] = []
        for name, path in tables.items():
            shown = path.relative_to(root).as_posix()
            if path.is_file():
                file = table_file.opened(path, shown, Path(folder))
                inputs.append(engine.Input(name, file, table_schema(name), exact=True))
            else:
                findings.append(absent(name, shown))
        return [*findings, *of_inputs(inputs)]


def of_inputs(inputs: Sequence[engine.Input]) -> tuple[Finding, ...]:
    """Judge tables by their schemas alone."""
    return engine.judge(inputs, (), engine.Options(_ANY_DAY)).findings


def absent(name: str, path: str) -> Finding:
    """The finding of a table whose file is not there."""
    values = {"value": path, "column": "", "expected": "", "note": ""}
    return rules.load().answering("table", "absent").finding(InDataset(name), values)
