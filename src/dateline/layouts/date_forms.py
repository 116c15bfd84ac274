"""In which form a column of dates is written: its own values decide, or nobody does."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dateline.engine.table_file import literal

CENTURY = 100


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write a date."""

    name: str
    shown: str
    """As a person would describe it."""
    pattern: str
    """Of the whole text, in the syntax that Python and RE2 share."""
    formats: tuple[str, ...] = ()
    """For `strptime`, after each of / . and spaces became a hyphen."""
    short: bool = False
    """Whether the year has two digits."""
    epoch: date | None = None
    """Day 0, where the text is a number of days."""


_MONTH = "[A-Za-zéûäç]{3,9}[.]?"
_NUMBERS = "[0-9]{1,2}[-/. ][0-9]{1,2}[-/. ]"
ISO = Form("iso", "2017-10-14", "[0-9]{4}-[0-9]{2}-[0-9]{2}", ("%Y-%m-%d",))
FORMS = (
    ISO,
    Form(
        "iso-time",
        "2017-10-14 00:00:00",
        "[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?(Z|[+]00:?00)?",
        ("%Y-%m-%d",),
    ),
    Form(
        "ymd",
        "2017/10/14",
        "[0-9]{4}[/. ][0-9]{1,2}[/. ][0-9]{1,2}|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}",
        ("%Y-%m-%d",),
    ),
    Form("compact", "20171014", "(19|20)[0-9]{6}", ("%Y%m%d",)),
    Form(
        "named", "14 October 2017", f"[0-9]{{1,2}}[-/ .]+{_MONTH}[-/ .,]+[0-9]{{4}}", ("%d-%B-%Y", "%d-%b-%Y")
    ),
    Form(
        "named-short",
        "14-Oct-17",
        f"[0-9]{{1,2}}[-/ .]+{_MONTH}[-/ .,]+[0-9]{{2}}",
        ("%d-%B-%y", "%d-%b-%y"),
        short=True,
    ),
    Form("named-us", "October 14, 2017", f"{_MONTH}[ -][0-9]{{1,2}},? ?[0-9]{{4}}", ("%B-%d-%Y", "%b-%d-%Y")),
    Form("dmy", "14/10/2017, the day first", f"{_NUMBERS}[0-9]{{4}}", ("%d-%m-%Y",)),
    Form("mdy", "10/14/2017, the month first", f"{_NUMBERS}[0-9]{{4}}", ("%m-%d-%Y",)),
    Form("dmy-short", "14/10/17, the day first", f"{_NUMBERS}[0-9]{{2}}", ("%d-%m-%y",), short=True),
    Form("mdy-short", "10/14/17, the month first", f"{_NUMBERS}[0-9]{{2}}", ("%m-%d-%y",), short=True),
    Form(
        "excel-1900",
        "43022, days that Excel counts from 1900",
        "[1-9][0-9]{4}([.]0+)?",
        epoch=date(1899, 12, 30),
    ),
    Form(
        "excel-1904",
        "41560, days that Excel counts from 1904",
        "[1-9][0-9]{4}([.]0+)?",
        epoch=date(1904, 1, 1),
    ),
)
BY_NAME: Mapping[str, Form] = {form.name: form for form in FORMS}
RIVALS = (("dmy", "mdy"), ("dmy-short", "mdy-short"), ("excel-1900", "excel-1904"))
"""Forms in which the same text is another day."""
FEW = 5
"""Dates of either form from which on their days mean something."""
MONTHS = 12
CHOICES: Mapping[str, tuple[str, ...]] = {
    "day-first": ("dmy", "dmy-short"),
    "month-first": ("mdy", "mdy-short"),
    "excel-1900": ("excel-1900",),
    "excel-1904": ("excel-1904",),
}
"""What a person may say who knows."""


@dataclass(frozen=True, slots=True)
class Decision:
    """The forms that a column's dates are written in."""

    forms: tuple[Form, ...]
    counts: Mapping[str, int]
    """Distinct texts by form."""
    example: Mapping[str, str]
    """A text by form."""
    halved: bool = False
    """Whether the dates look as if a spreadsheet had turned those round that it could."""


@dataclass(frozen=True, slots=True)
class Undecided:
    """Texts that are two different days, depending on the form, and nothing in the column says which."""

    one: Form
    other: Form
    example: str
    because: str
    """`mixed`: some texts can only be the one, some only the other. `unclear`: every text can be both."""


def decide(
    pairs: Iterable[tuple[str, str | None]], chosen: Collection[str] = (), *, as_of: date
) -> Decision | Undecided:
    """The forms of a column. `pairs`: each distinct text, with the year that another column of its row gives,
    if it has one. `chosen`: what a person said (`CHOICES`). Texts in no form are left out: they are no dates.
    """
    allowed = {name for choice in chosen for name in CHOICES[choice]}
    texts: dict[str, list[tuple[str, str | None]]] = {}
    for text, year in pairs:
        for form in FORMS:
            if re.fullmatch(form.pattern, text):
                texts.setdefault(form.pattern, []).append((text, year))
                break
    forms: list[Form] = []
    for pattern, found in texts.items():
        rivals = [form for form in FORMS if form.pattern == pattern]
        if len(rivals) > 1 and allowed & {form.name for form in rivals}:
            rivals = [form for form in rivals if form.name in allowed]
        if len(rivals) == 1:
            forms.append(rivals[0])
            continue
        answer = _between(rivals[0], rivals[1], found, as_of)
        if isinstance(answer, Undecided):
            return answer
        forms.append(answer)
    counts = {form.name: len(texts[form.pattern]) for form in forms}
    example = {form.name: texts[form.pattern][0][0] for form in forms}
    return Decision(tuple(forms), counts, example, _halved(forms, texts))


def _halved(forms: Sequence[Form], texts: Mapping[str, Sequence[tuple[str, str | None]]]) -> bool:
    """Whether every date as YYYY-MM-DD could have been read the other way round, and none of those with the
    day first."""
    if {form.name for form in forms} != {ISO.name, "dmy"}:
        return False
    turned = [text for text, _ in texts[ISO.pattern]]
    left = [text for text, _ in texts[BY_NAME["dmy"].pattern]]
    return (
        min(len(turned), len(left)) >= FEW
        and all(int(text[8:10]) <= MONTHS for text in turned)
        and all(int(re.split("[-/. ]", text)[0]) > MONTHS for text in left)
    )


def _between(
    one: Form, other: Form, found: Sequence[tuple[str, str | None]], as_of: date
) -> Form | Undecided:
    """Of two forms, the one that alone gives a day, and the year of the row, for some texts; of neither the
    other way round."""
    only_one = only_other = 0
    example = found[0][0]
    for text, year in found:
        a, b = (_fits(day(text, form, as_of), year) for form in (one, other))
        only_one += a and not b
        only_other += b and not a
    if only_one and not only_other:
        return one
    if only_other and not only_one:
        return other
    return Undecided(one, other, example, "mixed" if only_one else "unclear")


def _fits(day: date | None, year: str | None) -> bool:
    return day is not None and (not year or not year.isdecimal() or int(year) % CENTURY == day.year % CENTURY)


def day(text: str, form: Form, as_of: date) -> date | None:
    """The day that a text means in a form; None if it is none."""
    from datetime import datetime

    if form.epoch is not None:
        return form.epoch + timedelta(days=int(float(text)))
    plain = re.sub(r"[-/. ,]+", "-", text[:10] if form.name == "iso-time" else text).strip("-")
    for one in form.formats:
        try:
            found = datetime.strptime(plain, one).date()
        except ValueError:
            continue
        return found.replace(year=found.year - CENTURY) if form.short and found > as_of else found
    return None


def iso(text: str, forms: Sequence[Form], as_of: date) -> str:
    """SQL of a text column with each date that is in one of `forms` as YYYY-MM-DD, and any other text as it
    stands. Years of two digits are the last that are not after `as_of`."""
    branches = []
    for form in forms:
        if form is ISO:
            continue
        if form.epoch is not None:
            days = f"(DATE {literal(form.epoch.isoformat())} + TRY_CAST({text} AS DOUBLE)::INTEGER)"
        else:
            source = f"left({text}, 10)" if form.name == "iso-time" else text
            plain = f"rtrim(regexp_replace({source}, '[-/. ,]+', '-', 'g'), '-')"
            formats = ", ".join(map(literal, form.formats))
            days = f"CAST(try_strptime({plain}, [{formats}]) AS DATE)"
        if form.short:
            limit = f"DATE {literal(as_of.isoformat())}"
            days = f"(CASE WHEN {days} > {limit} THEN {days} - INTERVAL {CENTURY} YEAR ELSE {days} END)"
        written = f"strftime({days}, '%Y-%m-%d')"
        branches.append(
            f"WHEN regexp_full_match({text}, {literal(form.pattern)}) THEN coalesce({written}, {text})"
        )
    return f"(CASE {' '.join(branches)} ELSE {text} END)" if branches else text
