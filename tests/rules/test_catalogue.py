"""Reading rule files, and finding a rule."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline import rules
from dateline.rules import catalogue
from dateline.rules.catalogue import RuleFileError
from dateline.rules.model import Status

ENTRY = """\
- code: {code}
  name: {name}
  severity: warning
  since: 0.1.0
  summary: A number is odd.
  probe: number
  answers: [{answer}]
  message: "{{value}} is odd."
  advice: Take another.
  why: It matters.
  origin: Euclid.
  passes: [{{value: 2}}]
  fails: [{{value: 3, day: 2023-10-14}}]
"""


def entry(code: str = "Q001", name: str = "odd-number", answer: str = "odd") -> str:
    return ENTRY.format(code=code, name=name, answer=answer)


def rule_file(folder: Path, *entries: str, head: str = "dateline: 1\ntopic: numbers\n") -> Path:
    path = folder / "numbers.yaml"
    path.write_text(f"{head}rules:\n{''.join(entries)}", encoding="utf-8")
    return path


def test_reads_a_rule(tmp_path: Path) -> None:
    (rule,) = catalogue.read(rule_file(tmp_path, entry()))
    assert (rule.code, rule.name, rule.topic, rule.file) == ("Q001", "odd-number", "numbers", "numbers.yaml")
    assert (rule.probe, rule.answers) == ("number", ("odd",))
    assert rule.status is Status.preview
    assert rule.fails[0]["value"] == 3


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("dateline: [", "numbers.yaml"),
        ("dateline: 2\nrules: []", "begins with `dateline: 1`"),
        ("- code: Q001", "begins with `dateline: 1`"),
        ("dateline: 1\ntopic: numbers", "rules"),
        ("dateline: 1\ntopic: numbers\nrules:\n- code: Q001", "name"),
        (f"dateline: 1\ntopic: numbers\nrules:\n{entry().replace('warning', 'fatal')}", "fatal"),
    ],
)
def test_a_malformed_file_is_the_fault_of_its_writer(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "numbers.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(RuleFileError, match=said):
        catalogue.read(path)


@pytest.mark.parametrize(
    ("second", "said"),
    [
        (entry(name="b", answer="b"), "code Q001 is taken"),
        (entry(code="Q002", answer="b"), "name odd-number is taken"),
        (entry(code="Q002", name="b"), "both claim the answer odd of number"),
    ],
)
def test_nothing_is_taken_twice(tmp_path: Path, second: str, said: str) -> None:
    with pytest.raises(RuleFileError, match=said):
        catalogue.catalogue(catalogue.read(rule_file(tmp_path, entry(), second)))


def test_one_rule_may_have_several_answers(tmp_path: Path) -> None:
    found = catalogue.catalogue(catalogue.read(rule_file(tmp_path, entry(answer="odd, prime"))))
    assert found.answering("number", "odd") is found.answering("number", "prime")


def test_a_rule_is_found_by_code_name_and_answer() -> None:
    found = rules.load()
    assert found["D003"] is found["overprecise-date"] is found.answering("date_words", "too_precise")
    for unknown in ("Z999", "tea-time"):
        with pytest.raises(KeyError):
            found[unknown]


def test_rules_come_in_the_order_of_their_codes() -> None:
    codes = [rule.code for rule in rules.load()]
    assert codes == sorted(codes)


def test_the_catalogue_is_read_once() -> None:
    assert rules.load() is rules.load()
