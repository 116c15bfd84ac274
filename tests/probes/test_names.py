"""Names against a registry: found, ambiguous, or unknown with what is nearest."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.probes.names import Registry, nearest


@dataclass(frozen=True)
class Entry:
    id: str
    name: str
    aliases: tuple[str, ...] = ()


ENTRIES = (
    Entry("northern-army", "Northern Army", ("soldiers", "the army")),
    Entry("river-front", "River Front", ("the Front", "RF")),
    Entry("hill-front", "Hill Front", ("the Front", "Northern Army of the Hills")),
    Entry("mill-east", "Mill", ("East Mill",)),
    Entry("mill-west", "Mill", ("West Mill",)),
    Entry("army", "mill-west"),
)


@pytest.fixture(scope="module")
def registry() -> Registry[Entry]:
    return Registry(ENTRIES)


@pytest.mark.parametrize(
    ("value", "id"),
    [
        ("northern-army", "northern-army"),
        ("Northern Army", "northern-army"),
        ("soldiers", "northern-army"),
        ("RF", "river-front"),
        ("East Mill", "mill-east"),
        ("Northern Army of the Hills", "hill-front"),
        # An id goes before a name, and a name before an alias.
        ("mill-west", "mill-west"),
    ],
)
def test_found(registry: Registry[Entry], value: str, id: str) -> None:
    match = registry.match(value)
    assert match.state == "found"
    assert match.found is not None
    assert match.found.id == id


@pytest.mark.parametrize(
    ("value", "ids"), [("the Front", ["river-front", "hill-front"]), ("Mill", ["mill-east", "mill-west"])]
)
def test_ambiguous(registry: Registry[Entry], value: str, ids: list[str]) -> None:
    match = registry.match(value)
    assert (match.state, match.found) == ("ambiguous", None)
    assert [entry.id for entry in match.candidates] == ids


@pytest.mark.parametrize(
    ("value", "best"),
    [("Nothern Army", "Northern Army"), ("rivr front", "River Front"), ("Est Mill", "East Mill")],
)
def test_unknown(registry: Registry[Entry], value: str, best: str) -> None:
    match = registry.match(value)
    assert (match.state, match.found, match.candidates) == ("unknown", None, ())
    assert match.nearest[0] == best
    assert len(match.nearest) <= 3


def test_names_count_to_the_letter(registry: Registry[Entry]) -> None:
    assert registry.match("northern army").state == "unknown"
    assert registry.match(" Northern Army").state == "unknown"
    assert registry.match("").state == "unknown"


def test_nothing_like_it(registry: Registry[Entry]) -> None:
    assert registry.match("zzzz").nearest == ()
    assert Registry(()).match("Northern Army").nearest == ()


@given(st.text(max_size=20))
def test_what_is_suggested_can_be_written(value: str) -> None:
    registry = Registry(ENTRIES)
    suggested = registry.match(value).nearest
    assert all(registry.match(name).state == "found" for name in suggested)
    found = [registry.match(name).found for name in suggested]
    assert len({entry.id for entry in found if entry}) == len(suggested)


def test_nearest_of_a_list() -> None:
    assert nearest("Goverment regains teritory", ["Armed clash", "Government regains territory"], 1) == (
        "Government regains territory",
    )
    assert nearest("x", []) == ()
