"""Made events as ACLED's export tool wrote events from 2019 to March 2023."""

from __future__ import annotations

from pathlib import Path

from dateline.layouts.catalogue import layouts

LAYOUT = "acled-2019"
_CODES = Path(__file__).resolve().parent.parent / "schema" / "codes"


def write(events: Path, target: Path) -> None:
    """Write the events of a present export in the older form."""
    import duckdb

    country = f"coalesce({_listed('countries', 'event_id_prefix', 'country', 'country')}, 'SYN')"
    made = {
        "data_id": "7000000 + row_number() OVER ()",
        "event_id_cnty": f"{country} || row_number() OVER ()",
        "event_id_no_cnty": "row_number() OVER ()",
        "event_date": "strftime(event_date::DATE, '%d %B %Y')",
        "inter1": _listed("inter_codes", "code", "label", "inter1"),
        "inter2": f"coalesce({_listed('inter_codes', 'code', 'label', 'inter2')}, '0')",
        "interaction": _listed("interactions", "code", "label", "interaction"),
        "iso3": country,
    }
    names = layouts()[LAYOUT].columns
    columns = ", ".join(f"{made[name]} AS {name}" if name in made else name for name in names)
    rows = f"read_csv('{events}', all_varchar = true, strict_mode = true)"
    duckdb.sql(f"SELECT {columns} FROM {rows} AS events").write_csv(str(target))


def _listed(name: str, wanted: str, by: str, column: str) -> str:
    """SQL of what a code list has for a cell."""
    codes = f"read_csv('{_CODES / name}.csv', all_varchar = true) AS codes"
    return f"(SELECT any_value(codes.{wanted}) FROM {codes} WHERE codes.{by} = events.{column})"
