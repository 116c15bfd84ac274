"""Pages, and a browser to look at them."""

from __future__ import annotations

import importlib.util
import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from dateline import rules
from dateline.engine.judge import Books
from dateline.findings import Cell, Finding, Place
from dateline.report import page, payload
from dateline.report.content import Content, Events
from dateline.schemas import table_schema
from dateline.validate.run import Validation

AS_OF = date(2026, 11, 29)
EVENTS = "datasets/events.csv"
ARGUMENTS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--window-size=1400,1000",
    "--force-prefers-reduced-motion",
)
"""Without motion, what is clicked stays where it was looked for."""
SCRIPT = "</script><img src=x onerror=alert(1)>"
OVERRIDE = "\N{RIGHT-TO-LEFT OVERRIDE}gnp.exe"


@pytest.fixture(scope="session")
def benchmark(repository: Path) -> ModuleType:
    """`benchmarks/report.py`, which invents datasets."""
    spec = importlib.util.spec_from_file_location("report_benchmark", repository / "benchmarks" / "report.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def content_of(
    rows: list[dict[str, str]], tables: Mapping[str, list[dict[str, str]]] | None = None, title: str = "Test"
) -> Content:
    """A package of these events, whose rows begin on line 2."""
    events = Events(
        EVENTS,
        table_schema("events")["fields"],
        rows=rows,
        lines=[number + 2 for number in range(len(rows))],
        numbers=[None] * len(rows),
        total=len(rows),
    )
    return Content(events, title, tables=tables or {})


def finding_of(code: str, place: Place, message: str = "It is wrong.", **facts: Any) -> Finding:
    """A finding of a built-in rule."""
    rule = rules.load()[code]
    return replace(Finding(code, rule.name, rule.severity, message, place), **facts)


def validation_of(*findings: Finding, **facts: Any) -> Validation:
    """A validation that found these."""
    counts: dict[str, int] = {}
    for one in findings:
        counts[one.rule] = counts.get(one.rule, 0) + 1
    books = tuple(
        Books(name, f"datasets/{name}.csv", 1, 1, 0, "ab" * 32, 100)
        for name in ("events", "sources", "claims", "evidence", "contradictions")
    )
    usual: dict[str, Any] = {
        "counts": counts,
        "catalogue": rules.load(),
        "applied": frozenset(counts),
        "silent": {},
        "books": books,
        "as_of": AS_OF,
    }
    return Validation(findings=findings, **(usual | facts))


def row(name: str, **cells: str) -> dict[str, str]:
    """An event with an id, and what else is given."""
    return {"event_id_cnty": name, **cells}


def cell(line: int, column: str, record: str | None = None) -> Cell:
    """A cell of the events."""
    return Cell(EVENTS, line - 1, line, column, record)


Written = Callable[[Content, Validation], Path]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """Writes a page, and says where."""

    def write(content: Content, validation: Validation) -> Path:
        path = tmp_path / "report.html"
        path.write_text(page.text(payload.of(content, validation)), encoding="utf-8")
        return path

    return write


class Browser:
    """Chromium, without a window."""

    def __init__(self, driver: Any) -> None:
        self.driver = driver

    def open(self, path: Path, fragment: str = "") -> None:
        """Open a page in a fresh state and wait until it is ready."""
        self.driver.get("about:blank")
        for kind in ("browser", "performance"):
            self.driver.get_log(kind)
        self.driver.get(path.as_uri() + fragment)
        self.until("document.documentElement.dataset.ready === 'true'")

    def run(self, script: str) -> Any:
        """The value of an expression in the page."""
        return self.driver.execute_script(f"return {script};")

    def until(self, script: str) -> None:
        """Wait until an expression holds."""
        from selenium.webdriver.support.ui import WebDriverWait

        WebDriverWait(self.driver, 20, poll_frequency=0.05).until(lambda _driver: self.run(script))

    def text(self, selector: str) -> str:
        """What a reader sees of an element."""
        from selenium.webdriver.common.by import By

        return str(self.driver.find_element(By.CSS_SELECTOR, selector).text)

    def find(self, selector: str) -> Any:
        """The first element that a selector fits."""
        from selenium.webdriver.common.by import By

        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def rows(self) -> list[str]:
        """The ids of the events in the table."""
        rows = "[...document.querySelectorAll('#rows tr[data-event]')]"
        return list(self.run(f"{rows}.map((row) => data.names[row.dataset.event])"))

    def press(self, *keys: str) -> None:
        """Press keys where the focus is."""
        from selenium.webdriver.common.action_chains import ActionChains

        ActionChains(self.driver).send_keys(*keys).perform()

    @property
    def complaints(self) -> list[str]:
        """What the console says of errors."""
        return [one["message"] for one in self.driver.get_log("browser") if one["level"] == "SEVERE"]

    @property
    def requests(self) -> set[str]:
        """The addresses that were asked for, but for those that hold their own content."""
        messages = (json.loads(one["message"])["message"] for one in self.driver.get_log("performance"))
        sent = (one for one in messages if one["method"] == "Network.requestWillBeSent")
        addresses = {one["params"]["request"]["url"].partition("#")[0] for one in sent}
        return {one for one in addresses if not one.startswith(("data:", "about:"))}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for the tests of a module."""
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not chromium or not driver:
        pytest.skip("needs chromium and chromedriver")
    webdriver = pytest.importorskip("selenium.webdriver", reason="needs selenium")
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for argument in ARGUMENTS:
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    service = Service(driver)
    started = webdriver.Chrome(options=options, service=service)
    try:
        yield Browser(started)
    finally:
        started.quit()
        service.stop()
