"""The reference dataset: what its two articles give, and that every cell leads to its words."""

from __future__ import annotations

import csv
import hashlib
import re
from collections import Counter
from pathlib import Path

import pytest

from dateline.convert.merge import FIELDS
from dateline.convert.tables import header
from dateline.extraction.document import Document, load
from dateline.project import TABLES

Rows = list[dict[str, str]]

EVENTS = {
    "raqqa-entered-2017-06": "DLS-4QNHQQ0SD3",
    "deir-ez-zor-siege-broken-2017-09": "DLS-NB3EJNK1WF",
    "al-mayadin-retaken-2017-10-14": "DLS-E8J7BJKGHW",
    "raqqa-surrender-2017-10-14": "DLS-H84YF7XX2Y",
    "al-mayadin-mine-clearance-2017-10-14": "DLS-ZWTPGW84GM",
}
ARTICLES = {
    "trtworld-2017-10-14-al-mayadeen": "002_407be108de235255.txt",
    "unstated-2017-10-14-al-mayadeen": "000_eb0d3b9c0bbd38b6.txt",
}
ACLED = [
    "event_id_cnty",
    "event_date",
    "year",
    "time_precision",
    "disorder_type",
    "event_type",
    "sub_event_type",
    "actor1",
    "assoc_actor_1",
    "inter1",
    "actor2",
    "assoc_actor_2",
    "inter2",
    "interaction",
    "civilian_targeting",
    "iso",
    "region",
    "country",
    "admin1",
    "admin2",
    "admin3",
    "location",
    "latitude",
    "longitude",
    "geo_precision",
    "source",
    "source_scale",
    "notes",
    "fatalities",
    "tags",
    "timestamp",
]


@pytest.fixture(scope="module")
def tables(repository: Path) -> dict[str, Rows]:
    def rows(name: str) -> Rows:
        with (repository / "datasets" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream, strict=True))

    return {name: rows(name) for name in TABLES}


@pytest.fixture(scope="module")
def articles(repository: Path) -> dict[str, str]:
    folder = repository / "seeds" / "articles"
    return {source: (folder / name).read_bytes().decode("utf-8") for source, name in ARTICLES.items()}


def test_five_events_with_ids_that_never_change(tables: dict[str, Rows]) -> None:
    assert {row["event_key"]: row["event_id_cnty"] for row in tables["events"]} == EVENTS
    assert not any(re.fullmatch(r"[A-Z]{3}[0-9]+", row["event_id_cnty"]) for row in tables["events"])


def test_the_columns_are_those_of_an_acled_export_and_then_ours(tables: dict[str, Rows]) -> None:
    assert list(tables["events"][0])[:31] == ACLED
    assert list(tables["events"][0]) == header("events")


def test_what_happened(tables: dict[str, Rows]) -> None:
    columns = ("event_date", "time_precision", "sub_event_type", "actor1", "actor2", "location", "fatalities")
    told = {row["event_key"]: tuple(row[name] for name in columns) for row in tables["events"]}
    state, islamic_state = "Military Forces of Syria (2000-2024)", "Islamic State (Syria)"
    democratic = "QSD: Syrian Democratic Forces"
    retaken = ("2017-10-14", "1", "Government regains territory", state, islamic_state, "Al Mayadin", "10")
    cleared = ("2017-10-14", "1", "Disrupted weapons use", state, "", "Al Mayadin", "0")
    assert told == {
        "raqqa-entered-2017-06": (
            *("2017-06-15", "3", "Armed clash", democratic, islamic_state, "Ar-Raqqa", "0"),
        ),
        "deir-ez-zor-siege-broken-2017-09": (
            *("2017-09-01", "3", "Armed clash", state, islamic_state, "Deir-ez-Zor", "0"),
        ),
        "al-mayadin-retaken-2017-10-14": retaken,
        "raqqa-surrender-2017-10-14": (
            *("2017-10-14", "2", "Agreement", islamic_state, democratic, "Ar-Raqqa", "0"),
        ),
        "al-mayadin-mine-clearance-2017-10-14": cleared,
    }


def test_the_event_that_both_articles_tell_has_two_sources(tables: dict[str, Rows]) -> None:
    sources = {row["event_key"]: row["source_ids"].split("; ") for row in tables["events"]}
    assert sources["al-mayadin-retaken-2017-10-14"] == list(ARTICLES)
    assert Counter(len(those) for those in sources.values()) == {1: 4, 2: 1}


def test_no_cell_is_contested_and_what_is_contradicted_is_on_record(tables: dict[str, Rows]) -> None:
    assert {row["contested"] for row in tables["events"]} == {""}
    status = {row["contradiction_id"]: row["status"] for row in tables["contradictions"]}
    assert status == {"raqqa-fallen-or-falling": "open", "al-mayadin-cleared-or-not": "resolved"}
    for name in status:
        of = {row["source_id"] for row in tables["contradictions"] if row["contradiction_id"] == name}
        assert of == set(ARTICLES)


def test_silence_is_not_a_number_of_deaths(tables: dict[str, Rows]) -> None:
    limits = {
        row["event_key"]: (row["fatalities_low"], row["fatalities_best"], row["fatalities_high"])
        for row in tables["events"]
    }
    assert limits.pop("al-mayadin-retaken-2017-10-14") == ("10", "10", "10")
    assert set(limits.values()) == {("", "", "")}


def test_a_source_that_states_neither_publisher_nor_day_says_so(tables: dict[str, Rows]) -> None:
    (source,) = [row for row in tables["sources"] if row["source_id"].startswith("unstated")]
    assert (source["publisher"], source["publisher_basis"]) == ("", "not_stated")
    assert (source["published_at"], source["published_basis"]) == ("2017-10-14", "inferred")
    assert (source["published_earliest"], source["published_latest"]) == ("2017-10-14", "2017-10-15")
    assert source["published_reason"]


def test_every_source_is_the_text_that_was_coded(tables: dict[str, Rows], articles: dict[str, str]) -> None:
    for source in tables["sources"]:
        text = articles[source["source_id"]]
        assert source["text_sha256"] == hashlib.sha256(text.encode()).hexdigest()
        assert source["text_length"] == str(len(text))


@pytest.mark.parametrize("table", ["evidence", "contradictions", "left_out"])
def test_every_span_cuts_its_words_out_of_the_article(
    tables: dict[str, Rows], articles: dict[str, str], table: str
) -> None:
    assert tables[table]
    for row in tables[table]:
        text = articles[row["source_id"]]
        start, end = int(row["start"]), int(row["end"])
        assert text[start:end] == row["exact"]
        if table == "evidence":
            before, after = (" ".join(part.split()) for part in (text[:start], text[end:]))
            assert before.endswith(row["prefix"].strip())
            assert after.startswith(row["suffix"].strip())


def test_every_event_has_words_for_when_who_where_and_what(tables: dict[str, Rows]) -> None:
    supported = {row["claim_id"] for row in tables["evidence"]}
    for event in tables["events"]:
        of_event = [row for row in tables["claims"] if row["event_id"] == event["event_id_cnty"]]
        other_side = ["actor2"] if event["actor2"] else []
        for field in ("event_date", "actor1", *other_side, "location", "sub_event_type"):
            mine = [row for row in of_event if row["field"] == field and row["accepted"] == "true"]
            assert mine
            assert any(row["claim_id"] in supported for row in mine), (event["event_key"], field)


def test_every_claim_that_stands_is_its_cell(tables: dict[str, Rows]) -> None:
    events = {row["event_id_cnty"]: row for row in tables["events"]}
    names = {row["location_id"]: row["name"] for row in tables["locations"]}
    listed = {"assoc_actor_1", "assoc_actor_2", "tags"}
    judged = 0
    for claim in tables["claims"]:
        event = events[claim["event_id"]]
        assert claim["field"] in FIELDS
        if claim["accepted"] == "false":
            assert claim["settled_by"] not in ("only claim", "agreement", "union", "default")
        elif claim["field"] in listed:
            assert claim["value"] in event[claim["field"]].split("; ")
        elif claim["field"] == "location":
            assert (claim["value"], names[claim["value"]]) == (event["location_id"], event["location"])
        else:
            assert claim["value"] == event[claim["field"]]
        judged += 1
    assert judged == 57


def test_a_claim_without_words_says_why(tables: dict[str, Rows]) -> None:
    supported = {row["claim_id"] for row in tables["evidence"]}
    for claim in tables["claims"]:
        if claim["claim_id"] not in supported:
            assert claim["basis"] in ("derived", "inferred", "default")
            assert claim["reason"]
        if claim["basis"] in ("derived", "inferred"):
            assert claim["reason"]
        assert (claim["basis"] == "default") == (claim["source_id"] == "")


def test_every_claim_points_at_its_line(tables: dict[str, Rows], repository: Path) -> None:
    documents = {
        source: load(repository / "seeds" / "extractions" / f"{source}.yaml", source) for source in ARTICLES
    }
    for claim in tables["claims"]:
        if not claim["source_id"]:
            continue
        document = documents[claim["source_id"]]
        assert isinstance(document, Document)
        node = document.data
        for part in claim["pointer"].split("/")[1:]:
            node = node[int(part)] if isinstance(node, list) else node[part]
        assert node


def test_headlines_of_other_stories_are_no_evidence(
    tables: dict[str, Rows], articles: dict[str, str]
) -> None:
    article = articles["trtworld-2017-10-14-al-mayadeen"]
    furniture = article.index("Explore\n")
    assert all(
        int(row["end"]) < furniture
        for row in (*tables["evidence"], *tables["left_out"])
        if row["source_id"].startswith("trtworld")
    )
