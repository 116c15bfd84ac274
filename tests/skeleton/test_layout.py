"""Pages are drawn with one letter for each paragraph: p prose (P long prose), r remark, h heading, c caption,
i insert, t tail, z teaser; a space is a blank line."""

from __future__ import annotations

import pytest

from dateline.skeleton import layout
from dateline.skeleton.kinds import Kind
from dateline.skeleton.paragraphs import Paragraph
from dateline.text import Span

KINDS = {
    "p": Kind.prose,
    "P": Kind.prose,
    "r": Kind.remark,
    "h": Kind.heading,
    "c": Kind.caption,
    "i": Kind.insert,
    "t": Kind.tail,
    "z": Kind.teaser,
}
LENGTHS = {"p": 100, "P": 500, "r": 20}


def drawn(page: str) -> tuple[list[Paragraph], list[Kind]]:
    found: list[Paragraph] = []
    start = 0
    for at, letter in enumerate(page):
        if letter != " ":
            raw = "x" * (LENGTHS.get(letter, 30) - 1) + ("." if letter in "pPr" else "x")
            span = Span(start, start + len(raw))
            found.append(Paragraph(span, raw, at + 1, at + 1, at == 0 or page[at - 1] == " "))
            start = span.end + 1
    return found, [KINDS[letter] for letter in page.replace(" ", "")]


def body(page: str, *headlines: int) -> str:
    """The page with a dot for each paragraph that is not in the body."""
    paragraphs, kinds = drawn(page)
    parts = layout.parts(layout.runs(paragraphs, kinds), kinds, frozenset(headlines))
    letters = page.replace(" ", "")
    inside = {at for run in parts for at in range(run.first, run.last + 1)}
    return "".join(letter if at in inside else "." for at, letter in enumerate(letters))


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("hppph", ".ppp."),
        ("h", "."),
        ("hhh", "..."),
        ("", ""),
        ("p", "p"),
        ("hhPhh", "..P.."),
    ],
)
def test_the_longest_run_is_the_body(page: str, expected: str) -> None:
    assert body(page) == expected


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("h p r p r h", ".prpr."),
        ("h r p p", "..pp"),
    ],
)
def test_remarks_count_beside_prose(page: str, expected: str) -> None:
    assert body(page) == expected


def test_a_remark_at_the_end_counts_if_it_is_a_statement() -> None:
    paragraphs, kinds = drawn("p p r")
    question = Paragraph(Span(300, 310), "Any news?", 9, 9, True)
    assert layout.runs(paragraphs, kinds)[0].last == 2
    assert layout.runs([*paragraphs[:2], question], kinds)[0].last == 1


def test_a_subheading_on_its_paragraph_belongs_to_the_run() -> None:
    assert [(run.first, run.last) for run in layout.runs(*drawn("p p hp p"))] == [(0, 4)]


@pytest.mark.parametrize("page", ["p p h p p", "pphpp", "p p ip p", "p hp p", "p p hp"])
def test_other_headings_divide_runs(page: str) -> None:
    assert len(layout.runs(*drawn(page))) == 2


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("pphippp", "pp..ppp"),
        ("pphhhhhppp", "pp.....ppp"),
        ("pphhhhhhppp", "........ppp"),
        ("ppitpp", "pp..pp"),
    ],
)
def test_substantial_runs_that_are_near_belong_together(page: str, expected: str) -> None:
    assert body(page) == expected


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("ppphp", "ppp.p"),
        ("pppip", "ppp.p"),
        ("pppcp", "ppp.p"),
        ("ppptp", "ppp.."),
        ("ppphhp", "ppp..."),
        ("ppptphphp", "ppp......"),
        ("phppp", "p.ppp"),
    ],
)
def test_a_single_paragraph_belongs_if_little_is_between(page: str, expected: str) -> None:
    assert body(page) == expected


def test_a_standfirst_stands_below_a_headline() -> None:
    assert body("hhphchppp", 1, 3) == "..p...ppp"
    assert body("hhphchppp", 3) == "......ppp"


def test_nothing_above_the_first_headline_is_body() -> None:
    assert body("ppphpppp", 3) == "....pppp"


def test_teasers_are_never_inside() -> None:
    assert body("hhz ppp") == "...ppp"
