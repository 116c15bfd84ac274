"""The functions of the dialect: what each gives, and that the page which lists them is not stale."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from dateline.engine import columns, dialect, functions
from dateline.engine import connection as connections
from dateline.engine.dialect import RuleSqlError
from dateline.engine.functions import FUNCTIONS, Kind

DAY = "DATE '2024-02-29'"
GIVES: dict[str, list[tuple[str, Any]]] = {
    "lower": [("lower('École')", "école")],
    "upper": [("upper('école')", "ÉCOLE")],
    "length": [("length('é🇫🇷')", 3), ("length(NULL)", None)],
    "bit_length": [("bit_length('é')", 16), ("bit_length('e')", 8), ("bit_length(NULL)", None)],
    "strpos": [("strpos('Deir ez Zor', 'Zor')", 9), ("strpos('é', 'e')", 0), ("strpos(NULL, 'e')", None)],
    "left": [("left('abc', 2)", "ab"), ("left('abc', 9)", "abc")],
    "right": [("right('abc', 2)", "bc")],
    "substr": [("substr('abc', 2)", "bc"), ("substr('abc', 2, 1)", "b")],
    "trim": [("trim(' a\u00a0 ')", "a\u00a0"), ("trim('.,a.', '.,')", "a")],
    "ltrim": [("ltrim('  a ')", "a ")],
    "rtrim": [("rtrim(' a  ')", " a")],
    "replace": [("replace('a-b-c', '-', '')", "abc")],
    "contains": [("contains('abc', 'b')", True), ("contains('abc', 'B')", False)],
    "starts_with": [("starts_with('abc', 'ab')", True)],
    "split_part": [("split_part('a; b', '; ', 2)", "b"), ("split_part('a; b', '; ', 3)", "")],
    "regexp_matches": [("regexp_matches('abc', 'b.')", True), ("regexp_matches('aBc', '(?i)ABC')", True)],
    "regexp_replace": [("regexp_replace('a1b22', '[0-9]+', '#', 'g')", "a#b#")],
    "regexp_extract": [("regexp_extract('a12', 'a([0-9]+)', 1)", "12"), ("regexp_extract('a', 'b', 0)", "")],
    "concat_ws": [("concat_ws('; ', 'a', NULL, 'b')", "a; b")],
    "md5": [("md5('abc')", "900150983cd24fb0d6963f7d28e17f72")],
    "coalesce": [("coalesce(NULL, 2, 3)", 2)],
    "nullif": [("nullif(1, 1)", None), ("nullif(1, 2)", 1)],
    "greatest": [("greatest(1, NULL, 3)", 3)],
    "least": [("least(1, NULL, 3)", 1)],
    "abs": [("abs(-2)", 2)],
    "round": [("round(2.5)", 3), ("round(-2.5)", -3)],
    "floor": [("floor(-1.5)", -2)],
    "sqrt": [("sqrt(9)", 3.0)],
    "sin": [("sin(0)", 0.0)],
    "cos": [("cos(0)", 1.0)],
    "asin": [("asin(1) > 1.57", True)],
    "radians": [("radians(180) > 3.14", True)],
    "pow": [("pow(3, 2)", 9.0)],
    "mod": [("mod(7, 3)", 1), ("mod(-7, 3)", -1), ("mod(7, 0)", None)],
    "year": [(f"year({DAY})", 2024)],
    "month": [(f"month({DAY})", 2)],
    "day": [(f"day({DAY})", 29)],
    "date_diff": [
        (f"date_diff('day', {DAY}, DATE '2024-03-02')", 2),
        (f"date_diff('day', {DAY}, NULL)", None),
    ],
    "date_trunc": [
        (f"date_trunc('week', {DAY})", datetime(2024, 2, 26)),
        (f"date_trunc('year', {DAY}) = DATE '2024-01-01'", True),
    ],
    "last_day": [("last_day(DATE '2024-02-01')", date(2024, 2, 29))],
    "strftime": [
        (f"strftime({DAY}, '%-d %B %Y')", "29 February 2024"),
        (f"strftime({DAY}, '%A, %d.%m.')", "Thursday, 29.02."),
    ],
    "count": [
        ("count(*)", 3),
        ("count(x)", 2),
        ("count(DISTINCT x)", 1),
        ("count(*) FILTER (WHERE n > 1)", 2),
    ],
    "sum": [("sum(n)", 6), ("sum(n) FILTER (WHERE n > 9)", None)],
    "min": [("min(n)", 1)],
    "max": [("max(n)", 3)],
    "avg": [("avg(n)", 2.0)],
    "median": [("median(n)", 2.0)],
    "row_number": [("row_number() OVER (ORDER BY n DESC)", [3, 2, 1])],
    "lag": [("lag(n) OVER (ORDER BY n)", [None, 1, 2])],
    "lead": [("lead(n, 2) OVER (ORDER BY n)", [3, None, None])],
    "first_value": [("first_value(n) OVER (PARTITION BY x ORDER BY n)", [1, 2, 1])],
}  # fmt: skip
CALLS = [(name, text, value) for name, calls in GIVES.items() for text, value in calls]


def test_every_function_is_called_here() -> None:
    assert GIVES.keys() == FUNCTIONS.keys()
    assert all(text.startswith(f"{name}(") for name, text, _ in CALLS)


@pytest.mark.parametrize(("name", "text", "value"), CALLS)
def test_what_a_function_gives(name: str, text: str, value: Any) -> None:
    """In a table t of three rows: n is 1, 2, 3 and x is 'a', null, 'a'."""
    over_row = FUNCTIONS[name].kind is Kind.scalar
    sql = (
        f"SELECT {dialect.expression(text, ()).sql}"
        if over_row
        else dialect.query(f"SELECT {text} AS value FROM t", {"t": ("n", "x")}).sql
    )
    with connections.connect(memory_limit="100MB", threads=1, temp_directory=None) as connection:
        connection.execute(
            "CREATE TABLE t AS SELECT * FROM (VALUES (1, 'a'), (2, NULL), (3, 'a')) AS t(n, x)"
        )
        found = connection.execute(f"SELECT * FROM ({sql})").fetchall()
    assert (
        (sorted(found, key=repr) == sorted(((one,) for one in value), key=repr))
        if isinstance(value, list)
        else found == [(value,)]
    )


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS.keys())
def test_a_call_has_as_many_arguments_as_its_signature(function: functions.Function) -> None:
    few = ", ".join(["NULL"] * (function.least - 1)) if function.least else "NULL"
    many = ", ".join(["NULL"] * ((function.most or 0) + 1))
    for arguments in (few, many) if function.most is not None else (few,):
        with pytest.raises(RuleSqlError, match=r"arguments|looks at several rows"):
            dialect.expression(f"{function.name}({arguments})", ())


def test_the_page_lists_the_functions_as_they_are(repository: Path) -> None:
    text = (repository / functions.PAGE).read_text(encoding="utf-8")
    assert functions.page(text) == text, (
        f"{functions.PAGE} is stale; run: python -m dateline.engine.functions"
    )
    assert all(f"`{function.signature}`" in text for function in FUNCTIONS.values())


def test_the_examples_of_the_page_are_in_the_dialect(repository: Path) -> None:
    text = (repository / functions.PAGE).read_text(encoding="utf-8")
    examples = re.findall(r"^```sql\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)
    tables = {name: columns.all_names(name) for name in columns.all_tables()}
    assert len(examples) == 5
    for example in examples:
        if example.startswith(("SELECT", "WITH")):
            assert dialect.query(example, tables).outputs[0] == "row"
        else:
            dialect.expression(example, tables["events"])
