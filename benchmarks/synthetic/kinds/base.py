"""What a kind of defect is, and the ways to make one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from random import Random

from synthetic.notes import long_date
from synthetic.rows import INDEX, Author, Event
from synthetic.world import MILITIA, Actor, Country, Place, Town, World

Row = list[str]
Made = tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Bench:
    """What a defect is made with: a day, and places that no other row has."""

    author: Author
    world: World
    random: Random
    day: int
    town: Town
    """A town in which nothing else happens for months; the places are near it."""
    place: Place
    neighbour: Place
    """Less than 4 km from the place; the town has a district there, if the kind asks for that."""
    remote: Place
    """Another such place, near another town of the country, if the kind asks for two."""
    ids: tuple[str, ...]
    """Of the row with the defect, and of the other one."""
    width: int

    @property
    def country(self) -> Country:
        return self.town.country

    def event(
        self,
        sub_event: str,
        code: int,
        *,
        precision: int = 1,
        geo_precision: int = 1,
        place: Place | None = None,
    ) -> Event:
        """A clean event of that type and dyad, at the place if no other is given."""
        dyad = self.author.dyad(sub_event, code)
        return self.author.make(dyad, (place or self.place,), self.day, precision, self.random, geo_precision)

    def row(self, event: Event, at: int = 0, **cells: str) -> Row:
        """The event as the row with the defect (0) or as the other one (1); some cells have other words."""
        row = self.author.cells(event, self.ids[at], self.width)
        for column, value in cells.items():
            row[INDEX[column]] = value
        return row

    def actor(self, inter: int, at: int = 0) -> Actor:
        """One of those who can act here."""
        that = date.fromordinal(self.day)
        return self.world.cast(self.country, that.year * 2 + (that.month > 6)).by_inter[inter][at]

    def elsewhere(self, with_towns: int = 1) -> Country:
        """A country of another region, with so many towns."""
        while True:
            one = self.random.choice(self.world.countries)
            if one.region != self.country.region and len(one.towns) >= with_towns:
                return one

    def stranger(self) -> Actor:
        """A group that nobody meets but at the place, so that no other row is about it."""
        name = f"{self.place.name} Neighbourhood Guard"
        return Actor(self.country.label(name), MILITIA, f"the {name}")


Maker = Callable[[Bench], Made]
Change = Callable[[str, Bench], str]
Retelling = Callable[[Event, Bench], object]


def anywhere(_: Town) -> bool:
    """Any town will do."""
    return True


def has_districts(town: Town) -> bool:
    """The town has districts."""
    return len(town.places) > 1


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of defect."""

    name: str
    field: str
    """The column to look at, the first of them where there are two; empty where it is the row itself."""
    says: str
    make: Maker
    also: tuple[str, ...] = ()
    """Kinds that such a row cannot but be as well."""
    rows: int = 1
    towns: int = 1
    where: Callable[[Town], bool] = anywhere
    structural: bool = False


KINDS: dict[str, Kind] = {}

ATTACK = ("Attack", 37)
ATTACK_BY_STATE = ("Attack", 17)
CLASH = ("Armed clash", 12)
REBELS_CLASH = ("Armed clash", 22)
PROTEST = ("Peaceful protest", 60)
LOOTING = ("Looting/property destruction", 37)


def kind(
    name: str,
    field: str,
    says: str,
    *also: str,
    rows: int = 1,
    towns: int = 1,
    where: Callable[[Town], bool] = anywhere,
    structural: bool = False,
) -> Callable[[Maker], Maker]:
    """The decorated function makes the row with the defect, and the row that it clashes with where there is
    one."""

    def register(make: Maker) -> Maker:
        KINDS[name] = Kind(name, field, says, make, also, rows, towns, where, structural)
        return make

    return register


def cell(
    name: str,
    field: str,
    says: str,
    change: str | Change,
    *also: str,
    of: tuple[str, int] = ATTACK,
    where: Callable[[Town], bool] = anywhere,
) -> None:
    """A clean row with another text in one cell."""

    def make(bench: Bench) -> Made:
        row = bench.row(bench.event(*of))
        at = INDEX[field]
        row[at] = change if isinstance(change, str) else change(row[at], bench)
        return (row,)

    KINDS[name] = Kind(name, field, says, make, also, where=where)


def told(
    name: str, field: str, says: str, retell: Retelling, *also: str, of: tuple[str, int] = ATTACK
) -> None:
    """The row of an event that is told otherwise, with all that follows from it."""

    def make(bench: Bench) -> Made:
        event = bench.event(*of)
        retell(event, bench)
        return (bench.row(event),)

    KINDS[name] = Kind(name, field, says, make, also)


def changed(event: Event, **values: object) -> Event:
    """The event, with other values."""
    for name, value in values.items():
        setattr(event, name, value)
    return event


def side1(actor: Callable[[Bench], Actor]) -> Retelling:
    """Another actor 1, without associates."""
    return lambda event, bench: changed(event, side1=actor(bench), beside1=[])


def side2(actor: Callable[[Bench], Actor | None]) -> Retelling:
    """Another actor 2 or none, without associates, and so without a tag about them."""

    def retell(event: Event, bench: Bench) -> Event:
        tags = [tag for tag in event.tags if not tag.startswith("women")]
        return changed(event, side2=actor(bench), beside2=[], tags=tags)

    return retell


def written(day: int) -> str:
    """`14 October 2017`."""
    that = date.fromordinal(day)
    return long_date(that.year, that.month, that.day)
