"""Text that something happened to, lists, and cells that are empty."""

from __future__ import annotations

from collections.abc import Callable

from synthetic.kinds.base import ATTACK, KINDS, Bench, Kind, Made, cell, changed
from synthetic.rows import INDEX


def _sources(name: str, says: str, change: Callable[[str], str]) -> None:
    """Two sources, their names joined in another way than by `; `."""

    def make(bench: Bench) -> Made:
        sources = [bench.country.sources[0], bench.country.sources[3]]
        row = bench.row(changed(bench.event(*ATTACK), sources=sources))
        row[INDEX["source"]] = change(row[INDEX["source"]])
        return (row,)

    KINDS[name] = Kind(name, "source", says, make)


_sources("list_joined_by_comma", "Items joined by a comma.", lambda old: old.replace("; ", ", "))
_sources("list_joined_without_space", "Items joined without a space.", lambda old: old.replace("; ", ";"))
_sources("list_with_empty_item", "An item is empty.", lambda old: old.replace("; ", "; ; "))
_sources("list_with_trailing_separator", "A separator behind the last item.", lambda old: f"{old};")
_sources("list_with_item_twice", "An item stands there twice.", lambda old: f"{old}; {old.split('; ')[0]}")

cell("space_leading", "source", "A space before the text.", lambda old, bench: f" {old}")
cell("space_trailing", "location", "A space behind the text.", lambda old, bench: f"{old} ")
cell("space_double", "notes", "Two spaces in a row.", lambda old, bench: old.replace(" (", "  (", 1))
cell("space_unbreakable", "source", "A no-break space.", lambda old, bench: old.replace(" ", "\u00a0", 1))
cell("tab", "notes", "A tab.", lambda old, bench: old.replace(" in ", "\tin ", 1))
cell("line_break", "source", "A line break in a name.", lambda old, bench: old.replace(" ", "\n", 1))
cell("zero_width_space", "location", "A zero-width space.", lambda old, bench: f"{old[:2]}\u200b{old[2:]}")
cell(
    "bidi_control", "notes", "A control character for the direction of writing.",
    lambda old, bench: f"{old[:-1]}\u202e.",
)  # fmt: skip
cell(
    "mojibake", "notes", "UTF-8 that was read as Latin-1.",
    lambda old, bench: f"{old} A caf\u00c3\u00a9 stayed closed.",
)  # fmt: skip
cell(
    "replacement_character", "notes", "A character that was lost in decoding.",
    lambda old, bench: f"{old} A caf\ufffd stayed closed.",
)  # fmt: skip
cell(
    "placeholder", "source", "A word that stands for nothing known.",
    lambda old, bench: bench.random.choice(
        ("N/A", "NA", "null", "none", "unknown", "-", "?", "TBD", "-99", "nan")
    ),
)  # fmt: skip
cell(
    "spreadsheet_error", "source", "An error of a spreadsheet.",
    lambda old, bench: bench.random.choice(("#REF!", "#N/A", "#VALUE!", "#NAME?")),
)  # fmt: skip
cell(
    "formula",
    "source",
    "A cell that a spreadsheet would run.",
    lambda old, bench: bench.random.choice(
        ("=1+2", "=HYPERLINK(A1)", "+1+2", "@SUM(A1)", "=cmd|'/C calc'!A0")
    ),
)
cell(
    "timestamp_scientific", "timestamp", "A number as spreadsheets shorten it.",
    lambda old, bench: f"{int(old):.2E}",
)  # fmt: skip
cell("year_decimal", "year", "A whole number with decimals: 2017.0.", lambda old, bench: f"{old}.0")
cell(
    "source_scale_reversed", "source_scale", "The two halves of the source scale are in the wrong order.",
    "National-Subnational",
)  # fmt: skip
cell(
    "source_scale_repeated", "source_scale", "The two halves of the source scale are the same.",
    "National-National",
)  # fmt: skip
cell("source_scale_unknown", "source_scale", "There is no such source scale.", "Local")
cell("source_is_address", "source", "An address instead of a name.", "https://example.org/news/1")
cell(
    "contact_in_notes", "notes", "Somebody's e-mail address.",
    lambda old, bench: f"{old} The teacher can be reached at teacher@example.org.",
)  # fmt: skip
cell(
    "notes_too_short", "notes", "Notes of a few letters.", "No details.", "notes_without_date",
    of=("Arrests", 17),
)  # fmt: skip
cell(
    "notes_cut_off",
    "notes",
    "Notes that end after 255 characters.",
    lambda old, bench: (
        (old.replace("\n", " ") + " The account goes on" * 12)[:253].rstrip(" .").ljust(255, "e")
    ),
)

for _column in (
    "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type", "inter1",
    "interaction", "iso", "region", "country", "location", "latitude", "longitude", "geo_precision", "source",
    "notes", "timestamp",
):  # fmt: skip
    cell(f"{_column}_missing", _column, f"No {_column}.", "")
