"""The text of a rule, read: limits, words, syntax. What comes out is a tree that nobody has judged yet.

The parser meets only the words and signs of the dialect, so that it cannot be led into the statements that it
also knows, and no text that is so long or so deep that it could exhaust it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from difflib import get_close_matches
from typing import Any, ClassVar

from sqlglot import Token, TokenType, exp
from sqlglot.dialects.duckdb import DuckDB
from sqlglot.errors import ErrorLevel, ParseError, SqlglotError
from sqlglot.parsers.duckdb import DuckDBParser

from dateline.engine.rule_sql import RuleSqlError, cut

LONGEST = 20_000
"""Characters of the longest text."""
NESTING = 20
"""Parentheses and CASEs inside each other. Twice as many would exhaust the parser, which recurses."""
PREFIXES = 3
"""NOT, - and + in a row."""
_NODES = 4_000
"""Nodes that the parser may make, and no more than two for a word. A text that is read straight through takes
half of one; for some texts the parser tries reading after reading, twice as many with each further JOIN."""
PAGE = "docs/rule-sql.md"


Fault = Callable[[str, str], RuleSqlError]
"""Makes the error from the problem and from what to write instead."""

TYPES = ("DATE", "BIGINT", "INTEGER", "DOUBLE", "BOOLEAN", "VARCHAR")
UNITS = ("DAY", "WEEK", "MONTH", "YEAR")
_VALUES = """and, or, not, is, null, true, false, in, between, like, ilike, case, when, then, else, end,
distinct, from, interval, cast, as"""
_QUERIES = """select, with, where, join, inner, left, outer, on, using, group by, having, union, all,
exists, over, filter, partition by, order by, asc, desc, nulls, first, last"""
_ROW_WORDS = frozenset(re.split(r",\s", _VALUES)) | {name.lower() for name in (*TYPES, *UNITS)}
_QUERY_WORDS = _ROW_WORDS | frozenset(re.split(r",\s", _QUERIES))
_SIGNS = frozenset(
    {
        TokenType.L_PAREN,
        TokenType.R_PAREN,
        TokenType.COMMA,
        TokenType.DOT,
        TokenType.EQ,
        TokenType.NEQ,
        TokenType.LT,
        TokenType.LTE,
        TokenType.GT,
        TokenType.GTE,
        TokenType.PLUS,
        TokenType.DASH,
        TokenType.STAR,
        TokenType.SLASH,
        TokenType.DPIPE,
        TokenType.NUMBER,
        TokenType.STRING,
        TokenType.IDENTIFIER,
    }
)
_PREFIXES = frozenset({TokenType.NOT, TokenType.DASH, TokenType.PLUS, TokenType.INTERVAL})
_OTHER_ROWS = "To see other rows, give the rule `scope: query`."
_READS = "Rules only read: write SELECT."
_INSTEAD = {
    **dict.fromkeys(("select", "with", "exists", "any", "over", "union", "join", "where"), _OTHER_ROWS),
    **dict.fromkeys(
        ("insert", "update", "delete", "merge", "create", "drop", "alter", "copy", "attach"), _READS
    ),
    **dict.fromkeys(("set", "reset", "pragma", "install", "load", "call", "export", "import", "use"), _READS),
    "::": "Write CAST('2024-01-31' AS DATE); columns have their type already.",
    "%": "Write mod(a, b).",
    "//": "Write floor(a / b).",
    "**": "Write pow(a, 2).",
    "^": "Write pow(a, 2).",
    "~": "Write regexp_matches(text, pattern).",
    "!~": "Write NOT regexp_matches(text, pattern).",
    "[": "There are no lists: a cell is one value.",
    "{": "There are no records: a cell is one value.",
    "?": "There are no parameters: write the value.",
    "$": "There are no parameters: write the value.",
    ";": "Write one statement.",
    "limit": "Leave it out: dateline counts all findings and shows some.",
    "offset": "Leave it out: dateline counts all findings and shows some.",
    "qualify": "Put the window function into a WITH query and filter that with WHERE.",
    "window": "Write the window inside OVER (…).",
    "recursive": "No engine but a database can do that.",
    "cross": "A join needs ON with an equality; one value can be a subquery: (SELECT count(*) FROM events).",
    "natural": "Name the columns: JOIN … USING (…).",
    "right": "Write LEFT JOIN, with the tables the other way round.",
    "full": "Write LEFT JOIN, or two queries with UNION ALL.",
    "semi": "Write WHERE EXISTS (SELECT …).",
    "anti": "Write WHERE NOT EXISTS (SELECT …).",
    "except": "Write WHERE NOT EXISTS (SELECT …).",
    "intersect": "Write WHERE EXISTS (SELECT …).",
    "try_cast": "Columns have their type already; the text of a cell is in <column>_text.",
    "current_date": "Write as_of: the day that counts as today is an argument.",
    "current_timestamp": "Write as_of: the day that counts as today is an argument.",
    "similar to": "Write regexp_matches(text, pattern).",
    "glob": "Write starts_with, contains or regexp_matches.",
}


class _Parser(DuckDBParser):
    """DuckDB's grammar, but every function is an `exp.Anonymous`: our list decides, not the parser's."""

    FUNCTIONS: ClassVar[dict[str, Any]] = {}
    FUNCTION_PARSERS: ClassVar[dict[str, Any]] = {"CAST": DuckDBParser.FUNCTION_PARSERS["CAST"]}
    NO_PAREN_FUNCTIONS: ClassVar[dict[TokenType, Any]] = {}
    NO_PAREN_FUNCTION_PARSERS: ClassVar[dict[str, Any]] = {
        "CASE": DuckDBParser.NO_PAREN_FUNCTION_PARSERS["CASE"]
    }


_DIALECT = DuckDB()


def condition(text: str, names: Collection[str], fault: Fault) -> exp.Expr:
    """The tree of one expression. `names`: words that are not SQL's here, whatever they are elsewhere."""
    tokens = _tokens(text, _ROW_WORDS, names, fault)
    return _one(_parser(tokens).parse_into(exp.Condition, tokens, text) if tokens else [], fault)


def query(text: str, names: Collection[str], fault: Fault) -> exp.Query:
    """The tree of one SELECT."""
    tokens = _tokens(text, _QUERY_WORDS, names, fault)
    tree = _one(_parser(tokens).parse(tokens, text) if tokens else [], fault)
    if isinstance(tree, exp.Query):
        return tree
    raise fault("This is no query.", "Begin with SELECT, or with WITH … AS (SELECT …).")


@contextmanager
def explained(fault: Fault) -> Iterator[None]:
    """Turn what the parser raises, and what deep nesting does to any code that recurses, into our error."""
    try:
        yield
    except ParseError as error:
        near = (error.errors[0].get("highlight") if error.errors else None) or ""
        where = f" near “{cut(near, 40)}”" if near.strip() else ""
        raise fault(
            f"This is no SQL that can be read{where}.", "Check words, commas and parentheses."
        ) from error
    except SqlglotError as error:
        raise fault(
            "This is no SQL that can be read.", "Check quotes and comments: each must end."
        ) from error
    except RecursionError as error:
        raise _too_deep(fault) from error


def _too_deep(fault: Fault) -> RuleSqlError:
    """The text is nested too deeply."""
    return fault(
        f"Parentheses, CASEs or signs stand more than {NESTING} deep in each other.",
        "Split the rule, or move a part of it into a WITH query.",
    )


def nearest(name: str, known: Collection[str]) -> str:
    """“Did you mean …?”, or nothing."""
    lower = {one.lower(): one for one in sorted(known)}
    found = [lower[one] for one in get_close_matches(name.lower(), lower, 3, 0.7)]
    return f"Did you mean {' or '.join(found)}?" if found else ""


def shown(node: exp.Expr) -> str:
    """A piece of the rule as a reader may recognise it."""
    sql = node.sql(
        dialect="duckdb", comments=False, normalize_functions=False, unsupported_level=ErrorLevel.IGNORE
    )
    return cut(sql, 60)


def _parser(tokens: Sequence[Token]) -> _Parser:
    nodes = min(_NODES, 200 + 2 * len(tokens))
    return _Parser(dialect=_DIALECT, error_level=ErrorLevel.IMMEDIATE, max_nodes=nodes)


def _one(trees: Sequence[exp.Expr | None], fault: Fault) -> exp.Expr:
    found = [tree for tree in trees if tree is not None]
    if len(found) == 1:
        return found[0]
    if found:
        raise fault("These are several statements.", "Write one.")
    raise fault("There is nothing here.", "Write SQL, or leave the key out.")


def _tokens(text: str, words: Collection[str], names: Collection[str], fault: Fault) -> list[Token]:
    if len(text) > LONGEST:
        raise fault(f"The text has {len(text):,} characters.", f"The longest that is read has {LONGEST:,}.")
    if odd := re.search(r"[^\t\n\r\x20-\x7e\x80-\ud7ff\ue000-\U0010ffff]|[\x80-\x9f]", text):
        raise fault(f"The text holds U+{ord(odd[0]):04X}, which no text has.", "Remove it.")
    tokens = _DIALECT.tokenize(text)
    while tokens and tokens[-1].token_type is TokenType.SEMICOLON:
        tokens.pop()
    parentheses = cases = prefixes = 0
    for token in tokens:
        word = " ".join(token.text.lower().split())
        if not _allowed(token, word, words, names):
            raise fault(
                f"“{token.text}” is not part of the dialect of rules.",
                _INSTEAD.get(
                    word,
                    f"{PAGE} lists what is. A name of your own that is a word of SQL needs double quotes.",
                ),
            )
        kind = token.token_type
        prefixes = prefixes + 1 if kind in _PREFIXES else 0
        parentheses += (kind is TokenType.L_PAREN) - (kind is TokenType.R_PAREN)
        cases = max(0, cases + (kind is TokenType.CASE) - (kind is TokenType.END))
        if parentheses + cases > NESTING or prefixes > PREFIXES:
            raise _too_deep(fault)
    return tokens


def _allowed(token: Token, word: str, words: Collection[str], names: Collection[str]) -> bool:
    if token.token_type in _SIGNS or word in words or token.text in names:
        return True
    return token.token_type is TokenType.VAR and word not in _INSTEAD
