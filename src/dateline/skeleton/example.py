"""The example in every new extraction: an event with all its fields, and what was left out. It is made up."""

from __future__ import annotations

EVENT = """\
events:
  # Your name for the event: unique in the dataset, never changed. Another source of it has the same key.
  - key: harbour-town-shelled-2023-10-14
    # What was done: one of the 25 of schema/codes/event_types.csv, with the words that describe it.
    sub_event_type:
      value: Shelling/artillery/missile attack
      quote: shells hit the centre of Harbour Town
    # The day, how precise the words are (1: the day, 2: the week, 3: the month), and the words inside the
    # quotation that give the date.
    event_date:
      value: 2023-10-14
      precision: 1
      expression: on Saturday
      quote: shells hit the centre of Harbour Town on Saturday
    # Who acts: a name of seeds/actors.csv, or an alias that only one actor bears. attributed_to: who, by the
    # source, said it, in its words; leave it out where the source speaks in its own voice.
    actor1:
      value: Northern Army
      quote: the Northern Army fired on the town
      attributed_to: a hospital doctor
    # Those who act beside actor 1: a list, as assoc_actor_2 is.
    assoc_actor_1:
      - value: River Militia
        quote: with the help of the River Militia
    # The other side; in violence against civilians, the victims. Leave it out for a one-sided event.
    actor2:
      value: Civilians
      # Without a basis: quoted, the words state the value. derived: it follows from them by a rule. inferred:
      # they do not state it, you conclude it. The last two need a reason.
      basis: inferred
      # Several quotations are a list. Words that the article has twice need some before or after them.
      quote:
        - shells hit the centre of Harbour Town
        - exact: the market
          prefix: people at
          suffix: were running
      reason: The text tells of shoppers and traders, and of nobody who fights.
    assoc_actor_2:
      - value: Labour Group
        basis: derived
        quote: traders were among the dead
        reason: The traders are named by what they do.
    # Where it happened, not where the report was filed: an id or a name of seeds/locations.csv.
    # precision 1: the place itself, 2: near it, 3: somewhere in its region.
    location:
      value: harbour-town
      precision: 1
      quote: the centre of Harbour Town
    # Only if the source gives a number; silence is no 0. value: the lowest number that the words support.
    # low and high: only if it gives a range.
    fatalities:
      value: 3
      low: 3
      high: 5
      quote: killed between three and five people
      attributed_to: a hospital doctor
    tags:
      - value: armed
        quote: the Northern Army fired on the town
    # What happened, in your own words. It begins with the date: On 14 October 2023, … (precision 1),
    # Around 14 October 2023, … (2 and 3). Needed in one source of the event.
    notes: >-
      On 14 October 2023, the Northern Army shelled the centre of Harbour Town and killed three to five
      people, according to a hospital doctor.
"""

LEFT_OUT = """\
left_out:
  - quote: clashes have gone on for months along the river
    reason: No day, week or month is given.
"""


def commented(block: str, indent: str = "") -> str:
    """A block of YAML with `# ` before each line, so that taking it away gives the block."""
    return "".join(f"{indent}# {line}\n" for line in block.splitlines())
