"""schema-org.jsonld: read by rdflib, and as the JSON that a search engine finds in a page."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest
from rdflib import RDF, SDO, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from dateline.release.metadata import schema_org
from dateline.release.model import License, Release

if TYPE_CHECKING:
    from tests.release.metadata.conftest import Released

pytestmark = [
    pytest.mark.usefixtures("offline"),
    # rdflib's reader of JSON-LD still makes one of its own.
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning"),
]

ASKED = """
    name description license creator identifier keywords temporalCoverage spatialCoverage variableMeasured
    distribution isAccessibleForFree version datePublished url
"""
BASE = "https://archive.example.org/al-mayadin/"
S = Namespace("https://schema.org/")
"""As `SDO`, without its list of terms, which lacks `sha256`."""


def graph(release: Release) -> Graph:
    """What the file says, where it stands beside the data."""
    return Graph().parse(data=schema_org.text(release), format="json-ld", publicID=f"{BASE}schema-org.jsonld")


def dataset(found: Graph) -> Node:
    """The one dataset."""
    (one,) = found.subjects(RDF.type, SDO.Dataset)
    return one


class Page(HTMLParser):
    """What a browser takes for the first script of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.inside, self.script = False, ""

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.inside = tag == "script"

    def handle_endtag(self, tag: str) -> None:
        self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.script += data


def test_it_says_what_a_search_engine_for_datasets_asks_for(released: Released) -> None:
    found, release = graph(released.release), released.release
    one = dataset(found)
    assert one == URIRef("https://doi.org/10.5281/zenodo.1234567")
    assert {str(said) for said in found.predicates(one)} >= {str(S[name]) for name in ASKED.split()}
    assert found.value(one, SDO.license) == URIRef("https://creativecommons.org/licenses/by/4.0/")
    assert str(found.value(one, SDO.temporalCoverage)) == "2017-06-01/2017-10-15"
    assert found.value(one, SDO.isAccessibleForFree) == Literal(True)
    assert str(found.value(one, SDO.creditText)) == release.citation
    # Google: 50 to 5000 signs.
    assert 50 <= len(str(found.value(one, SDO.description))) <= 5000


def test_nothing_is_said_that_is_not_known(released: Released) -> None:
    said = json.loads(schema_org.text(released.release))
    assert {"citation", "includedInDataCatalog", "conditionsOfAccess", "usageInfo", "funder"}.isdisjoint(said)
    bare = replace(
        released.release, doi="", homepage="", licenses=[], keywords=[], origins=[], coverage=None, claims=0
    )
    assert {
        "identifier", "url", "license", "isAccessibleForFree", "keywords", "isBasedOn",
        "temporalCoverage", "spatialCoverage", "measurementTechnique",
    }.isdisjoint(json.loads(schema_org.text(bare)))  # fmt: skip


def test_every_file_can_be_downloaded_and_checked(released: Released) -> None:
    found = graph(released.release)
    assert {
        (
            str(found.value(one, SDO.contentUrl)),
            str(found.value(one, SDO.encodingFormat)),
            str(found.value(one, SDO.contentSize)),
            str(found.value(one, S.sha256)),
        )
        for one in found.objects(dataset(found), SDO.distribution)
    } == {(BASE + one.path, one.mediatype, f"{one.bytes} B", one.sha256) for one in released.release.files}
    assert all(
        not one["contentUrl"].startswith(("/", "http"))
        for one in json.loads(schema_org.text(released.release))["distribution"]
    )


def test_the_box_is_south_west_north_east(released: Released) -> None:
    found, covered = graph(released.release), released.release.coverage
    assert covered is not None
    (box,) = found.objects(None, SDO.box)
    assert [float(one) for one in str(box).split(" ")] == [
        covered.south,
        covered.west,
        covered.north,
        covered.east,
    ]
    countries = found.subjects(RDF.type, SDO.Country)
    assert [str(found.value(one, SDO.name)) for one in countries] == ["Syria"]


def test_every_column_of_the_events_is_a_variable(released: Released) -> None:
    found = graph(released.release)
    variables = {
        str(found.value(one, SDO.name)): one for one in found.objects(dataset(found), SDO.variableMeasured)
    }
    events = next(one for one in released.release.tables if one.name == "events")
    assert set(variables) == {field["name"] for field in events.schema["fields"]}
    assert float(str(found.value(variables["latitude"], SDO.minValue))) == -90
    assert not list(found.objects(variables["event_date"], SDO.minValue))


def test_persons_and_organizations(released: Released) -> None:
    found = graph(released.release)
    kinds = {
        str(found.value(one, SDO.name)): (found.value(one, RDF.type), found.value(one, SDO.sameAs))
        for one in found.objects(dataset(found), SDO.creator)
    }
    assert kinds == {
        "dateline maintainers": (SDO.Organization, None),
        "Ada Example": (SDO.Person, URIRef("https://orcid.org/0000-0002-1825-0097")),
    }


@pytest.mark.parametrize(
    ("names", "free"),
    [
        (["CC-BY-4.0"], True),
        (["CC0-1.0", "ODbL-1.0"], True),
        (["CC-BY-4.0", "LicenseRef-own"], None),
        (["CCC"], None),
        ([], None),
    ],
)
def test_whether_it_is_free_is_said_of_open_licences_alone(
    released: Released, names: list[str], free: bool | None
) -> None:
    release = replace(released.release, licenses=[License(name) for name in names])
    assert json.loads(schema_org.text(release)).get("isAccessibleForFree") is free


def test_licences_without_an_address_are_named(released: Released) -> None:
    licenses = [License("ODbL-1.0", "Open Database License"), License("CC0-1.0")]
    found = graph(replace(released.release, licenses=licenses))
    names = {str(found.value(one, SDO.name)) for one in found.objects(dataset(found), SDO.license)}
    assert names == {"ODbL-1.0", "CC0-1.0"}


def test_it_stands_in_a_page_whatever_the_words(hostile: Release) -> None:
    text = schema_org.text(hostile)
    page = Page()
    page.feed(f'<html><script type="application/ld+json">{text}</script></html>')
    assert page.script == text
    said = json.loads(page.script)
    assert (said["name"], said["description"]) == (hostile.title, hostile.description)
    assert said["keywords"] == hostile.keywords
    found = graph(hostile)
    assert str(found.value(dataset(found), SDO.name)) == hostile.title
    assert {str(one) for one in found.objects(None, SDO.url)} == set()


def test_paths_that_are_not_published_are_not_told(released: Released, hostile: Release) -> None:
    assert "seeds/" not in schema_org.text(released.release)
    assert "private text" not in schema_org.text(hostile)


def test_it_is_plain_json_with_the_signs_of_every_script(hostile: Release) -> None:
    text = schema_org.text(hostile)
    assert "الميادين" in text
    assert not re.search("[<\r]", text)
    assert text.endswith("}\n")
    assert text == schema_org.text(hostile)


def test_an_old_doi_with_signs_that_no_address_has(released: Released) -> None:
    release = replace(released.release, doi="10.1002/(SICI)1096-8644(199601)99:1<1::AID-AJPA1>3.0.CO;2-1")
    assert str(dataset(graph(release))).endswith("99%3A1%3C1%3A%3AAID-AJPA1%3E3.0.CO%3B2-1")
