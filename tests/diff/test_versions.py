"""Which version the changes demand, and whether one is high enough."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.diff.model import Columns, Deaths, Diff, Events, Retyped, Row, State, Status, TableDiff, listed
from dateline.errors import CallError
from dateline.release import versions
from dateline.release.versions import Bump

STATE = State("x", "X", "1.0.0")
TABLE = TableDiff("events", "Events", Columns(), ("id",), 1, 1, listed(()), listed(()), listed(()))
NOTHING = Deaths("", 0, 0)
EVENTS = Events({}, True, 0, 0, NOTHING, listed(()), listed(()), (0, 0), (("", ""), ("", "")), ())
SAME = Diff(STATE, STATE, (), {}, {}, (TABLE,), EVENTS)
ROW = Row(("a",), {"id": "a"})


def table(**changes: object) -> Diff:
    return replace(SAME, tables=(replace(TABLE, **changes),))  # type: ignore[arg-type]


def demanding(bump: Bump) -> Diff:
    return {
        Bump.none: SAME,
        Bump.patch: replace(SAME, metadata=("title",)),
        Bump.minor: replace(SAME, tables_added={"more": 1}),
        Bump.major: replace(SAME, tables_removed={"less": 1}),
    }[bump]


@pytest.mark.parametrize(
    ("diff", "bump"),
    [
        (SAME, Bump.none),
        (replace(SAME, metadata=("title", "events.description")), Bump.patch),
        (replace(SAME, metadata=("licenses",)), Bump.major),
        (replace(SAME, metadata=("name",)), Bump.major),
        (replace(SAME, tables_added={"t": 1}), Bump.minor),
        (replace(SAME, tables_removed={"t": 1}), Bump.major),
        (table(columns=Columns(added=("a",))), Bump.minor),
        (table(columns=Columns(added=("a",), reordered=True)), Bump.major),
        (table(columns=Columns(removed=("a",))), Bump.major),
        (table(columns=Columns(retyped=(Retyped("a", "string", "integer"),))), Bump.major),
        (table(columns=Columns(key=(("a",), ("b",)))), Bump.major),
        (table(columns=Columns(missing=True)), Bump.major),
        (table(columns=Columns(redefined=("a",))), Bump.minor),
        (table(columns=Columns(described=("a",))), Bump.patch),
        (table(added=listed([ROW])), Bump.minor),
        (table(deleted=listed([ROW])), Bump.minor),
        (table(deleted=listed([ROW]), is_codes=True), Bump.major),
        (table(rewritten=1), Bump.patch),
        (replace(SAME, events=replace(EVENTS, reused=1)), Bump.major),
        (replace(SAME, events=replace(EVENTS, fates={Status.unexplained: 1})), Bump.major),
        (replace(SAME, events=replace(EVENTS, fates={Status.tombstone: 1})), Bump.none),
    ],
)
def test_what_changes_demand(diff: Diff, bump: Bump) -> None:
    found = versions.needed(diff)
    assert found.bump is bump
    assert bool(found.reasons) == (bump is not Bump.none)
    assert [one.bump for one in found.reasons] == sorted((one.bump for one in found.reasons), reverse=True)


@pytest.mark.parametrize(
    ("old", "bump", "after"),
    [
        ("1.2.3", Bump.none, "1.2.3"),
        ("1.2.3", Bump.patch, "1.2.4"),
        ("1.2.3", Bump.minor, "1.3.0"),
        ("1.2.3", Bump.major, "2.0.0"),
        ("0.1.2", Bump.patch, "0.1.3"),
        ("0.1.2", Bump.minor, "0.2.0"),
        ("0.1.2", Bump.major, "0.2.0"),
        ("1.2.3+build.5", Bump.patch, "1.2.4"),
        ("2.0.0-rc.1", Bump.patch, "2.0.0"),
        ("2.0.0-rc.1", Bump.major, "2.0.0"),
        ("2.1.0-rc.1", Bump.minor, "2.1.0"),
        ("2.1.0-rc.1", Bump.major, "3.0.0"),
        ("2.1.1-rc.1", Bump.minor, "2.2.0"),
        ("0.2.0-rc.1", Bump.major, "0.2.0"),
    ],
)
def test_the_next_version(old: str, bump: Bump, after: str) -> None:
    assert versions.next_version(old, demanding(bump)) == after


@pytest.mark.parametrize(
    ("old", "new", "bump", "enough", "said"),
    [
        ("1.0.0", "1.0.0", Bump.none, True, "Nothing has changed"),
        ("1.0.0", "1.0.1", Bump.none, True, "Nothing has changed"),
        ("1.0.0", "1.0.0", Bump.patch, False, "released already, and a version never changes"),
        ("1.0.0", "1.0.0+two", Bump.patch, False, "released already"),
        ("1.0.0", "0.9.0", Bump.none, False, "comes before 1.0.0"),
        ("1.0.0", "1.0.0-rc.1", Bump.none, False, "comes before 1.0.0"),
        ("1.0.0", "1.0.1", Bump.patch, True, "suffices"),
        ("1.0.0", "1.0.9", Bump.minor, False, "the least is 1.1.0"),
        ("1.0.0", "1.9.0", Bump.major, False, "the table less is gone"),
        ("1.0.0", "2.0.0-rc.1", Bump.major, True, "suffices"),
        ("2.0.0-rc.1", "2.0.0-rc.2", Bump.minor, True, "suffices"),
        ("2.0.0-rc.10", "2.0.0-rc.9", Bump.minor, False, "comes before"),
        ("0.1.0", "0.2.0", Bump.major, True, "suffices"),
        ("0.1.0", "1.0.0", Bump.patch, True, "suffices"),
    ],
)
def test_whether_a_version_is_high_enough(old: str, new: str, bump: Bump, enough: bool, said: str) -> None:
    found = versions.verdict(old, new, demanding(bump))
    assert (found.enough, said in found.text) == (enough, True), found.text


ORDERED = [
    # The order that SemVer 2.0.0, section 11, gives as its example, and a few around it.
    "0.9.9",
    "1.0.0-0",
    "1.0.0-2",
    "1.0.0-10",
    "1.0.0-alpha",
    "1.0.0-alpha.1",
    "1.0.0-alpha.beta",
    "1.0.0-beta",
    "1.0.0-beta.2",
    "1.0.0-beta.11",
    "1.0.0-rc.1",
    "1.0.0",
    "1.0.1",
    "1.10.0",
    "2.0.0",
]


def test_the_order_of_versions() -> None:
    assert sorted(map(versions.parsed, reversed(ORDERED))) == list(map(versions.parsed, ORDERED))
    assert versions.parsed("1.0.0+a") == versions.parsed("1.0.0+b")


@pytest.mark.parametrize(
    "text",
    ["1.0.0", "0.0.4", "10.20.30", "1.0.0-alpha-a.b-c.1", "1.0.0-0A.is.legal", "1.1.2+meta", "1.0.0-a+b.01"],
)
def test_versions_come_back_as_they_were(text: str) -> None:
    assert str(versions.parsed(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1",
        "1.2",
        "v1.2.3",
        "01.2.3",
        "1.2.3-01",
        "1.2.3-",
        "1.2.3+",
        "1.2.3-a..b",
        "1.2.3.4",
        " 1.2.3",
        "1.2.3\n",
        "1.²",
    ],
)
def test_what_is_no_version(text: str) -> None:
    with pytest.raises(CallError, match="is no semantic version"):
        versions.parsed(text)


version = st.builds(
    lambda core, before: ".".join(map(str, core)) + ("-" + ".".join(before) if before else ""),
    st.tuples(*[st.integers(0, 3)] * 3),
    st.lists(st.sampled_from(["0", "2", "10", "a", "rc"]), max_size=2),
)


@given(old=version, bump=st.sampled_from(Bump))
def test_the_next_version_is_enough_and_none_below_it_is(old: str, bump: Bump) -> None:
    diff = demanding(bump)
    after = versions.next_version(old, diff)
    assert versions.verdict(old, after, diff).enough
    assert (versions.parsed(after) > versions.parsed(old)) == (bump is not Bump.none)
