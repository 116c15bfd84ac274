"""What happens where on which day, so that no two rows can be taken for one event.

Every row is a slot: a town, an event type and a day. Towns are at least 26 km apart, so rows of different
towns are never near-duplicates. In one town an event type has its turn on every third day only, so two of
its rows are at least three days apart. A row with an imprecise date needs more room: it has the event type
in its town to itself for four months, of which it takes a day in the middle. Which slots of a day are taken
is drawn for each day on its own, from the seed and the day, so that days can be made in any order and by
many processes.

Places change hands by turns: in a town of `_CONTESTED`, a capture by the rebels follows one by the state.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import accumulate
from random import Random

from synthetic.world import FIRST_DAY, LAST_DAY, Town, World

EVENT_TYPES = (
    "Battles", "Protests", "Riots", "Explosions/Remote violence", "Violence against civilians",
    "Strategic developments",
)  # fmt: skip
_SHARES = (0.135, 0.47, 0.065, 0.155, 0.09, 0.085)
_LIKELY = ((1.0, 0.3, 0.4, 1.0, 1.0, 1.0), (0.06, 1.0, 1.0, 0.05, 0.3, 0.3), (0.0, 0.9, 0.3, 0.0, 0.01, 0.03))
"""How likely an event type is in a country at war, restless, or at peace."""

_SHIFTS = (0, 1, 2, 1, 2, 0)
"""Battles and strategic developments have the same turn, because both can be a change of hands."""
_WEEK, _MONTH = 0.053, 0.002
"""Share of rows with time precision 2 and 3."""
_CHANGES_HANDS = 0.006
_LEAST_WAITING, _MOST_WAITING = 0.004, 0.3
"""Share of the towns and event types that may wait for an imprecise row, where the type is most likely."""
_ONE_TURN = 100_000
"""Up to this number of rows, no town changes hands twice."""
_FULL = 0.9
"""Of the slots of a day, at most this share is used."""
_CONTESTED = frozenset((
    "Burkina Faso", "Cameroon", "Central African Republic", "Chad", "Democratic Republic of Congo",
    "Ethiopia", "Libya", "Mali", "Mozambique", "Myanmar", "Niger", "Nigeria", "Pakistan", "Somalia",
    "South Sudan", "Sudan", "Yemen",
))  # fmt: skip
_THURSDAY, _WEDNESDAY = 4, 3


@dataclass(frozen=True, slots=True)
class Slot:
    """Room for one row."""

    town: Town
    event_type: str
    precision: int
    captured: str = ""
    """Where the town changes hands: `rebels` or `state` take it."""
    turn: int = 0
    """How often it changed hands before."""


@dataclass(frozen=True, slots=True)
class _Pool:
    """Towns to draw from."""

    towns: list[Town]
    weights: list[float]
    cumulated: list[float]


class TooMany(ValueError):
    """The world has no room for so many rows."""


class Schedule:
    """The slots of all rows, by day."""

    def __init__(self, world: World, rows: int, seed: int) -> None:
        self.rows = rows
        self._seed = seed
        self.reserved = tuple(town for town in world.towns if _is_reserved(town))
        """Towns where nothing happens, so that something may be made to happen there."""
        taken = set(self.reserved)
        self._towns = [town for town in world.towns if town not in taken]
        self._starts = self._cumulate()
        self._contested: tuple[list[Town], ...] = tuple(
            [
                town
                for town in self._towns
                if town.country.name in _CONTESTED
                and town.country.first_day <= FIRST_DAY
                and town.number % 3 == turn
            ]
            for turn in range(3)
        )
        self._contested_numbers = frozenset(town.number for towns in self._contested for town in towns)
        self._captures, self._captures_before = self._plan_captures()
        self._by_number = {town.number: town for town in self._towns}
        self._by_turn = [[town for town in self._towns if town.number % 3 == rest] for rest in range(3)]
        self._by_peace = [
            [
                [town for town in self._towns if town.number % 4 == rest and town.country.peace == peace]
                for peace in range(3)
            ]
            for rest in range(4)
        ]
        self._shares_waiting = self._share_waiting()

    def rows_of(self, day: int) -> range:
        """The rows of a day, counted from 0."""
        return range(self._starts[day - FIRST_DAY], self._starts[day - FIRST_DAY + 1])

    def day_of(self, row: int) -> int:
        """The day of a row."""
        return FIRST_DAY + bisect_right(self._starts, row) - 1

    def is_fixed(self, row: int) -> bool:
        """Whether other rows lean on this one: it is one of a series of changes of hands."""
        if self.rows <= _ONE_TURN:
            return False
        day = self.day_of(row)
        return row - self.rows_of(day).start < self._captures[day - FIRST_DAY]

    def slots(self, day: int) -> list[Slot]:
        """The slots of a day: first those where a town changes hands, the others in no order."""
        count = len(self.rows_of(day))
        random = Random(f"{self._seed} slots {day}")
        captures = [self._capture(day, at) for at in range(self._captures[day - FIRST_DAY])]
        vague = self._imprecise(*_month(day)).get(day, [])[: count - len(captures)]
        free = self._draw(day, count - len(captures) - len(vague), captures, random)
        others = vague + free
        random.shuffle(others)
        return captures + others

    def _cumulate(self) -> list[int]:
        """Rows before each day: as many a day for every town that is covered."""
        open_from = Counter(max(town.country.first_day, FIRST_DAY) for town in self._towns)
        active = list(accumulate(open_from.get(day, 0) for day in range(FIRST_DAY, LAST_DAY + 1)))
        before = [0, *accumulate(active)]
        return [self.rows * some // before[-1] for some in before]

    def _plan_captures(self) -> tuple[list[int], list[int]]:
        """For every day, how many towns change hands, and how many did on earlier days of the same turn."""
        random = Random(f"{self._seed} captures")
        counts, before = [], []
        seen = [0, 0, 0]
        for at in range(LAST_DAY - FIRST_DAY + 1):
            turn = (FIRST_DAY + at) % 3
            rows = self._starts[at + 1] - self._starts[at]
            wanted = int(rows * _CHANGES_HANDS + random.random())
            counts.append(min(wanted, rows, len(self._contested[turn]) // 4))
            before.append(seen[turn])
            seen[turn] += counts[-1]
        return counts, before

    def _capture(self, day: int, at: int) -> Slot:
        towns = self._contested[day % 3]
        turn, index = divmod(self._captures_before[day - FIRST_DAY] + at, len(towns))
        town = towns[index]
        by_rebels = (turn + index) % 2 == 0
        peaceful = not by_rebels and (turn + index // 2) % 4 == 1
        event_type = "Strategic developments" if peaceful else "Battles"
        return Slot(town, event_type, 1, "rebels" if by_rebels else "state", turn)

    def _share_waiting(self) -> tuple[float, ...]:
        """For each event type, the share of towns that wait for an imprecise row: more than are needed."""
        town_days = sum(LAST_DAY + 1 - max(FIRST_DAY, town.country.first_day) for town in self._towns)
        needed = self.rows / town_days * (_WEEK + _MONTH) * 30.4 * 4 * 1.3
        shares = []
        for kind, share in enumerate(_SHARES):
            likely = sum(_LIKELY[town.country.peace][kind] for town in self._towns) / len(self._towns)
            shares.append(min(_MOST_WAITING, max(_LEAST_WAITING, needed * share / likely)))
        return tuple(shares)

    @lru_cache(maxsize=8)  # noqa: B019 - one schedule lives as long as its process
    def _waiting(self, quarter: int, block: int) -> dict[tuple[int, int], int]:
        """Where an imprecise row is waited for, by town and kind; and whether in month 1 or 2 of the four."""
        random = Random(f"{self._seed} waiting {quarter} {block}")
        waiting = {}
        for kind, share in enumerate(self._shares_waiting):
            for towns, likely in zip(self._by_peace[quarter], _LIKELY, strict=True):
                count = int(len(towns) * share * likely[kind] + random.random())
                for town in random.sample(towns, min(count, len(towns))):
                    if not (town.number in self._contested_numbers and _SHIFTS[kind] == 0):
                        waiting[town.number, kind] = 1 + random.getrandbits(1)
        return waiting

    @lru_cache(maxsize=2)  # noqa: B019
    def _imprecise(self, year: int, month: int) -> dict[int, list[Slot]]:
        """The rows with imprecise dates of a month, by day."""
        number = year * 12 + month
        random = Random(f"{self._seed} imprecise {number}")
        first = date(year, month, 1).toordinal()
        following = date(year + month // 12, month % 12 + 1, 1).toordinal()
        candidates: dict[int, list[tuple[Town, str]]] = {}
        for at in (1, 2):
            candidates[at] = [
                (self._by_number[town], EVENT_TYPES[kind])
                for (town, kind), when in self._waiting((number - at) % 4, (number - at) // 4).items()
                if when == at and self._by_number[town].country.first_day <= first
            ]
            random.shuffle(candidates[at])
        planned: dict[int, list[Slot]] = {}
        for day in range(first, following):
            rows, of_month = len(self.rows_of(day)), day - first + 1
            early, late = of_month >= 10, of_month <= 20
            if day % 7 in (_WEDNESDAY, _THURSDAY):
                weeks = int(rows * _WEEK * 3.5 + random.random())
                share = weeks // 2 if early and late else weeks if early else 0
                planned[day] = _take(candidates[1], share, 2) + _take(candidates[2], weeks - share, 2)
            if of_month in (1, 15) or day == following - 1:
                months = int(rows * _MONTH * 10.1 + random.random())
                planned[day] = planned.get(day, []) + _take(candidates[2 if of_month == 1 else 1], months, 3)
        return planned

    @lru_cache(maxsize=256)  # noqa: B019
    def _covered(self, year: int, kind: int, turn: int) -> tuple[list[Town], list[float], dict[int, int]]:
        """The towns in which an event type is likely, when it is their turn; their weights; where each is."""
        rest, first = (turn - _SHIFTS[kind]) % 3, date(year, 1, 1).toordinal()
        likely = [one[kind] for one in _LIKELY]
        towns = [
            town
            for town in self._by_turn[rest]
            if town.country.first_day <= first and likely[town.country.peace]
        ]
        weights = [likely[town.country.peace] / (town.rank + 3) ** 0.4 for town in towns]
        return towns, weights, {town.number: at for at, town in enumerate(towns)}

    @lru_cache(maxsize=64)  # noqa: B019
    def _pool(self, year: int, month: int, kind: int, turn: int) -> _Pool:
        """Those of them that do not wait for an imprecise row in that month."""
        number = year * 12 + month
        towns, weights, places = self._covered(year, kind, turn)
        towns, weights = towns.copy(), weights.copy()
        waiting = (
            places.get(town)
            for at in range(4)
            for town, that in self._waiting((number - at) % 4, (number - at) // 4)
            if that == kind
        )
        for at in sorted((at for at in waiting if at is not None), reverse=True):
            del towns[at], weights[at]
        return _Pool(towns, weights, list(accumulate(weights)))

    def _draw(self, day: int, count: int, captures: Sequence[Slot], random: Random) -> list[Slot]:
        """The precise rows of a day, where the event type has its turn and no other row of that day is."""
        wanted = Counter(random.choices(range(6), _SHARES, k=count))
        if any(number > self._room(day, kind, captures) for kind, number in wanted.items()):
            wanted = self._spread(wanted, [self._room(day, kind, captures) for kind in range(6)])
        taken = {slot.town.number for slot in captures}
        slots = []
        for kind, number in sorted(wanted.items()):
            pool = self._pool(*_month(day), kind, day % 3)
            chosen = _sample(pool, number, taken if _SHIFTS[kind] == 0 else set(), random)
            slots += [Slot(town, EVENT_TYPES[kind], 1) for town in chosen]
        return slots

    def _room(self, day: int, kind: int, captures: Sequence[Slot]) -> int:
        return int(len(self._pool(*_month(day), kind, day % 3).towns) * _FULL) - len(captures)

    @staticmethod
    def _spread(wanted: Counter[int], room: list[int]) -> Counter[int]:
        """What one event type has no room for is given to others."""
        numbers = Counter({kind: min(wanted[kind], max(0, room[kind])) for kind in range(6)})
        left = wanted.total() - numbers.total()
        for kind in sorted(range(6), key=lambda kind: numbers[kind] - room[kind]):
            more = max(0, min(left, room[kind] - numbers[kind]))
            numbers[kind] += more
            left -= more
        if left:
            raise TooMany("the invented world has no room for so many rows; ask for fewer")
        return numbers


def _is_reserved(town: Town) -> bool:
    """Some towns of every country in which armed groups of all kinds fight; more of those that have
    districts."""
    every = 2 if len(town.places) > 1 else 9
    return town.country.peace < 2 and len(town.country.towns) >= 10 and town.rank % every == 3 % every


def _month(day: int) -> tuple[int, int]:
    that = date.fromordinal(day)
    return that.year, that.month


def _take(candidates: list[tuple[Town, str]], count: int, precision: int) -> list[Slot]:
    return [Slot(*candidates.pop(), precision) for _ in range(min(count, len(candidates)))]


def _sample(pool: _Pool, count: int, out: set[int], random: Random) -> list[Town]:
    """`count` different towns, none of `out`, the likelier the heavier."""
    if count * 4 > len(pool.towns):
        keys = sorted(
            (
                (random.random() ** (1 / weight), town.number, town)
                for town, weight in zip(pool.towns, pool.weights, strict=True)
            ),
            reverse=True,
        )
        return [town for _, number, town in keys if number not in out][:count]
    chosen: dict[int, Town] = {}
    while len(chosen) < count:
        for town in random.choices(pool.towns, cum_weights=pool.cumulated, k=count - len(chosen)):
            if town.number not in out:
                chosen[town.number] = town
    return list(chosen.values())
