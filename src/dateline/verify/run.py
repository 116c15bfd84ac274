"""A verification from beginning to end."""

from __future__ import annotations

import hashlib
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING

from dateline import package
from dateline.package import Package, Unreadable
from dateline.text import Article
from dateline.verify import claims, integrity, likeness, opening, quotations, tables, texts
from dateline.verify.model import (
    OPEN,
    Flaw,
    Integrity,
    OfClaim,
    OfQuotation,
    OfSource,
    Outcome,
    Verification,
)
from dateline.verify.tables import QUOTING, Quotation, Said
from dateline.verify.texts import Held

if TYPE_CHECKING:
    import duckdb

MEMORY = "300MB"
"""What the engine holds before it sorts on disk."""
MOST = 100
"""Problems that are kept; all are counted."""
CARRYING = QUOTING[0]
"""The table whose quotations carry claims."""
UNPROVED = OPEN | {Outcome.false}
EXPLAINED = 20
"""Quotations of which is told where their words stand instead."""


def verify(release: Path, folders: Sequence[Path] | None, event: str | None = None) -> Verification:
    """Prove a release (its folder, zip or descriptor) against the texts that lie in folders; None: against
    none. With an `event` (its id or key), only what is said of it. If a table that it takes cannot be read,
    that is told beside what is wrong with the files. CallError if there is no such release, event or
    folder."""
    with tempfile.TemporaryDirectory(prefix="dateline-", ignore_cleanup_errors=True) as scratch:
        unpacked, copies = Path(scratch, "release"), Path(scratch, "copies")
        unpacked.mkdir()
        copies.mkdir()
        root = opening.root(release, unpacked)
        texts.check(folders or ())
        files = integrity.check(root)
        opened, faults = tables.opened(root, copies)
        if not faults:
            try:
                with (
                    package.readable(opened),
                    package.connect(opened, memory=MEMORY, temp_directory=copies) as connection,
                ):
                    return _Run(opened, connection, files, folders, event).result()
            except Unreadable as error:
                faults = [str(error)]
        return Verification(
            *_name(opened), files, folders is not None, False, 0, {}, unread=faults, asked=event
        )


def _name(of: Package) -> tuple[str, str]:
    """Name and version."""
    return str(of.descriptor.get("name", "")), str(of.descriptor.get("version", ""))


class _Run:
    def __init__(
        self,
        opened: Package,
        connection: duckdb.DuckDBPyConnection,
        files: Integrity,
        folders: Sequence[Path] | None,
        event: str | None,
    ) -> None:
        tables.check_keys(connection)
        if event is not None:
            event = tables.event_id(connection, event)
        self.connection = connection
        self.sources = {one.source_id: OfSource(one) for one in tables.sources(connection)}
        wanted = {one.source.sha256 for one in self.sources.values()}
        self.held = texts.find(folders, wanted) if folders is not None else Held()
        name, version = _name(opened)
        self.found = Verification(
            name=name,
            version=version,
            integrity=files,
            compared=folders is not None,
            words=any(tables.one(connection, f'SELECT count("exact") > 0 FROM {table}') for table in QUOTING),
            events=1 if event else tables.one(connection, "SELECT count(*) FROM events"),
            skipped=self.held.skipped,
            quotations={table: Counter() for table in QUOTING},
            asked=event,
        )

    def result(self) -> Verification:
        """Source after source, each text read once."""
        missing: dict[str, dict[str, None]] = {}
        told = set()
        stated = tables.said(self.connection, self.found.asked)
        for source_id, rows in groupby(stated, key=attrgetter("source_id")):
            source = self.sources.get(source_id)
            if source is not None:
                told.add(source_id)
            article = self._article(source) if source else None
            wanted = self._is_missing(source) and len(missing) < likeness.MOST_SOURCES
            self._source(source, article, rows, missing.setdefault(source_id, {}) if wanted else None)
        for source_id, source in self.sources.items():
            if source_id not in told and self.found.asked is None:
                self._article(source)
                told.add(source_id)
        for source_id, one in likeness.likely(missing, self.held.others).items():
            self.sources[source_id].likely = one
        self.found.sources = [one for source_id, one in self.sources.items() if source_id in told]
        return self.found

    def _is_missing(self, source: OfSource | None) -> bool:
        """Whether something may be held that looks like the text of a source, which itself is not."""
        return source is not None and source.path is None and bool(self.held.others)

    def _article(self, of: OfSource) -> Article | None:
        """The text of a source, if it is held and is what the release says; otherwise why not."""
        source = of.source
        path = self.held.paths.get(source.sha256)
        if path is None:
            return None
        of.path = path
        try:
            raw = path.read_bytes()
        except OSError as error:
            of.unusable = f"it cannot be read: {error.strerror or error}"
            return None
        if hashlib.sha256(raw).hexdigest() != source.sha256:
            of.unusable = "it changed while it was read"
            return None
        try:
            article = Article(raw.decode("utf-8"))
        except UnicodeDecodeError as error:
            of.unusable = f"it is not UTF-8 (byte {error.start + 1}), so it has no positions"
            self._problem(f"source {source.source_id}", of.unusable, source_id=source.source_id)
            return None
        if len(article.text) != source.length:
            said = f"its text has {len(article.text):,} code points, not {source.length:,} (text_length)"
            self._problem(f"source {source.source_id}", said, source_id=source.source_id)
        return article

    def _source(
        self,
        source: OfSource | None,
        article: Article | None,
        said: Iterator[Said],
        missing: dict[str, None] | None,
    ) -> None:
        length = len(article.text) if article else source.source.length if source else None
        for one in said:
            judged = [self._quotation(row, one, article, length) for row in one.quotations]
            for found in judged:
                self.found.quotations[found.table][found.outcome] += 1
                if source is not None:
                    source.quotations[found.outcome] += 1
                if missing is not None and found.exact and len(missing) < likeness.MOST_QUOTATIONS:
                    missing[found.exact] = None
            if one.claim is not None:
                self._claim(claims.check(one.claim, judged, self.sources.keys()))
            elif self.found.asked:
                self.found.statements += judged

    def _quotation(
        self, row: Quotation, of: Said, article: Article | None, length: int | None
    ) -> OfQuotation:
        explain = self.found.false < EXPLAINED
        found = quotations.check(row, of.table, article, length, self.found.words, explain=explain)
        about = of.claim or row
        said = found.said
        if row.source_id not in self.sources:
            said = "its source is not among the sources"
        elif of.table == CARRYING and of.claim is None:
            said = f"its source makes no claim {row.claim_id}"
        if said:
            found = replace(found, outcome=Outcome.false, said=said)
            self._problem(f"{of.table} {row.id}", said, row.source_id, about.event_id, about.field)
        return found

    def _claim(self, claim: OfClaim) -> None:
        self.found.claims.setdefault(claim.field or "", Counter())[claim.outcome] += 1
        if claim.said:
            self._problem(f"claim {claim.claim_id}", claim.said, claim.source_id, claim.event_id, claim.field)
        if claim.event_id and claim.accepted and claim.outcome in UNPROVED:
            self.found.unproved.add(claim.event_id)
        if self.found.asked:
            self.found.proofs.append(claim)

    def _problem(
        self,
        about: str,
        said: str,
        source_id: str | None = None,
        event_id: str | None = None,
        field: str | None = None,
    ) -> None:
        self.found.false += 1
        if len(self.found.problems) < MOST:
            self.found.problems.append(Flaw(about, said, source_id, event_id, field))
