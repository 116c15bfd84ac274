"""How the tools that judge polars frames get theirs: cells as text, and beside them values of other types.

None of these tools goes on with a column of which a cell does not parse, so the cells are cast before, and
that a cell has become null is a check like others. The column `x` holds the values, `x_text` the cells.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
from exchange import Field, constraint

TYPES = {"string": pl.String, "integer": pl.Int64, "number": pl.Float64, "date": pl.Date}
ROW = "data_row"


def scan(path: Path, fields: Sequence[Field]) -> pl.LazyFrame:
    """The file, not read yet; with the numbers of its data rows, from 1."""
    frame = pl.scan_csv(path, infer_schema=False, row_index_name=ROW, row_index_offset=1)
    typed = [field for field in fields if field["type"] != "string"]
    return frame.rename({field["name"]: text(field) for field in typed}).with_columns(map(value, typed))


def text(field: Field) -> str:
    """The column that holds the cells of a field."""
    return field["name"] if field["type"] == "string" else f"{field['name']}_text"


def value(field: Field) -> pl.Expr:
    """The values of a field, null where a cell is none. Of dates the form is asked too: 2017-3-5 is none."""
    cell = pl.col(text(field))
    if field["type"] == "date":
        formed = pl.when(cell.str.contains(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")).then(cell)
        return formed.str.to_date("%Y-%m-%d", strict=False).alias(field["name"])
    return cell.cast(TYPES[field["type"]], strict=False).alias(field["name"])


def parsed(field: Field) -> pl.Expr:
    """Whether a cell is empty or has a value."""
    return pl.col(text(field)).is_null() | pl.col(field["name"]).is_not_null()


def limits(field: Field) -> list[Any]:
    """The least and the greatest value, None where there is no such limit."""
    given = [constraint(field, name) for name in ("minimum", "maximum")]
    return [date.fromisoformat(one) if one and field["type"] == "date" else one for one in given]
