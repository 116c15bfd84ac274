"""Points and their countries: capitals, towns of recent conflicts, borders, seas, slips of the pen."""

from __future__ import annotations

import csv
import math
import random
import re
import subprocess
import sys
import time
from collections.abc import Callable
from importlib import util
from pathlib import Path

import pytest

from dateline import errors
from dateline.probes import points
from dateline.probes.points import Located, PointFinder

TOWNS = {
    "Afghanistan": {"Kabul": (34.53, 69.17), "Kandahar": (31.61, 65.71), "Kunduz": (36.73, 68.86)},
    "Armenia": {"Yerevan": (40.18, 44.51)},
    "Azerbaijan": {"Baku": (40.41, 49.87)},
    "Bangladesh": {"Dhaka": (23.81, 90.41)},
    "Brazil": {"Brasilia": (-15.79, -47.88)},
    "Burkina Faso": {"Ouagadougou": (12.37, -1.52), "Djibo": (14.10, -1.63)},
    "Cameroon": {"Yaounde": (3.87, 11.52), "Bamenda": (5.96, 10.15)},
    "Central African Republic": {"Bria": (6.54, 21.99)},
    "China": {"Beijing": (39.90, 116.40), "Urumqi": (43.83, 87.60), "Hong Kong": (22.30, 114.17)},
    "Colombia": {"Bogota": (4.71, -74.07), "Quibdo": (5.69, -76.66)},
    "Cyprus": {"Limassol": (34.68, 33.04)},
    "Democratic Republic of Congo": {
        "Beni": (0.49, 29.47),
        "Bunia": (1.56, 30.25),
        "Kananga": (-5.90, 22.42),
    },
    "Egypt": {"Cairo": (30.04, 31.24), "Arish": (31.13, 33.80)},
    "Ethiopia": {"Addis Ababa": (9.03, 38.74), "Mekelle": (13.50, 39.47)},
    "Finland": {"Helsinki": (60.17, 24.94), "Mariehamn": (60.10, 19.94)},
    "France": {"Paris": (48.86, 2.35)},
    "Georgia": {"Tbilisi": (41.72, 44.79), "Kutaisi": (42.27, 42.70)},
    "Haiti": {"Port-au-Prince": (18.54, -72.34)},
    "India": {"New Delhi": (28.61, 77.21), "Imphal": (24.82, 93.94)},
    "Iran": {"Tehran": (35.69, 51.39)},
    "Iraq": {"Baghdad": (33.31, 44.36), "Mosul": (36.34, 43.13), "Fallujah": (33.35, 43.78)},
    "Israel": {"Tel Aviv": (32.08, 34.78), "Haifa": (32.79, 34.99)},
    "Ivory Coast": {"Abidjan": (5.36, -4.01)},
    "Jordan": {"Amman": (31.95, 35.93)},
    "Kenya": {"Nairobi": (-1.29, 36.82), "Garissa": (-0.45, 39.65)},
    "Lebanon": {"Beirut": (33.89, 35.50)},
    "Libya": {"Tripoli": (32.89, 13.19), "Benghazi": (32.12, 20.07), "Sabha": (27.04, 14.43)},
    "Mali": {"Bamako": (12.64, -8.00), "Gao": (16.27, -0.04), "Kidal": (18.44, 1.41)},
    "Mexico": {"Mexico City": (19.43, -99.13), "Culiacan": (24.81, -107.39)},
    "Moldova": {"Chisinau": (47.01, 28.86)},
    "Morocco": {"Rabat": (34.02, -6.84), "Tan-Tan": (28.44, -11.10)},
    "Mozambique": {"Maputo": (-25.97, 32.57), "Mocimboa da Praia": (-11.35, 40.35)},
    "Myanmar": {"Naypyidaw": (19.75, 96.13), "Sittwe": (20.15, 92.90)},
    "Namibia": {"Windhoek": (-22.56, 17.08)},
    "Niger": {"Niamey": (13.51, 2.11)},
    "Nigeria": {"Abuja": (9.06, 7.49), "Maiduguri": (11.83, 13.15)},
    "Pakistan": {"Islamabad": (33.69, 73.05), "Quetta": (30.18, 66.98), "Peshawar": (34.01, 71.58)},
    "Philippines": {"Manila": (14.60, 120.98), "Marawi": (8.00, 124.29)},
    "Russia": {"Moscow": (55.76, 37.62), "Grozny": (43.32, 45.70)},
    "Saudi Arabia": {"Riyadh": (24.71, 46.68)},
    "Serbia": {"Belgrade": (44.79, 20.45)},
    "Somalia": {"Mogadishu": (2.05, 45.32), "Kismayo": (-0.36, 42.55)},
    "South Sudan": {"Juba": (4.85, 31.58), "Malakal": (9.53, 31.66)},
    "Sri Lanka": {"Colombo": (6.93, 79.86)},
    "Sudan": {"Khartoum": (15.50, 32.56), "El Fasher": (13.63, 25.35)},
    "Syria": {"Aleppo": (36.20, 37.16), "Al Mayadin": (35.02, 40.45), "Deir ez-Zor": (35.34, 40.14)},
    "Turkey": {"Ankara": (39.93, 32.86), "Diyarbakir": (37.91, 40.24)},
    "Ukraine": {"Kyiv": (50.45, 30.52), "Donetsk": (48.00, 37.80), "Kherson": (46.64, 32.61)},
    "Venezuela": {"Caracas": (10.49, -66.88)},
    "Vietnam": {"Ho Chi Minh City": (10.78, 106.70)},
    "Yemen": {"Sanaa": (15.35, 44.21), "Taiz": (13.58, 44.02), "Hodeidah": (14.80, 42.95)},
}
PLACES = [
    pytest.param(country, town, point, id=town)
    for country, towns in TOWNS.items()
    for town, point in towns.items()
]

AT_A_BORDER = {
    "Bangui": ("Central African Republic", (4.37, 18.56)),
    "Brazzaville": ("Republic of Congo", (-4.27, 15.28)),
    "Ceuta": ("Spain", (35.89, -5.31)),
    "Chaman": ("Pakistan", (30.92, 66.45)),
    "Goma": ("Democratic Republic of Congo", (-1.68, 29.23)),
    "Kinshasa": ("Democratic Republic of Congo", (-4.32, 15.31)),
    "Kobani": ("Syria", (36.89, 38.35)),
    "Lome": ("Togo", (6.13, 1.22)),
    "Mandera": ("Kenya", (3.94, 41.86)),
    "N'Djamena": ("Chad", (12.11, 15.04)),
    "Nusaybin": ("Turkey", (37.07, 41.22)),
    "Qamishli": ("Syria", (37.05, 41.22)),
    "San Antonio del Tachira": ("Venezuela", (7.81, -72.44)),
    "Torkham": ("Afghanistan", (34.13, 71.09)),
    "Vatican City": ("Vatican City", (41.903, 12.453)),
    "Vientiane": ("Laos", (17.97, 102.60)),
}

IN_DISPUTE = {
    "Abkhazia": (43.00, 41.02),
    "Abyei": (9.59, 28.44),
    "Badme": (14.73, 37.80),
    "Crimea": (44.95, 34.10),
    "Fashaga": (14.00, 36.20),
    "Fergana valley, southern exclaves": (39.97, 71.13),
    "Gaza Strip": (31.50, 34.47),
    "Golan Heights": (33.13, 35.79),
    "Halaib triangle and Bir Tawil": (22.22, 36.65),
    "Ilemi triangle": (4.90, 35.20),
    "Jammu": (32.73, 74.86),
    "Kafia Kingi": (9.27, 24.42),
    "Karakoram and Aksai Chin": (35.20, 79.30),
    "Kashmir and Ladakh": (34.08, 74.80),
    "Kosovo": (42.66, 21.16),
    "Nagorno-Karabakh": (39.82, 46.75),
    "North Vietnam": (21.03, 105.85),
    "North Vietnam, southern part": (17.47, 106.60),
    "Northern Cyprus": (35.34, 33.32),
    "Paracel Islands": (16.83, 112.33),
    "Scarborough Shoal": (15.15, 117.75),
    "Somaliland": (9.56, 44.06),
    "South Ossetia": (42.23, 43.97),
    "Spratly Islands": (8.65, 111.92),
    "Transnistria, middle": (47.15, 29.30),
    "Transnistria, north": (47.77, 29.00),
    "Transnistria, south": (46.84, 29.63),
    "West Bank and Jerusalem": (31.90, 35.20),
    "Western Sahara": (27.15, -13.20),
}
"""A town or an island of every disputed area."""

AT_SEA = {
    "Arabian Sea": (15.0, 62.0),
    "Atlantic, where both coordinates are 0": (0.0, 0.0),
    "Black Sea": (43.3, 34.0),
    "Indian Ocean, just beyond the waters of South Africa": (-30.04, 31.24),
    "Mediterranean off Libya": (34.5, 18.0),
    "North Pole": (90.0, 0.0),
    "Pacific, on the line of the date": (0.0, 180.0),
    "Red Sea off Yemen": (14.8, 42.4),
}


@pytest.fixture(scope="module")
def finder() -> PointFinder:
    return PointFinder()


@pytest.fixture(scope="module")
def areas(repository: Path) -> dict[str, dict[str, str]]:
    with (repository / "schema" / "codes" / "disputed_areas.csv").open(
        encoding="utf-8", newline=""
    ) as stream:
        return {row["area"]: row for row in csv.DictReader(stream)}


def everywhere() -> list[tuple[str, tuple[float, float]]]:
    return [(country, point) for country, towns in TOWNS.items() for point in towns.values()]


@pytest.mark.parametrize(("country", "town", "point"), PLACES)
def test_a_town_is_in_its_country(
    finder: PointFinder, country: str, town: str, point: tuple[float, float]
) -> None:
    assert finder.locate([point]) == [Located(frozenset({country}), at_sea=False, disputed=False)], town


@pytest.mark.parametrize("town", AT_A_BORDER)
def test_near_a_border_a_country_proves_nothing(finder: PointFinder, town: str) -> None:
    country, point = AT_A_BORDER[town]
    (located,) = finder.locate([point])
    assert located.disputed
    assert not located.at_sea
    assert located.country == {country}


def test_the_tolerance_ends(finder: PointFinder) -> None:
    # From Qamishli, on Syria's northern border, southwards.
    disputed = [finder.locate([(37.05 - km / 111.2, 41.22)])[0].disputed for km in range(12)]
    assert disputed == sorted(disputed, reverse=True)
    assert disputed[3]
    assert not disputed[7]


@pytest.mark.parametrize("area", IN_DISPUTE)
def test_in_a_disputed_area_a_country_proves_nothing(
    finder: PointFinder, area: str, areas: dict[str, dict[str, str]]
) -> None:
    (located,) = finder.locate([IN_DISPUTE[area]])
    assert located.disputed
    assert located.country >= set(areas[area]["countries"].split("; "))


def test_a_town_of_every_disputed_area_is_asked_for(areas: dict[str, dict[str, str]]) -> None:
    assert list(IN_DISPUTE) == list(areas)


@pytest.mark.parametrize(
    ("town", "point"),
    [
        ("Pristina's neighbour Skopje", (42.00, 21.43)),
        ("Chisinau", (47.01, 28.86)),
        ("Da Nang", (16.07, 108.21)),
        ("Bangkok", (13.75, 100.50)),
        ("Gori", (41.98, 44.11)),
        ("Bosaso", (11.28, 49.18)),
        ("Dharamshala", (32.18, 76.32)),
        ("Henichesk", (46.18, 34.80)),
    ],
)
def test_beside_a_disputed_area_a_country_stands(
    finder: PointFinder, town: str, point: tuple[float, float]
) -> None:
    (located,) = finder.locate([point])
    assert not located.disputed, town
    assert len(located.country) == 1


@pytest.mark.parametrize("sea", AT_SEA)
def test_the_open_sea_has_no_country(finder: PointFinder, sea: str) -> None:
    assert finder.locate([AT_SEA[sea]]) == [Located(frozenset(), at_sea=True, disputed=False)]


def test_islands_in_dispute_may_lie_at_sea_on_the_map(finder: PointFinder) -> None:
    (shoal,) = finder.locate([IN_DISPUTE["Scarborough Shoal"]])
    assert "Philippines" in shoal.country
    assert shoal.disputed


def test_a_land_that_the_list_of_countries_lacks(finder: PointFinder) -> None:
    # Kerguelen is France's and has a code of its own, which no country of the list has.
    assert finder.locate([(-49.35, 70.22)]) == [Located(frozenset(), at_sea=False, disputed=True)]


@pytest.mark.parametrize(
    "point",
    [
        (90.01, 0.0),
        (-91.0, 0.0),
        (0.0, 180.5),
        (40.45, 350.2),
        (math.nan, 40.0),
        (35.0, math.nan),
        (math.inf, 0.0),
    ],
)
def test_what_is_nowhere_on_earth(finder: PointFinder, point: tuple[float, float]) -> None:
    syria = TOWNS["Syria"]["Aleppo"]
    nowhere, located = finder.locate([point, syria])
    assert nowhere == Located(frozenset(), at_sea=False, disputed=True)
    assert located.country == {"Syria"}


@pytest.mark.parametrize("point", [(90, 0), (-90, 180), (0, -180), (89.9999, 179.9999), (-16.8, 180)])
def test_the_ends_of_the_earth(finder: PointFinder, point: tuple[float, float]) -> None:
    (located,) = finder.locate([point])
    assert located.at_sea or located.country in ({"Antarctica"}, {"Fiji"})


# -- slips of the pen


def unnoticed(finder: PointFinder, slip: Callable[[float, float], tuple[float, float]]) -> set[str]:
    """Towns whose coordinates, after a slip that leaves them on earth, still speak for their country."""
    slipped = [
        (country, town, slip(*point)) for country, towns in TOWNS.items() for town, point in towns.items()
    ]
    located = finder.locate([point for *_, point in slipped])
    return {
        town
        for (country, town, point), one in zip(slipped, located, strict=True)
        if abs(point[0]) <= 90 and (one.disputed or country in one.country)
    }


def test_a_lost_sign_is_noticed_but_near_the_zero(finder: PointFinder) -> None:
    at_zero = {"Gao", "Kidal", "Ouagadougou", "Paris"}
    assert unnoticed(finder, lambda latitude, longitude: (latitude, -longitude)) == at_zero
    at_zero = {"Beni", "Garissa", "Kismayo", "Nairobi"}
    assert unnoticed(finder, lambda latitude, longitude: (-latitude, longitude)) == at_zero


def test_swapped_coordinates_are_noticed_but_where_they_are_nearly_equal(finder: PointFinder) -> None:
    nearly_equal = {"Abuja", "Cairo", "Diyarbakir", "Grozny", "Kutaisi", "Maiduguri"}
    disputed_there = {"Baghdad", "Beirut", "Tan-Tan"}
    assert (
        unnoticed(finder, lambda latitude, longitude: (longitude, latitude)) == nearly_equal | disputed_there
    )


# -- many


def test_answers_stand_in_the_order_of_the_points(finder: PointFinder) -> None:
    asked = everywhere()
    random.Random(1).shuffle(asked)
    located = finder.locate(point for _, point in asked)
    assert [one.country for one in located] == [{country} for country, _ in asked]


def test_no_points(finder: PointFinder) -> None:
    assert finder.locate([]) == []


def test_many_points_take_little_time(finder: PointFinder) -> None:
    # Measured: half a second. The limit is for slow and busy machines.
    around = random.Random(1)
    centres = [point for _, point in everywhere()]
    asked = [
        (round(lat + around.gauss(0, 2), 4), round(lon + around.gauss(0, 2), 4))
        for lat, lon in around.choices(centres, k=10_000)
    ]
    start = time.perf_counter()
    assert len(finder.locate(asked)) == len(asked)
    assert time.perf_counter() - start < 10


# -- the map and the lists


def test_every_zone_of_the_map_is_of_a_country_or_of_the_sea() -> None:
    from timezonefinder import TimezoneFinder

    codes = points._zone_codes()
    names = [name for name in TimezoneFinder().timezone_names if not name.startswith("Etc/")]
    assert [name for name in names if name not in codes] == []
    assert {code for code in codes.values() if code not in points._countries()} == {"EH", "TF"}


def test_zones_of_disputed_areas_are_zones(areas: dict[str, dict[str, str]]) -> None:
    named = {zone for area in areas.values() for zone in area["zones"].split("; ") if zone}
    assert named
    assert named <= points._zone_codes().keys()


def test_the_page_shows_what_is_found(finder: PointFinder, repository: Path) -> None:
    page = (repository / "docs" / "points.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (-?[\d.]+), (-?[\d.]+) \(.+\) \| ?(.*?) \| (yes|no) \| (yes|no) \|$", page, re.M)
    assert len(rows) == 4
    for latitude, longitude, countries, at_sea, disputed in rows:
        (located,) = finder.locate([(float(latitude), float(longitude))])
        assert ", ".join(sorted(located.country)) == countries
        assert (located.at_sea, located.disputed) == (at_sea == "yes", disputed == "yes")


# -- without the extra


def test_here_the_extra_is_installed() -> None:
    assert points.available()


@pytest.mark.parametrize("absent", ["timezonefinder", "tzdata"])
def test_without_the_extra_it_says_how_to_install_it(absent: str, monkeypatch: pytest.MonkeyPatch) -> None:
    found = util.find_spec
    monkeypatch.setattr(util, "find_spec", lambda name: None if name == absent else found(name))

    assert not points.available()
    with pytest.raises(errors.ProbeUnavailable, match=r"pip install 'dateline\[geo\]'"):
        PointFinder()


def test_the_map_is_loaded_only_when_it_is_asked() -> None:
    code = (
        "import sys; import dateline.cli; from dateline.probes import points; points.available(); "
        "print(sorted({'numpy', 'h3', 'timezonefinder'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
