"""A small made-up project, over which the examples of rules are laid.

Two papers, of Sunday 15 October 2023, tell how the Northern Army and the River Front clashed in Harbour
Town, in Antarctica. Nothing is quoted unless an example brings words of its own, so that it fails for its
own reason only.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dateline.convert import run, tables
from dateline.project import REGISTRIES, Project

Node = dict[str, Any]
Row = dict[str, str]

COUNTRY = "Antarctica"
KEY = "harbour-clash-2023-10-14"
SOURCES = ("coast-gazette", "hill-herald")
_ARTICLES = ("gazette.txt", "herald.txt")
_TEXTS = (
    "The Northern Army and the River Front clashed in Harbour Town on Saturday.",
    "Soldiers and fighters of the River Front clashed in Harbour Town, it was learnt.",
)
_REASON = "made up for the example"
_DAY = "2024-01-10"


@dataclass
class Sample:
    """The seeds of the project, as data; examples change them."""

    extractions: dict[str, Any] = field(default_factory=dict)
    """By file name: a document, or the bytes of a file that need not be one."""
    articles: dict[str, bytes] = field(default_factory=dict)
    registries: dict[str, list[Row]] = field(default_factory=dict)
    decisions: Node = field(default_factory=dict)
    ids: list[Row] = field(default_factory=list)
    before: list[Row] = field(default_factory=list)
    """Events of the last generation."""

    def source(self, number: int = 0) -> Node:
        """The block `source` of an extraction."""
        node: Node = self.extractions[SOURCES[number] + ".yaml"]["source"]
        return node

    def events(self, number: int = 0) -> list[Node]:
        """The events of an extraction."""
        nodes: list[Node] = self.extractions[SOURCES[number] + ".yaml"]["events"]
        return nodes

    def publish(self, content: str | bytes, zones: list[Node] | None = None, number: int = 0) -> None:
        """Give a source another article, and the zones of its body: without, the whole text."""
        raw = content.encode() if isinstance(content, str) else content
        text = raw.decode(errors="replace").strip()
        source = self.source(number)
        self.articles[source["article"]] = raw
        source["sha256"] = hashlib.sha256(raw).hexdigest()
        source["body"] = zones or [{"from": text or "nothing", "to": text or "nothing"}]


def sample(sources: int = 1) -> Sample:
    """The project with one or two sources for its event."""
    made = Sample(
        registries={
            "actors": [actor(name) for name in ("Northern Army", "River Front", "Hill Guard")],
            "actor_roles": [
                role("northern-army", "State forces"),
                role("river-front", "Rebel group"),
                role("hill-guard", "Political militia"),
            ],
            "locations": [location("Harbour Town"), location("Coast"), location("Old Mill", admin1="Inland")],
        }
    )
    for number in range(sources):
        made.extractions[SOURCES[number] + ".yaml"] = {
            "dateline": 1,
            "source": {
                "id": SOURCES[number],
                "article": _ARTICLES[number],
                "publisher": {"basis": "not_stated"},
                "published": told("2023-10-15"),
                "language": "en",
                "scale": {"basis": "not_stated"},
            },
            "coding": {"coder": "AB", "coded_at": _DAY, "checked_by": "CD", "checked_at": _DAY},
            "events": [event()],
        }
        made.publish(_TEXTS[number], number=number)
    return made


def told(value: Any, **more: Any) -> Node:
    """A claim without words of the article."""
    return {"value": value, "basis": "inferred", "reason": _REASON, **more}


def quoted(value: Any, words: Any, **more: Any) -> Node:
    """A claim with words of the article."""
    return {"value": value, "quote": words, **more}


def event(key: str = KEY, **fields: Any) -> Node:
    """The clash in Harbour Town, with other fields where given."""
    return {
        "key": key,
        "sub_event_type": told("Armed clash"),
        "event_date": told("2023-10-14", precision=1),
        "actor1": told("Northern Army"),
        "actor2": told("River Front"),
        "location": told("harbour-town", precision=1),
        "notes": "On 14 October 2023, the Northern Army and the River Front clashed in Harbour Town.",
        **fields,
    }


def actor(name: str, aliases: list[str] | None = None, years: str = "-", **given: str) -> Row:
    """A row of `actors.csv`; `years` as in `2010-2020` or `2010-`."""
    active_from, active_to = years.split("-")
    row = {"actor_id": given.get("id") or slug(name), "name": name, "aliases": "; ".join(aliases or ())}
    row |= {"actor_type": "named group", "active_from": active_from, "active_to": active_to}
    return row | {"updated_at": _DAY}


def role(actor_id: str, inter: str, country: str = COUNTRY, since: str = "", until: str = "") -> Row:
    """A row of `actor_roles.csv`."""
    row = {"role_id": f"{actor_id}-{slug(country)}-{since or 'always'}", "actor_id": actor_id}
    row |= {"country": country, "inter": inter, "valid_from": since, "valid_to": until}
    return row | {"updated_at": _DAY}


def location(name: str, aliases: list[str] | None = None, admin1: str = "Coast", **given: str) -> Row:
    """A row of `locations.csv`."""
    row = {"location_id": given.get("id") or slug(name), "name": name, "aliases": "; ".join(aliases or ())}
    row |= {"admin1": admin1, "country": given.get("country", COUNTRY), "latitude": "-70", "longitude": "10"}
    return row | {"coordinate_source": "GeoNames", "updated_at": _DAY}


def slug(name: str) -> str:
    """A name as an id."""
    return "-".join(re.findall(r"[a-z0-9]+", name.lower()))


# -- converting


def write(made: Sample, root: Path) -> Project:
    """Put the seeds into a folder."""
    project = Project(root, "example", "EXA", root / "seeds", root / "datasets")
    for folder in (project.extractions, project.articles):
        folder.mkdir(parents=True, exist_ok=True)
    for name, extraction in made.extractions.items():
        _write(project.extractions / name, extraction)
    for name, content in made.articles.items():
        (project.articles / name).write_bytes(content)
    if made.decisions:
        _write(project.seeds / "decisions.yaml", {"dateline": 1, **made.decisions})
    if made.ids:
        _write_table(project.seeds / "ids.csv", "ids", made.ids)
    if made.before:
        _write_table(project.datasets / "events.csv", "events", made.before)
    for name in REGISTRIES:
        _write_table(project.seeds / f"{name}.csv", name, made.registries[name])
    return project


def convert(made: Sample, root: Path) -> run.Conversion:
    """Convert the seeds. The registries are taken to be sound: judging them takes longer than the rest."""
    project = write(made, root)
    return run.with_registries(project, {name: _whole(name, made.registries[name]) for name in REGISTRIES})


def as_yaml(data: Any) -> bytes:
    """A document as a file; JSON is YAML."""
    return json.dumps(data, ensure_ascii=False, indent=1).encode()


def _write(path: Path, content: Any) -> None:
    path.write_bytes(content if isinstance(content, bytes) else as_yaml(content))


def _write_table(path: Path, name: str, rows: list[Row]) -> None:
    path.parent.mkdir(exist_ok=True)
    with path.open("wb") as stream:
        tables.write(stream, name, rows)


def _whole(name: str, rows: list[Row]) -> tuple[Mapping[str, str], ...]:
    return tuple({column: row.get(column, "") for column in tables.header(name)} for row in rows)
