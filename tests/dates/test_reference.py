from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from dateline.dates.reference import BEGIN, END, EXAMPLES, section
from dateline.dates.resolver import GRAMMAR, parse_expression


def test_the_page_shows_what_the_grammar_does(repository: Path) -> None:
    page = (repository / "docs" / "dates.md").read_text(encoding="utf-8")
    shown = page[page.index(BEGIN) : page.index(END) + len(END)] + "\n"

    assert shown == section(), (
        "docs/dates.md is stale: put in what `python -m dateline.dates.reference` prints"
    )


def test_every_rule_of_the_grammar_is_on_the_page() -> None:
    shown = {
        parsed[0].name
        for group in EXAMPLES.values()
        for words in group
        if (parsed := parse_expression(words)) is not None
    }

    assert [rule.name for rule in GRAMMAR if rule.name not in shown] == []


def test_no_two_rules_have_one_name() -> None:
    assert len({rule.name for rule in GRAMMAR}) == len(GRAMMAR)


def test_the_command_prints_the_section() -> None:
    printed = subprocess.run(
        [sys.executable, "-m", "dateline.dates.reference"], capture_output=True, check=True, encoding="utf-8"
    ).stdout

    assert printed == section()
