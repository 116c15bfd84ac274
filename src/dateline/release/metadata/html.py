"""Markdown as a web page that needs no other file and no network."""

from __future__ import annotations

import base64
import hashlib
import html
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from dateline.release.metadata import markdown as pieces

if TYPE_CHECKING:
    from markdown_it.token import Token

PAGES: Mapping[str, str] = {"README.md": "README.html", "codebook.md": "codebook.html"}
"""Files of a release that are pages as well: on a page, a link to the one is a link to the other."""
_STYLE = Path(__file__).resolve().with_name("page.css")
_OWN_DIRECTION = frozenset({"heading_open", "paragraph_open", "list_item_open", "th_open", "td_open"})
"""What is written from the right if its first letters are."""


def text(markdown: str, *, title: str, language: str = "en") -> str:
    """The page. Headings have the anchors that they have on GitHub. HTML in the Markdown is text, an address
    that is no link for a browser stays text, and pictures are left out: they would have to be fetched."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    tokens = parser.parse(markdown)
    _number(tokens)
    for token in _all(tokens):
        if token.type == "link_open":
            _relink(token)
        if token.type in _OWN_DIRECTION:
            token.attrSet("dir", "auto")
        if token.attrs.pop("style", None):  # the policy of the page allows none; only numbers have one
            token.attrSet("class", "number")
    body = parser.renderer.render(_scrolling(tokens), parser.options, {})
    style = _STYLE.read_text(encoding="utf-8")
    return (
        "<!DOCTYPE html>\n"
        f'<html lang="{html.escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{html.escape(_policy(style))}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{html.escape(pieces.one_line(title))}</title>\n"
        f"<style>{style}</style>\n</head>\n<body>\n<main>\n{body}</main>\n</body>\n</html>\n"
    )


def _number(tokens: Sequence[Token]) -> None:
    """Give headings their anchors."""
    headings = [(at, tokens[at + 1]) for at, token in enumerate(tokens) if token.type == "heading_open"]
    plain = ["".join(one.content for one in inline.children or ()) for _, inline in headings]
    for (at, _), slug in zip(headings, pieces.slugs(plain), strict=True):
        tokens[at].attrSet("id", slug)


def _all(tokens: Sequence[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from token.children or ()


def _relink(token: Token) -> None:
    address = str(token.attrGet("href") or "")
    file, sign, anchor = address.partition("#")
    token.attrSet("href", PAGES.get(file, file) + sign + anchor)


def _scrolling(tokens: Sequence[Token]) -> list[Token]:
    """The tokens, each table in a box of its own in which it can be wider than the page."""
    from markdown_it.token import Token

    found: list[Token] = []
    for token in tokens:
        if token.type == "table_open":
            attributes: dict[str, str | int | float] = {"class": "wide", "tabindex": "0"}
            found.append(Token("box_open", "div", 1, attrs=attributes, block=True))
        found.append(token)
        if token.type == "table_close":
            found.append(Token("box_close", "div", -1, block=True))
    return found


def _policy(style: str) -> str:
    """The content security policy under which only the one style sheet is in force."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
