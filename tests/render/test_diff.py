"""The forms of differences: nothing of the data breaks out of any of them."""

from __future__ import annotations

import io
import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from tests.diff.states import compared, package

from dateline.diff import words
from dateline.diff.words import Kind
from dateline.render.diff import FORMATS, markdown, writer

HOSTILE = (
    "</style></table><script>alert(1)</script> | # *x* [a](javascript:x) `c` <img src=x onerror=y> "
    "www.example.org @you #1 ![i](http://e) {{style}}\n\n# Heading\n\n- item\n***\n"
    "\x1b[31mred\x1b[0m \N{RIGHT-TO-LEFT OVERRIDE}gnp \x00end"
).replace("\x00", "")
COLUMNS = ("event_id_cnty", "event_date", "location", "country", "actor1", "fatalities", "notes", "odd|<b>")
OLD = [
    [
        "T-1",
        "2017-10-14",
        "Here",
        "Syria",
        "One",
        "1",
        "On 14 October 2017, the army took the town after days of heavy fighting there.",
        "x",
    ],
    ["T-2", "2017-10-14", HOSTILE, HOSTILE, "One", "1", HOSTILE, HOSTILE],
    ["T-3", "2017-10-14", "Here", "Syria", HOSTILE, "1", f"{HOSTILE} before {HOSTILE}", HOSTILE],
]
NEW = [
    [
        "T-1",
        "2017-10-14",
        "Here",
        "Syria",
        "One",
        "2",
        "On 15 October 2017, the rebels took the town after days of heavy fighting there.",
        "x",
    ],
    ["T-3", "2017-10-14", "Here", "Syria", "Two", "1", f"{HOSTILE} after {HOSTILE}", f"{HOSTILE}!"],
    [HOSTILE, "2017-10-14", HOSTILE, HOSTILE, HOSTILE, "x", HOSTILE, HOSTILE],
]


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Hostile data in every form."""
    folder = tmp_path_factory.mktemp("hostile")
    paths = [
        package(folder / name, {"events": (COLUMNS, rows)}, ("event_id_cnty",), title=HOSTILE, version=name)
        for name, rows in (("1.0.0", OLD), ("1.1.0", NEW))
    ]
    found = {}
    with compared(*paths) as diff:
        for name in FORMATS:
            stream = io.StringIO()
            writer(name)(diff, stream, 20)
            found[name] = stream.getvalue()
    return found


class Elements(HTMLParser):
    """The elements of a page, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: set[str] = set()
        self.open: list[str] = []
        self.words = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag not in ("meta", "link"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


def test_a_terminal_is_told_nothing_to_do(shown: dict[str, str]) -> None:
    text = shown["text"].replace("\n", "")
    assert text.isprintable()
    assert "\\x1b[31mred" in text
    assert "On [-14-]{+15+} October 2017, the [-army-]{+rebels+} took the town after" in shown["text"]


def test_a_page_has_its_own_elements_alone(shown: dict[str, str]) -> None:
    page = Elements(shown["html"])
    assert not page.open
    assert not page.names & {"script", "img", "iframe", "b"}
    assert not {name for name in page.attributes if name.startswith("on")}
    assert "<script>alert(1)</script>" in page.words
    assert "\N{RIGHT-TO-LEFT OVERRIDE}" not in shown["html"]
    assert "\x1b" not in shown["html"]
    assert "{{style}}" in page.words
    assert "http" not in shown["html"].replace("http-equiv", "").replace("![i](http://e)", "")


def test_notes_are_markdown_of_ours_alone(shown: dict[str, str]) -> None:
    notes = shown["markdown"]
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(notes)
    inner = [one for token in tokens for one in (token.children or ())]
    assert not {one.type for one in inner} & {"link_open", "image", "code_inline", "s_open"}
    raw = {one.content for one in (*tokens, *inner) if one.type.startswith("html")}
    assert raw <= {"<code>", "</code>", "<del>", "</del>", "<ins>", "</ins>"}
    headings = [tokens[n + 1].content for n, one in enumerate(tokens) if one.type == "heading_open"]
    assert headings[1:] == ["What the events cover", "events", "New", "Gone", "Changed"]
    assert "\x1b" not in notes
    assert not any(one in notes for one in ("@you", "#1 ", "www.example"))
    tables = notes.count("\n|---")
    assert sum(one.type == "table_open" for one in tokens) == tables > 0


def test_json_has_every_letter(shown: dict[str, str], repository: Path) -> None:
    document = json.loads(shown["json"])
    schema: Any = json.loads((repository / "schema" / "diff.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(document, schema)
    (added,) = document["tables"][0]["added"]
    assert added["row"] == dict(zip(COLUMNS, NEW[2], strict=True))
    assert shown["json"].isascii()


def test_the_schema_is_closed(repository: Path) -> None:
    schema: Any = json.loads((repository / "schema" / "diff.schema.json").read_text(encoding="utf-8"))

    def objects(value: Any) -> Any:
        if isinstance(value, dict):
            if value.get("type") == "object":
                yield value
            for one in value.values():
                yield from objects(one)
        elif isinstance(value, list):
            for one in value:
                yield from objects(one)

    assert all("additionalProperties" in one for one in objects(schema))


def test_long_lists_are_cut_for_people_and_counted(tmp_path: Path) -> None:
    rows = [[str(number), "x"] for number in range(30)]
    old = package(tmp_path / "old", {"things": (("id", "what"), rows)})
    new = package(tmp_path / "new", {"things": (("id", "what"), [[one, "y"] for one, _ in rows])})
    with compared(old, new) as diff:
        for name in ("text", "markdown", "html"):
            stream = io.StringIO()
            writer(name)(diff, stream, 3)
            assert "… and 27 more" in stream.getvalue()
        stream = io.StringIO()
        writer("json")(diff, stream, 3)
        assert len(json.loads(stream.getvalue())["tables"][0]["changed"]) == 30
        assert "… and 10 more" in markdown.notes(diff)


def test_nothing_differs(tmp_path: Path) -> None:
    paths = [package(tmp_path / name, {"events": (COLUMNS, OLD)}, ("event_id_cnty",)) for name in ("a", "b")]
    with compared(*paths) as diff:
        notes = markdown.notes(diff)
    assert notes.splitlines()[2:] == ["Nothing differs."]


text = st.lists(st.sampled_from(["a", "b", " ", "  ", ",", "\n", "ab", "é"]), max_size=12).map("".join)


@given(old=text, new=text)
@settings(max_examples=200)
def test_pieces_are_both_texts(old: str, new: str) -> None:
    found = words.pieces(old, new)
    assert "".join(one.text for one in found if one.kind is not Kind.new) == old
    assert "".join(one.text for one in found if one.kind is not Kind.old) == new
    assert all(one.text for one in found)
    assert old != new or all(one.kind is Kind.same for one in found)
