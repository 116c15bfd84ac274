"""What a release says of itself, from the descriptor of its project and the files that were made of it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from dateline import __version__
from dateline.errors import CallError
from dateline.package import Package
from dateline.release import versions
from dateline.release.model import (
    Contributor,
    Coverage,
    Descriptor,
    File,
    License,
    Origin,
    Release,
    TableOf,
)

if TYPE_CHECKING:
    import duckdb

NAME = re.compile(r"[a-z0-9][a-z0-9._-]*")
_LICENSE = re.compile(r"[-a-zA-Z0-9._]+")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/\S+)", re.IGNORECASE)
_WEB = re.compile(r"https?://[^\s/]", re.IGNORECASE)
_ROLES = {"author": "creator"}
"""What Data Package 2 calls a role of Data Package 1."""
_COVERED = ("event_date", "latitude", "longitude", "country", "event_type", "fatalities")
"""Columns of events that the coverage is taken from."""


def described(
    package: Package,
    connection: duckdb.DuckDBPyConnection,
    *,
    files: Sequence[File],
    tables: Sequence[TableOf],
    released: date,
    decimals: int,
    words: bool,
    dialect: Mapping[str, Any],
) -> Release:
    """The release of a package, as `released` on that day, in these files.

    `connection` is that of `dateline.package.connect`: the view `events` is read once. Numbers of rows are
    those of `tables`. Of the descriptor, an address that leads to a file of the project is left out: the
    file is not in the release. CallError where the descriptor lacks what no release can do without.
    """
    descriptor = package.descriptor
    _check_letters(descriptor)
    rows = {table.name: table.rows for table in tables}
    name, version, language = identity(descriptor)
    return Release(
        name=name,
        title=_text(descriptor, "title") or name,
        description=_text(descriptor, "description"),
        version=version,
        released=released,
        language=language,
        licenses=[_license(one) for one in descriptor.get("licenses", ())],
        contributors=_contributors(descriptor),
        keywords=list(dict.fromkeys(one.strip() for one in descriptor.get("keywords", ()) if one.strip())),
        origins=[_origin(one) for one in descriptor.get("sources", ())],
        tables=tables,
        files=files,
        coverage=coverage(connection, package.tables["events"].columns) if rows.get("events") else None,
        events=rows.get("events", 0),
        claims=rows.get("claims", 0),
        quotations=rows.get("evidence", 0),
        sources=rows.get("sources", 0),
        decimals=decimals,
        words=words,
        codebook=_text(package.settings, "codebook"),
        made_by=f"dateline {__version__}",
        doi=doi(_text(descriptor, "id")),
        homepage=_text(descriptor, "homepage"),
        dialect=dialect,
    )


def coverage(connection: duckdb.DuckDBPyConnection, columns: Iterable[str]) -> Coverage | None:
    """What the view `events` covers, in one pass; None if it has no rows, or not the columns that tell."""
    if not set(_COVERED) <= set(columns):
        return None
    found = connection.execute(
        """SELECT GROUPING(country, event_type), country, event_type, count(*),
        min(event_date), max(event_date), min(longitude), min(latitude), max(longitude), max(latitude),
        sum(fatalities)::BIGINT
        FROM events GROUP BY GROUPING SETS ((), (country), (event_type))
        ORDER BY ALL"""
    ).fetchall()
    first, last, west, south, east, north, fatalities = next(row[4:] for row in found if row[0] == 3)
    if first is None or west is None or south is None:
        return None
    return Coverage(
        first=first,
        last=last,
        west=west,
        south=south,
        east=east,
        north=north,
        countries=_most_first((row[1], row[3]) for row in found if row[0] == 1),
        event_types=_most_first((row[2], row[3]) for row in found if row[0] == 2),
        fatalities=fatalities or 0,
    )


def doi(identifier: str) -> str:
    """The DOI that an identifier is, without what leads to it; empty if it is another one."""
    found = _DOI.fullmatch(identifier.strip())
    return found[1] if found else ""


def _check_letters(descriptor: Descriptor) -> None:
    """JSON can hold one half of a pair of code units, UTF-8 cannot."""
    try:
        json.dumps(descriptor, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        around = error.object[max(0, error.start - 30) : error.start]
        raise CallError(
            f"datapackage.json holds half a letter (\\u{ord(error.object[error.start]):04x}) behind "
            f"{around!r}. Write the letter itself."
        ) from error


def identity(descriptor: Descriptor) -> tuple[str, str, str]:
    """Name, version and language. CallError where one of them cannot be used."""
    name, version = (_text(descriptor, key) for key in ("name", "version"))
    language = descriptor.get("language", "en")
    if not NAME.fullmatch(name):
        raise CallError(
            f'"name" in datapackage.json is {name!r}. The folder of a release is called by it: '
            "small letters, digits and . _ - only."
        )
    try:
        versions.parsed(version)
    except CallError as error:
        raise CallError(f'"version" in datapackage.json: {error}') from error
    if not isinstance(language, str) or not _LANGUAGE.fullmatch(language):
        raise CallError(f'"language" in datapackage.json is {language!r}, which is no tag like "en" or "ar".')
    return name, version, language


def _contributors(descriptor: Descriptor) -> list[Contributor]:
    found = [_contributor(one) for one in descriptor.get("contributors", ())]
    if not found:
        raise CallError(
            'datapackage.json names no "contributors". A release is cited by them: '
            'add at least {"title": "…", "roles": ["creator"]}.'
        )
    if nameless := next((at for at, one in enumerate(found, 1) if not one.title), None):
        raise CallError(f'Contributor {nameless} in datapackage.json has no "title".')
    return found


def _contributor(given: Descriptor) -> Contributor:
    roles = given.get("roles", [given["role"]] if given.get("role") else [])
    if not isinstance(roles, list) or not all(isinstance(one, str) for one in roles):
        raise CallError(
            f'"roles" of a contributor in datapackage.json is {roles!r}. It is a list, as in ["creator"].'
        )
    names = {key: _text(given, key) for key in ("givenName", "familyName", "organization")}
    whole = " ".join(filter(None, (names["givenName"], names["familyName"])))
    return Contributor(
        title=_text(given, "title") or whole or names["organization"],
        given_name=names["givenName"],
        family_name=names["familyName"],
        organization=names["organization"],
        path=_address(given),
        roles=tuple(dict.fromkeys(_ROLES[one] if one in _ROLES else str(one) for one in roles)),
    )


def _license(given: Descriptor) -> License:
    made = License(_text(given, "name"), _text(given, "title"), _address(given))
    if not (made.name or made.path):
        raise CallError(
            f"A licence in datapackage.json has no name and leads to {given.get('path')!r}, which is not in "
            'the release. Name it, as in {"name": "CC-BY-4.0"}, or give an address of the web.'
        )
    if made.name and not _LICENSE.fullmatch(made.name):
        raise CallError(
            f"The licence {made.name!r} in datapackage.json is not named by an identifier, as in CC-BY-4.0 "
            '(spdx.org/licenses). Its name in words is its "title".'
        )
    return made


def _origin(given: Descriptor) -> Origin:
    address = _address(given)
    return Origin(_text(given, "title") or address or "untitled", address)


def _address(given: Descriptor) -> str:
    path = _text(given, "path")
    return path if _WEB.match(path) else ""


def _text(given: Descriptor, key: str) -> str:
    value = given.get(key)
    return value.strip() if isinstance(value, str) else ""


def _most_first(counts: Iterable[tuple[str | None, int]]) -> dict[str, int]:
    known = [(name, number) for name, number in counts if name is not None]
    return dict(sorted(known, key=lambda one: (-one[1], one[0])))
