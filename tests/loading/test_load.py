"""`dateline.load`: tables by name, their types in each library, what is said of the dataset, and its end."""

from __future__ import annotations

import gc
import json
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import duckdb
import pandas
import polars
import pyarrow
import pytest

import dateline
from dateline.errors import CallError
from dateline.loading import Data

Change = Callable[[str, str, str], None]


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary folders are made: nothing else is in it."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def edit(release: Path, change: Callable[[dict[str, object]], object]) -> None:
    """Change the descriptor of a release."""
    path = release / "datapackage.json"
    descriptor = json.loads(path.read_text(encoding="utf-8"))
    change(descriptor)
    path.write_text(json.dumps(descriptor), encoding="utf-8")


def test_a_folder_its_descriptor_and_its_zip_hold_the_same(release: Path, zipped: Path) -> None:
    found = []
    for path in (release, str(release / "datapackage.json"), zipped):
        with dateline.load(path) as loaded:
            found.append({name: loaded[name].fetchall() for name in loaded.tables})

    assert found[0] == found[1] == found[2]
    assert len(found[0]["events"]) == 5
    assert len(found[0]["claims"]) == 57


def test_tables_are_typed_relations_by_name(data: Data) -> None:
    assert data.tables[:4] == ["events", "sources", "claims", "evidence"]
    assert list(data) == data.tables
    assert "events" in data and "evens" not in data
    assert isinstance(data.events, duckdb.DuckDBPyRelation)
    kinds = dict(zip(data.events.columns, map(str, data.events.types), strict=True))
    assert (kinds["event_date"], kinds["fatalities_low"], kinds["latitude"]) == ("DATE", "BIGINT", "DOUBLE")
    assert data["evidence"].filter("start > 2000").count("*").fetchall()[0][0] > 0
    joined = data.events.join(data.claims, "event_id_cnty = event_id").filter("accepted")
    assert joined.count("*").fetchall() == [(57,)]
    assert {"events", "claims", "trace"} <= set(dir(data))


def test_a_query_knows_the_tables_and_takes_values(data: Data) -> None:
    query = "SELECT count(*) FROM events JOIN locations USING (location_id) WHERE event_date >= ?"

    assert data.sql(query, [date(2017, 9, 1)]).fetchall() == [(4,)]


def test_a_data_frame_becomes_a_table_of_a_query(data: Data) -> None:
    data.connection.register("mine", pandas.DataFrame({"location": ["Al Mayadin"]}))

    assert data.sql("SELECT count(*) FROM events SEMI JOIN mine USING (location)").fetchall() == [(2,)]


def test_wrong_names_are_answered_with_the_nearest(data: Data) -> None:
    with pytest.raises(CallError, match=r"There is no table 'evens'\. Did you mean events\?"):
        data["evens"]
    with pytest.raises(AttributeError, match="Did you mean events"):
        _ = data.evens
    with pytest.raises(CallError, match=r"There is no table 'xyz'\. There are events, sources"):
        data.pandas("xyz")


def test_pandas_keeps_whole_numbers_days_and_truth_values(data: Data) -> None:
    frame = data.pandas("events")
    claims = data.pandas("claims")

    assert str(frame.dtypes["fatalities_low"]) == str(frame.dtypes["year"]) == "Int64"
    assert frame.fatalities_low.isna().sum() == 4
    assert frame.fatalities_low.max() == 10
    assert pandas.api.types.is_datetime64_dtype(frame.event_date)
    assert (frame.event_date.dt.month == [6, 9, 10, 10, 10]).all()
    assert str(claims.dtypes["accepted"]) == "boolean"
    assert frame.dtypes["tags"] == frame.dtypes["notes"]
    assert frame.tags.isna().all()
    assert frame.attrs["version"] == "0.1.0"
    assert frame.attrs["columns"]["year"] == "The year of the event date."


def test_pandas_has_the_same_types_with_gaps_and_without(data: Data) -> None:
    some = "SELECT x::BIGINT AS i, x > 1 AS b, x::VARCHAR AS s, make_date(2017, x::INTEGER, 1) AS d FROM "
    for values in ("(VALUES (1), (2))", "(VALUES (1), (NULL))", "(VALUES (NULL), (NULL))"):
        frame = data.pandas(data.sql(f"{some} {values} AS v(x)"))
        text = pandas.Series([""]).dtype
        assert [str(kind) for kind in frame.dtypes[:2]] == ["Int64", "boolean"]
        assert frame.dtypes["s"] == text
        assert pandas.api.types.is_datetime64_dtype(frame.d)


def test_pandas_takes_any_relation(data: Data) -> None:
    query = """
        SELECT sum(fatalities) AS deaths, avg(fatalities) AS mean, TIME '12:00' AS hour,
            TIMESTAMP '2017-10-14 12:00' AS at, 100000000000000000000::HUGEINT AS many, [1, 2] AS list
        FROM events
    """
    frame = data.pandas(data.sql(query))

    assert [str(kind) for kind in frame.dtypes[:2]] == ["Int64", "float64"]
    assert frame.deaths.iloc[0] == 10
    assert str(frame.hour.iloc[0]) == "12:00:00"
    assert frame["at"].dtype == "datetime64[us]"
    assert frame.many.iloc[0] == 10**20
    assert list(frame.list.iloc[0]) == [1, 2]
    assert data.pandas(data.events.filter("false")).dtypes["year"] == "Int64"


def test_arrow_and_polars_have_their_types(data: Data) -> None:
    table = data.arrow("events")
    frame = data.polars("events")

    assert table.schema.field("event_date").type == pyarrow.date32()
    assert table.schema.field("fatalities_low").type == pyarrow.int64()
    assert table["fatalities_low"].null_count == 4
    assert table.schema.field("year").metadata == {b"description": b"The year of the event date."}
    assert table.schema.metadata[b"citation"].startswith(b"dateline maintainers (2026): Al Mayadin")
    assert frame.schema["event_date"] == polars.Date
    assert frame.schema["fatalities_low"] == polars.Int64
    assert frame["fatalities_low"].null_count() == 4
    assert data.polars(data.events.limit(2)).height == 2
    assert table.num_rows == frame.height == 5


def test_lists_are_lists_where_they_are_asked_for(release: Path) -> None:
    query = "SELECT source FROM events WHERE event_key = 'al-mayadin-retaken-2017-10-14'"
    with dateline.load(release) as plain, dateline.load(release, lists=True) as listed:
        assert plain.sql(query).fetchall() == [("TRT World; Publisher not stated",)]
        assert listed.sql(query).fetchall() == [(["TRT World", "Publisher not stated"],)]
        assert listed.arrow("events").schema.field("source").type == pyarrow.list_(pyarrow.string())
        assert listed.polars("events").schema["source"] == polars.List(polars.String)
        assert list(listed.pandas("events")["source"].iloc[2]) == ["TRT World", "Publisher not stated"]


def test_it_says_what_it_is(data: Data) -> None:
    title = "Al Mayadin, Raqqa and Deir ez-Zor, June to October 2017, from two news articles"
    assert (data.title, data.version, data.license) == (title, "0.1.0", "CC-BY-4.0")
    assert data.citation == (f"dateline maintainers (2026): {title}. Version 0.1.0. dateline maintainers.")
    assert data.schema("events")["country"] == "Country or territory of the location."
    assert repr(data).startswith(f"<{title} 0.1.0: events (5), sources (2), claims (57), ")
    assert "<tr><td>claims</td><td>57</td><td>Claims</td></tr>" in data._repr_html_()


def test_a_citation_has_what_the_descriptor_has(release: Path) -> None:
    def change(descriptor: dict[str, object]) -> None:
        descriptor["contributors"] = [
            {"title": "A. Coder", "roles": ["creator"]},
            {"title": "An Institute", "roles": ["publisher"]},
            {"title": "A helper", "roles": ["dataCurator"]},
        ]
        descriptor["id"] = "https://doi.org/10.1234/example"
        descriptor["title"] = "Events"

    edit(release, change)
    with dateline.load(release) as loaded:
        assert loaded.citation == (
            "A. Coder (2026): Events. Version 0.1.0. An Institute. https://doi.org/10.1234/example"
        )
    edit(release, lambda one: [one.pop(key) for key in ("contributors", "id", "title", "version", "created")])
    with dateline.load(release) as loaded:
        assert loaded.citation == "dateline-al-mayadin."


def test_what_a_notebook_shows_is_text(release: Path) -> None:
    edit(release, lambda one: one.update(title="<script>alert(1)</script>"))
    with dateline.load(release) as loaded:
        shown = loaded._repr_html_()

    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown


def test_a_notebook_shows_a_table_that_cannot_be_read(release: Path, change: Change) -> None:
    change("regions", "\n", '\n"')
    with dateline.load(release) as loaded:
        assert "regions (unreadable)" in repr(loaded)


def test_after_its_end_it_says_so_and_leaves_nothing(zipped: Path, temporary: Path) -> None:
    with dateline.load(zipped) as loaded:
        events = loaded.events
        assert len(list(temporary.iterdir())) == 1
    assert list(temporary.iterdir()) == []
    for use in (lambda: loaded.events, lambda: loaded.sql("FROM events"), lambda: loaded.trace()):
        with pytest.raises(CallError, match=r"were closed\. Load them again\."):
            use()
    with pytest.raises(duckdb.ConnectionException):
        events.fetchall()
    assert "events (closed)" in repr(loaded)
    loaded.close()


def test_a_relation_outlives_the_data_that_it_came_from(zipped: Path, temporary: Path) -> None:
    events = dateline.load(zipped).events.filter("fatalities > 0")
    gc.collect()

    assert len(events.fetchall()) == 1
    assert len(list(temporary.iterdir())) == 1
    del events
    gc.collect()
    assert list(temporary.iterdir()) == []


def test_a_load_that_fails_leaves_nothing(release: Path, temporary: Path) -> None:
    (release / "data" / "events.csv").unlink()

    with pytest.raises(CallError, match=r"data/events\.csv, the file of the resource events, is not there"):
        dateline.load(release)
    assert list(temporary.iterdir()) == []


def test_threads_and_loads_do_not_disturb_each_other(release: Path, zipped: Path) -> None:
    barrier = threading.Barrier(4)

    def work(loaded: Data) -> list[tuple[int, int]]:
        barrier.wait(timeout=30)
        found = []
        for _ in range(10):
            joined = loaded.events.join(loaded.claims, "event_id_cnty = event_id")
            found.append((len(joined.fetchall()), len(loaded.pandas("evidence"))))
        return found

    with dateline.load(release) as one, dateline.load(zipped) as other, ThreadPoolExecutor(4) as pool:
        for found in pool.map(work, (one, one, other, other)):
            assert found == [(57, 50)] * 10


def test_a_wrong_cell_is_an_error_in_every_library(release: Path, change: Change) -> None:
    change("events", ",2017-10-14,2017,", ",14.10.2017,2017,")
    said = r"data/events\.csv, column event_date: '14\.10\.2017' is not a date \(YYYY-MM-DD\)\."

    with dateline.load(release) as loaded:
        for use in (loaded.arrow, loaded.pandas, loaded.polars):
            with pytest.raises(CallError, match=said):
                use("events")
        with pytest.raises(duckdb.InvalidInputException, match=said):
            loaded.events.fetchall()
        assert len(loaded.events.select("event_key").fetchall()) == 5


def test_a_file_of_another_size_is_refused(release: Path) -> None:
    with (release / "data" / "evidence.csv").open("ab") as stream:
        stream.write(b"\n")

    with pytest.raises(CallError, match=r"data/evidence\.csv has \d+ bytes; the descriptor declares \d+\."):
        dateline.load(release)


def test_a_changed_file_is_found_on_demand(release: Path) -> None:
    path = release / "data" / "events.csv"
    path.write_bytes(path.read_bytes().replace(b"35.0209", b"35.0309"))

    dateline.load(release).close()
    with pytest.raises(CallError, match=r"data/events\.csv has changed: its sha256 is "):
        dateline.load(release, verify=True)


@pytest.mark.parametrize(
    ("content", "declared", "said"),
    [
        (b"abc", "900150983cd24fb0d6963f7d28e17f72", None),
        (b"abc", "md5:900150983CD24FB0D6963F7D28E17F72", None),
        (b"abc", "sha1:a9993e364706816aba3e25717850c26c9cd0d89d", None),
        (b"abd", "sha1:a9993e364706816aba3e25717850c26c9cd0d89d", "notes.txt has changed"),
        (b"abc", "crc:1", r"of a kind that dateline does not know \(crc\)"),
        (None, "crc:1", "notes.txt, a file of the package, is not there"),
    ],
)
def test_hashes_are_those_of_the_standard(
    release: Path, content: bytes | None, declared: str, said: str | None
) -> None:
    if content is not None:
        (release / "notes.txt").write_bytes(content)
    extra = {"name": "notes", "path": "notes.txt", "hash": declared}
    edit(release, lambda one: one["resources"].append(extra))  # type: ignore[attr-defined]
    if said is None:
        dateline.load(release, verify=True).close()
        return
    with pytest.raises(CallError, match=said):
        dateline.load(release, verify=True)
    dateline.load(release).close()


def test_what_is_no_package_is_told(tmp_path: Path) -> None:
    for name, content, said in (
        ("absent", None, "A package is a folder with a datapackage.json"),
        ("notes.txt", "some words", "is not JSON"),
        ("events.csv", "a,b\n1,2\n", "is not JSON"),
    ):
        path = tmp_path / name
        if content:
            path.write_text(content)
        with pytest.raises(CallError, match=said):
            dateline.load(path)


HIDDEN = """
import sys
sys.modules.update({name: None for name in ("pandas", "numpy", "polars", "pyarrow")})
import dateline
from dateline.errors import CallError
data = dateline.load(sys.argv[1])
print(len(data.events.fetchall()), data.events.columns[:2], len(data.trace().fetchall()) > 5)
for use in (data.arrow, data.pandas, data.polars):
    try:
        use("events")
    except CallError as error:
        print(error)
"""


def test_without_extras_relations_work_and_the_others_say_what_to_install(release: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", HIDDEN, release], capture_output=True, encoding="utf-8"
    )

    assert done.stderr == ""
    assert done.stdout.splitlines() == [
        "5 ['event_id_cnty', 'event_date'] True",
        "pyarrow is not installed: pip install 'dateline[arrow]'.",
        "pyarrow is not installed: pip install 'dateline[pandas]'.",
        "pyarrow is not installed: pip install 'dateline[polars]'.",
    ]


def test_importing_dateline_loads_nothing_of_it() -> None:
    code = (
        "import sys, dateline; before = set(sys.modules); "
        "print(sorted({'duckdb', 'frictionless', 'dateline.loading'} & before), 'load' in dir(dateline), "
        "dateline.load.__module__)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8")

    assert done.stdout == "[] True dateline.loading.data\n"
