"""What `dateline gate` says below the findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from dateline.findings import Severity
from dateline.gate.policy import NEVER
from dateline.gate.rows import Changes
from dateline.gate.run import Gated
from dateline.render.console import Shown, line, printable
from dateline.render.findings import plural


def lines(gated: Gated) -> Iterator[Shown]:
    """What changed, what was left aside, and the decision in one line, the last."""
    if gated.against is not None:
        yield line(printable(f"Against {gated.against}: {_changed(gated.changes or {})}."))
    for what in gated.policy_changes:
        yield line(printable(f"The policy changes, and does not hold here yet: {what}."), "yellow")
    for code, (count, allowed) in gated.decision.tolerated.items():
        yield line(f"Tolerated: {plural(count, 'finding')} of {code}, at most {allowed}.")
    if gated.decision.gone:
        verb = "is" if gated.decision.gone == 1 else "are"
        gone = f"{plural(gated.decision.gone, 'finding')} of the baseline {verb} no longer made"
        yield line(f"{gone}: --write-baseline makes it smaller.")
    yield line(verdict(gated), "bold green" if gated.decision.passed else "bold red")


def verdict(gated: Gated) -> str:
    """`Gate closed: 2 errors count; 5 old, 3 known findings do not.`"""
    decision = gated.decision
    counts = Counter(finding.severity for finding in decision.counted)
    said = ", ".join(plural(counts[one], one.value) for one in Severity if counts[one]) or "no findings"
    aside = [
        f"{number:,} {word}"
        for number, word in (
            (decision.old, "old"),
            (decision.known, "known"),
            (decision.aside, "tolerated"),
        )
        if number
    ]
    how = "it never closes" if gated.policy.fail_on == NEVER else f"it closes on {gated.policy.fail_on}"
    apart = f"; {', '.join(aside)} set aside" if aside else ""
    counting = "that counts" if len(decision.counted) == 1 else "that count"
    return f"Gate {'open' if decision.passed else 'closed'}: {said} {counting}{apart} ({how})."


def baseline_written(gated: Gated, path: Path) -> str:
    """`120 findings written to baseline.csv.`"""
    number = plural(len(gated.every), "finding")
    return printable(f"{number} written to {path}. With --baseline {path} a gate counts only what is new.")


def _changed(changes: Mapping[str, Changes]) -> str:
    parts = []
    for name, one in changes.items():
        numbers = ((one.added, "new"), (one.touched, "changed"), (one.deleted, "gone"))
        if said := ", ".join(f"{len(ids):,} {word}" for ids, word in numbers if ids):
            parts.append(f"{name} {said}")
    return "; ".join(parts) or "no record is new or changed"
