"""What the process says with its exit status."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """The contract of every command; scripts and CI may rely on it."""

    clean = 0
    """Nothing that fails the run was found."""
    findings = 1
    """The data was judged and something in it must be mended."""
    unusable = 2
    """The call was wrong, the input could not be judged at all, or dateline itself failed."""
    interrupted = 130
    """Ctrl-C."""
