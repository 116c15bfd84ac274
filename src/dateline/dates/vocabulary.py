"""The words of the grammar as pattern pieces, and the numbers that they stand for."""

from __future__ import annotations

import re

_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_MONTHS_SHORT = ("jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAYS_SHORT = ("mon", "tues", "tue", "weds", "wed", "thurs", "thur", "thu", "fri", "sat", "sun")
_NUMBERS = {
    "a": 1, "an": 1, "a couple of": 2, "couple of": 2,
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "twenty-four": 24, "thirty": 30,
    "forty": 40, "forty-eight": 48, "fifty": 50, "sixty": 60, "seventy-two": 72, "ninety": 90,
}  # fmt: skip

FEW = 3
"""UCDP reads a few, several and recent as three."""

MONTH_SHORT = rf"(?:{'|'.join(_MONTHS_SHORT)})\b\.?"
MONTH = rf"(?:{'|'.join(_MONTHS)}|{MONTH_SHORT})"
WEEKDAY_SHORT = rf"(?:{'|'.join(_WEEKDAYS_SHORT)})\b\.?"
WEEKDAY = rf"(?:{'|'.join(_WEEKDAYS)}|{WEEKDAY_SHORT})"
YEAR = r"(?:1[89]|20)[0-9]{2}(?![0-9])"
YEAR_OR_RELATIVE = rf"(?:{YEAR}|last year|this year)"
DAY_OF_MONTH = r"(?:3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd|th)?(?![0-9])"
FEW_WORDS = ("a few", "few", "several")
NUMBER = rf"(?:[0-9]{{1,3}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))}|{'|'.join(FEW_WORDS)})"
FIGHTING = (
    r"(?:[a-z]+ )?(?:offensive|operation|battle|siege|assault|campaign|fighting|clash|clashes|attack|attacks"
    r"|bombardment|shelling|protest|protests|demonstration|demonstrations|sit-in|strike|raid|blockade|standoff"
    r"|stand-off|ceasefire|truce|conflict|war|curfew|riots|unrest|violence|crackdown|occupation|advance|uprising"
    r"|exercise|rampage)"
)
JOIN = r"(?: to | until | till | through | and | or | ?[-\u2014] ?)"
NAME_IN_LOWER_CASE = re.compile(rf"\b(?:{MONTH}|{WEEKDAY})\b")

_MONTH_NUMBERS = {name[:3]: number for number, name in enumerate(_MONTHS, start=1)}
_WEEKDAY_NUMBERS = {name[:3]: number for number, name in enumerate(_WEEKDAYS)}


def month_number(word: str) -> int:
    """1 for January, from the whole word or its abbreviation."""
    return _MONTH_NUMBERS[word[:3]]


def weekday_number(word: str) -> int:
    """0 for Monday, from the whole word or its abbreviation."""
    return _WEEKDAY_NUMBERS[word[:3]]


def day_number(word: str) -> int:
    """The day of the month in `14` or `14th`."""
    return int(word.rstrip("stndrh"))


def number(word: str) -> int:
    """A number in digits or words; a few and several are three."""
    return int(word) if word.isdigit() else _NUMBERS.get(word, FEW)


def year_number(word: str, published_year: int) -> int:
    """A year in digits, or `last year` and `this year`."""
    return int(word) if word.isdigit() else published_year - word.startswith("last")
