"""The code lists of `schema/codes/`, read once: vocabularies, what each sub-event demands, how codes
combine."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass

from dateline import resources
from dateline.registry import items, read_rows

CIVILIAN_TARGETING = "Civilian targeting"
"""ACLED's cell text where civilians are the main or only target."""
CIVILIANS = "Civilians"


@dataclass(frozen=True, slots=True)
class SubEvent:
    """One of the 25 sub-event types. `rank` 1 is the highest of the hierarchy."""

    name: str
    event_type: str
    disorder_type: str
    rank: int
    civilian_targeting: str
    other_spellings: tuple[str, ...]
    closed: frozenset[str] | None
    """The interactions (labels) that it can have; None where the codebook does not close the list."""

    def admits(self, interaction: str) -> bool:
        """Whether sides of these kinds can meet in an event of this type."""
        return self.closed is None or interaction in self.closed


@dataclass(frozen=True, slots=True)
class Country:
    """A country as ACLED names it; `iso` is ISO 3166-1 numeric without padding, Kosovo 0."""

    name: str
    iso: str
    region: str


@dataclass(frozen=True, slots=True)
class Policy:
    """How the claims of several sources about one field become one cell."""

    field: str
    policy: str
    list: bool


@dataclass(frozen=True, slots=True)
class Codebook:
    """The code lists that conversion needs, indexed."""

    sub_events: Mapping[str, SubEvent]
    countries: Mapping[str, Country]
    interactions: Mapping[tuple[str, str], str]
    """Label by the two inter labels; the second is empty for one-sided events. Both orders are listed."""
    scales: Mapping[str, int]
    """Single terms of `source_scale` by their place in the order of precedence."""
    policies: Mapping[str, Policy]

    def interaction(self, inter1: str, inter2: str) -> str | None:
        """The label of the interaction of two inter labels; None where the codebook has no such pair."""
        return self.interactions.get((inter1, inter2))

    def source_scale(self, terms: set[str]) -> str:
        """One cell for the scales of all sources of an event: the most local term, joined with the widest
        if they differ."""
        parts = sorted(terms, key=self.scales.__getitem__)
        return parts[0] if len(parts) == 1 else f"{parts[0]}-{parts[-1]}"


@functools.cache
def prefixes() -> tuple[str, ...]:
    """The letters with which ACLED's event ids begin, sorted."""
    countries = read_rows(resources.folder("schema") / "codes" / "countries.csv")
    return tuple(sorted({row["event_id_prefix"] for row in countries if row["event_id_prefix"]}))


@functools.cache
def load() -> Codebook:
    """The built-in codebook, from the installed package's `schema/codes/`."""
    codes = resources.folder("schema") / "codes"
    scales = [row["scale"] for row in read_rows(codes / "source_scales.csv") if row["terms"] == "1"]
    interactions: dict[tuple[str, str], str] = {}
    labels: dict[str, str] = {}
    for row in read_rows(codes / "interactions.csv"):
        labels[row["code"]] = row["label"]
        interactions[row["inter_a"], row["inter_b"]] = row["label"]
        if row["inter_b"]:
            interactions[row["inter_b"], row["inter_a"]] = row["label"]
    return Codebook(
        sub_events={
            row["sub_event_type"]: SubEvent(
                name=row["sub_event_type"],
                event_type=row["event_type"],
                disorder_type=row["disorder_type"],
                rank=int(row["sub_event_rank"]),
                civilian_targeting=row["civilian_targeting"],
                other_spellings=items(row["other_spellings"]),
                closed=frozenset(labels[code] for code in items(row["interactions"]))
                if row["interactions_closed"] == "true"
                else None,
            )
            for row in read_rows(codes / "event_types.csv")
        },
        countries={
            row["country"]: Country(row["country"], row["iso"], row["region"])
            for row in read_rows(codes / "countries.csv")
        },
        interactions=interactions,
        scales={scale: rank for rank, scale in enumerate(scales)},
        policies={
            row["field"]: Policy(row["field"], row["policy"], row["list"] == "true")
            for row in read_rows(codes / "field_policies.csv")
        },
    )
