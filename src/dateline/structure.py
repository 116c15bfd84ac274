"""Tables against their Table Schemas and keys, judged by frictionless, said in a coder's words."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dateline import resources, rules
from dateline.errors import CallError
from dateline.findings import Cell, Finding, InDataset

if TYPE_CHECKING:
    from frictionless import Error, ReportTask

Descriptor = dict[str, Any]

DIALECT = {"header": True, "delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True}
"""Our CSV, said in full: without it frictionless guesses the delimiter from the cells."""

_CONSTRAINTS = {
    "required": "required",
    "enum": "not_in_list",
    "pattern": "pattern",
    "minimum": "range",
    "maximum": "range",
    "minLength": "length",
    "maxLength": "length",
    "unique": "unique",
}
_ERRORS = {
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
    "encoding-error": "encoding",
}
_HEADERS = {
    "blank-header": "there is no header",
    "blank-label": "the column has no name",
    "duplicate-label": "two columns have this name",
    "incorrect-label": "the schema has another column here",
    "missing-label": "the column is absent",
    "extra-label": "the schema has no such column",
}
_FORMATS = {
    "date": "a date as YYYY-MM-DD",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
}


def table_schema(name: str) -> Descriptor:
    """The built-in Table Schema of a resource."""
    path = resources.folder("schema") / "tables" / f"{name}.json"
    schema: Descriptor = json.loads(path.read_text(encoding="utf-8"))
    return schema


def of_tables(root: Path, tables: Mapping[str, Path]) -> list[Finding]:
    """Judge CSV files by the built-in schemas, with their keys into each other and into the code lists.

    `tables` gives the file of each resource. A key into a table that is neither among them nor a code list
    is not judged.
    """
    schemas = {name: table_schema(name) for name in tables}
    codes = sorted(
        {key["reference"]["resource"] for schema in schemas.values() for key in schema.get("foreignKeys", ())}
        - {*tables, ""}
    )
    lists = [_code_list(name) for name in codes]
    known = {*tables, *(one["name"] for one in lists if one), ""}
    for schema in schemas.values():
        schema["foreignKeys"] = [
            k for k in schema.get("foreignKeys", ()) if k["reference"]["resource"] in known
        ]
    data = [
        {
            "name": name,
            "path": path.relative_to(root).as_posix(),
            "type": "table",
            "format": "csv",
            "encoding": "utf-8",
            "dialect": DIALECT,
            "schema": schemas[name],
        }
        for name, path in tables.items()
    ]
    return of_package({"name": "tables", "resources": [*data, *(one for one in lists if one)]}, root)


def of_package(descriptor: Descriptor, root: Path) -> list[Finding]:
    """Judge a package by its own descriptor; paths are relative to `root`. CallError if the descriptor is
    unusable."""
    from frictionless import FrictionlessException, Package

    try:
        report = Package.from_descriptor(descriptor, basepath=str(root)).validate()
    except FrictionlessException as error:
        reasons = "; ".join(one.note or one.message for one in (error.reasons or [error.error]))
        raise CallError(f"The descriptor is not a data package: {reasons}") from error
    if report.errors:
        raise CallError(
            "The descriptor is not a data package: " + "; ".join(error.message for error in report.errors)
        )
    resources_by_name = {one["name"]: one for one in descriptor["resources"]}
    return [
        finding
        for task in report.tasks
        if not task.valid
        for finding in _of_task(task, resources_by_name[task.name], root)
    ]


def _code_list(name: str) -> Descriptor | None:
    path = resources.folder("schema") / "codes" / f"{name}.csv"
    if not path.is_file():
        return None
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    schema = {key: value for key, value in table_schema(name).items() if key != "foreignKeys"}
    return {"name": name, "type": "table", "data": rows, "schema": schema}


def _of_task(task: ReportTask, resource: Descriptor, root: Path) -> Iterator[Finding]:
    file = str(resource.get("path", task.name))
    path = root / file
    if not path.is_file():
        rule = rules.load().answering("table", "absent")
        yield rule.finding(InDataset(task.name), {"value": file})
        return
    records = _Records(path)
    schema = resource.get("schema")
    if isinstance(schema, str):
        schema = json.loads((root / schema).read_text(encoding="utf-8"))
    for error in task.errors:
        yield _of_error(error, file, schema or {}, records)


def _of_error(error: Error, file: str, schema: Descriptor, records: _Records) -> Finding:
    number = getattr(error, "row_number", None)
    label = getattr(error, "label", "")
    column = getattr(error, "field_name", "") or label or None
    answer = _answer(error)
    cells = records.cells(number)
    place = Cell(
        file=file,
        row=number - 1 if number else None,
        line=records.line(number) if number else 1,
        column=column,
        record=_record(cells, schema, records.header),
    )
    field: Descriptor = next((one for one in schema.get("fields", ()) if one["name"] == column), {})
    values = {
        "value": getattr(error, "cell", None) or label,
        "column": column or "",
        "expected": _expected(answer, field, error, schema),
        "note": _HEADERS.get(error.type, error.note),
    }
    return rules.load().answering("table", answer).finding(place, values)


def _answer(error: Error) -> str:
    if error.type == "constraint-error":
        return next(answer for name, answer in _CONSTRAINTS.items() if f'constraint "{name}"' in error.note)
    if error.type == "primary-key" and "all" in error.note:
        return "empty_key"
    return _ERRORS.get(error.type, "unreadable")


def _expected(answer: str, field: Descriptor, error: Error, schema: Descriptor) -> str:
    constraints = field.get("constraints", {})
    match answer:
        case "type":
            return _FORMATS.get(field.get("type", ""), str(field.get("type", "")))
        case "header":
            return str(getattr(error, "field_name", ""))
        case "not_in_list":
            return ", ".join(str(value) for value in constraints["enum"])
        case "pattern":
            return str(constraints["pattern"])
        case "range":
            limits = (("at least", "minimum"), ("at most", "maximum"))
            return " and ".join(f"{word} {constraints[name]}" for word, name in limits if name in constraints)
        case "length":
            limits = (("at least", "minLength"), ("at most", "maxLength"))
            return " and ".join(
                f"{word} {constraints[name]} characters" for word, name in limits if name in constraints
            )
        case "primary_key":
            return ", ".join(_listed(schema.get("primaryKey", ())))
        case _:
            return ""


def _record(cells: Sequence[str], schema: Descriptor, header: Sequence[str]) -> str | None:
    by_name = dict(zip(header, cells, strict=False))
    key = [by_name.get(name, "") for name in _listed(schema.get("primaryKey", ()))]
    return "/".join(key) if any(key) else None


def _listed(names: str | Sequence[str]) -> Sequence[str]:
    return [names] if isinstance(names, str) else names


class _Records:
    """Physical lines of a CSV file's records, which frictionless does not know."""

    def __init__(self, path: Path) -> None:
        self.rows: list[tuple[int, list[str]]] = []
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as stream:
            reader = csv.reader(stream)
            line = 1
            try:
                for cells in reader:
                    self.rows.append((line, cells))
                    line = reader.line_num + 1
            except csv.Error:
                self.rows.append((line, []))

    @property
    def header(self) -> list[str]:
        return self.rows[0][1] if self.rows else []

    def line(self, number: int) -> int | None:
        return self.rows[number - 1][0] if 0 < number <= len(self.rows) else None

    def cells(self, number: int | None) -> list[str]:
        return self.rows[number - 1][1] if number and number <= len(self.rows) else []
