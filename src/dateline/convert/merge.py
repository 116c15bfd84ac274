"""All sound extractions together: one row for an event however many sources tell it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from dateline import rules
from dateline.codebook import Codebook
from dateline.coders.adjudication import Seconds, adjudicate
from dateline.convert import derive
from dateline.convert.coded import NOTHING, Claim, Coded, Told
from dateline.convert.decisions import Decision, Decisions
from dateline.convert.settle import AGREEMENT, ONLY, Settled, Tie, commonest, most_precise, settle
from dateline.findings import Finding, Place
from dateline.probes.names import first_nearest
from dateline.project import Project
from dateline.registry import LIST, Registries

Row = Mapping[str, str]

DEFAULT = "default"
FIELDS = (
    "event_date",
    "time_precision",
    "sub_event_type",
    "actor1",
    "assoc_actor_1",
    "actor2",
    "assoc_actor_2",
    "location",
    "geo_precision",
    "fatalities",
    "fatalities_low",
    "fatalities_high",
    "tags",
    "notes",
)
"""Fields that can be claimed, in the order of `claims.csv`."""
_RANK = {name: rank for rank, name in enumerate(FIELDS)}


@dataclass(frozen=True, slots=True)
class Merged:
    """One event: its row, and its claims each with whether and by what it was accepted."""

    row: Row
    claims: tuple[tuple[Claim, bool, str], ...]


@dataclass(frozen=True, slots=True)
class Together:
    """What all extractions give."""

    events: tuple[Merged, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Inputs:
    """What merging needs besides the extractions."""

    project: Project
    codebook: Codebook
    registries: Registries
    decisions: Decisions
    aside: Told = NOTHING
    """What the extractions tell that are not merged because of findings of their own. What may stand there is
    not reported as lacking."""
    seconds: Seconds = field(default_factory=dict)
    """What second codings of the same sources say."""


def merge(coded: Iterable[Coded], inputs: Inputs) -> Together:
    """Merge the claims of sound extractions by event key."""
    merger = _Merger(inputs)
    by_key: dict[str, list[Claim]] = {}
    sources: dict[str, Coded] = {}
    for one in sorted(coded, key=_source_order):
        sources[one.source_id] = one
        for claim in one.claims:
            by_key.setdefault(claim.event_key, []).append(claim)
    events = [merged for key, claims in by_key.items() if (merged := merger.event(key, claims, sources))]
    merger.unused_decisions(by_key)
    merger.colliding_ids(events)
    events.sort(key=lambda merged: (merged.row["event_date"], merged.row["event_id_cnty"]))
    return Together(tuple(events), tuple(merger.findings))


def _source_order(coded: Coded) -> tuple[str, str]:
    return coded.source.get("published_at") or "9999", coded.source_id


@dataclass
class _Merger:
    inputs: Inputs
    findings: list[Finding] = field(default_factory=list)
    used: set[tuple[str, str]] = field(default_factory=set)

    def event(self, key: str, claims: Sequence[Claim], sources: Mapping[str, Coded]) -> Merged | None:
        """The row of one event; None, with findings, where it cannot be made."""
        before = len(self.findings)
        told = [sources[source_id] for source_id in dict.fromkeys(claim.source_id for claim in claims)]
        groups: dict[str, list[Claim]] = {}
        between = adjudicate(key, claims, self.inputs.decisions.by_field, self.inputs.seconds)
        self.used |= {(key, name) for name in between.by}
        for decision, said in between.astray:
            self.used.add((key, decision.field))
            self._not_claimed(decision, said)
        for claim in between.claims:
            groups.setdefault(claim.field, []).append(claim)
        settled: dict[str, Settled] = {}
        for name in FIELDS:
            if name not in groups or name in ("time_precision", "geo_precision"):
                continue
            outcome = self._settle(key, name, groups)
            if isinstance(outcome, Tie):
                self._tie(key, name, outcome)
            elif outcome is not None:
                if name in between.by and outcome.settled_by in (ONLY, AGREEMENT):
                    outcome = replace(outcome, settled_by=f"decision: {between.by[name].reason}")
                settled[name] = outcome
                self._companion(name, outcome, groups, settled)
        if len(self.findings) > before:
            return None
        row = self._row(key, settled, groups, told)
        return None if row is None else Merged(row, self._judged(key, row, settled, groups))

    def _settle(self, key: str, name: str, groups: Mapping[str, list[Claim]]) -> Settled | Tie | None:
        claims = groups[name]
        policy = self.inputs.codebook.policies[name].policy
        if policy == "union":
            return Settled(
                tuple(claims), settled_by=ONLY if len({c.source_id for c in claims}) == 1 else policy
            )
        decision = self.inputs.decisions.by_field.get((key, name))
        differ = len({claim.value for claim in claims}) > 1
        if decision is not None and differ:
            self.used.add((key, name))
            if all(claim.value != decision.value for claim in claims):
                self._not_claimed(decision, claims)
                return None
        if name == "event_date":
            outcome = most_precise(claims, _precisions(groups["time_precision"]), decision)
            return self._outside_the_others(outcome)
        if name == "location":
            if differ and decision is None and not self._one_area(claims):
                self._two_places(key, claims)
                return None
            return most_precise(claims, _precisions(groups["geo_precision"]), decision)
        return settle(claims, policy, self.inputs.codebook, decision)

    def _outside_the_others(self, outcome: Settled | Tie) -> Settled | Tie:
        """A finer date only refines a vaguer one if it lies inside it."""
        if isinstance(outcome, Settled) and outcome.settled_by == "most_precise":
            day = date.fromisoformat(outcome.value)
            outside = [c for c in outcome.refused if c.start and c.end and not c.start <= day <= c.end]
            if outside:
                return Tie((*outcome.accepted[:1], *outside), "most_precise")
        return outcome

    def _companion(
        self, name: str, outcome: Settled, groups: Mapping[str, list[Claim]], settled: dict[str, Settled]
    ) -> None:
        """The precision goes with the date, or the place, that was accepted; the finest of those that
        agree."""
        companion = {"event_date": "time_precision", "location": "geo_precision"}.get(name)
        if companion is None:
            return
        sources = {claim.source_id for claim in outcome.accepted}
        with_it = sorted((c for c in groups[companion] if c.source_id in sources), key=lambda c: int(c.value))
        accepted = tuple(claim for claim in with_it if claim.value == with_it[0].value)
        refused = tuple(claim for claim in groups[companion] if claim not in accepted)
        by = f"with {name}" if refused else outcome.settled_by
        settled[companion] = Settled(accepted, refused, by)

    def _row(
        self,
        key: str,
        settled: Mapping[str, Settled],
        groups: Mapping[str, list[Claim]],
        told: Sequence[Coded],
    ) -> dict[str, str] | None:
        codebook, registries = self.inputs.codebook, self.inputs.registries
        finest = settled["time_precision"].accepted[0].source_id
        dated = next(claim for claim in settled["event_date"].accepted if claim.source_id == finest)
        day = date.fromisoformat(dated.value)
        location = registries.locations.by_id[settled["location"].value]
        actors = [
            registries.actors.match(settled[name].value).found
            for name in ("actor1", "actor2")
            if name in settled
        ]
        roles = [registries.role(actor, location.country, day) if actor else None for actor in actors]
        for name, actor, role in zip(("actor1", "actor2"), actors, roles, strict=False):
            if actor is None or role is None:
                values = {"value": settled[name].value, "day": day, "country": location.country}
                self._report("actor", "no_role", settled[name].accepted, values)
                return None
        role1, role2 = roles[0], roles[1] if len(roles) > 1 else None
        assert role1 is not None
        sub_event = codebook.sub_events[settled["sub_event_type"].value]
        interaction = derive.of_roles(role1, role2, codebook)
        if interaction is None or not sub_event.admits(interaction["interaction"]):
            other = f"against {role2.inter}" if role2 else "alone, without an actor2"
            sides = f"{role1.inter} {other}"
            values = {"value": sides, "sub_event": sub_event.name}
            self._report("interaction", "impossible", settled["actor1"].accepted, values)
            return None
        notes = settled.get("notes")
        if notes is None:
            if not self.inputs.aside.event(key):
                self._report("notes", "absent", settled["event_date"].accepted, {"value": key})
            return None
        numbers = [int(claim.value) for claim in groups.get("fatalities", ())]
        updated = [one.dated for one in told]
        associates = [
            registries.actors.match(claim.value).found
            for name in ("assoc_actor_1", "assoc_actor_2")
            if name in settled
            for claim in settled[name].accepted
        ]
        updated += [one.updated_at for one in (*actors, *associates, *roles, location) if one]
        decisions = self.inputs.decisions.by_field
        updated += [decisions[key, name].decided_at for name in FIELDS if (key, name) in decisions]
        return {
            "event_id_cnty": self.inputs.project.event_id(key),
            "event_date": dated.value,
            "year": str(day.year),
            "time_precision": settled["time_precision"].value,
            "sub_event_type": sub_event.name,
            **derive.of_sub_event(sub_event, interaction["inter2"]),
            "actor1": settled["actor1"].value,
            "assoc_actor_1": _listed(settled.get("assoc_actor_1")),
            "actor2": settled["actor2"].value if "actor2" in settled else "",
            "assoc_actor_2": _listed(settled.get("assoc_actor_2")),
            **interaction,
            **derive.of_location(location, codebook),
            "geo_precision": settled["geo_precision"].value,
            **derive.of_sources([one.source for one in told], codebook),
            "notes": notes.value,
            "fatalities": settled["fatalities"].value if "fatalities" in settled else "0",
            "tags": _listed(settled.get("tags")),
            "timestamp": derive.timestamp(max(updated)),
            "event_key": key,
            "date_start": str(dated.start),
            "date_end": str(dated.end),
            "fatalities_low": settled["fatalities_low"].value if numbers else "",
            "fatalities_best": str(commonest(numbers)) if numbers else "",
            "fatalities_high": settled["fatalities_high"].value if numbers else "",
            "attribution": LIST.join(
                dict.fromkeys(
                    c.attributed_to for s in settled.values() for c in s.accepted if c.attributed_to
                )
            ),
            "contested": LIST.join(name for name in FIELDS if name in settled and settled[name].contested),
        }

    def _judged(
        self, key: str, row: Row, settled: Mapping[str, Settled], groups: Mapping[str, list[Claim]]
    ) -> tuple[tuple[Claim, bool, str], ...]:
        judged = [(c, True, s.settled_by) for s in settled.values() for c in s.accepted]
        judged += [(c, False, s.settled_by) for s in settled.values() for c in s.refused]
        if "fatalities" not in groups:
            reason = "no source gives a number; ACLED codes 0 where there is no information"
            default = Claim(
                key, "", "fatalities", 0, row["fatalities"], DEFAULT, "", "", reason, (), "", 0, 0, ""
            )
            judged.append((default, True, DEFAULT))
        order = {source: rank for rank, source in enumerate(row["source_ids"].split(LIST))}
        judged.sort(
            key=lambda one: (order.get(one[0].source_id, len(order)), _RANK[one[0].field], one[0].item)
        )
        return tuple(judged)

    def _one_area(self, claims: Sequence[Claim]) -> bool:
        """Whether the places claimed can be one place told with different precision: same country and
        first-level unit."""
        places = [self.inputs.registries.locations.by_id[claim.value] for claim in claims]
        return len({(place.country, place.admin1) for place in places}) == 1

    # -- findings

    def _report(
        self,
        probe: str,
        answer: str,
        claims: Sequence[Claim],
        values: Mapping[str, object],
        suggestion: str | None = None,
    ) -> None:
        rule = rules.load().answering(probe, answer)
        related: tuple[Place, ...] = tuple(claim.place for claim in claims[1:])
        self.findings.append(rule.finding(claims[0].place, values, suggestion=suggestion, related=related))

    def _tie(self, key: str, name: str, tie: Tie) -> None:
        said = "; ".join(f"{claim.source_id} says {claim.value}" for claim in tie.claims)
        values = {"value": name, "event": key, "said": said, "policy": tie.policy.replace("_", " ")}
        self._report("sources", "differ", tie.claims, values)

    def _two_places(self, key: str, claims: Sequence[Claim]) -> None:
        places = self.inputs.registries.locations.by_id
        said = "; ".join(f"{claim.source_id} says {places[claim.value].chain}" for claim in claims)
        self._report("event_key", "two_places", claims, {"value": key, "said": said})

    def _not_claimed(self, decision: Decision, claims: Sequence[Claim]) -> None:
        rule = rules.load().answering("decision", "not_claimed")
        claimed = ", ".join(dict.fromkeys(claim.value for claim in claims))
        values = {
            "value": decision.value,
            "event": decision.event,
            "field": decision.field,
            "claimed": claimed,
        }
        near = first_nearest(decision.value, (claim.value for claim in claims))
        related = tuple(claim.place for claim in claims)
        self.findings.append(rule.finding(decision.place, values, suggestion=near, related=related))

    def unused_decisions(self, events: Mapping[str, Sequence[Claim]]) -> None:
        """A decision that settles nothing is out of date, or misspelt."""
        rule = rules.load().answering("decision", "settles_nothing")
        for (event, name), decision in self.inputs.decisions.by_field.items():
            if (event, name) not in self.used and not self.inputs.aside.event(event):
                values = {"value": decision.value, "event": event, "field": name}
                near = None if event in events else first_nearest(event, events)
                self.findings.append(rule.finding(decision.place, values, suggestion=near))
        absent = rules.load().answering("decision", "unknown_event")
        for one in self.inputs.decisions.contradictions:
            if one.event and one.event not in events and not self.inputs.aside.event(one.event):
                near = first_nearest(one.event, events)
                self.findings.append(absent.finding(one.place, {"value": one.event}, suggestion=near))

    def colliding_ids(self, events: Sequence[Merged]) -> None:
        """Two keys that hash to one id: unlikely, and fatal if it were missed."""
        seen: dict[str, Merged] = {}
        for merged in events:
            first = seen.setdefault(merged.row["event_id_cnty"], merged)
            if first is not merged:
                values = {"value": merged.row["event_key"], "other": first.row["event_key"]}
                self._report("event_key", "collides", [merged.claims[0][0], first.claims[0][0]], values)


def _precisions(claims: Sequence[Claim]) -> dict[str, int]:
    return {claim.source_id: int(claim.value) for claim in claims}


def _listed(settled: Settled | None) -> str:
    return LIST.join(dict.fromkeys(claim.value for claim in settled.accepted)) if settled else ""
