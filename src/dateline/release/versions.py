"""Which version a release must have, by what changed since the one before.

Semantic Versioning 2.0.0 (semver.org) for data: a version says what a reader of the former release must
reckon with. The Data Package recipe on versions is followed but for what docs/diff.md lists.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import total_ordering

from dateline.diff.model import Diff, Status, TableDiff
from dateline.errors import CallError

_NUMBER = r"(?:0|[1-9][0-9]*)"
_IDENTIFIER = rf"(?:{_NUMBER}|[0-9]*[A-Za-z-][0-9A-Za-z-]*)"
_VERSION = re.compile(
    rf"(?P<major>{_NUMBER})\.(?P<minor>{_NUMBER})\.(?P<patch>{_NUMBER})"
    rf"(?:-(?P<before>{_IDENTIFIER}(?:\.{_IDENTIFIER})*))?"
    r"(?:\+(?P<build>[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?"
)
LICENCES = "licenses"


class Bump(IntEnum):
    """Which number of a version rises; the greater one covers the smaller."""

    none = 0
    patch = 1
    minor = 2
    major = 3


@dataclass(frozen=True, slots=True)
class Reason:
    """Something that changed, and what it demands."""

    bump: Bump
    text: str


@dataclass(frozen=True, slots=True)
class Needed:
    """What the changes demand together, the greatest first."""

    bump: Bump
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a version is high enough, and why it is not."""

    enough: bool
    text: str


@total_ordering
@dataclass(frozen=True, slots=True, eq=False)
class Version:
    """A semantic version."""

    major: int
    minor: int
    patch: int
    before: tuple[str, ...] = ()
    """Identifiers of a pre-release, as in `1.0.0-rc.1`."""
    build: str = ""

    def __str__(self) -> str:
        core = f"{self.major}.{self.minor}.{self.patch}"
        before = f"-{'.'.join(self.before)}" if self.before else ""
        return core + before + (f"+{self.build}" if self.build else "")

    @property
    def core(self) -> Version:
        """The release that a pre-release comes before; of any other the version itself."""
        return replace(self, before=(), build="")

    @property
    def precedence(self) -> tuple[object, ...]:
        """What versions are ordered by (SemVer 11): a pre-release before its release, numbers before words,
        the build not at all."""
        before = tuple((0, int(one), "") if one.isdecimal() else (1, 0, one) for one in self.before)
        return self.major, self.minor, self.patch, not self.before, before

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Version) and self.precedence == other.precedence

    def __lt__(self, other: Version) -> bool:
        return self.precedence < other.precedence

    def __hash__(self) -> int:
        return hash(self.precedence)


def parsed(text: str) -> Version:
    """Read a version. CallError if it is no semantic version."""
    found = _VERSION.fullmatch(text)
    if found is None:
        raise CallError(
            f"{text!r} is no semantic version. Write three numbers without leading zeros, as in 1.2.0 or "
            "1.2.0-rc.1 (semver.org)."
        )
    before = tuple(found["before"].split(".")) if found["before"] else ()
    return Version(
        int(found["major"]), int(found["minor"]), int(found["patch"]), before, found["build"] or ""
    )


def needed(diff: Diff) -> Needed:
    """What the changes demand, each with its reason."""
    reasons = sorted(_reasons(diff), key=lambda one: -one.bump)
    return Needed(reasons[0].bump if reasons else Bump.none, tuple(reasons))


def next_version(old: str, diff: Diff) -> str:
    """The lowest version that suffices. CallError if the old one is no semantic version."""
    return str(_next(parsed(old), needed(diff).bump))


def verdict(old: str, new: str, diff: Diff) -> Verdict:
    """Whether `new` is high enough for what changed since `old`. CallError if either is no semantic
    version."""
    before, now, demanded = parsed(old), parsed(new), needed(diff)
    least = _next(before, demanded.bump)
    if now < before:
        return Verdict(False, f"{new} comes before {old}, which is released already; the next is {least}.")
    if demanded.bump is Bump.none:
        return Verdict(True, f"Nothing has changed since {old}.")
    why = _because(demanded)
    if now == before:
        return Verdict(
            False, f"{old} is released already, and a version never changes: {why}; the next is {least}."
        )
    if now.core < least:
        return Verdict(False, f"{new} is too low after {old}: {why}; the least is {least}.")
    return Verdict(True, f"{new} suffices after {old}: {why}.")


# -- numbers


def _next(old: Version, bump: Bump) -> Version:
    """While the first number is 0, what breaks readers raises the second, as what is added does."""
    if bump is Bump.none:
        return replace(old, build="")
    if old.major == 0:
        bump = min(bump, Bump.minor)
    if old.before and bump <= _rank(old):
        return old.core
    match bump:
        case Bump.major:
            return Version(old.major + 1, 0, 0)
        case Bump.minor:
            return Version(old.major, old.minor + 1, 0)
        case _:
            return Version(old.major, old.minor, old.patch + 1)


def _rank(version: Version) -> Bump:
    """What kind of release a pre-release comes before: of 2.0.0-rc.1 a major one."""
    if version.patch:
        return Bump.patch
    return Bump.minor if version.minor else Bump.major


# -- reasons


def _because(demanded: Needed) -> str:
    most = [one.text for one in demanded.reasons if one.bump is demanded.bump]
    more = f" and {len(most) - 3} more" if len(most) > 3 else ""
    return f"{', '.join(most[:3])}{more} ({_WORDS[demanded.bump]})"


_WORDS = {
    Bump.major: "what readers rely on is another: major",
    Bump.minor: "what is told is more or less: minor",
    Bump.patch: "corrections alone: patch",
}


def _reasons(diff: Diff) -> Iterator[Reason]:
    for name in diff.tables_removed:
        yield Reason(Bump.major, f"the table {name} is gone")
    for name in diff.tables_added:
        yield Reason(Bump.minor, f"the table {name} is new")
    for table in diff.tables:
        yield from _of_columns(table)
        yield from _of_rows(table)
    if diff.events and diff.events.reused:
        yield Reason(Bump.major, f"{_plural(diff.events.reused, 'id stands', 'ids stand')} for another event")
    if diff.events and (lost := diff.events.fates.get(Status.unexplained, 0)):
        yield Reason(Bump.major, f"{_plural(lost, 'event is', 'events are')} gone and nothing says why")
    for what in diff.metadata:
        if what == LICENCES:
            yield Reason(Bump.major, "the licence is another")
        elif what == "name":
            yield Reason(Bump.major, "the package has another name")
        else:
            yield Reason(Bump.patch, f"{what} is said otherwise")


def _of_columns(table: TableDiff) -> Iterator[Reason]:
    of, columns = f"of {table.name}", table.columns
    for name in columns.removed:
        yield Reason(Bump.major, f"the column {name} {of} is gone")
    for one in columns.retyped:
        how = f"from {one.old} to {one.new}" if one.old != one.new else "in how its cells are read"
        yield Reason(Bump.major, f"the column {one.column} {of} changed {how}")
    if columns.reordered:
        yield Reason(Bump.major, f"columns {of} stand at other places")
    if columns.key:
        yield Reason(Bump.major, f"the primary key {of} is another")
    if columns.missing:
        yield Reason(Bump.major, f"other texts stand for empty cells {of}")
    for name in columns.added:
        yield Reason(Bump.minor, f"the column {name} {of} is new")
    for name in columns.redefined:
        yield Reason(Bump.minor, f"the column {name} {of} may hold other values")
    for name in columns.described:
        yield Reason(Bump.patch, f"the column {name} {of} is described otherwise")


def _of_rows(table: TableDiff) -> Iterator[Reason]:
    noun = "code" if table.is_codes else "row"
    gone = Bump.major if table.is_codes else Bump.minor
    if count := table.deleted.count:
        yield Reason(gone, f"{_plural(count, noun)} of {table.name} {'is' if count == 1 else 'are'} gone")
    if count := table.added.count:
        yield Reason(
            Bump.minor, f"{_plural(count, noun)} of {table.name} {'is' if count == 1 else 'are'} new"
        )
    if count := table.changed.count:
        bump = Bump.minor if table.is_codes else Bump.patch
        yield Reason(bump, f"{_plural(count, noun)} of {table.name} changed")
    if table.rewritten:
        yield Reason(
            Bump.patch, f"{_plural(table.rewritten, 'row')} of {table.name} say the same in other letters"
        )


def _plural(count: int, noun: str, nouns: str = "") -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {nouns or noun + 's'}"
