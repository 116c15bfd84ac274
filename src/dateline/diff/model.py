"""The differences as one value, from which all else is made: text, pages, release notes, the next version."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice
from typing import Generic, TypeVar

T = TypeVar("T")

WITHHELD = "[withheld]"
"""What stands for a cell that must not be shown."""


@dataclass(frozen=True, slots=True)
class Listed(Generic[T]):
    """A list that may be longer than memory: its length, and a way to go through it, however often."""

    count: int
    read: Callable[[int | None], Iterable[T]] = field(repr=False)
    """Hands out its first items, so many of them, or all."""

    def __iter__(self) -> Iterator[T]:
        return iter(self.read(None))

    def first(self, most: int | None) -> list[T]:
        """So many of its items at most, from the beginning; all of them if it is None."""
        return list(self.read(most))


def listed(items: Sequence[T]) -> Listed[T]:
    """A list that is in memory."""
    return Listed(len(items), lambda most: islice(items, most))


class Status(StrEnum):
    """What became of an event that is gone."""

    unexplained = "unexplained"
    tombstone = "tombstone"
    merged = "merged"
    succeeded = "succeeded"


@dataclass(frozen=True, slots=True)
class Fate:
    """What the new state says of an event that is gone."""

    status: Status
    successor: str = ""
    """Id of the event that stands in its place now."""
    reason: str = ""
    decided_at: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row that only one state has."""

    key: tuple[str, ...]
    """Cells of the primary key."""
    cells: Mapping[str, str]
    """Those that are not empty, by column."""
    fate: Fate | None = None
    """Of an event that is gone."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that differs."""

    column: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A row that both states have, with other cells."""

    key: tuple[str, ...]
    cells: tuple[Cell, ...]
    """Those that differ, in the order of the columns."""
    row: Mapping[str, str]
    """All cells of the new row that are not empty, by column."""
    reused: bool = False
    """Whether it is another event under an old id: the coder's key differs, or day, place and sides all do
    (rule H002)."""
    silent: bool = False
    """Whether its timestamp is not newer (rule H003)."""


@dataclass(frozen=True, slots=True)
class Retyped:
    """A column whose cells are to be read otherwise: `date`, `date (any)`."""

    column: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Columns:
    """How the columns of a table differ."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    retyped: tuple[Retyped, ...] = ()
    reordered: bool = False
    """Whether a column that both have stands at another place than it did."""
    redefined: tuple[str, ...] = ()
    """Columns whose constraints differ."""
    described: tuple[str, ...] = ()
    """Columns whose title, description or any other word about them differs."""
    key: tuple[tuple[str, ...], tuple[str, ...]] | None = None
    """The primary key, old and new, if it differs."""
    missing: bool = False
    """Whether other texts stand for an empty cell."""

    @property
    def differ(self) -> bool:
        """Whether anything does."""
        return self != Columns()


@dataclass(frozen=True, slots=True)
class TableDiff:
    """How a table that both states have differs."""

    name: str
    title: str
    columns: Columns
    key: tuple[str, ...]
    """The primary key that rows were paired by; empty where rows could only be compared as a whole."""
    old: int
    new: int
    """Rows."""
    added: Listed[Row]
    deleted: Listed[Row]
    changed: Listed[Changed]
    cells: Mapping[str, int] = field(default_factory=dict)
    """How many cells differ, by column, in the order of the columns."""
    rewritten: int = 0
    """Rows that say the same in other letters: `35.0` and `35.00`."""
    is_codes: bool = False
    """Whether it is a code list: a row of it is a value that others may have."""

    @property
    def unchanged(self) -> int:
        """Rows that are the same."""
        return self.new - self.added.count - self.changed.count

    @property
    def differs(self) -> bool:
        """Whether anything does."""
        rows = self.added.count + self.deleted.count + self.changed.count + self.rewritten
        return bool(rows) or self.columns.differ


@dataclass(frozen=True, slots=True)
class Deaths:
    """Reported deaths of a group of events."""

    group: str
    old: int
    new: int


@dataclass(frozen=True, slots=True)
class Named:
    """A value that only one state has, and how many events have it there."""

    name: str
    events: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """Values of one kind that are new, and that are gone."""

    kind: str
    """As users name it, in the plural: `countries`."""
    old: int
    new: int
    """How many there are."""
    added: Listed[Named]
    gone: Listed[Named]


@dataclass(frozen=True, slots=True)
class Events:
    """What is told of events beyond their rows."""

    fates: Mapping[Status, int]
    """How many of those that are gone have each."""
    explains: bool
    """Whether the new state has a list that says what became of events."""
    reused: int
    silent: int
    deaths: Deaths
    deaths_by_country: Listed[Deaths]
    deaths_by_type: Listed[Deaths]
    """Groups whose number differs, the largest difference first."""
    uncounted: tuple[int, int]
    """Cells of fatalities, old and new, that are no whole number."""
    period: tuple[tuple[str, str], tuple[str, str]]
    """First and last day, old and new; empty where there is none."""
    coverage: Sequence[Coverage]


@dataclass(frozen=True, slots=True)
class State:
    """One of the two."""

    name: str
    """Of the package, or of the file; never where it lies, for pages and notes are sent round."""
    title: str
    version: str
    """Of a package that says its version."""


@dataclass(frozen=True, slots=True)
class Diff:
    """All that differs. Its lists read from a database: it is good as long as `diff.compare.compared` holds
    that open."""

    old: State
    new: State
    metadata: tuple[str, ...]
    """What is said otherwise of the package, as `licenses`, or of a table, as `events.title`."""
    tables_added: Mapping[str, int]
    tables_removed: Mapping[str, int]
    """Rows by name."""
    tables: Sequence[TableDiff]
    """Those that both have, in the order of the new state."""
    events: Events | None
    """None if either has no events."""
    unread: tuple[int, int] = (0, 0)
    """Records of files, old and new, that cannot be read and were not compared."""
    aside: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Columns by table whose cells were not looked at."""

    @property
    def differs(self) -> bool:
        """Whether anything does."""
        tables = bool(self.tables_added or self.tables_removed) or any(one.differs for one in self.tables)
        return tables or bool(self.metadata)

    def table(self, name: str) -> TableDiff | None:
        """The table of that name, if both states have it."""
        return next((one for one in self.tables if one.name == name), None)
