"""Counts of deaths that are no counts, or that something contradicts."""

from __future__ import annotations

from synthetic.kinds.base import ATTACK, KINDS, Bench, Kind, Made, changed, told
from synthetic.notes import NO_DEATHS


def _deaths(
    name: str, says: str, fatalities: int, toll: str, *also: str, of: tuple[str, int] = ATTACK
) -> None:
    """An event with that count, and that sentence about it."""
    told(
        name,
        "fatalities",
        says,
        lambda event, bench: changed(event, fatalities=fatalities, toll=toll, given=True),
        *also,
        of=of,
    )


def _number(name: str, says: str, count: str) -> None:
    """An attack with four deaths, and another text in the cell."""

    def make(bench: Bench) -> Made:
        event = changed(bench.event(*ATTACK), fatalities=4, toll="4 people were killed.", given=True)
        return (bench.row(event, fatalities=count),)

    KINDS[name] = Kind(name, "fatalities", says, make)


_number("fatalities_negative", "Less than no deaths.", "-4")
_number("fatalities_decimal", "A count with decimals: 4.0.", "4.0")
_number("fatalities_missing", "No count of deaths.", "")
_number("fatalities_word", "A word for a count.", "four")
_number("fatalities_scientific", "A count as spreadsheets shorten it.", "4E+00")
_number("fatalities_thousands", "A count with a comma.", "1,004")
_number("fatalities_other_digits", "A count in Arabic-Indic digits.", "٤")
_deaths(
    "deaths_at_peaceful_protest", "Deaths at a peaceful protest.", 2, "2 people were killed.",
    of=("Peaceful protest", 60),
)  # fmt: skip
_deaths(
    "deaths_at_intervention", "Deaths at a protest with intervention.", 2, "2 people were killed.",
    of=("Protest with intervention", 16),
)  # fmt: skip
_deaths(
    "deaths_at_abduction", "Deaths at an abduction.", 2, "2 people were killed.",
    of=("Abduction/forced disappearance", 27),
)  # fmt: skip
_deaths(
    "suicide_bomb_without_deaths", "A suicide bomb, but not even the bomber died.", 0, NO_DEATHS[0],
    of=("Suicide bomb", 27),
)  # fmt: skip
_deaths("deaths_though_notes_say_none", "Deaths, though the notes say that there were none.", 4, NO_DEATHS[0])
_deaths(
    "no_deaths_though_notes_say_some", "No deaths, though the notes count some.", 0, "4 people were killed.",
    "deaths_differ_from_notes",
)  # fmt: skip
_deaths(
    "deaths_coded_otherwise", "The notes say that the count was coded as another number.", 10,
    "Several fatalities coded as 3.",
)  # fmt: skip
_deaths("deaths_against_number_word", "Dozens are 12, not 40.", 40, "Dozens of people were killed.")
_deaths("deaths_not_in_notes", "Deaths that the notes do not mention.", 7, "")
_deaths("deaths_differ_from_notes", "Another count than that of the notes.", 6, "4 people were killed.")
_deaths(
    "deaths_are_the_injured", "The count is that of the injured.", 17, "4 people were killed and 17 injured.",
    "deaths_differ_from_notes",
)  # fmt: skip
_deaths("deaths_beyond_belief", "More deaths than any such event has.", 2400, "2400 people were killed.")
