from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline import initialise, project
from dateline.errors import CallError

DAY = date(2026, 11, 22)
KILLED_HALFWAY = """
import os, signal, sys
from pathlib import Path
from dateline import initialise

class Contents(dict):
    def items(self):
        yield "README.md", b"half"
        os.kill(os.getpid(), signal.SIGKILL)

initialise.make(Path(sys.argv[1]), Contents())
"""


@pytest.mark.parametrize(
    ("folder", "name", "title", "id_prefix"),
    [
        ("sahel", "sahel", "Sahel", "SAH"),
        ("Sahel peace_watch 2024", "sahel-peace-watch-2024", "Sahel peace watch 2024", "SPW"),
        ("Été à Nîmes", "ete-a-nimes", "Ete a nimes", "EAN"),
        ("a-b-c-d-e-f-g-h-i-j", "a-b-c-d-e-f-g-h-i-j", "A b c d e f g h i j", "ABCDEFGH"),
        ("x", "x", "X", "EVT"),
        ("2024", "2024", "2024", "EVT"),
    ],
)
def test_identity_is_made_from_the_name_of_the_folder(
    folder: str, name: str, title: str, id_prefix: str
) -> None:
    assert initialise.identity(folder, DAY) == initialise.Identity(name, title, id_prefix, DAY)


def test_identity_that_is_given_is_taken() -> None:
    given_ = initialise.identity("日本", DAY, "nihon", "Events in Japan,\n2024", "JP24")
    assert given_ == initialise.Identity("nihon", "Events in Japan, 2024", "JP24", DAY)


@given(st.text(max_size=200))
def test_identity_is_sound_or_refused(folder: str) -> None:
    try:
        one = initialise.identity(folder, DAY)
    except CallError:
        return
    assert initialise.identity(folder, DAY, one.name, one.title, one.id_prefix) == one


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"name": "River Watch"}, "Did you mean river-watch?"),
        ({"name": "river--watch"}, "cannot be a name"),
        ({"name": "-river"}, "cannot be a name"),
        ({"name": "river\n"}, "cannot be a name"),
        ({"name": ""}, "cannot be a name"),
        ({"name": "r" * 121}, "120 at most"),
        ({"name": "日本"}, "single hyphens between them, 120 at most.$"),
        ({"folder": "日本"}, "--name river-watch"),
        ({"folder": ""}, "--name river-watch"),
        ({"title": " \n"}, "cannot be empty"),
    ],
)
def test_identity_that_is_not_allowed_is_refused(options: dict[str, str], message: str) -> None:
    with pytest.raises(CallError, match=message.replace("?", r"\?")):
        initialise.identity(**{"folder": "x", "created": DAY, **options})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "id_prefix", ["AB", "ABCDEFGH", "A1", "A", "ABCDEFGHI", "abc", "1AB", "A-B", "ÄB", "", "AB\n"]
)
def test_prefixes_are_those_that_a_project_may_have(id_prefix: str, tmp_path: Path) -> None:
    settings = {"dateline": {"format": 1, "id_prefix": id_prefix}}
    (tmp_path / "datapackage.json").write_text(json.dumps(settings), encoding="utf-8")

    def refused(call: object) -> bool:
        try:
            call()  # type: ignore[operator]
        except CallError as error:
            return "capital letters or digits" in str(error)
        return False

    as_given = refused(lambda: initialise.identity("x", DAY, id_prefix=id_prefix))
    assert as_given == refused(lambda: project.read(tmp_path))


def test_prefix_in_small_letters_is_told_what_would_do() -> None:
    with pytest.raises(CallError, match="Did you mean RWX"):
        initialise.identity("x", DAY, id_prefix="rwx")


def test_descriptor_keeps_all_but_the_identity_of_the_reference(repository: Path) -> None:
    reference = json.loads((repository / "datapackage.json").read_text(encoding="utf-8"))
    reference |= {"version": "9.8.7", "created": "2020-01-01T00:00:00Z"}
    made = initialise.descriptor(reference, initialise.Identity("x", "An X", "XYZ", DAY))
    assert list(made) == list(reference)
    assert {key for key in reference if made[key] == reference[key]} == {"$schema", "licenses", "resources"}
    settings = {**reference["dateline"], "id_prefix": "XYZ"}
    del settings["publish"]  # what the reference accepts for its own releases is nobody else's
    assert made["dateline"] == settings
    assert (made["name"], made["title"], made["version"]) == ("x", "An X", "0.1.0")
    assert made["created"] == "2026-11-22T00:00:00Z"
    assert "datasets/" not in json.dumps(made["sources"])  # a release has its tables elsewhere


def test_title_is_not_read_as_a_placeholder() -> None:
    readme = initialise.files(initialise.Identity("x", "The $id_prefix of $5", "XYZ", DAY))["README.md"]
    assert readme.startswith(b"# The $id_prefix of $5\n")
    assert b"now `XYZ`" in readme


def test_interruption_leaves_nothing(tmp_path: Path) -> None:
    class Interrupted(dict[str, bytes]):
        def items(self) -> Iterator[tuple[str, bytes]]:  # type: ignore[override]
            yield "README.md", b"half"
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        initialise.make(tmp_path / "x", Interrupted())
    assert list(tmp_path.iterdir()) == []


def test_kill_leaves_no_half_made_project(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", KILLED_HALFWAY, tmp_path / "x"], env=dict(os.environ))
    assert done.returncode == -signal.SIGKILL
    assert [path.name.startswith(".dateline-init-") for path in tmp_path.iterdir()] == [True]
    initialise.make(tmp_path / "x", {"a/b.txt": b"whole"})
    assert (tmp_path / "x" / "a" / "b.txt").read_bytes() == b"whole"


def test_folder_that_is_filled_meanwhile_is_not_replaced(tmp_path: Path) -> None:
    theirs = tmp_path / "x" / "theirs.txt"
    theirs.parent.mkdir()
    theirs.touch()
    with pytest.raises(OSError, match="not empty"):
        initialise.make(theirs.parent, {"README.md": b""})
    assert [path.name for path in tmp_path.rglob("*")] == ["x", "theirs.txt"]
