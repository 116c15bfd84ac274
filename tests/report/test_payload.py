"""The data of the page: what goes in, where findings lead, what is left out."""

from __future__ import annotations

from dataclasses import replace

from tests.report.conftest import Cell, cell, content_of, finding_of, row, validation_of

from dateline.findings import Excerpt, InDataset, InDocument, InText
from dateline.report import page, payload, selection
from dateline.report.content import Content
from dateline.report.texts import LONGEST, clipped
from dateline.report.words import PART

ONE, TWO = "ABC-1", "ABC-2"
CLAIM = {
    "claim_id": f"{ONE}/paper/event_date",
    "event_id": ONE,
    "source_id": "paper",
    "field": "event_date",
    "value": "2017-10-14",
    "basis": "quoted",
    "expression": "on Saturday",
    "attributed_to": "a soldier",
    "accepted": "true",
    "settled_by": "only claim",
    "reason": "",
    "pointer": "/events/0/event_date",
}
QUOTE = {
    "evidence_id": f"{CLAIM['claim_id']}#1",
    "claim_id": CLAIM["claim_id"],
    "exact": "taken on Saturday",
    "prefix": "was ",
    "suffix": ", he said",
    "start": "10",
    "end": "27",
}
TABLES = {
    "sources": [{"source_id": "paper", "publisher": "The Paper", "published_at": "2017-10-15", "url": ""}],
    "claims": [CLAIM],
    "evidence": [QUOTE],
    "left_out": [{"source_id": "paper", "exact": "it rained", "reason": "weather"}],
    "contradictions": [
        {"contradiction_id": "held", "statement_id": "held/paper/1", "event_id": ONE, "source_id": "paper",
         "topic": "Who held it", "statement": "They did."},
        {"contradiction_id": "held", "statement_id": "held/other/1", "event_id": "", "source_id": "other",
         "topic": "Who held it", "statement": "They did not."},
        {"contradiction_id": "free", "statement_id": "free/paper/1", "event_id": "", "source_id": "paper",
         "topic": "Weather", "statement": "It rained."},
    ],
}  # fmt: skip


def of_package() -> Content:
    return content_of([row(ONE, event_date="2017-10-14", source_ids="paper"), row(TWO)], TABLES)


def test_columns_that_are_empty_are_left_out() -> None:
    events = payload.of(of_package(), validation_of())["head"]["events"]
    assert events["columns"] == {
        "event_id_cnty": [ONE, TWO],
        "event_date": ["2017-10-14", ""],
        "source_ids": ["paper", ""],
    }
    assert (events["total"], events["shown"], events["lines"]) == (2, 2, [2, 3])


def test_an_event_brings_its_words() -> None:
    (words,) = payload.of(of_package(), validation_of())["words"]
    event = words["events"]["0"]
    (claim,) = event["claims"]
    assert words["sources"][claim["source"]]["publisher"] == "The Paper"
    assert [words["quotes"][at] for at in claim["quotes"]] == [
        ["taken on Saturday", "was ", ", he said", "10", "27"]
    ]
    assert claim["accepted"] is True
    assert claim["group"] == "event_date"
    assert "value" not in claim  # it is the cell of the event
    assert words["sources"][0]["left_out"] == [{"exact": "it rained", "reason": "weather"}]
    assert [one["statement"] for one in event["contradictions"]] == ["They did.", "They did not."]
    assert words["events"]["1"] == {"sources": [], "claims": [], "contradictions": []}


def test_a_claim_that_was_refused_keeps_its_value() -> None:
    refused = {**CLAIM, "value": "2017-10-13", "accepted": "false"}
    content = content_of([row(ONE, event_date="2017-10-14")], {**TABLES, "claims": [refused]})
    (claim,) = payload.of(content, validation_of())["words"][0]["events"]["0"]["claims"]
    assert (claim["value"], claim["accepted"]) == ("2017-10-13", False)


def test_contradictions_about_no_event_are_told_apart() -> None:
    (free,) = payload.of(of_package(), validation_of())["head"]["contradictions"]
    assert free["topic"] == "Weather"
    assert free["source"]["publisher"] == "The Paper"


def test_words_travel_in_parts() -> None:
    content = content_of([row(f"E{number}") for number in range(PART + 1)], TABLES)
    first, second = payload.of(content, validation_of())["words"]
    assert (len(first["events"]), list(second["events"])) == (PART, [str(PART)])


def test_a_finding_leads_to_its_event_from_every_table() -> None:
    found = [
        finding_of("D003", cell(3, "event_date")),
        finding_of("D003", Cell("datasets/claims.csv", 1, 2, "value", CLAIM["claim_id"])),
        finding_of("D003", Cell("datasets/evidence.csv", 1, 2, "exact", QUOTE["evidence_id"])),
        finding_of("D003", Cell("datasets/contradictions.csv", 1, 2, "exact", "held/paper/1")),
        finding_of("D003", InDocument("seeds/extractions/paper.yaml", 7, 3, "/events/0", TWO)),
        finding_of("D003", Cell("datasets/sources.csv", 1, 2, "url", "paper")),
        finding_of("D003", InText("paper", "seeds/articles/a.txt", 1, 4)),
        finding_of("D003", InDataset("test")),
    ]
    told = payload.of(of_package(), validation_of(*found))["head"]["findings"]
    links = {one["where"]: (one.get("event"), one.get("source")) for one in told}
    assert links == {
        "datasets/events.csv:3 event_date": (1, None),
        "datasets/claims.csv:2 value": (0, None),
        "datasets/evidence.csv:2 exact": (0, None),
        "datasets/contradictions.csv:2 exact": (0, None),
        "seeds/extractions/paper.yaml:7:3": (1, None),
        "datasets/sources.csv:2 url": (None, "paper"),
        "seeds/articles/a.txt@1-4": (None, "paper"),
        "test": (None, None),
    }


def test_a_finding_tells_all_that_a_reader_needs() -> None:
    edit = InDocument("seeds/extractions/paper.yaml", 7, 3)
    found = finding_of(
        "D003",
        cell(2, "event_date", ONE),
        "Too exact.",
        value="1",
        suggestion="3",
        related=(cell(3, "event_date", TWO),),
        edit=edit,
        excerpt=Excerpt("", "1", ""),
    )
    (told,) = payload.of(of_package(), validation_of(found))["head"]["findings"]
    assert told == {
        "rule": "D003",
        "message": "Too exact.",
        "where": "datasets/events.csv:2 event_date",
        "record": ONE,
        "value": "1",
        "suggestion": "3",
        "edit": "seeds/extractions/paper.yaml:7:3",
        "event": 0,
        "related": [{"where": "datasets/events.csv:3 event_date", "event": 1}],
    }


def test_rules_stand_worst_first_with_exact_counts() -> None:
    found = [finding_of("P066", cell(2, "source")), finding_of("D003", cell(2, "event_date"))]
    head = payload.of(of_package(), validation_of(*found, counts={"D003": 1, "P066": 12}))["head"]
    assert [(one["code"], one["count"], one["kept"]) for one in head["rules"]] == [
        ("D003", 1, 1),
        ("P066", 12, 1),
    ]
    assert head["tally"] == {"error": 1, "warning": 0, "info": 12}
    assert any("11 findings are counted and not listed" in note for note in head["notes"])
    assert {"summary", "advice", "why", "origin"} <= head["rules"][0].keys()


def test_of_too_many_events_those_with_findings_come_first() -> None:
    content = content_of([row(f"E{number}") for number in range(10)])
    found = finding_of("D003", cell(9, "event_date"), related=(cell(11, "event_date"),))
    head = payload.of(content, validation_of(found), most=4)["head"]
    assert head["events"]["columns"]["event_id_cnty"] == ["E0", "E1", "E7", "E9"]
    assert head["findings"][0]["event"] == 2
    assert head["findings"][0]["related"][0]["event"] == 3
    assert any("4 of 10 events" in note and "6 are left out" in note for note in head["notes"])


def test_choosing_keeps_the_order_and_the_most() -> None:
    assert selection.chosen([5, 6, 7, 8], [8, 99, 7], 3) == [5, 7, 8]
    assert selection.chosen([5, 6], [], 9) == [5, 6]


def test_long_texts_are_cut_and_say_so() -> None:
    assert clipped("a" * LONGEST) == "a" * LONGEST
    assert clipped("a" * 1_000_000).endswith("[cut here by dateline: 1,000,000 characters in all]")
    content = content_of([row(ONE, notes="a" * 1_000_000)])
    assert len(page.text(payload.of(content, validation_of()))) < 150_000


def test_rules_that_were_not_run_stand_by_reason() -> None:
    silent = {"D003": "there is no table claims", "P066": "there is no table claims", "F024": "other"}
    head = payload.of(of_package(), validation_of(silent=silent))["head"]
    assert [(one["reason"], [code for code, _name in one["rules"]]) for one in head["not_run"]] == [
        ("there is no table claims", ["D003", "P066"]),
        ("other", ["F024"]),
    ]


def test_a_page_does_not_tell_what_folders_are_called() -> None:
    found = finding_of("D003", Cell("secret/folder/e.csv", 1, 2, "date"))
    events = replace(content_of([row(ONE)]).events, file="secret/folder/e.csv")
    content = Content(events, "e.csv", names={"secret/folder/e.csv": "e.csv"})
    head = payload.of(content, validation_of(found))["head"]
    assert head["findings"][0]["where"] == "e.csv:2 date"
    assert head["findings"][0]["event"] == 0
    assert "secret" not in str(head)
