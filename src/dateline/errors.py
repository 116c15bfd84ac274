"""Errors that are nobody's data: the call was wrong, or what it names cannot be read.

Problems *in* data are never exceptions; they are findings (`dateline.findings`).
"""

from __future__ import annotations


class CallError(Exception):
    """The user's call cannot be carried out; the text says what is wrong and what to do next. Exit 2."""


class ProbeUnavailable(Exception):
    """A probe needs a package that is not installed; the text says how to install it."""
