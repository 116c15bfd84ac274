"""Examples of the columns, which go into every release: sound, and no article's words."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

Schemas = dict[str, dict[str, Any]]

RUN = 6
"""Words in a row that are an article's own."""


def runs(text: str) -> set[tuple[str, ...]]:
    """All runs of so many words."""
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}


def test_the_schema_holds_no_six_words_of_an_article(repository: Path) -> None:
    articles = [
        runs(path.read_text(encoding="utf-8")) for path in (repository / "seeds" / "articles").iterdir()
    ]
    assert len(articles) == 2 and all(len(one) > 300 for one in articles)
    files = [path for path in sorted((repository / "schema").rglob("*")) if path.is_file()]
    assert len(files) > 40
    taken = {path.name: runs(path.read_text(encoding="utf-8")) & set().union(*articles) for path in files}
    assert {name: found for name, found in taken.items() if found} == {}


def fields(schema: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {field["name"]: field for field in schema["fields"]}


def value(field: dict[str, Any]) -> Any:
    """The example with the type of its column; numbers as such."""
    kinds = {"integer": int, "number": float}
    return kinds.get(field["type"], str)(field["example"])


def test_every_example_keeps_to_its_column(schemas: Schemas) -> None:
    """A pattern of the Table Schema must match from end to end."""
    for name, schema in schemas.items():
        for field in schema["fields"]:
            given = field.get("constraints", {})
            if field["type"] == "date":
                assert given.get("minimum", "") <= field["example"], (name, field["name"])
                given = {}
            rules = {key: given[key] for key in given.keys() - {"required", "unique", "pattern"}}
            if pattern := given.get("pattern"):
                assert re.fullmatch(pattern, field["example"]), (name, field["name"])
            jsonschema.validate(value(field), rules)


@pytest.mark.parametrize("table", ["evidence", "contradictions", "left_out"])
def test_a_quotation_is_as_long_as_its_position(table: str, schemas: Schemas) -> None:
    found = fields(schemas[table])
    assert value(found["end"]) - value(found["start"]) == len(found["exact"]["example"])
    assert value(found["end"]) <= value(fields(schemas["sources"])["text_length"])


def test_examples_of_one_story_name_each_other(schemas: Schemas) -> None:
    """A foreign key's example is that of the key which it leads to, in the tables that are no code lists."""
    ours = {"events", "sources", "claims", "evidence", "contradictions", "left_out", "actors", "actor_roles"}
    checked = 0
    for name in sorted(ours):
        for key in schemas[name].get("foreignKeys", []):
            there = key["reference"]["resource"]
            if there in ours | {"locations"} and key["fields"] != ["actor2"]:
                (here,), (column,) = key["fields"], key["reference"]["fields"]
                assert fields(schemas[name])[here]["example"] == fields(schemas[there])[column]["example"]
                checked += 1
    assert checked > 5
