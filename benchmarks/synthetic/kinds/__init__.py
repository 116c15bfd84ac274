"""The kinds of defects, and how each is made.

A defect is made of a clean row (or two) at a place of its own, so that it breaks what its kind says and
nothing else. Where that is impossible, `also` names the kinds that it is as well: a battle with civilians is
a dyad that battles do not have, too. What lies in the file around it may suffer as well: a row with another
date is no longer in order.
"""

from __future__ import annotations

from synthetic.kinds import (  # noqa: F401 - each adds its kinds
    actors,
    dates,
    duplicates,
    event_types,
    fatalities,
    places,
    structure,
    text,
)
from synthetic.kinds.base import KINDS, Bench, Kind, Made

__all__ = ["KINDS", "Bench", "Kind", "Made"]
