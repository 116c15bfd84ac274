"""Patterns of Table Schemas, which mean what they mean in Python, written for RE2, which DuckDB uses."""

from __future__ import annotations

import re
import warnings

from dateline.engine.functions import re2_problem

_SPACE = r"\t-\r\x{1c}-\x{20}\x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}"
_CLASSES = {"d": r"\p{Nd}", "s": _SPACE, "w": r"\p{L}\p{N}_"}
"""What stands in brackets for digits, white space and letters of any script; RE2's own are ASCII."""
_TOKEN = re.compile(
    r"\\(?:u(?P<four>[0-9a-fA-F]{4})|U(?P<eight>[0-9a-fA-F]{8})|(?P<escaped>.))"
    r"|(?P<open>\[\^?\]?)|(?P<close>\])|(?P<most>\{,\d+\})|(?P<other>.)",
    re.DOTALL,
)


def re2(pattern: str) -> str:
    """The pattern for `regexp_full_match`. ValueError for one that Python does not accept, or that RE2 cannot
    say (looking ahead and back, references)."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)
            re.compile(pattern)
    except re.error as error:
        raise ValueError(f"{pattern!r} is not a regular expression: {error}") from error
    parts: list[str] = []
    inside = False
    for token in _TOKEN.finditer(pattern):
        kind, found = token.lastgroup or "", token[token.lastgroup or 0]
        match kind:
            case "four" | "eight":
                parts.append(rf"\x{{{found}}}")
            case "escaped":
                parts.append(_escaped(found, inside, pattern))
            case "open" if inside:
                parts.append(found.replace("[", r"\["))
                inside = not found.endswith("]")
            case "open":
                inside = True
                parts.append(found)
            case "close":
                inside = False
                parts.append(found)
            case "most" if not inside:
                parts.append("{0" + found[1:])
            case _:
                parts.append(found)
    translated = "".join(parts)
    if problem := re2_problem(translated):
        raise ValueError(f"{pattern!r} cannot be used as a regular expression ({problem})")
    return translated


def _escaped(letter: str, inside: bool, pattern: str) -> str:
    if letter == "Z" and not inside:
        return r"\z"
    members = _CLASSES.get(letter.lower())
    if members is None:
        return "\\" + letter
    if letter.islower():
        return members if inside else f"[{members}]"
    if inside:
        raise ValueError(f"{pattern!r} cannot be used as a regular expression (\\{letter} in brackets)")
    return f"[^{members}]"
