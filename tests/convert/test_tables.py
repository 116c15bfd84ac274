"""The bytes of a table: the columns of its schema, in order, whatever the rows bring."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.convert import tables

COLUMNS = ("exclusion_id", "source_id", "exact", "start", "end", "reason")


def written(rows: list[dict[str, str]]) -> bytes:
    stream = io.BytesIO()
    tables.write(stream, "left_out", rows)
    return stream.getvalue()


def test_a_column_that_a_row_lacks_is_empty() -> None:
    assert written([{"reason": "no day", "exclusion_id": "a/1"}]) == (
        b"exclusion_id,source_id,exact,start,end,reason\na/1,,,,,no day\n"
    )


def test_cells_are_quoted_only_where_they_must_be() -> None:
    row = {"exact": 'they said "now", and\nleft', "reason": "é; ü"}
    assert written([row]).splitlines()[1:] == [b',,"they said ""now"", and', 'left",,,é; ü'.encode()]


@given(st.lists(st.fixed_dictionaries({name: st.text(alphabet='a",;\r\n\x0b é') for name in COLUMNS})))
def test_any_text_comes_back_from_a_cell(rows: list[dict[str, str]]) -> None:
    text = io.StringIO(written(rows).decode(), newline="")
    assert list(csv.DictReader(text, strict=True)) == rows


def test_a_lone_carriage_return_ends_no_record() -> None:
    assert written([{"exact": "one\rtwo"}]).split(b"\n")[1] == b',,"one\rtwo",,,'


def test_a_column_that_no_schema_has_is_refused() -> None:
    with pytest.raises(ValueError, match="left_out has no column words"):
        written([{"words": "on Saturday"}])


def test_the_stream_stays_open_for_its_owner() -> None:
    stream = io.BytesIO()
    tables.write(stream, "left_out", [])
    stream.write(b"more")
    assert stream.getvalue() == b"exclusion_id,source_id,exact,start,end,reason\nmore"
