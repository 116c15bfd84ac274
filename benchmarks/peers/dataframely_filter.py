"""dataframely: a schema filters a lazy frame; only what fails is collected, by the streaming engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import dataframely as dy
import in_polars
import polars as pl
from exchange import Field, asked, constraint, tell

Check = Callable[[pl.Expr], pl.Expr]
COLUMNS = {"string": dy.String, "integer": dy.Int64, "number": dy.Float64, "date": dy.Date}
"""Types of columns; what is said of lengths below is said as a check, because theirs counts bytes."""
RULES = {"nullability": "required", "unique": "unique", "regex": "pattern", "min": "range", "max": "range"}


def columns(field: Field) -> Iterator[tuple[str, Any]]:
    """The columns of a field: its cells, and its values where they are no text."""
    name, nullable = in_polars.text(field), not constraint(field, "required")
    if field["type"] == "string":
        yield (
            name,
            dy.String(
                nullable=nullable,
                unique=bool(constraint(field, "unique")),
                regex=constraint(field, "pattern"),
                check=dict(of_values(field)) or None,
            ),
        )
        return
    yield name, dy.String(nullable=nullable)
    least, most = in_polars.limits(field)
    yield field["name"], COLUMNS[field["type"]](nullable=True, min=least, max=most)
    yield f"type__{field['name']}", dy.rule()(lambda schema: in_polars.parsed(field))


def of_values(field: Field) -> Iterator[tuple[str, Check]]:
    """The checks of a text's values that have no word of their own."""
    if allowed := constraint(field, "enum"):
        yield "list", lambda cell: cell.is_in(allowed)
    least, most = constraint(field, "minLength"), constraint(field, "maxLength")
    if least is not None:
        yield "length", lambda cell: cell.str.len_chars() >= least
    if most is not None:
        yield "length", lambda cell: cell.str.len_chars() <= most


def check_of(rule: str) -> str:
    """What we call a rule."""
    if rule.startswith("type__"):
        return rule.replace("__", " ")
    column, _, name = rule.partition("|")
    name = name.removeprefix("check__").removeprefix("check_")
    return f"{RULES.get(name, name)} {column.removesuffix('_text')}"


def main() -> None:
    """The command line."""
    what = asked()
    pl.Config.set_engine_affinity("streaming")
    members = dict(column for field in what.fields for column in columns(field))
    schema = type("Events", (dy.Schema,), {**members, in_polars.ROW: dy.Any(), "__annotations__": {}})
    _, failure = schema.filter(in_polars.scan(what.path, what.fields))
    details = failure.details()
    rows = details[in_polars.ROW]
    found: dict[str, set[int]] = {}
    for rule in failure.counts():
        found.setdefault(check_of(rule), set()).update(rows.filter(details[rule] == "invalid"))
    tell(what.answer, found)


if __name__ == "__main__":
    main()
