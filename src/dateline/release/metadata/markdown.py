"""Pieces of Markdown: what stands in the data is text there, never markup.

A piece means the same in CommonMark, in GitHub's Markdown and in the cells of its tables, so that a writer
need not know where it will stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import quote

_SIGNS = re.compile(r"[\\`*{}\[\]<>#~&$]|(?<![^\W_])_|_(?![^\W_])")
"""What CommonMark or GitHub makes something of wherever it stands, but `|`."""
_FIRST = re.compile(r"^(?:[-+=]|\d{1,9}(?=[.)](?:\s|$)))")
"""What they make something of at the start of a line."""
_CODE = re.compile(r"(?<!`)`([^`]+)`(?!`)")
_DIRECTIONS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)], "\ufffd")
"""Marks that turn the direction of writing, beyond the text that they stand in."""
_UNSEEN = "\u00ad\u200b\u200c\u200d\u200e\u200f\u061c\ufeff"
"""Letters without a shape that scripts need: Persian joins and parts with them."""
_NO_ADDRESS = re.compile(r"[\s()<>\[\]\\|`\"{}^]")
_WEB = re.compile(r"https?://[^\s/]", re.IGNORECASE)
_NO_SLUG = re.compile(r"[^\w\- ]")


def one_line(text: str) -> str:
    """`text` on one line, without what controls a screen; white space as single spaces."""
    shown = (c if c.isprintable() or c.isspace() or c in _UNSEEN else "\ufffd" for c in text)
    return " ".join("".join(shown).translate(_DIRECTIONS).split())


def escaped(text: str) -> str:
    """`text` as it is, on one line, whatever Markdown would make of it."""
    said = _SIGNS.sub(lambda found: f"\\{found[0]}", one_line(text)).replace("|", "&#124;")
    return _FIRST.sub(lambda at: f"{at[0]}\\" if at[0].isdigit() else f"\\{at[0]}", said)


def code(text: str) -> str:
    """`text` in letters of one width. With a `|`, which no code in a table can hold in all Markdown, it
    stands in plain letters."""
    said = one_line(text)
    if not said or "|" in said:
        return escaped(said)
    said = f"{' ' * text[0].isspace()}{said}{' ' * text[-1].isspace()}"
    fence = "`" * (max((len(run) for run in re.findall("`+", said)), default=0) + 1)
    room = " " if "`" in (said[0], said[-1]) or said[0] == said[-1] == " " else ""
    return f"{fence}{room}{said}{room}{fence}"


def prose(text: str) -> str:
    """A description, on one line: what stands between backquotes is code, all else is text."""
    parts = _CODE.split(one_line(text))  # text and code by turns
    return "".join(code(part) if at % 2 else _within(part) for at, part in enumerate(parts))


def paragraphs(text: str) -> str:
    """A description with its paragraphs."""
    parts = (prose(part) for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n")))
    return "\n\n".join(part for part in parts if part)


def link(text: str, address: str) -> str:
    """A link, if the address is one of the web; otherwise both as text."""
    target = address.strip()
    if _WEB.match(target):
        return f"[{escaped(text)}]({_target(target)})"
    return escaped(f"{text} ({target})" if target not in ("", text) else text)


def file_link(path: str) -> str:
    """A link to a file of the release."""
    return f"[{escaped(path)}]({_target(quote(path))})"


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of pieces of Markdown. A column whose name ends with `:` holds numbers."""
    names = [name.removesuffix(":") for name in header]
    rules = ["--:" if name.endswith(":") else "---" for name in header]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (names, rules, *rows))


def items(given: Mapping[str, str]) -> str:
    """A list of pieces of Markdown, each behind its name; what is empty is left out."""
    return "\n".join(f"- **{name}**: {said}" for name, said in given.items() if said)


def slugs(headings: Iterable[str]) -> list[str]:
    """The anchors of the headings of a page, from their plain text, as GitHub makes them."""
    taken: dict[str, int] = {}
    for heading in headings:
        plain = slug = _NO_SLUG.sub("", heading.strip().lower()).replace(" ", "-")
        while slug in taken:
            taken[plain] += 1
            slug = f"{plain}-{taken[plain]}"
        taken[slug] = 0
    return list(taken)


def size(number: int) -> str:
    """`912 bytes`, `34.5 kB`, `1.2 MB`: in powers of 1,000."""
    if number < 1000:
        return f"{number} byte{'' if number == 1 else 's'}"
    value, units = number / 1000, iter(("kB", "MB", "GB", "TB"))
    unit = next(units)
    while value >= 999.95 and unit != "TB":
        value, unit = value / 1000, next(units)
    return f"{value:.1f} {unit}"


def _target(address: str) -> str:
    return _NO_ADDRESS.sub(lambda found: quote(found[0]), address).replace("&", "&amp;")


def _within(text: str) -> str:
    """`escaped`, with the spaces around it."""
    inner = text.strip()
    if not inner:
        return text
    before, _, after = text.partition(inner)
    return f"{before}{escaped(inner)}{after}"
