"""What is prepared from the rules is what would be made anew, or it is not used."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from dateline import prepared
from dateline.engine import rule_sql
from dateline.rules import catalogue

COLUMNS = "event_id_cnty,event_date,notes\n"


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("prepared") / "made"
    prepared.write(path)
    return path.read_bytes()


@pytest.fixture
def kept(made: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The file, where `content` looks for it."""
    path = tmp_path / "kept"
    path.write_bytes(made)
    monkeypatch.setattr(prepared, "PATH", path)
    prepared.content.cache_clear()
    yield path
    prepared.content.cache_clear()


def test_it_is_what_would_be_made_anew(kept: Path) -> None:
    content = prepared.content()
    assert content is not None
    rules = list(catalogue.of_files())
    assert list(content.rules) == rules
    over_tables = [rule for rule in rules if rule.table is not None]
    assert [content.sql[rule_sql.written(rule)] for rule in over_tables] == [
        rule_sql.translated(rule) for rule in over_tables
    ]


def test_a_rule_with_another_text_is_not_taken_for_ours(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = next(rule for rule in catalogue.of_files() if rule.table == "events" and rule.fails_when)
    monkeypatch.setattr(rule_sql, "translated", lambda rule: rule.fails_when)
    assert isinstance(rule_sql.of_rule(ours), tuple)
    assert rule_sql.of_rule(replace(ours, fails_when="fatalities > 3")) == "fatalities > 3"
    assert rule_sql.of_rule(replace(ours, table="sources")) == ours.fails_when


def test_without_it_all_is_made_anew(kept: Path) -> None:
    kept.unlink()
    assert prepared.content() is None


@pytest.mark.parametrize("damaged", [b"", b"x" * 32, b"x" * 1000])
def test_what_is_not_ours_is_not_read(kept: Path, damaged: bytes) -> None:
    kept.write_bytes(damaged)
    assert prepared.content() is None


def test_what_is_damaged_is_not_used(kept: Path, made: bytes) -> None:
    for damaged in (made[:-1], made[:1000], made + b"x", made[:-9] + b"x" + made[-8:]):
        kept.write_bytes(damaged)
        prepared.content.cache_clear()
        assert prepared.content() is None


@pytest.mark.parametrize("change", ["letter", "name", "more", "fewer"])
def test_what_was_made_from_other_sources_is_not_used(
    kept: Path, change: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, *others = prepared._sources()
    other = tmp_path / (first.name if change == "letter" else "other")
    other.write_bytes(first.read_bytes() + (b"#" if change == "letter" else b""))
    sources = {
        "letter": [other, *others],
        "name": [other, *others],
        "more": [first, other, *others],
        "fewer": others,
    }
    monkeypatch.setattr(prepared, "_sources", lambda: sources[change])
    assert prepared.content() is None


def test_its_sources_are_the_data_and_every_module_that_had_a_part_in_it(repository: Path) -> None:
    """A process of its own, because in this one modules are loaded that other tests need."""
    program = """
import sys
from dateline import prepared
prepared.write(__import__("pathlib").Path(sys.argv[1]))
for name, module in sys.modules.items():
    if name.partition(".")[0] == "dateline":
        print(module.__file__)
"""
    done = subprocess.run(
        [sys.executable, "-c", program, "/dev/null"], capture_output=True, text=True, check=True
    )
    sources = set(prepared._sources())
    assert {Path(line) for line in done.stdout.splitlines()} <= sources
    assert set((repository / "validators").glob("*.yaml")) <= sources
    assert {path for path in (repository / "schema").rglob("*") if path.is_file()} <= sources


def test_a_start_with_it_parses_nothing(kept: Path, tmp_path: Path) -> None:
    events = tmp_path / "events.csv"
    events.write_text(COLUMNS + "DLS-0000000001,2023-10-14,It happened.\n", encoding="utf-8")
    program = f"""
import pathlib, sys
from dateline import cli, prepared
prepared.PATH = pathlib.Path({str(kept)!r})
cli.run(["validate", {str(events)!r}, "--format", "jsonl"])
print(sorted({{"sqlglot", "yaml", "rich", "jsonschema", "frictionless"}} & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
