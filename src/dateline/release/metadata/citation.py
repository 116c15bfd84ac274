"""CITATION.cff: how to cite the release, for people and reference managers (Citation File Format 1.2.0)."""

from __future__ import annotations

import re
from typing import Any

import yaml

from dateline.release.metadata import linked
from dateline.release.metadata.licenses import spdx
from dateline.release.model import Contributor, Release

_DOI = re.compile(r"10\.\d{4,9}(\.\d+)?/[A-Za-z0-9:/_;\-.()\[\]\\]+")
"""What the format takes for a DOI; there are others."""
_ORCID = re.compile(r"https://orcid\.org/\d{4}-\d{4}-\d{4}-\d{3}[\dX]")
_WIDE = 10**6
"""So that no text is broken into lines."""


def text(release: Release) -> str:
    """The file."""
    said = linked.without_empty(
        {
            "cff-version": "1.2.0",
            "message": "If you use this dataset, please cite it as below.",
            "type": "dataset",
            "title": release.title,
            "abstract": release.description,
            "authors": _once([_author(one) for one in release.creators]),
            "version": release.version,
            "date-released": release.released.isoformat(),
            "keywords": list(dict.fromkeys(release.keywords)),
            "url": linked.iri(release.homepage),
            **_license(release),
            **_identifier(release),
        }
    )
    written: str = yaml.safe_dump(said, allow_unicode=True, sort_keys=False, width=_WIDE)
    return written


def _author(one: Contributor) -> dict[str, str]:
    orcid = one.path if _ORCID.fullmatch(one.path) else ""
    where = {"orcid": orcid, "website": "" if orcid else linked.iri(one.path)}
    if not one.is_person:
        return linked.without_empty({"name": one.title, **where})
    names = {"family-names": one.family_name, "given-names": one.given_name}
    return linked.without_empty({**names, "affiliation": one.organization, **where})


def _license(release: Release) -> dict[str, Any]:
    """The format knows licences of the SPDX list, of which any may be chosen, or the address of one other;
    what it cannot say it leaves to README.md."""
    names = [spdx(one.name) for one in release.licenses]
    if names and all(names):
        unique = list(dict.fromkeys(names))
        return {"license": unique if len(unique) > 1 else unique[0]}
    if len(names) == 1:
        return {"license-url": linked.iri(release.licenses[0].path)}
    return {}


def _identifier(release: Release) -> dict[str, Any]:
    if not release.doi or _DOI.fullmatch(release.doi):
        return {"doi": release.doi}
    return {"identifiers": [{"type": "other", "value": f"doi:{release.doi}"}]}


def _once(found: list[dict[str, str]]) -> list[dict[str, str]]:
    return [one for at, one in enumerate(found) if one not in found[:at]]
