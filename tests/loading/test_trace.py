"""From cells to the words behind them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

import dateline
from dateline.errors import CallError
from dateline.loading import Data, trace
from dateline.schemas import table_schema

Change = Callable[[str, str, str], None]
RETAKEN = "DLS-E8J7BJKGHW"


def test_a_cell_has_its_words_in_one_line(data: Data) -> None:
    (found,) = data.pandas(data.trace(RETAKEN, "fatalities")).to_dict("records")

    assert (found["value"], found["publisher"]) == ("10", "TRT World")
    assert found["exact"] == "have killed a large number of Daesh militants"
    assert str(found["published_at"])[:10] == "2017-10-14"
    assert found["end"] - found["start"] == len(found["exact"])


def test_the_words_stand_in_the_article(data: Data, repository: Path) -> None:
    articles = [
        path.read_text(encoding="utf-8") for path in (repository / "seeds" / "articles").glob("*.txt")
    ]
    quoted = data.trace().filter("exact IS NOT NULL").select("exact", "start", '"end"').fetchall()

    assert len(quoted) == 50
    assert all(any(text[start:end] == exact for text in articles) for exact, start, end in quoted)


@pytest.mark.parametrize("form", ["id", "key", "list", "relation", "pandas", "polars", "arrow", "series"])
def test_events_may_be_named_in_any_form(data: Data, form: str) -> None:
    relation = data.events.filter("fatalities > 0")
    forms = {
        "id": RETAKEN,
        "key": "al-mayadin-retaken-2017-10-14",
        "list": [RETAKEN],
        "relation": relation,
        "pandas": data.pandas(relation),
        "polars": data.polars(relation),
        "arrow": data.arrow(relation),
        "series": data.polars(relation)["event_id_cnty"],
    }

    found = data.trace(forms[form], "location").select("event_id_cnty", "value", "exact").fetchall()

    assert {(event, value) for event, value, _ in found} == {(RETAKEN, "al-mayadin")}
    assert len(found) == 2


def test_all_rows_are_in_the_order_of_days_and_columns(data: Data) -> None:
    columns = [one["name"] for one in table_schema("events")["fields"]]
    for found in (data.trace(), data.trace(data.events)):
        keys = [
            (day, event, columns.index(field))
            for day, event, field in found.select("event_date", "event_id_cnty", "field").fetchall()
        ]
        assert keys == sorted(keys)
        assert len(keys) == 59


def test_claims_that_gave_way_are_there_when_asked_for(release: Path, change: Change) -> None:
    change("claims", ",quoted,In June,,true,", ",quoted,In June,,false,")
    with dateline.load(release) as loaded:
        accepted = loaded.trace().select("claim_id").distinct().fetchall()
        every = loaded.trace(rejected=True).filter("NOT accepted").select("field", "exact").fetchall()

    assert len(accepted) == 56
    assert [field for field, _ in every] == ["event_date"]
    assert every[0][1].startswith("In June, the Syrian Democratic Forces")


def test_a_claim_without_words_has_its_reason(data: Data) -> None:
    found = data.trace("raqqa-entered-2017-06", "fatalities").select("value", "exact", "publisher", "reason")

    assert found.fetchall() == [
        ("0", None, None, "no source gives a number; ACLED codes 0 where there is no information")
    ]


@pytest.mark.parametrize(
    ("column", "fields"),
    [
        ("year", ["event_date"]),
        ("event_type", ["sub_event_type"]),
        ("region", ["location"]),
        ("latitude", ["location"]),
        ("assoc_actor_1", ["assoc_actor_1"]),
        ("inter1", ["actor1", "event_date", "location"]),
        ("date_start", ["event_date"]),
        ("fatalities_low", ["fatalities_low", "fatalities"]),
    ],
)
def test_a_column_that_follows_from_others_has_their_words(column: str, fields: list[str]) -> None:
    assert trace.fields(column, table_schema("events")) == fields


def test_every_column_of_events_leads_to_claims_or_says_where_it_comes_from(data: Data) -> None:
    known = {field for (field,) in data["field_policies"].select("field").fetchall()}
    without = set()
    for column in data.events.columns:
        try:
            data.trace(column=column)
        except CallError as error:
            without.add(column)
            assert f"No words are behind {column}: it follows from " in str(error)
        else:
            assert set(trace.fields(column, table_schema("events"))) <= known
    assert without == {
        *("event_id_cnty", "event_key", "source", "source_scale", "timestamp"),
        *("source_ids", "attribution", "contested"),
    }


@pytest.mark.parametrize(
    ("events", "column", "said"),
    [
        ("DLS-0000000000", None, "No event has the id or key 'DLS-0000000000'."),
        (["a", "b", "c", "d", "e"], None, "No event has the id or key 'a', 'b', 'c' and 2 more."),
        ([7], None, "7 is no id of an event"),
        (None, "fatality", "events has no column 'fatality'. Did you mean fatalities?"),
    ],
)
def test_wrong_calls_say_what_is_wrong(data: Data, events: object, column: str | None, said: str) -> None:
    with pytest.raises(CallError) as caught:
        data.trace(events, column)  # type: ignore[arg-type]
    assert said in str(caught.value)


def test_a_table_without_ids_is_no_table_of_events(data: Data) -> None:
    for table in (data.sources, data.pandas("sources"), data.polars("sources"), data.arrow("sources")):
        with pytest.raises(CallError, match="needs the column event_id_cnty"):
            data.trace(table)


def test_a_package_without_claims_has_no_words(release: Path) -> None:
    path = release / "datapackage.json"
    descriptor = json.loads(path.read_text(encoding="utf-8"))
    descriptor["resources"] = [one for one in descriptor["resources"] if one["name"] in ("events", "sources")]
    path.write_text(json.dumps(descriptor), encoding="utf-8")

    with dateline.load(release) as loaded, pytest.raises(CallError, match="has no table claims, evidence"):
        loaded.trace()
