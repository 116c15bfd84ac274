"""How large the page of `dateline report` is, and how quick in a browser.

    python benchmarks/report.py [--events 10000] [--runs 5] [--keep FILE]

Invents a dataset with claims and quotations, makes its page, opens that in Chromium without a window, and
prints the medians as a table in Markdown. Needs chromium and chromedriver.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from random import Random
from statistics import median

from dateline import rules
from dateline.engine.judge import Books
from dateline.findings import Cell, Finding
from dateline.report import page, payload
from dateline.report.content import Content, Events, Row
from dateline.schemas import table_schema
from dateline.validate.run import Validation

AS_OF = date(2026, 11, 29)
FILE = "datasets/events.csv"
CLAIMED = (
    ("event_date", "time_precision"),
    ("sub_event_type",),
    ("actor1",),
    ("assoc_actor_1",),
    ("actor2",),
    ("location", "geo_precision"),
    ("fatalities",),
    ("notes",),
)
"""Fields of an event; those that one passage gives stand together."""
TYPES = (
    ("Battles", "Armed clash"),
    ("Battles", "Government regains territory"),
    ("Protests", "Peaceful protest"),
    ("Explosions/Remote violence", "Air/drone strike"),
    ("Violence against civilians", "Attack"),
)
FOUND = ("D003", "F024", "L022", "P066", "S034")
"""Rules that find something in one event of ten each."""
FILTERS = {
    "type": "ask({type: 'type:Protests'})",
    "actor": "ask({actor: 'brigade'})",
    "words": "ask({text: 'river'})",
}
"""What is asked of the page, as a script."""


def invented(count: int) -> Content:
    """A package with so many events, some eleven claims each, and two sources for two of five."""
    inventor = _Inventor(Random(count))
    rows = [inventor.event(number) for number in range(count)]
    events = Events(
        FILE,
        table_schema("events")["fields"],
        rows=rows,
        lines=[number + 2 for number in range(count)],
        numbers=[None] * count,
        total=count,
    )
    return Content(events, f"{count:,} invented events", {"name": "invented"}, inventor.tables)


def judged(content: Content) -> Validation:
    """A validation of them, with findings that are invented, too."""
    random = Random(1)
    catalogue = rules.load()
    found: list[Finding] = []
    for number, row in enumerate(content.events.rows):
        for code in FOUND:
            if random.random() < 0.1:
                rule = catalogue[code]
                place = Cell(FILE, number + 1, number + 2, rule.field, row["event_id_cnty"])
                message = f"Something is wrong with {row['location']}."
                found.append(Finding(code, rule.name, rule.severity, message, place, row["location"]))
    count = len(content.events.rows)
    return Validation(
        findings=tuple(found),
        counts=Counter(one.rule for one in found),
        catalogue=catalogue,
        applied=frozenset(FOUND),
        silent={},
        as_of=AS_OF,
        books=(Books("events", FILE, count, count, 0, "0" * 64, 1000 * count),),
    )


class _Inventor:
    """Rows of all tables, of words that are as hard to compress as those of a newspaper."""

    def __init__(self, random: Random) -> None:
        self.random = random
        syllables = [
            first + second for first in "bdfgklmnprstvz" for second in ("a", "e", "i", "o", "u", "ar")
        ]
        self.words = ["".join(random.choices(syllables, k=random.randint(1, 3))) for _ in range(3000)] + [
            "river"
        ]
        self.actors = [f"{self.text(2).title()} Brigade" for _ in range(150)]
        self.places = [
            (self.text(1).title(), f"{random.uniform(9, 15):.4f}", f"{random.uniform(-5, 9):.4f}")
            for _ in range(1200)
        ]
        self.tables: dict[str, list[Row]] = {"sources": [], "claims": [], "evidence": []}

    def text(self, count: int) -> str:
        return " ".join(self.random.choices(self.words, k=count))

    def event(self, number: int) -> Row:
        name = f"XYZ-{number:010d}"
        sources = [self._source(number, at) for at in range(self.random.choice((1, 1, 1, 2, 2)))]
        place, latitude, longitude = self.random.choice(self.places)
        kind, sub = self.random.choice(TYPES)
        day = date(2022, 1, 1) + timedelta(days=self.random.randrange(900))
        row = {
            "event_id_cnty": name,
            "event_date": day.isoformat(),
            "year": str(day.year),
            "time_precision": "1",
            "event_type": kind,
            "sub_event_type": sub,
            "actor1": self.random.choice(self.actors),
            "assoc_actor_1": self.random.choice(self.actors),
            "actor2": self.random.choice(self.actors),
            "country": "Invented",
            "location": place,
            "latitude": latitude,
            "longitude": longitude,
            "geo_precision": "1",
            "notes": self.text(40),
            "fatalities": str(self.random.randrange(12)),
            "source_ids": "; ".join(sources),
        }
        for source in sources:
            self._claims(row, source)
        return row

    def _source(self, number: int, at: int) -> str:
        name = f"source-{number}-{at}"
        self.tables["sources"].append({
            "source_id": name,
            "publisher": self.text(2).title(),
            "headline": self.text(9),
            "url": f"https://news.example/{number}/{at}",
            "published_at": "2024-06-30",
            "published_basis": "quoted",
        })  # fmt: skip
        return name

    def _claims(self, row: Row, source: str) -> None:
        for fields in CLAIMED:
            quote = {"exact": self.text(14), "prefix": self.text(5), "suffix": self.text(5)}
            start = self.random.randrange(5000)
            for field in fields:
                claim = f"{row['event_id_cnty']}/{source}/{field}"
                self.tables["claims"].append({
                    "claim_id": claim,
                    "event_id": row["event_id_cnty"],
                    "source_id": source,
                    "field": field,
                    "value": row[field],
                    "basis": "quoted",
                    "accepted": "true",
                    "settled_by": "agreement",
                    "pointer": f"/events/0/{fields[0]}",
                })  # fmt: skip
                self.tables["evidence"].append({
                    "claim_id": claim,
                    "source_id": source,
                    "start": str(start),
                    "end": str(start + len(quote["exact"])),
                    **quote,
                })  # fmt: skip


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--events", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--keep", type=Path, help="where to put the page")
    asked = parser.parse_args()
    content = invented(asked.events)
    validation = judged(content)
    began = time.perf_counter()
    text = page.text(payload.of(content, validation))
    making = time.perf_counter() - began
    with tempfile.TemporaryDirectory() as folder:
        file = asked.keep or Path(folder) / "report.html"
        file.write_text(text, encoding="utf-8")
        runs = [_measured(file) for _ in range(asked.runs)]
    print(f"| {asked.events:,} events, {len(content.tables['claims']):,} claims | |\n|:--|--:|")
    print(f"| size of the page | {len(text.encode()) / 1e6:.1f} MB |")
    print(f"| making it, tables in memory | {making:.1f} s |")
    for what in runs[0]:
        print(f"| {what} | {median(run[what] for run in runs):,.0f} ms |")


def _measured(file: Path) -> dict[str, float]:
    """Milliseconds that a new browser takes."""
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service
    from selenium.webdriver.support.ui import WebDriverWait

    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or ""
    for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--window-size=1400,1000"):
        options.add_argument(argument)
    driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
    try:
        driver.get(file.resolve().as_uri())
        ready = "return performance.getEntriesByName('dateline-ready')[0]?.startTime"
        times = {
            "first paint": "return performance.getEntriesByName('first-contentful-paint')[0]?.startTime",
            "ready to be filtered": ready,
        }
        WebDriverWait(driver, 60).until(lambda one: one.execute_script(ready))
        time.sleep(0.5)
        found = {what: float(driver.execute_script(script)) for what, script in times.items()}
        for what, script in FILTERS.items():
            found[f"filter by {what}"] = driver.execute_script(_timed(script))
            driver.execute_script("ask({type: '', actor: '', text: ''})")
        found["open an event, until its words stand there"] = driver.execute_async_script(
            "const done = arguments[arguments.length - 1], began = performance.now();"
            "openEvent(4321 % data.size).then(() => done(performance.now() - began));"
        )
    finally:
        driver.quit()
    return found


def _timed(script: str) -> str:
    """The script, its effect on the layout included."""
    return (
        f"const began = performance.now(); {script}; document.body.offsetHeight; "
        "return performance.now() - began;"
    )


if __name__ == "__main__":
    main()
