"""Findings about one document, each at its line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dateline import rules
from dateline.convert import quoting
from dateline.convert.coded import Evidence
from dateline.convert.quoting import Misquoted
from dateline.extraction.document import Document, pointer
from dateline.extraction.shape import Misshape
from dateline.findings import Finding, InDocument
from dateline.probes.names import Match
from dateline.probes.words import mentioned
from dateline.text import Article, Span

Node = dict[str, Any]
Where = tuple[str | int, ...]


class Reporter:
    """Collects what is wrong with a document while it is read, and knows which of its nodes can be
    trusted."""

    def __init__(self, document: Document, misshapes: list[Misshape]) -> None:
        self.document = document
        self.data: Node = document.data if isinstance(document.data, dict) else {}
        self.findings: list[Finding] = []
        self._unsound = {problem.path for problem in misshapes}
        for problem in misshapes:
            self.report("shape", problem.answer, problem.path, problem.values, problem.suggestion)

    def report(
        self,
        probe: str,
        answer: str,
        path: Where,
        values: Mapping[str, object],
        suggestion: str | None = None,
    ) -> None:
        """The finding of the rule that the probe's answer breaks, at the node of `path`."""
        rule = rules.load().answering(probe, answer)
        self.findings.append(rule.finding(self.place(path), values, suggestion=suggestion))

    def place(self, path: Where) -> InDocument:
        """Where the node at `path` stands."""
        mark = self.document.mark(path)
        return InDocument(self.document.file, mark.line, mark.column, pointer(path), self._record(path))

    def sound(self, path: Where) -> bool:
        """Whether the shape of the node at `path`, and of all below it, is right."""
        return not any(bad[: len(path)] == path for bad in self._unsound)

    def block(self, node: Any, key: str) -> Node:
        """The block of keys under `key`; empty if it is absent or something else."""
        value = node.get(key) if isinstance(node, dict) else None
        return value if isinstance(value, dict) else {}

    def entries(self, key: str) -> list[Any]:
        """The items of the list under a key of the document; none if it is absent or something else."""
        value = self.data.get(key)
        return value if isinstance(value, list) else []

    def resolved(self, probe: str, match: Match[Any], path: Where, value: str) -> None:
        """Report a name that no entry of a registry bears, or several."""
        at = (*path, "value")
        if match.state == "ambiguous":
            listed = "; ".join(f"{one.id} ({getattr(one, 'chain', one.name)})" for one in match.candidates)
            self.report(probe, "ambiguous", at, {"value": value, "candidates": listed})
        elif match.state == "unknown":
            near = match.nearest
            listed = ", ".join(f"“{name}”" for name in near) if near else "nothing like it"
            self.report(probe, "unknown", at, {"value": value, "nearest": listed}, near[0] if near else None)

    def supported(self, probe: str, names: tuple[str, ...], node: Node, path: Where) -> None:
        """Report a value that is said to be quoted while the words hold none of its names."""
        words = [quoting.quote(one).exact for one in quoting.quotes(node)]
        if node.get("basis", "quoted") == "quoted" and not any(mentioned(n, w) for w in words for n in names):
            self.report(probe, "not_in_words", path, {"value": node["value"]})

    def anchored(
        self, article: Article | None, node: Node, path: Where, body: tuple[Span, ...] | None
    ) -> tuple[Evidence, ...]:
        """The quotations of a claim, each at its place in the article; one that is not found is reported."""
        if article is None:
            return ()
        many = isinstance(node.get("quote"), list)
        evidence: list[Evidence] = []
        for index, quote in enumerate(quoting.quotes(node)):
            found = quoting.evidence(article, quoting.quote(quote), body)
            if isinstance(found, Misquoted):
                at = (*path, "quote", index) if many else (*path, "quote")
                self.report("quotation", found.answer, at, found.values, found.suggestion)
            else:
                evidence.append(found)
        return tuple(evidence)

    def _record(self, path: Where) -> str | None:
        match path:
            case ("events", int(index), *_):
                node, name = self.entries("events")[index], "key"
            case _:
                node, name = self.data.get("source"), "id"
        value = node.get(name) if isinstance(node, dict) else None
        return value if isinstance(value, str) else None
