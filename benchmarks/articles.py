"""The text of an invented article, growing sentence by sentence, and quotations that occur in it once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from happenings import Claim, Sentence

_MARK = re.compile(r"\[(\w+) |\]")
_WORD = re.compile(r"[.,]*\s*\S+")

_REASON = "It is about the life of the region; nobody did anything to anybody."
_SUBJECTS = (
    "The price of {goods}",
    "Trade in {goods}",
    "The {goods} harvest",
    "Traffic on the {adjective} road",
    "Work on the {adjective} bridge",
    "The {adjective} ferry",
    "School in the {adjective} districts",
    "The {adjective} dispensary",
)
_PREDICATES = (
    "has {moved} by {number} per cent since the {season} rains",
    "has {moved} for the {ordinal} time this {season}",
    "remains {adjective}, traders in {name} say",
    "costs families {number} crowns a week, a survey found",
    "depends on {goods} from {name}, as it did in the {season}",
    "“will not return to what it was”, the {adjective} council’s clerk wrote",
    "has {number} people waiting – for {goods}",
)
_SLOTS = {
    "goods": ("salt", "barley", "kerosene", "timber", "wool", "lentils", "cement", "dried fish", "medicine"),
    "adjective": ("northern", "old", "upper", "closed", "damaged", "coastal", "new", "narrow", "uncertain"),
    "moved": ("fallen", "risen", "stopped", "doubled", "shrunk", "halted", "slowed", "grown"),
    "season": ("spring", "autumn", "winter", "summer"),
    "ordinal": ("second", "third", "fourth", "fifth", "sixth"),
}


@dataclass(frozen=True, slots=True)
class Quoted:
    """A claim and the words that carry it."""

    claim: Claim
    start: int
    end: int


@dataclass(slots=True)
class Page:
    """A text in the making."""

    text: str = ""

    def line(self, text: str) -> None:
        """A line of its own, with an empty line after it."""
        self.text += text + "\n\n"

    def paragraph(self, sentences: Sequence[Sentence]) -> list[Quoted]:
        """Some sentences; their claims, with the words that carry them."""
        quoted = [one for sentence in sentences for one in self._sentence(sentence)]
        self.text = self.text.rstrip() + "\n\n"
        return quoted

    def _sentence(self, sentence: Sentence) -> list[Quoted]:
        plain, spans = unmarked(sentence.words)
        plain = plain[0].upper() + plain[1:]
        at = len(self.text)
        self.text += plain + ". "
        pairs = zip(sentence.claims, spans, strict=True)
        return [Quoted(claim, at + start, at + end) for claim, (start, end) in pairs]


def unmarked(words: str) -> tuple[str, list[tuple[int, int]]]:
    """The words without their marks, and where each mark was, in the order of their beginnings."""
    plain, read = "", 0
    spans: list[tuple[int, int]] = []
    still_open: list[int] = []
    for mark in _MARK.finditer(words):
        plain += words[read : mark.start()]
        read = mark.end()
        if mark[1]:
            still_open.append(len(spans))
            spans.append((len(plain), 0))
        else:
            at = still_open.pop()
            spans[at] = (spans[at][0], len(plain))
    return plain + words[read:], spans


def filler(names: Sequence[str], random: Random, *, marked: bool = False) -> Sentence:
    """A sentence about something else; `marked`, so that the coder says why it is left out."""
    slots = {slot: random.choice(words) for slot, words in _SLOTS.items()}
    slots |= {"number": str(random.randint(2, 90)), "name": random.choice(names)}
    subject, predicate = random.choice(_SUBJECTS), random.choice(_PREDICATES)
    words = f"{subject} {predicate}".format(**slots)
    if marked:
        return Sentence(f"[left_out {words}]", (Claim("left_out", {"reason": _REASON}),))
    return Sentence(words, ())


def once(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch from `start` to `end`, with so many of the words around it that the text has them once."""
    end = _stop(text, start, end)
    running = _running(text)
    while _again(running, _running(text[start:end])):
        following = _WORD.match(text, end)
        if following and "\n\n" not in following[0]:
            end = _stop(text, start, following.end())
        else:
            start = text.rindex(" ", 0, start - 1) + 1
    return start, end


def _stop(text: str, start: int, end: int) -> int:
    """The end of the stretch without punctuation."""
    return start + len(text[start:end].rstrip(".,"))


def _again(text: str, words: str) -> bool:
    return text.find(words, text.index(words) + 1) != -1


def _running(text: str) -> str:
    """The text without line breaks, which do not tell two stretches apart."""
    return text.replace("\n\n", " ")
