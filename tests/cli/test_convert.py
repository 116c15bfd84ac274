"""`dateline convert` as a coder meets it: what is said of bad input, what is written, how it ends."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import pty
import re
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from dateline import generation
from dateline.convert import workers

if TYPE_CHECKING:
    from tests.conftest import Copy

TRT = "trtworld-2017-10-14-al-mayadeen"
UNSTATED = "unstated-2017-10-14-al-mayadeen"
RETAKEN, SIEGE = "al-mayadin-retaken-2017-10-14", "deir-ez-zor-siege-broken-2017-09"
EVENTS = {
    RETAKEN,
    SIEGE,
    "al-mayadin-mine-clearance-2017-10-14",
    "raqqa-surrender-2017-10-14",
    "raqqa-entered-2017-06",
}


@dataclass(frozen=True)
class Slip:
    """What a coder typed, and what they are told."""

    old: str
    new: str
    rule: str
    at: str
    """Words of the line that the finding must point at."""
    pointer: str
    says: str
    suggestion: str | None = None


SLIPS = {
    "unknown key": Slip(
        "    sub_event_type:\n",
        "    sub_event_typ:\n",
        "E020",
        "sub_event_typ:",
        "/events/0/sub_event_typ",
        "The key `sub_event_typ` is not known here.",
        "sub_event_type",
    ),
    "missing key": Slip(
        "  language: en\n",
        "",
        "E021",
        "source:",
        "/source",
        "The key `language` is missing in the source",
    ),
    "text for a number": Slip(
        "      value: 10\n",
        "      value: ten\n",
        "E022",
        "value: ten",
        "/events/0/fatalities/value",
        "Here must stand a whole number; there is: ten.",
    ),
    "fraction for a number": Slip(
        "      value: 10\n",
        "      value: 10.0\n",
        "E022",
        "value: 10.0",
        "/events/0/fatalities/value",
        "Here must stand a whole number; there is: 10.0.",
    ),
    "list for a block": Slip(
        "    event_date:\n      value: 2017-10-14\n      precision: 1\n      expression: on Saturday\n"
        "      quote: captured the city of Al Mayadeen from Daesh on Saturday\n"
        "      attributed_to: regime media\n",
        "    event_date: [2017-10-14]\n",
        "E022",
        "event_date: [2017-10-14]",
        "/events/0/event_date",
        "Here must stand a block of `key: value` lines; there is: a list.",
    ),
    "value outside the list": Slip(
        "    basis: inferred\n",
        "    basis: infered\n",
        "E023",
        "basis: infered",
        "/source/scale/basis",
        "“infered” is not possible here. Possible: quoted, derived, inferred, not_stated.",
        "inferred",
    ),
    "day of another form": Slip(
        "      value: 2017-10-14\n      precision: 1\n",
        "      value: 14/10/2017\n      precision: 1\n",
        "E024",
        "value: 14/10/2017",
        "/events/0/event_date/value",
        "A day as YYYY-MM-DD",
    ),
    "day before any data": Slip(
        "      value: 2017-10-14\n      precision: 1\n",
        "      value: 0025-10-14\n      precision: 1\n",
        "E024",
        "value: 0025-10-14",
        "/events/0/event_date/value",
        "from 1900 on",
    ),
    "tab": Slip(
        "  coder: maintainers\n",
        "\tcoder: maintainers\n",
        "E005",
        "\tcoder: maintainers",
        "",
        "indented with a tab",
    ),
    "duplicate key": Slip(
        "  language: en\n",
        "  language: en\n  language: ar\n",
        "E007",
        "language: ar",
        "",
        "The key `language` was already given on line 20",
    ),
    "alias": Slip(
        "  coder: maintainers\n",
        "  coder: &c maintainers\n",
        "E008",
        "coder: &c maintainers",
        "",
        "`&c` is an anchor or alias",
    ),
    "type tag": Slip(
        "  language: en\n",
        "  language: !!str en\n",
        "E009",
        "language: !!str en",
        "",
        "`!!str` is a type tag",
    ),
    "second document": Slip(
        "coding:\n", "---\ncoding:\n", "E011", "---", "", "A second document begins here"
    ),
    "NUL byte": Slip(
        "value: TRT World", "value: TRT\0World", "E004", "value: TRT", "", "control character U+0000"
    ),
    "quotation absent": Slip(
        "quote: have killed a large number of Daesh militants",
        "quote: have killed a big number of Daesh militants",
        "P010",
        "a big number",
        "/events/0/fatalities/quote",
        "“have killed a big number of Daesh militants” is not in the article. The nearest is “have killed a "
        "large number of Daesh militants” («large» where the quotation has «big»).",
        "have killed a large number of Daesh militants",
    ),
    "quotation of something else": Slip(
        "quote: have killed a large number of Daesh militants",
        "quote: zebra crossings in Lisbon",
        "P010",
        "zebra crossings",
        "/events/0/fatalities/quote",
        "Nothing in the article is like it.",
    ),
    "quotation there twice": Slip(
        "quote: the city of Al Mayadeen}",
        "quote: Al Mayadeen}",
        "P011",
        "quote: Al Mayadeen}",
        "/events/0/location/quote",
        "“Al Mayadeen” is in the article 3 times: at 528: “…ies captured the city of Al Mayadeen from Daesh",
    ),
    "quotation moved": Slip(
        "quote: the city of Al Mayadeen}",
        "quote: {exact: the city of Al Mayadeen, prefix: in}}",
        "P012",
        "prefix: in}}",
        "/events/0/location/quote",
        "It stands at 516: “…and its allies captured the city of Al Mayadeen from Daesh on Saturday,…”.",
    ),
    "quotation in the furniture": Slip(
        "quote: have killed a large number of Daesh militants",
        "quote: Hospital fire in India’s Jaipur kills six",
        "P013",
        "Hospital fire",
        "/events/0/fatalities/quote",
        "is in the file, but not in the body of the article. It stands at 2840",
    ),
    "date words outside the quotation": Slip(
        "      expression: in early September\n",
        "      expression: early in September\n",
        "P014",
        "expression: early in September",
        "/events/2/event_date/expression",
        "“early in September” are not inside the words quoted for the date",
    ),
    "article gone": Slip(
        "article: 002_407be108de235255.txt",
        "article: 002_407be108de235256.txt",
        "P001",
        "article: 002",
        "/source/article",
        "There is no file “002_407be108de235256.txt”",
        "002_407be108de235255.txt",
    ),
    "article with a name that no file can have": Slip(
        "article: 002_407be108de235255.txt",
        f"article: {'a' * 300}.txt",
        "P001",
        "article: aaa",
        "/source/article",
        "There is no file “aaa",
    ),
    "edge of the body absent": Slip(
        "to: regime media says.",
        "to: regime media say.",
        "P006",
        "regime media say.",
        "/source/body/0/to",
        "The body is said to begin or end with “regime media say.”, which is not in the article.",
        "regime media says.",
    ),
    "unknown actor": Slip(
        "value: Islamic State (Syria)\n      quote: captured",
        "value: Islamic Stat\n      quote: captured",
        "A001",
        "value: Islamic Stat",
        "/events/0/actor2/value",
        "“Islamic Stat” is no actor of `actors.csv`.",
        "Islamic State",
    ),
    "unknown place": Slip(
        "value: al-mayadin, precision: 1, quote: the city",
        "value: Al Mayadn, precision: 1, quote: the city",
        "L001",
        "Al Mayadn",
        "/events/0/location/value",
        "“Al Mayadn” is no place of `locations.csv`.",
        "Al Mayadin",
    ),
    "unknown sub-event type": Slip(
        "value: Government regains territory",
        "value: Goverment regains teritory",
        "T001",
        "Goverment",
        "/events/0/sub_event_type/value",
        "“Goverment regains teritory” is not one of the 25 sub-event types.",
        "Government regains territory",
    ),
    "sub-event type of another codebook": Slip(
        "value: Government regains territory",
        "value: Excessive force against protestors",
        "T001",
        "protestors",
        "/events/0/sub_event_type/value",
        "is not one of the 25",
        "Excessive force against protesters",
    ),
    "event dated after publication": Slip(
        "      value: 2017-10-14\n      precision: 1\n",
        "      value: 2017-10-21\n      precision: 1\n",
        "D001",
        "value: 2017-10-21",
        "/events/0/event_date/value",
        "The event is dated 2017-10-21, but its source was published on 2017-10-14 at the latest",
        "2017-10-14",
    ),
    "day that the words do not mean": Slip(
        "      value: 2017-10-14\n      precision: 1\n",
        "      value: 2017-10-13\n      precision: 1\n",
        "D002",
        "value: 2017-10-13",
        "/events/0/event_date/value",
        "“on Saturday”, in a source of 2017-10-14, means 2017-10-14; the coded day 2017-10-13 lies outside.",
        "2017-10-14",
    ),
    "precision too fine": Slip(
        "      value: 2017-09-01\n      precision: 3\n",
        "      value: 2017-09-01\n      precision: 1\n",
        "D003",
        "      precision: 1\n      expression: in early",
        "/events/2/event_date/precision",
        "Time precision 1 is finer than “in early September”, which can mean any of 10 days",
        "precision: 3",
    ),
    "deaths out of order": Slip(
        "      value: 10\n",
        "      value: 10\n      low: 12\n",
        "F001",
        "    fatalities:",
        "/events/0/fatalities",
        "10 deaths are not between the lowest and the highest number given",
    ),
    "unknown scale": Slip(
        "value: International",
        "value: Internationl",
        "P020",
        "Internationl",
        "/source/scale/value",
        "“Internationl” is no scale of one source.",
        "International",
    ),
    "same key twice in a file": Slip(
        f"key: {SIEGE}",
        f"key: {RETAKEN}",
        "X001",
        f"key: {RETAKEN}",
        "/events/2/key",
        f"The event key `{RETAKEN}` was already given on line",
    ),
}


def line_of(reference: Copy, words: str, last: bool = False) -> int:
    """The number of the line on which the words begin."""
    text = reference.text(reference.trt)
    return text[: text.rindex(words) if last else text.index(words)].count("\n") + 1


@pytest.mark.parametrize("slip", SLIPS.values(), ids=SLIPS.keys())
def test_a_slip_is_told_where_it_stands_and_nothing_is_written(reference: Copy, slip: Slip) -> None:
    reference.replace(reference.trt, slip.old, slip.new)
    # Another slip in the other file: neither hides the other.
    reference.replace(reference.unstated, "  language: en\n", "  languge: en\n")
    before = reference.datasets()

    ran = reference.judge()

    assert ran.exit == 1
    assert reference.datasets() == before
    finding = next(one for one in ran.findings if one["rule"] == slip.rule)
    place = finding["place"]
    assert (place["kind"], place["file"], place["pointer"]) == ("document", reference.trt, slip.pointer)
    assert place["line"] == line_of(reference, slip.at, last=slip.rule == "X001")
    assert place["column"] >= 1
    assert slip.says in finding["message"]
    assert finding["suggestion"] == slip.suggestion
    assert finding["severity"] == "error"
    assert {one["rule"] for one in ran.findings if one["place"]["file"] == reference.trt} <= {
        slip.rule,
        # These words are looked up in the grammar too.
        *(["D002"] if slip.rule == "P014" else []),
    }
    other = [one for one in ran.findings if one["place"]["file"] == reference.unstated]
    assert [(one["rule"], one["suggestion"]) for one in other] == [("E020", "language")]
    assert ran.records[-1]["written"] is False


def test_a_slip_as_text_names_file_line_column_and_what_to_do(reference: Copy) -> None:
    reference.replace(reference.trt, "    sub_event_type:\n", "    sub_event_typ:\n")
    ran = reference.run("convert")
    assert ran.exit == 1
    lines = ran.out.splitlines()
    head = f"{reference.trt}:48:5  error E020 unknown-key  [{RETAKEN}]"
    assert head in lines
    following = lines[lines.index(head) + 1 :]
    assert following[0].startswith("  The key `sub_event_typ` is not known here.")
    assert following[1:3] == ["  48 |     sub_event_typ:", "     |     ^^^^^^^^^^^^^^"]
    assert following[3] == "  Perhaps: sub_event_type"
    assert following[4].startswith("  → Correct the spelling")
    assert lines[-1].startswith("1 error, 2 warnings. Nothing was written.")
    assert ran.err == ""


def test_advice_is_given_once(reference: Copy) -> None:
    for name in (reference.trt, reference.unstated):
        reference.replace(name, "  language: en\n", "  languge: en\n")
    out = reference.run("convert").out
    assert out.count("error E020") == 2
    assert out.count("→ Correct the spelling") == 1


# -- files that are no extraction at all


def sparse(path: Path, size: int) -> None:
    with path.open("wb") as stream:
        stream.truncate(size)


FILES: dict[str, tuple[bytes | Callable[[Path], Any], str, int]] = {
    "empty": (b"", "E003", 1),
    "nothing but comments": (b"# to be done\n", "E003", 1),
    "not UTF-8": ("dateline: 1\nsource: caf\xe9\n".encode("latin-1"), "E002", 2),
    "UTF-16": ("dateline: 1\n".encode("utf-16"), "E002", 1),
    "200 MB": (lambda path: sparse(path, 200_000_000), "E001", 1),
    "100,000 brackets": (b"events: " + b"[" * 100_000, "E010", 1),
    "100,000 braces": (b"{a: " * 100_000, "E010", 1),
    "aliases that explode": (b"a: &a [x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n", "E008", 1),
    "a list": (b"- a\n- b\n", "E022", 1),
    "a word": (b"hello\n", "E022", 1),
    "no value": (b"---\n", "E022", 2),
}


@pytest.mark.parametrize(("content", "rule", "line"), FILES.values(), ids=FILES.keys())
def test_a_file_that_is_no_extraction(
    reference: Copy, content: bytes | Callable[[Path], Any], rule: str, line: int
) -> None:
    name = "seeds/extractions/odd.yaml"
    if callable(content):
        content(reference / name)
    else:
        reference.write(name, content)
    reference.replace(reference.trt, "quote: the city of Al Mayadeen}", "quote: Al Mayadeen}")
    before = reference.datasets()

    ran = reference.judge()

    assert ran.exit == 1
    assert reference.datasets() == before
    places = [(one["rule"], one["place"]["file"], one["place"]["line"]) for one in ran.findings]
    assert (rule, name, line) in places
    assert [rule for rule, file, _line in places if file == reference.trt] == ["P011"]


def test_a_huge_extraction_costs_no_memory(reference: Copy) -> None:
    sparse(reference / "seeds/extractions/huge.yaml", 200_000_000)
    measured = """
import resource, sys
from pathlib import Path
from dateline import cli
def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
huge = Path("seeds/extractions/huge.yaml").rename("huge.yaml")
assert cli.run(["convert", "--format", "jsonl"]) == 0
before = peak()
huge.rename("seeds/extractions/huge.yaml")
assert cli.run(["convert", "--format", "jsonl"]) == 1
print(peak() - before)
"""
    done = subprocess.run(
        [sys.executable, "-c", measured], cwd=reference.root, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    *lines, more = done.stdout.splitlines()
    assert "E001" in {json.loads(line).get("rule") for line in lines}
    assert int(more) < 30_000_000


@pytest.mark.parametrize(
    "edit",
    [
        lambda raw: b"\xef\xbb\xbf" + raw,
        lambda raw: raw.replace(b"\n", b"\r\n"),
        lambda raw: raw.replace(b"language: en", b"language:\ten"),
    ],
    ids=["byte order mark", "CRLF", "tab between key and value"],
)
def test_what_an_editor_may_do_to_a_file_changes_nothing(
    reference: Copy, edit: Callable[[bytes], bytes]
) -> None:
    path = reference / reference.trt
    path.write_bytes(edit(path.read_bytes()))
    assert reference.judge("convert", "--check").exit == 0


def test_plain_no_and_numbers_with_zeros_stay_text(reference: Copy) -> None:
    reference.replace(reference.trt, "language: en", "language: no")
    reference.replace(reference.trt, "coder: maintainers", "coder: 007")
    assert reference.run("convert").exit == 0
    (source,) = [row for row in reference.rows("sources") if row["source_id"] == TRT]
    assert (source["language"], source["coder"]) == ("no", "007")


# -- the article


def test_a_changed_article(reference: Copy) -> None:
    path = reference / reference.trt_article
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    before = reference.datasets()
    ran = reference.judge()
    (finding,) = ran.findings
    assert (ran.exit, finding["rule"]) == (1, "P002")
    assert finding["place"]["line"] == reference.line(reference.trt, "sha256:")
    now = hashlib.sha256(path.read_bytes()).hexdigest()
    was = "452a914e2095993c98e33ad12c2defa33ad60cee4a86d85366bdb3b90c264e9c"
    assert f"its SHA-256 is now {now}, and was {was}." in finding["message"]
    # To write the new hash without reading the article again is not what is proposed.
    assert finding["suggestion"] is None
    assert reference.datasets() == before


@pytest.mark.parametrize(
    ("content", "rule"),
    [(b"", "P004"), (b" \n", "P004"), (b"caf\xe9", "P003"), (None, "P001")],
    ids=["empty", "blank", "not UTF-8", "gone"],
)
def test_an_article_that_cannot_be_read(reference: Copy, content: bytes | None, rule: str) -> None:
    if content is None:
        (reference / reference.trt_article).unlink()
    else:
        reference.write(reference.trt_article, content)
    ran = reference.judge()
    assert ran.exit == 1
    found = next(one for one in ran.findings if one["rule"] == rule)
    assert found["place"]["line"] == reference.line(reference.trt, "article:")
    assert {one["rule"] for one in ran.findings} <= {rule, "P002"}


def test_a_huge_article_is_refused_unread(reference: Copy) -> None:
    sparse(reference / reference.trt_article, 200_000_000)
    started = time.monotonic()
    ran = reference.judge()
    assert time.monotonic() - started < 5
    assert ran.rules == ["P005"]
    assert "200,000,000 bytes" in ran.findings[0]["message"]


def test_a_link_that_leads_out_of_the_folder_is_no_article(reference: Copy, tmp_path: Path) -> None:
    article = reference / reference.trt_article
    article.rename(tmp_path / "elsewhere.txt")
    article.symlink_to(tmp_path / "elsewhere.txt")
    ran = reference.judge()
    assert (ran.exit, ran.rules) == (1, ["P001"])
    assert ran.findings[0]["suggestion"] is None


def test_a_link_inside_the_folder_is_an_article(reference: Copy) -> None:
    article = reference / reference.trt_article
    article.rename(article.with_name("renamed.txt"))
    article.symlink_to("renamed.txt")
    assert reference.judge("convert", "--check").exit == 0


@pytest.mark.parametrize("name", ["..", "../articles/002_407be108de235255.txt", "/etc/passwd", "a\\b.txt"])
def test_an_article_is_named_not_pathed(reference: Copy, name: str) -> None:
    reference.replace(reference.trt, "article: 002_407be108de235255.txt", f"article: {name}")
    ran = reference.judge()
    assert ran.exit == 1
    assert set(ran.rules) <= {"P001", "E024"}


# -- registries


ANOTHER_MAYADIN = "al-mayadin-2,Al Mayadin,,Homs,,,Syria,34.1,38.1,village,UCDP GED,made up,2026-11-22\n"


def test_an_actor_that_was_not_active(reference: Copy) -> None:
    reference.replace(reference.actors, "named group,Syria,2013,,", "named group,Syria,2018,,")
    ran = reference.judge()
    assert (ran.exit, set(ran.rules)) == (1, {"A003"})
    assert len(ran.findings) == 5
    assert "registered for the years 2018-, so it cannot act on 2017-10-14" in ran.findings[0]["message"]


def test_an_actor_without_a_role_on_that_day(reference: Copy) -> None:
    reference.replace(reference.actor_roles, "Rebel group,2013-04-08", "Rebel group,2017-10-01")
    ran = reference.judge()
    assert ran.exit == 1
    assert [(one["rule"], one["place"]["record"]) for one in ran.findings] == [
        ("A004", SIEGE),
        ("A004", "raqqa-entered-2017-06"),
    ]
    assert "no role for “Islamic State (Syria)” in Syria on 2017-09-01" in ran.findings[0]["message"]


def test_an_associate_needs_no_role(reference: Copy) -> None:
    reference.replace(
        reference.actor_roles, "External/Other forces,2015-09-30", "External/Other forces,2018-01-01"
    )
    assert reference.run("convert").exit == 0


def test_a_name_that_two_places_bear(reference: Copy) -> None:
    reference.write(reference.locations, reference.text(reference.locations) + ANOTHER_MAYADIN)
    reference.replace(
        reference.trt,
        "{value: al-mayadin, precision: 1, quote: the",
        "{value: Al Mayadin, precision: 1, quote: the",
    )
    ran = reference.judge()
    (finding,) = ran.findings
    assert (ran.exit, finding["rule"]) == (1, "L002")
    assert (
        "al-mayadin (Al Mayadin, Deir ez Zor, Syria); al-mayadin-2 (Al Mayadin, Homs, Syria)"
        in finding["message"]
    )
    # Which of them is meant, only the coder knows.
    assert finding["suggestion"] is None


def test_an_alias_with_commas_and_quotation_marks(reference: Copy) -> None:
    reference.replace(
        reference.actors,
        "Islamic State; IS; ISIS; ISIL; Daesh",
        '"Islamic State; IS; ""the Group"", so-called; Daesh"',
    )
    reference.replace(
        reference.trt,
        "value: Islamic State (Syria)\n      quote: captured",
        "value: '\"the Group\", so-called'\n      quote: captured",
    )
    assert reference.run("convert").exit == 0
    assert reference.event(RETAKEN)["actor2"] == "Islamic State (Syria)"
    names = {row["name"]: row["aliases"] for row in reference.rows("actors")}
    assert names["Islamic State (Syria)"] == 'Islamic State; IS; "the Group", so-called; Daesh'


REGISTRIES: dict[str, tuple[str, str, str, str, int | None]] = {
    "duplicate id": (
        "actors",
        "militia-pro-government,Militia",
        "islamic-state-syria,Militia",
        "S017",
        6,
    ),
    "duplicate name": ("actors", "Militia (Pro-Government)", "Islamic State (Syria)", "S016", 6),
    "unknown country": ("actors", "named group,Syria,2013", "named group,Siria,2013", "S019", 3),
    "unknown actor": ("actor_roles", ",islamic-state-syria,", ",islamic-state-siria,", "S019", 3),
    "unknown inter code": ("actor_roles", "Rebel group,2013", "Rebels,2013", "S019", 3),
    "misspelt column": ("actors", "actor_id,name", "actor_id,nmae", "S004", 1),
    "year with a decimal": ("actors", "Syria,2013,,", "Syria,2013.0,,", "S010", 3),
    "date of another form": ("actors", "April 2013.,2026-11-22", "April 2013.,22/11/2026", "S010", 3),
    "aliases without spaces": ("actors", "Islamic State; IS; ISIS", "Islamic State;IS;;ISIS", "S013", 3),
    "latitude out of range": ("locations", "35.0209,40.4535", "95.0209,40.4535", "S014", 2),
    "one cell too many": ("actors", "April 2013.,2026-11-22", "April 2013.,2026-11-22,x", "S007", 3),
    "one cell too few": ("actors", ",Public record: formed", ";Public record: formed", "S006", 2),
    "empty cell that must be filled": ("actors", "named group,Syria,2013", ",Syria,2013", "S011", 3),
    "quotation mark that is not closed": (
        "actors",
        "The Islamic State where",
        '"The Islamic State where',
        "",
        None,
    ),
}


@pytest.mark.parametrize(("table", "old", "new", "rule", "line"), REGISTRIES.values(), ids=REGISTRIES.keys())
def test_a_broken_registry_hides_nothing_in_the_extractions(
    reference: Copy, table: str, old: str, new: str, rule: str, line: int | None
) -> None:
    reference.replace(f"seeds/{table}.csv", old, new)
    reference.replace(reference.unstated, "  language: en\n", "  languge: en\n")
    before = reference.datasets()

    ran = reference.judge("convert", "--keep-going")

    assert ran.exit == 1
    assert reference.datasets() == before
    of_table = [one for one in ran.findings if one["place"].get("file") == f"seeds/{table}.csv"]
    assert of_table
    if rule:
        (finding,) = [one for one in of_table if one["rule"] == rule]
        assert finding["place"]["line"] == line
    assert [one["rule"] for one in ran.findings if one["place"].get("file") == reference.unstated] == ["E020"]
    assert ran.records[-1]["summary"].endswith("Nothing was written.")


def test_the_physical_line_of_a_record_counts_line_breaks_in_cells(reference: Copy) -> None:
    reference.replace(
        reference.actors, "Armed forces of Russia since 2000.", '"Armed forces\nof Russia\nsince 2000."'
    )
    reference.replace(reference.actors, "named group,Syria,2015,,", "named group,Syria,2o15,,")
    (finding,) = reference.judge().findings
    place = finding["place"]
    assert (place["row"], place["line"], place["column"]) == (6, 9, "active_from")
    assert place["record"] == "syrian-democratic-forces"


@pytest.mark.parametrize("edit", [lambda raw: b"\xef\xbb\xbf" + raw, lambda raw: raw.replace(b"\n", b"\r\n")])
def test_a_registry_as_a_spreadsheet_saves_it(reference: Copy, edit: Callable[[bytes], bytes]) -> None:
    for name in (reference.actors, reference.actor_roles, reference.locations):
        reference.write(name, edit((reference / name).read_bytes()))
    assert reference.judge("convert", "--check").exit == 0


# -- several extractions


def test_two_extractions_claim_the_same_source(reference: Copy) -> None:
    shutil.copy(reference / reference.trt, reference / "seeds/extractions/zz.yaml")
    before = reference.datasets()
    ran = reference.judge()
    (finding,) = ran.findings
    assert (ran.exit, finding["rule"], finding["value"]) == (1, "X010", TRT)
    assert (finding["place"]["file"], finding["place"]["line"], finding["place"]["pointer"]) == (
        "seeds/extractions/zz.yaml",
        5,
        "/source/id",
    )
    assert [(place["file"], place["line"]) for place in finding["related"]] == [(reference.trt, 5)]
    assert reference.datasets() == before


def test_two_extractions_claim_the_same_article(reference: Copy) -> None:
    text = reference.text(reference.trt).replace(f"id: {TRT}", "id: another")
    reference.write("seeds/extractions/zz.yaml", text)
    (finding,) = reference.judge().findings
    assert (finding["rule"], finding["place"]["line"], finding["place"]["pointer"]) == (
        "X011",
        6,
        "/source/article",
    )


def test_two_articles_have_the_same_text(reference: Copy) -> None:
    shutil.copy(reference / reference.trt_article, reference / "seeds/articles/copy.txt")
    text = reference.text(reference.trt).replace(f"id: {TRT}", "id: another")
    reference.write("seeds/extractions/zz.yaml", text.replace("002_407be108de235255.txt", "copy.txt"))
    ran = reference.judge()
    (finding,) = ran.findings
    assert (ran.exit, finding["rule"]) == (1, "X012")
    assert "seeds/extractions/zz.yaml" in finding["message"]
    assert reference.trt in finding["message"]


def test_of_two_that_claim_one_source_neither_goes_in(reference: Copy) -> None:
    shutil.copy(reference / reference.trt, reference / "seeds/extractions/zz.yaml")
    ran = reference.judge("convert", "--keep-going")
    assert ran.records[-1]["left_out"] == [reference.trt, "seeds/extractions/zz.yaml"]
    assert [row["source_id"] for row in reference.rows("sources")] == [UNSTATED]


def test_files_without_an_article_are_not_of_the_same_article(reference: Copy) -> None:
    for name in ("a", "b"):
        reference.write(f"seeds/extractions/{name}.yaml", "dateline: 1\nsource:\n  article:\n")
    assert not {"X010", "X011", "X012"} & set(reference.judge().rules)


def test_an_event_key_that_is_used_again_for_another_place(reference: Copy) -> None:
    reference.replace(reference.trt, f"key: {SIEGE}", "key: raqqa-entered-2017-06")
    before = reference.datasets()
    ran = reference.judge()
    assert ran.exit == 1
    assert reference.datasets() == before
    finding = next(one for one in ran.findings if one["rule"] == "X002")
    assert finding["place"]["file"] == reference.trt
    assert finding["place"]["pointer"] == "/events/2/location"
    assert [place["file"] for place in finding["related"]] == [reference.unstated]
    assert f"{TRT} says Deir-ez-Zor, Deir ez Zor, Syria" in finding["message"]
    assert f"{UNSTATED} says Ar-Raqqa, Ar Raqqa, Syria" in finding["message"]


# -- dates that cannot be judged


def test_a_date_is_not_proved_by_what_was_inferred_from_it(reference: Copy) -> None:
    """The day of publication was inferred from this very event: there its date is undecidable."""
    reference.replace(
        reference.unstated,
        "      value: 2017-10-14\n      precision: 1\n      expression: on Saturday",
        "      value: 2017-10-13\n      precision: 1\n      expression: on Saturday",
    )
    ran = reference.judge()
    # The other source knows better, so it does not go through all the same.
    assert (ran.exit, ran.rules) == (1, ["P030"])
    assert "1 date undecidable" in reference.run("convert", "--keep-going").out


def test_words_that_the_grammar_does_not_know_are_counted_and_pass(reference: Copy) -> None:
    words = "when regime forces coming in from the west broke the siege"
    reference.replace(reference.trt, "      expression: in early September\n", f"      expression: {words}\n")
    ran = reference.run("convert")
    assert ran.exit == 0
    assert "2 dates undecidable" in ran.out
    row = reference.event(SIEGE)
    assert (row["date_start"], row["date_end"]) == ("2017-09-01", "2017-09-30")


# -- --keep-going


def test_keep_going_writes_the_good_ones_and_says_what_was_left_out(reference: Copy) -> None:
    reference.replace(reference.trt, "  language: en\n", "  languge: en\n")
    ran = reference.judge("convert", "--keep-going")
    assert ran.exit == 1
    end = ran.records[-1]
    assert end["written"] is True
    assert end["left_out"] == [reference.trt]
    assert set(end["events_left_out"]) == {RETAKEN, SIEGE, "al-mayadin-mine-clearance-2017-10-14"}
    # No source that went in has notes on the capture: it waits for the one that has.
    assert {row["event_key"] for row in reference.rows("events")} == EVENTS - set(end["events_left_out"])
    assert [row["source_id"] for row in reference.rows("sources")] == [UNSTATED]
    assert {row["source_id"] for row in reference.rows("evidence")} == {UNSTATED}


def test_keep_going_as_text(reference: Copy) -> None:
    reference.replace(reference.unstated, "  language: en\n", "  languge: en\n")
    ran = reference.run("convert", "--keep-going")
    assert ran.exit == 1
    assert ran.out.endswith(
        "Left out because of the errors above:\n"
        f"  {reference.unstated}\n"
        "  event raqqa-surrender-2017-10-14\n"
        "  event raqqa-entered-2017-06\n"
    )


def test_keep_going_leaves_out_an_event_that_cannot_be_merged(reference: Copy) -> None:
    reference.replace(
        reference.unstated,
        "actor2:\n      value: Islamic State (Syria)\n      quote: from the",
        'actor2:\n      value: "QSD: Syrian Democratic Forces"\n      basis: inferred\n'
        "      reason: guessed\n      quote: from the",
    )
    ran = reference.judge("convert", "--keep-going")
    assert (ran.exit, ran.rules) == (1, ["P030"])
    assert ran.records[-1]["left_out"] == []
    assert ran.records[-1]["events_left_out"] == [RETAKEN]
    assert {row["event_key"] for row in reference.rows("events")} == EVENTS - {RETAKEN}


def test_keep_going_with_nothing_wrong_is_as_without(reference: Copy) -> None:
    before = reference.datasets()
    assert reference.run("convert", "--keep-going").exit == 0
    assert reference.datasets() == before


def test_what_one_error_brings_about_is_not_told_as_another(reference: Copy) -> None:
    """The decisions quote the source that is left out; its events are missed by nobody."""
    reference.replace(reference.trt, "  language: en\n", "  languge: en\n")
    assert reference.judge().rules == ["E020"]


# -- --check


def test_check_of_a_fresh_dataset(reference: Copy) -> None:
    before = reference.datasets()
    ran = reference.run("convert", "--check")
    assert ran.exit == 0
    assert "datasets/ is what the seeds give: 2 sources, 5 events," in ran.out
    assert reference.datasets() == before


def test_check_of_a_dataset_that_is_stale_by_one_byte(reference: Copy) -> None:
    reference.write("datasets/events.csv", reference.text("datasets/events.csv") + "\n")
    before = reference.datasets()
    ran = reference.judge("convert", "--check")
    assert ran.exit == 1
    assert ran.records[-1]["stale"] == ["events.csv"]
    assert reference.datasets() == before


def test_check_of_a_missing_file(reference: Copy) -> None:
    (reference / "datasets/left_out.csv").unlink()
    ran = reference.run("convert", "--check")
    assert ran.exit == 1
    assert "left_out.csv would change. Run `dateline convert`." in ran.out
    assert not (reference / "datasets/left_out.csv").exists()


def test_check_without_a_dataset_writes_none(reference: Copy) -> None:
    shutil.rmtree(reference / "datasets")
    ran = reference.judge("convert", "--check")
    assert ran.exit == 1
    assert len(ran.records[-1]["stale"]) == 9
    assert not (reference / "datasets").exists()


def test_check_and_convert_leave_other_files_alone(reference: Copy) -> None:
    reference.write("datasets/README.md", "by hand")
    assert reference.run("convert", "--check").exit == 0
    assert reference.run("convert").exit == 0
    assert reference.text("datasets/README.md") == "by hand"


# -- writing


def test_a_second_run_touches_no_file(reference: Copy) -> None:
    times = {path: path.stat().st_mtime_ns for path in (reference / "datasets").iterdir()}
    ran = reference.judge()
    assert (ran.exit, ran.records[-1]["changed"]) == (0, [])
    assert {path: path.stat().st_mtime_ns for path in (reference / "datasets").iterdir()} == times


def test_a_change_of_one_claim_changes_only_the_tables_that_hold_it(reference: Copy) -> None:
    reference.replace(reference.trt, "reason: A state of three years, not", "reason: A state of years, not")
    assert reference.judge().records[-1]["changed"] == ["left_out.csv"]


def test_the_datasets_folder_is_made(reference: Copy) -> None:
    before = reference.datasets()
    shutil.rmtree(reference / "datasets")
    assert reference.run("convert").exit == 0
    assert reference.datasets() == before


@pytest.mark.parametrize("seed", ["0", "1", "4711"])
def test_the_same_seeds_give_the_same_bytes(reference: Copy, seed: str) -> None:
    before = reference.datasets()
    shutil.rmtree(reference / "datasets")
    assert reference.process("convert", PYTHONHASHSEED=seed).exit == 0
    assert reference.datasets() == before


def test_names_of_extraction_files_change_no_table(reference: Copy) -> None:
    """They are read in another order."""
    before = reference.datasets()
    for number, name in enumerate((reference.unstated, reference.trt)):
        (reference / name).rename(reference / f"seeds/extractions/{number}.yaml")
    shutil.rmtree(reference / "datasets")
    assert reference.run("convert").exit == 0
    assert reference.datasets() == before


def test_the_order_of_events_in_an_extraction_changes_no_event(reference: Copy) -> None:
    before = reference.datasets()
    head, *events = re.split(r"(?m)^(?=  - key: )", reference.text(reference.trt))
    *events, last = events
    last, _, tail = last.partition("\nleft_out:")
    reference.write(reference.trt, head + last + "\n" + "".join(reversed(events)) + "\nleft_out:" + tail)
    assert reference.run("convert").exit == 0
    assert reference.datasets()["events.csv"] == before["events.csv"]


def test_workers_give_the_same_bytes(reference: Copy, monkeypatch: pytest.MonkeyPatch) -> None:
    before = reference.datasets()
    shutil.rmtree(reference / "datasets")
    monkeypatch.setattr(workers, "PARALLEL_FROM", 2)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _pid: {0, 1}, raising=False)
    assert reference.run("convert").exit == 0
    assert reference.datasets() == before


def test_workers_find_the_same(reference: Copy, monkeypatch: pytest.MonkeyPatch) -> None:
    reference.replace(
        reference.trt,
        "value: Islamic State (Syria)\n      quote: captured",
        "value: Deash\n      quote: captured",
    )
    reference.replace(reference.unstated, "  language: en\n", "  languge: en\n")
    alone = reference.judge()
    monkeypatch.setattr(workers, "PARALLEL_FROM", 2)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _pid: {0, 1}, raising=False)
    assert reference.judge() == alone


def test_what_a_kill_left_is_put_in_order_before_anything_is_read(reference: Copy) -> None:
    unfinished = reference / "datasets" / generation.NEXT
    unfinished.mkdir()
    (unfinished / "events.csv").write_text("half a table")
    assert reference.run("convert").exit == 0
    assert not unfinished.exists()


def test_a_running_writer_is_waited_for_by_nobody(reference: Copy) -> None:
    with (reference / "datasets" / generation.LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        reference.replace(
            reference.trt, "reason: A state of three years, not", "reason: A state of years, not"
        )
        ran = reference.run("convert")
    assert ran.exit == 2
    assert "Another run of dateline" in ran.err


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written(reference: Copy) -> None:
    reference.replace(reference.trt, "reason: A state of three years, not", "reason: A state of years, not")
    folder = reference / "datasets"
    folder.chmod(0o500)
    try:
        ran = reference.run("convert")
    finally:
        folder.chmod(0o700)
    assert ran.exit == 2
    assert "permission denied" in ran.err


@pytest.mark.parametrize("arguments", [("convert",), ("convert", "--check")])
def test_a_file_in_place_of_the_datasets_folder(reference: Copy, arguments: tuple[str, ...]) -> None:
    shutil.rmtree(reference / "datasets")
    reference.write("datasets", "by hand")
    ran = reference.run(*arguments)
    assert ran.exit == 2
    assert "a file has the name that the folder must have" in ran.err
    assert reference.text("datasets") == "by hand"


# -- terminal and pipe


def test_no_colour_and_no_progress_in_a_pipe(reference: Copy) -> None:
    reference.replace(reference.trt, "  language: en\n", "  languge: en\n")
    ran = reference.process("convert", FORCE_COLOR="", TERM="xterm-256color")
    assert ran.exit == 1
    assert "\x1b" not in ran.out
    assert ran.err == ""


def on_a_terminal(root: Path, *arguments: str) -> tuple[int, str]:
    """Run a command with all its streams on a terminal; how it ends, and what appears."""
    ours, its = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "dateline", *arguments],
        cwd=root,
        env={**os.environ, "TERM": "xterm-256color", "COLUMNS": "100"},
        stdin=its,
        stdout=its,
        stderr=its,
    )
    os.close(its)
    shown = b""
    while process.poll() is None or select.select([ours], [], [], 0)[0]:
        if select.select([ours], [], [], 0.1)[0]:
            try:
                part = os.read(ours, 65536)
            except OSError:  # Linux: nobody has the other end open any more
                break
            if not part:
                break
            shown += part
    os.close(ours)
    return process.wait(timeout=30), shown.decode()


def test_progress_and_colour_on_a_terminal(reference: Copy) -> None:
    status, shown = on_a_terminal(reference.root, "convert")
    assert status == 0
    assert "Reading extractions" in shown
    assert "\x1b[" in shown
    assert "2 sources, 5 events" in shown


HOSTILE = "\x1b]0;pwned\x07\x1b[2J\u202e"


def test_escape_sequences_in_data_do_not_reach_the_terminal(reference: Copy) -> None:
    reference.replace(reference.actors, "Islamic State (Syria),", f"Islamic {HOSTILE}State (Syria),")
    text = reference.text(reference.trt)
    reference.write(f"seeds/extractions/a{HOSTILE}.yaml", text.replace(f"id: {TRT}", "id: another"))
    for arguments in (
        ("convert",),
        ("convert", "--keep-going"),
        ("convert", "--format", "jsonl"),
        ("validate",),
        ("validate", "--format", "jsonl"),
        ("show",),
    ):
        ran = reference.run(*arguments)
        assert not {"\x1b", "\x07", "\u202e"} & set(ran.out), arguments
    assert "seeds/extractions/a\\x1b]0;pwned" in reference.run("convert").out


def test_a_reader_that_goes_away(reference: Copy) -> None:
    reference.replace(reference.actors, "named group,Syria,2013,,", "named group,Syria,2018,,")
    process = subprocess.Popen(
        [sys.executable, "-m", "dateline", "convert"],
        cwd=reference.root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    err = process.stderr.read().decode()
    process.stderr.close()
    assert process.wait(timeout=30) in (1, 2)
    assert err == ""


def test_control_c(reference: Copy) -> None:
    """Interrupted while it reads an extraction that never ends, it leaves the datasets as they were."""
    before = reference.datasets()
    slow = """
import signal, sys, time
from dateline.convert import read
def never(path, context):
    print("reading", flush=True)
    time.sleep(30)
read.read = never
from dateline import cli
cli.main(["convert"])
"""
    process = subprocess.Popen(
        [sys.executable, "-c", slow],
        cwd=reference.root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "reading\n"
    process.send_signal(signal.SIGINT)
    _out, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert err.strip() == "Interrupted."
    assert reference.datasets() == before


def test_output_in_a_narrow_encoding(reference: Copy) -> None:
    reference.replace(reference.trt, "quote: the city of Al Mayadeen}", "quote: Al Mayadeen}")
    ran = reference.process("convert", PYTHONIOENCODING="ascii")
    assert ran.exit == 1
    assert "P011 ambiguous-quotation" in ran.out
    assert "Traceback" not in ran.err
