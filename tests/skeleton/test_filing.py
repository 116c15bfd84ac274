from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from dateline.errors import CallError
from dateline.project import Project
from dateline.skeleton import filing

RAW = b"Shells hit the town."
DIGEST = hashlib.sha256(RAW).hexdigest()


@pytest.fixture
def project(tmp_path: Path) -> Project:
    root = tmp_path / "project"
    (root / "seeds" / "extractions").mkdir(parents=True)
    return Project(root, "river", "RIV", root / "seeds", root / "datasets")


def extraction(project: Project, name: str, **source: str) -> Path:
    path = project.extractions / name
    path.write_text(
        "source:\n" + "".join(f"  {key}: {value}\n" for key, value in source.items()), encoding="utf-8"
    )
    return path


def test_an_article_keeps_its_name(project: Project, tmp_path: Path) -> None:
    assert filing.place(tmp_path / "a b.txt", RAW, project) == project.articles / "a b.txt"


def test_the_same_bytes_may_be_there_and_no_others(project: Project, tmp_path: Path) -> None:
    project.articles.mkdir()
    there = project.articles / "a.txt"
    there.write_bytes(RAW)
    assert filing.place(tmp_path / "a.txt", RAW, project) == there
    with pytest.raises(
        CallError, match=r"seeds/articles/a\.txt is there already, with other bytes than .*a\.txt"
    ):
        filing.place(tmp_path / "a.txt", RAW + b"\n", project)


@pytest.mark.parametrize("target", ["elsewhere.txt", "nowhere.txt"])
def test_links_are_refused(target: str, project: Project, tmp_path: Path) -> None:
    (tmp_path / "elsewhere.txt").write_bytes(RAW)
    project.articles.mkdir()
    (project.articles / "a.txt").symlink_to(tmp_path / target)
    with pytest.raises(CallError, match="is a link"):
        filing.place(tmp_path / "a.txt", RAW, project)


def test_a_folder_is_no_article(project: Project, tmp_path: Path) -> None:
    (project.articles / "a.txt").mkdir(parents=True)
    with pytest.raises(CallError, match="is there already"):
        filing.place(tmp_path / "a.txt", RAW, project)


@pytest.mark.parametrize(
    ("seeds", "path"), [("seeds", "../../schema"), ("data/in/seeds", "../../../../schema")]
)
def test_the_schema_is_named_from_the_folder_of_extractions(seeds: str, path: str, project: Project) -> None:
    root = project.root
    of = Project(root, "river", "RIV", root / seeds, root / "datasets")
    assert filing.schema(of) == f"{path}/extraction.schema.json"
    assert (
        of.extractions / filing.schema(of)
    ).resolve() == root.resolve() / "schema" / "extraction.schema.json"


def refused(project: Project, name: str = "new") -> str:
    with pytest.raises(CallError) as error:
        filing.refuse_a_second(project, project.extractions / f"{name}.yaml", name, "a.txt", DIGEST)
    return str(error.value)


def test_an_article_is_extracted_once_under_whatever_name(project: Project) -> None:
    extraction(project, "old.yaml", id="old", article="other-name.txt", sha256=DIGEST)
    assert "already extracted in seeds/extractions/old.yaml. Go on there" in refused(project)


def test_an_extraction_that_cannot_be_read_counts_by_its_words(project: Project) -> None:
    path = extraction(project, "old.yml", id="old", article="x.txt", sha256=DIGEST)
    path.write_bytes(path.read_bytes() + b"\tbroken: [\n")
    assert "already extracted in seeds/extractions/old.yml" in refused(project)


def test_a_changed_article_is_told_with_its_new_hash(project: Project) -> None:
    extraction(project, "old.yaml", id="old", article="a.txt", sha256="0" * 64)
    assert (
        f"seeds/extractions/old.yaml extracts a.txt, but with other bytes: the SHA-256 is now {DIGEST}"
        in refused(project)
    )


def test_a_source_id_is_taken_once(project: Project) -> None:
    extraction(project, "old.yaml", id="new", article="x.txt", sha256="0" * 64)
    assert (
        refused(project)
        == "The source id new is taken by seeds/extractions/old.yaml. Choose another with --id."
    )


def test_no_file_is_overwritten(project: Project) -> None:
    (project.extractions / "new.yaml").write_bytes(b"# mine\n")
    assert "seeds/extractions/new.yaml is there already. Go on there" in refused(project)


def test_words_in_a_note_take_nothing(project: Project) -> None:
    extraction(
        project, "old.yaml", id="old", article="x.txt", sha256="0" * 64, note=f"not a.txt, new, {DIGEST}"
    )
    (project.extractions / "odd.yaml").write_text(f"- {DIGEST}\n- new\n", encoding="utf-8")
    filing.refuse_a_second(project, project.extractions / "new.yaml", "new", "a.txt", DIGEST)


def test_both_files_are_written(project: Project) -> None:
    kept, path = project.articles / "a.txt", project.extractions / "new.yaml"
    assert filing.write(path, b"dateline: 1\n", kept, RAW) is True
    assert (kept.read_bytes(), path.read_bytes()) == (RAW, b"dateline: 1\n")


def test_an_article_that_is_there_is_not_written_again(project: Project) -> None:
    kept, path = project.articles / "a.txt", project.extractions / "new.yaml"
    project.articles.mkdir()
    kept.write_bytes(RAW)
    before = kept.stat()
    assert filing.write(path, b"dateline: 1\n", kept, RAW) is False
    assert kept.stat().st_mtime_ns == before.st_mtime_ns


def test_if_one_cannot_be_written_neither_is(project: Project) -> None:
    kept, path = project.articles / "a.txt", project.extractions / "new.yaml"
    path.write_bytes(b"# mine\n")
    with pytest.raises(FileExistsError):
        filing.write(path, b"dateline: 1\n", kept, RAW)
    assert path.read_bytes() == b"# mine\n"
    assert not kept.exists()
