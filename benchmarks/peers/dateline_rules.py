"""dateline on one file of events, by some rules of the catalogue only: what more rules cost.

    python dateline_rules.py FILE AS_OF CODE...

What the schema demands, the pass over the bytes, lines and messages are as in `dateline validate`. Without
codes nothing is judged: the codes of the rules that could be applied are printed.
"""

from __future__ import annotations

import sys
import tempfile
from datetime import date
from pathlib import Path

from dateline import rules
from dateline.engine import table_file
from dateline.engine.columns import Columns
from dateline.engine.judge import Input, Options, compiled, judge
from dateline.validate import foreign


def applicable(one: Input, as_of: date) -> list[str]:
    """The codes of the rules about events that need no column or table that is not there."""
    columns = Columns(one.name, one.schema, table_file.names(one.file.header), as_of.isoformat())
    return [
        rule.code
        for rule in rules.load()
        if rule.table == one.name and not isinstance(compiled(rule, {one.name: columns.names}), str)
    ]


def main() -> None:
    """The command line."""
    path, as_of, codes = Path(sys.argv[1]), date.fromisoformat(sys.argv[2]), set(sys.argv[3:])
    with tempfile.TemporaryDirectory(prefix="dateline-") as folder:
        one = foreign.opened(path, Path(folder), as_of, foreign.NOTHING).input
        if codes:
            judge([one], [rule for rule in rules.load() if rule.code in codes], Options(as_of=as_of))
        else:
            print(*applicable(one, as_of))


if __name__ == "__main__":
    main()
