"""The generator of event files: that its clean rows are clean, and its defects where it says."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import pairwise
from math import asin, cos, radians, sin, sqrt
from pathlib import Path

import duckdb
import frictionless
import pytest

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"
sys.path.insert(0, str(BENCHMARKS))

import events  # noqa: E402
from synthetic import rows, schedule, world  # noqa: E402
from synthetic.generator import Order  # noqa: E402
from synthetic.kinds import KINDS  # noqa: E402

pytestmark = pytest.mark.slow

Row = dict[str, str]
ROWS = 10_000


def records(text: str, delimiter: str = ",") -> Iterator[tuple[int, list[str]]]:
    """The records of a file, each with the line on which it begins."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    for record in reader:
        yield line, record
        line = reader.line_num + 1


def header(path: Path) -> list[str]:
    with path.open(encoding="utf-8", newline="") as file:
        return next(csv.reader(file))


def read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("events")


@pytest.fixture(scope="module")
def clean_file(folder: Path) -> Path:
    path = folder / "clean.csv"
    events.write(path, Order(rows=ROWS))
    return path


@pytest.fixture(scope="module")
def clean(clean_file: Path) -> list[Row]:
    return read(clean_file)


@pytest.fixture(scope="module")
def broken_file(folder: Path) -> Path:
    path = folder / "broken.csv"
    events.write(path, Order(rows=ROWS, errors=True))
    return path


@pytest.fixture(scope="module")
def broken(broken_file: Path) -> list[Row]:
    return read(broken_file)


@pytest.fixture(scope="module")
def truth(broken_file: Path) -> list[Row]:
    return read(broken_file.with_name("broken.csv.truth.csv"))


class TestBytes:
    def test_do_not_depend_on_the_number_of_processes(self, folder: Path) -> None:
        made = []
        for processes in ("1", "2"):
            path = folder / f"by-{processes}.csv"
            command = [sys.executable, BENCHMARKS / "events.py", path, "--rows", "6000", "--structural"]
            subprocess.run([*command, "--processes", processes], check=True)
            made.append((path.read_bytes(), path.with_name(f"{path.name}.truth.csv").read_bytes()))
        assert made[0] == made[1]

    def test_are_others_with_another_seed(self, folder: Path) -> None:
        for seed in (1, 2):
            events.write(folder / f"seed-{seed}.csv", Order(rows=300, seed=seed))
        first, second = (read(folder / f"seed-{seed}.csv") for seed in (1, 2))
        assert not {row["event_id_cnty"] for row in first} & {row["event_id_cnty"] for row in second}
        assert [row["notes"] for row in first] != [row["notes"] for row in second]

    def test_are_those_of_the_clean_file_but_for_the_defects(
        self, clean: list[Row], broken: list[Row], truth: list[Row]
    ) -> None:
        replaced = {int(entry["row"]) for entry in truth}
        replaced |= {int(entry["related_row"]) for entry in truth if entry["related_row"]}
        pairs = enumerate(zip(clean, broken, strict=True), 1)
        assert {number for number, (old, new) in pairs if old != new} == replaced


class TestShape:
    def test_columns(self, folder: Path, clean_file: Path, repository: Path) -> None:
        schema = json.loads((repository / "schema/tables/events.json").read_text("utf-8"))
        names = [field["name"] for field in schema["fields"]]
        assert header(clean_file) == names[:31]
        events.write(folder / "wide.csv", Order(rows=300, columns=42))
        assert header(folder / "wide.csv") == names

    def test_rows_and_bytes(self, clean_file: Path, clean: list[Row]) -> None:
        assert len(clean) == ROWS
        assert clean_file.stat().st_size / ROWS == pytest.approx(590, rel=0.1)

    def test_notes(self, clean: list[Row]) -> None:
        notes = [row["notes"] for row in clean]
        assert sum(map(len, notes)) / ROWS == pytest.approx(261, rel=0.04)
        assert 1500 < max(map(len, notes)) < 2700
        assert 0.0005 < sum("\n" in text for text in notes) / ROWS < 0.006
        assert any('"' in text for text in notes)
        assert any(re.search(r"[\u0600-\u06ff]", text) for text in notes)

    def test_cardinalities(self, clean: list[Row]) -> None:
        assert len({row["country"] for row in clean}) > 200
        assert len({(row["country"], row["location"]) for row in clean}) > 3_500
        assert len({row["actor1"] for row in clean} | {row["actor2"] for row in clean}) > 1_500
        assert len({row["source"] for row in clean}) > 3_500
        assert len({row["sub_event_type"] for row in clean}) > 20
        assert {row["year"] for row in clean} == {str(year) for year in range(2015, 2025)}

    @pytest.mark.parametrize(
        ("column", "value", "share"),
        [
            ("actor2", "", 0.57),
            ("assoc_actor_1", "", 0.54),
            ("assoc_actor_2", "", 0.86),
            ("admin3", "", 0.53),
            ("admin2", "", 0.02),
            ("time_precision", "1", 0.945),
            ("time_precision", "2", 0.053),
            ("geo_precision", "1", 0.76),
            ("geo_precision", "2", 0.21),
            ("sub_event_type", "Peaceful protest", 0.435),
        ],
    )
    def test_shares(self, clean: list[Row], column: str, value: str, share: float) -> None:
        assert sum(row[column] == value for row in clean) / ROWS == pytest.approx(share, abs=0.04)


def distance(first: Row, second: Row) -> float:
    """Kilometres between two rows."""
    a, b, c, d = (
        radians(float(row[column])) for row in (first, second) for column in ("latitude", "longitude")
    )
    return 12742 * asin(sqrt(sin((c - a) / 2) ** 2 + cos(a) * cos(c) * sin((d - b) / 2) ** 2))


def many(rows_: list[Row], key: Callable[[Row], object], value: Callable[[Row], object]) -> list[object]:
    """Keys that have more than one value."""
    values = defaultdict(set)
    for row in rows_:
        values[key(row)].add(value(row))
    return [one for one, found in values.items() if len(found) > 1]


class TestClean:
    @pytest.mark.parametrize(("columns", "count"), [(31, 2_000), (42, 500)])
    def test_is_valid_for_stock_frictionless(
        self, folder: Path, repository: Path, columns: int, count: int
    ) -> None:
        path = folder / f"valid-{columns}.csv"
        events.write(path, Order(rows=count, columns=columns))
        schema = json.loads((repository / "schema/tables/events.json").read_text("utf-8"))
        schema["fields"] = schema["fields"][:columns]
        names = {field["name"] for field in schema["fields"]}
        schema["foreignKeys"] = [
            key
            for key in schema["foreignKeys"]
            if names.issuperset(key["fields"]) and key["reference"]["resource"] not in ("actors", "locations")
        ]
        resources = [{"name": "events", "path": path.name, "schema": schema}]
        for name in sorted({key["reference"]["resource"] for key in schema["foreignKeys"]}):
            (folder / f"{name}.csv").write_bytes((repository / f"schema/codes/{name}.csv").read_bytes())
            table = json.loads((repository / f"schema/tables/{name}.json").read_text("utf-8"))
            table.pop("foreignKeys", None)
            resources.append({"name": name, "path": f"{name}.csv", "schema": table})
        package = frictionless.Package.from_descriptor(
            {"name": "valid", "resources": resources}, basepath=str(folder)
        )
        report = package.validate()
        assert report.flatten(["rowNumber", "fieldName", "note"]) == []

    def test_derived_cells(self, clean: list[Row]) -> None:
        kinds = {row["sub_event_type"]: row for row in world.codes("event_types")}
        inters = {row["label"]: int(row["code"]) for row in world.codes("inter_codes")}
        labels = {int(row["code"]): row["label"] for row in world.codes("interactions")}
        for row in clean:
            kind = kinds[row["sub_event_type"]]
            sides = sorted(inters[row[column]] for column in ("inter1", "inter2") if row[column])
            code = sides[0] * 10 + (sides[1] if len(sides) > 1 else 0)
            assert row["interaction"] == labels[code]
            assert not kind["interactions"] or str(code) in kind["interactions"].split("; ")
            targeted = {"always": True, "never": False, "possible": 7 in sides}[kind["civilian_targeting"]]
            assert bool(row["civilian_targeting"]) == targeted
            assert kind["fatalities"] != "zero" or row["fatalities"] == "0"
            assert kind["fatalities"] != "at_least_one" or row["fatalities"] != "0"
            assert kind["actor2"] != "required" or row["actor2"]

    def test_actors_are_one_thing_in_one_country(self, clean: list[Row]) -> None:
        sides = [
            {**row, "actor": row[f"actor{number}"], "inter": row[f"inter{number}"]}
            for row in clean
            for number in (1, 2)
        ]
        assert many(sides, lambda row: (row["actor"], row["country"]), lambda row: row["inter"]) == []
        for row in sides:
            state = re.match(r"(?:Military|Police) Forces of (.*?) \(\d{4}-", row["actor"])
            if state:
                assert row["inter"] == (
                    "State forces" if state[1] == row["country"] else "External/Other forces"
                )

    def test_regimes_cover_the_date(self, clean: list[Row]) -> None:
        found = 0
        for row in clean:
            for first, last in re.findall(r"\((\d{4})-(\d{4})?\)", row["actor1"] + row["actor2"]):
                found += 1
                assert int(first) <= int(row["year"]) <= int(last or 9999)
        assert found > 500

    def test_nobody_stands_twice_in_a_row(self, clean: list[Row]) -> None:
        for row in clean:
            names = [*row["assoc_actor_1"].split("; "), *row["assoc_actor_2"].split("; ")]
            names += [row["actor1"]] if row["inter1"] == row["inter2"] else [row["actor1"], row["actor2"]]
            assert max(Counter(filter(None, names)).values()) == 1

    def test_places_have_one_point_and_points_one_place(self, clean: list[Row]) -> None:
        def place(row: Row) -> tuple[str, ...]:
            return tuple(row[name] for name in ("country", "admin1", "admin2", "admin3", "location"))

        def point(row: Row) -> tuple[str, str]:
            return row["latitude"], row["longitude"]

        assert many(clean, place, point) == []
        assert many(clean, point, place) == []
        assert many([row for row in clean if row["admin2"]], lambda row: (row["country"], row["admin2"]),
                    lambda row: row["admin1"]) == []  # fmt: skip

    def test_notes_begin_with_the_date(self, clean: list[Row]) -> None:
        for row in clean:
            that = date.fromisoformat(row["event_date"])
            word = "On" if row["time_precision"] == "1" else "Around"
            assert row["notes"].startswith(f"{word} {that.day} {that:%B %Y}")
            assert row["year"] == str(that.year)
            assert that < date(1970, 1, 1) + timedelta(seconds=int(row["timestamp"]))

    def test_vague_dates_stand_in_the_middle(self, clean: list[Row]) -> None:
        for row in clean:
            that = date.fromisoformat(row["event_date"])
            if row["time_precision"] == "2":
                assert that.isoweekday() in (3, 4)
            if row["time_precision"] == "3":
                assert that.day in (1, 15) or (that + timedelta(days=1)).day == 1

    def test_countries_are_covered(self, clean: list[Row]) -> None:
        first = {row["country"]: int(row["first_year"]) for row in world.codes("countries")}
        assert all(first[row["country"]] <= int(row["year"]) for row in clean)

    def test_deaths_are_those_of_the_notes(self, clean: list[Row]) -> None:
        for row in clean:
            told = re.search(r"(\d+) (?:people were killed|person was|fatalit|people died)", row["notes"])
            coded = re.search(r"coded as (\d+)", row["notes"])
            if row["fatalities"] == "0":
                assert not re.search("killed|died|fatality", row["notes"])
            elif told or coded:
                assert row["fatalities"] == (told or coded)[1]  # type: ignore[index]
            else:
                assert re.search(
                    r"\b(One person|[A-Z]\w+ people) (was killed|were killed|died)", row["notes"]
                )

    def test_ids_are_unique_and_rows_in_order(self, clean: list[Row]) -> None:
        keys = [(row["event_date"], row["event_id_cnty"]) for row in clean]
        assert all(first < second for first, second in pairwise(keys))
        assert len({row["event_id_cnty"] for row in clean}) == ROWS

    def test_no_event_stands_twice(self, clean: list[Row]) -> None:
        """Not even within the days that a vague date may stand for."""
        assert len({row["notes"] for row in clean}) == ROWS
        alike = defaultdict(list)
        for row in clean:
            alike[row["event_type"], row["country"], frozenset((row["actor1"], row["actor2"]))].append(row)
        compared = 0
        for group in alike.values():
            for at, first in enumerate(group):
                for second in group[at + 1 :]:
                    days = date.fromisoformat(second["event_date"]) - date.fromisoformat(first["event_date"])
                    slack = max((2, 9, 33)[int(row["time_precision"]) - 1] for row in (first, second))
                    if days.days > 33:
                        break
                    if days.days <= slack:
                        compared += 1
                        assert distance(first, second) > 25
        assert compared > 50

    def test_towns_are_apart(self) -> None:
        places = sorted(
            (float(place.latitude), float(place.longitude), town.number)
            for town in world.world().towns
            for place in town.places
        )
        compared = 0
        for at, (latitude, longitude, town) in enumerate(places):
            for other in places[at + 1 :]:
                if other[0] - latitude > 0.23:
                    break
                if other[2] != town and abs(other[1] - longitude) < 2:
                    compared += 1
                    first, second = (
                        {"latitude": str(one[0]), "longitude": str(one[1])}
                        for one in (other, (latitude, longitude))
                    )
                    assert distance(first, second) > 25.5
        assert compared > 5_000

    def test_rows_of_a_town_and_type_are_apart_even_where_they_are_dense(self) -> None:
        made = schedule.Schedule(world.world(), 6_000_000, 3)
        days: dict[tuple[int, str], list[tuple[int, int]]] = defaultdict(list)
        start = date(2020, 3, 1).toordinal()
        for day in range(start, start + 150):
            slots = made.slots(day)
            assert len(slots) == len(made.rows_of(day)) > 1_000
            for slot in slots:
                days[slot.town.number, slot.event_type].append((day, slot.precision))
        gaps = [
            (later[0] - earlier[0], max(earlier[1], later[1]))
            for those in days.values()
            for earlier, later in pairwise(those)
        ]
        assert min(gap for gap, _ in gaps) == 3
        assert min(gap for gap, precision in gaps if precision > 1) > 33

    def test_places_change_hands_by_turns(self) -> None:
        made = schedule.Schedule(world.world(), 1_000_000, 3)
        turns = defaultdict(list)
        for day in range(world.FIRST_DAY, world.FIRST_DAY + 1_500):
            for slot in made.slots(day):
                if slot.captured:
                    turns[slot.town.number].append(slot.captured)
        assert max(map(len, turns.values())) > 1
        assert all(first != second for held in turns.values() for first, second in pairwise(held))


class TestTruth:
    def test_has_every_kind_and_no_row_twice(self, truth: list[Row]) -> None:
        assert {entry["kind"] for entry in truth} == {
            kind.name for kind in KINDS.values() if not kind.structural
        }
        numbers = [entry["row"] for entry in truth]
        numbers += [entry["related_row"] for entry in truth if entry["related_row"]]
        assert len(set(numbers)) == len(numbers)
        for entry in truth:
            assert bool(entry["related_row"]) == (KINDS[entry["kind"]].rows == 2)

    @pytest.mark.parametrize(
        ("form", "delimiter", "zipped"), [("csv", ",", False), ("csv", ",", True), ("tsv", "\t", False)]
    )
    def test_names_the_cell_and_its_line(self, folder: Path, form: str, delimiter: str, zipped: bool) -> None:
        path = folder / f"lines-{zipped}.{form}"
        events.write(path, Order(rows=3_000, structural=True, errors=True, format=form, gzip=zipped))
        content = gzip.decompress(path.read_bytes()) if zipped else path.read_bytes()
        found = list(records(content.decode("utf-8", "surrogateescape"), delimiter))
        names = found[0][1]
        text = path.with_name(f"{path.name}.truth.csv").read_text("utf-8", "surrogateescape")
        entries = list(csv.DictReader(io.StringIO(text, newline="")))
        assert len(entries) == len(KINDS)
        assert any(int(entry["line"]) > int(entry["row"]) + 1 for entry in entries)
        for entry in entries:
            line, cells = found[int(entry["row"])]
            assert int(entry["line"]) == line
            assert entry["event_id"] == cells[0]
            if entry["field"]:
                assert entry["value"] == cells[names.index(entry["field"])]
            else:
                assert entry["value"] == str(len(cells))

    def test_holds_for_json_lines_and_parquet(self, folder: Path) -> None:
        for form in ("jsonl", "parquet"):
            path = folder / f"events.{form}"
            events.write(path, Order(rows=2_000, errors=True, format=form, columns=42))
            if form == "jsonl":
                cells = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
            else:
                with duckdb.connect() as connection:
                    table = connection.read_parquet(str(path))
                    cells = [dict(zip(table.columns, row, strict=True)) for row in table.fetchall()]
            assert len(cells) == 2_000
            for entry in read(path.with_name(f"{path.name}.truth.csv")):
                assert entry["line"] == (entry["row"] if form == "jsonl" else "")
                assert (cells[int(entry["row"]) - 1][entry["field"]] or "") == entry["value"]

    def test_needs_room_for_every_kind(self, folder: Path) -> None:
        with pytest.raises(ValueError, match="one error of each kind needs"):
            events.write(folder / "small.csv", Order(rows=100, errors=True))

    def test_rows_of_parquet_cannot_be_too_short(self, folder: Path) -> None:
        with pytest.raises(ValueError, match="parquet has no rows that could be too short"):
            events.write(
                folder / "x.parquet", Order(rows=9_000, errors=True, structural=True, format="parquet")
            )

    def test_world_can_be_full(self, folder: Path) -> None:
        with pytest.raises(schedule.TooMany, match="no room for so many rows"):
            events.write(folder / "full.csv", Order(rows=100_000_000))


def items(cell: str) -> list[str]:
    return cell.split("; ")


def has(**cells: str) -> Callable[[Row], bool]:
    """Whether a row has these cells; `!` before the text for any other, `…` behind it for what begins so."""

    def fits(row: Row) -> bool:
        return all(_fits(row[column], pattern) for column, pattern in cells.items())

    return fits


def _fits(cell: str, pattern: str) -> bool:
    if pattern.startswith("!"):
        return not _fits(cell, pattern[1:])
    return cell.startswith(pattern[:-1]) if pattern.endswith("…") else cell == pattern


IS: dict[str, Callable[[Row], object]] = {
    "year_differs": lambda row: row["year"] != row["event_date"][:4],
    "date_year_0025": has(event_date="00…"),
    "date_in_future": lambda row: "2030" < row["event_date"] < "9999",
    "date_unpadded": lambda row: re.fullmatch(r"\d{4}-(\d-\d\d?|\d\d-\d)", row["event_date"]),
    "date_day_first": lambda row: re.fullmatch(r"\d\d/\d\d/\d{4}", row["event_date"]),
    "notes_around_exact_date": has(time_precision="1", notes="Around…"),
    "notes_on_vague_date": has(time_precision="2", notes="On…"),
    "civilian_targeting_missing": has(event_type="Violence against civilians", civilian_targeting=""),
    "civilian_targeting_forbidden": has(event_type="Battles", civilian_targeting="!"),
    "interaction_reversed": has(interaction="Rebel group-State forces"),
    "crowd_size_missing": has(event_type="Protests", tags="!crowd size=…"),
    "crowd_size_misplaced": has(event_type="Battles", tags="crowd size=…"),
    "actor2_missing_in_battle": has(event_type="Battles", actor2=""),
    "civilians_in_battle": has(event_type="Battles", inter2="Civilians"),
    "civilians_beside_battle": has(event_type="Battles", assoc_actor_2="Civilians (…"),
    "actor_own_associate": lambda row: row["actor1"] in items(row["assoc_actor_1"]),
    "actor_on_both_sides": lambda row: row["actor2"] and row["actor2"] in items(row["assoc_actor_1"]),
    "actor_opposes_itself": lambda row: row["event_type"] == "Battles" and row["actor1"] == row["actor2"],
    "protest_without_protesters": has(event_type="Protests", inter1="!Protesters"),
    "inter_of_unidentified": has(actor2="Unidentified Armed Group…", inter2="!Political militia"),
    "coordinates_zero": has(latitude="0", longitude="0"),
    "latitude_many_decimals": lambda row: len(row["latitude"].partition(".")[2]) > 4,
    "coordinates_coarse": lambda row: re.fullmatch(r"-?\d+\.\d", row["latitude"]),
    "exact_place_coded_to": lambda row: row["geo_precision"] == "1" and "coded to" in row["notes"],
    "region_only_unexplained": lambda row: row["geo_precision"] == "3" and "coded to" not in row["notes"],
    "deaths_at_peaceful_protest": has(sub_event_type="Peaceful protest", fatalities="!0"),
    "suicide_bomb_without_deaths": has(sub_event_type="Suicide bomb", fatalities="0"),
    "deaths_though_notes_say_none": lambda row: row["fatalities"] != "0" and "no fatalities" in row["notes"],
    "id_lower_case": has(event_id_cnty="syn-…"),
    "list_joined_by_comma": lambda row: "," in row["source"],
    "list_with_trailing_separator": lambda row: row["source"].endswith(";"),
    "space_trailing": lambda row: row["location"].endswith(" "),
    "zero_width_space": lambda row: "\u200b" in row["location"],
    "mojibake": lambda row: "Ã©" in row["notes"],
    "formula": lambda row: row["source"][0] in "=+@",
    "notes_cut_off": lambda row: len(row["notes"]) == 255 and row["notes"][-1] != ".",
}
"""What some kinds are, in terms of the row."""


class TestKinds:
    def test_are_described(self) -> None:
        says = [kind.says for kind in KINDS.values()]
        assert len(set(says)) >= len(says) - 2
        for kind in KINDS.values():
            assert re.fullmatch(r"[a-z0-9_]+", kind.name)
            assert kind.says[0].isupper()
            assert kind.says[-1] == "." or "…" in kind.says
            assert set(kind.also) <= KINDS.keys() - {kind.name}
            assert kind.field in rows.ACLED_COLUMNS or (kind.structural and not kind.field)

    @pytest.mark.parametrize("name", sorted(kind for kind in KINDS if kind.endswith("_missing")))
    def test_missing_is_empty(self, truth: list[Row], broken: list[Row], name: str) -> None:
        entries = [entry for entry in truth if entry["kind"] == name]
        assert entries
        assert all(broken[int(entry["row"]) - 1][entry["field"]] == "" for entry in entries)

    @pytest.mark.parametrize("name", sorted(IS))
    def test_is_what_it_says(self, clean: list[Row], broken: list[Row], truth: list[Row], name: str) -> None:
        is_so = IS[name]
        assert [row for row in clean if is_so(row)] == []
        entries = [entry for entry in truth if entry["kind"] == name]
        assert entries
        assert all(is_so(broken[int(entry["row"]) - 1]) for entry in entries)

    def test_pairs_clash(self, broken: list[Row], truth: list[Row]) -> None:
        same = {
            "id_twice": ("event_id_cnty",),
            "exact_duplicate": rows.ACLED_COLUMNS[1:],
            "same_event_twice": ("event_date", "country", "location", "sub_event_type"),
            "near_duplicate": ("actor1", "actor2", "sub_event_type"),
            "copied_next_day": ("actor1", "actor2", "location"),
            "identical_notes": ("notes", "event_date"),
            "place_with_two_coordinates": ("country", "admin1", "admin2", "location"),
            "coordinate_with_two_names": ("latitude", "longitude"),
            "place_spelled_two_ways": ("latitude", "longitude"),
            "admin2_of_two_admin1s": ("country", "admin2"),
        }
        pairs = [entry for entry in truth if entry["related_row"]]
        assert {entry["kind"] for entry in pairs} == same.keys()
        for entry in pairs:
            row, other = broken[int(entry["row"]) - 1], broken[int(entry["related_row"]) - 1]
            assert int(entry["related_row"]) < int(entry["row"])
            assert [row[column] for column in same[entry["kind"]]] == [
                other[column] for column in same[entry["kind"]]
            ]
            assert row != other
            if entry["kind"] == "near_duplicate":
                assert distance(row, other) < 4
                assert row["notes"] != other["notes"]

    def test_structural_kinds_break_rows_and_bytes(self, folder: Path) -> None:
        path = folder / "structural.csv"
        events.write(path, Order(rows=2_000, errors=True, structural=True))
        content = path.read_bytes()
        found = list(records(content.decode("utf-8", "surrogateescape")))
        assert Counter(len(cells) for _, cells in found) == {31: 1_999, 28: 1, 32: 1}
        assert content.count(b"\0") == 1
        assert content.count(b"caf\xe9.") == 1
        assert [cells[0] for _, cells in found].count("") == 2
