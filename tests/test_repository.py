"""What must be true of the repository itself, whatever the program does."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ARTICLES = {
    "000_eb0d3b9c0bbd38b6.txt": "a22802a71e70d1ff2d92c35da673129d31c9acf01e02897a9fdeae9d7389db7c",
    "002_407be108de235255.txt": "452a914e2095993c98e33ad12c2defa33ad60cee4a86d85366bdb3b90c264e9c",
}
LOCKS = ("runtime", "development", "benchmarks")

# Brackets, so that no pattern finds itself.
REGISTRY = re.compile(r"pypi[.]org|python[h]osted|--(?:extra-)?index[-]url|--find[-]links")
MACHINE = re.compile(r"(?<![\w.~-])[/](?:work|home|Users|root|tmp|opt|mnt|private)/\w")


@pytest.fixture(scope="module")
def pyproject(repository: Path) -> dict[str, Any]:
    return tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def runtime(pyproject: dict[str, Any]) -> list[Requirement]:
    return [Requirement(text) for text in pyproject["project"]["dependencies"]]


@pytest.fixture(scope="module")
def development(pyproject: dict[str, Any]) -> list[Requirement]:
    return [Requirement(item) for item in pyproject["dependency-groups"]["dev"] if isinstance(item, str)]


@pytest.fixture(scope="module")
def extras(pyproject: dict[str, Any]) -> dict[str, list[Requirement]]:
    optional = pyproject["project"]["optional-dependencies"]
    return {name: [Requirement(text) for text in packages] for name, packages in optional.items()}


def by_heading(text: str) -> dict[str, str]:
    """The parts of a page under its headings of the third level."""
    parts = re.split(r"^### (.+)\n", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def git(repository: Path, *arguments: str) -> str:
    if shutil.which("git") is None or not (repository / ".git").exists():
        pytest.skip("needs git and a checkout")
    return subprocess.run(
        ["git", *arguments], cwd=repository, check=True, capture_output=True, encoding="utf-8"
    ).stdout


def committed_texts(repository: Path) -> dict[str, str]:
    names = [name for name in git(repository, "ls-files", "-z").split("\0") if name]
    paths = {name: repository / name for name in names if not name.startswith("seeds/articles/")}
    return {
        name: path.read_text(encoding="utf-8", errors="replace")
        for name, path in paths.items()
        if path.is_file()
    }


def pins(repository: Path, lock: str) -> dict[str, str]:
    text = (repository / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")
    found = re.findall(r"^([\w.-]+)==(\S+)", text, flags=re.MULTILINE)
    return {canonicalize_name(name): version for name, version in found}


def test_articles_are_the_bytes_that_were_coded(repository: Path) -> None:
    folder = repository / "seeds" / "articles"
    assert {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()} == ARTICLES


@pytest.mark.parametrize("name", ARTICLES)
def test_git_leaves_articles_alone(name: str, repository: Path) -> None:
    answer = git(repository, "check-attr", "text", "--", f"seeds/articles/{name}")
    assert answer.strip().endswith("text: unset")


@pytest.mark.parametrize("name", ["schema", "validators"])
def test_folders_of_domain_experts_hold_no_python(name: str, repository: Path) -> None:
    assert (repository / name).is_dir()
    assert list((repository / name).rglob("*.py")) == []


def test_rules_do_not_shadow_the_validators_that_frictionless_imports(repository: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import validators; print(validators.email('coder@example.org'))"],
        cwd=repository,
        capture_output=True,
        encoding="utf-8",
    )
    assert (done.stdout.strip(), done.returncode) == ("True", 0), done.stderr


@pytest.mark.parametrize(
    ("what", "pattern"), [("a registry address", REGISTRY), ("a path of one machine", MACHINE)]
)
def test_no_committed_file_names(what: str, pattern: re.Pattern[str], repository: Path) -> None:
    hits = {name: pattern.findall(text) for name, text in committed_texts(repository).items()}
    hits = {name: found for name, found in hits.items() if found}
    assert hits == {}, f"{what} in a committed file"


def test_every_dependency_says_what_it_is_for(
    repository: Path,
    runtime: list[Requirement],
    extras: dict[str, list[Requirement]],
    development: list[Requirement],
) -> None:
    page = (repository / "docs" / "dependencies.md").read_text(encoding="utf-8")
    run, rest = page.split("## Extras")
    optional, develop = rest.split("## To develop")
    row = re.compile(r"^\| (?!package )([\w-]+) \| ", flags=re.MULTILINE)
    named = {name: {each.name for each in packages} for name, packages in extras.items()}
    assert set(row.findall(run)) == {each.name for each in runtime}
    assert {name: set(row.findall(part)) for name, part in by_heading(optional).items()} == named
    development_only = {each.name for each in development}.difference(*named.values())
    assert set(row.findall(develop)) == development_only | {"hatchling"}


def test_tests_run_with_all_extras(
    extras: dict[str, list[Requirement]], development: list[Requirement]
) -> None:
    assert [each for packages in extras.values() for each in packages if each not in development] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_holds_exact_versions_with_hashes_and_no_address(lock: str, repository: Path) -> None:
    text = (repository / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")
    entries = re.split(r"\n(?=\S)", text.replace("\\\n", " ").strip())
    entries = [entry for entry in entries if not entry.startswith("#")]
    sound = re.compile(r"[\w.-]+==\S+ .*--hash=sha256:[0-9a-f]{64}")
    assert entries
    assert [entry for entry in entries if not sound.match(entry)] == []
    assert "://" not in text


def test_locks_satisfy_what_pyproject_asks_for(
    repository: Path, runtime: list[Requirement], development: list[Requirement]
) -> None:
    wanted = {"runtime": runtime, "development": runtime + development}
    for lock, requirements in wanted.items():
        locked = pins(repository, lock)
        unmet = [
            str(each)
            for each in requirements
            if locked.get(canonicalize_name(each.name), "0") not in each.specifier
        ]
        assert unmet == [], f"requirements/{lock}.txt is behind pyproject.toml: run `make lock`"


def test_both_locks_agree(repository: Path) -> None:
    assert pins(repository, "runtime").items() <= pins(repository, "development").items()


def test_version_is_the_same_wherever_it_is_written(repository: Path, pyproject: dict[str, Any]) -> None:
    version = pyproject["project"]["version"]
    citation = yaml.safe_load((repository / "CITATION.cff").read_text(encoding="utf-8"))
    changelog = (repository / "CHANGELOG.md").read_text(encoding="utf-8")
    assert citation["version"] == version
    assert f"\n## [{version}]" in changelog
