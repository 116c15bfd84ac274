from __future__ import annotations

import pytest

from dateline.skeleton import furniture


@pytest.mark.parametrize(
    "line",
    [
        "Share",
        "Share this story",
        "Print",
        "Listen",
        "Sponsored content",
        "3 min read",
        "See also: fog",
        "Watch: fog",
    ],
)
def test_inserts(line: str) -> None:
    assert furniture.INSERT.fullmatch(line)
    assert not furniture.TAIL.fullmatch(line)


@pytest.mark.parametrize(
    "line",
    [
        "Tags: fog, ferry",
        "Most read",
        "You may also like",
        "Follow us on the web",
        "Comments (12)",
        "Editor's picks",
    ],
)
def test_tails(line: str) -> None:
    assert furniture.TAIL.fullmatch(line)
    assert not furniture.INSERT.fullmatch(line)


@pytest.mark.parametrize("line", ["String of defeats", "Dozens of fighters surrender", "Sharing the river"])
def test_subheadings_are_no_furniture(line: str) -> None:
    assert not furniture.INSERT.fullmatch(line)
    assert not furniture.TAIL.fullmatch(line)
    assert not furniture.TAIL_ANYWHERE.search(line)


@pytest.mark.parametrize(
    "line",
    [
        "a house. (AP Photo/Jane Roe)",
        "a house [File: Jane Roe/AFP]",
        "a house / Reuters",
        "a house (Handout)",
    ],
)
def test_credits(line: str) -> None:
    assert furniture.CREDIT.search(line)


@pytest.mark.parametrize("line", ["the river (about 40 km away)", "said the group (SDF)", "killed. (AFP)"])
def test_brackets_that_are_no_credits(line: str) -> None:
    assert not furniture.CREDIT.search(line)
