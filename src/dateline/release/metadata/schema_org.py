"""schema.org in JSON-LD: what search engines for datasets read.

The properties are those that Google's guide to dataset markup asks for. The context is the vocabulary alone,
so that no reader needs the network."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from dateline.release.evidence import iris
from dateline.release.metadata import linked
from dateline.release.model import Contributor, Coverage, Descriptor, File, License, Release, table

CONTEXT = {
    "@vocab": "https://schema.org/",
    **{name: {"@type": "@id"} for name in ("contentUrl", "license", "sameAs", "url")},
}
FREE = ("CC-", "CC0-", "ODbL-", "ODC-", "PDDL-")
"""How the names of licences begin that let everybody pass the data on without charge."""
IDENTIFIERS = (linked.ORCID, "https://ror.org/")
"""How addresses begin that are the identifiers of persons and organizations."""


def text(release: Release) -> str:
    """The file `schema-org.jsonld`."""
    return linked.written(
        linked.without_empty(
            {
                "@context": CONTEXT,
                "@type": "Dataset",
                "@id": iris.release(release),
                "name": release.title,
                "alternateName": release.name,
                "description": release.description,
                "url": linked.iri(release.homepage),
                "identifier": linked.doi(release),
                "version": release.version,
                "datePublished": release.released.isoformat(),
                "inLanguage": release.language,
                "license": [_license(one) for one in release.licenses],
                "isAccessibleForFree": _free(release),
                "creator": [_agent(one) for one in release.creators],
                "publisher": _agent(release.publisher) if release.publisher else None,
                "creditText": release.citation,
                "keywords": list(release.keywords),
                "temporalCoverage": _period(release.coverage),
                "spatialCoverage": _places(release.coverage),
                "measurementTechnique": linked.making(release),
                "isBasedOn": [
                    linked.without_empty(
                        {"@type": "CreativeWork", "name": one.title, "url": linked.iri(one.path)}
                    )
                    for one in release.origins
                ],
                "variableMeasured": _variables(release),
                "distribution": [_download(one) for one in release.files],
            }
        )
    )


def _license(one: License) -> str | dict[str, Any]:
    if address := linked.iri(one.path):
        return address
    return linked.without_empty({"@type": "CreativeWork", "name": one.name, "alternateName": one.title})


def _free(release: Release) -> bool | None:
    """True of data under open licences; of others it is not known."""
    names = [one.name for one in release.licenses]
    return True if names and all(name.startswith(FREE) for name in names) else None


def _agent(one: Contributor) -> dict[str, Any]:
    person = linked.is_person(one)
    return linked.without_empty(
        {
            "@type": "Person" if person else "Organization",
            "name": one.title,
            "givenName": one.given_name if person else "",
            "familyName": one.family_name if person else "",
            "affiliation": {"@type": "Organization", "name": one.organization}
            if person and one.organization
            else None,
            "sameAs" if one.path.startswith(IDENTIFIERS) else "url": linked.iri(one.path),
        }
    )


def _period(coverage: Coverage | None) -> str:
    """An interval of ISO 8601."""
    return f"{coverage.first.isoformat()}/{coverage.last.isoformat()}" if coverage else ""


def _places(coverage: Coverage | None) -> list[dict[str, Any]]:
    """The box as schema.org has it, `south west north east`, and the countries by name."""
    if coverage is None:
        return []
    box = f"{coverage.south} {coverage.west} {coverage.north} {coverage.east}"
    return [
        {"@type": "Place", "geo": {"@type": "GeoShape", "box": box}},
        *({"@type": "Country", "name": name} for name in coverage.countries),
    ]


def _variables(release: Release) -> list[dict[str, Any]]:
    events = table(release, "events")
    return [_variable(field) for field in events.schema["fields"]] if events else []


def _variable(field: Descriptor) -> dict[str, Any]:
    limits = field.get("constraints", {})
    return linked.without_empty(
        {
            "@type": "PropertyValue",
            "name": field["name"],
            "alternateName": field.get("title", ""),
            "description": field.get("description", ""),
            "minValue": _bound(limits.get("minimum")),
            "maxValue": _bound(limits.get("maximum")),
        }
    )


def _bound(value: Any) -> float | None:
    """A bound that is a number: schema.org has no others."""
    return value if isinstance(value, int | float) else None


def _download(file: File) -> dict[str, Any]:
    return linked.without_empty(
        {
            "@type": "DataDownload",
            "name": file.title,
            "contentUrl": quote(file.path),
            "encodingFormat": file.mediatype,
            "contentSize": f"{file.bytes} B",
            "sha256": file.sha256,
        }
    )
