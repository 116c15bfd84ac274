"""How the columns of a foreign file become those that rules know: SQL between the reader and the rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dateline.engine.records import Fetch, Record
from dateline.engine.table_file import identifier

Step = Mapping[str, str]
"""New columns, each with its SQL over the columns that are there already."""


@dataclass(frozen=True, slots=True)
class Translation:
    """What becomes of the columns of a file. The columns of the file itself stay: c0, c1 …"""

    present: Mapping[str, str]
    """Internal column by the name that rules use. No two are the same."""
    at: Mapping[str, str]
    """The file's column at which a finding points, by that name."""
    read: Mapping[str, Sequence[str]]
    """The file's internal columns of which it is made, by that name."""
    steps: Sequence[Step] = field(default_factory=tuple)

    def over(self, relation: str) -> str:
        """SQL of the relation with the translated columns besides."""
        for step in self.steps:
            made = ", ".join(f"{sql} AS {identifier(name)}" for name, sql in step.items())
            relation = f"(SELECT *, {made} FROM {relation})"
        return relation

    @property
    def used(self) -> frozenset[str]:
        """The file's internal columns that are read at all."""
        return frozenset(column for columns in self.read.values() for column in columns)

    def named(self, fetch: Fetch, connection: Any, width: int) -> Fetch:
        """Records with their translated cells besides, under the names that rules use. `width`: the file's
        columns."""
        names = list(self.present)
        wanted = ", ".join(self.present.values())
        columns = ", ".join(
            ["unnest(?::BIGINT[]) AS n", *(f"unnest(?::VARCHAR[]) AS c{number}" for number in range(width))]
        )

        def named(rows: Sequence[int]) -> Mapping[int, Record]:
            found = fetch(rows)
            texts = [_whole(record.texts, width) for record in found.values()]
            # As parameters: that many constants take seconds to be parsed.
            given = [list(found), *([one[number] or None for one in texts] for number in range(width))]
            relation = self.over(f"(SELECT {columns})")
            made = connection.execute(f"SELECT n, {wanted} FROM {relation}", given).fetchall()
            cells = {row: dict(zip(names, map(_text, texts), strict=True)) for row, *texts in made}
            return {
                row: record._replace(cells={**record.cells, **cells[row]}) for row, record in found.items()
            }

        return named


def _whole(texts: Sequence[str], width: int) -> Sequence[str]:
    return [*texts, *[""] * (width - len(texts))][:width]


def _text(value: str | None) -> str:
    return value or ""
