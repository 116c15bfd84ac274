"""Relations of DuckDB as Arrow, pandas and polars."""

from __future__ import annotations

import importlib
from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Any

from dateline.errors import CallError

if TYPE_CHECKING:
    import duckdb
    import pandas
    import polars

WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT")


def to_arrow(relation: duckdb.DuckDBPyRelation, about: Mapping[str, str], notes: Mapping[str, str]) -> Any:
    """All rows as a `pyarrow.Table`. Its metadata are `about`, those of a column its description, by
    `notes`."""
    pyarrow = _needed("pyarrow", "arrow")
    table = relation.to_arrow_table()
    fields = [_noted(field, notes) for field in table.schema]
    return pyarrow.Table.from_arrays(table.columns, schema=pyarrow.schema(fields, metadata=dict(about)))


def to_pandas(relation: duckdb.DuckDBPyRelation, about: Mapping[str, Any]) -> pandas.DataFrame:
    """All rows as a data frame of pandas, with `about` as its `attrs`. The types do not hang on which cells
    are empty: whole numbers are Int64, truth values boolean, days datetime64, texts what pandas takes for
    texts."""
    library = _needed("pandas", "pandas")
    frame: pandas.DataFrame = relation.df()
    text = library.Series([""]).dtype
    wanted: dict[Hashable, Any] = {}
    for name, kind in zip(relation.columns, map(str, relation.types), strict=True):
        if kind in WHOLE:
            wanted[name] = "Int64"
        elif kind == "BOOLEAN":
            wanted[name] = "boolean"
        elif kind == "VARCHAR":
            wanted[name] = text
    frame = frame.astype(wanted)
    frame.attrs.update(about)
    return frame


def to_polars(relation: duckdb.DuckDBPyRelation) -> polars.DataFrame:
    """All rows as a data frame of polars."""
    _needed("pyarrow", "polars")
    _needed("polars", "polars")
    frame: polars.DataFrame = relation.pl()
    return frame


def _noted(field: Any, notes: Mapping[str, str]) -> Any:
    return field.with_metadata({"description": notes[field.name]}) if field.name in notes else field


def _needed(module: str, extra: str) -> Any:
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise CallError(f"{module} is not installed: pip install 'dateline[{extra}]'.") from error
