"""The events of an extraction: every value checked, every quotation anchored, one claim for each column it
fills."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from dateline import dates
from dateline.codebook import Codebook
from dateline.convert import quoting
from dateline.convert.coded import Claim, Evidence
from dateline.convert.reporter import Node, Reporter, Where
from dateline.convert.source import Source
from dateline.dates import DateState
from dateline.extraction.document import pointer
from dateline.probes.names import first_nearest
from dateline.probes.words import mentioned
from dateline.registry import Actor, Location, Registries

NOTES = {"basis": "derived", "reason": "written by the coder from the words of the event's other claims"}


@dataclass(slots=True)
class EventReader:
    """Reads the events of one extraction."""

    reporter: Reporter
    source: Source
    codebook: Codebook
    registries: Registries | None
    """None: names are not looked up, and claims of names have no value."""
    undecidable: int = 0
    """Dates that the words can neither prove nor refute."""

    def claims(self) -> Iterator[Claim]:
        """The claims of all events. Those with a problem are there too; their findings say so."""
        first: dict[str, int] = {}
        for index, event in enumerate(self.reporter.entries("events")):
            at: Where = ("events", index)
            key = event.get("key") if isinstance(event, dict) else None
            if not isinstance(key, str) or not self.reporter.sound((*at, "key")):
                continue
            if key in first:
                line = self.reporter.document.mark(("events", first[key], "key")).line
                self.reporter.report(
                    "event_key", "twice_in_file", (*at, "key"), {"value": key, "first": line}
                )
            first.setdefault(key, index)
            yield from self._event(event, key, at)

    def _event(self, event: Node, key: str, at: Where) -> Iterator[Claim]:
        day = self._day(event, at)
        location = self._location(event, at)
        yield from self._date_claims(event, key, at)
        for item, node, path in self._nodes(event, "sub_event_type", at):
            self._sub_event(node, path)
            yield from self._claims(key, path, node, {"sub_event_type": node["value"]}, item)
        for field in ("actor1", "assoc_actor_1", "actor2", "assoc_actor_2"):
            for item, node, path in self._nodes(event, field, at):
                actor = self._actor(node, path, day, location, needs_role=field in ("actor1", "actor2"))
                yield from self._claims(key, path, node, {field: actor.name if actor else ""}, item)
        for item, node, path in self._nodes(event, "location", at):
            place = {"location": location.id if location else "", "geo_precision": str(node["precision"])}
            yield from self._claims(key, path, node, place, item)
        for item, node, path in self._nodes(event, "fatalities", at):
            yield from self._claims(key, path, node, self._fatalities(node, path), item)
        for item, node, path in self._nodes(event, "tags", at):
            yield from self._claims(key, path, node, {"tags": node["value"]}, item)
        if isinstance(event.get("notes"), str) and self.reporter.sound((*at, "notes")):
            yield self._claim(key, "notes", 0, event["notes"].strip(), NOTES, (*at, "notes"), ())

    def _nodes(self, event: Node, field: str, at: Where) -> Iterator[tuple[int, Node, Where]]:
        """The claims of a field whose shape is right: (number of the item or 0, node, path)."""
        value = event.get(field)
        if isinstance(value, list):
            entries: list[tuple[int, object, Where]] = [
                (index + 1, node, (*at, field, index)) for index, node in enumerate(value)
            ]
        else:
            entries = [(0, value, (*at, field))]
        for item, node, path in entries:
            if isinstance(node, dict) and self.reporter.sound(path):
                yield item, node, path

    # -- dates

    def _day(self, event: Node, at: Where) -> date | None:
        nodes = (node for _, node, _ in self._nodes(event, "event_date", at))
        return next((date.fromisoformat(node["value"]) for node in nodes), None)

    def _date_claims(self, event: Node, key: str, at: Where) -> Iterator[Claim]:
        for item, node, path in self._nodes(event, "event_date", at):
            day, precision = date.fromisoformat(node["value"]), node["precision"]
            words = node.get("expression")
            if words is not None and not any(
                mentioned(words, quoting.quote(one).exact) for one in quoting.quotes(node)
            ):
                self.reporter.report(
                    "quotation", "expression_absent", (*path, "expression"), {"value": words}
                )
            circular = key in self.source.proves_nothing_about
            answer = dates.date_words(
                words, day, precision, self.source.published, self.source.latest, circular=circular
            )
            self._answered(answer, node, path)
            start, end = covered(answer, day, precision)
            values = {"event_date": node["value"], "time_precision": str(precision)}
            for claim in self._claims(key, path, node, values, item):
                yield claim._replace(start=start, end=end, expression=words or "")

    def _answered(self, answer: dates.DateAnswer, node: Node, path: Where) -> None:
        state, resolution = answer.state, answer.resolution
        if state is DateState.agrees:
            return
        if state is DateState.undecidable:
            self.undecidable += 1
            return
        words = node.get("expression")
        values: dict[str, object] = {
            "value": node["value"],
            "precision": node["precision"],
            "words": f"“{words}”" if words else "no date words",
            "published": self.source.latest or self.source.published,
        }
        suggestion, name = None, "value"
        if resolution:
            first, last = resolution.interval.start, resolution.interval.end
            preferred = " or ".join(str(day) for day in resolution.preferred)
            values |= {
                "interval": str(first) if first == last else f"{first} to {last}",
                "allowed": resolution.precision,
                "days": resolution.interval.days,
                "preferred": preferred,
            }
            if state in (DateState.too_precise, DateState.too_vague):
                suggestion, name = f"precision: {resolution.precision}", "precision"
            elif resolution.precision:
                suggestion = preferred
        self.reporter.report("date_words", state.value, (*path, name), values, suggestion)

    # -- what, who, where, how many

    def _sub_event(self, node: Node, path: Where) -> None:
        value = node["value"]
        known = self.codebook.sub_events
        if value not in known:
            meant = next((one.name for one in known.values() if value in one.other_spellings), None)
            near = meant or first_nearest(value, known)
            self.reporter.report("sub_event", "unknown", (*path, "value"), {"value": value}, near)

    def _actor(
        self, node: Node, path: Where, day: date | None, location: Location | None, *, needs_role: bool
    ) -> Actor | None:
        if self.registries is None:
            return None
        match = self.registries.actors.match(node["value"])
        self.reporter.resolved("actor", match, path, node["value"])
        actor = match.found
        if actor is None:
            return None
        at = (*path, "value")
        if day and not actor.active_on(day):
            values = {"value": actor.name, "day": day, "years": actor.years}
            self.reporter.report("actor", "inactive", at, values)
        elif day and location and needs_role and self.registries.role(actor, location.country, day) is None:
            values = {"value": actor.name, "day": day, "country": location.country}
            self.reporter.report("actor", "no_role", at, values)
        self.reporter.supported("actor", (actor.name, *actor.aliases), node, path)
        return actor

    def _location(self, event: Node, at: Where) -> Location | None:
        if self.registries is None:
            return None
        for _item, node, path in self._nodes(event, "location", at):
            match = self.registries.locations.match(node["value"])
            self.reporter.resolved("location", match, path, node["value"])
            if match.found:
                self.reporter.supported("location", (match.found.name, *match.found.aliases), node, path)
            return match.found
        return None

    def _fatalities(self, node: Node, path: Where) -> dict[str, str]:
        value = node["value"]
        low, high = node.get("low", value), node.get("high", value)
        if not low <= value <= high:
            self.reporter.report("fatalities", "disordered", path, {"value": value, "low": low, "high": high})
        return {"fatalities": str(value), "fatalities_low": str(low), "fatalities_high": str(high)}

    # -- claims

    def _claims(
        self, key: str, path: Where, node: Node, values: dict[str, str], item: int
    ) -> Iterator[Claim]:
        """One claim for each column that a node of the extraction fills; they share its quotations."""
        evidence = self.reporter.anchored(self.source.article, node, path, self.source.body)
        for field, value in values.items():
            yield self._claim(key, field, item, value, node, path, evidence)

    def _claim(
        self,
        key: str,
        field: str,
        item: int,
        value: str,
        node: Node,
        path: Where,
        evidence: tuple[Evidence, ...],
    ) -> Claim:
        mark = self.reporter.document.mark(path)
        return Claim(
            event_key=key,
            source_id=self.source.id,
            field=field,
            item=item,
            value=value,
            basis=node.get("basis", "quoted"),
            expression="",
            attributed_to=node.get("attributed_to", ""),
            reason=node.get("reason", ""),
            evidence=evidence,
            file=self.reporter.document.file,
            line=mark.line,
            column=mark.column,
            pointer=pointer(path),
        )


def covered(answer: dates.DateAnswer, day: date, precision: int) -> tuple[date, date]:
    """First and last day that the words allow; where they cannot be read, that the coded precision covers."""
    known = answer.resolution if answer.state is not DateState.undecidable else None
    if known and known.precision:
        return known.interval.start, known.interval.end
    if precision == 1:
        return day, day
    if precision == 2:
        return day - timedelta(days=3), day + timedelta(days=3)
    following = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    return day.replace(day=1), following - timedelta(days=1)
