"""One row for an event however many sources tell it: which claim stands, and by what."""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.convert.coded import Claim, Told, told
from dateline.convert.merge import FIELDS, Merged
from dateline.convert.tables import header
from dateline.findings import InDocument
from dateline.probes.names import Registry
from dateline.registry import LIST

if TYPE_CHECKING:
    from tests.convert.conftest import Bay

KEY = "bay-clash"
WEEK = {"time_precision": 2, "within": ("2023-10-11", "2023-10-17")}
MONTH = {"time_precision": 3, "within": ("2023-10-01", "2023-10-31")}


def judged(merged: Merged, field: str) -> dict[str, tuple[str, bool, str]]:
    """Value, whether it stands, and by what, of the claims of a field, by source."""
    return {
        claim.source_id: (claim.value, accepted, by)
        for claim, accepted, by in merged.claims
        if claim.field == field
    }


def rules_of(together: Any) -> list[str]:
    return [finding.rule for finding in together.findings]


# -- one source


def test_one_source(bay: Bay) -> None:
    merged = bay.event(bay.told())
    row = merged.row
    assert row["event_key"] == KEY
    assert row["event_id_cnty"] == bay.project.event_id(KEY)
    assert (row["event_date"], row["year"], row["time_precision"]) == ("2023-10-14", "2023", "1")
    assert (row["date_start"], row["date_end"]) == ("2023-10-14", "2023-10-14")
    assert (row["event_type"], row["disorder_type"]) == ("Battles", "Political violence")
    assert (row["inter1"], row["inter2"], row["interaction"]) == (
        "State forces",
        "Rebel group",
        "State forces-Rebel group",
    )
    assert (row["country"], row["admin1"], row["location_id"]) == ("Antarctica", "Coast", "harbour-town")
    assert (row["source"], row["source_ids"], row["source_scale"]) == ("Gazette", "gazette", "National")
    assert (row["contested"], row["attribution"]) == ("", "")
    assert {by for _claim, _accepted, by in merged.claims} == {"only claim", "default"}
    assert set(row) <= set(header("events"))


def test_silence_is_no_number(bay: Bay) -> None:
    merged = bay.event(bay.told())
    row = merged.row
    assert row["fatalities"] == "0"
    assert (row["fatalities_low"], row["fatalities_best"], row["fatalities_high"]) == ("", "", "")
    assert judged(merged, "fatalities") == {"": ("0", True, "default")}
    (default,) = [claim for claim, _accepted, _by in merged.claims if claim.basis == "default"]
    assert default.evidence == ()
    assert "no source gives a number" in default.reason


def test_a_claim_of_nobody_killed_is_a_number(bay: Bay) -> None:
    merged = bay.event(bay.told("gazette", {"fatalities": 0}))
    row = merged.row
    assert (row["fatalities"], row["fatalities_low"], row["fatalities_best"]) == ("0", "0", "0")
    assert judged(merged, "fatalities") == {"gazette": ("0", True, "only claim")}


def test_an_event_of_one_side(bay: Bay) -> None:
    row = bay.row(
        bay.told("gazette", {"actor1": "Rioters (Bay)", "actor2": None, "sub_event_type": "Mob violence"})
    )
    assert (row["actor2"], row["inter2"], row["interaction"]) == ("", "", "Rioters only")


# -- fields on which one value must stand


def test_agreement(bay: Bay) -> None:
    merged = bay.event(bay.told("gazette"), bay.told("herald"))
    assert judged(merged, "actor1") == {
        "gazette": ("Northern Army", True, "agreement"),
        "herald": ("Northern Army", True, "agreement"),
    }
    assert merged.row["contested"] == ""


@pytest.mark.parametrize("field", ["actor1", "actor2"])
def test_actors_must_agree(bay: Bay, field: str) -> None:
    sources = bay.told("gazette"), bay.told("herald", {field: "Hill Guard"})
    together = bay.merge(*sources)
    (finding,) = together.findings
    assert (finding.rule, finding.value) == ("P030", field)
    assert isinstance(finding.place, InDocument)
    assert (finding.place.file, finding.related) == (
        "gazette.yaml",
        (InDocument("herald.yaml", 1, 1, f"/events/0/{field}", KEY),),
    )
    assert together.events == ()

    row = bay.row(*sources, decisions={field: "Hill Guard"})
    assert (row[field], row["contested"]) == ("Hill Guard", field)


def test_a_source_that_names_no_other_side_does_not_disagree(bay: Bay) -> None:
    merged = bay.event(bay.told("gazette", {"actor2": None}), bay.told("herald"))
    assert merged.row["actor2"] == "River Front"
    assert judged(merged, "actor2") == {"herald": ("River Front", True, "only claim")}


def test_the_highest_in_the_hierarchy_is_the_type(bay: Bay) -> None:
    merged = bay.event(
        bay.told("gazette"),
        bay.told("herald", {"sub_event_type": "Government regains territory"}),
        bay.told("times", {"sub_event_type": "Air/drone strike"}),
    )
    assert merged.row["sub_event_type"] == "Government regains territory"
    assert judged(merged, "sub_event_type") == {
        "gazette": ("Armed clash", False, "highest_in_hierarchy"),
        "herald": ("Government regains territory", True, "highest_in_hierarchy"),
        "times": ("Air/drone strike", False, "highest_in_hierarchy"),
    }
    assert merged.row["contested"] == "sub_event_type"


# -- dates


def test_the_most_precise_date_stands(bay: Bay) -> None:
    merged = bay.event(
        bay.told("gazette", {"event_date": "2023-10-15", **MONTH}),
        bay.told("herald"),
        bay.told("times", {"event_date": "2023-10-13", **WEEK}),
    )
    row = merged.row
    assert (row["event_date"], row["time_precision"]) == ("2023-10-14", "1")
    assert (row["date_start"], row["date_end"]) == ("2023-10-14", "2023-10-14")
    assert row["contested"] == "event_date; time_precision"
    assert judged(merged, "event_date")["herald"] == ("2023-10-14", True, "most_precise")
    assert judged(merged, "time_precision") == {
        "gazette": ("3", False, "with event_date"),
        "herald": ("1", True, "with event_date"),
        "times": ("2", False, "with event_date"),
    }


def test_a_finer_date_outside_a_vaguer_one_settles_nothing(bay: Bay) -> None:
    september = {"event_date": "2023-09-15", "time_precision": 3, "within": ("2023-09-01", "2023-09-30")}
    sources = bay.told("gazette", september), bay.told("herald")
    together = bay.merge(*sources)
    (finding,) = together.findings
    assert (finding.rule, finding.value) == ("P030", "event_date")
    assert "herald says 2023-10-14; gazette says 2023-09-15" in finding.message

    row = bay.row(*sources, decisions={"event_date": "2023-09-15"})
    assert (row["event_date"], row["time_precision"]) == ("2023-09-15", "3")
    assert (row["date_start"], row["date_end"]) == ("2023-09-01", "2023-09-30")


def test_two_dates_of_one_precision_need_a_decision(bay: Bay) -> None:
    sources = bay.told("gazette"), bay.told("herald", {"event_date": "2023-10-13"})
    assert rules_of(bay.merge(*sources)) == ["P030"]
    merged = bay.event(*sources, decisions={"event_date": "2023-10-13"})
    assert merged.row["event_date"] == "2023-10-13"
    assert judged(merged, "event_date") == {
        "gazette": ("2023-10-14", False, "decision: so it is"),
        "herald": ("2023-10-13", True, "decision: so it is"),
    }


def test_one_day_with_two_precisions_is_known_as_well_as_the_better_source_knows_it(bay: Bay) -> None:
    """The vaguer source was published first; the stretch of days is that of the finer one all the same."""
    merged = bay.event(
        bay.told("gazette", WEEK, published="2023-10-15"),
        bay.told("herald", published="2023-10-16"),
    )
    row = merged.row
    assert (row["event_date"], row["time_precision"]) == ("2023-10-14", "1")
    assert (row["date_start"], row["date_end"]) == ("2023-10-14", "2023-10-14")
    assert row["contested"] == "time_precision"
    assert judged(merged, "event_date")["gazette"] == ("2023-10-14", True, "agreement")


# -- places


def test_the_most_precise_place_stands(bay: Bay) -> None:
    merged = bay.event(
        bay.told("gazette", {"location": "lighthouse", "geo_precision": 2}), bay.told("herald")
    )
    row = merged.row
    assert (row["location_id"], row["geo_precision"]) == ("harbour-town", "1")
    assert row["contested"] == "location; geo_precision"
    assert judged(merged, "geo_precision")["gazette"] == ("2", False, "with location")


def test_two_places_of_one_precision_in_one_area_need_a_decision(bay: Bay) -> None:
    sources = bay.told("gazette"), bay.told("herald", {"location": "lighthouse"})
    assert rules_of(bay.merge(*sources)) == ["P030"]
    assert bay.row(*sources, decisions={"location": "lighthouse"})["location_id"] == "lighthouse"


@pytest.mark.parametrize("precision", [1, 2, 3])
def test_places_that_cannot_be_one_are_two_events_under_one_key(bay: Bay, precision: int) -> None:
    sources = (
        bay.told("gazette"),
        bay.told("herald", {"location": "old-mill", "geo_precision": precision}),
    )
    together = bay.merge(*sources)
    (finding,) = together.findings
    assert finding.rule == "X002"
    assert "gazette says Harbour-Town, Coast, Antarctica; herald says Old-Mill, Inland" in finding.message
    assert bay.row(*sources, decisions={"location": "old-mill"})["location_id"] == "old-mill"


# -- deaths


@pytest.mark.parametrize(
    ("numbers", "fatalities", "low", "best", "high"),
    [
        ([7], 7, 7, 7, 7),
        ([7, 3], 3, 3, 3, 7),
        ([3, 7], 3, 3, 3, 7),
        ([3, 7, 7], 3, 3, 7, 7),
        ([3, 7, 5], 3, 3, 3, 7),
        ([0, 4], 0, 0, 0, 4),
        ([(10, 5, 20), (12, 12, 15)], 10, 5, 10, 20),
        ([None, 4], 4, 4, 4, 4),
        ([4, None, 9], 4, 4, 4, 9),
    ],
)
def test_the_lowest_number_stands_with_the_limits_of_all(
    bay: Bay, numbers: list[Any], fatalities: int, low: int, best: int, high: int
) -> None:
    def event(number: Any) -> dict[str, Any]:
        if isinstance(number, tuple):
            return dict(zip(("fatalities", "fatalities_low", "fatalities_high"), number, strict=True))
        return {} if number is None else {"fatalities": number}

    row = bay.row(*(bay.told(f"paper-{n}", event(number)) for n, number in enumerate(numbers)))
    assert row["fatalities"] == str(fatalities)
    assert [row[f"fatalities_{name}"] for name in ("low", "best", "high")] == [str(low), str(best), str(high)]


def test_each_number_is_judged(bay: Bay) -> None:
    merged = bay.event(bay.told("gazette", {"fatalities": 7}), bay.told("herald", {"fatalities": 3}))
    assert judged(merged, "fatalities") == {
        "gazette": ("7", False, "lowest"),
        "herald": ("3", True, "lowest"),
    }
    assert judged(merged, "fatalities_high") == {
        "gazette": ("7", True, "highest"),
        "herald": ("3", False, "highest"),
    }
    assert merged.row["contested"] == "fatalities; fatalities_low; fatalities_high"


def test_a_decision_on_deaths_goes_before_the_lowest(bay: Bay) -> None:
    row = bay.row(
        bay.told("gazette", {"fatalities": 7}),
        bay.told("herald", {"fatalities": 3}),
        decisions={"fatalities": "7"},
    )
    assert (row["fatalities"], row["fatalities_low"], row["fatalities_high"]) == ("7", "3", "7")


# -- lists, notes, attribution


def test_lists_are_joined_in_the_order_of_the_sources(bay: Bay) -> None:
    merged = bay.event(
        bay.told("herald", {"assoc_actor_1": ["Hill Guard", "River Front"], "tags": ["armed"]}),
        bay.told(
            "gazette",
            {"assoc_actor_1": ["Military Forces of the Island", "Hill Guard"], "tags": ["a b", "armed"]},
        ),
    )
    assert merged.row["assoc_actor_1"] == "Military Forces of the Island; Hill Guard; River Front"
    assert merged.row["tags"] == "a b; armed"
    assert merged.row["contested"] == ""
    assert {by for claim, accepted, by in merged.claims if claim.field == "tags" and accepted} == {"union"}
    assert [claim.item for claim, _, _ in merged.claims if claim.field == "assoc_actor_1"] == [1, 2, 1, 2]


def test_notes_are_those_of_the_source_that_was_published_first(bay: Bay) -> None:
    merged = bay.event(
        bay.told("gazette", published="2023-10-16"),
        bay.told("herald", published="2023-10-15"),
        bay.told("argus", published="2023-10-16"),
        bay.told("aaa", published=""),
    )
    assert merged.row["notes"] == "On 14 October 2023, as herald tells it."
    assert merged.row["source_ids"] == "herald; argus; gazette; aaa"
    # They are the coders' words: sources do not differ about them.
    assert merged.row["contested"] == ""


def test_of_two_sources_of_one_day_the_first_by_id_gives_the_notes(bay: Bay) -> None:
    assert bay.row(bay.told("herald"), bay.told("argus"))["notes"] == "On 14 October 2023, as argus tells it."


def test_one_source_with_notes_is_enough(bay: Bay) -> None:
    row = bay.row(bay.told("argus", {"notes": None}), bay.told("herald"))
    assert row["notes"] == "On 14 October 2023, as herald tells it."


def test_an_event_without_notes(bay: Bay) -> None:
    together = bay.merge(bay.told("gazette", {"notes": None}), bay.told("herald", {"notes": None}))
    assert rules_of(together) == ["E030"]
    assert together.events == ()


def test_notes_may_stand_in_an_extraction_that_is_set_aside(bay: Bay) -> None:
    aside = told([bay.told("herald")])
    assert rules_of(bay.merge(bay.told("gazette", {"notes": None}), aside=aside)) == []
    unread = Told(frozenset(), frozenset(), unread=True)
    assert rules_of(bay.merge(bay.told("gazette", {"notes": None}), aside=unread)) == []
    other = told([bay.told("herald", {"key": "another-event"})])
    assert rules_of(bay.merge(bay.told("gazette", {"notes": None}), aside=other)) == ["E030"]


def test_attribution_is_of_the_claims_that_stand(bay: Bay) -> None:
    row = bay.row(
        bay.told(
            "gazette", {"fatalities": 7, "attributed_to": {"fatalities": "rebels", "actor1": "a colonel"}}
        ),
        bay.told(
            "herald", {"fatalities": 3, "attributed_to": {"fatalities": "the army", "location": "a colonel"}}
        ),
    )
    # The rebels' number is the highest, so it stands as such, but not as the number of deaths.
    assert row["attribution"] == "a colonel; the army"


# -- what is derived


def test_scales_of_several_sources(bay: Bay) -> None:
    def scale(*scales: str) -> str:
        return bay.row(*(bay.told(f"p{n}", scale=one) for n, one in enumerate(scales)))["source_scale"]

    assert scale("National") == "National"
    assert scale("National", "National") == "National"
    assert scale("International", "New media") == "New media-International"
    assert scale("National", "Local partner", "Other") == "Local partner-National"
    assert scale("") == ""
    assert scale("", "Regional") == "Regional"


def test_publishers(bay: Bay) -> None:
    row = bay.row(
        bay.told("a", publisher=""),
        bay.told("b", publisher="The Herald"),
        bay.told("c", publisher=""),
        bay.told("d", publisher="The Herald"),
    )
    assert row["source"] == "Publisher not stated; The Herald"
    assert row["source_ids"] == "a; b; c; d"


@pytest.mark.parametrize(
    ("sub_event_type", "actor1", "actor2", "targeted"),
    [
        ("Attack", "Northern Army", "Civilians (Bay)", True),
        ("Air/drone strike", "Northern Army", "Civilians (Bay)", True),
        ("Air/drone strike", "Northern Army", "River Front", False),
        ("Air/drone strike", "Northern Army", None, False),
        ("Excessive force against protesters", "Northern Army", "Protesters (Bay)", True),
        ("Peaceful protest", "Protesters (Bay)", None, False),
        ("Armed clash", "Northern Army", "River Front", False),
        ("Looting/property destruction", "Northern Army", "Civilians (Bay)", False),
        ("Mob violence", "Rioters (Bay)", "Civilians (Bay)", True),
    ],
)
def test_civilians_are_the_target_by_type_or_as_the_other_side(
    bay: Bay, sub_event_type: str, actor1: str, actor2: str | None, targeted: bool
) -> None:
    row = bay.row(bay.told("gazette", {"sub_event_type": sub_event_type, "actor1": actor1, "actor2": actor2}))
    assert row["civilian_targeting"] == ("Civilian targeting" if targeted else "")


@pytest.mark.parametrize(
    ("actor1", "actor2", "interaction"),
    [
        ("River Front", "Northern Army", "State forces-Rebel group"),
        ("Northern Army", "River Front", "State forces-Rebel group"),
        ("River Front", "River Front", "Rebel group-Rebel group"),
        ("Military Forces of the Island", "Northern Army", "State forces-External/Other forces"),
    ],
)
def test_an_interaction_has_one_name_whoever_comes_first(
    bay: Bay, actor1: str, actor2: str, interaction: str
) -> None:
    row = bay.row(bay.told("gazette", {"actor1": actor1, "actor2": actor2}))
    assert row["interaction"] == interaction
    assert (row["actor1"], row["actor2"]) == (actor1, actor2)


def test_external_forces_against_civilians_keep_the_order_of_acled(bay: Bay) -> None:
    sides = {"actor1": "Military Forces of the Island", "actor2": "Civilians (Bay)"}
    row = bay.row(bay.told("gazette", {"sub_event_type": "Attack", **sides}))
    assert row["interaction"] == "External/Other forces-Civilians"


def test_sides_that_cannot_meet(bay: Bay) -> None:
    together = bay.merge(bay.told("gazette", {"actor2": "Civilians (Bay)"}))
    assert rules_of(together) == ["T002"]
    assert together.events == ()


def test_an_actor_whose_role_does_not_hold_where_the_event_is_put(bay: Bay) -> None:
    together = bay.merge(bay.told("gazette", {"actor1": "Labor Group (Bay)"}))
    assert rules_of(together) == ["A004"]


def stamp(day: str) -> str:
    return str(int(datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC).timestamp()))


@pytest.mark.parametrize(
    ("coded", "decided", "associate", "newest"),
    [
        ("2023-11-01", False, None, "2023-11-01"),
        ("2020-01-01", False, None, "2023-04-01"),  # the place
        ("2023-11-01", True, None, "2024-02-01"),  # the decision
        ("2020-01-01", False, "Labor Group (Bay)", "2023-04-01"),
    ],
)
def test_the_timestamp_is_the_newest_day_of_all_inputs(
    bay: Bay, coded: str, decided: bool, associate: str | None, newest: str
) -> None:
    event = {"assoc_actor_1": [associate]} if associate else {}
    sources = [bay.told("gazette", event, dated=coded)]
    if decided:
        sources.append(bay.told("herald", {"actor2": "Hill Guard"}, dated=coded))
    row = bay.row(*sources, decisions={"actor2": "River Front"} if decided else None)
    assert row["timestamp"] == stamp(newest)


def test_the_registry_row_of_an_associate_is_an_input(bay: Bay) -> None:
    labor = bay.registries.actors.match("Labor Group (Bay)").found
    assert labor is not None
    newer = replace(labor, updated_at=date(2025, 5, 5))
    entries = tuple(newer if one is labor else one for one in bay.registries.actors.entries)
    changed = replace(bay, registries=replace(bay.registries, actors=Registry(entries)))
    assert changed.row(bay.told("gazette"))["timestamp"] == stamp("2024-01-10")
    with_labor = bay.told("gazette", {"assoc_actor_2": ["Labor Group (Bay)"]})
    assert changed.row(with_labor)["timestamp"] == stamp("2025-05-05")


# -- ids


def test_an_id_is_a_hash_of_the_key_and_never_looks_like_acleds(bay: Bay) -> None:
    seen = {bay.project.event_id(f"event-{number}") for number in range(2000)}
    assert len(seen) == 2000
    assert all(re.fullmatch(r"BAY-[0-9A-HJKMNP-TV-Z]{10}", one) for one in seen)
    assert not any(re.fullmatch(r"[A-Z]{3}[0-9]+", one) for one in seen)
    assert bay.project.event_id("bay-clash") == "BAY-YK8X3HG3KG"


def test_a_collision_is_told(bay: Bay) -> None:
    keys = ("harbour-clash-8402433", "harbour-clash-11269530")
    together = bay.merge(bay.told("gazette", {"key": keys[0]}, {"key": keys[1]}))
    assert rules_of(together) == ["X003"]


# -- order


def test_events_come_in_the_order_of_day_and_id(bay: Bay) -> None:
    days = {"e1": "2023-10-14", "e2": "2023-10-12", "e3": "2023-10-14", "e4": "2023-10-13"}
    told_by = bay.told("gazette", *({"key": key, "event_date": day} for key, day in days.items()))
    rows = [merged.row for merged in bay.merge(told_by).events]
    assert rows == sorted(rows, key=lambda row: (row["event_date"], row["event_id_cnty"]))
    assert len(rows) == 4


NAMES = ["Northern Army", "River Front", "Hill Guard"]
EVENT = st.fixed_dictionaries(
    {
        "key": st.sampled_from(["one", "two"]),
        "sub_event_type": st.sampled_from(["Armed clash", "Government regains territory"]),
        "actor1": st.just("Northern Army"),
        "actor2": st.sampled_from(["River Front", "River Front", "Hill Guard"]),
        "location": st.sampled_from(["harbour-town", "harbour-town", "lighthouse"]),
        "geo_precision": st.integers(1, 3),
        "time_precision": st.integers(1, 3),
        "within": st.just(("2023-10-01", "2023-10-31")),
        "assoc_actor_1": st.none() | st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True),
        "tags": st.none() | st.lists(st.sampled_from(["armed", "a", "b"]), min_size=1, max_size=3),
    },
    optional={"fatalities": st.integers(0, 12)},
)
SOURCE = st.tuples(
    st.lists(EVENT, min_size=1, max_size=2, unique_by=lambda event: event["key"]),
    st.sampled_from(["2023-10-15", "2023-10-16", ""]),
    st.sampled_from(["National", "Regional", "Other", ""]),
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(SOURCE, min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_the_order_in_which_sources_and_claims_are_read_changes_nothing(
    bay: Bay, sources: list[tuple[list[Mapping[str, Any]], str, str]], shuffle: random.Random
) -> None:
    coded = [
        bay.told(f"paper-{number}", *events, published=published, scale=scale)
        for number, (events, published, scale) in enumerate(sources)
    ]

    def shuffled(claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
        """The fields of an event in another order; the items of a list stay in theirs."""
        by_event = itertools.groupby(
            sorted(claims, key=lambda claim: claim.event_key), key=lambda claim: claim.event_key
        )
        groups = [
            list(group)
            for _key, event in by_event
            for _field, group in itertools.groupby(event, key=lambda claim: claim.field)
        ]
        shuffle.shuffle(groups)
        return tuple(claim for group in groups for claim in group)

    other = [one._replace(claims=shuffled(one.claims)) for one in coded]
    shuffle.shuffle(other)

    before, after = bay.merge(*coded), bay.merge(*other)

    assert [one.row for one in before.events] == [one.row for one in after.events]
    assert [one.claims for one in before.events] == [one.claims for one in after.events]
    assert sorted(rules_of(before)) == sorted(rules_of(after))


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(SOURCE, min_size=1, max_size=4))
def test_every_claim_is_judged_and_every_cell_is_a_claim(
    bay: Bay, sources: list[tuple[list[Mapping[str, Any]], str, str]]
) -> None:
    coded = [
        bay.told(f"paper-{number}", *events, published=published, scale=scale)
        for number, (events, published, scale) in enumerate(sources)
    ]
    together = bay.merge(*coded)
    unmerged = {
        finding.place.record for finding in together.findings if isinstance(finding.place, InDocument)
    }
    assert {one.row["event_key"] for one in together.events} | unmerged == {
        claim.event_key for one in coded for claim in one.claims
    }
    for merged in together.events:
        key = merged.row["event_key"]
        said = [claim for one in coded for claim in one.claims if claim.event_key == key]
        judged_claims = [claim for claim, _accepted, by in merged.claims if by != "default"]
        assert sorted(judged_claims, key=repr) == sorted(said, key=repr)
        for name in FIELDS:
            accepted = [claim.value for claim, stands, _by in merged.claims if claim.field == name and stands]
            refused = [
                claim.value for claim, stands, _by in merged.claims if claim.field == name and not stands
            ]
            if name in ("assoc_actor_1", "assoc_actor_2", "tags"):
                assert merged.row[name].split(LIST) == (list(dict.fromkeys(accepted)) or [""])
                assert not refused
            elif name == "location":
                assert set(accepted) == {merged.row["location_id"]}
            else:
                assert set(accepted) <= {merged.row[name]}
            contested = name in merged.row["contested"].split(LIST)
            assert contested == (bool(refused) and name != "notes")
