"""What keeps a dataset from being published: the rules of the probe `release`, asked over a whole package."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dateline import codebook, rules
from dateline.diff.model import Diff
from dateline.engine.table_file import identifier, literal
from dateline.errors import CallError
from dateline.findings import Cell, Finding, InDocument
from dateline.package import Package, Table
from dateline.project import DESCRIPTOR, TABLES
from dateline.release import lineage, versions
from dateline.release.policy import Policy

if TYPE_CHECKING:
    import duckdb

LONG_ENOUGH = 50
"""Characters of a description (Google Dataset Search asks for as many)."""
SHOWN = 80
"""Characters of a cell that a message shows."""
CONTACT = (
    r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+([.][A-Za-z0-9-]+)*[.][A-Za-z]{2}"
    r"|[+][0-9][0-9 ()./-]{7,}[0-9]"
    r"|\b(?i:tel|telephone|phone|mobile|mob|fax|whatsapp|telegram|signal|viber)[ .:#]*"
    r"[(+]?[0-9][0-9 ()./-]{4,}[0-9]"
)
"""Addresses of e-mail; telephone numbers with a country's code, or after a word that says what they are."""
FORMULA = r"^['\s]*(=|[+@-]\s*[0-9]*[A-Za-z_][A-Za-z0-9_.]*[(!|])"
"""What a spreadsheet would run: a minus or a plus before a word or a number is none yet."""
ACLED_TEXT = r"\[size=|\bACLED\b"
OF_EVENTS = ("event_id_cnty", "event_key", "notes", "tags", "source")
"""Columns in which an id of ACLED's would be published as one of an event."""
NAMED_AFTER = {
    "events": ("source", "notes", "tags", "coordinate_source"),
    "sources": ("publisher", "author", "headline"),
    "locations": ("coordinate_source", "coordinate_reference"),
}
"""Columns in which ACLED would be named as a source."""


@dataclass(frozen=True, slots=True)
class _Check:
    """A condition on one cell of a table. `values`: what the message says besides."""

    answer: str
    column: str
    condition: str
    values: Mapping[str, object]


def findings(package: Package, connection: duckdb.DuckDBPyConnection, policy: Policy) -> Iterator[Finding]:
    """Everything that the probe finds in a package, but for its version."""
    yield from of_descriptor(package.descriptor)
    for name, table in package.tables.items():
        if name in TABLES or not table.path.startswith("schema/"):  # the code lists are dateline's own
            yield from _of_table(table, connection, policy)
    if {"evidence", "sources"} <= package.tables.keys():
        yield from _pieces(package, connection)


def of_descriptor(descriptor: Mapping[str, Any]) -> Iterator[Finding]:
    """What the descriptor lacks."""
    given = {key: descriptor.get(key) or "" for key in ("title", "description", "version")}
    licenses, contributors = (descriptor.get(key) or [] for key in ("licenses", "contributors"))
    if not str(given["title"]).strip():
        yield _undescribed("untitled", "title", "")
    if not any(one.get("name") or one.get("path") for one in licenses):
        yield _undescribed("unlicensed", "licenses", "; ".join(str(one.get("title", "")) for one in licenses))
    if not any(str(one.get("title", "")).strip() for one in contributors):
        yield _undescribed("uncredited", "contributors", "")
    if len(str(given["description"]).strip()) < LONG_ENOUGH:
        yield _undescribed("undescribed", "description", given["description"])
    if not _is_version(str(given["version"])):
        yield _undescribed("unversioned", "version", given["version"])


def _undescribed(answer: str, key: str, value: object) -> Finding:
    return _asked(answer).finding(InDocument(DESCRIPTOR, pointer=f"/{key}"), {"value": value})


def _of_table(table: Table, connection: duckdb.DuckDBPyConnection, policy: Policy) -> Iterator[Finding]:
    checks = list(_checks(table, policy))
    if not checks:
        return
    counts = ", ".join(f"count(*) FILTER ({check.condition})" for check in checks)
    found = connection.execute(f"SELECT {counts} FROM ({table.text()})").fetchone()
    assert found is not None
    for check, count in zip(checks, found, strict=True):
        if count:
            yield _first(check, count, table, connection)


def _first(check: _Check, count: int, table: Table, connection: duckdb.DuckDBPyConnection) -> Finding:
    """One finding for all cells of a column, at the first of them."""
    breaks = " + ".join(
        f"length(coalesce({name}, '')) - length(replace(coalesce({name}, ''), chr(10), ''))"
        for name in map(identifier, table.columns)
    )
    key = " || '/' || ".join(identifier(name) for name in table.key) or "NULL"
    numbered = f"SELECT row_number() OVER () AS row, {breaks} AS breaks, * FROM ({table.text()})"
    row = connection.execute(
        f"SELECT row, {key}, {identifier(check.column)} FROM ({numbered}) WHERE {check.condition} "
        "ORDER BY row LIMIT 1"
    ).fetchone()
    assert row is not None
    number, record, value = row
    before = connection.execute(f"SELECT sum(breaks) FROM ({numbered}) WHERE row < {number}").fetchone()
    assert before is not None
    line = table.file.header_lines + number + int(before[0] or 0)
    place = Cell(table.path, number, line, check.column, record)
    values = {"value": _cut(value or record or ""), "count": _rows(count), "table": table.name}
    return _asked(check.answer).finding(place, {**values, "column": check.column, **check.values})


def _checks(table: Table, policy: Policy) -> Iterator[_Check]:
    texts = [one["name"] for one in table.fields if one.get("type", "string") == "string"]
    addresses = {one["name"] for one in table.fields if one.get("format") == "uri"}
    for name in texts:
        cell = identifier(name)
        if name not in addresses:
            yield _Check("contact", name, f"regexp_matches({cell}, {literal(CONTACT)})", {})
        yield _Check("formula", name, f"regexp_matches({cell}, {literal(FORMULA)})", {})
        if name in NAMED_AFTER.get(table.name, ()):
            yield _Check("acled_text", name, f"regexp_matches({cell}, {literal(ACLED_TEXT)})", {})
        if table.name == "events" and name in OF_EVENTS:
            yield _Check("acled_id", name, f"regexp_matches({cell}, {literal(_acled_id(name))})", {})
        if name == "exact":
            long = f"length({cell}) > {policy.longest_quotation}"
            yield _Check("overlong", name, long, {"limit": policy.longest_quotation})
    for name in table.columns:
        if name in ("latitude", "longitude"):
            finer = f"length(split_part({identifier(name)}, '.', 2)) > {policy.decimals}"
            yield _Check("finer", name, finer, {"limit": policy.decimals})
    if table.name == "sources":
        yield _Check("unchecked", "checked_by", "checked_by IS NULL OR checked_at IS NULL", {})
        yield _Check("self_checked", "checked_by", "checked_by = coder", {})


def _acled_id(column: str) -> str:
    """ACLED's ids are the letters of a country and a number; in a text, letters of no country mean
    something else."""
    if column == "event_id_cnty":
        return "^[A-Z]{3}[0-9]+$"
    letters = "|".join(codebook.prefixes())
    return rf"(^|[^A-Za-z0-9-])({letters})[0-9]{{3,6}}($|[^A-Za-z0-9-])"


def _pieces(package: Package, connection: duckdb.DuckDBPyConnection) -> Iterator[Finding]:
    """How much of each text the quotations together are."""
    quoting = [one for one in ("evidence", "contradictions", "left_out") if one in package.tables]
    spans = " UNION ALL ".join(f'SELECT source_id, start, "end" FROM {one}' for one in quoting)
    covered = connection.execute(
        f"""
        WITH spans AS ({spans}),
        beyond AS (
            SELECT *, max("end") OVER (
                PARTITION BY source_id ORDER BY start, "end" ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
            ) AS reached FROM spans
        ),
        covered AS (
            SELECT source_id, sum(greatest(0, "end" - greatest(start, coalesce(reached, 0)))) AS characters
            FROM beyond GROUP BY source_id
        )
        SELECT source_id, characters / text_length FROM covered JOIN sources USING (source_id)
        WHERE characters > text_length / 2 ORDER BY source_id
        """
    ).fetchall()
    for source, share in covered:
        place = Cell(package.tables["sources"].path, record=source)
        yield _asked("pieces").finding(place, {"value": source, "share": f"{share:.0%}"})


def of_changes(diff: Diff, package: Package) -> Iterator[Finding]:
    """What a release may not do to those who hold the one before: a version that is too low, events that are
    gone without a word, ids that stand for another event, changes without a newer timestamp."""
    given = str(package.descriptor.get("version") or "")
    if _is_version(given) and _is_version(diff.old.version):
        verdict = versions.verdict(diff.old.version, given, diff)
        if not verdict.enough:
            place = InDocument(DESCRIPTOR, pointer="/version")
            values = {"value": given, "former": diff.old.version, "note": verdict.text}
            yield _asked("understated").finding(place, values)
    if lineage.EVENTS in package.tables:
        yield from lineage.findings(diff, package.tables[lineage.EVENTS].path)


def _is_version(text: str) -> bool:
    try:
        versions.parsed(text)
    except CallError:
        return False
    return True


def _asked(answer: str) -> rules.Rule:
    return rules.load().answering("release", answer)


def _rows(count: int) -> str:
    return f"{count:,} row" if count == 1 else f"{count:,} rows"


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"
