"""dcat.jsonld: read by rdflib, judged by pyshacl against what DCAT-AP 3 asks for."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pyshacl import validate
from rdflib import DCAT, DCTERMS, FOAF, RDF, SH, XSD, Graph, Literal, Namespace, URIRef

from dateline.release.metadata import dcat
from dateline.release.model import License, Release

if TYPE_CHECKING:
    from tests.release.metadata.conftest import Released

pytestmark = [
    pytest.mark.usefixtures("offline"),
    # rdflib's reader of JSON-LD still makes one of its own.
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning"),
]

BASE = "https://archive.example.org/al-mayadin/"
SPDX = Namespace("http://spdx.org/rdf/terms#")
SHAPES = Path(__file__).with_name("dcat-ap.ttl")


@pytest.fixture(scope="module")
def shapes() -> Graph:
    """What the profile asks for."""
    return Graph().parse(SHAPES)


def graph(release: Release) -> Graph:
    """The record as it stands beside the data in an archive."""
    return Graph().parse(data=dcat.text(release), format="json-ld", publicID=f"{BASE}dcat.jsonld")


def faults(found: Graph, shapes: Graph) -> list[tuple[str, str]]:
    """What breaks the profile or goes against its recommendations: severity and property."""
    _, report, _ = validate(found, shacl_graph=shapes, allow_warnings=True)
    assert isinstance(report, Graph)
    return sorted(
        (
            str(report.value(one, SH.resultSeverity)).rpartition("#")[2],
            str(report.value(one, SH.resultPath)).rpartition("#")[2].rpartition("/")[2],
        )
        for one in report.subjects(RDF.type, SH.ValidationResult)
    )


def test_the_record_keeps_the_profile_and_its_recommendations(released: Released, shapes: Graph) -> None:
    assert faults(graph(released.release), shapes) == []


def test_the_shapes_find_what_is_wrong(released: Released, shapes: Graph) -> None:
    broken: dict[tuple[str, str], Callable[[dict], object]] = {
        ("Violation", "title"): lambda record: record.pop("title"),
        ("Violation", "description"): lambda record: record.pop("description"),
        ("Violation", "accessURL"): lambda record: record["distribution"][0].pop("accessURL"),
        ("Violation", "byteSize"): lambda record: record["distribution"][0].update(byteSize="-1"),
        ("Violation", "algorithm"): lambda record: record["distribution"][0]["checksum"].pop("algorithm"),
        ("Violation", "name"): lambda record: record["publisher"].pop("name"),
        ("Violation", "issued"): lambda record: record.update(issued="soon"),
        ("Warning", "theme"): lambda record: record.pop("theme"),
        ("Warning", "publisher"): lambda record: record.pop("publisher"),
    }
    for fault, breaking in broken.items():
        record = json.loads(dcat.text(released.release))
        breaking(record)
        found = Graph().parse(data=json.dumps(record), format="json-ld", publicID=BASE)
        assert fault in faults(found, shapes), fault
    assert faults(Graph(), shapes)[0][0] == "Violation"


def test_a_distribution_says_what_its_file_is(released: Released) -> None:
    found = graph(released.release)
    file = next(one for one in released.release.files if one.path == "data/events.csv")
    one = found.value(predicate=DCAT.downloadURL, object=URIRef(f"{BASE}data/events.csv"))
    assert found.value(one, DCAT.byteSize) == Literal(str(file.bytes), datatype=XSD.nonNegativeInteger)
    assert found.value(one, DCAT.mediaType) == URIRef("https://www.iana.org/assignments/media-types/text/csv")
    assert str(found.value(one, DCTERMS["format"])).endswith("/file-type/CSV")
    assert found.value(one, DCTERMS.license) == URIRef("https://creativecommons.org/licenses/by/4.0/")
    checksum = found.value(one, SPDX.checksum)
    assert found.value(checksum, SPDX.algorithm) == SPDX.checksumAlgorithm_sha256
    assert str(found.value(checksum, SPDX.checksumValue)).lower() == file.sha256


def test_every_file_is_a_distribution(released: Released) -> None:
    found = graph(released.release)
    assert {str(one) for one in found.objects(None, DCAT.downloadURL)} == {
        f"{BASE}{one.path}" for one in released.release.files
    }
    assert len(list(found.subjects(RDF.type, DCAT.Distribution))) == len(released.release.files)


def test_the_box_is_a_polygon_of_longitudes_and_latitudes(released: Released) -> None:
    (box,) = graph(released.release).objects(None, DCAT.bbox)
    covered = released.release.coverage
    assert covered is not None
    corners = [pair.split(" ") for pair in str(box).removeprefix("POLYGON((").removesuffix("))").split(", ")]
    assert corners[0] == corners[-1] == [str(covered.west), str(covered.south)]
    assert corners[2] == [str(covered.east), str(covered.north)]


def test_without_a_doi_the_files_are_where_the_record_is(released: Released, shapes: Graph) -> None:
    found = graph(replace(released.release, doi="", homepage=""))
    assert str(found.value(predicate=RDF.type, object=DCAT.Dataset)).startswith("urn:uuid:")
    assert set(found.objects(None, DCAT.accessURL)) == set(found.objects(None, DCAT.downloadURL))
    assert faults(found, shapes) == []


def test_several_licences_are_a_statement_of_rights(released: Released, shapes: Graph) -> None:
    licenses = [
        License("CC-BY-4.0"),
        License("ODbL-1.0", path="https://opendatacommons.org/licenses/odbl/1-0/"),
    ]
    found = graph(replace(released.release, licenses=licenses))
    assert faults(found, shapes) == []
    assert not list(found.objects(None, DCTERMS.license))
    (rights,) = set(
        found.objects(
            found.value(predicate=DCAT.downloadURL, object=URIRef(f"{BASE}data/events.csv")), DCTERMS.rights
        )
    )
    assert {str(found.value(one, DCTERMS.identifier)) for one in found.objects(rights, DCTERMS.relation)} == {
        "CC-BY-4.0",
        "ODbL-1.0",
    }


def test_a_release_without_events_covers_nothing(released: Released, shapes: Graph) -> None:
    found = graph(replace(released.release, coverage=None, events=0))
    assert faults(found, shapes) == [("Warning", "spatial"), ("Warning", "temporal")]


def test_persons_and_organizations_are_agents(released: Released) -> None:
    found = graph(released.release)
    kinds = {
        str(found.value(one, FOAF.name)): set(found.objects(one, RDF.type)) - {FOAF.Agent}
        for one in found.objects(None, DCTERMS.creator)
    }
    assert kinds == {"dateline maintainers": {FOAF.Organization}, "Ada Example": {FOAF.Person}}


def test_hostile_words_come_out_as_they_went_in(hostile: Release, shapes: Graph) -> None:
    found = graph(hostile)
    assert faults(found, shapes) == []
    dataset = found.value(predicate=RDF.type, object=DCAT.Dataset)
    assert found.value(dataset, DCTERMS.title) == Literal(hostile.title, lang="ar")
    assert set(found.objects(dataset, DCAT.keyword)) == {Literal(one, lang="ar") for one in hostile.keywords}
    assert str(found.value(dataset, DCTERMS.language)).endswith("/language/ARA")


def test_a_language_without_a_code_is_not_guessed(released: Released) -> None:
    found = graph(replace(released.release, language="ckb"))
    assert not list(found.objects(None, DCTERMS.language))
    assert {one.language for one in found.objects(None, DCAT.keyword)} == {"ckb"}


def test_the_same_release_makes_the_same_bytes(released: Released) -> None:
    assert dcat.text(released.release) == dcat.text(released.release)
