"""The apostrophe before cells that a spreadsheet would run, and the way back."""

from __future__ import annotations

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.release import escaping

cells = st.text(st.one_of(st.sampled_from("'=+-@\t\r\nA1 "), st.characters(exclude_categories=["Cs"])))


@given(cells)
def test_comes_back_and_never_begins_with_a_trigger(cell: str) -> None:
    assert escaping.unescaped(escaping.escaped(cell)) == cell
    assert not escaping.escaped(cell).startswith(tuple(escaping.TRIGGERS))


@given(st.lists(cells, min_size=1))
def test_sql_says_the_same(given: list[str]) -> None:
    sql = (
        f"SELECT {escaping.sql_escaped('c')}, {escaping.sql_unescaped('c')}, {escaping.sql_needs('c')} "
        "FROM (SELECT unnest(?) AS c)"
    )
    with duckdb.connect() as connection:
        found = connection.execute(sql, [given]).fetchall()
    assert found == [
        (escaping.escaped(one), escaping.unescaped(one), escaping.escaped(one) != one) for one in given
    ]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("=1+1", "'=1+1"),
        ("'=1+1", "''=1+1"),
        ("-5", "'-5"),
        ("\tx", "'\tx"),
        ("'quoted", "'quoted"),
        ("a=b", "a=b"),
        ("", ""),
    ],
)
def test_examples(cell: str, expected: str) -> None:
    assert escaping.escaped(cell) == expected


def test_null_stays_null() -> None:
    with duckdb.connect() as connection:
        sql = (
            f"SELECT {escaping.sql_escaped('c')}, {escaping.sql_unescaped('c')} FROM (SELECT NULL::VARCHAR c)"
        )
        assert connection.execute(sql).fetchall() == [(None, None)]
