"""Exports as they are found: every generation of ACLED's and UCDP's, read through the command line. The rows
are made up in ACLED's shape; those of UCDP GED are named in NOTICE."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dateline.cli import run
from dateline.layouts.catalogue import layouts

Row = dict[str, str]

CLASH: Row = {
    "event_id_cnty": "SYR101",
    "event_date": "2017-10-14",
    "year": "2017",
    "time_precision": "1",
    "disorder_type": "Political violence",
    "event_type": "Battles",
    "sub_event_type": "Armed clash",
    "actor1": "Military Forces of Syria (2000-2024)",
    "assoc_actor_1": "",
    "inter1": "State forces",
    "actor2": "Islamic State (Syria)",
    "assoc_actor_2": "",
    "inter2": "Rebel group",
    "interaction": "State forces-Rebel group",
    "civilian_targeting": "",
    "iso": "760",
    "region": "Middle East",
    "country": "Syria",
    "admin1": "Deir ez Zor",
    "admin2": "Al Mayadin",
    "admin3": "Al Mayadin",
    "location": "Al Mayadin",
    "latitude": "35.0209",
    "longitude": "40.4535",
    "geo_precision": "1",
    "source": "Example Courier",
    "source_scale": "National",
    "notes": "On 14 October 2017, government forces clashed with Islamic State fighters in Al Mayadin "
    "(Deir ez Zor). 4 fatalities.",
    "fatalities": "4",
    "tags": "",
    "timestamp": "1508700000",
}
PROTEST: Row = CLASH | {
    "event_id_cnty": "SYR102",
    "event_date": "2017-10-05",
    "disorder_type": "Demonstrations",
    "event_type": "Protests",
    "sub_event_type": "Peaceful protest",
    "actor1": "Protesters (Syria)",
    "inter1": "Protesters",
    "actor2": "",
    "inter2": "",
    "interaction": "Protesters only",
    "notes": "On 5 October 2017, people held a protest against high prices in Al Mayadin (Deir ez Zor).",
    "fatalities": "0",
}
STRIKE: Row = CLASH | {
    "event_id_cnty": "SYR103",
    "event_date": "2017-10-20",
    "event_type": "Explosions/Remote violence",
    "sub_event_type": "Air/drone strike",
    "actor2": "Civilians (Syria)",
    "inter2": "Civilians",
    "interaction": "State forces-Civilians",
    "civilian_targeting": "Civilian targeting",
    "notes": "On 20 October 2017, warplanes of the government struck houses in Al Mayadin (Deir ez Zor). "
    "3 fatalities.",
    "fatalities": "3",
}
ROWS = [PROTEST, CLASH, STRIKE]
CODES = {
    "State forces": "1",
    "Rebel group": "2",
    "Protesters": "6",
    "Civilians": "7",
    "": "0",
    "Protesters only": "60",
    "State forces-Rebel group": "12",
    "State forces-Civilians": "17",
}
OLD_TYPES = {
    "Battles": "Battle-No change of territory",
    "Protests": "Riots/Protests",
    "Explosions/Remote violence": "Remote violence",
}
MONTH = "October"


def words(text: str) -> list[str]:
    return text.split()


def numeric(row: Row) -> Row:
    return row | {name: CODES[row[name]] for name in ("inter1", "inter2", "interaction")}


def day(row: Row, form: str) -> str:
    year, month, number = row["event_date"].split("-")
    return form.format(
        d=int(number), dd=number, m=int(month), month=MONTH, mon=MONTH[:3], y=year, yy=year[2:]
    )


def of_2017(row: Row) -> Row:
    number = row["event_id_cnty"][3:]
    old = {
        "GWNO": "652",
        "EVENT_ID_CNTY": f"{number}SYR",
        "EVENT_ID_NO_CNTY": number,
        "EVENT_DATE": day(row, "{dd}-{month}-{y}"),
        "EVENT_TYPE": OLD_TYPES[row["event_type"]],
        "ALLY_ACTOR_1": row["assoc_actor_1"],
        "ALLY_ACTOR_2": row["assoc_actor_2"],
        "GEO_PRECIS": row["geo_precision"],
        "ACTOR1": row["actor1"].replace(" (2000-2024)", ""),
    }
    return {name.upper(): value for name, value in numeric(row).items()} | old


def of_2018(row: Row) -> Row:
    old = of_2017(row) | {"ISO": row["iso"]}
    return old | {"ASSOC_ACTOR_1": row["assoc_actor_1"], "ASSOC_ACTOR_2": row["assoc_actor_2"]}


def of_2019(form: str) -> Callable[[Row], Row]:
    def made(row: Row) -> Row:
        number = row["event_id_cnty"][3:]
        old = {"data_id": f"7000{number}", "event_id_no_cnty": number, "iso3": "SYR"}
        return numeric(row) | old | {"event_date": day(row, form)}

    return made


def population(row: Row) -> Row:
    return row | {f"population_{one}": "1200" for one in ("1km", "2km", "5km", "best")}


A = words(
    """GWNO EVENT_ID_CNTY EVENT_ID_NO_CNTY EVENT_DATE YEAR TIME_PRECISION EVENT_TYPE
       ACTOR1 ALLY_ACTOR_1 INTER1 ACTOR2 ALLY_ACTOR_2 INTER2 INTERACTION
       COUNTRY ADMIN1 ADMIN2 ADMIN3 LOCATION LATITUDE LONGITUDE GEO_PRECIS SOURCE NOTES FATALITIES"""
)
A_2018 = ["ISO", *(name.replace("ALLY", "ASSOC") for name in A[1:])]
B = words(
    """data_id iso event_id_cnty event_id_no_cnty event_date year time_precision event_type sub_event_type
       actor1 assoc_actor_1 inter1 actor2 assoc_actor_2 inter2 interaction
       region country admin1 admin2 admin3 location latitude longitude geo_precision
       source source_scale notes fatalities timestamp iso3"""
)
C = list(CLASH)
POPULATION = [*C, *(f"population_{one}" for one in ("1km", "2km", "5km", "best"))]
TRIMMED = ["event_id_cnty", "event_date", "event_type", "sub_event_type", "actor1", "country", "fatalities"]


def file_of(
    path: Path, columns: Iterable[str], rows: Iterable[Mapping[str, str]], delimiter: str = ","
) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(columns), extrasaction="ignore", delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return path


@dataclass(frozen=True)
class Judged:
    """What the program said of a file."""

    exit: int
    error: str
    findings: list[dict[str, Any]]
    answer: Mapping[str, Any]

    @property
    def found(self) -> list[tuple[str, int | None, str | None]]:
        """Rule, line and column of each finding."""
        return [(one["rule"], one["place"].get("line"), one["place"].get("column")) for one in self.findings]

    @property
    def messages(self) -> str:
        return "\n".join(one["message"] for one in self.findings)


Judge = Callable[..., Judged]


@pytest.fixture
def judge(capsys: pytest.CaptureFixture[str]) -> Judge:
    def judged(path: Path, *options: str) -> Judged:
        capsys.readouterr()
        status = run(["validate", str(path), "--format", "jsonl", "--as-of", "2026-01-01", *options])
        said = capsys.readouterr()
        *found, answer = map(json.loads, said.out.splitlines()) if said.out else ({},)
        return Judged(status, said.err, found, answer)

    return judged


GENERATIONS: Mapping[str, tuple[str, list[str], Callable[[Row], Row], list[str]]] = {
    "A": ("acled-2017", A, of_2017, ["S071"]),
    "A'": ("acled-2018", A_2018, of_2018, ["S071"]),
    "B of the interface": ("acled-2019", B, of_2019("{y}-10-{dd}"), []),
    "B of the export tool": ("acled-2019", B, of_2019("{d} {month} {y}"), ["S071"]),
    "B after a spreadsheet": ("acled-2019", B, of_2019("{d}-{mon}-{yy}"), ["S072"]),
    "C": ("acled", C, numeric, []),
    "C'": ("acled", C, dict, []),
    "C' with population": ("acled", POPULATION, population, []),
    "monadic": (
        "acled-monadic",
        [name for name in C if name not in ("actor2", "assoc_actor_2", "inter2")],
        dict,
        [],
    ),
    "trimmed": ("acled", TRIMMED, dict, []),
}
each = pytest.mark.parametrize("name", GENERATIONS)


@each
def test_a_sound_export_is_clean_but_for_how_its_dates_are_written(
    tmp_path: Path, judge: Judge, name: str
) -> None:
    layout, columns, made, told = GENERATIONS[name]
    judged = judge(file_of(tmp_path / "export.csv", columns, map(made, ROWS)))
    assert judged.error == ""
    assert judged.answer["reading"]["layout"] == layouts()[layout].title
    assert [rule for rule, *_ in judged.found] == told, judged.messages
    assert judged.exit == 0
    assert (judged.answer["profile"]["first"], judged.answer["profile"]["last"]) == (
        "2017-10-05",
        "2017-10-20",
    )


@each
def test_what_is_wrong_is_found_in_every_generation(tmp_path: Path, judge: Judge, name: str) -> None:
    _layout, columns, made, _told = GENERATIONS[name]
    rows = [made(row) for row in (PROTEST, CLASH, STRIKE | {"country": "Syrria", "fatalities": "three"})]
    judged = judge(file_of(tmp_path / "export.csv", columns, rows))
    country, deaths = (
        next(one for one in columns if one.lower() == name) for name in ("country", "fatalities")
    )
    assert judged.exit == 1
    assert {("S019", 4, country), ("S010", 4, deaths)} <= set(judged.found)


@each
@pytest.mark.slow
def test_with_a_column_that_numbers_the_rows(tmp_path: Path, judge: Judge, name: str) -> None:
    layout, columns, made, told = GENERATIONS[name]
    rows = [{"": str(number), **made(row)} for number, row in enumerate(ROWS)]
    judged = judge(file_of(tmp_path / "export.csv", ["", *columns], rows))
    assert judged.answer["reading"]["layout"] == layouts()[layout].title
    assert [rule for rule, *_ in judged.found] == told, judged.messages


@pytest.mark.parametrize("name", [name for name in GENERATIONS if name != "monadic"])
@pytest.mark.slow
def test_a_sound_export_is_as_sound_after_import(tmp_path: Path, judge: Judge, name: str) -> None:
    _layout, columns, made, _told = GENERATIONS[name]
    export = file_of(tmp_path / "export.csv", columns, map(made, ROWS))
    assert run(["import", str(export), "-o", str(tmp_path / "out"), "--as-of", "2026-01-01"]) == 0
    judged = judge(tmp_path / "out" / "events.csv")
    errors = {(one["rule"], one["place"]["column"]) for one in judged.findings if one["severity"] == "error"}
    untold = {("S011", "sub_event_type")} if name in ("A", "A'") else set()
    assert errors == untold, judged.messages


@pytest.mark.parametrize("forms", [["E-1", "E-2", "E-3"], ["1BNG", "2BNG", "3BNG"]])
@pytest.mark.slow
def test_ids_of_a_form_of_their_own(tmp_path: Path, judge: Judge, forms: list[str]) -> None:
    rows = [row | {"event_id_cnty": one} for row, one in zip(ROWS, forms, strict=True)]
    judged = judge(file_of(tmp_path / "export.csv", C, rows))
    assert judged.findings == [], judged.messages
    assert bool(judged.answer["reading"]["assumed"]) == (forms[0] == "E-1")
    rows[1] |= {"event_id_cnty": "SYR 1"}
    judged = judge(file_of(tmp_path / "export.csv", C, rows))
    assert ("S013", 3, "event_id_cnty") in judged.found


# -- dates


@pytest.mark.parametrize("choice", ["day-first", "month-first"])
def test_dates_that_can_be_two_days_are_asked_about(tmp_path: Path, judge: Judge, choice: str) -> None:
    rows = [
        CLASH | {"event_date": "05/10/2017"},
        CLASH | {"event_id_cnty": "SYR109", "event_date": "06/10/2017"},
    ]
    path = file_of(tmp_path / "export.csv", ["event_id_cnty", "event_date", "event_type"], rows)
    asked = judge(path)
    assert asked.exit == 2
    assert "05/10/2017" in asked.error
    assert f"--dates {choice}" in asked.error
    told = judge(path, "--dates", choice)
    assert told.exit == 0
    first = {"day-first": "2017-10-05", "month-first": "2017-05-10"}[choice]
    assert told.answer["profile"]["first"] == first


@pytest.mark.parametrize("form", ["{y}-10-{dd}", "{d} {month} {y}", "{dd}/{m}/{y}"])
def test_json_lines(tmp_path: Path, judge: Judge, form: str) -> None:
    rows = [numeric(row) | {"event_date": day(row, form)} for row in (PROTEST, CLASH, STRIKE)]
    objects: list[dict[str, object]] = [{**row, "fatalities": int(row["fatalities"])} for row in rows]
    objects[2]["fatalities"] = "three"
    path = tmp_path / "export.jsonl"
    path.write_text("".join(f"{json.dumps(one)}\n" for one in objects))
    judged = judge(path)
    dates = [] if form.startswith("{y}") else [("S071", 1, "event_date")]
    assert sorted(judged.found) == sorted([("S010", 3, "fatalities"), *dates]), judged.messages
    assert judged.answer["profile"]["first"] == "2017-10-05"


@pytest.mark.parametrize("form", ["%Y-%m-%d", "%d %B %Y"])
def test_parquet(tmp_path: Path, judge: Judge, form: str) -> None:
    source = file_of(tmp_path / "export.csv", C, ROWS)
    path = tmp_path / "export.parquet"
    with duckdb.connect() as connection:
        day = f"strftime(event_date::DATE, '{form}') AS event_date"
        connection.execute(f"COPY (SELECT * REPLACE ({day}) FROM '{source}') TO '{path}'")
    judged = judge(path)
    assert [rule for rule, *_ in judged.found] == ([] if form == "%Y-%m-%d" else ["S071"]), judged.messages
    assert judged.answer["profile"]["first"] == "2017-10-05"


# -- columns


def test_swapped_ids_are_told_and_read_as_if_they_stood_right(tmp_path: Path, judge: Judge) -> None:
    rows = [
        row | {"data_id": row["event_id_cnty"], "event_id_cnty": row["data_id"]}
        for row in map(of_2019("{y}-10-{dd}"), [PROTEST, CLASH, STRIKE | {"fatalities": "x"}])
    ]
    judged = judge(file_of(tmp_path / "export.csv", B, rows))
    assert {rule for rule, *_ in judged.found} == {"S070", "S010"}
    assert ("S070", 1, "data_id") in judged.found
    (wrong,) = (one for one in judged.findings if one["rule"] == "S010")
    assert wrong["place"]["record"] == "SYR103"


NAMES = {
    "event_date": "Date",
    "latitude": "lat",
    "longitude": "lon",
    "country": "Country name",
    "fatalities": "deaths",
}


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_mapping_that_was_proposed_is_taken(tmp_path: Path, judge: Judge, delimiter: str) -> None:
    columns = [
        NAMES.get(name, name)
        for name in ("event_id_cnty", "event_date", "country", "latitude", "longitude", "fatalities")
    ]
    rows = [{NAMES.get(name, name): cell for name, cell in row.items()} for row in ROWS]
    path = file_of(tmp_path / "export.csv", columns, rows, delimiter)
    asked = judge(path)
    assert asked.exit == 2
    assert "--mapping" in asked.error
    proposed = [
        line[2:] for line in asked.error.splitlines() if line.startswith(("  layout:", "  columns:", "    "))
    ]
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text(
        "\n".join(proposed[proposed.index(next(one for one in proposed if one.startswith("layout:"))) :])
    )
    told = judge(path, "--mapping", str(mapping))
    other = [] if delimiter == "," else [("S057", 1, None)]
    assert (told.exit, told.found) == (0, other)
    assert told.answer["reading"]["renamed"] == {column: name for name, column in NAMES.items()}
    rows[1]["lat"] = "135"
    file_of(path, columns, rows, delimiter)
    assert sorted(judge(path, "--mapping", str(mapping)).found) == [("S014", 3, "lat"), *other]


# -- others than ACLED


UCDP = Path(__file__).parents[1] / "layouts" / "ucdp_ged.csv"


def ucdp(changes: Mapping[str, str] | None = None) -> list[Row]:
    """Rows of UCDP GED, with columns renamed."""
    with UCDP.open(encoding="utf-8", newline="") as stream:
        return [
            {(changes or {}).get(name, name): cell for name, cell in row.items()}
            for row in csv.DictReader(stream)
        ]


def test_rows_of_ucdp_with_what_is_known_to_be_wrong_in_them(judge: Judge) -> None:
    judged = judge(UCDP)
    assert judged.answer["reading"]["layout"] == "UCDP Georeferenced Event Dataset"
    by_id = {(one["rule"], one["place"]["record"]) for one in judged.findings if one["severity"] == "error"}
    assert by_id == {("F010", "255082"), ("D072", "240934"), ("D072", "240971")}
    assert judged.answer["profile"]["countries"] == {"Syria": 6}


def test_the_older_names_of_ucdps_estimates_and_a_row_of_tags(tmp_path: Path, judge: Judge) -> None:
    rows = ucdp({"low": "low_est", "best": "best_est", "high": "high_est"})
    tags = dict.fromkeys(rows[0], "") | {
        "id": "#event+id",
        "date_start": "#date+start",
        "latitude": "#geo+lat",
    }
    judged = judge(file_of(tmp_path / "ged.csv", rows[0], [tags, *rows]))
    assert judged.answer["reading"]["renamed"] == {"low_est": "low", "best_est": "best", "high_est": "high"}
    (order,) = (one["place"] for one in judged.findings if one["rule"] == "F010")
    assert order["record"] == "255082"
    assert "S056" in {rule for rule, *_ in judged.found}


def test_dates_of_ucdp_after_a_spreadsheet(tmp_path: Path, judge: Judge) -> None:
    rows = ucdp()
    for row in rows:
        for name in ("date_start", "date_end", "source_date"):
            if ";" not in row[name]:
                row[name] = "/".join(reversed(row[name].split("-")))
    late = {"date_start": "15/01/2017", "date_end": "15/01/2017", "source_date": "16/01/2017"}
    rows.append({**rows[0], "id": "1", **late})
    judged = judge(file_of(tmp_path / "ged.csv", rows[0], rows))
    assert {column for rule, _, column in judged.found if rule == "S071"} == {
        "date_start",
        "date_end",
        "source_date",
    }
    assert "S010" not in {rule for rule, *_ in judged.found}


def test_midnight_behind_the_dates_of_ucdp_is_no_other_form(tmp_path: Path, judge: Judge) -> None:
    rows = ucdp()
    for row in rows:
        row |= {name: f"{row[name]} 00:00:00.000" for name in ("date_start", "date_end")}
    judged = judge(file_of(tmp_path / "ged.csv", rows[0], rows))
    assert judged.found == judge(UCDP).found


def test_names_of_countries_that_ucdp_writes_in_its_own_way(tmp_path: Path, judge: Judge) -> None:
    rows = [
        row | {"country": "Yemen (North Yemen)", "latitude": "15.35", "longitude": "44.2"} for row in ucdp()
    ]
    judged = judge(file_of(tmp_path / "ged.csv", rows[0], rows))
    assert judged.answer["profile"]["countries"] == {"Yemen": 6}
    assert "S019" not in {rule for rule, *_ in judged.found}


GTD: Row = {
    "eventid": "201710140001",
    "iyear": "2017",
    "imonth": "10",
    "iday": "14",
    "approxdate": "",
    "country_txt": "Syria",
    "provstate": "Deir ez Zor",
    "city": "Al Mayadin",
    "latitude": "35.020912",
    "longitude": "40.453512",
    "specificity": "1",
    "summary": "10/14/2017: A device exploded at a checkpoint. Three soldiers were killed.",
    "attacktype1": "3",
    "targtype1_txt": "Military",
    "natlty1_txt": "Syria",
    "gname": "Islamic State",
    "nkill": "3",
}


def test_rows_of_gtd(tmp_path: Path, judge: Judge) -> None:
    month = GTD | {
        "summary": "",
        "eventid": "201710000002",
        "iday": "0",
        "attacktype1": "2",
        "gname": "Unknown",
        "nkill": "",
    }
    year = month | {
        "eventid": "201700000003",
        "imonth": "0",
        "city": "Unknown",
        "latitude": "",
        "longitude": "",
    }
    path = tmp_path / "gtd.csv"
    judged = judge(file_of(path, GTD, [GTD, month, year]))
    assert judged.findings == [], judged.messages
    assert judged.answer["profile"]["first"] == "2017-10-14"
    assert judged.answer["profile"]["last"] == "2017-10-15"
    assert judged.answer["reading"]["unused"] == []
    assert judged.answer["reading"]["more_unused"] == 1
    assert judge(file_of(path, GTD, [GTD | {"iday": "32"}])).found == [("S010", 2, "iday")]


def gdelt(changes: Mapping[int, str]) -> str:
    cells = {
        1: "700000001",
        2: "20171014",
        4: "2017",
        7: "SYRIA",
        13: "GOV",
        17: "REBEL",
        23: "REB",
        29: "19",
    }
    cells |= {
        33: "3",
        52: "4",
        53: "Raqqa, Ar Raqqah, Syria",
        57: "35.95",
        58: "39.01",
        61: "https://example.org/a",
    }
    return "\t".join((cells | changes).get(number, "") for number in range(1, 62)) + "\n"


def test_rows_of_gdelt_have_no_header(tmp_path: Path, judge: Judge) -> None:
    path = tmp_path / "20171014.export.CSV"
    path.write_text(gdelt({}) + gdelt({1: "700000002", 57: "135.95"}))
    judged = judge(path)
    assert judged.found == [("S014", 2, "ActionGeo_Lat")]
    assert (judged.answer["tables"][0]["records"], judged.answer["reading"]["more_unused"]) == (2, 47)
    path.write_text(
        gdelt({}) + gdelt({1: "700000002"}).replace("\t", "", 1) + gdelt({1: "700000003", 29: "14"})
    )
    broken = judge(path)
    assert broken.found == [("S006", 2, "SOURCEURL")]
    assert broken.answer["tables"][0]["records"] == 3


def test_rows_of_polecat(tmp_path: Path, judge: Judge) -> None:
    row = dict.fromkeys(layouts()["polecat"].columns, "None") | {
        "Event ID": "20171014-1-x",
        "Event Date": "2017-10-14",
        "Event Type": "ASSAULT",
        "Event Mode": "aerial",
        "Actor Name": "Syria",
        "Placename": "Raqqa",
        "Country": "SYR",
        "Latitude": "35.95",
        "Longitude": "39.01",
        "Source": "Example News",
        "Publication Date": "2017-10-15",
        "GeoNames ID": "1",
    }
    other = row | {"Event ID": "20171014-2-x", "Latitude": "None", "Longitude": "None"}
    judged = judge(file_of(tmp_path / "polecat.txt", row, [row, other], delimiter="\t"))
    assert judged.findings == [], judged.messages
    assert judged.answer["profile"]["countries"] == {"Syria": 2}
    late = row | {"Publication Date": "2016-01-01"}
    judged = judge(file_of(tmp_path / "polecat.txt", row, [late], delimiter="\t"))
    assert judged.found == [("D070", 2, "Publication Date")]
