"""Foreign files that are no table as they stand: workbooks, answers of programming interfaces, archives."""

from __future__ import annotations

import csv
import datetime
import json
import stat
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from dateline.engine import table_file
from dateline.engine.table_file import Remark, TableFile
from dateline.errors import CallError

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SHOWN = 5
"""Names of an archive that are listed."""


def opened(path: Path, shown: str, folder: Path) -> TableFile | None:
    """The table in a workbook or a JSON document; None for any other file. CallError for what holds no table,
    or several files."""
    if not stat.S_ISREG(path.stat().st_mode):
        raise CallError(f"{shown} is no file on disk. Save what comes out of it to a file first.")
    with path.open("rb") as stream:
        beginning = stream.read(len(OLE))
    if beginning == OLE:
        raise CallError(
            f"{shown} is a file of an old Office program (.xls, .doc). "
            "Save it there as CSV (UTF-8), or as .xlsx."
        )
    if beginning.startswith(ZIP):
        return _zipped(path, shown, folder)
    if path.suffix.lower() == ".json":
        return _document(path, shown, folder)
    return None


# -- archives and workbooks


def _zipped(path: Path, shown: str, folder: Path) -> TableFile:
    try:
        names = zipfile.ZipFile(path).namelist()
    except zipfile.BadZipFile as error:
        raise CallError(f"{shown} cannot be judged: it is a damaged zip archive ({error}).") from error
    if "xl/workbook.xml" in names:
        return _workbook(path, shown, folder)
    listed = ", ".join(names[:SHOWN]) + (" …" if len(names) > SHOWN else "")
    raise CallError(f"{shown} is a zip archive ({listed or 'empty'}). Unpack it, and name the file to judge.")


def _workbook(path: Path, shown: str, folder: Path) -> TableFile:
    try:
        import openpyxl
    except ImportError:
        raise CallError(
            f"{shown} is an Excel workbook. To read it, install the extra: pip install 'dateline[excel]'. "
            "Or save its sheet as CSV (UTF-8)."
        ) from None
    with path.open("rb") as stream:  # whatever the file is called
        return _first_sheet(
            openpyxl.load_workbook(stream, read_only=True, data_only=True), path, shown, folder
        )


def _first_sheet(book: Any, path: Path, shown: str, folder: Path) -> TableFile:
    try:
        sheets = [sheet for sheet in book.worksheets if any(map(any, _rows(sheet)))]
        if not sheets:
            raise CallError(f"{shown} cannot be judged: no sheet of the workbook has anything in it.")
        copy = table_file.new_copy(folder)
        with copy.open("w", encoding="utf-8", newline="") as sink:
            csv.writer(sink, lineterminator="\n").writerows(_rows(sheets[0]))
        remark = Remark("sheet_of_workbook", sheets[0].title, ", ".join(sheet.title for sheet in sheets[1:]))
    finally:
        book.close()
    file = table_file.opened(copy, shown, folder)
    return replace(file, path=path, copied=True, remarks=(remark,) if len(sheets) > 1 else ())


def _rows(sheet: Any) -> Iterator[Sequence[str]]:
    for row in sheet.iter_rows(values_only=True):
        yield [_cell(value) for value in row]


def _cell(value: object) -> str:
    """A cell as it would stand in a CSV file: a day without its midnight, a whole number without `.0`."""
    match value:
        case None:
            return ""
        case datetime.datetime() if value.time() == datetime.time():
            return value.date().isoformat()
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return str(value)


# -- JSON documents


def _document(path: Path, shown: str, folder: Path) -> TableFile:
    try:
        # Numbers are kept as they are written.
        data = json.loads(path.read_bytes(), parse_int=str, parse_float=str)
    except (ValueError, RecursionError) as error:
        raise CallError(f"{shown} cannot be judged: it is no JSON document ({error}).") from error
    rows = data.get("data") if isinstance(data, Mapping) else data
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise CallError(
            f"{shown} cannot be judged: it is JSON, but neither a list of rows nor an answer with rows in "
            "`data`."
        )
    if not rows:
        raise CallError(
            f"{shown} has no rows, though it may say that it was a success. Programming interfaces answer so "
            "if a filter matches nothing, a name is spelt otherwise, or an account may not see these days."
        )
    names = list(dict.fromkeys(name for row in rows for name in row))
    copy = table_file.new_copy(folder)
    with copy.open("w", encoding="utf-8", newline="") as sink:
        writer = csv.writer(sink, lineterminator="\n")
        writer.writerow(names)
        writer.writerows([_text(row.get(name)) for name in names] for row in rows)
    return replace(table_file.opened(copy, shown, folder), path=path, copied=True)


def _text(value: object) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
