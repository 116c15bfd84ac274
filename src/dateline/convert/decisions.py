"""`seeds/decisions.yaml` (what people settled in writing) and `seeds/ids.csv` (what became of event keys)."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dateline import rules
from dateline.extraction.document import Document, Problem, load, pointer
from dateline.extraction.shape import problems, schema
from dateline.findings import Finding, InDocument
from dateline.text import Quote

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator


@dataclass(frozen=True, slots=True)
class Decision:
    """Which of the claimed values of a field stands."""

    event: str
    field: str
    value: str
    reason: str
    decided_by: str
    decided_at: date
    place: InDocument


@dataclass(frozen=True, slots=True)
class Statement:
    """One side of a contradiction, in the words of its source."""

    source: str
    quote: Quote
    statement: str
    place: InDocument


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Statements of sources that cannot all hold; resolved, or left open in writing."""

    id: str
    topic: str
    status: str
    event: str
    field: str
    statements: tuple[Statement, ...]
    resolution: str
    decided_by: str
    decided_at: date
    place: InDocument


@dataclass(frozen=True, slots=True)
class Decisions:
    """All of a project's decisions."""

    by_field: Mapping[tuple[str, str], Decision]
    contradictions: tuple[Contradiction, ...]


NONE = Decisions({}, ())


def read(path: Path, file: str) -> tuple[Decisions, tuple[Finding, ...]]:
    """The decisions of a project; a missing file means none. A file with findings yields no decisions."""
    if not path.is_file():
        return NONE, ()
    catalogue = rules.load()
    document = load(path, file)
    if isinstance(document, Problem):
        place = InDocument(file, document.mark.line, document.mark.column)
        rule = catalogue.answering("document", document.answer)
        return NONE, (rule.finding(place, {"value": "", **document.values}),)
    findings = tuple(
        catalogue.answering("shape", problem.answer).finding(
            _place(document, problem.path), problem.values, suggestion=problem.suggestion
        )
        for problem in problems(document, _validator())
    )
    return (NONE, findings) if findings else _build(document)


@functools.cache
def _validator() -> Draft202012Validator:
    from jsonschema import Draft202012Validator

    return Draft202012Validator(schema("decisions"), format_checker=Draft202012Validator.FORMAT_CHECKER)


def _build(document: Document) -> tuple[Decisions, tuple[Finding, ...]]:
    by_field: dict[tuple[str, str], Decision] = {}
    findings: list[Finding] = []
    for index, entry in enumerate(document.data.get("decisions") or ()):
        place = _place(document, ("decisions", index), entry["event"])
        decision = Decision(
            event=entry["event"],
            field=entry["field"],
            value=str(entry["value"]),
            reason=entry["reason"],
            decided_by=entry["decided_by"],
            decided_at=date.fromisoformat(entry["decided_at"]),
            place=place,
        )
        first = by_field.setdefault((decision.event, decision.field), decision)
        if first is not decision:
            rule = rules.load().answering("decision", "made_twice")
            values = {
                "value": decision.value,
                "event": decision.event,
                "field": decision.field,
                "first": first.place.line,
            }
            findings.append(rule.finding(place, values, related=(first.place,)))
    by_id: dict[str, Contradiction] = {}
    for index, entry in enumerate(document.data.get("contradictions") or ()):
        contradiction = _contradiction(document, index, entry)
        namesake = by_id.setdefault(contradiction.id, contradiction)
        if namesake is not contradiction:
            rule = rules.load().answering("decision", "named_twice")
            told = {"value": contradiction.id, "first": namesake.place.line}
            findings.append(rule.finding(contradiction.place, told, related=(namesake.place,)))
    return Decisions(by_field, tuple(by_id.values())), tuple(findings)


def _contradiction(document: Document, index: int, entry: dict[str, Any]) -> Contradiction:
    at = ("contradictions", index)
    return Contradiction(
        id=entry["id"],
        topic=entry["topic"],
        status=entry["status"],
        event=entry.get("event", ""),
        field=entry.get("field", ""),
        statements=tuple(
            Statement(
                source=statement["source"],
                quote=_quote(statement["quote"]),
                statement=statement["statement"],
                place=_place(document, (*at, "statements", number, "quote"), statement["source"]),
            )
            for number, statement in enumerate(entry["statements"])
        ),
        resolution=entry["resolution"],
        decided_by=entry["decided_by"],
        decided_at=date.fromisoformat(entry["decided_at"]),
        place=_place(document, at, entry["id"]),
    )


def _quote(node: Any) -> Quote:
    return (
        Quote(node)
        if isinstance(node, str)
        else Quote(node["exact"], node.get("prefix", ""), node.get("suffix", ""))
    )


def _place(document: Document, path: tuple[str | int, ...], record: str | None = None) -> InDocument:
    mark = document.mark(path)
    return InDocument(document.file, mark.line, mark.column, pointer(path), record)
