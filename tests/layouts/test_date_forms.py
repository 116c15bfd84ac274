"""A column's own values decide in which form its dates are written; where they do not, nobody guesses."""

from __future__ import annotations

from datetime import date, timedelta

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.engine.table_file import literal
from dateline.layouts.date_forms import BY_NAME, CHOICES, FORMS, Decision, Undecided, day, decide, iso

AS_OF = date(2026, 11, 27)
OCTOBER_14 = date(2017, 10, 14)


def decided(*texts: str, year: str | None = None, chosen: tuple[str, ...] = ()) -> Decision | Undecided:
    return decide([(text, year) for text in texts], chosen, as_of=AS_OF)


def names(*texts: str, year: str | None = None, chosen: tuple[str, ...] = ()) -> list[str]:
    answer = decided(*texts, year=year, chosen=chosen)
    assert isinstance(answer, Decision)
    return [form.name for form in answer.forms]


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("2017-10-14", "iso"),
        ("2017-10-14 00:00:00.000", "iso-time"),
        ("2017/10/14", "ymd"),
        ("20171014", "compact"),
        ("14 October 2017", "named"),
        ("14-October-2017", "named"),
        ("14-Oct-2017", "named"),
        ("14-Oct-17", "named-short"),
        ("October 14, 2017", "named-us"),
        ("14/10/2017", "dmy"),
        ("14.10.2017", "dmy"),
        ("10/14/2017", "mdy"),
        ("14/10/17", "dmy-short"),
        ("10/14/17", "mdy-short"),
    ],
)
def test_a_text_that_is_a_day_in_one_form_only(text: str, form: str) -> None:
    assert names(text) == [form]
    assert day(text, BY_NAME[form], AS_OF) == OCTOBER_14
    ((written,),) = duckdb.sql(
        f"SELECT {iso('t', [BY_NAME[form]], AS_OF)} FROM (SELECT {literal(text)} AS t)"
    ).fetchall()
    assert written == "2017-10-14"


def test_one_value_decides_for_the_column() -> None:
    assert names("01/02/2017", "14/10/2017") == ["dmy"]
    assert names("01/02/2017", "10/14/2017") == ["mdy"]


def test_what_no_value_decides_is_asked() -> None:
    answer = decided("01/02/2017", "03/04/2017")
    assert isinstance(answer, Undecided) and answer.because == "unclear"
    assert names("01/02/2017", chosen=("day-first",)) == ["dmy"]
    assert names("01/02/2017", chosen=("month-first",)) == ["mdy"]


def test_a_column_that_holds_both_is_asked_about() -> None:
    answer = decided("14/10/2017", "10/14/2017")
    assert isinstance(answer, Undecided) and answer.because == "mixed"


def test_the_year_of_the_row_tells_which_calendar_a_spreadsheet_had() -> None:
    assert names("43022", year="2017") == ["excel-1900"]
    assert names("41560", year="2017") == ["excel-1904"]
    assert isinstance(decided("43022"), Undecided)
    assert names("43022", chosen=("excel-1904",)) == ["excel-1904"]


def test_a_year_of_two_digits_is_not_after_today() -> None:
    form = BY_NAME["named-short"]
    assert day("9-May-20", form, AS_OF) == date(2020, 5, 9)
    assert day("9-May-27", form, AS_OF) == date(1927, 5, 9)


def test_several_forms_that_cannot_be_confused_stand_side_by_side() -> None:
    assert names("9-May-20", "01-January-2015", "2017-10-14") == ["named-short", "named", "iso"]


def test_what_is_no_date_stays_as_it_is() -> None:
    forms = [form for form in FORMS if form.name not in ("mdy", "mdy-short", "excel-1904")]
    for text in ("", "x", "31-February-2017", "99/99/2017", "2017"):
        sql = f"SELECT {iso('t', forms, AS_OF)} FROM (SELECT {literal(text)} AS t)"
        assert duckdb.sql(sql).fetchall() == [(text,)]


def test_every_choice_names_forms() -> None:
    assert {name for forms in CHOICES.values() for name in forms} <= BY_NAME.keys()


@given(
    st.dates(date(1990, 1, 1), AS_OF),
    st.sampled_from(
        [
            ("named", "%d %B %Y"),
            ("named", "%d-%b-%Y"),
            ("named-short", "%d-%b-%y"),
            ("dmy", "%d/%m/%Y"),
            ("mdy", "%m/%d/%Y"),
            ("ymd", "%Y/%m/%d"),
            ("compact", "%Y%m%d"),
            ("dmy-short", "%d.%m.%y"),
        ]
    ),
)
def test_python_and_sql_read_the_same_day(one: date, how: tuple[str, str]) -> None:
    form, text = BY_NAME[how[0]], one.strftime(how[1])
    ((written,),) = duckdb.sql(
        f"SELECT {iso('t', [form], AS_OF)} FROM (SELECT {literal(text)} AS t)"
    ).fetchall()
    assert written == one.isoformat()
    assert day(text, form, AS_OF) == one


@given(st.dates(date(1990, 1, 1), AS_OF), st.sampled_from(["excel-1900", "excel-1904"]))
def test_days_of_a_spreadsheet(one: date, name: str) -> None:
    form = BY_NAME[name]
    assert form.epoch is not None
    text = str((one - form.epoch) // timedelta(days=1))
    ((written,),) = duckdb.sql(
        f"SELECT {iso('t', [form], AS_OF)} FROM (SELECT {literal(text)} AS t)"
    ).fetchall()
    assert written == one.isoformat()
