"""How a file was understood: as what kind of file, with which columns, and what was taken for granted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader must know of a foreign file before the findings mean anything."""

    layout: str | None = None
    """Title of the layout that was recognised."""
    missing: tuple[str, ...] = ()
    """Columns of the layout that the file has not."""
    unused: tuple[str, ...] = ()
    """Columns of the file that nothing was made of."""
    more_unused: int = 0
    """Columns besides, which the layout does not name one by one."""
    renamed: Mapping[str, str] = field(default_factory=dict)
    """Columns of the file whose names are not the layout's, and what each was taken for."""
    assumed: tuple[str, ...] = ()
    """What the file does not say and was decided, such as the form of its dates."""
