"""What is taken from the descriptor and the events."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dateline import package
from dateline.errors import CallError
from dateline.release import describe
from dateline.release.model import Contributor, Coverage, File, License, Origin, Release, TableOf

EVENTS = ("event_date", "event_type", "country", "latitude", "longitude", "fatalities")
TYPES = {"event_date": "date", "latitude": "number", "longitude": "number", "fatalities": "integer"}


def table(path: Path, name: str, header: tuple[str, ...], rows: list[tuple[Any, ...]]) -> dict[str, Any]:
    """Write a table, and give its resource."""
    with (path / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([header, *rows])
    fields = [{"name": one, "type": TYPES.get(one, "string")} for one in header]
    return {"name": name, "path": f"{name}.csv", "type": "table", "schema": {"fields": fields}}


def described(path: Path, rows: dict[str, int] | None = None, **said: Any) -> Release:
    """The release of a package in the folder, whose descriptor says that; `rows` by table."""
    least = {"name": "a", "version": "1.0.0", "contributors": [{"title": "X"}]}
    given = {"resources": [table(path, "others", ("x",), [("1",)])], **least, **said}
    (path / "datapackage.json").write_text(
        json.dumps({key: value for key, value in given.items() if value is not None})
    )
    opened = package.opened(path, path)
    tables = [
        TableOf(name, "", "", File(f"data/{name}.csv", 0, "", "", ""), {}, number)
        for name, number in (rows or {}).items()
    ]
    return describe.described(
        opened,
        package.connect(opened),
        files=[one.file for one in tables],
        tables=tables,
        released=date(2026, 11, 29),
        decimals=4,
        words=True,
        dialect={},
    )


def test_the_reference_project(repository: Path, tmp_path: Path) -> None:
    opened = package.opened(repository, tmp_path)
    found = describe.described(
        opened,
        package.connect(opened),
        files=[],
        tables=[
            TableOf(name, "", "", File("", 0, "", "", ""), {}, number)
            for name, number in (("events", 5), ("claims", 57), ("evidence", 50), ("sources", 2))
        ],
        released=date(2026, 11, 29),
        decimals=4,
        words=True,
        dialect={"header": True},
    )
    assert found.label == "dateline-al-mayadin-0.1.0"
    assert found.coverage == Coverage(
        first=date(2017, 6, 15),
        last=date(2017, 10, 14),
        west=39.0079,
        south=35.0209,
        east=40.4535,
        north=35.9528,
        countries={"Syria": 5},
        event_types={"Battles": 3, "Strategic developments": 2},
        fatalities=10,
    )
    assert (found.events, found.claims, found.quotations, found.sources) == (5, 57, 50, 2)
    assert (found.codebook, found.language, found.doi, found.homepage) == (
        "acled-style 2024-10",
        "en",
        "",
        "",
    )
    assert found.licenses[0].name == "CC-BY-4.0"
    assert found.contributors == [
        Contributor("dateline maintainers", roles=("creator", "dataCurator", "maintainer"))
    ]


def test_sources_that_are_files_of_the_project_lead_nowhere(repository: Path, tmp_path: Path) -> None:
    found = described(
        tmp_path,
        sources=[{"title": "A", "path": "seeds/a.txt"}, {"path": "https://example.org/b"}, {"title": "C"}],
    )
    address = "https://example.org/b"
    assert found.origins == [Origin("A"), Origin(address, address), Origin("C")]


def test_coverage_counts_by_country_and_type_the_most_first(tmp_path: Path) -> None:
    rows = [
        ("2020-03-01", "B", "Mali", 10.5, -3.25, 2),
        ("2019-12-31", "A", "Mali", 11, -4, ""),
        ("2020-01-01", "A", "", "", "", 1),
        ("2020-01-02", "A", "Chad", -0.5, 15, 0),
        ("2020-01-03", "B", "Benin", 9, 2, 0),
    ]
    found = described(tmp_path, {"events": 5}, resources=[table(tmp_path, "events", EVENTS, rows)])
    assert found.coverage == Coverage(
        first=date(2019, 12, 31),
        last=date(2020, 3, 1),
        west=-4,
        south=-0.5,
        east=15,
        north=11,
        countries={"Mali": 2, "Benin": 1, "Chad": 1},
        event_types={"A": 3, "B": 2},
        fatalities=3,
    )
    assert list(found.coverage.countries) == ["Mali", "Benin", "Chad"]


@pytest.mark.parametrize(
    ("header", "rows"),
    [
        (EVENTS, []),
        (EVENTS, [("2020-01-01", "A", "Mali", "", "", 1)]),
        (EVENTS[:3], [("2020-01-01", "A", "Mali")]),
    ],
    ids=["no rows", "no points", "other columns"],
)
def test_events_that_tell_no_coverage(
    header: tuple[str, ...], rows: list[tuple[Any, ...]], tmp_path: Path
) -> None:
    resources = [table(tmp_path, "events", header, rows)]
    assert described(tmp_path, {"events": len(rows)}, resources=resources).coverage is None


def test_a_package_without_events(tmp_path: Path) -> None:
    found = described(tmp_path, {"others": 1})
    assert (found.coverage, found.events, found.claims, found.quotations, found.sources) == (None, 0, 0, 0, 0)
    assert (found.title, found.language, found.codebook) == ("a", "en", "")


@pytest.mark.parametrize(
    ("id", "doi"),
    [
        ("10.5281/zenodo.1", "10.5281/zenodo.1"),
        ("https://doi.org/10.5281/zenodo.1", "10.5281/zenodo.1"),
        ("http://dx.doi.org/10.1000/A(1)<2>", "10.1000/A(1)<2>"),
        ("DOI: 10.1000/1", "10.1000/1"),
        ("b03ec84-77fd-4270-813b-0c698943f7ce", ""),
        ("https://example.org/10.1000/1", ""),
        ("10.1000/", ""),
        ("10.1000/a b", ""),
    ],
)
def test_an_id_that_is_a_doi(id: str, doi: str, tmp_path: Path) -> None:
    assert described(tmp_path, id=id).doi == doi


def test_contributors_of_both_versions_of_the_standard(tmp_path: Path) -> None:
    given = [
        {"title": "A", "role": "author", "path": "https://orcid.org/0000-0002-1825-0097"},
        {"givenName": "Ada", "familyName": "Example", "organization": "O", "roles": ["editor", "creator"]},
        {"organization": "O", "path": "people/o.html", "roles": ["publisher"]},
    ]
    found = described(tmp_path, contributors=given)
    assert found.contributors == [
        Contributor("A", path="https://orcid.org/0000-0002-1825-0097", roles=("creator",)),
        Contributor("Ada Example", "Ada", "Example", "O", roles=("editor", "creator")),
        Contributor("O", organization="O", roles=("publisher",)),
    ]
    assert [one.title for one in found.creators] == ["A", "Ada Example"]
    assert found.publisher == found.contributors[2]


def test_licences(tmp_path: Path) -> None:
    given = [{"name": "ODbL-1.0", "path": "LICENSE"}, {"path": "https://example.org/terms", "title": "Terms"}]
    assert described(tmp_path, licenses=given).licenses == [
        License("ODbL-1.0"),
        License("", "Terms", "https://example.org/terms"),
    ]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"version": None}, '"version" in datapackage.json: .* 1.2.0'),
        ({"title": "half \ud83d", "version": "1.0.0"}, r"half a letter \(.ud83d\) behind .*half "),
        ({"version": "1.0"}, "'1.0'"),
        ({"version": "../1.0.0"}, "version"),
        ({"name": "a/b"}, "'a/b'"),
        ({"name": "..", "title": "x"}, "name"),
        ({"contributors": None}, "contributors"),
        ({"contributors": [{"title": "A"}, {"email": "a@example.org"}]}, "Contributor 2 .* has no"),
        ({"licenses": [{"path": "LICENSE"}]}, "LICENSE"),
        ({"licenses": [{"name": "CC BY 4.0"}]}, "'CC BY 4.0' .* CC-BY-4.0"),
        ({"language": ["en"]}, "language"),
        ({"contributors": [{"title": "A", "roles": "creator"}]}, r"""'creator'. It is a list"""),
        ({"language": "Arabic, mostly"}, "Arabic, mostly"),
    ],
)
def test_what_no_release_can_do_without(said: dict[str, Any], words: str, tmp_path: Path) -> None:
    with pytest.raises(CallError, match=words):
        described(tmp_path, **said)
