"""Tables on disk, judged by their schemas, as tests of the engine see them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from dateline import rules
from dateline.engine import judge, table_file
from dateline.engine.judge import Input, Judgement, Options
from dateline.findings import Cell, Finding

AS_OF = date(2026, 1, 1)


class Found(NamedTuple):
    """A finding: what it answers, the record's number, its physical line, its column, the cell's text."""

    kind: str
    row: int | None = None
    line: int | None = None
    column: str | None = None
    value: str = ""


def found(finding: Finding) -> Found:
    """A finding, short."""
    (kind,) = rules.load()[finding.rule].answers
    assert isinstance(finding.place, Cell)
    place = finding.place
    return Found(kind, place.row, place.line, place.column, finding.value or "")


class Judged(NamedTuple):
    """What was found in tables."""

    judgement: Judgement

    @property
    def found(self) -> list[Found]:
        """The findings that were kept, in the order of the records."""
        return sorted(
            map(found, self.judgement.findings), key=lambda one: (one.row or 0, one.kind, one.column or "")
        )

    @property
    def places(self) -> list[tuple[str, int | None, int | None]]:
        """What was found, in which record, on which line."""
        return [(one.kind, one.row, one.line) for one in self.found]

    def of(self, kind: str) -> list[Found]:
        """The findings of one kind."""
        return [one for one in self.found if one.kind == kind]

    @property
    def kinds(self) -> set[str]:
        """What was found at all."""
        return {one.kind for one in self.found}

    @property
    def books(self) -> tuple[int, int, int]:
        """Records of the only table, those that were judged, those that were not."""
        (book,) = self.judgement.books
        return book.records, book.judged, book.unreadable


Schema = Mapping[str, Any]
Judge = Callable[..., Judged]


def schema_of(text: str) -> Schema:
    """A Table Schema: a field is `name` (a string) or `name:type`, fields are parted by blanks."""
    parts = [field.partition(":") for field in text.split()]
    return {"fields": [{"name": name, "type": kind or "string"} for name, _, kind in parts]}


@pytest.fixture
def judged(tmp_path: Path) -> Judge:
    """Judge one table by its schema."""

    def judge_one(
        content: str | bytes,
        schema: str | Schema = "a:integer b",
        *,
        name: str = "t.csv",
        dialect: Mapping[str, Any] | None = None,
        encoding: str = "utf-8",
        exact: bool = True,
        **options: Any,
    ) -> Judged:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        copies = tmp_path / "copies"
        copies.mkdir(exist_ok=True)
        file = table_file.opened(path, path.name, copies, dialect, encoding)
        wanted = schema_of(schema) if isinstance(schema, str) else schema
        return Judged(judge.judge([Input("t", file, wanted, exact)], (), Options(AS_OF, **options)))

    return judge_one


@pytest.fixture
def judged_together(tmp_path: Path) -> Judge:
    """Judge tables by their schemas, with their keys into each other: (text of the CSV, schema) by name."""

    def judge_all(tables: Mapping[str, tuple[str | bytes, Schema]], **options: Any) -> Judged:
        inputs = []
        for name, (content, schema) in tables.items():
            path = tmp_path / f"{name}.csv"
            path.write_bytes(content.encode() if isinstance(content, str) else content)
            inputs.append(Input(name, table_file.opened(path, path.name, tmp_path), schema, exact=True))
        return Judged(judge.judge(inputs, (), Options(AS_OF, **options)))

    return judge_all
