"""What follows from the built-in rules alone, made once instead of at each start: the rules as read from
their files, and their SQL.

`python -m dateline.prepared` writes it beside this module, as Python writes bytecode beside a module, and the
wheel carries it. It is only ever a shortcut: with any change in what it was made from it is not used, and all
is made anew.
"""

from __future__ import annotations

import functools
import hashlib
import pickle
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dateline import resources

if TYPE_CHECKING:
    from dateline.engine.rule_sql import RuleSql
    from dateline.layouts.model import Layout
    from dateline.rules import Rule

PATH = Path(__file__).with_suffix(".pickle")

Written = tuple[object, ...]
"""All of a rule that its SQL depends on."""


@dataclass(frozen=True, slots=True)
class Content:
    """What is kept."""

    rules: tuple[Rule, ...]
    sql: Mapping[Written, RuleSql]
    layouts: tuple[Layout, ...]


@functools.cache
def content() -> Content | None:
    """What is kept; None if it is not there, was made from other sources, or is damaged."""
    try:
        kept = PATH.read_bytes()
    except OSError:
        return None
    seal, packed = kept[: hashlib.sha256().digest_size], kept[hashlib.sha256().digest_size :]
    if seal != _seal(packed):
        return None
    return Content(*pickle.loads(packed))


def write(path: Path = PATH) -> None:
    """Make it anew."""
    from dateline.engine import rule_sql
    from dateline.layouts import catalogue as layouts
    from dateline.rules import catalogue

    rules = tuple(catalogue.of_files())
    sql = {rule_sql.written(rule): rule_sql.translated(rule) for rule in rules if rule.table is not None}
    packed = pickle.dumps((rules, sql, tuple(layouts.of_files())), protocol=5)
    path.write_bytes(_seal(packed) + packed)


def _seal(packed: bytes) -> bytes:
    """A hash of `packed` and of all that it is made from."""
    seal = hashlib.sha256(packed)
    for path in _sources():
        seal.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    return seal.digest()


def _sources() -> Iterator[Path]:
    package = Path(__file__).parent
    yield from sorted((package / "engine").glob("*.py"))
    yield from sorted((package / "layouts").glob("*.py"))
    yield from sorted((package / "rules").glob("*.py"))
    yield from sorted(package.glob("*.py"))
    yield from sorted(resources.folder("validators").glob("*.yaml"))
    yield from sorted(resources.folder("schema").rglob("*.*"))


if __name__ == "__main__":
    write()
