"""Every answer that the code can give belongs to one rule, and no rule waits for one that it cannot give."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import dateline
from dateline import rules
from dateline.dates import DateState
from dateline.rules.probes import PROBES
from dateline.text import QuoteState, ZoneFault

SOURCE = Path(dateline.__file__).parent

TELLING = {"answering": None, "report": None, "_report": None, "Problem": "document", "_Refused": "document"}
TELLING |= {"Misshape": "shape", "Misquoted": "quotation"}
TELLING |= dict.fromkeys(("_told", "rule", "Fault", "Remark", "_Unreadable"), "table")
TELLING |= dict.fromkeys(("_Check", "_undescribed", "_asked"), "release")
"""Functions that are called with an answer: the probe, or None where the probe is their first argument."""

COMPUTED = {
    ("date_words", "convert/event.py"): {state.value for state in DateState}
    - {DateState.agrees.value, DateState.undecidable.value},
    ("body", "convert/source.py"): {fault.value for fault in ZoneFault},
    ("quotation", "convert/quoting.py"): {state.value for state in QuoteState}
    - {QuoteState.found.value, QuoteState.not_verifiable.value},
    ("quotation", "validate/evidence.py"): {QuoteState.not_verifiable.value},
    ("table", "engine/checks.py"): {"unique", "primary_key"},
    ("table", "engine/findings.py"): {"unreadable", "encoding", "short_row", "long_row"},
    ("table", "layouts/remarks.py"): {"date_form", "short_years", "day_numbers"},
    ("source", "convert/run.py"): {"same_id", "same_article", "same_text"},
}
"""Answers that are not written out where they are given, by probe and file."""

HANDED_ON = {
    ("document", "convert/decisions.py"),
    ("document", "convert/read.py"),
    ("document", "extraction/document.py"),
    ("document", "rules/own_files.py"),
    ("quotation", "convert/reporter.py"),
    ("quotation", "convert/run.py"),
    ("shape", "convert/decisions.py"),
    ("shape", "convert/reporter.py"),
    ("table", "engine/reading.py"),
    ("table", "engine/table_file.py"),
    ("table", "imports.py"),
    ("shape", "rules/own_files.py"),
    ("release", "release/checks.py"),
}
"""Where an answer that was given elsewhere becomes a finding."""


def told() -> Iterator[tuple[str | None, str | None, str]]:
    """Probe, answer and file of each place of the code that gives an answer; None for what is computed."""
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name not in TELLING or not node.args:
                continue
            arguments = [
                arg.value if isinstance(arg, ast.Constant) and isinstance(arg.value, str) else None
                for arg in node.args
            ]
            probe = TELLING[name] or arguments.pop(0)
            yield probe, arguments[0], path.relative_to(SOURCE).as_posix()


def test_every_answer_belongs_to_one_rule() -> None:
    written = {(probe, answer) for probe, answer, _file in told() if probe and answer}
    named = {("actor", "not_in_words"), ("location", "not_in_words")}
    named |= {(probe, answer) for probe in ("actor", "location") for answer in ("ambiguous", "unknown")}
    computed = {(probe, answer) for (probe, _file), answers in COMPUTED.items() for answer in answers}
    assert written | computed | named == set(rules.load().by_answer)


def test_no_answer_is_computed_where_nobody_listed_it() -> None:
    unwritten = {(probe, file) for probe, answer, file in told() if probe and not answer}
    assert unwritten == set(COMPUTED) | HANDED_ON


def test_probes_are_handed_on_where_names_are_looked_up() -> None:
    assert {file for probe, _answer, file in told() if not probe} == {
        "convert/reporter.py",
        "convert/merge.py",
    }


def test_answers_are_those_of_the_rules() -> None:
    listed = {(name, answer) for name, probe in PROBES.items() for answer in probe.answers}
    assert listed == set(rules.load().by_answer)


def test_every_answer_carries_the_value() -> None:
    assert all("value" in values for probe in PROBES.values() for values in probe.answers.values())
