"""Quotations of a package against the articles at hand, whatever the rows hold."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from dateline import project, registry
from dateline.convert.source import MAX_ARTICLE_BYTES
from dateline.findings import Cell
from dateline.validate import evidence

if TYPE_CHECKING:
    from tests.conftest import Copy

TABLE = "datasets/evidence.csv"


def check(reference: Copy) -> tuple[list[str], int]:
    """Rules of the findings, and how many quotations were judged."""
    findings, count = evidence.check(project.find(reference.root))
    return [finding.rule for finding in findings], count


@pytest.fixture
def quotations(reference: Copy) -> int:
    """How many quotations the package has."""
    return sum(len(reference.rows(table)) for table in evidence.QUOTING)


def test_sound_quotations(reference: Copy, quotations: int) -> None:
    assert check(reference) == ([], quotations)


@pytest.mark.parametrize(
    "position", ["x", "-5", "", "2.5", "9" * 25, "9" * 5000, "\u0663", "\u00b2", " 7", "+7"]
)
def test_a_row_whose_position_is_no_offset_is_passed_over(
    reference: Copy, quotations: int, position: str
) -> None:
    """What the cell must be is for the structure of the table to say."""
    reference.replace(TABLE, ",2078,", f",{position},")
    assert check(reference) == ([], quotations - 1)


@pytest.mark.parametrize(
    ("start", "end", "rule"),
    [("0", "0", "P012"), ("2154", "2078", "P012"), ("2079", "2154", "P012"), ("900000", "900001", "P012")],
)
def test_a_position_where_the_words_do_not_stand(reference: Copy, start: str, end: str, rule: str) -> None:
    reference.replace(TABLE, ",2078,2154\n", f",{start},{end}\n")
    assert check(reference)[0] == [rule]


def test_a_row_that_is_not_whole_is_passed_over(reference: Copy, quotations: int) -> None:
    reference.replace(TABLE, ",2078,2154\n", ",2078\n")
    assert check(reference) == ([], quotations - 1)


def test_a_table_that_cannot_be_read_on_is_judged_as_far_as_it_goes(reference: Copy, quotations: int) -> None:
    later = len(reference.rows("evidence")) - 3
    reference.replace(TABLE, ",2078,2154\n", ',2078,"2154" \n')
    assert check(reference) == ([], quotations - later)


@pytest.mark.parametrize("words", ["\u200b", " ", "\u00ad"])
def test_words_that_nobody_can_see_are_missing(reference: Copy, quotations: int, words: str) -> None:
    exact = reference.rows("evidence")[1]["exact"]
    reference.replace(TABLE, exact, words)
    assert check(reference) == (["P010"], quotations)


def test_a_release_without_words_has_nothing_to_judge(reference: Copy) -> None:
    exact = reference.rows("evidence")[1]["exact"]
    reference.replace(TABLE, exact, "")
    assert check(reference)[0] == []


def test_places_count_line_breaks_in_cells(reference: Copy) -> None:
    rows = list(registry.numbered_rows(reference / TABLE))
    assert [row for _line, row in rows] == reference.rows("evidence")
    lines = reference.text(TABLE).split("\n")
    assert all(lines[line - 1].startswith(row["evidence_id"]) for line, row in rows)

    reference.replace(TABLE, rows[0][1]["exact"], "made\nup")
    reference.replace(TABLE, ",2078,2154\n", ",2079,2154\n")
    findings, _count = evidence.check(project.find(reference.root))
    places = [finding.place for finding in findings]
    assert all(isinstance(place, Cell) for place in places)
    for place in places:
        assert isinstance(place, Cell)
        assert place.line is not None
        assert reference.text(TABLE).split("\n")[place.line - 1].startswith(str(place.record))


def test_articles_are_known_by_their_hash_whatever_else_lies_beside_them(
    reference: Copy, quotations: int
) -> None:
    folder = reference / "seeds/articles"
    (folder / "a folder").mkdir()
    (folder / "other.txt").write_bytes(b"\xff\xfe")
    with (folder / "huge.txt").open("wb") as stream:
        stream.truncate(MAX_ARTICLE_BYTES + 1)
    (folder / "out").symlink_to(reference / reference.descriptor)
    (folder / "nowhere").symlink_to("gone")
    assert check(reference) == ([], quotations)


def test_a_hash_that_was_changed_leaves_its_source_unverified(reference: Copy, quotations: int) -> None:
    sha256 = reference.rows("sources")[0]["text_sha256"]
    reference.replace("datasets/sources.csv", sha256, "0" * 64)
    rules, count = check(reference)
    assert rules == ["P015"]
    assert count < quotations


def test_a_hash_of_bytes_that_are_no_text(reference: Copy) -> None:
    other = b"\xff\xfe\xfd"
    reference.write("seeds/articles/other.txt", other)
    sha256 = reference.rows("sources")[0]["text_sha256"]
    reference.replace("datasets/sources.csv", sha256, hashlib.sha256(other).hexdigest())
    assert set(check(reference)[0]) == {"P010"}
