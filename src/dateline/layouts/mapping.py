"""From a layout and a file to the SQL that gives the file's rows canonical columns."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dateline.engine.columns import Columns, Schema, code_list
from dateline.engine.table_file import Format, TableFile, literal
from dateline.engine.translation import Step, Translation
from dateline.errors import CallError
from dateline.layouts import date_forms
from dateline.layouts.date_forms import ISO, Decision, Undecided
from dateline.layouts.model import Column, Layout
from dateline.layouts.sample import Cells, by_engine, cells_of, records
from dateline.schemas import known_schema

MOSTLY = 0.9
"""Share of ISO dates in a sample from which on the others are errors, and no second form."""

SPELLINGS = "other_spellings"
"""Column of a code list with other spellings of the value in its first column."""


@dataclass(frozen=True, slots=True)
class Observed:
    """How the columns of a file are written."""

    dates: Mapping[str, Decision]
    """Of each column of dates that are not written as YYYY-MM-DD: the forms."""
    translated: frozenset[str]
    """Columns whose values are translated."""
    patterns: Mapping[str, str]
    """The pattern of each column that has some."""


def observe(
    file: TableFile,
    layout: Layout,
    positions: Mapping[str, int],
    sample: Sequence[Cells],
    *,
    as_of: date,
    chosen: Collection[str],
) -> Observed:
    """Look at the file itself. CallError if nobody but a person can say what its dates mean."""
    dates = {}
    for name, column in layout.columns.items():
        if column.dates and name in positions and not _mostly_iso(sample, positions[name]):
            decided = _decided(file, positions, name, as_of, chosen)
            if set(decided.forms) - {ISO}:
                dates[name] = decided
    translated = {
        name
        for name, column in layout.columns.items()
        if name in positions
        and (pairs := dict(_pairs(column)))
        and (not column.uniform or _holds(sample, positions[name], pairs))
    }
    patterns = {
        name: _pattern(column, sample, positions[name])
        for name, column in layout.columns.items()
        if column.patterns and name in positions
    }
    return Observed(dates, frozenset(translated), patterns)


def translation(
    layout: Layout, positions: Mapping[str, int], observed: Observed, header: Sequence[str], as_of: date
) -> Translation:
    """The translation of a file's columns. What is made of columns that the file lacks is left out."""
    raw = {name: f"c{position}" for name, position in positions.items()}
    dated = {
        f"d{positions[name]}": date_forms.iso(raw[name], one.forms, as_of)
        for name, one in observed.dates.items()
    }
    text = raw | {name: f"d{positions[name]}" for name in observed.dates}
    present: dict[str, str] = {}
    read: dict[str, tuple[str, ...]] = {}
    at: dict[str, str] = {}
    translated: dict[str, str] = {}
    for name, column in layout.columns.items():
        for canonical in column.becomes if name in positions else ():
            at[canonical], read[canonical] = header[positions[name]], (raw[name],)
            sql = _mapped(text[name], dict(_pairs(column))) if name in observed.translated else None
            if sql is None and text[name] not in present.values():
                present[canonical] = text[name]
            else:
                present[canonical] = f"m{len(translated)}"
                translated[present[canonical]] = sql or text[name]
    if layout.made:
        from dateline.engine import dialect  # brings the parser, which most files do not need
    file_columns = Columns("a layout", _schema_of_file(layout), text, as_of.isoformat())
    wanted: set[str] = set()
    for canonical, made in layout.made.items():
        predicate = dialect.expression(made.sql, _names(layout))
        sources = file_columns.sources(predicate.columns & set(file_columns.names))
        if predicate.columns <= set(file_columns.names) and sources is not None:
            wanted |= predicate.columns
            at[canonical] = header[positions[made.at]]
            read[canonical] = tuple(sorted(raw[name] for name in sources))
            present[canonical] = f"m{len(translated)}"
            translated[present[canonical]] = f"CAST({predicate.sql} AS VARCHAR)"
    named: Step = {name: file_columns.sql(name) for name in sorted(wanted)}
    return Translation(present, at, read, tuple(step for step in (dated, named, translated) if step))


def schema(layout: Layout, observed: Observed) -> Schema:
    """The canonical schema of events as it holds in this layout, with the foreign columns."""
    canonical = known_schema("events")
    changed = {name: column for column in layout.columns.values() for name in column.becomes}
    fields = []
    for one in canonical["fields"]:
        constraints = dict(one.get("constraints", {}))
        column, made = changed.get(one["name"]), layout.made.get(one["name"])
        if column and column.name in observed.patterns:
            constraints["pattern"] = observed.patterns[column.name]
        if (column and column.required is False) or (made and made.required is False):
            constraints.pop("required", None)
        if one["name"] in layout.repeated:
            constraints.pop("unique", None)
        fields.append({**one, "constraints": constraints})
    keys: dict[str, Any] = {"primaryKey": []} if set(layout.repeated) & set(canonical["primaryKey"]) else {}
    return {**canonical, "fields": fields, **keys}


def _pairs(column: Column) -> Iterator[tuple[str, str | None]]:
    """What a column translates, and into what."""
    if column.list:
        for row in code_list(column.list):
            yield row[column.key or ""], row[column.value or ""] or None
    if column.spellings:
        for row in code_list(column.spellings):
            spelt = next(iter(row.values()))
            yield from ((other, spelt) for other in filter(None, row[SPELLINGS].split("; ")))
    yield from column.values.items()


def _mapped(text: str, values: Mapping[str, str | None]) -> str:
    keys = ", ".join(literal(key) for key in values)
    targets = ", ".join("NULL::VARCHAR" if value is None else literal(value) for value in values.values())
    return f"(CASE WHEN {text} IN ({keys}) THEN (MAP([{keys}], [{targets}]))[{text}] ELSE {text} END)"


def _schema_of_file(layout: Layout) -> Schema:
    return {"fields": [{"name": name, "type": column.type} for name, column in layout.columns.items()]}


def _names(layout: Layout) -> Collection[str]:
    """All names that the layout's own SQL may use."""
    present = {name: name for name in layout.columns}
    return Columns("a layout", _schema_of_file(layout), present, "2000-01-01").names


# -- how cells are written


def _mostly_iso(sample: Sequence[Cells], position: int) -> bool:
    """Whether most cells are dates as YYYY-MM-DD, or lists of such."""
    cells = list(cells_of(sample, position))
    pattern = f"({ISO.pattern})(;({ISO.pattern}))*"
    return sum(bool(re.fullmatch(pattern, cell)) for cell in cells) >= MOSTLY * len(cells)


def _pattern(column: Column, sample: Sequence[Cells], position: int) -> str:
    matching = {
        pattern: sum(bool(re.fullmatch(pattern, cell)) for cell in cells_of(sample, position))
        for pattern in column.patterns
    }
    if column.otherwise and not any(matching.values()) and any(cells_of(sample, position)):
        return column.otherwise
    return max(column.patterns, key=lambda one: matching[one])


def _holds(sample: Sequence[Cells], position: int, values: Mapping[str, Any]) -> bool:
    """Whether most cells are among these values."""
    cells = list(cells_of(sample, position))
    return 2 * sum(cell in values for cell in cells) > len(cells)


def _decided(
    file: TableFile, positions: Mapping[str, int], name: str, as_of: date, chosen: Collection[str]
) -> Decision:
    decided = date_forms.decide(_pairs_of_dates(file, positions, name), chosen, as_of=as_of)
    if isinstance(decided, Undecided):
        raise CallError(_undecided(file, name, decided))
    return decided


def _pairs_of_dates(
    file: TableFile, positions: Mapping[str, int], name: str
) -> Iterable[tuple[str, str | None]]:
    """Each distinct text of a column, with the year of its row if there is one. Of a file that the engine
    cannot read whole, as far as its records can be read."""
    at, of = positions[name], positions.get("year")
    if file.format is not Format.jsonl:
        year = "NULL::VARCHAR" if of is None else f"c{of}"
        sql = f"SELECT DISTINCT c{at}, {year} FROM {file.relation()} WHERE c{at} IS NOT NULL ORDER BY ALL"
        if found := by_engine(sql):
            return [(text, year or None) for text, year in found]
    pairs = {
        (cells[at], cells[of] or None if of is not None and of < len(cells) else None)
        for cells in records(file)
        if at < len(cells) and cells[at]
    }
    return sorted(pairs, key=lambda pair: (pair[0], pair[1] or ""))


def _undecided(file: TableFile, name: str, one: Undecided) -> str:
    why = (
        "some of its dates can only be the one, others only the other"
        if one.because == "mixed"
        else "no date in the column says which"
    )
    choices = [
        choice
        for form in (one.one, one.other)
        for choice, forms in date_forms.CHOICES.items()
        if form.name in forms
    ]
    return (
        f"{file.shown}: “{one.example}” in {name} can be {one.one.shown}, or {one.other.shown}; {why}. "
        f"Say which with --dates {choices[0]} or --dates {choices[1]}."
    )
