"""What people settled in writing, and what became of event keys: `seeds/decisions.yaml`, `seeds/ids.csv`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Copy

RETAKEN, ENTERED = "al-mayadin-retaken-2017-10-14", "raqqa-entered-2017-06"
SIEGE, SIEGE_ID = "deir-ez-zor-siege-broken-2017-09", "DLS-NB3EJNK1WF"
TRT, UNSTATED = "trtworld-2017-10-14-al-mayadeen", "unstated-2017-10-14-al-mayadeen"

IDS = "event_key,status,successor_key,reason,decided_by,decided_at\n"


def decision(field: str, value: str, event: str = RETAKEN, reason: str = "read again") -> str:
    return (
        f"  - event: {event}\n    field: {field}\n    value: {value}\n    reason: {reason}\n"
        "    decided_by: maintainers\n    decided_at: 2026-11-23\n"
    )


def decide(reference: Copy, *decisions: str) -> None:
    reference.replace(reference.decisions, "decisions: []", "decisions:\n" + "".join(decisions))


def differ(reference: Copy) -> None:
    """Make the second source name another actor 2 of the capture."""
    reference.replace(
        reference.unstated,
        "actor2:\n      value: Islamic State (Syria)\n      quote: from the self-styled Islamic State",
        'actor2:\n      value: "QSD: Syrian Democratic Forces"\n      basis: inferred\n'
        "      reason: made up\n      quote: from the self-styled Islamic State",
    )


# -- decisions


def test_sources_that_differ_need_a_decision(reference: Copy) -> None:
    differ(reference)
    ran = reference.judge()
    (finding,) = ran.findings
    assert (ran.exit, finding["rule"]) == (1, "P030")
    assert (finding["place"]["file"], finding["place"]["pointer"]) == (reference.trt, "/events/0/actor2")
    assert [place["file"] for place in finding["related"]] == [reference.unstated]
    assert (
        f"{TRT} says Islamic State (Syria); {UNSTATED} says QSD: Syrian Democratic Forces"
        in finding["message"]
    )


def test_a_decision_settles_it_and_is_on_record(reference: Copy) -> None:
    differ(reference)
    decide(reference, decision("actor2", "Islamic State (Syria)", reason="only one army fought there"))
    ran = reference.judge()
    assert (ran.exit, ran.rules) == (0, [])
    row = reference.event(RETAKEN)
    assert (row["actor2"], row["contested"]) == ("Islamic State (Syria)", "actor2")
    assert row["timestamp"] == "1795392000"  # the day of the decision, the newest of all
    claims = {
        claim["source_id"]: (claim["value"], claim["accepted"], claim["settled_by"])
        for claim in reference.rows("claims")
        if claim["event_id"] == row["event_id_cnty"] and claim["field"] == "actor2"
    }
    by = "decision: only one army fought there"
    assert claims == {
        TRT: ("Islamic State (Syria)", "true", by),
        UNSTATED: ("QSD: Syrian Democratic Forces", "false", by),
    }


def test_a_decision_for_what_nobody_claimed(reference: Copy) -> None:
    differ(reference)
    decide(reference, decision("actor2", "Islamic State"))
    ran = reference.judge()
    (finding,) = ran.findings
    assert (ran.exit, finding["rule"], finding["suggestion"]) == (1, "P031", "Islamic State (Syria)")
    assert finding["place"]["line"] == reference.line(reference.decisions, f"event: {RETAKEN}")
    assert "Claimed are: Islamic State (Syria), QSD: Syrian Democratic Forces." in finding["message"]
    assert [place["file"] for place in finding["related"]] == [reference.trt, reference.unstated]


@pytest.mark.parametrize(
    ("idle", "suggestion"),
    [
        (decision("actor2", "Islamic State (Syria)"), None),
        (decision("actor2", "x", event="al-mayadin-retaken"), RETAKEN),
    ],
)
def test_a_decision_that_settles_nothing_is_a_warning(
    reference: Copy, idle: str, suggestion: str | None
) -> None:
    decide(reference, idle)
    ran = reference.judge()
    (finding,) = ran.findings
    assert (ran.exit, finding["rule"], finding["severity"]) == (0, "P032", "warning")
    assert finding["suggestion"] == suggestion


def test_a_field_that_is_decided_twice(reference: Copy) -> None:
    differ(reference)
    decide(
        reference,
        decision("actor2", "Islamic State (Syria)"),
        decision("actor2", '"QSD: Syrian Democratic Forces"'),
    )
    ran = reference.judge()
    (finding,) = ran.findings
    first = reference.line(reference.decisions, f"event: {RETAKEN}")
    assert (ran.exit, finding["rule"], finding["place"]["line"]) == (1, "P035", first + 6)
    assert f"already decided on line {first}" in finding["message"]


@pytest.mark.parametrize(
    ("old", "new", "rule", "suggestion"),
    [
        (f"source: {TRT}", "source: trtworld-2017", "P034", TRT),
        (f"event: {RETAKEN}", "event: al-mayadin-retaken", "P033", RETAKEN),
        (
            "quote: as the fall of the one-time militant bastion nears",
            "quote: as the rise of the one-time militant bastion nears",
            "P010",
            "as the fall of the one-time militant bastion nears",
        ),
        ("quote: took control", "quote: ' ' # took control", "E024", None),
        ("topic: Whether Raqqa", "topik: Whether Raqqa", "E020", "topic"),
        ("status: open", "status: opened", "E023", "open"),
        ("field: sub_event_type", "field: subevent_type", "E023", "sub_event_type"),
        ("decisions: []", "decisions: none", "E022", None),
        ("dateline: 1", "dateline: 1\ndateline: 1", "E007", None),
        ("decided_at: 2026-11-22", "decided_at: 22.11.2026", "E024", None),
    ],
)
def test_broken_decisions(reference: Copy, old: str, new: str, rule: str, suggestion: str | None) -> None:
    reference.replace(reference.decisions, old, new)
    before = reference.datasets()
    ran = reference.judge()
    (finding,) = ran.findings
    assert (ran.exit, finding["rule"], finding["suggestion"]) == (1, rule, suggestion)
    assert finding["place"]["file"] == reference.decisions
    assert finding["place"]["line"] > 1
    assert reference.datasets() == before


@pytest.mark.parametrize(
    "content",
    [None, "dateline: 1\n", "dateline: 1\ndecisions:\ncontradictions:\n", "dateline: 1\ndecisions: []\n"],
)
def test_a_project_without_decisions(reference: Copy, content: str | None) -> None:
    if content is None:
        (reference / reference.decisions).unlink()
    else:
        reference.write(reference.decisions, content)
    ran = reference.judge()
    assert (ran.exit, ran.records[-1]["changed"]) == (0, ["contradictions.csv"])
    assert reference.rows("contradictions") == []


def test_huge_decisions_are_refused_unread(reference: Copy) -> None:
    with (reference / reference.decisions).open("wb") as stream:
        stream.truncate(200_000_000)
    ran = reference.judge()
    assert (ran.exit, ran.rules) == (1, ["E001"])


def test_two_contradictions_of_one_name(reference: Copy) -> None:
    reference.replace(reference.decisions, "id: al-mayadin-cleared-or-not", "id: raqqa-fallen-or-falling")
    ran = reference.judge()
    (finding,) = ran.findings
    assert (ran.exit, finding["rule"]) == (1, "P036")
    assert finding["place"]["line"] == reference.line(reference.decisions, "topic: Whether Al Mayadin") - 1
    assert "already given to the contradiction on line 8" in finding["message"]


# -- retired keys


def ids(reference: Copy, *rows: str) -> None:
    reference.write(reference.ids, IDS + "".join(f"{row},why,maintainers,2026-11-22\n" for row in rows))


@pytest.mark.parametrize(
    "rows",
    [
        ["old-key,tombstone,"],
        ["old-key,merged,raqqa-entered-2017-06"],
        ["old-key,succeeded,raqqa-entered-2017-06"],
        ["oldest-key,succeeded,old-key", "old-key,succeeded,raqqa-entered-2017-06"],
        ["oldest-key,succeeded,old-key", "old-key,tombstone,"],
    ],
)
def test_retired_keys(reference: Copy, rows: list[str]) -> None:
    before = reference.datasets()
    ids(reference, *rows)
    ran = reference.judge()
    assert (ran.exit, ran.rules) == (0, [])
    assert reference.datasets() == before


@pytest.mark.parametrize("status", ["tombstone", "merged", "succeeded"])
def test_a_retired_key_that_is_coded_again(reference: Copy, status: str) -> None:
    ids(reference, f"{ENTERED},{status},")
    ran = reference.judge()
    (finding,) = ran.findings
    assert (ran.exit, finding["rule"]) == (1, "X004")
    assert finding["place"]["file"] == reference.unstated
    assert finding["place"]["record"] == ENTERED
    assert f"({status}, line 2 of `ids.csv`)" in finding["message"]
    assert finding["related"][0]["line"] == 2


@pytest.mark.parametrize(
    ("rows", "lines"),
    [
        (["old-key,succeeded,nowhere"], [2]),
        (["old-key,succeeded,old-key"], [2]),
        (["a,succeeded,b", "b,succeeded,a"], [2, 3]),
        (["oldest-key,succeeded,old-key", "old-key,succeeded,nowhere"], [2, 3]),
    ],
)
def test_a_successor_that_leads_nowhere(reference: Copy, rows: list[str], lines: list[int]) -> None:
    ids(reference, *rows)
    ran = reference.judge()
    assert ran.exit == 1
    assert [(one["rule"], one["place"]["line"]) for one in ran.findings] == [("X005", line) for line in lines]


def test_a_line_of_the_list_of_keys_counts_line_breaks_in_cells(reference: Copy) -> None:
    reference.write(
        reference.ids,
        IDS + 'a,tombstone,,"told\ntwice",m,2026-11-22\n\nb,succeeded,nowhere,why,m,2026-11-22\n',
    )
    findings = reference.judge().findings
    assert [(one["rule"], one["place"]["line"]) for one in findings] == [("S005", 4), ("X005", 5)]


def test_a_broken_list_of_keys(reference: Copy) -> None:
    ids(reference, "old-key,gone,")
    ran = reference.judge()
    (finding,) = ran.findings
    assert (ran.exit, finding["rule"], finding["place"]["line"]) == (1, "S012", 2)
    assert (finding["place"]["column"], finding["place"]["record"]) == ("status", "old-key")


def test_a_project_without_a_list_of_keys(reference: Copy) -> None:
    (reference / reference.ids).unlink()
    assert reference.judge("convert", "--check").exit == 0


# -- from one generation to the next


def test_an_event_that_is_gone_is_missed(reference: Copy) -> None:
    reference.replace(reference.trt, f"key: {SIEGE}", "key: deir-ez-zor-siege-lifted-2017-09")
    ran = reference.judge()
    (finding,) = ran.findings
    assert (ran.exit, finding["rule"], finding["severity"]) == (0, "X007", "warning")
    assert finding["value"] == SIEGE
    # The next generation does not know it any more.
    assert reference.judge().rules == []


def test_an_event_that_is_gone_with_a_word_is_not_missed(reference: Copy) -> None:
    reference.replace(reference.trt, f"key: {SIEGE}", "key: deir-ez-zor-siege-lifted-2017-09")
    ids(reference, f"{SIEGE},succeeded,deir-ez-zor-siege-lifted-2017-09")
    ran = reference.judge()
    assert (ran.exit, ran.rules) == (0, [])
    assert SIEGE_ID not in {row["event_id_cnty"] for row in reference.rows("events")}


MOVES: Mapping[str, tuple[str, str, str]] = {
    "day": (
        "value: 2017-09-01\n      precision: 3\n      expression: in early September",
        "value: 2017-09-02\n      precision: 3\n      expression: in early September",
        "event_date from 2017-09-01 to 2017-09-02",
    ),
    "place": (
        "value: deir-ez-zor\n      precision: 2",
        "value: al-mayadin\n      precision: 2",
        "location_id from deir-ez-zor to al-mayadin",
    ),
}


@pytest.mark.parametrize(("old", "new", "said"), MOVES.values(), ids=MOVES.keys())
def test_an_event_that_moved(reference: Copy, old: str, new: str, said: str) -> None:
    reference.replace(reference.trt, old, new)
    ran = reference.judge()
    assert ran.exit == 0
    finding = next(one for one in ran.findings if one["rule"] == "X006")
    assert said in finding["message"]
    assert reference.event(SIEGE)["event_id_cnty"] == SIEGE_ID
    assert "X006" not in reference.judge().rules


def test_an_event_that_is_told_in_part_has_not_moved(reference: Copy) -> None:
    """The source that names the place best is set aside for a slip: the event is not another one."""
    reference.replace(
        reference.trt,
        "location: {value: al-mayadin, precision: 1, quote",
        "location: {value: deir-ez-zor, precision: 2, basis: derived, reason: made up, quote",
    )
    assert reference.run("convert").exit == 0
    assert reference.event(RETAKEN)["location_id"] == "al-mayadin"
    reference.replace(reference.unstated, "  language: en\n", "  languge: en\n")
    assert reference.judge().rules == ["E020"]


@pytest.mark.parametrize(
    "content", [b"", b"\xff", b'event_key,"', b"a,b\n1,2\n", b"event_key,actor1\n\n", b"event_key\nx,y\n"]
)
def test_a_dataset_that_is_not_ours_says_nothing_about_the_past(reference: Copy, content: bytes) -> None:
    before = reference.datasets()
    reference.write("datasets/events.csv", content)
    ran = reference.judge()
    assert (ran.exit, ran.rules) == (0, [])
    assert reference.datasets() == before


def test_ids_are_made_of_keys_alone(reference: Copy, repository: Path) -> None:
    reference.replace(
        reference.trt, "value: 2017-09-01\n      precision: 3", "value: 2017-09-02\n      precision: 3"
    )
    reference.run("convert")
    assert reference.event(SIEGE)["event_id_cnty"] == SIEGE_ID
