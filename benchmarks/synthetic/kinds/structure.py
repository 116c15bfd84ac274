"""What breaks the row itself, or its bytes."""

from __future__ import annotations

from synthetic.kinds.base import ATTACK, Bench, Made, kind
from synthetic.rows import INDEX


@kind("row_short", "", "A row with too few cells.", structural=True)
def _(bench: Bench) -> Made:
    return (bench.row(bench.event(*ATTACK))[:-3],)


@kind("row_long", "", "A row with too many cells.", structural=True)
def _(bench: Bench) -> Made:
    return ([*bench.row(bench.event(*ATTACK)), "one cell too many"],)


@kind("row_shifted", "", "Every cell stands one column too far right.", structural=True)
def _(bench: Bench) -> Made:
    return (["", *bench.row(bench.event(*ATTACK))[:-1]],)


@kind("nul_byte", "notes", "A byte 0.", structural=True)
def _(bench: Bench) -> Made:
    row = bench.row(bench.event(*ATTACK))
    row[INDEX["notes"]] += "\0"
    return (row,)


@kind("bad_utf8", "notes", "A byte that no UTF-8 has there.", structural=True)
def _(bench: Bench) -> Made:
    row = bench.row(bench.event(*ATTACK))
    row[INDEX["notes"]] += " A caf\udce9."
    return (row,)
