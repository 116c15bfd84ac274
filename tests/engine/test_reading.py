"""What is read of files of every kind, sound and damaged: each record judged or reported, at its own line."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import random
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline import rules
from dateline.engine import bytes as byte_pass
from dateline.engine import judge, table_file
from dateline.engine.judge import Input, Options
from dateline.errors import CallError
from dateline.findings import Cell

Judge = Callable[..., Any]

SOUND = b"a,b\n1,x\n2,y\n"


# -- files that are sound


@pytest.mark.parametrize(
    "content",
    [
        SOUND,
        b"\xef\xbb\xbf" + SOUND,
        SOUND.replace(b"\n", b"\r\n"),
        SOUND.replace(b"\n", b"\r"),
        SOUND.rstrip(b"\n"),
        b'"a","b"\n"1","x"\n"2","y"\n',
        b'a,b\n1,"x\nx"\n2,"y\r\ny"\n',
        b"a,b\n1,x\r\n2,y\n",
        b"a,b\r\n1,x\n2,y\r\n",
    ],
    ids=["lf", "bom", "crlf", "cr", "no end", "quoted", "line breaks", "one crlf", "one lf"],
)
def test_line_ends_and_quotation_marks_do_not_matter(judged: Judge, content: bytes) -> None:
    result = judged(content)
    assert result.found == []
    assert result.books == (2, 2, 0)


@pytest.mark.parametrize("ends", [b"\n", b"\r\n", b"\r"])
def test_a_line_is_counted_however_it_ends(judged: Judge, ends: bytes) -> None:
    result = judged(b"a,b\n1,x\nz,y\n".replace(b"\n", ends))
    assert result.found == [("type", 2, 3, "a", "z")]


def test_line_breaks_in_any_column_move_the_lines_below(judged: Judge) -> None:
    result = judged('a,b\n1,"x\ny\nz"\nq,2\n"3\n",w\nq,5\n')
    assert result.found == [("type", 2, 5, "a", "q"), ("type", 3, 6, "a", "3\n"), ("type", 4, 8, "a", "q")]


def test_notes_with_line_breaks_are_read_at_once(judged: Judge, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dateline.engine.damage.separate", None)
    result = judged('notes,a\n"x\ny ""z""",1\nw,q\n', "notes a:integer")
    assert result.found == [("type", 2, 4, "a", "q")]


def test_other_delimiters_and_quotation_marks(judged: Judge) -> None:
    assert judged("a\tb\n1\tx,y\nq\t2\n", name="t.tsv").found == [("type", 2, 3, "a", "q")]
    dialect = {"delimiter": ";", "quoteChar": "'"}
    assert judged("a;b\n1;'x;''y'\nq;\"2\n", dialect=dialect).found == [("type", 2, 3, "a", "q")]
    assert judged("a§b\n1§x\nq§2\n", dialect={"csv": {"delimiter": "§"}}).found == [("type", 2, 3, "a", "q")]


@pytest.mark.parametrize(
    "dialect",
    [{"delimiter": ";;"}, {"delimiter": "\n"}, {"quoteChar": ""}, {"quoteChar": ","}, {"header": False},
     {"escapeChar": "\\"}, {"doubleQuote": False}, {"skipInitialSpace": True}, "dialect.json"],
)  # fmt: skip
def test_a_dialect_that_is_not_read_is_refused(judged: Judge, dialect: object) -> None:
    with pytest.raises(CallError, match=r"t\.csv"):
        judged(SOUND, dialect=dialect)


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "cp037", "utf-16", "utf-16-le", "utf-7", "UTF-8"])
def test_declared_encodings(judged: Judge, encoding: str) -> None:
    result = judged("a,b\n1,é\né,x\n".encode(encoding), encoding=encoding)
    assert result.found == [("type", 2, 3, "a", "é")]


def test_an_encoding_whose_bytes_are_all_ascii(judged: Judge) -> None:
    content = "a,b\n日,x\n".encode("iso2022_jp")
    assert judged(content, encoding="iso2022_jp").found == [("type", 1, 2, "a", "日")]


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16", "iso2022_jp"])
def test_a_file_that_is_utf8_after_all_is_read_as_that(judged: Judge, encoding: str) -> None:
    assert judged("a,b\né,x\n", encoding=encoding).found == [("type", 1, 2, "a", "é")]


def test_bytes_that_a_declared_encoding_lacks(judged: Judge) -> None:
    result = judged(b"a,b\n1,\xe9\n2,\x81\nq,x\n", encoding="cp1252")
    assert result.places == [("encoding", 2, 3), ("type", 3, 4)]
    assert result.books == (3, 2, 1)


def test_an_encoding_that_there_is_not(judged: Judge) -> None:
    for encoding in ("latin-99", "base64"):
        with pytest.raises(CallError, match="no encoding"):
            judged(SOUND, encoding=encoding)


@pytest.mark.parametrize(
    ("name", "text", "row", "line"),
    [
        ("t.csv.gz", 'a,b\n1,"x\ny"\nq,2\n', 2, 4),
        ("t.tsv.gz", 'a\tb\n1\t"x\ny"\nq\t2\n', 2, 4),
        ("t.jsonl.gz", '{"a": 1, "b": "x"}\n\n{"a": "q", "b": "y"}\n', 3, 3),
    ],
)
def test_lines_of_packed_files_are_those_of_their_text(
    judged: Judge, name: str, text: str, row: int, line: int
) -> None:
    packed = gzip.compress(text.encode())
    result = judged(packed, name=name)
    assert result.of("type") == [("type", row, line, "a", "q")]
    (book,) = result.judgement.books
    assert (book.sha256, book.size) == (hashlib.sha256(packed).hexdigest(), len(packed))


def test_json_lines(judged: Judge) -> None:
    lines = [
        '{"b": "x", "a": 1}',
        '{"a": 1.50, "b": {"k": [1, "é", null]}}',
        "",
        '{"a": null}',
        "[1]",
        '{"a": 1, "a": 2}',
        '{"a": 1',
        '{"a": "\\ud800"}',
        '{"a": "q\\u0000"}',
        '{"a": 1, "b": true}',
    ]
    result = judged("\n".join(lines), "a:integer b", name="t.jsonl")
    assert result.places == [
        ("type", 2, 2),
        ("blank_row", 3, 3),
        ("blank_row", 4, 4),
        ("unreadable", 5, 5),
        ("unreadable", 6, 6),
        ("unreadable", 7, 7),
        ("unreadable", 8, 8),
        ("unreadable", 9, 9),
    ]
    assert result.found[0].value == "1.50"
    assert result.books == (10, 5, 5)


def test_what_is_wrong_with_a_line_of_json_is_said(judged: Judge) -> None:
    lines = ['{"a": 1, "b": "x"}', '{"a": 1', '{"a": 1, "a": 2}', "[1]", '{"a": "\0"}', '{"\\ud800": 1}']
    lines.append('{"a": ' + "[" * 100_000 + "]" * 100_000 + "}")
    result = judged("\n".join(lines), name="t.jsonl")
    parts = ["not JSON from character 8 on", "'a' stands in it twice", "not a JSON object", "NUL byte"]
    parts += ["half of a character", "nested too deeply"]
    messages = [one.message for one in result.judgement.findings]
    assert [part in message for part, message in zip(parts, messages, strict=True)] == [True] * 6
    assert result.books == (7, 1, 6)


@pytest.mark.parametrize("number", ["9" * 5000, "1e999", "NaN", "-0.0"])
def test_a_number_is_a_cell_however_long_it_is(judged: Judge, number: str) -> None:
    result = judged(f'{{"a": 1}}\n{{"b": {number}, "a": "q"}}\n', "a:integer b", name="t.jsonl")
    assert result.found == [("type", 2, 2, "a", "q")]


def test_json_lines_that_end_with_cr_cr_lf(judged: Judge) -> None:
    assert judged('{"a": 1, "b": "x"}\r\r\n{"a": "q"}\r\r\n', name="t.jsonl").places == [("type", 2, 2)]


def test_a_nul_in_parquet_is_a_letter(judged: Judge, tmp_path: Path) -> None:
    content = write_parquet(tmp_path / "made.parquet", "SELECT 'x' || chr(0) AS a, 'x' AS b")
    assert judged(content, name="t.parquet").found == [("type", 1, None, "a", "x\0")]


def test_json_lines_with_a_byte_order_mark_and_crlf(judged: Judge) -> None:
    result = judged('\ufeff{"a": 1, "b": "x"}\r\n{"a": "q"}\r\n', name="t.jsonl")
    assert (result.found, result.books) == ([("type", 2, 2, "a", "q")], (2, 2, 0))


def test_nested_json_is_shown_as_it_is(judged: Judge) -> None:
    result = judged('{"a": {"k": [1.50, "é"]}}\n', "a:integer", name="t.jsonl")
    assert result.found == [("type", 1, 1, "a", '{"k": [1.5, "é"]}')]


def test_a_key_that_comes_late_is_a_column(judged: Judge) -> None:
    text = '{"a": 1}\n' * 2000 + '{"a": 1, "z": 2}\n'
    result = judged(text, "a:integer", name="t.jsonl")
    assert result.found == [("header", None, 1, "z", "z")]


@pytest.mark.parametrize("content", ["[1]\n[2]\n", "x\n", '"a"\n'])
def test_a_file_without_a_json_object(judged: Judge, content: str) -> None:
    assert judged(content, name="t.jsonl").places == [("unreadable", None, None)]


def test_parquet(judged: Judge, tmp_path: Path) -> None:
    path = tmp_path / "made.parquet"
    values = "(1.0, DATE '2023-01-02', TIMESTAMP '2023-01-02 00:00:00', 'x'), (NULL, NULL, NULL, NULL), "
    values += "(2.5, DATE '2023-01-02', TIMESTAMP '2023-01-02 10:00:00', '')"
    duckdb.execute(f"COPY (SELECT * FROM (VALUES {values}) t(a, b, c, d)) TO '{path}' (FORMAT parquet)")
    result = judged(path.read_bytes(), "a:integer b:date c:date d", name="t.parquet")
    assert result.found == [
        ("blank_row", 2, None, None, ""),
        ("type", 3, None, "a", "2.5"),
        ("type", 3, None, "c", "2023-01-02 10:00:00"),
    ]
    assert result.books == (3, 3, 0)


def test_a_sound_parquet_file(judged: Judge, tmp_path: Path) -> None:
    path = tmp_path / "made.parquet"
    duckdb.execute(f"COPY (SELECT 1 AS a, 'x' AS b) TO '{path}' (FORMAT parquet)")
    assert judged(path.read_bytes(), name="t.parquet").found == []


ROW = st.tuples(
    st.sampled_from(["", "1", "q", " 2", "01"]), st.text("ab,;\t\"'\n\ré😀 \u2028\x0b", max_size=5)
)


@given(rows=st.lists(ROW, min_size=1, max_size=5))
@settings(max_examples=8)
@pytest.mark.slow
def test_a_table_is_the_same_in_every_format(
    rows: list[tuple[str, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("formats")
    files: dict[str, bytes] = {}
    for name, delimiter in (("t.csv", ","), ("t.tsv", "\t")):
        stream = io.StringIO()
        writer = csv.writer(stream, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\n")
        writer.writerows([("a", "b"), *rows])
        files[name] = stream.getvalue().encode()
    files["t.jsonl"] = "".join(json.dumps({"a": a, "b": b}) + "\n" for a, b in rows).encode()
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE t (a VARCHAR, b VARCHAR)")
        connection.executemany("INSERT INTO t VALUES (?, ?)", rows)
        connection.execute(f"COPY t TO '{folder / 'made'}' (FORMAT parquet)")
    files["t.parquet"] = (folder / "made").read_bytes()
    files |= {f"{name}.gz": gzip.compress(content) for name, content in files.items()}
    schema = {
        "fields": [
            {"name": "a", "type": "integer", "constraints": {"required": True}},
            {"name": "b", "type": "string", "constraints": {"maxLength": 1}},
        ]
    }
    found = {}
    for name, content in files.items():
        path = folder / name
        path.write_bytes(content)
        input_ = Input("t", table_file.opened(path, "t", folder), schema, exact=True)
        judgement = judge.judge([input_], (), Options(date(2026, 1, 1)))
        cells = [(one.rule, one.value, one.place) for one in judgement.findings]
        found[name] = [
            (rule, value, cell.row, cell.column) for rule, value, cell in cells if isinstance(cell, Cell)
        ]
        assert judgement.books[0].records == judgement.books[0].judged == len(rows)
    assert found == dict.fromkeys(files, found["t.csv"])


def write_parquet(path: Path, sql: str) -> bytes:
    """What a query gives, as a Parquet file."""
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute(f"COPY ({sql}) TO '{path}' (FORMAT parquet)")
    return path.read_bytes()


def test_times_with_a_zone_are_those_of_utc_wherever_the_machine_stands(
    judged: Judge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Asia/Beirut")
    values = "('2023-01-02 00:00:00+00'::TIMESTAMPTZ), ('2023-01-02 10:00:00+00'::TIMESTAMPTZ)"
    content = write_parquet(tmp_path / "made.parquet", f"SELECT * FROM (VALUES {values}) t(a)")
    assert judged(content, "a:date", name="t.parquet").found == [
        ("type", 2, None, "a", "2023-01-02 10:00:00")
    ]


def test_a_folder_that_looks_like_a_column_is_none(judged: Judge, tmp_path: Path) -> None:
    for folder in ("a=2023", "c0=2023"):
        (tmp_path / folder).mkdir()
        content = write_parquet(tmp_path / "made.parquet", "SELECT 'q' AS a, 'x' AS b")
        assert judged(content, name=f"{folder}/t.parquet").of("type") == [("type", 1, None, "a", "q")]
        assert judged("a,b\nq,x\n", name=f"{folder}/t.csv").of("type") == [("type", 1, 2, "a", "q")]


def test_a_parquet_file_with_damage_inside(judged: Judge, tmp_path: Path) -> None:
    sql = "SELECT i AS a, 'n' || i * 7 AS b FROM range(5000) t(i)"
    content = write_parquet(tmp_path / "made.parquet", sql)
    result = judged(content[:500] + bytes(1000) + content[1500:], name="t.parquet")
    assert result.places == [("unreadable", None, None)]
    assert result.books == (0, 0, 0)
    (finding,) = result.judgement.findings
    assert "t.parquet" in finding.message
    assert str(tmp_path) not in finding.message


def test_a_packed_parquet_file(judged: Judge, tmp_path: Path) -> None:
    content = write_parquet(tmp_path / "made.parquet", "SELECT 'q' AS a, 'x' AS b")
    assert judged(gzip.compress(content), name="t.parquet.gz").found == [("type", 1, None, "a", "q")]
    (finding,) = judged(gzip.compress(b"x", mtime=0), name="t.parquet.gz").judgement.findings
    assert "'t.parquet.gz'" in finding.message


def test_a_name_that_is_not_utf8(judged: Judge) -> None:
    with pytest.raises(CallError, match=r"\\udcff\.csv is not UTF-8"):
        judged(SOUND, name="\udcff.csv")


@pytest.mark.parametrize("name", ["~/t.csv", "file:t.csv", "s3:/t.csv", "-.csv"])
def test_a_relative_path_is_a_path(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_bytes(b"a\nq\n")
    monkeypatch.chdir(tmp_path)
    file = table_file.opened(Path(name), name, tmp_path)
    schema = {"fields": [{"name": "a", "type": "integer"}]}
    found = judge.judge([Input("t", file, schema, exact=True)], (), Options(date(2026, 1, 1)))
    assert [one.value for one in found.findings] == ["q"]


@pytest.mark.parametrize(
    "name",
    [
        "t.csv.zst",
        "t.zst",
        "t.xz",
        "a\\b.csv",
        "ev[1].csv",
        "ev*.csv",
        "it's.csv",
        'a"b.csv',
        "a b.csv",
        "a\nb.csv",
        "é.csv",
        "EV.CSV",
        "{a,b}.csv",
    ],
)
def test_names_of_files_are_names(judged: Judge, name: str, tmp_path: Path) -> None:
    (tmp_path / "ev1.csv").write_text("a,b\nz,z\n")
    result = judged("a,b\n1,x\nq,y\n", name=name)
    assert result.found == [("type", 2, 3, "a", "q")]


def test_copies_of_equal_names_do_not_meet(tmp_path: Path) -> None:
    inputs = []
    for folder, cell in (("one", b"q"), ("two", b"w")):
        (tmp_path / folder).mkdir()
        path = tmp_path / folder / "t.csv.gz"
        path.write_bytes(gzip.compress(b"a\n" + cell + b"\n"))
        file = table_file.opened(path, f"{folder}/t.csv.gz", tmp_path)
        inputs.append(Input(folder, file, {"fields": [{"name": "a", "type": "integer"}]}, exact=True))
    found = judge.judge(inputs, (), Options(date(2026, 1, 1)))
    assert [one.value for one in found.findings] == ["q", "w"]


# -- headers


def test_a_header_only(judged: Judge) -> None:
    for content in ("a,b\n", "a,b", "\ufeffa,b\r\n"):
        assert (judged(content).found, judged(content).books) == ([], (0, 0, 0))


@pytest.mark.parametrize(
    "content", ["", "\ufeff", "\n\n\n", "\r\n", ",\n1,x\n", '"",""\n', "\r", gzip.compress(b"", mtime=0)]
)
def test_a_header_that_is_absent(judged: Judge, content: str | bytes) -> None:
    packed = isinstance(content, bytes)
    for schema in ("a:integer b", {"fields": []}):
        result = judged(content, schema, name="t.csv.gz" if packed else "t.csv")
        told = [one.kind for one in result.found]
        assert told == (["unreadable"] if content == "" else ["header"])
        assert result.books == (n := result.books[0], 0, n)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("a,b,b\n1,x,y\n", [("b", "")]),
        ("a,b,\n1,x,y\n", [("", "")]),
        ("a,b,c\n1,x,y\n", [("c", "")]),
        ("a\n1\n", [("", "b")]),
        ("b,a\n1,x\n", [("", "a"), ("a", "")]),
        ("a,B\n1,x\n", [("B", "b")]),
        ("z,a,b\nx,1,y\n", [("z", "")]),
        ("\na,b\n1,x\n", [("", "")]),
        ('a,"b\nc"\n1,x\n', [("b\nc", "b c")]),
    ],
)
def test_a_header_that_is_not_the_one_of_the_schema(
    judged: Judge, content: str, expected: list[tuple[str, str]]
) -> None:
    result = judged(content)
    told = result.of("header")
    assert [one.value for one in told] == [value for value, _ in expected]
    assert {one.line for one in told} == {1}
    messages = [one.message for one in result.judgement.findings if one.name == "header-mismatch"]
    assert all(
        f"`{name}`" in message if name else "`" not in message
        for (_, name), message in zip(expected, messages, strict=True)
    )
    assert not any("“”" in message for message in messages)


def test_records_below_a_header_that_cannot_be_told_apart_are_counted(judged: Judge) -> None:
    assert judged('a,b,a\n1,"x\ny",2\n3,w,4\n').books == (2, 0, 2)
    assert judged("\n1,x\n2,y\n").books == (2, 0, 2)


def test_records_below_a_name_with_a_line_break_are_judged(judged: Judge) -> None:
    result = judged('a,"b\r\nc"\n1,x\nq,y\n')
    assert result.of("type") == [("type", 2, 4, "a", "q")]
    assert result.books == (2, 2, 0)


def test_a_foreign_file_may_have_other_columns_but_none_twice(judged: Judge) -> None:
    result = judged("z,A,b,,z\n1,q,x,,\n", exact=False)
    told = [(one.kind, one.value) for one in result.found]
    assert told == [("header", "z")]


@pytest.mark.parametrize(
    ("names", "told"),
    [("x X", "x and X"), ("x x_text", "x and x_text"), ("x_HASH x", "x_HASH and x"), ("~bytes x", "~bytes")],
)
def test_columns_that_cannot_be_told_apart_are_refused(judged: Judge, names: str, told: str) -> None:
    with pytest.raises(CallError, match=rf"{told} of t "):
        judged(names.replace(" ", ",") + "\n1,2\n", names)


@pytest.mark.parametrize("names", ["c1 c0", "m0 m1", "row rowid", "as_of others", "a\";-- '", "x x_texts"])
def test_columns_may_have_any_other_name(judged: Judge, names: str) -> None:
    one, other = names.split(" ")
    header = ",".join('"' + name.replace('"', '""') + '"' for name in (one, other))
    fields = [{"name": name, "type": "integer", "constraints": {"unique": True}} for name in (one, other)]
    result = judged(header + "\n1,2\n1,q\n3,2\n", {"fields": fields, "primaryKey": [one, other]})
    assert [(kind, row, column) for kind, row, _, column, _ in result.found] == [
        ("type", 2, other),
        ("unique", 2, one),
        ("unique", 3, other),
    ]


# -- damage


@pytest.mark.parametrize(
    ("content", "places"),
    [
        (b"a,b\n1\nq,x\n", [("short_row", 1, 2), ("type", 2, 3)]),
        (b"a,b\n1,2,3\nq,x\n", [("long_row", 1, 2), ("type", 2, 3)]),
        (b"a,b\n1,x,\nq,x\n", [("long_row", 1, 2), ("type", 2, 3)]),
        (b"a,b\n1,,\nq,x\n", [("long_row", 1, 2), ("type", 2, 3)]),
        (b"a,b\n1,x\n\nq,x\n", [("blank_row", 2, 3), ("type", 3, 4)]),
        (b"a,b\n\n\nq,x\n", [("blank_row", 1, 2), ("blank_row", 2, 3), ("type", 3, 4)]),
        (b"a,b\nq,x\n\n\n", [("type", 1, 2), ("blank_row", 2, 3), ("blank_row", 3, 4)]),
        (b"a,b\n,\n,,,\nq,x\n", [("blank_row", 1, 2), ("blank_row", 2, 3), ("type", 3, 4)]),
        (b'a,b\n1,"x"y\nq,x\n', [("unreadable", 1, 2), ("type", 2, 3)]),
        (b'a,b\n1,"x" \nq,x\n', [("unreadable", 1, 2), ("type", 2, 3)]),
        (b'a,b\n1,"x\\"y"\nq,x\n', [("unreadable", 1, 2), ("type", 2, 3)]),
        (b'a,b\n1,"x\n2,y\nq,x\n', [("unreadable", 1, 2), ("type", 3, 4)]),
        (b'a,b\nq,x\n2,"y\n', [("type", 1, 2), ("unreadable", 2, 3)]),
        (b'a,b\nq,x\n2,"y', [("type", 1, 2), ("unreadable", 2, 3)]),
        (b'a,b\n1,"x\n2,y\n3,"z\nq,x\n', [("unreadable", 1, 2), ("unreadable", 3, 4), ("type", 4, 5)]),
        (b"a,b\n1,\xe9\nq,x\n", [("encoding", 1, 2), ("type", 2, 3)]),
        (b'a,b\n1,"\xe9\n\xff"\nq,x\n', [("encoding", 1, 2), ("type", 2, 4)]),
        (b"a,b\n1,x\0y\nq,x\n", [("unreadable", 1, 2), ("type", 2, 3)]),
        (b"a,b\n1,x\r2,y\nq,x\n", [("unreadable", 1, 2), ("type", 2, 3)]),
        (b"a,b\n1,x\r\r\nq,x\n", [("type", 2, 3)]),
        (b"a,b\r\r\n1,x\r\r\nq,x\r\r\n", [("type", 2, 3)]),
        (b"a,b\r\n1,x\nq,x\r\n\nw,x", [("type", 2, 3), ("blank_row", 3, 4), ("type", 4, 5)]),
        (b'a,b\r\n1,"x\ny"\r\nq,x\n', [("type", 2, 4)]),
        (b"a,b\n1,x\nq,y\r", [("type", 2, 3)]),
        ("a,b\n1,x\u2028y\u0085z\x0b\x0c\nq,x\n".encode(), [("type", 2, 3)]),
        (b"a,b\n1,x\n\xef\xbb\xbf2,y\n", [("type", 2, 3)]),
        (b"a,b\n \nq,x\n", [("short_row", 1, 2), ("type", 2, 3)]),
    ],
)
def test_damage_is_told_at_its_line_and_the_rest_is_judged(
    judged: Judge, content: bytes, places: list[tuple[str, int, int]]
) -> None:
    result = judged(content)
    assert result.places == places
    records, sound, unreadable = result.books
    assert records == sound + unreadable
    assert unreadable == sum(1 for kind, _, _ in places if kind not in ("type", "blank_row"))


@pytest.mark.parametrize(
    ("content", "cell"),
    [
        (b'a,b\nq"x,1\n', 'q"x'),
        (b'a,b\n "q",1\n', ' "q"'),
        (b"a,b\n q ,1\n", " q "),
        (b'a,b\n"q""",1\n', 'q"'),
    ],
)
def test_cells_are_shown_as_every_other_reader_has_them(judged: Judge, content: bytes, cell: str) -> None:
    assert judged(content).found == [("type", 1, 2, "a", cell)]


@pytest.mark.parametrize(
    ("into", "broken", "lacking"), [("u", "t", None), ("u", "u", "u"), ("u", "", None), ("", "t", "t")]
)
def test_no_key_into_a_table_is_followed_while_a_record_cannot_be_read(
    judged_together: Judge, into: str, broken: str, lacking: str | None
) -> None:
    key = {"fields": ["k"], "reference": {"resource": into, "fields": ["k"]}}
    fields = [{"name": "k"}, {"name": "v"}]
    tables = {
        name: ("k,v\nz,v\n" + ("short\n" if name == broken else ""), {"fields": fields, "foreignKeys": keys})
        for name, keys in (("t", [key]), ("u", []))
    }
    (rule,) = [rule for rule in rules.load() if "foreign_key" in rule.answers]
    told = {rule.code: f"needs every record of {lacking}, and some cannot be read"} if lacking else {}
    assert judged_together(tables).judgement.silent == told


def test_a_short_row_names_the_column_before_which_it_ends(judged: Judge) -> None:
    result = judged("a,b,c\n1,x\n", {"fields": [{"name": one} for one in "abc"], "primaryKey": "a"})
    (finding,) = result.judgement.findings
    assert isinstance(finding.place, Cell)
    assert (finding.place.column, finding.place.record) == ("c", "1")


@pytest.mark.parametrize("size", [200_000, 3_000_000])
def test_a_very_large_cell(judged: Judge, size: int) -> None:
    result = judged(b"a,b\nq," + b"x" * size + b"\nw,y\n")
    told = "type" if size < 2_000_000 else "unreadable"
    assert result.places == [(told, 1, 2), ("type", 2, 3)]


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
@pytest.mark.parametrize("below", [b"", b"1\n"], ids=["fast", "slow"])
def test_the_longest_record_is_as_long_on_either_way(judged: Judge, end: bytes, below: bytes) -> None:
    for size, told in ((2**21, "type"), (2**21 + 1, "unreadable")):
        content = b"a,b" + end + b"q," + b"x" * (size - 2) + end + below
        assert judged(content).places[0] == (told, 1, 2)


@pytest.mark.parametrize("below", ["", "\n"], ids=["fast", "slow"])
def test_a_cell_has_as_many_lines_on_either_way(judged: Judge, below: str) -> None:
    for lines, told in ((10_000, "type"), (10_001, "unreadable")):
        content = 'notes,a\n"' + "x\n" * (lines - 1) + '",q\n'
        result = judged(content + below, "notes a:integer")
        assert result.of(told)[0][:3] == (told, 1, 2)
        assert result.books[0] == sum(result.books[1:])


def test_a_cell_of_very_many_lines(judged: Judge) -> None:
    result = judged(b'notes,a\n"' + b"x\n" * 70_000 + b'",1\nw,q\n', "notes a:integer")
    assert result.books[0] == sum(result.books[1:])
    assert result.of("type")[-1].line == 70_003


@pytest.mark.parametrize("damage", [b"", b"x\n"])
def test_three_thousand_columns(judged: Judge, damage: bytes) -> None:
    names = [f"k{number}" for number in range(3000)]
    header = ",".join(names).encode()
    content = header + b"\n" + damage + b",".join([b"1"] * 2999 + [b"q"]) + b"\n"
    schema = {"fields": [{"name": "k2999", "type": "integer"}]}
    result = judged(content, schema, exact=False)
    assert result.of("type") == [("type", 1 + bool(damage), 2 + bool(damage), "k2999", "q")]


def test_columns_for_which_the_memory_does_not_suffice(judged: Judge) -> None:
    header = ",".join(f"k{number}" for number in range(3000))
    with pytest.raises(CallError, match=r"t\.csv, with 3,000 columns, .*--memory"):
        judged(header + "\n" + "1," * 2999 + "q\n", "k2999:integer", exact=False, memory="20MB")


@pytest.mark.parametrize(
    "content", ["a\n1\nq\n", "a\n1\nq", 'a\n"1"\nq\n', "a\r\n1\r\nq\r\n"]
)  # fmt: skip
def test_one_column(judged: Judge, content: str) -> None:
    result = judged(content, "a:integer")
    assert (result.found, result.books) == ([("type", 2, 3, "a", "q")], (2, 2, 0))


def test_blank_lines_of_one_column(judged: Judge) -> None:
    result = judged('a\n1\n\n""\nq\n', "a:integer")
    assert result.places == [("blank_row", 2, 3), ("blank_row", 3, 4), ("type", 4, 5)]


# -- files of which nothing can be read


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (b"", "t.csv", "unreadable"),
        (b"", "t.jsonl", "unreadable"),
        (b"", "t.csv.gz", "unreadable"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "t.csv", "unreadable"),
        (b"\xff\xfea\0,\0b\0\n\0", "t.csv", "encoding"),
        (b"a,\xe9\n1,2\n", "t.csv", "encoding"),
        (b'a,"b\n1,2\n', "t.csv", "unreadable"),
        (b"no gzip", "t.csv.gz", "unreadable"),
        (gzip.compress(SOUND, mtime=0)[:-9], "t.csv.gz", "unreadable"),
        (b"no parquet", "t.parquet", "unreadable"),
    ],
)
def test_a_file_of_which_nothing_can_be_read(judged: Judge, content: bytes, name: str, kind: str) -> None:
    result = judged(content, name=name)
    assert result.places == [(kind, None, None)]
    assert result.books == (0, 0, 0)


# -- any file at all


def slowly(body: bytes, delimiter: bytes, quote: bytes) -> list[tuple[str | None, int, list[bytes]]]:
    """Records as RFC 4180 has them, read letter by letter: what is wrong with each, its line, its cells."""
    found: list[tuple[str | None, int, list[bytes]]] = []
    at, line = 0, 1
    while at < len(body):
        cells, end = one_record(body, at, delimiter, quote)
        raw = body[at : end or (body.find(b"\n", at) + 1) or len(body)]
        found.append((wrong(raw, cells if end else None), line, cells))
        line += raw.count(b"\n")
        at += len(raw)
    return found


def wrong(raw: bytes, cells: list[bytes] | None) -> str | None:
    if b"\0" in raw:
        return "unreadable"
    try:
        raw.decode()
    except UnicodeDecodeError:
        return "encoding"
    if cells is None:
        return "unreadable"
    if not any(cells):
        return "blank_row"
    return None if len(cells) == 2 else "short_row" if len(cells) < 2 else "long_row"


def one_record(body: bytes, at: int, delimiter: bytes, quote: bytes) -> tuple[list[bytes], int]:
    """The cells of a record and where it ends; 0 if it is none."""
    cells: list[bytes] = []
    while True:
        cell = b""
        if body[at : at + 1] == quote:
            at += 1
            while body[at : at + 1] != quote or body[at : at + 2] == quote * 2:
                if at >= len(body):
                    return cells, 0
                at += body[at : at + 1] == quote
                cell += body[at : at + 1]
                at += 1
            at += 1
        else:
            while at < len(body) and body[at : at + 1] not in (delimiter, b"\r", b"\n"):
                cell += body[at : at + 1]
                at += 1
        cells.append(cell)
        if body[at : at + 1] == delimiter:
            at += 1
            continue
        while body[at : at + 1] == b"\r":
            at += 1
        if at < len(body) and body[at : at + 1] != b"\n":
            return cells, 0
        return cells, min(at + 1, len(body))


ALPHABETS = [b'a,"\n', b'a,"\n\r', b'a,"\n\xc3\xa9', b'a,"\r\n \xff\0', b"ab,\n", b'a," \n']


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """Tables of two columns, some of whose records are damaged, and texts that are hardly tables."""
    letters = draw(st.sampled_from(ALPHABETS))
    text = st.lists(st.sampled_from([bytes([one]) for one in letters]), max_size=6).map(b"".join)

    def cell(content: bytes, quoted: bool) -> bytes:
        return b'"' + content.replace(b'"', b'""') + b'"' if quoted else content

    cells = st.builds(cell, text, st.booleans())
    ends = st.sampled_from([b"\n", b"\n", b"\n", b"\r\n"])
    width = st.sampled_from([2, 2, 2, 2, 1, 3])
    record = width.flatmap(lambda count: st.lists(cells, min_size=count, max_size=count)).map(b",".join)
    records = st.lists(st.builds(bytes.__add__, record, ends), max_size=6).map(b"".join)
    body = draw(st.one_of(records, st.lists(text, max_size=5).map(b"".join)))
    return draw(st.sampled_from([b"a,notes\n", b"a,notes\r\n"])) + body[: len(body) - draw(st.integers(0, 1))]


class Way(NamedTuple):
    """How a table is written down, and what its schema says."""

    delimiter: str = ","
    quote: str = '"'
    packed: bool = False
    closed: bool = False
    """Whether a quotation mark in the first column would be odd."""

    def opened(self, content: bytes, path: Path) -> Input:
        """The table, written so. All that its cells hold is found."""
        path = path.with_suffix(".csv.gz" if self.packed else ".csv")
        path.write_bytes(gzip.compress(content) if self.packed else content)
        dialect = {"delimiter": self.delimiter, "quoteChar": self.quote}
        constraints = [{"enum": ["no cell"]} if self.closed else {"minLength": 1000}, {"minLength": 1000}]
        names = zip(("a", "notes"), constraints, strict=True)
        fields = [{"name": name, "type": "string", "constraints": one} for name, one in names]
        file = table_file.opened(path, path.name, path.parent, dialect)
        return Input(path.name.partition(".")[0], file, {"fields": fields}, exact=True)

    def written(self, content: bytes) -> bytes:
        """A file with commas and quotation marks, with others instead."""
        return content.translate(bytes.maketrans(b',"', (self.delimiter + self.quote).encode()))


WAYS = [
    Way(),
    Way(closed=True),
    Way(";", "'"),
    Way("\t", packed=True),
    Way("|", "'", packed=True, closed=True),
]


@given(drawn=st.lists(st.tuples(files(), st.sampled_from(WAYS)), min_size=1, max_size=12))
@settings(max_examples=60)
@pytest.mark.slow
def test_any_file_is_read_as_a_slow_reader_reads_it(
    drawn: list[tuple[bytes, Way]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("files")
    files = [(way.written(content), way) for content, way in drawn]
    inputs = [way.opened(content, folder / f"t{number}") for number, (content, way) in enumerate(files)]
    judgement = judge.judge(inputs, (), Options(date(2026, 1, 1), cap=10_000))
    for (content, way), one, books in zip(files, inputs, judgement.books, strict=True):
        records = slowly(content, way.delimiter.encode(), way.quote.encode())[1:]
        expected = set()
        for number, (kind, line, cells) in enumerate(records, 1):
            if kind:
                expected.add((kind, number, line, ""))
            else:
                named = zip(("a", "notes"), cells, strict=True)
                expected |= {(name, number, line, cell.decode()) for name, cell in named if cell}
        told = set()
        for finding in judgement.findings:
            place = finding.place
            assert isinstance(place, Cell)
            if place.file == one.file.shown:
                (kind,) = rules.load()[finding.rule].answers
                of_cell = kind in ("length", "not_in_list")
                value = (finding.value or "") if of_cell else ""
                told.add((place.column if of_cell else kind, place.row, place.line, value))
        assert told == expected, content
        lost = sum(1 for kind, _, _ in records if kind not in (None, "blank_row"))
        assert (books.records, books.judged, books.unreadable) == (len(records), len(records) - lost, lost)


@given(contents=st.lists(files(), min_size=2, max_size=6), threads=st.integers(2, 4))
@settings(max_examples=15)
@pytest.mark.slow
def test_findings_come_in_the_same_order_each_time(
    contents: list[bytes], threads: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("files")
    schema = {
        "fields": [{"name": "a", "type": "integer", "constraints": {"unique": True}}, {"name": "notes"}],
        "primaryKey": ["a", "notes"],
    }
    inputs = []
    for number, content in enumerate(contents):
        path = folder / f"t{number}.csv"
        path.write_bytes(content)
        inputs.append(Input(path.stem, table_file.opened(path, path.name, folder), schema, exact=True))
    once, again = (
        judge.judge(inputs, (), Options(date(2026, 1, 1), cap=3, threads=count)) for count in (1, threads)
    )
    assert once == again
    for rule in once.counts:
        kept = [one.place for one in once.findings if one.rule == rule]
        rows = [(one.file, one.row) for one in kept if isinstance(one, Cell) and one.row]
        assert rows == sorted(rows)
        assert len(kept) == min(once.counts[rule], 3)


@given(
    content=st.lists(st.sampled_from([b"a", b'"', b"\r", b"\n", b"\0"]), min_size=1, max_size=60).map(
        b"".join
    ),
    header=st.integers(0, 9),
)
@settings(max_examples=150)
def test_the_bytes_are_counted_in_pieces_as_in_one(
    content: bytes, header: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / "bytes"
    path.write_bytes(content)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(byte_pass, "BLOCK", 4)
        patch.setattr(byte_pass, "READ", 8)
        facts = byte_pass.read(path, b'"', header)
        lines = content.split(b"\n")
        texts = [next(text, b"") for text in facts.text_from(range(1, len(lines) + 1))]
    assert (facts.sha256, facts.size) == (hashlib.sha256(content).hexdigest(), len(content))
    assert facts.newlines == len(lines) - 1
    assert facts.lines == len(lines) - (lines[-1] == b"")
    assert facts.nul == (content.index(b"\0") if b"\0" in content else None)
    assert facts.quotes == content[header:].count(b'"')
    assert facts.crlf == content.count(b"\r\n")
    assert facts.returns == content.replace(b"\r\n", b"").count(b"\r")
    assert b"".join(texts) == content
    assert [text.rstrip(b"\n") for text in texts] == lines


# -- many rows


ROWS = 60_000
DAMAGE = {100: b"x\n", 30_000: b'1,"x\n', 30_001: b"\n", 45_000: b"1,\xff,\n", 59_999: b"1,x,y,\n"}


@pytest.mark.parametrize("threads", [1, 8])
def test_damage_among_many_rows(judged: Judge, threads: int) -> None:
    rng = random.Random(7)
    lines: list[bytes] = []
    expected: list[tuple[str, int, int]] = []
    line = 2
    for number in range(1, ROWS + 1):
        kinds = {100: "short_row", 30_000: "unreadable", 30_001: "blank_row", 45_000: "encoding"}
        kinds |= {59_999: "long_row"}
        record = DAMAGE.get(number)
        if record is None:
            bad = number % 1000 == 7
            body = b'"y\n%d ""q"""' % number if rng.random() < 0.1 else b"y%d" % number
            record = b"%s,%s,%s\n" % (b"q" if bad else b"%d" % number, body, b"z" * rng.randrange(60))
            if bad:
                expected.append(("type", number, line))
        else:
            expected.append((kinds[number], number, line))
        lines.append(record)
        line += record.count(b"\n")
    result = judged(b"a,notes,b\n" + b"".join(lines), "a:integer notes b", threads=threads)
    assert result.places == expected
    assert result.books == (ROWS, ROWS - 4, 4)


def test_a_byte_that_is_no_letter_is_named_with_what_stands_around_it(judged: Judge) -> None:
    (finding,) = judged(b"a,b\n1,caf\xe9 noir\n2,x\n").judgement.findings
    around = "1,caf\N{REPLACEMENT CHARACTER} noir"
    assert finding.message == f"The table is not UTF-8 (byte 6 of this record is 0xe9, in “{around}”)."


def test_what_cannot_be_read_is_said_in_words_that_fit_a_record_too(judged: Judge) -> None:
    (finding,) = judged(b"a,b\n1,x\0y\n2,x\n").judgement.findings
    assert finding.message == "This file or record cannot be read: it holds a NUL byte, which no text does."
