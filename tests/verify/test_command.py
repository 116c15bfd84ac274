"""`dateline verify`: what is proved, what is false, and what is left open."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

JSON = ("--format", "json")
TRT = "trtworld-2017-10-14-al-mayadeen"
UNSTATED = "unstated-2017-10-14-al-mayadeen"
EVENT = "DLS-4QNHQQ0SD3"
QUOTED = f"{EVENT}/{UNSTATED}/actor1"
CLAIM = f"{QUOTED}#1"


def only(key: str, value: str, change):
    """Change the one row that has this value."""

    def of_row(row):
        if row[key] == value:
            change(row)

    return of_row


@pytest.mark.parametrize("form", ["folder", "descriptor", "zip"])
def test_a_sound_release_is_verified_in_every_form(made, verify, tmp_path, form):
    release = {
        "folder": lambda: made.root,
        "descriptor": lambda: made.root / "datapackage.json",
        "zip": lambda: made.zipped(tmp_path / "r.zip"),
    }[form]()
    ran = verify(release, "--texts", made.texts, "--complete", *JSON)
    assert ran.exit == 0
    assert ran.found["holds"] and ran.found["complete"]
    assert ran.found["quotations"] == {
        "evidence": {"verified": 50},
        "contradictions": {"verified": 4},
        "left_out": {"verified": 19},
    }
    assert ran.found["claims"]["actor1"] == {"verified": 6}
    assert ran.found["claims"]["actor2"] == {"verified": 2, "judged": 3}
    assert ran.found["claims"]["fatalities"] == {"judged": 1, "wordless": 4}
    assert ran.found["events"] == {"all": 5, "unproved": []}
    assert [Path(one["path"]).name for one in ran.found["sources"]] == ["a.txt", "ohne Namen"]


def test_the_process_says_so_in_words(made):
    done = subprocess.run(
        [sys.executable, "-m", "dateline", "verify", made.root.name, "--texts", "texts"],
        cwd=made.root.parent,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == (
        "Verified: every quotation stands in its article where the release says."
    )
    assert "Events: 5 of 5 with every accepted claim" in done.stdout


def test_without_texts_it_lists_those_that_it_would_take(made, verify):
    ran = verify(made.root)
    assert ran.exit == 0
    assert "TRT World, 2017-10-14: Syrian regime forces capture Al Mayadeen from Daesh" in ran.out
    assert "452a914e2095993c98e33ad12c2defa33ad60cee4a86d85366bdb3b90c264e9c" in ran.out
    assert "No quotation was compared" in ran.out.splitlines()[-1]
    assert verify(made.root, "--complete").exit == 1


def test_a_text_that_is_not_held_leaves_its_claims_open(made, verify):
    (made.texts / "ohne Namen").unlink()
    ran = verify(made.root, "--texts", made.texts, *JSON)
    assert ran.exit == 0
    assert ran.found["holds"] and not ran.found["complete"]
    assert EVENT in ran.found["events"]["unproved"]
    rows = made.rows("evidence")
    open_ones = sum(row["source_id"] == UNSTATED for row in rows)
    assert ran.found["quotations"]["evidence"] == {"verified": len(rows) - open_ones, "unheld": open_ones}
    text = verify(made.root, "--texts", made.texts).out
    assert "Publisher not stated, 2017-10-14: Islamic State Loses Al-Mayadeen in Eastern Syria" in text
    assert "1 text is not held" in text.splitlines()[-1]
    assert verify(made.root, "--texts", made.texts, "--complete").exit == 1


def test_another_copy_of_a_text_is_a_hint_and_no_proof(made, verify):
    path = made.texts / "ohne Namen"
    path.write_text("Advertisement\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    ran = verify(made.root, "--texts", made.texts, *JSON)
    source = next(one for one in ran.found["sources"] if one["source_id"] == UNSTATED)
    assert source["path"] is None
    assert Path(source["likely"]["path"]) == path
    assert source["likely"]["found"] == source["likely"]["sought"] > 5
    assert set(source["quotations"]) == {"unheld"}
    assert "That proves nothing." in verify(made.root, "--texts", made.texts).out


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        (
            "exact",
            "the Syrian Democratic Forces (SDF), an alliance of Kurdish and Arab FIGHTERS",
            "other words",
        ),
        ("prefix", "not the words before, ", "before it stands"),
        ("suffix", " nor those behind", "behind it stands"),
        ("end", "2155", "its words have 76 code points, and its position has 77"),
        ("start", "2154", "is no stretch of a text"),
        ("end", "99999", "it ends at 99,999, and the text has 2,677 code points"),
        ("exact", "", "it has no words, though others of the release have"),
        ("source_id", TRT, f"its source makes no claim {QUOTED}"),
        ("source_id", "nobody", "its source is not among the sources"),
    ],
)
def test_a_false_quotation_is_found_though_the_hashes_were_made_anew(made, verify, column, value, said):
    made.change("evidence", only("evidence_id", CLAIM, lambda row: row.update({column: value})))
    ran = verify(made.root, "--texts", made.texts, *JSON)
    assert ran.exit == 1
    assert ran.found["files"]["problems"] == []
    assert any(one.startswith(f"evidence {CLAIM}: ") and said in one for one in ran.said), ran.said
    assert EVENT in ran.found["events"]["unproved"]


def test_words_that_stand_elsewhere_are_told(made, verify):
    def move(row):
        row["start"], row["end"] = str(int(row["start"]) - 1), str(int(row["end"]) - 1)

    made.change("evidence", only("evidence_id", CLAIM, move))
    ran = verify(made.root, "--texts", made.texts, *JSON)
    assert [one for one in ran.said if CLAIM in one and "stand at 2,078–2,154" in one]


@pytest.mark.parametrize("table", ["contradictions", "left_out"])
def test_quotations_of_other_tables_are_compared_too(made, verify, table):
    rows = made.rows(table)
    rows[0]["exact"] = rows[0]["exact"][::-1]
    made.write(table, rows)
    made.seal()
    ran = verify(made.root, "--texts", made.texts, *JSON)
    assert ran.exit == 1
    assert [one.split()[0] for one in ran.said] == [table]


def test_a_quoted_claim_needs_a_quotation(made, verify):
    made.write("evidence", [row for row in made.rows("evidence") if row["evidence_id"] != CLAIM])
    made.seal()
    ran = verify(made.root, "--texts", made.texts, *JSON)
    assert ran.exit == 1
    assert ran.said == [f"claim {QUOTED}: its basis is quoted, and no quotation of its source carries it"]


def test_the_date_expression_must_be_in_the_quotation(made, verify):
    day = f"{EVENT}/{UNSTATED}/event_date"
    made.change("claims", only("claim_id", day, lambda row: row.update(expression="In July")))
    ran = verify(made.root, "--texts", made.texts, *JSON)
    assert ran.exit == 1
    assert ran.said == [f"claim {day}: its expression “In July” is in none of its quotations"]


def test_the_length_of_a_text_is_checked(made, verify):
    made.change("sources", only("source_id", TRT, lambda row: row.update(text_length="3123")))
    ran = verify(made.root, "--texts", made.texts, *JSON)
    assert ran.exit == 1
    assert ran.said == [f"source {TRT}: its text has 3,122 code points, not 3,123 (text_length)"]


def test_a_text_that_is_not_utf8_has_no_positions(made, verify):
    content = "Beirut — a café".encode("cp1252")
    (made.texts / "latin").write_bytes(content)
    digest = hashlib.sha256(content).hexdigest()
    made.change("sources", only("source_id", TRT, lambda row: row.update(text_sha256=digest)))
    ran = verify(made.root, "--texts", made.texts, *JSON)
    assert ran.exit == 1
    assert "it is not UTF-8 (byte 8)" in ran.said[0]


def test_a_release_without_words_has_its_positions_compared_and_says_so(made, verify):
    wordless = {"exact": "", "prefix": "", "suffix": ""}
    for table in ("evidence", "contradictions", "left_out"):
        made.change(table, lambda row: row.update({key: "" for key in wordless if key in row}))
    made.change("claims", lambda row: row.update(expression=""))
    ran = verify(made.root, "--texts", made.texts, *JSON)
    assert (ran.exit, ran.found["complete"]) == (0, False)
    assert ran.found["quotations"]["evidence"] == {"position": 50}
    assert "no words to compare" in verify(made.root, "--texts", made.texts).out.splitlines()[-1]
    assert verify(made.root, "--texts", made.texts, "--complete").exit == 1
    made.change("evidence", only("evidence_id", CLAIM, lambda row: row.update(end="99999")))
    assert verify(made.root, "--texts", made.texts).exit == 1


def test_cells_that_were_kept_from_being_formulas_are_read_as_they_were(made, verify):
    text = "=cmd was on the banner. It was torn."
    (made.texts / "banner").write_text(text, encoding="utf-8")
    digest = hashlib.sha256(text.encode()).hexdigest()
    source = next(row for row in made.rows("sources") if row["source_id"] == UNSTATED)
    quotation = next(row for row in made.rows("evidence") if row["evidence_id"] == CLAIM)
    quotation |= {"exact": "'=cmd", "prefix": "", "suffix": " was on", "start": "0", "end": "4"}
    made.write("sources", [{**source, "text_sha256": digest, "text_length": str(len(text))}])
    made.write("evidence", [quotation])
    made.write("claims", [row for row in made.rows("claims") if row["claim_id"] == QUOTED])
    made.write("contradictions", [])
    made.write("left_out", [])
    made.descriptor(lambda one: one["resources"][3].update({"dateline:escaped": ["exact"]}))
    made.seal()
    ran = verify(made.root, "--texts", made.texts, "--complete", *JSON)
    assert (ran.exit, ran.found["quotations"]["evidence"]) == (0, {"verified": 1})


def test_the_proofs_of_one_event(made, verify):
    ran = verify(made.root, "--texts", made.texts, "--event", EVENT, *JSON)
    assert ran.exit == 0
    outcomes = {one["field"]: one["outcome"] for one in ran.found["proofs"]}
    assert outcomes["actor1"] == "verified"
    assert outcomes["sub_event_type"] == "judged"
    assert outcomes["fatalities"] == "wordless"
    assert [one["source_id"] for one in ran.found["sources"]] == [UNSTATED]
    text = verify(made.root, "--texts", made.texts, "--event", EVENT).out
    assert "✓ actor1 = QSD: Syrian Democratic Forces  [quoted]: verified" in text
    assert "2078–2154 “the Syrian Democratic Forces (SDF)" in text


def test_an_event_that_is_not_there_is_a_wrong_call(made, verify):
    ran = verify(made.root, "--event", "DLS-4QNHQQ0SD4")
    assert ran.exit == 2
    assert EVENT in ran.err


def test_an_event_is_known_by_its_key_too(made, verify):
    key = next(row["event_key"] for row in made.rows("events") if row["event_id_cnty"] == EVENT)
    by_key = verify(made.root, "--texts", made.texts, "--event", key, *JSON)
    assert (by_key.exit, by_key.found["event"]) == (0, EVENT)
    assert by_key.out == verify(made.root, "--texts", made.texts, "--event", EVENT, *JSON).out
    wrong = verify(made.root, "--event", key[:-1])
    assert wrong.exit == 2
    assert f"The nearest: {key}" in wrong.err


# -- the release itself


def test_a_file_that_was_changed(made, verify):
    (made.root / "README.md").write_text("# Another\n", encoding="utf-8")
    ran = verify(made.root, *JSON)
    assert ran.exit == 1
    assert [one["about"] for one in ran.found["files"]["problems"]] == ["README.md"]


def test_a_table_that_was_changed_differs_from_both_lists(made, verify):
    made.change("left_out", lambda row: row.update(reason="None."), sealed=False)
    problems = [one["said"] for one in verify(made.root, *JSON).found["files"]["problems"]]
    assert any("SHA256SUMS lists" in one for one in problems)
    assert any("datapackage.json says: its sha256 is" in one for one in problems)
    assert any("bytes, and datapackage.json says" in one for one in problems)


def test_a_file_too_many_and_one_too_few(made, verify):
    (made.root / "data/more.csv").write_text("a\n", encoding="utf-8")
    (made.root / "README.md").unlink()
    problems = {one["about"]: one["said"] for one in verify(made.root, *JSON).found["files"]["problems"]}
    assert problems == {
        "README.md": "is not there",
        "data/more.csv": "is in the folder, and SHA256SUMS does not list it",
    }


@pytest.mark.parametrize("name", ["../texts/ohne Namen", "/etc/hostname"])
def test_a_list_that_leaves_the_release_is_not_followed(made, verify, name):
    sums = made.root / "SHA256SUMS"
    sums.write_text(f"{sums.read_text(encoding='utf-8')}{'0' * 64}  {name}\n", encoding="utf-8")
    problems = verify(made.root, *JSON).found["files"]["problems"]
    assert [(one["about"], one["said"]) for one in problems] == [(name, "is a path that leaves the release")]


def test_a_link_out_of_the_release_is_not_followed(made, verify):
    shutil.copy(made.root / "README.md", made.texts / "readme")
    (made.root / "README.md").unlink()
    (made.root / "README.md").symlink_to(made.texts / "readme")
    problems = verify(made.root, *JSON).found["files"]["problems"]
    assert [one["said"] for one in problems] == ["is a link that leaves the release"]


# -- what is no release


@pytest.mark.parametrize(
    ("break_it", "said"),
    [
        (lambda made: (made.root / "SHA256SUMS").unlink(), "it has no SHA256SUMS"),
        (lambda made: (made.root / "datapackage.json").write_text("{"), "is not JSON"),
        (lambda made: (made.root / "datapackage.json").write_text("[" * 100_000), "is not JSON"),
        (
            lambda made: made.descriptor(lambda one: one["resources"][3].update(path="../../secret.csv")),
            "is not safe",
        ),
    ],
)
def test_a_broken_release_is_no_crash(made, verify, break_it, said):
    break_it(made)
    ran = verify(made.root, "--texts", made.texts)
    assert ran.exit == 2
    assert said in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    ("break_it", "said"),
    [
        (
            lambda made: made.descriptor(
                lambda one: one.update(resources=[r for r in one["resources"] if r["name"] != "claims"])
            ),
            "The release has no table claims",
        ),
        (
            lambda made: made.descriptor(
                lambda one: one["resources"][3]["schema"]["fields"][6].update(type="string", constraints={})
            ),
            "The column start of the table evidence is not of the type that releases have",
        ),
        (lambda made: made.change("evidence", lambda row: row.update(start="x")), "start"),
        (
            lambda made: made.write("claims", made.rows("claims") * 2),
            "The column claim_id of the table claims has",
        ),
        (lambda made: (made.root / "data/evidence.csv").write_bytes(b"\x00\x01"), "cannot be read"),
        (lambda made: (made.root / "data/claims.csv").unlink(), "data/claims.csv, the file of the resource"),
        (lambda made: made.write("events", made.rows("events")[:1] * 2), "The column event_id_cnty of"),
    ],
)
def test_a_table_that_cannot_be_read_is_told_beside_all_other_faults(made, verify, break_it, said):
    break_it(made)
    (made.root / "more.txt").write_text("x", encoding="utf-8")
    ran = verify(made.root, "--texts", made.texts, "--event", EVENT, *JSON)
    assert (ran.exit, ran.err) == (1, "")
    assert [one for one in ran.found["unread"] if said in one], ran.found["unread"]
    assert "more.txt" in [one["about"] for one in ran.found["files"]["problems"]]
    assert (ran.found["holds"], ran.found["complete"], ran.found["quotations"]) == (False, False, {})
    text = verify(made.root, "--texts", made.texts)
    assert text.exit == 1
    assert "more.txt: is in the folder, and SHA256SUMS does not list it." in text.out
    assert said in " ".join(text.out.split())
    assert text.out.splitlines()[-1].endswith("tables that cannot be read. No quotation was compared.")


def test_every_table_that_cannot_be_read_is_told(made, verify):
    for table in ("claims", "sources"):
        (made.root / f"data/{table}.csv").unlink()
    assert [one.split(",")[0] for one in verify(made.root, *JSON).found["unread"]] == [
        "data/sources.csv",
        "data/claims.csv",
    ]


def test_a_table_that_is_sound_on_disk_and_wrong_in_itself_is_a_fault(made, verify):
    made.change("evidence", lambda row: row.update(start="x"))
    ran = verify(made.root)
    assert ran.exit == 1
    assert "Files: all 8 are as" in ran.out
    assert "Does not hold: tables that cannot be read." in ran.out.splitlines()[-1]


def test_a_table_that_is_not_needed_keeps_no_quotation_from_being_compared(made, verify):
    (made.root / "codes").mkdir()
    path = made.root / "codes/regions.csv"
    path.write_text("region\nAntarctica\n", encoding="utf-8")
    schema = {"fields": [{"name": "region", "type": "string"}]}
    resource = {"name": "regions", "path": "codes/regions.csv", "schema": schema}
    made.descriptor(lambda one: one["resources"].append(resource))
    made.seal()
    assert verify(made.root, "--texts", made.texts).exit == 0
    path.unlink()
    ran = verify(made.root, "--texts", made.texts, *JSON)
    assert ran.exit == 1
    assert [(one["about"], one["said"]) for one in ran.found["files"]["problems"]] == [
        ("codes/regions.csv", "is not there")
    ]
    assert (ran.found["unread"], ran.found["quotations"]["evidence"]) == ([], {"verified": 50})


def test_faults_are_counted_as_faults(made, verify):
    made.change("left_out", lambda row: row.update(reason="None."), sealed=False)
    found = verify(made.root)
    faults = len(verify(made.root, *JSON).found["files"]["problems"])
    assert faults > 1
    assert f"Files: 8 files listed; {faults} faults:" in found.out


def test_wrong_calls(made, verify, tmp_path):
    assert verify(tmp_path / "nothing").exit == 2
    (tmp_path / "file").write_text("no zip", encoding="utf-8")
    assert "neither a folder nor a zip" in verify(tmp_path / "file").err
    assert "is no folder" in verify(made.root, "--texts", tmp_path / "file").err
