"""Reviewed exceptions: one line silences one finding, until its last day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Copy

HEADER = "fingerprint,rule,record,reason,reviewer,expires\n"


def except_for(project: Copy, *fingerprints: str, rule: str = "E041", expires: str = "2030-01-01") -> None:
    """Write the exceptions file."""
    lines = [f"{one},{rule},some record,Looked at and accepted.,ab,{expires}\n" for one in fingerprints]
    (project / "validators").mkdir(exist_ok=True)
    project.write("validators/exceptions.csv", HEADER + "".join(lines))


def fingerprints(project: Copy, rule: str) -> list[str]:
    """Fingerprints of the findings of a rule."""
    ran = project.judge("validate", "--as-of", "2026-11-22")
    return [one["fingerprint"] for one in ran.records if one.get("rule") == rule]


def test_an_exception_silences_its_finding_alone(reference: Copy) -> None:
    first, second = fingerprints(reference, "E041")
    except_for(reference, first)

    assert fingerprints(reference, "E041") == [second]
    assert "1 finding silenced by reviewed exceptions" in reference.run("validate").out


def test_a_finding_of_a_table_is_silenced_by_its_fingerprint_wherever_its_row_goes(reference: Copy) -> None:
    events = reference.text("datasets/events.csv")
    header, first, *rest = events.splitlines(keepends=True)
    broken = rest[-1].replace(",2017-10-14,", ",2017-10-34,", 1)
    reference.write("datasets/events.csv", header + first + "".join(rest[:-1]) + broken)
    found = fingerprints(reference, "S010")
    reference.write("datasets/events.csv", header + broken + first + "".join(rest[:-1]))

    assert len(found) >= 1
    assert fingerprints(reference, "S010") == found


def test_an_exception_for_nothing_is_a_finding(reference: Copy) -> None:
    except_for(reference, "0123456789abcdef")

    ran = reference.judge("validate")

    assert ran.exit == 0
    assert ran.rules == ["Q090"]
    assert ran.findings[0]["place"]["file"] == "validators/exceptions.csv"
    assert ran.findings[0]["place"]["line"] == 2


@pytest.mark.slow
def test_an_exception_that_names_another_rule_is_for_nothing(reference: Copy) -> None:
    first, second = fingerprints(reference, "E041")
    except_for(reference, first, rule="E040")

    assert fingerprints(reference, "E041") == [first, second]
    assert len(fingerprints(reference, "Q090")) == 1


@pytest.mark.slow
def test_an_exception_past_its_day_is_a_finding_and_silences_nothing(reference: Copy) -> None:
    first, second = fingerprints(reference, "E041")
    except_for(reference, first, expires="2026-11-21")

    assert sorted(fingerprints(reference, "E041")) == sorted([first, second])
    assert len(fingerprints(reference, "Q091")) == 1


@pytest.mark.slow
def test_a_broken_exceptions_file_silences_nothing(reference: Copy) -> None:
    first, second = fingerprints(reference, "E041")
    except_for(reference, first, expires="soon")

    ran = reference.judge("validate")

    assert ran.exit == 1
    assert ran.rules == ["S010"]
    assert sorted(fingerprints(reference, "E041")) == sorted([first, second])


def test_the_example_of_the_page_on_settings_silences_its_finding(reference: Copy, repository: Path) -> None:
    page = (repository / "docs/settings.md").read_text(encoding="utf-8")
    (reference / "validators").mkdir()
    reference.write("validators/exceptions.csv", page.partition("```csv\n")[2].partition("```")[0])

    ran = reference.judge("validate", "--as-of", "2026-11-22")

    assert (ran.exit, ran.findings, ran.records[-1]["waived"]) == (0, [], {"P082": 1})
