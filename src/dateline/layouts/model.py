"""What a layout is: the shape of a kind of file that is met in the wild."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Column:
    """A column of such a file."""

    name: str
    becomes: tuple[str, ...] = ()
    """Canonical columns that it is."""
    unused: str | None = None
    """What it is, if it is none."""
    optional: bool = False
    """Whether nothing is missing without it."""
    aliases: tuple[str, ...] = ()
    """Other names under which it was met."""
    type: str = "string"
    """The type by which the SQL of `Layout.made` sees it."""
    dates: bool = False
    """Whether it holds dates, of which its own values decide the form."""
    list: str | None = None
    """Code list by which codes are translated, from its column `key` into its column `value`."""
    key: str | None = None
    value: str | None = None
    spellings: str | None = None
    """Code list whose other spellings are translated into the one that it uses."""
    values: Mapping[str, str | None] = field(default_factory=dict)
    """Translations of single values; None for an empty cell. Any other value stays as it is."""
    uniform: bool = False
    """Whether all cells are written in one way, so that none is translated if most of the first are not."""
    patterns: tuple[str, ...] = ()
    """Patterns of which one holds here instead of the canonical one: that which most cells match."""
    otherwise: str | None = None
    """The pattern that holds where no cell matches any of those: the file has a form of its own."""
    required: bool | None = None
    """False where the cell may be empty, though the canonical one may not."""
    number: int | None = None
    """Where it stands, from 1 on, in a file without a header."""


@dataclass(frozen=True, slots=True)
class Made:
    """A canonical column that is computed."""

    sql: str
    """In the dialect of rules, over the file's columns."""
    at: str
    """The file's column at which a finding points."""
    required: bool | None = None


@dataclass(frozen=True, slots=True)
class Sources:
    """Where a row names its sources."""

    column: str
    pattern: str
    """Regular expression of one source in that column, with the groups publisher, published and headline."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The shape of a kind of file, from `schema/layouts/NAME.yaml`."""

    name: str
    title: str
    origin: str
    order: int
    """Of layouts that fit a header equally well, the lowest is taken."""
    signature: tuple[str, ...]
    """Columns that must be there."""
    most: tuple[str, ...]
    """Columns of which one at least must be there."""
    without: tuple[str, ...]
    """Columns that must not be there."""
    columns: Mapping[str, Column]
    """Columns of the file, in its order."""
    made: Mapping[str, Made]
    repeated: tuple[str, ...]
    """Canonical columns that are unique, and are not here."""
    rules: Mapping[str, str]
    """Other severities of rules, or "off", by code."""
    others: str | None = None
    """What the columns are that are not listed, of which nothing is made."""
    has_header: bool = True
    width: int | None = None
    """Number of columns, of a file without a header."""
    delimiter: str | None = None
    sources: Sources | None = None
