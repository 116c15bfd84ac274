"""Rule files of a project: read as strictly as extractions are, because anybody may have written them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dateline.rules import catalogue
from dateline.rules.catalogue import RuleFileError
from dateline.rules.model import PLACEHOLDER, Rule, fill


def read(path: Path, shown: str) -> list[Rule]:
    """The rules of one file, called `shown` in messages.

    RuleFileError, with the line, if it is no plain YAML or not what `schema/rules.schema.json` asks for.
    """
    from jsonschema import Draft202012Validator

    from dateline.extraction import document, shape

    read = document.load(path, shown)
    if isinstance(read, document.Problem):
        rule = catalogue.load().answering("document", read.answer)
        raise RuleFileError(
            f"{shown}, line {read.mark.line}: {fill(rule.message, {'value': '', **read.values})}"
        )
    validator = Draft202012Validator(shape.schema("rules"))
    for error in validator.iter_errors(read.data):
        if error.schema is False:
            line = read.mark(tuple(error.absolute_path)).line
            raise RuleFileError(
                f"{shown}, line {line}: Some keys of this rule cannot stand together. A rule of a project "
                "is over one table, names no probe, and has either `fails_when` or `query`."
            )
    for problem in shape.problems(read, validator):
        rule = catalogue.load().answering("shape", problem.answer)
        meant = f" Did you mean “{problem.suggestion}”?" if problem.suggestion else ""
        line = read.mark(problem.path).line
        raise RuleFileError(f"{shown}, line {line}: {fill(rule.message, problem.values)}{meant}")
    for number, entry in enumerate(read.data["rules"]):
        if slip := _slip(entry):
            line = read.mark(("rules", number)).line
            raise RuleFileError(f"{shown}, line {line}: {entry['code']} {entry['name']}: {slip}")
    return catalogue.of_data(read.data, shown)


def _slip(entry: Mapping[str, Any]) -> str | None:
    """What is wrong with one rule that the schema cannot say."""
    lists = entry.get("each", {})
    if len({len(columns) for columns in lists.values()}) > 1:
        lengths = ", ".join(f"{name} has {len(columns)}" for name, columns in lists.items())
        return f"The lists of `each` must be of one length: {lengths}."
    if brace := re.search(r"[{}]", PLACEHOLDER.sub("", entry["message"])):
        return f"A “{brace[0]}” in the message has no counterpart. A column is named in two: {{column}}."
    return None
