"""In which encoding a foreign file is saved: its first letters beyond ASCII decide."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from dateline.engine.table_file import Remark, TableFile

READ = 1 << 22
NAMES = {"cp1252": "Windows-1252", "latin-1": "Latin-1", "utf-16": "UTF-16"}
SURROGATES = re.compile("[\udc80-\udcff]")
"""What stands for bytes that are not UTF-8."""
UNDEFINED = bytes((0x81, 0x8D, 0x8F, 0x90, 0x9D))
"""Bytes that Windows-1252 does not have."""


def guess(path: Path) -> str:
    """The encoding of a file that declares none: UTF-16 by its mark; UTF-8, also damaged, if letters beyond
    ASCII are mostly written so; Windows-1252, or Latin-1 if the file has bytes that only that has."""
    with path.open("rb") as stream:
        first = stream.read(READ)
        if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        chunk = first
        while chunk.isascii() and (more := stream.read(READ)):
            chunk = more
    if b"\0" in first[:1024]:
        return "utf-8"  # no text; what it is, is said elsewhere
    # A letter may be cut in two at the end of what was read.
    text = chunk.decode("utf-8", errors="surrogateescape") if len(chunk) < READ else _whole(chunk)
    bad = len(SURROGATES.findall(text))
    if not bad:
        return "utf-8"
    good = sum(letter > "\x7f" for letter in text) - bad
    if good > bad // 10:
        return "utf-8"
    high = {byte for byte in chunk if 0x80 <= byte <= 0x9F}
    return "cp1252" if high and high.isdisjoint(UNDEFINED) else "latin-1"


def remark(file: TableFile) -> Remark:
    """What is said of a file whose encoding was guessed, with the first word that shows it."""
    with file.body.open(encoding="utf-8", errors="replace", newline="") as stream:
        found = ((line, text) for line, text in enumerate(stream, 1) if not text.isascii())
        line, text = next(found, (1, ""))
    words = "".join(letter if letter.isalnum() or letter in "-'’" else " " for letter in text).split()
    word = next((word for word in words if not word.isascii()), "")
    note = f", and so “{word}” stands on this line" if word else ""
    return Remark("assumed_encoding", NAMES[file.encoding], note, line)


def _whole(chunk: bytes) -> str:
    return chunk[:-4].decode("utf-8", errors="surrogateescape")
