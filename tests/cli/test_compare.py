"""`dateline compare`, and the decisions between two coders that `convert` takes."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest
import yaml

if TYPE_CHECKING:
    from tests.conftest import Copy

KEY = "al-mayadin-retaken-2017-10-14"
FIRST = "seeds/extractions/unstated-2017-10-14-al-mayadeen.yaml"
SECOND = "seeds/second/unstated.yaml"
DECISION = """
dateline: 1
decisions:
  - event: raqqa-entered-2017-06
    field: sub_event_type
    value: {value}
    reason: It was the beginning of a battle.
    decided_by: maintainers
    decided_at: 2026-11-23
"""


@pytest.fixture
def coded_twice(reference: Copy) -> Copy:
    """The reference project with a second coding of one source: one other sub-event, another key."""
    text = reference.text(FIRST)
    for old, new in (
        ("coder: maintainers", "coder: ab"),
        ("key: raqqa-surrender-2017-10-14", "key: surrender-in-raqqa"),
        ("value: Armed clash", "value: Non-state actor overtakes territory"),
    ):
        assert old in text
        text = text.replace(old, new)
    (reference.root / "seeds/second").mkdir()
    reference.write(SECOND, text)
    return reference


def test_two_codings_side_by_side(coded_twice: Copy) -> None:
    ran = coded_twice.run("compare")
    assert ran.exit == 1
    lines = ran.out.splitlines()
    assert lines[0] == "maintainers and ab: 1 source, 3 events"
    rows = {line.split()[0]: line.split()[1:] for line in lines[3:14]}
    assert rows["sub_event_type"] == ["3", "67%", "0.57", "0.62"]
    assert rows["event_date"] == ["3", "100%", "1.00", "1.00"]
    assert rows["fatalities"] == ["0", "–", "–", "–"]
    assert "sub_event_type of raqqa-entered-2017-06, in unstated-2017-10-14-al-mayadeen" in ran.out
    assert "  maintainers: Armed clash\n" in ran.out
    assert "  ab: Non-state actor overtakes territory\n" in ran.out
    assert f"{SECOND}:" in ran.out
    assert "“In June, the Syrian Democratic Forces (SDF)" in ran.out
    assert lines[-1].startswith("1 disagreement, 1 of which a decision can settle; 0 events ")


def test_as_json(coded_twice: Copy) -> None:
    document = json.loads(coded_twice.run("compare", "--format", "json").out)
    (said,) = document["disagreements"]
    assert said["values"] == ["Armed clash", "Non-state actor overtakes territory"]
    assert all(words for words in said["quotations"])


def test_an_event_that_only_one_coded(coded_twice: Copy) -> None:
    text = coded_twice.text(SECOND)
    at, end = text.index("  - key: raqqa-entered-2017-06"), text.index("left_out:")
    coded_twice.write(SECOND, text[:at] + text[end:])
    ran = coded_twice.run("compare")
    assert ran.exit == 1
    assert "raqqa-entered-2017-06 in unstated-2017-10-14-al-mayadeen: only maintainers" in ran.out


def test_the_same_coding(coded_twice: Copy) -> None:
    ran = coded_twice.run("compare", str(coded_twice / FIRST), str(coded_twice / FIRST))
    assert ran.exit == 0
    assert ran.out.endswith("They agree on everything.\n")


def test_three_coders(coded_twice: Copy) -> None:
    files = [str(coded_twice / name) for name in (FIRST, SECOND, FIRST)]
    ran = coded_twice.run("compare", *files)
    assert ran.exit == 1
    (line,) = [one for one in ran.out.splitlines() if one.startswith("  sub_event_type")]
    assert line.split() == ["sub_event_type", "3", "78%", "–", "0.72"]


def test_what_cannot_be_compared(reference: Copy) -> None:
    assert "seeds/second is not there" in reference.run("compare").err
    assert "One coding cannot be compared" in reference.run("compare", str(reference / FIRST)).err
    ran = reference.run("compare", str(reference / FIRST), str(reference / reference.trt))
    assert ran.exit == 2
    assert "no source in common" in ran.err


def test_a_coding_with_errors(coded_twice: Copy) -> None:
    coded_twice.replace(SECOND, "value: 2017-06-15", "value: 2017-06-35")
    ran = coded_twice.run("compare")
    assert ran.exit == 1
    assert f"{SECOND}:" in ran.out
    assert "must be mended before" in ran.out


class TestDecisions:
    def test_they_are_prepared_to_be_filled_in(self, coded_twice: Copy) -> None:
        path = coded_twice.root / "prepared.yaml"
        coded_twice.run("compare", "--decisions", str(path))
        text = path.read_text(encoding="utf-8")
        (entry,) = yaml.safe_load(text)["decisions"]
        assert (entry["event"], entry["field"]) == ("raqqa-entered-2017-06", "sub_event_type")
        assert {entry[name] for name in ("value", "reason", "decided_by", "decided_at")} == {None}
        assert "# Armed clash or Non-state actor overtakes territory" in text
        coded_twice.write("seeds/decisions.yaml", text)
        assert coded_twice.run("convert").exit == 1

    @pytest.mark.parametrize("value", ["Armed clash", "Non-state actor overtakes territory"])
    def test_convert_takes_either_side(self, coded_twice: Copy, value: str) -> None:
        coded_twice.write("seeds/decisions.yaml", DECISION.format(value=value))
        ran = coded_twice.run("convert")
        assert ran.exit == 0, ran.out
        with (coded_twice.root / "datasets/events.csv").open(encoding="utf-8", newline="") as stream:
            (event,) = [row for row in csv.DictReader(stream) if row["event_key"] == "raqqa-entered-2017-06"]
        assert event["sub_event_type"] == value
        with (coded_twice.root / "datasets/claims.csv").open(encoding="utf-8", newline="") as stream:
            (claim,) = [
                row
                for row in csv.DictReader(stream)
                if row["event_id"] == event["event_id_cnty"] and row["field"] == "sub_event_type"
            ]
        assert claim["settled_by"] == "decision: It was the beginning of a battle."
        assert claim["value"] == value
        assert coded_twice.run("validate").exit == 0
        ran = coded_twice.run("compare")
        assert ran.exit == 0
        assert ran.out.endswith("1 disagreement, all decided.\n")

    def test_what_neither_says_is_refused(self, coded_twice: Copy) -> None:
        coded_twice.write("seeds/decisions.yaml", DECISION.format(value="Attack"))
        ran = coded_twice.run("convert")
        assert ran.exit == 1
        assert "P03" in ran.out
        assert "Armed clash, Non-state actor overtakes territory" in ran.out

    def test_without_a_decision_the_second_coding_changes_nothing(self, coded_twice: Copy) -> None:
        before = coded_twice.datasets()
        assert coded_twice.run("convert").exit == 0
        assert coded_twice.datasets() == before
