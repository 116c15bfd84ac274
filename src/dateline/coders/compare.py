"""Codings side by side: units, agreement by field, disagreements."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from dateline.coders import agreement
from dateline.coders.agreement import Unit
from dateline.coders.pairs import pairs
from dateline.convert import merge
from dateline.convert.coded import Claim, Coded
from dateline.registry import LIST

SCALES = {
    "event_date": "days",
    "fatalities": "number",
    "fatalities_low": "number",
    "fatalities_high": "number",
}
"""Fields whose values are far from each other or near; of all others they are the same or not."""
FIELDS = tuple(name for name in merge.FIELDS if name not in ("fatalities_low", "fatalities_high", "notes"))
"""Fields that are compared. Notes are everybody's own words."""
NOTHING = ""
"""What stands for a field that a coder did not fill; that too can be agreed on."""


@dataclass(frozen=True, slots=True)
class Coding:
    """What one coder made of the sources."""

    name: str
    coded: Mapping[str, Coded]
    """By source id."""


@dataclass(frozen=True, slots=True)
class Said:
    """What the coders say of one field of one event, as one source tells it."""

    source: str
    event: str
    field: str
    claims: tuple[tuple[Claim, ...], ...]
    """Of each coder; empty of one who did not fill the field."""
    told: tuple[bool, ...]
    """Of each coder, whether the event was coded at all."""

    @property
    def values(self) -> tuple[str | None, ...]:
        """Of each coder: the value, "" for none, None where the event was not coded."""
        return tuple(
            LIST.join(sorted(claim.value for claim in claims)) if told else None
            for claims, told in zip(self.claims, self.told, strict=True)
        )

    @property
    def agreed(self) -> bool:
        """Whether all who coded the event say the same."""
        return len({value for value in self.values if value is not None}) <= 1


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far coders agree on one field."""

    field: str
    units: int
    agreed: int
    percent: float | None
    kappa: float | None
    """Of two coders; None of more."""
    alpha: float | None


@dataclass(frozen=True, slots=True)
class Alone:
    """An event that not all coders found."""

    source: str
    event: str
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Several codings of the same sources."""

    coders: tuple[str, ...]
    sources: tuple[str, ...]
    """Those that all of them coded."""
    events: int
    """Events that any of them found in these sources."""
    alone: tuple[Alone, ...]
    agreement: tuple[Agreement, ...]
    disagreements: tuple[Said, ...]
    """Those that nobody has decided."""
    decided: int = 0
    """Disagreements that a decision has settled."""


def compare(codings: Sequence[Coding]) -> Comparison:
    """Hold codings of the same sources against each other, field by field."""
    first, *others = codings
    sources = sorted(set(first.coded).intersection(*(one.coded for one in others)))
    said: list[Said] = []
    alone: list[Alone] = []
    events = 0
    for source in sources:
        by_event = _by_event([one.coded[source] for one in codings])
        events += len(by_event)
        for event, claims in by_event.items():
            told = tuple(bool(of) for of in claims)
            if not all(told):
                by = tuple(one.name for one, there in zip(codings, told, strict=True) if there)
                alone.append(Alone(source, event, by))
            if sum(told) > 1:
                said += [_said(source, event, field, claims, told) for field in FIELDS]
    compared = tuple(_agreement(field, [one for one in said if one.field == field]) for field in FIELDS)
    apart = tuple(one for one in said if not one.agreed)
    names = tuple(one.name for one in codings)
    return Comparison(names, tuple(sources), events, tuple(alone), compared, apart)


def settled(comparison: Comparison, decisions: Collection[tuple[str, str]]) -> Comparison:
    """The comparison without the disagreements that are decided. `decisions`: by event and field."""
    left = tuple(one for one in comparison.disagreements if (one.event, one.field) not in decisions)
    return replace(comparison, disagreements=left, decided=len(comparison.disagreements) - len(left))


def _by_event(codings: Sequence[Coded]) -> dict[str, list[list[Claim]]]:
    """The claims of each coder by event, under the key of the first who coded it."""
    by_event: dict[str, list[list[Claim]]] = {}
    known: list[Claim] = []
    for number, coded in enumerate(codings):
        same = pairs(known, coded.claims)
        for claim in coded.claims:
            key = same.get(claim.event_key, claim.event_key)
            by_event.setdefault(key, [[] for _ in codings])[number].append(claim)
        met = {claim.event_key for claim in known}
        known += [claim for claim in coded.claims if same.get(claim.event_key, claim.event_key) not in met]
    return by_event


def _said(
    source: str, event: str, field: str, claims: Sequence[Sequence[Claim]], told: tuple[bool, ...]
) -> Said:
    return Said(source, event, field, tuple(tuple(c for c in of if c.field == field) for of in claims), told)


def _agreement(field: str, said: Iterable[Said]) -> Agreement:
    # What nobody filled is no decision that coders could agree on.
    filled = [one for one in said if any(one.values)]
    units: list[Unit[str]] = [one.values for one in filled]
    two = [(unit[0], unit[1]) for unit in units if len(unit) == 2]
    of_two = [(one, other) for one, other in two if one is not None and other is not None]
    return Agreement(
        field,
        len(units),
        sum(one.agreed for one in filled),
        agreement.percent(units),
        agreement.kappa(of_two) if of_two and len(of_two) == len(units) else None,
        _alpha(field, units),
    )


def _alpha(field: str, units: Sequence[Unit[str]]) -> float | None:
    if field not in SCALES:
        return agreement.alpha(units, agreement.nominal)
    return agreement.alpha([[_number(field, value) for value in unit] for unit in units], agreement.interval)


def _number(field: str, value: str | None) -> Any:
    """A value as a number; a field that was not filled is missing here, for it is at no distance."""
    if not value:
        return None
    return date.fromisoformat(value).toordinal() if SCALES[field] == "days" else int(value)
