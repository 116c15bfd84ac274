# ruff: noqa: RUF001 (look-alike characters are what these tests are about)
from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.text.anchoring import anchor
from dateline.text.article import Article
from dateline.text.folding import fold, folded_words
from dateline.text.graphemes import context, joins
from dateline.text.values import Anchored, Quote, QuoteState, Span

FELL = "Militia fighters took the town of Qasr on Monday. The army lost Qasr, then took the town of Dura."


def span_of(text: str, words: str, nth: int = 0) -> Span:
    """Where the words stand, exactly, for the nth time."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))


def test_found_at_its_one_place() -> None:
    anchored = anchor(Article(FELL), Quote("lost Qasr"))

    span = span_of(FELL, "lost Qasr")
    assert anchored == Anchored(QuoteState.found, span=span, spans=(span,))


@pytest.mark.parametrize(
    ("text", "exact", "stands_as"),
    [
        ("killed 20\u00a0people", "killed 20 people", "killed 20\u00a0people"),
        ("killed 20 people", "killed\u00a020\u202fpeople", "killed 20 people"),
        ("fled the\r\ncity.\r\n", "the city", "the\r\ncity"),
        ("fled the\n\n  city", "the city", "the\n\n  city"),
        ("fled the city", "the\n  city", "the city"),
        ("a “collapse” in their ranks", 'a "collapse" in', "a “collapse” in"),
        ('a "collapse" in their ranks', "a “collapse” in", 'a "collapse" in'),
        ("the militants’ defences", "militants' defences", "militants’ defences"),
        ("a ‘caliphate’ fell", "‘caliphate’", "‘caliphate’"),
        ("the town—long held—fell", "town-long held", "town—long held"),
        ("the town-long held", "town—long held", "town-long held"),
        ("driven […]", "[...]", "[…]"),
        ("driven [...]", "[…]", "[...]"),
        ("the cafe\u0301 burned", "caf\u00e9 burned", "cafe\u0301 burned"),
        ("the caf\u00e9 burned", "cafe\u0301 burned", "caf\u00e9 burned"),
        ("the co\u00adoperation\u200b pact", "cooperation pact", "co\u00adoperation\u200b pact"),
        ("the cooperation pact", "co\u00adoperation pact", "cooperation pact"),
        ("👩\u200d👩\u200d👧 fled the city", "the city", "the city"),
        ("\U0001f1f8\U0001f1fe e\u0301 fled", "fled", "fled"),
        (
            "قالت قوات النظام إنها سيطرت على \u200fالميادين\u200f.",
            "سيطرت على الميادين",
            "سيطرت على \u200fالميادين",
        ),
        ("叙利亚军队控制了城市", "军队控制", "军队控制"),
        ("Syria.Al-Mayadeen fell", "Al-Mayadeen", "Al-Mayadeen"),
        ("held around 90% of it", "around 90%", "around 90%"),
    ],
)
def test_found_whatever_the_typography(text: str, exact: str, stands_as: str) -> None:
    anchored = anchor(Article(text), Quote(exact))

    assert anchored.state == QuoteState.found
    assert anchored.span == span_of(text, stands_as)


def test_offsets_are_code_points_not_utf_16_units_nor_bytes() -> None:
    text = "👩🏽 e\u0301 — Raqqa"

    assert anchor(Article(text), Quote("Raqqa")).span == Span(8, 13)
    assert text.encode("utf-16-le").index("Raqqa".encode("utf-16-le")) // 2 == 10


@pytest.mark.parametrize(
    ("text", "exact"),
    [
        ("took Al Mayadeen", "Al Maya"),
        ("took Al Mayadeen", "deen"),
        ("killed 12 people", "killed 1"),
        ("killed 12,000 people", "killed 12"),
        ("فر من بالميادين", "الميادين"),
        ("so they said… later", "said."),
        ("the cafe\u0323\u0301 burned", "cafe"),
        ("Islamic State", "islamic state"),
        ("the attack", "the  at-tack"),
    ],
)
def test_missing_if_not_there_letter_by_letter_and_as_whole_words(text: str, exact: str) -> None:
    anchored = anchor(Article(text), Quote(exact))

    assert (anchored.state, anchored.span, anchored.spans) == (QuoteState.missing, None, ())


def test_the_word_that_a_quotation_was_cut_from_is_near() -> None:
    near = anchor(Article("Troops took Al Mayadeen on Monday"), Quote("took Al Maya")).near

    assert near is not None
    assert near.exact == "took Al Mayadeen"
    assert near.difference == "«Mayadeen» where the quotation has «Maya»"


def test_a_whole_word_counts_though_it_is_part_of_another_elsewhere() -> None:
    text = "Mayadeen and Maya"

    assert anchor(Article(text), Quote("Maya")).span == span_of(text, "Maya", 1)


def test_ambiguous_if_the_words_occur_twice() -> None:
    anchored = anchor(Article(FELL), Quote("took the town"))

    assert anchored.state == QuoteState.ambiguous
    assert anchored.span is None
    assert anchored.spans == (span_of(FELL, "took the town"), span_of(FELL, "took the town", 1))


def test_occurrences_that_overlap_are_two() -> None:
    anchored = anchor(Article("no no no"), Quote("no no"))

    assert anchored.spans == (Span(0, 5), Span(3, 8))


@pytest.mark.parametrize(
    ("prefix", "suffix", "nth"),
    [
        ("fighters", "", 0),
        ("fighters ", "", 0),
        ("ghters\u00a0", "", 0),
        ("", "of Qasr", 0),
        ("", " of\nQasr on", 0),
        ("Qasr, then", "", 1),
        ("then", "of Dura.", 1),
    ],
)
def test_prefix_and_suffix_tell_one_occurrence_from_another(prefix: str, suffix: str, nth: int) -> None:
    anchored = anchor(Article(FELL), Quote("took the town", prefix, suffix))

    assert anchored.state == QuoteState.found
    assert anchored.span == span_of(FELL, "took the town", nth)


def test_a_prefix_at_the_start_and_a_suffix_at_the_end_of_the_text() -> None:
    article = Article("Raqqa fell to Raqqa")

    assert anchor(article, Quote("Raqqa", suffix="fell")).span == Span(0, 5)
    assert anchor(article, Quote("Raqqa", prefix="to")).span == Span(14, 19)
    assert anchor(article, Quote("Raqqa", "of")).state == QuoteState.moved
    assert anchor(article, Quote("Raqqa", suffix="and")).state == QuoteState.moved


def test_a_prefix_that_fits_two_occurrences_leaves_both() -> None:
    article = Article("the dead, the dead and the wounded dead")

    anchored = anchor(article, Quote("dead", prefix="the"))

    assert anchored.state == QuoteState.ambiguous
    assert anchored.spans == (Span(4, 8), Span(14, 18))


def test_a_blank_prefix_says_nothing() -> None:
    assert anchor(Article(FELL), Quote("lost Qasr", " \n", "\u200b")).state == QuoteState.found


def test_moved_if_the_words_stand_between_other_neighbours() -> None:
    anchored = anchor(Article(FELL), Quote("lost Qasr", prefix="The militia"))

    assert anchored == Anchored(QuoteState.moved, spans=(span_of(FELL, "lost Qasr"),))


def test_moved_if_the_words_are_no_longer_at_the_recorded_place() -> None:
    recorded = span_of(FELL, "lost Qasr")
    changed = "Corrected. " + FELL

    assert anchor(Article(FELL), Quote("lost Qasr"), at=recorded).state == QuoteState.found
    assert anchor(Article(changed), Quote("lost Qasr"), at=recorded) == Anchored(
        QuoteState.moved, spans=(span_of(changed, "lost Qasr"),)
    )


def test_missing_if_the_words_are_neither_at_the_recorded_place_nor_elsewhere() -> None:
    assert anchor(Article(FELL), Quote("won Qasr"), at=Span(0, 8)).state == QuoteState.missing


@pytest.mark.parametrize("at", [Span(0, 3), Span(5000, 5009), Span(9, 9)])
def test_a_recorded_place_that_holds_other_text_or_none_is_moved(at: Span) -> None:
    assert anchor(Article(FELL), Quote("lost Qasr"), at=at).state == QuoteState.moved


@pytest.mark.parametrize("nth", [0, 1])
def test_a_recorded_place_tells_one_occurrence_from_another(nth: int) -> None:
    recorded = span_of(FELL, "took the town", nth)

    anchored = anchor(Article(FELL), Quote("took the town"), at=recorded)

    assert anchored == Anchored(QuoteState.found, span=recorded, spans=(recorded,))


def test_moved_if_recorded_place_and_neighbours_point_to_different_occurrences() -> None:
    anchored = anchor(
        Article(FELL), Quote("took the town", prefix="fighters"), at=span_of(FELL, "took the town", 1)
    )

    assert anchored.state == QuoteState.moved


PAGE = "Army takes Dura\n\nThe army took Dura. Shells fell on Qasr.\n\nShells fell on Qasr, army takes Dura"
BODY = (span_of(PAGE, "The army took Dura. Shells fell on Qasr."),)


def test_with_a_body_only_what_is_inside_counts() -> None:
    anchored = anchor(Article(PAGE), Quote("Shells fell on Qasr"), BODY)

    assert anchored.state == QuoteState.found
    assert anchored.span == span_of(PAGE, "Shells fell on Qasr")
    assert anchor(Article(PAGE), Quote("Shells fell on Qasr")).state == QuoteState.ambiguous


def test_the_furniture_of_the_page_is_outside_the_body() -> None:
    anchored = anchor(Article(PAGE), Quote("takes Dura"), BODY)

    assert anchored == Anchored(
        QuoteState.outside_body, spans=(span_of(PAGE, "takes Dura"), span_of(PAGE, "takes Dura", 1))
    )


def test_neighbours_that_are_furniture_lead_outside_the_body() -> None:
    anchored = anchor(Article(PAGE), Quote("Shells fell on Qasr", suffix=", army"), BODY)

    assert anchored == Anchored(QuoteState.outside_body, spans=(span_of(PAGE, "Shells fell on Qasr", 1),))


def test_a_recorded_place_in_the_furniture_is_outside_the_body() -> None:
    recorded = span_of(PAGE, "Shells fell on Qasr", 1)

    assert (
        anchor(Article(PAGE), Quote("Shells fell on Qasr"), BODY, at=recorded).state
        == QuoteState.outside_body
    )


def test_moved_names_the_places_in_the_body() -> None:
    anchored = anchor(Article(PAGE), Quote("Shells fell on Qasr", prefix="Later"), BODY)

    assert anchored == Anchored(QuoteState.moved, spans=(span_of(PAGE, "Shells fell on Qasr"),))


def test_a_quotation_lies_in_one_zone() -> None:
    text = "One two. Advert. Three four."
    zones = (span_of(text, "One two."), span_of(text, "Three four."))

    assert anchor(Article(text), Quote("Three four"), zones).state == QuoteState.found
    assert anchor(Article(text), Quote("two. Advert"), zones).state == QuoteState.outside_body
    assert anchor(Article(text), Quote("Three"), ()).state == QuoteState.outside_body


def test_what_is_near_is_looked_for_in_the_body_first() -> None:
    near = anchor(
        Article(PAGE), Quote("Shells falls on Qasr"), (span_of(PAGE, "Shells fell on Qasr, army takes Dura"),)
    ).near

    assert near is not None
    assert near.span == span_of(PAGE, "Shells fell on Qasr", 1)


@pytest.mark.parametrize("blank", ["", "  \n", "\u200b", "\u00ad \ufeff"])
def test_a_quotation_without_words_is_missing(blank: str) -> None:
    assert anchor(Article(FELL), Quote(blank)) == Anchored(QuoteState.missing)


def test_an_empty_article_has_nothing_and_nothing_near() -> None:
    assert anchor(Article(""), Quote("Raqqa")) == Anchored(QuoteState.missing)


def test_a_megabyte_of_text() -> None:
    filler = "Shelling went on around the town — 20\u00a0people “fled” their homes.\r\n"
    text = filler * (500_000 // len(filler)) + "Then a ceasefire held. " + filler * (500_000 // len(filler))
    article = Article(text)

    assert anchor(article, Quote("Then a ceasefire held")).span == span_of(text, "Then a ceasefire held")
    assert len(anchor(article, Quote('20 people "fled"')).spans) == text.count("fled")
    near = anchor(article, Quote("Then the ceasefire held")).near
    assert near is not None
    assert near.span == span_of(text, "Then a ceasefire held")


marks = st.sampled_from("\u0301\u0323\u064e\u093c\ufe0f")
bases = st.sampled_from("aeézKÅ7ميहद한漢👩🇸'\"-.") | st.characters(categories=["L", "N", "P", "S"])
bases = bases.filter(lambda base: not joins(base))
characters = st.builds("".join, st.tuples(bases, st.one_of(st.just(""), st.just(""), marks)))
words = st.builds("".join, st.lists(characters, min_size=1, max_size=4)).filter(
    lambda w: fold(w).text.strip()
)
spaces = st.sampled_from([" ", "  ", "\r\n", "\n\n", "\u00a0", "\u2003\u200b ", "\ufeff \t"])


@st.composite
def quoted(draw: st.DrawFn) -> tuple[str, Span]:
    """A text, and a stretch of it that begins and ends with a word."""
    tokens = draw(st.lists(words, min_size=1, max_size=8))
    text, spans = draw(spaces), []
    for token in tokens:
        spans.append(Span(len(text), len(text) + len(token)))
        text += token + draw(spaces)
    first = draw(st.integers(0, len(spans) - 1))
    last = draw(st.integers(first, len(spans) - 1))
    return text, Span(spans[first].start, spans[last].end)


@given(quoted())
def test_whatever_stretch_of_words_is_quoted_is_found_where_it_stands(case: tuple[str, Span]) -> None:
    text, span = case
    anchored = anchor(Article(text), Quote(text[span.start : span.end]))

    assert anchored.state in (QuoteState.found, QuoteState.ambiguous)
    assert span in anchored.spans


def retyped(text: str) -> str:
    """The same words as another keyboard or program would write them."""
    return (
        unicodedata.normalize("NFD", text)
        .replace("'", "’")
        .replace('"', "“")
        .replace("-", "–")
        .replace(" ", "\u00a0\r\n")
        .replace("a", "\u00ada\u200b")
    )


@given(quoted())
def test_typography_changes_nothing(case: tuple[str, Span]) -> None:
    text, span = case
    article = Article(text)
    exact = text[span.start : span.end]

    assert anchor(article, Quote(retyped(exact))) == anchor(article, Quote(exact))


@given(quoted())
def test_the_text_found_folds_to_the_folded_quotation(case: tuple[str, Span]) -> None:
    text, span = case
    exact = text[span.start : span.end]
    for found in anchor(Article(text), Quote(exact)).spans:
        assert fold(text[found.start : found.end]).text == folded_words(exact)


@given(st.text(alphabet="ab1 ,é\u0301\u0323\u00ad\u200b\u00a0\n’'…." + "한ا", max_size=30), st.data())
def test_nothing_is_found_that_is_not_the_quotation(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    exact = text[start : data.draw(st.integers(start, len(text)))]
    if not fold(exact).text.strip():
        return
    for found in anchor(Article(text), Quote(exact)).spans:
        assert fold(text[found.start : found.end]).text == folded_words(exact)


@given(quoted(), st.integers(0, 12))
def test_evidence_verifies_against_the_text_it_was_taken_from(case: tuple[str, Span], width: int) -> None:
    text, span = case
    exact = text[span.start : span.end]
    evidence = Quote(exact, *context(text, span, width))

    assert anchor(Article(text), evidence, at=span) == Anchored(QuoteState.found, span=span, spans=(span,))


def real(repository: Path, name: str) -> Article:
    return Article((repository / "seeds" / "articles" / name).read_bytes().decode("utf-8"))


def test_a_real_article_has_the_apostrophe_that_it_has(repository: Path) -> None:
    article = real(repository, "002_407be108de235255.txt")

    anchored = anchor(article, Quote("the militants’ defences collapsed"))

    assert anchored.span == span_of(article.text, "the militants' defences collapsed")


def test_a_real_article_whose_summary_repeats_its_body(repository: Path) -> None:
    article = real(repository, "000_eb0d3b9c0bbd38b6.txt")
    words = "Syrian government and allied forces have taken"

    assert anchor(article, Quote(words)).state == QuoteState.ambiguous
    assert anchor(article, Quote(words, prefix="driven [...]")).span == span_of(article.text, words, 1)


@pytest.mark.parametrize("name", ["000_eb0d3b9c0bbd38b6.txt", "002_407be108de235255.txt"])
def test_every_line_of_a_real_article_is_there(repository: Path, name: str) -> None:
    article = real(repository, name)
    lines = [line for line in article.text.splitlines() if line.strip()]

    assert {anchor(article, Quote(line)).state for line in lines} <= {QuoteState.found, QuoteState.ambiguous}
    assert len(lines) > 10
