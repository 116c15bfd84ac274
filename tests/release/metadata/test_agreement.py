"""What one metadata file of a release says, no other contradicts. Each is read by a parser of its own format,
and not by anything of dateline."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import mlcroissant as mlc
import pytest
import yaml
from csvw import TableGroup
from rdflib import DCAT, DCTERMS, FOAF, RDF, SDO, Graph, Namespace
from rdflib.term import Node

from dateline.release.metadata import (
    checksums,
    citation,
    croissant,
    csvw,
    datacite,
    datapackage,
    dcat,
    schema_org,
)
from dateline.release.model import Contributor, License, Release

if TYPE_CHECKING:
    from tests.release.metadata.conftest import Released

pytestmark = [
    pytest.mark.usefixtures("offline"),
    # rdflib's reader of JSON-LD still makes one of its own.
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning"),
]

Facts = dict[str, Any]
"""What a file says: `title`, `box` … and `files` with their hashes and sizes. A fact is None where the format
has a place for it and the file says nothing."""

BASE = "https://archive.example.org/al-mayadin/"
DOI = "https://doi.org/"
DCAT3 = Namespace("http://www.w3.org/ns/dcat#")
LOCN = Namespace("http://www.w3.org/ns/locn#")
SCHEMA = Namespace("https://schema.org/")
SPDX = Namespace("http://spdx.org/rdf/terms#")


def known(release: Release, tables_only: bool) -> Facts:
    """What every file is to say."""
    covered = release.coverage
    files = [one.file for one in release.tables] if tables_only else release.files
    return {
        "title": release.title,
        "description": release.description,
        "version": release.version,
        "released": release.released.isoformat(),
        "licence names": {one.name for one in release.licenses},
        "licence paths": {one.path for one in release.licenses if one.path},
        "creators": {one.title for one in release.creators},
        "publisher": release.publisher.title if release.publisher else None,
        "doi": release.doi or None,
        "home page": release.homepage or None,
        "keywords": set(release.keywords),
        "period": f"{covered.first}/{covered.last}" if covered else None,
        "box": (covered.west, covered.south, covered.east, covered.north) if covered else None,
        "countries": set(covered.countries) if covered else set(),
        "files": {one.path: (one.sha256, one.bytes) for one in files},
    }


def _texts(graph: Graph, node: Node | None, term: Any) -> set[str]:
    return {str(one) for one in graph.objects(node, term)}


def _text(graph: Graph, node: Node | None, term: Any) -> str | None:
    """The one value of a property; None if there is none."""
    found = _texts(graph, node, term)
    assert len(found) <= 1, (term, found)
    return next(iter(found), None)


def _identifier(address: str | None) -> str | None:
    return address.removeprefix(DOI) if address else None


def _schema_box(box: str | None) -> tuple[float, ...] | None:
    if box is None:
        return None
    south, west, north, east = map(float, box.split())
    return west, south, east, north


def _size(said: str) -> int:
    number, unit = said.split(" ")
    assert unit == "B"
    return int(number)


def from_schema_org(path: Path) -> Facts:
    """Read by rdflib."""
    graph = Graph().parse(path, format="json-ld", publicID=BASE)
    (one,) = graph.subjects(RDF.type, SDO.Dataset)
    names = {str(graph.value(agent, SDO.name)) for agent in graph.objects(one, SDO.creator)}
    return {
        "title": _text(graph, one, SDO.name),
        "description": _text(graph, one, SDO.description),
        "version": _text(graph, one, SDO.version),
        "released": _text(graph, one, SDO.datePublished),
        "licence paths": _texts(graph, one, SDO.license),
        "creators": names,
        "publisher": _text(graph, graph.value(one, SDO.publisher), SDO.name),
        "doi": _identifier(_text(graph, one, SDO.identifier)),
        "home page": _text(graph, one, SDO.url),
        "keywords": _texts(graph, one, SDO.keywords),
        "period": _text(graph, one, SDO.temporalCoverage),
        "box": _schema_box(_text(graph, None, SDO.box)),
        "countries": {str(graph.value(at, SDO.name)) for at in graph.subjects(RDF.type, SDO.Country)},
        "files": {
            str(graph.value(file, SDO.contentUrl)).removeprefix(BASE): (
                _text(graph, file, SCHEMA.sha256),
                _size(str(graph.value(file, SDO.contentSize))),
            )
            for file in graph.objects(one, SDO.distribution)
        },
    }


def from_dcat(path: Path) -> Facts:
    """Read by rdflib."""
    graph = Graph().parse(path, format="json-ld", publicID=BASE)
    (one,) = graph.subjects(RDF.type, DCAT.Dataset)
    parts = set(graph.objects(one, DCAT.distribution))
    (period,) = set(graph.objects(one, DCTERMS.temporal)) or {None}
    box = _text(graph, None, DCAT.bbox)
    corners = [tuple(map(float, pair.split())) for pair in re.findall(r"[-\d.]+ [-\d.]+", box or "")]
    return {
        "title": _text(graph, one, DCTERMS.title),
        "description": _text(graph, one, DCTERMS.description),
        "version": _text(graph, one, DCAT3.version),
        "released": _text(graph, one, DCTERMS.issued),
        "licence paths": set().union(*(_texts(graph, part, DCTERMS.license) for part in parts)),
        "creators": {str(graph.value(agent, FOAF.name)) for agent in graph.objects(one, DCTERMS.creator)},
        "publisher": _text(graph, graph.value(one, DCTERMS.publisher), FOAF.name),
        "doi": _identifier(_text(graph, one, DCTERMS.identifier)),
        "home page": _text(graph, one, DCAT.landingPage),
        "keywords": _texts(graph, one, DCAT.keyword),
        "period": f"{graph.value(period, DCAT.startDate)}/{graph.value(period, DCAT.endDate)}"
        if period
        else None,
        "box": (*corners[0], *corners[2]) if corners else None,
        "countries": {str(name) for name in graph.objects(None, LOCN.geographicName)},
        "files": {
            str(graph.value(part, DCAT.downloadURL)).removeprefix(BASE): (
                str(graph.value(graph.value(part, SPDX.checksum), SPDX.checksumValue)).lower(),
                int(str(graph.value(part, DCAT.byteSize))),
            )
            for part in parts
        },
    }


def from_croissant(path: Path) -> Facts:
    """Read by mlcroissant."""
    data = mlc.Dataset(path).metadata
    (doi,) = data.same_as or [None]
    return {
        "title": data.name,
        "description": data.description,
        "version": data.version,
        "released": data.date_published.date().isoformat(),
        "licence paths": set(data.license or []),
        "creators": {one.name for one in data.creators},
        "publisher": data.publisher[0].name if data.publisher else None,
        "doi": _identifier(doi),
        "home page": None if data.url == doi else data.url,
        "keywords": set(data.keywords or []),
        "files": {one.content_url: (one.sha256, _size(one.content_size)) for one in data.file_objects},
    }


def from_csvw(path: Path) -> Facts:
    """Read by the csvw package."""
    group = TableGroup.from_file(path)
    said = group.common_props
    return {
        "title": said["dc:title"],
        "description": said["dc:description"],
        "version": said["schema:version"],
        "released": said["dc:issued"]["@value"],
        "licence paths": {one["@id"] for one in said.get("dc:license", [])},
        "creators": {one["schema:name"] for one in said["dc:creator"]},
        "publisher": said["dc:publisher"]["schema:name"],
        "doi": _identifier(said.get("dc:identifier")),
        "home page": said.get("dcat:landingPage", {}).get("@id"),
        "keywords": set(said["dcat:keyword"]),
        "period": said.get("schema:temporalCoverage"),
        "box": _schema_box(said.get("schema:spatialCoverage", {}).get("schema:geo", {}).get("schema:box")),
        "files": {
            str(one.url): (one.common_props["schema:sha256"], _size(one.common_props["schema:contentSize"]))
            for one in group.tables
        },
    }


def from_datapackage(path: Path) -> Facts:
    """Read as JSON."""
    said = json.loads(path.read_text(encoding="utf-8"))
    people = said["contributors"]
    return {
        "title": said["title"],
        "description": said["description"],
        "version": said["version"],
        "released": said["created"].removesuffix("T00:00:00Z"),
        "licence names": {one["name"] for one in said.get("licenses", [])},
        "licence paths": {one["path"] for one in said.get("licenses", [])},
        "creators": {one["title"] for one in people if "creator" in one["roles"]},
        "publisher": next(one["title"] for one in people if "publisher" in one["roles"]),
        "doi": _identifier(said.get("id")),
        "home page": said.get("homepage"),
        "keywords": set(said["keywords"]),
        "files": {
            one["path"]: (one["hash"].removeprefix("sha256:"), one["bytes"]) for one in said["resources"]
        },
    }


def from_datacite(path: Path) -> Facts:
    """Read as JSON."""
    said = json.loads(path.read_text(encoding="utf-8"))
    dates = {one["dateType"]: one["date"] for one in said["dates"]}
    boxes = [one["geoLocationBox"] for one in said.get("geoLocations", []) if "geoLocationBox" in one]
    sides = ("westBoundLongitude", "southBoundLatitude", "eastBoundLongitude", "northBoundLatitude")
    return {
        "title": said["titles"][0]["title"],
        "description": said["descriptions"][0]["description"],
        "version": said["version"],
        "released": dates["Issued"],
        "licence names": {one["rightsIdentifier"] for one in said.get("rightsList", [])},
        "licence paths": {one["rightsUri"] for one in said.get("rightsList", [])},
        "creators": {
            f"{one['givenName']} {one['familyName']}" if "familyName" in one else one["name"]
            for one in said["creators"]
        },
        "publisher": said["publisher"]["name"],
        "doi": said.get("doi"),
        "home page": said.get("url"),
        "keywords": {one["subject"] for one in said["subjects"]},
        "period": dates.get("Other"),
        "box": tuple(boxes[0][side] for side in sides) if boxes else None,
        "countries": {
            one["geoLocationPlace"] for one in said.get("geoLocations", []) if "geoLocationPlace" in one
        },
    }


def from_citation(path: Path) -> Facts:
    """Read as YAML."""
    said = yaml.safe_load(path.read_text(encoding="utf-8"))
    licences = said.get("license", [])
    return {
        "title": said["title"],
        "description": said["abstract"],
        "version": said["version"],
        "released": str(said["date-released"]),
        "licence names": {licences} if isinstance(licences, str) else set(licences),
        "creators": {
            one["name"] if "name" in one else f"{one['given-names']} {one['family-names']}"
            for one in said["authors"]
        },
        "doi": said.get("doi"),
        "home page": said.get("url"),
        "keywords": set(said["keywords"]),
    }


@dataclass(frozen=True)
class Format:
    """A metadata file."""

    write: Callable[[Release], str]
    read: Callable[[Path], Facts]
    says: str
    """What it has a place for."""
    tables_only: bool = False
    """Whether it speaks of the tables alone."""


ALWAYS = "title, description, version, released, creators, doi, home page, keywords"
FORMATS: Mapping[str, Format] = {
    "schema-org.jsonld": Format(
        schema_org.text,
        from_schema_org,
        f"{ALWAYS}, licence paths, publisher, period, box, countries, files",
    ),
    "dcat.jsonld": Format(
        dcat.text, from_dcat, f"{ALWAYS}, licence paths, publisher, period, box, countries, files"
    ),
    "croissant.json": Format(
        croissant.text, from_croissant, f"{ALWAYS}, licence paths, publisher, files", tables_only=True
    ),
    "csvw.json": Format(
        csvw.text, from_csvw, f"{ALWAYS}, licence paths, publisher, period, box, files", tables_only=True
    ),
    "datapackage.json": Format(
        lambda release: datapackage.text(release, {}),
        from_datapackage,
        f"{ALWAYS}, licence names, licence paths, publisher, files",
    ),
    "datacite.json": Format(
        datacite.text,
        from_datacite,
        f"{ALWAYS}, licence names, licence paths, publisher, period, box, countries",
    ),
    "CITATION.cff": Format(citation.text, from_citation, f"{ALWAYS}, licence names"),
}


def said(name: str, folder: Path, release: Release) -> Facts:
    """What a format says of the release."""
    path = folder / name
    path.write_text(FORMATS[name].write(release), encoding="utf-8")
    return FORMATS[name].read(path)


def to_be_said(name: str, release: Release) -> Facts:
    """What it should."""
    facts = known(release, FORMATS[name].tables_only)
    return {key: facts[key] for key in FORMATS[name].says.split(", ")}


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_says_what_the_release_is(released: Released, name: str) -> None:
    assert said(name, released.folder, released.release) == to_be_said(name, released.release)


def test_the_sums_are_those_that_the_formats_list(released: Released) -> None:
    sums = checksums.text({one.path: one.sha256 for one in released.release.files})
    listed = {path: digest for digest, path in (line.split("  ") for line in sums.splitlines())}
    for name in ("schema-org.jsonld", "dcat.jsonld", "datapackage.json"):
        files = said(name, released.folder, released.release)["files"]
        assert {path: digest for path, (digest, _) in files.items()} == listed, name


def _covering(release: Release, **changes: Any) -> Release:
    assert release.coverage is not None
    return replace(release, coverage=replace(release.coverage, **changes))


def _with_other_file(release: Release, **changes: Any) -> Release:
    """The release with another fact about the file of its first table."""
    first, *rest = release.tables
    other = replace(first.file, **changes)
    files = [other if one.path == first.file.path else one for one in release.files]
    return replace(release, tables=[replace(first, file=other), *rest], files=files)


CHANGES: Mapping[str, tuple[set[str], Callable[[Release], Release]]] = {
    "title": ({"title"}, lambda one: replace(one, title='Another "title"')),
    "description": ({"description"}, lambda one: replace(one, description="Said otherwise.")),
    "version": ({"version"}, lambda one: replace(one, version="1.2.3")),
    "day": ({"released"}, lambda one: replace(one, released=date(2027, 1, 2))),
    "licence": (
        {"licence names", "licence paths"},
        lambda one: replace(
            one,
            licenses=[License("ODbL-1.0", "ODbL", "https://opendatacommons.org/licenses/odbl/1-0/")],
        ),
    ),
    "creator": (
        {"creators"},
        lambda one: replace(
            one, contributors=[*one.contributors, Contributor("Third Institute", roles=("creator",))]
        ),
    ),
    "publisher": (
        {"creators", "publisher"},
        lambda one: replace(
            one, contributors=[replace(one.contributors[0], title="Other maintainers"), one.contributors[1]]
        ),
    ),
    "DOI": ({"doi"}, lambda one: replace(one, doi="10.5281/zenodo.7654321")),
    "no DOI": ({"doi"}, lambda one: replace(one, doi="")),
    "home page": ({"home page"}, lambda one: replace(one, homepage="https://elsewhere.example.org/")),
    "no home page": ({"home page"}, lambda one: replace(one, homepage="")),
    "keyword": ({"keywords"}, lambda one: replace(one, keywords=[*one.keywords, "one more"])),
    "first day": ({"period"}, lambda one: _covering(one, first=date(2016, 1, 1))),
    "last day": ({"period"}, lambda one: _covering(one, last=date(2018, 1, 1))),
    "west": ({"box"}, lambda one: _covering(one, west=-10.5)),
    "south": ({"box"}, lambda one: _covering(one, south=-20.25)),
    "east": ({"box"}, lambda one: _covering(one, east=120.125)),
    "north": ({"box"}, lambda one: _covering(one, north=61.0)),
    "country": ({"countries"}, lambda one: _covering(one, countries={"Syria": 4, "Iraq": 1})),
    "no events": ({"period", "box", "countries"}, lambda one: replace(one, coverage=None)),
    "hash": ({"files"}, lambda one: _with_other_file(one, sha256="0" * 64)),
    "size": ({"files"}, lambda one: _with_other_file(one, bytes=7)),
}
"""One change of a fact each, with what is to be said otherwise for it; all else must stay."""


@pytest.mark.parametrize("change", CHANGES)
def test_one_changed_fact_changes_every_format_that_says_it(released: Released, change: str) -> None:
    small = released.few("sources")
    keys, changed = CHANGES[change][0], CHANGES[change][1](small.release)
    before, after = known(small.release, False), known(changed, False)
    assert {key for key in before if before[key] != after[key]} == keys
    for name in FORMATS:
        found = said(name, released.folder, changed)
        assert found == to_be_said(name, changed), name
        was = to_be_said(name, small.release)
        assert {key for key in found if found[key] != was[key]} == keys & set(was), name


def test_every_fact_is_said_by_more_than_one_format() -> None:
    """Else there would be nothing to agree on."""
    told = [key for one in FORMATS.values() for key in one.says.split(", ")]
    assert all(told.count(key) > 1 for key in set(told))
