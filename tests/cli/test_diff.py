"""`dateline diff`, on copies of the reference project and on files."""

from __future__ import annotations

import csv
import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from tests.cli.test_foreign import EVENT

if TYPE_CHECKING:
    from tests.conftest import Copy, Ran

EVENTS = "datasets/events.csv"


@pytest.fixture
def old(reference: Copy, tmp_path: Path) -> Path:
    """The reference project as it was."""
    return shutil.copytree(reference.root, tmp_path / "old")


def diff(new: Copy, old: Path, *options: str) -> Ran:
    """Compare in this process."""
    from tests.conftest import Ran

    from dateline import cli

    new.capsys.readouterr()
    status = cli.run(["diff", str(old), str(new.root), *options])
    return Ran(status, *new.capsys.readouterr())


def document(new: Copy, old: Path) -> Any:
    ran = diff(new, old, "--format", "json")
    assert (ran.exit, ran.err) == (0, "")
    return json.loads(ran.out)


def events_of(found: Any) -> Any:
    return next(one for one in found["tables"] if one["name"] == "events")


def edit(new: Copy, change: Callable[[list[dict[str, str]]], list[dict[str, str]]]) -> None:
    """Write the events anew."""
    rows = new.rows("events")
    columns = list(rows[0])
    with (new / EVENTS).open("w", encoding="utf-8", newline="") as stream:
        table = csv.DictWriter(stream, columns, lineterminator="\n")
        table.writeheader()
        table.writerows(change(rows))


def one_key(new: Copy) -> tuple[str, str]:
    """Key and id of the first event."""
    row = new.rows("events")[0]
    return row["event_key"], row["event_id_cnty"]


def retire(new: Copy, *lines: str) -> None:
    new.write(new.ids, new.text(new.ids) + "".join(f"{line}\n" for line in lines))


def test_nothing_differs(reference: Copy, old: Path) -> None:
    ran = reference.process("diff", str(old), ".", "--exit-code")
    assert (ran.exit, ran.err) == (0, "")
    assert ran.out.splitlines()[1] == "Nothing differs."


def test_a_cell(reference: Copy, old: Path) -> None:
    edit(reference, lambda rows: [rows[0] | {"fatalities": "7", "timestamp": "1895305600"}, *rows[1:]])
    ran = reference.process("diff", str(old), ".", "--exit-code")
    assert (ran.exit, ran.err) == (1, "")
    assert "A patch: corrections alone (the next version is at least 0.1.1)." in ran.out
    assert "events: 5 events: 1 changed." in ran.out
    assert "fatalities: 0 → 7" in ran.out
    assert "20 % of the former events changed." in ran.out
    assert "Fatalities: 10 → 17 (+7)." in ran.out
    assert "timestamp is not newer" not in ran.out


def test_an_event_that_is_gone(reference: Copy, old: Path) -> None:
    key, name = one_key(reference)
    edit(reference, lambda rows: rows[1:])
    ran = diff(reference, old)
    assert ran.exit == 0
    assert "1 event that is gone, and nothing says why." in ran.out
    assert "A major change" in ran.out
    retire(reference, f"{key},tombstone,,It never happened.,me,2026-11-01")
    found = document(reference, old)
    (gone,) = events_of(found)["deleted"]
    assert gone["key"] == [name]
    assert gone["fate"] == {
        "status": "tombstone",
        "successor": "",
        "reason": "It never happened.",
        "decided_at": "2026-11-01",
    }
    assert (found["bump"], found["events"]["fates"]) == ("minor", {"tombstone": 1})


def test_events_that_are_one(reference: Copy, old: Path, repository: Path) -> None:
    (key, name), other = one_key(reference), reference.rows("events")[1]
    edit(reference, lambda rows: rows[1:])
    retire(reference, f"{key},merged,{other['event_key']},Told twice.,me,2026-11-01")
    found = document(reference, old)
    schema = json.loads((repository / "schema" / "diff.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(found, schema)
    (gone,) = events_of(found)["deleted"]
    assert gone["key"] == [name]
    assert (gone["fate"]["status"], gone["fate"]["successor"]) == ("merged", other["event_id_cnty"])
    assert f"merged into another ({other['event_id_cnty']}): Told twice." in diff(reference, old).out


def test_an_id_that_stands_for_another_event(reference: Copy, old: Path) -> None:
    edit(
        reference,
        lambda rows: [rows[0] | {"event_key": "other", "timestamp": "1895305600"}, *rows[1:]],
    )
    ran = diff(reference, old)
    assert "1 id now stands for another event." in ran.out
    assert "A major change" in ran.out


def test_ids_that_changed_places(reference: Copy, old: Path) -> None:
    def swapped(rows: list[dict[str, str]]) -> list[dict[str, str]]:
        ids = [row["event_id_cnty"] for row in rows]
        return [
            row | {"event_id_cnty": name} for row, name in zip(rows, [ids[1], ids[0], *ids[2:]], strict=True)
        ]

    edit(reference, swapped)
    assert document(reference, old)["events"]["reused"] == 2


def exchanged(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """Rows of which the first two have exchanged their keys, and so their ids."""
    first, second = rows[0], rows[1]
    kept = ("event_key", "event_id_cnty")
    now = {"timestamp": "1895305600"}
    return [
        first | {name: second[name] for name in kept} | now,
        second | {name: first[name] for name in kept} | now,
        *rows[2:],
    ]


def test_keys_that_were_exchanged(reference: Copy, old: Path) -> None:
    rows = reference.rows("events")
    other = next(
        n
        for n, row in enumerate(rows)
        if all(row[name] != rows[0][name] for name in ("event_date", "location", "actor1"))
    )
    edit(reference, lambda rows: exchanged([rows[0], rows[other], *rows[1:other], *rows[other + 1 :]]))
    found = document(reference, old)
    assert (found["events"]["reused"], found["bump"]) == (2, "major")


def test_a_column_more(reference: Copy, old: Path) -> None:
    path = reference / "schema/tables/events.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    schema["fields"].append({"name": "mood", "type": "string"})
    path.write_text(json.dumps(schema), encoding="utf-8")
    first, *others = reference.text(EVENTS).splitlines()
    assert all(line.count('"') % 2 == 0 for line in others)
    reference.write(EVENTS, "".join([f"{first},mood\n", *(f"{line},\n" for line in others)]))
    found = document(reference, old)
    table = events_of(found)
    assert (found["bump"], table["columns"]["added"], table["rows"]["unchanged"]) == ("minor", ["mood"], 5)
    assert (table["changed"], table["columns"]["reordered"]) == ([], False)


def test_release_notes_and_other_files(reference: Copy, old: Path, tmp_path: Path) -> None:
    edit(reference, lambda rows: rows[1:])
    notes, page, changes = (tmp_path / name for name in ("CHANGES.md", "diff.html", "changes.json"))
    outputs = [f"markdown={notes}", f"html={page}", f"json={changes}"]
    ran = diff(reference, old, *(part for one in outputs for part in ("-o", one)))
    assert ran.exit == 0
    assert notes.read_text(encoding="utf-8").startswith("# ")
    assert "### Gone" in notes.read_text(encoding="utf-8")
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert json.loads(changes.read_text(encoding="utf-8"))["differs"]
    again = diff(reference, old, "--format", "markdown")
    assert again.out == notes.read_text(encoding="utf-8")


def test_the_zip_of_a_release(reference: Copy, old: Path, tmp_path: Path) -> None:
    edit(reference, lambda rows: rows[1:])
    archive = tmp_path / "some-0.1.0.zip"
    with zipfile.ZipFile(archive, "w") as stream:
        for path in sorted(old.rglob("*")):
            stream.write(path, f"some-0.1.0/{path.relative_to(old).as_posix()}")
        stream.writestr("../outside.csv", "never")
    ran = reference.process("diff", str(archive), ".", "--format", "json")
    assert (ran.exit, ran.err) == (0, "")
    assert len(events_of(json.loads(ran.out))["deleted"]) == 1
    assert not list(tmp_path.rglob("outside.csv"))


def write(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        table = csv.DictWriter(stream, list(EVENT))
        table.writeheader()
        table.writerows(rows)
    return path


def test_files_by_themselves(reference: Copy, tmp_path: Path) -> None:
    other = EVENT | {"event_id_cnty": "SYR9000002"}
    before = write(tmp_path / "before.csv", [EVENT, other])
    after = write(tmp_path / "after.csv", [EVENT | {"fatalities": "9"}])
    ran = reference.process("diff", str(before), str(after))
    assert (ran.exit, ran.err) == (0, "")
    assert "events: 2 → 1 event: 1 gone, 1 changed." in ran.out
    assert "a file by itself cannot say why" in ran.out
    assert "fatalities: " in ran.out


def test_a_damaged_file_is_compared_as_far_as_it_can_be_read(reference: Copy, tmp_path: Path) -> None:
    before = write(tmp_path / "before.csv", [EVENT])
    after = write(tmp_path / "after.csv", [EVENT])
    with after.open("ab") as stream:
        stream.write(b"SYR9000003,only three,cells\n")
    ran = reference.process("diff", str(before), str(after))
    assert (ran.exit, ran.err) == (0, "")
    assert "Records that cannot be read, and were not compared: 0 old, 1 new." in ran.out


def test_json_lines_and_csv(reference: Copy, tmp_path: Path) -> None:
    before = write(tmp_path / "before.csv", [EVENT])
    after = tmp_path / "after.jsonl"
    after.write_text(json.dumps(EVENT | {"fatalities": 9}) + "\n", encoding="utf-8")
    ran = reference.process("diff", str(before), str(after), "--format", "json")
    assert (ran.exit, ran.err) == (0, "")
    (changed,) = events_of(json.loads(ran.out))["changed"]
    assert [one["column"] for one in changed["cells"]] == ["fatalities"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("none", "."), "is not there"),
        ((".", "datasets/events.csv"), "is a package, and the other is a file"),
        ((".", "datasets"), "datapackage.json"),
        ((".", "../old", "-o", "yaml=x"), "is not like markdown=CHANGES.md"),
        ((".", "../old", "-o", "json=x", "-o", "html=./x"), "is named twice"),
        (
            ("datasets/events.csv", "../old/datasets/events.csv", "-o", "json=datasets/events.csv"),
            "one of the two",
        ),
        ((".", "."), "are the same"),
    ],
)
def test_calls_that_cannot_be_used(reference: Copy, old: Path, arguments: tuple[str, ...], said: str) -> None:
    moved = [str(old) if one == "../old" else one.replace("../old", str(old)) for one in arguments]
    ran = reference.process("diff", *moved)
    assert (ran.exit, ran.out) == (2, "")
    assert said in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.slow
def test_the_same_twice(reference: Copy, old: Path) -> None:
    edit(reference, lambda rows: [rows[1] | {"notes": "Around 1 September 2017, others."}, *rows[2:]])
    for form in ("text", "markdown", "json", "html"):
        first, second = (diff(reference, old, "--format", form) for _ in range(2))
        assert first == second
