"""Which rows of a file have defects.

The file is cut into as many stretches as there are defects, and one row (or two) in each is replaced. The
other rows are those of the clean file of the same seed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from random import Random

from synthetic.kinds import KINDS, Bench, Kind, Made
from synthetic.rows import Author
from synthetic.schedule import Schedule, TooMany
from synthetic.world import Place, Town, World, slug

_ROWS_PER_DEFECT = 50_000
_MOST = 40
_QUIET = 80
"""Days between two defects in one town: more than any window in which rules look for duplicates."""
_STEP = 0.0003
"""Degrees between the places that are invented around one town."""
_SYLLABLES = ["ba", "do", "gu", "ki", "le", "mo", "na", "pe", "ri", "sa", "to", "vu", "za", "fe", "hi"]


@dataclass(frozen=True, slots=True)
class Defect:
    """A defect and its place in the file: `rows` counts from 0, the row that clashes with another one comes
    first."""

    number: int
    kind: Kind
    rows: tuple[int, ...]
    day: int
    towns: tuple[Town, ...]
    visits: tuple[int, ...]
    """How many defects these towns had before."""


def kinds(*, structural: bool) -> list[Kind]:
    """All kinds of defects; `structural` adds those that break the rows themselves."""
    return [kind for kind in KINDS.values() if structural or not kind.structural]


def fewest_rows(wanted: Iterable[Kind]) -> int:
    """How many rows a file must have so that each kind has its stretch."""
    return 3 * sum(1 for _ in wanted)


def place(schedule: Schedule, wanted: list[Kind], seed: int) -> list[Defect]:
    """Where the defects are: about 20 of each kind in a million rows, at least one.

    No kind comes to a town twice. Raises `TooMany` where no quiet town is left for any kind.
    """
    random = Random(f"{seed} defects")
    each = min(_MOST, max(1, round(schedule.rows / _ROWS_PER_DEFECT)))
    queue = wanted * each
    random.shuffle(queue)
    suitable = {kind.name: [town for town in schedule.reserved if kind.where(town)] for kind in wanted}
    last: dict[int, int] = {}
    visits: Counter[int] = Counter()
    defects = []
    count = len(queue)
    for number in range(count):
        stretch = range(schedule.rows * number // count, schedule.rows * (number + 1) // count)
        rows = _free(schedule, stretch, random)
        day = schedule.day_of(rows[0])

        def quiet(town: Town, day: int = day) -> bool:
            return town.country.first_day <= day and day - last.get(town.number, 0) > _QUIET

        at, towns = _first(queue, suitable, quiet, random)
        kind = queue.pop(at)
        chosen = tuple(rows[: kind.rows])
        defects.append(
            Defect(number, kind, chosen[::-1], day, towns, tuple(visits[town.number] for town in towns))
        )
        suitable[kind.name].remove(towns[0])
        for town in towns:
            last[town.number] = day
            visits[town.number] += 1
    return defects


def _first(
    queue: list[Kind], suitable: dict[str, list[Town]], quiet: Callable[[Town], bool], random: Random
) -> tuple[int, tuple[Town, ...]]:
    """The first kind that finds quiet towns, and the towns."""
    tried = set()
    for at, kind in enumerate(queue):
        if kind.name in tried:
            continue
        tried.add(kind.name)
        towns = suitable[kind.name]
        start = random.randrange(len(towns) or 1)
        for town in towns[start:] + towns[:start]:
            if quiet(town):
                if kind.towns == 1:
                    return at, (town,)
                others = [
                    other
                    for other in towns
                    if other.country is town.country
                    and other.places[0].admin1 != town.places[0].admin1
                    and quiet(other)
                ]
                if others:
                    return at, (town, random.choice(others))
    raise TooMany("the invented world has no quiet town left for a defect; ask for fewer rows")


def _free(schedule: Schedule, stretch: range, random: Random) -> list[int]:
    """Two rows of a stretch that no other row leans on, the earlier one first."""
    start = random.randrange(max(1, len(stretch) - 1))
    rows = [row for row in stretch[start : start + 40] if not schedule.is_fixed(row)]
    if len(rows) < 2:
        rows = [row for row in stretch if not schedule.is_fixed(row)]
    return rows[:2]


def make(defect: Defect, author: Author, world: World, ids: tuple[str, ...], width: int, seed: int) -> Made:
    """The rows of a defect, in the order of its `rows`."""
    near, neighbour = _places(defect.towns[0], defect.visits[0])
    remote, _ = _places(defect.towns[-1], defect.visits[-1])
    bench = Bench(
        author=author,
        world=world,
        random=Random(f"{seed} defect {defect.number}"),
        day=defect.day,
        town=defect.towns[0],
        place=near,
        neighbour=neighbour,
        remote=remote,
        ids=ids,
        width=width,
    )
    return defect.kind.make(bench)


def _places(town: Town, visit: int) -> tuple[Place, Place]:
    """Two places near a town that no other visit to it gives: some hundred metres away, and a district or a
    bit further."""
    centre = town.places[0]
    word = _SYLLABLES[visit % 15] + _SYLLABLES[visit // 15 % 15] + _SYLLABLES[(visit * 7 + town.number) % 15]
    east, north = (visit % 11 - 5) * _STEP, (1 + visit // 11) * _STEP
    first = _near(centre, f"{word.capitalize()} {centre.name}", north, east)
    if len(town.places) > 1:
        return first, _near(town.places[1], f"{word.capitalize()}ra {centre.name}", north, east)
    return first, _near(centre, f"{word.capitalize()}ra {centre.name}", -north - 0.009, east)


def _near(base: Place, name: str, north: float, east: float) -> Place:
    latitude, longitude = round(float(base.latitude) + north, 4), round(float(base.longitude) + east, 4)
    return replace(
        base,
        name=name,
        latitude=_decimals(latitude),
        longitude=_decimals(longitude),
        seat=False,
        slug=slug(f"{base.country.name} {name}"),
    )


def _decimals(value: float) -> str:
    """At most 4 decimals, and not so few that the point looks coarse."""
    text = str(value)
    return text if len(text.partition(".")[2]) > 2 else str(round(value + 0.0001, 4))
