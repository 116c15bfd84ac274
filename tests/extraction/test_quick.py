"""The quick check gives jsonschema's answer, to documents that are nearly sound above all."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from dateline.extraction import quick
from dateline.extraction.document import Document, parse

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = json.loads((ROOT / "schema" / "extraction.schema.json").read_text(encoding="utf-8"))
ORACLE = Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)

Node = dict[str, Any] | list[Any]


def sound_documents() -> list[Any]:
    documents = [parse(path.read_bytes(), path.name) for path in (ROOT / "seeds/extractions").glob("*.yaml")]
    return [document.data for document in documents if isinstance(document, Document)]


def nodes(node: Any) -> Iterator[Node]:
    """All blocks and lists of a document."""
    if isinstance(node, dict | list):
        yield node
        for child in node.values() if isinstance(node, dict) else node:
            yield from nodes(child)


VALUES = st.one_of(
    st.sampled_from(
        [None, True, False, 0, 1, 1.0, 2.5, 3, 4, -1, "", " ", "quoted", "inferred", "not_stated"]
    ),
    st.sampled_from(
        ["2017-10-14", "20171014", "2017-02-30", "14 October 2017", "default", "a-slug", "No-slug", "x" * 121]
    ),
    st.builds(list),
    st.builds(dict),
    st.builds(lambda: [""]),
    st.builds(lambda: ["words", {"exact": "words"}]),
    st.builds(lambda: {"exact": "words", "prefix": ""}),
    st.builds(lambda: {"value": "words", "quote": "words"}),
)
KEYS = st.sampled_from(
    ["basis", "reason", "quote", "expression", "value", "earliest", "latest", "low", "unknown"]
)


@given(st.data())
def test_it_agrees_with_jsonschema_about_documents_with_some_slips(data: st.DataObject) -> None:
    document = copy.deepcopy(data.draw(st.sampled_from(sound_documents())))
    for _ in range(data.draw(st.integers(0, 2))):
        node = data.draw(st.sampled_from(list(nodes(document))))
        if isinstance(node, dict):
            key = data.draw(st.one_of(KEYS, st.sampled_from(sorted(node) or ["value"])))
            node[key] = data.draw(VALUES)
            if data.draw(st.booleans()):
                del node[key]
        elif node:
            node[data.draw(st.integers(0, len(node) - 1))] = data.draw(VALUES)
    assert quick.check(SCHEMA)(document) is ORACLE.is_valid(document)


@pytest.mark.parametrize(
    "schema",
    [
        {"type": ["string", "object"]},
        {"type": "integer"},
        {"enum": [1, 2, "three"]},
        {"const": 1},
        {"format": "date"},
        {"pattern": r"^\S+$", "minLength": 2, "maxLength": 3},
        {"minimum": 1},
        {"items": {"type": "string"}, "minItems": 2},
        {"required": ["value"]},
        {"properties": {"value": {"const": "words"}}},
        {"properties": {"exact": {}}, "additionalProperties": False},
        {"dependentRequired": {"value": ["quote"], "exact": ["prefix", "suffix"]}},
        {"if": {"type": "object"}, "then": {"required": ["exact"]}, "else": {"type": "string"}},
        {"not": {"type": "string"}},
        {"allOf": [{"type": "object"}, {"required": ["exact"]}]},
        {
            "$defs": {"one": {"type": "string"}},
            "properties": {"value": {"$ref": "#/$defs/one", "enum": ["words"]}},
        },
    ],
    ids=str,
)
@given(value=VALUES)
def test_each_keyword_means_what_jsonschema_takes_it_for(schema: dict[str, Any], value: Any) -> None:
    oracle = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    assert quick.check(schema)(value) is oracle.is_valid(value)


@pytest.mark.parametrize(
    "schema",
    [
        {"oneOf": [{"type": "string"}]},
        {"type": "number"},
        {"enum": [True]},
        {"const": {"value": 1}},
        {"format": "email"},
        {"additionalProperties": {"type": "string"}},
    ],
    ids=str,
)
def test_what_it_does_not_know_it_refuses_to_judge(schema: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="no quick check"):
        quick.check({"properties": {"somewhere": schema}})
