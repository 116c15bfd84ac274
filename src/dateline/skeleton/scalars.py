"""Any text as one YAML scalar on one line."""

from __future__ import annotations

import re

import yaml

from dateline.extraction import document

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
"""What YAML cannot hold and our reader refuses even where it is written as an escape."""


def is_writable(value: str) -> bool:
    """Whether an extraction can hold a text: not if it has control characters."""
    return not _CONTROL.search(value)


def scalar(value: str) -> str:
    """`value` as a YAML scalar for the place after `key: ` or `- `: plain where that is safe, else quoted.

    Safe is what our own reader of extractions, which follows YAML 1.2, reads back as this very text.
    Raises ValueError for a text that is not writable.
    """
    if not is_writable(value):
        raise ValueError(f"an extraction cannot hold the control characters of {value!r}")
    plain = _dump(value, None)
    return plain if _read(plain) == value else _dump(value, '"')


def _dump(value: str, style: str | None) -> str:
    dumped: str = yaml.dump(
        value, Dumper=yaml.SafeDumper, default_style=style, allow_unicode=True, width=2**31
    )
    return dumped.removesuffix("\n").removesuffix("\n...")


def _read(written: str) -> object:
    if "\n" in written:
        return None
    read = document.parse(f"value: {written}\n".encode(), "")
    return read.data["value"] if isinstance(read, document.Document) else None
