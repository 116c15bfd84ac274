"""Whatever stands in the data is text in every file that speaks of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from dateline.release.metadata import citation, codebook, datacite, datapackage, html, markdown, readme
from dateline.release.model import Contributor, Coverage, Release

if TYPE_CHECKING:
    from tests.release.metadata.conftest import Released

ODD = (
    "a | b",
    "`one` ``two` |",
    "<script>alert('x')</script>",
    "first\n\n# second\r\n- third",
    "[link](javascript:x) ![p](http://a.org/p) <http://a.org>",
    "*bold* _it_ ~~no~~ **x",
    "&amp; &#60; \\",
    "1. one",
    "- one",
    "> quoted",
    "---",
    "$x$ {y} @z #1",
    "    indented",
    "أحداث \u202eتنقلب\u202c من اليمين",
    "\x00\x1b[31m",
    "': ' - ? ! %",
    "event_id_cnty __init__",
    "ends with \\",
    'https://a.org/a|b (c) [d] `e` <f> "g"&amp;\\',
)
WRITERS: dict[str, Callable[[Release], str]] = {
    "readme": readme.text,
    "codebook": lambda one: codebook.text(
        one, {"disorder_types": [{"disorder_type": s, "definition": s} for s in ODD]}
    ),
    "citation": citation.text,
    "datacite": datacite.text,
    "datapackage": lambda one: datapackage.text(one, {"dateline": {"id_prefix": "DLS"}}),
}
parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def odd(release: Release, words: str) -> Release:
    """A release that says these words wherever it says any."""
    people = [
        Contributor(words, path=words, roles=("creator", words)),
        Contributor(words, words, words, words, words, ("creator",)),
    ]
    schema = release.tables[0].schema
    field = {
        "name": words,
        "title": words,
        "description": words,
        "example": words,
        "constraints": {"pattern": words, "enum": [words]},
        "derivedFrom": [words],
    }
    first = replace(
        release.tables[0],
        name=words,
        title=words,
        description=words,
        schema={**schema, "fields": [*schema["fields"], field], "missingValues": ["", words]},
        escaped=(words,),
    )
    return replace(
        release,
        title=words,
        description=words,
        keywords=[words],
        contributors=people,
        licenses=[replace(release.licenses[0], title=words, path=words)],
        origins=[replace(release.origins[0], title=words, path=words)],
        tables=[first, release.tables[3], next(one for one in release.tables if one.is_code_list)],
        files=[*(replace(one, title=words) for one in release.files)],
        coverage=Coverage(date(1, 1, 1), date(9999, 1, 1), -180, -90, 180, 90, {words: 1}, {words: 2}, 0),
        codebook=words,
        homepage=words,
    )


def shape(text: str) -> list[str]:
    """What kinds of things a page of Markdown is made of."""
    kinds = []
    for token in parser.parse(text):
        kinds.append(token.type)
        kinds += [one.type for one in token.children or () if one.type not in ("text", "text_special")]
    return kinds


@pytest.mark.parametrize("writer", ["readme", "codebook"])
@pytest.mark.parametrize("words", ODD)
def test_markdown_keeps_its_shape(words: str, writer: str, released: Released) -> None:
    """The page of odd words has the very headings, tables, rows, links … as that of plain ones."""
    plain = "https://a.org/" if words.startswith("https") else "plain"
    write = WRITERS[writer]
    expected, found = (shape(write(odd(released.release, one))) for one in (plain, words))
    assert without_code(found) == without_code(expected)


def without_code(kinds: list[str]) -> list[str]:
    """Some words become code or not, and the paragraphs of a description are kept."""
    return [
        kind for kind in kinds if kind not in ("code_inline", "paragraph_open", "paragraph_close", "inline")
    ]


@pytest.mark.parametrize("words", ODD)
def test_yaml_and_json_give_the_words_back(words: str, released: Released) -> None:
    release = odd(released.release, words)
    assert yaml.safe_load(citation.text(release))["title"] == words
    assert json.loads(datacite.text(release))["titles"][0]["title"] == words
    assert json.loads(datapackage.text(release, {}))["resources"][0]["schema"]["fields"][-1]["name"] == words


@pytest.mark.parametrize("writer", WRITERS)
def test_the_same_release_gives_the_same_bytes(writer: str, hostile: Release) -> None:
    first = WRITERS[writer](hostile)
    assert first == WRITERS[writer](hostile)
    assert first.endswith("\n")
    assert "\r" not in first
    first.encode()


@given(st.text(max_size=40))
def test_escaped_text_comes_back(text: str) -> None:
    """In a paragraph, in a heading and in a cell."""
    said = markdown.one_line(text)
    safe = markdown.escaped(text)
    for page in (f"x {safe} x", f"# x {safe} x", f"| x {safe} x | y |\n| --- | --- |\n| x {safe} x | y |"):
        first = next(one for one in parser.parse(page) if one.type == "inline")
        assert {one.type for one in first.children or ()} <= {"text", "text_special"}
        assert "".join(one.content for one in first.children or ()) == f"x {said} x"


@given(st.text(max_size=40))
def test_escaped_text_begins_nothing(text: str) -> None:
    assert {one.type for one in parser.parse(markdown.escaped(text))} <= {
        "paragraph_open",
        "inline",
        "paragraph_close",
    }


@given(st.text(alphabet="`| ;\\ab", max_size=12), st.booleans())
def test_code_comes_back(text: str, cell: bool) -> None:
    said = markdown.code(text)
    page = f"| x{said}x | y |\n| --- | --- |" if cell else f"x{said}x"
    tokens = [one for one in parser.parse(page) if one.type == "inline"]
    assert len(tokens) == (2 if cell else 1)
    joined = "".join(one.content for one in tokens[0].children or ())
    assert " ".join(joined.split()) == " ".join(f"x{text if text.strip() else ''}x".split()) or "|" in text


def test_what_is_written_is_what_a_page_shows(released: Released) -> None:
    page = html.text(readme.text(odd(released.release, "<b>a | `b`</b>")), title="<b>")
    assert "<b>" not in page
    assert "<title>&lt;b&gt;</title>" in page
