"""A package as typed relations: what a cell is, what is refused, and in which words."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dateline import package
from dateline.errors import CallError

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
Field = dict[str, Any]
Make = Callable[..., Path]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Write a package of one table, and return its folder."""

    def written(
        content: str | bytes,
        fields: Sequence[Field],
        path: str = "table.csv",
        schema: Field | None = None,
        **resource: Any,
    ) -> Path:
        root = tmp_path / "package"
        root.mkdir(exist_ok=True)
        data = content.encode() if isinstance(content, str) else content
        (root / path).write_bytes(data)
        table = {"name": "t", "path": path, "schema": {"fields": list(fields), **(schema or {})}, **resource}
        (root / "datapackage.json").write_text(
            json.dumps({"$schema": PROFILE, "name": "p", "resources": [table]})
        )
        return root

    return written


def rows(root: Path, tmp_path: Path, **options: Any) -> list[tuple[Any, ...]]:
    """The rows of the one table of a package."""
    opened = package.opened(root, tmp_path)
    with package.connect(opened, **options) as connection, package.readable(opened):
        return connection.sql("FROM t").fetchall()


def refused(root: Path, tmp_path: Path) -> str:
    """What is said of a package that cannot be opened."""
    with pytest.raises(CallError) as caught:
        package.opened(root, tmp_path)
    return str(caught.value)


KINDS = ("integer", "number", "boolean", "date", "year", "time", "datetime", "string")


def test_cells_have_the_types_of_their_schema(make: Make, tmp_path: Path) -> None:
    fields = [{"name": kind, "type": kind} for kind in KINDS]
    full = "007,2.50,TRUE,2017-10-14,2017,12:30:00,2017-10-14T12:30:00,007\n"
    root = make(f"{','.join(KINDS)}\n{full},,,,,,,\n", fields)

    values, empty = rows(root, tmp_path)

    day = datetime(2017, 10, 14, 12, 30)
    assert values == (7, 2.5, True, date(2017, 10, 14), 2017, time(12, 30), day, "007")
    assert empty == (None,) * len(KINDS)


@pytest.mark.parametrize(
    ("kind", "cell", "said"),
    [
        ("integer", "2.5", "'2.5' is not a whole number"),
        ("integer", "1_000", "'1_000' is not a whole number"),
        ("integer", "99999999999999999999", "'99999999999999999999' is not a whole number"),
        ("number", "2,5", "'2,5' is not a number"),
        ("number", "twelve", "'twelve' is not a number"),
        ("boolean", "yes", "'yes' is not true or false"),
        ("date", "2017-10", "'2017-10' is not a date (YYYY-MM-DD)"),
        ("date", "epoch", "'epoch' is not a date (YYYY-MM-DD)"),
        ("date", "2017-02-29", "'2017-02-29' is not a date (YYYY-MM-DD)"),
        ("time", "noon", "'noon' is not a time (hh:mm:ss)"),
        ("datetime", "today", "'today' is not a day and time (YYYY-MM-DDThh:mm:ss)"),
    ],
)
def test_a_cell_of_another_type_is_named_with_file_column_and_value(
    make: Make, tmp_path: Path, kind: str, cell: str, said: str
) -> None:
    root = make(f'a,b\n"{cell}",x\n', [{"name": "a", "type": kind}, {"name": "b"}])

    with pytest.raises(CallError) as caught:
        rows(root, tmp_path)

    assert str(caught.value) == f"table.csv, column a: {said}. `dateline validate` lists all that is wrong."


def test_a_wrong_cell_that_nobody_asks_for_is_no_error(make: Make, tmp_path: Path) -> None:
    root = make("a,b\nx,1\n", [{"name": "a", "type": "integer"}, {"name": "b", "type": "integer"}])
    opened = package.opened(root, tmp_path)

    with package.connect(opened) as connection:
        assert connection.sql("SELECT b FROM t").fetchall() == [(1,)]


def test_errors_of_a_query_stay_those_of_the_engine(make: Make, tmp_path: Path) -> None:
    root = make("a\n1\n", [{"name": "a", "type": "integer"}])
    opened = package.opened(root, tmp_path)

    with (
        package.connect(opened) as connection,
        pytest.raises(duckdb.ConversionException),
        package.readable(opened),
    ):
        connection.sql("SELECT CAST('x' AS INTEGER) FROM t").fetchall()


@pytest.mark.parametrize(
    ("schema", "field"),
    [
        ({"missingValues": ["", "NA", "-99"]}, {}),
        (
            {"missingValues": [{"value": "NA", "label": "not asked"}, {"value": "-99", "label": "unknown"}]},
            {},
        ),
        ({"missingValues": [""]}, {"missingValues": ["NA", "-99"]}),
    ],
)
def test_missing_values_are_null_in_every_type(
    make: Make, tmp_path: Path, schema: Field, field: Field
) -> None:
    fields = [{"name": "a", "type": "integer", **field}, {"name": "b", "type": "string", **field}]
    root = make("a,b\nNA,NA\n-99,-99\n,\n3,x\n", fields, schema=schema)

    assert rows(root, tmp_path) == [(None, None)] * 3 + [(3, "x")]


def test_values_of_truth_are_those_that_the_field_names(make: Make, tmp_path: Path) -> None:
    field = {"name": "a", "type": "boolean", "trueValues": ["ja"], "falseValues": ["nein"]}

    assert rows(make("a\nja\nnein\n", [field]), tmp_path) == [(True,), (False,)]


@pytest.mark.parametrize(
    "field",
    [{"type": "date", "format": "%d.%m.%Y"}, {"type": "number", "decimalChar": ","}, {"type": "geopoint"}],
)
def test_a_form_that_is_not_judged_stays_text(make: Make, tmp_path: Path, field: Field) -> None:
    assert rows(make('a\n"14,5.2017"\n', [{"name": "a", **field}]), tmp_path) == [("14,5.2017",)]


def test_lists_are_told_by_their_pattern(make: Make, tmp_path: Path) -> None:
    fields = [
        {"name": "a", "type": "string", "constraints": {"pattern": "^[^;]+(; [^;]+)*$"}},
        {"name": "b", "type": "string", "constraints": {"pattern": "^.*$"}},
    ]
    root = make("a,b\nx; y,x; y\n,\n", fields)

    assert rows(root, tmp_path) == [("x; y", "x; y"), (None, None)]
    assert rows(root, tmp_path, lists=True) == [(["x", "y"], "x; y"), (None, None)]


@pytest.mark.parametrize("mark", ["=", "+", "-", "@", "\t", "\r"])
def test_the_apostrophe_before_a_formula_is_taken_off_once(make: Make, tmp_path: Path, mark: str) -> None:
    plain = [f"{mark}1", f"'{mark}1", f"''{mark}1", "'tis", "x=1", "'"]
    written = [f"'{mark}1", f"''{mark}1", f"'''{mark}1", "'tis", "x=1", "'"]
    content = "a,b\n" + "".join(f'"{cell}","{cell}"\n' for cell in written)
    root = make(content, [{"name": "a"}, {"name": "b"}], **{"dateline:escaped": ["a"]})

    assert rows(root, tmp_path) == list(zip(plain, written, strict=True))


def test_gzip_and_parquet_are_read_like_csv(make: Make, tmp_path: Path) -> None:
    fields = [
        {"name": "day", "type": "date"},
        {"name": "n", "type": "integer"},
        {"name": "x", "type": "number"},
        {"name": "b", "type": "boolean"},
        {"name": "s", "type": "string"},
    ]
    content = "day,n,x,b,s\n2017-10-14,3,0.1,true,ä\n,,,,\n"
    expected = [(date(2017, 10, 14), 3, 0.1, True, "ä"), (None,) * 5]
    packed = make(gzip.compress(content.encode()), fields, "table.csv.gz")
    assert rows(packed, tmp_path) == expected

    target = tmp_path / "table.parquet"
    duckdb.sql(
        "SELECT DATE '2017-10-14' AS day, 3 AS n, 0.1::DOUBLE AS x, true AS b, 'ä' AS s "
        "UNION ALL SELECT NULL, NULL, NULL, NULL, NULL"
    ).write_parquet(str(target))
    assert rows(make(target.read_bytes(), fields, "table.parquet"), tmp_path) == expected


def test_columns_come_in_the_order_of_the_schema_and_others_are_left(make: Make, tmp_path: Path) -> None:
    root = make("b,other,a\n1,2,3\n", [{"name": "a"}, {"name": "b"}])

    assert rows(root, tmp_path) == [("3", "1")]
    assert package.opened(root, tmp_path).tables["t"].columns == ["a", "b"]


def test_a_damaged_record_is_named_with_its_file(make: Make, tmp_path: Path) -> None:
    root = make("a,b\n1,2\n1\n", [{"name": "a"}, {"name": "b"}])

    with pytest.raises(CallError) as caught:
        rows(root, tmp_path)

    said = "table.csv cannot be read: CSV Error on Line: 3. `dateline validate` lists all that is wrong."
    assert str(caught.value) == said


def test_a_package_that_is_none_is_refused(tmp_path: Path) -> None:
    assert "A package is a folder with a datapackage.json" in refused(tmp_path, tmp_path)
    file = tmp_path / "datapackage.json"
    for content, said in (
        ("{", "is not JSON"),
        ("[]", 'no list of "resources"'),
        ('{"resources": {}}', 'no list of "resources"'),
        ('{"resources": [1]}', "not a data package"),
        ('{"resources": [{"path": "a.csv"}]}', "not a data package"),
        ("[" * 100_000, "is not JSON"),
    ):
        file.write_text(content)
        assert said in refused(file, tmp_path), content


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"path": "../table.csv"}, 'path "../table.csv" is not safe'),
        ({"path": "/etc/passwd"}, 'path "/etc/passwd" is not safe'),
        ({"path": "absent.csv"}, "absent.csv, the file of the resource t, is not there"),
        ({"path": ["table.csv", "other.csv"]}, "must be one file"),
        ({"schema": "../schema.json"}, 'path "../schema.json" is not safe'),
        ({"schema": "absent.json"}, "cannot be read"),
        ({"schema": {"fields": [{"name": "a"}, {"name": "c"}]}}, "table.csv has no column c"),
        ({"schema": {"fields": [{"name": "a"}, {"name": "A"}]}}, "two fields of one name"),
        ({"schema": {"fields": []}}, "has no fields"),
        ({"dialect": {"header": False}}, "header False"),
    ],
)
def test_what_a_resource_may_not_say(make: Make, tmp_path: Path, changes: Field, said: str) -> None:
    root = make("a,b\n1,2\n", [{"name": "a"}])
    file = root / "datapackage.json"
    descriptor = json.loads(file.read_text())
    descriptor["resources"][0] |= changes
    file.write_text(json.dumps(descriptor))

    assert said in refused(root, tmp_path)


def test_two_resources_of_one_name_are_refused(make: Make, tmp_path: Path) -> None:
    root = make("a\n1\n", [{"name": "a"}])
    file = root / "datapackage.json"
    descriptor = json.loads(file.read_text())
    descriptor["resources"].append(descriptor["resources"][0])
    file.write_text(json.dumps(descriptor))

    assert "names of the resources are not unique" in refused(root, tmp_path)


def test_a_link_out_of_the_package_is_refused(make: Make, tmp_path: Path) -> None:
    root = make("a\n1\n", [{"name": "a"}])
    (tmp_path / "secret.csv").write_text("a\n2\n")
    (root / "table.csv").unlink()
    (root / "table.csv").symlink_to(tmp_path / "secret.csv")

    assert "leaves the package's folder" in refused(root, tmp_path)
