from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dateline.skeleton import quoting
from dateline.text import Article, Quote, QuoteState, Span, Zone, anchor, body

WORDS = st.lists(
    st.sampled_from(["town", "river", "the", "it’s", "a\u200bb", "10,000", "é", "桥。", "\n", "-", "…"])
)
TEXTS = WORDS.map(" ".join)


def span(text: str, words: str, after: int = 0) -> Span:
    start = text.index(words, after)
    return Span(start, start + len(words))


def test_words_that_stand_once_need_no_neighbours() -> None:
    text = "The town fell.\nThe river  rose."
    assert quoting.quote(Article(text), span(text, "river  rose")) == Quote("river rose")


def test_the_fewest_neighbours_are_taken() -> None:
    text = "The town fell\nThe town fell\nand rose again, as all had hoped"
    assert quoting.quote(Article(text), span(text, "The town fell")) == Quote(
        "The town fell", suffix="The town fell"
    )
    assert quoting.quote(Article(text), span(text, "The town fell", 5)) == Quote(
        "The town fell", suffix="and rose again,"
    )


def test_words_before_tell_apart_what_ends_alike() -> None:
    text = "One said: it fell\nTwo said: it fell"
    assert quoting.quote(Article(text), span(text, "it fell", 20)) == Quote(
        "it fell", prefix="fell Two said:"
    )


def test_no_quotation_of_what_cannot_be_told_apart_or_is_no_whole_word() -> None:
    text = "it fell " * 1000
    assert quoting.quote(Article(text), Span(4000, 4007)) is None
    assert quoting.quote(Article("The town fell"), Span(5, 8)) is None
    assert quoting.quote(Article(" \n "), Span(0, 3)) is None


def test_a_zone_is_named_by_its_first_and_last_words() -> None:
    text = "Headline\n" + " ".join(f"word{n}" for n in range(50)) + "\nTail"
    found = quoting.zone(Article(text), Span(9, len(text) - 5))
    assert found == Zone(
        Quote("word0 word1 word2 word3 word4 word5"), Quote("word44 word45 word46 word47 word48 word49")
    )


def test_a_zone_that_begins_as_its_teaser_does_is_told_from_it() -> None:
    lead = (
        "Forces have taken the eastern town on the coast from the rebels, he said on Saturday, after clashes"
    )
    text = f"{lead} […]\n\n{lead}.\nThe end."
    found = quoting.zone(Article(text), Span(text.index(lead, 5), len(text)))
    assert found is not None
    assert found.start == Quote("Forces have taken the eastern town", prefix="after clashes […]")


def test_a_zone_shorter_than_its_names_may_be_repeated_outside() -> None:
    text = "It fell.\nNobody knows why it fell.\nIt fell."
    found = quoting.zone(Article(text), Span(9, 34))
    assert found == Zone(Quote("Nobody knows why it fell."), Quote("Nobody knows why it fell."))


@given(TEXTS, st.data())
def test_what_is_named_is_found_there_and_nowhere_else(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    asked = Span(start, data.draw(st.integers(start, len(text))))
    article = Article(text)
    quote = quoting.quote(article, asked)
    if quote is not None:
        assert anchor(article, quote).state is QuoteState.found
        assert anchor(article, quote).span == asked
    zone = quoting.zone(article, asked)
    if zone is not None:
        assert body(article, [zone]) == ((asked,), ())
