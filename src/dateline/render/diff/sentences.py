"""What is said of differences, in whatever form: plain text that each form escapes its own way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dateline.diff.model import (
    WITHHELD,
    Columns,
    Coverage,
    Deaths,
    Diff,
    Events,
    Fate,
    Named,
    State,
    Status,
    TableDiff,
)
from dateline.errors import CallError
from dateline.release import versions
from dateline.release.versions import Bump
from dateline.render.findings import cut, plural

VERSIONS = {
    Bump.none: "Nothing differs",
    Bump.patch: "A patch: corrections alone",
    Bump.minor: "A minor change: more is told, or less",
    Bump.major: "A major change: what readers rely on is another",
}
STATUSES = {
    Status.unexplained: "gone without a word",
    Status.tombstone: "withdrawn",
    Status.merged: "merged into another",
    Status.succeeded: "succeeded by another",
}
NOTHING = "∅"
"""What stands for an empty cell."""


def state(one: State) -> str:
    """`Al Mayadin 0.1.0`, or the name of a file."""
    return f"{one.title} {one.version}".strip()


def title(diff: Diff) -> str:
    """`Al Mayadin: 0.1.0 → 0.2.0`."""
    old, new = diff.old, diff.new
    if old.title == new.title and old.version != new.version and old.version and new.version:
        return f"{new.title}: {old.version} → {new.version}"
    if state(old) == state(new):
        return f"{state(new)}: two states"
    return f"{state(old)} → {state(new)}"


def version(diff: Diff) -> str:
    """What the changes demand of the next version, and which one that is."""
    bump = versions.needed(diff).bump
    try:
        after = (
            f" (the next version is at least {versions.next_version(diff.old.version, diff)})"
            if diff.old.version and bump
            else ""
        )
    except CallError:
        after = ""
    return f"{VERSIONS[bump]}{after}."


def rows(table: TableDiff) -> str:
    """`5 → 6 rows: 2 new, 1 gone, 1 changed`."""
    noun = "event" if table.name == "events" else "code" if table.is_codes else "row"
    numbers = (
        (table.added.count, "new"),
        (table.deleted.count, "gone"),
        (table.changed.count, "changed"),
        (table.rewritten, "the same in other letters"),
    )
    said = ", ".join(f"{count:,} {word}" for count, word in numbers if count) or "all the same"
    before = f"{table.old:,} → " if table.old != table.new else ""
    return f"{before}{plural(table.new, noun)}: {said}"


def share(table: TableDiff) -> str:
    """`0.33 % of the former events changed.` Empty if none did."""
    if not (table.changed.count and table.old):
        return ""
    return f"{100 * table.changed.count / table.old:.3g} % of the former events changed."


def columns(of: Columns) -> Iterator[str]:
    """A sentence for each thing that differs in the columns."""
    for names, words in (
        (of.added, "New columns"),
        (of.removed, "Columns that are gone"),
        (of.redefined, "Columns that may hold other values"),
        (of.described, "Columns that are described otherwise"),
    ):
        if names:
            yield f"{words}: {', '.join(names)}."
    for one in of.retyped:
        yield (
            f"The type of {one.column}: {one.old} → {one.new}."
            if one.old != one.new
            else f"The cells of {one.column} are to be read otherwise."
        )
    if of.reordered:
        yield "Columns stand at other places."
    if of.key:
        old, new = (", ".join(key) or NOTHING for key in of.key)
        yield f"The primary key: {old} → {new}."
    if of.missing:
        yield "Other texts stand for empty cells."


def cells(table: TableDiff) -> str:
    """`fatalities 3, notes 12`."""
    return ", ".join(f"{name} {count:,}" for name, count in table.cells.items())


def tables(diff: Diff) -> Iterator[str]:
    """Tables and words about them that only one state has, what was not read, what was not looked at."""
    for name, count in diff.tables_added.items():
        yield f"New table: {name}, {plural(count, 'row')}."
    for name, count in diff.tables_removed.items():
        yield f"Table that is gone: {name}, {plural(count, 'row')}."
    if diff.metadata:
        yield f"Said otherwise: {', '.join(diff.metadata)}."
    if any(diff.unread):
        old, new = diff.unread
        yield f"Records that cannot be read, and were not compared: {old:,} old, {new:,} new."
    for name, names in diff.aside.items():
        yield f"Not compared: {', '.join(names)} of {name}."


def alarms(of: Events) -> Iterator[str]:
    """What must not happen to published events, each as one sentence."""
    if count := of.fates.get(Status.unexplained):
        which = "that are gone" if count > 1 else "that is gone"
        why = "and nothing says why" if of.explains else "and a file by itself cannot say why"
        yield f"{plural(count, 'event')} {which}, {why}."
    if of.reused:
        yield f"{plural(of.reused, 'id')} now {'stands' if of.reused == 1 else 'stand'} for another event."
    if of.silent:
        yield f"{plural(of.silent, 'event')} changed without a newer timestamp."


def fates(of: Events) -> str:
    """`2 withdrawn, 1 merged into another`."""
    return ", ".join(f"{count:,} {STATUSES[status]}" for status, count in of.fates.items())


def fate(of: Fate) -> str:
    """What became of one event."""
    after = f" ({of.successor})" if of.successor else ""
    reason = f": {of.reason}" if of.reason else ""
    day = f" [{of.decided_at}]" if of.decided_at else ""
    return f"{STATUSES[of.status]}{after}{reason}{day}"


def deaths(of: Deaths) -> str:
    """`12 → 15 (+3)`."""
    return f"{of.old:,} → {of.new:,} ({of.new - of.old:+,})" if of.old != of.new else f"{of.new:,}, as before"


def period(of: Events) -> str:
    """`2017-06-15 to 2017-10-14`, of both states if they differ."""
    old, new = (f"{first} to {last}" if first else "no days" for first, last in of.period)
    return f"{old} → {new}" if old != new else f"{new}, as before"


def coverage(of: Coverage) -> str:
    """`2 → 3, 1 new`."""
    numbers = ((of.added.count, "new"), (of.gone.count, "gone"))
    said = ", ".join(f"{count:,} {word}" for count, word in numbers if count) or "all the same"
    return f"{of.old:,} → {of.new:,}, {said}" if of.old != of.new else f"{of.new:,}, {said}"


def named(of: Named) -> str:
    """`Iraq (3 events)`."""
    return f"{of.name} ({plural(of.events, 'event')})"


def more(count: int, shown: int) -> str:
    """`… and 12 more.` Empty if all were shown."""
    return f"… and {count - shown:,} more." if count > shown else ""


def identity(key: tuple[str, ...]) -> str:
    """The key of a row as one text."""
    return " / ".join(key)


def about(table: str, cells: Mapping[str, str]) -> str:
    """What says most of a row: of an event day, place, kind and sides."""
    if table != "events":
        names = ("name", "headline", "field", "value", "exact", "statement", "reason", "label")
        return ", ".join(cells[name] for name in names if cells.get(name))
    sides = " against ".join(cells[name] for name in ("actor1", "actor2") if cells.get(name))
    place = ", ".join(cells[name] for name in ("location", "country") if cells.get(name))
    parts = (cells.get("event_date", ""), place, cells.get("sub_event_type", ""), sides)
    return "; ".join(part for part in parts if part)


def is_whole(old: str, new: str) -> bool:
    """Whether a cell is told as a whole, old and new: one is empty, or withheld."""
    return not (old and new) or WITHHELD in (old, new)


def around(text: str, is_first: bool, is_last: bool, width: int) -> str:
    """What is the same in two texts, cut to so many characters beside what differs."""
    if is_first and is_last:
        return cut(text, 2 * width)
    if is_first:
        return text if len(text) <= width else "…" + text[-width:]
    if is_last:
        return text if len(text) <= width else text[:width] + "…"
    return text if len(text) <= 2 * width else f"{text[:width]}…{text[-width:]}"
