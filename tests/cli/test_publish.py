"""`dateline publish` as its users meet it."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import re
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import Any

import frictionless
import pytest

from dateline import project

DAY = "2026-11-29"
LABEL = "dateline-al-mayadin-0.1.0"


def tree(folder: Path) -> dict[str, str]:
    return {
        one.relative_to(folder).as_posix(): hashlib.sha256(one.read_bytes()).hexdigest()
        for one in sorted(folder.rglob("*"))
        if one.is_file()
    }


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def bump(copy: Any, version: str) -> None:
    copy.replace(copy.descriptor, '"version": "0.1.0"', f'"version": "{version}"')


def publish(copy: Any, *options: str) -> Any:
    return copy.run("publish", "--as-of", DAY, *options)


@pytest.fixture(scope="module")
def release(releases: Path) -> Path:
    return releases / "0.1.0" / LABEL


# -- what is in it


def test_folder_and_zip_are_the_same_and_sums_hold(releases: Path, release: Path) -> None:
    assert [one.name for one in releases.iterdir()] == ["0.1.0"]
    assert {one.name for one in (releases / "0.1.0").iterdir()} == {LABEL, f"{LABEL}.zip"}
    with zipfile.ZipFile(releases / "0.1.0" / f"{LABEL}.zip") as archive:
        held = {one: hashlib.sha256(archive.read(one)).hexdigest() for one in archive.namelist()}
    assert held == {f"{LABEL}/{name}": digest for name, digest in tree(release).items()}
    sums = dict(reversed(line.split("  ")) for line in (release / "SHA256SUMS").read_text().splitlines())
    assert sums == {name: digest for name, digest in tree(release).items() if name != "SHA256SUMS"}


def test_stock_frictionless_finds_it_valid(release: Path) -> None:
    report = frictionless.validate(release / "datapackage.json")
    assert report.valid, report.flatten(["title", "note"])


def test_dateline_judges_it_as_a_package(reference: Any, release: Path) -> None:
    ran = reference.process("validate", str(release), "--as-of", DAY, "--format", "json")
    report = json.loads(ran.out)
    assert ran.exit == 0
    assert {one["rule"] for one in report["findings"]} == {"P015", "P065", "P066", "P082"}


def test_its_tables_are_those_of_the_project(repository: Path, release: Path) -> None:
    for path in sorted((repository / "datasets").glob("*.csv")):
        assert rows(release / "data" / path.name) == rows(path), path.name


def spoken(text: str) -> list[str]:
    """Words, and the marks that keep one value from the next."""
    return re.findall(r"\w+|[\"{}<>|;]", text)


def test_no_text_of_an_article_is_in_it_beyond_the_quotations(repository: Path, release: Path) -> None:
    """No six words in a row of an article that are in no quotation, nor in the context of one."""
    quoted = [
        row.get("prefix", "") + row["exact"] + row.get("suffix", "")
        for name in ("evidence", "contradictions", "left_out")
        for row in rows(release / "data" / f"{name}.csv")
    ]
    titles = [one["title"] for one in json.loads((repository / "datapackage.json").read_bytes())["sources"]]
    known = [*quoted, " ".join(titles)]  # as they follow each other in a list
    known += [row["notes"] for row in rows(release / "data" / "events.csv")]
    said = " | ".join(f" {' '.join(spoken(one))} " for one in known)
    published = " ".join(
        spoken(
            " ".join(
                one.read_text(encoding="utf-8")
                for one in sorted(release.rglob("*"))
                if one.is_file() and one.suffix not in (".parquet", ".gpkg", ".sqlite")
            )
        )
    )
    looked = 0
    for article in sorted((repository / "seeds" / "articles").iterdir()):
        words = spoken(article.read_text(encoding="utf-8"))
        for at in range(len(words) - 6):
            run = f" {' '.join(words[at : at + 6])} "
            if run not in said:
                looked += 1
                assert run not in published
    assert looked > 300


def test_a_reader_finds_why_a_rule_was_waived(release: Path) -> None:
    text = (release / "README.md").read_text(encoding="utf-8")
    assert "Who coded a source has also checked it. The dataset shows how the tool works" in text


@pytest.fixture
def after_first(reference: Any, releases: Path) -> Any:
    """A project that has made its first release."""
    shutil.copytree(releases, reference.root / "releases")
    return reference


@pytest.mark.slow
def test_the_same_bytes_whenever_and_wherever(tmp_path: Path, releases: Path) -> None:
    root = tmp_path / "another place"
    shutil.copytree(releases.parent, root, ignore=shutil.ignore_patterns("releases"))
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Kathmandu", "LC_ALL": "C"}
    environment["SOURCE_DATE_EPOCH"] = "1795960000"  # a moment of 2026-11-29, UTC
    call = [sys.executable, "-m", "dateline", "publish", "--releases", str(tmp_path / "out")]
    subprocess.run(call, cwd=root, check=True, capture_output=True, env=environment)
    assert tree(tmp_path / "out") == tree(releases)


# -- what keeps it from being made


def refused(copy: Any, *options: str) -> set[str]:
    before = tree(copy.root)
    ran = publish(copy, "--format", "json", *options)
    assert ran.exit == 1, ran.err
    assert tree(copy.root) == before
    assert not (copy.root / "releases").exists()
    return {one["rule"] for one in json.loads(ran.out)["findings"] if one["severity"] == "error"}


def test_it_is_refused_without_title_and_licence(reference: Any) -> None:
    descriptor = json.loads(reference.text("datapackage.json"))
    del descriptor["title"], descriptor["licenses"]
    reference.write("datapackage.json", json.dumps(descriptor))
    assert refused(reference) == {"R001", "R002"}


@pytest.mark.slow
def test_an_error_of_the_data_refuses_too(reference: Any) -> None:
    reference.replace("datasets/events.csv", ",Syria,", ",Syrja,")
    assert "S019" in refused(reference)


@pytest.mark.slow
def test_what_is_waived_by_nobody_refuses_and_says_how_to_waive(reference: Any) -> None:
    descriptor = json.loads(reference.text("datapackage.json"))
    del descriptor["dateline"]["publish"]
    reference.write("datapackage.json", json.dumps(descriptor))
    ran = publish(reference, "--check")
    assert ran.exit == 1
    assert "R021 self-checked-source" in ran.out
    assert "--waive RULE=REASON" in ran.out
    ran = publish(reference, "--check", "--waive", "R021=Nobody else reads it.")
    assert ran.exit == 0
    assert "Waived: R021 self-checked-source, 2 findings: Nobody else reads it." in ran.out
    assert "A release can be made." in ran.out
    assert not (reference.root / "releases").exists()


@pytest.mark.slow
def test_a_finding_is_waived_by_an_exception_that_validate_does_not_miss(reference: Any) -> None:
    """One exception accepts one finding, and no other of its rule."""
    descriptor = json.loads(reference.text("datapackage.json"))
    del descriptor["dateline"]["publish"]
    reference.write("datapackage.json", json.dumps(descriptor))
    ran = publish(reference, "--check", "--format", "json")
    found = [one for one in json.loads(ran.out)["findings"] if one["rule"] == "R021"]
    assert {one["place"]["record"] for one in found} == {
        one["source_id"] for one in reference.rows("sources")
    }
    (reference.root / "validators").mkdir()
    lines = [f"{one['fingerprint']},R021,,Nobody else reads the language.,ab,2027-12-31\n" for one in found]
    header = "fingerprint,rule,record,reason,reviewer,expires\n"
    reference.write("validators/exceptions.csv", header + lines[0])
    assert publish(reference, "--check").exit == 1
    reference.write("validators/exceptions.csv", header + "".join(lines))
    assert publish(reference, "--check").exit == 0
    assert "Q090" not in reference.judge("validate", "--as-of", DAY).rules


@pytest.mark.parametrize("rule", ["R003", "R005", "R006"])
def test_what_no_release_can_be_without_is_not_waived(rule: str, reference: Any) -> None:
    ran = publish(reference, "--check", "--waive", f"{rule}=We want it this way.")
    assert ran.exit == 2
    assert "cannot be waived" in ran.err


@pytest.mark.slow
def test_a_name_that_leads_elsewhere_writes_nothing(reference: Any) -> None:
    descriptor = json.loads(reference.text("datapackage.json"))
    descriptor["name"] = "../../evil"
    reference.write("datapackage.json", json.dumps(descriptor))
    before = tree(reference.root.parent)
    ran = publish(reference, "--check")
    assert ran.exit == 1
    assert "R006 unusable-name" in ran.out
    assert tree(reference.root.parent) == before


def test_a_day_that_is_none_is_told(reference: Any) -> None:
    ran = reference.process("publish", "--check", SOURCE_DATE_EPOCH="abc")
    assert ran.exit == 2
    assert "SOURCE_DATE_EPOCH is 'abc'" in ran.err


@pytest.mark.parametrize("reason", ["R021", "R021=short", "R999=there is no such rule"])
def test_a_waiver_needs_a_rule_and_a_reason(reason: str, reference: Any) -> None:
    assert publish(reference, "--waive", reason).exit == 2


@pytest.mark.parametrize(
    "settings", [{"decimal": 4}, {"decimals": "4"}, {"decimals": True}, {"waive": []}, {"words": "no"}, []]
)
def test_settings_that_cannot_be_used_are_told(settings: Any, reference: Any) -> None:
    descriptor = json.loads(reference.text("datapackage.json"))
    descriptor["dateline"]["publish"] = settings
    reference.write("datapackage.json", json.dumps(descriptor))
    ran = publish(reference)
    assert ran.exit == 2
    assert '"publish"' in ran.err


@pytest.mark.slow
def test_personal_data_in_any_table_refuse_and_the_line_is_told(reference: Any) -> None:
    text = reference.text("seeds/locations.csv")
    reference.write(
        "seeds/locations.csv", text.replace("rounded to four decimals", "ask +99 99 123 45 67", 1)
    )
    assert reference.run("convert").exit == 0
    ran = publish(reference, "--format", "json")
    (finding,) = [one for one in json.loads(ran.out)["findings"] if one["rule"] == "R010"]
    assert (finding["place"]["file"], finding["place"]["column"]) == (
        "datasets/locations.csv",
        "coordinate_reference",
    )
    line = finding["place"]["line"]
    assert "+99 99" in reference.text("datasets/locations.csv").split("\n")[line - 1]


# -- settings of what is in it


@pytest.mark.slow
def test_a_release_without_words_has_none(repository: Path, reference: Any) -> None:
    assert publish(reference, "--without-words").exit == 0
    folder = reference.root / "releases" / "0.1.0" / LABEL
    words = {
        row["exact"]
        for name in ("evidence", "contradictions", "left_out")
        for row in rows(repository / "datasets" / f"{name}.csv")
        if len(row["exact"].split()) > 8
    }
    schemas = "".join(one.read_text() for one in (repository / "schema" / "tables").iterdir())
    words = {one for one in words if one not in schemas}  # which has examples
    assert len(words) > 10
    for path in sorted(one for one in folder.rglob("*") if one.is_file()):
        content = path.read_bytes()
        assert not [one for one in words if one.encode() in content], path.name
    with sqlite3.connect(folder / "formats" / "dateline-al-mayadin.sqlite") as base:
        assert base.execute('SELECT count(*), count("exact"), count("start") FROM evidence').fetchone() == (
            50,
            0,
            50,
        )
    assert all(not row["expression"] for row in rows(folder / "data" / "claims.csv"))
    assert frictionless.validate(folder / "datapackage.json").valid
    ran = reference.process("validate", str(folder), "--as-of", DAY)
    assert ran.exit == 0, ran.out


@pytest.mark.slow
def test_cells_that_a_spreadsheet_would_run_are_escaped_and_read_back(reference: Any) -> None:
    """The words around a quotation often begin with a hyphen."""
    reference.replace("seeds/locations.csv", "rounded to four decimals", "x")
    text = reference.text("seeds/locations.csv")
    reference.write("seeds/locations.csv", text.replace('"Al Mayadin town, x"', "-Mayadin town"))
    assert reference.run("convert").exit == 0
    ran = publish(reference)
    assert ran.exit == 0
    assert (
        "An apostrophe stands before cells of locations that a spreadsheet would run: coordinate_reference"
        in ran.out
    )
    folder = reference.root / "releases" / "0.1.0" / LABEL
    assert "'-Mayadin town" in {
        row["coordinate_reference"] for row in rows(folder / "data" / "locations.csv")
    }
    descriptor = json.loads((folder / "datapackage.json").read_bytes())
    assert [one["name"] for one in descriptor["resources"] if "dateline:escaped" in one] == ["locations"]
    import dateline

    with dateline.load(folder) as data:
        column = data.sql("SELECT coordinate_reference FROM locations").fetchall()
    assert ("-Mayadin town",) in column


# -- versions


def test_nothing_is_overwritten(after_first: Any) -> None:
    before = tree(after_first.root)
    ran = publish(after_first)
    assert ran.exit == 2
    assert "what was published must not change" in ran.err
    assert tree(after_first.root) == before


@pytest.mark.slow
def test_the_next_release_tells_what_changed(after_first: Any) -> None:
    after_first.replace("seeds/locations.csv", "40.4535", "40.4536")
    assert after_first.run("convert").exit == 0
    bump(after_first, "0.1.1")
    ran = publish(after_first)
    assert ran.exit == 0, ran.out
    folder = after_first.root / "releases" / "0.1.1" / "dateline-al-mayadin-0.1.1"
    notes = (folder / "CHANGES.md").read_text(encoding="utf-8")
    assert "40.4535" in notes
    assert "40.4536" in notes
    assert json.loads((folder / "changes.json").read_bytes())["old"]["version"] == "0.1.0"
    assert "CHANGES.md" in (folder / "README.md").read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_version_that_is_too_low_is_refused(after_first: Any) -> None:
    after_first.replace("seeds/locations.csv", "40.4535", "40.4536")
    assert after_first.run("convert").exit == 0
    bump(after_first, "0.0.9")
    ran = publish(after_first)
    assert ran.exit == 1
    assert "R030 understated-version" in ran.out
    assert "the next is 0.1.1" in ran.out


@pytest.mark.slow
def test_a_correction_does_not_publish_again_what_it_removes(reference: Any) -> None:
    sound = reference.text(reference.unstated)
    told = "broke into Ar-Raqqa, then held by the Islamic State."
    assert told in " ".join(sound.split())
    at = sound.index("then held")
    reference.write(reference.unstated, sound[:at] + "(ask Sara, 0912345678) " + sound[at:])
    assert reference.run("convert").exit == 0
    assert publish(reference, "--waive", "R010=Sara has asked us to.").exit == 0
    reference.write(reference.unstated, sound)
    assert reference.run("convert").exit == 0
    bump(reference, "0.1.1")
    ran = publish(reference)
    assert ran.exit == 0, ran.out
    folder = reference.root / "releases" / "0.1.1" / "dateline-al-mayadin-0.1.1"
    assert "withheld" in (folder / "CHANGES.md").read_text(encoding="utf-8")
    for path in sorted(one for one in folder.rglob("*") if one.is_file()):
        assert b"0912345678" not in path.read_bytes(), path.name


@pytest.mark.slow
def test_keys_that_were_exchanged_are_refused(after_first: Any) -> None:
    """An id is a hash of the key: it stays, and stands for another event."""
    text = after_first.text(after_first.trt)
    one, other = "deir-ez-zor-siege-broken-2017-09", "al-mayadin-mine-clearance-2017-10-14"
    swapped = text.replace(one, "\0").replace(other, one).replace("\0", other)
    after_first.write(after_first.trt, swapped)
    ran = after_first.run("convert")
    assert ran.exit == 0, ran.out
    bump(after_first, "0.9.0")
    ran = publish(after_first, "--check")
    assert ran.exit == 1
    assert ran.out.count("H002 reused-id") == 2


def without(copy: Any, event: str) -> None:
    """Take an event out of an extraction."""
    text = copy.text(copy.unstated)
    start = text.index(f"  - key: {event}")
    end = re.compile(r"^(  - key: |\S)", re.MULTILINE).search(text, start + 1)
    copy.write(copy.unstated, text[:start] + (text[end.start() :] if end else ""))


@pytest.mark.slow
def test_an_event_that_is_gone_needs_a_tombstone(after_first: Any) -> None:
    events = rows(after_first.root / "datasets" / "events.csv")
    gone = next(one["event_key"] for one in events if one["sub_event_type"] == "Agreement")
    without(after_first, gone)
    ids = after_first.text(after_first.ids)
    grave = f"{gone},tombstone,,Coded in error from a headline.,maintainers,2026-11-28\n"
    after_first.write(after_first.ids, ids + grave)
    assert after_first.run("convert").exit == 0
    after_first.write(after_first.ids, ids)
    bump(after_first, "0.2.0")
    ran = publish(after_first)
    assert ran.exit == 1
    assert "H001 deleted-event" in ran.out
    after_first.write(after_first.ids, ids + grave)
    ran = publish(after_first)
    assert ran.exit == 0, ran.out
    folder = after_first.root / "releases" / "0.2.0" / "dateline-al-mayadin-0.2.0"
    assert "Coded in error from a headline." in (folder / "CHANGES.md").read_text(encoding="utf-8")
    assert [one["event_key"] for one in rows(folder / "data" / "ids.csv")] == [gone]


# -- faults


@pytest.mark.slow
@pytest.mark.parametrize("room", [40_000, 120_000, 300_000])
def test_a_full_disk_is_told_and_nothing_stays(room: int, reference: Any) -> None:
    """As far as DuckDB, SQLite and Python get with files of so many bytes at most."""

    def little() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

    done = subprocess.run(
        [sys.executable, "-m", "dateline", "publish", "--as-of", DAY],
        cwd=reference.root,
        capture_output=True,
        encoding="utf-8",
        preexec_fn=little,
    )
    assert done.returncode == 2, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert "No release was made" in done.stderr
    assert list((reference.root / "releases").iterdir()) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes where others may not")
def test_a_folder_that_cannot_be_written_is_told(reference: Any) -> None:
    (reference.root / "releases").mkdir(mode=0o500)
    ran = publish(reference)
    assert ran.exit == 2
    assert "permission denied" in ran.err


@pytest.mark.slow
def test_a_file_in_the_place_of_the_folder_is_told(reference: Any) -> None:
    reference.write("releases", "mine")
    ran = publish(reference)
    assert ran.exit == 2
    assert reference.text("releases") == "mine"


@pytest.mark.slow
def test_a_kill_at_any_moment_leaves_no_release_or_the_whole(reference: Any, releases: Path) -> None:
    whole = tree(releases / "0.1.0")
    call = [sys.executable, "-m", "dateline", "publish", "--as-of", DAY]
    began = time.monotonic()
    subprocess.run(call, cwd=reference.root, check=True, capture_output=True)
    took = time.monotonic() - began
    target = reference.root / "releases" / "0.1.0"
    absent = 0
    for part in (2, 4, 6, 8, 9, 10):
        shutil.rmtree(target, ignore_errors=True)
        process = subprocess.Popen(
            call, cwd=reference.root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(took * part / 10.5)
        process.kill()
        process.wait()
        if target.exists():
            assert tree(target) == whole
        else:
            absent += 1
    assert absent
    shutil.rmtree(target, ignore_errors=True)
    subprocess.run(call, cwd=reference.root, check=True, capture_output=True)
    assert tree(target) == whole
    assert [one.name for one in target.parent.iterdir()] == ["0.1.0"]


def test_what_is_no_project_is_told(tmp_path: Path, reference: Any) -> None:
    (tmp_path / "empty").mkdir()
    ran = reference.process("publish", str(tmp_path / "empty"))
    assert ran.exit == 2
    assert project.DESCRIPTOR in ran.err
