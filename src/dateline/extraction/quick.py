"""Whether data follow a JSON Schema: yes or no, and quickly.

jsonschema says what is wrong, and takes some twenty times as long to say that nothing is. Nearly all
extractions are sound, so this is asked first, and jsonschema only about the others. Tests hold the two to one
answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

Check = Callable[[Any], bool]
Schema = Mapping[str, Any]

_ANNOTATIONS = frozenset(("$schema", "$defs", "title", "description"))
_READ_WITH_IF = frozenset(("then", "else"))
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def check(schema: Schema, root: Schema | None = None) -> Check:
    """A function that says whether data, as `json` or `document.parse` give them, follow the schema.

    `root` is where `$ref` leads to. Raises ValueError for keywords, and uses of them, that the schema of an
    extraction does not have.
    """
    keywords = schema.keys() - _ANNOTATIONS - _READ_WITH_IF
    if unknown := keywords - _KEYWORDS.keys():
        raise ValueError(f"no quick check for {', '.join(sorted(unknown))}")
    readers = dict.fromkeys(_KEYWORDS[name] for name in _KEYWORDS if name in keywords)
    return _all([reader(schema, root or schema) for reader in readers])


def _all(checks: Sequence[Check]) -> Check:
    if len(checks) == 1:
        return checks[0]

    def follows(value: Any) -> bool:
        for one in checks:  # noqa: SIM110 - all() of a generator takes twice as long
            if not one(value):
                return False
        return True

    return follows


def _type(schema: Schema, _root: Schema) -> Check:
    names = [schema["type"]] if isinstance(schema["type"], str) else schema["type"]
    if unknown := set(names) - _TYPES.keys():
        raise ValueError(f"no quick check for the type {', '.join(sorted(unknown))}")
    types = tuple(_TYPES[name] for name in names)
    if int not in types:
        return lambda value: type(value) in types
    return lambda value: type(value) in types or (type(value) is float and value.is_integer())


def _enum(schema: Schema, _root: Schema) -> Check:
    allowed = tuple(schema["enum"])
    if not all(type(one) in (str, int) for one in allowed):
        raise ValueError("no quick check for an enum of other things than texts and whole numbers")
    return lambda value: type(value) is not bool and value in allowed


def _const(schema: Schema, root: Schema) -> Check:
    return _enum({"enum": [schema["const"]]}, root)


def _text(schema: Schema, _root: Schema) -> Check:
    found = re.compile(schema.get("pattern", "")).search
    least, most = schema.get("minLength", 0), schema.get("maxLength", float("inf"))
    return lambda value: type(value) is not str or (least <= len(value) <= most and found(value) is not None)


def _format(schema: Schema, _root: Schema) -> Check:
    if schema["format"] != "date":
        raise ValueError(f"no quick check for the format {schema['format']}")
    return lambda value: type(value) is not str or _is_date(value)


def _is_date(value: str) -> bool:
    try:
        return bool(_DATE.fullmatch(value) and date.fromisoformat(value))
    except ValueError:
        return False


def _minimum(schema: Schema, _root: Schema) -> Check:
    least = schema["minimum"]
    return lambda value: type(value) not in (int, float) or value >= least


def _items(schema: Schema, root: Schema) -> Check:
    of_item, least = check(schema.get("items", {}), root), schema.get("minItems", 0)
    return lambda value: type(value) is not list or (len(value) >= least and all(map(of_item, value)))


def _properties(schema: Schema, root: Schema) -> Check:
    of_key = {key: check(one, root) for key, one in schema.get("properties", {}).items()}
    required = frozenset(schema.get("required", ()))
    may_have_others = schema.get("additionalProperties", True)
    if not isinstance(may_have_others, bool):
        raise ValueError("no quick check for a schema of additional properties")

    def follows(value: Any) -> bool:
        if type(value) is not dict:
            return True
        if not required <= value.keys():
            return False
        for key, one in value.items():
            of_value = of_key.get(key)
            if not (may_have_others if of_value is None else of_value(one)):
                return False
        return True

    return follows


def _dependent_required(schema: Schema, _root: Schema) -> Check:
    groups = schema["dependentRequired"].items()
    return lambda value: (
        type(value) is not dict or all(key not in value or value.keys() >= set(keys) for key, keys in groups)
    )


def _if(schema: Schema, root: Schema) -> Check:
    condition = check(schema["if"], root)
    then, otherwise = check(schema.get("then", {}), root), check(schema.get("else", {}), root)
    return lambda value: then(value) if condition(value) else otherwise(value)


def _not(schema: Schema, root: Schema) -> Check:
    refused = check(schema["not"], root)
    return lambda value: not refused(value)


def _all_of(schema: Schema, root: Schema) -> Check:
    return _all([check(one, root) for one in schema["allOf"]])


def _ref(schema: Schema, root: Schema) -> Check:
    target: Any = root
    for part in schema["$ref"].removeprefix("#/").split("/"):
        target = target[part]
    return check(target, root)


_TYPES: Mapping[str, type] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "boolean": bool,
}
_KEYWORDS: Mapping[str, Callable[[Schema, Schema], Check]] = {
    "type": _type,
    "$ref": _ref,
    "const": _const,
    "enum": _enum,
    "pattern": _text,
    "minLength": _text,
    "maxLength": _text,
    "format": _format,
    "minimum": _minimum,
    "items": _items,
    "minItems": _items,
    "properties": _properties,
    "required": _properties,
    "additionalProperties": _properties,
    "dependentRequired": _dependent_required,
    "allOf": _all_of,
    "if": _if,
    "not": _not,
}
