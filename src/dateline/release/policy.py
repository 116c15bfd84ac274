"""What a project has agreed to for its releases: the key `publish` of its settings."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from dateline.errors import CallError
from dateline.rules.catalogue import Catalogue

KEYS = ("decimals", "longest_quotation", "words", "hxl", "waive")
BINDING = frozenset({"uncredited", "unversioned", "misnamed"})
"""Answers of the probe `release` without which there can be no release: they are not waived."""
SHORTEST_REASON = 10
"""Characters of a reason, as in a reviewed exception."""


@dataclass(frozen=True, slots=True)
class Policy:
    """How releases are made."""

    decimals: int = 4
    """Decimals of coordinates, the declared precision."""
    longest_quotation: int = 400
    """Characters."""
    words: bool = True
    """Whether quotations are published, or their positions alone."""
    hxl: bool = False
    """Whether there is a table of events with a row of HXL tags."""
    waive: Mapping[str, str] = field(default_factory=dict)
    """Reasons by the code of a rule that does not keep a release from being made."""


def of_settings(settings: Any, catalogue: Catalogue) -> Policy:
    """Read the key `publish` of a project's settings. CallError if it cannot be used."""
    if settings is None:
        return Policy()
    if not isinstance(settings, Mapping) or (wrong := sorted(set(settings) - set(KEYS))):
        has = f"has {', '.join(wrong)}" if isinstance(settings, Mapping) else f"is {_json(settings)}"
        raise CallError(f'"publish" in the settings may have the keys {", ".join(KEYS)}, and {has}.')
    for key, is_such, what in (
        ("decimals", _is_count, "a number of decimals"),
        ("longest_quotation", _is_count, "a number of characters"),
        ("words", _is_switch, "true or false"),
        ("hxl", _is_switch, "true or false"),
        ("waive", _is_object, "an object of reasons by the codes of rules"),
    ):
        if key in settings and not is_such(settings[key]):
            raise CallError(f'"publish": {{"{key}": {_json(settings[key])}}} must be {what}.')
    waived = waivers(settings.get("waive", {}).items(), catalogue)
    return Policy(**{**settings, "waive": waived})


def waivers(given: Iterable[tuple[str, Any]], catalogue: Catalogue) -> dict[str, str]:
    """Reasons by the code of a rule. CallError for a rule that is not in force, or no reason."""
    found = {}
    for code, reason in given:
        try:
            rule = catalogue[code]
        except KeyError:
            raise CallError(
                f"There is no rule {code!r} in force to waive. `dateline rules` lists them all."
            ) from None
        if rule.probe == "release" and not BINDING.isdisjoint(rule.answers):
            raise CallError(
                f"{rule.code} {rule.name} cannot be waived: no release can be made so. {rule.advice}"
            )
        if not isinstance(reason, str) or len(reason.strip()) < SHORTEST_REASON:
            raise CallError(
                f"To waive {rule.code} {rule.name}, say why, in {SHORTEST_REASON} characters or more: "
                "whoever uses the release will read it."
            )
        found[rule.code] = " ".join(reason.split())
    return found


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_switch(value: Any) -> bool:
    return isinstance(value, bool)


def _is_object(value: Any) -> bool:
    return isinstance(value, Mapping)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
