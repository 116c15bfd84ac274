"""Two states of a table: what is new, changed and gone, in whatever order the rows stand."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.engine import table_file
from dateline.engine.reading import Input
from dateline.gate import rows
from dateline.schemas import table_schema

COLUMNS = ("event_id_cnty", "event_date", "location", "actor1", "fatalities", "timestamp")
Row = tuple[str, ...]

state = st.dictionaries(
    st.sampled_from("abcdef"),
    st.tuples(
        st.sampled_from(["2017-10-14", "2017-10-15"]),
        st.sampled_from(["Here", "There,\nor near"]),
        st.sampled_from(["One", "Two"]),
        st.sampled_from(["0", "1"]),
        st.sampled_from(["5", "10", ""]),
    ),
)


def table(folder: Path, name: str, given: list[Row], columns: tuple[str, ...] = COLUMNS) -> Input:
    stream = io.StringIO()
    csv.writer(stream).writerows([columns, *given])
    path = folder / name
    path.write_text(stream.getvalue(), encoding="utf-8", newline="")
    return Input("events", table_file.opened(path, name, folder), table_schema("events"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("rows")


@given(old=state, new=state, turned=st.booleans())
def test_what_differs(folder: Path, old: dict[str, Row], new: dict[str, Row], turned: bool) -> None:
    before = table(folder, "old.csv", [(key, *cells) for key, cells in old.items()])
    listed = [(key, *cells) for key, cells in new.items()]
    after = table(folder, "new.csv", listed[::-1] if turned else listed)
    found = rows.compared(before, after)
    both = old.keys() & new.keys()
    assert found.added == new.keys() - old.keys()
    assert found.deleted == old.keys() - new.keys()
    assert found.touched == {key for key in both if old[key] != new[key]}
    assert found.reused == {key for key in both if all(old[key][n] != new[key][n] for n in range(3))}
    assert found.silent <= found.touched - found.reused
    assert all(not old[key][4] or int(new[key][4]) <= int(old[key][4]) for key in found.silent)


def test_a_column_more_is_no_change_of_rows(folder: Path) -> None:
    before = table(folder, "old.csv", [("a", "2017-10-14")], ("event_id_cnty", "event_date"))
    after = table(folder, "new.csv", [("a", "2017-10-14", "x")], ("event_id_cnty", "event_date", "tags"))
    assert rows.compared(before, after).touched == frozenset()


def test_a_second_row_of_one_id_is_a_change(folder: Path) -> None:
    columns = ("event_id_cnty", "event_date")
    before = table(folder, "old.csv", [("a", "2017-10-14")], columns)
    after = table(folder, "new.csv", [("a", "2017-10-14"), ("a", "2017-10-14")], columns)
    assert rows.compared(before, after).touched == {"a"}


def test_the_cells_of_some(folder: Path) -> None:
    one = table(
        folder, "old.csv", [("a", "2017-10-14"), ("b", "2017-10-15")], ("event_id_cnty", "event_date")
    )
    found = rows.rows(one, frozenset({"b"}))["b"]
    assert (found.number, found.line) == (2, 3)
    assert found.cells == {"event_id_cnty": "b", "event_date": "2017-10-15"}


def test_a_row_below_a_line_break_in_a_cell(folder: Path) -> None:
    given: list[Row] = [("a", "one\ntwo\r\nthree"), ("b", "x")]
    found = rows.rows(table(folder, "old.csv", given, ("event_id_cnty", "location")), frozenset({"b"}))
    assert (found["b"].number, found["b"].line) == (2, 5)


def test_an_id_that_changes_its_key(folder: Path) -> None:
    columns = ("event_id_cnty", "event_key", "event_date")
    before = table(folder, "old.csv", [("a", "one", "2017-10-14"), ("b", "two", "2017-10-14")], columns)
    after = table(folder, "new.csv", [("b", "one", "2017-10-14"), ("a", "two", "2017-10-14")], columns)
    assert rows.compared(before, after).reused == {"a", "b"}


def test_an_id_whose_key_became_that_of_another_event(folder: Path) -> None:
    """Ids are made of keys: who exchanges two keys leaves key and id together."""
    columns = ("event_id_cnty", "event_key", "event_date", "location", "actor1")
    one, two = ("2017-10-14", "Here", "One"), ("2017-10-15", "There", "Two")
    half = ("2017-10-15", "There", "One")
    before = table(folder, "old.csv", [("a", "A", *one), ("b", "B", *two), ("c", "C", *one)], columns)
    after = table(folder, "new.csv", [("a", "A", *two), ("b", "B", *one), ("c", "C", *half)], columns)
    found = rows.compared(before, after)
    assert (found.touched, found.reused) == ({"a", "b", "c"}, {"a", "b"})


def test_columns_that_one_state_lacks_make_no_other_event(folder: Path) -> None:
    before = table(folder, "old.csv", [("a", "2017-10-14", "One")], ("event_id_cnty", "event_date", "actor1"))
    columns = ("event_id_cnty", "event_date", "actor1", "location")
    after = table(folder, "new.csv", [("a", "2017-10-15", "Two", "There")], columns)
    assert rows.compared(before, after).reused == frozenset()
