"""What all tests share."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

# A slow machine is no bug: properties are judged by their outcome, not by the clock.
settings.register_profile("dateline", settings(), deadline=None)
settings.load_profile("dateline")


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of this checkout."""
    return Path(__file__).resolve().parents[1]
