"""The reference project as a release, and no network."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from dateline import package
from dateline.release.model import Contributor, License, Origin, Release


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """No context and no vocabulary may be fetched."""

    def refused(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refused)
    monkeypatch.setattr(socket, "create_connection", refused)


@pytest.fixture
def connection(repository: Path, tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The tables of the reference project."""
    with package.connect(package.opened(repository, tmp_path), temp_directory=tmp_path) as connection:
        yield connection


@pytest.fixture
def release() -> Release:
    """What is said of it."""
    return Release(
        name="dateline-al-mayadin",
        title="Al Mayadin, “2017”",
        description="",
        version="0.1.0",
        released=date(2026, 11, 29),
        language="en",
        licenses=[License("CC-BY-4.0", path="https://creativecommons.org/licenses/by/4.0/")],
        contributors=[Contributor("dateline maintainers", roles=("creator",))],
        keywords=[],
        origins=[Origin("UCDP GED", "https://ucdp.uu.se/downloads/"), Origin("Two articles", "")],
        tables=[],
        files=[],
        coverage=None,
        events=5,
        claims=57,
        quotations=50,
        sources=2,
        decimals=4,
        words=True,
        codebook="acled-style 2024-10",
        made_by="dateline 0.1.0",
    )
