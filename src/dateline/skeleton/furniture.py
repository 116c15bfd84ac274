"""The words by which the furniture of a news page is known: English, and the marks of some agencies."""

from __future__ import annotations

import re

_AGENCY = r"(?:AFP|AP|Reuters|EPA|Getty|Anadolu|Xinhua|EFE|dpa|TRT ?World)"


def _any(alternatives: tuple[str, ...]) -> str:
    return "(?:" + "|".join(alternatives) + ")"


CREDIT = re.compile(
    _any(
        (
            rf"[(\[][^()\[\]]+\b{_AGENCY}[)\]]",
            rf"[(\[]{_AGENCY}\b[^()\[\]]+[)\]]",
            r"[(\[][^()\[\]]*\b(?:File|Handout|Photo)\b[^()\[\]]*[)\]]",
            rf"\[{_AGENCY}\]",
            rf"/ ?{_AGENCY}",
        )
    )
    + r"\.?(?: ?/ ?[\w ]{2,30})?\Z"
)
"""Whose picture it is: the end of a caption."""

CAPTION = re.compile(
    r"(?:photo|image|picture|photograph|caption|file photo)s?(?: by| credit)?\s*:", re.IGNORECASE
)
"""The beginning of a caption."""

INSERT = re.compile(
    _any(
        (
            r"advertise?ments?",
            r"sponsored(?: content)?",
            r"recommended(?: for you)?",
            r"share(?:d?| this\b.*)",
            r"save|print|e-?mail|listen",
            r"(?:read more|also read|read also|see also|continue reading|story continues below)\b.*",
            r"(?:related|watch)\s*:.*",
            r"(?:.*\b)?min(?:ute)?s?(?: of)? read(?:ing)?",
        )
    )
    + r"\W*",
    re.IGNORECASE,
)
"""A whole short line that may interrupt an article."""

TAIL = re.compile(
    _any(
        (
            r"explore|home|menu|search|trending(?: now)?|up next|read next|load more|newsletters?",
            r"(?:sources?|tags?|topics?)\s*:.*",
            r"related(?: (?:stories|articles|news|topics|content|posts))?",
            r"more (?:stories|news|from|on|about)\b.*",
            r"most (?:read|popular|viewed|shared)\b.*",
            r"(?:you (?:may|might) also|filed under|follow us|subscribe|sign up|skip to)\b.*",
            r"editors?['\u2019]?s? picks?",
            r"latest (?:news|stories|headlines)|top stories",
            r"don['\u2019]t miss|back to top|sign in|log ?in",
            r"comments?(?: \(?\d+\)?)?|leave a (?:comment|reply)",
            r"about us|contact us|advertise with us",
            r"(?:next|previous) (?:article|story)",
        )
    )
    + r"\W*",
    re.IGNORECASE,
)
"""A whole short line that mostly comes after an article, or before it."""

TAIL_ANYWHERE = re.compile(
    _any(
        (
            r"\u00a9",
            r"\ball rights reserved\b",
            r"\bcopyright\b.{0,20}\b(?:19|20)\d\d\b",
            r"\bwe use cookies\b|\bcookie (?:policy|settings)\b|\bprivacy policy\b",
            r"\bterms of (?:use|service)\b",
            r"\bour (?:\w+ ){0,2}newsletters?\b",
            r"\b(?:sign up (?:for|to)|subscribe to) (?:our|the)\b",
            r"\A\(?(?:additional )?(?:reporting|writing|editing) by\b",
        )
    ),
    re.IGNORECASE,
)
"""Words that give away a line of any length."""
