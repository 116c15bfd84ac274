"""CSV (RFC 4180, UTF-8, lines end with LF): every cell as it stands in the project, but for the apostrophe
that keeps a spreadsheet from running it."""

from __future__ import annotations

from pathlib import Path

from dateline.engine.table_file import identifier, literal
from dateline.release import escaping
from dateline.release.formats.content import Content, Output, Relation, place

DIALECT = "FORMAT csv, DELIMITER ',', QUOTE '\"', ESCAPE '\"', NULLSTR ''"


def write(content: Content, folder: Path) -> list[Output]:
    """Each table: `codes/<name>.csv` if it is a list of codes, otherwise `data/<name>.csv`."""
    return [_write(content, relation, folder) for relation in content.relations.values()]


def path_of(relation: Relation) -> str:
    """Where a table stands in the release."""
    return f"{'codes' if relation.is_code_list else 'data'}/{relation.name}.csv"


def escapes(content: Content, relation: Relation) -> dict[str, int]:
    """How many cells of each column of text a spreadsheet would run; only columns that have some."""
    texts = [one["name"] for one in relation.table.fields if one.get("type", "string") in ("string", "any")]
    if not texts:
        return {}
    counts = ", ".join(f"count_if({escaping.sql_needs(identifier(name))})" for name in texts)
    [row] = content.run(relation, f"SELECT {counts} FROM ({relation.text})")
    return {name: count for name, count in zip(texts, row, strict=True) if isinstance(count, int) and count}


def safe(relation: Relation, columns: dict[str, int]) -> str:
    """SQL of the table's text with these columns escaped."""
    if not columns:
        return relation.text
    cells = ", ".join(f"{escaping.sql_escaped(identifier(name))} AS {identifier(name)}" for name in columns)
    return f"SELECT * REPLACE ({cells}) FROM ({relation.text})"


def _write(content: Content, relation: Relation, folder: Path) -> Output:
    path, escaped = path_of(relation), escapes(content, relation)
    target = literal(str(place(folder, path)))
    content.run(relation, f"COPY ({safe(relation, escaped)}) TO {target} ({DIALECT}, HEADER)")
    return Output(path, relation.title, "text/csv", "CSV", relation.name, escaped)
