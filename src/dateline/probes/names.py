"""Does a name stand in a registry? If not, which is nearest?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar


class Named(Protocol):
    """An entry of a registry."""

    @property
    def id(self) -> str:
        """Its key."""

    @property
    def name(self) -> str:
        """The name that is written into events."""

    @property
    def aliases(self) -> tuple[str, ...]:
        """Other names by which sources call it."""


T = TypeVar("T", bound=Named)


@dataclass(frozen=True, slots=True)
class Match(Generic[T]):
    """What a name stands for. `found` is set if it is exactly one entry; else `candidates` or `nearest`
    help."""

    found: T | None
    candidates: tuple[T, ...] = ()
    nearest: tuple[str, ...] = ()

    @property
    def state(self) -> str:
        """`found`, `ambiguous` or `unknown`."""
        return "found" if self.found else "ambiguous" if self.candidates else "unknown"


@dataclass(frozen=True)
class Registry(Generic[T]):
    """Entries by id, name and alias."""

    entries: tuple[T, ...]
    by_id: Mapping[str, T] = field(init=False, repr=False)
    _by_name: Mapping[str, T] = field(init=False, repr=False)
    _by_alias: Mapping[str, tuple[T, ...]] = field(init=False, repr=False)
    _seen: dict[str, Match[T]] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Index the entries. Several entries may share a name (two villages) or an alias."""
        aliases: dict[str, list[T]] = {}
        for entry in self.entries:
            for name in dict.fromkeys((entry.name, *entry.aliases)):
                aliases.setdefault(name, []).append(entry)
        names: dict[str, list[T]] = {}
        for entry in self.entries:
            names.setdefault(entry.name, []).append(entry)
        object.__setattr__(self, "by_id", {entry.id: entry for entry in self.entries})
        object.__setattr__(
            self, "_by_name", {name: those[0] for name, those in names.items() if len(those) == 1}
        )
        object.__setattr__(self, "_by_alias", {name: tuple(those) for name, those in aliases.items()})

    def match(self, value: str) -> Match[T]:
        """The entry that `value` names: by id, then by a name that only one bears, then by an alias
        likewise."""
        known = self._seen.get(value)
        if known is None:
            known = self._seen[value] = self._match(value)
        return known

    def _match(self, value: str) -> Match[T]:
        found = self.by_id.get(value) or self._by_name.get(value)
        if found:
            return Match(found)
        bearers = self._by_alias.get(value, ())
        if len(bearers) == 1:
            return Match(bearers[0])
        if bearers:
            return Match(None, candidates=bearers)
        return Match(None, nearest=self._nearest(value))

    def _nearest(self, value: str, most: int = 3) -> tuple[str, ...]:
        """The names most like `value`, one for each entry, and none that several entries bear."""
        borne = {name: those[0] for name, those in self._by_alias.items() if len(those) == 1}
        borne = {**borne, **self._by_name, **self.by_id}
        best: dict[str, str] = {}
        for name in nearest(value, borne, len(borne)):
            best.setdefault(borne[name].id, name)
        return tuple(best.values())[:most]


def nearest(value: str, known: Iterable[str], most: int = 3) -> tuple[str, ...]:
    """The names of `known` that look most like `value`, best first; a suggestion, never a match."""
    from rapidfuzz import fuzz, process, utils

    found = process.extract(
        value, list(known), scorer=fuzz.WRatio, processor=utils.default_process, limit=most, score_cutoff=60
    )
    return tuple(name for name, _score, _index in found)


def first_nearest(value: str, known: Iterable[str]) -> str | None:
    """The name of `known` that looks most like `value`, if one looks like it at all."""
    return next(iter(nearest(value, known, 1)), None)
