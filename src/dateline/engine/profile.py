"""What a table of events covers: its rows, its days, its countries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dateline.engine.scan import Scanned

COLUMNS = frozenset({"event_date", "country"})
"""What has to be stored for it."""
MOST_COUNTRIES = 300
"""There are fewer; a column with more values holds something else, of any number and length."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What the rows that were judged cover; of a column that is not there nothing is said."""

    rows: int
    first: str | None = None
    """The earliest day, as YYYY-MM-DD, of those that can be read."""
    last: str | None = None
    countries: Mapping[str, int] | None = None
    """Rows by country, as it stands in the file, the most frequent first."""
    more_countries: int = 0
    """How many values were left out of these."""


def of_events(connection: Any, events: Scanned) -> Profile:
    """The profile of a table whose columns are stored, as far as it has them."""
    first = last = countries = None
    more = 0
    if "event_date" in events.plan.stored:
        days = events.select({"event_date"})
        sql = f"SELECT CAST(min(event_date) AS VARCHAR), CAST(max(event_date) AS VARCHAR) FROM ({days})"
        ((first, last),) = connection.execute(sql).fetchall()
    if "country" in events.plan.stored:
        countries, different = events.frequencies(connection, "country", MOST_COUNTRIES)
        more = different - len(countries)
    return Profile(events.rows, first, last, countries, more)
