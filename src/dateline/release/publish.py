"""Making a release: everything is written aside, then appears at once."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from dateline import package as packages
from dateline.diff import compare
from dateline.engine.table_file import identifier
from dateline.generation import sha256
from dateline.package import Package
from dateline.project import DESCRIPTOR, Project
from dateline.release import archive, checks, describe, formats, retired, staging
from dateline.release.evidence import annotations as web_annotations
from dateline.release.evidence import provenance
from dateline.release.formats import content as contents
from dateline.release.formats.content import Content, Output
from dateline.release.judge import Judged
from dateline.release.metadata import (
    checksums,
    citation,
    codebook,
    croissant,
    csvw,
    datacite,
    datapackage,
    dcat,
    html,
    readme,
    schema_org,
)
from dateline.release.model import File, Release, TableOf
from dateline.release.policy import Policy
from dateline.render import diff as changes

if TYPE_CHECKING:
    pass

DIALECT = {
    "header": True,
    "delimiter": ",",
    "lineTerminator": "\n",
    "quoteChar": '"',
    "doubleQuote": True,
    "skipInitialSpace": False,
}
"""How all CSV files of a release are written (RFC 4180, but for the line ends)."""
MACHINES = {
    "CITATION.cff": citation,
    "datacite.json": datacite,
    "schema-org.jsonld": schema_org,
    "croissant.json": croissant,
    "csvw.json": csvw,
    "dcat.jsonld": dcat,
}
"""What is said of a release to machines."""
EVIDENCE = {
    "evidence/annotations.jsonld": (web_annotations, "Quotations as Web Annotations", "Web Annotation"),
    "evidence/provenance.jsonld": (provenance, "Who coded and checked what, from which text", "PROV-O"),
}
CHANGES = {"CHANGES.md": "markdown", "changes.json": "json"}
"""What differs from the release before."""
MOST = 50
"""Records of each kind that the notes list; the document for machines lists all."""
SUMS = "SHA256SUMS"


@dataclass(frozen=True, slots=True)
class Made:
    """A release that was made."""

    release: Release
    folder: Path
    archive: Path
    files: int
    bytes: int
    """Of all files in the folder."""
    archive_bytes: int
    archive_sha256: str


def publish(
    project: Project,
    judged: Judged,
    policy: Policy,
    releases: Path,
    released: date,
    former: Path | None = None,
) -> Made:
    """Make a release of a project that was judged, in the folder `releases`: `<version>/<name>-<version>/`
    and a zip of it beside. `former` is the release before. `ReleaseExists` and CallError where it cannot be
    made; nothing is left of it then."""
    with tempfile.TemporaryDirectory(prefix="dateline-") as name:
        package = retired.with_retired(packages.opened(project.root, Path(name)), Path(name))
        called, version, _language = describe.identity(package.descriptor)
        label = f"{called}-{version}"
        target = releases / version
        with staging.staged(target) as aside:
            folder = aside / label
            folder.mkdir()
            with packages.readable(package), _content(package, policy, released, Path(name)) as content:
                release = _data(package, content, policy, folder)
                _documents(release, content, judged, policy, released, former, folder)
            files = sorted(one for one in folder.rglob("*") if one.is_file())
            names = [one.relative_to(folder).as_posix() for one in files]
            zipped = aside / f"{label}.zip"
            archive.write(folder, names, zipped)
            made = Made(
                release,
                target / label,
                target / zipped.name,
                len(files),
                sum(one.stat().st_size for one in files),
                zipped.stat().st_size,
                sha256(zipped),
            )
    return made


@contextmanager
def _content(package: Package, policy: Policy, released: date, temporary: Path) -> Iterator[Content]:
    """The tables as they are published; so they are seen in the connection too."""
    with packages.connect(package, temp_directory=temporary) as connection:
        content = contents.content(package, connection, released, words=policy.words)
        for relation in content.relations.values():
            connection.execute(f"CREATE OR REPLACE VIEW {identifier(relation.name)} AS {relation.typed}")
        yield content


def _data(package: Package, content: Content, policy: Policy, folder: Path) -> Release:
    """Write the data and the evidence, and say what was written."""
    wanted = [one for one in formats.FORMATS if one not in formats.OPTIONAL or (one == "hxl" and policy.hxl)]
    outputs = [one for name in wanted for one in formats.writer(name)(content, folder)]
    files = {one.path: _file(one, folder) for one in outputs}
    release = describe.described(
        package,
        content.connection,
        files=list(files.values()),
        tables=[_table(one, files[one.path], content) for one in outputs if one.format == "CSV"],
        released=content.released,
        decimals=policy.decimals,
        words=policy.words,
        dialect=DIALECT,
    )
    if not release.claims:
        return release
    evidence = []
    for path, (module, title, form) in EVIDENCE.items():
        module.write(content.connection, contents.place(folder, path), release)
        evidence.append(_file(Output(path, title, "application/ld+json", form), folder))
    return replace(release, files=[*release.files, *evidence])


def _documents(
    release: Release,
    content: Content,
    judged: Judged,
    policy: Policy,
    released: date,
    former: Path | None,
    folder: Path,
) -> None:
    """Write what is said of the data, the hashes of all at the end."""
    _write(folder / DESCRIPTOR, datapackage.text(release, content.descriptor))
    before = ""
    if former is not None:
        aside = {} if release.words else contents.WORDS
        veil = checks.veil(policy)
        with compare.compared(former, folder, as_of=released, aside=aside, veil=veil) as diff:
            before = diff.old.version
            for name, form in CHANGES.items():
                with (folder / name).open("w", encoding="utf-8", newline="\n") as stream:
                    changes.writer(form)(diff, stream, MOST)
    for name, module in MACHINES.items():
        _write(folder / name, module.text(release))
    waived = {code: judged.why(code, policy) for code in judged.waived}
    pages = {
        "README": (release.title, readme.text(release, former=before, waived=waived)),
        "codebook": (f"Codebook: {release.title}", codebook.text(release, _codes(content))),
    }
    for name, (title, text) in pages.items():
        _write(folder / f"{name}.md", text)
        _write(folder / f"{name}.html", html.text(text, title=title))
    paths = sorted(one for one in folder.rglob("*") if one.is_file())
    sums = {one.relative_to(folder).as_posix(): sha256(one) for one in paths}
    _write(folder / SUMS, checksums.text(sums))


def _codes(content: Content) -> dict[str, Sequence[Mapping[str, str]]]:
    """The rows of the code lists."""
    return {
        name: [
            {column: cell or "" for column, cell in zip(relation.table.columns, row, strict=True)}
            for row in content.connection.execute(relation.text).fetchall()
        ]
        for name, relation in content.relations.items()
        if relation.is_code_list
    }


def _file(one: Output, folder: Path) -> File:
    path = folder / one.path
    size = path.stat().st_size
    return File(one.path, size, sha256(path), one.mediatype, one.title, one.table, one.format)


def _table(one: Output, file: File, content: Content) -> TableOf:
    relation = content.relations[one.table or ""]
    (rows,) = content.run(relation, f"SELECT count(*) FROM ({relation.text})")[0]
    assert isinstance(rows, int)
    return TableOf(
        name=relation.name,
        title=relation.title,
        description=relation.description,
        file=file,
        schema=relation.table.schema,
        rows=rows,
        escaped=tuple(one.escaped),
        is_code_list=relation.is_code_list,
    )


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
