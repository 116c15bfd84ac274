"""dateline on one file of events by the whole catalogue: what it costs to find out what the columns are.

python dateline_layout.py FILE AS_OF known|found
"""

from __future__ import annotations

import sys
import tempfile
from datetime import date
from pathlib import Path

from dateline import rules
from dateline.engine import table_file
from dateline.engine.judge import Input, Options, judge
from dateline.schemas import known_schema
from dateline.validate import foreign


def opened(path: Path, folder: Path, as_of: date, known: bool) -> Input:
    """The file as its header is told to be, or as the file shows itself."""
    if known:
        return Input("events", table_file.opened(path, path.name, folder), known_schema("events"))
    return foreign.opened(path, folder, as_of, foreign.NOTHING).input


def main() -> None:
    """The command line."""
    path, as_of, known = Path(sys.argv[1]), date.fromisoformat(sys.argv[2]), sys.argv[3] == "known"
    with tempfile.TemporaryDirectory(prefix="dateline-") as folder:
        judged = judge([opened(path, Path(folder), as_of, known)], rules.load(), Options(as_of=as_of))
    print(dict(judged.counts), "found by", len(judged.applied), "rules")


if __name__ == "__main__":
    main()
