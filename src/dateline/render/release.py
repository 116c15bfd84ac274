"""What `dateline publish` says below the findings."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.findings import Severity
from dateline.release.judge import Judged
from dateline.release.policy import Policy
from dateline.release.publish import Made
from dateline.render.console import Shown, line, printable
from dateline.render.findings import plural, size


def verdict(judged: Judged, policy: Policy) -> Iterator[Shown]:
    """Whether a release can be made, the last line."""
    yield from _waived(judged, policy)
    errors = judged.validation.severities[Severity.error]
    if errors:
        verb = "stands" if errors == 1 else "stand"
        yield line(f"No release was made: {plural(errors, 'error')} {verb} against it.", "bold red")
        yield line(
            "Mend each; or accept one finding in validators/exceptions.csv, or a rule by --waive RULE=REASON."
        )
    else:
        yield line("A release can be made.", "bold green")


def lines(made: Made, judged: Judged, policy: Policy) -> Iterator[Shown]:
    """What was made, where it is, and what to do with it."""
    release = made.release
    yield from _waived(judged, policy)
    counts = (
        (release.events, "event"),
        (release.sources, "source"),
        (release.claims, "claim"),
        (release.quotations, "quotation"),
    )
    holds = ", ".join(plural(number, word) for number, word in counts if number)
    yield line(printable(f"{release.label}, {release.released}: {holds or 'no events'}"), "bold green")
    yield line(printable(f"  {made.folder}/  {plural(made.files, 'file')}, {size(made.bytes)}"))
    yield line(printable(f"  {made.archive}  {size(made.archive_bytes)}"))
    yield line(f"  sha256 {made.archive_sha256}")
    for table in release.tables:
        named = ", ".join(table.escaped)
        if not named:
            continue
        yield line(
            printable(
                f"An apostrophe stands before cells of {table.name} that a spreadsheet would run: {named}."
            )
        )
    yield line(printable(f"Verify it: dateline verify {made.folder} --texts ARTICLES"))


def _waived(judged: Judged, policy: Policy) -> Iterator[Shown]:
    for code, count in judged.waived.items():
        rule = judged.validation.catalogue[code]
        said = f"Waived: {code} {rule.name}, {plural(count, 'finding')}: {policy.waive[code]}"
        yield line(printable(said), "yellow")
    for code in sorted(policy.waive.keys() - judged.waived.keys()):
        yield line(f"{code} is waived, and finds nothing: the waiver can go.", "yellow")
