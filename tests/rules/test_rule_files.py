"""Every rule file, and every rule in it: documented in full, named as the bad pattern, one of a kind."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from dateline import resources, rules
from dateline.engine import columns, dialect
from dateline.extraction.document import Document, parse
from dateline.rules import Rule, catalogue
from dateline.rules.model import placeholders
from dateline.rules.probes import PROBES
from dateline.rules.tables import TIMES, base_rows

FILES = sorted(resources.folder("validators").glob("*.yaml"))
RULES = list(rules.load())
OF_PROBES = [rule for rule in RULES if rule.probe is not None]
OF_TABLES = [rule for rule in RULES if rule.probe is None]
PROBED = frozenset({"point_country", "point_at_sea", "point_disputed"})
CELL = re.compile(r"_(text|hash)$")

FORBIDDEN = (
    "no-",
    "not-",
    "non-",
    "un-",
    "invalid-",
    "bad-",
    "wrong-",
    "incorrect-",
    "disallow-",
    "forbid-",
    "check-",
    "validate-",
    "ensure-",
    "require-",
    "missing-the-",
    "rule-",
)
"""A name says what is there, so that "allow <name>" reads well; none may begin like this."""


def document(path: Path) -> Any:
    read = parse(path.read_bytes(), path.name)
    assert isinstance(read, Document), f"{path.name} must be plain YAML, as extractions are: {read}"
    return read.data


def each(chosen: list[Rule]) -> Any:
    return pytest.mark.parametrize("rule", chosen, ids=[rule.code for rule in chosen])


each_rule = each(RULES)
each_of_probes = each(OF_PROBES)
each_of_tables = each(OF_TABLES)


def named(rule: Rule) -> dict[str, frozenset[str]]:
    """The columns that the SQL of a table rule names, by table."""
    if rule.fails_when is not None:
        known = columns.all_names(rule.table or "") | PROBED
        found: set[str] = set()
        for standing in rule.applications():
            found |= dialect.predicate(rule.fails_when, known, standing).columns
            if rule.suggests is not None:
                found |= dialect.expression(rule.suggests, known, standing).columns
        return {rule.table or "": frozenset(found)}
    everything = {name: columns.all_names(name) for name in columns.all_tables()}
    return dict(dialect.query(rule.query or "", everything).columns)


def cells(rule: Rule) -> frozenset[str]:
    """The columns of its own table without which a table rule is not run; a looked-up one needs its key."""
    found = {CELL.sub("", name) for name in named(rule)[rule.table or ""]}
    lookups = columns.LOOKUPS.get(rule.table or "", ())
    keys = {lookup.key for lookup in lookups if found & lookup.columns.keys()}
    if columns.EXPECTED_INTERACTION in found:
        keys |= {"inter1", "inter2"}
    return frozenset(found | keys)


def test_the_schema_of_rule_files_is_a_schema() -> None:
    Draft202012Validator.check_schema(catalogue.schema())


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_file_is_as_the_schema_asks(path: Path) -> None:
    validator = Draft202012Validator(catalogue.schema(), format_checker=Draft202012Validator.FORMAT_CHECKER)
    problems = [
        f"{'/'.join(map(str, error.absolute_path))}: {error.message}"
        for error in validator.iter_errors(document(path))
    ]
    assert not problems


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_file_holds_one_topic_under_one_letter(path: Path) -> None:
    data = document(path)
    assert data["topic"] == path.stem
    assert {rule["code"][0] for rule in data["rules"]} == {data["letter"]}


def test_letters_are_one_of_a_kind() -> None:
    letters = Counter(document(path)["letter"] for path in FILES)
    assert set(letters.values()) == {1}


def test_all_rules_of_all_files_are_in_the_catalogue() -> None:
    codes = [rule["code"] for path in FILES for rule in document(path)["rules"]]
    assert sorted(codes) == [rule.code for rule in RULES]


@each_rule
def test_name_is_the_bad_pattern(rule: Rule) -> None:
    assert not rule.name.startswith(FORBIDDEN), (
        f"{rule.code}: a name says what is there, not what ought to be: `allow {rule.name}` must read well"
    )


@each_rule
def test_summary_is_one_sentence(rule: Rule) -> None:
    plain = re.sub(r"`[^`]*`", "", rule.summary)
    assert re.findall(r"[.!?](?=\s|$)", plain) == ["."], f"{rule.code}: one sentence, please: {rule.summary}"


@each_rule
def test_texts_end_as_sentences(rule: Rule) -> None:
    for text in (rule.advice, rule.why, rule.origin):
        assert text.endswith("."), f"{rule.code}: {text}"


@each_of_probes
def test_message_uses_only_what_the_answers_carry(rule: Rule) -> None:
    for answer in rule.answers:
        carried = PROBES[rule.probe or ""].answers[answer]
        unknown = placeholders(rule.message) - set(carried)
        assert not unknown, f"{rule.code}: {answer} carries {', '.join(carried)}, not {', '.join(unknown)}"


@each_of_probes
def test_probe_and_answers_are_known(rule: Rule) -> None:
    assert set(rule.answers) <= set(PROBES[rule.probe or ""].answers)


@each_of_tables
def test_a_table_rule_has_one_form(rule: Rule) -> None:
    assert rule.table in base_rows()
    assert (rule.fails_when is None) == (rule.scope == "query")
    assert (rule.query is None) == (rule.scope == "row")


@each_of_tables
def test_field_is_a_column_of_the_table(rule: Rule) -> None:
    for standing in rule.applications():
        field = standing.get(rule.field or "", rule.field)
        assert field is None or field in base_rows()[rule.table or ""]


@each_of_tables
def test_a_rule_needs_the_columns_of_probes_that_it_names(rule: Rule) -> None:
    wanted = PROBED & named(rule)[rule.table or ""] if rule.fails_when else frozenset()
    assert set(rule.needs) == wanted


@each_of_tables
def test_message_uses_only_what_every_finding_has(rule: Rule) -> None:
    """A column that the SQL does not name may be absent from the file."""
    if rule.query is None:
        known = {*cells(rule), *rule.each, "value"}
    else:
        everything = {name: columns.all_names(name) for name in columns.all_tables()}
        outputs = set(dialect.query(rule.query, everything).outputs)
        known = outputs - {"row", "other_row"}
        if "row" in outputs:
            known |= {*cells(rule), "value"}
        if "other_row" in outputs:
            known |= {f"other_{name}" for name in cells(rule)} | {"other_at"}
    assert placeholders(rule.message) <= known | {"as_of"}
    assert "value" not in placeholders(rule.message) or rule.field


@each_of_tables
def test_what_a_query_gives_is_told(rule: Rule) -> None:
    if rule.query is not None:
        everything = {name: columns.all_names(name) for name in columns.all_tables()}
        outputs = set(dialect.query(rule.query, everything).outputs)
        assert outputs - {"row", "other_row"} <= placeholders(rule.message)
        assert outputs


@each_of_tables
def test_examples_of_a_table_rule_name_columns_of_its_tables(rule: Rule) -> None:
    for example in (*rule.passes, *rule.fails):
        tables = {name: rows for name, rows in example.items() if name != "as_of"}
        if rule.query is None:
            tables = {rule.table or "": [tables]}
        for table, rows in tables.items():
            for row in rows:
                assert row.keys() <= base_rows()[table].keys() | PROBED | {TIMES}


def test_schema_lists_the_tables() -> None:
    properties = catalogue.schema()["$defs"]["rule"]["properties"]
    assert properties["table"]["enum"] == list(base_rows())
    assert set(properties["needs"]["items"]["enum"]) == PROBED


def test_schema_lists_the_probes() -> None:
    properties = catalogue.schema()["$defs"]["rule"]["properties"]
    assert properties["probe"]["enum"] == list(PROBES)
    for name in PROBES:
        assert f"of_{name}" in catalogue.schema()["$defs"]
        assert f"`{name}`" in properties["probe"]["description"]
