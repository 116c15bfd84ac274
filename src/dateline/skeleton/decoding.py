"""The bytes of an article file as text, or what to do about a file that is none."""

from __future__ import annotations

import shlex

from dateline.errors import CallError

_DOCUMENTS = (
    (b"%PDF", "a PDF file"),
    (b"PK\x03\x04", "a packed document, such as one of Word or LibreOffice"),
    (b"\xd0\xcf\x11\xe0", "a document of an old Word"),
    (b"{\\rtf", "a document in rich text"),
    (b"<!doctype html", "a web page with its tags"),
    (b"<html", "a web page with its tags"),
)
"""How files begin that people take for text."""
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def decode(raw: bytes, name: str) -> str:
    """The text of an article file, a byte order mark included.

    Raises CallError, with what to do, for what is no UTF-8 text. `name` is what messages call the file.
    """
    start = raw[:40].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for beginning, what in _DOCUMENTS:
        if start.startswith(beginning.lower()):
            raise CallError(
                f"{name} is {what}, not plain text. Copy the text of the article into a new file, "
                "save it as plain text with the encoding UTF-8, and name that file."
            )
    if raw.startswith(_UTF_16):
        raise CallError(f"{name} is not UTF-8 but UTF-16. {_convert('UTF-16', name)}")
    if b"\0" in raw:
        raise CallError(
            f"{name} is not text: byte {raw.index(0) + 1:,} is 0, which no text has. "
            "Save the article as plain text with the encoding UTF-8, and name that file."
        )
    try:
        content = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise CallError(
            f"{name} is not UTF-8: the byte 0x{raw[error.start]:02x} on line {line:,} is no letter in it. "
            f"{_convert('WINDOWS-1252', name)} If letters then look wrong, it was another encoding, such as "
            "WINDOWS-1256 for Arabic or WINDOWS-1251 for Russian."
        ) from None
    if not content.strip("\ufeff \t\r\n\f\v\u00a0"):
        raise CallError(f"{name} is empty. Save the text of the article in it first.")
    return content


def _convert(encoding: str, name: str) -> str:
    return (
        "Save it with the encoding UTF-8 in your editor, or convert it: "
        f"iconv -f {encoding} -t UTF-8 {shlex.quote(name)} > utf8.txt"
    )
