"""dateline's engine with the checks of a Table Schema alone: no rules, no pass over the bytes, no lines.

Row numbers are all that is told, as the other tools do.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from exchange import asked, tell

from dateline import rules
from dateline.engine import checks, connection, scan, table_file
from dateline.engine.columns import Columns
from dateline.engine.judge import MEMORY

SAME = ("type", "required", "pattern", "range", "length")
ANSWERS = {answer: answer for answer in SAME} | {"not_in_list": "list"}


def main() -> None:
    """The command line."""
    what = asked()
    schema = {"fields": what.fields}
    names = {rules.load().answering("table", answer).code: check for answer, check in ANSWERS.items()}
    with tempfile.TemporaryDirectory(prefix="dateline-") as name:
        folder = Path(name)
        file = table_file.opened(what.path, what.path.name, folder)
        present = table_file.names(file.header)
        columns = Columns("events", schema, present, "2026-01-01", every=list(present.values()))
        of_rows = [checks.of_blank_rows(), *checks.of_rows("events", schema, tuple(present))]
        of_tables = list(checks.of_tables("events", schema, {"events": tuple(present)}))
        stored = {column for query in of_tables for column in query.columns["events"]}
        found: dict[str, set[int]] = {}
        threads = connection.processors()
        with connection.connect(memory_limit=MEMORY, threads=threads, temp_directory=folder) as database:
            scanned = scan.scan(
                database, "events", file.relation(), columns, of_rows, stored, (), scan.Account()
            )
            counts = scanned.failing(database)
            rows, _ = scanned.rows_failing(database, counts, max(counts.values(), default=0))
            for number, failing in rows.items():
                check = of_rows[number]
                found.setdefault(f"{names[check.rule.code]} {check.field}", set()).update(failing)
            for query in of_tables:
                events = f"WITH events AS NOT MATERIALIZED ({scanned.select(query.columns['events'])})"
                pairs = database.execute(f"{events} SELECT row, other_row FROM ({query.sql})").fetchall()
                found[f"unique {query.field}"] = {row for pair in pairs for row in pair}
    tell(what.answer, found)


if __name__ == "__main__":
    main()
