"""What the linked-data files of a release have in common."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from dateline.release.evidence import iris
from dateline.release.model import Contributor, Release

ORCID = "https://orcid.org/"


def written(document: Mapping[str, Any]) -> str:
    """A JSON document. `<` is escaped, so that it can stand in a `<script>` of a web page as it is."""
    return json.dumps(document, ensure_ascii=False, indent=2).replace("<", "\\u003c") + "\n"


def without_empty(node: Mapping[str, Any]) -> dict[str, Any]:
    """The properties that have a value: what is not known is not said."""
    return {key: value for key, value in node.items() if value not in ("", None, [], {})}


def iri(address: str) -> str:
    """The address, if it is one on the web; else an empty string."""
    return address if re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", address) else ""


def doi(release: Release) -> str:
    """The DOI as an address; empty while there is none."""
    return iris.release(release) if release.doi else ""


def is_person(contributor: Contributor) -> bool:
    """Whether it is known to be a person, from its family name or its ORCID iD."""
    return contributor.is_person or contributor.path.startswith(ORCID)


def making(release: Release) -> str:
    """How the data were made, in one English sentence; empty of data that name no source."""
    if not (release.sources and release.claims):
        return ""
    return (
        f"{_number(release.events, 'event')} coded by hand from {_number(release.sources, 'news report')}"
        f" (articles and other documents), by the codebook {release.codebook}: every value is traced through"
        f" {_number(release.claims, 'claim')} to {_number(release.quotations, 'quotation')}"
        " in the tables claims and evidence."
    )


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
