"""Columns with few values that are known beforehand: code lists, enumerations, flags, small numbers.

A scan keeps the number of such a value instead of its text, and rules that read no other columns are judged
once for each combination that occurs. A row with any other value is odd: it is judged by itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dateline.engine.columns import BOOLEANS, Schema, code_list, type_of

SMALL_NUMBERS: Mapping[str, range] = {
    "year": range(1900, 2101),
    "fatalities": range(200),
    "fatalities_low": range(200),
    "fatalities_best": range(200),
    "fatalities_high": range(200),
}
"""Columns in which other numbers are rare."""
LISTED: Mapping[str, tuple[str, str]] = {
    "disorder_type": ("event_types", "disorder_type"),
    "event_type": ("event_types", "event_type"),
    "region": ("countries", "region"),
    "iso": ("countries", "iso"),
    "interaction": ("interactions", "label"),
}
"""Columns whose values stand in a column of a code list, though they do not refer to it."""
NAMES = frozenset({"actor1", "actor2", "location", "admin1", "admin2", "source", "tags"})
"""Columns of text in which the same few values return, so that it pays to judge each of them once."""
PLACE = frozenset({"country", "admin1", "admin2", "location", "latitude", "longitude"})
"""Columns of which there are not many more combinations than values of any."""
_MOST = 1000


def of_schema(schema: Schema, present: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The values that are expected in each coded column, as they are written; the empty cell too where it is
    allowed."""
    lists = _listed(schema)
    found = {}
    for one in schema["fields"]:
        name = one["name"]
        values = lists.get(name) or _of_field(one)
        if name in present and values and len(values) <= _MOST:
            required = one.get("constraints", {}).get("required", False)
            found[name] = tuple(dict.fromkeys([*([] if required else [""]), *values]))
    return found


def _of_field(one: Mapping[str, Any]) -> Sequence[str]:
    constraints, kind = one.get("constraints", {}), type_of(one)
    if "enum" in constraints:
        return [str(item) for item in constraints["enum"]]
    if kind == "boolean":
        return [cell for key in BOOLEANS for cell in one.get(key, BOOLEANS[key])]
    if kind == "integer":
        few = SMALL_NUMBERS.get(one["name"])
        if few is None and {"minimum", "maximum"} <= constraints.keys():
            few = range(int(constraints["minimum"]), int(constraints["maximum"]) + 1)
        return [str(number) for number in few[: _MOST + 1]] if few else []
    return []


def _listed(schema: Schema) -> dict[str, Sequence[str]]:
    """The values of columns that refer to a code list."""
    from dateline.engine.checks import is_code_list

    found: dict[str, Sequence[str]] = {
        name: [row[column] for row in code_list(resource)] for name, (resource, column) in LISTED.items()
    }
    for key in schema.get("foreignKeys", ()):
        reference = key["reference"]
        if is_code_list(reference.get("resource", "")):
            names, others = (
                [part] if isinstance(part, str) else part for part in (key["fields"], reference["fields"])
            )
            rows = code_list(reference["resource"])
            found |= {
                name: [row[other] for row in rows if row[other]]
                for name, other in zip(names, others, strict=True)
                if other in rows[0]
            }
    return found
