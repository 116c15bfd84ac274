"""Values that no coder means and some files hold: each is a finding where it stands, and none a crash."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dateline import text
from dateline.convert import quoting, run
from dateline.convert.coded import Evidence
from dateline.findings import Finding, InDocument
from dateline.rules.sample import (
    KEY,
    SOURCES,
    Sample,
    actor,
    as_yaml,
    convert,
    location,
    quoted,
    role,
    sample,
    told,
    write,
)

FILE = SOURCES[0] + ".yaml"


def found(made: Sample, root: Path) -> tuple[Finding, ...]:
    return convert(made, root).findings


def codes(findings: Iterable[Finding]) -> set[str]:
    return {finding.rule for finding in findings}


def pointers(findings: Iterable[Finding]) -> set[str]:
    return {one.place.pointer for one in findings if isinstance(one.place, InDocument)}


def only(findings: Iterable[Finding]) -> Finding:
    (finding,) = findings
    return finding


# -- a file that is no extraction


@pytest.mark.parametrize("content", ["- a\n- b\n", "word\n", "3\n", "''\n", "null\n", "~\n", "---\n...\n"])
def test_a_file_whose_top_is_no_block_of_keys(tmp_path: Path, content: str) -> None:
    made = sample()
    made.extractions[FILE] = content.encode()

    assert codes(found(made, tmp_path)) == {"E022"}


@pytest.mark.parametrize("content", ["# to be done\n", "# to be done", "\n\n# a\n  # b\n", "\ufeff"])
def test_a_file_of_comments_is_empty(tmp_path: Path, content: str) -> None:
    made = sample()
    made.extractions[FILE] = content.encode()

    assert codes(found(made, tmp_path)) == {"E003"}


@pytest.mark.parametrize("events", [None, [None], ["a"], [["a"]], [{"key": ["a"]}], "a", {"a": 1}, 3])
@pytest.mark.parametrize("part", ["events", "left_out"])
def test_lists_that_are_none(tmp_path: Path, part: str, events: Any) -> None:
    made = sample()
    made.extractions[FILE][part] = events

    findings = found(made, tmp_path)
    assert findings
    assert codes(findings) <= {"E020", "E021", "E022"}


# -- numbers


@pytest.mark.parametrize("value", [3.0, -0.0, 1e3, 2.5, True, False, "3", None])
def test_deaths_are_a_whole_number_and_nothing_like_one(tmp_path: Path, value: Any) -> None:
    made = sample()
    made.events()[0]["fatalities"] = told(value)

    finding = only(found(made, tmp_path))
    assert (finding.rule, pointers([finding])) == ("E022", {"/events/0/fatalities/value"})


@pytest.mark.parametrize("precision", [1.0, True, "1", 4, None])
@pytest.mark.parametrize("field", ["event_date", "location"])
def test_precision_is_one_of_three_whole_numbers(tmp_path: Path, field: str, precision: Any) -> None:
    made = sample()
    made.events()[0][field]["precision"] = precision

    finding = only(found(made, tmp_path))
    assert (finding.rule, pointers([finding])) == ("E023", {f"/events/0/{field}/precision"})


@pytest.mark.parametrize("version", [1.0, True, "1", 2])
def test_the_version_of_the_format_is_the_number_1(tmp_path: Path, version: Any) -> None:
    made = sample()
    made.extractions[FILE]["dateline"] = version
    made.decisions = {"dateline": version}

    assert [finding.rule for finding in found(made, tmp_path)] == ["E023", "E023"]


@pytest.mark.parametrize("value", [3.0, True, None, [3]])
def test_a_decision_is_for_a_text_or_a_whole_number(tmp_path: Path, value: Any) -> None:
    made = sample(2)
    for number in (0, 1):
        made.events(number)[0]["fatalities"] = told(number + 3)
    signed = {"reason": "counted again", "decided_by": "CD", "decided_at": "2024-01-10"}
    made.decisions = {"decisions": [{"event": KEY, "field": "fatalities", "value": value, **signed}]}

    # A fraction is text, and no number that anybody claimed.
    assert codes(found(made, tmp_path)) == {"P031" if value == 3.0 and value is not True else "E022"}


# -- words


@pytest.mark.parametrize("blank", ["", " ", "\n \t", "\u00a0", "\u2003"])
def test_words_of_a_quotation_are_not_blank(tmp_path: Path, blank: str) -> None:
    made = sample()
    text_of_article = "The Northern Army came."
    made.publish(text_of_article, [{"from": blank, "to": {"exact": "came.", "prefix": blank}}])
    made.events()[0]["actor1"] = quoted("Northern Army", blank)
    made.events()[0]["actor2"] = quoted("River Front", {"exact": "came", "suffix": blank})
    made.events()[0]["location"] |= quoted("harbour-town", ["came", blank])
    made.extractions[FILE]["left_out"] = [{"quote": blank, "reason": "not an event"}]

    findings = found(made, tmp_path)
    assert codes(findings) == {"E024"}
    assert pointers(findings) == {
        "/source/body/0/from",
        "/source/body/0/to/prefix",
        "/events/0/actor1/quote",
        "/events/0/actor2/quote/suffix",
        "/events/0/location/quote/1",
        "/left_out/0/quote",
    }


def test_words_that_nobody_can_see_are_not_found(tmp_path: Path) -> None:
    made = sample()
    made.publish("The Northern Army came.", [{"from": "\u200b", "to": "came."}])
    made.events()[0]["actor1"] = quoted("Northern Army", "\u00ad\u200b")

    assert {"P006", "P010"} <= codes(found(made, tmp_path))


@pytest.mark.parametrize(
    ("field", "value"),
    [("reason", " "), ("decided_by", "\n"), ("value", " "), ("decided_by", "x" * 81)],
)
def test_a_decision_says_something(tmp_path: Path, field: str, value: str) -> None:
    made = sample()
    decision = {"event": KEY, "field": "actor1", "value": "Northern Army", "reason": "so they say"}
    made.decisions = {
        "decisions": [{**decision, "decided_by": "CD", "decided_at": "2024-01-10", field: value}]
    }

    finding = only(found(made, tmp_path))
    assert (finding.rule, pointers([finding])) == ("E024", {f"/decisions/0/{field}"})


@pytest.mark.parametrize("part", ["decisions", "contradictions"])
@pytest.mark.parametrize("value", [{}, {"a": 1}, "none", 3])
def test_decisions_are_a_list_or_nothing(tmp_path: Path, part: str, value: Any) -> None:
    made = sample()
    made.decisions = {part: value}

    finding = only(found(made, tmp_path))
    assert (finding.rule, pointers([finding])) == ("E022", {f"/{part}"})
    assert "a list of `- ` items or nothing" in finding.message


@pytest.mark.parametrize("notes", [" " * 30, "\n" * 30, "\u00a0" * 30, "On 14 October.", "a" + " " * 30])
def test_notes_are_a_sentence(tmp_path: Path, notes: str) -> None:
    made = sample()
    made.events()[0]["notes"] = notes

    finding = only(found(made, tmp_path))
    assert (finding.rule, pointers([finding])) == ("E024", {"/events/0/notes"})


@pytest.mark.parametrize("tag", ["!!str", "!!float", "!important", "!<tag:example.org,2020:a>"])
def test_a_tag_is_shown_as_it_was_typed(tmp_path: Path, tag: str) -> None:
    made = sample()
    made.extractions[FILE] = f"dateline: {tag} 1\n".encode()

    finding = only(found(made, tmp_path))
    assert finding.rule == "E009"
    assert finding.value == tag.removeprefix("!<").removesuffix(">")


@pytest.mark.parametrize(
    ("block", "field", "value"),
    [
        ("event", "key", "harbour-clash\n"),
        ("source", "id", "coast-gazette\n"),
        ("source", "language", "en\n"),
        ("source", "url", "https://example.org/\n"),
        ("source", "media_type", "text/plain\n"),
        ("coding", "coded_at", "2024-01-10\n"),
    ],
)
def test_a_form_ends_with_the_text(tmp_path: Path, block: str, field: str, value: str) -> None:
    made = sample()
    blocks = {"event": made.events()[0], "source": made.source(), "coding": made.extractions[FILE]["coding"]}
    blocks[block][field] = value

    assert only(found(made, tmp_path)).rule == "E024"


# -- items of a list cell


@pytest.mark.parametrize("item", ["armed; women", "armed;women", "armed; ", ";", " armed", "armed\n"])
def test_an_item_of_a_list_cell_looks_like_one(tmp_path: Path, item: str) -> None:
    made = sample()
    made.events()[0]["tags"] = [told(item)]
    made.events()[0]["sub_event_type"]["attributed_to"] = item
    made.source()["publisher"] = told(item)

    findings = found(made, tmp_path)
    assert codes(findings) == {"E024"}
    assert all("semicolon" in finding.message for finding in findings)
    assert pointers(findings) == {
        "/events/0/tags/0/value",
        "/events/0/sub_event_type/attributed_to",
        "/source/publisher/value",
    }


@pytest.mark.parametrize("name", ["Coast Guard; Hill Guard", "Coast;Guard", " Coast Guard", "Coast Guard;"])
def test_a_registered_name_looks_like_one_name(tmp_path: Path, name: str) -> None:
    made = sample()
    made.registries["actors"].append(actor(name, id="coast-guard"))

    finding = only(run.convert(write(made, tmp_path)).findings)
    assert (finding.rule, finding.value) == ("S013", name)


def test_lists_of_every_kind_are_read_back_as_they_were_coded(tmp_path: Path) -> None:
    made = sample()
    event = made.events()[0]
    event["tags"] = [told("armed"), told("crowd size=20, growing")]
    event["assoc_actor_1"] = [told("Hill Guard"), told("River Front")]
    event["actor1"]["attributed_to"] = "a colonel, retired"
    event["location"]["attributed_to"] = "two fishermen"

    row = only(convert(made, tmp_path).events).row
    assert row["tags"].split("; ") == ["armed", "crowd size=20, growing"]
    assert row["assoc_actor_1"].split("; ") == ["Hill Guard", "River Front"]
    assert row["attribution"].split("; ") == ["a colonel, retired", "two fishermen"]


# -- suggestions and messages


@pytest.mark.parametrize(
    ("field", "value", "nearest"),
    [
        ("actor1", "Nothern Army", ["Northern Army"]),
        ("actor1", "Rivr Front", ["River Front", "Front of Rivers and Lakes"]),
        ("location", "Harbor Town", ["Harbour Town"]),
        ("location", "Greenfeld", ["greenfield-east", "greenfield-west"]),
    ],
)
def test_an_entry_is_suggested_once(tmp_path: Path, field: str, value: str, nearest: list[str]) -> None:
    made = sample()
    made.registries["actors"] += [actor("Front of Rivers and Lakes", ["River and Lake Front"])]
    made.registries["actors"][1] |= {"aliases": "Rivers Front; RF"}
    made.registries["locations"] += [
        location("Greenfield", id=f"greenfield-{side}") for side in ("east", "west")
    ]
    made.events()[0][field]["value"] = value

    finding = only(found(made, tmp_path))
    assert finding.suggestion == nearest[0]
    assert finding.message.count("“") == 1 + len(nearest)


@pytest.mark.parametrize("scale", ["Subnational-National", "subnational", "Sub-national"])
def test_the_scale_of_one_source_is_one_term(tmp_path: Path, scale: str) -> None:
    made = sample()
    made.source()["scale"] = told(scale)

    finding = only(found(made, tmp_path))
    assert (finding.rule, finding.suggestion) == ("P020", "Subnational")


def test_scales_of_several_sources_are_joined(tmp_path: Path) -> None:
    made = sample(2)
    made.source(0)["scale"], made.source(1)["scale"] = told("National"), told("Subnational")

    assert only(convert(made, tmp_path).events).row["source_scale"] == "Subnational-National"


def test_a_missing_key_is_placed_in_words(tmp_path: Path) -> None:
    made = sample()
    whole = made.extractions[FILE]
    del whole["coding"]["coded_at"], whole["source"]["language"], made.events()[0]["location"]["precision"]
    made.events()[0]["tags"] = [told("armed"), {"basis": "inferred", "reason": "so they say"}]
    made.events().append({"notes": "On 14 October 2023, something happened."})
    whole["left_out"] = [{"quote": "clashed"}]
    whole["source"]["body"] = [{"from": "The"}]
    made.decisions = {"contradictions": [{"id": "who", "statements": [{"quote": "clashed"}] * 2}]}

    said = " ".join(finding.message for finding in found(made, tmp_path) if finding.rule == "E021")
    for key, place in (
        ("coded_at", "the coding"),
        ("language", "the source"),
        ("to", "item 1 of `body` of the source"),
        ("precision", f"`location` of the event `{KEY}`"),
        ("value", f"item 2 of `tags` of the event `{KEY}`"),
        ("key", "event number 2"),
        ("reason", "left-out passage number 1"),
        ("topic", "the contradiction `who`"),
        ("source", "item 2 of `statements` of the contradiction `who`"),
    ):
        assert f"The key `{key}` is missing in {place}" in said


def test_a_file_that_lacks_a_part(tmp_path: Path) -> None:
    made = sample()
    del made.extractions[FILE]["coding"]

    assert only(found(made, tmp_path)).message.startswith("The key `coding` is missing in the file")


def test_a_header_error_says_what_stands_where_another_name_must(tmp_path: Path) -> None:
    project = write(sample(), tmp_path)
    path = project.seeds / "actors.csv"
    path.write_text(path.read_text().replace("actor_type", "actor_tpye", 1))

    finding = next(one for one in run.convert(project).findings if one.rule == "S004")
    assert finding.value == "actor_tpye"
    assert "“actor_tpye” stands where `actor_type` belongs" in finding.message


# -- sides


@pytest.mark.parametrize(
    ("sub_event_type", "inter1", "inter2", "possible"),
    [
        ("Armed clash", "State forces", "Rebel group", True),
        ("Armed clash", "Rebel group", "State forces", True),
        ("Armed clash", "Protesters", "Rebel group", False),
        ("Armed clash", "State forces", "Civilians", False),
        ("Armed clash", "State forces", None, False),
        ("Attack", "External/Other forces", "Civilians", True),
        ("Attack", "Rioters", "Civilians", False),
        ("Peaceful protest", "Protesters", None, True),
        ("Peaceful protest", "Rioters", None, False),
        # Observed pairs, which the codebook does not call the only ones.
        ("Mob violence", "Rioters", "Rebel group", True),
        ("Grenade", "State forces", "Protesters", True),
    ],
)
def test_sides_are_held_to_the_list_that_the_codebook_closes(
    tmp_path: Path, sub_event_type: str, inter1: str, inter2: str | None, possible: bool
) -> None:
    made = sample()
    made.events()[0]["sub_event_type"] = told(sub_event_type)
    made.registries["actor_roles"] = [role("northern-army", inter1)]
    if inter2:
        made.registries["actor_roles"].append(role("river-front", inter2))
    else:
        del made.events()[0]["actor2"]

    conversion = convert(made, tmp_path)
    assert codes(conversion.findings) == (set() if possible else {"T002"})
    assert len(conversion.events) == possible
    if not possible:
        other = f"against {inter2}" if inter2 else "alone, without an actor2"
        assert f"“{sub_event_type}” with such sides: {inter1} {other}." in only(conversion.findings).message


# -- words around a quotation


@given(
    st.text(st.sampled_from(" \n\r\t\u00a0\u2028\u200bab\u0301.“👩🏽"), max_size=40),
    st.text(st.sampled_from(" \n\r\t\u00a0\u2028\u200bab\u0301.”👩🏽"), max_size=40),
)
def test_context_is_one_line_and_still_leads_to_the_words(before: str, after: str) -> None:
    article = text.Article(f"{before} took the town {after}")
    evidence = quoting.evidence(article, text.Quote("took the town"), None)
    assume(isinstance(evidence, Evidence))
    assert isinstance(evidence, Evidence)

    assert len(evidence.prefix) <= 32
    assert len(evidence.suffix) <= 32
    assert "".join((evidence.prefix + evidence.suffix).splitlines()) == evidence.prefix + evidence.suffix
    again = text.anchor(
        article,
        text.Quote(evidence.exact, evidence.prefix, evidence.suffix),
        at=text.Span(evidence.start, evidence.end),
    )
    assert again.state is text.QuoteState.found
    assert again.span == (evidence.start, evidence.end)


def test_a_record_of_evidence_is_one_line(tmp_path: Path) -> None:
    made = sample()
    made.publish("By our correspondent\n\nThe Northern Army\r\n came\t\tto Harbour Town.\n\nRead also\n")
    made.events()[0]["actor1"] = quoted("Northern Army", "The Northern Army")
    conversion = convert(made, tmp_path)
    run.write(conversion)

    lines = (conversion.project.datasets / "evidence.csv").read_text().splitlines()
    row = only(csv.DictReader(lines))
    assert len(lines) == 2
    assert row["prefix"] == "By our correspondent "
    assert row["suffix"] == " came to Harbour Town. Read "


def test_values_of_a_file_reach_the_reader_as_json_says_them() -> None:
    # What the tests above rely on: a number with a fraction is written as one.
    assert b"3.0" in as_yaml({"value": 3.0})
