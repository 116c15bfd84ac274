"""Records of a damaged file, told apart many at a time and one by one: the same either way."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dateline.engine import csv_runs, damage, table_file
from dateline.engine.damage import Piece, Run
from dateline.engine.table_file import TableFile

SOUND = [
    b"", b"a", "é😀".encode(), b" a ", b'""', b'"a"', b'"a,b"', b'"a\nb"', b'"\n"', b'"a""b"', b'""""',
    b'"a\r\nb"', b'"a\r"', b'"\n""\n"',
]  # fmt: skip
BROKEN = [
    b"'", b'a"b', b'a"b,b"', b' "a"', b"\xff", b'"\xff\n"', b"a\rb", b"\0", b'"\0"', b'"a"b', b'"a" ', b'"a',
    b'"', b"a\n", b",",
]  # fmt: skip
ENDS = [b"\n", b"\r\n"]
DIALECTS = [(",", '"'), (";", "'"), ("\t", '"'), ("|", "'"), (":", '"'), ("§", '"')]


def records(
    cells: st.SearchStrategy[bytes], ends: st.SearchStrategy[bytes]
) -> st.SearchStrategy[list[bytes]]:
    record = st.lists(cells, min_size=3, max_size=3).map(b",".join)
    return st.lists(st.builds(bytes.__add__, record, ends), max_size=30)


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A table of three columns of which most records are sound."""
    end = draw(st.sampled_from(ENDS))
    sound = st.sampled_from(SOUND)
    found = draw(records(sound, st.just(end)))
    for broken in draw(records(st.one_of(sound, st.sampled_from(BROKEN)), st.sampled_from(ENDS)))[:4]:
        found.insert(draw(st.integers(0, len(found))), broken)
    return b"a,b,c" + end + b"".join(found)[: draw(st.sampled_from([None, -1, -2]))]


def opened(content: bytes, folder: Path, delimiter: str = ",", quote: str = '"') -> TableFile:
    """The table, written with other marks than commas and quotation marks."""
    marks = {b",": delimiter.encode(), b'"': quote.encode()}
    path = folder / "t.csv"
    path.write_bytes(b"".join(marks.get(one, one) for one in (bytes([byte]) for byte in content)))
    return table_file.opened(path, path.name, folder, {"delimiter": delimiter, "quoteChar": quote})


def parts(table: TableFile, block: int = csv_runs.BLOCK, **replaced: Any) -> list[Run | Piece]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv_runs, "BLOCK", block)
        for name, value in replaced.items():
            patch.setattr(csv_runs, name, value)
        return list(damage.parts(table))


def cells_of(table: TableFile, raw: bytes) -> list[list[str]]:
    text = io.StringIO(raw.decode(), newline="")
    return list(csv.reader(text, delimiter=table.delimiter, quotechar=table.quote, strict=True))


def one_by_one(table: TableFile, told: Sequence[Run | Piece]) -> Iterator[Piece]:
    for part in told:
        if isinstance(part, Piece):
            yield part
        else:
            for line, cells in zip(part.lines, cells_of(table, part.raw), strict=True):
                yield Piece(line, cells if any(cells) else ())


@given(
    content=damaged(), block=st.sampled_from([1, 16, 200, csv_runs.BLOCK]), dialect=st.sampled_from(DIALECTS)
)
@example(content=b"a,b,c\r\n1,2,a\rb\n", block=16, dialect=(",", '"'))
@example(content=b'a,b,c\n1,2"3,4",5\n', block=16, dialect=(",", '"'))
@example(content=b"a,b,c\n1,2,3\nx", block=16, dialect=(",", '"'))
@settings(max_examples=300)
def test_records_told_apart_many_at_a_time_are_those_that_are_read_one_by_one(
    content: bytes, block: int, dialect: tuple[str, str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    table = opened(content, tmp_path_factory.getbasetemp(), *dialect)
    by_record = parts(table, proof=lambda table: lambda block, line: None)
    assert all(isinstance(part, Piece) for part in by_record)
    assert list(one_by_one(table, parts(table, block))) == by_record
    assert damage.count(table) == len(by_record)


@given(
    found=records(st.sampled_from(SOUND), st.just(b"\n")).filter(bool), dialect=st.sampled_from(DIALECTS[:4])
)
@settings(max_examples=50)
def test_a_sound_file_is_one_run(
    found: list[bytes], dialect: tuple[str, str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    table = opened(b"a,b,c\n" + b"".join(found), tmp_path_factory.getbasetemp(), *dialect)
    (run,) = parts(table)
    assert isinstance(run, Run)
    assert run.raw == table.body.read_bytes().partition(b"\n")[2]
    assert list(run.lines) == [2 + b"".join(found[:before]).count(b"\n") for before in range(len(found))]


@given(content=damaged(), dialect=st.sampled_from(DIALECTS))
@settings(max_examples=50)
def test_the_copy_holds_the_sound_records(
    content: bytes, dialect: tuple[str, str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.getbasetemp()
    table = opened(content, folder, *dialect)
    sound = damage.separate(table, folder, lambda answer: 1)
    pieces = [
        (number, one) for number, one in enumerate(one_by_one(table, parts(table)), 1) if one.answer is None
    ]
    cells = [list(piece.cells) or [""] * 3 for _number, piece in pieces]
    assert cells_of(sound.copy, sound.copy.body.read_bytes())[1:] == cells
    assert [*sound.numbers] == [number for number, _piece in pieces]
    assert [*sound.lines] == [piece.line for _number, piece in pieces]
    text = "".join(cell for row in cells for cell in row)
    assert sound.bytes == len(text.encode()) - text.count(sound.copy.quote)
    sound.copy.body.unlink()


def test_one_column_is_read_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(b"a\n1\n\n2\n")
    table = table_file.opened(path, path.name, tmp_path)
    assert [(part.line, part.cells) for part in parts(table) if isinstance(part, Piece)] == [
        (2, ["1"]),
        (3, ()),
        (4, ["2"]),
    ]


def test_a_long_line_among_short_ones_is_passed(tmp_path: Path) -> None:
    table = opened(b"a,b,c\n1,2\n" + b"x" * 300_000 + b"\n1,2,3\n", tmp_path)
    told = [part.lines[0] if isinstance(part, Run) else (part.line, part.answer) for part in parts(table)]
    assert told == [(2, "short_row"), (3, "short_row"), 4]
