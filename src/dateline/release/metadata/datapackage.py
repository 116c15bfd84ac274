"""The descriptor of a release: Data Package 2.0, with every schema in its place.

The tables are tabular resources in CSV. All other files of data are resources as well, so that stock tools
know of them and check their hashes; they have no schema. Version 2 has no property for numbers of rows, and
no type but `table`, so what is no table is known by its format.
"""

from __future__ import annotations

from typing import Any

from dateline.release.escaping import ESCAPED
from dateline.release.metadata import linked
from dateline.release.model import Contributor, Descriptor, File, License, Origin, Release, TableOf

PROFILES = "https://datapackage.org/profiles/2.0"
FOLDER = "data"
"""Where the tables of a release are."""
_FORMATS = {"parquet": "apache-parquet"}
"""Frictionless opens what it takes for a table, and needs more than it is installed with for Parquet."""


def text(release: Release, project: Descriptor) -> str:
    """The file `datapackage.json`. `project` is the descriptor of the project that is released: an `id` that
    is no DOI is taken from it, and the prefix of event ids; nothing else of the project's own settings."""
    tables = {table.file.path for table in release.tables}
    return linked.written(
        linked.without_empty(
            {
                "$schema": f"{PROFILES}/datapackage.json",
                "name": release.name,
                "id": linked.doi(release) or _identifier(project),
                "title": release.title,
                "description": release.description,
                "version": release.version,
                "created": f"{release.released.isoformat()}T00:00:00Z",
                "language": release.language,
                "homepage": linked.iri(release.homepage),
                "licenses": [_license(one) for one in release.licenses],
                "contributors": [_contributor(one) for one in release.contributors],
                "keywords": list(release.keywords),
                "sources": [_origin(one) for one in release.origins],
                "dateline": _settings(release, project),
                "resources": [
                    *(_table(one, release) for one in release.tables),
                    *(_file(one) for one in release.files if one.path not in tables),
                ],
            }
        )
    )


def _identifier(project: Descriptor) -> str:
    found = project.get("id")
    return found if isinstance(found, str) else ""


def _settings(release: Release, project: Descriptor) -> dict[str, Any]:
    """What `dateline validate` needs to judge the release as a project; nothing if it was none."""
    prefix = project.get("dateline", {}).get("id_prefix")
    if not prefix:
        return {}
    settings = {"format": 1, "id_prefix": prefix, "seeds": "seeds", "datasets": FOLDER}
    return {**settings, **linked.without_empty({"codebook": release.codebook})}


def _license(one: License) -> dict[str, Any]:
    return linked.without_empty({"name": one.name, "title": one.title, "path": one.path})


def _contributor(one: Contributor) -> dict[str, Any]:
    return linked.without_empty(
        {
            "title": one.title,
            "givenName": one.given_name,
            "familyName": one.family_name,
            "organization": one.organization,
            "path": one.path,
            "roles": list(one.roles),
        }
    )


def _origin(one: Origin) -> dict[str, Any]:
    return linked.without_empty({"title": one.title, "path": one.path})


def _table(one: TableOf, release: Release) -> dict[str, Any]:
    return linked.without_empty(
        {
            "$schema": f"{PROFILES}/dataresource.json",
            "name": one.name,
            "type": "table",
            "title": one.title,
            "description": one.description,
            "path": one.file.path,
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "bytes": one.file.bytes,
            "hash": f"sha256:{one.file.sha256}",
            ESCAPED: list(one.escaped),
            "dialect": dict(release.dialect),
            "schema": dict(one.schema),
        }
    )


def _file(one: File) -> dict[str, Any]:
    named = one.format.lower().replace(" ", "-") or one.path.rpartition(".")[2].lower()
    return linked.without_empty(
        {
            "$schema": f"{PROFILES}/dataresource.json",
            "name": one.path.lower().replace("/", "-"),
            "title": one.title,
            "path": one.path,
            "format": _FORMATS.get(named, named),
            "mediatype": one.mediatype,
            "bytes": one.bytes,
            "hash": f"sha256:{one.sha256}",
        }
    )
