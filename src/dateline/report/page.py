"""The page: its data and its parts in one HTML file that asks nobody for anything."""

from __future__ import annotations

import base64
import gzip
import hashlib
import html
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dateline.render.findings import plural

_PARTS = Path(__file__).resolve().parent / "parts"
SCRIPTS = (
    "dom",
    "data",
    "filters",
    "controls",
    "map",
    "map_input",
    "timeline",
    "time_input",
    "table",
    "event",
    "claims",
    "sources",
    "findings",
    "about",
    "main",
)
"""The parts of the one script, in the order in which they need one another."""
_PLACE = re.compile(r"\{\{(\w+)\}\}")


def text(payload: Mapping[str, Any]) -> str:
    """The page of a payload (see `dateline.report.payload`)."""
    style, script = _part("page.css"), "\n".join(_part(f"{name}.js") for name in SCRIPTS)
    head = payload["head"]
    parts = {
        "policy": policy(style, script),
        "style": style,
        "script": script,
        "data": _inert("head", head) + "".join(_inert(f"words-{n}", one) for n, one in _numbered(payload)),
        "title": html.escape(head["title"]),
        "tool": html.escape(head["tool"]),
        "as_of": html.escape(head["as_of"]),
        "verdict": html.escape(head["verdict"]),
        "counts": html.escape(counts(head)),
    }
    # In one pass, so that nothing of the data is taken for a place of its own.
    return _PLACE.sub(lambda found: parts[found[1]], _part("page.html"))


def policy(style: str, script: str) -> str:
    """The content security policy under which only these two inline parts are in force."""
    return "; ".join((
        "default-src 'none'",
        f"script-src '{_digest(script)}'",
        f"style-src '{_digest(style)}'",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
    ))  # fmt: skip


def counts(head: Mapping[str, Any]) -> str:
    """`5 events, 6 findings (3 warnings, 3 info)`."""
    total, shown = head["events"]["total"], head["events"]["shown"]
    events = plural(total, "event") + (f" ({shown:,} of them shown)" if shown < total else "")
    found = sum(head["tally"].values())
    parts = ", ".join(plural(number, name) for name, number in head["tally"].items() if number)
    return f"{events}, " + (f"{plural(found, 'finding')} ({parts})" if found else "no findings")


def _numbered(payload: Mapping[str, Any]) -> list[tuple[int, Any]]:
    return list(enumerate(payload["words"]))


def _part(name: str) -> str:
    return (_PARTS / name).read_text(encoding="utf-8")


def _digest(part: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(part.encode()).digest()).decode()


def _inert(name: str, value: Any) -> str:
    """A value in an element that a browser neither shows nor runs: JSON, compressed, in base 64."""
    plain = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    packed = base64.b64encode(gzip.compress(plain, compresslevel=9, mtime=0)).decode()
    return f'<script type="application/octet-stream" id="{name}">{packed}</script>\n'
