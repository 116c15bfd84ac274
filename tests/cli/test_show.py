"""`dateline show`: the events as a table, one event with the words behind it."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Copy

RETAKEN, RETAKEN_ID = "al-mayadin-retaken-2017-10-14", "DLS-E8J7BJKGHW"


def test_all_events(reference: Copy) -> None:
    ran = reference.process("show", COLUMNS="100")
    assert (ran.exit, ran.err) == (0, "")
    assert ran.out.startswith("5 events\n")
    for words in (
        "Al Mayadin",
        "Government regains territory",
        "against Islamic State (Syria)",
        "(month)",
        "(week)",
    ):
        assert words in ran.out
    assert ran.out.endswith("  dateline show raqqa-entered-2017-06\n")
    assert "\x1b" not in ran.out


@pytest.mark.parametrize("name", [RETAKEN, RETAKEN_ID])
def test_one_event_by_key_or_id(reference: Copy, name: str) -> None:
    ran = reference.run("show", name)
    assert ran.exit == 0
    assert ran.out.startswith(f"{RETAKEN_ID}  {RETAKEN}\n")
    lines = ran.out.splitlines()
    assert "  event_date         2017-10-14" in lines
    assert "  fatalities         10" in lines
    # Both sources, each with its claims and their words.
    assert len([line for line in lines if line.endswith("[trtworld-2017-10-14-al-mayadeen]")]) == 1
    assert len([line for line in lines if line.endswith("[unstated-2017-10-14-al-mayadeen]")]) == 1
    assert "Publisher not stated, 2017-10-14 (inferred)" in ran.out
    assert "  ✓ event_date = 2017-10-14  (agreement)" in lines
    assert "“captured the city of Al Mayadeen from Daesh on Saturday”" in ran.out
    assert "quoted, says regime media" in ran.out
    assert "resolved contradiction" in ran.out
    # Empty columns take no room.
    assert not re.search(r"^  tags ", ran.out, re.MULTILINE)


def test_a_default_and_a_refused_claim_are_shown_as_such(reference: Copy) -> None:
    reference.replace(
        reference.unstated,
        "    actor2:\n      value: Islamic State (Syria)\n      quote: from the self-styled",
        "    fatalities: {value: 4, basis: inferred, reason: made up}\n"
        "    actor2:\n      value: Islamic State (Syria)\n      quote: from the self-styled",
    )
    assert reference.run("convert").exit == 0
    out = reference.run("show", RETAKEN).out
    assert "  ✗ fatalities = 10  (lowest)" in out
    assert "  ✓ fatalities = 4  (lowest)" in out
    assert "By default\n  ✓ fatalities = 0  (default)" in reference.run("show", "raqqa-entered-2017-06").out


@pytest.mark.parametrize(
    ("name", "nearest"), [("al-mayadin-retaken", RETAKEN), ("DLS-E8J7BJKGHX", RETAKEN_ID), ("zzz", None)]
)
def test_an_event_that_is_not_there(reference: Copy, name: str, nearest: str | None) -> None:
    ran = reference.run("show", name)
    assert (ran.exit, ran.out) == (2, "")
    assert f"There is no event {name!r} in datasets/events.csv." in ran.err
    assert (nearest is None) == ("nearest" not in ran.err)
    assert nearest is None or nearest in ran.err


def test_before_the_first_conversion(reference: Copy) -> None:
    shutil.rmtree(reference / "datasets")
    ran = reference.run("show")
    assert (ran.exit, ran.out) == (2, "")
    assert ran.err == "dateline: datasets/events.csv is not there. Run `dateline convert` first.\n"


def test_a_dataset_without_events(reference: Copy) -> None:
    header = reference.text("datasets/events.csv").split("\n")[0]
    reference.write("datasets/events.csv", header + "\n")
    ran = reference.run("show")
    assert ran.exit == 0
    assert ran.out.startswith("No events yet.")


@pytest.mark.parametrize(
    "content",
    [b"\xff\xfe", b'event_id_cnty,"', b"event_id_cnty\nx\n", b"event_id_cnty,event_key\nx\n", b"a,b\n1,2\n"],
)
def test_a_table_that_cannot_be_read(reference: Copy, content: bytes) -> None:
    reference.write("datasets/events.csv", content)
    for arguments in (("show",), ("show", RETAKEN)):
        ran = reference.run(*arguments)
        assert (ran.exit, ran.out) == (2, "")
        assert ran.err.startswith("dateline: datasets/events.csv ")
        assert "`dateline validate` says more" in ran.err


def test_hostile_cells_are_shown_as_text(reference: Copy) -> None:
    reference.replace("datasets/events.csv", "Around 15 June 2017", "Around \x1b[31m15\x07 June\u202e 2017")
    reference.replace("datasets/claims.csv", "To break into", "To \x1b]0;x\x07 break into")
    for arguments in (("show",), ("show", "raqqa-entered-2017-06")):
        out = reference.run(*arguments).out
        assert not {"\x1b", "\x07", "\u202e"} & set(out)
    assert "\\x1b[31m15" in out


def test_markup_in_cells_is_no_markup(reference: Copy) -> None:
    reference.replace("datasets/events.csv", "Around 15 June 2017", "Around [bold]15[/bold] :bomb: June 2017")
    assert "[bold]15[/bold] :bomb:" in reference.run("show", "raqqa-entered-2017-06").out
