"""The functions that rules may call.

A function stands here if DuckDB, Spark and Postgres mean the same by it, or if what they mean differently is
shut out by `constants` and `guarded`. `docs/rule-sql.md` shows this table; `python -m
dateline.engine.functions`
writes it there.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

PAGE = Path("docs") / "rule-sql.md"
START, END = "<!-- functions: start -->", "<!-- functions: end -->"

LONGEST_PATTERN = 2_000
"""Characters of the longest regular expression."""
MOST_REPEATED = 255

Constant = Callable[[str, bool], str | None]
"""What is wrong with a constant, given as its text and whether it is in quotes; None if nothing is."""


class Kind(Enum):
    """Where a function may stand."""

    scalar = "Functions of a row"
    aggregate = "Functions of a group (only in `query`)"
    window = "Functions of neighbouring rows (only in `query`, with `OVER`)"


class Returns(Enum):
    """Whether a call is a condition."""

    value = "value"
    condition = "condition"
    argument = "argument"
    """It is one if its first argument is."""


@dataclass(frozen=True, slots=True)
class Function:
    """One function of the dialect."""

    signature: str
    """As in the docs; what is in brackets may be left out, and ... may be repeated."""
    meaning: str
    differs: str = ""
    """What a rule author must know about the three engines."""
    kind: Kind = Kind.scalar
    returns: Returns = Returns.value
    constants: Mapping[int, Constant] = field(default_factory=dict)
    """Arguments, by number from 0, that must be constants."""
    defaults: tuple[str, ...] = ()
    """SQL of arguments that are put in place of missing last ones, where engines have other defaults."""
    fails_on: frozenset[int] = frozenset()
    """Arguments, by number from 0, for some values of which DuckDB fails; the call is then null for them."""
    copies: int = 1
    """How often DuckDB copies an argument when it expands the function, a macro: nested, they multiply."""

    @property
    def name(self) -> str:
        """As it is written and emitted: in small letters."""
        return self.signature.partition("(")[0]

    @property
    def least(self) -> int:
        """Arguments that a call must have."""
        return len(_arguments(self.signature.partition("[")[0]))

    @property
    def most(self) -> int | None:
        """Arguments that a call may have; None is any number."""
        return None if "..." in self.signature else len(_arguments(self.signature))

    @property
    def ordered(self) -> bool:
        """Whether its result depends on the order of rows, so that OVER must state one."""
        return self.kind is Kind.window


def _arguments(signature: str) -> list[str]:
    return re.findall(r"[*\w']+", signature.partition("(")[2])


def one_of(*allowed: str) -> Constant:
    """One of a few texts."""

    def check(text: str, quoted: bool) -> str | None:
        if quoted and text in allowed:
            return None
        return "must be " + " or ".join(f"'{one}'" for one in allowed)

    return check


def whole_number(least: int) -> Constant:
    """A whole number from `least` on."""

    def check(text: str, quoted: bool) -> str | None:
        if not quoted and text.isdecimal() and least <= int(text) <= 1_000_000:
            return None
        return f"must be a whole number from {least} on"

    return check


def separator(text: str, quoted: bool) -> str | None:
    """Text that is not empty."""
    return None if quoted and text else "must be a text in quotes, at least one character long"


def regular_expression(text: str, quoted: bool) -> str | None:
    """A pattern that RE2 knows; DuckDB itself is asked."""
    if not quoted:
        return "must be a regular expression in quotes"
    if len(text) > LONGEST_PATTERN:
        return f"is longer than the {LONGEST_PATTERN:,} characters that a pattern may have"
    if re.search(r"\(\?(<?[=!]|>)", text):
        return "must not look ahead or behind: no engine but Java's can. Write two conditions with AND"
    if re.search(r"(?<!\\)(\\\\)*\\[1-9]", text):
        return r"must not refer back to its own groups (\1): RE2 cannot"
    if re.search(r"(?<!\\)(\\\\)*\\[pP]", text):
        return r"must not name classes of Unicode (\p): Postgres has none. Write ranges, as in [A-Za-zÀ-ɏ]"
    counts = [int(count) for pair in re.findall(r"\{(\d*),?(\d*)\}", text) for count in pair if count]
    if max(counts, default=0) > MOST_REPEATED:
        return f"repeats something more than {MOST_REPEATED} times: Postgres cannot"
    if problem := re2_problem(text):
        return f"is no regular expression that RE2 can read: {problem}"
    return None


@functools.lru_cache(maxsize=1024)
def re2_problem(pattern: str) -> str | None:
    """What RE2, DuckDB's engine for regular expressions, says against a pattern."""
    import duckdb

    try:
        _re2().execute("SELECT regexp_matches('', ?)", [pattern]).fetchone()
    except duckdb.Error as error:
        return str(error).removeprefix("Invalid Input Error: ").splitlines()[0][:80]
    return None


@functools.lru_cache(maxsize=1)
def _re2():  # type: ignore[no-untyped-def]  # duckdb is imported only when a pattern is met
    import duckdb

    return duckdb.connect(":memory:", config={"threads": 1, "temp_directory": ""})


def replacement(text: str, quoted: bool) -> str | None:
    """Plain text, because the engines write group references in three ways."""
    if quoted and "\\" not in text and "$" not in text:
        return None
    return "must be a text in quotes without \\ and $, which the engines read in different ways"


def date_format(text: str, quoted: bool) -> str | None:
    """A format of those parts that every engine has."""
    rest = re.sub(r"%(-?[dm]|[YBbAa])", "", text)
    if quoted and "%" not in rest and not re.search(r"[A-Za-z\"'\\]", rest):
        return None
    return "must be made of %Y %m %-m %B %b %d %-d %A %a, digits and punctuation, in quotes"


_PATTERN = {1: regular_expression}

FUNCTIONS: Mapping[str, Function] = {
    function.name: function
    for function in (
        # Text
        Function(
            "lower(text)",
            "in small letters",
            "A few letters (İ) depend on the language that Postgres runs in.",
        ),
        Function(
            "upper(text)", "in capitals", "A few letters (ß) depend on the language that Postgres runs in."
        ),
        Function("length(text)", "number of characters (code points, not bytes)"),
        Function(
            "bit_length(text)",
            "eight times the number of bytes in UTF-8: over 8, more than `length(text)` if any is not ASCII",
        ),
        Function(
            "left(text, count)",
            "the first characters",
            "A count below 0 differs: do not use one.",
            fails_on=frozenset({1}),
        ),
        Function("right(text, count)", "the last characters", "A count below 0 differs: do not use one."),
        Function(
            "substr(text, start[, count])",
            "characters from number `start` on; the first is 1",
            "A start below 1 differs: do not use one.",
            fails_on=frozenset({1, 2}),
        ),
        Function(
            "trim(text[, characters])",
            "without these characters at both ends; U+0020 if none are given",
            "DuckDB's own default also takes other spaces; here it never does.",
            defaults=("' '",),
        ),
        Function("ltrim(text[, characters])", "the same, at the beginning only", defaults=("' '",)),
        Function("rtrim(text[, characters])", "the same, at the end only", defaults=("' '",)),
        Function("replace(text, old, new)", "with every `old` replaced"),
        Function(
            "strpos(text, part)", "number of the character at which `part` first begins; 0 if it does not"
        ),
        Function(
            "contains(text, part)",
            "whether `part` stands in it; case counts",
            "Sent to Postgres as `strpos(text, part) > 0`.",
            returns=Returns.condition,
        ),
        Function("starts_with(text, part)", "whether it begins so; case counts", returns=Returns.condition),
        Function(
            "split_part(text, separator, number)",
            "the part with that number, from 1 on; empty if there are fewer",
            constants={1: separator, 2: whole_number(1)},
            copies=4,
        ),
        Function(
            "regexp_matches(text, pattern)",
            "whether the pattern is found anywhere in it; `(?i)` at its start ignores case",
            r"The engines' expressions differ: keep to what all have. `\b` is sent to Postgres as `\y`.",
            returns=Returns.condition,
            constants=_PATTERN,
        ),
        Function(
            "regexp_replace(text, pattern, new, 'g')",
            "with every match replaced",
            "`'g'` must be written: without it DuckDB and Postgres replace the first match, Spark all.",
            constants={1: regular_expression, 2: replacement, 3: one_of("g")},
        ),
        Function(
            "regexp_extract(text, pattern, group)",
            "what that group of the first match holds; 0 is the whole match",
            "Without a match it is empty, on Postgres null: compare with `nullif(…, '')`.",
            constants={1: regular_expression, 2: whole_number(0)},
        ),
        Function("concat_ws(separator, text, ...)", "texts joined; nulls are left out"),
        Function("md5(text)", "its MD5 as 32 hexadecimal digits"),
        # Nulls and choice
        Function("coalesce(value, value, ...)", "the first that is not null", returns=Returns.argument),
        Function(
            "nullif(value, other)",
            "null if both are equal, else `value`",
            returns=Returns.argument,
            copies=2,
        ),
        Function(
            "greatest(value, value, ...)",
            "the greatest; nulls are left out",
            "Null only if all are: `greatest(x, 0)` is 0 where x is null.",
            returns=Returns.argument,
        ),
        Function(
            "least(value, value, ...)",
            "the least; nulls are left out",
            "Null only if all are: `least(x, 1)` is 1 where x is null.",
            returns=Returns.argument,
        ),
        # Numbers
        Function("abs(number)", "without its sign", fails_on=frozenset({0})),
        Function(
            "round(number)",
            "to a whole number",
            "A half of a DOUBLE goes away from zero; on Postgres to the even number.",
        ),
        Function("floor(number)", "the whole number below"),
        Function(
            "sqrt(number)",
            "square root",
            "Null below 0.",
            fails_on=frozenset({0}),
        ),
        Function("sin(number)", "sine of an angle in radians", fails_on=frozenset({0})),
        Function("cos(number)", "cosine of an angle in radians", fails_on=frozenset({0})),
        Function(
            "asin(number)",
            "angle in radians of that sine",
            "Null outside -1 to 1.",
            fails_on=frozenset({0}),
        ),
        Function("radians(degrees)", "degrees as radians"),
        Function(
            "pow(number, exponent)",
            "to the power; the exponent is a constant from 0 on",
            constants={1: whole_number(0)},
        ),
        Function(
            "mod(number, divisor)",
            "remainder, with the sign of `number`",
            "Null where the divisor is 0.",
            fails_on=frozenset({1}),
        ),
        # Dates
        Function("year(date)", "the year"),
        Function("month(date)", "the month, 1 to 12"),
        Function("day(date)", "the day of the month"),
        Function(
            "date_diff('day', from, to)",
            "days from one date to another; below 0 if `to` is earlier",
            "Other units count in different ways.",
            constants={0: one_of("day")},
        ),
        Function(
            "date_trunc(unit, date)",
            "first day of the `'week'` (Monday), `'month'`, `'quarter'` or `'year'`",
            "A TIMESTAMP at midnight; compare it with dates all the same.",
            constants={0: one_of("week", "month", "quarter", "year")},
        ),
        Function("last_day(date)", "last day of its month"),
        Function(
            "strftime(date, format)",
            "the date as text; `%Y` `%m` `%-m` `%B` `%b` `%d` `%-d` `%A` `%a`, English names",
            "Names of months and days are those of the language that Spark and Postgres run in.",
            constants={1: date_format},
        ),
        # Groups
        Function(
            "count(*)",
            "number of rows; `count(x)` leaves out nulls, `count(DISTINCT x)` repetitions",
            kind=Kind.aggregate,
        ),
        Function("sum(number)", "sum; null for no rows", kind=Kind.aggregate),
        Function(
            "min(value)",
            "least",
            "Texts are compared by code point; on Postgres set the collation to C.",
            kind=Kind.aggregate,
            returns=Returns.argument,
        ),
        Function(
            "max(value)",
            "greatest",
            "Texts are compared by code point; on Postgres set the collation to C.",
            kind=Kind.aggregate,
            returns=Returns.argument,
        ),
        Function("avg(number)", "mean", kind=Kind.aggregate),
        Function(
            "median(number)",
            "median, halfway between the middle two",
            "Not with `OVER`.",
            kind=Kind.aggregate,
        ),
        # Neighbours
        Function("row_number()", "number of the row in its window, from 1 on", kind=Kind.window),
        Function(
            "lag(value[, rows])",
            "value of the row that is so many rows (1) before",
            kind=Kind.window,
            returns=Returns.argument,
            constants={1: whole_number(0)},
        ),
        Function(
            "lead(value[, rows])",
            "value of the row that is so many rows (1) after",
            kind=Kind.window,
            returns=Returns.argument,
            constants={1: whole_number(0)},
        ),
        Function(
            "first_value(value)",
            "value of the first row of the window",
            kind=Kind.window,
            returns=Returns.argument,
        ),
    )
}
OVER = frozenset({"count", "sum", "min", "max", "avg"})
"""Functions of a group that may also stand with OVER."""


def table() -> str:
    """The list as it stands in docs/rule-sql.md: Markdown, one table for each kind."""
    return "\n".join(line for kind in Kind for line in _rows(kind))


def _rows(kind: Kind) -> Iterator[str]:
    yield f"\n### {kind.value}\n"
    yield "| function | gives | mind |\n| --- | --- | --- |"
    for function in FUNCTIONS.values():
        if function.kind is kind:
            cells = (f"`{function.signature}`", function.meaning, function.differs)
            yield "| " + " | ".join(cell.replace("|", r"\|") for cell in cells).rstrip() + " |"
    if kind is Kind.window:
        yield f"\nAlso {', '.join(f'`{name}`' for name in sorted(OVER))} may stand with `OVER`."


def page(text: str) -> str:
    """`text` of docs/rule-sql.md with the list as it is now."""
    before, _, rest = text.partition(START)
    _, _, after = rest.partition(END)
    return f"{before}{START}\n{table()}\n\n{END}{after}"


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
