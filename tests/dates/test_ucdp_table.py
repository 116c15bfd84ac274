"""UCDP's table of reporting expressions (GED codebook 19.1, appendix 2), row by row, on two days."""

from __future__ import annotations

from datetime import date

import pytest

from dateline.dates import resolve

# words | seen from Saturday 14 October 2017 | seen from Wednesday 10 January 2018 | date_prec
TABLE = """
today                           | 2017-10-14            | 2018-01-10            | 1
yesterday                       | 2017-10-13            | 2018-01-09            | 1
last Tuesday                    | 2017-10-10            | 2018-01-09            | 1
Monday night                    | 2017-10-09            | 2018-01-08            | 1
last night                      | 2017-10-13            | 2018-01-09            | 1
the other day                   | 2017-10-13            | 2018-01-09            | 1
no time given                   | 2017-10-11 2017-10-13 | 2018-01-07 2018-01-09 | 2
recently                        | 2017-10-11 2017-10-13 | 2018-01-07 2018-01-09 | 2
in the past few days            | 2017-10-11 2017-10-13 | 2018-01-07 2018-01-09 | 2
over the last few days          | 2017-10-11 2017-10-13 | 2018-01-07 2018-01-09 | 2
around 2 July                   | 2017-07-01 2017-07-03 | 2017-07-01 2017-07-03 | 2
over the weekend                | 2017-10-14            | 2018-01-06 2018-01-07 | 2
this week                       | 2017-10-09 2017-10-14 | 2018-01-08 2018-01-10 | 2
since the beginning of the week | 2017-10-09 2017-10-14 | 2018-01-08 2018-01-10 | 2
night between Sunday and Monday | 2017-10-08 2017-10-09 | 2018-01-07 2018-01-08 | 2
night-long                      | 2017-10-13 2017-10-14 | 2018-01-09 2018-01-10 | 2
past 24 hours                   | 2017-10-13 2017-10-14 | 2018-01-09 2018-01-10 | 2
past 48 hours                   | 2017-10-12 2017-10-14 | 2018-01-08 2018-01-10 | 2
past 72 hours                   | 2017-10-12 2017-10-14 | 2018-01-08 2018-01-10 | 2
past two days                   | 2017-10-12 2017-10-13 | 2018-01-08 2018-01-09 | 2
since Thursday                  | 2017-10-12 2017-10-14 | 2018-01-04 2018-01-10 | 2
five-day offensive              | 2017-10-10 2017-10-14 | 2018-01-06 2018-01-10 | 2
late last week                  | 2017-10-06 2017-10-08 | 2018-01-05 2018-01-07 | 2
last week                       | 2017-10-02 2017-10-08 | 2018-01-01 2018-01-07 | 3
past week                       | 2017-10-08 2017-10-14 | 2018-01-04 2018-01-10 | 3
first week of August            | 2017-08-01 2017-08-07 | 2017-08-01 2017-08-07 | 3
beginning of March              | 2017-03-01 2017-03-10 | 2017-03-01 2017-03-10 | 4
early March                     | 2017-03-01 2017-03-10 | 2017-03-01 2017-03-10 | 4
middle of March                 | 2017-03-10 2017-03-20 | 2017-03-10 2017-03-20 | 4
end of March                    | 2017-03-15 2017-03-31 | 2017-03-15 2017-03-31 | 4
late March                      | 2017-03-15 2017-03-31 | 2017-03-15 2017-03-31 | 4
several weeks                   | 2017-09-23 2017-10-14 | 2017-12-20 2018-01-10 | 4
recent weeks                    | 2017-09-23 2017-10-14 | 2017-12-20 2018-01-10 | 4
earlier this month              | 2017-10-01 2017-10-13 | 2018-01-01 2018-01-09 | 4
last month                      | 2017-09-01 2017-09-30 | 2017-12-01 2017-12-31 | 4
a fortnight ago                 | 2017-10-01 2017-10-14 | 2017-12-28 2018-01-10 | 4
1995                            | 1995-01-01 1995-12-31 | 1995-01-01 1995-12-31 | 5
last year                       | 2016-01-01 2016-12-31 | 2017-01-01 2017-12-31 | 5
past year                       | 2017-01-01 2017-10-14 | 2018-01-01 2018-01-10 | 5
early 1999                      | 1999-01-01 1999-04-30 | 1999-01-01 1999-04-30 | 5
mid-1999                        | 1999-05-01 1999-08-31 | 1999-05-01 1999-08-31 | 5
late 1999                       | 1999-09-01 1999-12-31 | 1999-09-01 1999-12-31 | 5
past three months               | 2017-07-14 2017-10-14 | 2018-01-01 2018-01-10 | 5
past few months                 | 2017-07-14 2017-10-14 | 2018-01-01 2018-01-10 | 5
"""

REPORTED = (date(2017, 10, 14), date(2018, 1, 10))

# Where the days left at publication, or counted on that day, are fewer or more than the table has in mind.
OTHER_PRECISION = {("over the weekend", REPORTED[0]): 1, ("since Thursday", REPORTED[1]): 3}

ROWS = [
    (words, reported, days.split(), int(precision))
    for line in TABLE.strip().splitlines()
    for words, *seen, precision in [[cell.strip() for cell in line.split("|")]]
    for reported, days in zip(REPORTED, seen, strict=True)
]


@pytest.mark.parametrize(("words", "reported", "days", "precision"), ROWS)
def test_the_words_mean_what_ucdp_says(words: str, reported: date, days: list[str], precision: int) -> None:
    resolution = resolve(words, reported)

    assert resolution is not None
    assert [resolution.interval.start, resolution.interval.end] == [
        date.fromisoformat(days[0]),
        date.fromisoformat(days[-1]),
    ]
    assert resolution.ucdp_precision == OTHER_PRECISION.get((words, reported), precision)


@pytest.mark.parametrize(("words", "reported", "days", "precision"), ROWS)
def test_the_five_precisions_map_to_three(
    words: str, reported: date, days: list[str], precision: int
) -> None:
    resolution = resolve(words, reported)

    assert resolution is not None
    expected = OTHER_PRECISION.get((words, reported), precision)
    assert resolution.precision == {1: 1, 2: 2, 3: 2, 4: 3, 5: None}[expected]
