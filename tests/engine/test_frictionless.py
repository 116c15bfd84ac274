"""What the engine finds in tables against what frictionless finds in them, both ways.

Each finding is compared by its table, record, field and kind. Where the two differ on purpose, a row of the
table in docs/reading.md says so; `DIFFERENCES` has an example of each, and in all other tests no difference
is let through that is not one of them.
"""

from __future__ import annotations

import csv
import io
import random
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import frictionless
import pytest

from dateline import resources, rules
from dateline.engine.checks import is_code_list
from dateline.errors import CallError
from dateline.findings import Cell
from dateline.schemas import table_schema

Schema = Mapping[str, Any]
Rows = Sequence[Sequence[str]]
Judge = Callable[..., Any]

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
CONSTRAINTS = {
    "required": "required",
    "enum": "not_in_list",
    "pattern": "pattern",
    "minimum": "range",
    "maximum": "range",
    "exclusiveMinimum": "range",
    "exclusiveMaximum": "range",
    "minLength": "length",
    "maxLength": "length",
}
ERRORS = {
    "type-error": "type",
    "unique-error": "unique",
    "primary-key": "primary_key",
    "foreign-key": "foreign_key",
    "missing-cell": "short_row",
    "extra-cell": "long_row",
    "blank-row": "blank_row",
    "blank-header": "header",
    "blank-label": "header",
    "duplicate-label": "header",
    "incorrect-label": "header",
    "missing-label": "header",
    "extra-label": "header",
    "resource-error": "resource",
}


class Table(NamedTuple):
    """A table: all its rows, the header first, and its schema."""

    rows: Rows
    schema: Schema
    guessed: bool = False
    """Whether frictionless may guess from many rows which of them is the header. What a dialect says of it,
    it forgets where there are foreign keys."""

    @property
    def key(self) -> Sequence[str]:
        """The fields of the primary key."""
        key = self.schema.get("primaryKey", ())
        return [key] if isinstance(key, str) else key

    def blank(self, row: int) -> bool:
        """Whether a row has nothing in it."""
        return not any(self.rows[row])

    def ragged(self, row: int) -> bool:
        """Whether a row that is not blank is longer or shorter than the header."""
        return not self.blank(row) and len(self.rows[row]) != len(self.rows[0])


Tables = Mapping[str, Table]


class Error(NamedTuple):
    """What either finds: in which table, record and field, and of which kind."""

    table: str
    row: int | None
    field: str | None
    kind: str


# -- the two of them


def by_frictionless(tables: Tables) -> dict[Error, Any]:
    """What frictionless finds, in our words, each with its own."""
    # The cells are handed over as csv reads them: of a file, frictionless guesses delimiters and the like.
    described = [
        {
            "name": name,
            "type": "table",
            "data": list(csv.reader(io.StringIO(written(table.rows), newline=""))),
            "schema": table.schema,
        }
        for name, table in tables.items()
    ]
    lists = {key["reference"]["resource"] for table in tables.values() for key in keys(table.schema)}
    described += [code_list(name) for name in sorted(lists - {*tables, ""}) if is_code_list(name)]
    package = frictionless.Package.from_descriptor({"$schema": PROFILE, "name": "p", "resources": described})
    for resource in package.resources:
        if resource.name in tables and not tables[resource.name].guessed:
            resource.detector = frictionless.Detector(sample_size=1)
    report = package.validate(limit_errors=100_000)
    assert not report.errors
    return {
        in_our_words(task.name, error): error
        for task in report.tasks
        if task.name in tables
        for error in task.errors
    }


def in_our_words(table: str, error: Any) -> Error:
    """An error of frictionless."""
    row = getattr(error, "row_number", None)
    column = getattr(error, "field_name", None) or getattr(error, "label", None)
    kind = ERRORS.get(error.type, "unreadable")
    if error.type == "constraint-error":
        kind = next(kind for name, kind in CONSTRAINTS.items() if f'constraint "{name}"' in error.note)
    elif error.type == "primary-key" and "all" in error.note:
        kind = "empty_key"
    elif error.type == "foreign-key":
        column = error.field_names[0] if len(error.field_names) == 1 else None
    return Error(table, row - 1 if row else None, column or None, kind)


def code_list(name: str) -> dict[str, Any]:
    """A built-in code list as a resource."""
    schema = {key: value for key, value in table_schema(name).items() if key != "foreignKeys"}
    return {"name": name, "type": "table", "data": rows_of(name), "schema": schema}


def by_engine(judge: Judge, tables: Tables) -> set[Error]:
    """What the engine finds."""
    files = {name: (written(table.rows), table.schema) for name, table in tables.items()}
    found: set[Error] = set()
    for finding in judge(files, cap=100_000).judgement.findings:
        (kind,) = rules.load()[finding.rule].answers
        assert isinstance(finding.place, Cell)
        place = finding.place
        found.add(Error(place.file.removesuffix(".csv"), place.row, place.column, kind))
    return found


def compared(judge: Judge, tables: Tables) -> tuple[set[Error], set[Error]]:
    """What only the engine finds, and what only frictionless does."""
    ours, theirs = by_engine(judge, tables), by_frictionless(tables)
    return ours - theirs.keys(), theirs.keys() - ours


def keys(schema: Schema) -> Sequence[Mapping[str, Any]]:
    """The foreign keys of a schema."""
    found: Sequence[Mapping[str, Any]] = schema.get("foreignKeys", ())
    return found


def written(rows: Rows) -> str:
    """Rows as CSV, an empty row as a blank line."""
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue()


def rows_of(name: str, most: int | None = None) -> list[list[str]]:
    """The header and the rows of a table of this repository."""
    root = resources.folder("schema").parent
    folders = (root / "datasets", resources.folder("schema") / "codes", root / "seeds")
    path = next((folder / f"{name}.csv" for folder in folders if (folder / f"{name}.csv").is_file()), None)
    if path is None:
        return [[one["name"] for one in table_schema(name)["fields"]]]
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream, strict=True))[: most and most + 1]


# -- where they differ on purpose


class Example(NamedTuple):
    """Tables in which the two differ: what only the engine finds, what only frictionless."""

    tables: Tables
    ours: Sequence[tuple[str, int | None, str | None, str]] = ()
    theirs: Sequence[tuple[str, int | None, str | None, str]] = ()


def column(cells: Sequence[str], kind: str = "string", **constraints: Any) -> Tables:
    """A table `t` with a number for each row and one column `x` more."""
    return described(cells, {"type": kind, "constraints": constraints})


def described(cells: Sequence[str], one: Mapping[str, Any]) -> Tables:
    """The same, its field described in full."""
    rows = [["n", "x"], *([str(number), cell] for number, cell in enumerate(cells, 1))]
    return {"t": Table(rows, {"fields": [{"name": "n", "type": "string"}, {"name": "x", **one}]})}


def typed(text: str, **more: Any) -> Schema:
    """A schema: a field is `name` (a string) or `name:type`, fields are parted by blanks."""
    parts = [one.partition(":") for one in text.split()]
    return {"fields": [{"name": name, "type": kind or "string"} for name, _, kind in parts], **more}


def each(kind: str, *rows: int) -> list[tuple[str, int, str, str]]:
    """Findings of one kind in the column `x` of the table `t`."""
    return [("t", row, "x", kind) for row in rows]


def into(table: str, column: str, name: str = "k") -> Mapping[str, Any]:
    """A foreign key from the column `name`."""
    return {"foreignKeys": [{"fields": [name], "reference": {"resource": table, "fields": [column]}}]}


SPACED = [" 1", "1 ", "\t1", "1\n", "\u00a01", "1_000", "١٢", "\uff11"]
WRONG_TYPES = [
    described(["x"], one)
    for one in (
        {"type": "year"},
        {"type": "datetime"},
        {"type": "object"},
        {"type": "string", "format": "email"},
        {"type": "date", "format": "%d/%m/%Y"},
        {"type": "number", "decimalChar": ","},
        {"type": "integer", "bareNumber": False},
    )
]
FORMAT = "another type than these five, a `format`, `decimalChar`, `groupChar`, `bareNumber`"
RAGGED = [["k", "v"], ["a"], ["b", "v"], ["c", "v", "w"]]

DIFFERENCES: Mapping[str, Sequence[Example]] = {
    "`' 1'`, `1_000`, digits of other scripts, as a number": [
        Example(column(SPACED, kind), ours=each("type", *range(1, len(SPACED) + 1)))
        for kind in ("integer", "number")
    ]
    + [Example(column(["1__0"], "number"), ours=each("type", 1))],
    "`NaN`, `Infinity`": [
        Example(column(["NaN", "nan", "inf", "-inf", "Infinity"], "number"), ours=each("type", 1, 2, 3, 4, 5))
    ],
    "a whole number beyond 64 bits": [
        Example(
            column([str(2**63 - 1), str(2**63), str(-(2**63)), str(-(2**63) - 1)], "integer"),
            ours=each("type", 2, 4),
        )
    ],
    "a number with more digits than double precision has": [
        Example(column(["1e-400"], "number", maximum=0), theirs=each("range", 1)),
        Example(column(["10", "10.0000000000000001"], "number", enum=[10]), theirs=each("not_in_list", 2)),
        Example(column(["10", "10.0000000000000001"], "number", unique=True), ours=each("unique", 2)),
    ],
    "`2023-3-5`, digits of other scripts, as a date": [
        Example(
            column(["2023-3-5", "2023-03-5", "\uff12\uff10\uff12\uff13-01-01"], "date"),
            ours=each("type", 1, 2, 3),
        )
    ],
    FORMAT: [Example(tables, theirs=each("type", 1)) for tables in WRONG_TYPES],
    "`missingValues` other than the empty cell": [
        Example(
            {"t": Table([["n", "x"], ["1", "NA"], ["2", ""]], typed("n x:integer", missingValues=["NA"]))},
            ours=each("type", 1),
            theirs=each("type", 2),
        )
    ],
    "a value that ends with a line break, against a `pattern`": [
        Example(column(["a\n", "a"], pattern="[a-z]"), ours=each("pattern", 1))
    ],
    r"a `pattern` of alternatives, `a\|b`": [
        Example(column(["ax", "xb", "b", "a"], pattern="a|b"), ours=each("pattern", 1))
    ],
    r"`\b` in a pattern": [Example(column(["é", "e"], pattern=r"\b.\b"), ours=each("pattern", 1))],
    "a key that did not parse": [
        Example(
            {"t": Table([["x", "v"], ["q", "v"]], typed("x:integer v", primaryKey=["x"]))},
            theirs=[("t", 1, None, "empty_key")],
        )
    ],
    "a primary key of one field that is `unique`": [
        Example(
            {
                "t": Table(
                    [["x"], ["1"], ["1"]],
                    {
                        "fields": [{"name": "x", "type": "string", "constraints": {"unique": True}}],
                        "primaryKey": ["x"],
                    },
                )
            },
            theirs=each("unique", 2),
        )
    ],
    "a key of whole numbers into a column of numbers": [
        Example(
            {
                "t": Table([["x"], ["1"]], typed("x:integer", **into("u", "y", "x"))),
                "u": Table([["y"], ["1"]], typed("y:number")),
            },
            ours=each("foreign_key", 1),
        )
    ],
    "a key into a table or column that is not there": [
        Example(
            {"t": Table([["k"], ["1"]], typed("k", **into("u", "y")))},
            theirs=[("t", None, None, "resource")],
        ),
        Example(
            {"t": Table([["k"], ["1"]], typed("k", **into("", "y")))},
            theirs=[("t", 1, "k", "foreign_key")],
        ),
        Example(
            {"t": Table([["k"], ["1"]], typed("k", **into("inter_codes", "y")))},
            theirs=[("t", 1, "k", "foreign_key")],
        ),
    ],
    "a key into a code list of which the package has a copy": [
        Example(
            {
                "t": Table([["k"], ["Rioters"], ["Pirates"]], typed("k", **into("inter_codes", "label"))),
                "inter_codes": Table([["label"], ["Pirates"]], typed("label")),
            },
            ours=[("t", 2, "k", "foreign_key")],
            theirs=[("t", 1, "k", "foreign_key")],
        )
    ],
    "a blank row": [
        Example(
            {"t": Table([["x", "v"], ["", ""], []], typed("x v", primaryKey=["x"]))},
            theirs=[("t", 1, None, "empty_key"), ("t", 2, None, "empty_key")],
        )
    ],
    "a row without cells but beyond the last column": [
        Example(
            {"t": Table([["x"], ["", "", "y"]], typed("x"))},
            ours=[("t", 1, None, "long_row")],
            theirs=[("t", 1, None, "blank_row")],
        )
    ],
    "a row that is short of several cells": [
        Example(
            {"t": Table([["x", "y", "z"], ["1"]], typed("x y z"))},
            theirs=[("t", 1, "z", "short_row")],
        )
    ],
    "a short or long row": [
        Example(
            {
                "t": Table(
                    [["x", "v", "w"], ["q", ""], ["1", "", "", ""], ["1", "", ""]],
                    typed("x:integer v w", primaryKey=["x"]),
                )
            },
            theirs=[
                ("t", 1, "x", "type"),
                ("t", 1, None, "empty_key"),
                ("t", 3, None, "primary_key"),
            ],
        )
    ],
    "a key into a table with such rows": [
        Example(
            {
                "t": Table([["k"], ["a"], ["b"], ["z"]], typed("k", **into("u", "k"))),
                "u": Table(RAGGED, typed("k v")),
            },
            theirs=[("t", 3, "k", "foreign_key")],
        )
    ],
    "names of a header in another order": [
        Example(
            {"t": Table([["v", "n"], ["a", "1"]], typed("n:integer v"))},
            theirs=[("t", None, "v", "header"), ("t", 1, "n", "type")],
        ),
        Example(
            {"t": Table([["w", "n", "v"], ["a", "1", "b"]], typed("n:integer v"))},
            ours=[("t", None, "w", "header")],
            theirs=[
                ("t", None, "n", "header"),
                ("t", None, "v", "header"),
                ("t", 1, "n", "type"),
            ],
        ),
    ],
    "a name of a header that is another, empty or there twice": [
        Example(
            {"t": Table([[name, "v"], ["a", "b"]], typed("n v"))},
            ours=[("t", None, name or None, "header")],
            theirs=[("t", None, "n", "header")],
        )
        for name in ("x", "N", "n\nx", "")
    ]
    + [
        Example(
            {"t": Table([["n", "n"], ["a", "b"]], typed("n v"))},
            ours=[("t", None, "n", "header")],
            theirs=[("t", None, "v", "header")],
        )
    ],
    "blanks around a name of a header": [
        Example({"t": Table([[" n", "v"], ["a", "b"]], typed("n v"))}, ours=[("t", None, " n", "header")])
    ],
    "a blank line for a header": [
        Example(
            {"t": Table([[], ["a", "b"]], typed("n v"), guessed=True)}, ours=[("t", None, None, "header")]
        )
    ],
    "a narrow row above the header": [
        Example(
            {"t": Table([["title"], [*"nvwxy"], [*"12345"]], typed("n v w x y"), guessed=True)},
            ours=[
                ("t", None, "title", "header"),
                *(("t", None, name, "header") for name in "vwxy"),
                ("t", 1, None, "long_row"),
                ("t", 2, None, "long_row"),
            ],
        )
    ],
}


@pytest.mark.parametrize(
    ("case", "example"), [(case, one) for case, examples in DIFFERENCES.items() for one in examples]
)
def test_they_differ_as_the_table_in_the_docs_says(
    judged_together: Judge, case: str, example: Example
) -> None:
    ours, theirs = compared(judged_together, example.tables)
    assert ours == {Error(*one) for one in example.ours}
    assert theirs == {Error(*one) for one in example.theirs}
    assert ours | theirs


def test_the_table_in_the_docs_has_these_differences_and_no_others(repository: Path) -> None:
    text = (repository / "docs" / "reading.md").read_text(encoding="utf-8")
    lines = text.partition("| case | frictionless | dateline | why |")[2].split("\n\n")[0].splitlines()[2:]
    cells = [re.split(r"(?<!\\)\|", line) for line in lines]
    assert [len(one) for one in cells] == [6] * len(cells)
    assert [one[1].strip() for one in cells] == list(DIFFERENCES)


@pytest.mark.parametrize(
    "header",
    [["n", "v"], ["n"], ["n", "v", "w"], ["v", "n"], ["w", "n", "v"], ["n", "n"], ["n", "v", "v"], ["", "v"],
     ["", ""], ["N", "v"], ["x", "y"], ["n", "v", ""]],
)  # fmt: skip
def test_a_header_is_wrong_for_both_or_for_neither(judged_together: Judge, header: list[str]) -> None:
    tables = {"t": Table([header, ["1", "a"]], typed("n v"))}
    ours, theirs = by_engine(judged_together, tables), by_frictionless(tables)
    assert ("header" in {one.kind for one in ours}) == ("header" in {one.kind for one in theirs})


def test_keys_out_of_a_table_with_a_short_row_are_followed(judged_together: Judge) -> None:
    tables = {
        "t": Table([["k", "v"], ["a", "v"], ["z"], ["z", "v"]], typed("k v", **into("u", "k"))),
        "u": Table([["k"], ["a"]], typed("k")),
    }
    ours, theirs = compared(judged_together, tables)
    assert (ours, theirs) == (set(), {Error("t", 2, "k", "foreign_key")})
    assert Error("t", 3, "k", "foreign_key") in by_engine(judged_together, tables)


@pytest.mark.parametrize(
    ("one", "reason"),
    [
        ({"constraints": {"pattern": "(?=a)"}}, r"'\(\?=a\)' cannot be used as a regular expression"),
        ({"constraints": {"pattern": r"(a)\1"}}, "cannot be used as a regular expression"),
        ({"constraints": {"pattern": "a{1001}"}}, "cannot be used as a regular expression"),
        ({"constraints": {"pattern": r"[\S]"}}, "cannot be used as a regular expression"),
        ({"constraints": {"pattern": "("}}, "is not a regular expression"),
        ({"type": "integer", "constraints": {"minimum": "many"}}, "many"),
        ({"type": "integer", "constraints": {"minimum": 1, "maximum": "many"}}, "many"),
        ({"type": "date", "constraints": {"maximum": "2023-02-30"}}, "day is out of range"),
        ({"type": "boolean", "constraints": {"enum": ["maybe"]}}, "'maybe' is neither true nor false"),
    ],
)
def test_a_schema_that_cannot_be_used_is_refused(
    judged_together: Judge, one: Mapping[str, Any], reason: str
) -> None:
    with pytest.raises(CallError, match=f"The schema of t cannot be used: .*{reason}"):
        by_engine(judged_together, described(["a"], one))


# -- every cell against every type and constraint


def parted(text: str, by: str) -> list[str]:
    """The parts of a text."""
    return text.split(by)


CELLS = [
    *parted(
        "|0|1|-1|+1|01|1.0|1.|1.5|.5|1e3|1E3|1e+3|1.e3|-0|0.0|0.1|10|10.00|1e18|1e-300|1e400|-1e400", "|"
    ),
    *parted(
        "0x1F|1,000|1 000|1.000,5|$1|10%|1d|1f|--1|+-1|e5|1e|1e5.5|.|-|+|1.5.2|9223372036854775807|²|½", "|"
    ),
    *parted("true|True|TRUE|TrUe|false|False|FALSE|yes|no|t|NULL|null|None|NA|today|epoch", "|"),
    *parted("2023-01-01|2023-06-15|2024-02-29|2000-02-29|0001-01-01|9999-12-31|2023/01/01|01/01/2023", "|"),
    *parted("2023-02-29|1900-02-29|2023-13-01|2023-00-01|2023-01-00|2023-01-32|0000-01-01|10000-01-01", "|"),
    *parted("-2023-01-01|+2023-01-01|2023-01-01 | 2023-01-01|2023-01-01 00:00:00|2023-01-01T00:00:00", "|"),
    *parted("20230101|2023-01-01Z|2023-01-01 (BC)|2023-W01-1|2023-001|23-01-01|999-01-01", "|"),
    *parted(
        "a|ab|abc|ABC|é|e\u0301|😀|😀😀|a b|it's|q\"|a\\b|a\nb|a\r\nb|\ufeffa|\u200b| |\u22121|\x0b|\x1f", "|"
    ),
]
DATES = ("0001-01-01", "2023-01-01", "2023-06-15", "9999-12-31")
LIMITS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
PATTERNS = [
    *parted(
        r"a.c [a-z]+ \w+ \d \s \S+ \D* \W .* a.* [^b]* a{,2}b? ^ab$ \Aab\Z \x61 \u00e9+ [\u00e9] a$", " "
    ),
    *parted(
        r"(?:ab)+ [\d] [^\w] (?P<n>a) a*? []a]+ [^]a]+ \. \- é 😀 \U0001F600 \x0b [^a]{1,3} (?i:abc)", " "
    ),
    *["", r"[\w ]+", "a b", r"a\\b", "(a|b)+"],
]
CONSTRAINED: Mapping[str, Sequence[Mapping[str, Any]]] = {
    "integer": [
        {"required": True},
        {"enum": [1, "10", -1]},
        *({name: limit} for name in LIMITS for limit in (0, 1, "10", -1)),
    ],
    "number": [
        {"required": True},
        {"enum": [1, 10.0, "0.1", "1e3"]},
        *({name: limit} for name in LIMITS for limit in (0, 1.5, "1e3", 0.1, 10)),
    ],
    "date": [
        {"required": True},
        {"enum": ["2023-01-01", "9999-12-31"]},
        *({name: limit} for name in LIMITS for limit in DATES),
    ],
    "boolean": [{"required": True}, {"enum": ["true"]}, {"enum": [False]}],
    "string": [
        {"required": True},
        {"enum": ["a", "é", "a b", " ", "a\nb", "it's", 'q"', "a\\b"]},
        *({name: limit} for name in ("minLength", "maxLength") for limit in (0, 1, 2, 3)),
        *({"pattern": pattern} for pattern in PATTERNS),
    ],
}


@pytest.mark.parametrize("kind", CONSTRAINED)
@pytest.mark.filterwarnings("ignore:Possible")
def test_every_cell_is_the_same_to_both(judged_together: Judge, kind: str) -> None:
    cells = [cell for cell in CELLS if kind == "string" or (cell.strip() == cell and "\n" not in cell)]
    cells += ["infinity", "-infinity"] if kind != "number" else []
    tables = {
        f"t{number}": column(cells, kind, **constraints)["t"]
        for number, constraints in enumerate(CONSTRAINED[kind])
    }
    theirs = by_frictionless(tables)
    assert by_engine(judged_together, tables) == theirs.keys()
    names = {CONSTRAINTS[name] for constraints in CONSTRAINED[kind] for name in constraints}
    assert {one.kind for one in theirs} >= names


def test_other_words_for_true_and_false(judged_together: Judge) -> None:
    ways = [{"trueValues": ["yes", "1"]}, {"falseValues": ["no"]}, {"trueValues": []}]
    tables = {
        f"t{number}": described(CELLS, {"type": "boolean", **way})["t"] for number, way in enumerate(ways)
    }
    assert compared(judged_together, tables) == (set(), set())


# -- the tables of this repository


DATASETS = [path.stem for path in sorted((resources.folder("schema") / "tables").glob("*.json"))]
BROKEN = ["", "x", "0", "-1", "99999999", "2023-02-30", "1.5", "true", "é" * 5000, "a  b", "DLS1", "Syria"]


def of_repository(names: Sequence[str], most: int = 15) -> dict[str, Table]:
    """The tables of these names."""
    return {name: Table(rows_of(name, most), table_schema(name)) for name in names}


def broken(table: Table, rng: random.Random, ragged: bool) -> Table:
    """A table with wrong cells, rows that stand in it twice, blank ones, and ragged ones if wanted."""
    rows = [list(row) for row in table.rows]
    while len(rows) < 6:
        rows.append(["x"] * len(rows[0]))
    rows += [list(rng.choice(rows[1:])) for _ in range(3)]
    for row in rows[1:]:
        for _ in range(rng.randrange(4)):
            row[rng.randrange(len(row))] = rng.choice(BROKEN)
    rows.insert(rng.randrange(1, len(rows)), [""] * rng.randrange(len(rows[0])))
    if ragged:
        rng.choice(rows[1:]).append("more")
        rng.choice(rows[1:]).clear()
        row = rng.choice([row for row in rows[1:] if any(row)])
        del row[rng.randrange(len(row)) :]
    return table._replace(rows=rows)


def unexplained(tables: Tables, judge: Judge, used: Counter[str]) -> list[tuple[str, Error]]:
    """What only one of the two finds, and no row of the table in the docs accounts for."""
    ours, theirs = by_engine(judge, tables), by_frictionless(tables)
    left = []
    for who, only in (("dateline", ours - theirs.keys()), ("frictionless", theirs.keys() - ours)):
        for one in only:
            case = explained(who, one, tables, theirs)
            used[case or ""] += 1
            if case is None:
                left.append((who, one))
    return left


def explained(who: str, one: Error, tables: Tables, theirs: Mapping[Error, Any]) -> str | None:
    """The row of the table in the docs that accounts for what only one of the two finds."""
    table = tables[one.table]
    if one.row is None:
        return None
    cells, header = table.rows[one.row], table.rows[0]
    beyond = table.ragged(one.row) and not any(cells[: len(header)])
    if beyond and (who, one.kind) in {("dateline", "long_row"), ("frictionless", "blank_row")}:
        return "a row without cells but beyond the last column"
    of_field = next((each for each in table.schema["fields"] if each["name"] == one.field), {})
    if "format" in of_field and one._replace(kind="type") in theirs:
        return FORMAT
    if who == "dateline":
        return None
    if table.blank(one.row):
        return "a blank row" if one.kind == "empty_key" else None
    if table.ragged(one.row):
        if one.kind == "short_row" and one.field != header[len(cells)]:
            return "a row that is short of several cells"
        return None if one.kind in ("short_row", "long_row") else "a short or long row"
    return explained_by_key(one, table, tables, theirs)


def explained_by_key(one: Error, table: Table, tables: Tables, theirs: Mapping[Error, Any]) -> str | None:
    """The same for keys of a row that is as long as the header."""
    assert one.row is not None
    match one.kind:
        case "unique" | "primary_key":
            if one.kind == "unique" and table.key == [one.field] and primary(one) in theirs:
                return "a primary key of one field that is `unique`"
            other = int(theirs[one].note.split()[-1]) - 1
            return "a short or long row" if table.ragged(other) else None
        case "empty_key":
            cells = dict(zip(table.rows[0], table.rows[one.row], strict=True))
            return "a key that did not parse" if any(cells[name] for name in table.key) else None
        case "foreign_key":
            other = tables.get(theirs[one].reference_name or one.table)
            if other and any(map(other.ragged, range(1, len(other.rows)))):
                return "a key into a table with such rows"
    return None


def primary(one: Error) -> Error:
    """The finding about the primary key of the same row."""
    return one._replace(field=None, kind="primary_key")


def test_the_datasets_are_sound_for_both(judged_together: Judge) -> None:
    lists = [name for name in DATASETS if is_code_list(name)]
    for names in ([name for name in DATASETS if name not in lists], *([name] for name in lists)):
        tables = of_repository(names, most=1000)
        assert by_engine(judged_together, tables) == by_frictionless(tables).keys() == set()


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(1, 6))])
def test_broken_datasets(judged_together: Judge, seed: int) -> None:
    rng, used = random.Random(seed), Counter[str]()
    sound = of_repository([name for name in DATASETS if not is_code_list(name)])
    tables = {name: broken(table, rng, ragged=seed % 3 == 2) for name, table in sound.items()}
    assert unexplained(tables, judged_together, used) == []
    assert seed % 3 == 2 or "a key into a table with such rows" not in used


@pytest.mark.parametrize("name", [name for name in DATASETS if is_code_list(name)])
def test_broken_code_lists(judged_together: Judge, name: str) -> None:
    used = Counter[str]()
    for seed in range(2):
        tables = {name: broken(of_repository([name])[name], random.Random(seed), ragged=bool(seed))}
        assert unexplained(tables, judged_together, used) == []


# -- any tables


SOUND = {
    "integer": ["0", "1", "2", "10", "-3", "+1", "01", "007"],
    "number": ["0", "1", "1.0", "2.50", "-3.5", "1e1", ".5", "10"],
    "date": ["2023-01-01", "2023-12-31", "2024-02-29", "1999-01-01"],
    "boolean": ["true", "false", "1", "0", "TRUE", "False"],
    "string": ["a", "b", "ab", "é", "a b", " a", "x\ny", 'q"q', "a,b"],
}
WRONG = {
    "integer": ["x", "1.5", "1e3", "--1"],
    "number": ["x", "1,5", "1.2.3"],
    "date": ["2023-02-29", "01/01/2023", "2023"],
    "boolean": ["yes", "2", "tRUE"],
    "string": ["", "zzzz"],
}
LIMITED = {
    "integer": [{"minimum": 1}, {"maximum": 5}, {"minimum": 0, "maximum": 9}, {"enum": [0, 1, 2]}],
    "number": [{"minimum": 0.5}, {"exclusiveMaximum": 10}, {"enum": [1, 2.5]}],
    "date": [{"minimum": "2023-01-01"}, {"exclusiveMaximum": "2024-02-29"}],
    "boolean": [{"enum": ["true"]}],
    "string": [{"minLength": 2}, {"maxLength": 1}, {"pattern": "[a-z]+"}, {"enum": ["a", "b"]}],
}


def any_table(rng: random.Random, others: Mapping[str, Table]) -> Table:
    """A table of any schema, with keys into itself and into others, and rows that break it."""
    kinds = [rng.choice(list(SOUND)) for _ in range(rng.randrange(1, 5))]
    names = [f"f{number}" for number in range(len(kinds))]
    fields = []
    for name, kind in zip(names, kinds, strict=True):
        constraints = dict(rng.choice(LIMITED[kind])) if rng.random() < 0.4 else {}
        constraints |= {key: True for key in ("required", "unique") if rng.random() < 0.2}
        fields.append({"name": name, "type": kind, "constraints": constraints})
    schema: dict[str, Any] = {"fields": fields}
    if rng.random() < 0.6:
        schema["primaryKey"] = rng.sample(names, rng.randrange(1, min(len(names), 2) + 1))
    targets = [
        (name, one, other, there["name"])
        for name, one in zip(names, fields, strict=True)
        for other, its in [("", fields), *((key, table.schema["fields"]) for key, table in others.items())]
        for there in its
        if there["type"] == one["type"]
    ]
    if rng.random() < 0.6:
        name, _, other, there = rng.choice(targets)
        schema["foreignKeys"] = [{"fields": [name], "reference": {"resource": other, "fields": [there]}}]
    rows = [names]
    for _ in range(rng.randrange(9)):
        rows.append([any_cell(rng, kind) for kind in kinds])
        if rng.random() < 0.3:
            rows.append(list(rng.choice(rows[1:])))
    for row in rows[1:]:
        if rng.random() < 0.06:
            row[:] = [""] * rng.randrange(len(row) + 3)
        if rng.random() < 0.06:
            row[rng.randrange(len(row) + 1) :] = []
        if rng.random() < 0.06:
            row.extend(rng.choices(["", "more"], k=rng.randrange(1, 3)))
    return Table(rows, schema)


def any_cell(rng: random.Random, kind: str) -> str:
    """A cell that is empty, wrong, or of its type."""
    chance = rng.random()
    return "" if chance < 0.15 else rng.choice((WRONG if chance < 0.25 else SOUND)[kind])


STRUCTURAL = {
    "a key that did not parse",
    "a primary key of one field that is `unique`",
    "a blank row",
    "a row without cells but beyond the last column",
    "a row that is short of several cells",
    "a short or long row",
    "a key into a table with such rows",
}


@pytest.mark.slow
def test_any_tables(judged_together: Judge) -> None:
    used = Counter[str]()
    found = Counter[str]()
    for seed in range(30):
        rng = random.Random(seed)
        tables: dict[str, Table] = {}
        for number in range(6):
            tables[f"t{number}"] = any_table(rng, tables)
        assert unexplained(tables, judged_together, used) == [], seed
        found.update(one.kind for one in by_frictionless(tables))
    assert used.keys() == STRUCTURAL <= DIFFERENCES.keys()
    assert found.keys() >= {*ERRORS.values(), *CONSTRAINTS.values()} - {"header", "resource"}
