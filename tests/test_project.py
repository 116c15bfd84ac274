"""Finding a project, its settings, and its event ids."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline import project
from dateline.errors import CallError
from dateline.project import Project

SETTINGS = {"format": 1, "id_prefix": "BAY", "seeds": "seeds", "datasets": "datasets"}


def describe(root: Path, **settings: Any) -> Path:
    root.mkdir(parents=True, exist_ok=True)
    content = {"name": "bay", "dateline": {**SETTINGS, **settings}}
    (root / project.DESCRIPTOR).write_text(json.dumps(content), encoding="utf-8")
    return root


def test_a_project_is_found_from_any_folder_inside_it(tmp_path: Path) -> None:
    root = describe(tmp_path / "bay")
    inside = root / "seeds" / "extractions"
    inside.mkdir(parents=True)
    for start in (root, inside):
        found = project.find(start)
        assert (found.root, found.name, found.id_prefix) == (root.resolve(), "bay", "BAY")
    assert project.find(root).extractions == root.resolve() / "seeds" / "extractions"
    assert project.find(root).articles == root.resolve() / "seeds" / "articles"


def test_the_nearest_project_counts(tmp_path: Path) -> None:
    describe(tmp_path)
    inner = describe(tmp_path / "inner", id_prefix="INNER")
    assert project.find(inner).id_prefix == "INNER"


def test_no_project(tmp_path: Path) -> None:
    with pytest.raises(CallError, match=re.escape(str(tmp_path.resolve()))):
        project.find(tmp_path)


def test_folders_have_usual_names(tmp_path: Path) -> None:
    root = tmp_path / "bay"
    root.mkdir()
    content = {"dateline": {"format": 1, "id_prefix": "BAY"}}
    (root / project.DESCRIPTOR).write_text(json.dumps(content), encoding="utf-8")
    found = project.read(root)
    assert (found.seeds.name, found.datasets.name, found.name) == ("seeds", "datasets", "bay")


@pytest.mark.parametrize("prefix", ["AB", "DLS", "A1", "ABCDEFGH"])
def test_prefixes(tmp_path: Path, prefix: str) -> None:
    assert project.read(describe(tmp_path, id_prefix=prefix)).event_id("x").startswith(f"{prefix}-")


@pytest.mark.parametrize("prefix", ["A", "abc", "1AB", "ABCDEFGHI", "A-B", "ÄB", "A٣", "", None, 7, ["AB"]])
def test_what_is_no_prefix(tmp_path: Path, prefix: Any) -> None:
    with pytest.raises(CallError, match="capital letters"):
        project.read(describe(tmp_path, id_prefix=prefix))


@pytest.mark.parametrize("folder", ["..", "../x", "/etc", "", ".", 3, None, ["a"], "a/../.."])
@pytest.mark.parametrize("which", ["seeds", "datasets"])
def test_folders_lie_inside_the_project(tmp_path: Path, which: str, folder: Any) -> None:
    with pytest.raises(CallError, match="not a folder inside the project"):
        project.read(describe(tmp_path / "bay", **{which: folder}))


def test_a_link_that_leads_out_is_no_folder_of_the_project(tmp_path: Path) -> None:
    root = describe(tmp_path / "bay")
    (tmp_path / "elsewhere").mkdir()
    (root / "seeds").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(CallError, match="not a folder inside the project"):
        project.read(root)


def test_seeds_and_datasets_are_two_folders(tmp_path: Path) -> None:
    with pytest.raises(CallError, match="two folders"):
        project.read(describe(tmp_path, seeds="data", datasets="./data"))


def test_paths_are_shown_from_the_root(tmp_path: Path) -> None:
    found = project.read(describe(tmp_path))
    assert found.shown(found.seeds / "actors.csv") == "seeds/actors.csv"
    assert found.shown(Path("/elsewhere/a.csv")) == "/elsewhere/a.csv"


def bay(prefix: str = "BAY") -> Project:
    return Project(Path(), "bay", prefix, Path("seeds"), Path("datasets"))


def test_ids_never_change() -> None:
    assert bay().event_id("bay-clash") == "BAY-YK8X3HG3KG"
    assert bay("DLS").event_id("al-mayadin-retaken-2017-10-14") == "DLS-E8J7BJKGHW"


@given(st.text(min_size=1, max_size=120))
def test_an_id_has_ten_letters_that_nobody_mixes_up(key: str) -> None:
    identifier = bay().event_id(key)
    assert re.fullmatch(r"BAY-[0-9A-HJKMNP-TV-Z]{10}", identifier)
    assert identifier == bay().event_id(key)
    assert identifier.removeprefix("BAY") == bay("OTHER").event_id(key).removeprefix("OTHER")


def test_every_letter_of_the_id_depends_on_the_key() -> None:
    ids = [bay().event_id(f"event-{number}").removeprefix("BAY-") for number in range(500)]
    assert all(len({one[place] for one in ids}) == 32 for place in range(10))
