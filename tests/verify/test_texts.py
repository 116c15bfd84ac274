"""Folders of texts, and what else may lie in them."""

from __future__ import annotations

import hashlib
import os

import pytest

from dateline.verify import likeness, texts

HELD = b"Clashes in the town"
DIGEST = hashlib.sha256(HELD).hexdigest()


def test_texts_are_found_at_any_depth_and_under_any_name(tmp_path):
    (tmp_path / "a/b/c").mkdir(parents=True)
    (tmp_path / "a/b/c/x.pdf").write_bytes(HELD)
    (tmp_path / "other").write_bytes(b"other")
    held = texts.find([tmp_path], {DIGEST})
    assert held.paths == {DIGEST: tmp_path / "a/b/c/x.pdf"}
    assert held.others == [tmp_path / "other"]
    assert held.skipped == {}


def test_of_equal_texts_the_first_is_named(tmp_path):
    for name in "cab":
        (tmp_path / name).write_bytes(HELD)
    assert texts.find([tmp_path], {DIGEST}).paths == {DIGEST: tmp_path / "a"}


def test_links_that_lead_out_or_round_are_not_followed(tmp_path):
    outside, inside = tmp_path / "outside", tmp_path / "inside"
    outside.mkdir()
    inside.mkdir()
    (outside / "text").write_bytes(HELD)
    (inside / "link").symlink_to(outside / "text")
    (inside / "folder").symlink_to(outside)
    (inside / "loop").symlink_to(inside / "loop")
    (inside / "round").symlink_to(inside)
    held = texts.find([inside], {DIGEST})
    assert held.paths == {} and held.others == []
    skipped = sorted(name for names in held.skipped.values() for name in names)
    assert skipped == [str(inside / name) for name in ("folder", "link", "loop")]


def test_a_link_within_the_folder_is_followed(tmp_path):
    (tmp_path / "z").write_bytes(HELD)
    (tmp_path / "a").symlink_to(tmp_path / "z")
    assert texts.find([tmp_path], {DIGEST}).paths == {DIGEST: tmp_path / "a"}


def test_what_is_no_file_or_too_large_is_not_read(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with (tmp_path / "film").open("wb") as stream:
        stream.truncate(1 << 40)
    held = texts.find([tmp_path], {DIGEST})
    assert held.others == []
    assert held.skipped == {"no file": [str(tmp_path / "pipe")], texts.TOO_LARGE: [str(tmp_path / "film")]}


def test_what_cannot_be_read_is_told(tmp_path, monkeypatch):
    (tmp_path / "a").write_bytes(HELD)

    def denied(path):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(texts, "sha256", denied)
    assert texts.find([tmp_path], {DIGEST}).skipped == {"Permission denied": [str(tmp_path / "a")]}


def test_a_folder_that_cannot_be_opened_is_told(tmp_path, monkeypatch):
    def walk(folder, onerror):
        onerror(PermissionError(13, "Permission denied", f"{folder}/secret"))
        return iter(())

    monkeypatch.setattr(texts.os, "walk", walk)
    assert texts.find([tmp_path], set()).skipped == {"Permission denied": [f"{tmp_path}/secret"]}


@pytest.mark.parametrize(
    "words",
    [
        "Government forces shelled the village",
        "قصفت قوات الحكومة القرية يوم السبت",
        "政府軍は土曜日に村を砲撃し、少なくとも三人が死亡した",
    ],
)
def test_a_text_that_has_the_words_somewhere_is_likely(tmp_path, words):
    same, other = tmp_path / "same", tmp_path / "other"
    same.write_text(f"Header.\n\n“{words}”, he said.", encoding="utf-8")
    other.write_text(f"Header. {words[5:]}", encoding="utf-8")
    found = likeness.likely({"s": [words, "Something that stands nowhere"]}, [other, same])
    assert found == {"s": likeness.Likely(same, 1, 2)}


def test_short_words_are_no_likeness(tmp_path):
    (tmp_path / "a").write_text("on Saturday", encoding="utf-8")
    assert likeness.likely({"s": ["on Saturday"]}, [tmp_path / "a"]) == {}
