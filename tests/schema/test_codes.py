"""The code lists against themselves, against each other, and against the field's facts."""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

Rows = list[dict[str, str]]

LISTS = (
    "actor_types",
    "claim_bases",
    "coordinate_sources",
    "countries",
    "disorder_types",
    "disputed_areas",
    "event_types",
    "field_policies",
    "geo_precisions",
    "inter_codes",
    "interactions",
    "number_words",
    "regions",
    "source_scales",
    "time_precisions",
)


def words(text: str) -> list[str]:
    return text.split()


LEGAL = words(
    """10 11 12 13 14 15 16 17 18  20 22 23 24 25 26 27 28  30 33 34 35 36 37 38  40 44 45 46 47 48
       50 55 56 57 58  60 66 67 68  70 77 78  80 88"""
)

ARMED = {"1", "2", "3", "4", "8"}
"""Inter codes of sides that are armed and organised; 5, 6 and 7 are crowds and civilians."""


def items(cell: str) -> list[str]:
    return cell.split("; ") if cell else []


def by(rows: Rows, key: str) -> dict[str, dict[str, str]]:
    return {row[key]: row for row in rows}


def where(rows: Rows, column: str, value: str, give: str) -> set[str]:
    return {row[give] for row in rows if row[column] == value}


def test_these_are_the_lists(codes: dict[str, Rows]) -> None:
    assert tuple(codes) == LISTS


@pytest.mark.parametrize("name", LISTS)
def test_list_is_written_as_datasets_are(
    name: str, repository: Path, codes: dict[str, Rows], schemas: dict[str, dict[str, Any]]
) -> None:
    again = io.StringIO(newline="")
    writer = csv.DictWriter(again, [field["name"] for field in schemas[name]["fields"]], lineterminator="\n")
    writer.writeheader()
    writer.writerows(codes[name])
    assert (repository / "schema" / "codes" / f"{name}.csv").read_bytes() == again.getvalue().encode()


@pytest.mark.parametrize("name", LISTS)
def test_no_cell_has_stray_space(name: str, codes: dict[str, Rows]) -> None:
    cells = [cell for row in codes[name] for cell in row.values()]
    assert [cell for cell in cells if cell != " ".join(cell.split())] == []


@pytest.mark.parametrize(
    "name", [name for name in LISTS if name not in ("countries", "disputed_areas", "interactions", "regions")]
)
def test_every_value_has_a_definition_of_its_own(name: str, codes: dict[str, Rows]) -> None:
    definitions = [row["definition"] for row in codes[name]]
    assert [text for text in definitions if not re.fullmatch(r"[A-Z`3].*[.]", text)] == []
    if name not in ("field_policies", "number_words"):
        assert [text for text, times in Counter(definitions).items() if times > 1] == []


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("event_types", "sub_event_type"),
        ("inter_codes", "label"),
        ("regions", "region"),
        ("countries", "country"),
    ],
)
def test_another_spelling_leads_to_one_value(name: str, key: str, codes: dict[str, Rows]) -> None:
    meant: dict[str, set[str]] = {}
    for row in codes[name]:
        for spelling in (row[key], *items(row["other_spellings"])):
            meant.setdefault(spelling.casefold(), set()).add(row[key])
        assert row[key] not in items(row["other_spellings"])
    assert {spelling: values for spelling, values in meant.items() if len(values) > 1} == {}


# Event types


def test_the_hierarchy_is_25_ranks_in_order(codes: dict[str, Rows]) -> None:
    assert [row["sub_event_rank"] for row in codes["event_types"]] == [str(rank) for rank in range(1, 26)]


def test_event_types_stand_in_the_order_of_the_hierarchy(codes: dict[str, Rows]) -> None:
    blocks = [
        (key, len(list(rows)))
        for key, rows in itertools.groupby(
            codes["event_types"], lambda row: (row["event_rank"], row["event_type"])
        )
    ]
    assert blocks == [
        (("1", "Battles"), 3),
        (("2", "Protests"), 3),
        (("3", "Riots"), 2),
        (("4", "Explosions/Remote violence"), 6),
        (("5", "Violence against civilians"), 3),
        (("6", "Strategic developments"), 8),
    ]


def test_disorder_type_follows_from_the_event_type(codes: dict[str, Rows]) -> None:
    rule = {
        "Battles": "Political violence",
        "Protests": "Demonstrations",
        "Riots": "Demonstrations",
        "Explosions/Remote violence": "Political violence",
        "Violence against civilians": "Political violence",
        "Strategic developments": "Strategic developments",
    }
    exceptions = {
        "Excessive force against protesters": "Political violence; Demonstrations",
        "Mob violence": "Political violence",
    }
    for row in codes["event_types"]:
        sub = row["sub_event_type"]
        assert row["disorder_type"] == exceptions.get(sub, rule[row["event_type"]]), sub


def test_civilian_targeting_follows_from_the_event_type(codes: dict[str, Rows]) -> None:
    rule = {
        "Battles": "never",
        "Protests": "never",
        "Riots": "possible",
        "Explosions/Remote violence": "possible",
        "Violence against civilians": "always",
        "Strategic developments": "never",
    }
    exceptions = {"Excessive force against protesters": "always"}
    for row in codes["event_types"]:
        sub = row["sub_event_type"]
        assert row["civilian_targeting"] == exceptions.get(sub, rule[row["event_type"]]), sub


def test_a_death_excludes_these_types_and_makes_this_one(codes: dict[str, Rows]) -> None:
    types = codes["event_types"]
    assert where(types, "fatalities", "zero", "sub_event_type") == {
        "Protest with intervention",
        "Peaceful protest",
        "Abduction/forced disappearance",
    }
    assert where(types, "fatalities", "at_least_one", "sub_event_type") == {"Suicide bomb"}


def test_battles_and_violence_against_civilians_have_two_sides(codes: dict[str, Rows]) -> None:
    demands = {
        name: where(codes["event_types"], "event_type", name, "actor2")
        for name in ("Battles", "Violence against civilians", "Explosions/Remote violence")
    }
    assert demands == {
        "Battles": {"required"},
        "Violence against civilians": {"required"},
        "Explosions/Remote violence": {"optional"},
    }


def test_a_type_with_required_actor2_has_no_interaction_of_one_side(codes: dict[str, Rows]) -> None:
    for row in codes["event_types"]:
        if row["actor2"] == "required":
            assert [code for code in items(row["interactions"]) if code.endswith("0")] == [], row[
                "sub_event_type"
            ]


def test_interactions_of_a_type_are_legal_and_ascending(codes: dict[str, Rows]) -> None:
    for row in codes["event_types"]:
        listed = items(row["interactions"])
        assert set(listed) <= set(LEGAL), row["sub_event_type"]
        assert listed == sorted(set(listed)), row["sub_event_type"]


def test_battles_are_fought_by_armed_and_organised_sides(codes: dict[str, Rows]) -> None:
    battles = [row for row in codes["event_types"] if row["event_type"] == "Battles"]
    assert all(set(code) <= ARMED for row in battles for code in items(row["interactions"]))
    clash = by(codes["event_types"], "sub_event_type")["Armed clash"]
    assert items(clash["interactions"]) == [code for code in LEGAL if set(code) <= ARMED]


def test_a_closed_list_is_what_the_definition_allows(codes: dict[str, Rows]) -> None:
    closed = {
        row["sub_event_type"]: row["interactions"]
        for row in codes["event_types"]
        if row["interactions_closed"] == "true"
    }
    civilians = "17; 27; 37; 47; 78"
    assert closed == {
        "Armed clash": "11; 12; 13; 14; 18; 22; 23; 24; 28; 33; 34; 38; 44; 48; 88",
        "Protest with intervention": "16; 26; 36; 46; 56; 68",
        "Peaceful protest": "60; 66; 67",
        "Sexual violence": civilians,
        "Attack": civilians,
        "Abduction/forced disappearance": civilians,
    }


def test_every_type_says_as_what_else_it_could_be_coded(codes: dict[str, Rows]) -> None:
    names = [row["sub_event_type"] for row in codes["event_types"]]
    for row in codes["event_types"]:
        others = [name for name in names if name in row["not_this"] and name != row["sub_event_type"]]
        assert others or row["sub_event_type"] == "Other", row["sub_event_type"]
        targets = re.findall(r": ([A-Z][^.:]*)[.]", row["not_this"])
        assert [text for text in targets if not any(name in text for name in names)] == [], row[
            "sub_event_type"
        ]


# Kinds of actor and interactions


def test_inter_codes_are_1_to_8_in_acleds_words(codes: dict[str, Rows]) -> None:
    assert [(row["code"], row["label"]) for row in codes["inter_codes"]] == [
        ("1", "State forces"),
        ("2", "Rebel group"),
        ("3", "Political militia"),
        ("4", "Identity militia"),
        ("5", "Rioters"),
        ("6", "Protesters"),
        ("7", "Civilians"),
        ("8", "External/Other forces"),
    ]


def test_interactions_are_the_legal_set(codes: dict[str, Rows]) -> None:
    assert [row["code"] for row in codes["interactions"]] == LEGAL


def test_label_and_code_of_an_interaction_agree(codes: dict[str, Rows]) -> None:
    code = {row["label"]: row["code"] for row in codes["inter_codes"]} | {"": "0"}
    for row in codes["interactions"]:
        first, second = row["inter_a"], row["inter_b"]
        assert row["label"] == (f"{first}-{second}" if second else f"{first} only")
        digits = (code[first], code[second])
        assert row["code"] == "".join(sorted(digits) if second else digits)


def test_only_78_prints_the_higher_code_first(codes: dict[str, Rows]) -> None:
    code = {row["label"]: row["code"] for row in codes["inter_codes"]}
    reversed_ = [
        row["label"]
        for row in codes["interactions"]
        if row["inter_b"] and code[row["inter_a"]] > code[row["inter_b"]]
    ]
    assert reversed_ == ["External/Other forces-Civilians"]


# Precisions and scales


def test_precisions_widen(codes: dict[str, Rows]) -> None:
    assert [(row["code"], row["label"], row["max_days"]) for row in codes["time_precisions"]] == [
        ("1", "day", "1"),
        ("2", "week", "7"),
        ("3", "month", "31"),
    ]
    assert [(row["code"], row["label"]) for row in codes["geo_precisions"]] == [
        ("1", "place"),
        ("2", "area"),
        ("3", "region"),
    ]


def test_source_scales_are_the_terms_and_their_pairs_in_order_of_precedence(codes: dict[str, Rows]) -> None:
    terms = ["Local partner", "Other", "New media", "Subnational", "National", "Regional", "International"]
    pairs = [f"{first}-{second}" for first, second in itertools.combinations(terms, 2)]
    listed = [(row["scale"], row["terms"]) for row in codes["source_scales"]]
    assert listed == [(term, "1") for term in terms] + [(pair, "2") for pair in pairs]


# Places


def test_the_map_of_countries_is_whole(codes: dict[str, Rows]) -> None:
    countries = codes["countries"]
    assert len(countries) == 243
    assert [name for name, times in Counter(row["country"] for row in countries).items() if times > 1] == []
    assert [iso for iso, times in Counter(row["iso"] for row in countries).items() if times > 1] == []
    assert where(countries, "iso", "0", "country") == {"Kosovo"}
    assert {row["region"] for row in countries} == {row["region"] for row in codes["regions"]}


@pytest.mark.parametrize(
    ("country", "iso", "region", "prefix", "year"),
    [
        ("Syria", "760", "Middle East", "SYR", "2017"),
        ("Afghanistan", "4", "Caucasus and Central Asia", "AFG", "2017"),
        ("Mexico", "484", "North America", "MEX", "2018"),
        ("Pakistan", "586", "South Asia", "PAK", "2010"),
        ("Cambodia", "116", "Southeast Asia", "KHM", "2010"),
        ("Nigeria", "566", "Western Africa", "NIG", "1997"),
        ("Niger", "562", "Western Africa", "NIR", "1997"),
        ("Democratic Republic of Congo", "180", "Middle Africa", "DRC", "1997"),
        ("Republic of Congo", "178", "Middle Africa", "", "1997"),
        ("Jordan", "400", "Middle East", "", "2016"),
        ("Kosovo", "0", "Europe", "XKX", "2018"),
    ],
)
def test_country_is_where_acled_puts_it(
    country: str, iso: str, region: str, prefix: str, year: str, codes: dict[str, Rows]
) -> None:
    row = by(codes["countries"], "country")[country]
    found = (row["iso"], row["region"], row["event_id_prefix"], row["first_year"])
    assert found == (iso, region, prefix, year)


def test_a_region_begins_with_its_first_country(codes: dict[str, Rows]) -> None:
    for region in codes["regions"]:
        years = where(codes["countries"], "region", region["region"], "first_year")
        assert region["first_year"] == min(years), region["region"]


@pytest.mark.parametrize(
    ("country", "alpha2"),
    [
        ("Syria", "SY"),
        ("Kosovo", "XK"),
        ("Namibia", "NA"),
        ("Niger", "NE"),
        ("Nigeria", "NG"),
        ("Democratic Republic of Congo", "CD"),
        ("Republic of Congo", "CG"),
        ("United Kingdom", "GB"),
        ("Palestine", "PS"),
        ("China", "CN; HK; MO"),
        ("Finland", "FI; AX"),
        ("Norway", "NO; SJ"),
    ],
)
def test_country_has_the_codes_of_its_parts(country: str, alpha2: str, codes: dict[str, Rows]) -> None:
    assert by(codes["countries"], "country")[country]["iso_alpha2"] == alpha2


def test_a_two_letter_code_is_one_country(codes: dict[str, Rows]) -> None:
    every = [code for row in codes["countries"] for code in items(row["iso_alpha2"])]
    assert [code for code, times in Counter(every).items() if times > 1] == []


def test_disputed_areas_are_boxes_with_countries_of_the_list(codes: dict[str, Rows]) -> None:
    countries = {row["country"] for row in codes["countries"]}
    for area in codes["disputed_areas"]:
        assert float(area["south"]) < float(area["north"]) <= float(area["south"]) + 10, area["area"]
        assert float(area["west"]) < float(area["east"]) <= float(area["west"]) + 10, area["area"]
        named = items(area["countries"])
        assert countries.issuperset(named)
        assert named == sorted(named)
        assert re.fullmatch(r"[A-Z].*[.]", area["reason"])


# Claims


def test_policies_cover_the_fields_that_a_coder_claims(codes: dict[str, Rows]) -> None:
    assert [(row["field"], row["policy"], row["list"], row["tie"]) for row in codes["field_policies"]] == [
        ("event_date", "most_precise", "false", "decision"),
        ("time_precision", "with event_date", "false", "none possible"),
        ("sub_event_type", "highest_in_hierarchy", "false", "none possible"),
        ("actor1", "agree", "false", "decision"),
        ("assoc_actor_1", "union", "true", "none possible"),
        ("actor2", "agree", "false", "decision"),
        ("assoc_actor_2", "union", "true", "none possible"),
        ("location", "most_precise", "false", "decision"),
        ("geo_precision", "with location", "false", "none possible"),
        ("fatalities", "lowest", "false", "none possible"),
        ("fatalities_low", "lowest", "false", "none possible"),
        ("fatalities_high", "highest", "false", "none possible"),
        ("tags", "union", "true", "none possible"),
        ("notes", "first", "false", "none possible"),
    ]


def test_bases_are_those_of_the_model(codes: dict[str, Rows]) -> None:
    bases = [row["basis"] for row in codes["claim_bases"]]
    assert bases == ["quoted", "derived", "inferred", "default", "not_stated"]


def test_number_words_follow_the_published_conventions(codes: dict[str, Rows]) -> None:
    values = {row["phrase"]: row["value"] for row in codes["number_words"]}
    published = {"couple": "2", "tens": "10", "dozens": "12", "hundreds": "100", "casualties": "0"}
    vague = dict.fromkeys(["several", "many", "few", "fatalities", "large number"], "3; 10")
    assert (published | vague).items() <= values.items()


def test_number_words_leave_a_choice_only_between_3_and_10(codes: dict[str, Rows]) -> None:
    for row in codes["number_words"]:
        assert row["phrase"] == row["phrase"].lower()
        if len(items(row["value"])) > 1:
            assert row["value"] == "3; 10"
            assert re.match(r"3: .* 10: ", row["context"])


def test_coordinates_never_come_from_acled(codes: dict[str, Rows]) -> None:
    assert [row["name"] for row in codes["coordinate_sources"]] == ["UCDP GED", "GeoNames"]
