"""What stands for a letter that the encoding of a terminal lacks."""

from __future__ import annotations

import codecs

PLAIN = str.maketrans({
    "“": '"', "”": '"', "«": '"', "»": '"', "‘": "'", "’": "'",
    "→": "->", "…": "...", "–": "-", "—": "-", "×": "x", "✓": "+", "✗": "x", "─": "-",
})  # fmt: skip
"""Signs of our own sentences that have a likeness in ASCII."""
ERRORS = "dateline.plain"
"""Name of the error handler of a stream."""


def plain(error: UnicodeError) -> tuple[str, int]:
    """Write signs by their likeness, and every other letter as its code: neither is a reason to stop."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text = error.object[error.start : error.end].translate(PLAIN)
    return text.encode("ascii", "backslashreplace").decode("ascii"), error.end


codecs.register_error(ERRORS, plain)
