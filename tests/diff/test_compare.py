"""Two states of a dataset: what differs, whatever they hold."""

from __future__ import annotations

import io
import itertools
import json
from collections import Counter
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.diff.states import Cells, compared, package

from dateline.diff.model import Status
from dateline.errors import CallError
from dateline.render.diff import json as as_json

COLUMNS = ("id", "what", "note")
cell = st.sampled_from(["", "a", "A", " ", 'quo"ted', "two\nlines", "1:a", "’", "\N{WHITE SMILING FACE}"])
rows_of = st.dictionaries(st.sampled_from(["x", "y", "z", "x/y", "Z"]), st.tuples(cell, cell), max_size=5)
free_rows = st.lists(st.tuples(st.sampled_from(["", "x", "y"]), cell, cell), max_size=6)
numbers = itertools.count()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("states")


@pytest.fixture(scope="module")
def schema(repository: Path) -> Any:
    return json.loads((repository / "schema" / "diff.schema.json").read_text(encoding="utf-8"))


def state(folder: Path, rows: list[Cells], columns: Any = COLUMNS, **about: Any) -> Path:
    return package(folder / str(next(numbers)), {"things": (columns, rows)}, **about)


def document(diff: Any) -> Any:
    stream = io.StringIO()
    as_json.write(diff, stream, 1)
    return json.loads(stream.getvalue())


def applied(rows: list[Cells], table: Any, columns: Cells = COLUMNS) -> Counter[Cells]:
    """The old rows with what the document says of them done to them."""
    found = Counter(tuple(row) for row in rows)
    for one in table["deleted"]:
        found[tuple(one["row"].get(name, "") for name in columns)] -= 1
    for one in table["added"]:
        found[tuple(one["row"].get(name, "") for name in columns)] += 1
    for one in table["changed"]:
        ((old, new),) = {
            (before, after)
            for before in found
            if found[before] > 0 and before[0] == one["key"][0]
            for after in [_with(before, one["cells"], columns)]
            if after is not None
        }
        found[old] -= 1
        found[new] += 1
    return +found


def _with(row: Cells, cells: list[dict[str, str]], columns: Cells) -> Cells | None:
    made = dict(zip(columns, row, strict=True))
    for one in cells:
        if made[one["column"]] != one["old"]:
            return None
        made[one["column"]] = one["new"]
    return tuple(made.values())


@given(old=rows_of, new=rows_of)
@settings(max_examples=20)
@pytest.mark.slow
def test_the_differences_lead_from_one_state_to_the_other(
    folder: Path, schema: Any, old: dict[str, Cells], new: dict[str, Cells]
) -> None:
    before, after = ([(key, *cells) for key, cells in one.items()] for one in (old, new))
    paths = state(folder, before), state(folder, after[::-1])
    with compared(*paths) as diff, compared(*paths[::-1]) as back:
        found, turned = document(diff), document(back)
    jsonschema.validate(found, schema)
    (table,), (other,) = found["tables"], turned["tables"]
    assert applied(before, table) == Counter(after)
    assert table["added"] == other["deleted"]
    assert table["deleted"] == other["added"]
    assert [one["key"] for one in table["changed"]] == [
        [key] for key in sorted(old.keys() & new.keys(), key=str.encode) if old[key] != new[key]
    ]
    assert table["cells"] == dict(
        sorted(
            Counter(one["column"] for changed in table["changed"] for one in changed["cells"]).items(),
            key=lambda one: COLUMNS.index(one[0]),
        )
    )
    assert table["rows"]["unchanged"] == len(old.keys() & new.keys()) - len(table["changed"])
    assert found["differs"] == (old != new)


@given(old=free_rows, new=free_rows)
@settings(max_examples=20)
def test_rows_without_a_key_or_with_one_key_are_all_accounted_for(
    folder: Path, old: list[Cells], new: list[Cells]
) -> None:
    with compared(state(folder, old), state(folder, new)) as diff:
        table = document(diff)["tables"][0]
    rows = table["rows"]
    assert rows["old"] - rows["deleted"] + rows["added"] == rows["new"] == len(new)
    assert rows["unchanged"] >= (Counter(old) & Counter(new)).total()
    gone = Counter(tuple(one["row"].get(name, "") for name in COLUMNS) for one in table["deleted"])
    assert gone <= Counter(old) - Counter(new)
    assert all(one["key"] != [""] for one in table["changed"])


@given(rows=free_rows, key=st.sampled_from([("id",), ("id", "what"), ()]))
@settings(max_examples=10)
def test_a_state_does_not_differ_from_itself(folder: Path, rows: list[Cells], key: Cells) -> None:
    one = package(folder / str(next(numbers)), {"things": (COLUMNS, rows)}, key)
    other = package(folder / str(next(numbers)), {"things": (COLUMNS, rows[::-1])}, key)
    with compared(one, other) as diff:
        found = document(diff)
    assert (found["differs"], found["bump"], found["tables"][0]["rows"]["unchanged"]) == (
        False,
        "none",
        len(rows),
    )


def test_numbers_are_compared_as_numbers_and_all_else_as_text(folder: Path) -> None:
    columns = ["id", {"name": "n", "type": "number"}, {"name": "i", "type": "integer"}]
    old = state(folder, [("a", "35.0", "1"), ("b", "35.0", "1"), ("c", "x", "1")], columns)
    new = state(folder, [("a", "35.00", "1"), ("b", "35.01", "1"), ("c", "X", "01")], columns)
    with compared(old, new) as diff:
        (table,) = diff.tables
        assert (table.rewritten, table.cells) == (1, {"n": 2, "i": 1})
        assert [one.key for one in table.changed] == [("b",), ("c",)]
        assert table.unchanged == 1


def test_columns(folder: Path) -> None:
    old = state(folder, [("a", "1", "x")], ["id", {"name": "what", "type": "string"}, "note"])
    new = state(
        folder,
        [("a", "x", "1", "more")],
        [
            "id",
            "note",
            {"name": "what", "type": "integer", "constraints": {"minimum": 0}, "title": "W"},
            "extra",
        ],
    )
    with compared(old, new) as diff:
        (table,) = diff.tables
    columns = table.columns
    assert (columns.added, columns.removed, columns.reordered) == (("extra",), (), True)
    assert [(one.column, one.old, one.new) for one in columns.retyped] == [("what", "string", "integer")]
    assert (columns.redefined, columns.described) == (("what",), ("what",))
    assert table.changed.count == 0


def test_a_column_at_the_end_moves_none(folder: Path) -> None:
    with compared(state(folder, [], ["id"]), state(folder, [], ["id", "b"])) as diff:
        assert not diff.tables[0].columns.reordered
    with compared(state(folder, [], ["id", "b"]), state(folder, [], ["id", "a", "b"])) as diff:
        assert diff.tables[0].columns.reordered


def test_another_key_is_told_and_rows_are_paired_by_it(folder: Path) -> None:
    tables = {"things": (COLUMNS, [("a", "1", "x")])}
    old = package(folder / str(next(numbers)), tables)
    new = package(folder / str(next(numbers)), {"things": (COLUMNS, [("b", "1", "x")])}, ("what",))
    with compared(old, new) as diff:
        (table,) = diff.tables
        assert table.columns.key == (("id",), ("what",))
        assert [(one.key, one.cells[0].column) for one in table.changed] == [(("1",), "id")]


def test_tables_and_words_about_them(folder: Path) -> None:
    old = package(folder / str(next(numbers)), {"a": (["id"], [("1",)]), "b": (["id"], [])}, title="One")
    new = package(
        folder / str(next(numbers)), {"c": (["id"], [("1",), ("2",)]), "b": (["id"], [])}, title="Two"
    )
    with compared(old, new) as diff:
        assert (diff.tables_added, diff.tables_removed, diff.metadata) == ({"c": 2}, {"a": 1}, ("title",))
        assert diff.events is None


def test_cells_that_are_not_to_be_shown_are_not_even_compared(folder: Path) -> None:
    old = state(folder, [("a", "1", "secret"), ("b", "1", "hidden")])
    new = state(folder, [("a", "2", ""), ("c", "1", "words")])
    with compared(old, new, aside={"things": ("note",)}) as diff:
        found = document(diff)
    assert found["not_compared"] == {"things": ["note"]}
    assert not any(word in json.dumps(found) for word in ("secret", "hidden", "words"))
    assert found["tables"][0]["cells"] == {"what": 1}


EVENT = ("event_id_cnty", "event_key", "event_date", "location", "actor1", "fatalities", "timestamp")
IDS = ("event_key", "status", "successor_key", "reason", "decided_at")


def events(folder: Path, rows: list[Cells], ids: list[Cells] | None = None) -> Path:
    tables: dict[str, Any] = {"events": (EVENT, rows)}
    if ids is not None:
        tables["ids"] = (IDS, ids)
    return package(folder / str(next(numbers)), tables, ("event_id_cnty",))


def event(key: str, **cells: str) -> Cells:
    usual = {
        "event_date": "2017-10-14",
        "location": "Here",
        "actor1": "One",
        "fatalities": "1",
        "timestamp": "10",
    }
    made = {**usual, "event_id_cnty": f"T-{key}", "event_key": key, **cells}
    return [made[name] for name in EVENT]


def test_what_became_of_events(folder: Path) -> None:
    old = events(folder, [event(key) for key in "abcdefg"])
    ids = [
        ("a", "tombstone", "", "It never happened.", "2026-01-02"),
        ("b", "merged", "g", "Told twice.", "2026-01-03"),
        ("c", "succeeded", "d", "The day was wrong.", ""),
        ("d", "succeeded", "new", "And the place.", ""),
        ("e", "merged", "f", "Each the other.", ""),
        ("f", "merged", "e", "Each the other.", ""),
    ]
    new = events(folder, [event("g"), event("new")], [*ids, ("z", "perhaps", "", "", "")])
    with compared(old, new) as diff:
        table = diff.table("events")
        assert table and diff.events
        fates = {one.cells["event_key"]: one.fate for one in table.deleted}
        assert diff.events.fates == {Status.tombstone: 1, Status.merged: 3, Status.succeeded: 2}
    said = {key: (fate.status.value, fate.successor) for key, fate in fates.items() if fate}
    assert said == {
        "a": ("tombstone", ""),
        "b": ("merged", "T-g"),
        "c": ("succeeded", "T-new"),
        "d": ("succeeded", "T-new"),
        "e": ("merged", ""),
        "f": ("merged", ""),
    }
    assert fates["a"] and (fates["a"].reason, fates["a"].decided_at) == ("It never happened.", "2026-01-02")


def test_events_of_which_nothing_is_said_come_first(folder: Path) -> None:
    old = events(folder, [event("a"), event("b")])
    new = events(folder, [], [("a", "tombstone", "", "Because.", "")])
    with compared(old, new) as diff:
        table = diff.table("events")
        assert table and diff.events
        assert [one.key for one in table.deleted] == [("T-b",), ("T-a",)]
        assert diff.events.explains
        assert diff.events.fates == {Status.unexplained: 1, Status.tombstone: 1}
    with compared(old, events(folder, [])) as diff:
        assert diff.events
        assert (diff.events.explains, diff.events.fates) == (False, {Status.unexplained: 2})


@pytest.mark.parametrize(
    ("cells", "reused", "silent"),
    [
        ({"fatalities": "2", "timestamp": "11"}, False, False),
        ({"fatalities": "2"}, False, True),
        ({"fatalities": "2", "timestamp": "9"}, False, True),
        ({"fatalities": "2", "timestamp": ""}, False, False),
        ({"event_key": "other", "timestamp": "11"}, True, False),
        ({"event_date": "2017-10-15", "location": "There"}, False, True),
        ({"event_date": "2017-10-15", "location": "There", "actor1": "Two"}, True, False),
        ({"event_key": "", "event_date": "2017-10-15", "location": "There", "actor1": "Two"}, True, False),
    ],
)
def test_meaning_and_timestamps(folder: Path, cells: dict[str, str], reused: bool, silent: bool) -> None:
    with compared(events(folder, [event("a")]), events(folder, [event("a", **cells)])) as diff:
        assert diff.events
        assert (diff.events.reused, diff.events.silent) == (int(reused), int(silent))


def test_deaths_and_coverage(folder: Path) -> None:
    columns = ("event_id_cnty", "event_date", "country", "sub_event_type", "source", "fatalities")
    old = [
        ("1", "2017-01-02", "Syria", "Armed clash", "A; B", "5"),
        ("2", "2017-01-03", "Iraq", "Armed clash", "B", "some"),
        ("3", "2017-01-04", "", "Attack", "B", "1"),
    ]
    new = [
        ("1", "2017-01-01", "Syria", "Armed clash", "A; C", "9"),
        ("2", "2017-01-03", "Lebanon", "Armed clash", "A", "2"),
        ("3", "2017-01-04", "", "Attack", "A", "1"),
    ]
    paths = [
        package(folder / str(next(numbers)), {"events": (columns, one)}, ("event_id_cnty",))
        for one in (old, new)
    ]
    with compared(*paths) as diff:
        found = diff.events
        assert found
        assert (found.deaths.old, found.deaths.new, found.uncounted) == (6, 12, (1, 0))
        assert [(one.group, one.old, one.new) for one in found.deaths_by_country] == [
            ("Syria", 5, 9),
            ("Lebanon", 0, 2),
        ]
        assert [(one.group, one.new - one.old) for one in found.deaths_by_type] == [("Armed clash", 6)]
        assert found.period == (("2017-01-02", "2017-01-04"), ("2017-01-01", "2017-01-04"))
        told = {
            one.kind: ([named.name for named in one.added], [named.name for named in one.gone])
            for one in found.coverage
        }
        assert told == {
            "countries": (["Lebanon"], ["Iraq"]),
            "event types": ([], []),
            "sources": (["C"], ["B"]),
        }


def test_a_column_that_one_state_lacks_covers_nothing_there(folder: Path) -> None:
    old = package(folder / str(next(numbers)), {"events": (("event_id_cnty",), [("1",)])}, ("event_id_cnty",))
    new = package(
        folder / str(next(numbers)),
        {"events": (("event_id_cnty", "country"), [("1", "Syria")])},
        ("event_id_cnty",),
    )
    with compared(old, new) as diff:
        assert diff.events
        assert [(one.kind, one.old, one.new) for one in diff.events.coverage] == [("countries", 0, 1)]


def test_what_cannot_be_compared(folder: Path, tmp_path: Path) -> None:
    one = state(folder, [])
    lone = tmp_path / "events.csv"
    lone.write_text("event_id_cnty,event_date\n", encoding="utf-8")
    for old, new, said in (
        (one, one, "are the same"),
        (one, tmp_path / "none", "is not there"),
        (one, tmp_path, "datapackage.json"),
    ):
        with pytest.raises(CallError, match=said), compared(old, new):
            pass


def test_a_table_that_cannot_be_read_is_named(folder: Path) -> None:
    old, new = state(folder, [("a", "b", "c")]), state(folder, [("a", "b", "d")])
    (new / "things.csv").write_text('id,what,note\na,"b,c\n', encoding="utf-8")
    with pytest.raises(CallError, match=r"things\.csv.*dateline validate"), compared(old, new):
        pass


def test_memory_that_does_not_suffice_is_told(folder: Path) -> None:
    old, new = (state(folder, [(str(number), one, "c") for number in range(30_000)]) for one in "ab")
    with pytest.raises(CallError, match="--memory"), compared(old, new, memory="2MB"):
        pass
