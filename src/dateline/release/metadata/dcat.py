"""DCAT-AP 3 in JSON-LD: what European data portals harvest.

Classes, properties and cardinalities are those of DCAT-AP 3.0.1 (SEMIC); the codes are those of the EU's
Publications Office, of IANA (media types) and of SPDX (checksums). The licence stands at each distribution,
where the profile has its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from dateline.release.evidence import iris
from dateline.release.metadata import linked
from dateline.release.model import Contributor, Coverage, File, License, Release

AUTHORITY = "http://publications.europa.eu/resource/authority/"
THEME = f"{AUTHORITY}data-theme/JUST"
"""Justice, legal system and public safety: the one theme that is true of all conflict events."""
MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
SHA256 = "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"
FILE_TYPES: Mapping[str, str] = {
    "application/geo+json": "GEOJSON",
    "application/geopackage+sqlite3": "GPKG",
    "application/json": "JSON",
    "application/ld+json": "JSON_LD",
    "application/vnd.apache.parquet": "PARQUET",
    "text/csv": "CSV",
}
"""The code of the Publications Office by the media type; it has none of SQLite."""
LANGUAGES: Mapping[str, str] = {
    "ar": "ARA",
    "de": "DEU",
    "en": "ENG",
    "es": "SPA",
    "fa": "FAS",
    "fr": "FRA",
    "it": "ITA",
    "pt": "POR",
    "ru": "RUS",
    "tr": "TUR",
    "uk": "UKR",
    "zh": "ZHO",
}
"""The code of the Publications Office by the first part of a language tag. Others are not said."""


def text(release: Release) -> str:
    """The file `dcat.jsonld`."""
    language = _language(release)
    return linked.written(
        {
            "@context": _context(release.language),
            **linked.without_empty(
                {
                    "@id": iris.release(release),
                    "@type": "dcat:Dataset",
                    "title": release.title,
                    "description": release.description,
                    "keyword": list(release.keywords),
                    "theme": THEME,
                    "identifier": linked.doi(release),
                    "version": release.version,
                    "issued": release.released.isoformat(),
                    "language": language,
                    "landingPage": _page(release.homepage),
                    "creator": [_agent(one) for one in release.creators],
                    "publisher": _agent(release.publisher) if release.publisher else None,
                    "temporal": _period(release.coverage),
                    "spatial": _places(release.coverage),
                    "provenance": _provenance(release),
                    "distribution": [_distribution(release, one, language) for one in release.files],
                }
            ),
        }
    )


def _context(language: str) -> dict[str, Any]:
    """The terms. Titles and texts are in the language of the release."""
    said = {"@language": language}
    return {
        "adms": "http://www.w3.org/ns/adms#",
        "dcat": "http://www.w3.org/ns/dcat#",
        "dct": "http://purl.org/dc/terms/",
        "foaf": "http://xmlns.com/foaf/0.1/",
        "geo": "http://www.opengis.net/ont/geosparql#",
        "locn": "http://www.w3.org/ns/locn#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "spdx": "http://spdx.org/rdf/terms#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
        "title": {"@id": "dct:title", **said},
        "description": {"@id": "dct:description", **said},
        "keyword": {"@id": "dcat:keyword", **said},
        "theme": {"@id": "dcat:theme", "@type": "@id"},
        "identifier": "dct:identifier",
        "version": "dcat:version",
        "issued": {"@id": "dct:issued", "@type": "xsd:date"},
        "language": "dct:language",
        "landingPage": "dcat:landingPage",
        "creator": "dct:creator",
        "publisher": "dct:publisher",
        "name": "foaf:name",
        "homepage": {"@id": "foaf:homepage", "@type": "@id"},
        "temporal": "dct:temporal",
        "startDate": {"@id": "dcat:startDate", "@type": "xsd:date"},
        "endDate": {"@id": "dcat:endDate", "@type": "xsd:date"},
        "spatial": "dct:spatial",
        "bbox": {"@id": "dcat:bbox", "@type": "geo:wktLiteral"},
        "geographicName": {"@id": "locn:geographicName", **said},
        "provenance": "dct:provenance",
        "label": {"@id": "rdfs:label", "@language": "en"},
        "distribution": "dcat:distribution",
        "accessURL": {"@id": "dcat:accessURL", "@type": "@id"},
        "downloadURL": {"@id": "dcat:downloadURL", "@type": "@id"},
        "mediaType": "dcat:mediaType",
        "format": "dct:format",
        "byteSize": {"@id": "dcat:byteSize", "@type": "xsd:nonNegativeInteger"},
        "license": "dct:license",
        "rights": "dct:rights",
        "checksum": "spdx:checksum",
        "algorithm": {"@id": "spdx:algorithm", "@type": "@id"},
        "checksumValue": {"@id": "spdx:checksumValue", "@type": "xsd:hexBinary"},
    }


def _language(release: Release) -> dict[str, Any] | None:
    code = LANGUAGES.get(release.language.split("-")[0].lower())
    return {"@id": f"{AUTHORITY}language/{code}", "@type": "dct:LinguisticSystem"} if code else None


def _page(address: str) -> dict[str, Any] | None:
    return {"@id": linked.iri(address), "@type": "foaf:Document"} if linked.iri(address) else None


def _agent(one: Contributor) -> dict[str, Any]:
    kind = "foaf:Person" if linked.is_person(one) else "foaf:Organization"
    return linked.without_empty(
        {"@type": ["foaf:Agent", kind], "name": one.title, "homepage": linked.iri(one.path)}
    )


def _period(coverage: Coverage | None) -> dict[str, Any] | None:
    if coverage is None:
        return None
    first, last = coverage.first.isoformat(), coverage.last.isoformat()
    return {"@type": "dct:PeriodOfTime", "startDate": first, "endDate": last}


def _places(coverage: Coverage | None) -> list[dict[str, Any]]:
    """The box as a polygon, longitude before latitude (GeoSPARQL's default), and the countries by name."""
    if coverage is None:
        return []
    west, south, east, north = coverage.west, coverage.south, coverage.east, coverage.north
    corners = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    box = f"POLYGON(({', '.join(f'{x} {y}' for x, y in corners)}))"
    return [
        {"@type": "dct:Location", "bbox": box},
        *({"@type": "dct:Location", "geographicName": name} for name in coverage.countries),
    ]


def _provenance(release: Release) -> list[dict[str, Any]]:
    origins = "; ".join(one.title for one in release.origins)
    said = [linked.making(release), f"Sources: {origins}" if origins else "", f"Made by {release.made_by}"]
    return [{"@type": "dct:ProvenanceStatement", "label": one} for one in said if one]


def _distribution(release: Release, file: File, language: dict[str, Any] | None) -> dict[str, Any]:
    path = quote(file.path)
    return linked.without_empty(
        {
            "@type": "dcat:Distribution",
            "title": file.title,
            "accessURL": linked.doi(release) or linked.iri(release.homepage) or path,
            "downloadURL": path,
            "mediaType": {"@id": MEDIA_TYPES + file.mediatype, "@type": "dct:MediaType"},
            "format": _file_type(file),
            "byteSize": str(file.bytes),
            "issued": release.released.isoformat(),
            "language": language,
            **_terms(release.licenses),
            "checksum": {
                "@type": "spdx:Checksum",
                "algorithm": SHA256,
                "checksumValue": file.sha256,
            },
        }
    )


def _file_type(file: File) -> dict[str, Any] | None:
    code = FILE_TYPES.get(file.mediatype)
    return {"@id": f"{AUTHORITY}file-type/{code}", "@type": "dct:MediaTypeOrExtent"} if code else None


def _terms(licenses: Sequence[License]) -> dict[str, Any]:
    """One licence is a licence. Several, which the profile does not allow, are a statement of rights."""
    if len(licenses) == 1:
        return {"license": _license(licenses[0])}
    if licenses:
        return {
            "rights": {"@type": "dct:RightsStatement", "dct:relation": [_license(one) for one in licenses]}
        }
    return {}


def _license(one: License) -> dict[str, Any]:
    return linked.without_empty(
        {
            "@id": linked.iri(one.path),
            "@type": "dct:LicenseDocument",
            "identifier": one.name,
            "dct:title": one.title,
        }
    )
