"""The whole validation of a project: its tables by all rules, its evidence, its seeds, and whether these
belong
together. Or of one file by itself."""

from __future__ import annotations

import hashlib
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from dateline import excerpts, rules, schemas, structure
from dateline.engine import judge as engine
from dateline.findings import Cell, Finding, InDataset, InDocument, Severity
from dateline.project import DESCRIPTOR, Project
from dateline.rules import Catalogue
from dateline.validate import foreign, tables
from dateline.validate.reading import Reading

if TYPE_CHECKING:
    from dateline.convert import run as conversion
    from dateline.convert.coded import Claim
    from dateline.validate import exceptions, own_rules


COMPARING = "change"
"""The probe of rules that need a former state of the data."""
PUBLISHING = "release"
"""The probe of rules that only a release must keep."""
ELSEWHERE = (COMPARING, PUBLISHING)
"""Probes that a validation does not ask."""


@dataclass(frozen=True, slots=True)
class Validation:
    """What was found, and in what."""

    findings: tuple[Finding, ...]
    counts: Mapping[str, int]
    """Exact number of findings by rule; of a rule with many, only the first are among `findings`."""
    catalogue: Catalogue
    """The rules in force."""
    applied: frozenset[str]
    """Codes of the rules that were run."""
    silent: Mapping[str, str]
    """Rules that could not be run, each with the reason."""
    books: tuple[engine.Books, ...]
    profile: engine.Profile | None = None
    """What the events cover."""
    reading: Reading | None = None
    """How one file by itself was understood."""
    rows: Mapping[str, int] = field(default_factory=dict)
    """Of one file: in how many rows each rule found something."""
    waived: Mapping[str, int] = field(default_factory=dict)
    """Findings that a reviewed exception silences, by rule."""
    extractions: int = 0
    quotations: int = 0
    undecidable: int = 0
    as_of: date = field(kw_only=True)
    """The day that counted as today."""
    documents: Mapping[str, str] = field(default_factory=dict)
    """SHA-256 of each file that is no table and was judged, or says how to judge."""
    root: Path = Path()
    """The folder from which files are named."""

    @property
    def severities(self) -> Counter[Severity]:
        """Exact number of findings by severity."""
        totals: Counter[Severity] = Counter()
        for code, count in self.counts.items():
            totals[self.catalogue[code].severity] += count
        return totals

    @property
    def failed(self) -> bool:
        """Whether an error was found."""
        return self.severities[Severity.error] > 0


def validate_file(path: Path, options: engine.Options, told: foreign.Told = foreign.NOTHING) -> Validation:
    """Judge one file of events. CallError if it cannot be judged at all."""
    with tempfile.TemporaryDirectory(prefix="dateline-") as folder:
        one = foreign.opened(path, Path(folder), options.as_of, told)
        judged = engine.judge([one.input], one.settings.catalogue, options)
    return Validation(
        findings=one.settings.applied_to(judged.findings),
        counts={code: n for code, n in judged.counts.items() if code in one.settings.catalogue.rules},
        catalogue=one.settings.catalogue,
        applied=frozenset(judged.applied) & one.settings.catalogue.rules.keys(),
        silent=judged.silent,
        books=judged.books,
        profile=judged.profile,
        rows=judged.rows,
        reading=one.reading,
        as_of=options.as_of,
    )


def validate(
    project: Project,
    options: engine.Options,
    progress: conversion.Progress = lambda done, total: None,
    limits: own_rules.Limits | None = None,
    policy: Project | None = None,
) -> Validation:
    """Judge a project; its own rules within `limits`. CallError if it cannot be judged at all. Writes nothing
    but what a killed `convert` left to be put in place. `policy`: the project whose settings and exceptions
    hold, if not its own."""
    from dateline import generation  # one file by itself does not need these
    from dateline.convert import run as conversion
    from dateline.rules import settings
    from dateline.validate import evidence, exceptions, own_rules

    if project.datasets.is_dir():
        generation.recover(project.datasets)
    descriptor = schemas.descriptor(project.root / DESCRIPTOR)
    schemas.check_descriptor(descriptor)
    agreed = policy or project
    ours = settings.of_project(agreed.settings, agreed.root)
    waivers, found = exceptions.read(agreed.root)
    options = replace(options, uncapped=frozenset(waiver.rule for waiver in waivers))
    with tempfile.TemporaryDirectory(prefix="dateline-") as folder:
        inputs, absent = tables.of_package(descriptor, project.root, Path(folder))
        built_in, own = ours.parted()
        # First, because they may be refused, and the others take longer.
        of_own = own_rules.judge(inputs, own, options, limits or own_rules.Limits())
        judged = own_rules.together(engine.judge(inputs, built_in, options), of_own)
    found += [*absent, *judged.findings]
    silent = dict(judged.silent)
    quotations = 0
    if lacking := _lacking_for_quotations(project, inputs, found):
        silent |= {rule.code: lacking for rule in rules.load() if rule.probe == "quotation"}
    else:
        of_evidence, quotations = evidence.check(project)
        found += of_evidence
    converted = conversion.convert(project, progress) if project.extractions.is_dir() else None
    if converted is not None:
        found = [_edited(finding, converted) for finding in found]
        found += _besides_absent(converted.findings, found)
        rule = rules.load().answering("dataset", "stale")
        if not converted.sound:
            silent[rule.code] = "needs sound extractions and their articles"
        elif stale := conversion.stale(converted):
            found.append(rule.finding(InDataset(project.name), {"value": ", ".join(stale)}))
    elsewhere = {rule.code for rule in ours.every if rule.probe in ELSEWHERE}
    asked = [waiver for waiver in waivers if waiver.rule not in elsewhere]
    reviewed = exceptions.review(ours.applied_to(tuple(found)), asked, options.as_of)
    reviewed = replace(reviewed, findings=tuple(excerpts.of_documents(reviewed.findings, project.root)))
    documents = {rule.code for rule in ours.catalogue if rule.probe not in (None, *ELSEWHERE)}
    return Validation(
        findings=reviewed.findings,
        counts=_counts(reviewed, judged),
        catalogue=ours.catalogue,
        applied=frozenset((*judged.applied, *(documents if converted else ()))) - silent.keys(),
        silent=silent,
        books=judged.books,
        profile=judged.profile,
        waived=reviewed.waived,
        extractions=len(converted.coded) + len(converted.left_out) if converted else 0,
        quotations=quotations,
        undecidable=converted.undecidable if converted else 0,
        as_of=options.as_of,
        documents=_documents(project),
        root=project.root,
    )


def _documents(project: Project) -> dict[str, str]:
    """The hash of each file that the findings depend on, but for the tables and the articles: these have
    theirs in the books and in the table of sources."""
    seeds = (path for path in project.seeds.rglob("*") if not path.is_relative_to(project.articles))
    own = project.root / "validators"
    files = (project.root / DESCRIPTOR, *seeds, *own.glob("*.yaml"), *own.glob("*.csv"))
    return {
        project.shown(path): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(files)
        if path.is_file()
    }


def _besides_absent(converted: Sequence[Finding], found: Sequence[Finding]) -> list[Finding]:
    """What is wrong with the seeds, but for articles that are absent as was already said: a release leaves
    them out, and that is no error."""
    catalogue = rules.load()
    absent = catalogue.answering("article", "absent").code
    unverifiable = catalogue.answering("quotation", "not_verifiable").code
    known = {getattr(finding.place, "record", None) for finding in found if finding.rule == unverifiable}
    return [
        finding
        for finding in converted
        if finding.rule != absent or getattr(finding.place, "record", None) not in known
    ]


def _counts(reviewed: exceptions.Reviewed, judged: engine.Judgement) -> dict[str, int]:
    """Exact counts: the engine's where it kept only some, less what was waived."""
    kept = Counter(finding.rule for finding in judged.findings)
    counts = Counter(finding.rule for finding in reviewed.findings)
    return dict(counts + Counter({rule: count - kept[rule] for rule, count in judged.counts.items()}))


def _lacking_for_quotations(
    project: Project, inputs: Sequence[engine.Input], found: Sequence[Finding]
) -> str | None:
    """Why quotations cannot be compared with their articles, if they cannot: one of the tables that they need
    is absent, has another header, or holds what cannot be read. What is wrong with any other table is no
    reason."""
    from dateline.validate import evidence

    why = {
        rules.load().answering("table", "header").code: "has another header",
        rules.load().answering("table", "unreadable").code: "cannot be read to its end",
        rules.load().answering("table", "encoding").code: "is not UTF-8",
    }
    paths = {name: project.datasets / f"{name}.csv" for name in ("sources", *evidence.QUOTING)}
    judged = {(project.root / one.file.shown).resolve() for one in inputs}
    unlisted = {name: path for name, path in paths.items() if path.is_file() and path.resolve() not in judged}
    of_unlisted = structure.of_tables(project.root, unlisted) if unlisted else ()
    broken = {
        (project.root / finding.place.file).resolve(): why[finding.rule]
        for finding in (*found, *of_unlisted)
        if finding.rule in why and isinstance(finding.place, Cell)
    }
    for path in paths.values():
        reason = broken.get(path.resolve()) if path.is_file() else "is not there"
        if reason:
            return f"comparing quotations needs {project.shown(path)}, which {reason}"
    return None


def _edited(finding: Finding, converted: conversion.Conversion) -> Finding:
    """For a cell of the events that `convert` made: the line of the extraction that a person must edit."""
    place = finding.place
    if not isinstance(place, Cell) or not place.file.endswith("events.csv"):
        return finding
    for event in converted.events:
        if event.row["event_id_cnty"] == place.record:
            edit = _line(event.claims, place.column or "")
            return replace(finding, edit=edit) if edit else finding
    return finding


def _line(claims: Sequence[tuple[Claim, bool, str]], column: str) -> InDocument | None:
    fields = schemas.claimed_by(column)
    for claim, accepted, _settled_by in claims:
        if accepted and claim.field in fields and claim.file:
            return claim.place
    return None
