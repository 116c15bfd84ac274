"""Sound records of a CSV file, many at a time: a block of lines is proved sound by its bytes alone.

Quoted cells are cut out of the block, then every letter that is no mark. Of sound records nothing is left but
their delimiters and line ends, as many as the header has. A block that cannot be proved so may be sound after
all; `dateline.engine.csv_text` says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import accumulate

from dateline.engine.csv_text import MAX_LINES, MAX_RECORD
from dateline.engine.table_file import TableFile

BLOCK = 1 << 16
"""Bytes of a block, to its next line end."""
DELIMITERS, QUOTES = ",;\t|", "\"'"
"""Of dialects that all readers read alike. With others each record is read by itself."""

Proof = Callable[[bytes, int], Sequence[int] | None]
"""The lines on which the records of a block begin, the first on the given line; None if it is not proved that
all of them are sound."""


def can_be_copied(table: TableFile) -> bool:
    """Whether sound records of a table can be copied as they stand. In a single column, a blank line is a
    record to some readers and none to others."""
    return table.delimiter in DELIMITERS and table.quote in QUOTES and len(table.header) > 1


def proof(table: TableFile) -> Proof:
    """What tells sound blocks of a table."""
    if not can_be_copied(table):
        return lambda block, line: None
    delimiter, quote = table.delimiter.encode(), table.quote.encode()
    end = b"\r\n" if table.newline == 2 else b"\n"
    record = delimiter * (len(table.header) - 1) + end
    # The mark that opens a cell has a delimiter or a line end before it, or nothing.
    quoted = re.compile(rb'"(?<![^,\n]")[^"]*+(?:""[^"]*+)*+"(?=[,\r\n])'.translate(_marks(delimiter, quote)))
    letters = bytes(set(range(256)) - set(delimiter + quote + b"\r\n"))

    def proved(block: bytes, line: int) -> Sequence[int] | None:
        if len(block) > MAX_RECORD or b"\0" in block or not _is_utf8(block):
            return None
        bare = quoted.sub(b"", block)
        marks = bare.translate(None, letters)
        count = len(marks) // len(record)
        breaks = block.count(b"\n") - count
        if marks != record * count or bare.count(end) != count or not bare.endswith(end):
            return None
        if breaks >= MAX_LINES:
            return None
        return range(line, line + count) if not breaks else _broken(block, line)

    def _broken(block: bytes, line: int) -> Sequence[int]:
        """Of records with line breaks in their cells."""
        marked = quoted.sub(lambda cell: b"\0" * cell[0].count(b"\n"), block)
        taken = (1 + record.count(b"\0") for record in marked.split(b"\n")[:-2])
        return list(accumulate(taken, initial=line))

    return proved


def _marks(delimiter: bytes, quote: bytes) -> bytes:
    return bytes.maketrans(b',"', delimiter + quote)


def _is_utf8(block: bytes) -> bool:
    try:
        block.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
