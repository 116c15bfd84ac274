"""Where each check of a table is judged: by row in the scan, or once for each combination of a few values."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from dateline.engine import codes
from dateline.engine.checks import RowCheck
from dateline.engine.columns import BLANK, HEADER, Columns
from dateline.engine.table_file import identifier

ASKED = 5
"""Checks of a column of names for which it pays to keep the names and to count them."""
WIDTH = 4
"""Columns of a family: with more of them, few rows have the same values."""


@dataclass(frozen=True, slots=True)
class Family:
    """Checks that read the same few columns."""

    names: tuple[str, ...]
    """Columns of the schema."""
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class Plan:
    """Where each check of a table is judged, and what is stored of a row."""

    table: str
    columns: Columns
    checks: Sequence[RowCheck]
    stored: Collection[str]
    together: Collection[frozenset[str]] = ()
    """Stored columns that queries group together."""

    @cached_property
    def coded(self) -> Mapping[str, tuple[str, ...]]:
        """Expected values of the coded columns that are of use, by column."""
        used = {name for family in self.families for name in family.names}
        return {name: values for name, values in self._codable.items() if name in used}

    @cached_property
    def _codable(self) -> Mapping[str, tuple[str, ...]]:
        return codes.of_schema(self.columns.schema, tuple(self.columns.present))

    @cached_property
    def families(self) -> tuple[Family, ...]:
        """Checks by what they read: coded columns alone, or one column of names besides."""
        coded = self._codable
        reading: dict[frozenset[str], list[int]] = defaultdict(list)
        of_name: Counter[str] = Counter()
        for number, check in enumerate(self.checks):
            sources = self.columns.sources(check.columns)
            if sources and len(names := sources - coded.keys()) < 2 and names <= codes.NAMES:
                reading[sources].append(number)
                of_name.update(names)
        few = {name for name, checks in of_name.items() if checks < ASKED}
        reading = {sources: numbers for sources, numbers in reading.items() if not sources & few}
        clusters = _clustered(reading, coded.keys())
        if place := self._place([names for names, _ in clusters]):
            of_place = [sources for names, together in clusters if names <= place for sources in together]
            clusters = [(place, of_place), *(one for one in clusters if not one[0] <= place)]
        return tuple(
            Family(
                tuple(sorted(names)),
                tuple(sorted(number for sources in together for number in reading[sources])),
            )
            for names, together in clusters
        )

    def _place(self, families: Collection[frozenset[str]]) -> frozenset[str]:
        """The columns of a place of which queries group combinations that no other family has."""
        asked = (self.keys(columns) for columns in self.together)
        return frozenset().union(
            *(
                keys
                for keys in asked
                if keys and keys <= codes.PLACE and not any(keys <= names for names in families)
            )
        )

    def keys(self, columns: Collection[str]) -> frozenset[str] | None:
        """The columns of the schema by which rows are put together to tell stored columns; None if they
        cannot be."""
        keys = set()
        for name in set(columns) - {"row"}:
            source = next(iter(self.columns.sources([name]) or ()), None)
            kept = source in self._codable or source in codes.NAMES
            if source is None or not (kept or (source == name and name in codes.PLACE)):
                return None
            keys.add(source)
        return frozenset(keys)

    def combining(self, columns: Collection[str]) -> Family | None:
        """The family that has the combinations of these stored columns."""
        keys = self.keys(columns)
        return next((one for one in self.families if keys and keys <= set(one.names)), None)

    @cached_property
    def alone(self) -> tuple[int, ...]:
        """Checks that are judged row by row."""
        grouped = set(self.grouped)
        return tuple(number for number in range(len(self.checks)) if number not in grouped)

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """Columns of names that are kept as text."""
        used = {name for family in self.families for name in family.names}
        asked = self.columns.sources([name for name in self.stored if self.columns.sources([name])])
        return tuple(sorted(((used | set(asked or ())) & codes.NAMES) - self._codable.keys()))

    @cached_property
    def derived(self) -> tuple[str, ...]:
        """Stored columns that follow from the coded columns and the names."""
        kept = {*self.coded, *self.texts}
        return tuple(name for name in sorted(self.stored) if (self.columns.sources([name]) or {""}) <= kept)

    @cached_property
    def computed(self) -> tuple[str, ...]:
        """Stored columns that do not."""
        return tuple(sorted(set(self.stored) - set(self.derived)))

    @property
    def excluding(self) -> int:
        """How many of the first checks are about rows of which nothing else is said: blank ones, and
        those that repeat the header."""
        return sum(1 for check in self.checks[:2] if check.columns <= {BLANK, HEADER})

    @cached_property
    def grouped(self) -> tuple[int, ...]:
        """Checks that are judged in a family."""
        return tuple(sorted(number for family in self.families for number in family.numbers))

    def failed(self, numbers: Sequence[int]) -> str:
        """SQL of the list of those checks that fail, null where none does."""
        listed = (
            f"CASE WHEN {self.checks[number].predicate} THEN {number}::USMALLINT END" for number in numbers
        )
        every = f"list_filter([{', '.join(listed)}], lambda one: one IS NOT NULL)"
        return f"nullif({every}, [])" if numbers else "NULL"

    def asked(self, numbers: Sequence[int]) -> Iterator[str]:
        """SQL of each of these checks, over a relation that has the columns of `guards`: whether it fails."""
        for check in (self.checks[number] for number in numbers):
            if check.guard is None:
                yield check.predicate
            else:
                yield f"CASE WHEN {self.guards.get(check.guard, check.guard)} THEN {check.rest} END"

    @cached_property
    def guards(self) -> Mapping[str, str]:
        """Columns of the scan for the guards that several checks share, by their SQL: each is asked once."""
        asked = Counter(guard for number in self.alone if (guard := self.checks[number].guard))
        shared = sorted(guard for guard, times in asked.items() if times > 1)
        return {guard: identifier(f"~g{place}") for place, guard in enumerate(shared)}


def _clustered(
    reading: Collection[frozenset[str]], coded: Collection[str]
) -> list[tuple[frozenset[str], list[frozenset[str]]]]:
    """Sets of columns put together into few larger ones: each with at most one that is not coded."""
    clusters: list[tuple[frozenset[str], list[frozenset[str]]]] = []
    for columns in sorted(reading, key=lambda one: (-len(one), sorted(one))):
        for place, (names, together) in enumerate(clusters):
            union = names | columns
            alike = names - set(coded) == columns - set(coded)
            if union == names or (alike and len(union) <= WIDTH):
                clusters[place] = union, [*together, columns]
                break
        else:
            clusters.append((columns, [columns]))
    return clusters
