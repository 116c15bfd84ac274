"""`dateline validate FILE`: what a researcher reads, on any screen and in any pipe."""

from __future__ import annotations

import csv
import fcntl
import json
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Copy

HOSTILE = "\x1b[31mSyria\u202e"


@pytest.fixture
def events(reference: Copy) -> str:
    """The events of the reference project, with a few slips in them."""
    text = reference.text("datasets/events.csv")
    for old, new in {
        "Battles,Armed clash": "Battles,Armed clsh",
        "Al Mayadin,35.0209,40.4535": "Al Mayadin,35.02O9,40.4535",
        "Middle East,Syria": f"Middle East,{HOSTILE}",
    }.items():
        assert old in text
        text = text.replace(old, new, 1)
    reference.write("events.csv", text)
    return str(reference / "events.csv")


def on_screen(columns: int, *arguments: str, **environment: str) -> tuple[int, str]:
    """The exit status of the program on a terminal so wide, and what stands there."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    kept = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES", "NO_COLOR")}
    with subprocess.Popen(
        [sys.executable, "-m", "dateline", *arguments],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**kept, "TERM": "xterm-256color", **environment},
    ) as process:
        os.close(theirs)
        said = b""
        while piece := _read(ours):
            said += piece
        os.close(ours)
    return process.returncode, said.decode().replace("\r\n", "\n")


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # so Linux says that the other side is closed
        return b""


def test_the_worst_first_with_samples_and_what_to_do_next(reference: Copy, events: str) -> None:
    ran = reference.run("validate", events)
    assert ran.exit == 1
    head, *found = ran.out.split("\n\n")
    assert head.splitlines()[1:] == [
        "  Layout     events of a dateline package",
        "  Rows       5",
        "  Period     2017-06-15 to 2017-10-14",
        "  Countries  Syria 4, \\x1b[31mSyria\\u202e 1",
    ]
    assert found[0].startswith("error S019 dangling-reference: 2 findings in 1 of 5 rows\n  → ")
    assert "\n  line 2  DLS-4QNHQQ0SD3  sub_event_type\n    “Armed clsh” is none of" in found[0]
    assert "\n    Perhaps: Armed clash" in found[0]
    assert any("Not run: " in one for one in found)
    assert ran.out.endswith(f"  dateline validate {events} -o csv=findings.csv\n")
    assert "\x1b" not in ran.out
    assert "\u202e" not in ran.out


def test_no_problems(reference: Copy) -> None:
    ran = reference.run("validate", str(reference / "datasets/events.csv"))
    assert ran.exit == 0
    assert re.search(r"^No problems found in 5 rows by \d+ rules\.\n\Z", ran.out, re.MULTILINE)


def test_the_profile_for_machines(reference: Copy, events: str) -> None:
    end = reference.run("validate", events, "--format", "jsonl").records[-1]
    assert end["profile"] == {
        "rows": 5,
        "first": "2017-06-15",
        "last": "2017-10-14",
        "countries": {"Syria": 4, HOSTILE: 1},
        "more_countries": 0,
    }
    assert end["reading"]["layout"] == "events of a dateline package"


def test_a_package_has_a_profile_for_machines_too(reference: Copy) -> None:
    assert reference.judge("validate").records[-1]["profile"]["countries"] == {"Syria": 5}


def test_a_record_that_cannot_be_read(reference: Copy, events: str) -> None:
    path = Path(events)
    path.write_bytes(path.read_bytes() + b"too,short\n")
    out = reference.run("validate", events).out
    assert "  Rows       6, of which 1 could not be read\n" in out
    assert "error S006 short-row: 1 finding in 1 of 6 rows\n" in out


def test_a_file_without_days_or_countries(reference: Copy) -> None:
    rows = reference.rows("events")
    names = [name for name in rows[0] if name not in ("event_date", "country")]
    with (reference / "few.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, names, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    out = reference.run("validate", str(reference / "few.csv")).out
    assert "  Rows       5\n\n" in out
    assert "  without event_date: " in out
    assert "  without country: " in out


@pytest.mark.parametrize("columns", [40, 100])
def test_no_line_is_wider_than_the_screen(events: str, columns: int) -> None:
    status, said = on_screen(columns, "validate", events, NO_COLOR="1")
    assert status == 1
    plain = re.sub(r"\x1b\[[0-9;]*m", "", said)
    assert "\x1b" not in plain
    told, _, commands = plain.partition("\nWhat a rule means")
    assert max(map(len, told.splitlines())) <= columns
    assert "\n  dateline explain S019\n" in commands


def test_colours_on_a_screen_alone(events: str) -> None:
    assert "\x1b[1;31merror" in on_screen(80, "validate", events)[1]
    assert "\x1b[1;31m" not in on_screen(80, "validate", events, NO_COLOR="1")[1]


def test_an_encoding_that_lacks_letters(events: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "dateline", "validate", events],
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "latin-1"},
        timeout=60,
    )
    assert done.returncode == 1
    assert b'"Armed clsh" is none of' in done.stdout
    assert done.stderr == b""


def test_a_pipe_that_closes(events: str) -> None:
    """Before the program is done: of what was printed there is more than a pipe holds."""
    path = Path(events)
    header, *rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text(header + "".join(rows) * 2000, encoding="utf-8")
    done = subprocess.run(
        f'"{sys.executable}" -m dateline validate "{events}" --format jsonl --most 5000 | head -n 1',
        shell=True,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert json.loads(done.stdout)
    assert done.stderr == ""
