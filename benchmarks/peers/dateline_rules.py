"""dateline on one file of events, by some rules of the catalogue only: what more rules cost.

    python dateline_rules.py FILE RULES AS_OF

RULES is how many rules about events are applied, spread evenly over the catalogue, or `all`. What the schema
demands, the pass over the bytes, lines and messages are as in `dateline validate`. Prints how many it were.
"""

from __future__ import annotations

import sys
import tempfile
from datetime import date
from pathlib import Path

from dateline import rules
from dateline.engine.judge import Options, judge
from dateline.validate import tables


def main() -> None:
    """The command line."""
    path, wanted, as_of = Path(sys.argv[1]), sys.argv[2], date.fromisoformat(sys.argv[3])
    of_events = [rule for rule in rules.load() if rule.table == "events"]
    count = len(of_events) if wanted == "all" else int(wanted)
    chosen = [of_events[number * len(of_events) // count] for number in range(count)]
    with tempfile.TemporaryDirectory(prefix="dateline-") as folder:
        judge([tables.of_file(path, Path(folder))], chosen, Options(as_of=as_of))
    print(len(chosen))


if __name__ == "__main__":
    main()
