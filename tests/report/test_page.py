"""The page as text: one file that asks nobody for anything, and the same for the same data."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from html.parser import HTMLParser
from types import ModuleType
from typing import Any

import pytest
from tests.report.conftest import SCRIPT, cell, content_of, finding_of, row, validation_of

from dateline.report import page, payload

MOST_BYTES = 15_000_000
ASKING = {
    "src",
    "srcset",
    "data",
    "action",
    "formaction",
    "poster",
    "background",
    "ping",
    "manifest",
    "style",
}
"""Attributes that make a browser ask for something, or that the policy refuses."""


class Parsed(HTMLParser):
    """The elements of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[tuple[str, str | None], str] = {}
        self._open: tuple[str, str | None] = ("", None)
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._open = tag, dict(attrs).get("id")

    def handle_endtag(self, tag: str) -> None:
        self._open = "", None

    def handle_data(self, data: str) -> None:
        self.texts[self._open] = self.texts.get(self._open, "") + data

    @property
    def policy(self) -> str:
        return next(
            attributes["content"] or ""
            for tag, attributes in self.elements
            if tag == "meta" and attributes.get("http-equiv") == "Content-Security-Policy"
        )


def text_of(title: str = "Test", **cells: str) -> str:
    found = finding_of("D003", cell(2, "event_date"), cells.get("notes", "Wrong."))
    return page.text(payload.of(content_of([row("ABC-1", **cells)], title=title), validation_of(found)))


def unpacked(text: str, name: str = "head") -> Any:
    packed = Parsed(text).texts["script", name]
    return json.loads(gzip.decompress(base64.b64decode(packed)))


def test_the_policy_allows_the_two_inline_parts_and_nothing_else() -> None:
    parsed = Parsed(text_of())
    digests = {
        tag: "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"
        for (tag, name), text in parsed.texts.items()
        if tag in ("style", "script") and name is None
    }
    assert dict(part.split(" ", 1) for part in parsed.policy.split("; ")) == {
        "default-src": "'none'",
        "script-src": digests["script"],
        "style-src": digests["style"],
        "img-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }


def test_nothing_in_the_page_asks_for_anything() -> None:
    for tag, attributes in Parsed(text_of()).elements:
        assert tag not in ("iframe", "img", "object", "embed", "base", "video", "audio")
        assert not {name for name in attributes if name in ASKING or name.startswith("on")}
        assert (attributes.get("href") or "data:").startswith("data:")
    style = Parsed(text_of()).texts["style", None]
    assert not re.search(r"url\(|@import|@font-face", style)


def test_no_part_makes_markup_of_text() -> None:
    script = Parsed(text_of()).texts["script", None]
    forbidden = (
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|fetch\(|XMLHttp"
    )
    assert not re.search(forbidden, script)
    assert "</script" not in script


def test_the_same_data_give_the_same_bytes() -> None:
    assert text_of(notes="x") == text_of(notes="x")
    assert text_of(notes="x") != text_of(notes="y")


def test_hostile_text_stays_text() -> None:
    text = text_of(title=SCRIPT + "{{script}}", notes=SCRIPT)
    assert "<img" not in text
    assert "&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;{{script}}" in text
    assert [tag for tag, _ in Parsed(text).elements].count("script") == 2
    head = unpacked(text)
    assert head["title"] == SCRIPT + "{{script}}"
    assert head["events"]["columns"]["notes"] == [SCRIPT]


def test_verdict_and_counts_stand_in_the_page_itself() -> None:
    parsed = Parsed(text_of())
    assert parsed.texts["strong", "verdict"] == unpacked(text_of())["verdict"]
    assert "1 event, 1 finding (1 error)" in text_of()
    assert "2026-11-29" in text_of()
    assert "needs JavaScript" in text_of()


@pytest.mark.parametrize("character", ["\ud800", "\u2028", "\0", "\N{RIGHT-TO-LEFT OVERRIDE}"])
def test_strange_characters_do_no_harm(character: str) -> None:
    text = text_of(notes=f"a{character}b")
    text.encode()
    assert unpacked(text)["events"]["columns"]["notes"][0] in (f"a{character}b", "a?b")


def test_ten_thousand_events_with_their_claims_fit(benchmark: ModuleType) -> None:
    # A tenth of them: the size grows as their number does.
    content = benchmark.invented(1_000)
    assert len(content.tables["claims"]) > 10_000
    text = page.text(payload.of(content, benchmark.judged(content)))
    parts = sum(len(one) for (tag, name), one in Parsed(text).texts.items() if tag == "script" and name)
    assert 10 * parts + (len(text) - parts) < MOST_BYTES
