"""The tables of a package, by its descriptor."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dateline import resources, structure
from dateline.engine import table_file, unescaped
from dateline.engine.judge import Input
from dateline.errors import CallError
from dateline.findings import Finding
from dateline.release.escaping import ESCAPED
from dateline.schemas import table_schema

Descriptor = Mapping[str, Any]


def of_package(descriptor: Descriptor, root: Path, folder: Path) -> tuple[list[Input], list[Finding]]:
    """The resources of a package as tables, and a finding for each file that is not there.

    A resource that dateline knows is judged by the built-in schema of that name, another by its own; one
    that has none is no table. `folder` takes copies of what is compressed, not UTF-8 or
    escaped. CallError for what
    dateline does not read: several files in one resource, rows in the descriptor, two resources of one name.
    """
    inputs: list[Input] = []
    findings: list[Finding] = []
    seen: set[str] = set()
    for resource in descriptor.get("resources", ()):
        name, path = resource["name"], resource.get("path")
        if name.lower() in seen:
            raise CallError(f"Two resources are called {name}. Give each a name of its own.")
        seen.add(name.lower())
        schema = _schema(resource, root)
        if schema is None:
            continue
        if not isinstance(path, str):
            raise CallError(
                f"The resource {name} must be one file, named by its path; dateline reads no other."
            )
        file = inside(root, path)
        if not file.is_file():
            findings.append(structure.absent(name, path))
            continue
        encoding = resource.get("encoding", "utf-8")
        opened = table_file.opened(file, path, folder, resource.get("dialect"), encoding)
        plain = unescaped.plain(opened, resource.get(ESCAPED, ()), folder)
        inputs.append(Input(name, plain, schema, exact=True))
    return inputs, findings


def inside(root: Path, path: str) -> Path:
    """A resource's file. CallError for a path that leaves the package, as the Data Package standard
    demands."""
    candidate = root / path
    if (
        path.startswith(("/", "\\"))
        or "://" in path
        or not candidate.resolve().is_relative_to(root.resolve())
    ):
        raise CallError(
            f"The path {path!r} of a resource leaves the package's folder; a package may not do that."
        )
    return candidate


def _schema(resource: Descriptor, root: Path) -> Descriptor | None:
    name = resource.get("name", "")
    if (resources.folder("schema") / "tables" / f"{name}.json").is_file():
        return table_schema(name)
    schema = resource.get("schema")
    if isinstance(schema, str):
        loaded: Descriptor = json.loads(inside(root, schema).read_text(encoding="utf-8"))
        return loaded
    return schema if isinstance(schema, Mapping) else None
