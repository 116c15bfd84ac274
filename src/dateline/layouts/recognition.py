"""Which layout a header is of: pure functions over names of columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from dateline.layouts.catalogue import layouts
from dateline.layouts.model import Column, Layout

NEAR = 80
"""Likeness of names, of 100, from which on one may be meant by the other."""
NEARLY = 0.8
"""Share of a layout's columns from which on a header is of it, whatever is missing."""
NEAREST = 3
"""Layouts that are named where none is recognised."""
INDEX = re.compile(r"|unnamed: ?0|x|index|row|rownames|nr|no")
"""Names of a first column that a program added to number the rows."""
USUAL: Mapping[str, tuple[str, ...]] = {
    "event_id_cnty": ("id", "event id", "eventid"),
    "event_date": ("date", "event day", "day"),
    "latitude": ("lat", "y"),
    "longitude": ("lon", "long", "lng", "x"),
    "country": ("country name", "nation"),
    "location": ("place", "town", "city", "location name"),
    "fatalities": ("deaths", "killed", "dead"),
    "notes": ("description", "summary", "text", "note"),
    "source": ("sources", "publisher"),
    "actor1": ("actor", "perpetrator", "actor 1"),
    "actor2": ("target", "actor 2"),
    "event_type": ("type",),
    "sub_event_type": ("subtype", "sub type", "sub event"),
    "geo_precision": ("geographic precision", "geoprecision"),
    "time_precision": ("date precision", "timeprecision"),
}
"""Names that people give to columns."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """A header of a layout."""

    layout: Layout
    columns: Mapping[str, int]
    """Place in the file of each column of the layout that it has."""
    missing: tuple[str, ...]
    extra: tuple[str, ...]
    """Columns of the file that the layout does not know."""
    renamed: Mapping[str, str] = field(default_factory=dict)
    """Name in the file of columns that the layout calls otherwise, by more than capitals and signs."""
    proposal: Mapping[str, str] = field(default_factory=dict)
    """Columns of the file that may be those that are missing."""
    index: str | None = None
    """A column that only numbers the rows."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A layout that a header may be of."""

    layout: Layout
    lacking: tuple[str, ...]
    proposal: Mapping[str, str]
    """Column of the file by column of the layout."""


@dataclass(frozen=True, slots=True)
class Unrecognised:
    """A header of no layout that is known."""

    nearest: tuple[Candidate, ...]


def recognise(header: Sequence[str], known: Iterable[Layout] | None = None) -> Recognised | Unrecognised:
    """The layout that a header is of, whatever its capitals, its order, and what it has besides."""
    every = list(layouts().values() if known is None else known)
    possible = [layout for layout in every if layout.has_header and not _excluded(layout, header)]
    places = {layout.name: _places(layout, list(enumerate(header))) for layout in possible}
    fits = [layout for layout in possible if _fits(layout, places[layout.name])]
    if fits:
        best = min(fits, key=lambda one: (-len(places[one.name]), _lacking(one, places[one.name]), one.order))
        return _recognised(best, header, places[best.name])
    near = sorted(
        (_candidate(layout, header) for layout in possible),
        key=lambda one: (-len(places[one.layout.name]) - len(one.proposal), one.layout.order),
    )
    return Unrecognised(tuple(near[:NEAREST]))


def placed(layout: Layout, given: Mapping[str, str], header: Sequence[str]) -> Recognised:
    """A header of a layout that somebody named, with the columns of the file that somebody said."""
    at = {name: header.index(column) for name, column in given.items()}
    free = [(place, name) for place, name in enumerate(header) if place not in at.values()]
    return _recognised(layout, header, {**_places(layout, free), **at})


def _fits(layout: Layout, at: Mapping[str, int]) -> bool:
    if layout.most and not at.keys() & set(layout.most):
        return False
    usual = sum(1 for column in layout.columns.values() if not column.optional)
    return at.keys() >= set(layout.signature) or usual - _lacking(layout, at) >= NEARLY * usual


def _lacking(layout: Layout, at: Mapping[str, int]) -> int:
    return sum(1 for name, column in layout.columns.items() if name not in at and not column.optional)


def _excluded(layout: Layout, header: Sequence[str]) -> bool:
    return not {_plain(name) for name in header}.isdisjoint(map(_plain, layout.without))


def _recognised(layout: Layout, header: Sequence[str], at: Mapping[str, int]) -> Recognised:
    missing = tuple(name for name, column in layout.columns.items() if name not in at and not column.optional)
    rest = [(place, name) for place, name in enumerate(header) if place not in at.values()]
    index = next((name for place, name in rest if place == 0 and INDEX.fullmatch(name.strip().lower())), None)
    extra = tuple(name for place, name in rest if not (place == 0 and name == index))
    return Recognised(
        layout,
        at,
        missing,
        extra,
        {name: header[place] for name, place in at.items() if _plain(header[place]) != _plain(name)},
        _proposal([layout.columns[name] for name in missing], extra),
        index,
    )


def _places(layout: Layout, cells: Sequence[tuple[int, str]]) -> dict[str, int]:
    """Where the columns of a layout stand: by their own names first, then by other names."""
    found: dict[str, int] = {}
    by_name: dict[str, int] = {}
    for place, name in cells:
        by_name.setdefault(_plain(name), place)
    for names in (lambda column: (column.name,), lambda column: column.aliases):
        for column in layout.columns.values():
            for name in names(column):
                at = by_name.get(_plain(name))
                if at is not None and column.name not in found and at not in found.values():
                    found[column.name] = at
    return found


def _candidate(layout: Layout, header: Sequence[str]) -> Candidate:
    at = _places(layout, list(enumerate(header)))
    lacking = tuple(name for name, column in layout.columns.items() if name not in at and not column.optional)
    rest = [name for place, name in enumerate(header) if place not in at.values()]
    return Candidate(layout, lacking, _proposal([layout.columns[name] for name in lacking], rest))


def _proposal(columns: Sequence[Column], names: Sequence[str]) -> dict[str, str]:
    """Names of the file that may mean columns that are missing: each once, the likeliest first."""
    if not columns or not names:
        return {}
    from rapidfuzz import fuzz

    pairs = []
    for column in columns:
        usual = {
            _plain(name) for canonical in (column.name, *column.becomes) for name in USUAL.get(canonical, ())
        }
        for name in names:
            plain = _plain(name)
            likeness = 100.0 if plain in usual else fuzz.ratio(plain, _plain(column.name))
            if plain and likeness >= NEAR:
                pairs.append((-likeness, column.name, name))
    found: dict[str, str] = {}
    for _likeness, column_name, name in sorted(pairs):
        if column_name not in found and name not in found.values():
            found[column_name] = name
    return found


def _plain(name: str) -> str:
    """A name without its capitals, and without what parts its words."""
    return re.sub(r"[\s_.\-]+", "", name.strip().strip("﻿").lower())
