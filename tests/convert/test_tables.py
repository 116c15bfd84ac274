"""The bytes of a table: UTF-8, LF, commas, a header, every cell as it was."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.convert import tables
from dateline.project import TABLES


def written(table: str, *rows: dict[str, str]) -> bytes:
    stream = io.BytesIO()
    tables.write(stream, table, rows)
    assert not stream.closed
    return stream.getvalue()


@pytest.mark.parametrize("table", TABLES)
def test_a_table_without_rows_is_its_header(table: str) -> None:
    assert written(table) == ",".join(tables.header(table)).encode() + b"\n"


def test_cells_are_quoted_where_they_must_be() -> None:
    row = {"exclusion_id": "a/1", "exact": 'He said "no",\nthen left', "reason": "é, not an event"}
    _header, _, body = written("left_out", row).partition(b"\n")
    assert body == 'a/1,,"He said ""no"",\nthen left",,,"é, not an event"\n'.encode()


def test_a_column_that_a_row_lacks_is_empty() -> None:
    assert written("actor_roles", {"role_id": "a"}).splitlines()[1] == b"a,,,,,,,"


def test_a_column_that_the_table_lacks_is_refused() -> None:
    with pytest.raises(ValueError, match="deaths"):
        written("events", {"deaths": "3"})


CELL = st.text(st.characters(codec="utf-8", exclude_characters="\r\x00"), max_size=8)
ROW = st.fixed_dictionaries(dict.fromkeys(tables.header("left_out"), CELL))


@given(st.lists(ROW, max_size=4))
def test_what_was_written_is_read(rows: list[dict[str, str]]) -> None:
    content = written("left_out", *rows).decode("utf-8")
    assert list(csv.DictReader(io.StringIO(content, newline=""), strict=True)) == rows
    assert written("left_out", *rows) == written("left_out", *({**row} for row in rows))
