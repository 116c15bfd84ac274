"""R-trees that are packed, held to SQLite's own."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.release.formats import rtree

NEW = "CREATE VIRTUAL TABLE {} USING rtree(id, minx, maxx, miny, maxy)"
degrees = st.one_of(st.floats(-180, 180), st.sampled_from([0.0, -0.0, 180.0, 35.0209, 1e-300]))


def check(points: list[tuple[float, float]]) -> None:
    """What is found in a packed tree is what is found in one that SQLite filled, before and after changes."""
    with closing(sqlite3.connect(":memory:")) as made:
        made.execute("CREATE TABLE places (fid INTEGER PRIMARY KEY, x, y)")
        made.executemany("INSERT INTO places (x, y) VALUES (?, ?)", points)
        made.execute("INSERT INTO places (x, y) VALUES (NULL, NULL)")
        made.execute(NEW.format("packed"))
        rtree.fill(made, "packed", "places", "fid", "x", "y", "x NOT NULL")
        made.execute(NEW.format("usual"))
        made.execute("INSERT INTO usual SELECT fid, x, x, y, y FROM places WHERE x NOT NULL")
        for change in (None, "DELETE FROM {} WHERE id % 3 = 0", "INSERT INTO {} VALUES (999999, 1, 1, 1, 1)"):
            found = []
            for tree in ("packed", "usual"):
                if change:
                    made.execute(change.format(tree))
                assert made.execute(f"SELECT rtreecheck('{tree}')").fetchone() == ("ok",)
                near = f"SELECT id FROM {tree} WHERE minx <= 20 AND maxx >= -20 AND miny <= 40 AND maxy >= 0"
                found.append(set(made.execute(near)))
            exact = set(made.execute("SELECT fid FROM places WHERE abs(x) <= 19.9 AND y BETWEEN 0 AND 39.9"))
            if change is None:
                assert exact <= found[0]
            odd = {(n,) for n, (x, y) in enumerate(points, 1) if any(abs(abs(a) - b) < 1e-4 for a, b in
                   ((x, 20), (y, 40), (y, 0)))}  # fmt: skip
            assert found[0] - odd == found[1] - odd


@pytest.mark.parametrize("number", [0, 1, 51, 52, 2601, 2602, 5000])
def test_any_number_of_points(number: int) -> None:
    check([((n * 7919 % 3600) / 10 - 180, (n * 104729 % 1800) / 10 - 90) for n in range(number)])


@given(st.lists(st.tuples(degrees, degrees), max_size=200))
def test_any_points(points: list[tuple[float, float]]) -> None:
    check(points)


def test_one_place_only() -> None:
    check([(40.4535, 35.0209)] * 3000)
