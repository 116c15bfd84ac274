"""What a damaged cell stood for."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping

DOUBTFUL = re.compile(r"[^\x00-\x7f]{2}")
"""What one letter becomes at least, read in a wrong encoding."""
KEPT = 1 << 16
"""Doubtful cells whose repair is remembered: names come back, notes do not."""


def encoding(text: str) -> str:
    """A text that was read in a wrong encoding, as it was written: `CafÃ©` is `Café`. What shows no sign of
    that stays as it is. The signs are those of ftfy, which would rather leave a damaged text than change a
    sound one."""
    return _fixed(text) if DOUBTFUL.search(text) else text


@functools.lru_cache(KEPT)
def _fixed(text: str) -> str:
    import ftfy

    return ftfy.fix_encoding(text)


REPAIRS: Mapping[str, Callable[[str], str]] = {"encoding": encoding}
"""By the name that a rule has for it (`repair`)."""
