"""The hooks, by pre-commit itself, in a scratch repository."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from tests.cli.test_gate import commit, git

if TYPE_CHECKING:
    from tests.conftest import Copy

SLIP = ("Battles,Armed clash", "Battles,Armed clsh")


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory, repository: Path) -> Path:
    """A repository with the hooks, and with the package that they install."""
    root = tmp_path_factory.mktemp("hooks")
    names = git(repository, "ls-files", "-z", "src", "schema", "validators").split("\0")
    for name in (*filter(None, names), *(
        "pyproject.toml", "README.md", "LICENSE", "NOTICE", "datapackage.json", ".pre-commit-hooks.yaml",
    )):  # fmt: skip
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(repository / name, root / name)
    git(root, "init", "-q", "-b", "main")
    commit(root)
    return root


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pre-commit keeps the environments that it makes."""
    return tmp_path_factory.mktemp("home")


def run(root: Path, home: Path, environment: Mapping[str, str], *arguments: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", *arguments],
        cwd=root, env={**environment, "PRE_COMMIT_HOME": str(home)},
        capture_output=True, encoding="utf-8", timeout=180, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


@pytest.mark.slow
def test_a_commit_is_held_until_the_data_are_mended(
    reference: Copy, hooks: Path, home: Path, offline: Mapping[str, str]
) -> None:
    config = {"repos": [{"repo": str(hooks), "rev": git(hooks, "rev-parse", "HEAD").strip(), "hooks": [
        {"id": "dateline", "args": ["--as-of", "2026-11-22"]}, {"id": "dateline-convert"},
    ]}]}  # fmt: skip
    git(reference.root, "init", "-q", "-b", "main")
    reference.write(".pre-commit-config.yaml", yaml.safe_dump(config))
    git(reference.root, "add", "-A")
    status, said = run(reference.root, home, offline, "run", "--all-files")
    assert (status, said.count("Passed")) == (0, 2), said
    reference.replace("datasets/events.csv", *SLIP)
    git(reference.root, "add", "-A")
    status, said = run(reference.root, home, offline, "run")
    assert status == 1
    assert "S019 dangling-reference" in said
    assert "datasets/ is not what the seeds give" in said


def test_the_hooks_are_as_pre_commit_wants_them(repository: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", "validate-manifest", ".pre-commit-hooks.yaml"],
        cwd=repository, capture_output=True, encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
