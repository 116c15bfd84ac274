"""What `dateline compare` says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dateline.coders.compare import Comparison, Said
from dateline.coders.decisions import DECIDABLE
from dateline.convert.coded import Claim
from dateline.render.console import Line, Shown, line, printable
from dateline.render.findings import cut, plural, where

LONGEST = 160
"""Characters of a quotation."""


def lines(found: Comparison, prepared: Path | None = None) -> Iterator[Shown]:
    """Agreement by field, the events that not all found, each disagreement with its words."""
    who = " and ".join(printable(coder) for coder in found.coders)
    number = plural(found.events, "event")
    yield line(f"{who}: {plural(len(found.sources), 'source')}, {number}", "bold")
    yield line()
    yield line(f"  {'field':<16} {'units':>6} {'agree':>7} {'kappa':>7} {'alpha':>7}", "bold")
    for one in found.agreement:
        percent = "–" if one.percent is None else f"{one.percent:.0%}"
        measures = f"{_measure(one.kappa):>7} {_measure(one.alpha):>7}"
        yield line(f"  {one.field:<16} {one.units:>6,} {percent:>7} {measures}")
    if found.alone:
        yield line()
        yield line("Events that not all of them coded", "bold")
        for event in found.alone:
            by = ", ".join(event.by)
            yield line(printable(f"{event.event} in {event.source}: only {by}"), "", "  ", 4)
    for said in found.disagreements:
        yield from _disagreement(said, found)
    yield line()
    yield line(_end(found), "bold")
    if prepared is not None:
        yield line(printable(f"Written to {prepared}: fill it in, and move it into seeds/decisions.yaml."))


def as_json(found: Comparison) -> str:
    """All of it as one JSON document."""
    return json.dumps(
        {
            "coders": list(found.coders),
            "sources": list(found.sources),
            "events": found.events,
            "alone": [{"source": a.source, "event": a.event, "by": list(a.by)} for a in found.alone],
            "agreement": [
                {
                    "field": one.field,
                    "units": one.units,
                    "agreed": one.agreed,
                    "percent": None if one.percent is None else round(100 * one.percent, 2),
                    "kappa": one.kappa,
                    "alpha": one.alpha,
                }
                for one in found.agreement
            ],
            "decided": found.decided,
            "disagreements": [_record(said) for said in found.disagreements],
        },
        indent=2,
    )


def _record(said: Said) -> dict[str, Any]:
    return {
        "source": said.source,
        "event": said.event,
        "field": said.field,
        "values": list(said.values),
        "quotations": [[e.exact for claim in claims for e in claim.evidence] for claims in said.claims],
        "places": [[where(claim.place) for claim in claims] for claims in said.claims],
        "decidable": said.field in DECIDABLE,
    }


def _disagreement(said: Said, found: Comparison) -> Iterator[Shown]:
    yield line()
    yield Line(
        ((f"{said.field} ", "bold yellow"), (printable(f"of {said.event}, in {said.source}"), "")), hang=2
    )
    for coder, value, claims in zip(found.coders, said.values, said.claims, strict=True):
        what = "did not code the event" if value is None else printable(value) or "nothing"
        yield Line(((f"{printable(coder)}: ", "bold"), (what, "")), "  ", 4)
        for claim in claims:
            yield line(_words(claim), "dim", "    ", 6)


def _words(claim: Claim) -> str:
    words = " ".join(f"“{cut(' '.join(e.exact.split()), LONGEST)}”" for e in claim.evidence)
    reason = f" ({claim.basis}: {' '.join(claim.reason.split())})" if claim.reason else ""
    return printable(f"{where(claim.place)} {words}{reason}")


def _measure(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _end(found: Comparison) -> str:
    if not found.disagreements and not found.alone:
        return (
            f"{plural(found.decided, 'disagreement')}, all decided."
            if found.decided
            else "They agree on everything."
        )
    before = f" {found.decided:,} more are decided." if found.decided else ""
    decidable = sum(said.field in DECIDABLE for said in found.disagreements)
    return (
        f"{plural(len(found.disagreements), 'disagreement')}, {decidable:,} of which a decision can settle; "
        f"{plural(len(found.alone), 'event')} that not all of them coded.{before}"
    )
