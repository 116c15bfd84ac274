"""The registries as values, and CSV files as they stand on disk."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline import registry
from dateline.registry import Actor, Location, Role

ACTOR = {"actor_id": "army", "name": "Army (2000-2024)", "aliases": "soldiers", "actor_type": "state forces"}
DATED = {"updated_at": "2026-11-22"}


def actor(active_from: str = "", active_to: str = "") -> Actor:
    row = {**ACTOR, **DATED, "active_from": active_from, "active_to": active_to}
    return registry.registries([row], [], []).actors.entries[0]


@pytest.mark.parametrize(
    ("active_from", "active_to", "day", "active", "years"),
    [
        ("2000", "2024", date(1999, 12, 31), False, "2000-2024"),
        ("2000", "2024", date(2000, 1, 1), True, "2000-2024"),
        ("2000", "2024", date(2024, 12, 31), True, "2000-2024"),
        ("2000", "2024", date(2025, 1, 1), False, "2000-2024"),
        ("2013", "", date(2100, 1, 1), True, "2013-"),
        ("", "2013", date(1900, 1, 1), True, "-2013"),
        ("", "", date(1900, 1, 1), True, ""),
    ],
)
def test_years_of_an_actor(active_from: str, active_to: str, day: date, active: bool, years: str) -> None:
    one = actor(active_from, active_to)
    assert (one.active_on(day), one.years) == (active, years)


def role(country: str, inter: str, valid_from: str = "", valid_to: str = "") -> dict[str, str]:
    row = {"role_id": f"{inter}-{country}", "actor_id": "army", "country": country, "inter": inter, **DATED}
    return {**row, "valid_from": valid_from, "valid_to": valid_to}


def test_a_role_is_of_a_country_and_a_time() -> None:
    roles = [
        role("Syria", "Rebel group", valid_to="2024-12-07"),
        role("Syria", "State forces", valid_from="2024-12-08"),
        role("Iraq", "External/Other forces"),
    ]
    one = registry.registries([{**ACTOR, **DATED, "active_from": "", "active_to": ""}], roles, [])
    army = one.actors.entries[0]

    def inter(country: str, day: date) -> str | None:
        found = one.role(army, country, day)
        return found.inter if isinstance(found, Role) else None

    assert inter("Syria", date(2024, 12, 7)) == "Rebel group"
    assert inter("Syria", date(2024, 12, 8)) == "State forces"
    assert inter("Iraq", date(1990, 1, 1)) == "External/Other forces"
    assert inter("Egypt", date(2024, 12, 8)) is None


def test_the_chain_of_a_place_names_each_level_once() -> None:
    place = Location(
        "mill", "Mill", (), "North", "Mill", "Mill", "Syria", "35", "40", "GeoNames", date(2026, 1, 1)
    )
    assert place.chain == "Mill, North, Syria"


@pytest.mark.parametrize(("cell", "items"), [("", ()), ("a", ("a",)), ("a; b, c; d", ("a", "b, c", "d"))])
def test_lists_in_cells(cell: str, items: tuple[str, ...]) -> None:
    assert registry.items(cell) == items


def write(folder: Path, content: bytes) -> Path:
    path = folder / "table.csv"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        (b"", []),
        (b"a,b\n", []),
        (b"a,b\n1,2\n", [(2, "1", "2")]),
        (b"a,b\r\n1,2\r\n3,4\r\n", [(2, "1", "2"), (3, "3", "4")]),
        (b'a,b\n"1\n1",2\n3,4', [(2, "1\n1", "2"), (4, "3", "4")]),
        (b"a,b\n\n1,2\n,\n3,4\n\n", [(3, "1", "2"), (5, "3", "4")]),
        (b"\xef\xbb\xbfa,b\n1,2\n", [(2, "1", "2")]),
        (b'a,b\n"x, ""y""",2\n', [(2, 'x, "y"', "2")]),
    ],
)
def test_records_with_their_lines(tmp_path: Path, content: bytes, rows: list[tuple[int, str, str]]) -> None:
    path = write(tmp_path, content)
    assert [(line, row["a"], row["b"]) for line, row in registry.numbered_rows(path)] == rows
    assert registry.read_rows(path) == [{"a": a, "b": b} for _line, a, b in rows]


@pytest.mark.parametrize(
    "content",
    [b"a,b\n1\n", b"a,b\n1,2,3\n", b'a,b\n"1,2\n', b'a,b\n"1"x,2\n', b"a,b\n\xe9,2\n"],
    ids=["short", "long", "open", "after the quote", "not UTF-8"],
)
def test_what_is_no_table(tmp_path: Path, content: bytes) -> None:
    with pytest.raises((csv.Error, ValueError)):
        registry.read_rows(write(tmp_path, content))


CELL = st.text(st.characters(codec="utf-8", exclude_characters="\r\x00"), max_size=6)


@given(st.lists(st.tuples(CELL, CELL).filter(any), max_size=5))
def test_what_was_written_is_read(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]]
) -> None:
    path = tmp_path_factory.mktemp("csv") / "table.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerows([("a", "b"), *rows])
    assert [tuple(row.values()) for row in registry.read_rows(path)] == rows
