"""Actors that are not what they are said to be, that are missing, or that stand on the wrong side."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from synthetic.kinds.base import (
    ATTACK_BY_STATE,
    CLASH,
    KINDS,
    PROTEST,
    REBELS_CLASH,
    Bench,
    Kind,
    Made,
    cell,
    changed,
    side1,
    side2,
    told,
)
from synthetic.world import CIVILIANS, EXTERNAL, IDENTITY, MILITIA, PROTESTERS, REBEL, RIOTERS, STATE, Actor

_SHELLING = ("Shelling/artillery/missile attack", 10)


def _misjudged(
    name: str, field: str, says: str, *also: str, code: int, who: tuple[int, int], taken_for: int
) -> None:
    """An armed clash in which one side is said to be what it is not; the interaction follows."""

    def make(bench: Bench) -> Made:
        wrong = replace(bench.actor(*who), inter=taken_for)
        event = bench.event("Armed clash", code)
        (side1 if field == "inter1" else side2)(lambda _: wrong)(event, bench)
        return (bench.row(event),)

    KINDS[name] = Kind(name, field, says, make, also)


_misjudged(
    "inter_of_unidentified", "inter2", "An unidentified armed group that is no political militia.",
    "inter_conflicts", code=13, who=(MILITIA, 0), taken_for=REBEL,
)  # fmt: skip
_misjudged(
    "inter_of_community", "inter2", "An ethnic, clan … militia that is no identity militia.",
    "inter_conflicts", code=14, who=(IDENTITY, 0), taken_for=MILITIA,
)  # fmt: skip
_misjudged(
    "inter_of_soldiers_abroad", "inter2", "Military forces of another country that are state forces.",
    "inter_conflicts", code=28, who=(EXTERNAL, 0), taken_for=STATE,
)  # fmt: skip
_misjudged(
    "inter_of_soldiers_at_home", "inter1", "Military forces of the country that are external forces.",
    "inter_conflicts", code=12, who=(STATE, 0), taken_for=EXTERNAL,
)  # fmt: skip
_misjudged(
    "inter_conflicts",
    "inter2",
    "An actor is one thing in this row, another one in the country's other rows.",
    code=12,
    who=(REBEL, 0),
    taken_for=MILITIA,
)

cell("actor1_missing", "actor1", "No actor 1.", "")
cell("inter2_missing", "inter2", "Actor 2 without inter 2.", "", "interaction_wrong", of=CLASH)
cell(
    "inter2_without_actor2", "inter2", "Inter 2 without actor 2.",
    lambda old, bench: bench.world.inter_labels[REBEL], "interaction_wrong", of=_SHELLING,
)  # fmt: skip
cell(
    "associates_without_actor2", "assoc_actor_2", "Associates of an actor 2 that is not there.",
    lambda old, bench: bench.actor(REBEL).name, of=_SHELLING,
)  # fmt: skip
told(
    "actor2_missing_in_battle", "actor2", "A battle with one side.",
    side2(lambda bench: None), "interaction_unusual", of=CLASH,
)  # fmt: skip
told(
    "actor2_missing_in_attack", "actor2", "Violence against civilians with no civilians.",
    side2(lambda bench: None), "interaction_unusual",
)  # fmt: skip
told(
    "civilians_in_battle", "actor2", "Civilians are a side of a battle.",
    side2(lambda bench: bench.actor(CIVILIANS)), "interaction_unusual", of=CLASH,
)  # fmt: skip
told(
    "civilians_beside_battle", "assoc_actor_2", "Civilians are associates in a battle.",
    lambda event, bench: changed(event, beside2=[bench.actor(CIVILIANS).name]), of=CLASH,
)  # fmt: skip
told(
    "perpetrators_rioters", "actor1", "Rioters as perpetrators of violence against civilians.",
    side1(lambda bench: bench.actor(RIOTERS)), "interaction_unusual",
)  # fmt: skip
told(
    "victims_armed", "actor2", "Rebels as victims of violence against civilians.",
    side2(lambda bench: bench.actor(REBEL)), "interaction_unusual", of=ATTACK_BY_STATE,
)  # fmt: skip
told(
    "protest_without_protesters", "actor1", "A protest of rioters.",
    side1(lambda bench: bench.actor(RIOTERS)), "interaction_unusual", of=PROTEST,
)  # fmt: skip
told(
    "protest_opposed", "actor2", "A peaceful protest with soldiers as the other side.",
    side2(lambda bench: bench.actor(STATE)), "interaction_unusual", of=("Peaceful protest", 66),
)  # fmt: skip
told(
    "riot_without_rioters", "actor1", "A riot of protesters.",
    side1(lambda bench: bench.actor(PROTESTERS)), "interaction_unusual", of=("Violent demonstration", 50),
)  # fmt: skip
told(
    "rioters_in_explosion", "actor1", "Rioters use remote violence.",
    side1(lambda bench: bench.actor(RIOTERS)), "interaction_unusual", of=("Grenade", 17),
)  # fmt: skip
told(
    "actor_opposes_itself", "actor2", "An actor fights against itself.",
    lambda event, bench: changed(event, side2=event.side1, beside2=[]), of=REBELS_CLASH,
)  # fmt: skip
told(
    "actor_on_both_sides", "assoc_actor_1", "Actor 2 is also an associate of actor 1.",
    lambda event, bench: changed(event, beside1=[event.side2.name if event.side2 else ""]), of=CLASH,
)  # fmt: skip
told(
    "associate_on_both_sides",
    "assoc_actor_2",
    "The two sides have the same associate.",
    lambda event, bench: changed(
        event, beside1=[bench.actor(MILITIA, 1).name], beside2=[bench.actor(MILITIA, 1).name]
    ),
    of=CLASH,
)
told(
    "actor_own_associate", "assoc_actor_1", "Actor 1 is an associate of itself.",
    lambda event, bench: changed(event, beside1=[event.side1.name]), of=CLASH,
)  # fmt: skip


def _soldiers(years: str) -> Callable[[Bench], Actor]:
    return lambda bench: Actor(f"Military Forces of {bench.country.name} {years}", STATE, "military forces")


told(
    "regime_over", "actor1", "The regime in the actor's name had ended before the event.",
    side1(_soldiers("(1979-1984)")), of=CLASH,
)  # fmt: skip
told(
    "regime_to_come", "actor1", "The regime in the actor's name began after the event.",
    side1(_soldiers("(2031-)")), of=CLASH,
)  # fmt: skip
told(
    "regime_reversed", "actor1", "The regime in the actor's name ends before it begins.",
    side1(_soldiers("(2040-2010)")), "regime_over", of=CLASH,
)  # fmt: skip
told(
    "actor_of_other_country", "actor1", "Protesters of another country than that of the event.",
    side1(lambda bench: bench.elsewhere().groups[PROTESTERS][0]), of=PROTEST,
)  # fmt: skip
told(
    "actor_is_no_actor", "actor1", "Gunmen are no actor; an unidentified armed group is.",
    side1(lambda bench: Actor(bench.country.label("Gunmen"), MILITIA, "gunmen")),
)  # fmt: skip
told(
    "actor_case_variant", "actor2", "A name in other letters than elsewhere: CIViLIaNS (…).",
    side2(lambda bench: Actor(bench.country.label(_other_case("civilians", bench)), CIVILIANS, "civilians")),
)  # fmt: skip
told(
    "actor_misspelt", "actor1", "A name with one letter missing.",
    side1(lambda bench: _without_eighth_letter(bench.actor(REBEL))), of=("Armed clash", 23),
)  # fmt: skip
told(
    "actor_too_long",
    "actor1",
    "A name of more than 200 characters.",
    side1(
        lambda bench: Actor("Alliance of " + "the northern and " * 12 + "southern bands", MILITIA, "bands")
    ),
)


def _other_case(word: str, bench: Bench) -> str:
    """The word in capital and small letters, mixed so that hardly two rows have the same."""
    return "".join(bench.random.choice((letter, letter.upper())) for letter in word[:-1]) + word[-1].upper()


def _without_eighth_letter(actor: Actor) -> Actor:
    return replace(actor, name=actor.name[:7] + actor.name[8:])
