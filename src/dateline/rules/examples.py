"""The examples of rules, run through the code that users run.

An example holds the inputs of its rule's probe, in the form that `schema/rules.schema.json` describes for
each probe. Whatever it does not say is as in the small project of `dateline.rules.sample`.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from dateline import rules, structure
from dateline.convert import run
from dateline.engine import table_file
from dateline.engine.judge import Input, Options
from dateline.extraction.document import Document, parse
from dateline.findings import Cell, Finding, Severity
from dateline.rules.sample import (
    COUNTRY,
    KEY,
    SOURCES,
    Sample,
    actor,
    as_yaml,
    convert,
    event,
    location,
    quoted,
    role,
    sample,
    told,
    write,
)
from dateline.validate import exceptions

Node = dict[str, Any]
Setup = Callable[[Node], Sample]
Runner = Callable[[Node, Path], list[Finding]]


def answers(probe: str, example: Mapping[str, Any]) -> set[str]:
    """The answers of `probe` that break a rule, given to `example`. KeyError if there is no such probe."""
    found = (rules.load()[finding.rule] for finding in findings(probe, example))
    return {answer for rule in found if rule.probe == probe for answer in rule.answers}


def findings(probe: str, example: Mapping[str, Any]) -> list[Finding]:
    """All that dateline finds in `example`, whatever the probe. KeyError if there is no such probe."""
    runner = RUNNERS[probe]
    with TemporaryDirectory() as folder:
        return runner(_plain(example), Path(folder).resolve())


def _plain(value: Any) -> Any:
    """Days as text, as extractions have them, whether or not the rule file has them in quotation marks."""
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


# -- the document


def _document(example: Node) -> Sample:
    made = sample()
    name = SOURCES[0] + ".yaml"
    if "size" in example:
        made.extractions[name] = (as_yaml(made.extractions[name]) + b"\n#").ljust(example["size"], b"#")
    else:
        raw = bytes.fromhex(example["bytes"]) if "bytes" in example else example["yaml"].encode()
        made.extractions[name] = raw
    return made


def _shape(example: Node) -> Sample:
    made = sample()
    whole, part = made.extractions[SOURCES[0] + ".yaml"], example["as"]
    fragment = parse(example["yaml"].encode(), "example")
    if not isinstance(fragment, Document):
        raise ValueError(f"the example is no YAML: {fragment.answer}")
    owners: tuple[Node, ...] = (whole, made.source(), made.events()[0])
    owner = next((one for one in owners if part in one), owners[-1])
    owner[part] = fragment.data
    return made


def _notes(example: Node) -> Sample:
    made = sample(len(example["notes"]))
    for number, notes in enumerate(example["notes"]):
        made.events(number)[0]["notes"] = notes
        if notes is None:
            del made.events(number)[0]["notes"]
    return made


def _coding(example: Node) -> Sample:
    made = sample()
    made.extractions[SOURCES[0] + ".yaml"]["coding"] = example
    return made


def _guess(example: Node) -> Sample:
    made = sample()
    name = SOURCES[0] + ".yaml"
    made.extractions[name] = f"{example['comment']}\n".encode() + as_yaml(made.extractions[name])
    return made


# -- events


def _date_words(example: Node) -> Sample:
    made = sample()
    words = example.get("words")
    claim = told(example["value"], precision=example["precision"])
    if words:
        made.publish(f"It happened {words}.")
        claim = quoted(example["value"], words, precision=example["precision"], expression=words)
    made.events()[0]["event_date"] = claim
    published = told(example["published"])
    published |= {name: example[name] for name in ("earliest", "latest") if name in example}
    if example.get("circular"):
        published["inferred_from"] = [KEY]
    made.source()["published"] = published
    return made


def _published(example: Node) -> Sample:
    made = sample()
    limits = {name: example[name] for name in ("earliest", "latest", "inferred_from") if name in example}
    made.source()["published"] = told(example["value"], **limits)
    made.events()[:] = [event(key) for key in example.get("events", [KEY])]
    return made


def _actor(example: Node) -> Sample:
    made = sample()
    country, day = example.get("country", COUNTRY), example.get("day", "2023-10-14")
    actors, roles = [actor("Northern Army")], [role("northern-army", "State forces", country)]
    for entry in example["actors"]:
        row = actor(**{name: value for name, value in entry.items() if name != "roles"})
        actors.append(row)
        for one in entry.get("roles", [{"country": country, "inter": "Rebel group"}]):
            period = one.get("from", ""), one.get("to", "")
            roles.append(role(row["actor_id"], one["inter"], one["country"], *period))
    made.registries |= {"actors": actors, "actor_roles": roles}
    made.registries["locations"][0] |= {"country": country}
    made.source()["published"] = told(day)
    changed = {"event_date": told(day, precision=1), "actor2": _claim(example, made)}
    made.events()[0] |= changed
    return made


def _claim(example: Node, made: Sample, **more: Any) -> Node:
    """The coded name: quoted, where the example has words, else concluded."""
    if "quote" not in example:
        return told(example["value"], **more)
    made.publish(f"It was {example['quote']}.")
    return quoted(example["value"], example["quote"], **more)


def _sub_event(example: Node) -> Sample:
    made = sample()
    made.events()[0]["sub_event_type"] = told(example["value"])
    return made


def _interaction(example: Node) -> Sample:
    made = sample()
    made.events()[0]["sub_event_type"] = told(example["sub_event_type"])
    made.registries["actor_roles"] = [role("northern-army", example["inter1"])]
    if "inter2" in example:
        made.registries["actor_roles"].append(role("river-front", example["inter2"]))
    else:
        del made.events()[0]["actor2"]
    return made


def _location(example: Node) -> Sample:
    made = sample()
    made.registries["locations"] = [location(**entry) for entry in example["locations"]]
    made.events()[0]["location"] = _claim(example, made, precision=1)
    return made


def _fatalities(example: Node) -> Sample:
    made = sample()
    made.events()[0]["fatalities"] = told(**example)
    return made


# -- articles and quotations


def _article(example: Node) -> Sample:
    made = sample()
    if "bytes" in example:
        made.publish(bytes.fromhex(example["bytes"]))
    elif "size" in example:
        made.articles[made.source()["article"]] = b"a" * example["size"]
    elif example["text"] is None:
        made.articles.clear()
    else:
        made.publish(example["text"])
    if "coded" in example:
        made.source()["sha256"] = hashlib.sha256(example["coded"].encode()).hexdigest()
    return made


def _body(example: Node) -> Sample:
    made = sample()
    zones = example["body"]
    made.publish(example["text"], zones if isinstance(zones, list) else [zones])
    return made


def _quotation(example: Node, root: Path) -> list[Finding]:
    if example["text"] is None:
        return _without_article(example, root)
    made = _body(example) if "body" in example else sample()
    if "body" not in example:
        made.publish(example["text"])
    if "expression" in example:
        dated = quoted("2023-10-14", example["quote"], precision=1, expression=example["expression"])
        made.events()[0]["event_date"] = dated
    else:
        made.events()[0]["actor1"] = told("Northern Army", quote=example["quote"])
    return list(convert(made, root).findings)


def _without_article(example: Node, root: Path) -> list[Finding]:
    """Quote from an article, write the tables, take the article away, and look at its quotations again."""
    from dateline.validate import evidence

    made = sample()
    made.publish(example["quote"])
    made.events()[0]["actor1"] = told("Northern Army", quote=example["quote"])
    conversion = convert(made, root)
    run.write(conversion)
    for path in conversion.project.articles.iterdir():
        path.unlink()
    return evidence.check(conversion.project)[0]


def _scale(example: Node) -> Sample:
    made = sample()
    made.source()["scale"] = told(example["value"])
    return made


# -- several sources


def _sources(example: Node) -> Sample:
    made = sample(2)
    if "contradiction" in example:
        names = example["contradiction"].get("ids", ["how-it-happened"])
        made.decisions["contradictions"] = [
            _contradiction(example["contradiction"], made, name) for name in names
        ]
        return made
    for number, said in enumerate(example["said"]):
        precise = example["field"] in ("event_date", "location")
        claim = said if isinstance(said, dict) else {"value": said, **({"precision": 1} if precise else {})}
        made.events(number)[0][example["field"]] = told(**claim)
    decided = example.get("decision", [])
    made.decisions["decisions"] = [
        {"event": KEY, "field": example["field"], "value": value, **_signed()}
        for value in (decided if isinstance(decided, list) else [decided])
    ]
    return made


def _contradiction(example: Node, made: Sample, name: str) -> Node:
    texts = [made.articles[made.source(number)["article"]].decode() for number in range(2)]
    statements = [
        {"source": source, "quote": text, "statement": "It happened in another way."}
        for source, text in zip(example.get("sources", SOURCES), texts, strict=True)
    ]
    about = {"id": name, "topic": "How it happened", "status": "open", "statements": statements}
    signed = _signed()
    about |= {"resolution": signed.pop("reason"), **signed}
    return about | ({"event": example["event"]} if "event" in example else {})


def _signed() -> Node:
    return {"reason": "made up for the example", "decided_by": "CD", "decided_at": "2024-01-10"}


def _event_key(example: Node) -> Sample:
    if "said" in example:
        return _sources({"field": "location", **example})
    made = sample()
    made.events()[:] = [event(key) for key in example["keys"]]
    signed = {name: str(value) for name, value in _signed().items()}
    made.ids = [{**row, **signed} for row in example.get("ids", ())]
    if "before" in example:
        identity = {"event_date": "2023-10-14", "location_id": "harbour-town"}
        identity |= {"actor1": "Northern Army", "actor2": "River Front"}
        made.before = [{**identity, **example["before"]}]
    return made


def _source(example: Node) -> Sample:
    made = sample(2)
    for number, part in enumerate(("first", "second")):
        given, source = example[part], made.source(number)
        source |= {name: given[name] for name in ("id", "article") if name in given}
        if "text" in given:
            made.publish(given["text"], number=number)
    if made.source(0)["article"] == made.source(1)["article"]:
        made.source(1).update({name: made.source(0)[name] for name in ("sha256", "body")})
    return made


# -- tables


def _table(example: Node, root: Path) -> list[Finding]:
    if "sheets" in example:
        return _workbook(example["sheets"], root)
    if "foreign" in example:
        return _foreign(example["foreign"].encode(example.get("encoding", "utf-8")), root)
    if example.get("csv", "") is not None:
        raw = bytes.fromhex(example["bytes"]) if "bytes" in example else example["csv"].encode()
        (root / "table.csv").write_bytes(raw)
    path = root / "table.csv"
    if not path.is_file():
        return [structure.absent("table", path.name)]
    file = table_file.opened(path, path.name, root)
    return list(structure.of_inputs([Input("table", file, example["schema"], exact=True)]))


def _workbook(sheets: Mapping[str, str], root: Path) -> list[Finding]:
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    for name, text in sheets.items():
        sheet = book.create_sheet(name)
        for row in csv.reader(io.StringIO(text)):
            sheet.append(row)
    book.save(root / "table.xlsx")
    return _of_foreign(root / "table.xlsx", root)


def _foreign(content: bytes, root: Path) -> list[Finding]:
    path = root / "table.csv"
    path.write_bytes(content)
    return _of_foreign(path, root)


def _of_foreign(path: Path, root: Path) -> list[Finding]:
    from dateline.validate import foreign

    one = foreign.opened(path, root, date(2026, 1, 1), foreign.Told())
    return list(structure.of_inputs([one.input]))


def _dataset(example: Node, root: Path) -> list[Finding]:
    """Write the tables, change the seeds, and validate the whole project."""
    from dateline.validate.run import validate

    run.write(convert(_fatalities({"value": example["written"]["fatalities"]}), root))
    project = write(_fatalities({"value": example["seeds"]["fatalities"]}), root)
    descriptor = {"name": "example", "resources": [{"name": "sources", "path": "datasets/sources.csv"}]}
    (root / "datapackage.json").write_bytes(as_yaml(descriptor))
    return list(validate(project, Options(date(2026, 1, 1))).findings)


def _exception(example: Node, _root: Path) -> list[Finding]:
    """A finding, or none, and an exception for it."""
    finding = Finding("L999", "example", Severity.warning, "", Cell("events.csv", 1, 2, "location", "a"))
    place = Cell(exceptions.FILE, 1, 2, "fingerprint", finding.fingerprint)
    expires = date.fromisoformat(example["expires"])
    waiver = exceptions.Waiver(finding.fingerprint, finding.rule, "a", expires, place)
    made = [finding] if example["found"] else []
    left = exceptions.review(made, [waiver], date.fromisoformat(example["as_of"])).findings
    return [one for one in left if one.rule != finding.rule]


def _change(example: Node, root: Path) -> list[Finding]:
    """Write an event as it was and as it is, and compare."""
    from dateline.engine import table_file
    from dateline.engine.reading import Input
    from dateline.gate import history, rows
    from dateline.schemas import table_schema

    both = []
    for name in ("before", "after"):
        cells = {"event_id_cnty": "ABC-1", "event_key": "it", **example["before"], **example.get(name, {})}
        path = root / f"{name}.csv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            table = csv.DictWriter(stream, list(cells))
            table.writeheader()
            if name in example:
                table.writerow(cells)
        both.append(Input("events", table_file.opened(path, name, root), table_schema("events")))
    old, new = both
    changes = rows.compared(old, new)
    if example.get("file"):
        return list(history.of_file(old, new, changes))
    retired = frozenset({"it"} if example.get("tombstone") else ())
    return list(history.of_package(old, new, changes, retired))


def _release(example: Node, root: Path) -> list[Finding]:
    """Write a package, and ask what keeps it from being published."""
    from dateline import package
    from dateline.diff import compare
    from dateline.release import checks, policy

    agreed = policy.of_settings(example.get("settings"), rules.load())
    opened = package.opened(_published_as(example, root / "now"), root)
    with package.connect(opened) as connection:
        found = list(checks.findings(opened, connection, agreed))
    if "former" in example:
        before = _published_as(example["former"], root / "before")
        with compare.compared(before, root / "now", as_of=date(2026, 1, 1)) as diff:
            found += checks.of_changes(diff, opened)
    return found


_RETIRED = {"status": "tombstone", "reason": "made up for the example", "decided_by": "CD"}


def _published_as(example: Node, folder: Path) -> Path:
    """A package with the rows that an example gives, each like the sound one but for some cells."""
    from dateline.rules.tables import base_rows
    from dateline.schemas import table_schema

    folder.mkdir()
    resources = []
    retired = ("ids",) if "ids" in example else ()
    for name in ("events", "sources", "evidence", *retired):
        schema = table_schema(name)
        columns = [one["name"] for one in schema["fields"]]
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
            table = csv.DictWriter(stream, columns, restval="", extrasaction="ignore")
            table.writeheader()
            table.writerows({**base_rows().get(name, _RETIRED), **row} for row in example.get(name, [{}]))
        resources.append({"name": name, "path": f"{name}.csv", "schema": schema})
    sound = {
        "name": "harbour",
        "title": "Clashes on the coast",
        "description": "Clashes on the coast in October 2023, coded by hand from two newspapers.",
        "version": "1.0.0",
        "licenses": [{"name": "CC-BY-4.0"}],
        "contributors": [{"title": "The coast group"}],
    }
    descriptor = {**sound, **example.get("descriptor", {}), "resources": resources}
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    return folder


def _converted(setup: Setup) -> Runner:
    return lambda example, root: list(convert(setup(example), root).findings)


RUNNERS: Mapping[str, Runner] = {
    "document": _converted(_document),
    "shape": _converted(_shape),
    "notes": _converted(_notes),
    "coding": _converted(_coding),
    "guess": _converted(_guess),
    "date_words": _converted(_date_words),
    "published": _converted(_published),
    "actor": _converted(_actor),
    "sub_event": _converted(_sub_event),
    "interaction": _converted(_interaction),
    "location": _converted(_location),
    "fatalities": _converted(_fatalities),
    "article": _converted(_article),
    "body": _converted(_body),
    "quotation": _quotation,
    "scale": _converted(_scale),
    "sources": _converted(_sources),
    "decision": _converted(_sources),
    "event_key": _converted(_event_key),
    "source": _converted(_source),
    "table": _table,
    "dataset": _dataset,
    "exception": _exception,
    "change": _change,
    "release": _release,
}
"""How the examples of each probe are run."""
