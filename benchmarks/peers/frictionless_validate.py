"""frictionless: the schema as it stands, all errors kept."""

from __future__ import annotations

import re
import sys
from collections import defaultdict

from exchange import asked, tell
from frictionless import Checklist, Resource, Schema, system

CHECKS = {
    "type-error": "type",
    "minimum": "range",
    "maximum": "range",
    "minLength": "length",
    "maxLength": "length",
    "enum": "list",
}


def main() -> None:
    """The command line."""
    what = asked()
    schema = Schema.from_descriptor({"fields": [dict(field) for field in what.fields]})
    found: dict[str, set[int]] = defaultdict(set)
    with system.use_context(trusted=True):
        resource = Resource(path=str(what.path), schema=schema)
        report = resource.validate(Checklist(), limit_errors=sys.maxsize)
    for error in report.flatten(["rowNumber", "fieldName", "type", "note"]):
        row, field, kind, note = error
        check = CHECKS.get(kind, kind)
        if kind == "constraint-error":
            named = re.search(r'constraint "(\w+)"', note)
            check = CHECKS.get(named[1], named[1]) if named else kind
        elif kind == "unique-error":
            check = "unique"
            if first := re.search(r"position (\d+)", note):
                found[f"unique {field}"].add(int(first[1]) - 1)
        found[f"{check} {field}"].add(row - 1)
    tell(what.answer, found)


if __name__ == "__main__":
    main()
