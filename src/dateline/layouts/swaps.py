"""Two columns of which each holds what belongs into the other."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from dateline.layouts.model import Column, Layout
from dateline.layouts.sample import Cells, cells_of

MOSTLY = 0.9
"""Share of the cells that are of the other column."""


class Swap(NamedTuple):
    """Names of two columns of the layout."""

    one: str
    other: str


def found(layout: Layout, positions: Mapping[str, int], sample: Sequence[Cells]) -> Swap | None:
    """Two columns whose cells have each other's patterns, and not their own."""
    known = [layout.columns[name] for name in positions if layout.columns[name].patterns]
    cells = {column.name: list(cells_of(sample, positions[column.name])) for column in known}
    for one, other in itertools.combinations(known, 2):
        if _belongs(cells[one.name], one, other) and _belongs(cells[other.name], other, one):
            return Swap(one.name, other.name)
    return None


def righted(positions: Mapping[str, int], swap: Swap) -> Mapping[str, int]:
    """Positions of columns as if the two stood right."""
    return {**positions, swap.one: positions[swap.other], swap.other: positions[swap.one]}


def _belongs(cells: Sequence[str], own: Column, other: Column) -> bool:
    return bool(cells) and _share(cells, other) >= MOSTLY and _share(cells, own) <= 1 - MOSTLY


def _share(cells: Sequence[str], column: Column) -> float:
    return sum(any(re.fullmatch(one, cell) for one in column.patterns) for cell in cells) / len(cells)
