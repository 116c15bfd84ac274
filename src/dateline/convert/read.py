"""One extraction file, from its bytes to its claims."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dateline import rules
from dateline.codebook import Codebook
from dateline.convert import source
from dateline.convert.coded import Coded, LeftOut
from dateline.convert.event import EventReader
from dateline.convert.reporter import Reporter
from dateline.extraction.document import Problem, load
from dateline.extraction.shape import misshapes
from dateline.findings import InDocument, Severity
from dateline.registry import Registries


@dataclass(frozen=True, slots=True)
class Context:
    """What the reader of an extraction needs to know; the same for all files of a run."""

    root: Path
    articles: Path
    codebook: Codebook
    registries: Registries | None
    """None where they cannot be used: then no name is looked up."""


def read(path: Path, context: Context) -> Coded:
    """Everything that can be said of one extraction. Problems of the data are findings in the result."""
    file = path.relative_to(context.root).as_posix()
    document = load(path, file)
    if isinstance(document, Problem):
        return _unreadable(file, document)
    reporter = Reporter(document, misshapes(document))
    of = source.read(reporter, context.articles, context.codebook.scales)
    events = EventReader(reporter, of, context.codebook, context.registries)
    claims = tuple(events.claims())
    left_out = tuple(_left_out(reporter, of))
    for mark, why in document.guesses:
        rule = rules.load().answering("guess", "unconfirmed")
        reporter.findings.append(rule.finding(InDocument(file, mark.line, mark.column), {"value": why}))
    return Coded(
        file=file,
        source_id=of.id,
        article=of.file,
        source=of.row,
        dated=of.dated,
        claims=claims,
        left_out=left_out,
        findings=tuple(reporter.findings),
        undecidable=events.undecidable,
        id_at=reporter.place(("source", "id")),
        article_at=reporter.place(("source", "article")),
    )


def failed(coded: Coded) -> bool:
    """Whether the extraction has a finding that keeps it out of the dataset."""
    return any(finding.severity is Severity.error for finding in coded.findings)


def _unreadable(file: str, problem: Problem) -> Coded:
    rule = rules.load().answering("document", problem.answer)
    place = InDocument(file, problem.mark.line, problem.mark.column)
    finding = rule.finding(place, {"value": "", **problem.values})
    return Coded(file, "", "", {}, date.min, (), (), (finding,), 0, place, place)


def _left_out(reporter: Reporter, of: source.Source) -> list[LeftOut]:
    found: list[LeftOut] = []
    for index, entry in enumerate(reporter.entries("left_out")):
        path = ("left_out", index)
        if isinstance(entry, dict) and reporter.sound(path):
            quoted = reporter.anchored(of.article, entry, path, of.body)
            found += [LeftOut(evidence, entry["reason"]) for evidence in quoted]
    return found
