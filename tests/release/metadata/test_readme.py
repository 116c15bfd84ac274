"""README.md of a release."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from dateline.release.metadata import readme
from dateline.release.model import File, License

if TYPE_CHECKING:
    from tests.release.metadata.conftest import Released


def examples(text: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


def test_what_it_covers_and_how_it_is_cited(released: Released) -> None:
    text = readme.text(released.release)
    assert text.startswith(
        "# Al Mayadin, Raqqa and Deir ez-Zor, June to October 2017, from two news articles\n"
    )
    for said in (
        "Version 0.1.0, released 2026-11-22, DOI [10.5281/zenodo.1234567](https://doi.org/10.5281/zenodo.1234567)",
        "- **Events**: 5\n",
        "- **Countries**: Syria (5)\n",
        "- **Behind the cells**: 57 claims and 50 quotations\n",
        "> dateline maintainers; Ada Example (2026): Al Mayadin",
        "[Creative Commons Attribution 4.0 International](https://creativecommons.org/licenses/by/4.0/)",
        "No licence here covers the texts of the articles",
        "| [data/claims.csv](data/claims.csv) | Claims | CSV | 57 |",
        "15 code lists stand in `codes/`.",
        "dateline verify . --texts FOLDER",
        "sha256sum -c SHA256SUMS",
        "to 4 decimals (about 11 m from south to north)",
        "[Ada Example](https://orcid.org/0000-0002-1825-0097), Example Institute (creator)",
        "[data/ids.csv](data/ids.csv)",
    ):
        assert said in text


def test_it_names_no_data_that_are_not_there(released: Released) -> None:
    """Files that describe are written beside; all others must be in the release."""
    linked = set(re.findall(r"\]\(([^)#:]+)\)", readme.text(released.release)))
    assert linked <= {one.path for one in released.release.files} | set(readme.DESCRIBING)
    assert not any(path.startswith("codes/") for path in linked)


def test_every_anchor_has_its_heading(released: Released) -> None:
    text = readme.text(replace(released.release, title="Files"))
    assert "- [Files](#files-1)" in text
    assert len(re.findall(r"^## ", text, re.MULTILINE)) == len(
        re.findall(r"^- \[.*\]\(#", text, re.MULTILINE)
    )


def test_the_query_of_the_words_runs(released: Released, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(released.folder)
    query = next(one for one in examples(readme.text(released.release), "sql") if "JOIN" in one)
    (event,) = duckdb.sql("SELECT event_id_cnty FROM 'data/events.csv' LIMIT 1").fetchall()[0]
    rows = duckdb.sql(query.replace("an id of events", event)).fetchall()
    assert len(rows) > 3
    assert "event_date" in {row[0] for row in rows}


def test_the_examples_run(released: Released, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(released.folder)
    files = [one for one in released.release.files if not one.path.endswith(".parquet")]
    text = readme.text(replace(released.release, files=files))
    namespace: dict[str, Any] = {}
    exec(examples(text, "python")[0], namespace)
    assert len(namespace["events"]) == 5
    assert duckdb.sql(examples(text, "sql")[0]).fetchall()


def test_formats_are_named_where_there_are_any(released: Released) -> None:
    release = released.release
    assert 'read_parquet("formats/events.parquet")' in readme.text(release)
    assert "QGIS" not in readme.text(release)
    package = File("formats/x.gpkg", 1, "0" * 64, "", "Layers", None, "GeoPackage")
    assert "choose `formats/x.gpkg`" in readme.text(replace(release, files=[*release.files, package]))


def test_escaping_is_told_where_there_is_any(released: Released) -> None:
    release = released.release
    assert "formulas" not in readme.text(release)
    tables = [replace(release.tables[0], escaped=("notes", "tags")), *release.tables[1:]]
    text = readme.text(replace(release, tables=tables))
    assert "has one apostrophe more in front" in text
    assert "- `events`: `notes`, `tags`" in text
    (pattern,) = re.findall(r"replace `(.*?)` by", text)
    for cell, value in (("'=1", "=1"), ("''=1", "'=1"), ("'tis", "'tis"), ("=1", "=1"), ("'\t", "\t")):
        assert re.sub(pattern, r"\1", cell) == value


def test_what_of_the_texts_is_in_it_is_told(released: Released) -> None:
    text = readme.text(released.release)
    assert "the up to 32 characters before and behind each quotation" in text
    assert "texts of the sources, but for short quotations and the few letters around them." in text
    assert "up to 32 characters before and behind them (`prefix`, `suffix`)" in text
    rows = released.rows("evidence")
    assert max(len(row[name]) for row in rows for name in ("prefix", "suffix")) == 32


def test_no_words(released: Released) -> None:
    text = readme.text(replace(released.release, words=False))
    assert "none of their words, only positions" in text
    assert "32 characters" not in text
    assert "It does not hold the texts of the sources." in text
    assert "short quotations" not in text.partition("## What it covers")[2]
    assert "exact" not in next(one for one in examples(text, "sql") if "JOIN" in one)


def test_no_events(released: Released) -> None:
    release = replace(
        released.release,
        tables=[],
        files=[],
        coverage=None,
        events=0,
        claims=0,
        quotations=0,
        sources=0,
        doi="",
    )
    text = readme.text(replace(release, homepage="", licenses=[], origins=[]))
    assert "There are no events in this release." in text
    assert "No licence is stated." in text
    assert "There is no DOI yet" in text
    for absent in (
        "## How to start",
        "## What it is not",
        "**Coordinates**",
        "--texts",
        "## Sources",
        "None",
    ):
        assert absent not in text


def test_former_release_and_waivers(released: Released) -> None:
    text = readme.text(released.release, former="0.0.9", waived={"P082": "One report is all | there is."})
    assert "What changed since 0.0.9" in text
    assert "[CHANGES.md](CHANGES.md)" in text
    assert "- `P082`: One report is all &#124; there is." in text
    assert "CHANGES.md" not in readme.text(released.release)
    assert "waived" not in readme.text(released.release)


def test_several_licences(released: Released) -> None:
    text = readme.text(
        replace(released.release, licenses=[License("CC0-1.0"), License("", "", "https://a.org/b")])
    )
    assert "- CC0-1.0\n- [https://a.org/b](https://a.org/b)" in text
