"""Places that are not where they are said to be."""

from __future__ import annotations

from dataclasses import replace

from synthetic.kinds.base import (
    LOOTING,
    PROTEST,
    REBELS_CLASH,
    Bench,
    Made,
    cell,
    changed,
    has_districts,
    kind,
)
from synthetic.world import Town

_MANY = 30
"""Towns of a country that is large enough for its largest one to lie far from any border."""


def _point(town: Town) -> tuple[float, float]:
    return float(town.places[0].latitude), float(town.places[0].longitude)


def _is_outside(town: Town, latitude: float, longitude: float) -> bool:
    """Whether a point is so far from all towns of the country that it must lie outside."""
    points = (_point(one) for one in town.country.towns)
    return all(abs(there[0] - latitude) > 8 or abs(there[1] - longitude) > 8 for there in points)


def _can_swap(town: Town) -> bool:
    latitude, longitude = _point(town)
    return abs(longitude) <= 90 and _is_outside(town, longitude, latitude)


def _can_negate_latitude(town: Town) -> bool:
    latitude, longitude = _point(town)
    return _is_outside(town, -latitude, longitude)


def _can_negate_longitude(town: Town) -> bool:
    latitude, longitude = _point(town)
    return _is_outside(town, latitude, -longitude)


def _is_almost_coarse(town: Town) -> bool:
    return all(abs(round(value, 1) - value) < 0.02 for value in _point(town))


def _negated(text: str) -> str:
    return text[1:] if text.startswith("-") else f"-{text}"


@kind("coordinates_swapped", "latitude", "Latitude and longitude are swapped.", where=_can_swap)
def _(bench: Bench) -> Made:
    event = bench.event("Attack", 37)
    return (bench.row(event, latitude=bench.place.longitude, longitude=bench.place.latitude),)


cell(
    "latitude_negated", "latitude", "The sign of the latitude is wrong.",
    lambda old, bench: _negated(old), where=_can_negate_latitude,
)  # fmt: skip
cell(
    "longitude_negated", "longitude", "The sign of the longitude is wrong.",
    lambda old, bench: _negated(old), where=_can_negate_longitude,
)  # fmt: skip
cell(
    "latitude_out_of_range", "latitude", "A latitude beyond the pole.",
    lambda old, bench: f"{bench.random.uniform(90.5, 180):.4f}",
)  # fmt: skip
cell(
    "longitude_out_of_range", "longitude", "A longitude beyond 180 degrees.",
    lambda old, bench: f"{bench.random.uniform(180.5, 360):.4f}",
)  # fmt: skip
cell(
    "latitude_many_decimals", "latitude", "More than 4 decimals.",
    lambda old, bench: f"{float(old):.4f}00000001",
)  # fmt: skip
cell("latitude_decimal_comma", "latitude", "A decimal comma.", lambda old, bench: old.replace(".", ","))


@kind("coordinates_zero", "latitude", "The coordinates are 0, 0.", "coordinates_coarse")
def _(bench: Bench) -> Made:
    return (bench.row(bench.event("Attack", 37), latitude="0", longitude="0"),)


@kind("coordinates_coarse", "latitude", "Geographic precision 1, but one decimal.", where=_is_almost_coarse)
def _(bench: Bench) -> Made:
    latitude, longitude = _point(bench.town)
    return (bench.row(bench.event("Attack", 37), latitude=f"{latitude:.1f}", longitude=f"{longitude:.1f}"),)


@kind("point_in_other_country", "latitude", "The point lies in another country.")
def _(bench: Bench) -> Made:
    city = bench.elsewhere(with_towns=_MANY).towns[0]
    latitude, longitude = (f"{value + bench.random.uniform(0.0002, 0.004):.4f}" for value in _point(city))
    return (bench.row(bench.event("Attack", 37), latitude=latitude, longitude=longitude),)


@kind(
    "place_with_two_coordinates", "latitude", "The place has other coordinates than elsewhere.",
    rows=2, where=has_districts,
)  # fmt: skip
def _(bench: Bench) -> Made:
    before = bench.row(bench.event(*LOOTING), 1)
    event, other = bench.event(*PROTEST), bench.neighbour
    return bench.row(event, latitude=other.latitude, longitude=other.longitude), before


@kind("coordinate_with_two_names", "location", "The point has another name than elsewhere.", rows=2)
def _(bench: Bench) -> Made:
    before = bench.row(bench.event(*LOOTING), 1)
    return bench.row(bench.event(*PROTEST), location=bench.neighbour.name), before


@kind(
    "place_spelled_two_ways", "location", "The place is written in other letters than elsewhere.",
    "coordinate_with_two_names", rows=2,
)  # fmt: skip
def _(bench: Bench) -> Made:
    before = bench.row(bench.event(*LOOTING), 1)
    return bench.row(bench.event(*PROTEST), location=bench.place.name.upper()), before


@kind(
    "admin2_of_two_admin1s", "admin1", "The second unit lies in another first unit than elsewhere.",
    rows=2, towns=2,
)  # fmt: skip
def _(bench: Bench) -> Made:
    shared = f"{bench.place.name} District"
    here, there = (replace(place, admin2=shared, admin3="") for place in (bench.place, bench.remote))
    before = bench.row(bench.event(*LOOTING, place=here), 1)
    return bench.row(bench.event(*PROTEST, place=there)), before


cell(
    "admin1_missing", "admin1", "No first unit, but a second one.", "",
    where=lambda town: bool(town.places[0].admin2),
)  # fmt: skip
cell("iso_wrong", "iso", "The code of another country.", lambda old, bench: bench.elsewhere().iso)
cell(
    "iso_padded", "iso", "A code with leading zeros.",
    lambda old, bench: old.zfill(3), where=lambda town: len(town.country.iso) < 3,
)  # fmt: skip
cell(
    "region_wrong", "region", "The region is not that of the country.",
    lambda old, bench: "South Asia" if old == "Southern Africa" else "Southern Africa",
)  # fmt: skip
cell("geo_precision_unknown", "geo_precision", "The geographic precision is none of 1, 2, 3.", "5")


@kind("country_misspelt", "country", "A country with one letter missing.")
def _(bench: Bench) -> Made:
    return (bench.row(bench.event(*REBELS_CLASH), country=bench.country.name[:2] + bench.country.name[3:]),)


@kind(
    "country_old_spelling", "country", "Another name of the country.",
    where=lambda town: bool(town.country.other_spellings),
)  # fmt: skip
def _(bench: Bench) -> Made:
    return (bench.row(bench.event(*REBELS_CLASH), country=bench.country.other_spellings[0]),)


@kind(
    "region_only_unexplained", "notes", "Geographic precision 3, and no word of the place it was coded to.",
    where=lambda town: town.places[0].seat,
)  # fmt: skip
def _(bench: Bench) -> Made:
    seat = bench.town.places[0]
    event = bench.event("Attack", 37, geo_precision=3, place=seat)
    lead = event.lead.replace(f" (coded to {seat.name}, {seat.admin1})", "")
    return (bench.row(changed(event, lead=lead)),)


@kind("exact_place_coded_to", "notes", "Geographic precision 1, but the notes say it was coded to the place.")
def _(bench: Bench) -> Made:
    event = bench.event("Attack", 37)
    more = f"The location was coded to {bench.place.name}. {event.more}".strip()
    return (bench.row(changed(event, more=more)),)


@kind("district_unspaced", "location", "City and district with a space on one side of the hyphen only.")
def _(bench: Bench) -> Made:
    place = replace(bench.place, name=f"{bench.town.places[0].name} - {bench.place.name}")
    return (bench.row(bench.event("Attack", 37, place=place), location=place.name.replace(" - ", " -")),)
