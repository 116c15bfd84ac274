"""What a decision between two codings of one source does to the first of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dateline.coders.pairs import pairs
from dateline.convert.coded import Claim, Coded
from dateline.convert.decisions import Decision

WITH = {
    "event_date": ("event_date", "time_precision"),
    "location": ("location", "geo_precision"),
    "fatalities": ("fatalities", "fatalities_low", "fatalities_high"),
}
"""Fields that go together: whoever's day stands, so does his precision."""

Key = tuple[str, str]
Seconds = Mapping[Key, tuple[Claim, ...]]
"""Claims of second codings by event and field, under the keys of the first."""


@dataclass(frozen=True, slots=True)
class Adjudicated:
    """The claims of one event as they stand after the decisions between its coders."""

    claims: tuple[Claim, ...]
    by: Mapping[str, Decision]
    """The decision behind each field that coders disagreed on."""
    astray: tuple[tuple[Decision, tuple[Claim, ...]], ...] = ()
    """Decisions for what nobody says, with what is said."""


def seconds(first: Iterable[Coded], second: Iterable[Coded]) -> dict[Key, tuple[Claim, ...]]:
    """The claims of second codings, as those of the same source and event in the first."""
    by_source = {one.source_id: one for one in first}
    found: dict[Key, list[Claim]] = {}
    for one in second:
        if one.source_id in by_source:
            same = pairs(by_source[one.source_id].claims, one.claims)
            for claim in one.claims:
                if claim.event_key in same:
                    key = same[claim.event_key]
                    found.setdefault((key, claim.field), []).append(claim._replace(event_key=key))
    return {key: tuple(claims) for key, claims in found.items()}


def adjudicate(
    key: str, claims: Sequence[Claim], decisions: Mapping[Key, Decision], others: Seconds
) -> Adjudicated:
    """Where a decision is for what the second coder reads in a source, his claim takes the place of the
    first's, with its words. A decision for the first leaves all as it is."""
    kept = list(claims)
    by: dict[str, Decision] = {}
    astray = []
    for (event, name), decision in decisions.items():
        theirs = others.get((event, name), ()) if event == key else ()
        for claim in theirs:
            ours = [one.value for one in kept if one.field == name and one.source_id == claim.source_id]
            if claim.value in ours:
                continue
            if decision.value == claim.value:
                together = WITH.get(name, (name,))
                kept = [c for c in kept if c.source_id != claim.source_id or c.field not in together]
                kept += [
                    c for f in together for c in others.get((key, f), ()) if c.source_id == claim.source_id
                ]
                by |= dict.fromkeys(together, decision)
            elif decision.value in ours:
                by[name] = decision
            elif decision.value not in {one.value for one in (*kept, *theirs) if one.field == name}:
                astray.append((decision, (*(one for one in kept if one.field == name), claim)))
    return Adjudicated(tuple(kept), by, tuple(astray))
