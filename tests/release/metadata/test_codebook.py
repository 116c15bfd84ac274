"""codebook.md of a release."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from dateline.release.metadata import codebook, html
from dateline.release.model import TableOf

if TYPE_CHECKING:
    from tests.release.metadata.conftest import Released

Codes = dict[str, list[dict[str, str]]]


@pytest.fixture
def codes(released: Released) -> Codes:
    """The rows of all code lists."""
    found = {}
    for path in sorted((released.folder / "codes").iterdir()):
        with path.open(encoding="utf-8", newline="") as stream:
            found[path.stem] = list(csv.DictReader(stream, strict=True))
    return found


def section(text: str, heading: str) -> str:
    """What stands under a heading, up to the next."""
    return text.partition(f" `{heading}`\n")[2].partition("\n#")[0]


def test_every_table_column_and_code_is_in_it(released: Released, codes: Codes) -> None:
    text = codebook.text(released.release, codes)
    for table in released.release.tables:
        assert f"### `{table.name}`\n\n**{table.title}**\n" in text
        for field in table.schema["fields"]:
            name = f"{table.name}.{field['name']}"
            assert (f"#### `{name}`" in text) == (not table.is_code_list)
    for name, rows in codes.items():
        key = next(iter(rows[0]))
        said = section(text, name)
        assert [row[key] for row in rows if row[key] not in said.replace("\\", "")] == []


def test_a_column(released: Released, codes: Codes) -> None:
    text = codebook.text(released.release, codes)
    assert section(text, "events.time_precision") == (
        "\n**Time precision**\n\n"
        "How exactly the words give the date: 1 day, 2 week, 3 month. Goes with the accepted date.\n\n"
        "- **Type**: `integer`, required, at least `1`, at most `3`\n"
        "- **Refers to**: [`time_precisions`](#time_precisions)\n"
        "- **Example**: `1`\n"
        "- **Derived from**: `claims[time_precision]`\n"
    )
    assert "- **List**: items joined by `; `\n" in section(text, "events.tags")
    assert "- **Values**: `Civilian targeting`\n" in section(text, "events.civilian_targeting")
    assert "[`locations.latitude`](#locationslatitude)" in section(text, "events.latitude")
    assert "**True and false**: `true`, `false`" in section(text, "claims.accepted")


def test_keys_of_a_table(released: Released, codes: Codes) -> None:
    said = section(codebook.text(released.release, codes), "evidence")
    assert "- **Primary key**: `evidence_id`\n" in said
    assert "`claim_id` to [`claims.claim_id`](#claimsclaim_id)" in said


def test_a_long_list_is_compact(released: Released, codes: Codes) -> None:
    text = codebook.text(released.release, codes)
    said = section(text, "countries")
    assert "The 243 values" in said
    assert re.search(r"^- \*\*Middle East\*\*: .*Syria", said, re.MULTILINE)
    assert len(said) < 8000


def test_a_wide_list_is_no_table(released: Released, codes: Codes) -> None:
    said = section(codebook.text(released.release, codes), "event_types")
    assert "| ---" not in said
    assert (
        "- **Government regains territory**: `event_type` Battles, `disorder_type` Political violence, "
        "`event_rank` 1, `sub_event_rank` 1, `actor2` required, `civilian_targeting` never, "
        "`fatalities` any"
    ) in said
    assert said.count("  - `definition`: ") == len(codes["event_types"]) == 25


def test_a_small_list_is_a_table(released: Released, codes: Codes) -> None:
    said = section(codebook.text(released.release, codes), "time_precisions")
    assert (
        "| `code` | `label` | `max_days` | `definition` |\n| --- | --- | --- | --- |\n| 1 | day | 1 |" in said
    )


def test_every_link_within_the_page_leads_to_a_heading(released: Released, codes: Codes) -> None:
    text = codebook.text(released.release, codes)
    page = html.text(text, title="x")
    anchors = re.findall(r'<h\d id="([^"]+)"', page)
    linked = re.findall(r'href="#([^"]+)"', page)
    assert len(set(anchors)) == len(anchors) > 150
    assert len(linked) > 200
    assert set(linked) <= set(anchors)


def test_names_that_would_share_an_anchor(released: Released) -> None:
    def table(name: str, *columns: str) -> TableOf:
        fields = [{"name": one, "type": "string"} for one in columns]
        return replace(released.release.tables[0], name=name, schema={"fields": fields})

    release = replace(released.release, tables=[table("ab"), table("a", "b"), table("tables", "x")])
    text = codebook.text(release, {})
    assert "[`ab`](#ab)" in text
    assert "[`b`](#ab-1)" in text
    assert "[`tables`](#tables-1)" in text


def test_escaped_columns_are_named(released: Released, codes: Codes) -> None:
    tables = [replace(released.release.tables[0], escaped=("notes",)), *released.release.tables[1:]]
    text = codebook.text(replace(released.release, tables=tables), codes)
    assert "apostrophe" in section(text, "events.notes")
    assert "apostrophe" not in section(text, "events.tags")


def test_no_tables(released: Released) -> None:
    text = codebook.text(replace(released.release, tables=[]), {})
    assert "## Tables" not in text
    assert "## Code lists" not in text
