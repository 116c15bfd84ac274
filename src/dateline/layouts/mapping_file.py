"""What a person says of the columns of a file: a YAML file, as it is proposed and as it is read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dateline.errors import CallError
from dateline.layouts.catalogue import layouts
from dateline.layouts.model import Layout
from dateline.layouts.recognition import Candidate, Recognised, placed

KEYS = ("layout", "columns")


def text(candidate: Candidate) -> str:
    """A proposal, to be corrected and given back."""
    import yaml

    content = {"layout": candidate.layout.name, "columns": dict(candidate.proposal)}
    written: str = yaml.safe_dump(content, sort_keys=False, allow_unicode=True)
    return written


@dataclass(frozen=True, slots=True)
class Given:
    """What a person said."""

    path: Path
    layout: Layout
    columns: Mapping[str, str]
    """Column of the file by column of the layout."""

    def fits(self, header: Sequence[str]) -> bool:
        """Whether a header has all columns that were named."""
        return set(self.columns.values()) <= set(header)

    def of(self, header: Sequence[str]) -> Recognised:
        """What was said, of a file with this header. CallError if it has not a column that was named."""
        for column in self.columns.values():
            if column not in header:
                raise CallError(
                    f"{self.path}: the file has no column {column!r}. Its columns are {', '.join(header)}."
                )
        return placed(self.layout, self.columns, header)


def read(path: Path) -> Given:
    """What stands in `path`. CallError if it cannot be used for any file."""
    import yaml

    try:
        data = yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
    except FileNotFoundError:
        raise CallError(f"The mapping {path} is not there.") from None
    except OSError as error:
        raise CallError(f"The mapping {path} cannot be read: {error.strerror}.") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise CallError(f"The mapping {path} is no YAML that can be read: {error}") from error
    layout = _layout(path, data)
    for key in data:
        if key not in KEYS:
            raise CallError(f"{path}: a mapping has no {key!r}, only `layout` and `columns`.")
    columns = data.get("columns") or {}
    if not isinstance(columns, Mapping):
        raise CallError(f"{path}: `columns` must name a column of the file for columns of the layout.")
    for name, column in columns.items():
        if name not in layout.columns:
            raise CallError(
                f"{path}: the layout {layout.name} has no column {name!r}. "
                f"Its columns are {', '.join(layout.columns)}."
            )
        if not isinstance(column, str):
            raise CallError(f"{path}: `{name}` must be one name of a column; it is {column!r}.")
    for column in columns.values():
        if list(columns.values()).count(column) > 1:
            raise CallError(f"{path}: the column {column!r} is named twice.")
    return Given(path, layout, columns)


def _layout(path: Path, data: Any) -> Layout:
    known = {name: layout for name, layout in layouts().items() if layout.has_header}
    name = data.get("layout") if isinstance(data, Mapping) else None
    if not isinstance(name, str) or name not in known:
        raise CallError(
            f"{path}: a mapping begins with `layout: NAME`, and NAME is one of {', '.join(known)}."
        )
    return known[name]
