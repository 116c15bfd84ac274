"""An extraction against its schema: each problem once, at its node, in a coder's words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dateline.extraction.document import Document, parse
from dateline.extraction.shape import Misshape, misshapes, schema

SOUND = """\
dateline: 1
source:
  id: gazette
  article: gazette.txt
  sha256: {sha256}
  publisher: {{value: The Gazette, basis: quoted, quote: The Gazette}}
  published: {{value: 2023-10-15, basis: quoted, quote: 15 October}}
  language: en
  scale: {{basis: not_stated}}
  body: [{{from: The army, to: the town.}}]
coding: {{coder: AB, coded_at: 2024-01-10, checked_by: CD, checked_at: 2024-01-10}}
events:
  - key: harbour-clash
    sub_event_type: {{value: Armed clash, quote: clashed}}
    event_date: {{value: 2023-10-14, precision: 1, expression: on Saturday, quote: on Saturday}}
    actor1: {{value: Northern Army, quote: The army}}
    location: {{value: harbour-town, precision: 1, quote: the town}}
    fatalities: {{value: 3, quote: three died}}
    notes: On 14 October 2023, they clashed in Harbour Town.
left_out:
  - {{quote: years of war, reason: no day is given}}
""".format(sha256="0" * 64)


def document(old: str = "", new: str = "") -> Document:
    assert old in SOUND
    found = parse(SOUND.replace(old, new, 1).encode(), "a.yaml")
    assert isinstance(found, Document), found
    return found


def found(old: str, new: str) -> list[Misshape]:
    return misshapes(document(old, new))


def only(old: str, new: str) -> Misshape:
    (one,) = found(old, new)
    return one


def test_a_sound_extraction() -> None:
    assert misshapes(document()) == []


def test_the_extractions_of_the_reference_project_are_sound(repository: Path) -> None:
    paths = sorted((repository / "seeds" / "extractions").glob("*.yaml"))
    assert paths
    for path in paths:
        read = parse(path.read_bytes(), path.name)
        assert isinstance(read, Document)
        assert misshapes(read) == []


@pytest.mark.parametrize(
    ("old", "new", "path", "value", "suggestion"),
    [
        ("  language: en", "  languag: en", ("source", "languag"), "languag", "language"),
        ("coder: AB", "coders: AB", ("coding", "coders"), "coders", "coder"),
        ("    notes:", "    nots:", ("events", 0, "nots"), "nots", "notes"),
        ("basis: not_stated", "basis: not_stated, zebra: 1", ("source", "scale", "zebra"), "zebra", None),
        (
            "quote: the town}",
            "quote: {exact: the town, prefx: in}}",
            ("events", 0, "location", "quote", "prefx"),
            "prefx",
            "prefix",
        ),
    ],
)
def test_an_unknown_key(old: str, new: str, path: Any, value: str, suggestion: str | None) -> None:
    one = only(old, new)
    assert (one.answer, one.path, one.values["value"], one.suggestion) == (
        "unknown_key",
        path,
        value,
        suggestion,
    )
    assert suggestion is None or suggestion in str(one.values["known"])


def test_a_misspelt_key_is_not_missing_as_well() -> None:
    assert [one.answer for one in found("  language: en", "  languag: en")] == ["unknown_key"]


def test_a_key_like_no_other_leaves_the_other_missing() -> None:
    assert [one.answer for one in found("  language: en", "  tongue: en")] == ["missing_key", "unknown_key"]


@pytest.mark.parametrize(
    ("old", "new", "key", "where", "hint"),
    [
        ("  language: en\n", "", "language", "the source", "BCP 47"),
        ("coding: {coder: AB,", "coding: {", "coder", "the coding", "Initials or role"),
        (", checked_at: 2024-01-10", "", "checked_at", "the coding", "Checked on"),
        ("checked_by: CD, ", "", "checked_by", "the coding", "Initials or role"),
        ("value: Armed clash, ", "", "value", "`sub_event_type` of the event `harbour-clash`", "The value"),
        (", quote: clashed", "", "quote", "`sub_event_type` of the event `harbour-clash`", "the words of"),
        (
            "expression: on Saturday, ",
            "",
            "expression",
            "`event_date` of the event `harbour-clash`",
            "the words inside",
        ),
        ("quote: The Gazette", "reason: guessed", "quote", "`publisher` of the source", "the words of"),
        (
            "basis: quoted, quote: The Gazette",
            "basis: inferred",
            "reason",
            "`publisher` of the source",
            "one line",
        ),
        (", reason: no day is given", "", "reason", "left-out passage number 1", "One line"),
        ("{from: The army, ", "{", "from", "item 1 of `body` of the source", "first words"),
        (
            "value: 2023-10-15, basis: quoted",
            "value: 2023-10-15, earliest: 2023-10-14, basis: quoted",
            "latest",
            "`published` of the source",
            "Latest",
        ),
    ],
)
def test_a_missing_key(old: str, new: str, key: str, where: str, hint: str) -> None:
    one = only(old, new)
    assert (one.answer, one.values["value"], one.values["where"]) == ("missing_key", key, where)
    assert hint in str(one.values["hint"])


@pytest.mark.parametrize(
    ("old", "new", "value", "expected"),
    [
        ("value: 3,", "value: three,", "three", "a whole number"),
        ("value: 3,", "value: 2.5,", "2.5", "a whole number"),
        ("value: 3,", "value: true,", "true", "a whole number"),
        ("value: 3,", "value: ,", "nothing", "a whole number"),
        ("value: 2023-10-14", "value: 20231014", "20231014", "a day as YYYY-MM-DD"),
        ("key: harbour-clash", "key: 7", "7", "text"),
        (
            "{value: Armed clash, quote: clashed}",
            "Armed clash",
            "Armed clash",
            "a block of `key: value` lines",
        ),
        ("{value: Armed clash, quote: clashed}", "[Armed clash]", "a list", "a block of `key: value` lines"),
        (
            "[{from: The army, to: the town.}]",
            "{from: The army, to: the town.}",
            "a block of keys",
            "a list of `- ` items",
        ),
        ("quote: clashed", "quote: 7", "7", "text or a block of `key: value` lines or a list of `- ` items"),
    ],
)
def test_a_value_of_the_wrong_type(old: str, new: str, value: str, expected: str) -> None:
    one = only(old, new)
    assert (one.answer, one.values["value"], one.values["expected"]) == ("wrong_type", value, expected)


@pytest.mark.parametrize(
    ("old", "new", "value", "expected", "suggestion"),
    [
        ("dateline: 1", "dateline: 2", "2", "1", None),
        ("dateline: 1", 'dateline: "1"', "1", "1, without quotation marks", None),
        ("precision: 1,", "precision: 4,", "4", "1, 2, 3", None),
        ("precision: 1,", 'precision: "1",', "1", "1, 2, 3, without quotation marks", None),
        ("precision: 1,", "precision: true,", "true", "1, 2, 3", None),
        ("basis: quoted", "basis: qouted", "qouted", "quoted, derived, inferred, not_stated", "quoted"),
    ],
)
def test_a_value_outside_its_list(
    old: str, new: str, value: str, expected: str, suggestion: str | None
) -> None:
    problems = found(old, new)
    one = problems[0]
    assert (one.answer, one.values["value"]) == ("not_in_list", value)
    assert (one.values["expected"], one.suggestion) == (expected, suggestion)
    assert len(problems) == 1


@pytest.mark.parametrize(
    ("old", "new", "value", "expected"),
    [
        ("value: 2023-10-14", "value: 14.10.2023", "14.10.2023", "A day as YYYY-MM-DD"),
        ("value: 2023-10-14", "value: 2023-02-30", "2023-02-30", "A day as YYYY-MM-DD"),
        ("value: 2023-10-14", "value: 0025-10-14", "0025-10-14", "from 1900 on"),
        ("value: 2023-10-14", "value: 2023-W41-6", "2023-W41-6", "A day as YYYY-MM-DD"),
        (
            "key: harbour-clash",
            "key: Harbour Clash",
            "Harbour Clash",
            "Small letters, digits and single hyphens",
        ),
        ("key: harbour-clash", f"key: {'a' * 121}", "a" * 121, "no longer than 120 characters"),
        ("key: harbour-clash", 'key: "harbour-clash\\n"', "harbour-clash\n", "Small letters"),
        ("id: gazette", "id: default", "default", "not `default`"),
        ("value: 3,", "value: -1,", "-1", "not below 0"),
        ("[{from: The army, to: the town.}]", "[]", "an empty list", "not fewer than 1"),
        ("quote: clashed", "quote: []", "an empty list", "not fewer than 1"),
        ("quote: clashed", 'quote: " "', " ", "The words that say it"),
        ("value: The Gazette", "value: The Gazette; AFP", "The Gazette; AFP", "without a semicolon"),
        ("language: en", "language: English", "English", "BCP 47"),
        ("article: gazette.txt", "article: texts/gazette.txt", "texts/gazette.txt", "Name of the text file"),
        ("sha256: 0", "sha256: x", "x" + "0" * 63, "Hash of the article"),
        (
            "notes: On 14 October 2023, they clashed in Harbour Town.",
            "notes: They clashed.",
            "They clashed.",
            "sentence",
        ),
    ],
)
def test_a_malformed_value(old: str, new: str, value: str, expected: str) -> None:
    one = only(old, new)
    assert (one.answer, one.values["value"]) == ("malformed", value)
    assert expected in str(one.values["expected"])


def test_a_value_for_a_fact_that_is_not_stated() -> None:
    one = only("scale: {basis: not_stated}", "scale: {value: National, basis: not_stated}")
    assert (one.answer, one.path, one.values["value"]) == (
        "value_though_not_stated",
        ("source", "scale"),
        "National",
    )


def test_all_problems_come_in_the_order_of_the_lines() -> None:
    text = SOUND.replace("  language: en\n", "  languag: en\n").replace("value: 3,", "value: three,")
    text = text.replace("dateline: 1", "dateline: 2").replace("coder: AB", "coder: 7")
    read = parse(text.encode(), "a.yaml")
    assert isinstance(read, Document)
    problems = misshapes(read)
    assert [one.answer for one in problems] == ["not_in_list", "unknown_key", "wrong_type", "wrong_type"]
    assert [one.path for one in problems] == sorted((one.path for one in problems), key=read.mark)


@pytest.mark.parametrize("data", ["[]", "word", "3", "null", "{}", "{source: [], coding: [], events: {}}"])
def test_whatever_else_a_document_is(data: str) -> None:
    read = parse(f"--- {data}\n".encode(), "a.yaml")
    assert isinstance(read, Document)
    assert misshapes(read)


def descriptions(node: Any, path: str = "") -> list[str]:
    """Paths of the properties that an editor could not explain."""
    if isinstance(node, list):
        return [one for item in node for one in descriptions(item, path)]
    if not isinstance(node, dict):
        return []
    missing = []
    for name, one in node.get("properties", {}).items():
        if isinstance(one, dict) and not {"title", "description", "$ref", "const", "enum"} & set(one):
            missing.append(f"{path}/{name}")
    return missing + [one for key, item in node.items() for one in descriptions(item, f"{path}/{key}")]


@pytest.mark.parametrize("name", ["extraction", "decisions"])
def test_an_editor_can_explain_every_property(name: str) -> None:
    assert [one for one in descriptions(schema(name)) if "/if/" not in one and "/then/" not in one] == []
