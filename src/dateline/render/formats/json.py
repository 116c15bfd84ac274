"""One JSON document with everything."""

from __future__ import annotations

import json
from typing import TextIO

from dateline.findings import order
from dateline.render import record
from dateline.validate.run import Validation


def write(result: Validation, stream: TextIO) -> None:
    """Write it, in ASCII: no terminal and no encoding comes in its way."""
    whole = json.dumps(record.of_validation(result), indent=2)
    stream.write(whole.removesuffix("\n}") + ',\n  "findings": [')
    before = "\n    "
    for finding in sorted(result.findings, key=order):
        stream.write(before + json.dumps(record.of_finding(finding)))
        before = ",\n    "
    stream.write("\n  ]\n}\n" if result.findings else "]\n}\n")
