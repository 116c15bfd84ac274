"""The project that examples are laid over has no problem of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.convert import run
from dateline.findings import Severity
from dateline.rules.sample import actor, convert, role, sample, slug, write


@pytest.mark.parametrize("sources", [1, 2])
def test_it_is_sound(tmp_path: Path, sources: int) -> None:
    conversion = convert(sample(sources), tmp_path)
    assert conversion.findings == ()
    assert len(conversion.coded) == sources
    assert len(conversion.events) == 1


def test_its_registries_are_sound_too(tmp_path: Path) -> None:
    conversion = run.convert(write(sample(2), tmp_path))
    assert [finding.message for finding in conversion.findings] == []
    assert len(conversion.events) == 1


def test_samples_share_nothing() -> None:
    first, second = sample(2), sample(2)
    first.events()[0]["key"] = "another"
    first.registries["actors"].clear()
    assert second.events()[0]["key"] != "another"
    assert second.events(1)[0]["key"] != "another"
    assert second.registries["actors"]


def test_publishing_another_article_keeps_the_source_sound(tmp_path: Path) -> None:
    made = sample()
    made.publish("Something else.")
    assert [f for f in convert(made, tmp_path).findings if f.severity is Severity.error] == []


def test_rows_of_registries() -> None:
    assert actor("Coast Guard", ["Guard", "CG"], "2010-2020")["aliases"] == "Guard; CG"
    assert actor("Coast Guard", years="2010-")["active_to"] == ""
    assert actor("Coast Guard", id="cg")["actor_id"] == "cg"
    assert role("cg", "State forces", "Iceland", since="2021-01-01")["valid_from"] == "2021-01-01"
    assert slug("Islamic State (Syria)") == "islamic-state-syria"
