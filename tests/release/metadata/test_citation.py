"""CITATION.cff, by the schema of the format as check-jsonschema carries it."""

from __future__ import annotations

import importlib.util
import json
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from jsonschema import Draft7Validator, FormatChecker

from dateline.release.metadata import citation, licenses
from dateline.release.model import Contributor, License, Release

if TYPE_CHECKING:
    from tests.release.metadata.conftest import Released


@pytest.fixture(scope="module")
def judge() -> Draft7Validator:
    spec = importlib.util.find_spec("check_jsonschema")
    assert spec
    assert spec.submodule_search_locations
    path = Path(spec.submodule_search_locations[0], "builtin_schemas/vendor/citation-file-format.json")
    return Draft7Validator(json.loads(path.read_text(encoding="utf-8")), format_checker=FormatChecker())


def read(release: Release, judge: Draft7Validator) -> dict[str, Any]:
    """The file, which must be sound."""
    found: dict[str, Any] = yaml.safe_load(citation.text(release))
    assert [error.message for error in judge.iter_errors(found)] == []
    return found


def test_it_says_what_is_cited(released: Released, judge: Draft7Validator) -> None:
    release = released.release
    found = read(release, judge)
    assert found == {
        "cff-version": "1.2.0",
        "message": "If you use this dataset, please cite it as below.",
        "type": "dataset",
        "title": release.title,
        "abstract": release.description,
        "authors": [
            {"name": "dateline maintainers"},
            {
                "family-names": "Example",
                "given-names": "Ada",
                "affiliation": "Example Institute",
                "orcid": "https://orcid.org/0000-0002-1825-0097",
            },
        ],
        "version": "0.1.0",
        "date-released": "2026-11-22",
        "keywords": list(release.keywords),
        "url": release.homepage,
        "license": "CC-BY-4.0",
        "doi": "10.5281/zenodo.1234567",
    }


def test_odd_words_come_back_as_they_were(hostile: Release, judge: Draft7Validator) -> None:
    found = read(hostile, judge)
    assert (found["title"], found["abstract"]) == (hostile.title, hostile.description)
    assert found["keywords"] == list(hostile.keywords)
    assert not {"doi", "url", "license", "identifiers"} & set(found)
    assert found["authors"] == [
        {"name": 'Institute "Q" <info@example.org>'},
        {"family-names": "الأحمد", "given-names": "نور"},
    ]


@pytest.mark.parametrize("version", ["1.0.0", "2026.11.29", "1.0.0-rc.1"])
def test_a_version_stays_a_text(version: str, released: Released, judge: Draft7Validator) -> None:
    assert read(replace(released.release, version=version), judge)["version"] == version


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ([License("cc-by-4.0")], {"license": "CC-BY-4.0"}),
        ([License("CC0-1.0"), License("ODC-PDDL-1.0")], {"license": ["CC0-1.0", "PDDL-1.0"]}),
        ([License("Own", "", "https://example.org/terms")], {"license-url": "https://example.org/terms"}),
        ([License("CC0-1.0"), License("Own", "", "https://example.org/terms")], {}),
        ([License("Own")], {}),
        ([], {}),
    ],
)
def test_licences(
    given: list[License], said: dict[str, Any], released: Released, judge: Draft7Validator
) -> None:
    found = read(replace(released.release, licenses=given), judge)
    assert {key: value for key, value in found.items() if key.startswith("license")} == said


def test_every_licence_that_is_known_is_one_of_the_list(released: Released, judge: Draft7Validator) -> None:
    names = {licenses.spdx(name) for name in ("pddl-1.0", "odc-by-1.0", "odc-odbl-1.0", "MIT", "ETALAB-2.0")}
    names |= {licenses.spdx(name) for name in licenses.KNOWN}
    assert "" not in names
    assert read(replace(released.release, licenses=[License(one) for one in sorted(names)]), judge)
    assert licenses.spdx("other-open") == licenses.spdx("") == ""


def test_a_doi_that_the_format_does_not_know(released: Released, judge: Draft7Validator) -> None:
    found = read(replace(released.release, doi="10.1002/(SICI)1<1::AID>3.0"), judge)
    assert "doi" not in found
    assert found["identifiers"] == [{"type": "other", "value": "doi:10.1002/(SICI)1<1::AID>3.0"}]


@pytest.mark.parametrize(("person", "path"), list(product((True, False), ("", "https://ror.org/048a87296"))))
def test_authors(person: bool, path: str, released: Released, judge: Draft7Validator) -> None:
    names = {"given_name": "A", "family_name": "B"} if person else {}
    one = Contributor("A B", path=path, organization="O", roles=("creator",), **names)
    found = read(replace(released.release, contributors=[one, one]), judge)["authors"]
    assert len(found) == 1
    assert found[0].get("website", "") == path
    assert ("affiliation" in found[0], "name" in found[0]) == (person, not person)
