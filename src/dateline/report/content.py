"""What a report is made of: the events, and the tables with the words behind them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Row = Mapping[str, str]
Table = Sequence[Row]


@dataclass(frozen=True, slots=True)
class Events:
    """The events that the page shows, in the order of the file. `rows`, `lines` and `numbers` go together."""

    file: str
    """As findings name it."""
    fields: Sequence[Mapping[str, Any]]
    """Fields of the Table Schema, in its order."""
    rows: Table = ()
    lines: Sequence[int | None] = ()
    """Physical line on which each starts."""
    numbers: Sequence[int | None] = ()
    """Number of each among the records of the file, from 1 on."""
    total: int = 0
    """Events of the file, shown or not."""
    columns: Mapping[str, str] = field(default_factory=dict)
    """What the file calls a field, where that is another name."""


@dataclass(frozen=True, slots=True)
class Content:
    """All that goes into a report besides the validation."""

    events: Events
    title: str
    about: Mapping[str, Any] = field(default_factory=dict)
    """Name, version, description and licences of the package."""
    tables: Mapping[str, Table] = field(default_factory=dict)
    """Sources, claims, evidence, contradictions and left_out."""
    names: Mapping[str, str] = field(default_factory=dict)
    """What the page calls a file, by its path as findings name it: a page that is sent round is not to tell
    what folders are called."""
    notes: Sequence[str] = ()
    """What could not be read, as sentences."""
