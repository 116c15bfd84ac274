"""A project's own rules: found like any other, stopped when they take too much, and no way out of them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from dateline import resources
from dateline.engine import sandbox
from dateline.engine.judge import Judgement, Options
from dateline.errors import CallError
from dateline.rules import Rule, load
from dateline.validate import own_rules
from dateline.validate.own_rules import Limits

if TYPE_CHECKING:
    from tests.conftest import Copy, Ran

EVENTS = "datasets/events.csv"
OURS = "validators/ours.yaml"
ENTRY = {
    "severity": "warning",
    "status": "preview",
    "since": "0.1.0",
    "summary": "An event is in the town.",
    "table": "events",
    "field": "location",
    "message": "The event is in {location}.",
    "advice": "Look again.",
    "why": "The town is watched.",
    "origin": "This project.",
    "passes": [{"location": "Harbour Town"}],
    "fails": [{"location": "Al Mayadin"}],
}
DOUBLED = ", ".join(
    f"t{n} AS (SELECT row, location FROM t{n - 1} UNION ALL SELECT row, location FROM t{n - 1})"
    for n in range(1, 50)
)
ENDLESS = (
    f"WITH t0 AS (SELECT row, location FROM events), {DOUBLED} "
    "SELECT row, count(*) AS n FROM t49 GROUP BY row"
)
"""Five events, doubled 49 times."""
LONG = "notes"
for _ in range(9):
    LONG = f"replace({LONG}, 'e', 'eeeeeeeeeeeeeeeeeeee')"
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="macOS and Windows keep no limit of memory")


def settle(project: Copy, rules: list[dict[str, Any]], **settings: Any) -> None:
    """Give a project rules of its own."""
    (project / "validators").mkdir(exist_ok=True)
    file = {
        "dateline": 1,
        "topic": "ours",
        "letter": "OWN",
        "about": "Rules of this project.",
        "rules": rules,
    }
    project.write(OURS, yaml.safe_dump(file, sort_keys=False))
    descriptor = json.loads(project.text(project.descriptor))
    descriptor["dateline"] |= {"rule_files": {"prefix": "OWN", "files": [OURS]}, **settings}
    project.write(project.descriptor, json.dumps(descriptor))


def one(**entry: Any) -> list[dict[str, Any]]:
    """One rule over a row, or a query."""
    scope = "query" if "query" in entry else "row"
    examples = {"passes": [{"events": [{}]}], "fails": [{"events": [{}]}]} if scope == "query" else {}
    return [{"code": "OWN001", "name": "event-in-the-town", "scope": scope, **ENTRY, **examples, **entry}]


def validate(project: Copy, *options: str, temporary: Path) -> Ran:
    """The command in a process of its own, with a folder of its own for temporary files."""
    temporary.mkdir(exist_ok=True)
    return project.process("validate", "--format", "jsonl", *options, TMPDIR=str(temporary))


def test_an_own_rule_finds_what_it_should_where_it_stands(reference: Copy, tmp_path: Path) -> None:
    reference.replace(EVENTS, "No fatalities are mentioned.", "No fatalities are\nmentioned.")
    reference.replace(EVENTS, "2017-10-14,2017,2", "2017-10-14,2o17,2")
    settle(reference, one(fails_when="location = 'Al Mayadin'", suggests="concat_ws(' ', location, 'City')"))

    ran = validate(reference, temporary=tmp_path / "t")

    assert ran.err == ""
    found = [one for one in ran.records if one.get("rule") == "OWN001"]
    lines = reference.text(EVENTS).split("\n")
    assert [
        line for one in found for line in [lines[one["place"]["line"] - 1]] if "Al Mayadin" not in line
    ] == []
    assert [one["message"] for one in found] == ["The event is in Al Mayadin."] * 2
    assert [one["suggestion"] for one in found] == ["Al Mayadin City"] * 2
    assert [one["place"]["record"] for one in found] == [
        row["event_id_cnty"] for row in reference.rows("events") if row["location"] == "Al Mayadin"
    ]
    # What is wrong with the table itself is said once.
    assert [one["rule"] for one in ran.records if one.get("rule") == "S010"] == ["S010"]
    assert ran.records[-1]["counts"]["OWN001"] == 2
    assert ran.records[-1]["counts"]["S010"] == 1
    assert list((tmp_path / "t").iterdir()) == []


@pytest.mark.slow
def test_every_built_in_rule_finds_the_same_as_a_rule_of_the_projects_own(reference: Copy) -> None:
    for old, new in (
        ("2017-10-14,2017,2", "2017-10-14,2016,2"),
        (",Battles,", ",Protests,"),
        ("DLS-4QNHQQ0SD3,2017-06-15", "DLS-4QNHQQ0SD3,2018-06-15"),
        ("Islamic State (Syria),,Rebel group", "Islamic State (Syria),Islamic State (Syria),Rioters"),
        ("35.3359,40.1408", "10.5,10.5"),
        ("Rebel group-Rebel group", "Rebel group-Rioters"),
        ("2017-06-01,2017-06-30", "2017-06-20,2017-06-30"),
        ("No fatalities are mentioned.", " 12 people were killed.  "),
    ):
        reference.replace(EVENTS, old, new)
    text = reference.text(EVENTS)
    last = text.rstrip("\n").split("\n")[-1]
    reference.write(EVENTS, text + last.replace("DLS-", "DLS-0", 1) + "\n")
    copies = copies_of_built_in_rules()
    settle(reference, [entry for _, entry in copies])

    ran = reference.judge("validate")

    found: dict[str, list[dict[str, Any]]] = {}
    for finding in (one for one in ran.records if "rule" in one):
        told = {name: value for name, value in finding.items() if name not in ("rule", "name", "fingerprint")}
        found.setdefault(finding["rule"], []).append(told)
    fired = {code for code, entry in copies if code in found}
    assert {"A010", "D020", "L022", "T010"} <= fired, "queries, suggestions, points"
    assert len(fired) > 10
    for code, entry in copies:
        theirs = [{**one, "edit": None} for one in found.get(entry["code"], [])]
        assert theirs == [{**one, "edit": None} for one in found.get(code, [])], code
        not_run = ran.records[-1]["rules"]["not_run"]
        assert (code in not_run) == (entry["code"] in not_run)


def copies_of_built_in_rules() -> list[tuple[str, dict[str, Any]]]:
    """(code, entry under another code and name) of all rules over tables."""
    entries = [
        entry
        for path in sorted(resources.folder("validators").glob("*.yaml"))
        for entry in yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)["rules"]
        if "table" in entry
    ]
    return [
        (entry["code"], {**entry, "code": f"OWN{n:03d}", "name": f"{entry['name']}-again"})
        for n, entry in enumerate(entries, 1)
    ]


def test_a_rule_that_never_ends_is_stopped(reference: Copy, tmp_path: Path) -> None:
    settle(reference, one(query=ENDLESS, message="{n} times."))
    before = reference.datasets()
    begun = time.monotonic()

    ran = validate(reference, "--rule-seconds", "2", temporary=tmp_path / "t")

    assert (ran.exit, ran.out) == (2, "")
    assert ran.err.startswith(f"dateline: {OURS}: the project's own rules needed more than the 2 seconds ")
    assert "--rule-seconds 4" in ran.err
    assert "Traceback" not in ran.err
    assert list((tmp_path / "t").iterdir()) == []
    assert reference.datasets() == before
    assert time.monotonic() - begun < 30


@on_linux
def test_a_rule_that_takes_all_memory_is_stopped(reference: Copy, tmp_path: Path) -> None:
    settle(reference, one(fails_when=f"length({LONG}) > 7"))

    ran = validate(reference, "--rule-memory", "1.5GB", temporary=tmp_path / "t")

    assert (ran.exit, ran.out) == (2, "")
    assert f"{OURS}: the project's own rules needed more than the 1.5 GB of memory " in ran.err
    assert "--rule-memory 3GB" in ran.err
    assert "Traceback" not in ran.err
    assert list((tmp_path / "t").iterdir()) == []


@pytest.mark.parametrize(
    ("attack", "says"),
    [
        ({"fails_when": "read_text('/etc/passwd') = ''"}, "read_text"),
        ({"query": "SELECT row FROM read_csv('datasets/events.csv')"}, "OWN001"),
        ({"query": "WITH x AS (COPY events TO 'datasets/events.csv') SELECT row FROM events"}, "OWN001"),
        ({"query": "SELECT row FROM events; DROP TABLE events"}, "OWN001"),
        ({"fails_when": "(SELECT content FROM read_text('/etc/passwd')) = ''"}, "OWN001"),
        ({"fails_when": "true", "suggests": "getenv('HOME')"}, "getenv"),
    ],
)
def test_an_attack_is_refused(
    reference: Copy, tmp_path: Path, attack: dict[str, str], says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle(reference, one(**attack))
    before = reference.datasets()
    temporary = tmp_path / "t"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))

    ran = reference.judge("validate")

    assert (ran.exit, ran.out) == (2, "")
    assert ran.err.startswith(f"dateline: {OURS}: OWN001 event-in-the-town: ")
    assert says in ran.err
    assert "Traceback" not in ran.err
    assert reference.datasets() == before
    assert list(temporary.iterdir()) == []


def test_a_message_that_names_what_no_finding_has(reference: Copy) -> None:
    settle(reference, one(fails_when="location = 'Al Mayadin'", message="It is in {town}."))

    ran = reference.run("validate")

    assert ran.exit == 2
    assert f"{OURS}: the message of OWN001 names {{town}}" in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    ("slip", "says"),
    [
        ({"fails_when": "location = 6"}, ": OWN001 event-in-the-town: Text is used where a number"),
        (
            {"query": "SELECT location AS row FROM events"},
            ": OWN001 event-in-the-town: row must be ",
        ),
        (
            {"fails_when": "a = b", "each": {"a": ["actor1", "actor2"], "b": ["admin1", "admin2", "admin3"]}},
            ", line 6: OWN001 event-in-the-town: The lists of `each` must be of one length: "
            "a has 2, b has 3.",
        ),
    ],
)
def test_a_slip_is_told_with_file_and_rule(reference: Copy, slip: dict[str, Any], says: str) -> None:
    settle(reference, one(**slip))

    ran = reference.run("validate")

    assert ran.exit == 2
    assert ran.err.startswith(f"dateline: {OURS}{says}")
    assert "Traceback" not in ran.err


@on_linux
def test_an_interruption_ends_the_process_too(reference: Copy, tmp_path: Path) -> None:
    settle(reference, one(query=ENDLESS, message="{n} times."))
    temporary = tmp_path / "t"
    temporary.mkdir()
    with subprocess.Popen(
        [sys.executable, "-m", "dateline", "validate"],
        cwd=reference.root,
        env={**os.environ, "TMPDIR": str(temporary)},
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
    ) as process:
        until = time.monotonic() + 30
        while not (children := children_of(process.pid)) and process.poll() is None:
            assert time.monotonic() < until
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=30)

    assert children, said
    assert process.returncode == 130
    assert said.strip() == "Interrupted."
    assert [child for child in children if Path(f"/proc/{child}").exists()] == []
    assert list(temporary.iterdir()) == []


def children_of(parent: int) -> list[int]:
    """The processes that a process has started."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            after_name = path.read_text().rpartition(")")[2].split()
        except OSError:  # it has just ended
            continue
        if int(after_name[1]) == parent:
            found.append(int(path.parent.name))
    return found


def test_without_own_rules_no_process_is_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "run", None)

    found = own_rules.judge([], [], Options(date(2026, 1, 1)), Limits())

    assert found == Judgement((), {}, (), (), {})


def test_a_rule_over_a_table_that_is_not_there_is_silent() -> None:
    rule = next(rule for rule in load() if rule.table == "claims")

    found = own_rules.judge([], [rule], Options(date(2026, 1, 1)), Limits())

    assert found.silent == {rule.code: "there is no table claims"}


@pytest.mark.parametrize(
    ("raised", "says"),
    [
        (sandbox.SandboxExceeded(sandbox.CPU, 600), "300 seconds"),
        (sandbox.SandboxCrashed("It said nothing."), "cannot be run. It said nothing."),
    ],
)
def test_other_ends_are_told(monkeypatch: pytest.MonkeyPatch, raised: Exception, says: str) -> None:
    def run(*_arguments: Any, **_limits: Any) -> None:
        raise raised

    monkeypatch.setattr(sandbox, "run", run)
    rules: list[Rule] = [rule for rule in load() if rule.table is not None][:2]

    with pytest.raises(CallError, match=says) as caught:
        own_rules.judge([], rules, Options(date(2026, 1, 1)), Limits())

    assert rules[0].file in str(caught.value)


def test_two_judgements_together() -> None:
    one = Judgement((), {"A001": 2}, (), ("A001", "A002"), {"A003": "x"})
    own = Judgement((), {"OWN001": 3}, (), ("OWN001",), {"OWN002": "y"})

    both = own_rules.together(one, own)

    assert both.counts == {"A001": 2, "OWN001": 3}
    assert both.applied == ("A001", "A002", "OWN001")
    assert both.silent == {"A003": "x", "OWN002": "y"}
