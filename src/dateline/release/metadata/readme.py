"""README.md: what a researcher reads who opens the folder of a release."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from dateline.release.metadata import linked
from dateline.release.metadata.markdown import (
    code,
    escaped,
    file_link,
    items,
    link,
    paragraphs,
    size,
    slugs,
    table,
)
from dateline.release.model import Contributor, License, Release
from dateline.release.model import table as table_of
from dateline.render.findings import plural

MOST = 12
"""Countries that are named; the rest are counted."""
DESCRIBING: Mapping[str, str] = {
    "datapackage.json": "Every table with its columns, keys and hashes (Data Package 2.0)",
    "codebook.md": "What every table, column and code means; also as `codebook.html`",
    "CITATION.cff": "How to cite (Citation File Format)",
    "datacite.json": "For archives that give DOIs (DataCite)",
    "schema-org.jsonld": "For search engines of datasets (schema.org)",
    "croissant.json": "For machine learning (Croissant)",
    "csvw.json": "The tables for linked data (CSV on the Web)",
    "dcat.jsonld": "For catalogues of open data (DCAT)",
    "SHA256SUMS": "The SHA-256 of every file",
}
"""What the files say that describe the others."""


def text(release: Release, *, former: str = "", waived: Mapping[str, str] | None = None) -> str:
    """The file. `former` is the version of the release before, if there is one (then there is CHANGES.md);
    `waived` are the reasons, by the code of a rule, for which its findings did not keep this from being
    released."""
    sections = {
        "What it covers": _covers(release),
        "What it is not": _is_not(release),
        "How to cite": _cite(release),
        "Licence": _licence(release),
        "Files": _files(release, former),
        "How to start": _start(release),
        "From a cell to its words": _trace(release),
        "How to verify": _verify(release),
        "What to know of the files": _forms(release),
        "Versions and ids": _versions(release, former),
        "Contributors": _contributors(release),
        "Sources": _sources(release),
        "What was waived": _waived(waived or {}),
    }
    written = {name: body for name, parts in sections.items() if (body := "\n\n".join(filter(None, parts)))}
    contents = "\n".join(
        f"- [{name}](#{slug})" for name, slug in zip(written, _anchors(release, written), strict=True)
    )
    head = (f"# {escaped(release.title)}", _line(release), paragraphs(release.description), contents)
    bodies = (f"## {name}\n\n{body}" for name, body in written.items())
    return "\n\n".join(filter(None, (*head, *bodies))) + "\n"


def _anchors(release: Release, names: Iterable[str]) -> list[str]:
    """Behind that of the title, which may be called like a section."""
    return slugs([release.title, *names])[1:]


def _line(release: Release) -> str:
    parts = [f"Version {escaped(release.version)}", f"released {release.released.isoformat()}"]
    if release.doi:
        parts.append(f"DOI {link(release.doi, linked.doi(release))}")
    return ", ".join(parts) + "." + (f" {link('Home page', release.homepage)}." if release.homepage else "")


def _covers(release: Release) -> Iterator[str]:
    covered = release.coverage
    facts = {"Events": f"{release.events:,}" if release.events else ""}
    if covered:
        facts |= {
            "Period": f"{covered.first.isoformat()} to {covered.last.isoformat()}, by the day that is coded",
            "Countries": _counts(covered.countries),
            "Types of event": _counts(covered.event_types),
            "Reported deaths": f"{covered.fatalities:,}, the sum of the column {code('fatalities')}",
            "Latitude": f"{covered.south} to {covered.north}",
            "Longitude": f"{covered.west} to {covered.east}",
        }
    traced = [plural(release.claims, "claim")] if release.claims else []
    traced += [plural(release.quotations, "quotation")] if release.quotations else []
    facts |= {
        "Sources coded": f"{release.sources:,} articles or documents" if release.sources > 1 else "",
        "Behind the cells": " and ".join(traced),
        "Codebook followed": escaped(release.codebook),
        "Language": escaped(release.language),
    }
    if release.sources == 1:
        facts["Sources coded"] = "1 article or document"
    yield items(facts)
    if not release.events:
        yield "There are no events in this release."


def _counts(numbers: Mapping[str, int]) -> str:
    named = [f"{escaped(name)} ({number:,})" for name, number in list(numbers.items())[:MOST]]
    rest = len(numbers) - len(named)
    return ", ".join(named) + (f" and {rest:,} more" if rest > 0 else "")


def _is_not(release: Release) -> Iterator[str]:
    if not release.events:
        return
    said = [
        "It is no list of all that happened. It holds what the coded sources report: a day or a place "
        "without events may be one without sources.",
        "It does not say that the reports are true. What can be checked is that the coding follows them.",
        "Deaths are the numbers of the sources, not counts of our own; the codebook says what 0 and an empty "
        "cell mean.",
        "Places are as exact as the words of the sources, and so are days.",
    ]
    if release.sources:
        said.append(f"It does not hold the texts of the sources{_but(release)}.")
    yield "\n".join(f"- {one}" for one in said)


def _but(release: Release) -> str:
    """What of the texts is there all the same."""
    if not (release.words and release.quotations):
        return ""
    return ", but for short quotations and the few letters around them"


def _cite(release: Release) -> Iterator[str]:
    yield f"> {escaped(release.citation)}"
    if not (release.doi or release.homepage):
        yield "There is no DOI yet: say from where you have the files."
    yield f"Reference managers read {code('CITATION.cff')}."


def _licence(release: Release) -> Iterator[str]:
    if not release.licenses:
        yield "No licence is stated. Ask the contributors before you pass the data on."
    elif len(release.licenses) == 1:
        yield f"The data are under {_license(release.licenses[0])}."
    else:
        yield "The data are under these licences:"
        yield "\n".join(f"- {_license(one)}" for one in release.licenses)
    if not release.sources:
        return
    kept = (
        "This release has short quotations of them, the up to 32 characters before and behind each quotation "
        "that is evidence, and for each text its hash and length"
        if release.words and release.quotations
        else "This release has none of their words, only positions, and for each text its hash and length"
    )
    yield (
        "No licence here covers the texts of the articles and documents that were coded. They are their "
        f"publishers' and are not in this release. {kept}, so that whoever has the text can check the coding."
    )


def _license(one: License) -> str:
    said = one.title or one.name or one.path
    named = f" ({code(one.name)})" if one.name and one.name != said else ""
    return link(said, one.path) + named


def _files(release: Release, former: str) -> Iterator[str]:
    rows = {one.file.path: f"{one.rows:,}" for one in release.tables}
    lists = {one.name: one.file.path for one in release.tables if one.is_code_list}
    yield table(
        ("file", "what it holds", "format", "rows:", "size:"),
        (
            (
                file_link(one.path),
                escaped(one.title),
                escaped(one.format),
                rows.get(one.path, ""),
                size(one.bytes),
            )
            for one in release.files
            if one.table not in lists
        ),
    )
    if lists:
        folders = dict.fromkeys(
            f"{one.path.rpartition('/')[0]}/" for one in release.files if one.table in lists
        )
        verb = "stands" if len(lists) == 1 else "stand"
        yield f"{plural(len(lists), 'code list')} {verb} in {' and '.join(code(one) for one in folders)}."
    about = dict(DESCRIBING)
    if former:
        about["CHANGES.md"] = f"What changed since {escaped(former)}; also as `changes.json`"
    yield "These files describe the data:"
    yield table(("file", "what it says"), ((file_link(name), said) for name, said in about.items()))


def _start(release: Release) -> Iterator[str]:
    events = table_of(release, "events")
    if events is None or release.coverage is None:
        return
    paths = [one.path for one in release.files]
    parquet = next((path for path in paths if path.endswith("/events.parquet")), "")
    geopackage = next((path for path in paths if path.endswith(".gpkg")), "")
    csv = events.file.path
    python = (
        f'events = pandas.read_parquet("{parquet}")'
        if parquet
        else f'events = pandas.read_csv("{csv}", keep_default_na=False, na_values=[""])'
    )
    yield "Run these in this folder."
    yield _example("pandas", "python", "import pandas", python, "events.event_type.value_counts()")
    yield _example(
        "R",
        "r",
        "library(readr)",
        f'events <- read_csv("{csv}", na = "")',
        "table(events$event_type)",
    )
    yield _example(
        "DuckDB",
        "sql",
        "SELECT country, event_type, count(*), sum(fatalities)",
        f"FROM '{parquet}'" if parquet else f"FROM read_csv('{csv}')",
        "GROUP BY ALL ORDER BY ALL;",
    )
    if geopackage:
        yield (
            f"**QGIS**: Layer, Add Layer, Add Vector Layer; choose {code(geopackage)}, then the layer of "
            "events; style it by a column such as `event_type`."
        )
    yield _example(
        "dateline",
        "python",
        "import dateline",
        'data = dateline.load(".")',
        'data["events"]',
    )


def _example(name: str, language: str, *lines: str) -> str:
    return "\n".join((f"**{name}**", "", f"```{language}", *lines, "```"))


def _trace(release: Release) -> Iterator[str]:
    if not (table_of(release, "claims") and table_of(release, "evidence")):
        return
    found = (
        f"the words ({code('exact')}), up to 32 characters before and behind them ({code('prefix')}, "
        f"{code('suffix')}) and their position"
        if release.words
        else "the position of the words"
    )
    yield (
        "No cell of an event stands alone. The codebook says, under *Derived from*, from which claims or "
        "registries a column comes. The accepted claims of an event give each value, who said it and how it "
        f"rests on the words; for each claim {code('evidence')} gives {found} in the text of a source, and "
        f"{code('sources')} says which text that is, by its SHA-256."
    )
    paths = {name: one.file.path for name in ("claims", "evidence") if (one := table_of(release, name))}
    columns = "exact, " if release.words else ""
    yield "\n".join((
        "```sql",
        f'SELECT field, value, basis, {columns}evidence.source_id, start, "end"',
        f"FROM '{paths['claims']}' AS claims JOIN '{paths['evidence']}' AS evidence USING (claim_id)",
        "WHERE event_id = 'an id of events' AND accepted;",
        "```",
    ))  # fmt: skip
    linked_data = [one for one in release.files if one.path.startswith("evidence/")]
    if linked_data:
        named = " and ".join(f"{file_link(one.path)} ({escaped(one.title)})" for one in linked_data)
        yield f"The same as linked data: {named}."


def _verify(release: Release) -> Iterator[str]:
    yield "That no file was changed or lost:"
    yield "```sh\nsha256sum -c SHA256SUMS\n```"
    if release.quotations:
        what = "quotation" if release.words else "position"
        yield f"That every {what} is right, with the texts of the sources in a folder of yours:"
        yield "```sh\ndateline verify . --texts FOLDER\n```"
        yield "A text is known by its hash, whatever its file is called."
    yield "That the tables are sound, by the rules of dateline and by the standard:"
    yield "```sh\ndateline validate .\nfrictionless validate datapackage.json\n```"


def _forms(release: Release) -> Iterator[str]:
    yield (
        "CSV files are UTF-8, with commas, lines that end with a line feed, and one line of names; an empty "
        "cell is a value that is not known or does not apply. `NA` is a code, no missing value."
    )
    escaping = [one for one in release.tables if one.escaped]
    if escaping:
        yield (
            "**Cells that look like formulas.** A spreadsheet may run a cell that begins with `=`, `+`, `-`, "
            "`@`, a tab or a carriage return. In the CSV files such a text, and one that begins so behind "
            "apostrophes, has one apostrophe more in front. To get the value, take one apostrophe away from "
            "a cell that begins with apostrophes and, behind them, one of these signs; in R or Python, "
            "replace `^'('*[=+@\\t\\r-])` by `\\1`. `datapackage.json` lists the columns under "
            "`dateline:escaped`, `dateline.load` undoes it, and all other formats hold the plain values. "
            "It concerns:"
        )
        yield "\n".join(
            f"- {code(one.name)}: {', '.join(code(column) for column in one.escaped)}" for one in escaping
        )
    if release.coverage:
        yield (
            f"**Coordinates** are in degrees (WGS 84), to {plural(release.decimals, 'decimal')} "
            f"({_metres(release.decimals)} from south to north). They are those of the middle of a named "
            f"place, not of the spot where something happened: {code('geo_precision')} says how exactly the "
            f"words name the place, and {code('time_precision')} the day."
        )


def _metres(decimals: int) -> str:
    """How far one unit of the last decimal reaches along a meridian, of 40,008 km."""
    metres = 40_008_000 / 360 / 10**decimals
    return f"about {metres:,.0f} m" if metres >= 1 else f"about {metres * 100:,.1g} cm"


def _versions(release: Release, former: str) -> Iterator[str]:
    yield (
        "Versions are numbered by [semantic versioning](https://semver.org/): the first number changes when "
        "what worked with the data before may not work any more, the second when data were added, the third "
        "when they were corrected. Cite the version that you used."
    )
    if release.events:
        retired = table_of(release, "ids")
        gone = f" Ids that were given up stand in {file_link(retired.file.path)}." if retired else ""
        yield (
            "The id of an event follows from the coder's key of it, so it stays the same from version to "
            f"version.{gone}"
        )
    if former:
        yield f"What changed since {escaped(former)} stands in {file_link('CHANGES.md')}."
    yield f"Made with {escaped(release.made_by)}."


def _contributors(release: Release) -> Iterator[str]:
    yield "\n".join(f"- {_contributor(one)}" for one in release.contributors)


def _contributor(one: Contributor) -> str:
    of = f", {escaped(one.organization)}" if one.organization not in ("", one.title) else ""
    roles = f" ({', '.join(escaped(role) for role in one.roles)})" if one.roles else ""
    return f"{link(one.title, one.path)}{of}{roles}"


def _sources(release: Release) -> Iterator[str]:
    if release.origins:
        yield "\n".join(f"- {link(one.title, one.path)}" for one in release.origins)
    coded = table_of(release, "sources")
    if coded and release.sources:
        where = file_link(coded.file.path)
        yield f"Every article and document that was coded is listed in {where}."


def _waived(waived: Mapping[str, str]) -> Iterator[str]:
    if waived:
        yield "These rules of dateline find something in the data that was released all the same:"
        yield "\n".join(f"- {code(rule)}: {escaped(waived[rule])}" for rule in sorted(waived))
