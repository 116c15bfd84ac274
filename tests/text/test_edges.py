# ruff: noqa: RUF001 (look-alike characters are what these tests are about)
from __future__ import annotations

import pytest

from dateline.text.edges import is_edge
from dateline.text.folding import fold


@pytest.mark.parametrize(
    "cut",
    [
        "Al Maya|deen",
        "1|5 killed",
        "killed 12|,000",
        "killed 12,|000",
        "1.|5 million",
        "١٢|٬٠٠٠",
        "4|th",
        "قَ|الَ",
        "قَالَ|ت",
        "x|\u0301",
        "в П|арижі",
        "서울|에서",
    ],
)
def test_inside_a_word_or_a_number_is_no_edge(cut: str) -> None:
    assert not is_edge(fold(cut.replace("|", "")), cut.index("|"))


@pytest.mark.parametrize(
    "cut",
    [
        "|town",
        "town|",
        "the| town",
        "the |town",
        "town|’s",
        "al-|Mayadeen",
        "IS|-held",
        "in Syria.|Al-Mayadeen",
        "killed 12|, wounded",
        "in 2017|. Then",
        "90|%",
        "$|5",
        "(|SDF",
        "，|武装",
        "叙利亚|军队",
        "กรุง|เทพ",
        "ရန်|ကုန်",
        "カ|ブール",
        "北京|2017",
        "2017|年",
        "👩|👧",
    ],
)
def test_edges(cut: str) -> None:
    assert is_edge(fold(cut.replace("|", "")), cut.index("|"))
