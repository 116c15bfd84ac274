"""`dateline import`: rows in are rows out and rows rejected, and every change is listed."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from dateline import cli

Rows = Sequence[Mapping[str, str]]
HEADER = (
    "id,type_of_violence,side_a,side_b,source_article,source_office,source_date,source_headline,where_prec,"
)
HEADER += "where_coordinates,latitude,longitude,country,date_prec,date_start,date_end,low,best,high\n"
TWO = '"""A Courier,2017-10-14,One, two and three"";""B Times,2017-10-15,Four"""'


def row(
    number: str,
    *,
    start: str = "2017-10-14 00:00:00.000",
    end: str = "2017-10-14 00:00:00.000",
    prec: str = "1",
) -> str:
    sources = f"{TWO},A Courier;B Times,2017-10-14;2017-10-15,One; two"
    return (
        f"{number},1,North,South,{sources},1,Harbour,35.5,40.5,Myanmar (Burma),{prec},{start},{end},1,2,3\n"
    )


class Ran(NamedTuple):
    exit: int
    out: str
    err: str
    folder: Path

    def rows(self, name: str) -> Rows:
        with (self.folder / name).open(encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream))


Import = Callable[..., Ran]


@pytest.fixture
def imported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Import:
    """Import a file into a folder."""

    def run(content: str, *options: str, name: str = "ged.csv") -> Ran:
        path = tmp_path / name
        path.write_text(content, encoding="utf-8", newline="")
        capsys.readouterr()
        status = cli.run(
            ["import", str(path), "-o", str(tmp_path / "out"), "--as-of", "2026-01-01", *options]
        )
        return Ran(status, *capsys.readouterr(), tmp_path / "out")

    return run


def test_events_and_their_sources(imported: Import) -> None:
    ran = imported(HEADER + row("1") + row("2", start="2017-10-01", end="2017-10-31", prec="4"))
    assert ran.exit == 0
    first, second = ran.rows("events.csv")
    assert (first["event_id_cnty"], first["event_date"], first["time_precision"]) == ("1", "2017-10-14", "1")
    assert (second["event_date"], second["time_precision"]) == ("2017-10-16", "3")
    assert (first["country"], first["fatalities"], first["fatalities_high"]) == ("Myanmar", "1", "3")
    assert (first["event_type"], first["source"]) == ("", "A Courier; B Times")
    sources = ran.rows("sources.csv")
    assert [(one["publisher"], one["headline"], one["published_at"]) for one in sources] == [
        ("A Courier", "One, two and three", "2017-10-14"),
        ("B Times", "Four", "2017-10-15"),
    ]
    assert first["source_ids"].split("; ") == [one["source_id"] for one in sources]


def test_every_change_is_listed_with_how_often(imported: Import) -> None:
    ran = imported(HEADER + row("1") + row("2"))
    changes = {(one["column"], one["from"], one["to"]): one["times"] for one in ran.rows("changes.csv")}
    assert changes["country", "Myanmar (Burma)", "Myanmar"] == "2"
    assert changes["date_start", "2017-10-14 00:00:00.000", "2017-10-14"] == "2"
    assert not any(column == "latitude" for column, _before, _after in changes)


def test_rows_that_are_no_events_are_rejected_with_the_reason(imported: Import) -> None:
    ran = imported(HEADER + row("1") + row("") + "2,1\n" + HEADER + row("3", start="soon") + "\n" + row("4"))
    assert ran.exit == 1
    assert [one["event_id_cnty"] for one in ran.rows("events.csv")] == ["1", "4"]
    rejected = ran.rows("rejected.csv")
    assert [(one["record"], one["line"], one["rule"]) for one in rejected] == [
        ("2", "3", "S018"),
        ("3", "4", "S006"),
        ("4", "5", "S058"),
        ("5", "6", "S010"),
        ("6", "7", "S005"),
    ]
    assert rejected[0]["side_a"] == "North"
    assert "7 records: 2 taken, 5 rejected" in ran.out


def test_a_record_that_cannot_be_read_is_kept_as_it_stands(imported: Import) -> None:
    ran = imported(HEADER + row("1") + 'a"b,"c"d,e\n')
    (rejected,) = ran.rows("rejected.csv")
    assert rejected["rule"] == "S002"
    assert rejected["text"] == 'a"b,"c"d,e'


def test_columns_of_which_nothing_is_written_are_listed(imported: Import) -> None:
    ran = imported(
        HEADER.replace("low,best", "low,event_clarity,best") + row("1").replace(",1,2,3", ",1,1,2,3")
    )
    left = [one["file_column"] for one in ran.rows("changes.csv") if not one["column"]]
    assert {"event_clarity", "source_date"} <= set(left)
    assert "  Left out: " in ran.out
    assert f"{sum(int(one['times']) for one in ran.rows('changes.csv') if one['column'])} changes" in ran.out


def test_names_that_are_nearly_right_are_asked_about(imported: Import) -> None:
    ran = imported(HEADER.replace("latitude", "lat") + row("1"))
    assert (ran.exit, ran.out) == (2, "")
    assert "'lat' may be latitude" in ran.err
    assert "  layout: ucdp-ged\n  columns:\n    latitude: lat\n" in ran.err


@pytest.mark.parametrize(("column", "what"), [("id,", "ids"), ("date_end,", "days")])
def test_without_ids_or_days_nothing_is_imported(imported: Import, column: str, what: str) -> None:
    ran = imported(HEADER.replace(column, "until,", 1) + row("1"))
    assert (ran.exit, ran.out) == (2, "")
    assert f"has no column that the {what} of its events follow from" in ran.err


def test_files_of_others_are_not_overwritten(imported: Import, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "sources.csv").write_text("mine\n", encoding="utf-8")
    ran = imported(HEADER + row("1"))
    assert (ran.exit, ran.out) == (2, "")
    assert "sources.csv is no file of a former import" in ran.err
    assert (tmp_path / "out" / "sources.csv").read_text(encoding="utf-8") == "mine\n"


def test_again_is_the_same_to_the_byte(imported: Import) -> None:
    content = HEADER + row("1") + row("2")
    first = {path.name: path.read_bytes() for path in imported(content).folder.iterdir() if path.is_file()}
    second = {path.name: path.read_bytes() for path in imported(content).folder.iterdir() if path.is_file()}
    assert first == second


def test_an_old_export_of_acled(imported: Import) -> None:
    header = "GWNO,EVENT_ID_CNTY,EVENT_DATE,EVENT_TYPE,INTER1,INTER2,ALLY_ACTOR_1,COUNTRY\n"
    ran = imported(header + "652,1SYR,14-October-2017,Battle-No change of territory,1,2,,Syria\n")
    (event,) = ran.rows("events.csv")
    assert (event["event_date"], event["sub_event_type"]) == ("2017-10-14", "Armed clash")
    assert (event["event_type"], event["inter1"]) == ("Battles", "State forces")
    assert {(one["column"], one["file_column"]) for one in ran.rows("changes.csv")} >= {("", "GWNO")}
    assert not (ran.folder / "sources.csv").exists()


def test_sources_in_a_column_with_other_capitals(imported: Import) -> None:
    plain, upper = (imported(header + row("1")).rows("sources.csv") for header in (HEADER, HEADER.upper()))
    assert plain
    assert upper == plain


def test_how_dates_and_columns_were_read_is_said(imported: Import) -> None:
    ran = imported("data_id,event_id_cnty,event_date,event_type\nSYR1,7000001,14-Oct-17,Battles\n")
    (event,) = ran.rows("events.csv")
    assert (event["event_id_cnty"], event["event_date"]) == ("SYR1", "2017-10-14")
    assert "`data_id` holds what belongs into `event_id_cnty`" in ran.out
    assert "have two digits for the year" in ran.out


def test_double_encoded_cells_are_repaired_and_listed(imported: Import) -> None:
    damaged = row("1").replace("Harbour", "Ø§Ù„Ù…ÙŠØ§Ø¯ÙŠÙ†").replace("A Courier", "CafÃ© Courier")
    ran = imported(HEADER + damaged + damaged.replace("1,1,North", "2,1,SÃO Ñ"))
    first, second = ran.rows("events.csv")
    assert (first["location"], first["source"]) == ("الميادين", "Café Courier; B Times")
    assert second["actor1"] == "SÃO Ñ"
    assert "Café Courier" in [one["publisher"] for one in ran.rows("sources.csv")]
    changes = {(one["column"], one["from"], one["to"]): one["times"] for one in ran.rows("changes.csv")}
    assert changes["location", "Ø§Ù„Ù…ÙŠØ§Ø¯ÙŠÙ†", "الميادين"] == "2"
    assert "6 cells with a wrong encoding repaired" in ran.out


def test_nothing_is_written_for_what_is_not_recognised(imported: Import) -> None:
    ran = imported("a,b\n1,2\n")
    assert ran.exit == 2
    assert not ran.folder.exists()


def test_the_input_is_not_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "events.csv"
    path.write_text(HEADER + row("1"), encoding="utf-8")
    assert cli.run(["import", str(path), "-o", str(tmp_path)]) == 2
    assert "would be overwritten" in capsys.readouterr().err


GED = Path(__file__).parents[3] / "shared" / "data" / "ucdp_ged_syria_2017.csv"


@pytest.mark.skipif(not GED.is_file(), reason="the rows of UCDP GED are not here")
def test_ucdp_ged_as_a_whole(imported: Import) -> None:
    ran = imported(GED.read_text(encoding="utf-8"))
    assert ran.exit == 0
    events = ran.rows("events.csv")
    assert len(events) == 5587
    known = {one["source_id"] for one in ran.rows("sources.csv")}
    assert all(set(event["source_ids"].split("; ")) <= known for event in events)
