"""JSON-LD with one long list, written piece by piece: a line for each of its nodes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TextIO

from dateline import outputs

Node = Mapping[str, Any]

HERE = "\N{OBJECT REPLACEMENT CHARACTER} nodes"
"""Stands in a document for the nodes of its list."""


def write(target: Path, document: Node, nodes: Iterable[Node]) -> None:
    """Write a document whose one list is `[HERE]`, with these nodes in that list. CallError if the file
    cannot be written."""
    head, tail = json.dumps(document, ensure_ascii=False, indent=1).split(f'"{HERE}"')

    def put(stream: TextIO) -> None:
        stream.write(head.rstrip(" "))
        for number, node in enumerate(nodes):
            stream.write(",\n" * (number > 0) + line(node))
        stream.write(f"{tail}\n")

    outputs.write(target, put)


def line(node: Node) -> str:
    """A node in one line, without what is empty."""
    filled = {key: value for key, value in node.items() if value not in (None, "", [], {})}
    return json.dumps(filled, ensure_ascii=False, separators=(",", ":"))
