"""Texts that look like one that is not held: a hint to a person, never a proof."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from dateline.text import fold
from dateline.verify.model import Likely

MOST_SOURCES = 1_000
"""Sources that are looked for."""
MOST_QUOTATIONS = 20
"""Quotations of each."""
BEGINNING = 16
"""Characters that a quotation must have to be looked for, and by which its place is found."""
_STARTS = re.compile(r"(?<![A-Za-z0-9])\S")
"""Where a quotation may begin: not inside a word of Latin letters."""


def likely(wanted: Mapping[str, Iterable[str]], files: Sequence[Path]) -> dict[str, Likely]:
    """By source, the file that has most of its quotations anywhere in it, if any has one. `wanted`: the
    quotations of each source. Compared after the fold, like quotations at coding."""
    beginnings: dict[str, list[tuple[str, str]]] = defaultdict(list)
    sought: dict[str, int] = {}
    for source_id, quotations in wanted.items():
        words = {folded for one in quotations if len(folded := fold(one).text.strip()) >= BEGINNING}
        sought[source_id] = len(words)
        for one in words:
            beginnings[one[:BEGINNING]].append((source_id, one))
    best: dict[str, Likely] = {}
    for path in files if beginnings else ():
        for source_id, found in _found(path, beginnings).items():
            if source_id not in best or best[source_id].found < found:
                best[source_id] = Likely(path, found, sought[source_id])
    return best


def _found(path: Path, beginnings: Mapping[str, list[tuple[str, str]]]) -> dict[str, int]:
    """How many quotations of each source a file has."""
    try:
        content = fold(path.read_bytes().decode("utf-8", errors="replace")).text
    except OSError:
        return {}
    found: dict[str, set[str]] = defaultdict(set)
    for match in _STARTS.finditer(content):
        at = match.start()
        for source_id, words in beginnings.get(content[at : at + BEGINNING], ()):
            if content.startswith(words, at):
                found[source_id].add(words)
    return {source_id: len(words) for source_id, words in found.items()}
