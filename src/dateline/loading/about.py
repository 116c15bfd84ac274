"""What a descriptor says of its dataset as a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Descriptor = Mapping[str, Any]
_DOI = "https://doi.org/"


def text(descriptor: Descriptor, key: str) -> str:
    """A property that is a text; empty where there is none."""
    found = descriptor.get(key)
    return found if isinstance(found, str) else ""


def license_of(descriptor: Descriptor) -> str:
    """The names of the licences, as in `CC-BY-4.0`."""
    return "; ".join(text(one, "name") or text(one, "title") for one in _entries(descriptor, "licenses"))


def citation(descriptor: Descriptor) -> str:
    """How the dataset is cited, by what its descriptor has (DataCite's form): creators (year): title.
    Version. Publisher. DOI or home page."""
    contributors = _entries(descriptor, "contributors")
    creators = [one for one in contributors if "creator" in _roles(one)] or contributors
    publishers = [one for one in contributors if "publisher" in _roles(one)] or creators
    names = "; ".join(text(one, "title") for one in creators)
    year = text(descriptor, "created")[:4]
    by = " ".join(filter(None, (names, f"({year})" if year else "")))
    title = text(descriptor, "title") or text(descriptor, "name")
    version = text(descriptor, "version")
    identifier = text(descriptor, "id")
    where = identifier if identifier.startswith(_DOI) else text(descriptor, "homepage")
    parts = [
        f"{by}: {title}" if by else title,
        f"Version {version}" if version else "",
        text(publishers[0], "title") if publishers else "",
    ]
    said = ". ".join(part.rstrip(".") for part in parts if part) + "."
    return f"{said} {where}" if where else said


def _roles(contributor: Descriptor) -> Sequence[Any]:
    roles = contributor.get("roles", [contributor.get("role")])  # `role` in version 1 of the standard
    return roles if isinstance(roles, list) else []


def _entries(descriptor: Descriptor, key: str) -> list[Descriptor]:
    found = descriptor.get(key)
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []
