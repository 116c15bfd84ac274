"""Relations of DuckDB as Arrow, pandas and polars."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from dateline.errors import CallError

if TYPE_CHECKING:
    import duckdb
    import pandas
    import polars


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
    texts. By way of Arrow: of a million events DuckDB's own way takes three times the memory and time."""
    pyarrow = _needed("pyarrow", "pandas")
    library = _needed("pandas", "pandas")
    text = library.Series([""]).dtype
    is_new = isinstance(text, library.StringDtype)  # before pandas 3, texts were objects
    table = relation.to_arrow_table()
    columns = [_plain(column, pyarrow) for column in table.columns]
    table = pyarrow.Table.from_arrays(columns, names=table.column_names)
    del columns

    def kind(of: Any) -> Any:
        if pyarrow.types.is_integer(of):
            return library.Int64Dtype()
        if pyarrow.types.is_boolean(of):
            return library.BooleanDtype()
        return text if pyarrow.types.is_string(of) and is_new else None

    frame: pandas.DataFrame = table.to_pandas(types_mapper=kind, split_blocks=True, self_destruct=True)
    frame.attrs.update(about)
    return frame


def to_polars(relation: duckdb.DuckDBPyRelation) -> polars.DataFrame:
    """All rows as a data frame of polars."""
    _needed("pyarrow", "polars")
    _needed("polars", "polars")
    frame: polars.DataFrame = relation.pl()
    return frame


def _plain(column: Any, pyarrow: Any) -> Any:
    """A column of Arrow as pandas can take it: a day as its midnight, a sum of whole numbers as one."""
    if pyarrow.types.is_date(column.type):
        return column.cast(pyarrow.timestamp("us"))
    if pyarrow.types.is_decimal(column.type) and column.type.scale == 0:
        with suppress(pyarrow.ArrowInvalid):  # it may be larger than that
            return column.cast(pyarrow.int64())
    return column


def _noted(field: Any, notes: Mapping[str, str]) -> Any:
    return field.with_metadata({"description": notes[field.name]}) if field.name in notes else field


def _needed(module: str, extra: str) -> Any:
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise CallError(f"{module} is not installed: pip install 'dateline[{extra}]'.") from error
