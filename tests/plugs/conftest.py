"""What plugs dateline into other tools is tested through these tools, without a network."""

from __future__ import annotations

import os
import sysconfig
from collections.abc import Mapping

import pytest


@pytest.fixture(scope="session")
def offline() -> Mapping[str, str]:
    """An environment in which pip installs this project into a new environment and takes everything else from
    the one that the tests run in."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "GIT_"))}
    return {
        **kept,
        "PIP_NO_INDEX": "1",
        "PIP_NO_DEPS": "1",
        "PIP_NO_BUILD_ISOLATION": "0",  # pip reads the value of a negated flag the other way round
        "PYTHONPATH": sysconfig.get_path("purelib"),
    }
