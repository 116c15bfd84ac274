"""Strict YAML: one document, JSON's data model, every node's place kept.

PyYAML keeps the last of two equal keys, turns `no` into False and `2017-10-14` into a date, expands
aliases and overflows the stack on deep nesting. Here the parser's events are read directly: keys are unique;
aliases, anchors, tags and indentation by tabs are refused; depth is limited; plain scalars are null, true,
false and whole numbers as in the YAML 1.2 core schema, and all else stays text as it is written: days, and
fractions too, which no field has.
"""

from __future__ import annotations

import pathlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import yaml

MAX_BYTES = 5_000_000
"""An extraction is some kilobytes; a file beyond this is not one."""
MAX_DEPTH = 20

Path = tuple[str | int, ...]

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
"""What YAML refuses to read, yet lets a coder write in double quotation marks, as in "\\x1b"."""
_GUESS = re.compile(r"^([ \t]*)# GUESS: (.*?)(?: Please confirm.*)?$", re.MULTILINE)
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)\Z")
_WORDS: dict[str, bool | None] = {"": None, "~": None, "null": None, "Null": None, "NULL": None}
_WORDS |= {word: word.lower() == "true" for word in ("true", "True", "TRUE", "false", "False", "FALSE")}


class Mark(NamedTuple):
    """Line and column of a node, 1-based."""

    line: int
    column: int


class Problem(NamedTuple):
    """Why a file cannot be read as a document: an answer of the probe `document`."""

    answer: str
    mark: Mark
    values: dict[str, object]


@dataclass(frozen=True, slots=True)
class Document:
    """The data of a YAML file with the place of every node."""

    file: str
    data: Any
    marks: dict[Path, Mark] = field(repr=False)
    """Where the *value* at a path begins; for a mapping entry, where its key stands."""
    guesses: tuple[tuple[Mark, str], ...] = ()
    """Comments of `dateline new` that say why it guessed what stands below them."""

    def mark(self, path: Path) -> Mark:
        """The place of the node at `path`, or of the nearest node above it."""
        while path not in self.marks and path:
            path = path[:-1]
        return self.marks.get(path, Mark(1, 1))


def pointer(path: Path) -> str:
    """`path` as a JSON Pointer (RFC 6901)."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in path)


def load(path: pathlib.Path, file: str) -> Document | Problem:
    """Read the document at `path`, called `file` in findings. Of one beyond `MAX_BYTES` no byte is read."""
    size = path.stat().st_size
    if size > MAX_BYTES:
        return Problem("too_large", Mark(1, 1), {"value": f"{size:,} bytes", "limit": f"{MAX_BYTES:,}"})
    return parse(path.read_bytes(), file)


def parse(content: bytes, file: str) -> Document | Problem:
    """Read one document; the first thing that makes it unreadable is the answer."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        column = error.start - (content.rfind(b"\n", 0, error.start) + 1) + 1
        return Problem("not_utf8", Mark(line, column), {"value": f"0x{content[error.start]:02x}"})
    try:
        return _Builder(file).build(text)
    except _Refused as refused:
        return refused.problem
    except yaml.MarkedYAMLError as error:
        return _syntax(error, text)
    except yaml.reader.ReaderError as error:
        before = text[: error.position]
        mark = Mark(before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1)
        return Problem("control_character", mark, {"value": f"U+{_code_point(error.character):04X}"})


def _guesses(text: str) -> Iterator[tuple[Mark, str]]:
    for found in _GUESS.finditer(text):
        yield Mark(text.count("\n", 0, found.start()) + 1, len(found[1]) + 1), found[2]


class _Refused(Exception):
    def __init__(self, answer: str, event: Any, **values: object) -> None:
        self.problem = Problem(answer, _mark(event), values)


@dataclass(slots=True)
class _Open:
    """A mapping or a list that is being filled."""

    node: dict[str, Any] | list[Any]
    path: Path
    key: str | None = None


class _Builder:
    def __init__(self, file: str) -> None:
        self.file = file
        self.marks: dict[Path, Mark] = {}
        self.root: Any = None
        self.stack: list[_Open] = []
        self.documents = 0

    def build(self, text: str) -> Document | Problem:
        event: Any
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            kind = type(event)
            if kind is yaml.ScalarEvent:
                self._scalar(event)
            elif kind is yaml.MappingStartEvent:
                self._start(event, {})
            elif kind is yaml.SequenceStartEvent:
                self._start(event, [])
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                self.stack.pop()
            elif kind is yaml.AliasEvent:
                raise _Refused("alias", event, value="*" + event.anchor)
            elif kind is yaml.DocumentStartEvent:
                self.documents += 1
                if self.documents > 1:
                    raise _Refused("second_document", event)
        if not self.documents:
            return Problem("empty", Mark(1, 1), {})
        return Document(self.file, self.root, self.marks, tuple(_guesses(text)))

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        _refuse_extras(event)
        if event.style == '"' and (control := _CONTROL.search(event.value)):
            raise _Refused("control_character", event, value=f"U+{ord(control[0]):04X}")
        if self.stack and isinstance(self.stack[-1].node, dict) and self.stack[-1].key is None:
            self._key(event)
            return
        plain = event.style is None or event.style == ""
        self._place(event, _resolve(event.value) if plain else event.value)

    def _key(self, event: yaml.ScalarEvent) -> None:
        top = self.stack[-1]
        path = (*top.path, event.value)
        if event.value in top.node:
            raise _Refused("duplicate_key", event, value=event.value, first=self.marks[path].line)
        self.marks[path] = _mark(event)
        top.key = event.value

    def _start(self, event: yaml.Event, node: dict[str, Any] | list[Any]) -> None:
        _refuse_extras(event)
        if len(self.stack) >= MAX_DEPTH:
            raise _Refused("too_deep", event, limit=MAX_DEPTH)
        if self.stack and isinstance(self.stack[-1].node, dict) and self.stack[-1].key is None:
            raise _Refused("key_is_no_text", event)
        self.stack.append(_Open(node, self._place(event, node)))

    def _place(self, event: yaml.Event, value: Any) -> Path:
        if not self.stack:
            self.root = value
            self.marks[()] = _mark(event)
            return ()
        top = self.stack[-1]
        if isinstance(top.node, list):
            path: Path = (*top.path, len(top.node))
            top.node.append(value)
            self.marks[path] = _mark(event)
            return path
        assert top.key is not None
        path = (*top.path, top.key)
        top.node[top.key] = value
        top.key = None
        return path


def _refuse_extras(event: Any) -> None:
    if event.anchor is not None:
        raise _Refused("alias", event, value="&" + event.anchor)
    if event.tag is not None:
        raise _Refused("tag", event, value=event.tag.replace("tag:yaml.org,2002:", "!!"))


def _resolve(text: str) -> Any:
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.match(text):
        return int(text) if len(text) < 20 else text
    return text


def _code_point(character: int | str) -> int:
    return character if isinstance(character, int) else ord(character[:1])


def _mark(event: Any) -> Mark:
    return Mark(event.start_mark.line + 1, event.start_mark.column + 1)


def _syntax(error: yaml.MarkedYAMLError, text: str) -> Problem:
    at = error.problem_mark or error.context_mark
    mark = Mark(at.line + 1, at.column + 1) if at else Mark(1, 1)
    lines = text.splitlines()
    line = lines[mark.line - 1] if mark.line <= len(lines) else ""
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return Problem("tab", Mark(mark.line, line.index("\t") + 1), {})
    reason = " ".join(part for part in (error.context, error.problem) if part)
    return Problem("syntax", mark, {"value": line.strip()[:80], "reason": reason})
