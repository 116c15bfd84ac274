"""What a person says of the columns of a file: proposed, given back, and refused in plain words."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.errors import CallError
from dateline.layouts import mapping_file
from dateline.layouts.recognition import Unrecognised, recognise

RENAMED = ["id", "Date", "Type", "lat", "lon", "Country name", "deaths", "Description"]


def test_a_proposal_can_be_given_back(tmp_path: Path) -> None:
    unrecognised = recognise(RENAMED)
    assert isinstance(unrecognised, Unrecognised)
    candidate = max(unrecognised.nearest, key=lambda one: len(one.proposal))
    path = tmp_path / "mapping.yaml"
    path.write_text(mapping_file.text(candidate), encoding="utf-8")
    found = mapping_file.read(path).of(RENAMED)
    assert found.layout is candidate.layout
    assert {name: RENAMED[place] for name, place in found.columns.items()} == dict(candidate.proposal)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("layout: [", "no YAML"),
        ("[]", "begins with `layout: NAME`"),
        ("layout: nothing", "one of acled"),
        ("layout: [acled]", "begins with `layout: NAME`"),
        ("layout: gdelt2", "begins with `layout: NAME`"),
        ("layout: acled\ncolums: {}", "has no 'colums'"),
        ("layout: acled\ncolumns: {event_date: [Date]}", "must be one name"),
        ("layout: acled\ncolumns: [Date]", "must name a column"),
        ("layout: acled\ncolumns: {day: Date}", "has no column 'day'"),
        ("layout: acled\ncolumns: {event_date: When}", "has no column 'When'"),
        ("layout: acled\ncolumns: {event_date: Date, notes: Date}", "named twice"),
    ],
)
def test_a_mapping_that_cannot_be_used(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "mapping.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CallError, match=said):
        mapping_file.read(path).of(RENAMED)


def test_a_mapping_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CallError, match="is not there"):
        mapping_file.read(tmp_path / "mapping.yaml").of(RENAMED)


def test_a_mapping_that_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(CallError, match="cannot be read"):
        mapping_file.read(tmp_path).of(RENAMED)


def test_a_mapping_that_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "mapping.yaml"
    path.write_bytes(b"layout: \xff\xfe")
    with pytest.raises(CallError, match="no YAML"):
        mapping_file.read(path).of(RENAMED)


def test_what_is_not_mapped_is_found_by_its_own_name(tmp_path: Path) -> None:
    path = tmp_path / "mapping.yaml"
    path.write_text("layout: acled\ncolumns: {event_date: Date}\n", encoding="utf-8")
    found = mapping_file.read(path).of(["notes", "Date", "event_date", "place"])
    assert found.columns == {"event_date": 1, "notes": 0}
    assert found.extra == ("event_date", "place")
