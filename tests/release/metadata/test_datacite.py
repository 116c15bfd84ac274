"""datacite.json, by DataCite's own library."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from datacite import schema45

from dateline.release.metadata import datacite
from dateline.release.model import Contributor, License, Release

if TYPE_CHECKING:
    from tests.release.metadata.conftest import Released


def read(release: Release) -> dict[str, Any]:
    """The file, which must be sound, and as XML as well."""
    found: dict[str, Any] = json.loads(datacite.text(release))
    schema45.validator.validate(found)
    assert schema45.tostring(found).startswith("<?xml")
    return found


def test_it_says_what_is_registered(released: Released) -> None:
    found = read(released.release)
    assert found["doi"] == "10.5281/zenodo.1234567"
    assert found["url"] == "https://data.example.org/al-mayadin"
    assert found["creators"] == [
        {"name": "dateline maintainers", "nameType": "Organizational"},
        {
            "name": "Example, Ada",
            "nameType": "Personal",
            "givenName": "Ada",
            "familyName": "Example",
            "nameIdentifiers": [
                {
                    "nameIdentifier": "https://orcid.org/0000-0002-1825-0097",
                    "nameIdentifierScheme": "ORCID",
                    "schemeUri": "https://orcid.org/",
                }
            ],
            "affiliation": [{"name": "Example Institute"}],
        },
    ]
    assert found["publisher"] == {"name": "dateline maintainers"}
    assert (found["publicationYear"], found["version"], found["language"]) == ("2026", "0.1.0", "en")
    assert found["dates"][0] == {"date": "2026-11-22", "dateType": "Issued"}
    covered = released.release.coverage
    assert covered
    assert found["dates"][1]["date"] == f"{covered.first.isoformat()}/{covered.last.isoformat()}"
    assert found["geoLocations"] == [
        {
            "geoLocationBox": {
                "westBoundLongitude": 39.0079,
                "eastBoundLongitude": 40.4535,
                "southBoundLatitude": 35.0209,
                "northBoundLatitude": 35.9528,
            }
        },
        {"geoLocationPlace": "Syria"},
    ]
    assert found["rightsList"][0]["rightsIdentifier"] == "CC-BY-4.0"
    assert found["relatedIdentifiers"] == [
        {
            "relatedIdentifier": "https://ucdp.uu.se/downloads/",
            "relatedIdentifierType": "URL",
            "relationType": "IsDerivedFrom",
        }
    ]
    assert {"5 events", "57 claims", "50 quotations", "2 sources"} <= set(found["sizes"])
    assert "text/csv" in found["formats"]
    assert not {"contributors", "fundingReferences"} & set(found)


def test_odd_words_and_no_doi(hostile: Release) -> None:
    found = read(hostile)
    assert not {"doi", "identifiers", "url"} & set(found)
    assert found["titles"] == [{"title": hostile.title, "lang": "ar"}]
    assert found["descriptions"][0]["description"] == hostile.description
    assert [one["rights"] for one in found["rightsList"]] == ["CC-BY-NC-4.0", 'Own "terms"']
    assert [one.get("rightsIdentifier") for one in found["rightsList"]] == ["CC-BY-NC-4.0", None]


def test_no_events(released: Released) -> None:
    found = read(replace(released.release, coverage=None, events=0, claims=0, quotations=0, sources=0))
    assert not {"geoLocations"} & set(found)
    assert [one["dateType"] for one in found["dates"]] == ["Issued"]
    assert "5 events" not in found["sizes"]


def test_roles(released: Released) -> None:
    people = [
        Contributor("A", roles=("dataCurator", "maintainer", "wrangler")),
        Contributor("B", roles=("creator",)),
        Contributor("C", roles=("funder",), path="https://ror.org/048a87296"),
        Contributor("D", roles=("publisher", "contactPerson"), path="https://ror.org/048a87296"),
    ]
    found = read(replace(released.release, contributors=people))
    assert [(one["name"], one["contributorType"]) for one in found["contributors"]] == [
        ("A", "DataCurator"),
        ("A", "Other"),
        ("D", "ContactPerson"),
    ]
    assert [one["name"] for one in found["creators"]] == ["B"]
    assert found["fundingReferences"] == [
        {
            "funderName": "C",
            "funderIdentifier": "https://ror.org/048a87296",
            "funderIdentifierType": "ROR",
        }
    ]
    assert found["publisher"]["publisherIdentifierScheme"] == "ROR"


@pytest.mark.parametrize("change", [{"publicationYear": 2026}, {"creators": []}, {"doi": "no doi"}])
def test_the_judge_refuses(change: dict[str, Any], released: Released) -> None:
    assert not schema45.validator.is_valid({**json.loads(datacite.text(released.release)), **change})


def test_licences_that_are_the_same(released: Released) -> None:
    found = read(replace(released.release, licenses=[License("CC0-1.0"), License("CC0-1.0")]))
    assert len(found["rightsList"]) == 1
