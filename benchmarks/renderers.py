"""How long each form takes to write 100,000 findings, and how much memory it takes beyond them.

    python benchmarks/renderers.py [--findings N]

Each form is written in a process of its own to a file in the temporary folder, so that none pays for another.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import date
from pathlib import Path

from dateline import outputs, rules
from dateline.engine.judge import Books
from dateline.findings import Cell, Excerpt, Finding
from dateline.render import formats
from dateline.rules.model import placeholders
from dateline.validate.run import Validation

NOTES = "On 14 October 2017, government forces clashed with rebels in Harbour Town (North). Four died. "


def findings(number: int) -> Validation:
    """So many findings of twenty rules, with messages and values as long as real ones."""
    every = [rule for rule in rules.load() if rule.table == "events" and rule.field][:20]
    found = []
    for n in range(number):
        rule = every[n % len(every)]
        values = dict.fromkeys(placeholders(rule.message), f"{NOTES}{n}")
        place = Cell("datasets/events.csv", n + 1, n + 2, rule.field, f"SYR{n}")
        found.append(
            Finding(
                rule.code,
                rule.name,
                rule.severity,
                rule.finding(place, values).message,
                place,
                f"{NOTES}{n}",
                excerpt=Excerpt("…State forces,", NOTES, ",4,1600000000"),
            )
        )
    book = Books("events", "datasets/events.csv", number, number, 0, "0" * 64, 600 * number)
    counts = Counter(finding.rule for finding in found)
    applied = frozenset(rule.code for rule in every)
    return Validation(tuple(found), counts, rules.load(), applied, {}, (book,), as_of=date(2026, 1, 1))


def measure(name: str, number: int) -> None:
    """Write one form, and print what it took."""
    result = findings(number)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        start = time.perf_counter()
        outputs.write(path, lambda stream: formats.writer(name)(result, stream))
        took = time.perf_counter() - start
        size = path.stat().st_size
    more = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    print(
        f"{name:<9} {took:6.2f} s  {size / 1e6:8.1f} MB written  {more / 1024:6.1f} MB more memory",
        flush=True,
    )


def main() -> None:
    """Measure all forms, one after the other."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--findings", type=int, default=100_000)
    parser.add_argument("--only", choices=list(formats.FORMATS))
    given = parser.parse_args()
    if given.only:
        measure(given.only, given.findings)
        return
    for name in formats.FORMATS:
        call = [sys.executable, __file__, "--findings", str(given.findings), "--only", name]
        subprocess.run(call, check=True)


if __name__ == "__main__":
    main()
