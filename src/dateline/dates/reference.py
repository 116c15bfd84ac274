"""The table of expressions in docs/dates.md: `python -m dateline.dates.reference` prints it.

Every rule of the grammar has a row here; a test holds the page, and this list, to the grammar.
"""

from __future__ import annotations

import sys
from datetime import date

from dateline.dates.interval import Interval
from dateline.dates.resolver import Resolution, resolve

PUBLISHED = date(2017, 10, 14)
"""The publication day of the table, a Saturday."""

BEGIN = "<!-- expressions: written by python -m dateline.dates.reference -->"
END = "<!-- end of expressions -->"

EXAMPLES: dict[str, tuple[str, ...]] = {
    "Days and nights": (
        "today",
        "this morning",
        "tonight",
        "yesterday",
        "yesterday evening",
        "last night",
        "overnight",
        "night-long shelling",
        "the day before yesterday",
        "the other day",
        "Saturday",
        "on Thursday",
        "early Friday",
        "in the early hours of Friday",
        "on Friday evening",
        "Thursday night",
        "overnight Thursday",
        "Thursday overnight",
        "this Thursday",
        "last Thursday",
        "last Saturday",
        "Saturday last week",
        "by Thursday",
    ),
    "Dates": (
        "14 October 2017",
        "October 14, 2017",
        "Saturday, Oct. 14",
        "14 Oct",
        "the 14th of October",
        "14-October-2017",
        "2017-10-14",
        "15 October",
        "29 February",
        "3 May last year",
        "on the 12th",
        "the 12th of last month",
        "around 2 July",
    ),
    "Parts of a week": (
        "this week",
        "earlier this week",
        "early this week",
        "late last week",
        "last week",
        "over the weekend",
        "last weekend",
    ),
    "Months and their parts": (
        "in June",
        "June 2014",
        "2014-06",
        "last June",
        "this June",
        "June last year",
        "this month",
        "earlier this month",
        "last month",
        "early September",
        "at the beginning of March",
        "mid-September",
        "the middle of last month",
        "late September",
        "the end of March 2016",
        "the first half of August",
        "the first week of August",
        "the last week of August",
    ),
    "Years": (
        "1995",
        "in 2014",
        "early 1999",
        "mid-1999",
        "late last year",
        "last year",
        "this year",
        "earlier this year",
    ),
    "Counted back from publication": (
        "within the past 24 hours",
        "in the last 48 hours",
        "over the past 72 hours",
        "in the past hours",
        "the past two days",
        "in the past few days",
        "past week",
        "in the last week",
        "the past two or three weeks",
        "past month",
        "past three months",
        "past year",
        "for the past three years",
        "two days ago",
        "about three days ago",
        "hours ago",
        "a week ago",
        "two weeks ago",
        "a fortnight ago",
        "a month ago",
        "two years ago",
        "recently",
        "in recent days",
        "several weeks",
        "in recent weeks",
        "in recent months",
        "no time given",
        "a five-day offensive",
        "a week-long siege",
        "days-long clashes",
    ),
    "From one to another": (
        "on 12–14 October",
        "October 12-13, 2017",
        "from 3 to 5 May",
        "between 24 February and 10 March",
        "between 24 December 2016 and 3 January",
        "from June to August 2014",
        "between late September and early October",
        "between Monday and Wednesday",
        "on Thursday and Friday",
        "the night between Sunday and Monday",
        "since Thursday",
        "since the beginning of the week",
        "since early September",
        "since 2014",
    ),
}


def section() -> str:
    """The part of docs/dates.md between its markers, markers included, with a line break at the end."""
    weekday = PUBLISHED.strftime("%A")
    lines = [BEGIN, "", f"Published on {weekday} {PUBLISHED}:"]
    for title, expressions in EXAMPLES.items():
        lines += ["", f"### {title}", ""]
        lines += [
            "| words | days they allow | day to code | ACLED | UCDP | also tolerated |",
            "|--|--|--|--|--|--|",
        ]
        lines += [_row(expression) for expression in expressions]
    return "\n".join([*lines, "", END, ""])


def _row(expression: str) -> str:
    resolution = resolve(expression, PUBLISHED)
    if resolution is None:
        raise ValueError(f"the grammar does not know {expression!r}")
    cells = (
        expression,
        _days(resolution.interval),
        _day_to_code(resolution),
        str(resolution.precision or "not coded"),
        str(resolution.ucdp_precision),
        "; ".join(_days(other) for other in resolution.alternatives),
    )
    return f"| {' | '.join(cells)} |".replace("|  |", "| |")


def _days(interval: Interval) -> str:
    return f"{interval.start}" if interval.days == 1 else f"{interval.start} to {interval.end}"


def _day_to_code(resolution: Resolution) -> str:
    return " or ".join(map(str, resolution.preferred)) if resolution.precision else ""


if __name__ == "__main__":
    sys.stdout.write(section())
