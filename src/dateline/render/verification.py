"""What `dateline verify` says."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from dateline.render.console import Shown, line, printable
from dateline.render.findings import and_more, cut, plural
from dateline.verify.model import Flaw, OfClaim, OfQuotation, OfSource, Outcome, Verification

SOURCES = 20
"""Sources that the text form names, of those that are held and of those that are not."""
PATHS = 3
"""Entries that were skipped, named with a reason."""
WIDTH = 120
"""Characters of a quotation that are shown."""
WORDS = {
    Outcome.verified: "verified",
    Outcome.judged: "words verified, value judged",
    Outcome.wordless: "rest on no words",
    Outcome.position: "position in range, words not compared",
    Outcome.unheld: "text not held",
    Outcome.false: "false",
}
HEADS = {
    Outcome.verified: "verified",
    Outcome.judged: "judged",
    Outcome.wordless: "no words",
    Outcome.position: "position",
    Outcome.unheld: "not held",
    Outcome.false: "FALSE",
}
MARKS = {
    Outcome.verified: "✓", Outcome.judged: "✓", Outcome.wordless: "·",
    Outcome.position: "?", Outcome.unheld: "?", Outcome.false: "✗",
}  # fmt: skip


def lines(found: Verification) -> Iterator[Shown]:
    """Files, texts, claims by field or the proofs of one event, what is false, and the verdict."""
    yield line(printable(f"{found.name} {found.version}"), "bold")
    yield from _files(found)
    if found.unread:
        yield from _unread(found)
    else:
        yield from _proved(found)
    yield line()
    yield line(verdict(found), "bold green" if found.holds else "bold red")


def _proved(found: Verification) -> Iterator[Shown]:
    yield from _texts(found)
    if found.asked:
        yield from _event(found)
    elif found.compared:
        yield from _tables(found)
    yield from _false(found)


def verdict(found: Verification) -> str:
    """Whether it holds, in one sentence."""
    if found.unread:
        faults = len(found.integrity.problems)
        files = f"{plural(faults, 'fault')} in the files, and " if faults else ""
        return f"Does not hold: {files}tables that cannot be read. No quotation was compared."
    if not found.holds:
        number = len(found.integrity.problems) + found.false
        return f"Does not hold: {plural(number, 'statement')} of the release {_is(number)} false."
    if not found.compared:
        return "The files are whole. No quotation was compared: --texts names the folder of the articles."
    if found.complete:
        of = f" of {printable(found.asked)}" if found.asked else ""
        return f"Verified: every quotation{of} stands in its article where the release says."
    reasons = []
    if found.missing:
        reasons.append(f"{plural(len(found.missing), 'text')} {_is(len(found.missing))} not held")
    if not found.words:
        reasons.append("the release has no words to compare")
    return f"What could be compared holds, and it was not everything: {' and '.join(reasons)}."


def document(found: Verification) -> str:
    """Everything as one JSON document."""
    return json.dumps(
        {
            "release": {"name": found.name, "version": found.version},
            "holds": found.holds,
            "complete": found.complete,
            "files": {
                "listed": found.integrity.files,
                "sha256_of_sums": found.integrity.sums,
                "problems": [asdict(one) for one in found.integrity.problems],
            },
            "unread": list(found.unread),
            "texts": {
                "given": found.compared,
                "words": None if found.unread else found.words,
                "wanted": None if found.unread else len(found.sources),
                "held": None if found.unread else len(found.sources) - len(found.missing),
                "skipped": {reason: list(paths) for reason, paths in found.skipped.items()},
            },
            "sources": [_source(one) for one in found.sources],
            "quotations": {table: _counts(counts) for table, counts in found.quotations.items()},
            "claims": {field: _counts(counts) for field, counts in sorted(found.claims.items())},
            "events": {"all": None if found.unread else found.events, "unproved": sorted(found.unproved)},
            "false": found.false,
            "problems": [asdict(one) for one in found.problems],
            **(_proofs(found) if found.asked else {}),
        },
        indent=2,
    )


def _proofs(found: Verification) -> Mapping[str, Any]:
    return {
        "event": found.asked,
        "proofs": [asdict(one) for one in found.proofs],
        "statements": [asdict(one) for one in found.statements],
    }


def _source(one: OfSource) -> Mapping[str, Any]:
    return {
        **{key: value for key, value in asdict(one.source).items() if key != "published"},
        "published": one.source.published.isoformat() if one.source.published else None,
        "path": str(one.path) if one.path else None,
        "unusable": one.unusable,
        "quotations": _counts(one.quotations),
        "likely": {**asdict(one.likely), "path": str(one.likely.path)} if one.likely else None,
    }


def _counts(counts: Counter[Outcome]) -> Mapping[str, int]:
    return {one.value: counts[one] for one in Outcome if counts[one]}


# -- the parts of the text


def _files(found: Verification) -> Iterator[Shown]:
    files = found.integrity
    if files.problems:
        yield line(
            f"Files: {plural(files.files, 'file')} listed; {plural(len(files.problems), 'fault')}:", "red"
        )
        yield from _problems(files.problems)
    else:
        yield line(
            f"Files: all {files.files:,} are as SHA256SUMS and datapackage.json say; no other is there."
        )
    yield line(f"SHA-256 of SHA256SUMS: {files.sums}", first="  ", hang=2)


def _unread(found: Verification) -> Iterator[Shown]:
    yield line("Tables that cannot be read:", "bold red")
    for said in found.unread:
        yield line(printable(said), "red", "  ", 4)


def _texts(found: Verification) -> Iterator[Shown]:
    missing = found.missing
    held = [one for one in found.sources if one not in missing]
    if found.compared:
        yield line(f"Texts: {len(held):,} of {len(found.sources):,} held.")
        for one in held[:SOURCES]:
            yield line(printable(f"{one.source.source_id}  {one.path}  {_said(one.quotations)}"), "", "  ", 4)
        if len(held) > SOURCES:
            yield line(f"and {len(held) - SOURCES:,} more (--format json names all)", "dim", "  ")
        for reason, paths in found.skipped.items():
            shown = and_more(paths[:PATHS], len(paths))
            yield line(printable(f"Not read, {reason}: {shown}"), "yellow", "  ", 4)
    if missing:
        yield line("Texts that are not held:" if found.compared else "Texts that it would take:", "yellow")
        for one in missing[:SOURCES]:
            yield from _missing(one)
        if len(missing) > SOURCES:
            yield line(f"and {len(missing) - SOURCES:,} more (--format json names all)", "dim", "  ")


def _missing(one: OfSource) -> Iterator[Shown]:
    source = one.source
    day = source.published.isoformat() if source.published else "day not stated"
    yield line(
        printable(f"{source.publisher or 'Publisher not stated'}, {day}: {source.headline or 'no headline'}"),
        "", "  ", 4,
    )  # fmt: skip
    where = " ".join(filter(None, (source.url, source.archive_url))) or "no address known"
    size = plural(source.length, "character")
    yield line(
        printable(f"{source.source_id}; {where}; SHA-256 {source.sha256}; {size}"),
        "dim", "    ", 6,
    )  # fmt: skip
    if one.unusable:
        yield line(printable(f"{one.path} is this text, and {one.unusable}"), "red", "    ", 6)
    if likely := one.likely:
        yield line(
            printable(
                f"{likely.path} is another text by its hash, though {likely.found} of {likely.sought} "
                "quotations looked for stand in it: perhaps another copy of the article. That proves nothing."
            ),
            "yellow", "    ", 6,
        )  # fmt: skip


def _tables(found: Verification) -> Iterator[Shown]:
    yield line("Quotations:")
    for table, counts in found.quotations.items():
        if counts:
            yield line(f"{table:<14} {_said(counts)}", first="  ", hang=4)
    if found.claims:
        yield line("Claims by field:")
        yield from _fields(found.claims)
    proved = found.events - len(found.unproved)
    yield line(
        f"Events: {proved:,} of {found.events:,} with every accepted claim verified, judged or default."
    )


def _fields(claims: Mapping[str, Counter[Outcome]]) -> Iterator[Shown]:
    used = [one for one in Outcome if any(counts[one] for counts in claims.values())]
    heads = ["all", *(HEADS[one] for one in used)]
    widths = [max(len(head), 9) for head in heads]
    name = max(len("field"), *map(len, claims))
    yield line(_row("field", heads, name, widths), "dim", "  ")
    for field, counts in sorted(claims.items()):
        numbers = [f"{number:,}" for number in (counts.total(), *(counts[one] for one in used))]
        yield line(printable(_row(field, numbers, name, widths)), "", "  ")


def _row(first: str, cells: Sequence[str], name: int, widths: Sequence[int]) -> str:
    numbers = "  ".join(f"{cell:>{width}}" for cell, width in zip(cells, widths, strict=True))
    return f"{first:<{name}}  {numbers}"


def _event(found: Verification) -> Iterator[Shown]:
    yield line(printable(f"Event {found.asked}:"))
    for one in found.proofs:
        yield line(printable(_claim(one)), "red" if one.outcome is Outcome.false else "", "  ", 4)
        for quotation in one.quotations:
            yield line(printable(_quotation(quotation)), "dim", "      ", 8)
    for statement in found.statements:
        said = f"{MARKS[statement.outcome]} statement of a contradiction: {WORDS[statement.outcome]}"
        yield line(said, "red" if statement.outcome is Outcome.false else "", "  ", 4)
        yield line(printable(_quotation(statement)), "dim", "      ", 8)


def _claim(one: OfClaim) -> str:
    mark = MARKS[one.outcome]
    refused = "" if one.accepted else ", not accepted"
    return f"{mark} {one.field} = {one.value}  [{one.basis}{refused}]: {WORDS[one.outcome]}"


def _quotation(one: OfQuotation) -> str:
    words = f"“{cut(one.exact, WIDTH)}”" if one.exact else "no words in the release"
    return f"{one.source_id} {one.start}–{one.end} {words}"


def _false(found: Verification) -> Iterator[Shown]:
    if found.false:
        yield line("False:", "bold red")
        yield from _problems(found.problems)
        if found.false > len(found.problems):
            yield line(f"and {found.false - len(found.problems):,} more", "dim", "  ")


def _problems(problems: Sequence[Flaw]) -> Iterator[Shown]:
    for one in problems:
        yield line(printable(f"{one.about}: {one.said.rstrip('.')}."), "red", "  ", 4)


def _said(counts: Counter[Outcome]) -> str:
    return ", ".join(f"{counts[one]:,} {WORDS[one]}" for one in Outcome if counts[one]) or "no quotation"


def _is(number: int) -> str:
    return "is" if number == 1 else "are"
