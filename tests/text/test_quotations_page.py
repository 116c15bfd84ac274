from __future__ import annotations

import doctest
from pathlib import Path

from dateline.text import QuoteState


def page(repository: Path) -> Path:
    return repository / "docs" / "quotations.md"


def test_the_examples_of_the_page_run(repository: Path) -> None:
    results = doctest.testfile(str(page(repository)), module_relative=False, encoding="utf-8")

    assert results.attempted == 7
    assert results.failed == 0


def test_every_state_is_explained(repository: Path) -> None:
    rows = [
        line.split("|")[1].strip() for line in page(repository).read_text("utf-8").splitlines() if "|" in line
    ]

    assert {state.replace("_", " ") for state in QuoteState} <= set(rows)
