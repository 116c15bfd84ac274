"""An extraction against its JSON Schema, in a coder's words."""

from __future__ import annotations

import difflib
import functools
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from dateline import resources
from dateline.extraction import quick
from dateline.extraction.document import Document, Path

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import ValidationError

_TYPES = {
    "object": "a block of `key: value` lines",
    "array": "a list of `- ` items",
    "string": "text",
    "integer": "a whole number",
    "boolean": "true or false",
    "null": "nothing",
}
_FORMATS = {"date": "a day as YYYY-MM-DD"}
_LIMITS = {
    "minimum": " (not below {})",
    "minItems": " (not fewer than {})",
    "maxLength": " (no longer than {} characters)",
}
_ENTRIES = {
    "events": ("event", "key"),
    "left_out": ("left-out passage", ""),
    "decisions": ("decision", ""),
    "contradictions": ("contradiction", "id"),
}
"""What the items of a list at the top of a document are called, and the key that names one."""


class Misshape(NamedTuple):
    """One way in which a document is not an extraction: an answer of the probe `shape`."""

    answer: str
    path: Path
    values: dict[str, object]
    suggestion: str | None = None


def misshapes(document: Document) -> list[Misshape]:
    """All problems of a document's shape, in the order of its lines."""
    if _is_sound()(document.data):
        return []
    return problems(document, validator())


def problems(document: Document, validator: Draft202012Validator) -> list[Misshape]:
    """All problems of a document by another of our schemas, in the order of its lines, each once."""
    found = [one for error in validator.iter_errors(document.data) for one in translate(error, document)]
    once = {(one.answer, one.path, str(one.values)): one for one in found}
    return sorted(set_aside_followers([*once.values()]), key=lambda one: document.mark(one.path))


def set_aside_followers(problems: list[Misshape]) -> list[Misshape]:
    """Drop the problems that only follow from another: a misspelt key is not missing as well."""
    meant = {(p.path[:-1], p.suggestion) for p in problems if p.answer == "unknown_key" and p.suggestion}
    return [p for p in problems if not (p.answer == "missing_key" and (p.path, p.values["value"]) in meant)]


@functools.cache
def validator() -> Draft202012Validator:
    """The validator of `schema/extraction.schema.json`."""
    from jsonschema import Draft202012Validator

    return Draft202012Validator(schema("extraction"), format_checker=Draft202012Validator.FORMAT_CHECKER)


@functools.cache
def _is_sound() -> quick.Check:
    return quick.check(schema("extraction"))


@functools.cache
def schema(name: str) -> dict[str, Any]:
    """A JSON Schema of `schema/`, with its patterns as Python reads them."""
    text = (resources.folder("schema") / f"{name}.schema.json").read_text(encoding="utf-8")
    read: dict[str, Any] = json.loads(text, object_hook=_in_python)
    return read


def _in_python(node: dict[str, Any]) -> dict[str, Any]:
    """`$` is the end of the text in a JSON Schema; in Python it may also stand before a last line break."""
    pattern = node.get("pattern")
    if isinstance(pattern, str) and pattern.endswith("$"):
        node["pattern"] = pattern[:-1] + r"\Z"
    return node


def translate(error: ValidationError, document: Document) -> Iterator[Misshape]:
    """One error of jsonschema about the document as answers of the probe `shape`."""
    path = tuple(error.absolute_path)
    expected: Any = error.validator_value
    schema: Any = error.schema
    instance: Any = error.instance
    where = _where(document.data, path)
    match error.validator:
        case "additionalProperties":
            known = list(schema["properties"])
            for key in sorted(set(instance) - set(known), key=str):
                near = difflib.get_close_matches(str(key), known, 1, 0.6)
                values = {"value": key, "where": where, "known": ", ".join(known)}
                yield Misshape("unknown_key", (*path, key), values, near[0] if near else None)
        case "required" | "dependentRequired":
            groups = [expected] if error.validator == "required" else expected.values()
            lacking = [name for group in groups for name in group if name not in instance]
            key = next(name for name in lacking if repr(name) in error.message)
            yield Misshape("missing_key", path, {"value": key, "where": where, "hint": _hint(schema, key)})
        case "type":
            names = [expected] if isinstance(expected, str) else expected
            wanted = _FORMATS.get(schema.get("format")) or " or ".join(_TYPES[name] for name in names)
            yield Misshape(
                "wrong_type", path, {"value": _shown(instance), "where": where, "expected": wanted}
            )
        case "enum" | "const":
            allowed = [expected] if error.validator == "const" else expected
            listed = [str(one) for one in allowed]
            near = difflib.get_close_matches(str(instance), listed, 1, 0.6)
            quoted = isinstance(instance, str) and instance in listed
            possible = ", ".join(listed) + (", without quotation marks" if quoted else "")
            values = {"value": _shown(instance), "where": where, "expected": possible}
            yield Misshape("not_in_list", path, values, near[0] if near and not quoted else None)
        case "not":
            yield Misshape("value_though_not_stated", path, {"value": instance["value"], "where": where})
        case _:
            about = schema.get("description") or schema.get("title") or ""
            limit = _LIMITS.get(str(error.validator), "").format(expected)
            values = {"value": _shown(instance), "where": where, "expected": (about + limit).strip()}
            yield Misshape("malformed", path, values)


def _hint(within: Any, key: str) -> str:
    described = within.get("properties", {}).get(key) or _DESCRIBED.get(key, {})
    if not {"description", "title"} & set(described):
        named = described.get("$ref", "").rpartition("/")[2]
        described = schema("extraction")["$defs"].get(named, {})
    about = described.get("description") or described.get("title") or ""
    return f" ({about})" if about else ""


_DESCRIBED: dict[str, dict[str, str]] = {
    "quote": {"description": "the words of the article that say it"},
    "reason": {"description": "one line: how the value follows, since the words do not state it"},
    "expression": {"description": "the words inside the quotation that give the date, such as `on Saturday`"},
}


def _where(data: Any, path: Path) -> str:
    """A place of the document as people speak of it: item 1 of `tags` of the event `harbour-clash`."""
    match path:
        case (str(of), int(index), *below) if of in _ENTRIES:
            noun, key = _ENTRIES[of]
            entry = data[of][index]
            name = entry.get(key) if isinstance(entry, dict) else None
            whole = f"the {noun} `{name}`" if isinstance(name, str) else f"{noun} number {index + 1}"
        case (str(of), *below):
            whole = f"the {of}"
        case _:
            return "the file"
    parts = [f"`{part}`" if isinstance(part, str) else f"item {part + 1}" for part in below]
    return " of ".join([*reversed(parts), whole])


def _shown(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "a block of keys"
    if isinstance(value, list):
        return "an empty list" if not value else "a list"
    return str(value)
