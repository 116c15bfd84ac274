"""One invented event, and its row.

A clean event obeys the codebook and every convention of the notes; `defects.py` takes one and breaks it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from random import Random

from synthetic.notes import ATTRIBUTIONS, CAUSES, LEADS, MORE, NO_DEATHS, SLOGANS, deaths, long_date
from synthetic.schedule import Slot
from synthetic.world import (
    CIVILIANS,
    EXTERNAL,
    LABELS,
    PROTESTERS,
    RIOTERS,
    STATE,
    Actor,
    Cast,
    Country,
    Place,
    Source,
    SubEvent,
    World,
)

ACLED_COLUMNS = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type",
    "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction",
    "civilian_targeting", "iso", "region", "country", "admin1", "admin2", "admin3", "location", "latitude",
    "longitude", "geo_precision", "source", "source_scale", "notes", "fatalities", "tags", "timestamp",
)  # fmt: skip
OWN_COLUMNS = (
    "event_key", "source_ids", "date_start", "date_end", "location_id", "coordinate_source", "fatalities_low",
    "fatalities_best", "fatalities_high", "attribution", "contested",
)  # fmt: skip
COLUMNS = ACLED_COLUMNS + OWN_COLUMNS
INDEX = {name: at for at, name in enumerate(COLUMNS)}

_EPOCH = date(1970, 1, 1).toordinal()

# Weight of a sub-event type within its event type, and weights of its dyads, by interaction code.
_MIX: dict[str, tuple[float, str]] = {
    "Armed clash": (160, "12:50 13:18 14:4 11:3 18:6 22:9 23:6 28:4 33:6 34:2 24:1 38:1 44:4 48:0.3 88:0.2"),
    "Peaceful protest": (430, "60:985 66:15"),
    "Protest with intervention": (22, "16:95 36:2 56:2 26:0.3 68:0.7"),
    "Excessive force against protesters": (1.5, "16:90 36:4 26:2 68:4"),
    "Violent demonstration": (30, "50:48 15:42 55:5 57:3 35:1 58:1"),
    "Mob violence": (36, "57:40 55:25 15:20 50:8 35:4 25:1 45:1 58:1"),
    "Chemical weapon": (0.1, "12:1 17:1"),
    "Air/drone strike": (60, "80:34 28:20 12:15 18:5 78:6 10:10 17:5 13:3 38:2 11:1 88:1 30:0.5 14:0.5"),
    "Suicide bomb": (1.5, "27:1 37:1"),
    "Shelling/artillery/missile attack": (
        85,
        "12:22 10:18 80:18 20:9 11:2 78:6 30:4 18:8 17:5 28:4 13:2 22:1 37:2 38:1 27:2",
    ),
    "Remote explosive/landmine/IED": (
        40,
        "13:20 37:15 12:15 30:16 23:3 27:8 17:2 20:8 28:4 78:2 33:4 18:2 10:1 14:1 22:1 40:1 80:1",
    ),
    "Grenade": (6, "13:20 37:30 12:10 30:30 27:5 17:2 34:1 38:1 78:1"),
    "Sexual violence": (2, "17:2 27:2 37:4 47:1 78:1"),
    "Attack": (80, "37:45 27:18 17:18 47:12 78:7"),
    "Abduction/forced disappearance": (15, "37:45 27:25 17:15 47:10 78:5"),
    "Agreement": (0.8, "12:6 13:2 11:1 14:1 18:1"),
    "Arrests": (11, "17:60 13:30 12:5 18:5"),
    "Change to group/activity": (20, "10:60 80:20 30:10 20:8 40:2"),
    "Disrupted weapons use": (21, "13:30 12:25 18:5 11:2 10:20 20:5 30:10"),
    "Headquarters or base established": (0.5, "80:5 30:5"),
    "Looting/property destruction": (22, "37:30 17:25 27:15 13:10 78:5 47:10 12:5"),
    "Other": (9, "70:60 10:20 30:10 17:5 27:5"),
}
_DEADLY = {
    "Armed clash": 0.55,
    "Government regains territory": 0.5,
    "Non-state actor overtakes territory": 0.6,
    "Excessive force against protesters": 0.5,
    "Violent demonstration": 0.05,
    "Mob violence": 0.2,
    "Chemical weapon": 0.8,
    "Air/drone strike": 0.35,
    "Suicide bomb": 1.0,
    "Shelling/artillery/missile attack": 0.2,
    "Remote explosive/landmine/IED": 0.4,
    "Grenade": 0.3,
    "Attack": 0.7,
}
"""Share of events with deaths; no others have any."""
_CROWDS = (
    "no report", "no report", "around 50", "around 100", "dozens", "hundreds", "thousands",
    "between 200 and 300", "more than 1,000", "at least 20",
)  # fmt: skip
_WOMEN = (
    "girls",
    "activists/human rights defenders/social leaders",
    "relatives of targeted groups or persons",
    "politicians",
)


@dataclass(frozen=True, slots=True)
class Dyad:
    """What may happen between two sides: a sub-event type, and what the sides are as they are named."""

    kind: SubEvent
    inter1: int
    inter2: int


@dataclass(slots=True)
class Event:
    """An event before it becomes cells."""

    day: int
    precision: int
    place: Place
    geo_precision: int
    kind: SubEvent
    side1: Actor
    beside1: list[str]
    side2: Actor | None
    beside2: list[str]
    fatalities: int
    given: bool
    """Whether a source gives a number of deaths."""
    tags: list[str]
    opening: str
    """The date in the notes; `lead` goes on from it, `toll` and `more` are sentences."""
    lead: str
    toll: str
    more: str
    sources: list[Source]
    uploaded: int
    """The day of the last upload."""
    attribution: str

    @property
    def notes(self) -> str:
        return " ".join(filter(None, (f"{self.opening}, {self.lead}.", self.toll, self.more)))

    def on(self, day: int) -> None:
        """Move it to another day."""
        self.uploaded += day - self.day
        self.day = day
        self.opening = opening(day, self.precision)


def opening(day: int, precision: int) -> str:
    """The first words of the notes: `On 14 October 2017`, `Around 15 March 2022 (month of)`."""
    that = date.fromordinal(day)
    words = long_date(that.year, that.month, that.day)
    if precision == 1:
        return f"On {words}"
    if precision == 2:
        return f"Around {words} ({'week of' if day % 2 else 'as reported'})"
    part = "beginning of month" if that.day == 1 else "month of" if that.day == 15 else "end of month"
    return f"Around {words} ({part})"


class Author:
    """Draws events."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._scales: dict[tuple[str, ...], str] = {}
        self._dyads: dict[tuple[int, str], tuple[list[Dyad], list[float]]] = {}

    def event(self, slot: Slot, day: int, random: Random) -> Event:
        """An event for a slot."""
        if slot.captured:
            return self._capture(slot, day, random)
        key = slot.town.country.peace, slot.event_type
        if key not in self._dyads:
            self._dyads[key] = self._possible(slot.town.country, slot.event_type)
        dyads, weights = self._dyads[key]
        dyad = random.choices(dyads, cum_weights=weights)[0]
        return self.make(dyad, slot.town.places, day, slot.precision, random)

    def dyad(self, sub_event: str, code: int) -> Dyad:
        """A sub-event type with a dyad, named in the order that is usual for it."""
        return _ordered(self._world.sub_events[sub_event], code)

    def make(
        self,
        dyad: Dyad,
        places: tuple[Place, ...],
        day: int,
        precision: int,
        random: Random,
        geo_precision: int = 0,
    ) -> Event:
        """An event of that kind in one of the places of a town."""
        place, geo_precision = _where(places, geo_precision, random)
        country = place.country
        cast = self._world.cast(country, _half(day))
        side1, side2 = _sides(dyad, cast, random)
        return self._tell(dyad.kind, place, geo_precision, side1, side2, cast, day, precision, random)

    def cells(self, event: Event, event_id: str, width: int) -> list[str]:
        """The row, in its first `width` columns."""
        place, country = event.place, event.place.country
        side2 = event.side2
        labels = self._world.inter_labels
        day = _day(event.day)
        row = [
            event_id,
            day,
            day[:4],
            str(event.precision),
            event.kind.disorder_type,
            event.kind.event_type,
            event.kind.name,
            event.side1.name,
            "; ".join(event.beside1),
            labels[event.side1.inter],
            side2.name if side2 else "",
            "; ".join(event.beside2),
            labels[side2.inter] if side2 else "",
            self._world.interaction(event.side1.inter, side2.inter if side2 else 0),
            _targeting(event),
            country.iso,
            country.region,
            country.name,
            place.admin1,
            place.admin2,
            place.admin3,
            place.name,
            place.latitude,
            place.longitude,
            str(event.geo_precision),
            "; ".join([source.name for source in event.sources]),
            self._scale(event.sources),
            event.notes,
            str(event.fatalities),
            "; ".join(event.tags),
            str((event.uploaded - _EPOCH) * 86400),
        ]
        return row if width == len(row) else row + self._own(event)

    def _own(self, event: Event) -> list[str]:
        first, last = _interval(event.day, event.precision)
        day = _day(event.day)
        number = str(event.fatalities) if event.given else ""
        high = event.fatalities
        contested = ""
        if event.given and len(event.sources) > 1 and event.day % 5 == 0 and event.fatalities:
            high, contested = event.fatalities + 1 + event.day % 3, "fatalities"
        ids = [
            f"{source.slug}-{_day(event.uploaded)}-{event.place.slug}"[:110].strip("-")
            for source in event.sources
        ]
        key = f"{event.place.slug}-{event.kind.name.lower()}-{day}".replace("/", "-").replace(" ", "-")
        return [
            key,
            "; ".join(ids),
            first,
            last,
            event.place.slug,
            "GeoNames",
            number,
            number,
            str(high) if event.given else "",
            event.attribution,
            contested,
        ]

    def _possible(self, country: Country, event_type: str) -> tuple[list[Dyad], list[float]]:
        """What may happen in a country, and in those like it: dyads whose sides it has; cumulated weights."""
        dyads, weights = [], []
        for name, (weight, mix) in _MIX.items():
            kind = self._world.sub_events[name]
            shares = [
                (int(code), float(share)) for code, _, share in (one.partition(":") for one in mix.split())
            ]
            if unknown := {code for code, _ in shares if kind.interactions and code not in kind.interactions}:
                raise ValueError(f"the codebook does not know {name} with {unknown}")
            whole = sum(share for _, share in shares)
            for code, share in shares:
                dyad = _ordered(kind, code)
                if kind.event_type == event_type and all(
                    inter in (0, STATE) or country.groups[inter] for inter in (dyad.inter1, dyad.inter2)
                ):
                    dyads.append(dyad)
                    weights.append(weight * share / whole)
        return dyads, list(accumulate(weights))

    def _capture(self, slot: Slot, day: int, random: Random) -> Event:
        place = slot.town.places[0]
        cast = self._world.cast(place.country, _half(day))
        rebels = cast.by_inter[2][slot.town.number % len(cast.by_inter[2])]
        army = cast.by_inter[STATE][0]
        peaceful = slot.event_type == "Strategic developments"
        name = (
            "Non-state actor overtakes territory"
            if slot.captured == "rebels"
            else "Non-violent transfer of territory" if peaceful else "Government regains territory"
        )  # fmt: skip
        sides = (rebels, army) if slot.captured == "rebels" else (army, rebels)
        return self._tell(self._world.sub_events[name], place, 1, *sides, cast, day, 1, random)

    def _tell(
        self,
        kind: SubEvent,
        place: Place,
        geo_precision: int,
        side1: Actor,
        side2: Actor | None,
        cast: Cast,
        day: int,
        precision: int,
        random: Random,
    ) -> Event:
        beside1, beside2 = _associates(kind, side1, side2, cast, place.country, random)
        count = _count(kind, random)
        toll, given = "", count > 0
        if count:
            toll = deaths(count, self._world.count_words, random)
        elif kind.name in _DEADLY and random.random() < 0.7:
            toll = random.choice(NO_DEATHS)
            given = toll.startswith("There")
        sources = random.sample(
            place.country.sources, 1 if (many := random.random()) < 0.72 else 2 if many < 0.92 else 3
        )
        event = Event(
            day=day,
            precision=precision,
            place=place,
            geo_precision=geo_precision,
            kind=kind,
            side1=side1,
            beside1=beside1,
            side2=side2,
            beside2=beside2,
            fatalities=count,
            given=given,
            tags=_tags(kind, side2, beside2, random),
            opening=opening(day, precision),
            lead=_lead(kind, place, geo_precision, side1, side2, random),
            toll=toll,
            more="",
            sources=sources,
            uploaded=day + 3 + int(random.random() * 60),
            attribution="",
        )
        if random.random() < 0.1:
            event.attribution = random.choice(ATTRIBUTIONS)
        event.more = _more(event, random)
        return event

    def _scale(self, sources: list[Source]) -> str:
        """One kind of source, or the first and the last in the codebook's order."""
        key = tuple(source.scale for source in sources)
        if key not in self._scales:
            kinds = sorted(set(key), key=self._world.scale_order.index)
            scale = kinds[0] if len(kinds) == 1 else f"{kinds[0]}-{kinds[-1]}"
            if scale not in self._world.scales:
                raise ValueError(f"the codebook does not know the source scale {scale}")
            self._scales[key] = scale
        return self._scales[key]


def _ordered(kind: SubEvent, code: int) -> Dyad:
    """Protesters and rioters first, then those who fly, civilians last."""
    first, second = divmod(code, 10)
    if (
        second in (PROTESTERS, RIOTERS)
        and first != second
        and not (first == RIOTERS and second != PROTESTERS)
    ) or (second == EXTERNAL and (first == CIVILIANS or kind.name == "Air/drone strike")):
        first, second = second, first
    return Dyad(kind, first, second)


def _half(day: int) -> int:
    that = date.fromordinal(day)
    return that.year * 2 + (that.month > 6)


_DAYS: dict[int, str] = {}


def _day(day: int) -> str:
    if day not in _DAYS:
        _DAYS[day] = date.fromordinal(day).isoformat()
    return _DAYS[day]


def _interval(day: int, precision: int) -> tuple[str, str]:
    """The days that it may have been: one, Monday to Sunday, or (part of) the month."""
    if precision == 1:
        return _day(day), _day(day)
    if precision == 2:
        monday = day - (day - 1) % 7
        return _day(monday), _day(monday + 6)
    that = date.fromordinal(day)
    first = day - that.day + 1
    last = date(that.year + that.month // 12, that.month % 12 + 1, 1).toordinal() - 1
    if that.day == 1:
        return _day(first), _day(first + 9)
    return _day(last - 10 if day == last else first), _day(last)


def _where(places: tuple[Place, ...], geo_precision: int, random: Random) -> tuple[Place, int]:
    if not geo_precision:
        chance = random.random()
        geo_precision = 1 if chance < 0.76 else 3 if chance > 0.93 and places[0].seat else 2
    if geo_precision > 1 or len(places) == 1 or random.random() < 0.6:
        return places[0], geo_precision
    return random.choice(places[1:]), geo_precision


def _sides(dyad: Dyad, cast: Cast, random: Random) -> tuple[Actor, Actor | None]:
    policing = dyad.kind.event_type in ("Protests", "Riots") or dyad.kind.name == "Arrests"
    governing = dyad.kind.name in ("Agreement", "Other")
    side1 = _actor(dyad.inter1, cast, policing, governing, random)
    if not dyad.inter2:
        return side1, None
    side2 = _actor(dyad.inter2, cast, policing, governing, random)
    crowds = (RIOTERS, PROTESTERS)
    while side2 is side1 and dyad.inter1 not in crowds:
        side2 = _actor(dyad.inter2, cast, policing, False, random)
    return side1, side2


def _actor(inter: int, cast: Cast, policing: bool, governing: bool, random: Random) -> Actor:
    if inter == STATE and governing:
        return cast.government
    choice = cast.police if inter == STATE and policing else cast.by_inter[inter]
    return choice[int(random.random() ** 2 * len(choice))]


def _associates(
    kind: SubEvent, side1: Actor, side2: Actor | None, cast: Cast, country: Country, random: Random
) -> tuple[list[str], list[str]]:
    """Who was with each side; nobody twice. Sexual violence names the women."""
    used = {side1.name, side2.name if side2 else ""}
    first = _beside(side1, 0.46, cast, country, used, random)
    if side2 is None:
        return first, []
    if kind.name == "Sexual violence":
        return first, [country.label("Women")]
    return first, _beside(side2, 0.3, cast, country, used | set(first), random)


def _beside(
    side: Actor, share: float, cast: Cast, country: Country, used: set[str], random: Random
) -> list[str]:
    if random.random() > share:
        return []
    if side.inter in (RIOTERS, PROTESTERS, CIVILIANS):
        pool: Iterable[str] = [country.label(name) for name in random.sample(LABELS, 3)]
    else:
        choice = cast.by_inter[side.inter]
        pool = [choice[int(random.random() * len(choice))].name for _ in range(2)]
    wanted = 1 if random.random() < 0.7 else 2
    return list(dict.fromkeys(name for name in pool if name not in used))[:wanted]


def _count(kind: SubEvent, random: Random) -> int:
    """How many died."""
    share = _DEADLY.get(kind.name, 0)
    if not share or random.random() >= share:
        return 0
    count = int(random.paretovariate(1.1))
    return count if count <= 48 else random.randint(16, 48)


def _targeting(event: Event) -> str:
    rule = event.kind.civilian_targeting
    civilians = event.side1.inter == CIVILIANS or (event.side2 is not None and event.side2.inter == CIVILIANS)
    return "Civilian targeting" if rule == "always" or (rule == "possible" and civilians) else ""


def _tags(kind: SubEvent, side2: Actor | None, beside2: list[str], random: Random) -> list[str]:
    tags = []
    if kind.event_type in ("Protests", "Riots"):
        tags.append(f"crowd size={random.choice(_CROWDS)}")
        if side2 and side2.inter == PROTESTERS:
            tags.append("counter-demonstration")
    if kind.event_type == "Riots" and random.random() < 0.1:
        tags.append("armed")
    if kind.name == "Sexual violence":
        tags.append("sexual violence")
    if kind.event_type == "Violence against civilians" and any(
        name.startswith("Women (") for name in beside2
    ):
        tags.append(f"women targeted: {random.choice(_WOMEN)}")
    if kind.event_type == "Violence against civilians" and random.random() < 0.02:
        tags.append("local administrators")
    return tags


def _lead(
    kind: SubEvent, place: Place, geo_precision: int, side1: Actor, side2: Actor | None, random: Random
) -> str:
    parents = f"({place.admin2}, {place.admin1})" if place.admin2 else f"({place.admin1})"
    if geo_precision == 1:
        where = f"in {place.name} {parents}"
    elif geo_precision == 2:
        where = f"{'near' if random.random() < 0.7 else 'on the outskirts of'} {place.name} {parents}"
    else:
        where = f"in the wider area of {place.admin1} (coded to {place.name}, {place.admin1})"
    template = random.choice(LEADS[kind.name][0 if side2 else 1])
    return template.format(
        a=side1.prose,
        b=side2.prose if side2 else "",
        where=where,
        cause=CAUSES[int(random.random() * len(CAUSES))],
    )


def _more(event: Event, random: Random) -> str:
    """Sentences until the notes are as long as those of real data are, 261 characters in the mean."""
    wanted = random.lognormvariate(5.39, 0.5)
    if random.random() < 0.003:
        wanted = random.uniform(800, 2500)
    length = len(event.opening) + len(event.lead) + len(event.toll) + 3
    parts = []
    if event.attribution:
        parts.append(f"This is the account of {event.attribution}.")
    if event.kind.event_type in ("Protests", "Riots") and random.random() < 0.15:
        parts.append(f'Their banners read "{SLOGANS[int(random.random() * len(SLOGANS))]}".')
    length += sum(map(len, parts)) + len(parts)
    start, step = int(random.random() * len(MORE)), 1 + int(random.random() * 50)
    while length < wanted - 40:
        parts.append(MORE[start % len(MORE)])
        length += len(parts[-1]) + 1
        start += step
    text = " ".join(parts)
    if len(parts) > 1 and random.random() < 0.006:
        text = parts[0] + "\n" + " ".join(parts[1:])
    return text
