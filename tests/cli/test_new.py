from __future__ import annotations

import hashlib
import os
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from dateline import initialise
from dateline import project as projects
from dateline.cli import run
from dateline.convert import run as conversion
from dateline.findings import InDocument
from dateline.project import Project

AS_OF = ("--as-of", "2026-11-22")
DAY = date(2026, 11, 22)
HEADLINE = "Shelling kills three in Harbour Town"
SHELLED = (
    "Shelling killed at least three people in Harbour Town on Saturday, a hospital doctor said on the phone."
)
DENIED = (
    "The army said that it had aimed at positions on the river bank, and denied that houses had been hit."
)
WIRE = f"{HEADLINE}\n\nHARBOUR TOWN, October 14, 2017 (Reuters) - {SHELLED}\n\n{DENIED}\n"
WIRE_ID = "reuters-2017-10-14-shelling-kills-three-in-harbour-town"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A new project, without the example's extraction."""
    root = tmp_path / "river"
    initialise.make(root, initialise.files(initialise.identity("river", DAY)))
    of = projects.read(root)
    for path in of.extractions.iterdir():
        path.unlink()
    return of


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """Where articles lie before they are taken into a project."""
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


def article(inbox: Path, content: str | bytes, name: str = "article.txt") -> Path:
    path = inbox / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def new(project: Project, path: Path, *options: str) -> int:
    return run(["new", str(path), "--project", str(project.root), *AS_OF, *options])


def files(project: Project) -> dict[str, bytes]:
    return {
        project.shown(path): path.read_bytes() for path in sorted(project.seeds.rglob("*")) if path.is_file()
    }


def written(project: Project) -> Path:
    (path,) = project.extractions.iterdir()
    return path


def source(project: Project) -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(written(project).read_text(encoding="utf-8"))["source"]
    return data


def missing(project: Project) -> set[str]:
    """What `convert` says is missing; besides, it says only what was guessed and that nobody checked it."""
    found = conversion.convert(project).findings
    assert {one.place.file for one in found if isinstance(one.place, InDocument)} <= {
        project.shown(written(project))
    }
    assert {one.rule for one in found} <= {"E021", "E040", "E042"}
    return {str(one.value) for one in found if one.rule == "E021"}


def test_every_guess_waits_to_be_confirmed(project: Project, inbox: Path) -> None:
    assert new(project, article(inbox, WIRE)) == 0
    lines = written(project).read_text(encoding="utf-8").split("\n")
    guesses = [number for number, line in enumerate(lines, 1) if line.startswith("  # GUESS: ")]
    found = [one for one in conversion.convert(project).findings if one.rule == "E042"]
    assert guesses
    assert [(one.place.line, one.place.column) for one in found if isinstance(one.place, InDocument)] == [
        (number, 3) for number in guesses
    ]


def test_an_article_is_taken_in_byte_for_byte(project: Project, inbox: Path) -> None:
    raw = b"\xef\xbb\xbf" + WIRE.replace("\n", "\r\n").encode()
    assert new(project, article(inbox, raw)) == 0
    assert (project.articles / "article.txt").read_bytes() == raw
    found = source(project)
    assert (found["article"], found["sha256"]) == ("article.txt", hashlib.sha256(raw).hexdigest())
    assert written(project).name == f"{WIRE_ID}.yaml"
    assert found["id"] == WIRE_ID


def test_an_article_of_the_project_stays_where_it_is(project: Project) -> None:
    path = article(project.articles, WIRE)
    before = path.stat().st_mtime_ns
    assert new(project, path) == 0
    assert path.stat().st_mtime_ns == before
    assert source(project)["article"] == "article.txt"


@pytest.mark.parametrize("name", ["000_eb0d3b9c0bbd38b6.txt", "002_407be108de235255.txt"])
def test_real_articles_lack_what_cannot_be_guessed(name: str, project: Project, repository: Path) -> None:
    assert new(project, repository / "seeds" / "articles" / name) == 0
    unguessed = {"publisher", "published"} if name.startswith("000") else set()
    assert missing(project) == {"scale", "coder", *unguessed}


def test_when_everything_is_guessed_it_converts(project: Project, inbox: Path) -> None:
    assert new(project, article(inbox, WIRE), "--coder", "AB") == 0
    assert missing(project) == set()
    assert run(["convert", "--project", str(project.root)]) == 0
    row = (project.datasets / "sources.csv").read_text(encoding="utf-8").splitlines()[1]
    assert row.startswith(f"{WIRE_ID},Reuters,quoted,{HEADLINE},")


@pytest.mark.parametrize(
    ("content", "absent"),
    [
        (HEADLINE, {"publisher", "published", "language", "scale", "body"}),
        (SHELLED, {"publisher", "published", "scale"}),
        (
            "Fog delays ferry again\nCouncil votes on the library\n",
            {"publisher", "published", "language", "scale", "body"},
        ),
        ("القصف يقتل ثلاثة في البلدة الشمالية\n", {"publisher", "published", "language", "scale", "body"}),
        (f"\ufeff{HEADLINE}\r\n\r\n{SHELLED}\r\n", {"publisher", "published", "scale"}),
        ("it fell " * 200, {"publisher", "published", "language", "scale", "body"}),
        ("\x07 \x1b[1m", {"publisher", "published", "language", "scale", "body"}),
    ],
)
def test_articles_with_little_to_guess(
    content: str, absent: set[str], project: Project, inbox: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert new(project, article(inbox, content), "--coder", "AB") == 0
    assert missing(project) == absent
    said = capsys.readouterr().out
    told = re.search(r"^To fill in: (.*)\.$", said, re.MULTILINE)
    assert told
    assert set(told[1].split(", ")) == absent


def test_a_megabyte_of_prose(project: Project, inbox: Path) -> None:
    assert new(project, article(inbox, "\n\n".join(f"{n}: {SHELLED} {DENIED}" for n in range(5000)))) == 0
    assert missing(project) == {"publisher", "published", "scale", "coder"}


def test_what_is_given_goes_before_what_is_guessed(
    project: Project, inbox: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert new(project, article(inbox, WIRE), "--id", "shelling", "--language", "fr", "--coder", " AB ") == 0
    assert written(project).name == "shelling.yaml"
    data = yaml.safe_load(written(project).read_text(encoding="utf-8"))
    assert (data["source"]["id"], data["source"]["language"]) == ("shelling", "fr")
    assert data["coding"] == {"coder": "AB", "coded_at": DAY}
    assert "To fill in" not in capsys.readouterr().out


def test_the_coder_is_told_what_was_done_and_what_is_next(
    project: Project, inbox: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert new(project, article(inbox, f"{HEADLINE}\x1b[1m\n\n{SHELLED}\n14 October 2017")) == 0
    name = "unstated-2017-10-14-article"
    assert capsys.readouterr().out.splitlines() == [
        f"Wrote seeds/extractions/{name}.yaml and copied the article to seeds/articles/article.txt.",
        "  published  2017-10-14 (a guess: line 4 has this day)",
        "  body       a guess: the longest run of whole sentences: line 3",
        "To fill in: publisher, scale, coder.",
        "Next: read the article, confirm every GUESS, code the events, and run `dateline convert`.",
    ]


def test_the_schema_comment_leads_to_the_schema(project: Project, inbox: Path) -> None:
    assert new(project, article(inbox, WIRE)) == 0
    first = written(project).read_text(encoding="utf-8").splitlines()[0]
    path = first.removeprefix("# yaml-language-server: $schema=")
    assert (project.extractions / path).resolve() == (
        project.root / "schema" / "extraction.schema.json"
    ).resolve()


def test_the_same_call_writes_the_same_bytes(project: Project, inbox: Path) -> None:
    path = article(inbox, WIRE)
    assert new(project, path) == 0
    once = files(project)
    written(project).unlink()
    assert new(project, path) == 0
    assert files(project) == once


def test_it_works_from_inside_the_project(
    project: Project, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    article(inbox, WIRE)
    monkeypatch.chdir(project.extractions)
    assert run(["new", "../../../inbox/article.txt", *AS_OF]) == 0
    assert written(project).name == f"{WIRE_ID}.yaml"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "article.txt is empty"),
        (b" \n\t\n", "article.txt is empty"),
        ("Été".encode("cp1252"), "iconv -f WINDOWS-1252 -t UTF-8"),
        (b"\x89PNG\r\n\x1a\n\x00", "article.txt is not text"),
        (b"%PDF-1.4", "a PDF file"),
        (b"a" * 10_000_001, "10,000,001 bytes; dateline reads no article of more than 10,000,000"),
    ],
)
def test_what_is_no_article_is_refused(
    content: bytes, said: str, project: Project, inbox: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = files(project)
    assert new(project, article(inbox, content)) == 2
    assert said in capsys.readouterr().err
    assert files(project) == before


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--id", "Coast Gazette: town"), "Try coast-gazette-town"),
        (("--id", "القصف"), "Try publisher-2017-10-14-subject"),
        (("--id", "a" * 121), "at most 120 characters"),
        (("--id", ""), "a source id has small letters"),
        (("--id", "default"), "stands for values that no source gives"),
        (("--language", "English"), "--language 'English': write a short code"),
        (("--coder", " "), "--coder ' ': write initials or a role"),
        (("--coder", "A\x07"), "write initials or a role"),
        (("--coder", "A" * 81), "write initials or a role"),
        (("--as-of", "yesterday"), "yesterday"),
    ],
)
def test_wrong_options_are_refused(
    options: tuple[str, str], said: str, project: Project, inbox: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = files(project)
    assert new(project, article(inbox, WIRE), *options) == 2
    assert said in capsys.readouterr().err
    assert files(project) == before


@pytest.mark.parametrize("name", ["a\nb.txt", "a\\b.txt", "a\x9b.txt"])
def test_names_that_an_extraction_cannot_hold_are_refused(
    name: str, project: Project, inbox: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert new(project, article(inbox, WIRE, name)) == 2
    assert "is no name for an article file: rename it" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["null", "Al-Mayādīn's: #1, [a].txt", "2017"])
def test_odd_names_are_kept(name: str, project: Project, inbox: Path) -> None:
    assert new(project, article(inbox, WIRE, name)) == 0
    assert source(project)["article"] == name
    assert missing(project) == {"coder"}


def test_what_is_no_file_is_refused(
    project: Project, inbox: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert new(project, Path(os.devnull)) == 2
    assert "is not a file. Save the article as plain text" in capsys.readouterr().err
    assert new(project, inbox) == 2
    assert new(project, inbox / "nothing.txt") == 2
    assert "does not exist" in capsys.readouterr().err


def test_outside_a_project_it_says_how_to_start_one(inbox: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["new", str(article(inbox, WIRE)), "--project", str(inbox), *AS_OF]) == 2
    assert "dateline init" in capsys.readouterr().err


def test_another_article_of_the_same_name_is_refused(
    project: Project, inbox: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    article(project.articles, "Other words.")
    before = files(project)
    assert new(project, article(inbox, WIRE)) == 2
    assert "seeds/articles/article.txt is there already, with other bytes" in capsys.readouterr().err
    assert files(project) == before


@pytest.mark.parametrize("name", ["article.txt", "copy.txt"])
def test_a_second_extraction_of_an_article_is_refused(
    name: str, project: Project, inbox: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert new(project, article(inbox, WIRE)) == 0
    before = files(project)
    assert new(project, article(inbox, WIRE, name), "--id", "again") == 2
    assert f"already extracted in seeds/extractions/{WIRE_ID}.yaml" in capsys.readouterr().err
    assert files(project) == before


def test_nothing_is_overwritten(project: Project, inbox: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project.extractions / "mine.yaml").write_bytes(b"# notes\n")
    before = files(project)
    assert new(project, article(inbox, WIRE), "--id", "mine") == 2
    assert "seeds/extractions/mine.yaml is there already" in capsys.readouterr().err
    assert files(project) == before


def test_the_folders_are_made_if_need_be(project: Project, inbox: Path) -> None:
    for folder in (project.articles, project.extractions):
        for path in folder.iterdir():
            path.unlink()
        folder.rmdir()
    assert new(project, article(inbox, WIRE)) == 0
    assert written(project).name == f"{WIRE_ID}.yaml"
