"""The examples of table rules, judged by the engine that users run."""

from __future__ import annotations

import csv
import functools
from collections.abc import Hashable, Mapping, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from dateline.engine import judge, table_file
from dateline.findings import Cell, Finding
from dateline.probes.points import Located
from dateline.rules.model import Example, Rule
from dateline.schemas import known_schema, table_schema

Row = dict[str, str]

_AS_OF = date(2026, 1, 1)
_POINT = ("point_country", "point_at_sea", "point_disputed")
TIMES = "times"
"""How often a row stands in a table of an example; left out: once."""


@functools.cache
def base_rows() -> Mapping[str, Mapping[str, str]]:
    """One sound row of each table."""
    text = (Path(__file__).parent / "base_rows.yaml").read_text(encoding="utf-8")
    loaded: Mapping[str, Mapping[str, str]] = yaml.load(text, Loader=yaml.CSafeLoader)
    return loaded


def findings(rule: Rule, examples: Sequence[Example]) -> list[list[Finding]]:
    """What a table rule finds in each of its examples. KeyError for a column that no table has.

    A rule over rows sees one at a time: examples of one day are rows of one file, and judged together.
    """
    laid = [laid_out(rule, example) for example in examples]
    together: dict[Hashable, list[int]] = {}
    for number, (_, day, located) in enumerate(laid):
        together.setdefault((day, located) if rule.query is None else number, []).append(number)
    found: list[list[Finding]] = [[] for _ in examples]
    for numbers in together.values():
        tables, day, located = laid[numbers[0]]
        if rule.query is not None:
            found[numbers[0]] = _judged(rule, tables, day, located)
            continue
        table = rule.table or ""
        rows = [(number, row) for number in numbers for row in laid[number][0][table]]
        for finding in _judged(rule, {table: [row for _, row in rows]}, day, located):
            assert isinstance(finding.place, Cell)
            found[rows[(finding.place.row or 0) - 1][0]].append(finding)
    return found


def _judged(rule: Rule, tables: Mapping[str, Sequence[Row]], day: date, located: Located) -> list[Finding]:
    options = judge.Options(day, schemas=False, threads=1, locate=lambda points: [located] * len(points))
    with TemporaryDirectory(prefix="dateline-") as name:
        folder = Path(name)
        inputs = [_input(table, rows, folder) for table, rows in tables.items()]
        judged = judge.judge(inputs, [rule], options)
    if rule.code in judged.silent:
        raise ValueError(f"{rule.code} was not run: {judged.silent[rule.code]}")
    return [finding for finding in judged.findings if finding.rule == rule.code]


def laid_out(rule: Rule, example: Example) -> tuple[dict[str, list[Row]], date, Located]:
    """The tables of an example, its day, and what the probe answers about its points."""
    given = dict(example)
    as_of = given.pop("as_of", _AS_OF)
    day = as_of if isinstance(as_of, date) else date.fromisoformat(as_of)
    if rule.query is None:
        given = {rule.table or "": [given]}
    tables: dict[str, list[Row]] = {}
    located = Located(frozenset(), False, False)
    for table, patches in given.items():
        rows: list[Row] = []
        for number, patch in enumerate(one for one in patches for _ in range(int(one.get(TIMES, 1)))):
            cells = {key: str(value) for key, value in patch.items() if key not in (*_POINT, TIMES)}
            unknown = cells.keys() - base_rows()[table].keys()
            if unknown:
                raise KeyError(f"{rule.code}: {table} has no column {', '.join(sorted(unknown))}")
            rows.append({**base_rows()[table], **_distinct(table, number), **cells})
            if any(name in patch for name in _POINT):
                country = patch.get("point_country")
                countries = frozenset({country} if country else ())
                located = Located(countries, _true(patch, "point_at_sea"), _true(patch, "point_disputed"))
        tables[table] = rows
    return tables, day, located


def _distinct(table: str, number: int) -> Row:
    """Keys of the second and later rows of a table, different from those of the base row."""
    key = table_schema(table).get("primaryKey", ())
    names = [key] if isinstance(key, str) else list(key)
    row = {name: f"{base_rows()[table][name]}{number}" for name in names} if number else {}
    if table == "events" and number:
        row = {"event_id_cnty": f"DLS-{number + 1:010d}", "event_key": f"clash-{number + 1}"}
    return row


def _true(patch: Mapping[str, Any], name: str) -> bool:
    return str(patch.get(name, "")).lower() == "true"


def _input(table: str, rows: Sequence[Row], folder: Path) -> judge.Input:
    path = folder / f"{table}.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(base_rows()[table]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return judge.Input(table, table_file.opened(path, path.name, folder), known_schema(table))
