from __future__ import annotations

import pytest

from dateline.render import events


def test_no_events(capsys: pytest.CaptureFixture[str]) -> None:
    events.table([])

    said = capsys.readouterr().out
    assert said.startswith("No events yet.")
    assert "for example" not in said


def test_an_example_of_one_event_follows_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    row = {"event_key": "harbour-clash", "event_date": "2023-10-14", "time_precision": "1", "fatalities": "0"}
    row |= {"sub_event_type": "Armed clash", "actor1": "Northern Army", "actor2": "", "source": "A; B"}
    events.table([row | {"location": "Harbour Town", "admin1": "Coast"}])

    said = capsys.readouterr().out
    assert "1 event\n" in said
    assert said.endswith("for example\n  dateline show harbour-clash\n")
