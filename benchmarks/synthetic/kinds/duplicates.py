"""Ids, and events that stand there twice."""

from __future__ import annotations

from synthetic.kinds.base import (
    ATTACK,
    LOOTING,
    PROTEST,
    Bench,
    Made,
    Row,
    cell,
    changed,
    has_districts,
    kind,
)
from synthetic.rows import INDEX, Event
from synthetic.world import REBEL, Actor


def _again(event: Event, bench: Bench) -> Row:
    """The row of a second event with the place, day and type of another: its key must be another one."""
    row = bench.row(event)
    if bench.width > INDEX["event_key"]:
        row[INDEX["event_key"]] += "-again"
    return row


def _by(actor: Actor, event: Event) -> Event:
    """The event, with that actor 1."""
    return changed(event, side1=actor, lead=event.lead.replace(event.side1.prose, actor.prose))


def _against(actor: Actor, event: Event) -> Event:
    """The event, with that actor 2."""
    assert event.side2
    return changed(event, side2=actor, lead=event.lead.replace(event.side2.prose, actor.prose))


@kind("id_twice", "event_id_cnty", "Two events have the same id.", rows=2)
def _(bench: Bench) -> Made:
    before = bench.row(bench.event(*LOOTING), 1)
    return bench.row(bench.event(*PROTEST), event_id_cnty=bench.ids[1]), before


cell("id_missing", "event_id_cnty", "No id.", "")
cell("id_lower_case", "event_id_cnty", "An id in lower case.", lambda old, bench: old.lower())
cell("id_undefined", "event_id_cnty", "An id that a program made of nothing.", "undefined", "id_twice")
cell(
    "id_like_acled", "event_id_cnty", "An id that looks like one of ACLED's.",
    lambda old, bench: f"ZZZ{bench.random.randint(1, 999999)}",
)  # fmt: skip


@kind(
    "exact_duplicate", "event_id_cnty", "All is the same but the id.",
    "same_event_twice", "near_duplicate", "identical_notes", rows=2,
)  # fmt: skip
def _(bench: Bench) -> Made:
    event = bench.event(*ATTACK)
    return _again(event, bench), bench.row(event, 1)


@kind(
    "same_event_twice", "event_id_cnty", "Same day, place, type and sides, which are swapped; other notes.",
    "near_duplicate", rows=2,
)  # fmt: skip
def _(bench: Bench) -> Made:
    first, second = bench.event("Armed clash", 12), bench.event("Armed clash", 12)
    rebels = bench.actor(REBEL, 1)
    lead = f"shots were fired for an hour in {bench.place.name} as rebels met soldiers"
    changed(first, side2=rebels, beside1=[], beside2=[])
    changed(second, side1=rebels, side2=first.side1, beside1=[], beside2=[], lead=lead)
    return _again(second, bench), bench.row(first, 1)


@kind(
    "near_duplicate", "event_id_cnty", "Same type and sides, a day later and some km away; other notes.",
    rows=2, where=has_districts,
)  # fmt: skip
def _(bench: Bench) -> Made:
    first, second = bench.event("Armed clash", 13), bench.event("Armed clash", 13, place=bench.neighbour)
    lead = f"shots were fired for an hour in {bench.neighbour.name} as two armed sides met"
    _against(bench.stranger(), first)
    changed(second, side1=first.side1, side2=first.side2, beside1=[], beside2=[], lead=lead)
    second.on(first.day + 1)
    return bench.row(second), bench.row(first, 1)


@kind(
    "copied_next_day", "event_id_cnty", "Same notes but for the date, same sides and place, a day later.",
    "near_duplicate", rows=2,
)  # fmt: skip
def _(bench: Bench) -> Made:
    event = _by(bench.stranger(), bench.event(*ATTACK))
    before = bench.row(event, 1)
    event.on(event.day + 1)
    return bench.row(event), before


@kind("identical_notes", "notes", "Two rows at different places have the same notes.", rows=2, towns=2)
def _(bench: Bench) -> Made:
    event = bench.event(*ATTACK)
    before = bench.row(event, 1)
    return bench.row(changed(event, place=bench.remote)), before
