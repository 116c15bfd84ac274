"""Sorted streams joined."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dateline.release.evidence import streams

KEYS = st.text("ab/é\U0001f600", max_size=3)


@given(st.sets(KEYS), st.lists(KEYS))
def test_everything_of_both_sides_is_there_once_and_in_order(left, right):
    pairs = list(streams.joined(iter(sorted(left)), iter(sorted(right)), str, str))
    assert [one for one, _ in pairs if one is not None] == sorted(left)
    assert [one for _, some in pairs for one in some] == sorted(right)
    for one, some in pairs:
        assert set(some) <= ({one} if one is not None else set(right) - left)


def test_rows_in_order_leave_nothing_behind(connection):
    rows = list(streams.in_order(connection, "SELECT claim_id FROM claims ORDER BY claim_id"))
    assert rows == sorted(rows) and len(rows) == 57
    assert list(streams.in_order(connection, "SELECT claim_id FROM claims ORDER BY claim_id")) == rows
    assert not connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()


def test_text_sorts_in_the_engine_as_in_python(connection):
    connection.execute(
        "CREATE TABLE words AS SELECT unnest(['é', 'z', 'a', '\U0001f600', '\uffee', 'Z', '']) AS word"
    )
    found = [one for (one,) in streams.in_order(connection, "SELECT word FROM words ORDER BY word")]
    assert found == sorted(found)
