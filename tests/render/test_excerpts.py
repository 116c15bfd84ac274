"""Excerpts: the cell between those beside it, cut to a screen, with the mark exactly below it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from dateline import excerpts
from dateline.findings import Excerpt
from dateline.render.excerpts import within


def test_a_cell_stands_between_those_beside_it() -> None:
    assert excerpts.of_record(["a", "b", "c"], 1, ";") == Excerpt("a;", "b", ";c")
    assert excerpts.of_record(["a", "b", "c"], 0, ",") == Excerpt("", "a", ",b,c")
    assert excerpts.of_record(["a", "b", "c"], 2, ",") == Excerpt("a,b,", "c", "")


def test_no_cell_is_the_whole_record() -> None:
    assert excerpts.of_record(["a", "b"], None, ",") == Excerpt("", "a,b", "")
    assert excerpts.of_record(["a", "b"], 2, ",") == Excerpt("", "a,b", "")


def test_what_is_left_out_is_shown() -> None:
    found = excerpts.of_record(["x" * 100, "b", "y" * 100, "z"], 1, ",")
    assert found.before == "…" + "x" * excerpts.CONTEXT + ","
    assert found.after == "," + "y" * excerpts.CONTEXT + "…"


@given(st.text(), st.text(), st.text(), st.integers(20, 120))
def test_it_fits_and_the_mark_stands_below_the_cell(before: str, marked: str, after: str, width: int) -> None:
    *parts, mark = within(Excerpt(before, marked, after), width)
    assert all(part.isprintable() for part in parts)
    assert sum(map(cell_len, parts)) <= width or any(not part.isascii() for part in parts)
    if all(part.isascii() for part in parts):
        assert len(mark) - len(mark.lstrip()) == len(parts[0])
        assert mark.count("^") == max(len(parts[1]), 1)
