from __future__ import annotations

import pytest

from dateline.errors import CallError
from dateline.skeleton.decoding import decode


@pytest.mark.parametrize("text", ["Shells hit the town.", "\ufeffShells\r\nhit", "القصف", "%", "a\x0cb"])
def test_text_is_decoded_as_it_stands(text: str) -> None:
    assert decode(text.encode(), "a.txt") == text


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "a b.txt is empty"),
        (b"\xef\xbb\xbf \r\n\t\n", "a b.txt is empty"),
        ("\u00a0\n".encode(), "a b.txt is empty"),
        ("Été\nà Nîmes".encode("cp1252"), "iconv -f WINDOWS-1252 -t UTF-8 'a b.txt' > utf8.txt"),
        ("Shells".encode("utf-16"), "iconv -f UTF-16 -t UTF-8 'a b.txt' > utf8.txt"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "a b.txt is not text: byte 9 is 0"),
        (b"%PDF-1.7\n%\xe2\xe3", "is a PDF file, not plain text. Copy the text of the article"),
        (b"PK\x03\x04\x14\x00", "such as one of Word or LibreOffice"),
        (b"{\\rtf1\\ansi Shells hit the town.}", "is a document in rich text"),
        (b"\xef\xbb\xbf\n<!DOCTYPE html><p>Shells", "is a web page with its tags"),
    ],
)
def test_what_is_no_text_is_refused_with_what_to_do(raw: bytes, said: str) -> None:
    with pytest.raises(CallError) as refused:
        decode(raw, "a b.txt")
    assert said in str(refused.value)


def test_the_first_wrong_byte_is_named_with_its_line() -> None:
    with pytest.raises(CallError, match="the byte 0xe9 on line 2 is no letter"):
        decode(b"Shells\nhit the caf\xe9", "a.txt")
