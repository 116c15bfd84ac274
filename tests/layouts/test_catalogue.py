"""Every layout is as its schema asks, and names only what there is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from dateline import resources, rules
from dateline.engine import dialect
from dateline.engine.columns import Columns, code_list
from dateline.layouts import catalogue, page
from dateline.layouts.model import Layout
from dateline.schemas import known_schema

FILES = sorted((resources.folder("schema") / "layouts").glob("*.yaml"))
each = pytest.mark.parametrize("layout", list(catalogue.of_files()), ids=lambda layout: layout.name)
CANONICAL = [one["name"] for one in known_schema("events")["fields"]]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_layout_is_as_its_schema_asks(path: Path) -> None:
    data: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    jsonschema.validate(data, catalogue.schema())
    assert data["name"] == path.stem


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(catalogue.schema())


@each
def test_what_columns_become_is_canonical_and_each_is_made_once(layout: Layout) -> None:
    made = [name for column in layout.columns.values() for name in column.becomes] + list(layout.made)
    assert set(made) <= set(CANONICAL)
    assert len(made) == len(set(made))
    assert set(layout.repeated) <= set(made)


@each
def test_named_columns_are_columns(layout: Layout) -> None:
    assert {*layout.signature, *layout.most} <= layout.columns.keys()
    assert layout.columns.keys().isdisjoint(layout.without)
    assert {made.at for made in layout.made.values()} <= layout.columns.keys()


@each
def test_lists_are_there_with_their_columns(layout: Layout) -> None:
    for column in layout.columns.values():
        if column.list:
            assert {column.key, column.value} <= code_list(column.list)[0].keys()
        if column.spellings:
            assert "other_spellings" in code_list(column.spellings)[0]


@each
def test_rules_are_rules(layout: Layout) -> None:
    assert layout.rules.keys() <= rules.load().rules.keys()


@each
def test_what_is_computed_is_in_the_dialect_of_rules(layout: Layout) -> None:
    schema = {"fields": [{"name": name, "type": column.type} for name, column in layout.columns.items()]}
    names = Columns("layout", schema, {name: name for name in layout.columns}, "2026-01-01").names
    for made in layout.made.values():
        assert dialect.expression(made.sql, names).columns


@each
def test_every_column_is_used_or_says_what_it_is(layout: Layout) -> None:
    read = " ".join(made.sql for made in layout.made.values())
    for name, column in layout.columns.items():
        assert column.becomes or column.unused or name in read, name
        assert not (column.becomes and column.unused)


def test_the_page_lists_all_of_them(repository: Path) -> None:
    there = (repository / page.PAGE).read_text(encoding="utf-8")
    assert there == page.updated(there), "docs/layouts.md is stale; run: python -m dateline.layouts.page"
