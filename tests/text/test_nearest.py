from __future__ import annotations

import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.text.anchoring import anchor
from dateline.text.article import Article
from dateline.text.nearest import nearest
from dateline.text.values import Quote, QuoteState, Span

TOWN = "On Monday the regional militia\r\ncaptured the “old” town of Qasr from rebels, officials said."


@pytest.mark.parametrize(
    ("exact", "near", "difference"),
    [
        (
            "regional militia took the “old” town",
            "regional militia\r\ncaptured the “old” town",
            "«captured» where the quotation has «took»",
        ),
        (
            "Monday the militia captured the old town",
            "Monday the regional militia\r\ncaptured the “old” town",
            'also «regional»; «"old"» where the quotation has «old»',
        ),
        ("town of Qasr from the rebels", "town of Qasr from rebels", "without «the»"),
        ("CAPTURED THE", "captured the", "«captured the» where the quotation has «CAPTURED THE»"),
        ("town of Qas", "town of Qasr", "«Qasr» where the quotation has «Qas»"),
        (
            "rebels, officails said",
            "rebels, officials said",
            "«officials» where the quotation has «officails»",
        ),
    ],
)
def test_the_nearest_words_and_how_they_differ(exact: str, near: str, difference: str) -> None:
    found = nearest(Article(TOWN), exact)

    assert found is not None
    assert found.exact == near
    assert TOWN[found.span.start : found.span.end] == near
    assert found.difference == difference


@pytest.mark.parametrize("exact", ["A school burned down", "9", "xyz", "Qasr " * 40, "q" * 5001])
def test_nothing_is_suggested_where_nothing_is_near(exact: str) -> None:
    assert nearest(Article(TOWN), exact) is None


def test_a_few_differences_are_named_and_the_rest_counted() -> None:
    text = "one two three four five six seven eight nine ten eleven twelve"
    near = nearest(Article(text), "one 2 three 4 five 6 seven 8 nine ten eleven twelve")

    assert near is not None
    assert near.difference == (
        "«two» where the quotation has «2»; «four» where the quotation has «4»; "
        "«six» where the quotation has «6»; and 1 more"
    )


def test_long_differences_are_cut_short() -> None:
    sentence = "The army shelled the villages along the river road for many days. "
    text = sentence * 3 + "Nobody was hurt. " + sentence * 3
    near = nearest(Article(text), text.replace("hurt.", "hurt, " + "said a spokesman, " * 8))

    assert near is not None
    assert near.difference == (
        "«hurt.» where the quotation has «hurt, said a spokesman, said a spokesman, "
        "said a spokesman, said a ...»"
    )


def test_the_score_is_the_likeness_of_the_whole_suggestion() -> None:
    exactly_but_for_case = nearest(Article("The Army came"), "the army came")
    cut_short = nearest(Article("Al Mayadeen"), "Al Maya")

    assert exactly_but_for_case is not None
    assert exactly_but_for_case.score == 100
    assert cut_short is not None
    assert cut_short.score == pytest.approx(100 * 2 * 7 / (7 + 11))


def test_the_body_goes_before_what_is_nearer_outside() -> None:
    text = "Army seizes Dura. The army has seized all Dura. Army seized Dura?"
    body = (Span(18, 47),)

    inside = nearest(Article(text), "army seized Dura", body)
    anywhere = nearest(Article(text), "army seized Dura")

    assert inside is not None
    assert inside.exact == "army has seized all Dura"
    assert anywhere is not None
    assert anywhere.exact == "Army seized Dura"


def test_outside_the_body_if_nothing_is_near_inside() -> None:
    text = "Army seizes Dura. Nothing else was reported."
    near = nearest(Article(text), "Army seized Dura", (Span(18, len(text)),))

    assert near is not None
    assert near.exact == "Army seizes Dura"


def test_letters_that_grow_in_lower_case_do_not_shift_the_place() -> None:
    text = "İİİİİİ in İzmir troops seized the port"
    near = nearest(Article(text), "troops siezed the port")

    assert near is not None
    assert near.exact == "troops seized the port"


def test_a_quotation_longer_than_the_article() -> None:
    near = nearest(Article("Troops took Qasr"), "Troops took Qasr too")

    assert near is not None
    assert near.exact == "Troops took Qasr"


def test_no_edge_of_a_word_anywhere_near() -> None:
    assert nearest(Article("x" * 1000 + "captured" + "x" * 1000), "captured") is None


def test_for_a_quotation_longer_than_any_quotation_nothing_is_looked_for() -> None:
    text = "".join(f"On day {day} the town was shelled again. " for day in range(150))

    assert nearest(Article(text), text[:4990].replace("day 3 ", "day three ")) is not None
    assert nearest(Article(text), text[:5010].replace("day 3 ", "day three ")) is None


def test_a_megabyte_is_searched_within_a_second_or_so() -> None:
    sentence = "Shelling went on around the town of Qasr on day {} of the siege, and {} people fled.\n"
    lines = [sentence.format(day, day * 7) for day in range(12_000)]
    article = Article("".join(lines))
    article.folded  # noqa: B018 (folding is not what is timed)
    quotation = "".join(lines[6000:6040]).replace("people", "persons")

    started = time.process_time()
    near = nearest(article, quotation)
    spent = time.process_time() - started

    assert near is not None
    assert near.exact == "".join(lines[6000:6040]).strip()
    assert near.difference.startswith("«people» where the quotation has «persons»")
    assert spent < 2


def test_in_a_long_text_both_ends_must_come_near() -> None:
    lines = [f"On day {day} of the siege, shells fell on the town of Qasr again.\n" for day in range(18_000)]
    beginning = "".join(lines[:20])

    assert nearest(Article("".join(lines)), beginning.replace("town", "tawn")) is not None
    assert nearest(Article("".join(lines)), beginning + "wxyz " * 300) is None


word = st.text(alphabet="abcdeé\u0301’1,.", min_size=1, max_size=6)


@given(st.lists(word, min_size=3, max_size=12), st.lists(word, min_size=1, max_size=4))
def test_a_suggestion_would_be_found_as_a_quotation(words: list[str], other: list[str]) -> None:
    article = Article("\n".join(words))
    anchored = anchor(article, Quote(" ".join([*words[1:], *other])))
    if anchored.near is None:
        return

    again = anchor(article, Quote(anchored.near.exact))

    assert anchored.state == QuoteState.missing
    assert again.state in (QuoteState.found, QuoteState.ambiguous)
    assert anchored.near.span in again.spans


def test_looking_for_what_is_there_loads_no_fuzzy_matching(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rapidfuzz", None)

    assert anchor(Article(TOWN), Quote("town of Qasr")).state == QuoteState.found
    with pytest.raises(ImportError):
        anchor(Article(TOWN), Quote("village of Qasr"))
