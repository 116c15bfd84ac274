from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from dateline.skeleton import Guesses, guess
from dateline.text import Article, Quote, QuoteState, Span, Zone, anchor, body

UNSTATED, TRT = "000_eb0d3b9c0bbd38b6.txt", "002_407be108de235255.txt"
HAND_MADE = {UNSTATED: "unstated-2017-10-14-al-mayadeen", TRT: "trtworld-2017-10-14-al-mayadeen"}
LINES = (
    "Home",
    "Shelling kills three in Harbour Town",
    "Shelling kills three in Harbour Town | Coast Gazette",
    "The army said on Saturday that it had aimed at positions on the river bank, and denied the rest.",
    "The army said on Saturday that it had aimed at positions on the river bank, and […]",
    "BEIRUT, October 14, 2017 (AFP) - Thousands have fled since the fighting began early this month.",
    "He did not elaborate.",
    "Advertisement",
    "SOURCE: AFP; Reuters and agencies",
    "© 2017 Coast: Gazette #1",
    "By Jane Roe | \x07Gazette",
    "14 October 2017",
    "Published 2017-10-14T10:00:00Z",
    "- 'it' \"was\": {quoted}",
    "قال طبيب في المستشفى يوم السبت إن القصف قتل ثلاثة أشخاص على الأقل في البلدة الشمالية.",
    "\ufeff\u200b",
    "",
)
PAGES = st.lists(st.sampled_from(LINES), max_size=14).map("\n".join) | st.text(max_size=200)


def of_file(repository: Path, name: str) -> tuple[Article, Guesses]:
    article = Article((repository / "seeds" / "articles" / name).read_bytes().decode())
    return article, guess(article)


def spans(article: Article, guesses: Guesses) -> tuple[Span, ...]:
    found, problems = body(article, guesses.body)
    assert problems == ()
    return found


def hand_made(repository: Path, article: Article, name: str) -> tuple[Span, ...]:
    path = repository / "seeds" / "extractions" / f"{HAND_MADE[name]}.yaml"
    zones = yaml.safe_load(path.read_text(encoding="utf-8"))["source"]["body"]

    def quote(node: str | dict[str, str]) -> Quote:
        return Quote(node) if isinstance(node, str) else Quote(**node)

    found, problems = body(article, [Zone(quote(zone["from"]), quote(zone["to"])) for zone in zones])
    assert problems == ()
    return found


@pytest.mark.parametrize("name", HAND_MADE)
def test_the_guessed_body_is_the_one_that_people_marked(name: str, repository: Path) -> None:
    """To the letter, the standfirst of the second file included, which one may count to the body or not."""
    article, guesses = of_file(repository, name)
    assert spans(article, guesses) == hand_made(repository, article, name)


@pytest.mark.parametrize(
    ("name", "lines"),
    [(UNSTATED, [*range(6, 11), *range(12, 22)]), (TRT, [4, 9, 11, 13, 15, 21, 23, 25, 27])],
)
def test_all_paragraphs_and_no_furniture_are_inside(name: str, lines: list[int], repository: Path) -> None:
    """Line 4 of the second file is the standfirst, line 12 of the first a subheading of its own."""
    article, guesses = of_file(repository, name)
    inside = [
        line.strip()
        for span in spans(article, guesses)
        for line in article.text[slice(*span)].splitlines()
        if line.strip()
    ]
    whole = article.text.splitlines()
    assert inside == [whole[number - 1].strip() for number in lines]


def test_facts_of_the_article_that_states_them(repository: Path) -> None:
    _, found = of_file(repository, TRT)
    assert found.headline
    assert found.publisher
    assert found.published
    assert (found.headline.value, found.headline.quote.suffix) == (
        "Syrian regime forces capture Al Mayadeen from Daesh",
        "Regime forces backed",
    )
    assert found.headline.why == "the same words stand on lines 3 and 5"
    assert (found.publisher.value, found.publisher.quote.exact) == (
        "TRTWorld",
        "SOURCE:TRTWorld and agencies",
    )
    assert (found.published.value, found.published.quote.exact) == ("2017-10-14", "October 14, 2017")
    assert (found.language, found.scale, found.dateline) == ("en", None, None)
    assert found.open == ("scale",)


def test_what_the_other_article_does_not_state_is_not_guessed(repository: Path) -> None:
    _, found = of_file(repository, UNSTATED)
    assert found.headline
    assert found.headline.value == "Islamic State Loses Al-Mayadeen in Eastern Syria"
    assert found.open == ("publisher", "published", "scale")


def test_a_whole_page(page: str, sentences: tuple[str, ...]) -> None:
    article = Article(page)
    found = guess(article)
    facts = {
        name: fact.value
        for name in ("headline", "publisher", "published", "scale")
        if (fact := getattr(found, name))
    }
    assert facts == {
        "headline": "Shelling kills three in Harbour Town",
        "publisher": "Coast Gazette",
        "published": "2017-10-14",
    }
    shelled, denied, fled, quoted = sentences
    assert [article.text[slice(*span)] for span in spans(article, found)] == [
        f"{shelled}\n\n{denied}",
        f"{fled}\n\nHe did not elaborate.",
        quoted,
    ]
    assert found.body_why.startswith("the longest runs of whole sentences: lines 14 to 16, 20 to 22 and 26")


def test_of_a_wire_report_everything_can_be_guessed(wire: str, sentences: tuple[str, ...]) -> None:
    article = Article(wire)
    found = guess(article)
    assert found.open == ()
    assert found.scale
    assert (found.scale.value, found.scale.basis) == ("International", "inferred")
    assert found.scale.reason
    assert found.dateline == "HARBOUR TOWN, October 14, 2017"
    (span,) = spans(article, found)
    assert article.text[span.start :].startswith(sentences[0])
    assert span.end == len(wire.rstrip())


@pytest.mark.parametrize("change", [("\n", "\r\n"), ("\n", "\r"), ("", "")])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_byte_order_marks_change_no_guess(
    change: tuple[str, str], mark: str, page: str
) -> None:
    plain = Article(page)
    article = Article(mark + page.replace(*change) if change[0] else mark + page)
    found, expected = guess(article), guess(plain)
    assert found == expected
    assert [article.text[slice(*span)].split() for span in spans(article, found)] == [
        plain.text[slice(*span)].split() for span in spans(plain, expected)
    ]


def test_arabic(arabic: str) -> None:
    found = guess(Article(arabic))
    assert found.headline
    assert found.publisher
    assert (found.headline.value, found.publisher.value) == (arabic.splitlines()[0], "رويترز")
    assert found.dateline == "بيروت"
    assert len(found.body) == 1
    assert found.open == ("published", "language", "scale")


@pytest.mark.parametrize(
    ("text", "headline", "zones"),
    [
        ("Shelling kills three in Harbour Town", "Shelling kills three in Harbour Town", 0),
        ("Home", None, 0),
        ("Thousands have fled since the fighting began early this month, it is said.", None, 1),
        (
            "Fog delays ferry again\nCouncil votes on library\nHospital fire kills six\n",
            "Fog delays ferry again",
            0,
        ),
        ("1\n2\n3", None, 0),
        ("it fell " * 1000, None, 0),
    ],
)
def test_articles_without_much(text: str, headline: str | None, zones: int) -> None:
    found = guess(Article(text))
    assert (found.headline.value if found.headline else None) == headline
    assert len(found.body) == zones
    assert found.publisher is None


def test_a_megabyte_of_prose_is_one_zone(sentences: tuple[str, ...]) -> None:
    paragraphs = [f"{number}. {sentence}" for number in range(2500) for sentence in sentences]
    article = Article("\n\n".join(paragraphs))
    assert len(article.text) > 900_000
    assert spans(article, guess(article)) == (Span(0, len(article.text)),)


@given(PAGES)
def test_whatever_is_guessed_stands_in_the_text(text: str) -> None:
    article = Article(text)
    found = guess(article)
    for fact in (found.headline, found.publisher, found.published, found.scale):
        if fact:
            assert anchor(article, fact.quote).state is QuoteState.found
            assert fact.value.strip() == fact.value != ""
            assert fact.why.isascii()
            assert fact.why.isprintable()
    stretches = spans(article, found)
    assert len(stretches) == len(found.body)
    assert bool(found.body) is bool(found.body_why)
