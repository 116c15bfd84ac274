"""The columns of a foreign file, translated: rules see the values, people the file."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dateline.engine import judge, table_file
from dateline.engine.judge import Input, Judgement, Options
from dateline.engine.translation import Translation
from dateline.findings import Cell

SCHEMA: Mapping[str, Any] = {
    "fields": [
        {"name": "id", "type": "string", "constraints": {"required": True, "unique": True}},
        {"name": "day", "type": "date"},
        {"name": "side", "type": "string", "constraints": {"enum": ["State forces", "Rebel group"]}},
        {"name": "size", "type": "integer", "constraints": {"maximum": 9}},
    ],
    "primaryKey": ["id"],
}
CODES = "CASE c2 WHEN '1' THEN 'State forces' WHEN '2' THEN 'Rebel group' ELSE c2 END"
TRANSLATION = Translation(
    present={"id": "c0", "day": "d1", "side": "m0", "size": "m1"},
    at={"id": "EVENT", "day": "DATE", "side": "INTER", "size": "LOW"},
    read={"id": ("c0",), "day": ("c1",), "side": ("c2",), "size": ("c3", "c4")},
    steps=({"d1": "replace(c1, '/', '-')"}, {"m0": CODES, "m1": "coalesce(c3, c4)"}),
)
HEADER = "EVENT,DATE,INTER,LOW,BEST,NOTE\n"
ROWS = 'a,2017/10/14,1,1,2,"one, ""two""\nthree"\nb,2017/10/15,3,,12,x\nc,soon,2,7,7,\n'


def judged(
    tmp_path: Path, content: str, name: str = "t.csv", translation: Translation | None = TRANSLATION
) -> Judgement:
    path = tmp_path / name
    path.write_bytes(gzip.compress(content.encode()) if name.endswith(".gz") else content.encode())
    file = table_file.opened(path, path.name, tmp_path)
    return judge.judge([Input("t", file, SCHEMA, translation=translation)], (), Options(date(2026, 1, 1)))


def places(judgement: Judgement) -> list[tuple[str, int | None, int | None, str | None, str | None]]:
    cells = [(finding, finding.place) for finding in judgement.findings if isinstance(finding.place, Cell)]
    return sorted((finding.name, cell.row, cell.line, cell.column, finding.value) for finding, cell in cells)


FOUND = [
    ("cell-of-wrong-type", 3, 5, "DATE", "soon"),
    ("cell-outside-list", 2, 4, "INTER", "3"),
    ("number-out-of-range", 2, 4, "LOW", ""),
]


def test_findings_are_at_the_columns_of_the_file_and_show_its_cells(tmp_path: Path) -> None:
    judgement = judged(tmp_path, HEADER + ROWS)
    assert places(judgement) == FOUND
    (books,) = judgement.books
    assert (books.records, books.judged, books.unreadable) == (3, 3, 0)
    (size,) = (finding for finding in judgement.findings if finding.name == "number-out-of-range")
    assert "12" in size.message  # what is judged, though the cell itself is empty


def test_a_record_that_cannot_be_read_leaves_the_others_as_they_are(tmp_path: Path) -> None:
    judgement = judged(tmp_path, HEADER + ROWS + "d,2017/10/16,1\n")
    assert places(judgement) == sorted([*FOUND, ("short-row", 4, 6, "LOW", "")])
    (books,) = judgement.books
    assert (books.records, books.judged, books.unreadable) == (4, 3, 1)


def test_keys_are_those_of_the_translated_columns(tmp_path: Path) -> None:
    judgement = judged(tmp_path, HEADER + "a,2017/10/14,1,1,1,\na,2017/10/15,1,1,1,\n")
    assert places(judgement) == [("duplicate-primary-key", 2, 3, None, "")]


@pytest.mark.parametrize("name", ["t.csv.gz", "t.csv"])
@pytest.mark.parametrize("more", [0, 300])
def test_other_columns_do_no_harm(tmp_path: Path, name: str, more: int) -> None:
    extra = "".join(f",x{number}" for number in range(more))
    wide = (
        HEADER.rstrip("\n")
        + extra
        + "\n"
        + f'a,2017/10/14,1,1,2,"n\nm"{"," * more}\nb,2017/10/15,3,,12,x{"," * more}\n'
    )
    assert places(judged(tmp_path, wide, name)) == [
        ("cell-outside-list", 2, 4, "INTER", "3"),
        ("number-out-of-range", 2, 4, "LOW", ""),
    ]


def test_a_translation_that_changes_nothing_is_like_none(tmp_path: Path) -> None:
    content = "id,day,side,size\na,2017-10-14,x,1\na,soon,State forces,99\n"
    names = ("id", "day", "side", "size")
    columns = {name: f"c{number}" for number, name in enumerate(names)}
    same = Translation(
        columns, {name: name for name in names}, {name: (column,) for name, column in columns.items()}
    )
    one, other = (judged(tmp_path, content, translation=translation) for translation in (same, None))
    assert one == replace(
        other, applied=one.applied
    )  # of a foreign file it is asked whether it repeats its header
    assert len(one.findings) == 4
