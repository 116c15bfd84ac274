"""Which names of licences stand on the SPDX list."""

from __future__ import annotations

from itertools import product

_CC = ("BY", "BY-SA", "BY-ND", "BY-NC", "BY-NC-SA", "BY-NC-ND")
KNOWN = frozenset({
    "CC0-1.0",
    *(f"CC-{kind}-{version}" for kind, version in product(_CC, ("1.0", "2.0", "2.5", "3.0", "4.0"))),
    "PDDL-1.0", "ODC-By-1.0", "ODbL-1.0", "CDLA-Permissive-1.0", "CDLA-Sharing-1.0",
    "OGL-UK-1.0", "OGL-UK-2.0", "OGL-UK-3.0", "OGL-Canada-2.0", "OGDL-Taiwan-1.0", "NLOD-1.0", "etalab-2.0",
    "C-UDA-1.0", "O-UDA-1.0", "Apache-2.0", "MIT", "Unlicense", "EUPL-1.1", "EUPL-1.2",
})  # fmt: skip
"""Those that data are published under."""
_BY_LOWER = {name.lower(): name for name in KNOWN} | {
    "odc-pddl-1.0": "PDDL-1.0",
    "odc-by-1.0": "ODC-By-1.0",
    "odc-odbl-1.0": "ODbL-1.0",
}
"""With the names of the Open Definition, which Data Package 1 asks for."""


def spdx(name: str) -> str:
    """The SPDX identifier of a licence; empty if it has none, or is none that data are published under."""
    return _BY_LOWER.get(name.strip().lower(), "")
