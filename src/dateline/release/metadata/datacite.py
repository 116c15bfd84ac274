"""DataCite's metadata in JSON, for registering a DOI and for archives that ask for them.

Schema 4.5, the newest that DataCite's own library for Python checks. It has no type of date for what the
data cover (4.6 has `Coverage`), so the period stands as `Other`, with a word on what it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, TypeVar

from dateline.release.describe import doi
from dateline.release.metadata import linked
from dateline.release.metadata.licenses import spdx
from dateline.release.model import Contributor, License, Origin, Release

_TYPES = frozenset({
    "ContactPerson", "DataCollector", "DataCurator", "DataManager", "Distributor", "Editor",
    "HostingInstitution", "Producer", "ProjectLeader", "ProjectManager", "ProjectMember",
    "RegistrationAgency", "RegistrationAuthority", "RelatedPerson", "Researcher", "ResearchGroup",
    "RightsHolder", "Sponsor", "Supervisor", "WorkPackageLeader",
})  # fmt: skip
"""Kinds of contributor. A role that is none of them is `Other`."""
_ELSEWHERE = frozenset({"creator", "publisher", "funder"})
"""Roles that have properties of their own."""
_SCHEMES = {
    "ORCID": ("https://orcid.org/", r"https://orcid\.org/\d{4}-\d{4}-\d{4}-\d{3}[\dX]"),
    "ROR": ("https://ror.org/", r"https://ror\.org/0[a-z0-9]{6}\d\d"),
}

T = TypeVar("T")


def text(release: Release) -> str:
    """The file `datacite.json`."""
    return linked.written(
        linked.without_empty(
            {
                "schemaVersion": "http://datacite.org/schema/kernel-4",
                "doi": release.doi,
                "url": linked.iri(release.homepage),
                "types": {
                    "resourceTypeGeneral": "Dataset",
                    "resourceType": "Event data" if release.events else "Dataset",
                },
                "creators": [_name(one) for one in release.creators],
                "titles": [{"title": release.title, "lang": release.language}],
                "publisher": _publisher(release.publisher),
                "publicationYear": f"{release.released.year:04}",
                "subjects": [{"subject": one, "lang": release.language} for one in _once(release.keywords)],
                "contributors": _contributors(release),
                "dates": _dates(release),
                "language": release.language,
                "relatedIdentifiers": _once([_derived(one) for one in release.origins if _derived(one)]),
                "sizes": _sizes(release),
                "formats": _once([one.mediatype for one in release.files if one.mediatype]),
                "version": release.version,
                "rightsList": _once([_rights(one) for one in release.licenses]),
                "descriptions": _descriptions(release),
                "geoLocations": _places(release),
                "fundingReferences": _funders(release),
            }
        )
    )


def _name(one: Contributor) -> dict[str, Any]:
    person = linked.is_person(one)
    whole = ", ".join(filter(None, (one.family_name, one.given_name))) if one.is_person else one.title
    scheme = _scheme(one)
    return linked.without_empty(
        {
            "name": whole,
            "nameType": "Personal" if person else "Organizational",
            "givenName": one.given_name if person else "",
            "familyName": one.family_name if person else "",
            "nameIdentifiers": [
                {
                    "nameIdentifier": one.path,
                    "nameIdentifierScheme": scheme,
                    "schemeUri": _SCHEMES[scheme][0],
                }
            ]
            if scheme
            else [],
            "affiliation": [{"name": one.organization}] if one.organization not in ("", whole) else [],
        }
    )


def _scheme(one: Contributor) -> str:
    """What kind of identifier its address is, if it is one."""
    return next((name for name, (_, form) in _SCHEMES.items() if re.fullmatch(form, one.path)), "")


def _publisher(one: Contributor | None) -> dict[str, str]:
    """`:unav`, DataCite's word for what is not to be had, where nobody is named."""
    if one is None:
        return {"name": ":unav"}
    scheme = _scheme(one)
    if not scheme:
        return {"name": one.title}
    return {
        "name": one.title,
        "publisherIdentifier": one.path,
        "publisherIdentifierScheme": scheme,
        "schemeUri": _SCHEMES[scheme][0],
    }


def _contributors(release: Release) -> list[dict[str, Any]]:
    return [
        {**_name(one), "contributorType": kind}
        for one in release.contributors
        for kind in _once([_kind(role) for role in one.roles if role not in _ELSEWHERE])
    ]


def _kind(role: str) -> str:
    kind = role[:1].upper() + role[1:]
    return kind if kind in _TYPES else "Other"


def _dates(release: Release) -> list[dict[str, str]]:
    dates = [{"date": release.released.isoformat(), "dateType": "Issued"}]
    if covered := release.coverage:
        period = f"{covered.first.isoformat()}/{covered.last.isoformat()}"
        dates.append({"date": period, "dateType": "Other", "dateInformation": "Coverage: days of the events"})
    return dates


def _derived(one: Origin) -> dict[str, str]:
    """The relation to a source that has an address."""
    if found := doi(one.path):
        where = {"relatedIdentifier": found, "relatedIdentifierType": "DOI"}
    elif found := linked.iri(one.path):
        where = {"relatedIdentifier": found, "relatedIdentifierType": "URL"}
    else:
        return {}
    return {**where, "relationType": "IsDerivedFrom"}


def _sizes(release: Release) -> list[str]:
    counts = {
        "event": release.events,
        "source": release.sources,
        "claim": release.claims,
        "quotation": release.quotations,
        "file": len(release.files),
        "byte": sum(one.bytes for one in release.files),
    }
    return [f"{number} {noun}{'' if number == 1 else 's'}" for noun, number in counts.items() if number]


def _rights(one: License) -> dict[str, str]:
    known = spdx(one.name)
    scheme = {
        "rightsIdentifier": known,
        "rightsIdentifierScheme": "SPDX",
        "schemeUri": "https://spdx.org/licenses/",
    }
    return linked.without_empty(
        {
            "rights": one.title or one.name or one.path,
            "rightsUri": linked.iri(one.path),
            **(scheme if known else {}),
        }
    )


def _descriptions(release: Release) -> list[dict[str, str]]:
    said = {
        "Abstract": (release.description, release.language),
        "Methods": (linked.making(release), "en"),
        "TechnicalInfo": (f"Made with {release.made_by}.", "en"),
    }
    return [
        {"description": words, "descriptionType": kind, "lang": language}
        for kind, (words, language) in said.items()
        if words
    ]


def _places(release: Release) -> list[dict[str, Any]]:
    covered = release.coverage
    if covered is None:
        return []
    box = {
        "westBoundLongitude": covered.west,
        "eastBoundLongitude": covered.east,
        "southBoundLatitude": covered.south,
        "northBoundLatitude": covered.north,
    }
    return [{"geoLocationBox": box}, *({"geoLocationPlace": name} for name in covered.countries)]


def _funders(release: Release) -> list[dict[str, str]]:
    return [
        {
            "funderName": one.title,
            **(
                {"funderIdentifier": one.path, "funderIdentifierType": "ROR"} if _scheme(one) == "ROR" else {}
            ),
        }
        for one in release.contributors
        if "funder" in one.roles
    ]


def _once(found: Sequence[T]) -> list[T]:
    return [one for at, one in enumerate(found) if one not in found[:at]]
