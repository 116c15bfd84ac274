"""What metadata standards need to know of a column beside its type."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dateline.release.model import Descriptor

SEPARATOR = "; "
"""Between the items of a list in one cell."""

_LIST = re.compile(r"\^(?P<item>.+)\(; (?P=item)\)\*\$")


def item(field: Descriptor) -> str | None:
    """The pattern of one item, if the cells of the column hold lists; else None.

    A Table Schema says that by its pattern alone: one item, then any number of `; ` and the same."""
    found = _LIST.fullmatch(field.get("constraints", {}).get("pattern", ""))
    return f"^{found['item']}$" if found else None


def references(schema: Descriptor) -> Iterator[tuple[str, str, str]]:
    """The foreign keys of one column: the column, the table that it refers to, and the column there."""
    for key in schema.get("foreignKeys", []):
        fields, aims = listed(key["fields"]), listed(key["reference"]["fields"])
        if len(fields) == len(aims) == 1:
            yield fields[0], key["reference"]["resource"], aims[0]


def listed(said: str | Sequence[str]) -> list[str]:
    """The names of columns in a key, which may be one name or a list of them."""
    return [said] if isinstance(said, str) else list(said)
