"""Which events of two codings of one source are the same event."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dateline.convert.coded import Claim

TELLING = ("event_date", "location", "sub_event_type", "actor1")
"""Fields by which events with different keys are known to be one."""
ENOUGH = 3
"""How many of them must be the same."""


def pairs(one: Iterable[Claim], other: Iterable[Claim]) -> dict[str, str]:
    """Keys of the events of `other` that are events of `one`, each with its key there: the same key, or the
    same day, place, kind and first actor but for one of these. Two coders choose their keys alone."""
    ours, theirs = _by_event(one), _by_event(other)
    found = {key: key for key in theirs if key in ours}
    likely = sorted(
        (
            (-_alike(ours[key], theirs[name]), key, name)
            for name in theirs
            if name not in found
            for key in ours
            if key not in found
        ),
    )
    for likeness, key, name in likely:
        if -likeness >= ENOUGH and name not in found and key not in found.values():
            found[name] = key
    return found


def _by_event(claims: Iterable[Claim]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for claim in claims:
        found.setdefault(claim.event_key, {}).setdefault(claim.field, claim.value)
    return found


def _alike(one: Mapping[str, str], other: Mapping[str, str]) -> int:
    return sum(name in one and one[name] == other.get(name) for name in TELLING)
