"""Strict YAML: what is read, and what is refused, where."""

from __future__ import annotations

import json
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.extraction.document import MAX_BYTES, MAX_DEPTH, Document, Problem, load, parse, pointer

FILE = "seeds/extractions/a.yaml"


def read(text: str | bytes) -> Document:
    found = parse(text.encode() if isinstance(text, str) else text, FILE)
    assert isinstance(found, Document), found
    return found


def refused(text: str | bytes) -> Problem:
    found = parse(text.encode() if isinstance(text, str) else text, FILE)
    assert isinstance(found, Problem), found
    return found


@pytest.mark.parametrize(
    ("plain", "value"),
    [
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("2017-10-14", "2017-10-14"),
        ("007", "007"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("12:30", "12:30"),
        ("10.0", "10.0"),
        ("1e3", "1e3"),
        (".5", ".5"),
        (".nan", ".nan"),
        ("10", 10),
        ("-3", -3),
        ("+3", 3),
        ("0", 0),
        ("12345678901234567890123", "12345678901234567890123"),
        ("true", True),
        ("False", False),
        ("null", None),
        ("~", None),
        ("", None),
        ('"10"', "10"),
        ("'true'", "true"),
        ('""', ""),
    ],
)
def test_plain_scalars_are_what_a_coder_means(plain: str, value: object) -> None:
    found = read(f"value: {plain}").data["value"]
    assert found == value
    assert type(found) is type(value)


def test_a_document_keeps_the_place_of_every_node() -> None:
    document = read("source:\n  id: a\nevents:\n  - key: b\n    tags: [c, d]\n")
    assert document.data == {"source": {"id": "a"}, "events": [{"key": "b", "tags": ["c", "d"]}]}
    assert document.mark(("source", "id")) == (2, 3)
    assert document.mark(("events", 0)) == (4, 5)
    assert document.mark(("events", 0, "tags", 1)) == (5, 15)
    assert document.mark(("events", 0, "date", "value")) == (4, 5)
    assert document.mark(("nothing",)) == (1, 1)


def test_columns_are_characters_not_bytes() -> None:
    assert read("{é: x, key: y}").mark(("key",)) == (1, 8)
    assert refused("é: {b: 1, b: 2}").mark == (1, 11)


def test_a_path_as_a_json_pointer() -> None:
    assert pointer(("events", 0, "a/b", "c~d")) == "/events/0/a~1b/c~0d"
    assert pointer(()) == ""


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_any_line_ends(ends: str) -> None:
    document = read(ends.join(["a: 1", "b:", "  - c", ""]))
    assert document.data == {"a": 1, "b": ["c"]}
    assert document.mark(("b", 0)) == (3, 5)


def test_a_byte_order_mark_is_passed_over() -> None:
    document = read(b"\xef\xbb\xbfa: 1\n")
    assert document.data == {"a": 1}
    assert document.mark(("a",)) == (1, 1)


@pytest.mark.parametrize(
    ("content", "answer", "mark", "value"),
    [
        (b"a: 1\nb: caf\xe9\n", "not_utf8", (2, 7), "0xe9"),
        ("a: é".encode("utf-16"), "not_utf8", (1, 1), "0xff"),
        (b"a: \xed\xa0\x80", "not_utf8", (1, 4), "0xed"),
        (b"a: \xc0\x80", "not_utf8", (1, 4), "0xc0"),
        (b"a: 1\nb: x\0y\n", "control_character", (2, 5), "U+0000"),
        (b"a: \x1b[31m\n", "control_character", (1, 4), "U+001B"),
        ("a: \ufffe\n".encode(), "control_character", (1, 4), "U+FFFE"),
        (b'a: "x\\0y"\n', "control_character", (1, 4), "U+0000"),
        (b'a: "x\\e[31m"\n', "control_character", (1, 4), "U+001B"),
        (b'{"\\x9b": 1}\n', "control_character", (1, 2), "U+009B"),
        (b"a: 1\n\tb: 2\n", "tab", (2, 1), None),
        (b"a:\n  - b\n\t- c\n", "tab", (3, 1), None),
        (b"a:\n  \tb: 1\n  c: 2\n", "tab", (2, 3), None),
        (b"a: 1\nb: 2\na: 3\n", "duplicate_key", (3, 1), "a"),
        (b"x: [{a: 1, 'a': 2}]\n", "duplicate_key", (1, 12), "a"),
        (b"1: x\n'1': y\n", "duplicate_key", (2, 1), "1"),
        (b"a: &x 1\n", "alias", (1, 4), "&x"),
        (b"a: *x\n", "alias", (1, 4), "*x"),
        (b"a: &x [1]\n", "alias", (1, 4), "&x"),
        (b"<<: *x\n", "alias", (1, 5), "*x"),
        (b"a: !!str 1\n", "tag", (1, 4), "!!str"),
        (b"a: !important [1]\n", "tag", (1, 4), "!important"),
        (b"a: !!python/object/apply:os.system ['true']\n", "tag", (1, 4), "!!python/object/apply:os.system"),
        (b"a: 1\n---\nb: 2\n", "second_document", (2, 1), None),
        (b"a: 1\n...\n---\nb: 2\n", "second_document", (3, 1), None),
        (b"a: 1\n...\nb: 2\n", "syntax", (3, 1), "b: 2"),
        (b"{{name}}: 1\n", "key_is_no_text", (1, 1), None),
        (b"a: {{name}}\n", "key_is_no_text", (1, 5), None),
        (b"[a]: 1\n", "key_is_no_text", (1, 1), None),
        (b"? {a: 1}\n: 2\n", "key_is_no_text", (1, 3), None),
        (b"a: [1, 2\nb: 3\n", "syntax", (2, 2), "b: 3"),
        (b"a: he said: no\n", "syntax", (1, 11), "a: he said: no"),
        (b'a: "open\n', "syntax", (2, 1), ""),
        (b"a: \\ud800\nb: '\n", "syntax", (3, 1), ""),
        (b'a: "\\ud800"\n', "syntax", (1, 7), 'a: "\\ud800"'),
        (b"%YAML 3.0\n---\na: 1\n", "syntax", (1, 1), "%YAML 3.0"),
        (b"", "empty", (1, 1), None),
        (b"\n  \n", "empty", (1, 1), None),
        (b"# to be coded\n", "empty", (1, 1), None),
        (b"\xef\xbb\xbf", "empty", (1, 1), None),
    ],
)
def test_what_is_no_extraction_is_refused_at_its_place(
    content: bytes, answer: str, mark: tuple[int, int], value: str | None
) -> None:
    problem = refused(content)
    assert (problem.answer, problem.mark, problem.values.get("value")) == (answer, mark, value)


def test_a_repeated_key_names_the_line_of_the_first() -> None:
    assert refused("a: 1\nb: 2\na: 3\n").values == {"value": "a", "first": 1}


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? ", "[{a: "])
def test_nesting_is_refused_long_before_it_overflows(opening: str) -> None:
    problem = refused("a:\n  " + opening * 100_000)
    assert problem.answer in ("too_deep", "key_is_no_text")


def test_nesting_as_deep_as_allowed_is_read() -> None:
    read("[" * MAX_DEPTH + "]" * MAX_DEPTH)
    problem = refused("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1))
    assert (problem.answer, problem.mark) == ("too_deep", (1, MAX_DEPTH + 1))
    assert problem.values == {"limit": MAX_DEPTH}


def test_aliases_do_not_explode() -> None:
    levels = "".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]\n" for n in range(1, 12))
    problem = refused("l0: &l0 lol\n" + levels)
    assert (problem.answer, problem.mark) == ("alias", (1, 5))


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.yaml"
    with path.open("wb") as stream:
        stream.truncate(200_000_000)
    tracemalloc.start()
    try:
        problem = load(path, FILE)
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert problem == Problem("too_large", (1, 1), {"value": "200,000,000 bytes", "limit": "5,000,000"})
    assert peak < 100_000


def test_a_file_of_the_greatest_size_is_read(tmp_path: Path) -> None:
    path = tmp_path / "great.yaml"
    path.write_bytes(b"a: 1\n#".ljust(MAX_BYTES, b"."))
    found = load(path, FILE)
    assert isinstance(found, Document)
    assert (found.file, found.data) == (FILE, {"a": 1})


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**15), 10**15) | st.text(st.characters(codec="utf-8")),
    lambda of: (
        st.lists(of, max_size=4) | st.dictionaries(st.text(st.characters(codec="utf-8")), of, max_size=4)
    ),
    max_leaves=12,
)


@given(JSON)
def test_json_is_read_as_json_or_refused(data: Any) -> None:
    """JSON is YAML but for control characters, which are never dropped without a word."""
    found = parse(json.dumps(data).encode(), FILE)
    if isinstance(found, Document):
        assert found.data == data
    else:
        assert found.answer in ("control_character", "too_deep", "syntax")


@given(st.binary(max_size=200))
def test_any_bytes_are_a_document_or_a_problem(content: bytes) -> None:
    found = parse(content, FILE)
    if isinstance(found, Problem):
        assert found.mark.line >= 1
        assert found.mark.column >= 1


@given(st.text("ab:-[]{}&*!|>'\"#%@`,? \t\n\r\u2028é\U0001f600", max_size=60))
def test_any_text_is_a_document_or_a_problem(text: str) -> None:
    found = parse(text.encode(), FILE)
    lines = text.count("\n") + text.count("\r") + text.count("\u2028") + 1
    if isinstance(found, Problem):
        assert 1 <= found.mark.line <= lines + 1
