"""`dateline report`: what it judges, what it says, and that it writes all or nothing."""

from __future__ import annotations

import base64
import errno
import gzip
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from dateline import cli

if TYPE_CHECKING:
    from tests.conftest import Copy

DAY = ("--as-of", "2026-11-29")


def head(path: Path) -> dict[str, Any]:
    """The data of a page."""
    found = re.search(r'id="head">([^<]*)<', path.read_text(encoding="utf-8"))
    assert found
    data: dict[str, Any] = json.loads(gzip.decompress(base64.b64decode(found[1])))
    return data


@pytest.fixture
def ged(tmp_path: Path) -> Path:
    """A file of events as another project exports them, with a point in another country."""
    header = (
        "id,year,type_of_violence,side_a,side_b,source_article,source_office,source_date,source_headline,"
    )
    header += "where_prec,where_coordinates,adm_1,adm_2,latitude,longitude,country,country_id,region,"
    header += "event_clarity,date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,"
    header += "low,best,high"
    line = '{id},2017,1,Government of Syria,IS,"""SOHR,2017-01-03,A fight""",SOHR,2017-01-03,A fight,1,'
    line += "Palmyra town,Homs,Tadmur,{point},Syria,652,Middle East,1,1,2017-01-02,2017-01-02,0,{deaths},0,0,"
    line += "{deaths},{deaths},{deaths}"
    points = ["34.55,38.28", "34.56,38.27", "", "34.55,38.28"]
    rows = [line.format(id=at + 1, point=point or ",", deaths=at) for at, point in enumerate(points)]
    path = tmp_path / "ged.csv"
    path.write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    return path


@pytest.mark.slow
def test_a_project_and_the_same_again(reference: Copy, tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    ran = reference.run("report", "-o", str(target), *DAY)
    assert (ran.exit, ran.err) == (0, "")
    assert re.fullmatch(
        rf"Wrote {re.escape(str(target))} \(\d+ kB\): 5 events, 6 findings \(3 warnings, 3 info\)\.\n",
        ran.out,
    )
    data = head(target)
    assert data["title"].startswith("Al Mayadin, Raqqa and Deir ez-Zor")
    assert data["as_of"] == "2026-11-29"
    assert data["about"]["licences"][0]["name"] == "CC-BY-4.0"
    assert {len(one["sha256"]) for one in data["files"]} == {64}
    assert str(reference.root) not in str(data)
    again = tmp_path / "again.html"
    assert reference.run("report", "-o", str(again), *DAY).exit == 0
    assert again.read_bytes() == target.read_bytes()


def test_errors_are_no_failure_of_the_report(reference: Copy, tmp_path: Path) -> None:
    reference.replace("datasets/events.csv", "Battles,Armed clash", "Battles,Armed clsh")
    target = tmp_path / "report.html"
    ran = reference.run("report", "-o", str(target), *DAY)
    assert ran.exit == 0
    assert "error" in ran.out
    found = next(one for one in head(target)["findings"] if one.get("value") == "Armed clsh")
    assert found["event"] == 0
    assert found["suggestion"] == "Armed clash"


def test_a_table_that_cannot_be_read_is_told_and_the_rest_shown(reference: Copy, tmp_path: Path) -> None:
    (reference / "datasets/evidence.csv").unlink()
    reference.write("datasets/claims.csv", b"claim_id,event_id\n\xff,x\n")
    target = tmp_path / "report.html"
    assert reference.run("report", "-o", str(target), *DAY).exit == 0
    data = head(target)
    assert data["events"]["shown"] == 5
    assert any(note == "datasets/evidence.csv is not there." for note in data["notes"])
    assert any(note.startswith("datasets/claims.csv cannot be read to its end") for note in data["notes"])


def test_one_foreign_file(ged: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "report.html"
    assert cli.run(["report", str(ged), "-o", str(target), *DAY]) == 0
    assert "4 events" in capsys.readouterr().out
    data = head(target)
    assert data["title"] == "ged.csv"
    assert data["reading"]["layout"].startswith("UCDP")
    assert data["events"]["columns"]["actor1"] == ["Government of Syria"] * 4
    assert data["events"]["columns"]["latitude"] == ["34.55", "34.56", "", "34.55"]
    assert data["events"]["lines"] == [2, 3, 4, 5]
    columns = {one["name"]: one.get("column") for one in data["fields"]}
    assert columns["actor1"] == "side_a"
    assert columns["latitude"] is None
    linked = [one for one in data["findings"] if one["where"].startswith("ged.csv:")]
    assert linked
    assert all("event" in one for one in linked)


def test_of_a_large_file_those_with_findings_come_first(ged: Path) -> None:
    from datetime import date

    from dateline.engine.judge import Options
    from dateline.report import of_file
    from dateline.validate import run
    from dateline.validate.foreign import NOTHING

    day = date(2026, 11, 29)
    lines = ged.read_text(encoding="utf-8").splitlines()
    body = [lines[1].replace("1,2017,1", f"{number},2017,1", 1) for number in range(1, 31)]
    body[19] = body[19].replace("34.55,38.28", "41.01,28.97")
    ged.write_text("\n".join([lines[0], *body, ""]), encoding="utf-8")
    validation = run.validate_file(ged, Options(as_of=day))
    found = {one.place.row for one in validation.findings if one.rule == "L022"}  # type: ignore[union-attr]
    if not found:
        pytest.skip("needs the extra that tells the country of a point")
    content = of_file.read(ged, day, NOTHING, validation, most=5)
    assert (len(content.events.rows), content.events.total) == (5, 30)
    assert 20 in content.events.numbers


def test_where_nothing_can_be_written(reference: Copy, tmp_path: Path) -> None:
    for target, why in (
        (tmp_path / "no" / "report.html", "there is no folder"),
        (tmp_path, "it is a folder"),
    ):
        ran = reference.run("report", "-o", str(target))
        assert ran.exit == 2
        assert f"{target} cannot be written: {why}" in ran.err
    assert [one.name for one in tmp_path.iterdir()] == ["project"]


@pytest.mark.slow
def test_a_page_that_cannot_be_written_leaves_the_former_one(
    reference: Copy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    target = tmp_path / "report.html"
    target.write_text("former", encoding="utf-8")
    monkeypatch.setattr("os.fsync", full)
    ran = reference.run("report", "-o", str(target))
    assert ran.exit == 2
    assert "No space left on device" in ran.err
    assert target.read_text(encoding="utf-8") == "former"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["project", "report.html"]


def test_what_is_judged_is_never_written_over(reference: Copy, ged: Path) -> None:
    for target in ("datapackage.json", "datasets/events.csv", reference.trt):
        before = reference.datasets()
        ran = reference.run("report", "-o", str(reference / target))
        assert ran.exit == 2
        assert "one of the files that are judged" in ran.err
        assert reference.datasets() == before
    assert cli.run(["report", str(ged), "-o", str(ged)]) == 2


def test_what_cannot_be_judged(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "report.html"
    assert cli.run(["report", str(tmp_path / "absent.csv"), "-o", str(target)]) == 2
    assert "is not there" in capsys.readouterr().err
    assert not target.exists()
