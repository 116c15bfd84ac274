"""What `dateline show` shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich import box
from rich.table import Table
from rich.text import Text

from dateline.datasets import Tables
from dateline.render.console import console, printable
from dateline.render.findings import plural

Row = Mapping[str, str]

_PRECISION = {"2": "\n(week)", "3": "\n(month)"}


def table(events: Sequence[Row]) -> None:
    """The events in the order of the file: one row each, the columns a reader looks for first."""
    if not events:
        console().print("No events yet. `dateline new ARTICLE` starts the extraction of an article,")
        console().print("and `dateline convert` makes events of what is coded in it.")
        return
    title = plural(len(events), "event")
    shown = Table(title=title, title_justify="left", box=box.HORIZONTALS, show_lines=True)
    for name, width in (("Date", 10), ("Place", 12), ("What happened", 30), ("Deaths", 6), ("Sources", 10)):
        shown.add_column(name, min_width=width, justify="right" if name == "Deaths" else "left")
    for row in events:
        what = [row["sub_event_type"], row["actor1"], f"against {row['actor2']}" if row["actor2"] else ""]
        cells = (
            row["event_date"] + _PRECISION.get(row["time_precision"], ""),
            f"{row['location']}\n{row['admin1']}",
            "\n".join(line for line in what if line),
            row["fatalities"],
            row["source"].replace("; ", "\n"),
        )
        shown.add_row(*(Text("\n".join(printable(line) for line in cell.split("\n"))) for cell in cells))
    console().print(shown)
    console().print("One event with the words behind it: dateline show EVENT, for example")
    console().print(f"  dateline show {printable(events[0]['event_key'])}")


def one(event: Row, tables: Tables) -> None:
    """One event: its filled cells, then every claim with its quotations, accepted or not, then
    contradictions."""
    event_id = event["event_id_cnty"]
    console().print(Text(f"{event_id}  {printable(event['event_key'])}", style="bold"))
    for name, cell in event.items():
        if cell and name not in ("event_id_cnty", "event_key"):
            console().print(Text(f"  {name:<18} {printable(cell)}"))
    sources = {row["source_id"]: row for row in tables["sources"]}
    evidence: dict[str, list[Row]] = {}
    for row in tables["evidence"]:
        evidence.setdefault(row["claim_id"], []).append(row)
    claims = [row for row in tables["claims"] if row["event_id"] == event_id]
    for source_id in dict.fromkeys(row["source_id"] for row in claims):
        console().print()
        console().print(Text(_title(sources.get(source_id)), style="bold"))
        of_source = [claim for claim in claims if claim["source_id"] == source_id]
        for pointer in dict.fromkeys(claim["pointer"] for claim in of_source):
            said = [claim for claim in of_source if claim["pointer"] == pointer]
            _said(said, evidence.get(said[0]["claim_id"], ()))
    for row in tables["contradictions"]:
        if row["event_id"] == event_id:
            console().print()
            console().print(
                Text(f"{row['status']} contradiction, {row['source_id']}: {printable(row['statement'])}")
            )


def _title(source: Row | None) -> str:
    if source is None:
        return "By default"
    publisher = source["publisher"] or "Publisher not stated"
    published = source["published_at"] or "date not stated"
    basis = "" if source["published_basis"] == "quoted" else f" ({source['published_basis']})"
    return printable(f"{publisher}, {published}{basis}: {source['headline']}  [{source['source_id']}]")


def _said(claims: Sequence[Row], evidence: Sequence[Row]) -> None:
    """What one entry of an extraction claims: its columns, the words behind them, the coder's reason."""
    first = claims[0]
    for claim in claims:
        mark = "✓" if claim["accepted"] == "true" else "✗"
        cell = f"{claim['field']} = {claim['value']}"
        console().print(Text(printable(f"  {mark} {cell}  ({claim['settled_by']})")))
    for row in evidence:
        words = " ".join(row["exact"].split())
        console().print(Text(printable(f"      “{words}”  {row['start']}–{row['end']}"), style="italic"))
    said = f", says {first['attributed_to']}" if first["attributed_to"] else ""
    reason = f": {first['reason']}" if first["reason"] else ""
    console().print(Text(printable(f"      {first['basis']}{said}{reason}"), style="dim"))
