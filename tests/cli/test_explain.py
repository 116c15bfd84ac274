"""`dateline explain`: a rule with its reason and its examples."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.cli.test_rules import OURS, settle

from dateline import cli, rules

if TYPE_CHECKING:
    from tests.conftest import Copy


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    capsys.readouterr()
    status = cli.run(["explain", *arguments])
    return status, *capsys.readouterr()


@pytest.mark.parametrize("name", ["D003", "d003", "overprecise-date"])
def test_a_rule_by_code_or_name(capsys: pytest.CaptureFixture[str], name: str) -> None:
    status, out, err = run(capsys, name)
    assert (status, err) == (0, "")
    assert out.startswith("D003 overprecise-date\nerror, dates, preview, since 0.1.0\n")
    for title in ("Message:", "What to do:", "Why:", "From:", "Fails:", "Passes:"):
        assert f"\n{title}" in out
    assert "in June" in out
    assert "\x1b" not in out


@pytest.mark.parametrize("code", sorted(rules.load().rules))
def test_every_rule_can_be_explained(capsys: pytest.CaptureFixture[str], code: str) -> None:
    status, out, _err = run(capsys, code)
    assert status == 0
    assert out.startswith(f"{code} {rules.load()[code].name}\n")


def test_a_rule_as_it_is_in_the_project(reference: Copy) -> None:
    (reference / "validators").mkdir()
    reference.write("validators/ours.yaml", OURS)
    settle(
        reference,
        rule_files={"prefix": "ABC", "files": ["validators/ours.yaml"]},
        rules={"E041": "off", "P066": "error"},
    )

    assert reference.run("explain", "abc001").out.startswith("ABC001 event-in-the-capital\nwarning, ")
    assert reference.run("explain", "E041").out.splitlines()[1].startswith("off, ")
    assert reference.run("explain", "P066").out.splitlines()[1].startswith("error, ")


def test_an_unknown_rule(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capsys, "overprecise-dat")
    assert (status, out) == (2, "")
    assert err.startswith("dateline: There is no rule 'overprecise-dat'. Did you mean overprecise-date")


def test_nothing_like_a_rule(capsys: pytest.CaptureFixture[str]) -> None:
    status, _out, err = run(capsys, "\x1b[31m")
    assert status == 2
    assert "\x1b" not in err
    assert "Did you mean" not in err


def test_no_rule_at_all(capsys: pytest.CaptureFixture[str]) -> None:
    status, _out, err = run(capsys)
    assert status == 2
    assert "Missing argument 'RULE'" in err
