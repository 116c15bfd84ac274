"""A release of the reference project, described, and what keeps tests from the network."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
import socket
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

import pytest

from dateline.release.model import Contributor, Coverage, File, License, Origin, Release, TableOf

MEDIA_TYPES = {
    "CSV": "text/csv",
    "GeoJSON": "application/geo+json",
    "GeoParquet": "application/vnd.apache.parquet",
    "JSON-LD": "application/ld+json",
    "SQLite": "application/vnd.sqlite3",
}


@dataclass(frozen=True)
class Released:
    """A folder with the data of a release, and the value that describes it."""

    folder: Path
    release: Release

    def table(self, name: str) -> TableOf:
        """The table of that name."""
        return next(one for one in self.release.tables if one.name == name)

    def rows(self, name: str) -> list[dict[str, str]]:
        """The rows of its CSV file."""
        return rows(self.folder / self.table(name).file.path)

    def few(self, *names: str) -> Released:
        """The same with these tables alone: what a test does not ask about need not be read."""
        tables = [one for one in self.release.tables if one.name in names]
        kept = {one.file.path for one in tables}
        files = [one for one in self.release.files if one.path in kept or one.path.startswith("formats/")]
        return replace(self, release=replace(self.release, tables=tables, files=files))

    def rewritten(self, name: str, found: Iterable[dict[str, str]], **changes: Any) -> Released:
        """The same with other rows in a table, or other facts about it."""
        one = self.table(name)
        with (self.folder / one.file.path).open("w", encoding="utf-8", newline="") as stream:
            columns = [field["name"] for field in one.schema["fields"]]
            writer = csv.DictWriter(stream, columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows(found)
        other = replace(one, file=file(self.folder, one.file.path, one.title, "CSV", name), **changes)
        tables = [other if this.name == name else this for this in self.release.tables]
        files = [other.file if this.path == one.file.path else this for this in self.release.files]
        return replace(self, release=replace(self.release, tables=tables, files=files))


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, strict=True))


def file(folder: Path, path: str, title: str, form: str, table: str | None = None) -> File:
    """A file of the folder, described."""
    content = (folder / path).read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    return File(path, len(content), digest, MEDIA_TYPES[form], title, table, form)


def coverage(folder: Path) -> Coverage:
    """What the events of the folder cover."""
    events = rows(folder / "data" / "events.csv")
    latitudes = [float(row["latitude"]) for row in events]
    longitudes = [float(row["longitude"]) for row in events]
    return Coverage(
        first=date.fromisoformat(min(row["date_start"] for row in events)),
        last=date.fromisoformat(max(row["date_end"] for row in events)),
        west=min(longitudes),
        south=min(latitudes),
        east=max(longitudes),
        north=max(latitudes),
        countries={"Syria": len(events)},
        event_types={"Battles": len(events)},
        fatalities=sum(int(row["fatalities"]) for row in events),
    )


def table_of(folder: Path, path: str, resource: dict[str, Any], schema: dict[str, Any]) -> TableOf:
    """A table of the folder, described."""
    return TableOf(
        name=resource["name"],
        title=resource["title"],
        description=resource.get("description", ""),
        file=file(folder, path, resource["title"], "CSV", resource["name"]),
        schema=schema,
        rows=len(rows(folder / path)),
        is_code_list=path.startswith("codes/"),
    )


@pytest.fixture
def released(repository: Path, tmp_path: Path) -> Released:
    """The reference project as a release, with two files of other formats that hold nothing real."""
    folder = tmp_path / "dateline-al-mayadin-0.1.0"
    descriptor = json.loads((repository / "datapackage.json").read_text(encoding="utf-8"))
    tables = []
    for resource in descriptor["resources"]:
        source = repository / resource["path"]
        path = f"{'data' if source.parent.name == 'datasets' else 'codes'}/{source.name}"
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, folder / path)
        schema = json.loads((repository / resource["schema"]).read_text(encoding="utf-8"))
        tables.append(table_of(folder, path, resource, schema))
    retired = json.loads((repository / "schema/tables/ids.json").read_text(encoding="utf-8"))
    (folder / "data/ids.csv").write_text(",".join(one["name"] for one in retired["fields"]) + "\n")
    tables.append(table_of(folder, "data/ids.csv", retired, retired))
    others = []
    for path, title, form, table in (
        ("formats/events.parquet", "Events", "GeoParquet", "events"),
        ("evidence/provenance.jsonld", "Provenance", "JSON-LD", None),
    ):
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(path)
        others.append(file(folder, path, title, form, table))
    licence = descriptor["licenses"][0]
    release = Release(
        name=descriptor["name"],
        title=descriptor["title"],
        description=descriptor["description"],
        version=descriptor["version"],
        released=date(2026, 11, 22),
        language="en",
        licenses=[License(licence["name"], licence["title"], licence["path"])],
        contributors=[
            Contributor("dateline maintainers", roles=("creator", "publisher")),
            Contributor(
                "Ada Example",
                given_name="Ada",
                family_name="Example",
                organization="Example Institute",
                path="https://orcid.org/0000-0002-1825-0097",
                roles=("creator",),
            ),
        ],
        keywords=descriptor["keywords"],
        origins=[
            Origin(one["title"], one["path"] if one["path"].startswith("https://") else "")
            for one in descriptor["sources"]
        ],
        tables=tables,
        files=[*(one.file for one in tables), *others],
        coverage=coverage(folder),
        events=len(rows(folder / "data/events.csv")),
        claims=len(rows(folder / "data/claims.csv")),
        quotations=len(rows(folder / "data/evidence.csv")),
        sources=len(rows(folder / "data/sources.csv")),
        decimals=4,
        words=True,
        codebook=descriptor["dateline"]["codebook"],
        made_by="dateline 0.1.0",
        doi="10.5281/zenodo.1234567",
        homepage="https://data.example.org/al-mayadin",
        dialect=descriptor["resources"][0]["dialect"],
    )
    return Released(folder, release)


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """No network: whoever asks for a connection or a host gets an error."""

    def refuse(*_: object, **__: object) -> NoReturn:
        raise AssertionError("a test has asked for the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.fixture
def hostile(released: Released) -> Release:
    """The release with words that break what is written without care, in a language from right to left."""
    return replace(
        released.release,
        title='أحداث "الميادين"\n</script><b>2017\\',
        description="Line one,\nline two; \t'quoted' & <b>bold</b> \u2028 ‏من اليمين",
        language="ar",
        keywords=['"quoted"', "نزاع", "a, b", "</script>"],
        doi="",
        homepage="no address",
        licenses=[License("CC-BY-NC-4.0"), License("LicenseRef-own", title='Own "terms"')],
        contributors=[
            Contributor(
                'Institute "Q" <info@example.org>', roles=("creator", "publisher"), path="not an address"
            ),
            Contributor("نور", given_name="نور", family_name="الأحمد", roles=("creator",)),
        ],
        origins=[
            Origin("A \\ B", "seeds/articles/private text.txt"),
            Origin("C", "https://example.org/c?d=<e>"),
        ],
    )
