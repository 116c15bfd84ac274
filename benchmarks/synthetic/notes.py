"""The words of the notes: what happened, who died, and sentences that say nothing to any rule."""

from __future__ import annotations

from itertools import product
from random import Random

MONTHS = (
    "", "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip

LEADS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "Government regains territory": (("{a} regained control of the town from {b} {where}",), ()),
    "Non-state actor overtakes territory": (("{a} took control of the town from {b} {where}",), ()),
    "Armed clash": (
        (
            "{a} and {b} exchanged fire {where}",
            "{a} clashed with {b} {where}",
            "an armed clash took place {where}, with {a} on one side and {b} on the other",
            "fighters of two sides, {a} and {b}, fought with rifles {where}",
        ),
        (),
    ),
    "Excessive force against protesters": (
        (
            "{b} opened fire on {a} {where} who called for {cause}",
            "{b} used live rounds against {a} {where}; they asked for {cause}",
        ),
        (),
    ),
    "Protest with intervention": (
        (
            "{b} dispersed {a} {where} who called for {cause}",
            "{b} pushed back {a} {where}; they had gathered to ask for {cause}",
            "{b} used tear gas to break up a rally of {a} {where} for {cause}",
        ),
        (),
    ),
    "Peaceful protest": (
        ("{a} and others with the opposite view rallied {where}; the matter was {cause}",),
        (
            "{a} gathered {where} to call for {cause}",
            "{a} marched {where} and asked for {cause}",
            "{a} held a rally {where} in support of {cause}",
            "{a} stood in front of the municipal offices {where} for two hours to call for {cause}",
        ),
    ),
    "Violent demonstration": (
        (
            "{a} threw stones at {b} {where} during a demonstration for {cause}",
            "{a} and {b} fought {where} at a demonstration for {cause}",
        ),
        ("{a} set tyres on fire and blocked the main road {where} to demand {cause}",),
    ),
    "Mob violence": (
        (
            "{a} attacked {b} with sticks {where} after a quarrel",
            "a crowd of {a} beat {b} {where} over an accusation of theft",
        ),
        ("{a} smashed the windows of shops {where} after a football match",),
    ),
    "Chemical weapon": (("{a} released a toxic gas on {b} {where}",), ()),
    "Air/drone strike": (
        ("{a} carried out an airstrike against {b} {where}", "a drone of {a} struck {b} {where}"),
        ("{a} carried out an airstrike {where}", "a drone of {a} dropped munitions {where}"),
    ),
    "Suicide bomb": (("a suicide bomber of {a} set off an explosive vest among {b} {where}",), ()),
    "Shelling/artillery/missile attack": (
        ("{a} shelled {b} {where}", "{a} fired mortar rounds at {b} {where}"),
        ("{a} fired artillery {where}", "rockets launched by {a} landed {where}"),
    ),
    "Remote explosive/landmine/IED": (
        (
            "a roadside explosive device planted by {a} went off as {b} passed {where}",
            "an IED of {a} hit {b} {where}",
        ),
        ("an explosive device planted by {a} went off {where}",),
    ),
    "Grenade": (("{a} threw a grenade at {b} {where}",), ("{a} threw a grenade {where}",)),
    "Sexual violence": (("{a} raped {b} {where}",), ()),
    "Attack": (
        ("{a} shot at {b} {where}", "{a} beat {b} {where}", "{a} attacked {b} in their homes {where}"),
        (),
    ),
    "Abduction/forced disappearance": (
        ("{a} abducted {b} {where}", "{a} took {b} away by force {where}"),
        (),
    ),
    "Agreement": (("{a} and {b} agreed on a local ceasefire {where}",), ()),
    "Arrests": (("{a} arrested a number of {b} {where}",), ()),
    "Change to group/activity": (
        (),
        ("{a} moved additional forces and vehicles {where}", "{a} announced a new command {where}"),
    ),
    "Disrupted weapons use": (
        ("{a} seized a store of weapons of {b} {where}", "{a} defused an explosive device of {b} {where}"),
        ("{a} cleared unexploded ordnance {where}",),
    ),
    "Headquarters or base established": ((), ("{a} set up a new base {where}",)),
    "Looting/property destruction": (
        (
            "{a} burned houses of {b} {where}",
            "{a} took cattle from {b} {where}",
            "{a} looted shops of {b} {where}",
        ),
        (),
    ),
    "Non-violent transfer of territory": (
        ("{a} entered the town without a fight after {b} had withdrawn {where}",),
        (),
    ),
    "Other": (
        ("{a} and {b} were part of a development that fits no other type {where}",),
        ("{a} were part of a development that fits no other type {where}",),
    ),
}
"""By sub-event type: with two sides, with one. {where} is the place."""

CAUSES = (
    "higher wages", "the repair of the water supply", "the release of a detained teacher",
    "lower fuel prices", "the dismissal of the mayor", "better schools",
    "unpaid salaries of the past quarter", "a new health post", "compensation for flooded fields",
    "the end of power cuts", "fair elections", "safer roads", "the rights of tenants",
    "an inquiry into a land sale", "the reopening of the market", "affordable bread",
    "the protection of the forest",
)  # fmt: skip
SLOGANS = (
    "Water for all", "We want to work, not to wait", "¡Salarios dignos ya!",
    "L’école d’abord, l’État ensuite", "الماء حق للجميع", "نريد العمل لا الوعود", "Хлеб и свет для всех",
    "Ekmek, iş, özgürlük", "No light, no vote", "Đất là của dân", "पानी दो", "Respeito à saúde pública",
)  # fmt: skip
ATTRIBUTIONS = (
    "local residents", "a district official", "the regional hospital", "a local teacher", "two eyewitnesses",
)  # fmt: skip
"""Who the sources say said it; nobody who takes part."""

_SUBJECTS = (
    "Shops and offices in the area", "Schools in the neighbourhood", "The bus station and the market",
    "Several roads in the town", "The local clinic", "Public services", "Traders at the market",
    "Families from the surrounding streets", "The town council", "Telephone lines and the internet",
    "The weekly market", "Transport on the main road", "Mosques and churches in the town",
    "The municipal administration", "Aid organisations in the district", "The power supply of the quarter",
)  # fmt: skip
_PREDICATES = (
    "remained closed for the rest of the day, according to the report", "reopened a few hours afterwards",
    "were, the newspaper writes, not affected by the events",
    "continued as usual, although fewer people were on the streets",
    "had to manage without electricity for some hours",
    "received visits from officials, who asked the public to stay calm",
    "were mentioned in the report, which gives no further details",
    "stayed open under the eyes of volunteers from the community",
    "resumed only in the evening; nobody gave a reason for the delay",
    "were busy as on any other day, the radio station added", "are described in the report as calm",
    "asked the authorities for more information, which was not given",
    "were crowded until the late afternoon", "saw little traffic, and the streets were quiet by nightfall",
)  # fmt: skip
MORE = tuple(
    f"{subject} {predicate}."
    for subject, predicate in product(_SUBJECTS, _PREDICATES)
    if subject.split()[0] != "The" or not predicate.startswith(("were", "are"))
)
"""Sentences to go on with: no dates, no numbers, no places."""

_NUMBERS = (
    "", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve",
)  # fmt: skip
NO_DEATHS = ("There were no fatalities.", "Casualties unknown.", "Fatalities unknown.")


def long_date(year: int, month: int, day: int) -> str:
    """`14 October 2017`."""
    return f"{day} {MONTHS[month]} {year}"


def deaths(count: int, words: dict[str, int], random: Random) -> str:
    """A sentence that says that `count` people died; vague words, and then the number they are coded as,
    where they fit."""
    form = random.random()
    if form < 0.25 and count in (3, 10):
        return f"Several fatalities coded as {count}."
    if form < 0.5:
        for phrase in ("dozens", "scores", "tens"):
            if words[phrase] == count:
                return f"{phrase.capitalize()} of people were killed (coded as {count})."
    if count == 1:
        return random.choice(
            ("One person was killed.", "1 person was killed.", "There was 1 fatality.", "One person died.")
        )
    if form < 0.7 and count < len(_NUMBERS):
        return f"{_NUMBERS[count]} people were killed."
    if form < 0.8:
        return f"At least {count} people were killed."
    if form < 0.9:
        return f"{count} people were killed, and others injured."
    return random.choice(
        (f"{count} people were killed.", f"There were {count} fatalities.", f"{count} people died.")
    )
