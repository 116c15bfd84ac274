"""Cells that must not be shown: they are compared, and told in no form."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from tests.cli.test_foreign import EVENT, table
from tests.diff.states import compared, package

from dateline.diff.model import WITHHELD
from dateline.render.diff import FORMATS, writer

SECRET = r"Sara|0912345678"
COLUMNS = ("event_id_cnty", "event_key", "event_date", "country", "location", "actor1", "source", "notes")
CALL = "On 14 October 2017, the army took the town after days of heavy fighting. Call Sara on 0912345678."
CLEAN = "On 14 October 2017, the army took the town after days of heavy fighting."
USUAL = ("2017-10-14", "Syria", "Here", "Army", "Radio; Paper")


def event(key: str, notes: str, *cells: str) -> tuple[str, ...]:
    return (f"T-{key}", key, *(cells or USUAL), notes)


def on_notes(table: str, field: Mapping[str, Any], cell: str) -> str | None:
    return f"regexp_matches({cell}, '{SECRET}')" if (table, field["name"]) == ("events", "notes") else None


def everywhere(table: str, field: Mapping[str, Any], cell: str) -> str | None:
    assert table and field["type"] == "string"
    return f"regexp_matches({cell}, '{SECRET}')"


def state(root: Path, rows: list[tuple[str, ...]], ids: list[tuple[str, ...]] | None = None) -> Path:
    listed = ("event_key", "status", "successor_key", "reason", "decided_at")
    tables: dict[str, Any] = {"events": (COLUMNS, rows), **({"ids": (listed, ids)} if ids else {})}
    return package(root, tables, ("event_id_cnty",))


def forms_of(old: Path, new: Path, veil: Any) -> dict[str, str]:
    """What differs, in every form."""
    found = {}
    with compared(old, new, veil=veil) as diff:
        for name in FORMATS:
            stream = io.StringIO()
            writer(name)(diff, stream, 20)
            found[name] = stream.getvalue()
    return found


def withhold_nothing(_table: str, _field: Mapping[str, Any], _cell: str) -> None:
    return None


@pytest.fixture(scope="module")
def notes(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Notes that are corrected, become worse, are gone with their event, and are new."""
    root = tmp_path_factory.mktemp("notes")
    old = [event("a", CALL), event("b", CLEAN), event("c", CALL), event("d", CALL), event("e", "")]
    new = [
        event("a", CLEAN),
        event("b", CALL),
        event("c", f"{CALL} Now."),
        event("e", CALL),
        event("f", CALL),
    ]
    return state(root / "old", old), state(root / "new", new)


def test_what_is_withheld_is_in_no_form(notes: tuple[Path, Path]) -> None:
    assert all("Sara" in text for name, text in forms_of(*notes, None).items() if name != "text")
    for text in forms_of(*notes, on_notes).values():
        assert not any(part in text for part in ("Sara", "0912345678", "Call"))


def test_it_is_told_that_it_changed(notes: tuple[Path, Path], repository: Path) -> None:
    forms = forms_of(*notes, on_notes)
    document = json.loads(forms["json"])
    schema = json.loads((repository / "schema" / "diff.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(document, schema)
    (events,) = document["tables"]
    assert events["cells"] == {"notes": 4}
    assert {one["key"][0]: (one["cells"][0]["old"], one["cells"][0]["new"]) for one in events["changed"]} == {
        "T-a": (WITHHELD, CLEAN),
        "T-b": (CLEAN, WITHHELD),
        "T-c": (WITHHELD, WITHHELD),
        "T-e": ("", WITHHELD),
    }
    (added,), (gone,) = events["added"], events["deleted"]
    assert added["row"]["notes"] == gone["row"]["notes"] == WITHHELD
    assert added["row"]["location"] == "Here"


def test_people_are_told_no_part_of_it(notes: tuple[Path, Path]) -> None:
    forms = forms_of(*notes, on_notes)
    assert f"notes: {WITHHELD} → {CLEAN}" in " ".join(forms["text"].split())
    assert f"notes: {CLEAN} → {WITHHELD}" in " ".join(forms["text"].split())
    assert f"<del>{WITHHELD}</del> → <ins>{CLEAN}</ins>" in forms["html"]
    (line,) = [
        one for one in forms["markdown"].splitlines() if "withheld" in one and one.endswith("fighting.")
    ]
    assert " → On 14 October 2017" in line
    assert not any("<del>" in forms[name] for name in ("text", "markdown"))


def test_keys_days_reasons_and_what_events_cover(tmp_path: Path) -> None:
    say = "Sara"
    old = [
        event("a", CLEAN, say, say, "Here", f"{say}'s men", f"Radio; {say}"),
        event("b", CLEAN, "2017-10-14", "Syria", "Here", "Army", "Radio"),
        (say, "gone", *USUAL, CLEAN),
        ("T-h", "h", *USUAL, CLEAN),
    ]
    new = [
        event("a", CLEAN, "2017-10-14", "Iraq", "Here", "Army", "Radio"),
        event("b", CLEAN, f"x{say}", "Syria", "Here", say, "Radio"),
        (f"New {say}", "next", *USUAL, CLEAN),
    ]
    ids = [("gone", "merged", "next", f"{say} was told of twice.", say), ("h", "succeeded", "a", "", "")]
    paths = state(tmp_path / "old", old), state(tmp_path / "new", new, ids)
    assert all(say in text for text in forms_of(*paths, None).values())
    forms = forms_of(*paths, everywhere)
    assert all(say not in text and "withheld" in text for text in forms.values())
    document = json.loads(forms["json"])
    (gone, other) = sorted(document["tables"][0]["deleted"], key=lambda one: str(one["fate"]["status"]))
    assert (gone["key"], gone["fate"]["successor"], gone["fate"]["reason"]) == (
        [WITHHELD],
        WITHHELD,
        WITHHELD,
    )
    assert other["fate"]["successor"] == "T-a"
    coverage = {one["kind"]: one for one in document["events"]["coverage"]}
    assert coverage["actors"]["gone"] == [{"name": WITHHELD, "events": 1}]
    assert coverage["actors"]["added"] == [{"name": WITHHELD, "events": 1}]
    assert [one["name"] for one in coverage["sources"]["gone"]] == [WITHHELD]
    assert document["events"]["period"]["new"] == {"first": "2017-10-14", "last": WITHHELD}


def test_deaths_by_country(tmp_path: Path) -> None:
    columns = ("event_id_cnty", "country", "fatalities")
    paths = [
        package(tmp_path / n, {"events": (columns, [("a", "Sara", n), ("b", "", n)])}, ("event_id_cnty",))
        for n in "12"
    ]
    document = json.loads(forms_of(*paths, everywhere)["json"])
    assert [one["group"] for one in document["events"]["fatalities"]["by_country"]] == ["", WITHHELD]


def test_the_field_of_either_state_is_given(tmp_path: Path) -> None:
    def by_format(_table: str, field: Mapping[str, Any], cell: str) -> str | None:
        return f"{cell} IS NOT NULL" if field.get("format") == "email" else None

    what = [{"name": "what", "type": "string"}, {"name": "what", "type": "string", "format": "email"}]
    paths = [
        package(tmp_path / str(n), {"things": (("id", field), [("a", f"x@{n}")])})
        for n, field in enumerate(what)
    ]
    (changed,) = json.loads(forms_of(*paths, by_format)["json"])["tables"][0]["changed"]
    assert (changed["cells"][0]["old"], changed["cells"][0]["new"]) == ("x@0", WITHHELD)


def test_a_veil_that_withholds_nothing_changes_nothing(notes: tuple[Path, Path]) -> None:
    assert forms_of(*notes, withhold_nothing) == forms_of(*notes, None)


def test_files_by_themselves(tmp_path: Path) -> None:
    old, new = tmp_path / "old.csv", tmp_path / "new.csv"
    old.write_text(table({**EVENT, "notes": CALL}), encoding="utf-8")
    new.write_text(table({**EVENT, "notes": CLEAN}) + "damaged,record\n", encoding="utf-8")
    forms = forms_of(old, new, on_notes)
    (changed,) = json.loads(forms["json"])["tables"][0]["changed"]
    assert changed["cells"] == [{"column": "notes", "old": WITHHELD, "new": CLEAN}]
    assert not any("Sara" in text for text in forms.values())
