"""Forms in which a validation can be written, each for whoever reads it. One file a form; each writes to a
text stream, one finding after the other."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from dateline.validate.run import Validation

FORMATS = {
    "text": "for people at a terminal",
    "json": "one document, as schema/report.schema.json describes it",
    "jsonl": "a line for each finding, and one for the whole",
    "csv": "a table of the findings, for a spreadsheet",
    "markdown": "a summary for a pull request or a wiki",
    "sarif": "SARIF 2.1.0, for code scanning",
    "junit": "JUnit XML: a test for each rule",
    "github": "annotations of GitHub Actions",
    "gitlab": "a code quality report of GitLab",
    "frictionless": "a report of frictionless, for what reads those",
}
"""What each is for."""

Write = Callable[["Validation", TextIO], None]


def writer(name: str) -> Write:
    """What writes the form of that name; KeyError if there is none."""
    if name not in FORMATS:
        raise KeyError(name)
    write: Write = importlib.import_module(f"{__name__}.{name}").write
    return write
