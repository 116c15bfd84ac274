from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from dateline import generation
from dateline.cli import COMMANDS

AS_OF = ("--as-of", "2026-11-22")
EXAMPLE = ("seeds/articles/example-article.txt", "seeds/extractions/example-article.yaml")
REGISTRIES = ("actors", "actor_roles", "locations")


@dataclass(frozen=True)
class Made:
    root: Path
    said: str


def run(folder: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", *map(str, arguments)]
    return subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8")


def dateline(folder: Path, *arguments: str | Path) -> str:
    done = run(folder, "dateline", *arguments)
    assert done.returncode == 0, f"{arguments}\n{done.stdout}{done.stderr}"
    return done.stdout


def contents(folder: Path) -> dict[str, bytes | None]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
    }


def findings(output: str) -> list[tuple[str, str]]:
    lines = [json.loads(line) for line in output.splitlines()]
    return [(line["rule"], line["severity"]) for line in lines if "rule" in line]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """A new project, as `dateline init` leaves it."""
    folder = tmp_path_factory.mktemp("made")
    said = dateline(folder, "init", "river-watch", *AS_OF)
    return Made(folder / "river-watch", said)


@pytest.fixture
def copy(made: Made, tmp_path: Path) -> Path:
    """A new project to work in."""
    return shutil.copytree(made.root, tmp_path / "copy")


@pytest.fixture(scope="module")
def converted(made: Made, tmp_path_factory: pytest.TempPathFactory) -> Made:
    root = shutil.copytree(made.root, tmp_path_factory.mktemp("converted") / "river-watch")
    return Made(root, dateline(root, "convert", "--format", "jsonl"))


def test_has_the_shape_of_the_reference_project(made: Made) -> None:
    assert {path.name for path in made.root.iterdir()} == {
        ".gitattributes",
        ".gitignore",
        "README.md",
        "datapackage.json",
        "schema",
        "seeds",
        "validators",
    }
    assert [path.name for path in made.root.parent.iterdir()] == ["river-watch"]
    seeds = contents(made.root / "seeds")
    assert set(seeds) == {
        "articles",
        "articles/example-article.txt",
        "extractions",
        "extractions/example-article.yaml",
        "actors.csv",
        "actor_roles.csv",
        "locations.csv",
        "decisions.yaml",
        "ids.csv",
    }


def test_says_what_was_made_and_the_next_three_commands(made: Made) -> None:
    count = sum(content is not None for content in contents(made.root).values())
    assert made.said == (
        f"Made the project river-watch in river-watch: {count} files. Its event ids begin with RW-.\n"
        "It holds one invented example, worked out in full; README.md says how to remove it.\n"
        "\n"
        "Next:\n"
        "  cd river-watch\n"
        "  dateline convert\n"
        "  dateline validate\n"
    )


def test_schema_is_that_of_the_program(made: Made, repository: Path) -> None:
    assert contents(made.root / "schema") == contents(repository / "schema")


def test_descriptor_has_what_was_asked_for(tmp_path: Path) -> None:
    options = ("--name", "coast-watch", "--title", "Coast Watch", "--prefix", "CW24")
    dateline(tmp_path, "init", "x", *options, *AS_OF)
    descriptor = json.loads((tmp_path / "x" / "datapackage.json").read_text(encoding="utf-8"))
    assert (descriptor["name"], descriptor["title"]) == ("coast-watch", "Coast Watch")
    assert descriptor["dateline"]["id_prefix"] == "CW24"
    assert descriptor["created"] == "2026-11-22T00:00:00Z"
    assert (tmp_path / "x" / "README.md").read_text(encoding="utf-8").startswith("# Coast Watch\n")


def test_same_call_writes_the_same_bytes(made: Made, tmp_path: Path) -> None:
    dateline(tmp_path, "init", "river-watch", *AS_OF)
    again = contents(tmp_path / "river-watch")
    assert again == contents(made.root)
    dateline(tmp_path, "init", "other/river-watch", "--as-of", "2026-11-23")
    later = contents(tmp_path / "other" / "river-watch")
    assert {name for name in again if later[name] != again[name]} == {"datapackage.json"}


def test_example_converts_with_the_one_rightful_warning(converted: Made) -> None:
    assert findings(converted.said) == [("E040", "warning")]
    assert {path.name for path in (converted.root / "datasets").iterdir()} >= {"events.csv", "evidence.csv"}


def test_example_validates_with_what_is_right_about_it(converted: Made) -> None:
    found = findings(dateline(converted.root, "validate", "--format", "jsonl"))
    assert found == [("P066", "info"), ("E040", "warning")]


def test_example_shows_vague_and_exact_events_with_their_words(converted: Made) -> None:
    exact = dateline(converted.root, "show", "exampleville-march-2024-03-02")
    assert "event_date         2024-03-02" in exact
    assert "assoc_actor_1      Friends of the Library (Exampleville)" in exact
    assert "“About 40 protesters marched through Exampleville on Saturday”" in exact
    vague = dateline(converted.root, "show", "exampleville-rally-2024-01")
    assert "time_precision     3" in vague
    assert "attribution        a spokeswoman of the Friends of the Library" in vague


def test_example_says_that_it_is_invented(made: Made) -> None:
    article, extraction = (made.root / name for name in EXAMPLE)
    assert "invented" in article.read_text(encoding="utf-8").splitlines()[0]
    assert "invented" in extraction.read_text(encoding="utf-8").splitlines()[2]
    locations = (made.root / "seeds" / "locations.csv").read_text(encoding="utf-8").splitlines()
    assert [line for line in locations[1:] if "Invented" not in line] == []


def test_stock_frictionless_finds_it_valid(converted: Made) -> None:
    done = run(converted.root, "frictionless", "validate", "datapackage.json", "--json")
    assert done.returncode == 0, done.stdout
    report = json.loads(done.stdout)
    rows = {task["name"]: task["stats"].get("rows", 0) for task in report["tasks"]}
    assert report["valid"] is True
    assert (rows["events"], rows["sources"], rows["event_types"]) == (2, 1, 25)


@pytest.mark.slow
def test_example_can_be_removed_as_the_readme_says(converted: Made, copy: Path) -> None:
    shutil.copytree(converted.root / "datasets", copy / "datasets")
    step = re.search(r"^3\. .*?(?=^4\. )", (copy / "README.md").read_text(encoding="utf-8"), re.M | re.S)
    assert step
    named = re.findall(r"`([^`]+)`", step[0])
    assert named == ["datasets/", *(f"seeds/{name}.csv" for name in REGISTRIES)]
    shutil.rmtree(copy / "datasets")
    for name in EXAMPLE:
        (copy / name).unlink()
    for name in REGISTRIES:
        path = copy / "seeds" / f"{name}.csv"
        header = path.read_text(encoding="utf-8").splitlines()[0]
        path.write_text(header + "\n", encoding="utf-8")
    assert findings(dateline(copy, "convert", "--format", "jsonl")) == []
    assert findings(dateline(copy, "validate", "--format", "jsonl")) == []


def test_readme_names_only_what_there_is(made: Made) -> None:
    readme = (made.root / "README.md").read_text(encoding="utf-8")
    quoted = re.findall(r"`([^`]+)`", readme)
    commands = {words.split()[1] for words in quoted if words.startswith("dateline ")}
    assert commands == {"convert", "validate", "show", "new", "explain"}
    assert commands <= set(COMMANDS)
    paths = {words for words in quoted if "/" in words and not words.startswith("dateline ")} - {"datasets/"}
    assert {path for path in paths if not (made.root / path).exists()} == set()
    assert len(re.findall(r"^\d+\. ", readme, re.M)) == 10


def test_git_leaves_articles_alone(copy: Path) -> None:
    if shutil.which("git") is None:
        pytest.skip("needs git")
    subprocess.run(["git", "init", "--quiet", copy], check=True, capture_output=True)
    done = subprocess.run(
        ["git", "-C", copy, "check-attr", "text", "--", *EXAMPLE], capture_output=True, encoding="utf-8"
    )
    assert [line.rpartition(" ")[2] for line in done.stdout.splitlines()] == ["unset", "auto"]


def test_git_ignores_what_an_interrupted_run_leaves(made: Made) -> None:
    ignored = (made.root / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert {generation.LOCK, f"{generation.NEXT}/"} <= set(ignored)


def test_git_ignores_releases(made: Made) -> None:
    assert "/releases/" in (made.root / ".gitignore").read_text(encoding="utf-8").splitlines()


def test_empty_folder_is_taken_also_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    (tmp_path / "link").symlink_to("x")
    dateline(tmp_path, "init", "link", *AS_OF)
    assert (tmp_path / "x" / "datapackage.json").is_file()
    assert (tmp_path / "link").is_symlink()


def test_project_may_lie_inside_another_and_below_folders_to_come(copy: Path) -> None:
    said = dateline(copy, "init", "more work/inner", *AS_OF)
    assert "  cd 'more work/inner'\n" in said
    dateline(copy / "more work" / "inner", "convert")
    assert not (copy / "datasets").exists()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ("full", "full is not empty, and nothing in it was touched."),
        (".", ". is not empty"),
        ("file.txt", "is a file"),
        ("x --name River_Watch", "Did you mean river-watch?"),
        ("x --prefix rw", "Did you mean RW?"),
        ("x --title ' '", "A title cannot be empty."),
        ("x --as-of yesterday", "does not match the format"),
        ("日本", "Give one with --name, as in `--name river-watch`."),
        ("", "Missing argument 'DIR'"),
    ],
)
def test_call_that_is_refused_writes_nothing(call: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "theirs.txt").write_text("theirs", encoding="utf-8")
    (tmp_path / "file.txt").touch()
    before = contents(tmp_path)
    done = run(tmp_path, "dateline", "init", *shlex.split(call))
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert contents(tmp_path) == before


def test_folder_that_one_stands_in_is_refused(tmp_path: Path) -> None:
    done = run(tmp_path, "dateline", "init", ".")
    assert (done.returncode, done.stdout) == (2, "")
    assert f"Go one folder up and run `dateline init {tmp_path.name}` there." in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file.txt").touch()
    done = run(tmp_path, "dateline", "init", "file.txt/x")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("dateline: ")
    assert "Traceback" not in done.stderr
