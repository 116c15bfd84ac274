"""The generator of the conversion benchmark makes what it says, and dateline has nothing against it."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from dateline import project
from dateline.convert import run

COUNT = 20
LISTS = ("assoc_actor_1", "assoc_actor_2", "tags")
NO_CLAIMS = ("key", "notes")


def generate(repository: Path, folder: Path, *options: str) -> Path:
    command = [sys.executable, str(repository / "benchmarks" / "extractions.py"), str(folder), *options]
    subprocess.run(command, check=True, timeout=60)
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def claims(event: dict[str, Any]) -> int:
    return sum(len(node) if name in LISTS else 1 for name, node in event.items() if name not in NO_CLAIMS)


@pytest.fixture(scope="module")
def generated(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return generate(repository, tmp_path_factory.mktemp("benchmark") / "project", "--count", str(COUNT))


@pytest.fixture(scope="module")
def conversion(generated: Path) -> run.Conversion:
    return run.convert(project.find(generated))


def test_the_same_seed_gives_the_same_bytes(generated: Path, repository: Path, tmp_path: Path) -> None:
    again = generate(repository, tmp_path / "again", "--count", str(COUNT), "--seed", "1")
    assert contents(again) == contents(generated)


def test_another_seed_gives_other_articles(generated: Path, repository: Path, tmp_path: Path) -> None:
    other = contents(generate(repository, tmp_path / "other", "--count", "2", "--seed", "2"))
    assert not {content for name, content in other.items() if "articles" in name} & set(
        contents(generated).values()
    )


def test_a_bigger_project_begins_with_a_smaller_one(
    generated: Path, repository: Path, tmp_path: Path
) -> None:
    smaller = contents(generate(repository, tmp_path / "smaller", "--count", "5"))
    assert smaller.items() <= contents(generated).items()


def test_a_folder_that_exists_is_left_alone(generated: Path, repository: Path) -> None:
    before = contents(generated)
    with pytest.raises(subprocess.CalledProcessError):
        generate(repository, generated, "--count", "1", "--seed", "3")
    assert contents(generated) == before


def test_all_of_it_converts_without_a_finding(conversion: run.Conversion) -> None:
    assert conversion.findings == ()
    assert len(conversion.coded) == COUNT
    assert conversion.undecidable == 0


def test_each_extraction_has_the_size_that_is_promised(generated: Path) -> None:
    articles = [len(path.read_text(encoding="utf-8")) for path in generated.glob("seeds/articles/*.txt")]
    assert len(set(articles)) > COUNT / 2
    assert sum(articles) / COUNT == pytest.approx(3_000, rel=0.1)
    for path in generated.glob("seeds/extractions/*.yaml"):
        events = yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)["events"]
        assert (len(events), sum(map(claims, events))) == (4, 30)


def test_it_has_every_time_precision_and_events_with_two_sources(conversion: run.Conversion) -> None:
    precisions = Counter(event.row["time_precision"] for event in conversion.events)
    sources = Counter(len(event.row["source_ids"].split("; ")) for event in conversion.events)
    assert set(precisions) == {"1", "2", "3"}
    assert sources[2] > 0
    assert sources[1] + 2 * sources[2] == 4 * COUNT
