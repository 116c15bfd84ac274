"""The probe for points is loaded once, and beside other work if asked in time."""

from __future__ import annotations

import pytest

from dateline.engine import points
from dateline.probes import points as probe


class Counted:
    """A probe that counts how often it is loaded."""

    made = 0

    def __init__(self) -> None:
        Counted.made += 1

    def locate(self, pairs: list[tuple[float, float]]) -> list[float]:
        """The latitudes."""
        return [latitude for latitude, _ in pairs]


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> type[Counted]:
    monkeypatch.setattr(Counted, "made", 0)
    monkeypatch.setattr(probe, "PointFinder", Counted)
    monkeypatch.setattr(probe, "available", lambda: True)
    return Counted


def test_it_is_loaded_when_it_is_asked(counted: type[Counted]) -> None:
    locate = points.built_in()
    assert locate is not None
    assert counted.made == 0

    assert locate([(1.0, 2.0), (3.0, 4.0)]) == [1.0, 3.0]
    assert locate([(5.0, 6.0)]) == [5.0]
    assert counted.made == 1


def test_it_is_loaded_before_it_is_asked(counted: type[Counted]) -> None:
    locate = points.built_in()
    assert locate is not None
    locate.load()

    assert locate([(1.0, 2.0)]) == [1.0]
    assert counted.made == 1


def test_it_needs_its_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probe, "available", lambda: False)
    assert points.built_in() is None
