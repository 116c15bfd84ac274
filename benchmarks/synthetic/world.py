"""The world of the invented events: real towns, invented armed groups and newspapers, and the code lists.

`places.csv` is made from GeoNames (www.geonames.org, CC BY 4.0): towns of its list of places with more than
500 people, the largest first, at least 32 km apart and in a time zone of their own country; coordinates
rounded to 4 decimals, some names left out. A name with " - " is an invented district of a real town, within
3 km of it. admin1 is named after its largest town, in the United States after the state; admin2 and admin3
are invented here.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from math import cos, hypot, radians
from pathlib import Path
from random import Random

_HERE = Path(__file__).parent
_CODES = _HERE.parents[1] / "schema" / "codes"

FIRST_DAY = date(2015, 1, 1).toordinal()
LAST_DAY = date(2024, 12, 31).toordinal()
STATE, REBEL, MILITIA, IDENTITY, RIOTERS, PROTESTERS, CIVILIANS, EXTERNAL = range(1, 9)

_AT_WAR = frozenset((
    "Afghanistan", "Burkina Faso", "Cameroon", "Central African Republic", "Chad", "Colombia",
    "Democratic Republic of Congo", "Ethiopia", "Iraq", "Israel", "Lebanon", "Libya", "Mali", "Mexico",
    "Mozambique", "Myanmar", "Niger", "Nigeria", "Pakistan", "Palestine", "Somalia", "South Sudan", "Sudan",
    "Syria", "Ukraine", "Yemen",
))  # fmt: skip
_RESTLESS = frozenset((
    "Algeria", "Argentina", "Armenia", "Azerbaijan", "Bangladesh", "Belarus", "Bolivia", "Brazil", "Burundi",
    "Cambodia", "Chile", "China", "Cuba", "Ecuador", "Egypt", "El Salvador", "France", "Georgia", "Germany",
    "Ghana", "Greece", "Guatemala", "Guinea", "Haiti", "Honduras", "India", "Indonesia", "Iran", "Italy",
    "Ivory Coast", "Kazakhstan", "Kenya", "Kyrgyzstan", "Madagascar", "Malaysia", "Morocco", "Nepal",
    "Nicaragua", "Papua New Guinea", "Peru", "Philippines", "Poland", "Romania", "Russia", "Rwanda",
    "Saudi Arabia", "Senegal", "Serbia", "South Africa", "South Korea", "Spain", "Sri Lanka", "Tanzania",
    "Thailand", "Tunisia", "Turkey", "Uganda", "United Kingdom", "United States", "Venezuela", "Vietnam",
    "Zambia", "Zimbabwe",
))  # fmt: skip
_ABROAD = (
    "France", "United States", "Russia", "Turkey", "Iran", "Rwanda", "Uganda", "Kenya", "Ethiopia", "Israel",
    "United Kingdom", "India", "Saudi Arabia", "Chad",
)  # fmt: skip
"""Countries whose soldiers are met outside their country."""

LABELS = (
    "Women", "Students", "Teachers", "Farmers", "Labor Group", "Health Workers", "Journalists",
    "Refugees/IDPs", "Lawyers", "Street Traders", "Christian Group", "Muslim Group", "Indigenous Group",
    "Government Officials",
)  # fmt: skip
"""Who people are: possible associates of civilians, protesters and rioters."""

_REACH = 70
"""Kilometres beyond which two events that each happened somewhere in a unit are not looked at together."""
_MOST_ADMIN2 = 9
"""Second units in a first one; each is named after one of its towns."""


@dataclass(frozen=True, slots=True)
class SubEvent:
    """A row of event_types.csv."""

    name: str
    event_type: str
    disorder_type: str
    civilian_targeting: str
    interactions: tuple[int, ...]
    """Codes of the dyads that it is known with."""


@dataclass(frozen=True, slots=True)
class Actor:
    """An actor, what it is in the country where it acts, and its name in running text."""

    name: str
    inter: int
    prose: str


@dataclass(frozen=True, slots=True)
class Source:
    """A publisher and how far it reaches."""

    name: str
    scale: str
    slug: str


@dataclass(frozen=True, slots=True)
class Place:
    """A place with its parents and coordinates, as the cells have them."""

    name: str
    country: Country
    admin1: str
    admin2: str
    admin3: str
    latitude: str
    longitude: str
    seat: bool
    """Whether what happened somewhere in admin1 is coded to it: it is the capital, and no other town of the
    unit is so near that its events could be taken for those."""
    slug: str


@dataclass(frozen=True, slots=True)
class Town:
    """A town and its districts. No two towns are less than 26 km apart."""

    number: int
    rank: int
    """Among the towns of its country, 0 for the largest."""
    places: tuple[Place, ...]
    """The town itself first."""

    @property
    def country(self) -> Country:
        return self.places[0].country


@dataclass(slots=True, eq=False)
class Country:
    """A country, what happens there, and who acts in it."""

    name: str
    iso: str
    region: str
    first_day: int
    """Ordinal of the first day that is covered."""
    other_spellings: tuple[str, ...]
    peace: int
    """0 at war, 1 restless, 2 at peace."""
    changes: tuple[int, ...]
    """Years in which the regime changed, the oldest first; the first one long ago."""
    groups: dict[int, tuple[Actor, ...]] = field(default_factory=dict)
    guests: tuple[Country, ...] = ()
    """Countries whose soldiers are here."""
    units: tuple[str, str] = ("", "")
    sources: tuple[Source, ...] = ()
    towns: list[Town] = field(default_factory=list)

    def label(self, name: str) -> str:
        """`Women (Syria)`."""
        return f"{name} ({self.name})"

    def years(self, half: int) -> str:
        """The regime in half-year `half` (2 * year, + 1 from July on), as names show it: `(2011-2018)`."""
        year, later = divmod(half, 2)
        held = [change for change in self.changes if change < year or (change == year and later)]
        after = self.changes[len(held) : len(held) + 1]
        return f"({held[-1]}-{after[0] if after else ''})"


@dataclass(frozen=True, slots=True)
class Cast:
    """Who can act in a country in some half-year, by kind; for the state, soldiers or policemen first."""

    by_inter: dict[int, tuple[Actor, ...]]
    police: tuple[Actor, ...]
    government: Actor


@dataclass(frozen=True, slots=True)
class World:
    """Everything that rows are made of."""

    countries: tuple[Country, ...]
    towns: tuple[Town, ...]
    sub_events: dict[str, SubEvent]
    inter_labels: dict[int, str]
    interactions: dict[int, str]
    """Label by code; the code of one side ends in 0."""
    scales: frozenset[str]
    scale_order: tuple[str, ...]
    count_words: dict[str, int]
    """Vague number words and the lowest number that they stand for."""
    casts: dict[tuple[str, int], Cast]
    """Filled by `cast`."""

    def cast(self, country: Country, half: int) -> Cast:
        """Who can act in a country in a half-year."""
        key = (country.name, half)
        if key not in self.casts:
            self.casts[key] = _cast(country, half)
        return self.casts[key]

    def interaction(self, inter1: int, inter2: int) -> str:
        """The label of a dyad; `inter2` is 0 where there is one side."""
        return self.interactions[
            inter1 * 10 if not inter2 else min(inter1, inter2) * 10 + max(inter1, inter2)
        ]


_UNDECOMPOSED = str.maketrans({0x131: "i", 0x142: "l", 0xF8: "o", 0x111: "d"})
"""Letters that are no letter with a mark, for Unicode."""


def slug(text: str) -> str:
    """Lower-case ASCII letters and digits, joined by hyphens."""
    plain = unicodedata.normalize("NFKD", text.translate(_UNDECOMPOSED))
    return re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode().lower()).strip("-")


def codes(name: str) -> list[dict[str, str]]:
    """A code list of the codebook."""
    with (_CODES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def world() -> World:
    """The world, always the same."""
    random = Random("world")
    scales = codes("source_scales")
    countries = _countries(random)
    towns = _towns(countries)
    inhabited = tuple(country for country in countries.values() if country.towns)
    words = _Words(random)
    world_papers = [_source(f"{words.new()} News Agency", "International") for _ in range(15)]
    regional = {
        region: [_source(f"{words.new()} {region} Monitor", "Regional") for _ in range(3)]
        for region in dict.fromkeys(country.region for country in inhabited)
    }
    for country in inhabited:
        _people(country, countries, words, random)
        country.sources = (
            *_papers(country, words),
            *regional[country.region],
            *random.sample(world_papers, 5),
        )
    return World(
        countries=inhabited,
        towns=towns,
        sub_events={row["sub_event_type"]: _sub_event(row) for row in codes("event_types")},
        inter_labels={int(row["code"]): row["label"] for row in codes("inter_codes")},
        interactions={int(row["code"]): row["label"] for row in codes("interactions")},
        scales=frozenset(row["scale"] for row in scales),
        scale_order=tuple(row["scale"] for row in scales if row["terms"] == "1"),
        count_words={row["phrase"]: int(row["value"].split("; ")[0]) for row in codes("number_words")},
        casts={},
    )


def _sub_event(row: dict[str, str]) -> SubEvent:
    return SubEvent(
        row["sub_event_type"],
        row["event_type"],
        row["disorder_type"],
        row["civilian_targeting"],
        tuple(int(code) for code in row["interactions"].split("; ") if code),
    )


def _countries(random: Random) -> dict[str, Country]:
    opened = {row["region"]: int(row["first_year"]) for row in codes("regions")}
    countries = {}
    for row in codes("countries"):
        first = max(int(row["first_year"]), opened[row["region"]])
        peace = 0 if row["country"] in _AT_WAR else 1 if row["country"] in _RESTLESS else 2
        changes = [random.randint(1985, 2012)]
        if peace < 2:
            changes += sorted(random.sample(range(2016, 2024, 2), random.choice((0, 1, 1, 2))))
        countries[row["country"]] = Country(
            name=row["country"],
            iso=row["iso"],
            region=row["region"],
            first_day=date(first, 1, 1).toordinal(),
            other_spellings=tuple(filter(None, row["other_spellings"].split("; "))),
            peace=peace,
            changes=tuple(changes),
        )
    if unknown := (_AT_WAR | _RESTLESS | set(_ABROAD)) - countries.keys():
        raise ValueError(f"not in countries.csv: {', '.join(sorted(unknown))}")
    return countries


def _km(one: dict[str, str], other: dict[str, str]) -> float:
    """How far two places of one unit are apart, as if the earth were flat there."""
    (north, east), (south, west) = ((float(row["latitude"]), float(row["longitude"])) for row in (one, other))
    return 111.2 * hypot(north - south, (east - west) * cos(radians(north)))


def _towns(countries: dict[str, Country]) -> tuple[Town, ...]:
    with (_HERE / "places.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    groups: list[list[dict[str, str]]] = []
    for row in rows:
        if " - " in row["name"]:
            groups[-1].append(row)
        else:
            groups.append([row])
    towns: list[Town] = []
    seats: dict[tuple[str, str], list[str]] = {}
    units: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in rows:
        units.setdefault((row["country"], row["admin1"]), []).append(row)
    for group in groups:
        country, name = countries[group[0]["country"]], group[0]["name"]
        own = seats.setdefault((country.name, group[0]["admin1"]), [])
        capital = not own
        if capital or (len(own) < _MOST_ADMIN2 and len(country.towns) % 3 == 0):
            own.append(name)
        admin2 = own[len(country.towns) % len(own)]
        admin3 = name if int(country.iso) % 20 < 7 else ""
        if len(towns) % 50 == 7:
            admin2 = admin3 = ""
        places = tuple(
            Place(
                name=row["name"],
                country=country,
                admin1=row["admin1"],
                admin2=admin2,
                admin3=admin3,
                latitude=row["latitude"],
                longitude=row["longitude"],
                seat=capital
                and row is group[0]
                and all(
                    _km(row, other) > _REACH
                    for other in units[country.name, row["admin1"]]
                    if other not in group
                ),
                slug=slug(f"{country.name} {row['name']}"),
            )
            for row in group
        )
        town = Town(len(towns), len(country.towns), places)
        towns.append(town)
        country.towns.append(town)
    return tuple(towns)


_ONSETS = (
    "b", "d", "dr", "f", "g", "gr", "h", "j", "k", "kr", "l", "m", "n", "p", "r", "s", "t", "tr", "v", "y",
    "z",
)  # fmt: skip


class _Words:
    """Invented names, each another one."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._used: set[str] = set()

    def new(self) -> str:
        """Three syllables; no two names have the same consonants."""
        while True:
            parts = [self._random.choice(_ONSETS) + self._random.choice("aeiou") for _ in range(3)]
            word = "".join(parts) + self._random.choice(("", "n", "r", "l", "sh", "m", "k"))
            skeleton = re.sub("[aeiou]", "", word)
            if skeleton not in self._used and len(word) >= 6:
                self._used.add(skeleton)
                return word.capitalize()


def _people(country: Country, countries: dict[str, Country], words: _Words, random: Random) -> None:
    rebels, militias, communities = ((10, 9, 9), (2, 3, 3), (0, 0, 0))[country.peace]
    country.groups = {
        REBEL: tuple(_rebel(words, random) for _ in range(rebels)),
        MILITIA: (
            Actor(country.label("Unidentified Armed Group"), MILITIA, "an unidentified armed group"),
            *(_militia(country, words, random) for _ in range(militias)),
            *(
                [Actor(country.label("Unidentified Gang"), MILITIA, "members of an unidentified gang")]
                * (militias > 0)
            ),
        ),
        IDENTITY: tuple(_community(country, words, random) for _ in range(communities)),
        RIOTERS: (Actor(country.label("Rioters"), RIOTERS, "rioters"),),
        PROTESTERS: (Actor(country.label("Protesters"), PROTESTERS, "demonstrators"),),
        CIVILIANS: (Actor(country.label("Civilians"), CIVILIANS, "civilians"),),
        EXTERNAL: (
            *(
                [_abbreviated(f"{words.new()} Stabilisation Force", country.label("").strip(), EXTERNAL)]
                * (country.peace == 0)
            ),
            Actor(country.label("Private Security Forces"), EXTERNAL, "private guards"),
        ),
    }
    country.units = (f"{words.new()} Brigade", f"{words.new()} Unit") if country.peace < 2 else ("", "")
    hosts = [name for name in _ABROAD if name != country.name]
    country.guests = tuple(countries[name] for name in random.sample(hosts, (2, 1, 0)[country.peace]))


def _abbreviated(name: str, ending: str, inter: int) -> Actor:
    initials = "".join(word[0] for word in name.split())
    return Actor(f"{initials}: {name} {ending}".strip(), inter, f"the {name}")


def _rebel(words: _Words, random: Random) -> Actor:
    kind = random.choice(
        ("Liberation Front", "Resistance Army", "Salvation Movement", "Defence Council", "Liberation Army")
    )
    return _abbreviated(f"{words.new()} {kind}", "", REBEL)


def _militia(country: Country, words: _Words, random: Random) -> Actor:
    name = f"{words.new()} {random.choice(('Militia', 'Cartel', 'Vigilance Group', 'Guard'))}"
    return Actor(country.label(name), MILITIA, f"the {name}")


def _community(country: Country, words: _Words, random: Random) -> Actor:
    name = f"{words.new()} {random.choice(('Ethnic', 'Communal', 'Tribal', 'Clan'))} Militia"
    return Actor(country.label(name), IDENTITY, f"a {name}")


def _cast(country: Country, half: int) -> Cast:
    years = country.years(half)
    army = Actor(f"Military Forces of {country.name} {years}", STATE, "military forces")
    police = Actor(f"Police Forces of {country.name} {years}", STATE, "police")
    soldiers: tuple[Actor, ...] = (army, police)
    policemen: tuple[Actor, ...] = (police, army)
    if country.units[0]:
        brigade = Actor(f"{army.name} {country.units[0]}", STATE, f"soldiers of the {country.units[0]}")
        unit = Actor(f"{police.name} {country.units[1]}", STATE, f"policemen of the {country.units[1]}")
        soldiers, policemen = (army, brigade, police, unit), (police, unit, army, brigade)
    guests = tuple(
        Actor(
            f"Military Forces of {guest.name} {guest.years(half)}",
            EXTERNAL,
            f"military forces of {guest.name}",
        )
        for guest in country.guests
    )
    return Cast(
        {**country.groups, STATE: soldiers, EXTERNAL: (*guests, *country.groups[EXTERNAL])},
        policemen,
        Actor(f"Government of {country.name} {years}", STATE, "the government"),
    )


def _papers(country: Country, words: _Words) -> list[Source]:
    title = country.name
    return [
        _source(f"{words.new()} Daily ({title})", "National"),
        _source(f"{title} National Radio", "National"),
        _source(f"{words.new()} Times ({title})", "National"),
        _source(f"{country.towns[0].places[0].name} Courier ({title})", "Subnational"),
        _source(f"Radio {words.new()} ({title})", "Subnational"),
        _source(f"{words.new()} Observatory ({title})", "Local partner"),
        _source(f"{words.new()} Rights Watch ({title})", "Other"),
        _source(f"Telegram: {words.new()}", "New media"),
    ]


def _source(name: str, scale: str) -> Source:
    return Source(name, scale, slug(name))
