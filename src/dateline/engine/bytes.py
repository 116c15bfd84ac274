"""One pass over the bytes of a file, beside the scan: its hash, its lines, what no cell may hold."""

from __future__ import annotations

import bisect
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

BLOCK = 1 << 16
"""Bytes between two entries of the line index."""
READ = 1 << 22


@dataclass(frozen=True, slots=True)
class Bytes:
    """Facts about a file. Lines are physical lines, 1-based; offsets are bytes, 0-based."""

    path: Path
    sha256: str
    size: int
    newlines: int
    ends_with_newline: bool
    nul: int | None
    """Offset of the first NUL byte."""
    quotes: int
    """Number of quotation marks below the header."""
    crlf: int
    """Number of CRLF."""
    returns: int
    """Number of CR that no LF follows."""
    index: Sequence[int] = field(repr=False)
    """Number of LF before each block of `BLOCK` bytes."""

    @property
    def lines(self) -> int:
        """Number of physical lines."""
        return self.newlines + (0 if self.ends_with_newline or not self.size else 1)

    def text_from(self, lines: Sequence[int]) -> Iterator[Iterator[bytes]]:
        """For each of the ascending `lines`, its physical lines from there on, read lazily."""
        with self.path.open("rb") as stream:
            for line in lines:
                # A line may begin in the block before the one in which its predecessor's end is counted.
                block = max(0, bisect.bisect_left(self.index, line - 1) - 1)
                stream.seek(block * BLOCK)
                before = self.index[block] + 1
                while before < line:
                    stream.readline()
                    before += 1
                yield iter(stream.readline, b"")


def read(path: Path, quote: bytes = b'"', header: int = 0) -> Bytes:
    """Read the file once. Memory: one buffer, and eight bytes for each 64 KiB.

    `header`: bytes of the header, in which no quotation marks are counted.
    """
    digest = hashlib.sha256()
    index: list[int] = []
    newlines = size = quotes = crlf = returns = 0
    nul: int | None = None
    last = b""
    with path.open("rb") as stream:
        while chunk := stream.read(READ):
            digest.update(chunk)
            if nul is None and (at := chunk.find(b"\0")) >= 0:
                nul = size + at
            quotes += chunk.count(quote, max(0, header - size))
            if last == b"\r" or b"\r" in chunk:
                returns += chunk.count(b"\r")
                crlf += chunk.count(b"\r\n") + (last == b"\r" and chunk.startswith(b"\n"))
            for start in range(0, len(chunk), BLOCK):
                index.append(newlines)
                newlines += chunk.count(b"\n", start, start + BLOCK)
            size += len(chunk)
            last = chunk[-1:]
    ended = last == b"\n"
    return Bytes(path, digest.hexdigest(), size, newlines, ended, nul, quotes, crlf, returns - crlf, index)
