"""The registries that claims resolve against: actors, their roles, and locations."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dateline.probes.names import Registry

LIST = "; "
"""Separator of lists inside a cell, as in ACLED's exports."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts. What it is in a country (its inter code) is a `Role`."""

    id: str
    name: str
    aliases: tuple[str, ...]
    actor_type: str
    active_from: int | None
    active_to: int | None
    updated_at: date

    def active_on(self, day: date) -> bool:
        """Whether the actor exists in the year of `day`, by the years of its registry row."""
        after = self.active_from is None or day.year >= self.active_from
        return after and (self.active_to is None or day.year <= self.active_to)

    @property
    def years(self) -> str:
        """`2000-2024`, `2013-` or the empty string."""
        if self.active_from is None and self.active_to is None:
            return ""
        return f"{self.active_from or ''}-{self.active_to or ''}"


@dataclass(frozen=True, slots=True)
class Role:
    """What an actor is (ACLED's inter) in one country during one period."""

    actor_id: str
    country: str
    inter: str
    valid_from: date | None
    valid_to: date | None
    updated_at: date

    def holds_on(self, day: date) -> bool:
        """Whether the role is valid on `day`; open ends hold for ever."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


@dataclass(frozen=True, slots=True)
class Location:
    """A named place with its administrative chain and coordinates (decimal degrees, WGS 84)."""

    id: str
    name: str
    aliases: tuple[str, ...]
    admin1: str
    admin2: str
    admin3: str
    country: str
    latitude: str
    longitude: str
    coordinate_source: str
    updated_at: date

    @property
    def chain(self) -> str:
        """`Al Mayadin, Deir ez Zor, Syria`: the place with those above it."""
        parts = (self.name, self.admin3, self.admin2, self.admin1, self.country)
        return ", ".join(dict.fromkeys(part for part in parts if part))


@dataclass(frozen=True)
class Registries:
    """All three, as `convert` needs them."""

    actors: Registry[Actor]
    roles: Mapping[tuple[str, str], tuple[Role, ...]]
    locations: Registry[Location]

    def role(self, actor: Actor, country: str, day: date) -> Role | None:
        """The role that `actor` has in `country` on `day`, if the registry says so."""
        return next((role for role in self.roles.get((actor.id, country), ()) if role.holds_on(day)), None)


def read_rows(path: Path) -> list[dict[str, str]]:
    """The records of a CSV file as it stands on disk, all cells text.

    csv.Error or ValueError (UnicodeDecodeError among them) if it is no table: what was checked before is one.
    """
    return [row for _line, row in numbered_rows(path)]


def numbered_rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Like `read_rows`, each record with the physical line, 1-based, on which it starts."""
    records = numbered_records(path)
    _line, header = next(records, (1, []))
    for line, cells in records:
        yield line, dict(zip(header, cells, strict=True))


def numbered_records(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The header and the records of a CSV file as lists of cells, blank ones left out, each with its line.

    csv.Error or UnicodeDecodeError where it cannot be read on.
    """
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.reader(stream, strict=True)
        line = 1
        for cells in reader:
            if any(cells):
                yield line, cells
            line = reader.line_num + 1


def registries(
    actors: list[dict[str, str]], roles: list[dict[str, str]], locations: list[dict[str, str]]
) -> Registries:
    """Build the registries of checked rows (`seeds/actors.csv`, `actor_roles.csv`, `locations.csv`)."""
    by_actor: dict[tuple[str, str], list[Role]] = {}
    for row in roles:
        role = _role(row)
        by_actor.setdefault((role.actor_id, role.country), []).append(role)
    return Registries(
        actors=Registry(tuple(_actor(row) for row in actors)),
        roles={key: tuple(those) for key, those in by_actor.items()},
        locations=Registry(tuple(_location(row) for row in locations)),
    )


def items(cell: str) -> tuple[str, ...]:
    """The items of a list cell."""
    return tuple(cell.split(LIST)) if cell else ()


def _actor(row: dict[str, str]) -> Actor:
    return Actor(
        id=row["actor_id"],
        name=row["name"],
        aliases=items(row["aliases"]),
        actor_type=row["actor_type"],
        active_from=int(row["active_from"]) if row["active_from"] else None,
        active_to=int(row["active_to"]) if row["active_to"] else None,
        updated_at=date.fromisoformat(row["updated_at"]),
    )


def _role(row: dict[str, str]) -> Role:
    return Role(
        actor_id=row["actor_id"],
        country=row["country"],
        inter=row["inter"],
        valid_from=_day(row["valid_from"]),
        valid_to=_day(row["valid_to"]),
        updated_at=date.fromisoformat(row["updated_at"]),
    )


def _location(row: dict[str, str]) -> Location:
    return Location(
        id=row["location_id"],
        name=row["name"],
        aliases=items(row["aliases"]),
        admin1=row["admin1"],
        admin2=row["admin2"],
        admin3=row["admin3"],
        country=row["country"],
        latitude=row["latitude"],
        longitude=row["longitude"],
        coordinate_source=row["coordinate_source"],
        updated_at=date.fromisoformat(row["updated_at"]),
    )


def _day(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None
