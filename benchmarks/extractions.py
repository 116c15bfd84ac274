"""A whole project of invented articles and their extractions, to measure with.

    python benchmarks/extractions.py DIR --count 10000 --seed 1

An article has some 3,000 characters; its extraction has 4 events and 30 claims, each with a quotation that
the article has once. Some events are told by two articles. The same seed gives the same bytes, and a bigger
project begins with the articles of a smaller one.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import yaml

from articles import Page, Quoted, filler, once
from dateline import initialise
from happenings import Event, details, events_of, lead, published, toll
from invented import Paper, World, world

EVENTS = 4
CLAIMS = 30
_TOLD_AGAIN = 0.2
"""Share of the articles that tell an event of the article before."""
_FILLER = range(4, 8)
"""Sentences about something else, after those about an event."""
_CREATED = date(2022, 1, 1)


def project(seed: int, count: int) -> Iterator[tuple[str, bytes]]:
    """Every file of the project, by its path."""
    identity = initialise.identity("benchmark", _CREATED, id_prefix="BEN")
    for path, content in initialise.files(identity).items():
        if not path.startswith(("seeds/articles/", "seeds/extractions/")):
            yield path, content
    invented = world(seed)
    for table, rows in invented.registries().items():
        yield f"seeds/{table}.csv", _csv(rows)
    for number in range(count):
        yield from _source(number, invented, seed)


def _source(number: int, invented: World, seed: int) -> Iterator[tuple[str, bytes]]:
    """An article and its extraction."""
    random = Random(f"article {seed} {number}")
    paper, day = random.choice(invented.papers), published(number)
    told = _told(number, invented, seed, random)
    first = told[0][0]
    headline = f"{first.kind.word.capitalize()} in {first.place.name}, and other news (no. {number})"
    page = Page()
    page.line(headline)
    page.line(f"{paper.name}, {_long(day)}")
    begin = len(page.text)
    coded, left_out = _write(page, told, day, random)
    end = len(page.text.rstrip())
    page.line(f"Read also: {filler([place.name for place in invented.places], random).words}")
    article, name = page.text.encode(), f"{number:06d}.txt"
    head = once(page.text, begin, page.text.index(" ", begin + 40))
    tail = once(page.text, page.text.rindex(" ", begin, end - 40) + 1, end)
    source_id = f"{paper.id}-{day}-{number}"
    extraction = {
        "dateline": 1,
        "source": {
            "id": source_id,
            "article": name,
            "sha256": hashlib.sha256(article).hexdigest(),
            **_facts(paper, headline, day),
            "body": [{"from": page.text[slice(*head)], "to": page.text[slice(*tail)]}],
        },
        "coding": {"coder": "AB", "coded_at": str(day), "checked_by": "CD", "checked_at": str(day)},
        "events": [_event(event, quoted, page.text, random) for event, quoted in coded],
        "left_out": [{"quote": _words(page.text, one), **one.claim.values} for one in left_out],
    }
    yield f"seeds/articles/{name}", article
    yield f"seeds/extractions/{source_id}.yaml", _yaml(extraction)


def _told(number: int, invented: World, seed: int, random: Random) -> list[tuple[Event, bool]]:
    """The events of an article, each with whether the article before it told it already."""
    own = events_of(number, invented, seed, EVENTS)
    if number and random.random() < _TOLD_AGAIN:
        again = events_of(number - 1, invented, seed, EVENTS)[-1]
        if again.place not in [event.place for event in own]:
            return [(again, True), *((event, False) for event in own[1:])]
    return [(event, False) for event in own]


def _write(
    page: Page, told: list[tuple[Event, bool]], day: date, random: Random
) -> tuple[list[tuple[Event, list[Quoted]]], list[Quoted]]:
    """Write the paragraphs about the events, with others between them; the claims about each event, and what
    is left out."""
    paragraphs = [[lead(event, day, random, exactly=again)] for event, again in told]
    for (event, _), paragraph in zip(told, paragraphs, strict=True):
        paragraph += [toll(event, random)] if event.kind.deadly else []
    missing = CLAIMS - sum(len(sentence.claims) for paragraph in paragraphs for sentence in paragraph)
    more = [(at, sentence) for at, (event, _) in enumerate(told) for sentence in details(event, random)]
    for chosen in sorted(random.sample(range(len(more)), missing)):
        at, sentence = more[chosen]
        paragraphs[at].append(sentence)
    regions = [event.place.admin1 for event, _ in told]
    coded, left_out = [], []
    for (event, _), paragraph in zip(told, paragraphs, strict=True):
        coded.append((event, page.paragraph(paragraph)))
        others = [filler(regions, random, marked=at == 0) for at in range(random.choice(_FILLER))]
        left_out += page.paragraph(others)
    return coded, left_out


def _facts(paper: Paper, headline: str, day: date) -> dict[str, Any]:
    return {
        "publisher": {"value": paper.name, "basis": "quoted", "quote": paper.name},
        "headline": {"value": headline, "basis": "quoted", "quote": headline},
        "published": {"value": str(day), "basis": "quoted", "quote": _long(day)},
        "language": "en",
        "scale": {"value": paper.scale, "basis": "inferred", "quote": paper.name, "reason": "Known of it."},
        "accessed_at": str(day),
        "media_type": "text/plain",
        "rights": "Invented, free for any use.",
    }


def _event(event: Event, quoted: list[Quoted], text: str, random: Random) -> dict[str, Any]:
    node: dict[str, Any] = {"key": event.key}
    for one in quoted:
        claim = {**one.claim.values, "quote": _quote(text, one, quoted[0], random), **_basis(one, random)}
        if one.claim.field in ("assoc_actor_1", "assoc_actor_2", "tags"):
            node.setdefault(one.claim.field, []).append(claim)
        else:
            node[one.claim.field] = claim
    precise = node["event_date"]["precision"] == 1
    against = f" and {event.actor2.name}" if event.actor2 else ""
    node["notes"] = (
        f"{'On' if precise else 'Around'} {_long(date.fromisoformat(node['event_date']['value']))}, "
        f"{event.kind.sub_event_type} at {event.place.name} ({event.place.admin2}, {event.place.admin1}): "
        f"{event.actor1.name}{against}. As one newspaper tells it, without the words of another."
    )
    return node


def _quote(text: str, one: Quoted, lead: Quoted, random: Random) -> Any:
    """Mostly just the words; some with those before them, some with those of the event's first claim."""
    start, end = once(text, one.start, one.end)
    words = text[start:end].replace("’", random.choice("’'"))
    form = random.random()
    if form < 0.05:
        return {"exact": words, "prefix": " ".join(text[:start].split()[-2:])}
    if form > 0.95 and one is not lead:
        return [words, _words(text, lead)]
    return words


def _words(text: str, one: Quoted) -> str:
    return text[slice(*once(text, one.start, one.end))]


def _basis(one: Quoted, random: Random) -> dict[str, str]:
    if one.claim.field == "sub_event_type" and random.random() < 0.4:
        return {"basis": "derived", "reason": "What the words tell is what the codebook calls by this name."}
    if one.claim.field.startswith("assoc") and random.random() < 0.2:
        return {
            "basis": "inferred",
            "reason": "On which side they stood follows from the sentence before.",
        }
    return {}


def _long(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _yaml(document: dict[str, Any]) -> bytes:
    text: str = yaml.dump(document, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True, width=120)
    return text.encode()


def _csv(rows: list[dict[str, str]]) -> bytes:
    stream = io.StringIO()
    writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue().encode()


def write(folder: Path, seed: int, count: int) -> None:
    """Write a project into a folder that does not exist yet."""
    folder.mkdir(parents=True)
    for path, content in project(seed, count):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Write a project of invented articles and extractions.")
    parser.add_argument("folder", type=Path, metavar="DIR", help="a folder that does not exist yet")
    parser.add_argument("--count", type=int, default=1_000, help="how many articles  [default: 1000]")
    parser.add_argument("--seed", type=int, default=1, help="another seed, other articles  [default: 1]")
    asked = parser.parse_args()
    if asked.folder.exists():
        parser.error(f"{asked.folder} exists already")
    write(asked.folder, asked.seed, asked.count)


if __name__ == "__main__":
    main()
