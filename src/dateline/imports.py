"""A foreign file as canonical tables: its events, its sources, every change that was made, and what was not
taken, with the reason."""

from __future__ import annotations

import csv
import hashlib
import io
import itertools
import re
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from dateline import rules
from dateline.engine import connection as connections
from dateline.engine import damage, findings
from dateline.engine.columns import Columns
from dateline.engine.judge import MEMORY
from dateline.engine.reading import Input
from dateline.engine.table_file import Format, TableFile, literal
from dateline.engine.translation import Translation
from dateline.errors import CallError
from dateline.generation import Generation
from dateline.layouts.model import Sources
from dateline.schemas import table_schema
from dateline.text.repairs import encoding
from dateline.validate import foreign
from dateline.validate.foreign import Told
from dateline.validate.reading import Reading

FILES = ("events.csv", "sources.csv", "changes.csv", "rejected.csv")
SOURCES = ("source_id", "publisher", "headline", "published_at")
CHANGES = ("column", "file_column", "from", "to", "times")
REJECTED = ("record", "line", "rule", "reason", "text")
MARKS = {"changes.csv": CHANGES, "rejected.csv": REJECTED[:4]}
"""Files by which a former import is known, and how they begin."""
BATCH = 10_000
REASON = '"~reason"'
"""Column of the reason why a row is no event."""
_EVERY = 1 << 62
Cells = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a file: rows taken + rows rejected is all of them."""

    reading: Reading
    remarks: tuple[str, ...]
    """What is to be known of how the file was read."""
    records: int
    taken: int
    rejected: int
    changes: int
    repaired: int
    """Cells that had been read in a wrong encoding before."""
    sources: int
    columns: tuple[str, ...]
    left_out: tuple[str, ...]
    """Columns of the file from which nothing was written."""


def run(path: Path, target: Path, as_of: date, told: Told) -> Imported:
    """Import a file into the folder `target`. CallError if it cannot be read at all, GenerationError if the
    folder cannot be written to; then nothing is."""
    if target.resolve() == path.resolve().parent and path.name in FILES:
        raise CallError(f"{path} lies in {target} and would be overwritten. Choose another folder.")
    if foreign_file := _not_ours(target):
        raise CallError(
            f"{foreign_file} is no file of a former import, and would be lost. Choose another folder."
        )
    with tempfile.TemporaryDirectory(prefix="dateline-") as name:
        folder = Path(name)
        one = foreign.opened(path, folder, as_of, told)
        _check(path, one, told)
        return _Import(one, folder, as_of).into(target)


def _not_ours(target: Path) -> Path | None:
    """A file in the folder that has one of our names, where no import was before."""
    if any((target / name).is_file() and _begins(target / name, header) for name, header in MARKS.items()):
        return None
    return next((target / name for name in FILES if (target / name).exists()), None)


def _begins(path: Path, header: Sequence[str]) -> bool:
    with path.open(encoding="utf-8", errors="replace") as stream:
        return stream.readline().rstrip("\r\n").startswith(",".join(header))


def _check(path: Path, one: foreign.Foreign, told: Told) -> None:
    """CallError for a file of which too much would be lost."""
    assert one.input.translation is not None
    if one.input.alike and told.mapping is None:
        raise CallError(
            f"{path}: {', '.join(f'{name!r} may be {meant}' for name, meant in one.input.alike.items())}. "
            f"Say so with --mapping, and nothing is lost. Save this (corrected) as a file and give that:\n\n"
            + "".join(f"  {line}\n" for line in one.proposal.splitlines())
        )
    for column, what in (("event_id_cnty", "ids"), ("event_date", "days")):
        if column not in one.input.translation.present:
            lacking = ", ".join(one.reading.missing)
            raise CallError(
                f"{path} has no column that the {what} of its events follow from; it lacks {lacking}. "
                "If one of its columns means that, say so with --mapping; docs/layouts.md tells how."
            )


class _Import:
    def __init__(self, one: foreign.Foreign, folder: Path, as_of: date) -> None:
        assert one.input.translation is not None
        self.reading = one.reading
        told = (
            *findings.of_header(one.input),
            *(findings.of_remark(one.input, remark) for remark in one.input.file.remarks),
        )
        self.remarks = tuple(finding.message for finding in told)
        self.file = one.input.file
        self.translation: Translation = one.input.translation
        self.source_of: Sources | None = one.sources
        self.article = one.sources_in
        self.sound = None if self.file.format is Format.parquet else _separate(self.file, folder)
        body = self.sound.copy if self.sound else self.file
        self.raw = [f"c{number}" for number in range(len(self.file.header))]
        self.connection = connections.connect(
            memory_limit=MEMORY, threads=connections.processors(), temp_directory=folder
        )
        reason = _reason(one.input, self.raw, as_of)
        self.rows = f"(SELECT *, {reason} AS {REASON} FROM {self.translation.over(body.relation())})"
        known = [field["name"] for field in table_schema("events")["fields"]]
        self.columns = [name for name in known if name in self.translation.present and name != "source_ids"]

    def into(self, target: Path) -> Imported:
        with self.connection, Generation(target, FILES) as generation:
            sources: dict[str, tuple[str, ...]] = {}
            repairs: Counter[tuple[int, str, str]] = Counter()
            with _text(generation, "events.csv") as stream:
                taken = self._events(csv.writer(stream, lineterminator="\n"), sources, repairs)
            if self.source_of:
                with _text(generation, "sources.csv") as stream:
                    _write(stream, SOURCES, sorted(sources.values()))
            changes = [*self._changes(taken), *self._repaired(repairs)]
            with _text(generation, "changes.csv") as stream:
                _write(stream, CHANGES, changes)
            rejected = sorted(self._rejected(), key=lambda row: int(row[0]))
            with _text(generation, "rejected.csv") as stream:
                _write(stream, (*REJECTED, *self.file.header), rejected)
            records = self._records()
            if taken + len(rejected) != records:
                raise RuntimeError(
                    f"{records} records came in, {taken} went out, {len(rejected)} were rejected"
                )
            generation.commit()
        return Imported(
            self.reading,
            self.remarks,
            records,
            taken,
            len(rejected),
            sum(row[4] for row in changes if row[0]),
            sum(repairs.values()),
            len(sources),
            tuple(self.columns),
            tuple(self._left_out()),
        )

    def _events(
        self, writer: Any, sources: dict[str, tuple[str, ...]], repairs: Counter[tuple[int, str, str]]
    ) -> int:
        """Write the events, collect their sources and the repairs of cells; the number of rows."""
        present, article = self.translation.present, self.article
        wanted = [present[name] for name in self.columns] + ([article] if article else [])
        writer.writerow([*self.columns, *(["source_ids"] if article else [])])
        taken = 0
        for row in self._select(wanted, "IS NULL"):
            cells = [cell or "" for cell in row]
            if not "".join(cells).isascii():
                repaired = [encoding(cell) for cell in cells]
                found = zip(itertools.count(), cells, repaired)
                repairs.update((number, one, other) for number, one, other in found if one != other)
                cells = repaired
            if article:
                named = list(_sources(cells.pop(), self.source_of))
                sources |= {one[0]: one for one in named}
                cells.append("; ".join(dict.fromkeys(one[0] for one in named)))
            writer.writerow(cells)
            taken += 1
        return taken

    def _select(self, columns: Sequence[str], reason: str) -> Iterator[Cells]:
        """Rows in the order of the file."""
        sql = f"SELECT {', '.join(columns)} FROM {self.rows} WHERE {REASON} {reason}"
        result = self.connection.cursor().execute(sql)
        while batch := result.fetchmany(BATCH):
            yield from batch

    def _changes(self, taken: int) -> Iterator[Cells]:
        """Every change of a value, how often, and every column that was left out."""
        for name in self.columns:
            read, new = self.translation.read[name], self.translation.present[name]
            if tuple(read) == (new,):
                continue
            names = [self._name(column) for column in read]
            old = read[0] if len(read) == 1 else _told(read, names)
            at = f"c{self.file.header.index(self.translation.at[name])}"
            sql = (
                f"SELECT coalesce({old}, ''), coalesce({new}, ''), count(*) FROM {self.rows} "
                f"WHERE {REASON} IS NULL AND {at} IS DISTINCT FROM {new} GROUP BY ALL ORDER BY ALL"
            )
            for before, after, times in self.connection.execute(sql).fetchall():
                yield name, "; ".join(names), before, after, times
        for column in self._left_out():
            yield "", column, "", "", taken

    def _left_out(self) -> Sequence[str]:
        """Columns of the file from which nothing is written."""
        taken = {column for name in self.columns for column in self.translation.read[name]} | {self.article}
        return [name for number, name in enumerate(self.file.header) if f"c{number}" not in taken]

    def _repaired(self, repairs: Mapping[tuple[int, str, str], int]) -> Iterator[Cells]:
        """Every repair of a cell, how often. `repairs`: by number of the column, from and to."""
        read = {name: self.translation.read[name] for name in self.columns}
        if self.article:
            read["source_ids"] = (self.article,)
        columns = [(name, "; ".join(map(self._name, internal))) for name, internal in read.items()]
        for (number, before, after), times in sorted(repairs.items()):
            yield *columns[number], before, after, times

    def _name(self, column: str) -> str:
        """What the file calls an internal column."""
        return self.file.header[int(column[1:])]

    def _rejected(self) -> Iterator[Cells]:
        """What was not taken: records that cannot be read, and rows that are no event."""
        for number, piece in self.sound.unreadable if self.sound else ():
            rule = rules.load().answering("table", piece.answer or "")
            text = "" if piece.cells else _as_it_stands(self.file.body, piece)
            yield number, piece.line, rule.code, piece.note or rule.summary, text, *piece.cells
        numbered = f"(SELECT row_number() OVER () AS n, * FROM {self.rows})"
        sql = f"SELECT n, {REASON}, {', '.join(self.raw)} FROM {numbered} WHERE {REASON} IS NOT NULL"
        for row, reason, *cells in self.connection.execute(sql).fetchall():
            number = self.sound.numbers[row - 1] if self.sound else row
            line = self.sound.lines[row - 1] if self.sound else ""
            code, _, words = reason.partition(" ")
            yield number, line, code, words, "", *(cell or "" for cell in cells)

    def _records(self) -> int:
        if self.sound:
            return len(self.sound.numbers) + sum(self.sound.counts.values())
        ((records,),) = self.connection.execute(f"SELECT count(*) FROM {self.rows}").fetchall()
        return int(records)


def _as_it_stands(file: Path, piece: damage.Piece) -> str:
    """A record whose cells cannot be told apart; a byte that is no letter as `\\x` and its number."""
    with file.open("rb") as stream:
        stream.seek(piece.start)
        return stream.read(piece.size).decode("utf-8", "backslashreplace").rstrip("\r\n")


def _separate(file: TableFile, folder: Path) -> damage.Sound:
    return damage.separate(file, folder, lambda _answer: _EVERY)


def _reason(given: Input, raw: Sequence[str], as_of: date) -> str:
    """SQL of why a row is no event; null where it is one."""
    assert given.translation is not None
    present = given.translation.present
    columns = Columns("events", given.schema, present, as_of.isoformat(), every=raw)
    reasons = {f"coalesce({', '.join(raw)}) IS NULL": ("blank_row", "the row is blank")}
    first = [f"{column} = {literal(name)}" for column, name in zip(raw[:3], given.file.header, strict=False)]
    reasons[" AND ".join(first)] = ("repeated_header", "the row repeats the header")
    if "event_id_cnty" in present:
        reasons[f"{present['event_id_cnty']} IS NULL"] = ("empty_key", "the event has no id")
    day = columns.sql("event_date") if "event_date" in present else "NULL"
    read = [given.file.header[int(column[1:])] for column in given.translation.read.get("event_date", ())]
    reasons[f"{day} IS NULL"] = ("type", f"no date can be read from {' and '.join(read)}")
    codes = {answer: rules.load().answering("table", answer).code for answer, _ in reasons.values()}
    told = (
        f"WHEN {condition} THEN {literal(f'{codes[answer]} {words}')}"
        for condition, (answer, words) in reasons.items()
    )
    return f"(CASE {' '.join(told)} END)"


def _sources(article: str, of: Sources | None) -> Iterator[tuple[str, ...]]:
    """The sources that a cell names: id, publisher, headline, day."""
    for found in re.finditer(of.pattern, article) if of else ():
        publisher, day, headline = (found[name] for name in ("publisher", "published", "headline"))
        digest = hashlib.sha256(f"{publisher}\x1f{day}\x1f{headline}".encode()).hexdigest()[:8]
        slug = "-".join(re.findall("[a-z0-9]+", publisher.lower()))[:60].strip("-") or "source"
        yield f"{slug}-{day}-{digest}", publisher, headline, day


def _told(columns: Sequence[str], names: Sequence[str]) -> str:
    """SQL of several cells with their names."""
    parts = (
        f"{literal(f'{name}=')} || coalesce({column}, '')"
        for column, name in zip(columns, names, strict=True)
    )
    return f"concat_ws('; ', {', '.join(parts)})"


def _text(generation: Generation, name: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(generation.open(name), encoding="utf-8", newline="")


def _write(stream: Any, header: Sequence[str], rows: Iterable[Cells]) -> None:
    csv.writer(stream, lineterminator="\n").writerows(itertools.chain([header], rows))


def summary(imported: Imported) -> Mapping[str, int]:
    """The numbers, for machines."""
    return {
        "records": imported.records,
        "taken": imported.taken,
        "rejected": imported.rejected,
        "changes": imported.changes,
        "repaired": imported.repaired,
        "sources": imported.sources,
    }
