"""Invented events, and the sentences in which newspapers tell them.

In a sentence, square brackets mark the words that carry a claim: `[actor1 the army] withdrew`. They may stand
inside one another.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from dateline import dates
from invented import (
    ASSOCIATES,
    CIVILIANS,
    COMMUNAL,
    COUNTRIES,
    EXTERNAL,
    MILITIA,
    PROTESTERS,
    REBELS,
    RIOTERS,
    STATE,
    Actor,
    Place,
    World,
)

_FIRST_DAY = date(2022, 3, 1)
_PER_DAY = 40
_SAID = (
    "a district official",
    "the regional hospital",
    "a military spokesman",
    "two witnesses",
    "the mayor’s office",
    "an aid worker",
    "a resident reached by telephone",
)
_WHERE = (("{}", 1), ("the town of {}", 1), ("{} market", 1), ("the fields outside {}", 2))
"""How a place is told, and the geographic precision of these words."""
_ALONGSIDE = (
    "[{field} {who} were with them from the first hour]",
    "[{field} on their side stood {who}], who had come from two valleys away",
    "[{field} {who} joined in before the evening]",
)
_AGAINST = ("[{field} {who} were on the other side]", "[{field} against them stood {who}], as many saw")
_DEATHS = (
    "[fatalities {count} people were killed]",
    "[fatalities at least {count} people died]",
    "the dead, [fatalities {count} in all], were buried the same day",
)
_RANGES = ("[fatalities between {low} and {high} people were killed]",)
_CROWDS = ("[tags around {count} people] came", "the crowd of [tags around {count} people] stayed for hours")
_ARMED = ("[tags some carried knives and sticks]", "[tags several were armed], by their own account")


@dataclass(frozen=True, slots=True)
class Kind:
    """A sub-event type: who does it to whom, and how that is told."""

    sub_event_type: str
    word: str
    side1: tuple[str, ...]
    side2: tuple[str, ...]
    deadly: bool
    lead: str
    """What happened, without place and time."""


_DO = "[sub_event_type [actor1 {actor1}] "
KINDS = (
    Kind("Armed clash", "clash", (STATE,), (REBELS, MILITIA), True, _DO + "clashed with [actor2 {actor2}]]"),
    Kind("Armed clash", "firefight", (REBELS,), (MILITIA, EXTERNAL), True,
         "[sub_event_type a firefight broke out between [actor1 {actor1}] and [actor2 {actor2}]]"),
    Kind("Government regains territory", "recapture", (STATE,), (REBELS,), True,
         _DO + "drove out [actor2 {actor2}] and took control]"),
    Kind("Non-state actor overtakes territory", "capture", (REBELS,), (STATE,), True,
         _DO + "overran posts of [actor2 {actor2}] and took control]"),
    Kind("Air/drone strike", "strike", (EXTERNAL,), (REBELS, MILITIA), True,
         "[sub_event_type drones of [actor1 {actor1}] bombed [actor2 {actor2}]]"),
    Kind("Shelling/artillery/missile attack", "shelling", (REBELS,), (CIVILIANS,), True,
         "[sub_event_type mortar rounds fired by [actor1 {actor1}] hit homes of [actor2 {actor2}]]"),
    Kind("Remote explosive/landmine/IED", "bomb", (MILITIA,), (STATE,), True,
         "[sub_event_type a roadside bomb laid by [actor1 {actor1}] struck [actor2 {actor2}]]"),
    Kind("Attack", "attack", (MILITIA, COMMUNAL), (CIVILIANS,), True,
         _DO + "opened fire on [actor2 {actor2}]]"),
    Kind("Abduction/forced disappearance", "abduction", (REBELS,), (CIVILIANS,), False,
         _DO + "abducted [actor2 {actor2}] from their homes]"),
    Kind("Looting/property destruction", "looting", (COMMUNAL,), (CIVILIANS,), False,
         _DO + "drove off the cattle of [actor2 {actor2}]]"),
    Kind("Peaceful protest", "protest", (PROTESTERS,), (), False, _DO + "marched for higher wages]"),
    Kind("Violent demonstration", "riot", (RIOTERS,), (), True, _DO + "burned tyres and broke windows]"),
    Kind("Protest with intervention", "dispersal", (PROTESTERS,), (STATE,), False,
         "[sub_event_type tear gas was fired at [actor1 {actor1}] by [actor2 {actor2}]]"),
    Kind("Mob violence", "mob", (RIOTERS,), (CIVILIANS,), True, _DO + "beat [actor2 {actor2}] with sticks]"),
    Kind("Arrests", "arrests", (STATE,), (MILITIA,), False, _DO + "arrested [actor2 {actor2}] on a road]"),
    Kind("Agreement", "truce", (STATE,), (REBELS,), False, _DO + "signed a truce with [actor2 {actor2}]]"),
    Kind("Headquarters or base established", "base", (EXTERNAL,), (), False, _DO + "opened a camp]"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Event:
    """What really happened in the invented world."""

    key: str
    kind: Kind
    day: date
    place: Place
    actor1: Actor
    actor2: Actor | None
    beside1: tuple[Actor, ...]
    beside2: tuple[Actor, ...]
    deaths: int
    crowd: int


@dataclass(frozen=True, slots=True)
class Claim:
    """What a coder writes beside the quotation: `values` as the extraction has them."""

    field: str
    values: dict[str, str | int]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A marked sentence, and the claims of its marks in the order in which the marks begin."""

    words: str
    claims: tuple[Claim, ...]


def published(number: int) -> date:
    """The day on which an article appears: forty a day, for ever."""
    return _FIRST_DAY + timedelta(days=number // _PER_DAY)


def events_of(number: int, world: World, seed: int, count: int) -> list[Event]:
    """The events that article `number` is the first to tell; they share a country, and no place."""
    random = Random(f"events {seed} {number}")
    country = random.choice(COUNTRIES)
    places = random.sample(world.places_in(country), count)
    day = published(number)
    return [_event(f"{number}-{at}", day, place, world, random) for at, place in enumerate(places, 1)]


def _event(ending: str, newest: date, place: Place, world: World, random: Random) -> Event:
    kind = random.choice(KINDS)
    day = newest - timedelta(days=random.choice((0, 1, 1, 1, 2, 2, 3, 4, 5, 6, 9, 12, 20, 33)))
    side1 = world.acting(place.country, kind.side1)
    side2 = world.acting(place.country, kind.side2)
    beside = random.sample(world.acting(place.country, (ASSOCIATES,)), 5)
    return Event(
        key=f"{place.id}-{kind.word}-{day}-{ending}",
        kind=kind,
        day=day,
        place=place,
        actor1=random.choice(side1),
        actor2=random.choice(side2) if side2 else None,
        beside1=tuple(beside[:4]),
        beside2=tuple(beside[4:]) if side2 else (),
        deaths=random.randint(1, 30),
        crowd=random.randint(2, 60) * 10,
    )


def lead(event: Event, appeared: date, random: Random, *, exactly: bool) -> Sentence:
    """The sentence that says who did what where and when; `exactly`, so that the day is known."""
    words, resolution = when(event.day, appeared, random, exactly=exactly)
    where, precision = random.choice(_WHERE)
    place = where.format(random.choice((event.place.name, event.place.alias)))
    what = event.kind.lead.format(
        actor1=random.choice(event.actor1.called),
        actor2=random.choice(event.actor2.called) if event.actor2 else "",
    )
    order = ("{what} in [location {place}] {when}", "{when} {what} in [location {place}]")
    claims = [
        Claim("event_date", {
            "value": str(resolution.preferred[0]), "precision": resolution.precision or 0, "expression": words
        }),
        Claim("sub_event_type", {"value": event.kind.sub_event_type}),
        Claim("actor1", {"value": event.actor1.name}),
        *([Claim("actor2", {"value": event.actor2.name})] if event.actor2 else []),
        Claim("location", {"value": event.place.id, "precision": precision}),
    ]  # fmt: skip
    told = random.choice(order).format(what=what, place=place, when=words)
    said = random.choice(_SAID)
    for claim in random.sample(claims, 2):
        claim.values["attributed_to"] = said
    return Sentence(f"[event_date {told}], {said} said", tuple(claims))


def toll(event: Event, random: Random) -> Sentence:
    """The sentence that counts the dead."""
    low = max(1, event.deaths - random.choice((0, 0, 0, 1, 2)))
    if random.random() < 0.2:
        high = low + random.randint(1, 5)
        values: dict[str, str | int] = {"value": low, "low": low, "high": high}
        return Sentence(random.choice(_RANGES).format(low=low, high=high), (Claim("fatalities", values),))
    return Sentence(random.choice(_DEATHS).format(count=low), (Claim("fatalities", {"value": low}),))


def details(event: Event, random: Random) -> Iterator[Sentence]:
    """Sentences that an article may add: who stood beside whom, how many came, whether they were armed."""
    for templates, field, associates in (
        (_ALONGSIDE, "assoc_actor_1", event.beside1),
        (_AGAINST, "assoc_actor_2", event.beside2),
    ):
        for one in associates:
            words = random.choice(templates).format(field=field, who=random.choice(one.called))
            yield Sentence(words, (Claim(field, {"value": one.name}),))
    if event.kind.word in ("protest", "riot", "dispersal", "mob"):
        words = random.choice(_CROWDS).format(count=event.crowd)
        yield Sentence(words, (Claim("tags", {"value": f"crowd size=around {event.crowd}"}),))
        yield Sentence(random.choice(_ARMED), (Claim("tags", {"value": "armed"}),))


def when(day: date, appeared: date, random: Random, *, exactly: bool) -> tuple[str, dates.Resolution]:
    """Words for a day in a newspaper of another day, and what they mean; an event may be coded from them."""
    candidates = list(_exact(day, appeared)) + ([] if exactly else list(_vague(day)))
    random.shuffle(candidates)
    coarsest = 1 if exactly else 3
    for words in candidates:
        meant = dates.resolve(words, appeared)
        if meant and meant.precision and meant.precision <= coarsest and meant.interval.contains(day):
            return words, meant
    raise ValueError(f"no words for {day} in a newspaper of {appeared}")


def _exact(day: date, appeared: date) -> Iterator[str]:
    weekday, month = f"{day:%A}", f"{day:%B}"
    yield f"on {day.day} {month}"
    yield f"on {month} {day.day}, {day.year}"
    yield f"on {weekday}, {day.day} {month}"
    ago = (appeared - day).days
    if ago == 0:
        yield from ("today", "this morning")
    if ago == 1:
        yield from ("yesterday", "yesterday evening")
    if 1 < ago < 7:
        yield f"{('two', 'three', 'four', 'five', 'six')[ago - 2]} days ago"
    if 0 < ago < 7:
        yield from (f"on {weekday}", f"on {weekday} evening", f"in the early hours of {weekday}")


def _vague(day: date) -> Iterator[str]:
    month = f"{day:%B}"
    yield from ("earlier this week", "last week", "over the weekend", "within the past 24 hours")
    yield from ("in the past two days", "in the last few days", "in recent days", "in the past week")
    yield from (f"in {month}", f"early in {month}", f"in mid-{month}", f"in late {month}", "last month")
    yield from (f"in {month} {day.year}", f"in the first week of {month}", f"around {day.day} {month}")
