"""In which country does a point lie? Asked of the map of time zones, whose borders are OpenStreetMap's.

Needs the extra `geo`: timezonefinder (the map) and tzdata (`zone.tab`, the country of each zone).
docs/points.md says how good the answers are.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import util
from importlib.resources import files

from dateline import resources
from dateline.errors import ProbeUnavailable
from dateline.registry import items, read_rows

TOLERANCE = 5.0
"""Kilometres from a border within which a point proves nothing: coordinates are rounded, towns are wide."""

Point = tuple[float, float]
"""Latitude and longitude, decimal degrees, WGS 84."""

_KM_OF_A_DEGREE = 111.2
_AROUND = tuple((north, east) for north in (-1, 0, 1) for east in (-1, 0, 1) if north or east)


@dataclass(frozen=True, slots=True)
class Located:
    """Where a point lies."""

    country: frozenset[str]
    """Names of `schema/codes/countries.csv`; several where the area is disputed, none at sea."""
    at_sea: bool
    """On the open sea: beyond all territorial waters."""
    disputed: bool
    """Whether `country` proves nothing: the point is near a border, in an area of
    `schema/codes/disputed_areas.csv`, in a land that the list of countries lacks, or nowhere on earth."""


def available() -> bool:
    """Whether the extra `geo` is installed."""
    return all(util.find_spec(name) for name in ("timezonefinder", "tzdata"))


class PointFinder:
    """Finds the countries of points. Making one loads the map: a third of a second, some 50 MB."""

    def __init__(self) -> None:
        """Load the map. ProbeUnavailable if the extra is not installed."""
        if not available():
            raise ProbeUnavailable(
                "The country of a point cannot be looked up: timezonefinder or tzdata is not installed. "
                "To install both: pip install 'dateline[geo]'"
            )
        from timezonefinder import TimezoneFinder

        self._map = TimezoneFinder()

    def locate(self, points: Iterable[Point]) -> list[Located]:
        """Where each of the points lies, in their order. Ask for many points at once, and for each once."""
        asked = list(points)
        close = [near for point in asked for near in (point, *_neighbours(point))]
        zones = self._map.timezone_names_at(
            lngs=[longitude for _, longitude in close],
            lats=[latitude for latitude, _ in close],
            on_invalid="skip",
        )
        width = 1 + len(_AROUND)
        return [
            _located(point, zones[at], zones[at + 1 : at + width])
            for point, at in zip(asked, range(0, len(zones), width), strict=True)
        ]


def _located(point: Point, zone: str | None, around: Iterable[str | None]) -> Located:
    if zone is None:
        return Located(frozenset(), at_sea=False, disputed=True)
    codes = _zone_codes()
    countries = _countries().get(codes.get(zone, ""), frozenset())
    claimed = [area for area in _areas() if area.holds(point, zone)]
    at_sea = zone.startswith("Etc/")
    there = {code for near in (zone, *around) if (code := codes.get(near or ""))}
    unsure = not at_sea and (len(there) > 1 or not countries)
    return Located(
        country=countries.union(*(area.countries for area in claimed)),
        at_sea=at_sea,
        disputed=unsure or bool(claimed),
    )


def _neighbours(point: Point) -> Iterator[Point]:
    """Eight points around one, as far away as the tolerance or a little more."""
    latitude, longitude = point
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):
        yield from [point] * len(_AROUND)
        return
    step = TOLERANCE / _KM_OF_A_DEGREE
    wide = min(step / max(math.cos(math.radians(latitude)), 1e-9), 90)
    for north, east in _AROUND:
        beside = longitude + east * wide
        yield max(-90, min(90, latitude + north * step)), (beside + 180) % 360 - 180


@dataclass(frozen=True, slots=True)
class _Area:
    """An area of `schema/codes/disputed_areas.csv`."""

    zones: frozenset[str]
    south: float
    north: float
    west: float
    east: float
    countries: frozenset[str]

    def holds(self, point: Point, zone: str) -> bool:
        latitude, longitude = point
        inside = self.south <= latitude <= self.north and self.west <= longitude <= self.east
        return inside and (not self.zones or zone in self.zones)


@functools.cache
def _areas() -> tuple[_Area, ...]:
    rows = read_rows(resources.folder("schema") / "codes" / "disputed_areas.csv")
    return tuple(
        _Area(
            zones=frozenset(items(row["zones"])),
            south=float(row["south"]),
            north=float(row["north"]),
            west=float(row["west"]),
            east=float(row["east"]),
            countries=frozenset(items(row["countries"])),
        )
        for row in rows
    )


@functools.cache
def _zone_codes() -> Mapping[str, str]:
    """The ISO 3166-1 code of the country of each time zone. Zones of the open sea have none."""
    table = (files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8")
    lines = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return {zone: code for code, _coordinates, zone, *_comment in lines}


@functools.cache
def _countries() -> Mapping[str, frozenset[str]]:
    """The country, as a set of one, by each code of the list of countries."""
    rows = read_rows(resources.folder("schema") / "codes" / "countries.csv")
    return {code: frozenset((row["country"],)) for row in rows for code in items(row["iso_alpha2"])}
