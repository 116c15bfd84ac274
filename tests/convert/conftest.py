"""A made-up war in one bay, told by sources that tests write in a line each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dateline import codebook, registry
from dateline.convert.coded import NOTHING, Claim, Coded, Told
from dateline.convert.decisions import Contradiction, Decision, Decisions
from dateline.convert.merge import Inputs, Merged, Together, merge
from dateline.findings import InDocument
from dateline.project import Project
from dateline.registry import Registries

KEY = "bay-clash"
DAY = "2024-01-10"

ACTORS = {
    "northern-army": ("Northern Army", "State forces", "2023-02-01"),
    "river-front": ("River Front", "Rebel group", "2023-02-02"),
    "hill-guard": ("Hill Guard", "Political militia", "2023-02-03"),
    "islanders": ("Military Forces of the Island", "External/Other forces", "2023-02-04"),
    "fishermen": ("Civilians (Bay)", "Civilians", "2023-02-05"),
    "crowd": ("Protesters (Bay)", "Protesters", "2023-02-06"),
    "mob": ("Rioters (Bay)", "Rioters", "2023-02-07"),
    "coast-union": ("Labor Group (Bay)", "", "2023-02-08"),
}
PLACES = {"harbour-town": "Coast", "lighthouse": "Coast", "old-mill": "Inland"}


def registries() -> Registries:
    actors = [
        {"actor_id": id, "name": name, "aliases": "", "actor_type": "named group", "active_from": ""}
        | {"active_to": "", "updated_at": updated}
        for id, (name, _inter, updated) in ACTORS.items()
    ]
    roles = [
        {"role_id": id, "actor_id": id, "country": "Antarctica", "inter": inter}
        | {"valid_from": "", "valid_to": "", "updated_at": "2023-03-01"}
        for id, (_name, inter, _updated) in ACTORS.items()
        if inter
    ]
    locations = [
        {"location_id": id, "name": id.title(), "aliases": "", "admin1": admin1, "admin2": "", "admin3": ""}
        | {"country": "Antarctica", "latitude": "-70", "longitude": "10", "coordinate_source": "GeoNames"}
        | {"updated_at": "2023-04-01"}
        for id, admin1 in PLACES.items()
    ]
    return registry.registries(actors, roles, locations)


@dataclass(frozen=True)
class Bay:
    """What the merger needs; `told` makes a source, `merge` merges some."""

    registries: Registries = field(default_factory=registries)
    project: Project = field(
        default_factory=lambda: Project(Path(), "bay", "BAY", Path("seeds"), Path("datasets"))
    )

    def told(self, source: str = "gazette", *events: Mapping[str, Any], **about: Any) -> Coded:
        """A source that tells events; by default the clash of `KEY`. Facts about it are keyword arguments."""
        row = {
            "source_id": source,
            "published_at": about.get("published", "2023-10-15"),
            "publisher": about.get("publisher", source.title()),
            "source_scale": about.get("scale", "National"),
        }
        place = InDocument(f"{source}.yaml", 1, 1, "/source/id", source)
        claims = [claim for one in events or [{}] for claim in self.claims(source, one)]
        dated = date.fromisoformat(about.get("dated", DAY))
        return Coded(f"{source}.yaml", source, "", row, dated, tuple(claims), (), (), 0, place, place)

    def claims(self, source: str, event: Mapping[str, Any]) -> Iterable[Claim]:
        """The claims of one event; `None` takes one of the usual ones away."""
        usual = {
            "event_date": "2023-10-14",
            "time_precision": 1,
            "sub_event_type": "Armed clash",
            "actor1": "Northern Army",
            "actor2": "River Front",
            "location": "harbour-town",
            "geo_precision": 1,
            "notes": f"On 14 October 2023, as {source} tells it.",
        }
        told = {**usual, **event}
        key = told.pop("key", KEY)
        within = told.pop("within", (told["event_date"], told["event_date"]))
        says = told.pop("attributed_to", {})
        if "fatalities" in told:
            told.setdefault("fatalities_low", told["fatalities"])
            told.setdefault("fatalities_high", told["fatalities"])
        for name, value in told.items():
            if value is None:
                continue
            listed = isinstance(value, list)
            for item, one in enumerate(value if listed else [value], 1):
                yield Claim(
                    event_key=key,
                    source_id=source,
                    field=name,
                    item=item if listed else 0,
                    value=str(one),
                    basis="inferred",
                    expression="",
                    attributed_to=says.get(name, ""),
                    reason="made up",
                    evidence=(),
                    file=f"{source}.yaml",
                    line=1,
                    column=1,
                    pointer=f"/events/0/{name}",
                    start=date.fromisoformat(within[0]) if name == "event_date" else None,
                    end=date.fromisoformat(within[1]) if name == "event_date" else None,
                )

    def merge(
        self,
        *sources: Coded,
        decisions: Mapping[str, str] | None = None,
        contradictions: Iterable[Contradiction] = (),
        aside: Told = NOTHING,
    ) -> Together:
        """Merge sources; `decisions` gives values for fields of the event of `KEY`."""
        place = InDocument("seeds/decisions.yaml", 1, 1, "/decisions/0", KEY)
        decided = {
            (KEY, name): Decision(KEY, name, value, "so it is", "AB", date(2024, 2, 1), place)
            for name, value in (decisions or {}).items()
        }
        inputs = Inputs(
            self.project,
            codebook.load(),
            self.registries,
            Decisions(decided, tuple(contradictions)),
            aside,
        )
        return merge(sources, inputs)

    def event(self, *sources: Coded, decisions: Mapping[str, str] | None = None) -> Merged:
        """The one event of sources that must merge without a finding."""
        together = self.merge(*sources, decisions=decisions)
        assert not together.findings, [finding.message for finding in together.findings]
        (merged,) = together.events
        return merged

    def row(self, *sources: Coded, decisions: Mapping[str, str] | None = None) -> Mapping[str, str]:
        """Its row."""
        return self.event(*sources, decisions=decisions).row


@pytest.fixture(scope="session")
def bay() -> Bay:
    """The bay."""
    return Bay()
