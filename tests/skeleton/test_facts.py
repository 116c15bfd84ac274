from __future__ import annotations

from datetime import date

import pytest

from dateline.skeleton import datelines, facts
from dateline.skeleton.kinds import kinds
from dateline.skeleton.paragraphs import Paragraph, split

HEADLINE = "Shelling kills three in Harbour Town"


def headline(text: str, after: str = "") -> tuple[str, str]:
    """What is taken for the headline of the lines before an article, and the publisher in the title."""
    head = split(text)
    found, title = facts.headline(head, kinds(head), [*head, *split(after)])
    return found.value if found else "", title.value if title else ""


def published(*lines: str, opening: str = "") -> tuple[str, str]:
    found = facts.published(
        split("\n".join(lines)), [one for p in split(opening) if (one := datelines.read(p))]
    )
    return (found.value, found.why) if found else ("", "")


def publisher(before: str = "", after: str = "", opening: str = "") -> str:
    filed = [one for p in split(opening) if (one := datelines.read(p))]
    found = facts.publisher(split(before), split(after), filed, None)
    return found.value if found else ""


def test_a_repeated_line_is_the_headline() -> None:
    assert headline(f"Middle East news of the day\n{HEADLINE}\n2 MIN READ\n{HEADLINE}") == (HEADLINE, "")
    assert headline(f"Middle East news of the day\n{HEADLINE}", after=HEADLINE.upper()) == (HEADLINE, "")


def test_of_many_lines_and_days_only_some_are_named() -> None:
    lines = split("\n".join([HEADLINE] * 9))
    found, _ = facts.headline(lines, kinds(lines), lines)
    assert found
    assert found.why == "the same words stand on lines 1, 2, 3 and others"
    _, why = published(*(f"{day} October 2017" for day in range(10, 30)))
    assert why == "line 1 has this day; other lines have 2017-10-11, 2017-10-12, 2017-10-13 and others"


@pytest.mark.parametrize("dash", ["|", "-", "–", "—", "·"])
def test_a_title_tells_headline_and_publisher(dash: str) -> None:
    assert headline(f"{HEADLINE} {dash} Coast Gazette\nOther words of some length\n{HEADLINE}") == (
        HEADLINE,
        "Coast Gazette",
    )


def test_else_the_first_line_that_is_long_enough() -> None:
    assert headline(f"Home\nThe Coast Gazette\n{HEADLINE}\nDoctor says the dead were traders") == (
        HEADLINE,
        "",
    )
    assert headline("Home\nHarbour shelled again\n") == ("Harbour shelled again", "")


@pytest.mark.parametrize(
    "line",
    [
        "Home",
        "By Jane Roe, John Doe and Ali Doe",
        "By Jane Roe of the Gazette | Reuters",
        "Published on Saturday 14 October 2017",
        "2 MIN READ",
        "A boy walks past a damaged house. [Reuters]",
    ],
)
def test_furniture_is_no_headline(line: str) -> None:
    assert headline(line) == ("", "")


def test_a_headline_may_begin_with_by_and_hold_a_day() -> None:
    text = "By land and sea, rebels attack the harbour that fell on 14 October 2017"
    assert headline(text) == (text, "")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("October 14, 2017", "October 14, 2017"),
        (" date 2017-10-14 WORLD", "2017-10-14"),
        ("Published: Sat 14 Oct 2017 10.32 BST", "Sat 14 Oct 2017"),
        ("2017-10-14T10:32:00+02:00", "2017-10-14T10:32:00+02:00"),
        ("OCTOBER 14, 2017 / 9:14 AM / A YEAR AGO", "OCTOBER 14, 2017"),
    ],
)
def test_days_in_full_are_found(line: str, words: str) -> None:
    found = facts.published(split(line), [])
    assert found is not None
    assert (found.value, line[slice(*found.span)]) == ("2017-10-14", words)


@pytest.mark.parametrize(
    "line",
    [
        "Saturday",
        "October 14",
        "14/10/2017",
        "10/14/17",
        "October 2017",
        "2017",
        "14 October 1817",
        "US trio wins 2025 Nobel Prize",
    ],
)
def test_days_that_are_relative_ambiguous_or_no_days_are_not_guessed(line: str) -> None:
    assert published(line) == ("", "")


@pytest.mark.parametrize(
    "lines",
    [
        ("Updated: 16 October 2017", "14 October 2017"),
        ("Updated 16 October 2017", "Published 14 October 2017"),
        ("Fog on 12 October 2017", "Published 14 October 2017"),
        ("Published 16 October 2017", "14 October 2017"),
    ],
)
def test_the_best_day_is_taken_and_the_others_are_told(lines: tuple[str, str]) -> None:
    value, why = published(*lines)
    assert value == "2017-10-14"
    assert "line 2 has this day; other lines have 2017-10-1" in why


def test_a_dateline_tells_the_day_only_with_its_year() -> None:
    assert published(opening="BEIRUT, October 14, 2017 (AFP) - Shells hit the town.")[0] == "2017-10-14"
    assert published(opening="BEIRUT, October 14 (AFP) - Shells hit the town.") == ("", "")
    assert (
        published("12 October 2017", opening="BEIRUT, October 14, 2017 - Shells hit it.")[0] == "2017-10-12"
    )


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("SOURCE:TRTWorld and agencies", "TRTWorld"),
        ("Source: Coast Gazette and news agencies", "Coast Gazette"),
        ("SOURCE: AFP", "AFP"),
        ("© 2017 Coast Gazette", "Coast Gazette"),
        ("© 2017 Coast Gazette. All rights reserved.", "Coast Gazette"),
        ("Copyright © 2015-2017 Coast Gazette Ltd", "Coast Gazette"),
        ("Copyright 2017 Coast Gazette | Terms", "Coast Gazette"),
        ("© Coast Gazette 2017", "Coast Gazette"),
        ("All content © 2017 Coast Gazette", "Coast Gazette"),
        ("© 2017. All rights reserved.", ""),
        ("© AFP", ""),
    ],
)
def test_publisher_from_lines_after_the_article(line: str, name: str) -> None:
    assert publisher(after=line) == name


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("By Jane Roe | Coast Gazette", "Coast Gazette"),
        ("By Reuters Staff", "Reuters"),
        ("By AFP", "AFP"),
        ("By Jane Roe", ""),
        ("By Zulal Sema, Alam El-Din Sadiq", ""),
    ],
)
def test_publisher_from_lines_before_the_article(line: str, name: str) -> None:
    assert publisher(before=line) == name


def test_bylines_of_other_stories_after_the_article_tell_nothing() -> None:
    assert publisher(after="By Jane Roe | Coast Gazette") == ""


def test_publisher_from_the_dateline() -> None:
    assert publisher(opening="BEIRUT (Reuters) - Shells hit the town.") == "Reuters"
    assert (
        publisher(opening="(Reuters) - Shells hit the town.", after="© 2017 Coast Gazette") == "Coast Gazette"
    )


@pytest.mark.parametrize("name", ["Reuters", "AFP", "The Associated Press", "XINHUA"])
def test_agencies_that_serve_the_world(name: str) -> None:
    assert facts.is_international_agency(name)


@pytest.mark.parametrize("name", ["SANA", "TRTWorld", "Reuters and others", ""])
def test_others(name: str) -> None:
    assert not facts.is_international_agency(name)


def test_words_of_a_day_are_those_of_the_line() -> None:
    line = "At 9, on 14 October 2017, and 2017-10-15T01:02Z"
    assert [(day, line[start:end]) for day, start, end in facts.absolute_days(line)] == [
        (date(2017, 10, 14), "on 14 October 2017"),
        (date(2017, 10, 15), "2017-10-15T01:02Z"),
    ]


def test_a_very_long_line_is_not_searched_to_its_end() -> None:
    line = Paragraph(split("x")[0].span, "x " * 150 + "14 October 2017", 1, 1, True)
    assert facts.published([line], []) is None
