"""What says which event a row is (rule H002): it is another event if the coder's key is another, or if day,
place and sides all are. The key alone does not tell, for ids are made of it: whoever exchanges the keys of
two events exchanges their ids."""

from __future__ import annotations

EVENT_KEY = "event_key"
"""The coder's own key of an event: it never moves."""
DAY, PLACE, SIDES = ("event_date",), ("location", "latitude", "longitude"), ("actor1", "actor2")
"""Columns that together say it without a key (ACLED codebook: an event is a place, a day and a dyad). A group
differs if any of its cells does."""
