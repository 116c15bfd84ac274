from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from dateline.dates import Interval, resolve


def written(interval: Interval) -> str:
    return f"{interval.start}" if interval.days == 1 else f"{interval.start}..{interval.end}"


@pytest.fixture
def allowed() -> Callable[[str, str], str | None]:
    """The days an expression allows when published on a day, as `first..last` or one day; None if unknown."""

    def days(expression: str, published: str) -> str | None:
        resolution = resolve(expression, date.fromisoformat(published))
        return written(resolution.interval) if resolution else None

    return days


@pytest.fixture
def tolerated() -> Callable[[str, str], list[str]]:
    """The other readings of an expression that the grammar knows."""

    def days(expression: str, published: str) -> list[str]:
        resolution = resolve(expression, date.fromisoformat(published))
        assert resolution is not None
        return [written(other) for other in resolution.alternatives]

    return days
