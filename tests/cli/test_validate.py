"""`dateline validate` on a project: what is judged, what is said of damage, how it ends."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from dateline import generation

if TYPE_CHECKING:
    from tests.conftest import Copy

ENTERED = "DLS-4QNHQQ0SD3"
UNSTATED = "unstated-2017-10-14-al-mayadeen"
EVENTS, CLAIMS, EVIDENCE = "datasets/events.csv", "datasets/claims.csv", "datasets/evidence.csv"
STALE = "P040"


def test_a_clean_project(reference: Copy) -> None:
    before = reference.datasets()
    ran = reference.run("validate")
    assert ran.exit == 0
    assert "error" not in ran.out
    assert "3 warnings, 3 info in " in ran.out
    assert "2 extractions" in ran.out
    assert "1 date undecidable" in ran.out
    assert ran.err == ""
    assert reference.datasets() == before


def test_a_clean_project_for_machines(reference: Copy) -> None:
    ran = reference.judge("validate")
    assert (ran.exit, ran.findings) == (0, [])
    *findings, end = ran.records
    assert [one["rule"] for one in findings] == ["P082", "P066", "P065", "P066", "E041", "E041"]
    assert end["verdict"].startswith("3 warnings, 3 info in ")


def test_every_line_for_machines_is_a_json_object(reference: Copy) -> None:
    reference.replace(EVENTS, "Battles,Armed clash", "Battles,Armed clsh")
    reference.replace(reference.trt, "  language: en\n", "  languge: en\n")
    ran = reference.process("validate", "--format", "jsonl")
    assert ran.exit == 1
    assert ran.out.isascii()
    *findings, _end = [json.loads(line) for line in ran.out.splitlines()]
    keys = {
        "rule",
        "name",
        "severity",
        "message",
        "place",
        "value",
        "suggestion",
        "related",
        "edit",
        "fingerprint",
    }
    assert all(keys <= set(one) for one in findings)
    assert {"S019", "E020"} <= {one["rule"] for one in findings}


# -- tables


def test_a_cell_that_was_changed_by_hand(reference: Copy) -> None:
    reference.replace(EVENTS, "Government regains territory", "Armed clash")
    ran = reference.judge("validate")
    stale = next(one for one in ran.findings if one["rule"] == STALE)
    assert (ran.exit, stale["value"]) == (1, "events.csv")


def test_a_key_that_leads_nowhere(reference: Copy) -> None:
    reference.replace(CLAIMS, f"actor1,{ENTERED},", "actor1,DLS-4QNHQQ0SD4,")
    ran = reference.judge("validate")
    finding = next(one for one in ran.findings if one["rule"] == "S019")
    place = finding["place"]
    assert (ran.exit, place["kind"], place["file"], place["column"]) == (1, "cell", CLAIMS, "event_id")
    assert place["record"] == f"{ENTERED}/{UNSTATED}/actor1"
    assert place["line"] == reference.line(CLAIMS, "DLS-4QNHQQ0SD4")


def test_a_code_that_is_not_in_its_list(reference: Copy) -> None:
    reference.replace(
        EVENTS, "QSD: Syrian Democratic Forces,,Rebel group", "QSD: Syrian Democratic Forces,,Rebels"
    )
    finding = next(one for one in reference.judge("validate").findings if one["rule"] == "S019")
    assert (finding["place"]["line"], finding["place"]["record"]) == (2, ENTERED)
    assert finding["suggestion"] == "Rebel group"
    assert finding["message"].startswith("“Rebels” is none of the values of the list inter_codes")


def test_a_cell_of_another_type_below_notes_of_several_lines(reference: Copy) -> None:
    """The data row is the third; the line is where that record starts in the file."""
    reference.replace(EVENTS, "Around 15 June 2017 (month of), the", "Around 15 June 2017\n(month\nof), the")
    reference.replace(EVENTS, "DLS-E8J7BJKGHW,2017-10-14,2017,1", "DLS-E8J7BJKGHW,2017-10-1x,2017,1")
    finding = next(one for one in reference.judge("validate").findings if one["rule"] == "S010")
    place = finding["place"]
    assert (place["row"], place["line"], place["column"]) == (3, 6, "event_date")
    assert place["record"] == "DLS-E8J7BJKGHW"
    assert finding["value"] == "2017-10-1x"


def test_a_line_as_text(reference: Copy) -> None:
    reference.replace(EVENTS, "Around 15 June 2017 (month of), the", "Around 15 June 2017\n(month\nof), the")
    reference.replace(EVENTS, "DLS-E8J7BJKGHW,2017-10-14,2017,1", "DLS-E8J7BJKGHW,2017-10-1x,2017,1")
    out = reference.run("validate").out
    assert f"{EVENTS}:6 event_date  error S010 cell-of-wrong-type  [DLS-E8J7BJKGHW]\n" in out


DAMAGE: dict[str, tuple[str, bytes, bytes, str]] = {
    "row twice": (EVENTS, b"\nDLS-NB3EJNK1WF,", b"\nDLS-4QNHQQ0SD3,", "S017"),
    "cell too many": (
        CLAIMS,
        b",only claim,/events/2/event_date\n",
        b",only claim,/events/2/event_date,x\n",
        "S007",
    ),
    "cell too few": (CLAIMS, b",only claim,/events/2/event_date\n", b",only claim\n", "S006"),
    "not UTF-8": (EVENTS, b"Around 15 June", b"Around 15 Jun\xe9", "S003"),
    "NUL byte": (EVENTS, b"Around 15 June", b"Around 15\0June", "S002"),
    "open quotation mark": (
        "datasets/left_out.csv",
        b",The parties to the talks are not named",
        b',"The parties to the talks are not named',
        "S002",
    ),
    "other column": (EVENTS, b"event_id_cnty,", b"event_id,", "S004"),
}


@pytest.mark.parametrize(("file", "old", "new", "rule"), DAMAGE.values(), ids=DAMAGE.keys())
def test_a_damaged_table(reference: Copy, file: str, old: bytes, new: bytes, rule: str) -> None:
    raw = (reference / file).read_bytes()
    assert old in raw
    reference.write(file, raw.replace(old, new, 1))
    ran = reference.judge("validate")
    assert ran.exit == 1
    found = {one["rule"]: one for one in ran.findings if one["place"].get("file") == file}
    assert rule in found
    assert found[rule]["place"]["line"] >= 1
    assert STALE in ran.rules


@pytest.mark.parametrize(
    ("table", "content"), [("events", b""), ("claims", None), ("evidence", None), ("sources", b"")]
)
def test_a_table_that_is_not_there(reference: Copy, table: str, content: bytes | None) -> None:
    if content is None:
        (reference / f"datasets/{table}.csv").unlink()
    else:
        reference.write(f"datasets/{table}.csv", content)
    ran = reference.judge("validate")
    assert ran.exit == 1
    assert STALE in ran.rules
    assert {"S001", "S002", "S004"} & set(ran.rules)
    assert str(reference.root) not in ran.out


def test_a_project_that_was_never_converted(reference: Copy) -> None:
    shutil.rmtree(reference / "datasets")
    ran = reference.judge("validate")
    assert ran.exit == 1
    assert ran.rules.count("S001") == 9
    assert not (reference / "datasets").exists()


def test_what_a_kill_left_is_put_in_order_first(reference: Copy) -> None:
    unfinished = reference / "datasets" / generation.NEXT
    unfinished.mkdir()
    (unfinished / "events.csv").write_text("half a table")
    assert reference.run("validate").exit == 0
    assert not unfinished.exists()


# -- quotations


def test_words_that_were_changed(reference: Copy) -> None:
    reference.replace(
        EVIDENCE, "an alliance of Kurdish and Arab fighters", "an alliance of Kurdish and Iraqi fighters"
    )
    ran = reference.judge("validate")
    finding = next(one for one in ran.findings if one["rule"] == "P010")
    place = finding["place"]
    assert (ran.exit, place["file"], place["column"]) == (1, EVIDENCE, "exact")
    assert place["line"] == reference.line(EVIDENCE, "Kurdish and Iraqi")
    assert place["record"] == f"{ENTERED}/{UNSTATED}/event_date#1"
    assert "«Arab» where the quotation has «Iraqi»" in finding["message"]


def test_a_position_that_was_changed(reference: Copy) -> None:
    reference.replace(EVIDENCE, ",2078,", ",2079,")
    finding = next(one for one in reference.judge("validate").findings if one["rule"] == "P012")
    assert finding["place"]["line"] == reference.line(EVIDENCE, ",2079,")
    assert "It stands at 2078" in finding["message"]


def test_the_line_of_a_quotation_counts_line_breaks_in_cells(reference: Copy) -> None:
    """Quotations of several lines are common; here the first is given one more."""
    text = reference.text(EVIDENCE)
    header, first = text.split("\n", 2)[:2]
    assert '"' not in header
    exact = reference.rows("evidence")[0]["exact"]
    assert exact in first
    broken = exact.replace(" ", "\n", 2)
    reference.write(EVIDENCE, text.replace(exact, broken, 1).replace(",2078,", ",2079,", 1))
    findings = reference.judge("validate").findings
    moved = next(one for one in findings if one["rule"] == "P012" and one["value"] != broken)
    assert moved["place"]["line"] == reference.line(EVIDENCE, ",2079,")


def test_a_position_that_is_no_number(reference: Copy) -> None:
    reference.replace(EVIDENCE, ",2078,", ",x,")
    ran = reference.judge("validate")
    assert ran.exit == 1
    assert "S010" in ran.rules


def test_words_that_nobody_can_see(reference: Copy) -> None:
    exact = reference.rows("evidence")[0]["exact"]
    reference.replace(EVIDENCE, exact, "\u200b")
    ran = reference.judge("validate")
    assert ran.exit == 1
    assert "P010" in ran.rules


def test_contradictions_and_what_was_left_out_are_quotations_too(reference: Copy) -> None:
    reference.replace("datasets/contradictions.csv", "militant bastion nears", "militant bastion neared")
    reference.replace("datasets/left_out.csv", "No date is given.", "No date is given.")
    reference.replace(
        "datasets/left_out.csv", "had been besieged for the past three years", "was besieged for three years"
    )
    files = {one["place"]["file"] for one in reference.judge("validate").findings if one["rule"] == "P010"}
    assert files == {"datasets/contradictions.csv", "datasets/left_out.csv"}


def test_an_article_that_is_absent_leaves_its_quotations_unverified(reference: Copy) -> None:
    (reference / reference.trt_article).unlink()
    ran = reference.judge("validate")
    (finding,) = ran.findings
    assert (ran.exit, finding["rule"], finding["severity"]) == (0, "P015", "info")
    assert finding["place"]["record"] == "trtworld-2017-10-14-al-mayadeen"
    assert STALE in ran.records[-1]["rules"]["not_run"]
    # For converting it is an error all the same.
    assert reference.judge("convert").rules == ["P001"]


def test_a_release_without_seeds(reference: Copy) -> None:
    shutil.rmtree(reference / "seeds")
    ran = reference.judge("validate")
    assert (ran.exit, set(ran.rules)) == (0, {"P015"})
    assert len(ran.findings) == 2
    # Its damage is found all the same.
    reference.replace(EVENTS, "2017-10-14,2017,2", "2017-10-14,2o17,2")
    ran = reference.judge("validate")
    assert (ran.exit, set(ran.rules)) == (1, {"P015", "S010"})


@pytest.mark.slow
def test_who_holds_the_articles_of_a_release_can_verify_it(reference: Copy) -> None:
    """Under any name: they are known by their hash."""
    articles = reference / "seeds/articles"
    for number, path in enumerate(sorted(articles.iterdir())):
        path.rename(path.with_name(f"my-copy-{number}"))
    for path in (reference / "seeds").iterdir():
        if path != articles:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    assert reference.judge("validate").findings == []
    reference.replace(EVIDENCE, ",2078,", ",2079,")
    assert set(reference.judge("validate").rules) == {"P012", "P060"}


def test_an_article_that_was_changed_is_another_text(reference: Copy) -> None:
    path = reference / reference.trt_article
    path.write_bytes(path.read_bytes() + b"\n")
    ran = reference.judge("validate")
    assert ran.exit == 1
    assert set(ran.rules) == {"P002", "P015"}


# -- seeds


def test_extractions_are_judged_with_the_tables(reference: Copy) -> None:
    reference.replace(reference.trt, "  language: en\n", "  languge: en\n")
    reference.replace(EVENTS, "2017-10-14,2017,2", "2017-10-14,2o17,2")
    ran = reference.judge("validate")
    assert ran.exit == 1
    assert {"E020", "S010"} <= set(ran.rules)
    # Whether the tables are what the seeds give cannot be said.
    assert STALE not in ran.rules
    assert STALE in ran.records[-1]["rules"]["not_run"]


def test_what_was_not_run_is_said(reference: Copy) -> None:
    reference.replace(reference.trt, "  language: en\n", "  languge: en\n")
    assert "Not run (needs sound extractions and their articles): P040" in reference.run("validate").out


def test_a_column_with_a_slip_in_its_name_is_told_and_what_was_not_judged_for_it(reference: Copy) -> None:
    events = (reference.root / "datasets" / "events.csv").read_text(encoding="utf-8")
    (reference.root / "file.csv").write_text(events.replace("event_date", "event_dat", 1), encoding="utf-8")
    ran = reference.run("validate", str(reference.root / "file.csv"))
    assert ran.exit == 1
    assert "error S004 header-mismatch: 1 finding\n" in ran.out
    assert "\n  line 1  event_dat\n" in ran.out
    assert "`event_date`" in ran.out
    assert "\n  without event_date: " in ran.out


def test_tables_that_the_seeds_do_not_give(reference: Copy) -> None:
    tables = [path for path in (reference / "datasets").iterdir() if path.name != "claims.csv"]
    for path in tables:
        path.write_bytes(path.read_bytes() + b"\n")
    ran = reference.judge("validate")
    (stale,) = [one["value"] for one in ran.findings if one["rule"] == STALE]
    assert ran.exit == 1
    assert set(stale.split(", ")) == {path.name for path in tables}


# -- what cannot be judged


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "No datapackage.json"),
        ("{", "is not JSON"),
        ("[]", 'has no settings under the key "dateline"'),
        (b'{"name": "\xe9"}', "is not JSON"),
        ('{"dateline": {"format": 2}}', "the only format this version knows"),
        ('{"dateline": {"format": 1, "id_prefix": "abc"}}', "capital letters"),
        (
            '{"dateline": {"format": 1, "id_prefix": "ABC", "seeds": "../x"}}',
            "not a folder inside the project",
        ),
        ('{"dateline": {"format": 1, "id_prefix": "ABC", "seeds": "a", "datasets": "a"}}', "two folders"),
        ('{"name": "a", "dateline": {"format": 1, "id_prefix": "ABC"}}', "not a data package"),
    ],
)
@pytest.mark.parametrize("command", ["validate", "convert", "show"])
def test_a_folder_that_is_no_project(
    reference: Copy, content: str | bytes | None, says: str, command: str
) -> None:
    if command != "validate" and says == "not a data package":
        pytest.skip("only looking at the whole package needs its resources")
    if content is None:
        (reference / reference.descriptor).unlink()
    else:
        reference.write(reference.descriptor, content)
    before = reference.datasets()
    ran = reference.run(command)
    assert ran.exit == 2
    assert ran.out == ""
    assert ran.err.startswith("dateline: ")
    assert says in ran.err
    assert "Traceback" not in ran.err
    assert reference.datasets() == before
