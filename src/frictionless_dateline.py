"""dateline's rules as a check of frictionless: `frictionless validate datapackage.json --checks dateline`, or
`{"type": "dateline"}` among the checks of a resource or a checklist.

frictionless finds this module by its name. A table of a dateline project is judged with its whole project,
any other as a file of events by itself.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import attrs
from frictionless import Check, Error, Plugin, Resource, Row, errors

if TYPE_CHECKING:
    from dateline.findings import Finding
    from dateline.validate.run import Validation


class DatelineTableError(errors.TableError):
    """A finding about a table, or about the dataset, as a whole."""

    type = "dateline-table"
    title = "Dateline: table"
    description = "A rule of dateline is broken by the table as a whole."
    template = "{note}"


class DatelineRowError(errors.RowError):
    """A finding about a row."""

    type = "dateline-row"
    title = "Dateline: row"
    description = "A rule of dateline is broken by a row."
    template = 'Row at position "{rowNumber}": {note}'


class DatelineCellError(errors.CellError):
    """A finding about a cell."""

    type = "dateline-cell"
    title = "Dateline: cell"
    description = "A rule of dateline is broken by a cell."
    template = 'The cell "{cell}" in row at position "{rowNumber}" and field "{fieldName}": {note}'


ErrorClass = type[Error]
ERRORS: tuple[ErrorClass, ...] = (DatelineTableError, DatelineRowError, DatelineCellError)


@attrs.define(kw_only=True, repr=False)
class DatelineCheck(Check):
    """The rules of dateline over a table of events, or over a table of a dateline project."""

    type = "dateline"
    Errors: ClassVar[list[ErrorClass]] = list(ERRORS)

    as_of: str | None = None
    """The day that counts as today, as in 2017-10-14."""
    severity: str = "error"
    """The least severe findings that become errors: error, warning or info."""

    def connect(self, resource: Resource) -> None:
        """Take the table that is to be judged."""
        super().connect(resource)
        self._rows: dict[int, list[Finding]] = {}

    def validate_start(self) -> Iterable[Error]:
        """Judge it all; findings about rows wait for their row."""
        from dateline.errors import CallError

        try:
            found = list(self._findings())
        except CallError as error:
            yield DatelineTableError(note=str(error))
            return
        for finding in found:
            row = getattr(finding.place, "row", None)
            if row is None:
                yield DatelineTableError(note=_note(finding))
            else:
                self._rows.setdefault(row + 1, []).append(finding)

    def validate_row(self, row: Row) -> Iterable[Error]:
        """What was found in a row."""
        for finding in self._rows.pop(row.row_number, ()):
            column = getattr(finding.place, "column", None)
            if column in row.field_names:
                yield DatelineCellError.from_row(row, note=_note(finding), field_name=column)
            else:
                yield DatelineRowError.from_row(row, note=_note(finding))

    def validate_end(self) -> Iterable[Error]:
        """What was found in rows that frictionless did not come to."""
        for findings in self._rows.values():
            for finding in findings:
                yield DatelineTableError(note=_note(finding))

    def _findings(self) -> Iterator[Finding]:
        from dateline.findings import Severity

        path = Path(self.resource.normpath or "")
        as_of = date.fromisoformat(self.as_of) if self.as_of else date.today()
        if root := _project(self.resource):
            validation = _judged(root, as_of, _state(root))
            mine = path.resolve().relative_to(root).as_posix()
            files = {book.file for book in validation.books}
            found = (
                one
                for one in validation.findings
                if (file := getattr(one.place, "file", None)) == mine
                # What is about no table is told once, with the events.
                or (file not in files and self.resource.name == "events")
            )
        else:
            found = (one for one in _judged(path.resolve(), as_of, _state(path)).findings)
        return (one for one in found if one.severity.rank <= Severity(self.severity).rank)

    metadata_profile_patch: ClassVar[dict[str, Any]] = {
        "properties": {
            "asOf": {"type": "string", "format": "date"},
            "severity": {"type": "string", "enum": ["error", "warning", "info"]},
        },
    }


class DatelinePlugin(Plugin):
    """What frictionless looks for in this module."""

    def select_check_class(self, type: str | None = None) -> type[Check] | None:
        """The check, by its name."""
        return DatelineCheck if type == DatelineCheck.type else None

    def select_error_class(self, type: str | None = None) -> type[Error] | None:
        """The errors, by their names, for reports that are read again."""
        return next((one for one in ERRORS if one.type == type), None)


def _note(finding: Finding) -> str:
    from dateline.render.formats.frictionless import note

    return note(finding)


def _project(resource: Resource) -> Path | None:
    """The folder of the dateline project whose table the resource is, if it is one."""
    from dateline import project
    from dateline.errors import CallError

    if resource.package is None:
        return None
    root = Path(resource.basepath or ".").resolve()
    try:
        return project.read(root).root
    except CallError:
        return None


State = tuple[tuple[str, int, int], ...]


def _state(path: Path) -> State:
    """Whatever changes when a file is written, of a file or of the files of a project."""
    folders = (path / name for name in ("seeds", "datasets", "validators"))
    below = (one for folder in folders for one in folder.rglob("*") if one.is_file())
    files = (path / "datapackage.json", *below) if path.is_dir() else (path,)
    return tuple(sorted((str(one), one.stat().st_mtime_ns, one.stat().st_size) for one in files))


@functools.lru_cache(maxsize=4)
def _judged(path: Path, as_of: date, _state: State) -> Validation:
    """Each table of a package asks, and all are judged at once."""
    from dateline.cli import judging

    return judging.judge(path, path, as_of, judging.USUAL)
