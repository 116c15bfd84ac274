"""The whole conversion: files in, tables out. Reads everything before it writes anything."""

from __future__ import annotations

import gc
import hashlib
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, NamedTuple

from dateline import codebook, generation, registry, rules, structure, text
from dateline.coders.adjudication import seconds
from dateline.convert import decisions, history, quoting, read, tables, workers
from dateline.convert.coded import Coded, Evidence, Told, told
from dateline.convert.decisions import Contradiction, Decisions
from dateline.convert.merge import Inputs, Merged, merge
from dateline.findings import Finding, InDocument, Severity
from dateline.probes.names import first_nearest
from dateline.project import FILES, REGISTRIES, Project
from dateline.registry import Registries

Progress = Callable[[int, int], None]
Registered = Mapping[str, tuple[Mapping[str, str], ...]]
"""Rows of the registries by table."""


@dataclass(frozen=True, slots=True)
class Conversion:
    """What a run over all seeds gives. With `left_out` extractions, or findings of severity error, it may
    not be whole."""

    project: Project
    coded: tuple[Coded, ...]
    """The extractions that went in, by source id."""
    left_out: tuple[str, ...]
    """Extraction files that did not, because of their own findings."""
    events_left_out: tuple[str, ...]
    """Keys of events that are told, in whatever extraction, and did not go in."""
    events: tuple[Merged, ...]
    findings: tuple[Finding, ...]
    contradictions: tuple[tuple[Contradiction, tuple[Evidence, ...]], ...]
    registries: Registered

    @property
    def sound(self) -> bool:
        """Whether nothing stands against writing everything."""
        return not any(finding.severity is Severity.error for finding in self.findings)

    @property
    def undecidable(self) -> int:
        """Dates that the words at hand can neither prove nor refute."""
        return sum(one.undecidable for one in self.coded)

    def write(self, name: str, stream: BinaryIO) -> None:
        """Write one file of `FILES`."""
        rows: dict[str, Callable[[], Iterable[Mapping[str, str]]]] = {
            "events": lambda: tables.events(self.events),
            "sources": lambda: tables.sources(self.coded),
            "claims": lambda: tables.claims(self.events),
            "evidence": lambda: tables.evidence(self.events),
            "contradictions": lambda: tables.contradictions(self.contradictions, self._event_ids()),
            "left_out": lambda: tables.left_out(self.coded),
            **{name: (lambda name=name: self.registries[name]) for name in REGISTRIES},  # type: ignore[misc]
        }
        table = name.removesuffix(".csv")
        tables.write(stream, table, rows[table]())

    def _event_ids(self) -> dict[str, str]:
        return {merged.row["event_key"]: merged.row["event_id_cnty"] for merged in self.events}


def convert(project: Project, progress: Progress = lambda done, total: None) -> Conversion:
    """Judge and merge all seeds of a project. Nothing is written."""
    found, rows = _registries(project)
    if rows:
        conversion = with_registries(project, rows, progress)
        return replace(conversion, findings=(*found, *conversion.findings))
    # Nothing can be merged, but what else is wrong with the seeds is told all the same.
    seeds = _read(project, context_of(project, None), progress)
    left_out = tuple(one.file for one in seeds.coded)
    return Conversion(project, (), left_out, _keys(seeds.coded), (), (*found, *seeds.findings), (), {})


def with_registries(
    project: Project, rows: Registered, progress: Progress = lambda done, total: None
) -> Conversion:
    """Judge and merge all extractions of a project with registries that were checked."""
    with _cycles_left_alone():
        return _with_registries(project, rows, progress)


@contextmanager
def _cycles_left_alone() -> Iterator[None]:
    """Claims have no reference cycles. Python would look for some in all of them, again and again."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _with_registries(project: Project, rows: Registered, progress: Progress) -> Conversion:
    registries = registry.registries(*(list(map(dict, rows[name])) for name in REGISTRIES))
    context = context_of(project, registries)
    seeds = _read(project, context, progress)
    sound = [one for one in seeds.coded if one.file not in seeds.unsound]
    sound.sort(key=lambda one: one.source_id)
    left = [one for one in seeds.coded if one.file in seeds.unsound]
    aside = told(left)
    others = seconds(sound, _second(project, context)) if seeds.decisions.by_field else {}
    inputs = Inputs(project, context.codebook, registries, seeds.decisions, aside, others)
    together = merge(sound, inputs)
    contradictions, of_contradictions = _contradictions(seeds.decisions, sound, aside, context)
    merged = {event.row["event_key"] for event in together.events}
    return Conversion(
        project=project,
        coded=tuple(sound),
        left_out=tuple(one.file for one in left),
        events_left_out=tuple(key for key in _keys(seeds.coded) if key not in merged),
        events=together.events,
        findings=(
            *seeds.findings,
            *together.findings,
            *history.check(project, together.events, told(seeds.coded), aside),
            *of_contradictions,
        ),
        contradictions=contradictions,
        registries=rows,
    )


class _Seeds(NamedTuple):
    """The extractions and the decisions, as far as each can be judged alone."""

    coded: list[Coded]
    unsound: frozenset[str]
    """Files of the extractions that cannot go in."""
    decisions: Decisions
    findings: list[Finding]


def _read(project: Project, context: read.Context, progress: Progress) -> _Seeds:
    coded = list(workers.read_all(extraction_files(project.extractions), context, progress))
    claimed_twice, twins = _claimed_twice(coded)
    path = project.seeds / "decisions.yaml"
    decided, of_decisions = decisions.read(path, project.shown(path))
    return _Seeds(
        coded=coded,
        unsound=frozenset(one.file for one in coded if read.failed(one) or one.file in twins),
        decisions=decided,
        findings=[*(found for one in coded for found in one.findings), *claimed_twice, *of_decisions],
    )


def _keys(coded: Iterable[Coded]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(claim.event_key for one in coded for claim in one.claims))


def _second(project: Project, context: read.Context) -> list[Coded]:
    """The second codings that are sound; one that is not is no part of the dataset, and cannot be decided
    for."""
    coded = (read.read(path, context) for path in extraction_files(project.second))
    return [one for one in coded if not read.failed(one)]


def extraction_files(folder: Path) -> list[Path]:
    """The extractions in a folder, by name."""
    return sorted(
        path for path in folder.glob("*.y*ml") if path.suffix in (".yaml", ".yml") and path.is_file()
    )


def context_of(project: Project, registries: Registries | None) -> read.Context:
    """What the readers of extractions need; without registries they look up no names."""
    return read.Context(project.root, project.articles, codebook.load(), registries)


def checked_context(project: Project) -> read.Context:
    """The same with the project's registries, if they can be used."""
    _found, rows = _registries(project)
    known = registry.registries(*(list(map(dict, rows[name])) for name in REGISTRIES)) if rows else None
    return context_of(project, known)


def _registries(project: Project) -> tuple[list[Finding], Registered]:
    """What is wrong with the registries, and their rows: none if it is too much to use them."""
    paths = {name: project.seeds / f"{name}.csv" for name in REGISTRIES}
    found = structure.of_tables(project.root, paths)
    if any(finding.severity is Severity.error for finding in found):
        return found, {}
    return found, {name: tuple(registry.read_rows(path)) for name, path in paths.items()}


def _claimed_twice(coded: Iterable[Coded]) -> tuple[list[Finding], set[str]]:
    """Two extractions of one source: neither can go in, for which of them holds is not ours to say."""
    findings: list[Finding] = []
    twins: set[str] = set()
    keys: dict[str, tuple[Callable[[Coded], str], Callable[[Coded], InDocument]]] = {
        "same_id": (lambda one: one.source_id, lambda one: one.id_at),
        "same_article": (lambda one: one.article, lambda one: one.article_at),
        "same_text": (lambda one: one.source.get("text_sha256", ""), lambda one: one.article_at),
    }
    reported: set[tuple[str, str]] = set()
    for answer, (key, place) in keys.items():
        rule = rules.load().answering("source", answer)
        first: dict[str, Coded] = {}
        for one in coded:
            value = key(one)
            if not value:
                continue
            other = first.setdefault(value, one)
            if other is one or (other.file, one.file) in reported:
                continue
            reported.add((other.file, one.file))
            twins |= {one.file, other.file}
            values = {"value": value, "file": one.file, "other": other.file}
            findings.append(rule.finding(place(one), values, related=(place(other),)))
    return findings, twins


def _contradictions(
    decided: Decisions, coded: Iterable[Coded], aside: Told, context: read.Context
) -> tuple[tuple[tuple[Contradiction, tuple[Evidence, ...]], ...], list[Finding]]:
    by_source = {one.source_id: one for one in coded}
    findings: list[Finding] = []
    anchored: list[tuple[Contradiction, tuple[Evidence, ...]]] = []
    for one in decided.contradictions:
        evidence: list[Evidence] = []
        for statement in one.statements:
            of = by_source.get(statement.source)
            if of is None and aside.source(statement.source):
                continue
            if of is None:
                rule = rules.load().answering("decision", "unknown_source")
                near = first_nearest(statement.source, by_source)
                findings.append(rule.finding(statement.place, {"value": statement.source}, suggestion=near))
                continue
            quoted, problem = _quoted(statement, of, context)
            findings += problem
            evidence += quoted
        if len(evidence) == len(one.statements):
            anchored.append((one, tuple(evidence)))
    return tuple(anchored), findings


def _quoted(
    statement: decisions.Statement, of: Coded, context: read.Context
) -> tuple[list[Evidence], list[Finding]]:
    article = text.Article((context.articles / of.article).read_bytes().decode("utf-8"))
    found = quoting.evidence(article, statement.quote, None)
    if isinstance(found, Evidence):
        return [found], []
    rule = rules.load().answering("quotation", found.answer)
    return [], [rule.finding(statement.place, found.values, suggestion=found.suggestion)]


def write(conversion: Conversion) -> generation.Committed:
    """Put the tables in place of those in `datasets/`, all or none. GenerationError if that cannot be
    done."""
    folder = conversion.project.datasets
    folder.parent.mkdir(parents=True, exist_ok=True)
    with generation.Generation(folder, FILES) as next_one:
        for name in FILES:
            with next_one.open(name) as stream:
                conversion.write(name, stream)
        return next_one.commit()


def stale(conversion: Conversion) -> tuple[str, ...]:
    """The files of `datasets/` that writing would change."""
    folder = conversion.project.datasets
    there = generation.digest(folder, FILES)
    return tuple(name for name in FILES if there.get(name) != _digest(conversion, name))


def _digest(conversion: Conversion, name: str) -> str:
    with tempfile.TemporaryFile() as stream:
        conversion.write(name, stream)
        stream.seek(0)
        return hashlib.file_digest(stream, "sha256").hexdigest()
