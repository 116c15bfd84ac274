"""The whole validation: the package's structure, its evidence, its seeds, and whether these belong
together."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from dateline import generation, rules, structure
from dateline.convert import run as conversion
from dateline.findings import Finding, InDataset
from dateline.project import DESCRIPTOR, Project
from dateline.validate import evidence


@dataclass(frozen=True, slots=True)
class Validation:
    """What was found, and in what."""

    findings: tuple[Finding, ...]
    judged: Mapping[str, int]
    """How many of what were judged, by the singular of their name."""
    rules: int
    undecidable: int


def validate(project: Project, progress: conversion.Progress = lambda done, total: None) -> Validation:
    """Judge a project. CallError or GenerationError if it cannot be judged at all. Writes nothing but what
    a killed
    `convert` left to be put in place."""
    if project.datasets.is_dir():
        generation.recover(project.datasets)
    descriptor = json.loads((project.root / DESCRIPTOR).read_text(encoding="utf-8"))
    findings = structure.of_package(descriptor, project.root)
    judged = {"table": len(descriptor["resources"])}
    if not findings:
        of_evidence, quotations = evidence.check(project)
        findings += of_evidence
        judged["quotation"] = quotations
    undecidable = 0
    if project.extractions.is_dir():
        converted = conversion.convert(project, progress)
        findings += converted.findings
        judged["extraction"] = len(converted.coded) + len(converted.left_out)
        undecidable = converted.undecidable
        if converted.sound and (stale := conversion.stale(converted)):
            rule = rules.load().answering("dataset", "stale")
            findings.append(rule.finding(InDataset(project.name), {"value": ", ".join(stale)}))
    return Validation(tuple(findings), judged, len(rules.load().rules), undecidable)
