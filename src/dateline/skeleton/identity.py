"""The name of a source in the dataset."""

from __future__ import annotations

import re
import unicodedata

from dateline.skeleton.guessing import Guesses

LONGEST = 120
_HEADLINE_WORDS = 6
_PUBLISHER_LENGTH = 40


def slug(words: str) -> str:
    """Words as small Latin letters, digits and single hyphens, without accents; empty if nothing is Latin."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", re.sub(r"['`]", "", plain)).strip("-")


def source_id(guesses: Guesses, file_name: str) -> str:
    """`publisher-YYYY-MM-DD-first-words-of-the-headline`, of at most 120 characters.

    `unstated` and `undated` stand for publisher and day where nothing was guessed; the article's file
    name without its ending stands for a headline of which nothing is Latin.
    """
    publisher, day, headline = (
        fact.value if fact else "" for fact in (guesses.publisher, guesses.published, guesses.headline)
    )
    named = slug(publisher)[:_PUBLISHER_LENGTH].strip("-") or "unstated"
    words = "-".join(slug(headline).split("-")[:_HEADLINE_WORDS])
    about = words or slug(file_name.rpartition(".")[0] or file_name)
    return "-".join(part for part in (named, day or "undated", about) if part)[:LONGEST].strip("-")
