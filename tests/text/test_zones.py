from __future__ import annotations

from pathlib import Path

import pytest

from dateline.text.anchoring import anchor
from dateline.text.article import Article
from dateline.text.values import Quote, QuoteState, Span, Zone, ZoneFault, ZoneProblem
from dateline.text.zones import body

PAGE = Article(
    "MENU Home World\nArmy takes Dura\n\nThe army took Dura on Monday.\nA witness said so.\n\n"
    "Advert: the army needs you\n\nShells fell on Qasr, the mayor said.\n\nMore news\nShells fell on Qasr"
)
FIRST = Zone(Quote("The army took"), Quote("A witness said so."))
SECOND = Zone(Quote("Shells fell", suffix="on Qasr,"), Quote("the mayor said."))


def words(span: Span) -> str:
    return PAGE.text[span.start : span.end]


def test_a_zone_runs_from_its_first_to_its_last_words() -> None:
    spans, problems = body(PAGE, [FIRST])

    assert [words(span) for span in spans] == ["The army took Dura on Monday.\nA witness said so."]
    assert problems == ()


def test_zones_come_in_the_order_of_the_text() -> None:
    spans, problems = body(PAGE, [SECOND, FIRST])

    assert [words(span)[:10] for span in spans] == ["The army t", "Shells fel"]
    assert problems == ()


def test_without_zones_there_is_no_body() -> None:
    assert body(PAGE, []) == ((), ())


def test_one_sentence_can_be_first_and_last() -> None:
    sentence = Quote("A witness said so.")
    spans, problems = body(PAGE, [Zone(sentence, sentence)])

    assert [words(span) for span in spans] == ["A witness said so."]
    assert problems == ()


def test_missing_words_name_what_is_near() -> None:
    spans, problems = body(PAGE, [Zone(Quote("The army took Dara on Monday"), FIRST.end)])

    assert spans == ()
    [problem] = problems
    assert (problem.zone, problem.fault, problem.part) == (0, ZoneFault.missing, "start")
    assert problem.anchored is not None
    assert problem.anchored.near is not None
    assert problem.anchored.near.exact == "The army took Dura on Monday"


def test_both_ends_are_reported() -> None:
    _, problems = body(PAGE, [FIRST, Zone(Quote("Shells fell on Qasr"), Quote("No such words"))])

    assert [(problem.zone, problem.fault, problem.part) for problem in problems] == [
        (1, ZoneFault.ambiguous, "start"),
        (1, ZoneFault.missing, "end"),
    ]


def test_words_between_other_neighbours_are_moved() -> None:
    _, [problem] = body(PAGE, [Zone(Quote("The army took", prefix="Advert:"), FIRST.end)])

    assert (problem.fault, problem.part) == (ZoneFault.moved, "start")


@pytest.mark.parametrize(
    "zone",
    [
        Zone(Quote("A witness said so."), Quote("The army took")),
        Zone(Quote("The army took Dura on Monday"), Quote("army took")),
        Zone(Quote("army took"), Quote("The army took Dura")),
    ],
)
def test_the_last_words_do_not_come_before_the_first(zone: Zone) -> None:
    assert body(PAGE, [zone]) == ((), (ZoneProblem(0, ZoneFault.end_before_start),))


def test_zones_that_overlap_are_a_problem_and_keep_their_stretches() -> None:
    spans, problems = body(PAGE, [SECOND, FIRST, Zone(Quote("A witness"), Quote("Advert:"))])

    assert len(spans) == 3
    assert problems == (ZoneProblem(2, ZoneFault.overlap, other=1),)


def test_zones_that_touch_do_not_overlap() -> None:
    article = Article("One.Two. Three.")
    zones = [Zone(Quote("One"), Quote("One.")), Zone(Quote("Two"), Quote("Three."))]

    assert body(article, zones) == ((Span(0, 4), Span(4, 15)), ())


def test_a_bad_zone_hides_no_good_one() -> None:
    spans, problems = body(PAGE, [Zone(Quote("Nothing like it"), Quote("at all")), FIRST])

    assert [words(span)[:8] for span in spans] == ["The army"]
    assert {problem.zone for problem in problems} == {0}


def test_the_headlines_below_a_real_article_are_not_its_body(repository: Path) -> None:
    path = repository / "seeds" / "articles" / "002_407be108de235255.txt"
    article = Article(path.read_bytes().decode("utf-8"))
    zones = [
        Zone(Quote("Syrian regime forces and its allies captured"), Quote("abutting the Syrian border."))
    ]

    spans, problems = body(article, zones)

    assert problems == ()
    assert anchor(article, Quote("clearing land mines left in the town"), spans).state == QuoteState.found
    assert anchor(article, Quote("kill at least 24"), spans).state == QuoteState.outside_body
