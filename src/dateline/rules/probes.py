"""The probes that rules of the built-in catalogue lean on: what each asks, and what its answers carry.

`{value}` and the like in the message of a rule stand for what the answer carries; a message may use no other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Carried = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Probe:
    """A question about the data. `answers`: those that break a rule, each with the names of its values."""

    question: str
    answers: Carried


_QUOTED = ("value", "near", "places", "count")
_DATED = ("value", "precision", "words", "published")
_MEANT = (*_DATED, "interval", "allowed", "days", "preferred")
_CELL = ("value", "column", "expected", "note")


def _alike(values: tuple[str, ...], *answers: str) -> dict[str, tuple[str, ...]]:
    return dict.fromkeys(answers, values)


PROBES: Mapping[str, Probe] = {
    "document": Probe(
        "Can the bytes be read as one document?",
        {
            "too_large": ("value", "limit"),
            **_alike(("value",), "not_utf8", "empty", "control_character", "tab", "alias", "tag"),
            "syntax": ("value", "reason"),
            "duplicate_key": ("value", "first"),
            "too_deep": ("value", "limit"),
            **_alike(("value",), "second_document", "key_is_no_text"),
        },
    ),
    "shape": Probe(
        "Has the document the shape of an extraction, or of a file of decisions?",
        {
            "unknown_key": ("value", "where", "known"),
            "missing_key": ("value", "where", "hint"),
            **_alike(("value", "where", "expected"), "wrong_type", "not_in_list", "malformed"),
            "value_though_not_stated": ("value", "where"),
        },
    ),
    "notes": Probe("Has an event notes?", {"absent": ("value",)}),
    "coding": Probe("Who coded, and who checked it?", _alike(("value",), "unchecked", "self_checked")),
    "guess": Probe("Does a guess of `dateline new` wait to be confirmed?", {"unconfirmed": ("value",)}),
    "date_words": Probe(
        "Do the coded day and precision agree with the date words?",
        {
            "after_publication": _DATED,
            **_alike(_MEANT, "outside", "too_precise", "not_codable", "too_vague", "off_centre"),
        },
    ),
    "published": Probe(
        "Is an inferred day of publication in order?",
        {"outside_its_interval": ("value", "stretch"), "inferred_from_nothing": ("value",)},
    ),
    "actor": Probe(
        "Is an actor registered, active, with a role, and named by the quoted words?",
        {
            "unknown": ("value", "nearest"),
            "ambiguous": ("value", "candidates"),
            "inactive": ("value", "day", "years"),
            "no_role": ("value", "day", "country"),
            "not_in_words": ("value",),
        },
    ),
    "sub_event": Probe("Is it one of the 25 sub-event types?", {"unknown": ("value",)}),
    "interaction": Probe(
        "Can sides of these kinds meet in an event of this type?",
        {"impossible": ("value", "sub_event")},
    ),
    "location": Probe(
        "Is a place registered, one place only, and named by the quoted words?",
        {
            "unknown": ("value", "nearest"),
            "ambiguous": ("value", "candidates"),
            "not_in_words": ("value",),
        },
    ),
    "fatalities": Probe("Are the numbers of deaths in order?", {"disordered": ("value", "low", "high")}),
    "article": Probe(
        "Is the article there, and is it the text that was coded?",
        {
            "absent": ("value",),
            "changed": ("value", "article", "now"),
            "not_utf8": ("value", "offset"),
            "empty": ("value",),
            "too_large": ("value", "size", "limit"),
        },
    ),
    "body": Probe(
        "Do the zones mark out the body of the article?",
        _alike(("value", "other"), "missing", "ambiguous", "moved", "end_before_start", "overlap"),
    ),
    "quotation": Probe(
        "Where do the quoted words stand?",
        {
            **_alike(_QUOTED, "missing", "ambiguous", "moved", "outside_body"),
            **_alike(("value",), "expression_absent", "not_verifiable"),
        },
    ),
    "scale": Probe("Is it one of the source scales?", {"unknown": ("value",)}),
    "sources": Probe(
        "Do the sources agree, or is it settled which of them holds?",
        {"differ": ("value", "event", "said", "policy")},
    ),
    "decision": Probe(
        "Does a decision decide something?",
        {
            "not_claimed": ("value", "event", "field", "claimed"),
            "settles_nothing": ("value", "event", "field"),
            "unknown_event": ("value",),
            "unknown_source": ("value",),
            "made_twice": ("value", "event", "field", "first"),
            "named_twice": ("value", "first"),
        },
    ),
    "event_key": Probe(
        "Is a key one event, now and in former generations?",
        {
            "twice_in_file": ("value", "first"),
            "two_places": ("value", "said"),
            "collides": ("value", "other"),
            "retired": ("value", "status", "line"),
            "no_successor": ("value", "successor"),
            "moved": ("value", "said"),
            "vanished": ("value",),
        },
    ),
    "source": Probe(
        "Is a source coded once?",
        _alike(("value", "file", "other"), "same_id", "same_article", "same_text"),
    ),
    "table": Probe(
        "Does a table agree with its Table Schema?",
        {
            "absent": ("value",),
            **_alike(_CELL, "unreadable", "encoding", "header", "blank_row", "short_row", "long_row"),
            **_alike(_CELL, "type", "required", "not_in_list", "pattern", "range", "length", "unique"),
            **_alike(_CELL, "primary_key", "empty_key", "foreign_key"),
            **_alike(
                _CELL,
                "repeated_header",
                "assumed_encoding",
                "sheet_of_workbook",
                "lines_before_header",
                "doubled_returns",
                "hxl_tags",
                "other_delimiter",
                "swapped_columns",
                "date_form",
                "short_years",
                "no_rows",
                "half_converted",
                "day_numbers",
            ),
        },
    ),
    "dataset": Probe("Are the tables what the seeds give?", {"stale": ("value",)}),
    "exception": Probe(
        "Does a reviewed exception silence something, and is it still valid?",
        {
            "matches_nothing": ("value", "rule", "record"),
            "expired": ("value", "rule", "record", "expires"),
        },
    ),
    "change": Probe(
        "What became of an event that was published before?",
        {
            **_alike(("value", "day", "place"), "deleted", "reused", "gone"),
            "silent": ("value", "columns", "timestamp"),
        },
    ),
    "release": Probe(
        "Can the dataset be published as it is?",
        {
            **_alike(("value",), "untitled", "unlicensed", "uncredited", "undescribed", "unversioned"),
            **_alike(("value",), "misnamed", "unknown_licence", "forgotten"),
            **_alike(("value", "column"), "contact", "formula", "acled_id", "acled_text"),
            **_alike(("value", "column", "limit"), "overlong", "finer", "unchecked", "self_checked"),
            "pieces": ("value", "share"),
            "understated": ("value", "former", "note"),
        },
    ),
}
