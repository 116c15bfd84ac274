"""Texts of other people, cut where one alone would fill the page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

LONGEST = 10_000
"""Characters of a text that a page carries."""


def clipped(text: str) -> str:
    """`text`, or its beginning and a remark how long it is."""
    if len(text) <= LONGEST:
        return text
    return f"{text[:LONGEST]} … [cut here by dateline: {len(text):,} characters in all]"


def filled(row: Mapping[str, str], names: Iterable[str]) -> dict[str, str]:
    """Those of the named cells that are not empty."""
    return {name: clipped(row[name]) for name in names if row.get(name)}
