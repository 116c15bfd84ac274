"""Types, dyads, marks and tags that do not go together."""

from __future__ import annotations

from synthetic.kinds.base import (
    ATTACK_BY_STATE,
    CLASH,
    PROTEST,
    Bench,
    cell,
    changed,
    side1,
    told,
)
from synthetic.rows import Event
from synthetic.world import IDENTITY

_SHELLING = "Shelling/artillery/missile attack"
_AIR = "Air/drone strike"

cell(
    "sub_event_of_other_type", "event_type", "The sub-event type belongs to another event type.",
    "Battles", of=(_AIR, 28),
)  # fmt: skip
cell(
    "event_type_unknown", "event_type", "There is no such event type, but nearly: Battle.", "Battle", of=CLASH
)
cell("sub_event_unknown", "sub_event_type", "There is no such sub-event type.", "Skirmish", of=CLASH)
cell("sub_event_case", "sub_event_type", "A sub-event type in lower case.", "armed clash", of=CLASH)
cell(
    "sub_event_old_spelling", "sub_event_type", "An old spelling: protestors.",
    "Excessive force against protestors", of=("Excessive force against protesters", 16),
)  # fmt: skip
cell(
    "disorder_type_wrong", "disorder_type", "The disorder type is not that of the sub-event type.",
    "Demonstrations", of=("Mob violence", 57),
)  # fmt: skip
cell(
    "disorder_type_case", "disorder_type", "A disorder type in other letters: Strategic Developments.",
    "Strategic Developments", of=("Arrests", 17),
)  # fmt: skip
cell(
    "civilian_targeting_missing",
    "civilian_targeting",
    "Violence against civilians without civilian targeting.",
    "",
)
cell(
    "civilian_targeting_unmarked", "civilian_targeting", "Civilians were shelled, but no civilian targeting.",
    "", of=(_SHELLING, 37),
)  # fmt: skip
cell(
    "civilian_targeting_forbidden", "civilian_targeting", "Civilian targeting in a battle.",
    "Civilian targeting", of=CLASH,
)  # fmt: skip
cell(
    "civilian_targeting_spelling", "civilian_targeting", "Another spelling: Civilians targeted.",
    "Civilians targeted",
)  # fmt: skip
cell(
    "interaction_wrong", "interaction", "The interaction is not that of the two sides.",
    lambda old, bench: bench.world.interactions[13], of=CLASH,
)  # fmt: skip
cell(
    "interaction_one_sided", "interaction", "The interaction says that there is one side, there are two.",
    lambda old, bench: bench.world.interactions[10], "interaction_wrong", of=(_SHELLING, 12),
)  # fmt: skip
cell(
    "interaction_reversed", "interaction", "The two halves of the interaction are in the wrong order.",
    lambda old, bench: "-".join(reversed(old.split("-"))), of=CLASH,
)  # fmt: skip
cell("interaction_as_number", "interaction", "A number among texts.", "12", of=CLASH)
told(
    "interaction_unusual", "interaction", "A dyad that the sub-event type does not have.",
    side1(lambda bench: bench.actor(IDENTITY)), of=(_AIR, 17),
)  # fmt: skip
cell("inter_as_number", "inter1", "A number among texts.", "1", of=ATTACK_BY_STATE)
cell("inter_spelling", "inter1", "Another spelling: State Forces.", "State Forces", of=ATTACK_BY_STATE)
cell("crowd_size_missing", "tags", "A protest without crowd size.", "", of=PROTEST)
cell("crowd_size_misplaced", "tags", "A battle with a crowd size.", "crowd size=around 50", of=CLASH)
cell(
    "tag_unknown", "tags", "There is no such tag, but nearly: amred.",
    lambda old, bench: f"{old.split('; ')[0]}; amred", of=("Mob violence", 57),
)  # fmt: skip
told(
    "women_tag_without_women", "tags", "The tag says that women were targeted, no associate says women.",
    lambda event, bench: changed(event, beside2=[], tags=["women targeted: girls"]),
)  # fmt: skip


def _regained(event: Event, bench: Bench) -> Event:
    where = event.lead.rpartition(" in ")[2]
    lead = f"{event.side1.prose} took the town from others in {where}"
    return changed(event, kind=bench.world.sub_events["Government regains territory"], lead=lead)


told(
    "regain_without_state", "inter1", "Government regains territory, but no government.",
    _regained, "interaction_unusual", of=("Armed clash", 23),
)  # fmt: skip
