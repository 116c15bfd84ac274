"""Is a name among quoted words?"""

from __future__ import annotations

import functools
import re
import unicodedata

_QUALIFIER = re.compile(r"\s*\([^)]*\)\s*\Z|\A[A-Za-z]+:\s+")
_SEPARATORS = re.compile(r"[\W_]+")


def mentioned(name: str, words: str) -> bool:
    """Whether `words` contain `name` as whole words, whatever its case, hyphens, apostrophes and accents.

    A registry's qualifiers do not count: `Islamic State (Syria)` is mentioned by "the Islamic State".
    """
    plain = _plain(name)
    return bool(plain) and f" {plain} " in _searchable(words)


@functools.lru_cache(maxsize=4096)
def _plain(name: str) -> str:
    return _searchable(_QUALIFIER.sub("", name)).strip()


@functools.lru_cache(maxsize=4096)
def _searchable(words: str) -> str:
    bare = words if words.isascii() else _without_accents(words)
    return " " + _SEPARATORS.sub(" ", bare.casefold()).strip() + " "


def _without_accents(words: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", words) if not unicodedata.combining(c))
