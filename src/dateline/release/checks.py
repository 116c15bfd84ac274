"""What keeps a dataset from being published: the rules of the probe `release`, asked over a whole package."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dateline import codebook, rules
from dateline.diff.model import Diff
from dateline.diff.sides import Veil
from dateline.engine.table_file import identifier, literal
from dateline.errors import CallError
from dateline.findings import Cell, Finding, InDataset, InDocument
from dateline.package import Package, Table
from dateline.project import DESCRIPTOR, TABLES
from dateline.release import lineage, versions
from dateline.release.describe import NAME
from dateline.release.formats.content import WORDS
from dateline.release.metadata.licenses import spdx
from dateline.release.policy import Policy

if TYPE_CHECKING:
    import duckdb

LONG_ENOUGH = 50
"""Characters of a description (Google Dataset Search asks for as many)."""
SHOWN = 80
"""Characters of a cell that a message shows."""
RETIRED = "seeds/ids.csv"
BATCH = 10_000
FREE = ("^[^;", "[^;")
"""How the patterns of columns begin that hold any text, or lists of any texts."""
CONTACTS = (
    r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+([.][A-Za-z0-9-]+)*[.][A-Za-z]{2,}",
    r"[A-Za-z0-9._-]+ ?[(\[]at[)\]] ?[A-Za-z0-9-]+",  # spelt out against robots
    r"(^|[\s(])@[A-Za-z0-9_]{4,}",  # a name in a messenger
    r"[+]\p{Nd}[\p{Nd} ()./-]{7,}\p{Nd}",
    r"\b0\p{Nd}{1,4}[)]?[ ./-]?\p{Nd}{3}[ ./-]?\p{Nd}{3,5}\b",
    r"\b\p{Nd}{11,15}\b",
    r"\b(?i:tel|telephone|phone|mobile|mob|fax|whatsapp|telegram|signal|viber)[ .:#]*"
    r"[(+]?\p{Nd}[\p{Nd} ()./-]{4,}\p{Nd}",
    r"\b[A-Z]{2}[0-9]{2}( ?[A-Z0-9]{4}){3,7}( ?[A-Z0-9]{1,4})?\b",  # a bank account (IBAN)
)
CONTACT = "|".join(f"(?:{one})" for one in CONTACTS)
"""Addresses of e-mail; names in messengers; telephone numbers with a country's code, with a leading 0, of
eleven digits or more, or after a word that says what they are; bank accounts."""
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
    """A condition on one cell of a table."""

    answer: str
    column: str
    condition: str
    shown: str
    """SQL of what the message shows."""
    limit: int | None = None


def findings(package: Package, connection: duckdb.DuckDBPyConnection, policy: Policy) -> Iterator[Finding]:
    """Everything that the probe finds in a package, but for its version."""
    yield from of_descriptor(package.descriptor)
    for name, table in package.tables.items():
        if name in TABLES or not table.path.startswith("schema/"):  # the code lists are dateline's own
            yield from _of_table(table, connection, policy)
    if policy.words and {"evidence", "sources"} <= package.tables.keys():
        yield from _pieces(package, connection)


def of_descriptor(descriptor: Mapping[str, Any]) -> Iterator[Finding]:
    """What the descriptor lacks."""
    given = {key: descriptor.get(key) or "" for key in ("title", "description", "version")}
    licenses, contributors = (descriptor.get(key) or [] for key in ("licenses", "contributors"))
    if not str(given["title"]).strip():
        yield _undescribed("untitled", "title", "")
    if not any(one.get("name") or one.get("path") for one in licenses):
        yield _undescribed("unlicensed", "licenses", "; ".join(str(one.get("title", "")) for one in licenses))
    for one in licenses:
        if one.get("name") and not one.get("path") and not spdx(one["name"]):
            yield _undescribed("unknown_licence", "licenses", one["name"])
    if not any(str(one.get("title", "")).strip() for one in contributors):
        yield _undescribed("uncredited", "contributors", "")
    if len(str(given["description"]).strip()) < LONG_ENOUGH:
        yield _undescribed("undescribed", "description", given["description"])
    if not _is_version(str(given["version"])):
        yield _undescribed("unversioned", "version", given["version"])
    if not NAME.fullmatch(str(descriptor.get("name") or "")):
        yield _undescribed("misnamed", "name", descriptor.get("name") or "")


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
            yield from _each(check, table, connection)


def _each(check: _Check, table: Table, connection: duckdb.DuckDBPyConnection) -> Iterator[Finding]:
    """A finding for each cell: what is accepted of one is accepted of no other."""
    breaks = " + ".join(
        f"length(coalesce({name}, '')) - length(replace(coalesce({name}, ''), chr(10), ''))"
        for name in map(identifier, table.columns)
    )
    key = " || '/' || ".join(identifier(name) for name in table.key) or "NULL"
    numbered = f"SELECT row_number() OVER () AS row, {breaks} AS breaks, * FROM ({table.text()})"
    placed = f"SELECT *, sum(breaks) OVER (ORDER BY row) - breaks AS before FROM ({numbered})"
    found = connection.execute(
        f"SELECT row, before, {key}, {check.shown} FROM ({placed}) WHERE {check.condition} ORDER BY row"
    )
    while rows := found.fetchmany(BATCH):
        for row, before, record, shown in rows:
            line = table.file.header_lines + row + int(before)
            place = Cell(table.path, row, line, check.column, record)
            values = {"value": _cut(shown or ""), "column": check.column, "limit": check.limit}
            yield _asked(check.answer).finding(place, values)


def veil(policy: Policy) -> Veil:
    """What of a former state must not be shown again: a correction that removes it would publish it anew."""

    def condition(_table: str, field: Mapping[str, Any], cell: str) -> str | None:
        contact = _contact_in(field, cell)
        if field["name"] == "exact":
            return f"length({cell}) > {policy.longest_quotation} OR {contact or 'false'}"
        return contact

    return condition


def _contact_in(field: Mapping[str, Any], cell: str) -> str | None:
    """SQL of whether a cell of a column holds a way to reach somebody; None for a column that holds no free
    text: keys, codes, numbers, addresses of pages."""
    pattern = field.get("constraints", {}).get("pattern", "")
    if field.get("type", "string") != "string" or field.get("format") == "uri":
        return None
    if pattern and not pattern.startswith(FREE):
        return None
    return f"regexp_matches({cell}, {literal(CONTACT)})"


def _checks(table: Table, policy: Policy) -> Iterator[_Check]:
    silent = () if policy.words else WORDS.get(table.name, ())
    elsewhere = rules.load()["S042"].each["text"] if table.name == "events" else ()
    for field in table.fields:
        name, cell = field["name"], identifier(field["name"])
        if name in ("latitude", "longitude"):
            finer = f"length(split_part({cell}, '.', 2)) > {policy.decimals}"
            yield _Check("finer", name, finer, cell, policy.decimals)
        if field.get("type", "string") != "string" or name in silent:
            continue
        if condition := _contact_in(field, cell):
            every = f"array_to_string(regexp_extract_all({cell}, {literal(CONTACT)}), '; ')"
            yield _Check("contact", name, condition, every)
        if name not in elsewhere:
            yield _Check("formula", name, f"regexp_matches({cell}, {literal(FORMULA)})", cell)
        if name in NAMED_AFTER.get(table.name, ()):
            yield _Check("acled_text", name, f"regexp_matches({cell}, {literal(ACLED_TEXT)})", cell)
        if table.name == "events" and name in OF_EVENTS:
            form = literal(_acled_id(name))
            every = f"array_to_string(regexp_extract_all({cell}, {form}), '; ')"
            yield _Check("acled_id", name, f"regexp_matches({cell}, {form})", every)
        if name == "exact":
            long = f"length({cell}) > {policy.longest_quotation}"
            yield _Check("overlong", name, long, cell, policy.longest_quotation)
    if table.name == "sources":
        yield _Check("unchecked", "checked_by", "checked_by IS NULL OR checked_at IS NULL", "source_id")
        yield _Check("self_checked", "checked_by", "checked_by = coder", "source_id")


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
    spans = " UNION ALL ".join(
        f"SELECT source_id, start - {_around(package.tables[one], 'prefix')} AS start, "
        f'"end" + {_around(package.tables[one], "suffix")} AS "end" FROM {one}'
        for one in quoting
    )
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
    for key in lineage.forgotten(diff):
        yield _asked("forgotten").finding(InDataset(RETIRED), {"value": key})


def _is_version(text: str) -> bool:
    try:
        versions.parsed(text)
    except CallError:
        return False
    return True


def _asked(answer: str) -> rules.Rule:
    return rules.load().answering("release", answer)


def _around(table: Table, column: str) -> str:
    """SQL of how many characters beside the quotation stand in the table too."""
    return f"length(coalesce({column}, ''))" if column in table.columns else "0"


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"
