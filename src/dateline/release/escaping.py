"""Cells that a spreadsheet would run as a formula, and how they are kept from it and given back.

A cell whose first character, after any apostrophes, is one of `TRIGGERS` gets one apostrophe more in front.
As an apostrophe that stood there before is counted too, the way back is exact: `unescaped(escaped(x)) == x`
for every text, and no escaped cell begins with a trigger. The characters are those that OWASP names for CSV
injection; a line feed is not among them, for within quotation marks no spreadsheet takes it for a beginning.
"""

from __future__ import annotations

import re

ESCAPED = "dateline:escaped"
"""Key of a resource: the columns that hold such cells."""
TRIGGERS = "=+-@\t\r"
_BEGINNING = "[=+@\\t\\r-]"
_NEEDS, _HAS = re.compile(f"'*{_BEGINNING}"), re.compile(f"'+{_BEGINNING}")


def escaped(text: str) -> str:
    """A cell as it stands in a CSV file of a release."""
    return f"'{text}" if _NEEDS.match(text) else text


def unescaped(text: str) -> str:
    """What `escaped` was given."""
    return text[1:] if _HAS.match(text) else text


def sql_needs(cell: str) -> str:
    """SQL of whether a cell is to be escaped; `cell` is SQL of a VARCHAR. Null for null."""
    return _matches(cell, "*")


def sql_escaped(cell: str) -> str:
    """SQL of `escaped`. Null for null."""
    return f"CASE WHEN {sql_needs(cell)} THEN '''' || {cell} ELSE {cell} END"


def sql_unescaped(cell: str) -> str:
    """SQL of `unescaped`. Null for null."""
    return f"CASE WHEN {_matches(cell, '+')} THEN substr({cell}, 2) ELSE {cell} END"


def _matches(cell: str, apostrophes: str) -> str:
    # Triggers and apostrophe all come before `A`: most cells are told apart without a look at the pattern.
    return f"({cell} < 'A' AND regexp_matches({cell}, '^''{apostrophes}{_BEGINNING}'))"
