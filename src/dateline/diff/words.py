"""Two texts word by word: what both have, what only the one has, what only the other."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

LONGEST = 10_000
"""Words of a text that are compared one by one; a longer one is told as a whole."""
_WORD = re.compile(r"\s+|\w+|[^\w\s]")


class Kind(StrEnum):
    """Which text a piece stands in."""

    same = "same"
    old = "old"
    new = "new"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text."""

    text: str
    kind: Kind


def pieces(old: str, new: str) -> tuple[Piece, ...]:
    """Both texts as one: without the pieces that only `new` has they are `old`, and the other way round."""
    from rapidfuzz.distance import Indel

    before, after = _WORD.findall(old), _WORD.findall(new)
    if max(len(before), len(after)) > LONGEST:
        return _made([(old, Kind.old), (new, Kind.new)])
    found: list[tuple[str, Kind]] = []
    for step in Indel.opcodes(before, after):
        if step.tag == "equal":
            found.append(("".join(before[step.src_start : step.src_end]), Kind.same))
        else:
            found.append(("".join(before[step.src_start : step.src_end]), Kind.old))
            found.append(("".join(after[step.dest_start : step.dest_end]), Kind.new))
    return _made(_joined(found))


def _made(found: list[tuple[str, Kind]]) -> tuple[Piece, ...]:
    return tuple(Piece(text, kind) for text, kind in found if text)


def _joined(found: list[tuple[str, Kind]]) -> list[tuple[str, Kind]]:
    """Pieces with what differs on both sides of a mere space made one."""
    old = new = ""
    done: list[tuple[str, Kind]] = []
    for place, (text, kind) in enumerate(found):
        if kind is Kind.old:
            old += text
        elif kind is Kind.new:
            new += text
        elif text.isspace() and (old or new) and place + 1 < len(found):
            old, new = old + text, new + text
        elif text:
            done += [(old, Kind.old), (new, Kind.new), (text, Kind.same)]
            old = new = ""
    return [*done, (old, Kind.old), (new, Kind.new)]
