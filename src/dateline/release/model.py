"""What is said about a release, once, for all the files that say it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

Descriptor = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Contributor:
    """Who made the dataset, as a contributor of a Data Package (v2)."""

    title: str
    given_name: str = ""
    family_name: str = ""
    organization: str = ""
    path: str = ""
    """An address: an ORCID iD, a ROR id, a home page."""
    roles: tuple[str, ...] = ()
    """As in `creator`, `dataCurator`, `publisher` (DataCite's contributor types, first letter small)."""

    @property
    def is_person(self) -> bool:
        """Whether it is known to be a person: only who has a family name is."""
        return bool(self.family_name)


@dataclass(frozen=True, slots=True)
class License:
    """A licence of the data."""

    name: str
    """SPDX identifier, as in `CC-BY-4.0`."""
    title: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """A source of the dataset as a whole."""

    title: str
    path: str = ""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the events cover."""

    first: date
    last: date
    west: float
    south: float
    east: float
    north: float
    """Corners of the box around all points, WGS 84, decimal degrees."""
    countries: Mapping[str, int]
    """Events by the name of the country, the most first."""
    event_types: Mapping[str, int]
    fatalities: int


@dataclass(frozen=True, slots=True)
class File:
    """A file of the release. `path` is relative to it, with forward slashes."""

    path: str
    bytes: int
    sha256: str
    mediatype: str
    title: str
    table: str | None = None
    """The one table that it holds, if it holds one."""
    format: str = ""
    """As users name it: `CSV`, `GeoParquet` …"""


@dataclass(frozen=True, slots=True)
class TableOf:
    """A table of the release, in CSV."""

    name: str
    title: str
    description: str
    file: File
    schema: Descriptor
    """Its Table Schema."""
    rows: int
    escaped: tuple[str, ...] = ()
    """Columns in which an apostrophe was put before cells that a spreadsheet would take for formulas."""
    is_code_list: bool = False


@dataclass(frozen=True, slots=True)
class Release:
    """All that the metadata of a release are made from. What it lacks is empty, never guessed."""

    name: str
    title: str
    description: str
    version: str
    """Semantic version."""
    released: date
    language: str
    """Of titles, notes and codes (BCP 47)."""
    licenses: Sequence[License]
    contributors: Sequence[Contributor]
    keywords: Sequence[str]
    origins: Sequence[Origin]
    tables: Sequence[TableOf]
    files: Sequence[File]
    """Those of data and evidence: what the metadata speak of, in the order in which they are listed."""
    coverage: Coverage | None
    """None of a release without events."""
    events: int
    claims: int
    quotations: int
    sources: int
    """Articles and documents that were coded."""
    decimals: int
    """The declared precision of coordinates."""
    words: bool
    """Whether the quotations are in it, or their positions alone."""
    codebook: str
    made_by: str
    """Name and version of the program, as in `dateline 0.1.0`."""
    doi: str = ""
    """Without `https://doi.org/`; empty while there is none."""
    homepage: str = ""
    dialect: Mapping[str, Any] = field(default_factory=dict)
    """How all CSV files are written (Table Dialect)."""

    @property
    def label(self) -> str:
        """What its folder and its zip are called, as in `dateline-al-mayadin-0.1.0`."""
        return f"{self.name}-{self.version}"

    @property
    def creators(self) -> Sequence[Contributor]:
        """The authors: contributors with the role `creator`; where no contributor has it, all of them."""
        return [one for one in self.contributors if "creator" in one.roles] or list(self.contributors)

    @property
    def publisher(self) -> Contributor | None:
        """Who publishes it: the contributor with that role, or else the first creator."""
        return next(
            (one for one in self.contributors if "publisher" in one.roles), next(iter(self.creators), None)
        )

    @property
    def citation(self) -> str:
        """How it is cited (DataCite's form): creators (year): title. Version. Publisher. DOI or home page."""
        names = "; ".join(one.title for one in self.creators)
        where = f"https://doi.org/{self.doi}" if self.doi else self.homepage
        by = self.publisher.title if self.publisher else ""
        parts = [f"{names} ({self.released.year}): {self.title}", f"Version {self.version}", by, where]
        said = ". ".join(part.rstrip(".") for part in parts if part)
        return said if where else f"{said}."


def table(release: Release, name: str) -> TableOf | None:
    """The table of that name, if the release has it."""
    return next((one for one in release.tables if one.name == name), None)
