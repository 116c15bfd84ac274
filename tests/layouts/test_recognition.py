"""A header is recognised whatever was done to it, and never taken for another kind of file."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.layouts.catalogue import layouts
from dateline.layouts.recognition import Recognised, Unrecognised, recognise

LAYOUTS = [layout for layout in layouts().values() if layout.has_header]
each = pytest.mark.parametrize("name", [layout.name for layout in LAYOUTS])


def usual(name: str) -> list[str]:
    return [column.name for column in layouts()[name].columns.values() if not column.optional]


def recognised(header: list[str]) -> Recognised:
    found = recognise(header)
    assert isinstance(found, Recognised)
    return found


@each
def test_its_own_header(name: str) -> None:
    found = recognised(list(layouts()[name].columns))
    assert (found.layout.name, found.missing, found.extra, found.renamed) == (name, (), (), {})


@each
def test_a_header_without_what_is_optional(name: str) -> None:
    assert recognised(usual(name)).layout.name == name


@each
@pytest.mark.parametrize(
    "change", [str.upper, str.title, lambda text: text.replace("_", " "), lambda text: f" {text} "]
)
def test_capitals_blanks_and_signs_between_words_do_not_count(name: str, change: object) -> None:
    assert callable(change)
    found = recognised([change(column) for column in usual(name)])
    assert (found.layout.name, found.missing, found.renamed) == (name, (), {})


@given(st.sampled_from(LAYOUTS), st.randoms(use_true_random=False), st.integers(0, 3))
def test_order_and_other_columns_do_not_count(layout: object, chance: object, more: int) -> None:
    header = [*usual(layout.name), *(f"note {number}" for number in range(more))]  # type: ignore[attr-defined]
    chance.shuffle(header)  # type: ignore[attr-defined]
    found = recognised(header)
    assert found.layout is layout
    assert [header[place] for place in found.columns.values()] == list(found.columns)
    assert sorted(found.extra) == [f"note {number}" for number in range(more)]


@given(st.sampled_from(LAYOUTS), st.data())
def test_one_column_less_is_told_and_does_no_harm(layout: object, data: st.DataObject) -> None:
    header = usual(layout.name)  # type: ignore[attr-defined]
    gone = data.draw(st.sampled_from(header))
    found = recognise([column for column in header if column != gone])
    assert isinstance(found, Recognised)
    # What makes a layout may be what is gone; its columns are then those of its neighbour.
    assert found.layout is layout or gone in (*layout.most, *layout.signature)  # type: ignore[attr-defined]
    assert found.layout is not layout or found.missing == (gone,)


@pytest.mark.parametrize("index", ["", "Unnamed: 0", "X", "index"])
def test_a_column_that_numbers_the_rows_is_passed_over(index: str) -> None:
    found = recognised([index, *usual("acled")])
    assert (found.layout.name, found.index, found.extra) == ("acled", index, ())


def test_a_trimmed_export() -> None:
    found = recognised(["event_date", "event_type", "actor1", "country", "fatalities"])
    assert found.layout.name == "acled"
    assert "notes" in found.missing


def test_a_trimmed_table_of_ours() -> None:
    found = recognised(["event_id_cnty", "event_date", "event_key", "source_ids", "date_start", "country"])
    assert (found.layout.name, found.extra) == ("dateline", ())


def test_older_names_of_columns() -> None:
    header = [f"{name}_est" if name in ("best", "high", "low") else name for name in usual("ucdp-ged")]
    found = recognised(header)
    assert (found.layout.name, found.missing) == ("ucdp-ged", ())
    assert found.renamed == {"best": "best_est", "high": "high_est", "low": "low_est"}


def test_a_slip_in_one_name_is_proposed_and_not_taken() -> None:
    found = recognised([name.replace("fatalities", "fatalites") for name in usual("acled")])
    assert found.missing == ("fatalities",)
    assert found.proposal == {"fatalities": "fatalites"}


RENAMED = ["id", "Date", "Type", "lat", "lon", "Country name", "deaths", "Description"]


def test_names_that_people_give_are_proposed() -> None:
    found = recognise(RENAMED)
    assert isinstance(found, Unrecognised)
    assert found.nearest[0].layout.name == "acled"
    proposal = found.nearest[0].proposal
    assert proposal["event_date"] == "Date"
    assert proposal["latitude"] == "lat"
    assert proposal["fatalities"] == "deaths"


@pytest.mark.parametrize("header", [["a", "b"], ["name", "age", "height"], [""], ["1", "2", "3"]])
def test_what_is_no_file_of_events(header: list[str]) -> None:
    assert isinstance(recognise(header), Unrecognised)
