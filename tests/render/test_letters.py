from __future__ import annotations

import pytest

from dateline.render import letters


@pytest.mark.parametrize(
    ("encoding", "written"),
    [
        ("utf-8", "→ “Ḩalab” …"),
        ("cp1252", "-> “\\u1e28alab” …"),
        ("latin-1", '-> "\\u1e28alab" ...'),
        ("ascii", '-> "\\u1e28alab" ...'),
    ],
)
def test_no_encoding_stops_a_sentence(encoding: str, written: str) -> None:
    assert "→ “Ḩalab” …".encode(encoding, letters.ERRORS).decode(encoding) == written


def test_reading_is_strict() -> None:
    with pytest.raises(UnicodeDecodeError):
        b"\xff".decode("utf-8", letters.ERRORS)
