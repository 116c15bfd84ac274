"""Invented actors, places and newspapers, in countries of the code list where nobody lives."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

COUNTRIES = (
    "Antarctica",
    "Heard Island and McDonald Islands",
    "South Georgia and the South Sandwich Islands",
)
STATE, REBELS, MILITIA, COMMUNAL = "State forces", "Rebel group", "Political militia", "Identity militia"
RIOTERS, PROTESTERS, CIVILIANS, EXTERNAL = "Rioters", "Protesters", "Civilians", "External/Other forces"
ASSOCIATES = ""
"""Those who only stand beside others and have no inter code of their own."""

_UPDATED = "2022-01-01"
_REFERENCE = "Invented for a benchmark."
_COORDINATES = "GeoNames"
_SCALES = ("Subnational", "National", "Regional", "International", "Local partner")
_PAPERS = ("Courier", "Gazette", "Herald", "Tribune", "Observer", "Post")

_ONSETS = ("B", "Br", "D", "Dr", "F", "G", "Gr", "H", "J", "K", "L", "M", "N", "P", "R", "St", "T", "V", "Z")
_MIDDLES = ("b", "d", "g", "k", "l", "lm", "m", "n", "nd", "r", "rk", "rv", "s", "sk", "t", "v", "zh")
_VOWELS = ("a", "e", "i", "o", "u", "é", "ö")
_ENDS = ("", "k", "l", "n", "r", "s", "th", "rn")

# Inter code; how many in each country; name, alias, actor type; how newspapers call them.
_ACTORS = (
    (STATE, 1, "Military Forces of {country} (2010-)", "army", "state forces", ("army units", "the army")),
    (STATE, 1, "Police Forces of {country} (2010-)", "police", "state forces", ("the police", "riot police")),
    (REBELS, 10, "{name} Liberation Front", "{name} rebels", "named group",
     ("fighters of the {name} Liberation Front", "{name} rebels")),
    (REBELS, 8, "{name} People’s Army", "{name} insurgents", "named group",
     ("the {name} People’s Army", "{name} insurgents")),
    (MILITIA, 12, "{name} Guard", "{name} guardsmen", "named group",
     ("gunmen of the {name} Guard", "{name} guardsmen")),
    (COMMUNAL, 12, "{name} Communal Militia ({country})", "{name} herders", "identity militia",
     ("the {name} communal militia", "armed {name} herders")),
    (RIOTERS, 1, "Rioters ({country})", "angry crowd", "rioters", ("rioters", "an angry crowd")),
    (PROTESTERS, 1, "Protesters ({country})", "demonstrators", "protesters", ("protesters", "demonstrators")),
    (CIVILIANS, 1, "Civilians ({country})", "villagers", "civilians", ("civilians", "villagers")),
    (EXTERNAL, 3, "{name} Stabilisation Mission", "{name} peacekeepers", "international force",
     ("the {name} Stabilisation Mission", "{name} peacekeepers")),
    (ASSOCIATES, 6, "{name} Teachers’ Union", "{name} teachers", "organisation",
     ("the {name} Teachers’ Union", "{name} teachers")),
    (ASSOCIATES, 6, "{name} Youth League", "{name} youths", "organisation",
     ("the {name} Youth League", "{name} youths")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Actor:
    """An actor with what it is where it acts, and the words that newspapers have for it."""

    id: str
    name: str
    alias: str
    actor_type: str
    country: str
    inter: str
    called: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A town or village."""

    id: str
    name: str
    alias: str
    admin1: str
    admin2: str
    country: str
    latitude: str
    longitude: str
    feature: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A newspaper, and how far it reaches."""

    id: str
    name: str
    scale: str


@dataclass(frozen=True, slots=True)
class World:
    """Everything that articles speak of."""

    actors: tuple[Actor, ...]
    places: tuple[Place, ...]
    papers: tuple[Paper, ...]

    def acting(self, country: str, inters: tuple[str, ...]) -> list[Actor]:
        """The actors of a country that have one of the inter codes."""
        return [one for one in self.actors if one.country == country and one.inter in inters]

    def places_in(self, country: str) -> list[Place]:
        """The places of a country."""
        return [place for place in self.places if place.country == country]

    def registries(self) -> dict[str, list[dict[str, str]]]:
        """Rows of the registries, by table."""
        known = {"reference": _REFERENCE, "updated_at": _UPDATED}
        always = {"valid_from": "", "valid_to": ""}
        return {
            "actors": [
                {
                    "actor_id": one.id,
                    "name": one.name,
                    "aliases": one.alias,
                    "actor_type": one.actor_type,
                    "country": one.country,
                    "active_from": "2010",
                    "active_to": "",
                    "description": "Invented.",
                    **known,
                }
                for one in self.actors
            ],
            "actor_roles": [
                {
                    "role_id": f"{one.id}-there",
                    "actor_id": one.id,
                    "country": one.country,
                    "inter": one.inter,
                    **always,
                    **known,
                }
                for one in self.actors
                if one.inter
            ],
            "locations": [
                {
                    "location_id": one.id,
                    "name": one.name,
                    "aliases": one.alias,
                    "admin1": one.admin1,
                    "admin2": one.admin2,
                    "admin3": "",
                    "country": one.country,
                    "latitude": one.latitude,
                    "longitude": one.longitude,
                    "feature": one.feature,
                    "coordinate_source": _COORDINATES,
                    "coordinate_reference": _REFERENCE,
                    "updated_at": _UPDATED,
                }
                for one in self.places
            ],
        }


def world(seed: int) -> World:
    """The same world for the same seed, however many articles are written about it."""
    random = Random(f"world {seed}")
    names = _names(random)
    actors = [actor for country in COUNTRIES for actor in _actors(country, names)]
    places = [place for country in COUNTRIES for place in _places(country, names, random)]
    papers = [_paper(f"The {next(names)} {kind}", random) for kind in _PAPERS for _ in range(4)]
    return World(tuple(actors), tuple(places), tuple(papers))


def slug(name: str) -> str:
    """The name in small letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return "-".join("".join(c if c.isalnum() else " " for c in plain).split())


def _names(random: Random) -> Iterator[str]:
    """Names without end, each once."""
    seen: set[str] = set()
    while True:
        syllables = random.randint(1, 2)
        middle = "".join(random.choice(_VOWELS) + random.choice(_MIDDLES) for _ in range(syllables))
        name = random.choice(_ONSETS) + middle + random.choice(_VOWELS) + random.choice(_ENDS)
        if slug(name) not in seen:
            seen.add(slug(name))
            yield name


def _actors(country: str, names: Iterator[str]) -> Iterator[Actor]:
    for inter, count, name, alias, actor_type, called in _ACTORS:
        for _ in range(count):
            own = {"country": country, "name": next(names)}
            full = name.format(**own)
            words = tuple(one.format(**own) for one in called)
            yield Actor(slug(full), full, alias.format(**own), actor_type, country, inter, words)


def _places(country: str, names: Iterator[str], random: Random) -> Iterator[Place]:
    for admin1 in (f"{next(names)} Region" for _ in range(4)):
        for admin2 in (f"{next(names)} District" for _ in range(3)):
            for _ in range(4):
                name = next(names)
                latitude, longitude = random.uniform(-80, -50), random.uniform(-40, 75)
                yield Place(
                    slug(name),
                    name,
                    f"Old {name}",
                    admin1,
                    admin2,
                    country,
                    str(round(latitude, 4)),
                    str(round(longitude, 4)),
                    random.choice(("town", "village")),
                )


def _paper(name: str, random: Random) -> Paper:
    return Paper(slug(name), name, random.choice(_SCALES))
