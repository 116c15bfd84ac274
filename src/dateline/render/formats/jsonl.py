"""JSON lines: one for each finding, and one, the last, for the whole."""

from __future__ import annotations

import json
from typing import TextIO

from dateline.findings import order
from dateline.render import record
from dateline.validate.run import Validation


def write(result: Validation, stream: TextIO) -> None:
    """Write them, in ASCII: no terminal and no encoding comes in their way."""
    for finding in sorted(result.findings, key=order):
        stream.write(json.dumps(record.of_finding(finding)) + "\n")
    stream.write(json.dumps(record.of_validation(result)) + "\n")
