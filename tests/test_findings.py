"""A finding, what identifies it across runs, and in which order findings are told."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from dateline.findings import Cell, Finding, InDataset, InDocument, InText, Place, Severity, order


def finding(place: Place, rule: str = "D001", value: str | None = "x") -> Finding:
    return Finding(rule, "wrong", Severity.error, "It is wrong.", place, value)


DOCUMENT = InDocument("a.yaml", 7, 3, "/events/0/actor1", "harbour-clash")
QUOTE = replace(DOCUMENT, pointer="/events/0/actor1/quote")
NAMELESS = replace(DOCUMENT, record=None)
CELL = Cell("events.csv", 3, 9, "event_date", "DLS-1")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (DOCUMENT, replace(DOCUMENT, line=90, column=1)),
        (DOCUMENT, replace(DOCUMENT, pointer="/events/5/actor1")),
        (CELL, replace(CELL, row=4, line=12)),
        (InText("gazette", "a.txt", 3, 9), InText("gazette", "a.txt", 4, 10)),
    ],
    ids=["line moved", "event moved in its list", "row moved", "text moved"],
)
def test_a_finding_is_the_same_wherever_it_moves(one: Place, other: Place) -> None:
    assert finding(one).fingerprint == finding(other).fingerprint


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (finding(DOCUMENT), finding(DOCUMENT, rule="D002")),
        (finding(DOCUMENT), finding(DOCUMENT, value="y")),
        (finding(DOCUMENT), finding(replace(DOCUMENT, file="b.yaml"))),
        (finding(DOCUMENT), finding(replace(DOCUMENT, record="harbour-raid"))),
        (finding(DOCUMENT), finding(replace(DOCUMENT, pointer="/events/0/actor2"))),
        (finding(QUOTE), finding(replace(QUOTE, pointer="/events/0/actor2/quote"))),
        (finding(NAMELESS), finding(replace(NAMELESS, pointer="/events/1/actor1"))),
        (finding(CELL), finding(replace(CELL, record="DLS-2"))),
        (finding(CELL), finding(replace(CELL, column="year"))),
        (finding(replace(CELL, record=None)), finding(replace(CELL, record=None, row=4))),
        (finding(InDataset("a")), finding(InDataset("b"))),
    ],
)
def test_another_finding_is_another(one: Finding, other: Finding) -> None:
    assert one.fingerprint != other.fingerprint


def test_a_fingerprint_is_the_same_for_ever() -> None:
    """Exceptions of projects are keyed by it."""
    assert finding(DOCUMENT).fingerprint == "1b531e54e240c48c"
    assert finding(CELL).fingerprint == "a1332dbaafcbaf70"


def test_findings_come_by_file_line_and_column() -> None:
    ordered = [
        finding(InDataset("dataset")),
        finding(replace(DOCUMENT, line=2, column=9)),
        finding(replace(DOCUMENT, line=2, column=10)),
        finding(replace(DOCUMENT, line=10, column=1), rule="D001"),
        finding(replace(DOCUMENT, line=10, column=1), rule="D002"),
        finding(replace(DOCUMENT, file="b.yaml", line=1)),
        finding(replace(CELL, line=2)),
        finding(replace(CELL, line=11)),
    ]
    shuffled = [*ordered]
    random.Random(7).shuffle(shuffled)
    assert sorted(shuffled, key=order) == ordered


def test_places_without_a_line_can_be_sorted_among_the_others() -> None:
    places = (CELL, Cell("events.csv"), DOCUMENT, InDocument("a.yaml"), InText("s", "a.yaml", 1, 2))
    ordered = [one.place for one in sorted(map(finding, places), key=order)]
    assert ordered == [places[3], places[4], places[2], places[1], places[0]]


def test_the_worst_severity_ranks_first() -> None:
    assert sorted(Severity, key=lambda severity: severity.rank) == ["error", "warning", "info"]
