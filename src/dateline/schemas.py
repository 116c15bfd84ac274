"""The built-in Table Schemas, and the check of a package's descriptor."""

from __future__ import annotations

import functools
import json
import re
from pathlib import Path
from typing import Any

from dateline import resources
from dateline.errors import CallError

Descriptor = dict[str, Any]

_CLAIMED = re.compile(r"claims\[(\w+)\]")


@functools.cache
def table_schema(name: str) -> Descriptor:
    """The built-in Table Schema of a resource. Not to be changed: it is read once."""
    path = resources.folder("schema") / "tables" / f"{name}.json"
    schema: Descriptor = json.loads(path.read_text(encoding="utf-8"))
    return schema


@functools.cache
def known_schema(name: str) -> Descriptor:
    """The built-in Table Schema of a resource with the columns that rules may name besides: those of foreign
    files of events."""
    schema = table_schema(name)
    if name != "events":
        return schema
    foreign: Descriptor = json.loads(
        (resources.folder("schema") / "foreign.json").read_text(encoding="utf-8")
    )
    return {**schema, "fields": [*schema["fields"], *foreign["fields"]]}


@functools.cache
def foreign_columns() -> frozenset[str]:
    """Columns of events that only foreign files have."""
    own = {one["name"] for one in table_schema("events")["fields"]}
    return frozenset(one["name"] for one in known_schema("events")["fields"]) - own


@functools.cache
def claimed_by(column: str) -> frozenset[str]:
    """The claim fields that a column of events follows from, by the schema's `derivedFrom`."""
    field: Descriptor = next((one for one in table_schema("events")["fields"] if one["name"] == column), {})
    origins = " ".join(field.get("derivedFrom", ()))
    named = frozenset(_CLAIMED.findall(origins))
    return named | ({"location"} if "locations." in origins else frozenset())


def descriptor(path: Path) -> Descriptor:
    """The descriptor of a package, which was found to be JSON when its project was."""
    read: Descriptor = json.loads(path.read_text(encoding="utf-8"))
    return read


def check_descriptor(descriptor: Descriptor) -> None:
    """CallError if the descriptor is no Data Package by frictionless."""
    from frictionless import FrictionlessException, Package

    try:
        Package.from_descriptor(descriptor)
    except FrictionlessException as error:
        reasons = "; ".join(one.note or one.message for one in (error.reasons or [error.error]))
        raise CallError(f"The descriptor is not a data package: {reasons}") from error
