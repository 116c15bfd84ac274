"""The page in a real browser: what a reader sees and can do, and that nothing goes out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import pytest
from tests.report.conftest import OVERRIDE, SCRIPT, cell, content_of, finding_of, row, validation_of

from dateline import cli
from dateline.report import page, payload

pytestmark = pytest.mark.slow

if TYPE_CHECKING:
    from tests.report.conftest import Browser, Written

ENTERED, RETAKEN = "DLS-4QNHQQ0SD3", "DLS-E8J7BJKGHW"
ENTER, ESCAPE, DOWN, RIGHT, TAB = "\ue007", "\ue00c", "\ue015", "\ue014", "\ue004"


@pytest.fixture(scope="module")
def own(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of the reference project."""
    path = tmp_path_factory.mktemp("own") / "report.html"
    command = ["report", str(repository), "-o", str(path), "--as-of", "2026-11-29"]
    assert cli.run(command) == 0
    return path


@pytest.fixture(autouse=True)
def silent(browser: Browser) -> Iterator[None]:
    """After every test: no error in the console, and no request but for the page itself."""
    yield
    assert browser.complaints == []
    assert all(one.startswith("file:///") and one.endswith(".html") for one in browser.requests)
    assert len(browser.requests) <= 1


def test_a_click_on_an_event_shows_its_quotation(browser: Browser, own: Path) -> None:
    browser.open(own)
    browser.find(f"#rows tr:nth-child({browser.rows().index(ENTERED) + 1})").click()
    browser.until("!document.getElementById('panel').hidden")
    panel = browser.text("#panel")
    assert "broke into Raqqa" in browser.text("#panel mark")
    assert "Publisher not stated, 2017-10-14 (inferred)" in panel
    assert "✓ accepted (only claim)" in panel
    assert "derived: To break into a defended city is to fight for it" in panel
    assert "raqqa-entered-2017-06" in panel
    assert f"event={ENTERED}" in browser.run("location.hash")


@pytest.mark.slow
def test_two_sources_stand_side_by_side(browser: Browser, own: Path) -> None:
    browser.open(own, f"#event={RETAKEN}")
    browser.until("document.querySelectorAll('#panel .sides .side').length > 1")
    left, right = browser.run(
        "[...document.querySelector('#panel .sides').children].map((side) => side.getBoundingClientRect())"
        ".map((box) => [box.left, box.top])"
    )
    assert left[1] == right[1]
    assert left[0] < right[0]
    assert "Statements that cannot both hold" in browser.text("#panel")
    browser.driver.execute_script("for (const one of document.querySelectorAll('details')) one.open = true")
    assert "P066 source-without-address" in browser.text("#panel")
    assert "[object" not in browser.text("body")
    assert "undefined" not in browser.text("body")


def test_a_finding_stands_beside_its_row_with_its_explanation(browser: Browser, own: Path) -> None:
    browser.open(own, f"#event={RETAKEN}")
    browser.until("document.querySelector('#panel .finding')")
    assert "info P082" in browser.text("#rows tr[aria-selected='true']")
    assert "P082 deaths-by-hearsay" in browser.text("#panel .finding")
    browser.find("#panel .finding summary").click()
    assert "WHY" in browser.text("#panel .finding").upper()
    assert "Edit at seeds/extractions/" in browser.text("#panel .finding")


def test_filters_and_what_the_address_says(browser: Browser, own: Path) -> None:
    browser.open(own)
    browser.find("#type option[value='type:Battles']").click()
    assert browser.text("#count") == "3 of 5 events"
    assert "type=type%3ABattles" in browser.run("location.hash")
    browser.find("#text").send_keys("siege")
    browser.until("document.querySelectorAll('#rows tr[data-event]').length === 1")
    shared = browser.run("location.hash")
    browser.open(own, shared)
    assert browser.text("#count") == "1 of 5 events"
    assert browser.run("document.getElementById('text').value") == "siege"
    browser.find("#reset").click()
    assert browser.text("#count") == "5 events"
    assert browser.run("location.hash") == ""


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ("actor=democratic", 2),
        ("place=al+mayadin", 2),
        ("severity=info", 1),
        ("severity=none", 4),
        ("rule=P082", 1),
        ("from=2017-10-01", 3),
        ("to=2017-06-30", 1),
        ("at=35.9528%2C39.0079", 2),
        ("text=no+such+words", 0),
    ],
)
@pytest.mark.slow
def test_each_filter(browser: Browser, own: Path, asked: str, count: int) -> None:
    browser.open(own, f"#{asked}")
    assert len(browser.rows()) == count
    if not count:
        assert "No event answers to all the filters." in browser.text("#rows")


@pytest.mark.slow
def test_a_click_on_the_map_and_on_the_timeline(browser: Browser, own: Path) -> None:
    from selenium.webdriver.common.action_chains import ActionChains

    browser.open(own)
    x, y = browser.run(
        "(({x, y, width, height}) => [x(39.0079) - width / 2, y(35.9528) - height / 2])(projection())"
    )
    browser.run("document.getElementById('map').scrollIntoView({block: 'center'})")
    canvas = browser.find("#map")
    ActionChains(browser.driver).move_to_element_with_offset(canvas, round(x), round(y)).click().perform()
    assert browser.text("#count") == "2 of 5 events"
    assert "Point: Ar-Raqqa" in browser.text("#chips")
    browser.find("#chips button").click()
    bar = browser.find("#timeline rect.shown")
    ActionChains(browser.driver).move_to_element(bar).click().perform()
    assert browser.text("#count") == "1 of 5 events"
    assert browser.rows() == [ENTERED]


def test_keys_alone_are_enough(browser: Browser, own: Path) -> None:
    browser.open(own)
    browser.run("document.getElementById('sort').focus()")
    while browser.run("document.activeElement.closest('#rows') === null"):
        browser.press(TAB)
    browser.press(DOWN)
    browser.press(ENTER)
    browser.until("document.activeElement.id === 'event-heading'")
    second = browser.rows()[1]
    assert f"event={second}" in browser.run("location.hash")
    browser.press(ESCAPE)
    assert browser.run("document.getElementById('panel').hidden")
    assert browser.run("data.names[document.activeElement.dataset.event]") == second
    browser.run("document.getElementById('timeline').focus()")
    browser.press(RIGHT)
    assert "0 events" in browser.text("#time-said")
    before = browser.run("map.view.height")
    browser.run("document.getElementById('map').focus()")
    browser.press("+")
    browser.press(RIGHT)
    assert browser.run("map.view.height") < before


@pytest.mark.slow
def test_sorting(browser: Browser, own: Path) -> None:
    browser.open(own)
    browser.find("th[data-column='deaths'] button").click()
    browser.find("th[data-column='deaths'] button").click()
    assert browser.rows()[0] == RETAKEN
    assert (
        browser.run("document.querySelector('[data-column=deaths]').getAttribute('aria-sort')")
        == "descending"
    )


@pytest.mark.slow
def test_findings_by_rule_lead_to_their_events(browser: Browser, own: Path) -> None:
    browser.open(own, "#type=type%3AProtests")
    assert browser.rows() == []
    browser.find("#findings button[aria-label^='Open event']").click()
    browser.until("!document.getElementById('panel').hidden")
    assert f"event={RETAKEN}" in browser.run("location.hash")
    assert len(browser.rows()) == 5


@pytest.mark.slow
def test_what_is_printed(browser: Browser, own: Path) -> None:
    browser.open(own, f"#event={RETAKEN}")
    browser.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        for shown in ("#verdict", "#rows", "#findings", "#count"):
            assert browser.find(shown).is_displayed()
        for hidden in ("#filters", "#panel", "#map", "nav", "#findings .tools"):
            assert not browser.find(hidden).is_displayed()
    finally:
        browser.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


@pytest.mark.parametrize(("width", "dark"), [(360, False), (1400, True)])
@pytest.mark.slow
def test_it_fits_the_screen(browser: Browser, own: Path, width: int, dark: bool) -> None:
    scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
    metrics = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": False}
    browser.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})
    browser.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    try:
        browser.open(own, f"#event={RETAKEN}")
        browser.until("!document.getElementById('panel').hidden")
        assert browser.run("document.documentElement.scrollWidth <= innerWidth")
        paper = browser.run("getComputedStyle(document.body).backgroundColor")
        assert paper == ("rgb(20, 23, 27)" if dark else "rgb(255, 255, 255)")
        assert browser.run(CONTRASTS) == []
    finally:
        browser.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
        browser.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


CONTRASTS = """(() => {
  const linear = (part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
  const light = (rgb) => rgb.map((part) => linear(part / 255))
    .reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
  const parts = (color) => color.match(/[\\d.]+/g).map(Number);
  const paper = (element) => {
    for (let one = element; one; one = one.parentElement) {
      const color = parts(getComputedStyle(one).backgroundColor);
      if (color.length < 4 || color[3] === 1) return color.slice(0, 3);
    }
    return [255, 255, 255];
  };
  const bad = new Set();
  for (const one of document.querySelectorAll('body *')) {
    const words = [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    const unseen = one.disabled || one.closest('svg, script, style, noscript') || !one.checkVisibility();
    if (!words || unseen) continue;
    const ink = parts(getComputedStyle(one).color).slice(0, 3);
    const [a, b] = [light(ink), light(paper(one))].sort((x, y) => y - x);
    if ((a + 0.05) / (b + 0.05) < 4.5) bad.add(`${one.tagName} ${one.textContent.slice(0, 30)}`);
  }
  return [...bad];
})()"""
"""Texts whose contrast is less than 4.5, which WCAG 2.2 demands at level AA."""


UNMARKED = """[...document.querySelectorAll('h1, #panel *, #rows *, #findings *')]
  .filter((one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.data.includes('\u202e')))
  .filter((one) => !one.closest('[dir=auto]')).map((one) => one.outerHTML)"""
"""Elements in which a mark that turns the writing is not shut in."""


def test_hostile_text_does_nothing(browser: Browser, written: Written) -> None:
    name, long = "ABC-1", "x" * 5_000
    cells = {
        "event_date": "2017-10-14",
        "event_type": SCRIPT,
        "actor1": OVERRIDE,
        "actor2": long,
        "location": SCRIPT,
        "latitude": "35.0",
        "longitude": "39.0",
        "source": "javascript:alert(1)",
        "source_ids": "paper",
        "notes": "n" * 1_000_000,
    }
    claim = {"claim_id": "c", "event_id": name, "source_id": "paper", "pointer": "/events/0/__proto__"}
    claim |= {"field": SCRIPT, "value": SCRIPT, "reason": OVERRIDE, "attributed_to": SCRIPT}
    archive = 'https://archive.example/"onclick=alert(1)'
    source = {"source_id": "paper", "publisher": SCRIPT, "url": "javascript:alert(1)", "archive_url": archive}
    about = dict.fromkeys(("topic", "statement", "status", "exact", "resolution", "contradiction_id"), SCRIPT)
    tables = {
        "sources": [{**source, "headline": OVERRIDE}],
        "claims": [claim],
        "evidence": [{"claim_id": "c", "exact": SCRIPT, "prefix": OVERRIDE, "suffix": long, "start": SCRIPT}],
        "left_out": [{"source_id": "paper", "exact": SCRIPT, "reason": SCRIPT}],
        "contradictions": [{**about, "event_id": name, "source_id": "paper"}],
    }
    content = content_of([row(name, **cells), row(name, **cells)], tables, title=SCRIPT)
    found = finding_of("D003", cell(2, SCRIPT, SCRIPT), SCRIPT + long, value=SCRIPT, suggestion=OVERRIDE)
    path = written(content, validation_of(found, silent={"P066": SCRIPT}))
    browser.open(path)
    browser.find("#rows tr").click()
    browser.until("document.querySelector('#panel blockquote')")
    for details in browser.run("[...document.querySelectorAll('details')]"):
        browser.driver.execute_script("arguments[0].open = true", details)
    assert browser.run("document.querySelectorAll('img, iframe, object').length") == 0
    assert SCRIPT in browser.text("#panel mark")
    assert "✗ not accepted" in browser.text("#panel")
    links = browser.run("[...document.querySelectorAll('a')].map((one) => [one.protocol, one.rel])")
    assert links == [["https:", "noopener noreferrer"]]
    assert browser.run("document.documentElement.scrollWidth <= innerWidth")
    assert browser.run(UNMARKED) == []
    browser.open(path, "#type=__proto__&event=constructor&page=-7&sort=__proto__&at=x&from=x&rule=%3Cimg%3E")
    assert browser.rows() == []


@pytest.mark.parametrize(
    ("rows", "count"),
    [
        ([], "0 events"),
        ([row("A-1", event_date="2017-10-14", latitude="35.0", longitude="39.0")], "1 event"),
        ([row("A-1", event_date="14 October", latitude="91", longitude="x"), row("A-2")], "2 events"),
    ],
    ids=["empty", "one event", "no dates and no points"],
)
@pytest.mark.slow
def test_small_datasets(browser: Browser, written: Written, rows: list[dict[str, str]], count: str) -> None:
    browser.open(written(content_of(rows), validation_of()))
    assert browser.text("#count") == count
    assert "Nothing was found." in browser.text("#findings")
    if not rows:
        assert "There are no events." in browser.text("#rows")
    for selector in ("in", "out", "fit", "left", "up"):
        browser.find(f"[data-map='{selector}']").click()
    browser.run("document.getElementById('timeline').focus()")
    browser.press(RIGHT)
    browser.press(ENTER)


@pytest.mark.slow
def test_thousands_of_events_stay_usable(browser: Browser, benchmark: ModuleType, tmp_path: Path) -> None:
    content = benchmark.invented(2_000)  # `make bench-write` opens ten thousand
    path = tmp_path / "report.html"
    path.write_text(page.text(payload.of(content, benchmark.judged(content))), encoding="utf-8")
    assert path.stat().st_size < 3_000_000
    browser.open(path)
    assert browser.text("#count") == "2,000 events"
    assert len(browser.rows()) == 100
    browser.find("#type option[value='type:Protests']").click()
    assert browser.text("#count").endswith(" of 2,000 events")
    browser.find("#next").click()
    assert browser.text("#page").startswith("101 to 200 of ")
    browser.find("#rows tr").click()
    browser.until("document.querySelector('#panel mark')")
