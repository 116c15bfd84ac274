"""Measures of agreement between coders.

Percent agreement; Cohen's kappa (Cohen 1960, for two coders and nominal values); Krippendorff's alpha
(Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", for any number of coders, values that are
missing, and nominal or interval scales).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from itertools import combinations
from typing import TypeVar

Value = TypeVar("Value", bound=Hashable)
Unit = Sequence[Value | None]
"""The values that coders gave one unit, in the order of the coders; None where a coder gave none."""
Distance = Callable[[Value, Value], float]


def percent(units: Sequence[Unit[Value]]) -> float | None:
    """Share of pairs of values of one unit that are equal, 0 to 1. None without a pair."""
    pairs = [pair for unit in units for pair in combinations(_given(unit), 2)]
    return sum(one == other for one, other in pairs) / len(pairs) if pairs else None


def kappa(pairs: Sequence[tuple[Value, Value]]) -> float | None:
    """Cohen's kappa of two coders, -1 to 1. None without pairs, or if both gave one value throughout: then
    nothing can be said beyond chance."""
    if not pairs:
        return None
    number = len(pairs)
    one, other = Counter(first for first, _ in pairs), Counter(second for _, second in pairs)
    observed = sum(first == second for first, second in pairs) / number
    expected = sum(one[value] * other[value] for value in one) / number**2
    return None if expected == 1 else (observed - expected) / (1 - expected)


def nominal(one: object, other: object) -> float:
    """The distance of names: they are the same, or they are not."""
    return 0.0 if one == other else 1.0


def interval(one: float, other: float) -> float:
    """The distance of numbers, and of days: the square of their difference."""
    return float(one - other) ** 2


def alpha(units: Sequence[Unit[Value]], distance: Distance[Value]) -> float | None:
    """Krippendorff's alpha of any number of coders, at most 1. None without a pair, or if all values are the
    same."""
    observed = 0.0
    values: Counter[Value] = Counter()
    for unit in units:
        given = _given(unit)
        if len(given) < 2:
            continue
        values.update(given)
        apart = sum(distance(one, other) for one, other in combinations(given, 2))
        observed += 2 * apart / (len(given) - 1)
    total = values.total()
    expected = sum(
        2 * values[one] * values[other] * distance(one, other) for one, other in combinations(values, 2)
    )
    if total < 2 or expected == 0:
        return None
    return 1 - (total - 1) * observed / expected


def _given(unit: Unit[Value]) -> list[Value]:
    return [value for value in unit if value is not None]
