"""The parts of a grammar: a rule knows some words, a reading is what they mean on one publication day."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from dateline.dates.convention import Centre
from dateline.dates.interval import Interval


@dataclass(frozen=True, slots=True)
class Reading:
    """What words mean, before the publication day cuts off what had not happened yet."""

    interval: Interval
    centre: Centre = Centre.MIDDLE
    alternatives: tuple[Interval, ...] = ()
    vague: bool = False
    """Vaguer than a month whatever the length: UCDP stops some long periods at 1 January."""
    dated: bool = False
    """The words name the year, so they may lie after publication."""


Reader = Callable[[re.Match[str], date], Reading | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """A regular expression over folded words (a space stands for any white space) and what its match means.

    `read` refuses a match with None, or with the ValueError or OverflowError of an impossible calendar date.
    """

    name: str
    pattern: str
    read: Reader


_NAMED_GROUP = re.compile(r"\(\?P<\w+>")


def any_of(rules: Iterable[Rule]) -> str:
    """A pattern that matches what any of the rules matches, without their group names."""
    return "(?:" + "|".join(_NAMED_GROUP.sub("(?:", rule.pattern) for rule in rules) + ")"


_SPACE = r"(?: {1,40}| {0,40}\n {0,40})"
"""White space inside an expression, without an empty line; bounded, because a text can hold any amount."""


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """Compiled at first use, so that a run without date words does not pay for the grammar."""
    return re.compile(pattern.replace(" ", _SPACE), re.IGNORECASE)


def parse(rules: Iterable[Rule], words: str) -> tuple[Rule, re.Match[str]] | None:
    """The first rule that knows all of the (folded) words, with its match."""
    for rule in rules:
        if match := compiled(rule.pattern).fullmatch(words):
            return rule, match
    return None


def read(rules: Iterable[Rule], words: str, published: date) -> Reading | None:
    """What the words mean to the first rule that knows them."""
    parsed = parse(rules, words)
    return parsed[0].read(parsed[1], published) if parsed else None
