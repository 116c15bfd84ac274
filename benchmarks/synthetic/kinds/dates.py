"""Dates that cannot be, or that other cells contradict."""

from __future__ import annotations

from datetime import date

from synthetic.kinds.base import KINDS, PROTEST, Bench, Kind, Made, cell, changed, kind, told, written
from synthetic.rows import Event, opening

cell(
    "year_differs", "year", "The year is not that of the event date.",
    lambda old, bench: str(int(old) + bench.random.choice((-1, 1))),
)  # fmt: skip
cell(
    "date_year_0025",
    "event_date",
    "The year of the date lacks its century: 0025 for 2025.",
    lambda old, bench: "00" + old[2:],
    "year_differs",
    "notes_date_differs",
    "date_before_coverage",
    of=PROTEST,
)
cell(
    "date_text", "event_date", "The date is written out: 14 October 2017.",
    lambda old, bench: written(bench.day),
)  # fmt: skip
cell(
    "date_day_first", "event_date", "The date has the day first: 14/10/2017.",
    lambda old, bench: date.fromordinal(bench.day).strftime("%d/%m/%Y"),
)  # fmt: skip
cell(
    "date_with_slashes", "event_date", "The date has slashes: 2017/10/14.",
    lambda old, bench: old.replace("-", "/"),
)  # fmt: skip
cell(
    "date_impossible",
    "event_date",
    "There is no such day: 30 February.",
    lambda old, bench: f"{old[:4]}-02-30",
)
cell("date_partial", "event_date", "The day is missing: 2017-10.", lambda old, bench: old[:7])
cell("date_with_time", "event_date", "The date has a time behind it.", lambda old, bench: f"{old} 00:00:00")
cell(
    "time_precision_unknown", "time_precision", "The time precision is none of 1, 2, 3.",
    "4", "notes_on_vague_date",
)  # fmt: skip
told(
    "notes_date_differs", "notes", "The notes begin with another day than the event date.",
    lambda event, bench: changed(event, opening=opening(event.day + 2, 1)),
)  # fmt: skip
told(
    "notes_around_exact_date", "notes", "The notes begin with Around, the time precision is 1.",
    lambda event, bench: changed(event, opening=f"Around {written(event.day)}"),
)  # fmt: skip
told(
    "timestamp_before_event", "timestamp", "The last upload is older than the event.",
    lambda event, bench: changed(event, uploaded=event.day - 30),
)  # fmt: skip


@kind("date_unpadded", "event_date", "Day or month have one digit: 2017-3-5.")
def _(bench: Bench) -> Made:
    event = _within_month(bench.event("Attack", 37), 1 + bench.day % 9)
    that = date.fromordinal(event.day)
    return (bench.row(event, event_date=f"{that.year}-{that.month}-{that.day}"),)


@kind("date_in_future", "event_date", "The event is decades ahead.", "timestamp_before_event")
def _(bench: Bench) -> Made:
    return (bench.row(_dated(bench, date(2090, 1, 1).toordinal() + bench.day % 3000)),)


@kind(
    "date_before_coverage", "event_date", "The event is older than the country's first year.",
    where=lambda town: town.country.first_day >= date(2016, 1, 1).toordinal(),
)  # fmt: skip
def _(bench: Bench) -> Made:
    event = bench.event("Peaceful protest", 60)
    event.on(bench.country.first_day - 1 - bench.day % 300)
    return (bench.row(event),)


@kind(
    "month_precision_day", "event_date", "Time precision 3, but not the first, middle or last day of a month."
)
def _(bench: Bench) -> Made:
    event = _within_month(bench.event("Attack", 37, precision=3), 4 + bench.day % 8)
    event.opening = f"Around {written(event.day)} (month of)"
    return (bench.row(event),)


@kind("notes_on_vague_date", "notes", "The notes begin with On, the time precision is 2.")
def _(bench: Bench) -> Made:
    event = bench.event("Attack", 37, precision=2)
    event.on(bench.day + (3 - bench.day) % 7)
    event.opening = f"On {written(event.day)}"
    return (bench.row(event),)


@kind("notes_without_date", "notes", "The notes do not begin with the date.")
def _(bench: Bench) -> Made:
    event = bench.event("Attack", 37)
    return (bench.row(event, notes=event.notes.removeprefix(f"{event.opening}, ").capitalize()),)


def _sentinel(day: str, says: str, *also: str) -> None:
    """An event that is consistently dated to a day that stands for no day."""

    def make(bench: Bench) -> Made:
        return (bench.row(_dated(bench, date.fromisoformat(day).toordinal())),)

    name = f"date_sentinel_{day[:4]}"
    KINDS[name] = Kind(name, "event_date", says, make, also)


def _dated(bench: Bench, day: int) -> Event:
    """A protest on that day, uploaded when it would have been without that."""
    event = bench.event(*PROTEST)
    uploaded = event.uploaded
    event.on(day)
    return changed(event, uploaded=uploaded)


def _within_month(event: Event, day_of_month: int) -> Event:
    event.on(event.day - date.fromordinal(event.day).day + day_of_month)
    return event


_sentinel("1753-01-01", "The date is the first day that SQL Server knows.", "date_before_coverage")
_sentinel("1970-01-01", "The date is the day 0 of Unix.", "date_before_coverage")
_sentinel("9999-12-31", "The date is the last day that there is.", "date_in_future", "timestamp_before_event")
