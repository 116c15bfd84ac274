"""pandera on polars frames, which its guide wants eager, all failures collected with lazy=True."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import in_polars
import pandera.polars as pa
import polars as pl
from exchange import Field, asked, constraint, tell
from pandera.api.polars.types import PolarsData


def columns(field: Field) -> Iterator[tuple[str, pa.Column]]:
    """The columns of a field: its cells, and its values where they are no text."""
    name = in_polars.text(field)
    required, unique = constraint(field, "required"), constraint(field, "unique")
    if field["type"] == "string":
        checks = list(of_values(field))
        yield name, pa.Column(str, checks, nullable=not required, unique=bool(unique), name=name)
        return

    def parsed(data: PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(in_polars.parsed(field))

    yield name, pa.Column(str, pa.Check(parsed, error="type"), nullable=not required, name=name)
    dtype = in_polars.TYPES[field["type"]]
    yield field["name"], pa.Column(dtype, list(of_values(field)), nullable=True, name=field["name"])


def of_values(field: Field) -> Iterator[pa.Check]:
    """The checks of a field's values."""
    if allowed := constraint(field, "enum"):
        yield pa.Check.isin(allowed, error="list")
    if pattern := constraint(field, "pattern"):
        yield pa.Check.str_matches(pattern, error="pattern")
    least, most = constraint(field, "minLength"), constraint(field, "maxLength")
    if least or most:
        yield pa.Check.str_length(least, most, error="length")
    for limit, check in zip(in_polars.limits(field), (pa.Check.ge, pa.Check.le), strict=True):
        if limit is not None:
            yield check(limit, error="range")


def main() -> None:
    """The command line."""
    what = asked()
    schema = pa.DataFrameSchema(dict(column for field in what.fields for column in columns(field)))
    frame = in_polars.scan(what.path, what.fields).drop(in_polars.ROW).collect()
    found: dict[str, set[int]] = defaultdict(set)
    try:
        schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as failed:
        names = {"not_nullable": "required", "field_uniqueness": "unique"}
        for column, check, index in failed.failure_cases.select("column", "check", "index").iter_rows():
            found[f"{names.get(check, check)} {column.removesuffix('_text')}"].add(index + 1)
    tell(what.answer, found)


if __name__ == "__main__":
    main()
