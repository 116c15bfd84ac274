"""Decisions for what coders disagree on, prepared for a person to fill in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

import yaml

from dateline.coders.compare import Comparison, Said

DECIDABLE = ("event_date", "sub_event_type", "actor1", "actor2", "location", "fatalities")
"""Fields that a decision can settle; the others are mended in the extraction."""


def write(comparison: Comparison, stream: TextIO) -> None:
    """Write what belongs into `seeds/decisions.yaml`: an entry for each disagreement that a decision can
    settle, with what each coder says and the words behind it. `convert` takes it once it is filled in."""
    lines = [
        "# To be filled in, and moved into seeds/decisions.yaml: the value that stands (one of those beside",
        "# it, letter for letter), why, who decided, and when. A decision holds for the event as a whole:",
        "# where other sources tell the same event, what they say of the field gives way to it, too.",
        "dateline: 1",
        "decisions:",
    ]
    found = [one for one in comparison.disagreements if one.field in DECIDABLE]
    for one in found:
        lines += _entry(one, comparison)
    if not found:
        lines[-1] = "decisions: []"
    stream.write("\n".join(lines) + "\n")


def _entry(said: Said, comparison: Comparison) -> Iterator[str]:
    yield ""
    yield f"  # {said.field} of {said.event}, as {said.source} tells it"
    for coder, value, claims in zip(comparison.coders, said.values, said.claims, strict=True):
        words = "; ".join(f"“{_one_line(e.exact)}”" for claim in claims for e in claim.evidence)
        what = "not coded" if value is None else value or "nothing"
        yield f"  #   {_one_line(coder)}: {_one_line(what)}{f', by {words}' if words else ''}"
    yield f"  - event: {said.event}"
    yield f"    field: {said.field}"
    values = list(dict.fromkeys(value for value in said.values if value))
    yield f"    value:  # {' or '.join(_scalar(value) for value in values)}"
    yield "    reason:"
    yield "    decided_by:"
    yield "    decided_at:"


def _scalar(value: str) -> str:
    return yaml.safe_dump(value, allow_unicode=True, width=10**6).removesuffix("\n...\n").rstrip()


def _one_line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
