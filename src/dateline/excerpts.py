"""Excerpts of the lines that findings are about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from dateline.findings import Excerpt, Finding, InDocument

CONTEXT = 60
"""Characters that are kept on each side of a cell."""
LONGEST = 200
"""Characters that are kept of a cell."""


def of_record(cells: Sequence[str], at: int | None, delimiter: str) -> Excerpt:
    """The cell at a place of a record, between those beside it; the whole record if no cell is meant."""
    if at is None or at >= len(cells):
        return Excerpt("", _first(cells, delimiter, LONGEST), "")
    before = _first(cells[:at][::-1], delimiter, CONTEXT, backwards=True)
    after = _first(cells[at + 1 :], delimiter, CONTEXT)
    return Excerpt(
        before + delimiter if at else "",
        cells[at][:LONGEST],
        delimiter + after if at + 1 < len(cells) else "",
    )


def of_documents(findings: Iterable[Finding], root: Path) -> list[Finding]:
    """Findings in documents below `root`, with the lines that they are about; the others as they are."""
    texts: dict[str, list[str]] = {}
    result = []
    for finding in findings:
        place = finding.place
        if isinstance(place, InDocument) and place.line and finding.excerpt is None:
            lines = texts.setdefault(place.file, _lines(root / place.file))
            if place.line <= len(lines):
                line, at = lines[place.line - 1], (place.column or 1) - 1
                marked = line[at:].rstrip()
                finding = replace(finding, excerpt=Excerpt(line[:at], marked[:LONGEST], ""))
        result.append(finding)
    return result


def _first(cells: Sequence[str], delimiter: str, length: int, *, backwards: bool = False) -> str:
    """The first cells with so many characters in all, joined; given backwards, the last. Where something is
    left out stands an ellipsis."""
    taken: list[str] = []
    size = 0
    for cell in cells:
        taken.append(cell)
        size += len(cell) + 1
        if size > length:
            break
    text = delimiter.join(reversed(taken) if backwards else taken)
    if size <= length + 1 and len(taken) == len(cells):
        return text
    return "…" + text[-length:] if backwards else text[:length] + "…"


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
