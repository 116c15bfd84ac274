"""Files as they are found in the wild: recognised, read and judged without an option. Made-up rows."""

from __future__ import annotations

import csv
import io
import json
import os
import sys
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest

from dateline import cli

NOTES = "On 14 October 2017, government forces clashed with rebels in Harbour Town (North). Four people died."
EVENT = {
    "event_id_cnty": "SYR9000001",
    "event_date": "2017-10-14",
    "year": "2017",
    "time_precision": "1",
    "disorder_type": "Political violence",
    "event_type": "Battles",
    "sub_event_type": "Armed clash",
    "actor1": "Military Forces of Syria (2000-2024)",
    "assoc_actor_1": "",
    "inter1": "State forces",
    "actor2": "River Front",
    "assoc_actor_2": "",
    "inter2": "Rebel group",
    "interaction": "State forces-Rebel group",
    "civilian_targeting": "",
    "iso": "760",
    "region": "Middle East",
    "country": "Syria",
    "admin1": "Deir ez Zor",
    "admin2": "Al Mayadin",
    "admin3": "",
    "location": "Harbour Town",
    "latitude": "35.0209",
    "longitude": "40.4535",
    "geo_precision": "1",
    "source": "Example Courier; Example Times",
    "source_scale": "National",
    "notes": NOTES,
    "fatalities": "4",
    "tags": "",
    "timestamp": "1600000000",
}
NUMBERS = {"inter1": "1", "inter2": "2", "interaction": "12"}
Row = Mapping[str, str]


class Judged(NamedTuple):
    """What was printed, and found."""

    exit: int
    err: str
    summary: Mapping[str, Any]
    found: Sequence[tuple[str, int | None, str | None]]
    """(rule, line, column) of each finding."""
    messages: Sequence[str]
    suggestions: Sequence[str | None]

    def beside(self, *rules: str) -> Sequence[tuple[str, int | None, str | None]]:
        """What was found by other rules."""
        return [one for one in self.found if one[0] not in rules]

    @property
    def layout(self) -> str:
        return str(self.summary["reading"]["layout"])


Judge = Callable[..., Judged]


@pytest.fixture
def judge(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Judge:
    """Validate a file by itself."""

    def judge_one(content: bytes | str, *options: str, name: str = "events.csv") -> Judged:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        capsys.readouterr()
        status = cli.run(["validate", str(path), "--as-of", "2026-01-01", "--format", "jsonl", *options])
        out, err = capsys.readouterr()
        lines = [json.loads(line) for line in out.splitlines()]
        places = [
            (line["rule"], line["place"].get("line"), line["place"].get("column")) for line in lines[:-1]
        ]
        messages = [line["message"] for line in lines[:-1]]
        suggestions = [line["suggestion"] for line in lines[:-1]]
        return Judged(status, err, lines[-1] if lines else {}, places, messages, suggestions)

    return judge_one


def table(*rows: Row, delimiter: str = ",") -> str:
    """Rows as CSV, with the columns of the first."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, list(rows[0]), delimiter=delimiter, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()


def second(**cells: str) -> Row:
    """Another event, a month later."""
    later = {
        "event_id_cnty": "SYR9000002",
        "event_date": "2017-11-15",
        "location": "Hill Town",
        "latitude": "35.1212",
    }
    notes = NOTES.replace("14 October", "15 November").replace("Harbour Town", "Hill Town")
    return {**EVENT, **later, "notes": notes, **cells}


def renamed(row: Row, columns: Sequence[str], **cells: str) -> Row:
    return {name: {**row, **cells}.get(name, "") for name in columns}


def test_a_present_export(judge: Judge) -> None:
    judged = judge(table(EVENT, second()))
    assert (judged.exit, judged.found) == (0, [])
    assert judged.layout == "ACLED export since March 2023"


def test_numbers_for_inter_codes(judge: Judge) -> None:
    judged = judge(table({**EVENT, **NUMBERS}, {**second(), **NUMBERS}))
    assert (judged.exit, judged.found) == (0, [])
    wrong = judge(table({**EVENT, **NUMBERS}, {**second(), **NUMBERS, "interaction": "13"}))
    assert wrong.found == [("A033", 3, "interaction")]
    mixed = judge(table({**EVENT, **NUMBERS}, second(inter2="rebels")))
    assert ("S019", 3, "inter2") in mixed.found


def test_population_columns_an_index_and_another_order(judge: Judge) -> None:
    rows = [
        {"": str(number), **dict(reversed(row.items())), "population_best": "1200"}
        for number, row in enumerate((EVENT, second()))
    ]
    judged = judge(table(*rows))
    assert (judged.exit, judged.found) == (0, [])
    assert judged.layout == "ACLED export since March 2023"


def test_a_trimmed_file_says_what_is_missing(judge: Judge) -> None:
    columns = ["event_date", "event_type", "actor1", "country", "fatalities"]
    judged = judge(table(renamed(EVENT, columns), renamed(second(), columns, fatalities="many")))
    assert (judged.exit, judged.found) == (1, [("S010", 3, "fatalities")])
    assert "notes" in judged.summary["reading"]["missing"]


OLD = [
    "data_id",
    "iso",
    "event_id_cnty",
    "event_id_no_cnty",
    "event_date",
    "year",
    "time_precision",
    "event_type",
    "sub_event_type",
    "actor1",
    "assoc_actor_1",
    "inter1",
    "actor2",
    "assoc_actor_2",
    "inter2",
    "interaction",
    "region",
    "country",
    "admin1",
    "admin2",
    "admin3",
    "location",
    "latitude",
    "longitude",
    "geo_precision",
    "source",
    "source_scale",
    "notes",
    "fatalities",
    "timestamp",
    "iso3",
]


@pytest.mark.parametrize(
    ("first", "other"),
    [("14 October 2017", "15 November 2017"), ("14-Oct-17", "15-Nov-17"), ("2017-10-14", "2017-11-15")],
)
def test_an_export_of_2019_to_2023(judge: Judge, first: str, other: str) -> None:
    numbers = {**NUMBERS, "data_id": "7000001", "event_id_no_cnty": "9000001", "iso3": "SYR"}
    rows = [
        renamed(EVENT, OLD, **numbers, event_date=first),
        renamed(second(), OLD, **numbers, event_date=other),
    ]
    judged = judge(table(*rows))
    assert (judged.exit, judged.beside("S071", "S072")) == (0, [])
    assert bool(judged.found) == (first != EVENT["event_date"])  # another form is told
    assert judged.layout == "ACLED export of 2019 to March 2023"
    wrong = judge(table(rows[0], {**rows[1], "year": "2018"}))
    assert wrong.beside("S071", "S072") == [("D020", 3, "year")]


OLDEST = [
    "GWNO",
    "EVENT_ID_CNTY",
    "EVENT_ID_NO_CNTY",
    "EVENT_DATE",
    "YEAR",
    "TIME_PRECISION",
    "EVENT_TYPE",
    "ACTOR1",
    "ALLY_ACTOR_1",
    "INTER1",
    "ACTOR2",
    "ALLY_ACTOR_2",
    "INTER2",
    "INTERACTION",
    "COUNTRY",
    "ADMIN1",
    "ADMIN2",
    "ADMIN3",
    "LOCATION",
    "LATITUDE",
    "LONGITUDE",
    "GEO_PRECISION",
    "SOURCE",
    "NOTES",
    "FATALITIES",
]


def oldest(row: Row, columns: Sequence[str] = OLDEST, **cells: str) -> Row:
    upper = {name.upper(): cell for name, cell in {**row, **NUMBERS}.items()}
    return {
        name: {**upper, "GWNO": "652", "EVENT_ID_NO_CNTY": "1", **cells}.get(name, "") for name in columns
    }


@pytest.mark.parametrize(
    "columns", [OLDEST, ["ISO" if name == "GWNO" else name.replace("ALLY", "ASSOC") for name in OLDEST]]
)
def test_an_export_of_2018_and_before(judge: Judge, columns: Sequence[str]) -> None:
    rows = [
        oldest(
            EVENT,
            columns,
            EVENT_ID_CNTY="1SYR",
            EVENT_DATE="14-October-2017",
            EVENT_TYPE="Battle-No change of territory",
        ),
        oldest(
            second(),
            columns,
            EVENT_ID_CNTY="2SYR",
            EVENT_DATE="15-November-2017",
            EVENT_TYPE="Remote violence",
        ),
    ]
    judged = judge(table(*rows))
    assert (judged.exit, judged.found) == (0, [("S071", 1, "EVENT_DATE")])
    assert judged.layout.startswith("ACLED export ")
    wrong = judge(
        table(rows[0], {**rows[1], "INTER2": "7", "EVENT_TYPE": "Battle-Government regains territory"})
    )
    assert {"A050", "A033"} <= {rule for rule, line, _ in wrong.found if line == 3}


def test_a_monadic_export(judge: Judge) -> None:
    columns = [name for name in EVENT if name not in ("actor2", "assoc_actor_2", "inter2")]
    other = renamed(EVENT, columns, actor1=EVENT["actor2"], inter1=EVENT["inter2"])
    judged = judge(table(renamed(EVENT, columns), other))
    assert (judged.exit, judged.found) == (0, [])
    assert "monadic" in judged.layout


GED = Path(__file__).parents[3] / "shared" / "data" / "ucdp_ged_syria_2017.csv"


@pytest.mark.skipif(not GED.is_file(), reason="the rows of UCDP GED are not here")
def test_ucdp_ged(judge: Judge) -> None:
    judged = judge(GED.read_bytes())
    assert judged.layout == "UCDP Georeferenced Event Dataset"
    counts = judged.summary["counts"]
    assert counts["F010"] == 51
    assert counts["D070"] + counts["D071"] + counts["D072"] == 77
    assert counts["D072"] == 13
    assert {
        rule for rule in counts if rule in ("F013", "P090", "S010", "S011", "S013", "S014", "S019")
    } == set()


def test_days_and_months_that_nothing_tells_apart(judge: Judge) -> None:
    rows = [{**EVENT, "event_date": "10/11/2017"}, second(event_date="01/02/2017")]
    judged = judge(table(*rows))
    assert judged.exit == 2
    assert "--dates day-first" in judged.err
    assert ("D040", 2, "notes") in judge(table(*rows), "--dates", "month-first").found
    assert judge(table({**EVENT, "event_date": "14/10/2017"}, second(event_date="15/11/2017"))).exit == 0


def test_days_of_a_spreadsheet_by_the_year_of_the_row(judge: Judge) -> None:
    assert judge(table({**EVENT, "event_date": "43022"}, second(event_date="43054"))).exit == 0
    assert judge(table({**EVENT, "event_date": "41560"}, second(event_date="41592"))).exit == 0


def test_columns_with_other_names_need_a_mapping(judge: Judge, tmp_path: Path) -> None:
    names = {
        "event_date": "Date",
        "event_type": "Type",
        "latitude": "lat",
        "longitude": "lon",
        "event_id_cnty": "id",
    }
    columns = ["event_id_cnty", "event_date", "event_type", "country", "latitude", "longitude", "fatalities"]
    rows = [
        {names.get(name, name): row[name] for name in columns} for row in (EVENT, second(latitude="95.5"))
    ]
    judged = judge(table(*rows))
    assert judged.exit == 2
    assert "--mapping" in judged.err
    proposed = judged.err.split("--mapping:")[1]
    assert "event_date: Date" in proposed and "latitude: lat" in proposed
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text(f"layout: acled\ncolumns: {json.dumps(names)}\n", encoding="utf-8")
    again = judge(table(*rows), "--mapping", str(mapping))
    assert (again.exit, again.found) == (1, [("S014", 3, "lat")])


def test_of_two_columns_with_one_name_the_first_is_judged(judge: Judge) -> None:
    header, first, last = table(EVENT, second(event_date="2099-01-01", year="2099")).splitlines()
    result = judge(f"{header},country\n{first},Iraq\n{last},\n")
    assert ("S004", 1, "country") in result.found
    assert "“country”, two columns have this name, and the first was judged" in " ".join(result.messages)
    assert ("D021", 3, "event_date") in result.found
    assert set(result.summary["profile"]["countries"]) == {"Syria"}


def test_lines_around_the_table(judge: Judge) -> None:
    lines = table(EVENT, second(fatalities="x"), delimiter=";").splitlines(keepends=True)
    tags = ";".join("#event+id" if number == 0 else "#x" for number in range(len(EVENT))) + "\n"
    judged = judge("Events of 2017\n\n" + lines[0] + tags + "".join(lines[1:]) + lines[0])
    expected = [
        ("S010", 6, "fatalities"),
        ("S055", 1, None),
        ("S056", 4, None),
        ("S057", 3, None),
        ("S058", 7, None),
    ]
    assert sorted(judged.found) == sorted(expected)
    (books,) = judged.summary["tables"]
    assert (books["records"], books["judged"]) == (3, 3)


def test_blank_rows_at_the_end_are_one_finding(judge: Judge) -> None:
    blank = "," * (len(EVENT) - 1) + "\n"
    header, first, last = table(EVENT, second()).splitlines(keepends=True)
    judged = judge(header + first + blank + last + blank * 500)
    assert judged.found == [("S005", 3, None), ("S005", 5, None)]
    assert judged.summary["counts"] == {"S005": 2}
    (books,) = judged.summary["tables"]
    assert books["records"] == 503


def test_doubled_carriage_returns(judge: Judge) -> None:
    judged = judge(table(EVENT, second()).replace("\n", "\r\r\n"))
    assert judged.found == [("S059", 1, None)]


@pytest.mark.parametrize(
    ("encoding", "name"), [("cp1252", "Windows-1252"), ("latin-1", "Latin-1"), ("utf-16", "UTF-16")]
)
def test_other_encodings(judge: Judge, encoding: str, name: str) -> None:
    place = "Al-Qaïm “Old”" if encoding == "cp1252" else "Al-Qaïm"
    judged = judge(table({**EVENT, "admin3": place}, second(fatalities="x")).encode(encoding))
    assert sorted(judged.found) == [("S010", 3, "fatalities"), ("S050", 2, None)]
    (told,) = [one for one in judged.messages if name in one]
    assert "Al-Qaïm" in told


@pytest.mark.parametrize(
    ("damaged", "sound"),
    [
        ("CafÃ© Corner", "Café Corner"),
        ("Ø§Ù„Ù…ÙŠØ§Ø¯ÙŠÙ†", "الميادين"),
        ("الرقة".encode().decode("latin-1"), "الرقة"),
    ],
)
def test_double_encoded_cells_are_told_with_their_repair(judge: Judge, damaged: str, sound: str) -> None:
    judged = judge(table(EVENT, second(admin2=damaged)))
    assert ("S036", 3, "admin2") in judged.found
    assert sound in judged.suggestions


def test_a_few_bad_bytes_make_no_other_encoding(judge: Judge) -> None:
    content = (
        table({**EVENT, "admin3": "Al-Qaïm"}, second()).encode().replace(b"Hill Town", b"Hill \xff Town")
    )
    judged = judge(content)
    assert [rule for rule, _line, _column in judged.found] == ["S003"]


def workbook(*sheets: Sequence[Sequence[object]]) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    for number, rows in enumerate(sheets):
        sheet = book.create_sheet(f"sheet {number + 1}")
        for row in rows:
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_a_workbook(judge: Judge) -> None:
    cells = [list(EVENT), *([*row.values()] for row in (EVENT, second(fatalities="x")))]
    at = list(EVENT).index("event_date")
    for row, day in zip(cells[1:], (datetime(2017, 10, 14), datetime(2017, 11, 15)), strict=True):
        row[at : at + 2] = [day, 2017.0]  # type: ignore[list-item]
    judged = judge(workbook(cells), name="events.xlsx")
    assert (judged.exit, judged.found) == (1, [("S010", 3, "fatalities")])
    several = judge(workbook([[]], cells, [["a"]]), name="events.xlsx")
    assert ("S051", None, None) in several.found


def test_an_answer_of_the_programming_interface(judge: Judge) -> None:
    answer = {"status": 200, "success": True, "count": 1, "data": [{**EVENT, "admin3": None}]}
    judged = judge(json.dumps(answer), name="answer.json")
    assert (judged.exit, judged.found) == (0, [])
    empty = judge(json.dumps({**answer, "data": []}), name="answer.json")
    assert empty.exit == 2
    assert "no rows" in empty.err


def archive() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        packed.writestr("2017/events.csv", "x")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "events.csv", "it is empty"),
        (archive(), "events.zip", "2017/events.csv"),
        (b"PK\x03\x04 no archive", "events.zip", "damaged zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "events.xls", "old Office"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00", "events.csv", "cannot be judged"),
        (b"name,age\nx,1\n", "people.csv", "no file of events"),
        (b"just text\n", "events.csv", "no file of events"),
        (b"{", "events.json", "no JSON"),
        (b'{"a": 1}', "events.json", "rows in `data`"),
    ],
)
def test_what_cannot_be_judged(judge: Judge, content: bytes, name: str, said: str) -> None:
    judged = judge(content, name=name)
    assert judged.exit == 2
    assert said in judged.err
    assert "Traceback" not in judged.err


def test_a_workbook_called_csv(judge: Judge) -> None:
    judged = judge(workbook([list(EVENT), list(EVENT.values())]), name="events.csv")
    assert judged.layout == "ACLED export since March 2023"
    assert judged.summary["tables"][0]["records"] == 1


def test_dates_that_a_spreadsheet_turned_round_by_half(judge: Judge) -> None:
    turned = [f"2017-0{day % 6 + 1}-0{day}" for day in range(1, 7)]
    left = [f"{day}/05/2017" for day in range(13, 19)]
    rows = [second(event_id_cnty=f"SYR90{n}", event_date=day) for n, day in enumerate([*turned, *left])]
    assert ("S075", 1, "event_date") in judge(table(*rows)).found
    assert ("S075", 1, "event_date") not in judge(table(*rows, second(event_date="2017-05-13"))).found


def test_a_monadic_row_of_the_unarmed_side(judge: Judge) -> None:
    gone = {"actor2", "inter2", "assoc_actor_2"}
    row = {name: cell for name, cell in EVENT.items() if name not in gone}
    unarmed = {**row, "actor1": "Civilians (Syria)", "inter1": "Civilians"}
    violence = {"event_type": "Violence against civilians", "sub_event_type": "Attack"}
    told = judge(table({**row, **violence}, {**unarmed, **violence}))
    assert not [one for one in told.found if one[0] == "A052"]


def test_a_workbook_without_its_extra(judge: Judge, monkeypatch: pytest.MonkeyPatch) -> None:
    content = workbook([["a"]])
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    judged = judge(content, name="events.xlsx")
    assert judged.exit == 2
    assert "dateline[excel]" in judged.err


def test_a_header_alone(judge: Judge) -> None:
    judged = judge(table(EVENT).splitlines(keepends=True)[0])
    assert (judged.exit, judged.found) == (1, [("S060", None, None)])
    assert judged.summary["tables"][0]["records"] == 0
    assert judged.summary["reading"]["assumed"] == []


def test_thousands_of_columns_and_a_huge_cell(judge: Judge) -> None:
    wide = [
        {**row, **{f"x{number}": "1" for number in range(3000)}} for row in (EVENT, second(fatalities="x"))
    ]
    assert judge(table(*wide)).found == [("S010", 3, "fatalities")]
    huge = judge(table(EVENT, second(notes="x" * 5_000_000)))
    assert huge.found == [("S002", 3, None)]
    (books,) = huge.summary["tables"]
    assert (books["records"], books["judged"], books["unreadable"]) == (2, 1, 1)


def test_mixed_line_ends(judge: Judge) -> None:
    first, *rest = table(EVENT, second(fatalities="x")).splitlines()
    assert judge("\r\n".join([first, "\n".join(rest)]) + "\r\r\n").found == [("S010", 3, "fatalities")]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_a_named_pipe(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    assert cli.run(["validate", str(tmp_path / "pipe.csv")]) == 2
    assert "no file on disk" in capsys.readouterr().err
