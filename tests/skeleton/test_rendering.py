from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.extraction import document, shape
from dateline.skeleton import Fact, Guesses, Start, guess, render
from dateline.skeleton.scalars import is_writable
from dateline.text import Article, Quote, Zone

START = Start(
    source_id="gazette-2017-10-14-shelling",
    article="article.txt",
    sha256="0123456789abcdef" * 4,
    schema="../../schema/extraction.schema.json",
    coded_at=date(2026, 11, 22),
)
TEXTS = st.text(min_size=1).filter(lambda text: bool(text.strip()) and ";" not in text and is_writable(text))
REQUIRED = {"publisher", "published", "language", "scale", "body", "coder"}


def read(text: str) -> document.Document:
    found = document.parse(text.encode(), "x.yaml")
    assert isinstance(found, document.Document), found
    return found


def misshapes(text: str) -> set[tuple[str, object]]:
    return {(one.answer, one.values["value"]) for one in shape.misshapes(read(text))}


def uncommented(text: str, key: str) -> str:
    """The text with the block of a commented key filled in: without the `# ` before its lines."""
    lines = text.splitlines()
    first = next(at for at, line in enumerate(lines) if re.fullmatch(rf" *# {key}:.*", line))
    indent = lines[first].index("#")
    last = first
    while last + 1 < len(lines) and lines[last + 1].startswith(" " * indent + "#  "):
        last += 1
    for at in range(first, last + 1):
        lines[at] = lines[at][:indent] + lines[at][indent + 2 :]
    return "\n".join(lines) + "\n"


def test_the_first_line_leads_editors_to_the_schema() -> None:
    first = render(START, Guesses()).splitlines()[0]
    assert first == "# yaml-language-server: $schema=../../schema/extraction.schema.json"


def test_what_was_not_guessed_is_what_is_missing_and_nothing_else() -> None:
    assert misshapes(render(START, Guesses())) == {("missing_key", key) for key in REQUIRED}


def test_each_thing_to_fill_in_is_asked_for_where_it_belongs() -> None:
    text = render(START, Guesses())
    for key in (*REQUIRED, "headline"):
        assert re.search(rf"  # FILL IN: .+\n(  # # .+\n)*  # {key}:", text)
    assert text.count("FILL IN: ") == len(REQUIRED) + 1
    assert "GUESS: " not in text


def test_filled_in_lines_are_an_extraction() -> None:
    text = render(START, Guesses())
    for key in (
        *REQUIRED,
        "headline",
        "author",
        "location_created",
        "note",
        "rights",
        "dateline",
        "left_out",
    ):
        text = uncommented(text, key)
    for words, day in (("YYYY-MM-DD", "2017-10-14"), ("CODE", "en"), ("https://", "https://example.org")):
        text = text.replace(words, day)
    assert misshapes(text) == set()


def test_every_key_of_a_source_is_there_to_be_filled_in() -> None:
    properties = shape.validator().schema["$defs"]["source"]["properties"]
    text = render(START, Guesses())
    assert [key for key in properties if not re.search(rf"^  (# )?{key}:", text, re.MULTILINE)] == []


def test_the_example_holds_every_field_of_an_event() -> None:
    text = uncommented(render(START, Guesses()).replace("\nevents: []\n", "\n"), "events")
    data: Any = read(text).data
    (event,) = data["events"]
    defined = shape.validator().schema["$defs"]
    assert list(event) == sorted(defined["event"]["properties"], key=list(event).index)
    assert set(event) == set(defined["event"]["properties"])
    said = {
        key
        for claim in event.values()
        for one in (claim if isinstance(claim, list) else [claim])
        for key in one
    }
    for claim in ("claim", "date_claim", "location_claim", "fatalities_claim"):
        assert set(defined[claim]["properties"]) <= said
    assert misshapes(text) == {("missing_key", key) for key in REQUIRED}


def test_the_example_is_explained_line_by_line() -> None:
    text = uncommented(render(START, Guesses()).replace("\nevents: []\n", "\n"), "events")
    for key in (
        "sub_event_type",
        "event_date",
        "actor1",
        "assoc_actor_1",
        "actor2",
        "location",
        "fatalities",
        "notes",
    ):
        assert re.search(rf"    # .+\n    {key}:", text)


def test_guesses_are_marked_with_what_they_were_guessed_from(wire: str) -> None:
    text = render(replace(START, coder="AB"), guess(Article(wire)))
    assert misshapes(text) == set()
    marked = re.findall(
        r"  # GUESS: (.+)\. Please confirm or correct, then delete this line\.\n  (\w+):", text
    )
    assert marked == [
        ("line 3 begins with an agency's mark", "publisher"),
        ("line 1 is the first that looks like a headline", "headline"),
        ("line 3 has this day", "published"),
        ("the small words of the text are English ones", "language"),
        ("the publisher is one of the agencies that serve the world", "scale"),
        ("line 3 begins with it", "dateline"),
        ("the longest run of whole sentences: lines 3 to 7", "body"),
    ]
    assert text.count("GUESS: ") == len(marked)
    assert "FILL IN: " not in text


def test_what_is_given_is_no_guess() -> None:
    text = render(replace(START, coder="AB", language="fr"), Guesses(language="en"))
    data: Any = read(text).data
    assert (data["source"]["language"], data["coding"]["coder"]) == ("fr", "AB")
    assert "GUESS: " not in text


def test_lines_fit_a_window() -> None:
    assert max(map(len, render(START, Guesses()).splitlines())) <= 120


@pytest.mark.parametrize("value", ["2017", "null", "1e5", "true"])
def test_ids_and_names_that_look_like_numbers_stay_text(value: str) -> None:
    data: Any = read(render(replace(START, source_id=value, article=value, coder=value), Guesses())).data
    assert (data["source"]["id"], data["source"]["article"], data["coding"]["coder"]) == (value, value, value)


@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_hostile_words_survive(headline: str, exact: str, before: str, after: str) -> None:
    quote = Quote(exact, before, after)
    fact = Fact(headline, "line 1", quote)
    guesses = Guesses(
        headline=fact,
        publisher=Fact("AFP", "line 2", Quote(exact)),
        dateline=headline,
        dateline_why="line 3",
        body=(Zone(Quote(exact), quote), Zone(quote, Quote(after))),
        body_why="lines 4",
    )
    data: Any = read(render(START, guesses)).data
    node = {"exact": exact, "prefix": before, "suffix": after}
    assert data["source"]["headline"] == {"value": headline, "basis": "quoted", "quote": node}
    assert data["source"]["publisher"]["quote"] == exact
    assert data["source"]["dateline"] == headline
    assert data["source"]["body"] == [{"from": exact, "to": node}, {"from": node, "to": after}]


@given(st.text() | st.lists(st.text(min_size=20, max_size=90)).map("\n".join))
def test_the_skeleton_of_any_article_lacks_only_what_is_to_be_filled_in(text: str) -> None:
    guesses = guess(Article(text))
    found = misshapes(render(START, guesses))
    assert found == {("missing_key", key) for key in (*guesses.open, "coder")}
