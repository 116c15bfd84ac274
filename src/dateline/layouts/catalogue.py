"""The layouts that dateline knows, read from `schema/layouts/`."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from dateline import prepared, resources
from dateline.layouts.model import Column, Layout, Made, Sources


@functools.cache
def layouts() -> Mapping[str, Layout]:
    """All layouts, by name."""
    kept = prepared.content()
    return {layout.name: layout for layout in (kept.layouts if kept else of_files())}


def of_files() -> Iterator[Layout]:
    """All layouts, read from the installed package's `schema/layouts/`."""
    yield from map(read, sorted((resources.folder("schema") / "layouts").glob("*.yaml")))


def read(path: Path) -> Layout:
    """The layout of a file that is as `schema/layout.schema.json` asks."""
    import yaml

    data = yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
    return Layout(
        name=data["name"],
        title=data["title"],
        origin=data["origin"].strip(),
        order=data["order"],
        signature=tuple(data["signature"]),
        most=tuple(data.get("most", ())),
        without=tuple(data.get("without", ())),
        columns={name: _column(name, entry) for name, entry in data["columns"].items()},
        made={name: Made(**entry) for name, entry in data.get("made", {}).items()},
        repeated=tuple(data.get("repeated", ())),
        rules=data.get("rules", {}),
        others=data.get("others"),
        has_header=data.get("header", True),
        width=data.get("width"),
        delimiter=data.get("delimiter"),
        sources=Sources(**data["sources"]) if "sources" in data else None,
    )


def schema() -> dict[str, Any]:
    """The JSON Schema of a layout."""
    text = (resources.folder("schema") / "layout.schema.json").read_text(encoding="utf-8")
    result: dict[str, Any] = json.loads(text)
    return result


def _column(name: str, entry: Mapping[str, Any]) -> Column:
    becomes = entry.get("is", ())
    rest = {key: value for key, value in entry.items() if key not in ("is", "aliases", "patterns")}
    return Column(
        name=name,
        becomes=(becomes,) if isinstance(becomes, str) else tuple(becomes),
        aliases=tuple(entry.get("aliases", ())),
        patterns=tuple(entry.get("patterns", ())),
        **rest,
    )
