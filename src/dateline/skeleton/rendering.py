"""The text of a new extraction."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dateline.skeleton.example import EVENT, LEFT_OUT, commented
from dateline.skeleton.guessing import Fact, Guesses
from dateline.skeleton.scalars import scalar
from dateline.text import Quote, Zone

_CONFIRM = "Please confirm or correct, then delete this line."


@dataclass(frozen=True, slots=True)
class Start:
    """What is known of a new extraction, not guessed."""

    source_id: str
    article: str
    """Name of the file in `seeds/articles/`."""
    sha256: str
    """Of the file's bytes, 64 hexadecimal digits."""
    schema: str
    """Path of the JSON Schema of extractions, from the folder of the new file, with forward slashes."""
    coded_at: date
    coder: str | None = None
    language: str | None = None


def render(start: Start, guesses: Guesses) -> str:
    """The text of the extraction: what is known, the guesses marked as such, the rest as lines to fill in."""
    return "".join(f"{line}\n" if line else "\n" for block in _blocks(start, guesses) for line in block)


def _blocks(start: Start, guesses: Guesses) -> Iterator[list[str]]:
    yield [
        f"# yaml-language-server: $schema={start.schema}",
        "# A new extraction. Read the article, then",
        "# - confirm or correct what stands below each GUESS, and delete the GUESS;",
        "# - fill in the lines below each FILL IN, take away the `# ` before them, and delete the FILL IN;",
        "# - code the events, and run `dateline convert`: it names what is missing or wrong, line by line.",
        "dateline: 1",
        "",
        "source:",
        "  # The source's name in the dataset. Change it now, and the name of this file with it, or never.",
        f"  id: {scalar(start.source_id)}",
        f"  article: {scalar(start.article)}",
        f"  sha256: {scalar(start.sha256)}",
    ]
    yield _publisher(guesses)
    yield _headline(guesses)
    yield _published(guesses)
    yield _language(start, guesses)
    yield _scale(guesses)
    yield _optional(guesses)
    yield _body(guesses)
    yield _coding(start)
    yield [
        "# Every event that the article reports and the codebook admits. If there is one, delete the line",
        "# `events: []`, take away the `# ` before each line of the example, and write your event over it.",
        "# Leave out what the article does not tell.",
        "events: []",
        "",
        *commented(EVENT).splitlines(),
        "",
        "# What you considered and did not code: the words and the reason, so that a reviewer can disagree.",
        *commented(LEFT_OUT).splitlines(),
    ]


def _publisher(guesses: Guesses) -> list[str]:
    if guesses.publisher:
        return _fact("publisher", guesses.publisher)
    return _to_fill_in(
        "who published it; nothing in the file tells.",
        "publisher:\n  value: NAME\n  basis: quoted\n  quote: THE WORDS THAT SAY IT",
        "If you conclude it: `basis: inferred` and `reason:`. If not: `basis: not_stated` alone.",
    )


def _headline(guesses: Guesses) -> list[str]:
    if guesses.headline:
        return _fact("headline", guesses.headline)
    return _to_fill_in(
        "the headline, if the file has it. You may leave it out.",
        "headline:\n  value: THE HEADLINE\n  basis: quoted\n  quote: THE HEADLINE",
    )


def _published(guesses: Guesses) -> list[str]:
    if guesses.published:
        return _fact("published", guesses.published, plain=True)
    return _to_fill_in(
        "the day of publication; nothing in the file tells it with its year.",
        "published:\n  value: YYYY-MM-DD\n  basis: quoted\n  quote: THE WORDS THAT SAY IT",
        "If you conclude it: `basis: inferred`, `reason:`, and the days possible as `earliest:` and",
        "`latest:`. If not: `basis: not_stated` alone.",
    )


def _language(start: Start, guesses: Guesses) -> list[str]:
    if start.language:
        return [f"  language: {scalar(start.language)}"]
    if guesses.language:
        why = "the small words of the text are English ones"
        return [f"  # GUESS: {why}. {_CONFIRM}", f"  language: {scalar(guesses.language)}"]
    return _to_fill_in("the language of the article: en, ar, fr …", "language: CODE")


def _scale(guesses: Guesses) -> list[str]:
    if guesses.scale:
        return _fact("scale", guesses.scale)
    return _to_fill_in(
        "the publisher's reach: International, Regional, National … (schema/codes/source_scales.csv).",
        "scale:\n  value: TERM\n  basis: inferred\n  reason: WHY",
        "If the publisher is not known: `basis: not_stated` alone.",
    )


def _optional(guesses: Guesses) -> list[str]:
    filed = ["  # dateline: CITY, Oct 14"]
    if guesses.dateline:
        filed = [f"  # GUESS: {guesses.dateline_why}. {_CONFIRM}", f"  dateline: {scalar(guesses.dateline)}"]
    return [
        "  # Further facts, each only if known; dateline: where and when the report says that it was filed,",
        "  # accessed_at: the day on which the text was taken.",
        *filed,
        "  # location_created: CITY",
        "  # author:",
        "  #   value: NAME",
        "  #   basis: quoted",
        "  #   quote: By NAME",
        "  # url: https://",
        "  # archive_url: https://",
        "  # archived_at: YYYY-MM-DD",
        "  # accessed_at: YYYY-MM-DD",
        "  media_type: text/plain",
        "  # rights: WHOSE THE TEXT IS",
        "  # note: WHAT READERS OF THE LIST OF SOURCES SHOULD KNOW",
    ]


def _body(guesses: Guesses) -> list[str]:
    if not guesses.body:
        lines = _to_fill_in(
            "the first and the last words of the article proper; they could not be guessed.",
            "body:\n  - from: THE FIRST WORDS\n    to: THE LAST WORDS",
            "Headline, menus, captions and other stories stay outside. Words that the file has twice need",
            "some before or after them: `from: {exact: THE WORDS, prefix: WORDS BEFORE}`.",
        )
        return [*lines, ""]
    return [
        "  # Only the body is evidence for events; headline, menus, captions and other stories stay outside.",
        f"  # GUESS: {guesses.body_why}. {_CONFIRM}",
        "  body:",
        *(line for zone in guesses.body for line in _zone(zone)),
        "",
    ]


def _zone(zone: Zone) -> list[str]:
    start, end = _quotation("from", zone.start), _quotation("to", zone.end)
    return [f"    - {start[0]}", *(f"      {line}" for line in (*start[1:], *end))]


def _coding(start: Start) -> list[str]:
    coder = _to_fill_in("your initials or role.", "coder: INITIALS")
    if start.coder:
        coder = [f"  coder: {scalar(start.coder)}"]
    return [
        "coding:",
        *coder,
        f"  coded_at: {start.coded_at}",
        "  # For the one who has compared every line with the article, best a second person:",
        "  # checked_by: INITIALS",
        "  # checked_at: YYYY-MM-DD",
        "",
    ]


def _fact(name: str, fact: Fact, *, plain: bool = False) -> list[str]:
    return [
        f"  # GUESS: {fact.why}. {_CONFIRM}",
        f"  {name}:",
        f"    value: {fact.value if plain else scalar(fact.value)}",
        f"    basis: {fact.basis}",
        *(f"    {line}" for line in _quotation("quote", fact.quote)),
        *([f"    reason: {scalar(fact.reason)}"] if fact.reason else []),
    ]


def _quotation(key: str, quote: Quote) -> list[str]:
    if not quote.prefix and not quote.suffix:
        return [f"{key}: {scalar(quote.exact)}"]
    parts = {"exact": quote.exact, "prefix": quote.prefix, "suffix": quote.suffix}
    return [f"{key}:", *(f"  {name}: {scalar(words)}" for name, words in parts.items() if words)]


def _to_fill_in(what: str, block: str, *hints: str) -> list[str]:
    """Without its first `# `, each line below the first is YAML: a comment, or the block."""
    return [
        f"  # FILL IN: {what}",
        *(f"  # # {hint}" for hint in hints),
        *commented(block, "  ").splitlines(),
    ]
